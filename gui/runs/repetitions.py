"""Kept runs trained again, out of sight, in a thread of their own."""

import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from core.lifecycle.repeat_result import Repetition
from core.machine.processor import work_in_background
from core.messages import Message
from core.run.events import Event
from gui.background.jobs import JobQueue


class Repetitions(QObject):
    """One run at a time; whoever asks for another gives the former up.

    Signals:
        progressed(object): an event of the training.
        ended(object): a `Repetition`: what came of it.
        failed(object): a `Message` that says why nothing can come of it.
    """

    progressed = Signal(object)
    ended = Signal(object)
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = JobQueue(self)
        self._stop = threading.Event()
        self._going: object | None = None

    def start(self, folder: Path) -> None:
        """Train the run in this folder again, as far as it came or to the first difference."""
        self.cancel()
        self._stop = threading.Event()
        steps = _steps(folder, self._stop)
        self._going = steps
        self._ask_for(steps, lambda: next(steps, None))

    def cancel(self) -> None:
        """Give up; nothing more is said of it."""
        self._stop.set()
        self._going = None

    def close(self) -> None:
        """Give up, and wait for the thread."""
        self.cancel()
        self._jobs.close()

    def _ask_for(self, going: object, step: Callable[[], Event | Repetition | None]) -> None:
        self._jobs.submit(
            step, partial(self._on_step, going, step), partial(self._on_failed, going)
        )

    def _on_failed(self, going: object, reason: Message) -> None:
        if going is self._going:
            self.cancel()
            self.failed.emit(reason)

    def _on_step(
        self,
        going: object,
        step: Callable[[], Event | Repetition | None],
        happened: Event | Repetition | None,
    ) -> None:
        if going is not self._going:
            return
        if isinstance(happened, Repetition):
            self.cancel()
            self.ended.emit(happened)
        elif happened is not None:
            self.progressed.emit(happened)
            self._ask_for(going, step)


def _steps(folder: Path, stop: threading.Event) -> Iterator[Event | Repetition]:
    """Run in the errands' thread only, where torch may take its time to load."""
    from core.lifecycle import repeat as repeating

    work_in_background()
    yield from repeating.repeat(repeating.original(folder), stop)
