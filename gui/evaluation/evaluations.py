"""Runs are asked all their test digits, away from the GUI thread: the latest weights, at most once an epoch."""

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

# times as long as the last evaluation took no run that trains is asked again: at most 2.5 % of the
# time
REST = 40
LONGEST_REST_S = 60.0


@dataclass(frozen=True, eq=False)
class Assessed:
    """What a run made of its test digits.

    Attributes:
        epochs: how many it had completed.
        images: the test images as they are in the data, grey levels uint8 (N, 28, 28).
        classes: what the classes are called.
    """

    run: str
    epochs: int
    assessment: Assessment
    images: NDArray[np.uint8]
    classes: tuple[str, ...] = DIGITS

    def digit(self, number: int) -> Digit:
        """A test digit by its number."""
        label = int(self.assessment.labels[number])
        return Digit(number, label, self.images[number], self.classes[label])


@dataclass(frozen=True, eq=False)
class _Found:
    """What a job brings: as in `Assessed`, and how long it took."""

    assessment: Assessment
    images: NDArray[np.uint8]
    classes: tuple[str, ...]
    seconds: float


@dataclass(frozen=True, eq=False)
class _Wish:
    """What was asked for of a run, so that it is not asked for again."""

    weights: Weights | None
    epochs: int
    is_over: bool


class Evaluations(QObject):
    """Keeps the assessments of the runs that are watched up to date; those of all others are dropped.

    One run is evaluated at a time. What has become newer meanwhile is evaluated next, and only as
    it is then; a run that trains only after a rest, so that the training is hardly slowed.

    Signals:
        changed(str): this run has an assessment, or a newer one.
    """

    changed = Signal(str)

    def __init__(self, store: RunStore, jobs: JobQueue, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._jobs = jobs
        self._watched: tuple[str, ...] = ()
        self._wishes: dict[str, _Wish] = {}
        self._found: dict[str, Assessed] = {}
        self._evaluation = LatestJob(jobs)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self._go_on)
        store.weights_changed.connect(self._on_run_changed)
        store.run_changed.connect(self._on_run_changed)

    def watch(self, runs: Sequence[str]) -> None:
        """Evaluate these, the first of them first, and keep them up to date; none to rest."""
        self._watched = tuple(runs)
        for known in (self._wishes, self._found):
            for run in [run for run in known if run not in runs]:
                del known[run]
        if runs:
            self._go_on()
        else:
            self._rest.stop()

    def of(self, run: str) -> Assessed | None:
        """What is known of a run that is watched."""
        return self._found.get(run)

    def _on_run_changed(self, run: str) -> None:
        if run in self._watched:
            self._go_on()

    def _go_on(self) -> None:
        if self._evaluation.is_running:
            return
        for run in self._watched:
            entry = self._store.get(run)
            if entry is not None and can_be_evaluated(entry) and self._is_news(entry.record):
                record = entry.record
                self._wishes[run] = _wish(record)
                work = partial(_assess, record.config, record.weights, entry.folder)
                self._evaluation.request(work, partial(self._on_assessed, run), self._on_failed)
                return

    def _is_news(self, record: RunRecord) -> bool:
        """Whether there is an epoch, or an end, since this run was last asked."""
        before = self._wishes.get(record.run)
        if before is None:
            return True
        is_later = (before.epochs, before.is_over) != (record.epochs_done, record.state.is_over)
        if (
            is_later and before.weights is record.weights
        ):  # the end of an epoch is told after its weights
            self._wishes[record.run] = _wish(record)
            if record.run in self._found:
                self._found[record.run] = replace(
                    self._found[record.run], epochs=record.epochs_done
                )
                self.changed.emit(record.run)
        may_ask = record.state.is_over or not self._rest.isActive()
        return is_later and may_ask and before.weights is not record.weights

    def _on_assessed(self, run: str, found: _Found | None) -> None:
        if found is not None:
            self._rest.start(round(1000 * min(LONGEST_REST_S, REST * found.seconds)))
        wish = self._wishes.get(run)
        if found is not None and wish is not None and self._store.get(run) is not None:
            self._found[run] = Assessed(
                run, wish.epochs, found.assessment, found.images, found.classes
            )
            self.changed.emit(run)
        self._go_on()

    def _on_failed(self, reason: Message) -> None:
        self._jobs.report(reason)
        self._go_on()


def _wish(record: RunRecord) -> _Wish:
    return _Wish(record.weights, record.epochs_done, record.state.is_over)


def can_be_evaluated(entry: RunEntry) -> bool:
    """Whether it reads images and has weights, or may have kept some."""
    record = entry.record
    is_kept = entry.folder is not None and record.last is not None
    return not record.config.is_regression and (record.weights is not None or is_kept)


def _assess(config: RunConfig, weights: Weights | None, folder: Path | None) -> _Found | None:
    """Called as a job; None where no weights were kept."""
    from core.data import datasets
    from core.evaluation import accuracy as evaluation
    from core.storage import records as runs

    if weights is None and folder is not None:
        weights = runs.open_run(folder).weights
    if weights is None:
        return None
    started = time.perf_counter()
    images, labels = datasets.labelled_digits(config.data)
    shares = evaluation.probabilities(config, weights, datasets.load(config.data))
    return _Found(Assessment(shares, labels), images, config.classes, time.perf_counter() - started)
