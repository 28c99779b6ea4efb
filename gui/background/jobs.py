"""Small work away from the GUI thread: reading run folders, weighing results, moving things to the bin."""

import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, QThread, Signal, Slot

from core.errors import InklingError
from core.messages import Message, message, with_details

Result = TypeVar("Result")

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Job:
    work: Callable[[], Any]
    on_result: Callable[[Any], None]
    on_error: Callable[[], None] | None
    must_finish: bool


class _Worker(QThread):
    """Does one errand after the other until there is None to do.

    Signals:
        done(object, object): the errand and its result, or the `InklingError` that it ended with.
    """

    done = Signal(object, object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.setObjectName("jobs")
        self.waiting: SimpleQueue[_Job | None] = SimpleQueue()

    def run(self) -> None:
        """Called by Qt in the new thread."""
        while (job := self.waiting.get()) is not None:
            try:
                result = job.work()
            except InklingError as error:
                result = error
            except (
                Exception
            ) as error:  # whatever it is, the next errand is done and the user is told
                log.exception("an errand failed")
                text = message(
                    "Something failed: {reason}", reason=f"{type(error).__name__}: {error}"
                )
                result = InklingError(with_details(text, error))
            self.done.emit(job, result)


class JobQueue(QObject):
    """A queue of functions that are called one after the other in a thread of their own.

    Signals:
        failed(object): a `Message` that says what an errand could not do.
    """

    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = _Worker(self)
        self._worker.done.connect(self._on_done)
        self._is_closed = False

    def submit(
        self,
        work: Callable[[], Result],
        on_result: Callable[[Result], None],
        on_error: Callable[[], None] | None = None,
        must_finish: bool = False,
    ) -> None:
        """Call `work` in the thread and afterwards `then` with its result in this one; from the GUI thread.

        If `work` fails, `on_error` is called in place of `then`, after `failed` was emitted. A
        method of a widget that is gone by on_result, such as a closed dialog, is not called. What
        `must_finish` is also done, without `then`, when everything is closed.
        """
        if self._is_closed:
            return
        if not self._worker.isRunning():
            self._worker.start()
        self._worker.waiting.put(_Job(work, on_result, on_error, must_finish))

    def close(self) -> None:
        """Do only what must not be lost; waits for it."""
        self._is_closed = True
        kept = []
        with suppress(Empty):
            while True:
                kept.append(self._worker.waiting.get_nowait())
        for job in kept:
            if job is not None and job.must_finish:
                self._worker.waiting.put(job)
        self._worker.waiting.put(None)
        if self._worker.isRunning():
            self._worker.wait()

    @Slot(object, object)
    def _on_done(self, job: _Job, result: object) -> None:
        if self._is_closed:
            return
        if isinstance(result, InklingError):
            text: Message = result.message
            self.failed.emit(text)
            if job.on_error is not None and is_there(job.on_error):
                job.on_error()
        elif is_there(job.on_result):
            job.on_result(result)


def is_there(call: Callable[..., object]) -> bool:
    """Whether something can still be called: it is no method of a Qt object that was deleted."""
    owner = getattr(call.func if isinstance(call, partial) else call, "__self__", None)
    return not isinstance(owner, QObject) or shiboken6.isValid(owner)
