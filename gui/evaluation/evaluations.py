"""Evaluations of runs on all their test digits, in the background, at most once an epoch."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal

from core.config.catalogue import DIGITS
from core.config.run import RunConfig
from core.data.examples import Digit
from core.evaluation.assessment import Assessment
from core.messages import Message
from core.network.weights import Weights
from core.run.record import RunRecord
from gui.background.jobs import JobQueue
from gui.background.latest_job import LatestJob
from gui.runs.run_store import RunEntry, RunStore

# A run that trains is evaluated again only after this multiple of the last evaluation's duration,
# which leaves at most 2.5 % of the time to evaluations.
PAUSE_FACTOR = 40
MAX_PAUSE_S = 60.0


@dataclass(frozen=True, eq=False)
class Assessed:
    """A run's answers to its test digits.

    Attributes:
        epochs: the number that the run had completed.
        images: the test images as they are in the data, grey levels uint8 (N, 28, 28).
        classes: the names of the classes.
    """

    run: str
    epochs: int
    assessment: Assessment
    images: NDArray[np.uint8]
    classes: tuple[str, ...] = DIGITS

    def digit(self, number: int) -> Digit:
        """Return a test digit by its number."""
        label = int(self.assessment.labels[number])
        return Digit(number, label, self.images[number], self.classes[label])


@dataclass(frozen=True, eq=False)
class _Result:
    """The result of a job: as in `Assessed`, and how long it took."""

    assessment: Assessment
    images: NDArray[np.uint8]
    classes: tuple[str, ...]
    seconds: float


@dataclass(frozen=True, eq=False)
class _Request:
    """The state in which a run was last evaluated, so that it is not evaluated twice in it."""

    weights: Weights | None
    epochs: int
    is_over: bool


class Evaluations(QObject):
    """Keeps the assessments of the watched runs up to date and drops all others.

    One run is evaluated at a time. A run that has changed in the meantime is evaluated next, with
    the weights that it has then. A run that trains is evaluated only after a pause, so that its
    training is hardly slowed.

    Signals:
        changed(str): this run has an assessment, or a newer one.
    """

    changed = Signal(str)

    def __init__(self, store: RunStore, jobs: JobQueue, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._jobs = jobs
        self._watched: tuple[str, ...] = ()
        self._requests: dict[str, _Request] = {}
        self._assessed: dict[str, Assessed] = {}
        self._evaluation = LatestJob(jobs)

        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._evaluate_next)

        store.weights_changed.connect(self._on_run_changed)
        store.run_changed.connect(self._on_run_changed)

    def watch(self, runs: Sequence[str]) -> None:
        """Evaluate these runs, the first of them first, and keep them up to date.

        Without runs nothing is evaluated any more.
        """
        self._watched = tuple(runs)
        for known in (self._requests, self._assessed):
            for run in [run for run in known if run not in runs]:
                del known[run]

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
        """Start a job for the first watched run that has changed, unless one is running."""
        if self._evaluation.is_running:
            return
        for run in self._watched:
            entry = self._store.get(run)
            if entry is not None and can_be_evaluated(entry) and self._has_changed(entry.record):
                record = entry.record
                self._requests[run] = _request(record)
                work = partial(_assess, record.config, record.weights, entry.folder)
                self._evaluation.request(work, partial(self._on_assessed, run), self._on_failed)
                return

    def _has_changed(self, record: RunRecord) -> bool:
        """Return whether a run is to be evaluated: it has new weights since, and no pause."""
        before = self._requests.get(record.run)
        if before is None:
            return True

        is_later = (before.epochs, before.is_over) != (record.epochs_done, record.state.is_over)
        has_new_weights = before.weights is not record.weights
        if is_later and not has_new_weights:
            self._renew_epochs(record)
        is_due = record.state.is_over or not self._pause.isActive()
        return is_later and is_due and has_new_weights

    def _renew_epochs(self, record: RunRecord) -> None:
        """Correct the epoch of an assessment: weights arrive before the end of their epoch."""
        self._requests[record.run] = _request(record)
        assessed = self._assessed.get(record.run)
        if assessed is not None:
            self._assessed[record.run] = replace(assessed, epochs=record.epochs_done)
            self.changed.emit(record.run)

    def _on_assessed(self, run: str, result: _Result | None) -> None:
        if result is not None:
            self._pause.start(round(1000 * min(MAX_PAUSE_S, PAUSE_FACTOR * result.seconds)))

        request = self._requests.get(run)
        if result is not None and request is not None and self._store.get(run) is not None:
            self._assessed[run] = Assessed(
                run, request.epochs, result.assessment, result.images, result.classes
            )
            self.changed.emit(run)
        self._evaluate_next()

    def _on_failed(self, reason: Message) -> None:
        self._jobs.report(reason)
        self._evaluate_next()


def _request(record: RunRecord) -> _Request:
    return _Request(record.weights, record.epochs_done, record.state.is_over)


def can_be_evaluated(entry: RunEntry) -> bool:
    """Return whether a run reads images and has weights, or may have saved some."""
    record = entry.record
    is_kept = entry.folder is not None and record.last is not None
    return not record.config.is_regression and (record.weights is not None or is_kept)


def _assess(config: RunConfig, weights: Weights | None, folder: Path | None) -> _Result | None:
    """Evaluate a network in the jobs' thread; None if no weights were saved."""
    from core.data import datasets
    from core.evaluation import accuracy
    from core.storage import records

    if weights is None and folder is not None:
        weights = records.open_run(folder).weights
    if weights is None:
        return None

    started = time.perf_counter()
    images, labels = datasets.labelled_digits(config.data)
    probabilities = accuracy.probabilities(config, weights, datasets.load(config.data))
    seconds = time.perf_counter() - started
    return _Result(Assessment(probabilities, labels), images, config.classes, seconds)
