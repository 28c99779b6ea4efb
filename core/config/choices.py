"""The settings with a fixed list of values, each value with the label that the user sees."""

from enum import StrEnum
from typing import Self

from core.messages import Message, message


class Choice(StrEnum):
    """A string as written in files and commands, with a `label` for users."""

    label: Message

    def __new__(cls, value: str, label: Message | None = None) -> Self:
        """Create the member as a plain string with a label.

        Every member needs a label. It is optional here only for the type checker, because a look-up
        by value, ``Choice(value)``, has none.
        """
        assert label is not None
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


class ModelKind(Choice):
    """The kind of network."""

    LINEAR = "linear", message("Line (one weight)")
    MLP = "mlp", message("Fully connected")
    CNN = "cnn", message("Convolutional")


class Activation(Choice):
    """The function after a hidden layer, non-linear except for the identity."""

    SIGMOID = "sigmoid", message("Sigmoid")
    TANH = "tanh", message("Tanh")
    RELU = "relu", message("ReLU")
    LEAKY_RELU = "leaky-relu", message("Leaky ReLU")
    GELU = "gelu", message("GELU")
    IDENTITY = "identity", message("Identity")


class Normalization(Choice):
    """The values over which the sums of a hidden layer are normalized."""

    NONE = "none", message("No normalization")
    BATCH = "batch", message("Batch normalization")
    LAYER = "layer", message("Layer normalization")


class Initialization(Choice):
    """The distribution that the initial weights are drawn from."""

    DEFAULT = "default", message("PyTorch's default")
    XAVIER = "xavier", message("Xavier")
    HE = "he", message("He")
    NORMAL = "normal", message("Normal")
    ZEROS = "zeros", message("All zero")


class Order(Choice):
    """The order of the training examples within an epoch."""

    SHUFFLED = "shuffled", message("Shuffled each epoch")
    FILE = "file", message("As in the file")


class Subset(Choice):
    """The test examples that are used where not all are."""

    SPREAD = "spread", message("Spread evenly over all")
    FIRST = "first", message("The first")


class Pixels(Choice):
    """The scaling of grey levels to the network's input."""

    UNIT = "unit", message("0 to 1")
    RAW = "raw", message("0 to 255, as stored")
    STANDARDIZED = "standardized", message("Mean 0, deviation 1")


class Polarity(Choice):
    """What a network gets of the user's own images: light ink on dark, or dark ink on light."""

    AUTO = "auto", message("Automatic")
    AS_IS = "as-is", message("As it is")
    INVERTED = "inverted", message("Inverted")
    PER_PICTURE = "per-picture", message("Picture by picture")


class StoredPolarity(Choice):
    """The polarity of a data set as its files hold it."""

    UNKNOWN = "unknown", message("Not determined")
    LIGHT_ON_DARK = "light-on-dark", message("Light on dark")
    DARK_ON_LIGHT = "dark-on-light", message("Dark on light")
    MIXED = "mixed", message("Both")


class OptimizerKind(Choice):
    """The rule by which gradients change the weights."""

    SGD = "sgd", message("SGD")
    ADAM = "adam", message("Adam")
    ADAMW = "adamw", message("AdamW")
    RMSPROP = "rmsprop", message("RMSprop")
    ADAGRAD = "adagrad", message("Adagrad")


class ScheduleKind(Choice):
    """The course of the learning rate during training."""

    CONSTANT = "constant", message("Constant")
    STEP = "step", message("In steps")
    COSINE = "cosine", message("Cosine")
    ONE_CYCLE = "one-cycle", message("One cycle")


class PruningKind(Choice):
    """Whether a trained network's weights are cut, and what the others go on from."""

    NONE = "none", message("Nothing is cut")
    TRAIN_ON = "train-on", message("Cut, train on")
    REWIND = "rewind", message("Cut, back to the first weights")
    REDRAW = "redraw", message("Cut, new first weights")
    RANDOM = "random", message("Cut at random, back to the first weights")


class DeviceKind(Choice):
    """The device that computes."""

    AUTO = "auto", message("Automatic")
    CPU = "cpu", message("Processor (CPU)")
    CUDA = "cuda", message("NVIDIA or AMD GPU (CUDA)")
    MPS = "mps", message("Apple GPU (MPS)")


class Precision(Choice):
    """The number format of the matrix products."""

    FLOAT32 = "float32", message("32 bits")
    BFLOAT16 = "bfloat16", message("16 bits (bfloat16)")


class WeightsChoice(Choice):
    """The epoch whose weights are used."""

    LAST = "last", message("Last epoch")
    BEST = "best", message("Best epoch")
