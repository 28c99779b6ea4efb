"""One's own handwriting in the window: samples are kept, read, imported and exported as jobs."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from core.config.catalogue import DIGITS
from core.config.run import RunConfig
from core.data import handwriting
from core.data.handwriting import Imported, Sample
from core.data.ink import Ink
from core.messages import Message, message
from core.network.weights import Weights
from gui.background.jobs import JobQueue
from gui.drawing.predictors import Predictors
from gui.runs.moments import ShownNetwork


@dataclass(frozen=True)
class Score:
    """How many of one's samples a run reads right.

    Attributes:
        total: how many samples it read.
        interval: the bounds of its accuracy, 0 to 1, at 95 % confidence.
    """

    right: int
    total: int
    interval: tuple[float, float]


class Handwriting(QObject):
    """The samples in one folder.

    Signals:
        changed(): samples came or went.
        kept(int): a drawing is a sample of this class now.
        listed(object): all samples as a list, after `read`.
        scored(str, object): a run's `Score`, after `score`.
        reported(object): a `Message` about what was imported or exported.
        failed(object): a `Message` about what failed.
    """

    changed = Signal()
    kept = Signal(int)
    listed = Signal(object)
    scored = Signal(str, object)
    reported = Signal(object)
    failed = Signal(object)

    def __init__(self, jobs: JobQueue, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._folder = folder

    def keep(self, digit: Ink, label: int) -> None:
        """Keep a drawing as a sample of that class."""
        self._jobs.submit(lambda: handwriting.keep(self._folder, digit, label), self._on_kept)

    def _on_kept(self, sample: Sample) -> None:
        self.kept.emit(sample.label)
        self.changed.emit()

    def delete(self, chosen: Sequence[Sample]) -> None:
        """Delete samples."""
        self._jobs.submit(lambda: handwriting.delete(chosen), lambda _: self.changed.emit())

    def read(self) -> None:
        """Read all samples."""
        self._jobs.submit(lambda: handwriting.samples(self._folder), self._on_samples)

    def _on_samples(self, result: tuple[list[Sample], list[Message]]) -> None:
        samples, problems = result
        if problems:
            self.failed.emit(problems[0])
        self.listed.emit(samples)

    def import_from(self, source: Path) -> None:
        """Import the pictures below a folder."""
        self._jobs.submit(lambda: handwriting.import_from(source, self._folder), self._on_imported)

    def _on_imported(self, imported: Imported) -> None:
        if imported.problems:
            text = message(
                "Pictures imported: {n}; not imported: {left}. {reason}",
                n=imported.count,
                left=len(imported.problems),
                reason=imported.problems[0],
            )
            self.failed.emit(text)
        else:
            self.reported.emit(message("Pictures imported: {n}.", n=imported.count))
        self.changed.emit()

    def export(self, destination: Path) -> None:
        """Write all samples below a folder."""
        folder = self._folder
        self._jobs.submit(
            lambda: handwriting.export(folder, destination),
            lambda count: self.reported.emit(
                message("Pictures written to {folder}: {n}.", n=count, folder=str(destination))
            ),
        )

    def score(self, network: ShownNetwork, samples: Sequence[Sample]) -> None:
        """Have a run's network read the samples."""
        if samples and network.config.classes == DIGITS:
            self._jobs.submit(
                lambda: _score(network.config, network.weights, samples),
                lambda score: self.scored.emit(network.run, score),
            )


def _score(config: RunConfig, weights: Weights, samples: Sequence[Sample]) -> Score:
    from core.evaluation.statistics import accuracy_interval

    predictors = Predictors()
    predictors.set_network("", config, weights)
    right = handwriting.read_right(samples, lambda digit: predictors.probabilities("", digit))
    return Score(right, len(samples), accuracy_interval(right, len(samples)))
