"""The settings of the optimizer, of the schedule of its learning rate, and of a cut of weights."""

from typing import Annotated

from pydantic import Field

from core.config.choices import OptimizerKind, PruningKind, ScheduleKind
from core.config.data import NOT_IMAGES, NOT_LINE
from core.config.setting import ConfigPart, Group, Scale, SettingInfo
from core.messages import message

CUTTING = tuple(kind.value for kind in PruningKind if kind is not PruningKind.NONE)


class OptimizerConfig(ConfigPart):
    """The rule by which gradients change the weights, and its parameters."""

    kind: Annotated[
        OptimizerKind,
        SettingInfo(
            message("Optimizer"),
            message(
                "SGD takes plain steps down the gradient. The others adapt the step to each weight."
            ),
            group=Group.TRAINING,
            rank=3,
            in_names=message("{value}"),
        ),
    ] = OptimizerKind.SGD
    learning_rate: Annotated[
        float,
        Field(ge=1e-7, le=10.0),
        SettingInfo(
            message("Learning rate"),
            message(
                "What the gradient is multiplied by: the size of a step. Too small: slow. Too "
                "large: the cost jumps around or becomes infinite."
            ),
            group=Group.TRAINING,
            rank=2,
            scale=Scale.LOGARITHMIC,
            in_names=message("lr {value}"),
        ),
    ] = 0.01
    momentum: Annotated[
        float,
        Field(ge=0.0, le=0.999),
        SettingInfo(
            message("Momentum"),
            message("How much of the last step is kept in the next one, like a rolling ball."),
            group=Group.DETAILS,
            applies_to=("optimizer.kind", ("sgd", "rmsprop")),
            in_names=message("momentum {value}"),
        ),
    ] = 0.0
    nesterov: Annotated[
        bool,
        SettingInfo(
            message("Nesterov"),
            message(
                "Look ahead along the momentum before computing the gradient. Needs a momentum "
                "above 0."
            ),
            group=Group.DETAILS,
            applies_to=("optimizer.kind", ("sgd",)),
            in_names={False: message("no Nesterov"), True: message("Nesterov")},
        ),
    ] = False
    weight_decay: Annotated[
        float,
        Field(ge=0.0, le=1.0),
        SettingInfo(
            message("Weight decay"),
            message(
                "Pulls every weight a little towards zero at each step, to counter overfitting."
                " Implemented as an L2 penalty on the cost; AdamW shrinks the weights directly."
            ),
            group=Group.DETAILS,
            scale=Scale.LOGARITHMIC,
            in_names=message("decay {value}"),
        ),
    ] = 0.0
    l1: Annotated[
        float,
        Field(ge=0.0, le=1.0),
        SettingInfo(
            message("L1 penalty"),
            message(
                "Adds this much times the sum of all weights' absolute values to the cost that is"
                " minimised; biases are left out. It drives weights that do not help to zero."
            ),
            group=Group.DETAILS,
            scale=Scale.LOGARITHMIC,
            in_names=message("L1 {value}"),
        ),
    ] = 0.0
    adversarial: Annotated[
        float,
        Field(ge=0.0, le=1.0),
        SettingInfo(
            message("Adversarial training"),
            message(
                "How far each pixel is changed against the network before each step (fast "
                "gradient sign; 1: from paper to ink). It is then harder to fool."
            ),
            group=Group.DETAILS,
            except_for=NOT_IMAGES,
            in_names=message("adversarial {value}"),
        ),
    ] = 0.0


class ScheduleConfig(ConfigPart):
    """The course of the learning rate during training."""

    kind: Annotated[
        ScheduleKind,
        SettingInfo(
            message("Schedule"),
            message(
                "How the learning rate changes: never, in steps, along half a cosine to zero, or "
                "up and down once."
            ),
            group=Group.DETAILS,
            in_names=message("schedule {value}"),
        ),
    ] = ScheduleKind.CONSTANT
    step_epochs: Annotated[
        int,
        Field(ge=1, le=1000),
        SettingInfo(
            message("Step after"),
            message("Every few epochs the learning rate is multiplied by the factor."),
            group=Group.DETAILS,
            unit=message("epochs"),
            applies_to=("schedule.kind", ("step",)),
            in_names=message("step {value}"),
        ),
    ] = 5
    step_factor: Annotated[
        float,
        Field(ge=0.001, le=1.0),
        SettingInfo(
            message("Factor"),
            message("What the learning rate is multiplied by at each step."),
            group=Group.DETAILS,
            applies_to=("schedule.kind", ("step",)),
            in_names=message("factor {value}"),
        ),
    ] = 0.1


class PruningConfig(ConfigPart):
    """A cut of weights during training, and what the weights that are left go on from."""

    kind: Annotated[
        PruningKind,
        SettingInfo(
            message("Pruning"),
            message(
                "The smallest weights of the trained network are cut and stay 0; the others train "
                "on, or begin again where they first were (the lottery ticket)."
            ),
            group=Group.DETAILS,
            except_for=NOT_LINE,
            in_names={
                PruningKind.NONE: message("uncut"),
                PruningKind.TRAIN_ON: message("cut, trained on"),
                PruningKind.REWIND: message("cut, rewound"),
                PruningKind.REDRAW: message("cut, redrawn"),
                PruningKind.RANDOM: message("cut at random, rewound"),
            },
        ),
    ] = PruningKind.NONE
    share: Annotated[
        float,
        Field(ge=0.0, le=0.999),
        SettingInfo(
            message("Share cut"),
            message("The share of all weights, 0 to 1, that is cut; biases stay."),
            group=Group.DETAILS,
            applies_to=("pruning.kind", CUTTING),
            except_for=NOT_LINE,
            in_names=message("{value} cut"),
        ),
    ] = 0.8
    after: Annotated[
        int,
        Field(ge=1, le=10_000),
        SettingInfo(
            message("Cut after"),
            message("How many epochs the whole network trains before the cut."),
            group=Group.DETAILS,
            unit=message("epochs"),
            applies_to=("pruning.kind", CUTTING),
            except_for=NOT_LINE,
            in_names=message("after epoch {value}"),
        ),
    ] = 10

    @property
    def cuts(self) -> bool:
        """Whether weights are cut."""
        return self.kind is not PruningKind.NONE
