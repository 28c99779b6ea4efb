"""Trials: an experiment's runs trained one by one or at once, and outcomes of earlier runs."""

import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from queue import SimpleQueue

import numpy as np

from core.cancellation import CancelledError, cancelled_by
from core.comparison.experiment import PlannedRun
from core.comparison.results import Outcome, Results
from core.comparison.run_status import RunStatus, status_of
from core.config.run import sealed
from core.data import datasets
from core.errors import FileError, NotReadableError
from core.evaluation import accuracy as evaluation
from core.evaluation.assessment import Reading
from core.lifecycle.job import TrainingJob
from core.lifecycle.session import train_and_keep
from core.run.control import Control
from core.run.events import Event
from core.run.record import RunRecord, RunState
from core.run.seal import opening
from core.storage import records as runs
from core.storage.description import is_run_missing

Train = Callable[[PlannedRun, Control], Iterator[Event]]
# what a thread reports: the run, and its next event, or at its end None or an error
_Happening = tuple[str, Event | BaseException | None]


def _train_unkept(planned: PlannedRun, control: Control) -> Iterator[Event]:
    return train_and_keep(TrainingJob(control.run, planned.config), control)


def _to_train(results: Results) -> list[PlannedRun]:
    return [planned for planned in results.experiment.plan() if not results.have(planned)]


def run(
    results: Results, start: Callable[[PlannedRun], Control], train: Train = _train_unkept
) -> Iterator[Event]:
    """Train the runs of an experiment that have no outcome yet, one by one; yields their events.

    Each run's numbers are those that it computes alone. A run that diverges or fails does not stop
    the others; one that diverged has an outcome, one that failed has none. Once a run's
    `Control.stop` is set, nothing more is trained, and no data are read.

    Args:
        results: receives the outcomes.
        start: gives a run its id, threads and stop event, just before it is trained.
        train: trains a run and yields its events; by default nothing is kept of it.
    """
    for planned in _to_train(results):
        control = start(planned)
        try:
            with cancelled_by(control.stop.is_set):
                datasets.load(planned.config.data)
        except CancelledError:
            return
        record = RunRecord(control.run, planned.config)

        with closing(_pass_on(train(planned, control))) as events:
            for event in events:
                record.apply(event)
                yield event

        if control.stop.is_set():
            return
        if status_of(record.state, record.config, planned, has_changes=False).is_counted:
            results.add(planned, outcome_of(record, is_sealed=results.is_sealed))


def run_at_once(
    results: Results,
    start: Callable[[PlannedRun], Control],
    train: Train,
    runs_at_once: Callable[[], int],
) -> Iterator[Event]:
    """Train the runs of an experiment, several at a time; yields their events as they come.

    The arguments and numbers are those of `run`. Each run is trained in a thread of its own, which
    need not compute. Once the stop of one run is set, no other is begun.

    Args:
        runs_at_once: returns how many runs to train at a time from now on.

    Raises:
        Exception: what `train` raises for a run; the others are stopped, and their events skipped.
    """
    waiting = _to_train(results)
    running: dict[str, _Training] = {}
    happened: SimpleQueue[_Happening] = SimpleQueue()
    try:
        while waiting or running:
            while waiting and len(running) < max(1, runs_at_once()):
                training = _Training(waiting.pop(0), start, train, happened)
                running[training.run] = training

            name, event = happened.get()
            if isinstance(event, BaseException):
                raise event
            if event is not None:
                running[name].record.apply(event)
                yield event
            elif not running.pop(name).judge_unless_stopped(results):
                waiting.clear()
    finally:
        for training in running.values():
            training.control.stop.set()
        for training in running.values():
            training.thread.join()


class _Training:
    """A run that is trained in a thread of its own.

    Attributes:
        record: receives the run's events from whoever takes them out of the queue.
    """

    def __init__(
        self,
        planned: PlannedRun,
        start: Callable[[PlannedRun], Control],
        train: Train,
        happened: "SimpleQueue[_Happening]",
    ) -> None:
        self._planned = planned
        self.control = start(planned)
        self.run = self.control.run
        self.record = RunRecord(self.run, planned.config)
        self.thread = threading.Thread(target=self._train, args=(train, happened), name=self.run)
        self.thread.start()

    def _train(self, train: Train, happened: "SimpleQueue[_Happening]") -> None:
        """Put all events into the queue, and None or an error after the last one."""
        end: BaseException | None = None
        try:
            with closing(_pass_on(train(self._planned, self.control))) as events:
                for event in events:
                    happened.put((self.run, event))
        except BaseException as error:
            end = error
        happened.put((self.run, end))

    def judge_unless_stopped(self, results: Results) -> bool:
        """Judge the run, which is over, if it counts; return False if it was stopped."""
        if self.control.stop.is_set():
            return False
        record, planned = self.record, self._planned
        if status_of(record.state, record.config, planned, has_changes=False).is_counted:
            results.add(planned, outcome_of(record, is_sealed=results.is_sealed))
        return True


def outcome_of(record: RunRecord, *, is_sealed: bool) -> Outcome:
    """Evaluate a run on the test digits, by the weights in its record; takes seconds.

    A run that diverged counts as a network that only guesses: its outputs are no numbers, which
    PyTorch's `argmax` takes for the first class each time.

    Args:
        is_sealed: whether the test set is closed, so that the examples that the run holds out, if
            any, stand in for it.
    """
    config = sealed(record.config) if is_sealed else record.config
    data, judged = datasets.load(config.data), _judged(record, is_sealed=is_sealed)
    if record.state is RunState.DIVERGED:
        right = (data.test_y.cpu() == 0).numpy()
        share = float(right.mean())
        reading = Reading(np.zeros(len(right), np.uint8), right)
        held_out = share if len(data.validation_y) else None
        return Outcome(share, share, reading, None, held_out, True, record.elapsed_s, judged)

    last, best = record.last, record.best
    assert last is not None
    assert record.weights is not None
    is_held_out = config.data.tests_held_out
    return Outcome(
        (last.choosing_accuracy if is_held_out else last.accuracy) or 0.0,
        (best and (best.choosing_accuracy if is_held_out else best.accuracy)) or 0.0,
        evaluation.read(config, record.weights, data),
        last.choosing_cost if is_held_out else last.test_cost,
        last.validation_accuracy,
        seconds=record.elapsed_s,
        record=judged,
    )


def _judged(record: RunRecord, *, is_sealed: bool) -> RunRecord:
    """Return a copy without weights, whose accuracies are on the examples that judge the run."""
    openings = () if is_sealed else (opening(record.epochs_done),)
    return replace(record, weights=None, epochs=list(record.epochs), openings=openings)


def judge_kept_run(
    run: str, planned: PlannedRun, runs_dir: Path, *, is_sealed: bool
) -> tuple[RunStatus, Outcome | None]:
    """Read a kept run and determine its status in its experiment; takes seconds.

    Args:
        is_sealed: as for `outcome_of`.

    Returns:
        The status, and the outcome if the run is counted.
    """
    try:
        return judge_sound_run(run, planned, runs_dir, is_sealed=is_sealed)
    except NotReadableError:
        return RunStatus.UNREADABLE, None


def judge_sound_run(
    run: str, planned: PlannedRun, runs_dir: Path, *, is_sealed: bool
) -> tuple[RunStatus, Outcome | None]:
    """Read a run like `judge_kept_run`.

    Raises:
        NotReadableError: if it may be sound, but cannot be read now.
    """
    folder = runs_dir / run
    if is_run_missing(folder):
        return RunStatus.MISSING, None

    try:
        record = runs.outline(folder)
        if record.state.is_active:
            return RunStatus.TRAINING, None

        changes = runs.read_changes(folder, record.config.model)
        status = status_of(record.state, record.config, planned, bool(changes))
        if not status.is_counted:
            return status, None

        record.epochs = runs.read_epochs(folder)
        if status is RunStatus.JUDGED:
            record.weights = runs.open_run(folder).weights
        return status, outcome_of(record, is_sealed=is_sealed)
    except NotReadableError:
        raise
    except FileError:  # damaged
        return RunStatus.UNREADABLE, None


def _pass_on(events: Iterator[Event]) -> Generator[Event, None, None]:
    """Make a generator of any iterator, so that it can be closed."""
    yield from events
