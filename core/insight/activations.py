"""What goes on in a network while it reads one digit: activations, saliency, and how sure it is with dropout on."""

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
    """The same digit read many times with dropout at work (Gal and Ghahramani 2016, https://arxiv.org/abs/1506.02142).

    Attributes:
        probabilities: float32 (passes, 10), each row summing to 1.
        masks: by the name of the dropout layer, which neurons the first pass kept: bool (units,).
    """

    probabilities: Floats
    masks: Mapping[str, NDArray[np.bool_]]


@dataclass(frozen=True)
class Insight:
    """A network's way from one digit to its answer.

    Attributes:
        activations: float32, by the layer's name, of the resting network: (units,) for linear
            layers and what follows them, (maps, height, width) for convolutions; the pixels as the
            network gets them under ``input``, (784,).
        probabilities: float32 (10,).
        saliency: see `saliency`; float32 (28, 28).
        passes: None where nothing was asked, or the network has no dropout.
    """

    activations: Activations
    probabilities: Floats
    saliency: Floats
    passes: Passes | None = None

    @property
    def answer(self) -> int:
        """The digit that is read."""
        return int(self.probabilities.argmax())


def look(
    config: RunConfig, weights: Weights, digit: Ink, passes_seed: int | None = None
) -> Insight:
    """See a network with these weights read `digit`, ink (28, 28); from any thread, for it builds its own network.

    Args:
        passes_seed: read the digit with dropout, too, with masks from a generator with this seed.
    """
    masks = torch.Generator().manual_seed(passes_seed or 0)
    network = models.build(config.model, torch.Generator(), masks)
    network.load_state_dict({name: torch.from_numpy(array) for name, array in weights.items()})
    network.eval()
    ink = torch.from_numpy(digit.reshape(1, PIXELS).copy()).requires_grad_()
    x = datasets.network_input(ink * 255, config.data)
    outputs = activations(network, x)
    logits = list(outputs.values())[-1]
    has_dropout = any(isinstance(module, models.Dropout) for module in network)
    return Insight(
        {name: _array(values[0]) for name, values in outputs.items()},
        _array(torch.softmax(logits, dim=1)[0]),
        saliency(logits, ink),
        stochastic_passes(network, x.detach()) if passes_seed is not None and has_dropout else None,
    )


def activations(network: nn.Sequential, x: Tensor) -> dict[str, Tensor]:
    """The outputs of all layers for `x`, by name; the first is `x` itself."""
    outputs = {INPUT: x}
    for name, module in network.named_children():
        x = module(x)
        outputs[name] = x
    return outputs


def saliency(logits: Tensor, ink: Tensor) -> Floats:
    """How much more sure of its answer the network would be for more ink in each pixel: float32 (28, 28).

    The gradient of the answered digit's logit (K. Simonyan et al. 2013,
    https://arxiv.org/abs/1312.6034), with its sign: where it is negative, ink speaks against the
    answer.
    """
    (gradient,) = torch.autograd.grad(logits[0].max(), ink)
    return _array(gradient.reshape(SIDE, SIDE))


@torch.no_grad()
def stochastic_passes(network: nn.Sequential, x: Tensor, count: int = PASSES) -> Passes:
    """Read one digit (1, 784) `count` times, each time with other neurons left out."""
    masks = {}
    network.train()
    x = x.expand(count, -1)
    for name, module in network.named_children():
        if isinstance(module, models.Dropout):
            kept = module(
                torch.ones_like(x)
            )  # 0, or 1 / (1 - rate): what each value is multiplied by
            masks[name] = (kept[0] > 0).numpy()
            x = x * kept
        else:
            x = module(x)
    network.eval()
    return Passes(_array(torch.softmax(x, dim=1)), masks)


def weight_images(config: RunConfig, weights: Weights) -> Floats:
    """What the first layer looks for: (neurons, 28, 28) as pixels lie in the drawing; (maps, 5, 5) for a CNN."""
    if config.model.kind is ModelKind.CNN:
        return weights["conv_1.weight"][:, 0]
    return on_pixels(config.data, weights["linear_1.weight"])


def on_pixels(data: DataConfig, values: Floats) -> Floats:
    """Numbers for each of the network's 784 inputs, (..., 784), as images (..., 28, 28) where the pixels belong."""
    if data.shuffle_pixels:
        back = np.empty_like(values)
        back[..., datasets.pixel_order()] = values
        values = back
    return values.reshape(*values.shape[:-1], SIDE, SIDE)


def _array(values: Tensor) -> Floats:
    array: Floats = values.detach().float().numpy().copy()
    return array
