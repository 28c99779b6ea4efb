"""The test image that networks are shown reading while nothing is drawn."""

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray

from core.config.run import RunConfig
from core.data import preview
from core.data.datasets import input_of_ink
from core.data.ink import Ink, ink_of_grey
from core.insight.activations import stochastic_passes
from core.network import models
from core.network.weights import Weights

MAX_TRIED = 100  # test images; an untrained network reads about one in ten correctly
AGREEING = 0.9  # share of the passes with dropout; of an image that wavers, fewer agree


def first_misread(configs: Sequence[RunConfig]) -> Ink:
    """Return the first test image that all these networks misread before training, as ink (28, 28).

    An image that they happen to read correctly from the start would hide what they learn. Where
    none is misread by all of them, it is the first that most of them misread. How they read it once
    they are trained plays no part.

    Args:
        configs: of the networks, at least one. The test images are those of the first; networks
            with other classes are left out.

    Raises:
        DataError: if the files are missing or damaged.
    """
    first = configs[0]
    images, labels = preview.first_test_images(first.data, MAX_TRIED)
    ink = ink_of_grey(images)
    misread = [
        untrained_answers(config, ink) != labels
        for config in configs
        if config.classes == first.classes
    ]
    chosen: Ink = ink[np.sum(misread, axis=0).argmax()]
    return chosen


@torch.no_grad()
def first_wavering(config: RunConfig, weights: Weights) -> Ink | None:
    """Return the first test image whose answer depends on the neurons that are left out, as ink.

    Of most images a trained network is so sure that dropout changes nothing. Where none wavers, it
    is the one on which the fewest passes agree. None for a network without dropout.

    Raises:
        DataError: if the files are missing or damaged.
    """
    if not any(layer.dropout for layer in config.model.hidden):
        return None
    images, _ = preview.first_test_images(config.data, MAX_TRIED)
    ink = ink_of_grey(images)
    network = models.network_of(config, weights, torch.Generator().manual_seed(0))
    least, chosen = 1.0, 0
    for index, image in enumerate(ink):
        x = input_of_ink(torch.from_numpy(image.reshape(1, -1)), config.data)
        answers = stochastic_passes(network, x).probabilities.argmax(axis=1)
        agreeing = np.bincount(answers).max() / len(answers)
        if agreeing < least:
            least, chosen = agreeing, index
        if agreeing < AGREEING:
            break
    found: Ink = ink[chosen]
    return found


def label_of(config: RunConfig, image: Ink) -> int | None:
    """Return the class of an image that was chosen here for networks on the same data.

    Of an image that is none of this run's test images it is None.

    Raises:
        DataError: if the files are missing or damaged.
    """
    images, labels = preview.first_test_images(config.data, MAX_TRIED)
    matches = (ink_of_grey(images) == image).all(axis=(1, 2))
    return int(labels[matches.argmax()]) if matches.any() else None


@torch.inference_mode()
def untrained_answers(config: RunConfig, ink: Ink) -> NDArray[np.int64]:
    """Return the classes (N,) that a network reads before training.

    Args:
        ink: of N images, (N, 28, 28).
    """
    network = models.build(config.model, models.weight_generator(config.seed)).eval()
    inputs = input_of_ink(torch.from_numpy(ink.reshape(len(ink), -1)), config.data)
    answers: NDArray[np.int64] = network(inputs).argmax(dim=1).numpy()
    return answers
