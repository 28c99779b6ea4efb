r"""Paths on other machines, such as ``\\host\share\digits`` and ``//host/share/digits``.

Windows contacts the host, and proves to it who the user is, as soon as anything asks about such a
path. So none that comes from somebody else, in settings, in a run or with what is dropped, is
looked at before the user has chosen something on that host: in a dialog or on the command line. The
hosts are remembered.

Slashes of both kinds count on every system, so that a text means the same wherever it is read. So
do URLs of files, the Windows kernel's names of devices (``\??\UNC\host``, see CVE-2023-45283), and
``.`` and ``..``, which some functions remove before the system sees a path.
"""

import errno
import json
import os
import re
import unicodedata
from contextlib import suppress
from io import BufferedReader
from pathlib import Path
from urllib.parse import unquote

from core.errors import DataError, InklingError, NotReadableError
from core.file_presence import is_missing
from core.files import is_link, open_file, parse_json, read_file, replace_file
from core.locations import hosts_file
from core.locks import exclusive
from core.messages import Message, message

MAX_HOSTS = 100
MAX_FILE_BYTES = 100_000
_FILE_URL = re.compile(r"file:(?=[/\\%])", re.IGNORECASE)
_REMOTE = re.compile(r"/{2,}([^/]*)")
_DEVICES = ("", ".", "?")  # no hosts: `\\?\UNC\host` names any
# the kernel's folders of devices; those that lead to a network, of folders that may be the user's
_KERNEL = re.compile(
    r"/(\?\?|global\?\?|globalroot|dosdevices/unc|device/(mup|\w*redirector))(/|$)"
)

# control and format characters, noncharacters such as a turned byte order mark, and separators
_UNSEEN = ("Cc", "Cf", "Cn", "Zl", "Zp")

_chosen: set[str] = set()  # in this process, in case that the file cannot be written


MAX_LINKS = 63  # followed on the way to a path; Windows follows as many, Linux 40
MAX_LETTERS = 32_767  # of a path; no system opens a longer one
# how Windows writes where a link leads that is on this machine
_LOCAL_DEVICE = re.compile(r"(\\\\\?\\|\\\?\?\\)(?=[A-Za-z]:)")


def is_remote(path: str) -> bool:
    """Return whether a path leads to another machine, or to a device by Windows' name for it."""
    return _host(path) is not None


def choose(path: str) -> None:
    """Remember that the user chose a path; others on its host may be opened from now on."""
    host = _host(path) or _host(_link_on_the_way(path) or "")
    if host is None or _is_known(host):
        return
    _chosen.add(host)
    with suppress(OSError, InklingError):  # it counts in this process then
        file = hosts_file()
        file.parent.mkdir(parents=True, exist_ok=True)
        with exclusive(file.parent):
            hosts = _read_hosts()  # fails while the others cannot be read, and nothing is written
            replace_file(file, json.dumps([host, *hosts][:MAX_HOSTS]).encode())


def may_open(path: str) -> bool:
    """Return whether a path is on this machine, or on one on which the user chose something.

    A link on the way that leads to another machine counts, by its text: it is not followed.
    """
    host = _host(path)
    if host is not None:
        return _is_known(host)
    link = _link_on_the_way(path)
    return link is None or _is_known(_host(link))


def _is_known(host: str | None) -> bool:
    return host is None or host in _chosen or host in _remembered()


def _link_on_the_way(path: str) -> str | None:
    """Return the text of the first link on a local path that leads to another machine, or None.

    One part is looked at after the other, since the system would follow a link among those before.
    Below a part that is not there nothing is.
    """
    if len(path) > MAX_LETTERS:
        return None
    try:
        whole = Path(os.path.expanduser(path)).absolute()
        folder, rest = whole.anchor, [*reversed(whole.parts[1:])]
        links = 0
        while rest and links < MAX_LINKS:
            part = rest.pop()
            inner = os.path.join(folder, part)
            if part == "..":
                folder = os.path.dirname(folder)
            elif not is_link(inner):
                if ".." not in rest and is_missing(Path(inner)):
                    return None
                folder = inner
            else:
                text = _LOCAL_DEVICE.sub("", os.readlink(inner))
                if is_remote(text):
                    return text
                target = Path(text)
                folder = target.anchor or folder
                rest += reversed(target.parts[1:] if target.anchor else target.parts)
                links += 1
    except (OSError, ValueError):  # what cannot be looked at is not opened either
        pass
    return None


def refuse_unchosen(path: str) -> None:
    """Refuse a path on another machine unless the user chose something there.

    Raises:
        DataError: if it is one.
    """
    problem = problem_with(path)
    if problem is not None:
        raise DataError(problem)


def problem_with(path: str | Path) -> Message | None:
    """Return why a path is not opened, and what would open it; None if it may be opened."""
    if may_open(str(path)):
        return None
    return message(
        "{path} is on another machine. Settings, runs and what is dropped or pasted open nothing"
        " there until you choose a file or folder on it yourself, in a dialog or with --set.",
        path=str(path),
    )


def refuse_remote_link(path: Path) -> None:
    """Refuse a link by its text if nobody may be asked about what it leads to.

    Raises:
        OSError: if it leads to a machine on which the user has chosen nothing.
    """
    if is_remote_link(path):
        raise OSError(errno.EACCES, "a link to another machine", str(path))


def is_remote_link(path: Path) -> bool:
    """Return whether a path is such a link: it must not be asked what is there, or behind it."""
    return is_link(path) and not may_open(str(path))


def open_local(path: Path) -> BufferedReader:
    """Open a file like `core.files.open_file`, unless it is such a link.

    Raises:
        OSError: if it cannot be opened, is no ordinary file, or is such a link.
    """
    refuse_remote_link(path)
    return open_file(path)


def open_unlinked(path: Path) -> BufferedReader:
    """Open a file of a run's folder; what a link in its place leads to is none of the run's.

    Raises:
        OSError: if it cannot be opened, is no ordinary file, or is a link.
    """
    return open_file(path, follows_links=False)


def _host(path: str) -> str | None:
    """Return the host of a path, lowercase, or all of the path of a device; None if it is local."""
    text = _visible(path).replace("\\", "/").casefold()
    if _FILE_URL.match(text):  # `file://host/share`, and `file:///C:/digits`, which is local
        text = _visible(unquote(text)).replace("\\", "/").removeprefix("file:")
        text = text if not text.startswith("///") else text[2:]

    match = _REMOTE.match(text)
    if match is not None:
        return text if match[1] in _DEVICES else match[1]
    return text if text.startswith("/") and _KERNEL.match(_collapsed(text)) else None


def _visible(path: str) -> str:
    """Return a path without characters that nobody sees; Qt drops byte order marks, for one."""
    if not (path.isascii() and path.isprintable()):
        path = "".join(letter for letter in path if unicodedata.category(letter) not in _UNSEEN)
    return path.strip()


def _collapsed(path: str) -> str:
    """Return an absolute path without ``.`` and ``..``, and without dots and spaces at ends."""
    parts: list[str] = []
    for part in path.split("/"):
        if part == "..":
            del parts[-1:]
        elif part.rstrip(" ."):
            parts.append(part.rstrip(" ."))
    return "/" + "/".join(parts)


def _remembered() -> list[str]:
    try:
        return _read_hosts()
    except NotReadableError:
        return []


def _read_hosts() -> list[str]:
    """Return the hosts of the file; none if it is missing or damaged.

    Raises:
        NotReadableError: if it cannot be read.
    """
    try:
        hosts = parse_json(read_file(hosts_file(), MAX_FILE_BYTES))
    except NotReadableError:
        raise
    except (InklingError, ValueError):  # nothing was chosen yet, or the file is damaged
        return []
    return [host for host in hosts if isinstance(host, str)] if isinstance(hosts, list) else []
