"""Known data sets are fetched from where their makers publish them: over https, each file checked by its hash.

They are gathered in a folder of their own beside the one where they belong, and go there only once
all are whole.
"""

import contextlib
import errno
import logging
import shutil
import tempfile
import threading
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from core.config.catalogue import KNOWN, DataSet, RemoteFile
from core.data.folders import folder_of, is_available
from core.errors import DataError
from core.files import sweep
from core.locations import datasets_folder
from core.messages import Message, message, with_details

TRIES = 3
PAUSE_S = 1.0  # before the second try; twice as long before the third
PATIENCE_S = 15.0  # for an answer, and for each further piece
PIECE = 1 << 16
MAX_UNPACKED = 1 << 28  # bytes; EMNIST's largest member has 180 million pixels
LEFTOVER_S = 24 * 3600.0
MAX_TIMES_LARGER = (
    4  # than the size listed, which says only about how large a file is; its hash decides
)

log = logging.getLogger(__name__)


class FetchError(DataError):
    """A data set that cannot be fetched."""


class FetchCancelledError(FetchError):
    """The user did not want it any more; nothing of it is left."""

    def __init__(self) -> None:
        super().__init__(message("Cancelled; nothing was kept."))


@dataclass(frozen=True)
class Fetched:
    """How far it is: bytes that have come, of how many, about."""

    done: int
    total: int


Progress = Callable[[Fetched], None]


def fetchable() -> tuple[str, ...]:
    """The names of the data sets that can be fetched."""
    return tuple(name for name, known in KNOWN.items() if known.files)


def fetch(
    data_set: DataSet,
    progress: Progress = lambda _: None,
    cancel: threading.Event | None = None,
    tries: int = TRIES,
) -> Path:
    """Fetch a data set unless it is at hand; the folder in which it lies then. From any thread.

    Args:
        data_set: one that has `files`.
        progress: called often, from the calling thread.
        cancel: once it is set, fetching ends soon, and nothing is left of it.
        tries: how often each file is asked for.

    Raises:
        FetchError: if it cannot be had or stored; the message says what can be done instead.
        FetchCancelledError: after `cancel`.
    """
    folder = folder_of(data_set.name)
    if is_available(data_set.name):
        return folder
    try:
        datasets_folder().mkdir(parents=True, exist_ok=True)
        sweep(datasets_folder(), f".{data_set.name}-*", LEFTOVER_S)
        _check_room(data_set)
        with tempfile.TemporaryDirectory(
            prefix=f".{data_set.name}-", dir=datasets_folder()
        ) as place:
            counter = _Counter(data_set, progress, cancel or threading.Event())
            for file in data_set.files:
                _fetch_file(file, Path(place), counter, tries)
            _settle(data_set, Path(place), counter)
    except OSError as error:
        raise FetchError(_not_stored(error)) from error
    return folder


class _Counter:
    """Adds up what has come; pooch takes it for a progress bar. Says so, or ends it all if the user wants that."""

    def __init__(self, data_set: DataSet, progress: Progress, cancel: threading.Event) -> None:
        self.data_set, self._progress, self.cancel = data_set, progress, cancel
        self.total = 0  # set by pooch: the length that the server announces
        self._before, self._now, self._size = 0, 0, 0

    def begin(self, file: RemoteFile) -> None:
        """Another file, or the same once more."""
        self.check()
        self._now, self._size = 0, file.size

    def end(self) -> None:
        """The file is whole."""
        self._before += self._size

    def update(self, count: int) -> None:
        """So many more bytes have come."""
        self.check()
        self._now += count
        if self._now > self._size * MAX_TIMES_LARGER + PIECE:
            raise FetchError(
                message("{data} is larger than it should be.", data=self.data_set.title)
            )
        come = min(self._now, self._size)  # pooch counts the last piece as a whole one
        self._progress(Fetched(self._before + come, self.data_set.size))

    def reset(self) -> None:
        """Called by pooch before it tells the whole length."""
        self._now = 0

    def close(self) -> None:
        """Called by pooch at the end of a file."""

    def check(self) -> None:
        """End it if the user wants that."""
        if self.cancel.is_set():
            raise FetchCancelledError


def _check_room(data_set: DataSet) -> None:
    needed = data_set.size * (
        2 if data_set.members else 1
    )  # an archive, and what is taken out of it
    free = shutil.disk_usage(datasets_folder()).free
    if free < needed:
        raise FetchError(
            message(
                "{data} needs {needed} MB while it is fetched, but only {free} MB are free in {folder}.",
                data=data_set.title,
                needed=megabytes(needed),
                free=megabytes(free),
                folder=str(datasets_folder()),
            )
        )


def megabytes(count: int) -> int:
    """Bytes in millions, upwards."""
    return -(-count // 10**6)


def _fetch_file(file: RemoteFile, place: Path, counter: _Counter, tries: int) -> None:
    import pooch
    import requests

    _check_address(file.address)
    pooch.get_logger().setLevel(logging.WARNING)
    downloader = pooch.HTTPDownloader(
        progressbar=counter,
        chunk_size=PIECE,
        timeout=PATIENCE_S,
        hooks={"response": _stay_encrypted},
    )
    for attempt in range(1, tries + 1):
        counter.begin(file)
        try:
            pooch.retrieve(file.address, f"md5:{file.md5}", file.name, place, downloader=downloader)
        except (
            requests.RequestException,
            ValueError,
        ) as error:  # the latter from pooch: another hash
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
            message("{address} is not fetched: only https addresses are.", address=address)
        )


def _stay_encrypted(response: Any, *_: object, **__: object) -> None:
    """Refuse to be led away from https."""
    if response.is_redirect:
        _check_address(urljoin(response.url, response.headers["location"]))


def _not_fetched(file: RemoteFile, data_set: DataSet, error: Exception) -> Message:
    import requests

    if isinstance(error, ValueError) and not isinstance(error, requests.RequestException):
        reason = message("what came is not what its makers published (another hash)")
    elif isinstance(error, requests.HTTPError) and error.response is not None:
        reason = message("the server answers {status}", status=error.response.status_code)
    elif isinstance(error, requests.Timeout):
        reason = message("the server does not answer")
    elif isinstance(error, requests.exceptions.SSLError):
        reason = message("the server's certificate is not trusted")
    elif isinstance(error, requests.ConnectionError):
        reason = message("there is no connection")
    else:
        reason = message("the connection broke off")
    return message(
        "{data} cannot be fetched from {host}: {reason}. You can put the files {files} into {folder} by hand, "
        "or choose a folder that has them.",
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
    reason = error.strerror or str(error)
    return message(
        "Data cannot be kept in {folder}: {reason}.", folder=str(datasets_folder()), reason=reason
    )


def _settle(data_set: DataSet, place: Path, counter: _Counter) -> None:
    """All files go where they belong, those of an archive's other data sets too; the last makes a data set whole."""
    arrived = {data_set.name: place}
    if data_set.members:
        (archive,) = data_set.files
        sharing = [
            each
            for each in KNOWN.values()
            if each.files == data_set.files and not is_available(each.name)
        ]
        arrived = {each.name: place / each.name for each in (data_set, *sharing)}
        wanted = {
            name: arrived[each.name] / name
            for each in (data_set, *sharing)
            for name in each.members
        }
        _unpack(place / archive.name, archive.folder, wanted, counter)
    for name, source in arrived.items():
        target = folder_of(name)
        target.mkdir(exist_ok=True)
        for file in sorted(source.iterdir()):
            if file.is_file() and file.name in (
                data_set.file_names if name == data_set.name else KNOWN[name].members
            ):
                file.replace(target / file.name)


def _unpack(archive: Path, folder: str, wanted: dict[str, Path], counter: _Counter) -> None:
    """Only these members of a zip, none larger than it may be; each is read to its end, where its sum is checked."""
    try:
        with zipfile.ZipFile(archive) as packed:
            for name, path in wanted.items():
                path.parent.mkdir(exist_ok=True)
                with packed.open(f"{folder}/{name}") as source, path.open("wb") as sink:
                    for piece in _pieces(source):
                        counter.check()
                        sink.write(piece)
    except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise FetchError(
            message("{file} is not the archive it should be.", file=archive.name)
        ) from error


def _pieces(source: Any) -> Iterator[bytes]:
    count = 0
    with contextlib.closing(source):
        while piece := source.read(PIECE):
            count += len(piece)
            if count > MAX_UNPACKED:
                raise zipfile.BadZipFile
            yield piece
