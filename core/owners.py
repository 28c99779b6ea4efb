"""Whose something is: the user's own, or somebody else's who may write to the same folder."""

import os
import sys
import tempfile
from contextlib import suppress
from functools import cached_property
from pathlib import Path


class Ownership:
    """Tells what in a folder belongs to the user of this process, as far as the system knows.

    On a share that maps owners, what the user makes may belong to another one, from then on. Whom,
    a file tells that is made there once that matters.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def is_mine(self, status: os.stat_result) -> bool:
        """Return whether something in the folder is the user's.

        Raises:
            OSError: if no file can be made there to find out.
        """
        if sys.platform == "win32" or status.st_uid == os.geteuid():
            return True
        return status.st_uid == self._owner_of_new

    @cached_property
    def _owner_of_new(self) -> int:
        with tempfile.TemporaryFile(dir=self._folder) as file:
            return os.fstat(file.fileno()).st_uid


def is_mine_or_of(path: Path, other: Path) -> bool:
    """Return whether something is the user's, or belongs to whom another file belongs.

    Returns:
        False where that cannot be found out.
    """
    try:
        status = os.lstat(path)
        with suppress(FileNotFoundError):
            if status.st_uid == os.lstat(other).st_uid:
                return True
        return Ownership(path.parent).is_mine(status)
    except OSError:
        return False
