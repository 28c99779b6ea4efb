"""Deleting runs: never one that a process is training, and no half of one is listed as a run."""

import errno
import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from core.errors import RunFolderError, system_reason
from core.file_presence import is_folder, is_missing
from core.files import is_link
from core.locks import NO_LOCKS, FileLock, LockedError
from core.messages import message
from core.storage.layout import LOCK_FILE, RUN_FILE, is_locked, lock_of
from core.storage.ownership import unfinished_import
from core.trees import check_is, check_same, delete_tree, pinned

ATTEMPTS = 5  # to delete a folder in which something new appears meanwhile
_FULL = (errno.ENOSPC, errno.EDQUOT)
# something else is called like the lock, the folder is read-only, or gone, or no lock can be made
_NO_LOCK = (errno.EINVAL, errno.EISDIR, errno.EROFS, errno.ENOENT, *_FULL)
_NO_MOVE = (errno.EXDEV, *_FULL)  # the first of what an image of a container holds


def not_deleted(path: Path, error: OSError) -> RunFolderError:
    """Return the error to raise where a run's folder, or a file of it, cannot be deleted."""
    return RunFolderError(
        message(
            "{folder} cannot be deleted: {reason}.", folder=str(path), reason=system_reason(error)
        )
    )


@contextmanager
def kept_unused(folder: Path) -> Iterator[FileLock]:
    """Keep other processes from training a run while the block deletes or moves it; yield its lock.

    Where the run's lock cannot be held, as in a folder that is read-only, it is only asked whether
    another process holds it. Where the file system has no locks, nobody can tell.

    Raises:
        RunFolderError: if another process is training the run, or its lock cannot be read.
    """
    try:
        if is_locked(folder):
            raise _in_use(folder)
    except OSError as error:
        # something else that is called like the lock is none
        if error.errno not in (errno.EINVAL, *NO_LOCKS):
            raise not_deleted(folder, error) from error
    lock = lock_of(folder)
    # Windows moves no folder in which a file is open; a link's run belongs to another folder
    if sys.platform == "win32" or not _is_own_folder(folder):
        yield lock
        return

    try:
        with suppress(PermissionError):
            lock.acquire()
    except LockedError as error:
        raise _in_use(folder) from error
    except OSError as error:
        if error.errno not in _NO_LOCK:
            raise not_deleted(folder, error) from error
    try:
        yield lock
    finally:
        lock.release()


def _is_own_folder(folder: Path) -> bool:
    """Return whether a path is that of a folder, and no link to one.

    Raises:
        RunFolderError: if the system cannot tell.
    """
    try:
        return not is_link(folder) and is_folder(folder)
    except OSError as error:
        raise not_deleted(folder, error) from error


def _in_use(folder: Path) -> RunFolderError:
    return RunFolderError(
        message(
            "The run {run} is not deleted: another Inkling is training it. Stop it there first.",
            run=folder.name,
        )
    )


def delete(path: Path, only: os.stat_result | None = None) -> None:
    """Delete a run's folder, or one file of it, for good; of a link the link alone.

    Args:
        only: what is to be deleted; None for whatever is there.

    Raises:
        RunFolderError: if it cannot be deleted, or something else is there. What is already gone is
            no error.
    """
    try:
        delete_tree(path, only=only)
    except FileNotFoundError:
        pass
    except OSError as error:
        raise not_deleted(path, error) from error


def delete_run(folder: Path, only: os.stat_result | None = None) -> None:
    """Delete a run for good; of a link the link alone. What is already gone is no error.

    The folder is first moved aside in one step, so that no half of a run is ever listed. What a
    killed process leaves of it is cleaned up as unfinished imports are. If it cannot be deleted, it
    comes back under its name. Where it cannot be moved, as on a full disk, it is deleted in place.

    Args:
        only: what is to be deleted; None for whatever is there.

    Raises:
        RunFolderError: if another process is training the run, it cannot be deleted, or something
            else is there.
    """
    with kept_unused(folder) as lock:
        if not _is_own_folder(folder):
            delete(folder, only)
            return
        try:
            check_is(folder, only)
            _delete_own(folder, lock, only)
        except FileNotFoundError:
            pass
        except OSError as error:
            raise not_deleted(folder, error) from error


def _delete_own(folder: Path, lock: FileLock, only: os.stat_result | None) -> None:
    try:
        _delete_aside(folder, lock, only)
    except OSError as error:
        if error.errno not in _NO_MOVE:
            raise
        _delete_in_place(folder, lock, only)


def _delete_aside(folder: Path, lock: FileLock, only: os.stat_result | None) -> None:
    """Move a run aside and delete it there.

    Its lock is released before: nobody looks for it there, and NFS keeps files that are open.

    Raises:
        OSError, RunFolderError: if it cannot be moved or deleted.
    """
    with unfinished_import(folder.parent) as aside:
        moved = aside / folder.name
        folder.rename(moved)
        _bring_back_others(moved, folder, only)
        lock.release()
        _delete_or_bring_back(moved, folder)


def _delete_in_place(folder: Path, lock: FileLock, only: os.stat_result | None) -> None:
    """Delete a run where it is: its description first, so that it is none any more, its lock last.

    What a killed process leaves is listed as the rest of a run, which can be cleaned up.

    Raises:
        OSError: if not all of it can be deleted.
    """
    with pinned(folder) as there:
        status = os.stat(there)
        check_same(status, only, folder)
        for name in (RUN_FILE, *(name for name in os.listdir(there) if name != LOCK_FILE)):
            with suppress(FileNotFoundError):
                delete_tree(there / name)
        lock.release()
        delete_tree(folder, only=status)


def _bring_back_others(moved: Path, folder: Path, only: os.stat_result | None) -> None:
    """Move a folder that was moved aside back if it is not the one that is to be deleted.

    Its name may have been taken meanwhile; then it gets another one.

    Raises:
        OSError: if so.
    """
    try:
        check_is(moved, only)
    except OSError:
        for place in (folder, folder.with_name(f"{folder.name}-{secrets.token_hex(4)}")):
            with suppress(OSError):
                moved.rename(place)
                break
        raise


def _delete_or_bring_back(moved: Path, folder: Path) -> None:
    """Delete a run that was moved aside; move it back if not all of it can be deleted.

    Its folders are deleted first. One of them that is protected is the usual reason for a failure,
    and the run's own files are then still there. A link that another process has put in its place
    comes back, too. Once its description is gone, the rest is no run: that is cleaned up later.

    Raises:
        OSError: saying why it cannot be deleted; `RunFolderError` if it cannot come back either.
    """
    try:
        with pinned(moved) as there:
            for path in there.iterdir():
                if not is_link(path) and os.path.isdir(path):
                    delete_tree(path)
        _delete_while_written(moved)
    except FileNotFoundError:  # another process deletes it as well
        raise
    except OSError as error:
        if not is_link(moved) and is_missing(moved / RUN_FILE):
            raise not_deleted(moved, error) from error
        try:
            moved.rename(folder)
        except OSError:  # its name has been taken meanwhile
            raise not_deleted(moved, error) from error
        raise


def _delete_while_written(folder: Path) -> None:
    """Delete a folder in which another window may just be writing a name.

    Raises:
        OSError: if it cannot be deleted.
    """
    for left in reversed(range(ATTEMPTS)):
        try:
            delete_tree(folder)
        except OSError as error:
            if error.errno != errno.ENOTEMPTY or not left:
                raise
        else:
            break
