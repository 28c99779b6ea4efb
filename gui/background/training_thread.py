"""A thread that drives one run and sends its events."""

import threading
from collections.abc import Mapping
from enum import Enum

from PySide6.QtCore import QObject, Signal

from core.lifecycle.job import TrainingJob, TrainingLoop
from core.lifecycle.session import train_and_keep
from core.machine.processor import begin_computing
from core.messages import message
from core.run.control import Control
from core.run.events import (
    BatchProgress,
    CheckpointTaken,
    EndReason,
    EpochCompleted,
    Event,
    RunEnded,
    WeightsPublished,
)
from core.run.moment import Moment
from core.run.right_of_way import RightOfWay
from gui.background.failures import message_for
from gui.background.threads import BackgroundThread

TRAINING_FAILED = message("Training failed: {reason}", reason="")


class Pace(Enum):
    """How far a run may go: on, to the end of its epoch or of its next batch, or no further."""

    GO = "go"
    EPOCH = "epoch"
    BATCH = "batch"
    WAIT = "wait"


class TrainingThread(BackgroundThread):
    """The events of one run, taken one by one; while paused, it waits between two of them.

    Args:
        loop: trains on other machines, whole epochs at a time; None to train here.
        right_of_way: what the run waits for between two batches.

    Attributes:
        job: what it trains; read-only.

    Signals:
        event_occurred(object): each of the run's events but its checkpoints, in order; the last is
        a `RunEnded`.
    """

    event_occurred = Signal(object)

    def __init__(
        self,
        job: TrainingJob,
        threads: int,
        parent: QObject,
        loop: TrainingLoop | None = None,
        right_of_way: RightOfWay | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(job.run)
        self.job = job
        self._loop = loop
        self._control = Control(
            job.run,
            threads,
            takes_checkpoints=job.folder is not None,
            measures_layers=True,
            measures_moments=True,
            right_of_way=right_of_way or RightOfWay(),
        )
        self._threads = (job.config.threads or threads) if loop is None else 0  # that compute here
        self._changed = threading.Condition()
        self._pace = Pace.GO
        self._reported = Moment(0)  # by the last progress within an epoch
        self._step_start = Moment(0)  # where it last waited
        self._has_begun = False

    def pause(self) -> None:
        """Wait before the next event, within about a tenth of a second."""
        self._set_pace(Pace.WAIT)

    def resume(self) -> None:
        """Go on until the next pause or step."""
        self._set_pace(Pace.GO)

    def step(self, pace: Pace = Pace.EPOCH) -> None:
        """Go on to the end of the epoch, or of the next batch, and wait there.

        On other machines an epoch is the least.
        """
        is_batch = pace is Pace.BATCH and self._loop is not None
        self._set_pace(Pace.EPOCH if is_batch else pace)

    def stop(self) -> None:
        """End the run before its next batch; later requests are ignored."""
        self._set_pace(Pace.GO)
        self._control.stop.set()

    def change(self, values: Mapping[str, float]) -> None:
        """Give live settings new values from the next batch on."""
        self._control.change(values)

    def set_showing_s(self, seconds: float | None, *, is_smooth: bool = False) -> None:
        """Set what showing one publication costs the run; None while nobody looks.

        Args:
            is_smooth: see `core.run.publishing.PublicationPace`.
        """
        self._control.pace.is_smooth = is_smooth
        self._control.pace.showing_s = seconds

    @property
    def is_waiting(self) -> bool:
        """Whether it was paused, by hand or at the end of a step."""
        return self._pace is Pace.WAIT

    def _set_pace(self, pace: Pace) -> None:
        with self._changed:
            if not self._control.stop.is_set():  # a stopped run must not wait any more
                self._pace = pace
            if self._pace is Pace.BATCH:
                self._control.reports_each_batch.set()
            elif self._pace is not Pace.WAIT:
                self._control.reports_each_batch.clear()
            self._changed.notify_all()

    def run(self) -> None:
        """Train, in the new thread; any exception ends the run."""
        try:
            self._train()
        except Exception as error:
            reason = message_for(error, "training outside the loop", TRAINING_FAILED)
            run, done = self.job.run, self.job.epochs_before
            ended = RunEnded(run, EndReason.FAILED, done, reason, has_begun=self._has_begun)
            self.event_occurred.emit(ended)

    def _train(self) -> None:
        begin_computing(gives_way=True)

        with self._control.right_of_way.training(self._threads):
            for event in train_and_keep(self.job, self._control, self._loop):
                self._has_begun = True
                self._end_step(event)
                if not isinstance(event, CheckpointTaken):  # large, and written already
                    self.event_occurred.emit(event)
                self._wait_after(event)

    def _end_step(self, event: Event) -> None:
        """Pause at the end of an epoch or batch if only this step was asked for."""
        ended = None
        if isinstance(event, BatchProgress):
            self._reported = Moment(event.epoch - 1, event.batch)
        elif isinstance(event, EpochCompleted) and event.epoch < self.job.config.epochs:
            ended = Pace.EPOCH
        elif isinstance(event, WeightsPublished) and event.moment.batch:
            # the weights of the batch at which it waited may come now
            ended = Pace.BATCH if event.moment > self._step_start else None

        with self._changed:
            if self._pace is ended:
                self._pace = Pace.WAIT

    def _wait_after(self, event: Event) -> None:
        """Wait while paused; not where the epoch's checkpoint comes next, nor after the end."""
        is_unsaved = isinstance(event, EpochCompleted) and self._control.takes_checkpoints
        if isinstance(event, RunEnded) or is_unsaved:
            return
        with self._changed:
            if self._pace is Pace.WAIT:
                self._step_start = self._reported
            self._changed.wait_for(lambda: self._pace is not Pace.WAIT)
