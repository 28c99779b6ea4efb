"""Trains kept runs again in the background, in a thread of their own."""

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from core.lifecycle.repeat_result import Repetition, sentence
from core.machine.processor import begin_computing
from core.messages import Message, message
from core.run.control import Stop
from core.run.events import Event
from gui.background.generator_job import GeneratorJob
from gui.background.jobs import JobQueue
from gui.background.threads import Background


class Repetitions(QObject):
    """Repeats one run at a time; a new repetition cancels the former.

    Signals:
        progressed(object): an event of the training.
        ended(object): a `Repetition`: its result.
        failed(object): a `Message` with the reason why the run cannot be repeated.
        concluded(object): a `Message`: the result in a sentence, or why there is none; after
            `ended` or `failed`.
    """

    progressed = Signal(object)
    ended = Signal(object)
    failed = Signal(object)
    concluded = Signal(object)

    def __init__(self, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = JobQueue(background, self)
        self._stop = Stop()
        self._steps = GeneratorJob(self._jobs)

    def start(self, folder: Path) -> None:
        """Train the run in this folder again, up to its last epoch or to the first difference."""
        self.cancel()
        self._stop = Stop()
        self._steps.start(_steps(folder, self._stop), self._on_step, _nothing, self._on_failed)

    def cancel(self) -> None:
        """Cancel the repetition; it emits no more signals."""
        self._stop.set()
        self._steps.cancel()

    def _on_step(self, step: Event | Repetition) -> None:
        if isinstance(step, Repetition):
            self.cancel()
            self.ended.emit(step)
            self.concluded.emit(sentence(step))
        else:
            self.progressed.emit(step)

    def _on_failed(self, reason: Message) -> None:
        self.failed.emit(reason)
        self.concluded.emit(message("The repetition has failed: {reason}", reason=reason))


def _nothing() -> None:
    """Do nothing: the last step of the generator reports its end."""


def _steps(folder: Path, stop: Stop) -> Iterator[Event | Repetition]:
    """Yield the steps; for the job thread only, since loading torch takes long."""
    from core.lifecycle import repeat as repeating

    begin_computing(gives_way=True)
    yield from repeating.repeat(repeating.original(folder), stop)
