"""A job that reads or writes files for long: it reports its progress and can be cancelled."""

import threading
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from core.cancellation import CancelledError, shares_reported_to
from core.messages import Message
from gui.background.jobs import JobQueue, can_be_called

Result = TypeVar("Result")


class LongJob:
    """One job, which is finished at closing if that takes no longer than `MAX_FINISHING_S`.

    Its progress is asked for, since the thread that works must not wait for the window.

    Args:
        purpose: names it, for the log if it cannot be finished at closing.
    """

    def __init__(self, purpose: str) -> None:
        self._purpose = purpose
        self._share: float | None = None
        self._is_cancelled = threading.Event()
        self._is_over = False

    @property
    def share(self) -> float | None:
        """The share that is done, 0 to 1; None while it waits for other jobs, or is over."""
        return None if self._is_over else self._share

    @property
    def is_over(self) -> bool:
        """Whether it has ended, in any way."""
        return self._is_over

    def cancel(self) -> None:
        """Have the work end soon, without a result; what is complete by then has one."""
        self._is_cancelled.set()

    def submit(
        self,
        jobs: JobQueue,
        work: Callable[[], Result],
        on_result: Callable[[Result], None],
        on_error: Callable[[Message], None],
        on_cancelled: Callable[[], None],
    ) -> None:
        """Do the work in a queue; then call one of the three functions in the GUI thread."""

        def finish(result: Result) -> None:
            self._is_over = True
            if can_be_called(on_result):
                on_result(result)

        def fail(reason: Message) -> None:
            self._is_over = True
            if self._is_cancelled.is_set():
                if can_be_called(on_cancelled):
                    on_cancelled()
            elif can_be_called(on_error):
                on_error(reason)

        jobs.submit(
            partial(self._do, work),
            finish,
            fail,
            must_finish=True,
            is_wanted=lambda: not self._is_cancelled.is_set(),
            purpose=self._purpose,
        )

    def _do(self, work: Callable[[], Result]) -> Result:
        """Do the work, in the job's thread, unless it was cancelled while it waited."""
        if self._is_cancelled.is_set():
            raise CancelledError
        self._report(0.0)
        with shares_reported_to(self._report):
            return work()

    def _report(self, share: float) -> None:
        self._share = share
