"""What is known of a run so far, collected from its events."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Annotated

from annotated_types import MaxLen
from pydantic import FailFast

from core.config.choices import Choice
from core.config.fields import with_values
from core.config.live import live_settings
from core.config.run import RunConfig, sealed
from core.messages import message
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
from core.run.identity import is_name_of_search
from core.run.moment import Moment
from core.run.seal import Openings, is_closed

MAX_TEXTS = 100  # versions, or hashes, of a training session; there are ten

Texts = Annotated[dict[Text, Text], MaxLen(MAX_TEXTS)]


class RunState(Choice):
    """The state of a run: queued -> running <-> paused -> one of the seven ends.

    A run whose process was killed is interrupted.
    """

    QUEUED = "queued", message("queued")
    RUNNING = "running", message("training")
    PAUSED = "paused", message("paused")
    COMPLETED = EndReason.COMPLETED.value, message("completed")
    STOPPED_EARLY = EndReason.STOPPED_EARLY.value, message("stopped early")
    STOPPED = EndReason.STOPPED.value, message("stopped")
    PRUNED = EndReason.PRUNED.value, message("pruned")
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


def is_for(stated: str | None, comparison: str) -> bool:
    """Return whether a run that states this was trained for the comparison of this name.

    A file of a comparison may come from anybody, bear the name of a search, and name any run.

    Args:
        stated: as in `RunRecord.comparison`. A run of an earlier version states nothing, and is
            taken for one of any comparison.
    """
    return stated in (comparison, "") and not is_name_of_search(comparison)


# read until the first that is damaged: each of a few bytes would become kilobytes of errors
Sessions = Annotated[list[TrainingSession], FailFast()]


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
        openings: of its test set; see `core.run.seal`.
        is_imported: whether it came as an archive, so that somebody else may have trained it.
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
    openings: Openings = ()
    is_imported: bool = False

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
            openings=self.openings,
            is_imported=self.is_imported,
        )

    def update_last_and_best(self, epoch: EpochCompleted) -> None:
        """Make a newly completed epoch `last`, and `best` if its accuracy is the highest so far."""
        self.last = epoch
        accuracy = epoch.choosing_accuracy
        highest = None if self.best is None else self.best.choosing_accuracy
        if accuracy is not None and (highest is None or accuracy > highest):
            self.best = epoch

    def belongs_to(self, comparison: str) -> bool:
        """Return whether it was trained for this comparison, as far as it states that."""
        return is_for(self.comparison, comparison)

    @property
    def search(self) -> str | None:
        """The name of the search that it is a trial of, which it states like a comparison's."""
        name = self.comparison
        return name if name is not None and is_name_of_search(name) else None

    @property
    def epochs_done(self) -> int:
        """Epochs completed, including those before a continuation or a fork."""
        return self.last.epoch if self.last is not None else 0

    @property
    def lacks_only_its_end(self) -> bool:
        """Whether its process was killed after all of its epochs, before it could say so."""
        return self.state is RunState.INTERRUPTED and self.epochs_done == self.config.epochs

    @property
    def own_epochs(self) -> list[EpochCompleted]:
        """The epochs without those of the run that it was forked from."""
        since = self.forked_from[1] if self.forked_from is not None else 0
        return [completed for completed in self.epochs if completed.epoch > since]

    @property
    def is_sealed(self) -> bool:
        """Whether its test set is closed, so that its held-out examples judge it."""
        return is_closed(self.config, self.openings, self.epochs_done)

    @property
    def judged(self) -> RunConfig:
        """Its config, with the examples that judge it as test examples."""
        return sealed(self.config) if self.is_sealed else self.config

    def accuracy_of(self, measured: EpochCompleted | MomentMeasured | None) -> float | None:
        """Return the accuracy on the examples that judge it, 0 to 1; None if not measured."""
        if isinstance(measured, MomentMeasured):
            return measured.accuracy if measured.are_held_out is self.is_sealed else None
        if measured is None:
            return None
        return measured.validation_accuracy if self.is_sealed else measured.accuracy

    def cost_of(self, measured: EpochCompleted | MomentMeasured | None) -> float | None:
        """Return the mean cost of the examples that judge it; None if not measured."""
        if isinstance(measured, MomentMeasured):
            return measured.test_cost if measured.are_held_out is self.is_sealed else None
        if measured is None:
            return None
        return measured.validation_cost if self.is_sealed else measured.test_cost

    @property
    def last_accuracy(self) -> float | None:
        """The accuracy after the last epoch, as `accuracy_of`."""
        return self.accuracy_of(self.last)

    @property
    def best_accuracy(self) -> float | None:
        """The accuracy after the best epoch, as `accuracy_of`."""
        return self.accuracy_of(self.best)

    def accuracy_at(self, moment: Moment) -> float | None:
        """Return the accuracy at a moment, as `accuracy_of`; None if not measured."""
        return self.accuracy_of(self._measured_at(moment))

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


def of_first_epoch(points: Sequence[MomentMeasured]) -> list[MomentMeasured]:
    """Return the measurements that a run keeps: those until the end of its first epoch."""
    return [point for point in points if point.epoch == 1]


def points_before(points: Sequence[MomentMeasured], moment: Moment) -> list[MomentMeasured]:
    """Return the measurements made before a moment."""
    return [point for point in points if point.moment < moment]


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
