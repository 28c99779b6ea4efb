"""`RunConfig`: the one description of a run.

Every setting is declared here once, with its limits, unit and help. The form, the command line, the files of a
run and all validation are derived from these declarations (see `core.fields`), so there is no second list to keep
in step. Configs are frozen: to change one, make another with `core.fields.with_values`.
"""

from typing import Annotated, Self

from pydantic import Field, ValidationError, model_validator

from core.about import About, Group, Part, Scale, refuse
from core.catalogue import KNOWN, NOISY_LINE, is_folder
from core.choices import (
    Activation,
    DeviceKind,
    ModelKind,
    OptimizerKind,
    Precision,
    ScheduleKind,
)
from core.data_config import MOST_CLASSES, AugmentConfig, DataConfig
from core.messages import message

__all__ = [
    "About",
    "AugmentConfig",
    "DataConfig",
    "Group",
    "Layer",
    "ModelConfig",
    "OptimizerConfig",
    "RunConfig",
    "Scale",
    "ScheduleConfig",
]


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
            message("The curve that each neuron's sum goes through. Without one, several layers do no more than one."),
        ),
    ] = Activation.RELU
    dropout: Annotated[
        float,
        Field(ge=0.0, le=0.9),
        About(
            message("Dropout"),
            message(
                "The probability with which each of the layer's outputs is set to zero while training; 0 for none."
            ),
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
            message(
                "The layers before the answers, in order. A fully connected network without any is logistic regression."
            ),
        ),
    ] = ()
    bias: Annotated[
        bool,
        About(message("Bias"), message("Whether each neuron also adds a learned constant to its sum.")),
    ] = True
    outputs: Annotated[
        int,
        Field(ge=1, le=MOST_CLASSES),
        About(
            message("Outputs"),
            message("How many answers the network gives: one for each class of the data."),
            is_derived=True,
        ),
    ] = 10


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
            message(
                "What the gradient is multiplied by: the size of a step. "
                "Too small: slow. Too large: the cost jumps about or becomes infinite."
            ),
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
            message("Look ahead along the momentum before computing the gradient. Needs a momentum above 0."),
            group=Group.TRAINING,
            only_for=("optimizer.kind", ("sgd",)),
        ),
    ] = False
    weight_decay: Annotated[
        float,
        Field(ge=0.0, le=1.0),
        About(
            message("Weight decay"),
            message(
                "Pulls every weight a little towards zero at each step, against learning by heart. "
                "As an L2 penalty on the cost; AdamW shrinks the weights directly."
            ),
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
            message(
                "The start of the random numbers: first weights, order, dropout. "
                "The same settings with the same seed give the same run."
            ),
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
        """Whether a line is fitted instead of images being told apart."""
        return self.model.kind is ModelKind.LINEAR

    @property
    def classes(self) -> tuple[str, ...]:
        """What the network's answers mean, in their order; none for a regression."""
        return self.data.classes

    @model_validator(mode="before")
    @classmethod
    def _let_outputs_follow_the_data(cls, values: object) -> object:
        """The one setting of the network that is not chosen: it has as many outputs as the data have classes."""
        if not isinstance(values, dict):
            return values
        try:
            data = DataConfig.model_validate(values.get("data", {}))
        except ValidationError:
            return values  # which is about to be told
        outputs = {"outputs": min(len(data.classes), MOST_CLASSES) or 1}
        match values.get("model", {}):
            case ModelConfig() as model:
                return {**values, "model": model.model_copy(update=outputs)}
            case dict() as model:
                return {**values, "model": model | outputs}
        return values

    @model_validator(mode="after")
    def _check_combinations(self) -> Self:
        self._check_model_fits_data()
        self._check_sizes()
        optimizer = self.optimizer
        if optimizer.nesterov and optimizer.kind is OptimizerKind.SGD and optimizer.momentum == 0:
            refuse("optimizer.nesterov", message("Nesterov needs a momentum above 0; 0.9 is usual."))
        return self

    def _check_model_fits_data(self) -> None:
        dataset = self.data.dataset
        if dataset not in KNOWN and not is_folder(dataset):
            refuse(
                "data.dataset",
                message(
                    "must be one of {known}, or the path of a folder, not {given}.",
                    known=", ".join(KNOWN),
                    given=dataset,
                ),
            )
        if dataset not in KNOWN and len(self.data.class_names) < 2:
            refuse("data.dataset", message("The classes of the folder {folder} are not known.", folder=dataset))
        if dataset in KNOWN and self.data.class_names:
            refuse("data.class_names", message("This data set has its own names; leave them out."))
        if self.is_regression != (dataset == NOISY_LINE):
            refuse(
                "data.dataset",
                message("The linear model goes with the noisy line (noisy-line), every other with images (mnist)."),
            )
        if self.is_regression and self.model.hidden:
            refuse("model.hidden", message("The linear model has no hidden layers; use [] or another model."))
        if self.is_regression and self.model.bias:
            refuse("model.bias", message("The linear model has one weight and no bias; set it to false."))

    def _check_sizes(self) -> None:
        data = self.data
        known = KNOWN.get(data.dataset)
        if known is not None:
            for path, size, most in (
                ("data.train_size", data.train_size, known.train),
                ("data.test_size", data.test_size, known.test),
            ):
                if size > most:
                    refuse(path, message("There are only {most} examples, not {size}.", most=most, size=size))
            if data.train_size + data.validation_size > known.train:
                refuse(
                    "data.validation_size",
                    message(
                        "Of {most} training examples, {train} are trained on; hold out {rest} or fewer, "
                        "or train on fewer.",
                        most=known.train,
                        train=data.train_size,
                        rest=known.train - data.train_size,
                    ),
                )
        if data.validation_size and self.is_regression:
            refuse("data.validation_size", message("The noisy line has no validation examples; set it to 0."))
        if data.batch_size > data.train_size:
            refuse(
                "data.batch_size",
                message(
                    "A batch of {batch} does not fit into {train} training examples; take {train} or fewer.",
                    batch=data.batch_size,
                    train=data.train_size,
                ),
            )
