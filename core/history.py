"""What is known of a run so far, put together from its events."""

from dataclasses import dataclass, field
from enum import StrEnum

from core.config import RunConfig
from core.events import (
    BatchProgress,
    EndReason,
    EpochCompleted,
    Event,
    RecordingFailed,
    RunEnded,
    RunStarted,
    Weights,
    WeightsPublished,
)


class RunState(StrEnum):
    """queued -> running <-> paused -> one of the four ends."""

    QUEUED = "queued"
    RUNNING = "running"
    PAUSED = "paused"
    COMPLETED = EndReason.COMPLETED
    STOPPED = EndReason.STOPPED
    DIVERGED = EndReason.DIVERGED
    FAILED = EndReason.FAILED

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen."""
        return self not in (RunState.QUEUED, RunState.RUNNING, RunState.PAUSED)

    @property
    def is_active(self) -> bool:
        """Whether a thread works, or waits, for this run."""
        return self in (RunState.RUNNING, RunState.PAUSED)


@dataclass
class RunRecord:
    """One run and all that its events have told.

    Attributes:
        epochs: one entry per completed epoch, in order.
        progress: the epoch in progress; None between epochs.
        weights: the latest published ones.
    """

    run: str
    config: RunConfig
    state: RunState = RunState.QUEUED
    started: RunStarted | None = None
    progress: BatchProgress | None = None
    epochs: list[EpochCompleted] = field(default_factory=list)
    weights: Weights | None = None
    end: RunEnded | None = None

    def apply(self, event: Event) -> None:
        """Take in the run's next event."""
        match event:
            case RunStarted():
                self.started = event
                self.state = RunState.RUNNING
            case BatchProgress():
                self.progress = event
            case WeightsPublished():
                self.weights = event.weights
            case EpochCompleted():
                self.epochs.append(event)
                self.progress = None
            case RunEnded():
                self.end = event
                self.progress = None
                self.state = RunState(event.reason)
            case RecordingFailed():
                pass

    @property
    def last(self) -> EpochCompleted | None:
        """The last completed epoch."""
        return self.epochs[-1] if self.epochs else None

    @property
    def best_accuracy(self) -> float | None:
        """The highest accuracy on the test examples after any epoch, 0 to 1."""
        return max((epoch.accuracy for epoch in self.epochs if epoch.accuracy is not None), default=None)

    @property
    def elapsed_s(self) -> float:
        """Seconds that the run has worked, without pauses."""
        latest = self.progress or self.last
        return latest.elapsed_s if latest is not None else 0.0

    @property
    def share_done(self) -> float:
        """How much of all epochs is done, 0 to 1."""
        within = self.progress.batch / self.progress.batches if self.progress is not None else 0.0
        return min(1.0, (len(self.epochs) + within) / self.config.epochs)

    @property
    def seconds_left(self) -> float | None:
        """How long the rest will take if it goes on as it went; None before there is anything to go by."""
        done = self.share_done
        return self.elapsed_s * (1 - done) / done if done > 0 and self.elapsed_s > 0 else None
