"""Training a kept run a second time, to see whether it computes the same."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from core.config.choices import DeviceKind
from core.config.fields import with_values
from core.config.run import RunConfig
from core.data import datasets
from core.data.datasets import Data
from core.data.fingerprint import fingerprint
from core.errors import DeviceError, InklingError, RunFolderError
from core.lifecycle.repeat_result import Repetition, compare, differences
from core.machine import devices
from core.machine.environment import environment
from core.messages import message
from core.run.checkpoint import Checkpoint
from core.run.control import Control
from core.run.events import CheckpointTaken, EndReason, EpochCompleted, Event, RunEnded, RunStarted
from core.run.record import RunRecord, RunState, TrainingSession
from core.storage.records import read_record
from core.training.loop import train


def original(folder: Path) -> RunRecord:
    """A kept run that can be trained again from its beginning.

    Raises:
        RunFolderError: if it is being trained, a fork, or without a single epoch.
    """
    record = read_record(folder)
    if record.state is RunState.RUNNING:
        raise RunFolderError(
            message("The run {run} is being trained; repeat it when it is over.", run=record.run)
        )
    if record.forked_from is not None:
        raise RunFolderError(
            message(
                "The run {run} began with the weights of {parent}; repeat that one instead.",
                run=record.run,
                parent=record.forked_from[0],
            )
        )
    if not record.epochs:
        raise RunFolderError(message("The run {run} has no epoch to compare with.", run=record.run))
    return record


def repeat(record: RunRecord, stop: threading.Event | None = None) -> Iterator[Event | Repetition]:
    """Train the run again, from its settings, its seed and what was changed by hand; nothing is kept.

    Where the run was continued it is continued here, too, with as many epochs in view and as many
    threads as then, for schedules look ahead. It goes only as far as the first difference. Yields
    the events of the new training but its ends, and at last what came of it; nothing at last if it
    was stopped.

    Raises:
        InklingError: if the run cannot be trained here.
    """
    stop = stop or threading.Event()
    again = _Again(record, datasets.load(record.config.data))
    for session, until in _legs(record):
        yield from _leg(again, session, until, stop)
        if stop.is_set():
            return
        if len(again.epochs) < until or again.differs:
            break
    if again.session is not None:
        yield compare(record, again.epochs, again.session)


@dataclass
class _Again:
    """The repetition so far."""

    record: RunRecord
    data: Data
    epochs: list[EpochCompleted] = field(default_factory=list)
    session: TrainingSession | None = None
    checkpoint: Checkpoint | None = None

    @property
    def differs(self) -> bool:
        """Whether its last epoch is not what it was."""
        last = len(self.epochs) - 1
        return last >= 0 and bool(differences(self.record.epochs[last], self.epochs[last]))


def _legs(record: RunRecord) -> Iterator[tuple[TrainingSession | None, int]]:
    """How the run was trained, one time after the other, and to which epoch each led; not those that led nowhere."""
    sessions: list[TrainingSession | None] = list(record.sessions) or [None]
    ends = [session.epochs_before for session in record.sessions[1:]]
    reached = 0
    for session, end in zip(sessions, [*ends, record.epochs_done], strict=True):
        if end > reached:
            yield session, end
            reached = end


def _leg(
    again: _Again, session: TrainingSession | None, until: int, stop: threading.Event
) -> Iterator[Event]:
    """Train on to an epoch, or to the first difference."""
    for event in _training(again, session, stop):
        match event:
            case CheckpointTaken():
                again.checkpoint = event.checkpoint
                if event.checkpoint.epoch == until:
                    return
                continue
            case RunStarted():
                if again.session is not None:
                    continue
                again.session = _session(event, again.record.config)
            case EpochCompleted():
                again.epochs.append(event)
        yield event
        if again.differs:
            return


def _training(
    again: _Again, session: TrainingSession | None, stop: threading.Event
) -> Iterator[Event]:
    record = again.record
    config = (
        record.config if session is None else with_values(record.config, {"epochs": session.epochs})
    )
    try:
        devices.resolve(config.device)
    except DeviceError:  # it is compared all the same, and said to be another
        config = with_values(config, {"device": DeviceKind.AUTO})
    control = Control(
        record.run, 0 if session is None else session.threads, stop, takes_checkpoints=True
    )
    for event in train(config, again.data, control, again.checkpoint, record.changes):
        if isinstance(event, RunEnded):
            if event.reason is EndReason.FAILED and event.message is not None:
                raise InklingError(event.message)
            return
        yield event


def _session(event: RunStarted, config: RunConfig) -> TrainingSession:
    started = datetime.now(UTC).isoformat(timespec="seconds")
    where = environment(event.device), fingerprint(config.data)
    return TrainingSession(
        event.epochs_before, event.epochs, started, event.device, event.threads, *where
    )
