"""Evaluations of runs on all digits that judge them, in the background, at most once an epoch."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from core.config.run import RunConfig
from core.data.examples import Digit
from core.evaluation.assessment import Assessment
from core.messages import Message
from core.run.record import RunRecord
from gui.background.jobs import JobQueue
from gui.background.latest_job import LatestJob
from gui.process.timers import single_shot
from gui.runs.moments import Moments, ShownNetwork
from gui.runs.run_store import RunEntry, RunStore

# A run that trains is evaluated again only after this multiple of the last evaluation's duration,
# which leaves at most 2.5 % of the time to evaluations.
PAUSE_FACTOR = 40
MAX_PAUSE_S = 60.0


@dataclass(frozen=True, eq=False)
class Assessed:
    """The answers of a run's network to the digits that judge it.

    Attributes:
        network: the network, with the run's moment.
        images: the images as they are in the data, grey levels uint8 (N, 28, 28).
    """

    network: ShownNetwork
    assessment: Assessment
    images: NDArray[np.uint8]

    @property
    def is_sealed(self) -> bool:
        """Whether the images are held-out ones."""
        return self.network.config.data.tests_held_out

    @property
    def classes(self) -> tuple[str, ...]:
        """The names of the classes, as they are shown."""
        return self.network.config.shown_classes

    def digit(self, number: int) -> Digit:
        """Return a test digit by its number."""
        label = int(self.assessment.labels[number])
        is_dark = self.network.config.data.is_dark_on_light
        return Digit(number, label, self.images[number], self.classes[label], is_dark)


@dataclass(frozen=True, eq=False)
class _Result:
    """The result of a job, and how long it took."""

    assessed: Assessed
    seconds: float


class Evaluations(QObject):
    """Keeps the assessments of the watched runs up to date and drops all others.

    A run's network is the one that `Moments` shows. One run is evaluated at a time. A run that has
    changed in the meantime is evaluated next, with the weights that it has then. A run that trains
    is evaluated at most once an epoch and only after a pause, so that its training is hardly
    slowed.

    Signals:
        changed(str): this run has an assessment, or a newer one.
    """

    changed = Signal(str)

    def __init__(
        self,
        store: RunStore,
        moments: Moments,
        jobs: JobQueue,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._moments = moments
        self._jobs = jobs
        self._watched: tuple[str, ...] = ()
        # the network, None if its weights are on disk, and whether held-out images judge it
        self._requested: dict[str, tuple[ShownNetwork | None, bool]] = {}
        self._assessed: dict[str, Assessed] = {}
        self._evaluation = LatestJob(jobs)
        self._evaluated: str | None = None  # the run whose evaluation is under way

        self._pause = single_shot(self, self._evaluate_next)

        moments.changed.connect(self._on_run_changed)
        store.run_changed.connect(self._on_run_changed)

    def watch(self, runs: Sequence[str]) -> None:
        """Evaluate these runs, the first of them first, and keep them up to date.

        Without runs nothing is evaluated any more.
        """
        self._watched = tuple(runs)
        for known in (self._requested, self._assessed):
            for run in [run for run in known if run not in runs]:
                del known[run]
        if self._evaluated not in runs:
            self._evaluation.cancel()
            self._evaluated = None

        if runs:
            self._evaluate_next()
        else:
            self._pause.stop()

    def of(self, run: str) -> Assessed | None:
        """Return the assessment of a watched run; None until there is one."""
        return self._assessed.get(run)

    def _on_run_changed(self, run: str) -> None:
        if run in self._watched:
            self._evaluate_next()

    def _evaluate_next(self) -> None:
        """Start a job for the first watched run that has changed, unless one is under way."""
        if self._evaluated is not None:
            return
        for run in self._watched:
            entry = self._store.get(run)
            if entry is not None and can_be_evaluated(entry) and self._is_due(entry.record):
                network = self._moments.network(run)
                self._requested[run] = network, entry.record.is_sealed
                self._evaluated = run
                self._evaluation.request(
                    partial(_assess, run, entry.record.judged, network, entry.folder),
                    partial(self._on_assessed, run),
                    self._on_failed,
                )
                return

    def _is_due(self, record: RunRecord) -> bool:
        """Return whether a run is to be evaluated now: it is shown with other weights."""
        if record.run not in self._requested:
            return True
        before, was_sealed = self._requested[record.run]
        if was_sealed is not record.is_sealed:
            return True
        network = self._moments.network(record.run)
        if network is None or (before is not None and network.weights is before.weights):
            return False
        if not network.is_training:
            return True
        return not network.is_mid_epoch and not self._pause.isActive()

    def _on_assessed(self, run: str, result: _Result | None) -> None:
        self._evaluated = None
        if result is not None:
            self._pause.start(round(1000 * min(MAX_PAUSE_S, PAUSE_FACTOR * result.seconds)))

        is_watched = run in self._requested and self._store.get(run) is not None
        if result is not None and is_watched:
            self._assessed[run] = result.assessed
            self.changed.emit(run)
        self._evaluate_next()

    def _on_failed(self, reason: Message) -> None:
        self._evaluated = None
        self._jobs.report(reason)
        self._evaluate_next()


def can_be_evaluated(entry: RunEntry) -> bool:
    """Return whether a run reads images and has weights, or may have saved some."""
    record = entry.record
    is_kept = entry.folder is not None and record.last is not None
    return record.config.has_images and (record.weights is not None or is_kept)


def _assess(
    run: str, config: RunConfig, network: ShownNetwork | None, folder: Path | None
) -> _Result | None:
    """Evaluate a network, or the one saved in the folder, in the jobs' thread; None for none."""
    from core.data import datasets
    from core.evaluation import accuracy
    from core.storage import records

    if network is None:
        if folder is None:
            return None
        kept = records.open_run(folder)
        network = ShownNetwork(run, config, kept.weights, kept.moment, is_latest=True)

    started = time.perf_counter()
    images, labels = datasets.labelled_digits(config.data)
    probabilities = accuracy.probabilities(config, network.weights, datasets.load(config.data))
    assessed = Assessed(network, Assessment(probabilities, labels), images)
    return _Result(assessed, time.perf_counter() - started)
