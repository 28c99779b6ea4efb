"""The settings of the optimizer and of the schedule of its learning rate."""

from typing import Annotated

from pydantic import Field

from core.config.choices import OptimizerKind, ScheduleKind
from core.config.setting import ConfigPart, Group, Scale, SettingInfo
from core.messages import message


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
