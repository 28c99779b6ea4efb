"""Careful reading and writing of files that others may have prepared.

What is read is an ordinary file of limited size, never a pipe or a device. What is written appears
at its path as a whole or not at all. It is first written to a file with a random name in the same
folder; no link is followed on the way, so that no other file can be overwritten.
"""

import errno
import json
import math
import os
import re
import secrets
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from io import BufferedReader, FileIO
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

from core.errors import FileError, NotReadableError, not_readable, system_reason
from core.interruption import delayed, unfinished
from core.locks import hold
from core.messages import message
from core.trees import leads_elsewhere

AnyPath = TypeVar("AnyPath")
Opened = TypeVar("Opened", bound=BinaryIO)

MAX_INTEGER_DIGITS = 18  # longer integers may not fit into 64 bits
MAX_REAL = 1e100  # far beyond 32 bits; sums and differences of smaller numbers are finite

TEMPORARY_NAME = re.compile(r"\.inkling-[0-9a-f]{16}\.tmp")

# Windows has none of the last three, and translates line ends unless told not to.
_PLAIN_FLAGS = sum(
    getattr(os, name, 0)
    for name in ("O_BINARY", "O_NOINHERIT", "O_CLOEXEC", "O_NOCTTY", "O_NONBLOCK")
)
_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)


def is_link(path: Path | str) -> bool:
    """Return whether the path is a link, or a junction on Windows; False if it cannot be read."""
    try:
        return leads_elsewhere(os.lstat(path))
    except (OSError, ValueError):
        return False


def refuse_link(path: Path) -> None:
    """Refuse to write, or to delete anything, through a link.

    Raises:
        OSError: if the path is a link.
    """
    if is_link(path):
        raise OSError(errno.ELOOP, f"{path.name} is a link", str(path))


def make_folder(folder: Path) -> None:
    """Create a folder unless it exists, within one that exists.

    Raises:
        OSError: if it cannot be created, or is a link.
    """
    refuse_link(folder)
    folder.mkdir(exist_ok=True)


@contextmanager
def replacement(path: Path) -> Iterator[BinaryIO]:
    """Yield a new file that replaces the one at `path` when the block ends.

    If the block raises anything, or a signal ends the process, the path is left unchanged and
    nothing remains. A link at `path` is replaced, not followed. A file that is replaced passes on
    its permissions.

    Raises:
        OSError: if the file cannot be written.
    """
    temporary = path.with_name(f".inkling-{secrets.token_hex(8)}.tmp")
    with unfinished(temporary):
        descriptor = _create(temporary)
        with os.fdopen(descriptor, "w+b") as file:
            hold(descriptor)
            yield file
            flush(file)
            _keep_permissions(path, file.fileno())
        temporary.replace(path)


def _create(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | _NO_FOLLOW | _PLAIN_FLAGS, 0o666)


def _keep_permissions(path: Path, descriptor: int) -> None:
    with suppress(OSError):  # there is no such file, or its file system has no permissions
        status = os.lstat(path)
        if stat.S_ISREG(status.st_mode) and hasattr(os, "fchmod"):
            os.fchmod(descriptor, status.st_mode & 0o777)


def replace_file(path: Path, content: bytes) -> None:
    """Replace the file by `content` at once, or leave it unchanged; see `replacement`.

    Raises:
        OSError: if it cannot be written.
    """
    with replacement(path) as file:
        file.write(content)


def flush(file: BinaryIO) -> None:
    """Have the disk hold what was written to a file, even if the power fails; or raise OSError."""
    file.flush()
    os.fsync(file.fileno())


def append_to_file(path: Path, text: str) -> None:
    """Append to a file, which is created if it is missing; under its other names it stays as it is.

    Raises:
        OSError: if it cannot be written, is a link, or is no ordinary file.
    """
    refuse_link(path)  # where the system has no O_NOFOLLOW
    descriptor = _open_own(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | _NO_FOLLOW)
    with os.fdopen(descriptor, "ab") as file:
        file.write(text.encode())
        flush(file)  # a checkpoint must not outlive the lines before it


def open_to_change(path: Path, *, is_made: bool) -> FileIO:
    """Open an ordinary file for reading and writing, unbuffered, of several names only this one.

    Args:
        is_made: whether it is made if it is missing.

    Raises:
        OSError: if it cannot be opened, is a link, or is no ordinary file.
    """
    refuse_link(path)  # where the system has no O_NOFOLLOW
    flags = os.O_RDWR | _NO_FOLLOW | (os.O_CREAT if is_made else 0)
    return FileIO(_open_own(path, flags), "r+")


def open_file(path: Path, *, follows_links: bool = True) -> BufferedReader:
    """Open an ordinary file for reading; never wait for a pipe, nor touch a device.

    The file is checked before it is opened and once more when it is open, since it may have been
    swapped in between.

    Raises:
        OSError: if it cannot be opened, or is no ordinary file.
    """
    if not follows_links:
        refuse_link(path)
    _check_ordinary(path, _status(path))
    flags = os.O_RDONLY | (0 if follows_links else _NO_FOLLOW)
    return os.fdopen(_open_ordinary(path, flags), "rb")


def _open_own(path: Path, flags: int) -> int:
    """Return the descriptor of a file for writing; one that has other names too is copied first.

    They may be in a backup that shares what has not changed, or somebody else's.
    """
    descriptor = _open_ordinary(path, flags)
    if os.fstat(descriptor).st_nlink <= 1:
        return descriptor
    os.close(descriptor)
    with open_file(path, follows_links=False) as shared, replacement(path) as own:
        shutil.copyfileobj(shared, own)
        flush(own)

    descriptor = _open_ordinary(path, flags & ~os.O_CREAT)
    if os.fstat(descriptor).st_nlink > 1:  # it was given another name at once
        os.close(descriptor)
        raise OSError(errno.EMLINK, os.strerror(errno.EMLINK), str(path))
    return descriptor


def _open_ordinary(path: Path, flags: int) -> int:
    """Return the descriptor of a file, which is closed again if it is no ordinary one."""
    descriptor = os.open(path, flags | _PLAIN_FLAGS, 0o666)
    try:
        _check_ordinary(path, os.fstat(descriptor))
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


def _status(path: Path) -> os.stat_result:
    """Return the status of a file; a name that no system accepts is an `OSError` as well."""
    try:
        return os.stat(path)
    except ValueError as error:  # a zero byte, half of a surrogate pair
        raise OSError(errno.EINVAL, str(error), str(path)) from error


class _NoFileError(OSError):
    """Something other than an ordinary file: a folder, a pipe, a socket or a device."""


def _check_ordinary(path: Path, status: os.stat_result) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise _NoFileError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if not stat.S_ISREG(status.st_mode):
        raise _NoFileError(errno.EINVAL, "not an ordinary file", str(path))


def write_error(folder: Path) -> str | None:
    """Return why nothing can be written in `folder`, or None; create it if it is missing."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        try_to_write(folder)
    except OSError as error:
        return system_reason(error)
    except ValueError as error:  # a name that no system accepts
        return str(error)
    return None


def try_to_write(folder: Path) -> None:
    """Write a file into the folder, which exists, and delete it.

    Raises:
        OSError: if nothing can be written there.
    """
    with delayed(), tempfile.TemporaryFile(dir=folder):
        pass


def read_file(path: Path, max_bytes: int) -> bytes:
    """Return the content of a file of at most `max_bytes` bytes.

    Raises:
        FileError: if it cannot be read, is no ordinary file, or is larger.
    """
    return read_opened(path, open_file, max_bytes)


def read_opened(path: AnyPath, opened: Callable[[AnyPath], BinaryIO], max_bytes: int) -> bytes:
    """Return the content of a file of at most `max_bytes` bytes that `opened` opens.

    Raises:
        FileError: if it cannot be read, is no ordinary file, or is larger; `NotReadableError` if
            it exists and may be sound.
    """
    with opened_to_read(path, opened) as file:
        if len(content := file.read(max_bytes + 1)) > max_bytes:
            raise too_large(path, max_bytes)
    return content


@contextmanager
def opened_to_read(path: AnyPath, opened: Callable[[AnyPath], Opened]) -> Iterator[Opened]:
    """Open a file by `opened`; reading it in the block raises these errors as well.

    Raises:
        FileError: if it cannot be read, or is no ordinary file; `NotReadableError` if it exists and
            may be sound.
    """
    try:
        file = opened(path)
        with file:
            yield file
    except _NoFileError as error:
        raise FileError(message("{file} is not a file.", file=str(path))) from error
    except (FileNotFoundError, NotADirectoryError) as error:
        raise FileError(not_readable(path, error)) from error
    except OSError as error:
        raise NotReadableError(not_readable(path, error)) from error


def too_large(path: AnyPath, max_bytes: int) -> FileError:
    """Return the error that a file is larger than it may be."""
    return FileError(
        message(
            "{file} is larger than the {most} bytes it may have.", file=str(path), most=max_bytes
        )
    )


def parse_json(text: str | bytes) -> Any:
    """Parse a JSON text that this program could have written.

    Raises:
        ValueError: if it is no JSON, is nested too deeply, or holds a number that is not finite or
            is larger than any count or measurement.
    """
    try:
        return json.loads(text, parse_float=_finite, parse_constant=_finite, parse_int=_bounded)
    except RecursionError as error:
        raise ValueError("nested too deep") from error


def reason_of(error: Exception) -> str:
    """Return what is wrong with a file's content, from the error of reading it; no full stop."""
    from pydantic import ValidationError  # a tenth of a second before the window's first sign

    if isinstance(error, ValidationError):
        first = error.errors()[0]
        return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"[:200]
    if isinstance(error, KeyError):
        return f"{error.args[0]} is missing"
    return (
        str(error).splitlines()[0].removesuffix(".")[:200] if str(error) else type(error).__name__
    )


def _finite(number: str) -> float:
    value = float(number)
    if not math.isfinite(value):
        raise ValueError(f"{number[:20]} is not a finite number")
    if abs(value) > MAX_REAL:
        raise ValueError(f"{number[:20]} is too large a number")
    return value


def _bounded(number: str) -> int:
    if len(number) > MAX_INTEGER_DIGITS:
        raise ValueError(f"{number[:20]}... is too large a number")
    return int(number)
