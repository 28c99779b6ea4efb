"""Cancelling the reading of data, which may take minutes.

The readers ask after each block or picture whether whoever waits for the data still wants them.
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


_is_cancelled: ContextVar[Callable[[], bool]] = ContextVar("is_cancelled", default=_never)


@contextmanager
def cancelled_by(is_cancelled: Callable[[], bool]) -> Iterator[None]:
    """Let what is read within the block, in this thread, be cancelled.

    Args:
        is_cancelled: returns whether the data are no longer wanted.
    """
    token = _is_cancelled.set(is_cancelled)
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
