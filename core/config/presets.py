"""Known networks to start from: the tutorial's five programs, a CNN, the ladder, the plane.

The tutorial's step from Sigmoid to ReLU + Dropout changes the optimizer, the activation, the depth
and dropout all at once. The ladder takes the same step one change at a time, so that each can be
judged alone.

The presets of the plane learn from points with two coordinates. They come in groups that differ in
one thing: a hidden layer; width, depth, activation or normalization; dropout; wrong labels.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.config import catalogue
from core.config.choices import (
    Activation,
    ModelKind,
    Normalization,
    OptimizerKind,
    Order,
    ScheduleKind,
    Subset,
)
from core.config.data import DataConfig
from core.config.fields import shortened, value_at, with_values
from core.config.model import Layer, ModelConfig
from core.config.optimizer import OptimizerConfig, ScheduleConfig
from core.config.points import USUAL_SIZES, PointsConfig
from core.config.run import RunConfig
from core.errors import InklingError
from core.messages import Message, message


@dataclass(frozen=True)
class Preset:
    """A config with a name and a sentence about it.

    Attributes:
        tutorial: the changes, by dotted path, with which the run does exactly what the tutorial's
            programs do. They divide pixels by 255; its text does not.
    """

    name: str
    title: Message
    about: Message
    config: RunConfig
    tutorial: Mapping[str, object]


_MOMENTUM = OptimizerConfig(kind=OptimizerKind.SGD, learning_rate=0.01, momentum=0.9)
_ADAM = OptimizerConfig(kind=OptimizerKind.ADAM, learning_rate=0.001)
# The seed is anybody's, the text leaves pixels at 0 to 255, and the machine is the user's.
_FREE_IN_THE_TUTORIAL = ("data.pixels", "seed", "device", "threads")
_LIKE_THE_PROGRAMS: Mapping[str, object] = {
    "data.order": Order.FILE,
    "data.test_subset": Subset.FIRST,
    "plain": True,
    "epochs": 100,
}


def _digits(
    name: str,
    title: Message,
    about: Message,
    optimizer: OptimizerConfig,
    *hidden: Layer,
    norm: Normalization = Normalization.NONE,
) -> Preset:
    model = ModelConfig(hidden=hidden, norm=norm)
    config = RunConfig(preset=name, model=model, optimizer=optimizer)
    return Preset(name, title, about, config, {**_LIKE_THE_PROGRAMS, "model.bias": False})


def _layer(units: int, activation: Activation, dropout: float = 0.0) -> Layer:
    return Layer(units=units, activation=activation, dropout=dropout)


_LINEAR = Preset(
    "linear",
    message("Linear regression"),
    message("One weight learns the slope of a noisy line."),
    RunConfig(
        preset="linear",
        model=ModelConfig(kind=ModelKind.LINEAR, bias=False),
        data=DataConfig(dataset=catalogue.NOISY_LINE, train_size=101, test_size=101, batch_size=10),
        optimizer=_MOMENTUM,
        epochs=100,
    ),
    _LIKE_THE_PROGRAMS,
)
_LOGISTIC = _digits(
    "logistic",
    message("Logistic regression"),
    message("Every pixel votes for every class; no hidden layer."),
    _MOMENTUM,
)
_TWO_HIDDEN = _digits(
    "mlp",
    message("Two small hidden layers"),
    message("128 and 64 neurons with ReLU."),
    _MOMENTUM,
    _layer(128, Activation.RELU),
    _layer(64, Activation.RELU),
)
_MLP = Preset(  # the one network of the tutorial that is written with biases
    _TWO_HIDDEN.name, _TWO_HIDDEN.title, _TWO_HIDDEN.about, _TWO_HIDDEN.config, _LIKE_THE_PROGRAMS
)
_SIGMOID = _digits(
    "sigmoid",
    message("Sigmoid"),
    message("One hidden layer of 512 sigmoid neurons, trained with SGD: the classic."),
    _MOMENTUM,
    _layer(512, Activation.SIGMOID),
)
_RELU_DROPOUT = _digits(
    "relu-dropout",
    message("ReLU + Dropout"),
    message(
        "Two hidden layers of 512 ReLU neurons with dropout, trained with Adam: the modern one."
    ),
    _ADAM,
    _layer(512, Activation.RELU, 0.2),
    _layer(512, Activation.RELU, 0.2),
)
_CNN = Preset(
    "cnn",
    message("Convolutional"),
    message("Two convolutions look for strokes wherever they are; two linear layers decide."),
    RunConfig(
        preset="cnn",
        model=ModelConfig(kind=ModelKind.CNN, hidden=(_layer(128, Activation.RELU, 0.5),)),
        optimizer=_ADAM,
        epochs=10,
    ),
    _LIKE_THE_PROGRAMS,
)
_SIGMOID_ADAM = _digits(
    "sigmoid-adam",
    message("Sigmoid + Adam"),
    message("The ladder's first rung: Sigmoid with the optimizer changed to Adam."),
    _ADAM,
    _layer(512, Activation.SIGMOID),
)
_RELU_ADAM = _digits(
    "relu-adam",
    message("ReLU + Adam"),
    message("The second rung: the activation changed to ReLU."),
    _ADAM,
    _layer(512, Activation.RELU),
)
_RELU_DEEP = _digits(
    "relu-deep",
    message("Two ReLU layers"),
    message("The third rung: a second hidden layer. Dropout is the last step, to ReLU + Dropout."),
    _ADAM,
    _layer(512, Activation.RELU),
    _layer(512, Activation.RELU),
)
_DEEP_SIGMOID = _digits(
    "deep-sigmoid",
    message("Four sigmoid layers"),
    message(
        "The gradient fades on its way back through four sigmoid layers, so the first ones "
        "hardly learn."
    ),
    _MOMENTUM,
    *(_layer(128, Activation.SIGMOID),) * 4,
)
_DEEP_RELU = _digits(
    "deep-relu",
    message("Four ReLU layers"),
    message(
        "Like four sigmoid layers except for the activation: with ReLU the gradient reaches the"
        " first layer."
    ),
    _MOMENTUM,
    *(_layer(128, Activation.RELU),) * 4,
)
_DEEP_SIGMOID_NORM = _digits(
    "deep-sigmoid-norm",
    message("Four sigmoid layers, normalized"),
    message("Batch normalization keeps sums where the sigmoid is steep: all layers learn."),
    _MOMENTUM,
    *(_layer(128, Activation.SIGMOID),) * 4,
    norm=Normalization.BATCH,
)


def _plane(
    name: str,
    title: Message,
    about: Message,
    data: DataConfig,
    epochs: int,
    *hidden: Layer,
    norm: Normalization = Normalization.NONE,
) -> Preset:
    config = RunConfig(
        preset=name,
        model=ModelConfig(hidden=hidden, norm=norm),
        data=data,
        optimizer=OptimizerConfig(kind=OptimizerKind.ADAM, learning_rate=0.01),
        schedule=ScheduleConfig(kind=ScheduleKind.COSINE),
        epochs=epochs,
    )
    return Preset(name, title, about, config, _LIKE_THE_PROGRAMS)


def _points(dataset: str, size: int = 200, noise: float = 0.05, wrong: float = 0) -> DataConfig:
    return DataConfig(
        dataset=dataset,
        train_size=size,
        test_size=USUAL_SIZES["data.test_size"],
        batch_size=USUAL_SIZES["data.batch_size"],
        label_noise=wrong,
        points=PointsConfig(noise=noise),
    )


_FEW_POINTS = _points(catalogue.POINTS_MOONS, size=40, noise=0.3)
_PLANE = (
    _plane(
        "plane-logistic",
        message("Plane: no hidden layer"),
        message("Exclusive or without a hidden layer: no straight line divides it."),
        _points(catalogue.POINTS_XOR),
        100,
    ),
    _plane(
        "plane-xor",
        message("Plane: exclusive or"),
        message("Four hidden neurons, a line each: together they enclose what one cannot."),
        _points(catalogue.POINTS_XOR),
        100,
        _layer(4, Activation.TANH),
    ),
    _plane(
        "plane-narrow",
        message("Plane: spiral, 8 neurons"),
        message("Eight ReLU neurons bend their border too few times for two arms."),
        _points(catalogue.POINTS_SPIRAL),
        150,
        _layer(8, Activation.RELU),
    ),
    _plane(
        "plane-sigmoid",
        message("Plane: spiral, sigmoid"),
        message("Like the spiral's network but for the activation: it learns far more slowly."),
        _points(catalogue.POINTS_SPIRAL),
        150,
        *(_layer(32, Activation.SIGMOID),) * 2,
    ),
    _plane(
        "plane-norm",
        message("Plane: spiral, normalized"),
        message("Like the sigmoid's network, with layer normalization: the same curve learns it."),
        _points(catalogue.POINTS_SPIRAL),
        150,
        *(_layer(32, Activation.SIGMOID),) * 2,
        norm=Normalization.LAYER,
    ),
    _plane(
        "plane-spiral",
        message("Plane: spiral"),
        message("Two hidden layers of 32 ReLU neurons follow both arms to the centre."),
        _points(catalogue.POINTS_SPIRAL),
        150,
        *(_layer(32, Activation.RELU),) * 2,
    ),
    _plane(
        "plane-overfit",
        message("Plane: few noisy points"),
        message("A large network learns forty noisy points by heart, and their noise with them."),
        _FEW_POINTS,
        200,
        *(_layer(64, Activation.RELU),) * 2,
    ),
    _plane(
        "plane-dropout",
        message("Plane: few noisy points, dropout"),
        message("The same with dropout: its border is smoother and its test cost lower."),
        _FEW_POINTS,
        200,
        *(_layer(64, Activation.RELU, 0.5),) * 2,
    ),
    _plane(
        "plane-labels",
        message("Plane: wrong labels"),
        message("A fifth of the labels are wrong: the border winds around what is only memorised."),
        _points(catalogue.POINTS_CLOUDS, size=60, wrong=0.2),
        300,
        *(_layer(64, Activation.RELU),) * 2,
    ),
)

PRESETS: dict[str, Preset] = {
    preset.name: preset
    for preset in (
        _LINEAR,
        _LOGISTIC,
        _MLP,
        _SIGMOID,
        _RELU_DROPOUT,
        _CNN,
        _SIGMOID_ADAM,
        _RELU_ADAM,
        _RELU_DEEP,
        _DEEP_SIGMOID,
        _DEEP_SIGMOID_NORM,
        _DEEP_RELU,
        *_PLANE,
    )
}
TUTORIAL = ("linear", "logistic", "mlp", "sigmoid", "relu-dropout")  # its five programs
LADDER = ("sigmoid", "sigmoid-adam", "relu-adam", "relu-deep", "relu-dropout")
RACE = ("sigmoid", "relu-dropout")


class UnknownPresetError(InklingError):
    """A preset name that does not exist."""


def preset(name: str) -> Preset:
    """Return the preset of that name.

    Raises:
        UnknownPresetError: if there is none; its text lists the names.
    """
    if name not in PRESETS:
        raise UnknownPresetError(
            message(
                "There is no preset '{name}'; there are {names}.",
                name=shortened(name),
                names=", ".join(PRESETS),
            )
        )
    return PRESETS[name]


def as_in_the_tutorial(config: RunConfig) -> RunConfig:
    """Return a preset's `config` changed to do exactly what the tutorial's programs do.

    Raises:
        UnknownPresetError: if it belongs to no preset.
    """
    return with_values(config, preset(config.preset).tutorial)


def is_as_in_the_tutorial(config: RunConfig) -> bool:
    """Return whether this is one of the tutorial's programs, or its text's, with any seed."""
    if config.preset not in TUTORIAL:
        return False
    free = {path: value_at(config, path) for path in _FREE_IN_THE_TUTORIAL}
    return with_values(as_in_the_tutorial(preset(config.preset).config), free) == config


def title(config: RunConfig) -> Message:
    """Return a run's title: its network, and its data unless its preset brings them along."""
    network = network_title(config)
    if has_data_of_preset(config):
        return network
    return Message(
        "{network} · {data}", {"network": network, "data": catalogue.title(config.data.dataset)}
    )


def has_data_of_preset(config: RunConfig) -> bool:
    """Return whether a config has the data of its preset, or the line, which only one can have."""
    known = PRESETS.get(config.preset)
    usual = known.config if known is not None else RunConfig()
    return config.data.dataset in (catalogue.NOISY_LINE, usual.data.dataset)


def network_title(config: RunConfig) -> Message:
    """Return a network's title: its preset's, or its widths (``784-128-64-10``) once changed."""
    known = PRESETS.get(config.preset)
    model = config.model
    if (
        known is not None
        and model.hidden == known.config.model.hidden
        and model.kind is known.config.model.kind
        and known.config.model.norm in (Normalization.NONE, model.norm)  # none: a run's name has it
    ):
        return known.title

    if model.kind is ModelKind.LINEAR:
        return _LINEAR.title
    widths = "-".join(str(layer.units) for layer in model.hidden)
    if model.kind is ModelKind.CNN:
        return Message("CNN-" + widths if widths else "CNN")
    parts = [model.inputs, *(layer.units for layer in model.hidden), model.outputs]
    return Message("-".join(map(str, parts)))


def preset_titles(names: Sequence[str]) -> dict[str, Message]:
    """Return the titles of presets, by their names."""
    return {name: preset(name).title for name in names}
