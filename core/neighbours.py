"""The training digits that look most like a drawing, pixel by pixel."""

import time
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from core import datasets
from core.architecture import SIDE
from core.ink import Ink

NEAREST = 5


@dataclass(frozen=True)
class Neighbour:
    """A training digit: its number from 0, what it is, how far away it lies, and its grey levels, uint8 (28, 28)."""

    number: int
    label: int
    distance: float
    grey: NDArray[np.uint8]


@dataclass(frozen=True)
class Neighbours:
    """The nearest first, and how long the search took."""

    found: tuple[Neighbour, ...]
    seconds: float


@torch.inference_mode()
def nearest(digit: Ink, k: int = NEAREST) -> Neighbours:
    """The `k` of the 60,000 training digits nearest to ink (28, 28), by Euclidean distance over its 784 pixels.

    Written out, |x - d|^2 = |x|^2 - 2 x.d + |d|^2; the first is the same for every drawing, the last for every digit,
    so one matrix product is all the work. Done by one processor thread, since the networks train beside it.

    Raises:
        DataError: if the digits cannot be read.
    """
    data = datasets.mnist()
    begin = time.perf_counter()
    torch.set_num_threads(1)
    drawing = torch.from_numpy(np.ascontiguousarray(digit, np.float32).reshape(-1))  # (784,)
    squared = _squares(data.train_x.data_ptr()) - 2 * (data.train_x @ drawing) + drawing.square().sum()  # (60000,)
    numbers = torch.topk(squared, k, largest=False).indices.tolist()
    found = tuple(_neighbour(data, number, float(squared[number])) for number in numbers)
    return Neighbours(found, time.perf_counter() - begin)


def _neighbour(data: datasets.Data, number: int, squared: float) -> Neighbour:
    grey = (data.train_x[number] * 255).round().to(torch.uint8).numpy().reshape(SIDE, SIDE)
    return Neighbour(number, int(data.train_y[number]), max(0.0, squared) ** 0.5, grey)


@lru_cache(maxsize=1)
def _squares(_place: int) -> Tensor:
    """|x|^2 of every training digit, float32 (60000,); once for each copy of them, by its place in memory."""
    return datasets.mnist().train_x.square().sum(dim=1)
