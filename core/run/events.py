"""What a training run tells the world, in the order in which it tells it.

One run's events come as

    RunStarted, (BatchProgress | WeightsPublished | SettingChanged)*, RunEnded

where each finished epoch adds a `WeightsPublished`, where the control asks for it a
`LayersMeasured`, then its `EpochCompleted` and, where the run is kept, a `CheckpointTaken`.
`RunEnded` is always the last, whatever happened; a run that could not even start sends it alone. A
`WeightsPublished` with the final weights comes before it whenever a network was built.

Events are frozen and hold plain numbers and private NumPy copies, so they may cross threads.
"""

from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import Annotated

from annotated_types import Ge, Le

from core.messages import Message
from core.network.weights import Weights
from core.run.checkpoint import Checkpoint

# Whoever makes an event keeps these limits; they are checked where events are read from files.
Ordinal = Annotated[int, Ge(1)]
Share = Annotated[float, Ge(0), Le(1)]


class EndReason(StrEnum):
    """Why a run is over."""

    COMPLETED = "completed"
    STOPPED = "stopped"
    DIVERGED = "diverged"
    FAILED = "failed"


@dataclass(frozen=True)
class RunStarted:
    """The network is built and the first batch is about to be taken.

    Attributes:
        device: ``cpu``, ``cuda`` or ``mps``, after ``auto`` was resolved.
        threads: processor threads of this run's arithmetic.
        batches: batches in an epoch.
        epochs: how many it will have in the end.
        epochs_before: how many were completed before, by the run that this one continues or was
            forked from.
    """

    run: str
    parameters: int
    device: str
    threads: int
    batches: int
    epochs: int
    epochs_before: int = 0


@dataclass(frozen=True)
class BatchProgress:
    """Where the epoch stands; sent at most about ten times a second.

    Attributes:
        epoch: the epoch in progress, from 1.
        batch: batches done in it.
        cost: mean over these batches.
        elapsed_s: time that the run has worked in all, without pauses.
    """

    run: str
    epoch: int
    batch: int
    batches: int
    cost: float
    elapsed_s: float


@dataclass(frozen=True)
class WeightsPublished:
    """A private copy of the weights, at each epoch's end and about twice a second in between.

    Attributes:
        epoch: the epoch in progress or just ended, from 1.
        weights: by name, as in `state_dict`.
    """

    run: str
    epoch: int
    weights: Weights


@dataclass(frozen=True)
class LayerState:
    """How one layer of weights fares at the end of an epoch; biases do not count.

    Attributes:
        name: the layer's, as in `core.network.architecture.plan`: ``linear_1``.
        gradient: root mean square over the weights of the gradient of the probe's mean cost. Being
            a mean, it can be compared between layers of different sizes.
        update: how far the epoch's last step moved the weights, as rms(step) / rms(weights). About
            1e-3 is healthy (A. Karpathy, CS231n, "Ratio of weights:updates",
            https://cs231n.github.io/neural-networks-3/).
        idle: share of the layer's units that are dead or saturated on the probe, 0 to 1, see
            `core.training.layer_probe`; None where the activation can be neither.
    """

    name: str
    gradient: float
    update: float
    idle: Share | None


@dataclass(frozen=True)
class LayersMeasured:
    """What the layers do with a fixed probe, the first 200 training examples, after an epoch's last batch.

    It is left out for an epoch in which one of its numbers is not finite.

    Attributes:
        layers: those with weights, from the input on.
        cost: mean over the probe of the resting network, as in evaluation.
        dropout_cost: the same weights and examples with dropout at work, as in training; None
            without dropout.
    """

    run: str
    epoch: Ordinal
    layers: tuple[LayerState, ...]
    cost: float
    dropout_cost: float | None = None


@dataclass(frozen=True)
class EpochCompleted:
    """One pass over the training examples is done and measured.

    Attributes:
        epoch: from 1.
        cost: mean over the batches while they were trained on, dropout included.
        test_cost: mean over the test examples, without dropout.
        accuracy: share of the test examples read right, 0 to 1; None for a regression.
        train_accuracy: the same for the first training examples, as many as there are test
            examples, measured like the test set, after the epoch and without dropout.
        weight: the slope, for the linear regression only.
        seconds: training only, without measuring and pauses.
        samples_per_second: training examples per such second.
        learning_rate: the one used for the epoch's last batch.
        elapsed_s: time that the run has worked in all, measuring included, without pauses.
        validation_cost, validation_accuracy: as for the test examples, of those held out; None
            without them.
    """

    run: str
    epoch: Ordinal
    cost: float
    test_cost: float
    accuracy: Share | None
    train_accuracy: Share | None
    weight: float | None
    seconds: float
    samples_per_second: float
    learning_rate: float
    elapsed_s: float
    validation_cost: float | None = None
    validation_accuracy: Share | None = None

    @property
    def choosing_accuracy(self) -> float | None:
        """By which the best epoch is chosen: that of the examples held out, or of the test examples without them."""
        return self.accuracy if self.validation_accuracy is None else self.validation_accuracy


@dataclass(frozen=True)
class SettingChanged:
    """A setting was changed by hand while the run went on.

    Attributes:
        epoch, batch: the first batch, both counted from 1, that is learned with the new value.
        batches: batches in an epoch.
        path: one of `core.run.checkpoint.LIVE_SETTINGS`.
    """

    run: str
    epoch: Ordinal
    batch: Ordinal
    batches: Ordinal
    path: str
    before: float
    value: float


@dataclass(frozen=True)
class CheckpointTaken:
    """From here the run can be continued; follows the `EpochCompleted` of its epoch."""

    run: str
    checkpoint: Checkpoint


@dataclass(frozen=True)
class RecordingFailed:
    """The run goes on, but from here on it is not kept on disk.

    Attributes:
        is_run_kept: whether its folder is written all the same, and only something beside it is
            not.
    """

    run: str
    message: Message
    is_run_kept: bool = False


@dataclass(frozen=True)
class RecordingResumed:
    """What had failed works again: all of the run up to here is on disk, and what follows is kept."""

    run: str
    message: Message


@dataclass(frozen=True)
class RunEnded:
    """Nothing follows.

    Attributes:
        epochs: epochs completed.
        message: what happened and what to try; None for a run that simply ended.
    """

    run: str
    reason: EndReason
    epochs: int
    message: Message | None = None


Event = (
    RunStarted
    | BatchProgress
    | WeightsPublished
    | LayersMeasured
    | EpochCompleted
    | SettingChanged
    | CheckpointTaken
    | RecordingFailed
    | RecordingResumed
    | RunEnded
)


def as_json(event: Event) -> dict[str, object]:
    """The event as the command line prints it: its name under ``event``, then its fields that have a value."""
    name = "".join(
        f"_{letter.lower()}" if letter.isupper() else letter for letter in type(event).__name__
    )
    line: dict[str, object] = {"event": name.lstrip("_")}
    for item in fields(event):
        value = getattr(event, item.name)
        if value is not None and item.name not in ("weights", "checkpoint"):
            line[item.name] = str(value) if isinstance(value, Message) else value
    if isinstance(event, LayersMeasured):
        line["layers"] = [asdict(layer) for layer in event.layers]
    return line
