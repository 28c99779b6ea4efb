"""Locks between processes, which end with the process that holds them, however it ends.

Most systems lock an open file or folder itself, so that nothing is left over. Where a file system
has no locks, as on some network drives, everything works without them.
"""

import errno
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

if sys.platform != "win32":
    import fcntl

WAIT_S, POLL_S = 3.0, 0.01  # a small file is read and written within some milliseconds
LOCK_NAME = ".inkling-0000000000000000.tmp"  # where a folder cannot be locked: a temporary file
_FOLDER_FLAGS = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_CLOEXEC", 0)
_PROBE_FLAGS = os.O_RDONLY | sum(
    getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC")
)


@contextmanager
def exclusive(folder: Path) -> Iterator[None]:
    """Let no other process be in such a block for the same folder at the same time.

    So of two windows that each read a small file, change a part of it and write it again, none
    loses the change of the other one.

    Raises:
        TimeoutError: if another process is in its block for longer than `WAIT_S`.
    """
    if sys.platform == "win32":
        with _exclusive_by_file(folder):
            yield
        return

    descriptor = _opened(folder)
    try:
        if descriptor is not None:
            _wait_for(descriptor, folder)
        yield
    finally:
        if descriptor is not None:
            os.close(descriptor)


@contextmanager
def _exclusive_by_file(folder: Path) -> Iterator[None]:
    """Lock a file in the folder, which is deleted afterwards."""
    lock = FileLock(folder / LOCK_NAME)
    try:
        with suppress(PermissionError):  # a folder that can only be read is not changed either
            lock.acquire(timeout=WAIT_S, poll_interval=POLL_S)
    except Timeout as error:
        raise _in_use(folder) from error
    try:
        yield
    finally:
        lock.release()


def _opened(folder: Path) -> int | None:
    try:
        return os.open(folder, _FOLDER_FLAGS)
    except OSError:  # missing, or one that may not be listed
        return None


def _wait_for(descriptor: int, folder: Path) -> None:
    deadline = time.monotonic() + WAIT_S
    while not _is_taken(descriptor):
        if time.monotonic() > deadline:
            raise _in_use(folder)
        time.sleep(POLL_S)


def _is_taken(descriptor: int) -> bool:
    """Take the lock; return False if another process has it, True where there are no locks."""
    if sys.platform != "win32":
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except (BlockingIOError, PermissionError):  # some file systems report the second
            return False
        except OSError:
            pass
    return True


def _in_use(folder: Path) -> TimeoutError:
    return TimeoutError(errno.ETIMEDOUT, "another program is using the folder", str(folder))


def hold(descriptor: int) -> None:
    """Show other processes that an open file or folder is in use, until it is closed."""
    _is_taken(descriptor)


@contextmanager
def held_folder(folder: Path) -> Iterator[None]:
    """Show other processes that a folder is in use during the block."""
    descriptor = _opened(folder) if sys.platform != "win32" else None
    try:
        if descriptor is not None:
            hold(descriptor)
        yield
    finally:
        if descriptor is not None:
            os.close(descriptor)


def is_held(path: Path) -> bool:
    """Return whether a process that lives holds a file or folder.

    On Windows none is ever held; an open file cannot be deleted there.
    """
    if sys.platform == "win32":
        return False
    try:
        descriptor = os.open(path, _PROBE_FLAGS)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return True
    except OSError:
        return False
    finally:
        os.close(descriptor)
    return False
