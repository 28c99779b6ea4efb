"""The examples as tensors: images and points with their classes, and the noisy line.

Each data set is held once per process, as one tensor that all runs share. It is an ordinary tensor
whoever asks first: one made in inference mode could never be trained on (`inference_mode(False)`).
"""

import threading
from dataclasses import dataclass, field, fields, replace
from functools import cache, lru_cache
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from core.config.catalogue import (
    NOISY_LINE,
    PIXEL_DEVIATION,
    PIXEL_MEAN,
    PIXELS,
    SIDE,
)
from core.config.choices import Pixels, StoredPolarity, Subset
from core.config.data import DataConfig
from core.config.run import RunConfig
from core.data import folders as data_folders
from core.data.augmentation import augmented, mislabelled
from core.data.examples import Examples
from core.data.ink import Ink, ink_of_grey
from core.data.points import points_of
from core.errors import DataError
from core.messages import message

# training examples turned into tensors, unless a run needs more: so runs of different sizes share
# them
DEFAULT_TRAIN_SIZE = DataConfig().train_size
PIXEL_ORDER_SEED = 784
LINE_POINTS, LINE_SLOPE, LINE_NOISE, LINE_SEED = 101, 2.0, 0.33, 42  # the tutorial's

_loading = threading.Lock()


@dataclass(frozen=True)
class Data:
    """Training and test examples.

    Attributes:
        train_x, test_x: float32 (N, 784), (N, 2) for points, or (N, 1) for the line.
        train_y, test_y: classes as int64 (N,), or values as float32 (N, 1) for the line.
        validation_x, validation_y: the same for the validation set; empty without one.
        wrong: the indices of the training examples whose label in `train_y` is wrong, int64 (n,).
        true_y: their right classes, int64 (n,).
        normals_drawn: how many normal random numbers the tutorial's program draws to make the data,
            before it draws the first weights from the same stream; 0 for data from files.
    """

    train_x: Tensor
    train_y: Tensor
    test_x: Tensor
    test_y: Tensor
    validation_x: Tensor = field(default_factory=lambda: torch.empty(0))
    validation_y: Tensor = field(default_factory=lambda: torch.empty(0))
    wrong: Tensor = field(default_factory=lambda: torch.empty(0, dtype=torch.int64))
    true_y: Tensor = field(default_factory=lambda: torch.empty(0, dtype=torch.int64))
    normals_drawn: int = 0

    def first(self, train: int, test: int, validation: int = 0) -> "Data":
        """Select the first examples of each set; the training examples that follow are held out.

        The tensors are views, not copies.
        """
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
        """Copy the examples to the memory of `device`."""
        members: dict[str, Any] = {item.name: getattr(self, item.name) for item in fields(self)}
        tensors: dict[str, Any] = {
            name: value.to(device) for name, value in members.items() if isinstance(value, Tensor)
        }
        return replace(self, **tensors)


def load(config: DataConfig, sent: Examples | None = None) -> Data:
    """Return the examples that `config` describes.

    Args:
        sent: the images, if another machine has read them; None to read them here.

    Raises:
        DataError: if the files are missing or damaged, hold too few examples, or other classes.
    """
    if config.dataset == NOISY_LINE:
        return noisy_line().first(config.train_size, config.test_size)

    data = _points(config) if config.has_points else _images(config, sent)
    if config.tests_held_out:
        return replace(data, test_x=data.validation_x, test_y=data.validation_y)
    return data


def _images(config: DataConfig, sent: Examples | None) -> Data:
    needed = config.train_size + config.validation_size
    with _loading:  # a second caller waits for the one copy instead of making another
        examples = sent or data_folders.read_for(config)
        _check(examples, config, needed)
        scaling = config.pixels, config.shuffle_pixels
        train_x, train_y = _training(examples, *scaling, max(needed, DEFAULT_TRAIN_SIZE))
        size = 1 if config.tests_held_out else config.test_size  # then nobody reads them
        test_x, test_y = _testing(examples, *scaling, size, config.test_subset)
    whole = Data(train_x, train_y, test_x, test_y)
    return whole.first(config.train_size, config.test_size, config.validation_size)


def with_label_noise(data: Data, config: RunConfig) -> Data:
    """Return a run's examples with the wrong training labels that its config asks for.

    The other examples, and the images, stay the shared tensors.
    """
    share = config.data.label_noise
    if not share:
        return data
    given, wrong = mislabelled(data.train_y, share, len(config.classes), config.seed)
    return replace(data, train_y=given, wrong=wrong, true_y=data.train_y[wrong])


@torch.inference_mode(False)
def _points(config: DataConfig) -> Data:
    points = points_of(config)
    tensors: dict[str, Any] = {
        item.name: torch.from_numpy(getattr(points, item.name)) for item in fields(points)
    }
    return Data(**tensors)


def _check(examples: Examples, config: DataConfig, needed: int) -> None:
    test = len(examples.test_labels)
    for field_path, requested, available in (
        ("data.train_size", needed, len(examples.train_labels)),
        ("data.test_size", 0 if config.tests_held_out else config.test_size, test),
    ):
        if requested > available:
            raise DataError(
                message(
                    "{data} has only {there} examples; lower {field}.",
                    data=config.dataset,
                    there=available,
                    field=field_path,
                )
            )

    if examples.classes != config.classes:
        raise DataError(
            message(
                "The classes in {data} have changed since the run was set up; choose the folder "
                "again.",
                data=config.dataset,
            )
        )
    if config.stored_polarity not in (StoredPolarity.UNKNOWN, examples.stored_polarity):
        raise DataError(
            message(
                'The images in {data} have changed since the run was set up, from "{before}" to '
                '"{now}"; choose the folder again.',
                data=config.dataset,
                before=config.stored_polarity.label,
                now=examples.stored_polarity.label,
            )
        )


def mnist(pixels: Pixels = Pixels.UNIT, shuffle_pixels: bool = False) -> Data:
    """Return all of MNIST, 60,000 training and 10,000 test digits.

    Raises:
        DataError: if a file is missing or damaged.
    """
    return load(DataConfig(pixels=pixels, shuffle_pixels=shuffle_pixels))


@lru_cache(maxsize=2)  # MNIST takes 190 MB; two ways of scaling side by side are enough
@torch.inference_mode(False)
def _training(
    examples: Examples, pixels: Pixels, shuffle_pixels: bool, most: int
) -> tuple[Tensor, Tensor]:
    """Return the first `most` training examples as tensors."""
    images = torch.from_numpy(examples.train_images[:most])
    labels = torch.from_numpy(examples.train_labels[:most]).long()
    return _network_input(images, pixels, shuffle_pixels), labels


@lru_cache(maxsize=4)
@torch.inference_mode(False)
def _testing(
    examples: Examples, pixels: Pixels, shuffle_pixels: bool, size: int, choice: Subset
) -> tuple[Tensor, Tensor]:
    """Return a run's test examples as tensors."""
    tested = examples.tested(DataConfig(test_size=size, test_subset=choice))
    images, labels = torch.from_numpy(tested.images), torch.from_numpy(tested.labels).long()
    return _network_input(images, pixels, shuffle_pixels), labels


def network_input(grey: Tensor, config: DataConfig) -> Tensor:
    """Turn grey levels (N, 784), 0 to 255, into a network's input: scaled, in its pixel order."""
    return _network_input(grey, config.pixels, config.shuffle_pixels)


def _network_input(grey: Tensor, pixels: Pixels, shuffle_pixels: bool) -> Tensor:
    x = scaled(grey, pixels)
    return x[:, torch.from_numpy(pixel_order())] if shuffle_pixels else x


@cache
def pixel_order() -> NDArray[np.intp]:
    """Return the order of shuffled pixels: input i is pixel `pixel_order()[i]`.

    It is made from `SeedSequence`, whose numbers NumPy promises never to change (NEP 19), so kept
    runs stay readable.
    """
    return np.argsort(np.random.SeedSequence(PIXEL_ORDER_SEED).generate_state(PIXELS, np.uint64))


def changed_at_random(x: Tensor, config: DataConfig, random: torch.Generator) -> Tensor:
    """Change training images (N, 784), given as network inputs, as `config.augment` says.

    Where they are shifted or turned, paper comes in: black, or white of images with dark ink.

    What is changed are the stored grey levels, before any scaling: the inputs are scaled back and
    rounded to the whole numbers that they were made from. So the changes do not depend on how
    pixels are scaled, and an exported program, which reads the grey levels, computes the same bits.
    """
    order = torch.from_numpy(pixel_order()) if config.shuffle_pixels else None
    images = x if order is None else x[:, order.argsort()]
    grey = (unit_scaled(images, config.pixels) * 255).round()
    if config.is_dark_on_light:
        ink = augmented((255 - grey) / 255, config.augment, random)
        return network_input(255 - ink * 255, config)
    return network_input(augmented(grey / 255, config.augment, random) * 255, config)


def input_of_ink(ink: Tensor, config: DataConfig) -> Tensor:
    """Turn ink (N, 784), 0 for paper to 1, into a network's input, as dark or light as its data."""
    return input_of_grey(ink * 255, config)


def input_of_grey(grey: Tensor, config: DataConfig) -> Tensor:
    """Turn grey levels (N, 784) with light ink on dark into an input; see `input_of_ink`."""
    return network_input(255 - grey if config.is_dark_on_light else grey, config)


def unit_scaled(x: Tensor, pixels: Pixels) -> Tensor:
    """Convert network inputs to ink: 0 for paper, 1 for ink, up to rounding."""
    if pixels is Pixels.RAW:
        return x / 255
    return x if pixels is Pixels.UNIT else x * PIXEL_DEVIATION + PIXEL_MEAN


def labelled_digits(
    config: DataConfig, count: int | None = None
) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Return a run's test images, grey levels (count, 28, 28) as in the file, and labels (count,).

    Args:
        count: only so many of the run's test images, spread evenly over them; all if None.

    Raises:
        DataError: if the files are missing or damaged.
    """
    with _loading:
        examples = data_folders.read_for(config)
    tested = examples.tested(config, count)
    return tested.images.reshape(-1, SIDE, SIDE), tested.labels


def labelled_ink(config: DataConfig, count: int | None = None) -> tuple[Ink, NDArray[np.uint8]]:
    """Return what `labelled_digits` does, but as ink, 0 for paper to 1, float32 (count, 28, 28)."""
    grey, labels = labelled_digits(config, count)
    return ink_of_grey(255 - grey if config.is_dark_on_light else grey), labels


def scaled(grey: Tensor, pixels: Pixels) -> Tensor:
    """Scale grey levels 0 to 255, of any type and shape, to the float32 numbers of the input."""
    raw = grey.float()
    if pixels is Pixels.RAW:
        return raw
    unit = raw.div_(255) if raw is not grey else raw / 255
    return unit if pixels is Pixels.UNIT else unit.sub_(PIXEL_MEAN).div_(PIXEL_DEVIATION)


def one_hot(labels: Tensor, classes: int = 10) -> Tensor:
    """Encode classes (N,) as float32 rows (N, classes), 1 at the class and 0 elsewhere."""
    return torch.eye(classes)[labels.flatten().long()]


def epoch_order(seed: int, epoch: int, examples: int) -> Tensor:
    """Return the order of the examples in one epoch: their indices, int64 (examples,).

    It depends on nothing else, so runs with the same seed see the same batches whatever their
    networks draw.
    """
    mixed = int(np.random.SeedSequence((seed, epoch)).generate_state(1, np.uint64)[0])
    return torch.randperm(examples, generator=torch.Generator().manual_seed(mixed))


@cache
@torch.inference_mode(False)
def noisy_line() -> Data:
    """Return the tutorial's line: 101 points x from -1 to 1, y = 2x plus normal noise.

    The noise has a standard deviation of 0.33. The test points lie at the same x, with noise of
    their own.
    """
    x = torch.linspace(-1, 1, LINE_POINTS)

    y = []
    for seed in (LINE_SEED, LINE_SEED + 1):
        noise = torch.randn(LINE_POINTS, generator=torch.Generator().manual_seed(seed))
        y.append((LINE_SLOPE * x + noise * LINE_NOISE).unsqueeze(1))

    column = x.unsqueeze(1)
    return Data(column, y[0], column, y[1], normals_drawn=LINE_POINTS)
