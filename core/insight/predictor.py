"""The answers of a network to drawn digits."""

from dataclasses import dataclass

import numpy as np
import torch

from core.config.data import DataConfig
from core.config.model import ModelConfig
from core.data.datasets import input_of_ink
from core.data.ink import Ink
from core.insight.activations import activations, on_pixels
from core.insight.neurons import INPUT, Activations, Floats
from core.network import models
from core.network.weights import Weights


@dataclass(frozen=True, eq=False)
class Reading:
    """What happened in a network while it read one digit.

    Attributes:
        activations: float32, by the layer's name, see `core.insight.activations.Insight`.
        pixels: the network's input in the drawing's order, float32 (28, 28).
        probabilities: the softmax of the logits, float32 (classes,), summing to 1.
    """

    activations: Activations
    pixels: Floats
    probabilities: Floats


class Predictor:
    """Reads digits with a network on the CPU that is separate from any network in training.

    It must not be called from two threads at once, and not before it has weights.
    """

    def __init__(self, model: ModelConfig, data: DataConfig) -> None:
        self._network = models.reader(model)
        self._data = data

    def set_weights(self, weights: Weights) -> None:
        """Replace the present weights by a copy of these."""
        models.set_weights(self._network, weights)

    def probabilities(self, digit: Ink) -> Floats:
        """Return the softmax of the logits for one digit, see `read`."""
        return self.read(digit).probabilities

    @torch.inference_mode()
    def read(self, digit: Ink) -> Reading:
        """Read one digit, and return all that the network computes for it.

        Args:
            digit: ink (28, 28), 0 to 1.
        """
        # forward: logits (1, classes)
        ink = torch.from_numpy(np.ascontiguousarray(digit, np.float32).reshape(1, -1))
        outputs = activations(self._network, input_of_ink(ink, self._data))
        logits = list(outputs.values())[-1]

        by_layer = {name: values[0].numpy() for name, values in outputs.items()}
        pixels = on_pixels(self._data, by_layer[INPUT])
        return Reading(by_layer, pixels, torch.softmax(logits, dim=1)[0].numpy())
