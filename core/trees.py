"""Folders with all that is in them, however deep: deleting and measuring them.

`shutil.rmtree` and `os.walk` fail at a depth of about a thousand, with an error that is no
`OSError`. Here one folder is open at a time and the way back leads through its `..`, so neither
Python's recursion nor the number of open files nor the length of a path limits the depth. No link
is followed.
"""

import errno
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from core.owners import Ownership

MAX_MEASURED = 1_000_000  # entries of a folder that are measured; a run's has some hundred

_JUNCTION = 0xA0000003  # Windows' tag of a folder that stands for another one
_OPEN_FILES = "/proc/self/fd"  # Linux' paths of the files and folders that this process has open
_FOLDER_FLAGS = os.O_RDONLY | sum(
    getattr(os, name, 0) for name in ("O_DIRECTORY", "O_NOFOLLOW", "O_CLOEXEC")
)
_HAS_DESCRIPTORS = os.scandir in os.supports_fd and (
    {os.open, os.stat, os.unlink, os.rmdir} <= os.supports_dir_fd
)


def leads_elsewhere(status: os.stat_result) -> bool:
    """Return whether this is the status of a link, or of a junction on Windows."""
    return stat.S_ISLNK(status.st_mode) or getattr(status, "st_reparse_tag", 0) == _JUNCTION


def _is_folder(status: os.stat_result) -> bool:
    return stat.S_ISDIR(status.st_mode) and not leads_elsewhere(status)


def make_own_folder(folder: Path) -> os.stat_result:
    """Make a folder for this user alone, and return what it is.

    Raises:
        OSError: if it cannot be made, or another one has taken its place already.
    """
    folder.mkdir(0o700)
    position = _position(folder)
    try:
        status = position.status()
        is_mine = Ownership(folder.parent).is_mine(status)
        if not is_mine or next(position.entries(), None) is not None:
            raise _stale(folder)
    finally:
        position.close()
    return status


def _stale(path: Path) -> OSError:
    return OSError(errno.ESTALE, os.strerror(errno.ESTALE), str(path))


def check_is(path: Path, only: os.stat_result | None) -> os.stat_result:
    """Return what is at a path.

    Raises:
        OSError: if nothing is there, or not what is to be there, unless that is None.
    """
    status = os.lstat(path)
    check_same(status, only, path)
    return status


def check_same(status: os.stat_result, only: os.stat_result | None, path: Path) -> None:
    """Raise an `OSError` about a path if what was found is not what is to be there."""
    if only is not None and not os.path.samestat(status, only):
        raise _stale(path)


def delete_tree(
    path: Path, *, despite_errors: bool = False, only: os.stat_result | None = None
) -> None:
    """Delete a file, a link, or a folder with all that is in it.

    Args:
        despite_errors: go on after the first error, which is raised at the end.
        only: what is to be deleted, wherever it is by now; None for whatever is there.

    Raises:
        OSError: if something cannot be deleted, or another process has put something else there.
    """
    status = check_is(path, only)
    if not _is_folder(status):
        path.unlink()
        return

    with suppress(OSError):  # an empty folder can be deleted even if it may not be opened
        path.rmdir()
        return
    position = _position(path)
    try:
        if not os.path.samestat(position.status(), status):
            raise _stale(path)
        deletion = _Deletion(position, despite_errors)
        deletion.run()
    finally:
        position.close()
    if deletion.failures:
        raise deletion.failures[0]
    path.rmdir()


class _Deletion:
    """All that is in a folder, being deleted.

    Attributes:
        failures: the errors so far, if it goes on despite errors.
    """

    def __init__(self, position: "_Position", despite_errors: bool) -> None:
        self._position = position
        self._goes_on = despite_errors
        self.failures: list[OSError] = []

    def run(self) -> None:
        """Delete all of it.

        Raises:
            OSError: at the first error, unless it goes on despite errors.
        """
        position = self._position
        waiting = [self._delete_files()]  # for each folder on the way, the folders in it
        while True:
            if waiting[-1]:
                name = waiting[-1].pop()
                with suppress(OSError):  # it is not empty
                    position.remove_empty(name)
                    continue
                if self._succeeds(position.enter, name):
                    waiting.append(self._delete_files())
            elif len(waiting) > 1:
                waiting.pop()
                self._succeeds(position.remove_empty, position.leave())
            else:
                return

    def _delete_files(self) -> list[str]:
        """Delete the files of the folder at the position; return the names of the folders in it."""
        entries: list[tuple[str, int | None]] = []
        try:
            entries.extend(self._position.entries())
        except OSError as error:
            self._fail(error)
        for name, size in entries:
            if size is not None:
                self._succeeds(self._position.unlink, name)
        return [name for name, size in entries if size is None]

    def _succeeds(self, action: Callable[[str], None], name: str) -> bool:
        """Return whether an action succeeds; that something is gone already is no failure."""
        try:
            action(name)
        except FileNotFoundError:  # another process deletes it as well
            return False
        except OSError as error:
            self._fail(error)
            return False
        return True

    def _fail(self, error: OSError) -> None:
        if not self._goes_on:
            raise error
        self.failures.append(error)


@contextmanager
def pinned(folder: Path) -> Iterator[Path]:
    """Yield a path that leads to a folder whatever another process puts in its place meanwhile.

    Where the system has no such paths, it is the folder's own. Such a path leads there already.

    Raises:
        OSError: if there is no such folder, or it is a link.
    """
    if is_open_path(folder):
        yield folder
        return
    if leads_elsewhere(os.lstat(folder)):
        raise OSError(errno.ELOOP, f"{folder.name} is a link", str(folder))
    if not os.path.isdir(_OPEN_FILES):
        yield folder
        return
    descriptor = os.open(folder, _FOLDER_FLAGS)
    try:
        yield Path(_OPEN_FILES, str(descriptor))
    finally:
        os.close(descriptor)


def is_open_path(path: Path) -> bool:
    """Return whether a path is one of those that `pinned` yields, for this process alone."""
    return path.parent == Path(_OPEN_FILES)


def real_as_named(folder: Path) -> Path:
    """Return a folder, of a link the one behind it, if that has the same name.

    So a run may lie behind a link, but another folder is none because a link takes its place.

    Raises:
        OSError: if there is none, or the link leads to one of another name.
    """
    is_link = leads_elsewhere(os.lstat(folder))
    real = Path(os.path.realpath(folder)) if is_link else folder
    if real.name != folder.name:
        raise OSError(errno.ELOOP, f"{folder.name} is a link", str(folder))
    return real


@contextmanager
def pinned_as_named(folder: Path) -> Iterator[Path]:
    """Yield a path like `pinned`, of a link that of the folder behind it; see `real_as_named`.

    Raises:
        OSError: if there is no such folder.
    """
    with pinned(real_as_named(folder)) as there:
        yield there


def flush_folder(folder: Path) -> None:
    """Have the disk hold which names are in a folder, as far as it can, if the power fails."""
    with suppress(OSError):  # Windows opens no folder, and not every file system can
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def size_of(path: Path) -> int:
    """Return the bytes in a file, or in all files of a folder; 0 if it is missing.

    What cannot be read counts 0, and so does what comes after `MAX_MEASURED` entries.
    """
    try:
        status = os.lstat(path)
        if not _is_folder(status):
            return status.st_size
        position = _position(path)
    except (OSError, ValueError):
        return 0
    try:
        return _size_of_content(position)
    finally:
        position.close()


def _size_of_content(position: "_Position") -> int:
    total = measured = 0
    waiting: list[list[str]] = []  # for each folder on the way to the position, those in it
    while True:
        # the folder that was just entered
        inner = []
        with suppress(OSError):
            for name, size in position.entries():
                if size is None:
                    inner.append(name)
                total += size or 0
                measured += 1
                if measured >= MAX_MEASURED:
                    return total
        waiting.append(inner)

        if not _enter_next(position, waiting):
            return total


def _enter_next(position: "_Position", waiting: list[list[str]]) -> bool:
    """Enter the next folder that waits, here or on the way back; return whether there is one."""
    while waiting:
        while waiting[-1]:
            with suppress(OSError):
                position.enter(waiting[-1].pop())
                return True
        waiting.pop()
        if waiting:
            try:
                position.leave()
            except OSError:
                return False
    return False


class _Position:
    """A folder in a tree, and the way that led to it; where systems have no descriptors, a path.

    Raises:
        OSError: here and from the methods, if the folder or an entry cannot be used.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder
        os.listdir(folder)

    def close(self) -> None:
        """Free what is open."""

    def status(self) -> os.stat_result:
        """Return what the folder is."""
        return os.stat(self._opened())

    def entries(self) -> Iterator[tuple[str, int | None]]:
        """Yield the names in the folder with their bytes; None for a folder."""
        with os.scandir(self._opened()) as entries:
            for entry in entries:
                with suppress(FileNotFoundError):  # another process deletes it as well
                    status = entry.stat(follow_symlinks=False)
                    yield entry.name, None if _is_folder(status) else status.st_size

    def _opened(self) -> Path | int:
        return self._path

    def enter(self, name: str) -> None:
        """Make a folder in it the position."""
        inner = self._path / name
        if leads_elsewhere(os.lstat(inner)):
            raise OSError(errno.ELOOP, "a link", str(inner))
        os.listdir(inner)
        self._path = inner

    def leave(self) -> str:
        """Make the folder around it the position; return the name of the one that was left."""
        name, self._path = self._path.name, self._path.parent
        return name

    def unlink(self, name: str) -> None:
        """Delete a file or a link."""
        (self._path / name).unlink()

    def remove_empty(self, name: str) -> None:
        """Delete a folder that is empty."""
        (self._path / name).rmdir()


class _OpenPosition(_Position):
    """The same, with the folder open; the path is that of the tree."""

    def __init__(self, folder: Path) -> None:
        self._path = folder
        self._descriptor = os.open(folder, _FOLDER_FLAGS)
        self._way: list[tuple[str, tuple[int, int]]] = []  # names, and what the folders around are

    def close(self) -> None:
        os.close(self._descriptor)

    def _opened(self) -> int:
        return self._descriptor

    def enter(self, name: str) -> None:
        inner = os.open(name, _FOLDER_FLAGS, dir_fd=self._descriptor)
        try:
            around = os.stat("..", dir_fd=inner)  # fails if there would be no way back
        except OSError:
            os.close(inner)
            raise
        self._way.append((name, (around.st_dev, around.st_ino)))
        self._move_to(inner)

    def leave(self) -> str:
        around = os.open("..", _FOLDER_FLAGS, dir_fd=self._descriptor)
        self._move_to(around)
        name, expected = self._way.pop()
        status = os.fstat(around)
        if (status.st_dev, status.st_ino) != expected:  # another process has moved the folder
            raise _stale(self._path)
        return name

    def _move_to(self, descriptor: int) -> None:
        os.close(self._descriptor)
        self._descriptor = descriptor

    def unlink(self, name: str) -> None:
        os.unlink(name, dir_fd=self._descriptor)

    def remove_empty(self, name: str) -> None:
        os.rmdir(name, dir_fd=self._descriptor)


def _position(folder: Path) -> _Position:
    return _OpenPosition(folder) if _HAS_DESCRIPTORS else _Position(folder)
