"""Random changes of training examples: of images, drawn again for each epoch, and of labels.

A network cannot memorise images that look different each time. Wrong labels, drawn once for a run,
it can only memorise.

torchvision has transforms for this, but they draw from the generator that the whole process shares,
which would make concurrent runs irreproducible, and they change one image at a time. Here the
numbers come from the run's own seed, and a whole batch is changed at once.
"""

import math

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from core.config.catalogue import PIXELS, SIDE
from core.config.data import AugmentConfig

# keep these numbers apart from the examples' order, drawn from (seed, epoch)
STREAM, STREAM_OF_LABELS = 1, 2


def epoch_generator(seed: int, epoch: int) -> torch.Generator:
    """Return the random numbers of one epoch's changes, which depend on seed and epoch only."""
    return _generator(seed, epoch, STREAM)


def _generator(*numbers: int) -> torch.Generator:
    mixed = int(np.random.SeedSequence(numbers).generate_state(1, np.uint64)[0])
    return torch.Generator().manual_seed(mixed)


def mislabelled(labels: Tensor, share: float, classes: int, seed: int) -> tuple[Tensor, Tensor]:
    """Give a share of the examples another label each, all others being equally likely.

    A larger share with the same seed changes the same labels, and more.

    Args:
        labels: classes, int64 (N,).

    Returns:
        The labels, int64 (N,), and the indices of the changed ones, int64 (round(share * N),),
        rising.
    """
    random = _generator(seed, 0, STREAM_OF_LABELS)
    order = torch.randperm(len(labels), generator=random)
    shifts = torch.randint(1, classes, (len(labels),), generator=random)
    wrong = order[: round(share * len(labels))].sort().values
    given = labels.clone()
    given[wrong] = (labels[wrong] + shifts[wrong]) % classes
    return given, wrong


def augmented(x: Tensor, augment: AugmentConfig, random: torch.Generator) -> Tensor:
    """Change each of the images (N, 784), 0 for paper and 1 for ink, within `augment`'s limits.

    Each image is rotated, scaled and shifted by amounts that are uniform in their ranges, with
    linear interpolation; what moves in from outside is paper. Noise is normal, clipped to 0 and 1.
    Changes that are switched off draw nothing from `random`.
    """
    images = x
    if augment.rotation or augment.scale or augment.shift:
        grid = functional.affine_grid(
            _maps(len(x), augment, random), [len(x), 1, SIDE, SIDE], align_corners=False
        )
        moved = functional.grid_sample(
            x.view(-1, 1, SIDE, SIDE), grid.to(x.device), align_corners=False
        )
        images = moved.view(-1, PIXELS)

    if augment.noise:
        images = (
            images + augment.noise * torch.randn(images.shape, generator=random).to(x.device)
        ).clamp(0, 1)

    return images


def _maps(count: int, augment: AugmentConfig, random: torch.Generator) -> Tensor:
    """Return affine maps from new to old positions in [-1, 1], float32 (count, 2, 3)."""

    def uniform(limit: float, columns: int = 1) -> Tensor:
        if not limit:
            return torch.zeros(count, columns)
        return limit * (2 * torch.rand(count, columns, generator=random) - 1)

    angle = uniform(math.radians(augment.rotation))
    zoom = 1 + uniform(augment.scale)
    shift = uniform(augment.shift * 2 / SIDE, columns=2)
    cosine, sine = angle.cos() / zoom, angle.sin() / zoom
    rows = torch.cat([cosine, -sine, shift[:, :1], sine, cosine, shift[:, 1:]], dim=1)
    return rows.view(count, 2, 3)
