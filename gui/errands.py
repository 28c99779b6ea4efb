"""Small work away from the GUI thread: reading run folders, weighing results, moving things to the bin."""

import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QThread, Signal, Slot

from core.messages import InklingError, Message, message

Result = TypeVar("Result")

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Errand:
    work: Callable[[], Any]
    then: Callable[[Any], None]


class _Worker(QThread):
    """Does one errand after the other until there is None to do.

    Signals:
        done(object, object): the errand and its result, or the `InklingError` that it ended with.
    """

    done = Signal(object, object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.setObjectName("errands")
        self.waiting: SimpleQueue[_Errand | None] = SimpleQueue()

    def run(self) -> None:
        """Called by Qt in the new thread."""
        while (errand := self.waiting.get()) is not None:
            try:
                result = errand.work()
            except InklingError as error:
                result = error
            except Exception as error:  # whatever it is, the next errand is done and the user is told
                log.exception("an errand failed")
                result = InklingError(message("Something failed: {reason}", reason=f"{type(error).__name__}: {error}"))
            self.done.emit(errand, result)


class Errands(QObject):
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

    def do(self, work: Callable[[], Result], then: Callable[[Result], None]) -> None:
        """Call `work` in the thread and afterwards `then` with its result in this one; from the GUI thread."""
        if self._is_closed:
            return
        if not self._worker.isRunning():
            self._worker.start()
        self._worker.waiting.put(_Errand(work, then))

    def close(self) -> None:
        """Do nothing more; waits for the errand in hand."""
        self._is_closed = True
        with suppress(Empty):
            while True:
                self._worker.waiting.get_nowait()
        self._worker.waiting.put(None)
        if self._worker.isRunning():
            self._worker.wait()

    @Slot(object, object)
    def _on_done(self, errand: _Errand, result: object) -> None:
        if self._is_closed:
            return
        if isinstance(result, InklingError):
            text: Message = result.message
            self.failed.emit(text)
        else:
            errand.then(result)
