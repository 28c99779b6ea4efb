"""One's own handwriting in the window: samples are kept, read, imported and exported as jobs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from core.config.run import RunConfig
from core.data import handwriting
from core.data.handwriting import Imported, Sample
from core.data.ink import Ink
from core.errors import PartlyChangedError
from core.messages import Message, message
from core.network.weights import Weights
from core.plain_text import printable
from gui.background.jobs import JobQueue
from gui.background.long_job import LongJob
from gui.runs.moments import ShownNetwork

Classes = tuple[str, ...]

MAX_UNDONE = 50  # changes of the samples of one list of classes


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


@dataclass(frozen=True)
class _Step:
    """A change that can be undone.

    Attributes:
        text: names what undoing it does.
        undo: does it, in the thread of the jobs.
        on_undone: shows what came of it.
    """

    text: Message
    undo: Callable[[], Any]
    on_undone: Callable[[Any], None]


@dataclass(frozen=True)
class _Change:
    """What has become of samples.

    Attributes:
        before: the samples that were changed, as they were.
        now: the same ones as they are now; empty if they are deleted.
        problem: why the others that were to be changed are as before.
    """

    before: Sequence[Sample]
    now: Sequence[Sample] = ()
    problem: Message | None = None


class Handwriting(QObject):
    """The samples in one folder, a collection for each list of classes.

    Every change can be undone, the last one first, for each list of classes by itself.

    Signals:
        changed(): samples came, went or have another label, or what can be undone changed.
        kept(object): a drawing is this `Sample` now.
        unchanged(): a change failed.
        deleted(object): a sequence of samples that are gone.
        relabelled(object, object): samples as they were, and the same ones as they are now.
        listed(object): all samples as a list, after `read`.
        scored(str, object): a run's `Score`, after `score`.
        reported(object): a `Message` about what was imported or exported.
        failed(object): a `Message` about what failed.
        began(object, object): a `LongJob` that imports or exports, and a `Message` that says so.
    """

    changed = Signal()
    kept = Signal(object)
    unchanged = Signal()
    deleted = Signal(object)
    relabelled = Signal(object, object)
    listed = Signal(object)
    scored = Signal(str, object)
    reported = Signal(object)
    failed = Signal(object)
    began = Signal(object, object)

    def __init__(self, jobs: JobQueue, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._folder = folder
        self._steps: dict[Classes, list[_Step]] = {}

    def keep(self, digit: Ink, label: int, classes: Classes) -> None:
        """Keep a drawing as a sample of that class."""
        self._jobs.submit(
            lambda: handwriting.keep(self._folder, digit, label, classes),
            partial(self._on_kept, classes),
            self._on_error,
            must_finish=True,
            purpose="keeping a drawing as handwriting",
        )

    def _on_kept(self, classes: Classes, sample: Sample) -> None:
        self._remember_kept(classes, message("Undo keeping"), (sample,))
        self.kept.emit(sample)
        self.changed.emit()

    def _on_error(self, reason: Message) -> None:
        self._jobs.report(reason)
        self.unchanged.emit()

    def delete(self, chosen: Sequence[Sample], classes: Classes) -> None:
        """Delete samples."""

        def delete() -> _Change:
            handwriting.delete(chosen)
            return _Change(chosen)

        self._submit(delete, partial(self._on_deleted, classes), "deleting handwriting")

    def _on_deleted(self, classes: Classes, change: _Change) -> None:
        chosen = change.before
        self._remember(
            classes,
            message("Undo deletion"),
            lambda: handwriting.restore(self._folder, chosen, classes),
            lambda _: None,
        )
        self.deleted.emit(chosen)
        self.changed.emit()

    def _submit(
        self, work: Callable[[], _Change], on_changed: Callable[[_Change], None], purpose: str
    ) -> None:
        """Have samples changed; if that fails in the middle, what was done can be undone."""

        def change() -> _Change:
            try:
                return work()
            except PartlyChangedError as error:
                if not error.before:
                    raise
                return _Change(error.before, error.now, error.message)

        def show(change: _Change) -> None:
            on_changed(change)
            if change.problem is not None:
                self._on_error(change.problem)

        self._jobs.submit(change, show, self._on_error, must_finish=True, purpose=purpose)

    def relabel(self, chosen: Sequence[Sample], label: int, classes: Classes) -> None:
        """Give samples another label."""
        labels = [label] * len(chosen)

        def relabel() -> _Change:
            return _Change(chosen, handwriting.relabel(self._folder, chosen, labels, classes))

        self._submit(relabel, partial(self._on_relabelled, classes), "labels of handwriting")

    def _on_relabelled(self, classes: Classes, change: _Change) -> None:
        before, now = change.before, change.now
        labels = [sample.label for sample in before]
        self._remember(
            classes,
            message("Undo label"),
            lambda: handwriting.relabel(self._folder, now, labels, classes),
            lambda again: self.relabelled.emit(now, again),
        )
        self.relabelled.emit(before, now)
        self.changed.emit()

    def undo_text(self, classes: Classes) -> Message | None:
        """Return what undoing would do to the samples of these classes; None for nothing."""
        steps = self._steps.get(classes)
        return steps[-1].text if steps else None

    def undo(self, classes: Classes) -> None:
        """Undo the last change of the samples of these classes."""
        steps = self._steps.get(classes)
        if steps:
            step = steps.pop()
            self._jobs.submit(
                step.undo,
                partial(self._on_undone, step),
                partial(self._on_not_undone, classes, step),
                must_finish=True,
                purpose=f"{step.text} of handwriting",
            )

    def _on_undone(self, step: _Step, result: object) -> None:
        step.on_undone(result)
        self.changed.emit()

    def _on_not_undone(self, classes: Classes, step: _Step, reason: Message) -> None:
        """Offer the step again: what of it was done already is not done twice."""
        self._append(classes, step)
        self._on_error(reason)
        self.changed.emit()

    def _remember_kept(self, classes: Classes, text: Message, samples: Sequence[Sample]) -> None:
        self._remember(
            classes,
            text,
            lambda: handwriting.delete(samples),
            lambda _: self.deleted.emit(samples),
        )

    def _remember(
        self,
        classes: Classes,
        text: Message,
        undo: Callable[[], Any],
        on_undone: Callable[[Any], None],
    ) -> None:
        self._append(classes, _Step(text, undo, on_undone))

    def _append(self, classes: Classes, step: _Step) -> None:
        self._steps[classes] = [*self._steps.get(classes, []), step][-MAX_UNDONE:]

    def read(self, classes: Classes) -> None:
        """Read all samples of these classes."""
        self._jobs.submit(lambda: handwriting.samples(self._folder, classes), self._on_samples)

    def _on_samples(self, result: tuple[list[Sample], list[Message]]) -> None:
        samples, problems = result
        if problems:
            self.failed.emit(problems[0])
        self.listed.emit(samples)

    def import_from(self, source: Path, classes: Classes) -> None:
        """Import the pictures below a folder; those imported before it is cancelled stay."""
        job = LongJob(f"importing handwriting from {printable(str(source))}")
        job.submit(
            self._jobs,
            lambda: handwriting.import_from(source, self._folder, classes),
            partial(self._on_imported, classes),
            self._jobs.report,
            partial(self._on_cancelled, message("The import was cancelled.")),
        )
        self.began.emit(job, message("Importing pictures from {folder}…", folder=str(source)))

    def _on_cancelled(self, text: Message) -> None:
        self.reported.emit(text)

    def _on_imported(self, classes: Classes, imported: Imported) -> None:
        if imported.samples:
            self._remember_kept(classes, message("Undo import"), imported.samples)
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

    def export(self, destination: Path, classes: Classes) -> None:
        """Write all samples of these classes below a folder."""
        folder = self._folder
        job = LongJob(f"exporting handwriting to {printable(str(destination))}")
        job.submit(
            self._jobs,
            lambda: handwriting.export(folder, destination, classes),
            partial(self._on_exported, destination),
            self._jobs.report,
            partial(self._on_cancelled, message("The export was cancelled.")),
        )
        self.began.emit(job, message("Writing pictures to {folder}…", folder=str(destination)))

    def _on_exported(self, destination: Path, result: tuple[int, list[Message]]) -> None:
        number, problems = result
        text = message("Pictures written to {folder}: {n}.", n=number, folder=str(destination))
        if problems:
            self.failed.emit(Message("{first} {second}", {"first": text, "second": problems[0]}))
        else:
            self.reported.emit(text)

    def score(self, network: ShownNetwork, samples: Sequence[Sample]) -> None:
        """Have a run's network read samples of its own classes."""
        if samples:
            self._jobs.submit(
                lambda: _score(network.config, network.weights, samples),
                lambda score: self.scored.emit(network.run, score),
            )


def _score(config: RunConfig, weights: Weights, samples: Sequence[Sample]) -> Score:
    from core.evaluation.statistics import accuracy_interval
    from core.insight.predictor import Predictor

    predictor = Predictor(config.model, config.data)
    predictor.set_weights(weights)
    right = handwriting.read_right(samples, lambda digit: predictor.probabilities(digit).tolist())
    return Score(right, len(samples), accuracy_interval(right, len(samples)))
