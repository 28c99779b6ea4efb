"""A thread that drives one run and tells its events; nothing else."""

import logging
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from PySide6.QtCore import QObject, QThread, Signal

from core.config.run import RunConfig
from core.errors import InklingError
from core.lifecycle.continuing import Beginning
from core.machine.processor import work_in_background
from core.messages import Message, message, with_details
from core.run.checkpoint import Checkpoint
from core.run.control import Control
from core.run.events import (
    CheckpointTaken,
    EndReason,
    EpochCompleted,
    Event,
    RecordingFailed,
    RunEnded,
    SettingChanged,
)
from core.run.record import RunRecord
from core.storage.retention import MAX_KEPT

STACK_BYTES = (
    16 * 1024 * 1024
)  # macOS gives a thread 512 KB, too little for a matrix product (numpy#11551)

log = logging.getLogger(__name__)


class Pace(Enum):
    """How far a run may go."""

    GO = "go"
    STEP = "step"
    WAIT = "wait"


@dataclass(frozen=True)
class Job:
    """A run to train.

    Attributes:
        folder: where to keep it; None to keep nothing.
        before: the run as far as it has come, if it goes on from a checkpoint.
        changes: what was changed by hand after the checkpoint, to be done again.
        kept_epochs: of how many epochs at most the weights are kept.
        writes_tensorboard: whether a run that is kept writes what TensorBoard shows, too.
    """

    run: str
    config: RunConfig
    folder: Path | None = None
    before: RunRecord | None = None
    checkpoint: Checkpoint | None = None
    changes: Sequence[SettingChanged] = ()
    kept_epochs: int = MAX_KEPT
    writes_tensorboard: bool = False


def job_from(beginning: Beginning) -> Job:
    """What is to be done where a kept run goes on or forks."""
    record = beginning.record
    return Job(
        record.run, record.config, beginning.folder, record, beginning.checkpoint, beginning.changes
    )


class TrainingThread(QThread):
    """Asks a run's generator for one event after the other, and waits between two of them while paused.

    Signals:
        event_occurred(object): each of the run's events but its checkpoints, in order; the last is
        a `RunEnded`.
    """

    event_occurred = Signal(object)

    def __init__(self, job: Job, threads: int, parent: QObject) -> None:
        super().__init__(parent)
        self.setStackSize(STACK_BYTES)
        self.setObjectName(job.run)
        self._job = job
        self._control = Control(
            job.run, threads, takes_checkpoints=job.folder is not None, measures_layers=True
        )
        self._changed = threading.Condition()
        self._pace = Pace.GO

    def pause(self) -> None:
        """Wait before the next event, within about a tenth of a second."""
        self._set_pace(Pace.WAIT)

    def resume(self) -> None:
        """Go on until told otherwise."""
        self._set_pace(Pace.GO)

    def step(self) -> None:
        """Go on to the end of the epoch and wait there."""
        self._set_pace(Pace.STEP)

    def stop(self) -> None:
        """End the run before its next batch; whatever is asked of it afterwards."""
        self._set_pace(Pace.GO)
        self._control.stop.set()

    def change(self, path: str, value: float) -> None:
        """Give a live setting a new value from the next batch on."""
        self._control.change(path, value)

    @property
    def is_waiting(self) -> bool:
        """Whether it was paused, by hand or at the end of a step."""
        return self._pace is Pace.WAIT

    def _set_pace(self, pace: Pace) -> None:
        with self._changed:
            if not self._control.stop.is_set():  # a run that is to end must not wait any more
                self._pace = pace
            self._changed.notify_all()

    def run(self) -> None:
        """Called by Qt in the new thread; whatever happens becomes the run's end."""
        try:
            self._train()
        except InklingError as error:
            self._fail(error.message)
        except Exception as error:
            log.exception("training failed outside the loop")
            text = message("Training failed: {reason}", reason=f"{type(error).__name__}: {error}")
            self._fail(with_details(text, error))

    def _fail(self, text: Message) -> None:
        done = self._job.before.epochs_done if self._job.before is not None else 0
        self.event_occurred.emit(RunEnded(self._job.run, EndReason.FAILED, done, text))

    def _train(self) -> None:
        from core.data import datasets
        from core.training import loop as training  # torch may still be loading

        work_in_background()
        job = self._job
        data = datasets.load(job.config.data)
        for event in self._kept(
            training.train(job.config, data, self._control, job.checkpoint, job.changes)
        ):
            with self._changed:
                at_epoch_end = isinstance(event, EpochCompleted) and event.epoch < job.config.epochs
                if at_epoch_end and self._pace is Pace.STEP:
                    self._pace = Pace.WAIT
            if not isinstance(event, CheckpointTaken):  # large, and written down already
                self.event_occurred.emit(event)
            is_unsaved = isinstance(event, EpochCompleted) and self._control.takes_checkpoints
            if (
                not isinstance(event, RunEnded) and not is_unsaved
            ):  # the epoch's checkpoint comes next
                with self._changed:
                    self._changed.wait_for(lambda: self._pace is not Pace.WAIT)

    def _kept(self, events: Iterator[Event]) -> Iterator[Event]:
        from core.lifecycle import recording, tensorboard
        from core.storage import layout

        job = self._job
        if job.folder is None:
            return events
        try:
            if job.before is None:
                layout.create(job.folder.parent, job.folder.name)
        except InklingError as error:
            self.event_occurred.emit(RecordingFailed(job.run, error.message))
            return events
        kept = recording.record(
            events, job.config, job.folder, job.before, job.changes, kept_epochs=job.kept_epochs
        )
        if job.writes_tensorboard:
            kept = tensorboard.follow(kept, job.config, job.folder / tensorboard.FOLDER, job.before)
        return kept
