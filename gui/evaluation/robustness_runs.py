"""Measurements of robustness: step by step, so that other jobs are done in between."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from core.config.run import RunConfig
from core.evaluation.perturbations import Perturbation
from core.messages import Message
from core.network.weights import Weights
from gui.background.generator_job import GeneratorJob
from gui.background.jobs import JobQueue
from gui.runs.moments import ShownNetwork
from gui.runs.run_store import RunStore

if TYPE_CHECKING:
    from core.evaluation.robustness import Measured

Subjects = Sequence[tuple[RunConfig, Weights]]


@dataclass
class Robustness:
    """The results of a run.

    Attributes:
        network: the run's network that was measured.
        accuracies: by kind and level, 0 to 1.
    """

    network: ShownNetwork
    accuracies: dict[tuple[Perturbation, float], float] = field(default_factory=dict)


class RobustnessRuns(QObject):
    """Measures runs together and keeps the results until they are removed or measured again.

    Signals:
        progressed(int, int): numbers of steps done and of all steps.
        changed(): there are more results, or fewer.
        ended(): the measurement is over, or was cancelled.
    """

    progressed = Signal(int, int)
    changed = Signal()
    ended = Signal()

    def __init__(self, store: RunStore, jobs: JobQueue, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._jobs = jobs
        self._measurement = GeneratorJob(jobs)
        self._runs: Sequence[str] = ()
        self._results: dict[str, Robustness] = {}
        store.run_removed.connect(self._on_run_removed)

    @property
    def is_running(self) -> bool:
        """Whether a measurement is under way."""
        return self._measurement.is_running

    def of(self, run: str) -> Robustness | None:
        """Return the results of a run; None if it was not measured."""
        return self._results.get(run)

    def start(self, networks: Sequence[ShownNetwork], takes_all: bool) -> None:
        """Measure these networks, each of another run, on all their test digits or some."""
        self._runs = [network.run for network in networks]
        for network in networks:
            self._results[network.run] = Robustness(network)
        subjects = [(network.config, network.weights) for network in networks]
        self._measurement.start(
            _steps(subjects, takes_all), self._on_step, self.ended.emit, self._on_failed
        )
        self.changed.emit()

    def cancel(self) -> None:
        """Stop measuring; the results so far stay."""
        if self._measurement.is_running:
            self._measurement.cancel()
            self.ended.emit()

    def _on_step(self, measured: "Measured") -> None:
        for run, accuracy in zip(self._runs, measured.accuracies, strict=False):
            if run in self._results:
                self._results[run].accuracies[measured.kind, measured.level] = accuracy
        if measured.accuracies:
            self.changed.emit()
        self.progressed.emit(measured.done, measured.total)

    def _on_failed(self, reason: Message) -> None:
        self._jobs.report(reason)
        self.ended.emit()

    def _on_run_removed(self, run: str) -> None:
        if self._results.pop(run, None) is not None:
            self.changed.emit()


def _steps(subjects: Subjects, takes_all: bool) -> "Iterator[Measured]":
    """Yield the steps; for the job thread only, since loading torch takes long."""
    from core.evaluation.robustness import MAX_DIGITS, measure

    yield from measure(subjects, None if takes_all else MAX_DIGITS)
