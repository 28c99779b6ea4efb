"""The answers of a network to drawn digits."""

import numpy as np
import torch
from numpy.typing import NDArray

from core.config.choices import Pixels, Polarity
from core.config.data import DataConfig
from core.config.model import ModelConfig
from core.data.datasets import input_of_ink
from core.data.ink import Ink
from core.network import models
from core.network.weights import Weights


class Predictor:
    """Reads digits with a network on the CPU that is separate from any network in training.

    It must not be called from two threads at once.
    """

    def __init__(
        self,
        model: ModelConfig,
        pixels: Pixels,
        shuffle_pixels: bool = False,
        is_dark_on_light: bool = False,
    ) -> None:
        self._network = models.build(model, torch.Generator()).eval()
        self._data = DataConfig(
            pixels=pixels,
            shuffle_pixels=shuffle_pixels,
            polarity=Polarity.INVERTED if is_dark_on_light else Polarity.AUTO,
        )

    def set_weights(self, weights: Weights) -> None:
        """Replace the present weights by a copy of these."""
        models.set_weights(self._network, weights)

    @torch.inference_mode()
    def probabilities(self, digit: Ink) -> NDArray[np.float32]:
        """Return the softmax of the ten logits for one digit: float32 (10,), summing to 1.

        Args:
            digit: ink (28, 28), 0 to 1.
        """
        ink = torch.from_numpy(np.ascontiguousarray(digit, np.float32).reshape(1, -1))
        logits = self._network(input_of_ink(ink, self._data))
        answer: NDArray[np.float32] = torch.softmax(logits, dim=1)[0].numpy()
        return answer
