"""Cancelling the reading of data, which may take minutes, and its progress.

The readers ask after each block or picture whether whoever waits for the data still wants them.
Only pictures can take long altogether, so their reader alone reports how many it has read.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from core.errors import DataError
from core.messages import message


class ReadingCancelledError(DataError):
    """The data are no longer wanted."""

    def __init__(self) -> None:
        super().__init__(message("Reading the data was cancelled."))


def _never() -> bool:
    return False


def _ignore(_done: int, _total: int) -> None:
    pass


_is_cancelled: ContextVar[Callable[[], bool]] = ContextVar("is_cancelled", default=_never)
_report: ContextVar[Callable[[int, int], None]] = ContextVar("report", default=_ignore)


@contextmanager
def cancelled_by(is_cancelled: Callable[[], bool]) -> Iterator[None]:
    """Let what is read within the block, in this thread, be cancelled.

    A block around it still cancels, too.

    Args:
        is_cancelled: returns whether the data are no longer wanted.
    """
    around = _is_cancelled.get()
    token = _is_cancelled.set(lambda: around() or is_cancelled())
    try:
        yield
    finally:
        _is_cancelled.reset(token)


def check_cancelled() -> None:
    """Go on unless the data are no longer wanted.

    Raises:
        ReadingCancelledError: if they are not.
    """
    if _is_cancelled.get()():
        raise ReadingCancelledError


@contextmanager
def progress_reported_to(report: Callable[[int, int], None]) -> Iterator[None]:
    """Report the progress of what is read within the block, in this thread.

    Args:
        report: gets how many pictures are read, and how many there are; called for each of them.
    """
    token = _report.set(report)
    try:
        yield
    finally:
        _report.reset(token)


def report_progress(done: int, total: int) -> None:
    """Report how many of the pictures are read."""
    _report.get()(done, total)
