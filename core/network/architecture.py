"""The layers that a `ModelConfig` describes: names, shapes and parameter counts, no tensors.

`core.network.models` turns the list into PyTorch modules. The window uses it to count parameters
before torch is loaded.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from math import prod

from core.config.catalogue import PIXELS, SIDE
from core.config.choices import Activation, ModelKind, Normalization
from core.config.model import ModelConfig

CHANNELS = (16, 32)  # feature maps after the first and second convolution
KERNEL = 5  # pixels along each side of a convolution's window


class LayerKind(Enum):
    """The operation of a layer."""

    LINEAR = "linear"
    CONVOLUTION = "conv"
    MAX_POOL = "pool"
    AS_IMAGE = "image"
    FLATTEN = "flatten"
    BATCH_NORM = "batch norm"
    LAYER_NORM = "layer norm"
    ACTIVATION = "activation"
    DROPOUT = "dropout"


NORMS = {Normalization.BATCH: LayerKind.BATCH_NORM, Normalization.LAYER: LayerKind.LAYER_NORM}


@dataclass(frozen=True)
class LayerPlan:
    """One layer of the network.

    Attributes:
        name: its name in the `Sequential`, and so the first part of its weights' names:
            ``linear_1``.
        inputs, outputs: shapes of one example before and after it, for example ``(784,)``, ``(16,
            28, 28)``.
        bias: whether it adds a constant; only for linear and convolutional layers.
        activation: only for an activation.
        rate: the share of values that dropout sets to zero; only for dropout.
    """

    name: str
    kind: LayerKind
    inputs: tuple[int, ...]
    outputs: tuple[int, ...]
    bias: bool = False
    activation: Activation | None = None
    rate: float = 0.0

    @property
    def is_weighted(self) -> bool:
        """Whether its outputs are weighted sums of its inputs."""
        return self.kind in (LayerKind.LINEAR, LayerKind.CONVOLUTION)

    @property
    def is_norm(self) -> bool:
        """Whether it normalizes its inputs."""
        return self.kind in NORMS.values()

    @property
    def parameters(self) -> int:
        """The count of numbers that this layer learns."""
        if self.kind is LayerKind.LINEAR:
            return self.outputs[0] * (self.inputs[0] + self.bias)
        if self.kind is LayerKind.CONVOLUTION:
            return self.outputs[0] * (self.inputs[0] * KERNEL * KERNEL + self.bias)
        return 2 * self.outputs[0] if self.is_norm else 0  # a scale and a shift

    @property
    def multiplications(self) -> int:
        """The count of products of a weight and an input that one example takes."""
        if self.kind is LayerKind.LINEAR:
            return self.outputs[0] * self.inputs[0]
        if self.kind is LayerKind.CONVOLUTION:
            return prod(self.outputs) * self.inputs[0] * KERNEL * KERNEL
        return 0


def plan(model: ModelConfig, *, has_idle_dropout: bool = False) -> tuple[LayerPlan, ...]:
    """List the layers of the network, from the input to the logits (or the line's one value).

    Args:
        has_idle_dropout: also list dropout whose rate is 0.
    """
    if model.kind is ModelKind.LINEAR:
        return (LayerPlan("linear_1", LayerKind.LINEAR, (1,), (1,), bias=model.bias),)
    convolutions = tuple(_convolutions(model)) if model.kind is ModelKind.CNN else ()
    width = convolutions[-1].outputs[0] if convolutions else model.inputs
    return convolutions + tuple(_fully_connected(model, width, has_idle_dropout))


@lru_cache(maxsize=1024)  # a table asks for it in each row, again and again
def parameter_count(model: ModelConfig) -> int:
    """Count the numbers that the whole network learns."""
    return sum(layer.parameters for layer in plan(model))


def multiplication_count(model: ModelConfig) -> int:
    """Count the products of a weight and an input that one answer of the network takes."""
    return sum(layer.multiplications for layer in plan(model))


def _fully_connected(model: ModelConfig, width: int, has_idle_dropout: bool) -> Iterator[LayerPlan]:
    for number, layer in enumerate(model.hidden, 1):
        after = (layer.units,)
        yield LayerPlan(f"linear_{number}", LayerKind.LINEAR, (width,), after, bias=model.bias)
        yield from _norm(model, f"norm_{number}", after)
        name = f"{layer.activation.replace('-', '_')}_{number}"
        yield LayerPlan(name, LayerKind.ACTIVATION, after, after, activation=layer.activation)
        if layer.dropout > 0 or has_idle_dropout:
            yield LayerPlan(
                f"dropout_{number}", LayerKind.DROPOUT, after, after, rate=layer.dropout
            )
        width = layer.units
    name = f"linear_{len(model.hidden) + 1}"
    yield LayerPlan(name, LayerKind.LINEAR, (width,), (model.outputs,), bias=model.bias)


def _norm(model: ModelConfig, name: str, shape: tuple[int, ...]) -> Iterator[LayerPlan]:
    if model.norm is not Normalization.NONE:
        yield LayerPlan(name, NORMS[model.norm], shape, shape)


def _convolutions(model: ModelConfig) -> Iterator[LayerPlan]:
    shape: tuple[int, int, int] = (1, SIDE, SIDE)
    yield LayerPlan("image", LayerKind.AS_IMAGE, (PIXELS,), shape)
    for number, channels in enumerate(CHANNELS, 1):
        mapped = (channels, shape[1], shape[2])
        yield LayerPlan(f"conv_{number}", LayerKind.CONVOLUTION, shape, mapped, bias=model.bias)
        yield from _norm(model, f"conv_norm_{number}", mapped)
        yield LayerPlan(
            f"conv_relu_{number}", LayerKind.ACTIVATION, mapped, mapped, activation=Activation.RELU
        )
        shape = (channels, mapped[1] // 2, mapped[2] // 2)
        yield LayerPlan(f"pool_{number}", LayerKind.MAX_POOL, mapped, shape)
    yield LayerPlan("flatten", LayerKind.FLATTEN, shape, (prod(shape),))
