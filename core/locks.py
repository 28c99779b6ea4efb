"""Locks between processes, which end with the process that holds them, however it ends.

Most systems lock an open file or folder itself, so that nothing is left over. Where a file system
has no locks, as on some network drives, everything works without them.
"""

import errno
import os
import stat
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Self

from core.file_presence import is_missing

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

# of file systems without locks
NO_LOCKS = (errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOLCK)
WAIT_S, POLL_S = 3.0, 0.01  # a small file is read and written within some milliseconds
LOCK_NAME = ".inkling-0000000000000000.tmp"  # where a folder cannot be locked: a temporary file
_FOLDER_FLAGS = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_CLOEXEC", 0)
_LOCK_FLAGS = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOINHERIT", 0)
_CAREFUL_FLAGS = sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC"))
_PROBE_FLAGS = os.O_RDONLY | _CAREFUL_FLAGS


@contextmanager
def exclusive(folder: Path, wait_s: float = WAIT_S) -> Iterator[None]:
    """Let no other process be in such a block for the same folder at the same time.

    So of two windows that each read a small file, change a part of it and write it again, none
    loses the change of the other one.

    Args:
        wait_s: how long to wait for another process in its block, in seconds.

    Raises:
        TimeoutError: if it stays there for longer.
    """
    if sys.platform == "win32":
        with _exclusive_by_file(folder, wait_s):
            yield
        return

    descriptor = _opened(folder)
    try:
        if descriptor is not None:
            _wait_for(descriptor, folder, wait_s)
        yield
    finally:
        if descriptor is not None:
            os.close(descriptor)


@contextmanager
def exclusive_if_possible(folder: Path, wait_s: float = WAIT_S) -> Iterator[None]:
    """Like `exclusive`, but go on where another process stays in its block for longer."""
    with ExitStack() as stack:
        with suppress(TimeoutError):
            stack.enter_context(exclusive(folder, wait_s))
        yield


@contextmanager
def _exclusive_by_file(folder: Path, wait_s: float) -> Iterator[None]:
    """Lock a file in the folder, since Windows opens no folder; it is deleted afterwards.

    Nobody deletes the file while another one waits for it: Windows deletes no open file.

    Raises:
        TimeoutError: as `exclusive`.
    """
    file = folder / LOCK_NAME
    descriptor = _opened_lock(file, folder)
    if descriptor is None:
        yield
        return

    is_locked = False
    try:
        _wait_for(descriptor, folder, wait_s)
        is_locked = True
        yield
    finally:
        if is_locked:
            _unlock(descriptor)
        os.close(descriptor)
        with suppress(OSError):  # somebody else has it open
            os.unlink(file)


def _opened_lock(file: Path, folder: Path) -> int | None:
    """Open the file to be locked; return None where there can be none.

    Such a folder is missing, or cannot be written, and so is not changed by others either.

    Raises:
        TimeoutError: if a file that another process has deleted does not go.
    """
    deadline = time.monotonic() + WAIT_S
    while True:
        try:
            if not _may_be_opened(file):
                return None
            return os.open(file, _LOCK_FLAGS, 0o600)
        except PermissionError:  # also of a file that goes once the last process has closed it
            if is_missing(file):
                return None
        except OSError:
            return None
        if time.monotonic() > deadline:
            raise _in_use(folder)
        time.sleep(POLL_S)


def _may_be_opened(file: Path) -> bool:
    """Return whether a path is free or that of an ordinary file; delete a link that lies there.

    A link may lead to another machine, or to a file that is not Inkling's.

    Raises:
        OSError: if a link cannot be deleted.
    """
    try:
        status = os.lstat(file)
    except FileNotFoundError:
        return True
    if stat.S_ISLNK(status.st_mode) or getattr(status, "st_reparse_tag", 0) != 0:
        os.unlink(file)
        return True
    return stat.S_ISREG(status.st_mode)


def _opened(folder: Path) -> int | None:
    try:
        return os.open(folder, _FOLDER_FLAGS)
    except OSError:  # missing, or one that may not be listed
        return None


def _wait_for(descriptor: int, folder: Path, wait_s: float) -> None:
    deadline = time.monotonic() + wait_s
    while not _is_taken(descriptor):
        if time.monotonic() > deadline:
            raise _in_use(folder)
        time.sleep(POLL_S)


def _is_taken(descriptor: int) -> bool:
    """Take the lock; return False if another process has it, True where there are no locks."""
    try:
        if sys.platform == "win32":
            os.lseek(descriptor, 0, os.SEEK_SET)  # the bytes from the position on are locked
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):  # the second on Windows and some file systems
        return False
    except OSError:
        pass
    return True


def _unlock(descriptor: int) -> None:
    """Release a lock before the file is closed: the system itself may do so only after a while."""
    if sys.platform == "win32":
        with suppress(OSError):  # where there are no locks
            os.lseek(descriptor, 0, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)


def _in_use(path: Path) -> "LockedError":
    return LockedError(errno.ETIMEDOUT, "another program is using it", str(path))


def hold(descriptor: int) -> None:
    """Show other processes that an open file or folder is in use, until it is closed.

    Not on Windows: there a lock keeps others from reading, and an open file is not deleted anyway.
    """
    if sys.platform != "win32":
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


class LockedError(TimeoutError):
    """Another process has the lock."""


class FileLock:
    """A lock on a file, which one process holds at a time; the system frees it at its end.

    The file stays, and nothing is written to it. Where its file system has no locks, whoever asks
    holds it. Another thread may release it.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._descriptor: int | None = None

    @property
    def is_locked(self) -> bool:
        """Whether it is held by this object."""
        return self._descriptor is not None

    def acquire(self, wait_s: float = 0.0) -> Self:
        """Take the lock, unless it is held already; return this object, for a `with`.

        Args:
            wait_s: how long to wait for another process that has it, in seconds.

        Raises:
            LockedError: if another process has it for longer.
            OSError: if the file cannot be opened, or is no ordinary file.
        """
        deadline = time.monotonic() + wait_s
        while not (self.is_locked or self._takes()):
            if time.monotonic() >= deadline:
                raise _in_use(self._file)
            time.sleep(POLL_S)
        return self

    def _takes(self) -> bool:
        """Take the lock; return False if another process has it, or has just left the file."""
        check_lock_file(self._file)  # where the system has no O_NOFOLLOW
        descriptor = os.open(self._file, _LOCK_FLAGS | _CAREFUL_FLAGS, 0o666)
        try:
            # who had it may have deleted or moved the file before it was taken here
            if _is_taken(descriptor) and _is_at(descriptor, self._file):
                self._descriptor, descriptor = descriptor, -1
        finally:
            if descriptor >= 0:
                os.close(descriptor)
        return self.is_locked

    def release(self) -> None:
        """Leave the lock to other processes, if it is held."""
        if self._descriptor is not None:
            descriptor, self._descriptor = self._descriptor, None
            _unlock(descriptor)
            os.close(descriptor)

    def __enter__(self) -> Self:
        """Take the lock; see `acquire`."""
        return self.acquire()

    def __exit__(self, *_error: object) -> None:
        """Release it."""
        self.release()

    def __del__(self) -> None:
        """Release it: nobody else can any more."""
        self.release()


def _is_at(descriptor: int, file: Path) -> bool:
    """Return whether an open file is the one at a path."""
    if sys.platform == "win32":  # no open file is deleted or moved there
        return True
    try:
        return os.path.samestat(os.fstat(descriptor), os.lstat(file))
    except FileNotFoundError:
        return False


def check_lock_file(file: Path) -> None:
    """Check that a lock is an ordinary file, or missing.

    Earlier versions wrote who has it into the file, where the file system has no locks.

    Raises:
        OSError: if it is anything else.
    """
    with suppress(FileNotFoundError):
        if not stat.S_ISREG(os.lstat(file).st_mode):
            raise OSError(errno.EINVAL, f"{file.name} is not a lock", str(file))
