"""A kept run trained a second time, to see whether it computes the same."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from core.cancellation import CancelledError, cancelled_by
from core.config.choices import DeviceKind
from core.config.fields import effective, with_values
from core.config.run import RunConfig
from core.data import datasets
from core.data.datasets import Data
from core.data.fingerprint import fingerprint
from core.errors import DeviceError, InklingError, RunFolderError
from core.lifecycle.repeat_result import Repetition, compare, differences
from core.machine import devices
from core.machine.environment import environment
from core.machine.processor import startable_threads
from core.messages import message
from core.run.checkpoint import Checkpoint
from core.run.control import Control, Stop
from core.run.events import CheckpointTaken, EndReason, EpochCompleted, Event, RunEnded, RunStarted
from core.run.record import RunRecord, RunState, TrainingSession
from core.storage.layout import METRICS_FILE
from core.storage.records import read_record
from core.training.early_stopping import EarlyStopping
from core.training.loop import train


def original(folder: Path) -> RunRecord:
    """Read a kept run that can be trained again from its first epoch.

    Raises:
        RunFolderError: if it is being trained, is a fork, or has no epoch or other ones than it
            states.
    """
    record = read_record(folder)
    if record.state is RunState.RUNNING:
        raise RunFolderError(
            message("The run {run} is being trained; repeat it when it has ended.", run=record.run)
        )

    if record.forked_from is not None:
        parent, _epoch = record.forked_from
        raise RunFolderError(
            message(
                "The run {run} started from the weights of {parent}; repeat that one instead.",
                run=record.run,
                parent=parent,
            )
        )

    if not record.epochs:
        raise RunFolderError(message("The run {run} has no epoch to compare with.", run=record.run))
    if record.epochs_done != len(record.epochs):
        raise RunFolderError(
            message("{name} does not contain the epochs of a run.", name=METRICS_FILE)
        )
    return record


def repeat(record: RunRecord, stop: Stop | None = None) -> Iterator[Event | Repetition]:
    """Train the run again from its settings, its seed and its changes by hand; nothing is kept.

    Where the run was continued, the repetition is continued too, for the same number of epochs and
    with the same number of threads, because schedules depend on the epochs to come. It stops at the
    first difference. Yields the events of the new training without its ends, and last the result;
    no result if it was stopped.

    Raises:
        InklingError: if the run cannot be trained on this machine.
    """
    stop = stop or Stop()
    try:
        with cancelled_by(stop.is_set):
            data = datasets.load(record.config.data)
    except CancelledError:
        return
    progress = _Progress(record, data)
    for session, last_epoch in _productive_sessions(record):
        yield from _repeat_session(progress, session, last_epoch, stop)
        if stop.is_set():
            return
        if len(progress.epochs) < last_epoch or progress.differs:
            break

    if progress.session is not None:
        yield compare(record, progress.epochs, progress.session)


@dataclass
class _Progress:
    """The repetition so far.

    Attributes:
        session: what the repetition is trained with, once it has started.
    """

    record: RunRecord
    data: Data
    epochs: list[EpochCompleted] = field(default_factory=list)
    session: TrainingSession | None = None
    checkpoint: Checkpoint | None = None

    @property
    def differs(self) -> bool:
        """Whether its last epoch differs from the original's."""
        last = len(self.epochs) - 1
        return last >= 0 and bool(differences(self.record.epochs[last], self.epochs[last]))


def _productive_sessions(record: RunRecord) -> Iterator[tuple[TrainingSession | None, int]]:
    """Yield the sessions that completed epochs, each with its last one.

    A run of an old version has no session on record; None stands for its only one.
    """
    sessions: list[TrainingSession | None] = list(record.sessions) or [None]
    ends = [min(session.epochs_before, record.epochs_done) for session in record.sessions[1:]]
    reached = 0
    for session, end in zip(sessions, [*ends, record.epochs_done], strict=True):
        if end > reached:
            yield session, end
            reached = end


def _repeat_session(
    progress: _Progress, session: TrainingSession | None, last_epoch: int, stop: Stop
) -> Iterator[Event]:
    """Train on to the session's last epoch, or to the first difference."""
    for event in _training_events(progress, session, stop):
        match event:
            case CheckpointTaken():
                progress.checkpoint = event.checkpoint
                if event.checkpoint.epoch == last_epoch:
                    return
                continue
            case RunStarted():
                if progress.session is not None:
                    continue
                progress.session = _session_from(event, progress.record.config)
            case EpochCompleted():
                progress.epochs.append(event)

        yield event
        if progress.differs:
            return


def _training_events(
    progress: _Progress, session: TrainingSession | None, stop: Stop
) -> Iterator[Event]:
    """Train from the last checkpoint with the session's settings; yield all events but the end."""
    config = progress.record.config
    if session is not None:
        config = with_values(config, {"epochs": session.epochs})
    try:
        devices.resolve(config.device)
    except DeviceError:  # train on another one; the result lists it as different
        config = with_values(config, {"device": DeviceKind.AUTO})

    threads = 0 if session is None else startable_threads(session.threads)
    control = Control(progress.record.run, threads, stop, takes_checkpoints=True)
    changes = progress.record.changes
    # a session after an early stop was asked for, so it was not over before it began
    patience = EarlyStopping(effective(config).patience, progress.epochs, goes_on=True)
    start = progress.checkpoint
    for event in train(config, progress.data, control, start, changes, patience=patience):
        if isinstance(event, RunEnded):
            if event.reason is EndReason.FAILED and event.message is not None:
                raise InklingError(event.message)
            return
        yield event


def _session_from(event: RunStarted, config: RunConfig) -> TrainingSession:
    started = datetime.now(UTC).isoformat(timespec="seconds")
    return TrainingSession(
        event.epochs_before,
        event.epochs,
        started,
        event.device,
        event.threads,
        environment(event.device),
        fingerprint(config.data),
    )
