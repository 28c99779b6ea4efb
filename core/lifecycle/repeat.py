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
from core.run.record import RunRecord, RunState, Sitting
from core.storage.records import read_record
from core.training.loop import train


def original(folder: Path) -> RunRecord:
    """A kept run that can be trained again from its beginning.

    Raises:
        RunFolderError: if it is being trained, a fork, or without a single epoch.
    """
    record = read_record(folder)
    if record.state is RunState.RUNNING:
        raise RunFolderError(message("The run {run} is being trained; repeat it when it is over.", run=record.run))
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

    Where the run was continued it is continued here, too, with as many epochs in view and as many threads as then,
    for schedules look ahead. It goes only as far as the first difference. Yields the events of the new training but
    its ends, and at last what came of it; nothing at last if it was stopped.

    Raises:
        InklingError: if the run cannot be trained here.
    """
    stop = stop or threading.Event()
    again = _Again(record, datasets.load(record.config.data))
    for sitting, until in _legs(record):
        yield from _leg(again, sitting, until, stop)
        if stop.is_set():
            return
        if len(again.epochs) < until or again.differs:
            break
    if again.sitting is not None:
        yield compare(record, again.epochs, again.sitting)


@dataclass
class _Again:
    """The repetition so far."""

    record: RunRecord
    data: Data
    epochs: list[EpochCompleted] = field(default_factory=list)
    sitting: Sitting | None = None
    checkpoint: Checkpoint | None = None

    @property
    def differs(self) -> bool:
        """Whether its last epoch is not what it was."""
        last = len(self.epochs) - 1
        return last >= 0 and bool(differences(self.record.epochs[last], self.epochs[last]))


def _legs(record: RunRecord) -> Iterator[tuple[Sitting | None, int]]:
    """How the run was trained, one time after the other, and to which epoch each led; not those that led nowhere."""
    sittings: list[Sitting | None] = list(record.sittings) or [None]
    ends = [sitting.epochs_before for sitting in record.sittings[1:]]
    reached = 0
    for sitting, end in zip(sittings, [*ends, record.epochs_done], strict=True):
        if end > reached:
            yield sitting, end
            reached = end


def _leg(again: _Again, sitting: Sitting | None, until: int, stop: threading.Event) -> Iterator[Event]:
    """Train on to an epoch, or to the first difference."""
    for event in _training(again, sitting, stop):
        match event:
            case CheckpointTaken():
                again.checkpoint = event.checkpoint
                if event.checkpoint.epoch == until:
                    return
                continue
            case RunStarted():
                if again.sitting is not None:
                    continue
                again.sitting = _sitting(event, again.record.config)
            case EpochCompleted():
                again.epochs.append(event)
        yield event
        if again.differs:
            return


def _training(again: _Again, sitting: Sitting | None, stop: threading.Event) -> Iterator[Event]:
    record = again.record
    config = record.config if sitting is None else with_values(record.config, {"epochs": sitting.epochs})
    try:
        devices.resolve(config.device)
    except DeviceError:  # it is compared all the same, and said to be another
        config = with_values(config, {"device": DeviceKind.AUTO})
    control = Control(record.run, 0 if sitting is None else sitting.threads, stop, takes_checkpoints=True)
    for event in train(config, again.data, control, again.checkpoint, record.changes):
        if isinstance(event, RunEnded):
            if event.reason is EndReason.FAILED and event.message is not None:
                raise InklingError(event.message)
            return
        yield event


def _sitting(event: RunStarted, config: RunConfig) -> Sitting:
    started = datetime.now(UTC).isoformat(timespec="seconds")
    where = environment(event.device), fingerprint(config.data)
    return Sitting(event.epochs_before, event.epochs, started, event.device, event.threads, *where)
