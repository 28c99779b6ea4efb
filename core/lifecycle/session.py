"""One training session of a run: its data, the loop, and what is kept of it.

The window's threads and the commands all train through `train_and_keep`. It starts no thread and
knows no window: training is events, wherever it happens. torch is loaded only when a run is
trained, because the window imports this module at its start.
"""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from core.cancellation import CancelledError, cancelled_by
from core.config.fields import effective
from core.config.run import RunConfig
from core.errors import RunFolderError
from core.file_presence import is_missing
from core.lifecycle.job import TrainingJob, TrainingLoop
from core.lifecycle.pruning import pruned_by
from core.messages import message
from core.run.checkpoint import Checkpoint
from core.run.control import Control
from core.run.events import (
    EndReason,
    Event,
    RecordingFailed,
    RunEnded,
    RunStarted,
    WeightsPublished,
)
from core.run.moment import Moment
from core.storage import layout, runs_folder
from core.storage.retention import MAX_KEPT

if TYPE_CHECKING:
    from core.data.datasets import Data


def train_and_keep(
    job: TrainingJob, control: Control, loop: TrainingLoop | None = None
) -> Iterator[Event]:
    """Load the data, make the run's folder, and return the events of the training to come.

    Training itself happens while the events are asked for, all from one thread. What goes wrong in
    it becomes an event (see `core.training.loop.train`), and so does a folder that cannot be made,
    unless the run must be kept.

    Args:
        control: bears the id of `job.run`; takes checkpoints if the run is to be continued later.
            A stop while the data are read ends the run before anything is kept.
        loop: None for `core.training.loop.train`.

    Raises:
        DataError: if the data cannot be loaded; no folder has been made then.
        RunFolderError: if the run must be kept and its folder cannot be made.
    """
    from core.data import datasets

    try:
        with cancelled_by(control.stop.is_set):
            data = datasets.load(job.config.data)
    except CancelledError:
        return iter([RunEnded(job.run, EndReason.STOPPED, job.epochs_before)])

    events = _training(job, data, control, loop)
    if job.folder is None:
        return events

    if job.start is None:
        try:
            _make_folder(job.folder)
        except RunFolderError as error:
            if job.must_be_kept:
                raise
            not_kept = message("The run is not kept: {reason}", reason=error.message)
            return _preceded(RecordingFailed(job.run, not_kept), events)
        events = _with_folder(job.folder, events)
    return _kept(job, job.folder, events)


def _make_folder(folder: Path) -> None:
    """Make the folder of a new run.

    Raises:
        RunFolderError: if it cannot be made.
    """
    runs_folder.prepare(folder.parent)
    layout.create(folder.parent, folder.name)
    runs_folder.note_new_run(folder.parent)


def _with_folder(folder: Path, events: Iterator[Event]) -> Iterator[Event]:
    """Make the folder of a new run again if it has gone before anything is written to it.

    Empty for hours, it is swept like those that killed processes leave. A cluster's first event may
    take as long, since it comes after a whole epoch.
    """
    for number, event in enumerate(events):
        if number == 0 and is_missing(folder):
            with suppress(RunFolderError):  # whoever records the event reports that
                _make_folder(folder)
        yield event


def warm_up() -> None:
    """Do now what the first run of the process would otherwise wait for.

    While a module is loaded, no other thread runs Python code: the window would stand still for
    the first quarter of a second of the first run (measured: 250 ms with two networks shown).
    """
    from core.data.fingerprint import fingerprint
    from core.lifecycle import recording, tensorboard  # noqa: F401
    from core.training import loop, optimizers  # noqa: F401

    optimizers.warm_up()
    fingerprint(RunConfig().data)


def _training(
    job: TrainingJob, data: "Data", control: Control, loop: TrainingLoop | None
) -> Iterator[Event]:
    from core.training.early_stopping import EarlyStopping
    from core.training.loop import train

    loop = loop or train
    if job.is_pruned is not None:
        loop = pruned_by(job.is_pruned, loop)
    epochs = effective(job.config).patience
    start = job.start
    if start is None:
        return loop(job.config, data, control, None, (), patience=EarlyStopping(epochs))

    # a fork's history is its parent's, with other settings; its patience begins with it
    patience = EarlyStopping(epochs, start.record.own_epochs, goes_on=start.goes_on)
    events = loop(job.config, data, control, start.checkpoint, start.changes, patience=patience)
    if start.checkpoint is not None and start.checkpoint.epoch == job.config.epochs:
        return _with_weights(events, start.checkpoint)
    return events


def _with_weights(events: Iterator[Event], last: Checkpoint) -> Iterator[Event]:
    """Publish the last weights of a run of which only the end is missing.

    The loop publishes weights as it trains, and nothing is left to train.
    """
    for event in events:
        yield event
        if isinstance(event, RunStarted):
            yield WeightsPublished(event.run, Moment(last.epoch), last.weights)


def _kept(job: TrainingJob, folder: Path, events: Iterator[Event]) -> Iterator[Event]:
    """Record the events in the run's folder, and write them for TensorBoard if the job says so."""
    from core.lifecycle import recording, tensorboard

    events = recording.record(
        events,
        job.config,
        folder,
        job.start,
        kept_epochs=MAX_KEPT if job.kept_epochs is None else job.kept_epochs,
        comparison=job.comparison,
    )
    if job.writes_tensorboard:
        before = None if job.start is None else job.start.record
        events = tensorboard.follow(events, job.config, folder / tensorboard.FOLDER, before)
    return events


def _preceded(first: Event, events: Iterator[Event]) -> Iterator[Event]:
    yield first
    yield from events
