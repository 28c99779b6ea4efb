"""Measurements of robustness: step by step, so that other jobs are done in between."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from core.config.run import RunConfig
from core.evaluation.perturbations import Perturbation
from core.messages import Message, message
from core.network.weights import Weights
from core.run.moment import Moment
from gui.background.generator_job import GeneratorJob
from gui.background.jobs import JobQueue
from gui.runs.moments import ShownNetwork
from gui.runs.run_store import RunStore

if TYPE_CHECKING:
    from core.evaluation.robustness import Measured

Subjects = Sequence[tuple[RunConfig, Weights]]


@dataclass(frozen=True)
class Robustness:
    """The results of a run's network.

    Attributes:
        when: the moment of the network that was measured, in words.
        accuracies: by kind and level, 0 to 1.
    """

    when: Message
    accuracies: dict[tuple[Perturbation, float], float] = field(default_factory=dict)


@dataclass
class _Measured:
    """The results of one run.

    Attributes:
        by_moment: those of each of its networks that was measured.
        newest: those that were measured last of its newest network at that time.
    """

    by_moment: dict[Moment | None, Robustness] = field(default_factory=dict)
    newest: Robustness | None = None


class RobustnessRuns(QObject):
    """Measures runs together and keeps the results until they are removed or measured again.

    Signals:
        progressed(int, int): numbers of steps done and of all steps.
        changed(): there are more results, or fewer.
        ended(): the measurement is over, or was cancelled.
        concluded(object): it is over and was not cancelled, with a `Message` that says how.
    """

    progressed = Signal(int, int)
    changed = Signal()
    ended = Signal()
    concluded = Signal(object)

    def __init__(self, store: RunStore, jobs: JobQueue, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._jobs = jobs
        self._measurement = GeneratorJob(jobs)
        self._subjects: Sequence[Robustness] = ()  # what is being measured
        self._results: dict[str, _Measured] = {}
        store.run_removed.connect(self._on_run_removed)

    @property
    def is_running(self) -> bool:
        """Whether a measurement is under way."""
        return self._measurement.is_running

    def of(self, network: ShownNetwork) -> Robustness | None:
        """Return the results of a run's network; None if it was not measured.

        A run that has got further keeps its last results until its newest network is measured.
        """
        results = self._results.get(network.run, _Measured())
        measured = results.by_moment.get(network.moment)
        return results.newest if measured is None and network.is_latest else measured

    def start(self, networks: Sequence[ShownNetwork], takes_all: bool) -> None:
        """Measure these networks, each of another run, on all their test digits or some."""
        self._subjects = [self._begin(network) for network in networks]
        subjects = [(network.config, network.weights) for network in networks]
        self._measurement.start(
            _steps(subjects, takes_all), self._on_step, self._on_measured, self._on_failed
        )
        self.changed.emit()

    def _begin(self, network: ShownNetwork) -> Robustness:
        """Put new results in place of those that a network had."""
        results = self._results.setdefault(network.run, _Measured())
        measured = results.by_moment[network.moment] = Robustness(network.when)
        if network.is_latest:
            results.newest = measured
        return measured

    def cancel(self) -> None:
        """Stop measuring; the results so far stay."""
        if self._measurement.is_running:
            self._measurement.cancel()
            self.ended.emit()

    def _on_step(self, measured: "Measured") -> None:
        for subject, accuracy in zip(self._subjects, measured.accuracies, strict=False):
            subject.accuracies[measured.kind, measured.level] = accuracy
        if measured.accuracies:
            self.changed.emit()
        self.progressed.emit(measured.done, measured.total)

    def _on_measured(self) -> None:
        self.ended.emit()
        self.concluded.emit(message("The robustness has been measured."))

    def _on_failed(self, reason: Message) -> None:
        self._jobs.report(reason)
        self.ended.emit()
        self.concluded.emit(message("Measuring the robustness has failed: {reason}", reason=reason))

    def _on_run_removed(self, run: str) -> None:
        if self._results.pop(run, None) is not None:
            self.changed.emit()


def _steps(subjects: Subjects, takes_all: bool) -> "Iterator[Measured]":
    """Yield the steps; for the job thread only, since loading torch takes long."""
    from core.evaluation.robustness import MAX_DIGITS, measure

    yield from measure(subjects, None if takes_all else MAX_DIGITS)
