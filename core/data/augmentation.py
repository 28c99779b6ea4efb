"""Training images changed at random, each anew whenever it is shown, so that a network cannot learn them by heart.

torchvision has transforms for this; they take their random numbers from the generator that the
whole process shares, which would make runs side by side irreproducible, and they change one image
at a time. Here the numbers come from the run's own seed, and a batch is changed at once.
"""

import math

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from core.config.catalogue import PIXELS, SIDE
from core.config.data import AugmentConfig

STREAM = 1  # apart from the order of the examples, which is drawn from (seed, epoch)


def epoch_generator(seed: int, epoch: int) -> torch.Generator:
    """The random numbers of one epoch's changes; they depend on nothing else."""
    mixed = int(np.random.SeedSequence((seed, epoch, STREAM)).generate_state(1, np.uint64)[0])
    return torch.Generator().manual_seed(mixed)


def augmented(x: Tensor, augment: AugmentConfig, random: torch.Generator) -> Tensor:
    """Images (N, 784), each changed by as much as `augment` allows: 0 where nothing is drawn, 1 for ink.

    Each is turned by an angle, made larger or smaller and moved, all three uniform in their ranges,
    with linear interpolation; what comes in is empty. Noise is normal, cut off at 0 and 1. What is
    not asked for draws nothing from `random`.
    """
    images = x
    if augment.rotation or augment.scale or augment.shift:
        where = functional.affine_grid(
            _maps(len(x), augment, random), [len(x), 1, SIDE, SIDE], align_corners=False
        )
        moved = functional.grid_sample(
            x.view(-1, 1, SIDE, SIDE), where.to(x.device), align_corners=False
        )
        images = moved.view(-1, PIXELS)
    if augment.noise:
        images = (
            images + augment.noise * torch.randn(images.shape, generator=random).to(x.device)
        ).clamp(0, 1)
    return images


def _maps(count: int, augment: AugmentConfig, random: torch.Generator) -> Tensor:
    """From a place in the new image to one in the old, in halves of the image's side, float32 (count, 2, 3)."""

    def uniform(most: float, columns: int = 1) -> Tensor:
        if not most:
            return torch.zeros(count, columns)
        return most * (2 * torch.rand(count, columns, generator=random) - 1)

    angle = uniform(math.radians(augment.rotation))
    larger = 1 + uniform(augment.scale)
    shift = uniform(augment.shift * 2 / SIDE, columns=2)
    cosine, sine = angle.cos() / larger, angle.sin() / larger
    rows = torch.cat([cosine, -sine, shift[:, :1], sine, cosine, shift[:, 1:]], dim=1)
    return rows.view(count, 2, 3)
