"""The choices a run is made of, each with the name that the user sees."""

from enum import StrEnum
from typing import Self

from core.messages import Message, message


class Choice(StrEnum):
    """A string as it stands in files and commands, with a `label` for people."""

    label: Message

    def __new__(cls, value: str, label: Message | None = None) -> Self:
        """Make the member a plain string that carries its label.

        Every member needs a label; only a look-up by value, as ``Choice(value)``, does without it.
        """
        assert label is not None
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


class ModelKind(Choice):
    """What kind of network is built."""

    LINEAR = "linear", message("Line (one weight)")
    MLP = "mlp", message("Fully connected")
    CNN = "cnn", message("Convolutional")


class Activation(Choice):
    """The non-linear function after a hidden layer."""

    SIGMOID = "sigmoid", message("Sigmoid")
    TANH = "tanh", message("Tanh")
    RELU = "relu", message("ReLU")
    LEAKY_RELU = "leaky-relu", message("Leaky ReLU")
    GELU = "gelu", message("GELU")


class Order(Choice):
    """In which order an epoch goes through the training examples."""

    SHUFFLED = "shuffled", message("Shuffled each epoch")
    FILE = "file", message("As in the file")


class Pixels(Choice):
    """How grey levels become the numbers that the network sees."""

    UNIT = "unit", message("0 to 1")
    RAW = "raw", message("0 to 255, as stored")
    STANDARDIZED = "standardized", message("Mean 0, deviation 1")


class OptimizerKind(Choice):
    """The rule by which gradients change the weights."""

    SGD = "sgd", message("SGD")
    ADAM = "adam", message("Adam")
    ADAMW = "adamw", message("AdamW")
    RMSPROP = "rmsprop", message("RMSprop")
    ADAGRAD = "adagrad", message("Adagrad")


class ScheduleKind(Choice):
    """How the learning rate changes while training goes on."""

    CONSTANT = "constant", message("Constant")
    STEP = "step", message("In steps")
    COSINE = "cosine", message("Cosine")
    ONE_CYCLE = "one-cycle", message("One cycle")


class DeviceKind(Choice):
    """Where the arithmetic happens."""

    AUTO = "auto", message("Automatic")
    CPU = "cpu", message("Processor (CPU)")
    CUDA = "cuda", message("NVIDIA or AMD GPU (CUDA)")
    MPS = "mps", message("Apple GPU (MPS)")


class Precision(Choice):
    """How many bits the products are computed with."""

    FLOAT32 = "float32", message("32 bits")
    BFLOAT16 = "bfloat16", message("16 bits (bfloat16)")


class Which(Choice):
    """Which of a run's weights are used."""

    LAST = "last", message("Last epoch")
    BEST = "best", message("Best epoch")
