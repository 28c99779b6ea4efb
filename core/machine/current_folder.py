"""The current folder: it may be gone, or one of downloads, where libraries look for files."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_standing = threading.Lock()


def has_working_folder() -> bool:
    """Return whether the process's folder still exists; without it, oneMKL ends the process."""
    try:
        os.getcwd()
    except OSError:
        return False
    return True


@contextmanager
def standing_in_root() -> Iterator[None]:
    """Have the process stand in the root folder meanwhile, and with it all of its threads.

    Two threads do so one after the other. On Windows no folder can be returned to like this.

    Raises:
        OSError: if the process could not come back to its folder, which may not be read.
    """
    with _standing:
        here = os.open(os.curdir, getattr(os, "O_PATH", os.O_RDONLY))
        try:
            os.chdir("/")
            try:
                yield
            finally:
                os.fchdir(here)
        finally:
            os.close(here)
