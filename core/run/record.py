"""What is known of a run so far, collected from its events."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from heapq import heapreplace
from math import log
from statistics import fmean
from typing import Annotated

from annotated_types import MaxLen

from core.config.choices import Choice
from core.config.fields import with_values
from core.config.live import live_settings
from core.config.model import ModelConfig
from core.config.run import RunConfig
from core.messages import message
from core.network.architecture import parameter_count
from core.network.weights import Weights
from core.run.events import (
    BatchProgress,
    CheckpointTaken,
    Count,
    DataChanged,
    EndReason,
    EpochCompleted,
    Event,
    LayersMeasured,
    MomentMeasured,
    RecordingFailed,
    RecordingResumed,
    RunEnded,
    RunStarted,
    SettingChanged,
    Text,
    WeightsPublished,
)
from core.run.moment import Moment

MAX_TEXTS = 100  # versions, or hashes, of a training session; there are ten

Texts = Annotated[dict[Text, Text], MaxLen(MAX_TEXTS)]
_SpeedKey = tuple[str, ModelConfig, int]  # device, network and batch size, which decide the speed


class RunState(Choice):
    """The state of a run: queued -> running <-> paused -> one of the six ends.

    A run whose process was killed is interrupted.
    """

    QUEUED = "queued", message("queued")
    RUNNING = "running", message("training")
    PAUSED = "paused", message("paused")
    COMPLETED = EndReason.COMPLETED.value, message("completed")
    STOPPED_EARLY = EndReason.STOPPED_EARLY.value, message("stopped early")
    STOPPED = EndReason.STOPPED.value, message("stopped")
    DIVERGED = EndReason.DIVERGED.value, message("diverged")
    FAILED = EndReason.FAILED.value, message("failed")
    INTERRUPTED = "interrupted", message("interrupted")

    @property
    def is_over(self) -> bool:
        """Whether the run has ended."""
        return self not in (RunState.QUEUED, RunState.RUNNING, RunState.PAUSED)

    @property
    def is_finished(self) -> bool:
        """Whether the run trained as long as its settings say, so that it can be judged."""
        return self in (RunState.COMPLETED, RunState.STOPPED_EARLY)

    @property
    def is_active(self) -> bool:
        """Whether a thread trains this run or waits for it to go on."""
        return self in (RunState.RUNNING, RunState.PAUSED)


@dataclass(frozen=True)
class TrainingSession:
    """One uninterrupted period of a run's training, with its machine and data.

    Attributes:
        epochs_before: epochs completed before it.
        epochs: the number of epochs at the run's planned end.
        started: the time, as ISO 8601.
        environment: versions and machine, by name; see `core.machine.environment`. Empty if
            unknown.
        data: hashes of the examples, by part; empty if unknown.
    """

    epochs_before: Count
    epochs: Count
    started: Text
    device: Text
    threads: Count
    environment: Texts
    data: Texts


@dataclass
class RunRecord:
    """One run and all that its events have reported.

    Attributes:
        epochs: one entry per completed epoch, in order. For a kept run whose curves have not been
            read yet it is empty although `last` is set.
        last, best: the last completed epoch, and the first of those with the highest
            `choosing_accuracy`.
        progress: the epoch in progress; None between epochs.
        points: measurements of the untrained network and within the first epoch, in order; then
            those within the epoch in progress, which its end replaces.
        layers: the measurements of the layers, in order.
        changes: the settings changed by hand, in order.
        weights: the latest published ones.
        moment: when they were published; None without weights, and for those of a kept run whose
            file does not state it.
        forked_from: the run whose weights this one started from, and the epoch they are of.
        comparison: the name of the comparison that it was trained for; None for none, and empty for
            a kept run of an earlier version, which does not state it.
        sessions: its training sessions, as far as its folder records them; empty for a run of this
            window.
    """

    run: str
    config: RunConfig
    state: RunState = RunState.QUEUED
    started: RunStarted | None = None
    progress: BatchProgress | None = None
    epochs: list[EpochCompleted] = field(default_factory=list)
    last: EpochCompleted | None = None
    best: EpochCompleted | None = None
    points: list[MomentMeasured] = field(default_factory=list)
    layers: list[LayersMeasured] = field(default_factory=list)
    changes: list[SettingChanged] = field(default_factory=list)
    weights: Weights | None = None
    moment: Moment | None = None
    end: RunEnded | None = None
    forked_from: tuple[str, int] | None = None
    comparison: str | None = None
    sessions: list[TrainingSession] = field(default_factory=list)

    def apply(self, event: Event) -> None:
        """Update the record with the run's next event."""
        match event:
            # the course of the run
            case RunStarted():
                self.started = event
                self.end = None
                self.state = RunState.RUNNING
            case RunEnded():
                self.end = event
                self.points = of_first_epoch(self.points)
                self.progress = None
                self.state = RunState(event.reason)
            case BatchProgress():
                self.progress = event

            # its results
            case WeightsPublished():
                self.weights = event.weights
                self.moment = event.moment
            case MomentMeasured():
                self.points = [*points_before(self.points, event.moment), event]
            case LayersMeasured():
                self.layers.append(event)
            case EpochCompleted():
                self.epochs.append(event)
                self.update_last_and_best(event)
                self.points = of_first_epoch(self.points)
                self.progress = None
            case SettingChanged():
                self.changes.append(event)

            # only of interest to storage and window
            case CheckpointTaken() | DataChanged() | RecordingFailed() | RecordingResumed():
                pass

    def at_start(self, run: str, config: RunConfig) -> "RunRecord":
        """Return a copy of its history with which another training session begins."""
        return RunRecord(
            run,
            config,
            epochs=list(self.epochs),
            last=self.last,
            best=self.best,
            points=list(self.points),
            layers=list(self.layers),
            changes=list(self.changes),
            forked_from=self.forked_from,
            comparison=self.comparison,
            sessions=list(self.sessions),
        )

    def update_last_and_best(self, epoch: EpochCompleted) -> None:
        """Make a newly completed epoch `last`, and `best` if its accuracy is the highest so far."""
        self.last = epoch
        accuracy = epoch.choosing_accuracy
        highest = None if self.best is None else self.best.choosing_accuracy
        if accuracy is not None and (highest is None or accuracy > highest):
            self.best = epoch

    def belongs_to(self, comparison: str) -> bool:
        """Return whether it was trained for this comparison, as far as it states that.

        A file of a comparison may come from anybody, and name any run.
        """
        return self.comparison in (comparison, "")

    @property
    def epochs_done(self) -> int:
        """Epochs completed, including those before a continuation or a fork."""
        return self.last.epoch if self.last is not None else 0

    @property
    def own_epochs(self) -> list[EpochCompleted]:
        """The epochs without those of the run that it was forked from."""
        since = self.forked_from[1] if self.forked_from is not None else 0
        return [completed for completed in self.epochs if completed.epoch > since]

    @property
    def best_accuracy(self) -> float | None:
        """The accuracy on the test examples after the best epoch, 0 to 1."""
        return self.best.accuracy if self.best is not None else None

    def accuracy_at(self, moment: Moment) -> float | None:
        """Return the accuracy on all test examples at a moment, 0 to 1; None if not measured."""
        measured = self._measured_at(moment)
        return None if measured is None else measured.accuracy

    def train_accuracy_at(self, moment: Moment) -> float | None:
        """Return the accuracy on the first training examples, as `accuracy_at` does."""
        measured = self._measured_at(moment)
        return None if measured is None else measured.train_accuracy

    def wrong_accuracy_at(self, moment: Moment) -> float | None:
        """Return the share of the wrong training labels that are learned, as `accuracy_at` does."""
        measured = self._measured_at(moment)
        return measured.wrong_accuracy if isinstance(measured, EpochCompleted) else None

    def _measured_at(self, moment: Moment) -> EpochCompleted | MomentMeasured | None:
        """Return what was measured with all test examples at a moment."""
        if moment == Moment(0):
            return next((one for one in self.points if one.moment == moment), None)
        if self.last is not None and Moment(self.last.epoch) == moment:
            return self.last
        return next((one for one in self.epochs if Moment(one.epoch) == moment), None)

    @property
    def elapsed_s(self) -> float:
        """Seconds that the run has worked, without pauses."""
        latest = self.progress or self.last
        return latest.elapsed_s if latest is not None else 0.0

    @property
    def share_done(self) -> float:
        """The share of all epochs that is done, 0 to 1."""
        within = self.progress.batch / self.progress.batches if self.progress is not None else 0.0
        return min(1.0, (self.epochs_done + within) / self.config.epochs)

    @property
    def seconds_left(self) -> float | None:
        """The remaining time, extrapolated from the time so far; None before any progress."""
        done = self.share_done
        return self.elapsed_s * (1 - done) / done if done > 0 and self.elapsed_s > 0 else None


def of_first_epoch(points: Sequence[MomentMeasured]) -> list[MomentMeasured]:
    """Return the measurements that a run keeps: those until the end of its first epoch."""
    return [point for point in points if point.epoch == 1]


def points_before(points: Sequence[MomentMeasured], moment: Moment) -> list[MomentMeasured]:
    """Return the measurements made before a moment."""
    return [point for point in points if point.moment < moment]


def seconds_left(active: Sequence[RunRecord], waiting: Sequence[RunRecord] = ()) -> float | None:
    """Estimate how long all these runs will take, as many at a time as are active now.

    A run that has not begun is assumed to be as fast, in examples per second, as the active runs
    with the same network, or without any as all of them on average. A waiting run starts as soon
    as another one ends.

    Returns:
        seconds; None before any of the active runs has made progress.
    """
    paces: dict[ModelConfig, list[float]] = {}
    for record in active:
        if (pace := _pace(record)) is not None:
            paces.setdefault(record.config.model, []).append(pace)
    if not paces:
        return None
    average = fmean(pace for same_network in paces.values() for pace in same_network)

    def rest(record: RunRecord) -> float:
        own = _pace(record)
        pace = own if own is not None else fmean(paces.get(record.config.model, [average]))
        return pace * _examples(record.config) * (1 - record.share_done)

    return _last_end(map(rest, active), map(rest, waiting))


def seconds_for(
    plan: Sequence[RunConfig], known: Sequence[RunRecord], at_once: int = 1
) -> float | None:
    """Estimate how long runs that have not begun will take, so many at a time.

    Each is assumed to be as fast, in examples per second, as the known runs whose network and
    batches are most similar: first of the same kind, then in the number of parameters, then in the
    size of the batches. Runs on other devices do not count.

    Returns:
        seconds; None if no known run on the same device has made progress.
    """
    paces: dict[_SpeedKey, list[float]] = {}
    for record in known:
        if (pace := _pace(record)) is not None:
            paces.setdefault(_speed_key(record.config), []).append(pace)
    if any(not _same_device(config, paces) for config in plan):
        return None

    nearest = {
        key: min(_same_device(config, paces), key=partial(_speed_distance, key))
        for config in plan
        if (key := _speed_key(config))
    }

    def whole(config: RunConfig) -> float:
        return fmean(paces[nearest[_speed_key(config)]]) * _examples(config)

    return _last_end([0.0] * at_once, map(whole, plan))


def _last_end(active: Iterable[float], waiting: Iterable[float]) -> float:
    """Return when the last of several runs ends, each waiting one taking the first free place.

    Args:
        active: seconds until the runs that train side by side end.
        waiting: how many seconds each of the others takes, in order.
    """
    ends = sorted(active)  # a heap
    for seconds in waiting:
        heapreplace(ends, ends[0] + seconds)
    return max(ends)


def _speed_key(config: RunConfig) -> _SpeedKey:
    return config.device, config.model, config.data.batch_size


def _same_device(config: RunConfig, keys: Iterable[_SpeedKey]) -> list[_SpeedKey]:
    return [key for key in keys if key[0] == config.device]


def _speed_distance(one: _SpeedKey, other: _SpeedKey) -> tuple[bool, float, float]:
    """Return how much two runs differ in what decides their speed, the most important first."""
    (_, model, batch), (_, other_model, other_batch) = one, other
    size, other_size = parameter_count(model), parameter_count(other_model)
    return (
        model.kind is not other_model.kind,
        abs(log(size / other_size)),
        abs(log(batch / other_batch)),
    )


def _examples(config: RunConfig) -> int:
    """Count the examples that a run is trained on in all its epochs, with repetitions."""
    return config.epochs * config.data.train_size


def _pace(record: RunRecord) -> float | None:
    """Return the run's seconds per example so far; None before any progress."""
    done = record.share_done * _examples(record.config)
    return record.elapsed_s / done if done > 0 and record.elapsed_s > 0 else None


def current_settings(record: RunRecord) -> dict[str, float]:
    """Return the current live settings of a run, by dotted path.

    A fork's record repeats its parent's changes up to the fork. They are ignored: the fork's config
    already contains their result, and what was set at the fork.
    """
    since = record.forked_from[1] if record.forked_from is not None else 0
    changed = {change.path: change.value for change in record.changes if change.epoch > since}
    return live_settings(record.config) | changed


def current_config(record: RunRecord) -> RunConfig:
    """Return a run's config with its current live settings."""
    return with_values(record.config, current_settings(record)) if record.changes else record.config
