"""One's own handwriting as the window uses it: kept, read, taken in and given out as errands."""

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
from core.run.record import RunRecord
from gui.background.jobs import JobQueue
from gui.drawing.predictors import Predictors
from gui.runs.run_store import RunEntry


@dataclass(frozen=True)
class Score:
    """How many of one's samples a run reads right, and between which shares its accuracy lies (95 %)."""

    right: int
    asked: int
    interval: tuple[float, float]


class Handwriting(QObject):
    """The samples in one folder.

    Signals:
        changed(): samples came or went.
        kept(int): a drawing is a sample of this class now.
        listed(object): all samples as a list, after `look`.
        scored(str, object): a run's `Score`, after `score`.
        told(object): a `Message` that says what was done.
        failed(object): a `Message` that says what could not be.
    """

    changed = Signal()
    kept = Signal(int)
    listed = Signal(object)
    scored = Signal(str, object)
    told = Signal(object)
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
        """Take samples away."""
        self._jobs.submit(lambda: handwriting.delete(chosen), lambda _: self.changed.emit())

    def look(self) -> None:
        """Read all samples."""
        self._jobs.submit(lambda: handwriting.samples(self._folder), self._on_samples)

    def _on_samples(self, found: tuple[list[Sample], list[Message]]) -> None:
        samples, problems = found
        if problems:
            self.failed.emit(problems[0])
        self.listed.emit(samples)

    def import_from(self, source: Path) -> None:
        """Take in the pictures below a folder."""
        self._jobs.submit(lambda: handwriting.import_from(source, self._folder), self._on_imported)

    def _on_imported(self, taken: Imported) -> None:
        if taken.problems:
            text = message(
                "Pictures taken in: {n}; not taken in: {left}. {reason}",
                n=taken.count,
                left=len(taken.problems),
                reason=taken.problems[0],
            )
            self.failed.emit(text)
        else:
            self.told.emit(message("Pictures taken in: {n}.", n=taken.count))
        self.changed.emit()

    def export(self, destination: Path) -> None:
        """Write all samples below a folder."""
        folder = self._folder
        self._jobs.submit(
            lambda: handwriting.export(folder, destination),
            lambda count: self.told.emit(
                message("Pictures written below {folder}: {n}.", n=count, folder=str(destination))
            ),
        )

    def score(self, entry: RunEntry, samples: Sequence[Sample]) -> None:
        """Have a run read the samples with the weights that it has now."""
        record = entry.record
        if record.weights is not None and samples and record.config.classes == DIGITS:
            run, config, weights = record.run, record.config, record.weights
            self._jobs.submit(
                lambda: _score(config, weights, samples), lambda score: self.scored.emit(run, score)
            )


def _score(config: RunConfig, weights: Weights, samples: Sequence[Sample]) -> Score:
    from core.evaluation.statistics import accuracy_interval

    predictors = Predictors()
    predictors.set_weights(RunRecord("", config, weights=weights))
    right = handwriting.read_right(samples, lambda digit: predictors.probabilities("", digit))
    return Score(right, len(samples), accuracy_interval(right, len(samples)))
