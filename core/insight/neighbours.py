"""The training images that look most like a drawing, pixel by pixel."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from core.config.catalogue import SIDE
from core.config.choices import Pixels
from core.config.data import DataConfig
from core.data import datasets
from core.data.examples import Examples
from core.data.folders import NO_IMAGES, read_for
from core.data.ink import Ink
from core.errors import DataError

NEAREST = 5
_AS_DRAWN = {"pixels": Pixels.UNIT, "shuffle_pixels": False, "validation_size": 0}


@dataclass(frozen=True)
class Neighbour:
    """A training image near a drawing.

    Attributes:
        number: its index among the training images, from 0.
        label, name: its class, as a number and as text.
        distance: the Euclidean distance from the drawing.
        grey: uint8 (28, 28).
    """

    number: int
    label: int
    name: str
    distance: float
    grey: NDArray[np.uint8]


@dataclass(frozen=True)
class Neighbours:
    """The training images nearest to a drawing.

    Attributes:
        images: the nearest first.
        among: how many training images were searched.
        seconds: the time that the search took.
    """

    images: tuple[Neighbour, ...]
    among: int
    seconds: float


@torch.inference_mode()
def nearest(drawing: Ink, config: DataConfig | None = None, k: int = NEAREST) -> Neighbours:
    """Find the `k` training images of a run nearest to ink (28, 28).

    Distances are Euclidean, over the 784 pixels.

    Written out, |x - d|^2 = |x|^2 - 2 x.d + |d|^2; the first is the same for every drawing, the
    last for every image, so one matrix product is all the work. One processor thread does it, since
    networks train at the same time.

    Args:
        config: the run's data; all of MNIST without it.

    Raises:
        DataError: if the images cannot be read, or the data are no images.
    """
    config = config or DataConfig()
    if not config.has_images:
        raise DataError(NO_IMAGES)
    config = config.model_copy(update=_AS_DRAWN)
    known = _known(config)
    if known.examples.is_still_unread is not None and read_for(config) is not known.examples:
        _known.cache_clear()  # pictures that could not be read for a moment can be now
        known = _known(config)

    begin = time.perf_counter()
    torch.set_num_threads(1)
    d = torch.from_numpy(np.ascontiguousarray(drawing, np.float32).reshape(-1))  # (784,)
    if config.is_dark_on_light:
        d = 1 - d
    squared = known.squares - 2 * (known.x @ d) + d.square().sum()  # (N,)
    numbers = torch.topk(squared, min(k, len(squared)), largest=False).indices.tolist()

    classes = config.shown_classes
    images = tuple(_neighbour(known, classes, number, float(squared[number])) for number in numbers)
    return Neighbours(images, len(squared), time.perf_counter() - begin)


@dataclass(frozen=True, eq=False)
class _Known:
    """Training images, float32 (N, 784), classes (N,), and |x|^2, float32 (N,).

    Attributes:
        examples: those that the images are of.
    """

    examples: Examples
    x: Tensor
    y: Tensor
    squares: Tensor


@lru_cache(maxsize=1)
@torch.inference_mode(False)
def _known(config: DataConfig) -> _Known:
    examples, data = read_for(config), datasets.load(config)
    return _Known(examples, data.train_x, data.train_y, data.train_x.square().sum(dim=1))


def _neighbour(known: _Known, classes: Sequence[str], number: int, squared: float) -> Neighbour:
    grey = (known.x[number] * 255).round().to(torch.uint8).numpy().reshape(SIDE, SIDE)
    label = int(known.y[number])
    return Neighbour(number, label, classes[label], max(0.0, squared) ** 0.5, grey)
