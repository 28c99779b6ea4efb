"""`RunConfig`: the one description of a run.

Every setting is declared here once, with its limits, unit and help. The form, the command line, the files of a
run and all validation are derived from these declarations (see `core.fields`), so there is no second list to keep
in step. Configs are frozen: to change one, make another with `core.fields.with_values`.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Annotated, NoReturn, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator, model_validator
from pydantic_core import PydanticCustomError

from core.choices import (
    Activation,
    Dataset,
    DeviceKind,
    ModelKind,
    OptimizerKind,
    Order,
    Pixels,
    Precision,
    ScheduleKind,
)
from core.messages import Message, message

TRAIN_EXAMPLES = {Dataset.MNIST: 60_000, Dataset.NOISY_LINE: 101}
TEST_EXAMPLES = {Dataset.MNIST: 10_000, Dataset.NOISY_LINE: 101}


class Scale(Enum):
    """How a number is stepped through: by adding or by multiplying."""

    LINEAR = "linear"
    LOGARITHMIC = "logarithmic"


class Group(Enum):
    """Where a field belongs in a form."""

    NETWORK = "network"
    TRAINING = "training"
    DATA = "data"
    MACHINE = "machine"


@dataclass(frozen=True)
class About:
    """What people are told of a field, and when it matters.

    Attributes:
        title: a short name.
        help: what it does, in a sentence or two.
        group: what it belongs with in a form.
        unit: what the number counts, where the title does not say it.
        scale: how a form steps through its values.
        only_for: values of another field (its dotted path first) for which this one has an effect.
    """

    title: Message
    help: Message
    group: Group = Group.NETWORK
    unit: Message | None = None
    scale: Scale = Scale.LINEAR
    only_for: tuple[str, tuple[str, ...]] | None = None


class Part(BaseModel):
    """Common rules: frozen, no unknown names, no infinities."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    @field_validator("*", mode="before")
    @classmethod
    def _truth_is_no_number(cls, value: object, info: ValidationInfo) -> object:
        """Refuse what pydantic would read as 1 and 0."""
        if isinstance(value, bool) and cls.model_fields[str(info.field_name)].annotation in (int, float):
            raise PydanticCustomError("number", "true and false are no numbers")
        return value


def refuse(path: str, text: Message) -> NoReturn:
    """Reject a combination of settings, naming the field (dotted path) where the mend is easiest."""
    raise PydanticCustomError("combination", "the settings do not go together", {"path": path, "message": text})


class Layer(Part):
    """One hidden layer: a linear map, an activation, and dropout if its rate is above zero."""

    units: Annotated[
        int,
        Field(ge=1, le=4096),
        About(message("Units"), message("How many neurons the layer has. More can learn more, and take longer.")),
    ] = 128
    activation: Annotated[
        Activation,
        About(
            message("Activation"),
            message("The bend after the layer. Without it, several layers would be no more than one."),
        ),
    ] = Activation.RELU
    dropout: Annotated[
        float,
        Field(ge=0.0, le=0.9),
        About(
            message("Dropout"),
            message("The share of the layer's outputs set to zero at random in each training batch; 0 for none."),
        ),
    ] = 0.0


class ModelConfig(Part):
    """The network."""

    kind: Annotated[
        ModelKind,
        About(
            message("Network"),
            message(
                "Fully connected: every input reaches every neuron. Convolutional: small windows slide over the image."
            ),
        ),
    ] = ModelKind.MLP
    hidden: Annotated[
        tuple[Layer, ...],
        Field(max_length=6),
        About(
            message("Hidden layers"),
            message("The layers between the pixels and the ten answers, in order. None at all is logistic regression."),
        ),
    ] = ()
    bias: Annotated[
        bool,
        About(message("Bias"), message("Whether each neuron also adds a learned constant to its sum.")),
    ] = True


class DataConfig(Part):
    """What is learned from, and how it is served."""

    dataset: Annotated[
        Dataset,
        About(
            message("Data"),
            message("The examples to learn from. Both sets come with Inkling."),
            group=Group.DATA,
        ),
    ] = Dataset.MNIST
    train_size: Annotated[
        int,
        Field(ge=1, le=60_000),
        About(
            message("Training examples"),
            message("How many of the first training examples are used. With few, networks learn them by heart."),
            group=Group.DATA,
            scale=Scale.LOGARITHMIC,
        ),
    ] = 60_000
    test_size: Annotated[
        int,
        Field(ge=1, le=10_000),
        About(
            message("Test examples"),
            message("How many of the first test examples are asked after each epoch. They are never trained on."),
            group=Group.DATA,
            scale=Scale.LOGARITHMIC,
        ),
    ] = 10_000
    batch_size: Annotated[
        int,
        Field(ge=1, le=10_000),
        About(
            message("Batch size"),
            message(
                "How many examples are averaged for each change of the weights. "
                "Examples that do not fill a last batch sit the epoch out."
            ),
            group=Group.TRAINING,
            scale=Scale.LOGARITHMIC,
        ),
    ] = 100
    order: Annotated[
        Order,
        About(
            message("Order"),
            message("Shuffled: a new order each epoch, the same for all runs with the same seed."),
            group=Group.DATA,
        ),
    ] = Order.SHUFFLED
    pixels: Annotated[
        Pixels,
        About(
            message("Pixels"),
            message("How grey levels are scaled. Large numbers need a small learning rate."),
            group=Group.DATA,
            only_for=("data.dataset", ("mnist",)),
        ),
    ] = Pixels.UNIT
    shuffle_pixels: Annotated[
        bool,
        About(
            message("Shuffle the pixels"),
            message(
                "Puts every image's pixels into one fixed random order, the same for all runs. "
                "To a fully connected network it is all the same; a convolutional one loses its neighbours."
            ),
            group=Group.DATA,
            only_for=("data.dataset", ("mnist",)),
        ),
    ] = False


class OptimizerConfig(Part):
    """How gradients change the weights."""

    kind: Annotated[
        OptimizerKind,
        About(
            message("Optimizer"),
            message("SGD takes plain steps down the gradient. The others adapt the step to each weight."),
            group=Group.TRAINING,
        ),
    ] = OptimizerKind.SGD
    learning_rate: Annotated[
        float,
        Field(ge=1e-7, le=10.0),
        About(
            message("Learning rate"),
            message("The size of a step. Too small: slow. Too large: the cost jumps about or becomes infinite."),
            group=Group.TRAINING,
            scale=Scale.LOGARITHMIC,
        ),
    ] = 0.01
    momentum: Annotated[
        float,
        Field(ge=0.0, le=0.999),
        About(
            message("Momentum"),
            message("How much of the last step is kept in the next one, like a ball that rolls on."),
            group=Group.TRAINING,
            only_for=("optimizer.kind", ("sgd", "rmsprop")),
        ),
    ] = 0.0
    nesterov: Annotated[
        bool,
        About(
            message("Nesterov"),
            message("Look ahead along the momentum before computing the step. Needs a momentum above 0."),
            group=Group.TRAINING,
            only_for=("optimizer.kind", ("sgd",)),
        ),
    ] = False
    weight_decay: Annotated[
        float,
        Field(ge=0.0, le=1.0),
        About(
            message("Weight decay"),
            message("Pulls every weight a little towards zero at each step (L2), against learning by heart."),
            group=Group.TRAINING,
            scale=Scale.LOGARITHMIC,
        ),
    ] = 0.0


class ScheduleConfig(Part):
    """How the learning rate changes while training goes on."""

    kind: Annotated[
        ScheduleKind,
        About(
            message("Schedule"),
            message(
                "How the learning rate changes: never, in steps, along half a cosine to zero, or up and down once."
            ),
            group=Group.TRAINING,
        ),
    ] = ScheduleKind.CONSTANT
    step_epochs: Annotated[
        int,
        Field(ge=1, le=1000),
        About(
            message("Step after"),
            message("After every so many epochs the learning rate is multiplied by the factor."),
            group=Group.TRAINING,
            unit=message("epochs"),
            only_for=("schedule.kind", ("step",)),
        ),
    ] = 5
    step_factor: Annotated[
        float,
        Field(ge=0.001, le=1.0),
        About(
            message("Factor"),
            message("What the learning rate is multiplied by at each step."),
            group=Group.TRAINING,
            only_for=("schedule.kind", ("step",)),
        ),
    ] = 0.1


class RunConfig(Part):
    """Everything that decides what a run computes."""

    preset: Annotated[
        str,
        Field(max_length=80, pattern=r"^[a-z0-9-]*$"),
        About(message("Preset"), message("A known network to start from.")),
    ] = ""
    model: ModelConfig = ModelConfig()
    data: DataConfig = DataConfig()
    optimizer: OptimizerConfig = OptimizerConfig()
    schedule: ScheduleConfig = ScheduleConfig()
    epochs: Annotated[
        int,
        Field(ge=1, le=10_000),
        About(
            message("Epochs"),
            message("How often training goes through all the training examples."),
            group=Group.TRAINING,
            scale=Scale.LOGARITHMIC,
        ),
    ] = 20
    seed: Annotated[
        int,
        Field(ge=0, le=2**31 - 1),
        About(
            message("Seed"),
            message("The start of the random numbers: first weights, order, dropout. Same seed, same run."),
            group=Group.MACHINE,
        ),
    ] = 42
    device: Annotated[
        DeviceKind,
        About(
            message("Device"),
            message("Where to compute. Automatic takes a CUDA GPU if there is one."),
            group=Group.MACHINE,
        ),
    ] = DeviceKind.AUTO
    threads: Annotated[
        int,
        Field(ge=0, le=64),
        About(
            message("Threads"),
            message("How many processor threads the run computes with; 0 lets Inkling choose."),
            group=Group.MACHINE,
        ),
    ] = 0
    precision: Annotated[
        Precision,
        About(
            message("Precision"),
            message("16 bits are faster where the processor has them; the results differ a little."),
            group=Group.MACHINE,
        ),
    ] = Precision.FLOAT32
    plain: Annotated[
        bool,
        About(
            message("Plain arithmetic"),
            message("Compute bit for bit as a simple PyTorch program does, without the faster fused optimizers."),
            group=Group.MACHINE,
        ),
    ] = False

    @property
    def is_regression(self) -> bool:
        """Whether a line is fitted instead of digits being told apart."""
        return self.model.kind is ModelKind.LINEAR

    @model_validator(mode="after")
    def _check_combinations(self) -> Self:
        self._check_model_fits_data()
        self._check_sizes()
        optimizer = self.optimizer
        if optimizer.nesterov and optimizer.kind is OptimizerKind.SGD and optimizer.momentum == 0:
            refuse("optimizer.nesterov", message("Nesterov needs a momentum above 0; 0.9 is usual."))
        return self

    def _check_model_fits_data(self) -> None:
        if self.is_regression != (self.data.dataset is Dataset.NOISY_LINE):
            refuse(
                "data.dataset",
                message("The linear model goes with the noisy line (noisy-line), every other with digits (mnist)."),
            )
        if self.is_regression and self.model.hidden:
            refuse("model.hidden", message("The linear model has no hidden layers; use [] or another model."))
        if self.is_regression and self.model.bias:
            refuse("model.bias", message("The linear model has one weight and no bias; set it to false."))

    def _check_sizes(self) -> None:
        data = self.data
        for path, size, most in (
            ("data.train_size", data.train_size, TRAIN_EXAMPLES[data.dataset]),
            ("data.test_size", data.test_size, TEST_EXAMPLES[data.dataset]),
        ):
            if size > most:
                refuse(path, message("There are only {most} examples, not {size}.", most=most, size=size))
        if data.batch_size > data.train_size:
            refuse(
                "data.batch_size",
                message(
                    "A batch of {batch} does not fit into {train} training examples; take {train} or fewer.",
                    batch=data.batch_size,
                    train=data.train_size,
                ),
            )
