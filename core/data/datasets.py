"""The examples to learn from, as tensors: images with their classes, and the noisy line.

Each data set is held once per process, as one tensor that all runs share.
"""

import threading
from dataclasses import dataclass, field, fields, replace
from functools import cache, lru_cache
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from core.config.catalogue import NOISY_LINE, PIXELS, SIDE
from core.config.choices import Pixels
from core.config.data import DataConfig
from core.data import folders as data_folders
from core.data.augmentation import augmented
from core.data.examples import Examples
from core.errors import DataError
from core.messages import message

DEFAULT_SIZE = 60_000  # of larger data sets no more is turned into tensors unless a run asks for it
# Mean and standard deviation of MNIST's training pixels, divided by 255 (the test suite computes
# them anew).
PIXEL_MEAN, PIXEL_DEVIATION = 0.1307, 0.3081
PIXEL_ORDER_SEED = 784
LINE_POINTS, LINE_SLOPE, LINE_NOISE, LINE_SEED = 101, 2.0, 0.33, 42  # the tutorial's

_loading = threading.Lock()


@dataclass(frozen=True)
class Data:
    """Training and test examples.

    Attributes:
        train_x, test_x: float32 (N, 784), or (N, 1) for the line.
        train_y, test_y: classes as int64 (N,), or values as float32 (N, 1) for the line.
        validation_x, validation_y: the same for examples that are held out; empty without them.
        normals_drawn: how many normal random numbers the tutorial's program drew to make the data,
            before it drew the first weights from the same stream; 0 where the data come from files.
    """

    train_x: Tensor
    train_y: Tensor
    test_x: Tensor
    test_y: Tensor
    validation_x: Tensor = field(default_factory=lambda: torch.empty(0))
    validation_y: Tensor = field(default_factory=lambda: torch.empty(0))
    normals_drawn: int = 0

    def first(self, train: int, test: int, validation: int = 0) -> "Data":
        """Only the first examples of each set, and of those for training the next as held out; views, no copies."""
        return replace(
            self,
            train_x=self.train_x[:train],
            train_y=self.train_y[:train],
            test_x=self.test_x[:test],
            test_y=self.test_y[:test],
            validation_x=self.train_x[train : train + validation],
            validation_y=self.train_y[train : train + validation],
        )

    def to(self, device: torch.device) -> "Data":
        """The same examples in the memory of `device`."""
        members: dict[str, Any] = {item.name: getattr(self, item.name) for item in fields(self)}
        tensors: dict[str, Any] = {
            name: value.to(device) for name, value in members.items() if isinstance(value, Tensor)
        }
        return replace(self, **tensors)


def load(config: DataConfig) -> Data:
    """The examples that `config` asks for.

    Raises:
        DataError: if they are not at hand, a file is damaged, there are fewer, or they have other
            classes.
    """
    if config.dataset == NOISY_LINE:
        return noisy_line().first(config.train_size, config.test_size)
    needed = config.train_size + config.validation_size
    with _loading:  # whoever comes second waits for the one copy instead of making another
        examples = data_folders.read(config.dataset)
        _check(examples, config, needed)
        whole = _whole(examples, config.pixels, config.shuffle_pixels, max(needed, DEFAULT_SIZE))
    return whole.first(config.train_size, config.test_size, config.validation_size)


def _check(examples: Examples, config: DataConfig, needed: int) -> None:
    for path, asked, there in (
        ("data.train_size", needed, len(examples.train_labels)),
        ("data.test_size", config.test_size, len(examples.test_labels)),
    ):
        if asked > there:
            raise DataError(
                message(
                    "{data} holds only {there} examples; lower {field}.",
                    data=config.dataset,
                    there=there,
                    field=path,
                )
            )
    if examples.classes != config.classes:
        raise DataError(
            message(
                "The classes in {data} are not those of the run any more; choose the folder anew.",
                data=config.dataset,
            )
        )


def mnist(pixels: Pixels = Pixels.UNIT, shuffle_pixels: bool = False) -> Data:
    """All of MNIST, 60,000 training and 10,000 test digits.

    Raises:
        DataError: if a file is missing or damaged.
    """
    return load(DataConfig(pixels=pixels, shuffle_pixels=shuffle_pixels))


@lru_cache(maxsize=2)  # MNIST takes 220 MB; two ways of scaling beside each other are enough
def _whole(examples: Examples, pixels: Pixels, shuffle_pixels: bool, most: int) -> Data:
    return Data(
        _seen(torch.from_numpy(examples.train_images[:most]), pixels, shuffle_pixels),
        torch.from_numpy(examples.train_labels[:most]).long(),
        _seen(torch.from_numpy(examples.test_images), pixels, shuffle_pixels),
        torch.from_numpy(examples.test_labels).long(),
    )


def seen(grey: Tensor, config: DataConfig) -> Tensor:
    """Digits (N, 784) of grey levels 0 to 255 as a run's network sees them: scaled, the pixels in its order."""
    return _seen(grey, config.pixels, config.shuffle_pixels)


def _seen(grey: Tensor, pixels: Pixels, shuffle_pixels: bool) -> Tensor:
    x = scaled(grey, pixels)
    return x[:, torch.from_numpy(pixel_order())] if shuffle_pixels else x


@cache
def pixel_order() -> NDArray[np.intp]:
    """The one order of the 784 pixels where they are shuffled: place i shows pixel `pixel_order()[i]`.

    Made from `SeedSequence`, whose numbers NumPy promises never to change (NEP 19), so kept runs
    stay readable.
    """
    return np.argsort(np.random.SeedSequence(PIXEL_ORDER_SEED).generate_state(PIXELS, np.uint64))


def changed_at_random(x: Tensor, config: DataConfig, random: torch.Generator) -> Tensor:
    """Training images (N, 784) as a network sees them, changed as `config.augment` says."""
    order = torch.from_numpy(pixel_order()) if config.shuffle_pixels else None
    images = x if order is None else x[:, order.argsort()]
    images = unit_scaled(images, config.pixels)
    return seen(augmented(images, config.augment, random) * 255, config)


def unit_scaled(x: Tensor, pixels: Pixels) -> Tensor:
    """The inverse of `scaled`: 0 where nothing is drawn, 1 for ink."""
    if pixels is Pixels.RAW:
        return x / 255
    return x if pixels is Pixels.UNIT else x * PIXEL_DEVIATION + PIXEL_MEAN


def digits_asked(
    config: DataConfig, count: int | None = None
) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """A run's test images as they are in the file, grey levels (count, 28, 28), and their labels (count,).

    Args:
        count: of its test images only the first so many.

    Raises:
        DataError: if they are not at hand, or damaged.
    """
    with _loading:
        examples = data_folders.read(config.dataset)
    asked = config.test_size if count is None else min(count, config.test_size)
    return examples.test_images[:asked].reshape(-1, SIDE, SIDE), examples.test_labels[:asked]


def scaled(grey: Tensor, pixels: Pixels) -> Tensor:
    """Grey levels 0 to 255 of any type and shape as the float32 numbers that a network sees."""
    raw = grey.float()
    if pixels is Pixels.RAW:
        return raw
    unit = raw.div_(255) if raw is not grey else raw / 255
    return unit if pixels is Pixels.UNIT else unit.sub_(PIXEL_MEAN).div_(PIXEL_DEVIATION)


def one_hot(labels: Tensor, classes: int = 10) -> Tensor:
    """Classes (N,) as float32 rows (N, classes) that are 1 at the class and 0 elsewhere."""
    return torch.eye(classes)[labels.flatten().long()]


@cache
def noisy_line() -> Data:
    """The tutorial's line: 101 points x from -1 to 1, y = 2x plus normal noise of deviation 0.33.

    The test points lie at the same x with noise of their own.
    """
    x = torch.linspace(-1, 1, LINE_POINTS)
    values = []
    for seed in (LINE_SEED, LINE_SEED + 1):
        noise = torch.randn(LINE_POINTS, generator=torch.Generator().manual_seed(seed))
        values.append((LINE_SLOPE * x + noise * LINE_NOISE).unsqueeze(1))
    column = x.unsqueeze(1)
    return Data(column, values[0], column, values[1], normals_drawn=LINE_POINTS)
