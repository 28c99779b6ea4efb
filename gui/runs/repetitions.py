"""Kept runs trained again, out of sight, in a thread of their own."""

import threading
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from core.lifecycle.repeat_result import Repetition
from core.machine.processor import work_in_background
from core.run.events import Event
from gui.background.generator_job import GeneratorJob
from gui.background.jobs import JobQueue
from gui.background.threads import Background


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

    def __init__(self, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = JobQueue(background, self)
        self._stop = threading.Event()
        self._steps = GeneratorJob(self._jobs)

    def start(self, folder: Path) -> None:
        """Train the run in this folder again, as far as it came or to the first difference."""
        self.cancel()
        self._stop = threading.Event()
        self._steps.start(_steps(folder, self._stop), self._on_step, _nothing, self.failed.emit)

    def cancel(self) -> None:
        """Give up; nothing more is said of it."""
        self._stop.set()
        self._steps.cancel()

    def _on_step(self, step: Event | Repetition) -> None:
        if isinstance(step, Repetition):
            self.cancel()
            self.ended.emit(step)
        else:
            self.progressed.emit(step)


def _nothing() -> None:
    """For a generator whose last step says that it ends."""


def _steps(folder: Path, stop: threading.Event) -> Iterator[Event | Repetition]:
    """Yield the steps; for the job thread only, since loading torch takes long."""
    from core.lifecycle import repeat as repeating

    work_in_background()
    yield from repeating.repeat(repeating.original(folder), stop)
