"""A network's neurons one by one: what each takes in, its weights, its sum; NumPy only, so that it can be followed."""

from collections.abc import Mapping
from dataclasses import dataclass

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
    """A layer of weights and what is done with its sums before the next one.

    Attributes:
        layer: the linear or convolutional layer.
        source: whose outputs it takes in: the name of the layer before it, or `INPUT`.
        outcome: the name of its activation; its own where there is none, as at the output.
        activation: None at the output.
        dropout: the name of the dropout that follows; None without one.
    """

    layer: LayerPlan
    source: str
    outcome: str
    activation: Activation | None
    dropout: str | None

    @property
    def name(self) -> str:
        """The layer's name: ``linear_1``."""
        return self.layer.name

    @property
    def is_convolution(self) -> bool:
        """Whether its units are maps."""
        return self.layer.kind is LayerKind.CONVOLUTION

    @property
    def title(self) -> Message:
        """What the layer is called."""
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
    """The layers of weights, from the input on."""
    found: list[Stage] = []
    source = INPUT
    for layer in plan(model):
        if layer.kind in (LayerKind.LINEAR, LayerKind.CONVOLUTION):
            found.append(Stage(layer, source, layer.name, None, None))
        elif found and layer.kind in (LayerKind.ACTIVATION, LayerKind.DROPOUT):
            last = found.pop()
            outcome = layer.name if layer.kind is LayerKind.ACTIVATION else last.outcome
            dropout = layer.name if layer.kind is LayerKind.DROPOUT else None
            found.append(
                Stage(
                    last.layer, last.source, outcome, layer.activation or last.activation, dropout
                )
            )
        source = layer.name
    return tuple(found)


@dataclass(frozen=True)
class Neuron:
    """How one neuron of a linear layer comes to its number: total = sum of weights * inputs, plus the bias.

    Attributes:
        number: its place in the layer, from 0.
        inputs, weights: float32 (n,), in the order of the layer's inputs.
        activation: what the layer's activation makes of the total; the total itself at the output.
    """

    number: int
    inputs: Floats
    weights: Floats
    bias: float
    total: float
    activation: float

    @property
    def contributions(self) -> Floats:
        """What each input adds to the total, float32 (n,)."""
        return self.weights * self.inputs

    def strongest(self, count: int) -> list[int]:
        """The inputs that move the total most, up or down; those that add nothing are left out."""
        size = np.abs(self.contributions)
        order = np.argsort(-size, kind="stable")[:count]
        return [int(place) for place in order if size[place] > 0]


def explain(stage: Stage, weights: Weights, activations: Activations, number: int) -> Neuron:
    """The neuron of that number in a linear layer.

    Args:
        activations: of the resting network, as `core.insight.activations.look` gives them.
    """
    bias = weights.get(f"{stage.name}.bias")
    return Neuron(
        number,
        activations[stage.source].ravel(),
        weights[f"{stage.name}.weight"][number],
        0.0 if bias is None else float(bias[number]),
        float(activations[stage.name][number]),
        float(activations[stage.outcome][number]),
    )


def strongest_neurons(outputs: Floats, count: int) -> list[int]:
    """The numbers of the neurons that give most, the first the most; `outputs` (units,)."""
    return [int(number) for number in np.argsort(-outputs, kind="stable")[:count]]


def sample(units: int, most: int = MAX_SHOWN) -> NDArray[np.intp]:
    """Which neurons of a layer are drawn: all, or `most` of them evenly spread, the same ones each time."""
    if units <= most:
        return np.arange(units)
    return np.round(np.linspace(0, units - 1, most)).astype(np.intp)
