"""The events that a training run emits, in their order.

One run's events come as

    RunStarted, (BatchProgress | WeightsPublished | MomentMeasured | SettingChanged)*, RunEnded

where each finished epoch adds a `WeightsPublished`, a `LayersMeasured` if the control requests it,
its `EpochCompleted` and, if the run is kept, a `CheckpointTaken`. A kept run that is continued on
other data than before adds a `DataChanged` right after its `RunStarted`. If the control requests
it, the untrained network and some moments within epochs add a `MomentMeasured`. `RunEnded` is
always the last event; a run that could not start emits it alone. Whenever a network was built, a
`WeightsPublished` with the final weights comes before it.

Events are frozen and hold plain numbers and private NumPy copies, so they may cross threads.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import Annotated

from annotated_types import Ge, Le, MaxLen
from pydantic import AllowInfNan, FailFast, Strict

from core.messages import Message
from core.network.weights import Weights
from core.run.checkpoint import Checkpoint
from core.run.moment import Moment

MAX_TEXT_LETTERS = 1000  # of a name, a version, a hash, a time
MAX_RUN_STEPS = 20_000  # gradient steps of a run that are recorded; the tutorial's has 1,000
MAX_EPOCH_STEPS = 200  # gradient steps of an epoch that are recorded; the line has at most 101
OF_TEST_SET = ("test_cost", "accuracy")  # numbers of an epoch; see `core.run.seal`

# The code that makes an event respects these limits; they are checked when events are read from
# files, where a text or a truth value is no number.
Ordinal = Annotated[int, Strict(), Ge(1)]
Epoch = Annotated[int, Strict(), Ge(1), Le(1_000_000)]  # far more than a config can have
Count = Annotated[int, Strict(), Ge(0)]
Real = Annotated[float, Strict(), AllowInfNan(False)]
Size = Annotated[float, Strict(), AllowInfNan(False), Ge(0)]  # of what is never negative
Share = Annotated[float, Strict(), Ge(0), Le(1)]
Text = Annotated[str, Strict(), MaxLen(MAX_TEXT_LETTERS)]


class EndReason(StrEnum):
    """The reason for a run's end."""

    COMPLETED = "completed"
    STOPPED_EARLY = "stopped-early"  # by itself, see `core.training.early_stopping`
    STOPPED = "stopped"  # by the user
    PRUNED = "pruned"  # by the search that it was trained for
    DIVERGED = "diverged"
    FAILED = "failed"


@dataclass(frozen=True)
class RunStarted:
    """The network is built; the first batch comes next.

    Attributes:
        device: ``cpu``, ``cuda`` or ``mps``, after ``auto`` was resolved.
        threads: processor threads that the run computes with.
        batches: batches in an epoch.
        epochs: the number of epochs at its planned end.
        epochs_before: epochs completed before, by the run that this one continues or was forked
            from.
        environment: of the machine that trains, as `core.machine.environment` returns it; None for
            this one.
    """

    run: str
    parameters: Count
    device: Text
    threads: Count
    batches: Ordinal
    epochs: Count
    epochs_before: Count = 0
    environment: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Steps:
    """The gradient steps of one epoch of the linear regression, N of them from its first batch on.

    Attributes:
        slopes: N + 1 of them: before the first step, and after each.
        gradients: for each step, the derivative of the batch's mean cost before it, as `backward`
            left it.
        costs: for each step, the batch's mean cost before it.
    """

    slopes: Annotated[tuple[Real, ...], MaxLen(MAX_EPOCH_STEPS + 1), FailFast()]
    gradients: Annotated[tuple[Real, ...], MaxLen(MAX_EPOCH_STEPS), FailFast()]
    costs: Annotated[tuple[Real, ...], MaxLen(MAX_EPOCH_STEPS), FailFast()]

    def __post_init__(self) -> None:
        """Check that the lengths match.

        Raises:
            ValueError: if they do not.
        """
        if not len(self.slopes) - 1 == len(self.gradients) == len(self.costs):
            raise ValueError("the gradient steps lack numbers")


@dataclass(frozen=True)
class BatchProgress:
    """The progress of an epoch; emitted at most about ten times a second.

    If the control requests it, it is emitted after every batch, with a `WeightsPublished`.

    Attributes:
        epoch: the epoch in progress, from 1.
        batch: batches done in it.
        cost: mean over these batches.
        elapsed_s: time that the run has worked in all, without pauses.
        steps: the steps of these batches, as in `EpochCompleted`.
    """

    run: str
    epoch: int
    batch: int
    batches: int
    cost: float
    elapsed_s: float
    steps: Steps | None = None


@dataclass(frozen=True)
class WeightsPublished:
    """A private copy of the weights, at each epoch's end and about twice a second in between.

    Attributes:
        moment: when in the run they were these.
        weights: by name, as in `state_dict`.
    """

    run: str
    moment: Moment
    weights: Weights


@dataclass(frozen=True)
class LayerState:
    """The state of one layer's weights at the end of an epoch; biases are not considered.

    Attributes:
        name: the layer's, as in `core.network.architecture.plan`: ``linear_1``.
        gradient: root mean square over the weights of the gradient of the probe's mean cost. As a
            mean, it can be compared between layers of different sizes.
        update: how far the epoch's last step moved the weights, as rms(step) / rms(weights). A rule
            of thumb is about 1e-3 (A. Karpathy, CS231n, "Ratio of weights:updates",
            https://cs231n.github.io/neural-networks-3/).
        idle: share of the layer's units that are dead or saturated on the probe, 0 to 1, see
            `core.training.layer_probe`; None where the activation can be neither.
    """

    name: str
    gradient: Size
    update: Size
    idle: Share | None


@dataclass(frozen=True)
class LayersMeasured:
    """Measurements of all layers on a fixed probe after an epoch's last batch.

    The probe is the first 200 training examples. The event is left out for an epoch in which one of
    its numbers is not finite.

    Attributes:
        layers: those with weights, from the input on.
        cost: mean over the probe without dropout, as in evaluation.
        dropout_cost: the same with dropout, as in training; None for a network without dropout.
    """

    run: str
    epoch: Epoch
    layers: Annotated[tuple[LayerState, ...], FailFast()]
    cost: Real
    dropout_cost: Real | None = None


@dataclass(frozen=True)
class EpochCompleted:
    """One pass over the training examples is done and measured.

    Attributes:
        epoch: from 1.
        cost: mean over the batches while they were trained on, dropout included.
        test_cost: mean over the test examples, without dropout.
        accuracy: share of the test examples classified correctly, 0 to 1; None for a regression.
        train_accuracy: the same for the first training examples, as many as there are test
            examples, measured like the test set: after the epoch and without dropout.
        weight: the slope, for the linear regression only.
        seconds: training only, without measuring and pauses.
        samples_per_second: training examples per such second.
        learning_rate: the one used for the epoch's last batch.
        elapsed_s: time that the run has worked in all, measuring included, without pauses.
        validation_cost, validation_accuracy: the same for the validation set; None if there is
            none.
        wrong_cost, wrong_accuracy: the same for training examples with a wrong label, at most as
            many as there are test examples, judged by this label: an accuracy above that of
            guessing is memory. None without label noise.
        right_cost, right_accuracy: the same for these examples, judged by their right label.
        steps: the epoch's gradient steps, for the linear regression only, as long as a run has not
            more than `MAX_RUN_STEPS`; None in runs of earlier versions.
    """

    run: str
    epoch: Epoch
    cost: Real
    test_cost: Real
    accuracy: Share | None
    train_accuracy: Share | None
    weight: Real | None
    seconds: Real
    samples_per_second: Size
    learning_rate: Real
    elapsed_s: Size
    validation_cost: Real | None = None
    validation_accuracy: Share | None = None
    wrong_cost: Real | None = None
    wrong_accuracy: Share | None = None
    right_cost: Real | None = None
    right_accuracy: Share | None = None
    steps: Steps | None = None

    @property
    def choosing_accuracy(self) -> float | None:
        """Accuracy used to select the best epoch: on the validation set if there is one.

        Without a validation set it is the accuracy on the test set.
        """
        return self.accuracy if self.validation_accuracy is None else self.validation_accuracy

    @property
    def choosing_cost(self) -> float:
        """Cost by which training is judged: on the validation set if there is one."""
        return self.test_cost if self.validation_cost is None else self.validation_cost


@dataclass(frozen=True)
class MomentMeasured:
    """The network was measured before its first batch, or within an epoch.

    A later event of the same moment replaces an earlier one, which looked at fewer images.

    Attributes:
        epoch: the epoch in progress, from 1.
        batch: batches done in it; 0 for the untrained network, which is called epoch 0.
        batches: batches in an epoch.
        cost: mean over the epoch's batches so far, while they were trained on; of the untrained
            network, mean over as many training examples as test examples were measured.
        examples: test examples measured, or held-out ones if the run has them (`are_held_out`).
            Within an epoch they are a sample, always the same and spread evenly over all; for the
            untrained network all of them.
        test_cost, accuracy, train_accuracy, weight: as in `EpochCompleted`, of these examples;
            within an epoch there is no `train_accuracy`. After the first epoch they are corrected
            by how much the sample differed from all of them at the last epoch's end.
        elapsed_s: time that the run has worked in all, without pauses.
    """

    run: str
    epoch: Epoch
    batch: Count
    batches: Ordinal
    examples: Ordinal
    cost: Real
    test_cost: Real
    accuracy: Share | None
    train_accuracy: Share | None
    weight: Real | None
    elapsed_s: Size
    are_held_out: bool = False

    @property
    def moment(self) -> Moment:
        """The moment at which the network was measured."""
        return Moment(self.epoch - 1, self.batch)

    @property
    def epochs_done(self) -> float:
        """The epochs done until then, with parts of one."""
        return self.epoch - 1 + self.batch / self.batches


@dataclass(frozen=True)
class SettingChanged:
    """A setting was changed by hand while the run went on.

    Attributes:
        epoch, batch: the first batch that is trained on with the new value, both counted from 1.
        batches: batches in an epoch.
        path: of a live setting, see `core.config.live`.
    """

    run: str
    epoch: Epoch
    batch: Ordinal
    batches: Ordinal
    path: str
    before: Real
    value: Real


@dataclass(frozen=True)
class CheckpointTaken:
    """A state from which the run can be continued; follows the `EpochCompleted` of its epoch."""

    run: str
    checkpoint: Checkpoint


@dataclass(frozen=True)
class DataChanged:
    """The data are not those that the run's former epochs were trained on; it goes on with these.

    Attributes:
        parts: the parts that differ, by their names in `core.data.fingerprint`.
    """

    run: str
    parts: tuple[str, ...]
    message: Message


@dataclass(frozen=True)
class RecordingFailed:
    """The run goes on, but from here on it is not kept on disk.

    Attributes:
        is_run_kept: whether its folder is still written and only an additional recording failed.
    """

    run: str
    message: Message
    is_run_kept: bool = False


@dataclass(frozen=True)
class RecordingResumed:
    """Recording works again: all of the run so far is on disk, and what follows is kept."""

    run: str
    message: Message


@dataclass(frozen=True)
class RunEnded:
    """The run is over; no event follows.

    Attributes:
        epochs: epochs completed.
        message: what happened and what to try; None for a run that simply ended.
        steps: the gradient steps of an epoch that was not completed, as in `EpochCompleted`.
        has_begun: False if it never trained, as data were missing or another process has the run.
    """

    run: str
    reason: EndReason
    epochs: int
    message: Message | None = None
    steps: Steps | None = None
    has_begun: bool = True


Event = (
    RunStarted
    | BatchProgress
    | WeightsPublished
    | MomentMeasured
    | LayersMeasured
    | EpochCompleted
    | SettingChanged
    | CheckpointTaken
    | DataChanged
    | RecordingFailed
    | RecordingResumed
    | RunEnded
)


def as_json(event: Event, *, is_sealed: bool = False) -> dict[str, object]:
    """Return the event as the command line prints it.

    Its name stands under ``event``, then all fields with a value, but none of a closed test set.
    """
    hidden = {"weights", "checkpoint", "steps", "has_begun", *(OF_TEST_SET if is_sealed else ())}
    letters = type(event).__name__
    name = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in letters)
    line: dict[str, object] = {"event": name.lstrip("_")}
    for item in fields(event):
        value = getattr(event, item.name)
        if value is not None and item.name not in hidden:
            line[item.name] = str(value) if isinstance(value, Message) else value
    if isinstance(event, LayersMeasured):
        line["layers"] = [asdict(layer) for layer in event.layers]
    return line
