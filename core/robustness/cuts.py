"""Networks with fewer weights, or with weights of fewer bits, and what they take; NumPy only.

Cut are the smallest weights of the whole network (S. Han et al. 2015, Learning both weights and
connections for efficient neural networks, https://arxiv.org/abs/1506.02626) or, to compare, any
weights at random. Biases and the numbers of normalizations stay, as they are few.
"""

from collections.abc import Sequence
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from core.config.model import ModelConfig
from core.messages import Message, message
from core.network.architecture import plan
from core.network.quantization import FLOAT_BITS, rounded
from core.network.weights import Weights, expected_shapes

# at which curves are measured
SHARES = (0.0, 0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98, 0.99)
BITS = (32, 16, 12, 10, 8, 7, 6, 5, 4, 3, 2, 1)

RANDOM_SEED = 19  # of the order in which weights are cut at random
TRAINING_STREAM = 3  # of a cut at random in training, apart from those of `core.data.augmentation`
BYTE = 8  # bits


class Order(Enum):
    """Which weights are cut first.

    Attributes:
        title: its name.
    """

    SMALLEST = message("Smallest first")
    RANDOM = message("At random")

    @property
    def title(self) -> Message:
        """Its name."""
        return self.value


class Pruning:
    """The order in which a network's weights are cut; a larger cut contains the smaller ones.

    Args:
        seed: of the order in which weights are cut at random.
    """

    def __init__(
        self,
        model: ModelConfig,
        weights: Weights,
        order: Order,
        seed: int | Sequence[int] = RANDOM_SEED,
    ) -> None:
        self._weights = weights
        self._names = weighted_names(model)
        sizes = np.concatenate([np.abs(weights[name]).reshape(-1) for name in self._names])
        if order is Order.RANDOM:  # by numbers that NumPy promises never to change (NEP 19)
            sizes = np.random.SeedSequence(seed).generate_state(len(sizes), np.uint64)
        self._order: NDArray[np.intp] = np.argsort(sizes, kind="stable")

    def kept(self, share: float) -> dict[str, NDArray[np.bool_]]:
        """Return which weights stay, by name, if this share of all, 0 to 1, is cut."""
        is_kept = np.ones(len(self._order), np.bool_)
        is_kept[self._order[: count_cut(len(self._order), share)]] = False

        ends = np.cumsum([self._weights[name].size for name in self._names])
        parts = np.split(is_kept, ends[:-1])
        return {
            name: part.reshape(self._weights[name].shape)
            for name, part in zip(self._names, parts, strict=True)
        }

    def weights(self, share: float) -> Weights:
        """Return a copy of the weights of which this share, 0 to 1, is set to 0."""
        kept = self.kept(share)
        return {**self._weights, **{name: self._weights[name] * kept[name] for name in kept}}


def count_cut(total: int, share: float) -> int:
    """Return how many of all weights a share of 0 to 1 is, rounded."""
    return round(share * total)


def weighted_names(model: ModelConfig) -> list[str]:
    """Return the names of the weights of linear and convolutional layers, from the input on."""
    return [f"{layer.name}.weight" for layer in plan(model) if layer.is_weighted]


def with_bits(model: ModelConfig, weights: Weights, bits: int) -> Weights:
    """Return a copy of the weights in which each has so many bits, 1 to 32.

    Each neuron or map has a scale of its own, see `core.network.quantization.rounded`; weights
    that were cut stay 0.
    """
    if bits == FLOAT_BITS:
        return weights
    names = weighted_names(model)
    fewer = {name: rounded(weights[name], bits).weights() * (weights[name] != 0) for name in names}
    return {**weights, **fewer}


def kilobytes(model: ModelConfig, share: float = 0.0, bits: int = FLOAT_BITS) -> float:
    """Return the thousands of bytes that a network takes after a cut and with so many bits.

    Weights that are left have their bits; one more bit for each weight says whether it is left, if
    any is cut; each neuron's scale and all other numbers are in 32 bits.
    """
    shapes = expected_shapes(model)
    names = weighted_names(model)
    total = sum(int(np.prod(shapes[name])) for name in names)
    others = sum(int(np.prod(shape)) for name, shape in shapes.items() if name not in names)

    cut = count_cut(total, share)
    scales = 0 if bits == FLOAT_BITS else sum(shapes[name][0] for name in names)
    mask = total if cut else 0
    return ((total - cut) * bits + mask + (others + scales) * FLOAT_BITS) / BYTE / 1000
