"""The folder of a run that is being recorded: locked, and written to whatever takes its place."""

import errno
import os
from contextlib import ExitStack
from pathlib import Path

from core.remote_paths import open_unlinked, refuse_remote_link
from core.storage.layout import MAX_DESCRIPTION_BYTES, RUN_FILE, lock_of
from core.trees import pinned_as_named, real_as_named

LOCK_WAIT_S = 1.0  # another process may be testing the lock


class RecordedFolder:
    """A run's folder, which one process holds while it writes to it.

    Attributes:
        path: where the user looks for it.
        there: leads to the held folder, whatever another process puts in its place.
    """

    def __init__(self, path: Path) -> None:
        self.path = self.there = path
        self._lock = lock_of(path)
        self._open = ExitStack()  # the folder, as long as the lock is held
        self._place = ""  # where it really is
        self._status: os.stat_result | None = None  # what the held folder is

    @property
    def is_held(self) -> bool:
        """Whether this object holds it."""
        return self._lock.is_locked

    def hold(self) -> None:
        """Lock the folder that is at the path.

        Raises:
            OSError: if there is none, or it cannot be locked; `LockedError` if another process has.
        """
        refuse_remote_link(self.path)
        real_as_named(self.path)  # raises if it is gone; the lock would make a new one
        self._lock.acquire(LOCK_WAIT_S)
        try:
            self.there = self._open.enter_context(pinned_as_named(self.path))
            self._status = os.stat(self.there)
        except BaseException:
            self.release()
            raise
        self._place = os.path.realpath(self.path)

    def release(self) -> None:
        """Release the folder and its lock."""
        self._open.close()
        self._lock.release()

    def check(self) -> None:
        """Raise an `OSError` if something else is there by now, where the user would look."""
        if not self._is_there():
            self._check_no_link()
            raise FileExistsError(errno.EEXIST, "another folder is there", str(self.path))

    def follow(self, description: bytes | None) -> None:
        """Hold what is at the path by now, if that is the same run.

        So it is on a drive that was pulled out and plugged in again, or brought back as a copy. A
        folder of another owner is never the same run, nor one with another description.

        Args:
            description: the `run.json` that was last written; None if none was.

        Raises:
            OSError: if something else is there, or it cannot be locked; the held folder stays held.
        """
        if self._is_there():
            return
        self._check_no_link()
        with ExitStack() as opened:
            there = opened.enter_context(pinned_as_named(self.path))
            with open_unlinked(there / RUN_FILE) as file:
                is_same = file.read(MAX_DESCRIPTION_BYTES + 1) == description
            status, held = os.stat(there), self._status
            if not is_same or held is None or status.st_uid != held.st_uid:
                raise FileExistsError(errno.EEXIST, "another run is there", str(self.path))
            lock = lock_of(there).acquire(LOCK_WAIT_S)
            self.release()
            self.there, self._lock, self._open = there, lock, opened.pop_all()
            self._status = status

    def _is_there(self) -> bool:
        """Return whether the held folder is at the path; raise an `OSError` if nothing is."""
        status = os.stat(self.path)
        try:
            os.stat(self.there)
        except OSError:  # its drive was pulled out; another one may have the same number by now
            return False
        is_same = self._status is not None and os.path.samestat(status, self._status)
        return is_same and os.path.realpath(self.path) == self._place

    def _check_no_link(self) -> None:
        if os.path.realpath(self.path) != self._place:
            raise OSError(errno.ELOOP, "a link has taken its place", str(self.path))
