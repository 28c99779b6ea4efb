"""Downloads of known data sets from their publishers, over https, each file checked by its hash.

The files are collected in a temporary folder next to the data set's own, and move there only once
all of them are complete.
"""

import contextlib
import errno
import logging
import shutil
import threading
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from core.config.catalogue import KNOWN, DataSet, RemoteFile
from core.data.fetching.receiving import CHUNK_BYTES, receive
from core.data.folders import folder_of, is_available
from core.errors import DataError, system_reason
from core.files import flush, make_folder
from core.interruption import delayed
from core.leftovers import sweep
from core.locations import datasets_folder
from core.messages import Message, message, with_details
from core.temporary_folders import temporary_folder, temporary_folder_names

TRIES = 3
PAUSE_S = 1.0  # before the second attempt; twice as long before the third
MAX_UNPACKED = 1 << 28  # bytes; EMNIST's largest member has 180 million pixels
LEFTOVER_S = 24 * 3600.0
MAX_SIZE_RATIO = 4  # to the listed size, which is only approximate; the hash decides

log = logging.getLogger(__name__)


class FetchError(DataError):
    """A data set that cannot be fetched."""


class FetchCancelledError(FetchError):
    """The user cancelled the download; nothing of it is left."""

    def __init__(self) -> None:
        super().__init__(message("Cancelled; nothing was kept."))


@dataclass(frozen=True)
class Fetched:
    """Progress of a download: bytes received of about how many."""

    done: int
    total: int


Progress = Callable[[Fetched], None]


def fetchable() -> tuple[str, ...]:
    """Return the names of the data sets that can be fetched."""
    return tuple(name for name, known in KNOWN.items() if known.files)


def fetch(
    data_set: DataSet,
    progress: Progress = lambda _: None,
    cancel: threading.Event | None = None,
    tries: int = TRIES,
) -> Path:
    """Fetch a data set unless it is available, and return its folder; from any thread.

    Args:
        data_set: one that has `files`.
        progress: called often, from the calling thread.
        cancel: once it is set, fetching ends soon and leaves nothing behind.
        tries: the number of attempts for each file.

    Raises:
        FetchError: if it cannot be fetched or stored; the message says what can be done instead.
        FetchCancelledError: after `cancel` was set.
    """
    folder = folder_of(data_set.name)
    if is_available(data_set.name):
        return folder

    try:
        datasets_folder().mkdir(parents=True, exist_ok=True)
        sweep(datasets_folder(), temporary_folder_names(f".{data_set.name}-"), LEFTOVER_S)
        _check_room(data_set)

        with temporary_folder(datasets_folder(), f".{data_set.name}-") as temporary:
            counter = _Counter(data_set, progress, cancel or threading.Event())
            for file in data_set.files:
                _fetch_file(file, temporary, counter, tries)
            _settle(data_set, temporary, counter)
    except OSError as error:
        raise FetchError(_not_stored(error)) from error

    return folder


class _Counter:
    """Sums and reports the bytes received, and raises once cancelled."""

    def __init__(self, data_set: DataSet, progress: Progress, cancel: threading.Event) -> None:
        self.data_set = data_set
        self.cancel = cancel
        self._progress = progress
        self._finished = 0  # bytes of the files that are complete
        self._received, self._size = 0, 0  # bytes of the current file, and those expected

    def begin(self, file: RemoteFile) -> None:
        """Begin a file, or another attempt at the same one."""
        self.check()
        self._received, self._size = 0, file.size

    def end(self) -> None:
        """Count the current file as complete."""
        self._finished += self._size

    def update(self, count: int) -> None:
        """Count and report `count` more bytes."""
        self.check()
        self._received += count
        if self._received > self._size * MAX_SIZE_RATIO + CHUNK_BYTES:
            raise FetchError(
                message("{data} is larger than it should be.", data=self.data_set.title)
            )
        received = min(self._received, self._size)  # the listed size is only approximate
        self._progress(Fetched(self._finished + received, self.data_set.size))

    def check(self) -> None:
        """Raise `FetchCancelledError` if the user has cancelled."""
        if self.cancel.is_set():
            raise FetchCancelledError


def _check_room(data_set: DataSet) -> None:
    copies = 2 if data_set.members else 1  # an archive, and the files unpacked from it
    needed = data_set.size * copies
    free = shutil.disk_usage(datasets_folder()).free
    if free < needed:
        raise FetchError(
            message(
                "{data} needs {needed} MB during the download, but only {free} MB are free in "
                "{folder}.",
                data=data_set.title,
                needed=megabytes(needed),
                free=megabytes(free),
                folder=str(datasets_folder()),
            )
        )


def megabytes(count: int) -> int:
    """Return bytes in millions, rounded up."""
    return -(-count // 10**6)


def _fetch_file(file: RemoteFile, folder: Path, counter: _Counter, tries: int) -> None:
    import pooch
    import requests

    _check_address(file.address)
    pooch.get_logger().setLevel(logging.WARNING)

    def downloader(address: str, path: str, _: object) -> None:
        received = receive(address, counter.check, _stay_encrypted)
        with Path(path).open("wb") as output, contextlib.closing(received):
            for chunk in received:
                output.write(chunk)
                counter.update(len(chunk))
            flush(output)

    for attempt in range(1, tries + 1):
        counter.begin(file)
        try:
            pooch.retrieve(
                file.address, f"md5:{file.md5}", file.name, folder, downloader=downloader
            )
        # pooch raises ValueError if the hash differs
        except (requests.RequestException, ValueError) as error:
            log.info("%s, try %d: %s", file.address, attempt, error)
            if attempt == tries:
                raise FetchError(
                    with_details(_not_fetched(file, counter.data_set, error), error)
                ) from error
            counter.cancel.wait(PAUSE_S * attempt)
        else:
            counter.end()
            return


def _check_address(address: str) -> None:
    if urlsplit(address).scheme != "https":
        raise FetchError(
            message(
                "{address} is not downloaded: only https addresses are allowed.", address=address
            )
        )


def _stay_encrypted(response: Any, *_: object, **__: object) -> None:
    """Reject a redirection away from https."""
    if response.is_redirect:
        _check_address(urljoin(response.url, response.headers["location"]))


def _not_fetched(file: RemoteFile, data_set: DataSet, error: Exception) -> Message:
    import requests

    if isinstance(error, ValueError) and not isinstance(error, requests.RequestException):
        reason = message("the file is not the one its authors published (its hash differs)")
    elif isinstance(error, requests.HTTPError) and error.response is not None:
        reason = message("the server answers {status}", status=error.response.status_code)
    elif isinstance(error, requests.Timeout):
        reason = message("the server does not answer")
    elif isinstance(error, requests.exceptions.SSLError):
        reason = message("the server's certificate is not trusted")
    elif isinstance(error, requests.ConnectionError):
        reason = message("there is no connection")
    else:
        reason = message("the connection was lost")

    return message(
        "{data} cannot be downloaded from {host}: {reason}. You can put the files {files} into "
        "{folder} by hand, or choose a folder that has them.",
        data=data_set.title,
        host=urlsplit(file.address).netloc,
        reason=reason,
        files=", ".join(data_set.file_names),
        folder=str(folder_of(data_set.name)),
    )


def _not_stored(error: OSError) -> Message:
    if error.errno == errno.ENOSPC:
        return message(
            "There is no space left in {folder}; nothing was kept.", folder=str(datasets_folder())
        )
    return message(
        "Data cannot be kept in {folder}: {reason}.",
        folder=str(datasets_folder()),
        reason=system_reason(error),
    )


def _settle(data_set: DataSet, folder: Path, counter: _Counter) -> None:
    """Move all files to their data sets' folders, an archive's other data sets included.

    A data set counts as available once its last file has arrived.
    """
    sources = {data_set.name: folder}
    if data_set.members:
        sources = _unpack_members(data_set, folder, counter)

    for name, source in sources.items():
        target = folder_of(name)
        expected = data_set.file_names if name == data_set.name else KNOWN[name].members
        with delayed():  # a signal leaves no half of a data set
            make_folder(target)
            for file in sorted(source.iterdir()):
                if file.is_file() and file.name in expected:
                    file.replace(target / file.name)


def _unpack_members(data_set: DataSet, folder: Path, counter: _Counter) -> dict[str, Path]:
    """Unpack the archive for all missing data sets that share it; return their folders by name."""
    (archive,) = data_set.files
    missing = [
        known
        for known in KNOWN.values()
        if known.files == data_set.files and not is_available(known.name)
    ]
    sharing = (data_set, *missing)
    sources = {known.name: folder / known.name for known in sharing}
    members = {name: sources[known.name] / name for known in sharing for name in known.members}
    _unpack(folder / archive.name, archive.folder, members, counter)
    return sources


def _unpack(archive: Path, folder: str, members: dict[str, Path], counter: _Counter) -> None:
    """Unpack the given members of a zip, none larger than allowed.

    Each is read to its end, where zipfile checks its sum.
    """
    try:
        with zipfile.ZipFile(archive) as packed:
            for name, path in members.items():
                path.parent.mkdir(exist_ok=True)
                with packed.open(f"{folder}/{name}") as source, path.open("wb") as sink:
                    for chunk in _chunks(source):
                        counter.check()
                        sink.write(chunk)
                    flush(sink)
    except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise FetchError(
            message("{file} is not the expected archive.", file=archive.name)
        ) from error


def _chunks(source: Any) -> Iterator[bytes]:
    count = 0
    with contextlib.closing(source):
        while chunk := source.read(CHUNK_BYTES):
            count += len(chunk)
            if count > MAX_UNPACKED:
                raise zipfile.BadZipFile
            yield chunk
