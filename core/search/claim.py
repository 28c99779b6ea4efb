"""The claim of a process on a search: two at once would train the same trial, and judge twice."""

from pathlib import Path

from core.errors import SearchError, system_reason
from core.files import refuse_link
from core.locks import FileLock, LockedError
from core.messages import message
from core.storage.ownership import CLAIM_SUFFIX


class Claim:
    """A lock on a search that is being trained; the system frees it at the end of the process.

    Args:
        journal: of the search, next to which the lock lies.
    """

    def __init__(self, journal: Path) -> None:
        self._file = journal.with_suffix(CLAIM_SUFFIX)
        self._lock = FileLock(self._file)

    def take(self) -> None:
        """Take the search, unless this claim has it already.

        Raises:
            SearchError: if another process has it, or the lock cannot be opened.
        """
        if self._lock.is_locked:
            return
        try:
            refuse_link(self._file.parent)
            self._lock.acquire()
        except LockedError as error:
            raise SearchError(
                message(
                    "Another Inkling is training this search; once it has stopped there, it can go "
                    "on here, or be deleted."
                )
            ) from error
        except OSError as error:
            raise SearchError(
                message(
                    "The lock of the search, {file}, cannot be used: {reason}.",
                    file=str(self._file),
                    reason=system_reason(error),
                )
            ) from error

    def give_up(self) -> None:
        """Leave the search to other processes."""
        self._lock.release()
