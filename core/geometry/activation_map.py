"""The map of a layer: what it makes of many test images, in the plane where they spread most.

Principal components may change their sign or their order from one epoch to the next. So each map is
turned and reflected to lie as closely as possible on the map of the images' own pixels, which is
the same for all epochs, layers and runs: maps can be compared, and those of successive epochs make
a film. Images of different classes begin mixed, and drift apart as the network learns.

Read `activation_map` first. For a background thread, since it loads torch and takes a while.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import torch
from numpy.typing import NDArray

from core.config.data import DataConfig
from core.config.run import RunConfig
from core.data import datasets
from core.data.ink import Ink
from core.geometry.components import (
    Components,
    Doubles,
    Floats,
    principal_components,
    rotation_onto,
)
from core.insight.activations import activations
from core.insight.predictor import Predictor
from core.network.models import network_of
from core.network.weights import Weights

IMAGES = 2000  # test images of a map, spread evenly over those of the run
CHUNK = 250  # images at a time


@dataclass(frozen=True, eq=False)
class Sample:
    """The images of a map.

    Attributes:
        grey: uint8 (N, 28, 28), as in the file.
        labels: their classes, uint8 (N,).
        positions: their places in the map of the pixels, float64 (N, 2).
        shares: of the variance of the pixels that lies along each component.
    """

    grey: NDArray[np.uint8]
    labels: NDArray[np.uint8]
    positions: Doubles
    shares: tuple[float, float]


@lru_cache(maxsize=4)  # 1.6 MB each
def sample_of(data: DataConfig) -> Sample:
    """Return the images of the maps of runs on these data, the same every time.

    Raises:
        DataError: if the files are missing or damaged.
    """
    grey, labels = datasets.labelled_digits(data, IMAGES)
    pixels = grey.reshape(len(grey), -1) / 255.0
    components = principal_components(pixels)
    return Sample(grey, labels, components.project(pixels), components.shares)


@dataclass(frozen=True, eq=False)
class ActivationMap:
    """The images as a layer of a network represents them, in a plane.

    Attributes:
        layer: the name of the layer, see `core.insight.neurons`.
        sample: the images.
        components: the plane in the space of the layer's units.
        positions: of the images in the plane, float32 (N, 2); not finite if the network diverged.
        answers: the classes that the network reads, uint8 (N,).
    """

    config: RunConfig
    weights: Weights
    layer: str
    sample: Sample
    components: Components
    positions: Floats
    answers: NDArray[np.uint8]

    @property
    def classes(self) -> Sequence[str]:
        """The names of the classes, as they are shown."""
        return self.config.shown_classes

    @property
    def share(self) -> float:
        """The share of the variance that lies in the plane, 0 to 1."""
        return sum(self.components.shares)

    @property
    def is_defined(self) -> bool:
        """Whether there are positions; a network that has diverged has none."""
        return bool(np.isfinite(self.positions).all())

    @cached_property
    def centres(self) -> dict[int, tuple[float, float]]:
        """The middle of each class that has images: the median in both directions, by label."""
        labels = self.sample.labels
        middles = {
            int(label): np.median(self.positions[labels == label], axis=0)
            for label in np.unique(labels)
        }
        return {label: (float(x), float(y)) for label, (x, y) in middles.items()}

    def position_of(self, digit: Ink) -> tuple[float, float]:
        """Return where the network puts a drawing, ink (28, 28), on this map.

        Not to be called from two threads at once.
        """
        values = self._predictor.read(digit).activations[self.layer]
        ((x, y),) = self.components.project(values.reshape(1, -1)).tolist()
        return x, y

    @cached_property
    def _predictor(self) -> Predictor:
        predictor = Predictor(self.config.model, self.config.data)
        predictor.set_weights(self.weights)
        return predictor


def activation_map(config: RunConfig, weights: Weights, layer: str) -> ActivationMap:
    """Compute the map of a layer of a network that reads images.

    Args:
        layer: the name of a layer among the network's activations, or that of the pixels, see
            `core.geometry.layers.mapped_layers`.

    Raises:
        DataError: if the test images cannot be read.
    """
    torch.set_num_threads(1)  # training has the other cores
    sample = sample_of(config.data)
    values, answers = _values(config, weights, layer, sample)
    if not np.isfinite(values).all():
        nowhere = Components(np.zeros(values.shape[1]), np.zeros((values.shape[1], 2)), (0.0, 0.0))
        positions = np.full((len(values), 2), np.nan, np.float32)
        return ActivationMap(config, weights, layer, sample, nowhere, positions, answers)

    components = principal_components(values)
    components = components.turned(rotation_onto(components.project(values), sample.positions))
    positions = components.project(values).astype(np.float32)
    return ActivationMap(config, weights, layer, sample, components, positions, answers)


@torch.inference_mode()
def _values(
    config: RunConfig, weights: Weights, layer: str, sample: Sample
) -> tuple[Floats, NDArray[np.uint8]]:
    """Return a layer's outputs for the images, (N, units), and the network's answers (N,)."""
    network = network_of(config, weights)
    values, answers = [], []
    for grey in torch.from_numpy(sample.grey.reshape(len(sample.grey), -1)).split(CHUNK):
        # forward: logits (N, classes)
        outputs = activations(network, datasets.network_input(grey, config.data))
        logits = list(outputs.values())[-1]
        values.append(outputs[layer].flatten(1))
        answers.append(logits.argmax(dim=1).to(torch.uint8))
    return torch.cat(values).numpy(), torch.cat(answers).numpy()
