"""A thread that drives one run and tells its events; nothing else."""

import threading
from enum import Enum

from PySide6.QtCore import QObject, QThread, Signal

from core.config import RunConfig
from core.events import EndReason, EpochCompleted, RunEnded
from core.messages import InklingError

STACK_BYTES = 16 * 1024 * 1024  # macOS gives a thread 512 KB, too little for a matrix product (numpy#11551)


class Pace(Enum):
    """How far a run may go."""

    GO = "go"
    STEP = "step"
    WAIT = "wait"


class TrainingThread(QThread):
    """Asks a run's generator for one event after the other, and waits between two of them while paused.

    Signals:
        event_occurred(object): each of the run's events, in order; the last is a `RunEnded`.
    """

    event_occurred = Signal(object)

    def __init__(self, run_id: str, config: RunConfig, runs_at_once: int, parent: QObject) -> None:
        super().__init__(parent)
        self.setStackSize(STACK_BYTES)
        self.setObjectName(run_id)
        self._run_id = run_id
        self._config = config
        self._runs_at_once = runs_at_once
        self._stop = threading.Event()
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
        self._stop.set()

    @property
    def is_waiting(self) -> bool:
        """Whether it was paused, by hand or at the end of a step."""
        return self._pace is Pace.WAIT

    def _set_pace(self, pace: Pace) -> None:
        with self._changed:
            if not self._stop.is_set():  # a run that is to end must not wait any more
                self._pace = pace
            self._changed.notify_all()

    def run(self) -> None:
        """Called by Qt in the new thread."""
        from core import datasets, devices, training  # torch may still be loading

        threads = devices.automatic_threads(self._runs_at_once)
        control = training.Control(self._run_id, threads, self._stop)
        try:
            data = datasets.load(self._config.data)
        except InklingError as error:
            self.event_occurred.emit(RunEnded(self._run_id, EndReason.FAILED, 0, error.message))
            return
        for event in training.train(self._config, data, control):
            with self._changed:
                at_epoch_end = isinstance(event, EpochCompleted) and event.epoch < self._config.epochs
                if at_epoch_end and self._pace is Pace.STEP:
                    self._pace = Pace.WAIT
            self.event_occurred.emit(event)
            if not isinstance(event, RunEnded):
                with self._changed:
                    self._changed.wait_for(lambda: self._pace is not Pace.WAIT)
