"""Whether a file is there, where that decides what is written or deleted.

`os.path.lexists` also returns False if the system cannot tell, as on a network drive that fails for
a moment.
"""

import errno
import os
import stat
import time
from collections.abc import Callable
from pathlib import Path

NEW_S = 60.0  # what was written more recently may belong to a copy or run that is just beginning

_NOWHERE = (errno.ELOOP, errno.ENAMETOOLONG)  # of paths at which nothing can be


def is_missing(path: Path) -> bool:
    """Return whether nothing is at the path, not even a link; False if the system cannot tell."""
    try:
        return is_free(path)
    except OSError:
        return False


def is_free(path: Path) -> bool:
    """Return whether nothing is at the path, not even a link.

    A search for a free name needs the error: where the system cannot tell, no name is free.

    Raises:
        OSError: if the system cannot tell.
    """
    try:
        os.lstat(path)
    except (FileNotFoundError, NotADirectoryError, ValueError):  # a name that no system accepts
        return True
    except OSError as error:
        if error.errno in _NOWHERE:
            return True
        raise
    return False


def written_ns(path: Path) -> int:
    """Return when a file was last written, in ns; 0 if it is missing or the system cannot tell."""
    try:
        return os.lstat(path).st_mtime_ns
    except OSError:
        return 0


def is_new(path: Path) -> bool:
    """Return whether a file or folder was written within the last `NEW_S` seconds.

    What writes it, as a program that copies, may not be done. True if the system cannot tell.
    """
    try:
        written_s = os.stat(path).st_mtime
    except OSError:
        return True
    return abs(time.time() - written_s) <= NEW_S  # the clock may have been set back


def is_file(path: Path) -> bool:
    """Return whether an ordinary file, or a link to one, is at the path.

    Raises:
        OSError: if the system cannot tell.
    """
    return _is(path, stat.S_ISREG)


def is_folder(path: Path) -> bool:
    """Return whether a folder, or a link to one, is at the path.

    Raises:
        OSError: if the system cannot tell.
    """
    return _is(path, stat.S_ISDIR)


def _is(path: Path, is_kind: Callable[[int], bool]) -> bool:
    try:
        return is_kind(os.stat(path).st_mode)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return False
    except OSError as error:
        if error.errno in _NOWHERE:
            return False
        raise


def names_in(folder: Path) -> list[str]:
    """Return the names in a folder, none if there is no folder.

    Raises:
        OSError: if the system cannot tell.
    """
    try:
        return os.listdir(folder)
    except (FileNotFoundError, NotADirectoryError):
        return []
