r"""Paths on other machines, such as ``\\host\share\digits`` and ``//host/share/digits``.

Windows contacts the host, and proves to it who the user is, as soon as anything asks about such a
path. So none that comes from somebody else, in settings, in a run or with what is dropped, is
looked at before the user has chosen something on that host: in a dialog or on the command line. The
hosts are remembered.

Slashes of both kinds count on every system, so that a text means the same wherever it is read.
"""

import json
import re
from contextlib import suppress
from pathlib import Path

from core.errors import DataError, InklingError
from core.files import parse_json, read_file, replace_file
from core.locations import hosts_file
from core.messages import Message, message

MAX_HOSTS = 100
MAX_FILE_BYTES = 100_000
_REMOTE = re.compile(r"[/\\]{2,}([^/\\]*)")
_DEVICES = ("", ".", "?")  # no hosts: `\\?\UNC\host` names any

_chosen: set[str] = set()  # in this process, in case that the file cannot be written


def is_remote(path: str) -> bool:
    """Return whether a path leads to another machine, or to a device by Windows' name for it."""
    return _REMOTE.match(path) is not None


def choose(path: str) -> None:
    """Remember that the user chose a path; others on its host may be opened from now on."""
    host = _host(path)
    if host is None or may_open(path):
        return
    _chosen.add(host)
    file = hosts_file()
    with suppress(OSError):  # it counts in this process then
        file.parent.mkdir(parents=True, exist_ok=True)
        replace_file(file, json.dumps([host, *_remembered()][:MAX_HOSTS]).encode())


def may_open(path: str) -> bool:
    """Return whether a path is on this machine, or on one on which the user chose something."""
    host = _host(path)
    return host is None or host in _chosen or host in _remembered()


def refuse_unchosen(path: str) -> None:
    """Refuse a path on another machine unless the user chose something there.

    Raises:
        DataError: if it is one.
    """
    if not may_open(path):
        raise DataError(refusal(path))


def refusal(path: str | Path) -> Message:
    """Return a sentence that says why a path is not opened, and what would open it."""
    return message(
        "{path} is on another machine. Settings, runs and what is dropped or pasted open nothing"
        " there until you choose a file or folder on it yourself, in a dialog or with --set.",
        path=str(path),
    )


def _host(path: str) -> str | None:
    """Return the host of a path, lowercase, or all of the path of a device; None if it is local."""
    match = _REMOTE.match(path)
    if match is None:
        return None
    name = match[1].casefold()
    return path.replace("\\", "/").casefold() if name in _DEVICES else name


def _remembered() -> list[str]:
    try:
        hosts = parse_json(read_file(hosts_file(), MAX_FILE_BYTES))
    except (InklingError, ValueError):  # nothing was chosen yet, or the file is damaged
        return []
    return [host for host in hosts if isinstance(host, str)] if isinstance(hosts, list) else []
