"""What is known of a run so far, put together from its events."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from heapq import heapreplace
from statistics import fmean

from core.config.choices import Choice
from core.config.model import ModelConfig
from core.config.run import RunConfig
from core.messages import message
from core.network.weights import Weights
from core.run.checkpoint import live_settings
from core.run.events import (
    BatchProgress,
    CheckpointTaken,
    EndReason,
    EpochCompleted,
    Event,
    LayersMeasured,
    RecordingFailed,
    RecordingResumed,
    RunEnded,
    RunStarted,
    SettingChanged,
    WeightsPublished,
)


class RunState(Choice):
    """How far a run is: queued -> running <-> paused -> one of the five ends.

    A run whose process was killed is interrupted.
    """

    QUEUED = "queued", message("queued")
    RUNNING = "running", message("training")
    PAUSED = "paused", message("paused")
    COMPLETED = EndReason.COMPLETED.value, message("completed")
    STOPPED = EndReason.STOPPED.value, message("stopped")
    DIVERGED = EndReason.DIVERGED.value, message("diverged")
    FAILED = EndReason.FAILED.value, message("failed")
    INTERRUPTED = "interrupted", message("interrupted")

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen."""
        return self not in (RunState.QUEUED, RunState.RUNNING, RunState.PAUSED)

    @property
    def is_active(self) -> bool:
        """Whether a thread works, or waits, for this run."""
        return self in (RunState.RUNNING, RunState.PAUSED)


@dataclass(frozen=True)
class TrainingSession:
    """One time that a run was trained on without a break, and with what.

    Attributes:
        epochs_before: completed before it.
        epochs: how many the run was to have in the end.
        started: the time, as ISO 8601.
        environment: versions and machine, by name; see `core.machine.environment`. Empty if it is
            not known.
        data: hashes of the examples, by part; empty if they are not known.
    """

    epochs_before: int
    epochs: int
    started: str
    device: str
    threads: int
    environment: dict[str, str]
    data: dict[str, str]


@dataclass
class RunRecord:
    """One run and all that its events have told.

    Attributes:
        epochs: one entry per completed epoch, in order; empty, while `last` is not, for a kept run
            whose curves have not been read yet.
        last, best: the last completed epoch, and the first of those with the highest accuracy on
            the examples held out, or on the test examples without any.
        progress: the epoch in progress; None between epochs.
        layers: what the layers did after each epoch in which it was measured, in order.
        changes: what was changed by hand, in order.
        weights: the latest published ones.
        forked_from: the run whose weights this one began with, and after which of its epochs.
        sittings: each time that it was trained on, as far as its folder knows; empty for a run of
            this window.
    """

    run: str
    config: RunConfig
    state: RunState = RunState.QUEUED
    started: RunStarted | None = None
    progress: BatchProgress | None = None
    epochs: list[EpochCompleted] = field(default_factory=list)
    last: EpochCompleted | None = None
    best: EpochCompleted | None = None
    layers: list[LayersMeasured] = field(default_factory=list)
    changes: list[SettingChanged] = field(default_factory=list)
    weights: Weights | None = None
    end: RunEnded | None = None
    forked_from: tuple[str, int] | None = None
    sessions: list[TrainingSession] = field(default_factory=list)

    def apply(self, event: Event) -> None:
        """Take in the run's next event."""
        match event:
            case RunStarted():
                self.started = event
                self.end = None
                self.state = RunState.RUNNING
            case BatchProgress():
                self.progress = event
            case WeightsPublished():
                self.weights = event.weights
            case LayersMeasured():
                self.layers.append(event)
            case EpochCompleted():
                self.epochs.append(event)
                self.take_in(event)
                self.progress = None
            case SettingChanged():
                self.changes.append(event)
            case RunEnded():
                self.end = event
                self.progress = None
                self.state = RunState(event.reason)
            case CheckpointTaken() | RecordingFailed() | RecordingResumed():
                pass

    def take_in(self, epoch: EpochCompleted) -> None:
        """Let `last` and `best` know of an epoch."""
        self.last = epoch
        accuracy, highest = (
            epoch.choosing_accuracy,
            None if self.best is None else self.best.choosing_accuracy,
        )
        if accuracy is not None and (highest is None or accuracy > highest):
            self.best = epoch

    @property
    def epochs_done(self) -> int:
        """Epochs completed, those before a continuation or a fork included."""
        return self.last.epoch if self.last is not None else 0

    @property
    def best_accuracy(self) -> float | None:
        """The accuracy on the test examples after the best epoch, 0 to 1."""
        return self.best.accuracy if self.best is not None else None

    @property
    def elapsed_s(self) -> float:
        """Seconds that the run has worked, without pauses."""
        latest = self.progress or self.last
        return latest.elapsed_s if latest is not None else 0.0

    @property
    def share_done(self) -> float:
        """How much of all epochs is done, 0 to 1."""
        within = self.progress.batch / self.progress.batches if self.progress is not None else 0.0
        return min(1.0, (self.epochs_done + within) / self.config.epochs)

    @property
    def seconds_left(self) -> float | None:
        """How long the rest will take if it goes on as it went; None before there is anything to go by."""
        done = self.share_done
        return self.elapsed_s * (1 - done) / done if done > 0 and self.elapsed_s > 0 else None


def seconds_left(active: Sequence[RunRecord], waiting: Sequence[RunRecord] = ()) -> float | None:
    """How long all these runs will take, as many at a time as are active now; None before there is anything to go by.

    A run that has not begun is taken to go as fast, in examples per second, as those active ones
    with the same network, or else as all of them on average; whoever waits gets the first place
    that becomes free.
    """
    paces: dict[ModelConfig, list[float]] = {}
    for record in active:
        if (pace := _pace(record)) is not None:
            paces.setdefault(record.config.model, []).append(pace)
    if not paces:
        return None
    usual = fmean(pace for each in paces.values() for pace in each)

    def rest(record: RunRecord) -> float:
        own = _pace(record)
        pace = own if own is not None else fmean(paces.get(record.config.model, [usual]))
        return pace * _examples(record) * (1 - record.share_done)

    places = sorted(map(rest, active))
    for record in waiting:
        heapreplace(places, places[0] + rest(record))
    return max(places)


def _examples(record: RunRecord) -> int:
    """How many a run learns from in all its epochs."""
    return record.config.epochs * record.config.data.train_size


def _pace(record: RunRecord) -> float | None:
    """Seconds per example, as far as the run has come."""
    done = record.share_done * _examples(record)
    return record.elapsed_s / done if done > 0 and record.elapsed_s > 0 else None


def current_settings(record: RunRecord) -> dict[str, float]:
    """Return the live settings of a run as they are now, by dotted path.

    A fork's record repeats its parent's changes up to the fork. They do not count: the fork's
    config already holds what they led to, and what was set at the fork.
    """
    since = record.forked_from[1] if record.forked_from is not None else 0
    changed = {change.path: change.value for change in record.changes if change.epoch > since}
    return live_settings(record.config) | changed
