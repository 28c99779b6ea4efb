"""Experiments are carried out: their runs trained, one after the other, and judged; or judged again later."""

from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from pathlib import Path

from core.comparison.experiment import PlannedRun
from core.comparison.results import Outcome, Results
from core.comparison.run_status import RunStatus, status_of
from core.comparison.verdicts import Verdict
from core.data import datasets
from core.data.datasets import Data
from core.errors import RunFolderError
from core.evaluation import accuracy as evaluation
from core.lifecycle.session import TrainingJob, train_and_keep
from core.run.control import Control
from core.run.events import Event
from core.run.record import RunRecord, RunState
from core.storage import layout
from core.storage import records as runs

Train = Callable[[PlannedRun, Control], Iterator[Event]]


def _train_unkept(planned: PlannedRun, control: Control) -> Iterator[Event]:
    return train_and_keep(TrainingJob(control.run, planned.config), control)


def run(
    results: Results, start: Callable[[PlannedRun], Control], train: Train = _train_unkept
) -> Iterator[Event | Verdict]:
    """Train all runs of an experiment, one after the other; yields their events and at last the verdicts.

    Each run's numbers are those that it computes alone. A run that diverges or fails hurts no
    other; once a run's `Control.stop` is set, nothing more is trained and nothing judged.

    Args:
        results: is filled; ask it for more than the verdicts when this is over.
        start: gives a run its id, threads and stop, just before it is trained.
        train: trains a run and yields its events; another one may keep the run.
    """
    for planned in results.experiment.plan():
        data = datasets.load(planned.config.data)
        control = start(planned)
        record = RunRecord(control.run, planned.config)
        with closing(_pass_on(train(planned, control))) as events:
            for event in events:
                record.apply(event)
                yield event
        if control.stop.is_set():
            return
        if record.state is RunState.COMPLETED:
            results.add(planned, outcome_of(record, data))
    yield from results.verdicts()


def outcome_of(record: RunRecord, data: Data) -> Outcome:
    """What a completed run, with its weights, leaves for its experiment; takes a moment to read the test digits."""
    assert record.last is not None
    assert record.weights is not None
    right = evaluation.reads_right(record.config, record.weights, data)
    return Outcome(record.last.accuracy or 0.0, record.best_accuracy or 0.0, right)


def take_in(results: Results, run: str, planned: PlannedRun, runs_dir: Path) -> RunStatus:
    """Let `results` know what a kept run of an experiment has come to, if it counts; takes a moment."""
    folder = runs_dir / run
    if not (folder / layout.RUN_FILE).is_file():
        return RunStatus.MISSING
    try:
        record = runs.outline(folder)
        if record.state.is_active:
            return RunStatus.TRAINING
        status = status_of(record.state, record.config, planned, bool(runs.read_changes(folder)))
        if status is RunStatus.JUDGED:
            record.weights = runs.open_run(folder).weights
            results.add(planned, outcome_of(record, datasets.load(planned.config.data)))
    except RunFolderError:
        return RunStatus.UNREADABLE
    return status


def _pass_on(events: Iterator[Event]) -> Generator[Event, None, None]:
    yield from events
