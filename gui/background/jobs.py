"""A queue of small work away from the GUI thread, such as reading run folders."""

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Signal, Slot

from core.cancellation import CancelledError, cancelled_by
from core.machine.processor import flush_denormals
from core.messages import Message
from gui.background.failures import message_for
from gui.background.threads import Background, BackgroundThread
from gui.process import unsaved

MAX_FINISHING_S = 2.0  # at closing, of each job that must finish and reads or computes

Result = TypeVar("Result")


@dataclass(frozen=True, eq=False)
class _Job:
    work: Callable[[], Any]
    on_result: Callable[[Any], None]
    on_error: Callable[[Message], None] | None
    is_wanted: Callable[[], bool] | None
    must_finish: bool
    purpose: str


@dataclass(frozen=True)
class _Failure:
    """Stands for the result of a job that raised.

    Attributes:
        is_cancelled: whether it did so because nobody waits for the data that it read.
    """

    reason: Message
    is_cancelled: bool


class _Worker(BackgroundThread):
    """Does one job after the other until it takes None from the queue.

    Signals:
        done(object, object): the job, and its result or a `_Failure`.
    """

    done = Signal(object, object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.setObjectName("jobs")
        self.waiting: SimpleQueue[_Job | None] = SimpleQueue()
        self._stopped_s: float | None = None  # when `stop` was called first, by `time.monotonic`
        self._unfinished: dict[_Job, None] = {}  # waiting ones that must finish, from `stop` on
        self._current: _Job | None = None
        self._began_s = 0.0  # when the current one began
        self._is_cut_short = False  # whether the current one, which must finish, is to end early

    def run(self) -> None:
        """Do the jobs, in the new thread."""
        while (job := self.waiting.get()) is not None:
            self._current, self._began_s, self._is_cut_short = job, time.monotonic(), False
            try:
                flush_denormals()  # before each job, since one of them may load torch
                with cancelled_by(partial(self._is_dropped, job)):
                    result = job.work()
            except Exception as error:  # the user is informed, and the next job is done
                is_cancelled = isinstance(error, CancelledError)
                result = _Failure(message_for(error, "a job"), is_cancelled)
                if job.must_finish and self._is_stopped:  # no window shows it any more
                    unsaved.log.warning("not done: %s: %s", job.purpose, result.reason)
            else:
                if self._is_cut_short:
                    unsaved.log.warning("not finished: %s", job.purpose)
            self._current = None
            self._unfinished.pop(job, None)
            self.done.emit(job, result)

    @property
    def _is_stopped(self) -> bool:
        return self._stopped_s is not None

    def _is_dropped(self, job: _Job) -> bool:
        """Return whether a job is to end where it reads or computes; called in the thread.

        What must finish may write even then, but it does not begin what may take long.
        """
        if self._is_stopped and not job.must_finish:
            return True
        if self._stopped_s is not None:
            since = max(self._stopped_s, self._began_s)
            self._is_cut_short = time.monotonic() - since >= MAX_FINISHING_S
            if self._is_cut_short:
                return True
        if job.is_wanted is not None:
            return not job.is_wanted()
        return not job.must_finish and not can_be_called(job.on_result)

    def stop(self) -> None:
        """Drop the waiting jobs, except those that must finish, and data that are being read."""
        if not self._is_stopped:
            self._stopped_s = time.monotonic()
        waiting = []
        with suppress(Empty):
            while True:
                waiting.append(self.waiting.get_nowait())

        kept = [job for job in waiting if job is not None and job.must_finish]
        self._unfinished.update(dict.fromkeys(kept))
        for job in kept:
            self.waiting.put(job)
        self.waiting.put(None)

    def unfinished(self) -> Sequence[str]:
        """Name the jobs that must finish and have not, the one under way first."""
        current = self._current
        jobs = dict.fromkeys([*([] if current is None else [current]), *self._unfinished])
        return [job.purpose for job in jobs if job.must_finish]


class JobQueue(QObject):
    """A queue of functions that are called one after the other in a thread of their own.

    Signals:
        failed(object): a `Message` for the message line.
    """

    failed = Signal(object)

    def __init__(self, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._worker = _Worker(self)
        self._worker.done.connect(self._on_done)

    def submit(
        self,
        work: Callable[[], Result],
        on_result: Callable[[Result], None],
        on_error: Callable[[Message], None] | None = None,
        *,
        must_finish: bool = False,
        is_wanted: Callable[[], bool] | None = None,
        purpose: str = "a job",
    ) -> None:
        """Call `work` in the thread, then `on_result` with its result in the GUI thread.

        Only the GUI thread may call this. A method of a deleted widget, such as a closed dialog,
        is not called any more, and data that are read for it are read no further.

        Args:
            on_error: called in place of `on_result` with the reason if `work` raises, and shows it;
                without it, `failed` does.
            must_finish: whether to do the work even if everything is closed first; `on_result` is
                not called then. Where it checks whether it is cancelled, it has `MAX_FINISHING_S`.
            is_wanted: whether anybody still waits for the result, asked in the thread while the
                work reads data or computes; by default whether `on_result` can be called, or
                always if the work must finish. Once it is False, the work fails with a
                `CancelledError`, which `on_error` gets, but not `failed`.
            purpose: names work that must finish, for the log if it cannot be done at closing.
        """
        if self._background.is_closed:
            return
        if not self._worker.isRunning():
            self._background.start(self._worker)
        self._worker.waiting.put(_Job(work, on_result, on_error, is_wanted, must_finish, purpose))

    def report(self, reason: Message) -> None:
        """Show in the message line why a job failed, for an `on_error` with no other way to."""
        self.failed.emit(reason)

    @Slot(object, object)
    def _on_done(self, job: _Job, result: object) -> None:
        if self._background.is_closed:
            return

        if not isinstance(result, _Failure):
            if can_be_called(job.on_result):
                job.on_result(result)
        elif job.on_error is not None and can_be_called(job.on_error):
            job.on_error(result.reason)
        elif not result.is_cancelled:
            self.report(result.reason)


def ignore_result(_result: object) -> None:
    """Do nothing with the result of a job; if the job fails, that is reported anyway."""


def can_be_called(function: Callable[..., object]) -> bool:
    """Return False for a method of a Qt object that was deleted."""
    owner = getattr(function.func if isinstance(function, partial) else function, "__self__", None)
    return not isinstance(owner, QObject) or shiboken6.isValid(owner)
