"""Requests of which only the newest counts, as of a view that follows what the user does."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from core.cancellation import CancelledError, check_cancelled
from core.messages import Message
from gui.background.jobs import JobQueue, can_be_called

Result = TypeVar("Result")

_CANCELLED = object()  # the result of a job that nobody waited for


@dataclass(frozen=True, eq=False)
class _Request:
    work: Callable[[], Any]
    on_result: Callable[[Any], None]
    on_error: Callable[[Message], None] | None
    topic: object
    source: object


class LatestJob:
    """One request at a time in a queue; of those made meanwhile only the newest is done next."""

    def __init__(self, jobs: JobQueue) -> None:
        self._jobs = jobs
        self._running: _Request | None = None
        self._newest: _Request | None = None  # not answered yet; the running one, or the next

    @property
    def is_running(self) -> bool:
        """Whether a job is under way, cancelled or not."""
        return self._running is not None

    def request(
        self,
        work: Callable[[], Result],
        on_result: Callable[[Result], None],
        on_error: Callable[[Message], None] | None = None,
        topic: object = None,
        source: object = None,
    ) -> None:
        """Do `work` now, or next if a job is under way, whose answer is dropped then.

        The arguments are those of `JobQueue.submit`. Data that a job reads whose answer is dropped
        are read no further.

        Args:
            topic: what the answer is about. The answer to an older request about the same still
                counts, so that something is shown even if requests come faster than answers.
            source: the data that are read, if any; see `core.data.folders.source_of`. They are read
                to the end for an older request if this one needs them as well, instead of from
                their beginning again.
        """
        self._newest = _Request(work, on_result, on_error, topic, source)
        if self._running is None:
            self._start_newest()

    def cancel(self) -> bool:
        """Drop the job under way and the request that waits; return whether there was any."""
        is_dropped = self._newest is not None
        self._newest = None
        return is_dropped

    def _start_newest(self) -> None:
        self._running = request = self._newest
        if request is not None:
            self._jobs.submit(
                partial(_work_if_wanted, request),
                partial(self._on_result, request),
                partial(self._on_error, request),
                is_wanted=partial(self._is_wanted, request),
            )

    def _on_result(self, request: _Request, result: object) -> None:
        if result is _CANCELLED:
            self._answer(request, None)
        elif self._counts(request) and can_be_called(request.on_result):
            self._answer(request, partial(request.on_result, result))
        else:
            self._answer(request, None)

    def _on_error(self, request: _Request, reason: Message) -> None:
        show: Callable[[Message], None] = self._jobs.report
        if request.on_error is not None and can_be_called(request.on_error):
            show = request.on_error
        self._answer(request, partial(show, reason) if self._counts(request) else None)

    def _counts(self, request: _Request) -> bool:
        newest = self._newest
        if newest is None:
            return False
        return newest is request or (newest.topic is not None and newest.topic == request.topic)

    def _is_wanted(self, request: _Request) -> bool:
        """Return whether anybody waits for what the request reads; called in the job's thread."""
        newest = self._newest
        if newest is None or not can_be_called(newest.on_result):
            return False
        shares_source = newest.source is not None and newest.source == request.source
        return shares_source or self._counts(request)

    def _answer(self, request: _Request, answer: Callable[[], None] | None) -> None:
        """Give the answer, which may request more; then go on with the newest request."""
        self._running = None
        if self._newest is request:
            self._newest = None

        try:
            if answer is not None:
                answer()
        finally:
            if self._running is None:
                self._start_newest()


def _work_if_wanted(request: _Request) -> Any:
    try:
        check_cancelled()  # the answer may have been dropped while the job waited in the queue
        return request.work()
    except CancelledError:
        return _CANCELLED
