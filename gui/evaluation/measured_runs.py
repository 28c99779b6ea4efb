"""Measurements of runs together: step by step, so that other jobs are done in between."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from PySide6.QtCore import QObject, Signal

from core.messages import Message
from core.run.moment import Moment
from gui.background.generator_job import GeneratorJob
from gui.background.jobs import JobQueue
from gui.runs.moments import ShownNetwork
from gui.runs.run_store import RunStore


class CountedStep(Protocol):
    """A step of a measurement: how many are done, and how many there are."""

    @property
    def done(self) -> int: ...  # noqa: D102

    @property
    def total(self) -> int: ...  # noqa: D102


Step = TypeVar("Step", bound=CountedStep)
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Measured(Generic[Key]):
    """The results of a run's network.

    Attributes:
        when: the moment of the network that was measured, in words.
        accuracies: by what was measured, 0 to 1.
    """

    when: Message
    accuracies: dict[Key, float] = field(default_factory=dict)


@dataclass
class _Results(Generic[Key]):
    """The results of one run.

    Attributes:
        by_moment: those of each of its networks that was measured.
        newest: those that were measured last of its newest network at that time.
    """

    by_moment: dict[Moment | None, Measured[Key]] = field(default_factory=dict)
    newest: Measured[Key] | None = None


@dataclass(frozen=True)
class Sentences:
    """What is announced at the end of a measurement.

    Attributes:
        done: it is over.
        failed: it has failed, for a `reason`.
    """

    done: Message
    failed: Callable[[Message], Message]


class MeasuredRuns(QObject, Generic[Step, Key]):
    """Measures runs together and keeps the results until they are removed or measured again.

    Args:
        accuracies: returns the accuracies that a step has measured: by the index of the network,
            what was measured and the accuracy.

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

    def __init__(
        self,
        store: RunStore,
        jobs: JobQueue,
        accuracies: Callable[[Step], Iterable[tuple[int, Key, float]]],
        sentences: Sentences,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._accuracies = accuracies
        self._sentences = sentences
        self._measurement = GeneratorJob(jobs)
        self._subjects: Sequence[Measured[Key]] = ()  # what is being measured
        # by run, and whether held-out examples judge it
        self._results: dict[tuple[str, bool], _Results[Key]] = {}
        store.run_removed.connect(self._on_run_removed)

    @property
    def is_running(self) -> bool:
        """Whether a measurement is under way."""
        return self._measurement.is_running

    def of(self, network: ShownNetwork) -> Measured[Key] | None:
        """Return the results of a run's network; None if it was not measured.

        A run that has got further keeps its last results until its newest network is measured.
        """
        results = self._results.get(_judged(network))
        if results is None:
            return None
        measured = results.by_moment.get(network.moment)
        return results.newest if measured is None and network.is_latest else measured

    def measure(self, networks: Sequence[ShownNetwork], steps: Iterator[Step]) -> None:
        """Measure these networks, each of another run, by these steps."""
        self._subjects = [self._begin(network) for network in networks]
        self._measurement.start(steps, self._on_step, self._on_measured, self._on_failed)
        self.changed.emit()

    def _begin(self, network: ShownNetwork) -> Measured[Key]:
        """Put new results in place of those that a network had."""
        results = self._results.setdefault(_judged(network), _Results())
        measured = results.by_moment[network.moment] = Measured[Key](network.when)
        if network.is_latest:
            results.newest = measured
        return measured

    def cancel(self) -> None:
        """Stop measuring; the results so far stay."""
        if self._measurement.is_running:
            self._measurement.cancel()
            self.ended.emit()

    def forget(self) -> None:
        """Stop measuring, and forget all results."""
        self.cancel()
        if self._results:
            self._results.clear()
            self.changed.emit()

    def _on_step(self, step: Step) -> None:
        accuracies: Mapping[tuple[int, Key], float] = {
            (subject, key): accuracy for subject, key, accuracy in self._accuracies(step)
        }
        for (subject, key), accuracy in accuracies.items():
            self._subjects[subject].accuracies[key] = accuracy
        if accuracies:
            self.changed.emit()
        self.progressed.emit(step.done, step.total)

    def _on_measured(self) -> None:
        self.ended.emit()
        self.concluded.emit(self._sentences.done)

    def _on_failed(self, reason: Message) -> None:
        self._jobs.report(reason)
        self.ended.emit()
        self.concluded.emit(self._sentences.failed(reason))

    def _on_run_removed(self, run: str) -> None:
        of_run = [key for key in self._results if key[0] == run]
        for key in of_run:
            del self._results[key]
        if of_run:
            self.changed.emit()


def _judged(network: ShownNetwork) -> tuple[str, bool]:
    return network.run, network.config.data.tests_held_out
