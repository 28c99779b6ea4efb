"""A network's neurons one by one: inputs, weights and sums, in NumPy only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from core.config.choices import Activation
from core.config.model import ModelConfig
from core.messages import Message, message
from core.network.architecture import LayerKind, LayerPlan, plan
from core.network.weights import Weights

Floats = NDArray[np.float32]
Activations = Mapping[str, Floats]

INPUT = "input"  # the name of the pixels among activations
MAX_SHOWN = 64


@dataclass(frozen=True)
class Stage:
    """A layer of weights with what follows it: normalization, activation and dropout.

    Attributes:
        layer: the linear or convolutional layer.
        source: the name of the layer whose outputs are its inputs, or `INPUT`.
        outcome: the name of its activation layer; at the output, its own name.
        activation: None at the output.
        norm: the name of the layer that normalizes its sums; None without one.
        dropout: the name of the dropout layer that follows; None without one.
    """

    layer: LayerPlan
    source: str
    outcome: str
    activation: Activation | None = None
    norm: str | None = None
    dropout: str | None = None

    @property
    def name(self) -> str:
        """The layer's name: ``linear_1``."""
        return self.layer.name

    @property
    def before_activation(self) -> str:
        """The name of the layer whose outputs the activation gets."""
        return self.norm or self.name

    @property
    def is_convolution(self) -> bool:
        """Whether its units are maps."""
        return self.layer.kind is LayerKind.CONVOLUTION

    @property
    def title(self) -> Message:
        """The layer's name for users."""
        if self.activation is None:
            return message("Output")
        number = self.name.rpartition("_")[2]
        if self.is_convolution:
            return message("Convolution {number}", number=number)
        return message("Hidden layer {number}", number=number)

    @property
    def units(self) -> int:
        """Neurons, or maps of a convolution."""
        return self.layer.outputs[0]


def stages(model: ModelConfig) -> tuple[Stage, ...]:
    """Return the layers of weights, from the input on."""
    result: list[Stage] = []
    source = INPUT
    for layer in plan(model):
        if layer.is_weighted:
            result.append(Stage(layer, source, layer.name))
        elif result and layer.is_norm:
            result[-1] = replace(result[-1], norm=layer.name)
        elif result and layer.kind is LayerKind.ACTIVATION:
            result[-1] = replace(result[-1], outcome=layer.name, activation=layer.activation)
        elif result and layer.kind is LayerKind.DROPOUT:
            result[-1] = replace(result[-1], dropout=layer.name)
        source = layer.name
    return tuple(result)


@dataclass(frozen=True)
class Neuron:
    """The computation of one neuron's activation in a linear layer.

    The total is the sum of weights * inputs, plus the bias.

    Attributes:
        number: its index in the layer, from 0.
        inputs, weights: float32 (n,), in the order of the layer's inputs.
        normalized: the total after normalization, scale and shift; None in a layer without.
        activation: what the layer's activation makes of it; the total itself at the output.
    """

    number: int
    inputs: Floats
    weights: Floats
    bias: float
    total: float
    normalized: float | None
    activation: float

    @property
    def contributions(self) -> Floats:
        """The part of each input in the total: weight * input, float32 (n,)."""
        return self.weights * self.inputs

    def strongest(self, count: int) -> list[int]:
        """Return the inputs that change the total most, up or down, without those that add 0."""
        size = np.abs(self.contributions)
        order = np.argsort(-size, kind="stable")[:count]
        return [int(index) for index in order if size[index] > 0]


def explain(stage: Stage, weights: Weights, activations: Activations, number: int) -> Neuron:
    """Return the inputs, weights and sums of one neuron of a linear layer.

    Args:
        activations: with dropout off, as `core.insight.activations.inspect_network` gives them.
    """
    bias = weights.get(f"{stage.name}.bias")
    return Neuron(
        number,
        activations[stage.source].ravel(),
        weights[f"{stage.name}.weight"][number],
        0.0 if bias is None else float(bias[number]),
        float(activations[stage.name][number]),
        None if stage.norm is None else float(activations[stage.norm][number]),
        float(activations[stage.outcome][number]),
    )


def is_defined(probabilities: Sequence[float] | Floats) -> bool:
    """Return whether a network gives an answer; one that has diverged gives none."""
    return bool(np.isfinite(probabilities).all())


def strongest_neurons(outputs: Floats, count: int) -> list[int]:
    """Return the numbers of the neurons with the largest `outputs` (units,), the largest first."""
    return [int(number) for number in np.argsort(-outputs, kind="stable")[:count]]


def sample(units: int, max_shown: int = MAX_SHOWN) -> NDArray[np.intp]:
    """Choose the neurons of a layer to draw: all, or `max_shown` of them, evenly spread."""
    if units <= max_shown:
        return np.arange(units)
    return np.round(np.linspace(0, units - 1, max_shown)).astype(np.intp)
