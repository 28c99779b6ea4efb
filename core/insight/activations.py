"""A network's reading of one digit: activations, saliency, and passes with dropout on."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from core.config.catalogue import PIXELS, SIDE
from core.config.choices import ModelKind
from core.config.data import DataConfig
from core.config.run import RunConfig
from core.data import datasets
from core.data.ink import Ink
from core.insight.neurons import INPUT, Activations, Floats
from core.network import models
from core.network.weights import Weights

PASSES = 100


@dataclass(frozen=True)
class Passes:
    """The same digit read many times with dropout on.

    Y. Gal and Z. Ghahramani 2016, https://arxiv.org/abs/1506.02142.

    Attributes:
        probabilities: float32 (passes, 10), each row summing to 1.
        masks: the neurons that the first pass kept, by the name of the dropout layer: bool
            (units,).
    """

    probabilities: Floats
    masks: Mapping[str, NDArray[np.bool_]]


@dataclass(frozen=True)
class Insight:
    """The way of a network from one digit to its answer.

    Attributes:
        activations: float32, by the layer's name, with dropout off: (units,) for linear layers and
            the layers after them, (maps, height, width) for convolutions; the network's input
            under ``input``, (784,).
        probabilities: float32 (classes,).
        saliency: see `saliency`; float32 (28, 28).
        passes: None unless requested, or if the network has no dropout.
    """

    activations: Activations
    probabilities: Floats
    saliency: Floats
    passes: Passes | None = None

    @property
    def answer(self) -> int:
        """The most probable class."""
        return int(self.probabilities.argmax())


def inspect_network(
    config: RunConfig, weights: Weights, digit: Ink, passes_seed: int | None = None
) -> Insight:
    """Have a network with these weights read `digit`, ink (28, 28).

    May be called from any thread, since it builds a network of its own.

    Args:
        passes_seed: read the digit with dropout, too, with masks from a generator with this seed.
    """
    masks = torch.Generator().manual_seed(passes_seed or 0)
    network = models.network_of(config, weights, masks)

    # forward: logits (1, classes)
    ink = torch.from_numpy(digit.reshape(1, PIXELS).copy()).requires_grad_()
    x = datasets.input_of_ink(ink, config.data)
    outputs = activations(network, x)
    logits = list(outputs.values())[-1]

    has_dropout = any(isinstance(module, models.Dropout) for module in network)
    has_passes = passes_seed is not None and has_dropout
    return Insight(
        activations={name: _array(values[0]) for name, values in outputs.items()},
        probabilities=_array(torch.softmax(logits, dim=1)[0]),
        saliency=saliency(logits, ink),
        passes=stochastic_passes(network, x.detach()) if has_passes else None,
    )


def activations(network: nn.Sequential, x: Tensor) -> dict[str, Tensor]:
    """Return the outputs of all layers for `x`, by name; the first is `x` itself."""
    outputs = {INPUT: x}
    for name, module in network.named_children():
        x = module(x)
        outputs[name] = x
    return outputs


def saliency(logits: Tensor, ink: Tensor) -> Floats:
    """Return the slope of the answer's logit over the ink in each pixel: float32 (28, 28).

    This is the gradient of the logit (K. Simonyan et al. 2013, https://arxiv.org/abs/1312.6034),
    with its sign: where it is negative, ink speaks against the answer.
    """
    (gradient,) = torch.autograd.grad(logits[0].max(), ink)
    return _array(gradient.reshape(SIDE, SIDE))


@torch.no_grad()
def stochastic_passes(network: nn.Sequential, x: Tensor, count: int = PASSES) -> Passes:
    """Read one digit (1, 784) `count` times, each time with other neurons dropped."""
    masks = {}
    x = x.expand(count, -1)

    models.set_dropout_on(network, True)
    for name, module in network.named_children():
        if isinstance(module, models.Dropout):
            factors = module(torch.ones_like(x))  # 0, or 1 / (1 - rate)
            masks[name] = (factors[0] > 0).numpy()
            x = x * factors
        else:
            x = module(x)
    models.set_dropout_on(network, False)

    return Passes(_array(torch.softmax(x, dim=1)), masks)


def weight_images(config: RunConfig, weights: Weights) -> Floats:
    """Return the first layer's weights as images, the patterns that its units respond to.

    Returns:
        (neurons, 28, 28), the pixels arranged as in the drawing; (maps, 5, 5) for a CNN.
    """
    if config.model.kind is ModelKind.CNN:
        return weights["conv_1.weight"][:, 0]
    return on_pixels(config.data, weights["linear_1.weight"])


def on_pixels(data: DataConfig, values: Floats) -> Floats:
    """Arrange numbers for the network's 784 inputs, (..., 784), as images (..., 28, 28).

    With shuffled pixels, each number goes to its pixel's position in the drawing.
    """
    if data.shuffle_pixels:
        back = np.empty_like(values)
        back[..., datasets.pixel_order()] = values
        values = back
    return values.reshape(*values.shape[:-1], SIDE, SIDE)


def _array(values: Tensor) -> Floats:
    array: Floats = values.detach().float().numpy().copy()
    return array
