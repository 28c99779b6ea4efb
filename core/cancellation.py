"""Cancelling long work, such as reading data or writing a page, and its progress.

The work asks after each block, picture or layer whether anybody still waits for it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from core.errors import InklingError
from core.messages import message


class CancelledError(InklingError):
    """The result is no longer wanted.

    It is no `DataError`, since data that are not read to the end are not therefore missing.
    """

    def __init__(self) -> None:
        super().__init__(message("It was cancelled."))


def _never() -> bool:
    return False


def _ignore(_done: int, _total: int) -> None:
    pass


def _ignore_share(_share: float) -> None:
    pass


_is_cancelled: ContextVar[Callable[[], bool]] = ContextVar("is_cancelled", default=_never)
_report: ContextVar[Callable[[int, int], None]] = ContextVar("report", default=_ignore)
_report_share: ContextVar[Callable[[float], None]] = ContextVar(
    "report_share", default=_ignore_share
)


@contextmanager
def cancelled_by(is_cancelled: Callable[[], bool]) -> Iterator[None]:
    """Let what is done within the block, in this thread, be cancelled.

    A block around it still cancels, too.

    Args:
        is_cancelled: returns whether the result is no longer wanted.
    """
    around = _is_cancelled.get()
    token = _is_cancelled.set(lambda: around() or is_cancelled())
    try:
        yield
    finally:
        _is_cancelled.reset(token)


def check_cancelled() -> None:
    """Go on unless the result is no longer wanted.

    Raises:
        CancelledError: if it is not.
    """
    if _is_cancelled.get()():
        raise CancelledError


@contextmanager
def progress_reported_to(report: Callable[[int, int], None]) -> Iterator[None]:
    """Report the progress of reading pictures within the block, in this thread.

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


@contextmanager
def shares_reported_to(report: Callable[[float], None]) -> Iterator[None]:
    """Report the progress of writing or importing a file within the block, in this thread.

    Args:
        report: gets the share that is done, 0 to 1.
    """
    token = _report_share.set(report)
    try:
        yield
    finally:
        _report_share.reset(token)


@contextmanager
def part_of_work(index: int, count: int) -> Iterator[None]:
    """Let the shares that are reported within the block be those of one of `count` equal parts."""
    around = _report_share.get()
    with shares_reported_to(lambda share: around((index + share) / count)):
        yield


def go_on(share: float) -> None:
    """Report which share of the work is done, and go on unless the result is no longer wanted.

    Raises:
        CancelledError: if it is not.
    """
    _report_share.get()(share)
    check_cancelled()
