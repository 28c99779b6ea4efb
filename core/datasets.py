"""The examples to learn from: MNIST and the noisy line.

IDX files are read strictly: whatever is not exactly what it claims to be is refused with the reason. Each data set
is held once per process, as one tensor that all runs share.
"""

import gzip
import threading
import zlib
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from math import prod
from pathlib import Path
from typing import BinaryIO, cast

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

import resources
from core.architecture import CLASSES, PIXELS, SIDE
from core.choices import Dataset, Pixels
from core.config import DataConfig
from core.messages import DataError, message

MOST_EXAMPLES = 1_000_000
# Mean and standard deviation of MNIST's training pixels, divided by 255 (the test suite computes them anew).
PIXEL_MEAN, PIXEL_DEVIATION = 0.1307, 0.3081
TYPE_OF_BYTES = 0x08  # IDX's mark for unsigned bytes
PIXEL_ORDER_SEED = 784
LINE_POINTS, LINE_SLOPE, LINE_NOISE, LINE_SEED = 101, 2.0, 0.33, 42  # the tutorial's

_loading = threading.Lock()


@dataclass(frozen=True)
class Data:
    """Training and test examples.

    Attributes:
        train_x, test_x: float32 (N, 784), or (N, 1) for the line.
        train_y, test_y: classes as int64 (N,), or values as float32 (N, 1) for the line.
        normals_drawn: how many normal random numbers the tutorial's program drew to make the data, before it
            drew the first weights from the same stream; 0 where the data come from files.
    """

    train_x: Tensor
    train_y: Tensor
    test_x: Tensor
    test_y: Tensor
    normals_drawn: int = 0

    def first(self, train: int, test: int) -> "Data":
        """Only the first examples of each set; views, no copies."""
        return replace(
            self,
            train_x=self.train_x[:train],
            train_y=self.train_y[:train],
            test_x=self.test_x[:test],
            test_y=self.test_y[:test],
        )

    def to(self, device: torch.device) -> "Data":
        """The same examples in the memory of `device`."""
        return replace(
            self,
            train_x=self.train_x.to(device),
            train_y=self.train_y.to(device),
            test_x=self.test_x.to(device),
            test_y=self.test_y.to(device),
        )


def load(config: DataConfig) -> Data:
    """The examples that `config` asks for.

    Raises:
        DataError: if a file is missing or damaged.
    """
    whole = noisy_line() if config.dataset is Dataset.NOISY_LINE else mnist(config.pixels, config.shuffle_pixels)
    return whole.first(config.train_size, config.test_size)


def mnist(pixels: Pixels = Pixels.UNIT, shuffle_pixels: bool = False) -> Data:
    """All of MNIST, 60,000 training and 10,000 test digits.

    Raises:
        DataError: if a file is missing or damaged.
    """
    with _loading:  # whoever comes second waits for the one copy instead of making another
        return _mnist(pixels, shuffle_pixels)


@lru_cache(maxsize=2)  # 220 MB each; two ways of scaling beside each other are enough
def _mnist(pixels: Pixels, shuffle_pixels: bool) -> Data:
    images, labels, test_images, test_labels = _mnist_files()
    return Data(
        _seen(torch.from_numpy(images), pixels, shuffle_pixels),
        torch.from_numpy(labels).long(),
        _seen(torch.from_numpy(test_images), pixels, shuffle_pixels),
        torch.from_numpy(test_labels).long(),
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

    Made from `SeedSequence`, whose numbers NumPy promises never to change (NEP 19), so kept runs stay readable.
    """
    return np.argsort(np.random.SeedSequence(PIXEL_ORDER_SEED).generate_state(PIXELS, np.uint64))


def digits_asked(count: int) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """The first test digits as they were written, grey levels (count, 28, 28), and their labels (count,).

    Raises:
        DataError: if a file is missing or damaged.
    """
    with _loading:
        _, _, images, labels = _mnist_files()
    return images[:count].reshape(-1, SIDE, SIDE), labels[:count]


def scaled(grey: Tensor, pixels: Pixels) -> Tensor:
    """Grey levels 0 to 255 of any type and shape as the float32 numbers that a network sees."""
    raw = grey.float()
    if pixels is Pixels.RAW:
        return raw
    unit = raw.div_(255) if raw is not grey else raw / 255
    return unit if pixels is Pixels.UNIT else unit.sub_(PIXEL_MEAN).div_(PIXEL_DEVIATION)


def one_hot(labels: Tensor, classes: int = CLASSES) -> Tensor:
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


@cache
def _mnist_files() -> tuple[NDArray[np.uint8], NDArray[np.uint8], NDArray[np.uint8], NDArray[np.uint8]]:
    folder = resources.path("mnist")
    train = read_pair(folder / "train-images-idx3-ubyte.gz", folder / "train-labels-idx1-ubyte.gz")
    test = read_pair(folder / "t10k-images-idx3-ubyte.gz", folder / "t10k-labels-idx1-ubyte.gz")
    return *train, *test


def read_pair(images_path: Path, labels_path: Path) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Images as uint8 (N, 784) and their labels as uint8 (N,).

    Raises:
        DataError: if either file is damaged, the numbers differ, or a label is not a class.
    """
    images = read_idx(images_path, (SIDE, SIDE))
    labels = read_idx(labels_path, ())
    if len(images) != len(labels):
        raise DataError(
            message(
                "{file} holds {images} images, but {other} holds {labels} labels; the two must match.",
                file=images_path.name,
                images=len(images),
                other=labels_path.name,
                labels=len(labels),
            )
        )
    if labels.max() >= CLASSES:
        raise DataError(
            message(
                "{file} holds the label {label}; labels go from 0 to {highest}.",
                file=labels_path.name,
                label=int(labels.max()),
                highest=CLASSES - 1,
            )
        )
    return images.reshape(len(images), -1), labels


def read_idx(path: Path, shape: tuple[int, ...]) -> NDArray[np.uint8]:
    """An IDX file of unsigned bytes, gzipped or not, as (N, *shape).

    The format: two zero bytes, the type, the number of dimensions, each dimension as a big-endian 32-bit number,
    then the values. No more is unpacked than the header announces, so that a small file cannot fill the memory.

    Raises:
        DataError: if the file is missing, unreadable, or its type, shape or length is not as announced.
    """
    try:
        with path.open("rb") as plain:
            packed = plain.peek(2)[:2] == b"\x1f\x8b"
            file = cast(BinaryIO, gzip.GzipFile(fileobj=plain)) if packed else plain
            return _read_idx(file, path.name, shape)
    except (OSError, EOFError, zlib.error) as error:
        raise DataError(
            message("{file} cannot be read: {reason}.", file=str(path), reason=str(error) or type(error).__name__)
        ) from error


def _read_idx(file: BinaryIO, name: str, shape: tuple[int, ...]) -> NDArray[np.uint8]:
    dimensions = 1 + len(shape)
    header = file.read(4 + 4 * dimensions)
    if len(header) < 4 + 4 * dimensions or header[:4] != bytes((0, 0, TYPE_OF_BYTES, dimensions)):
        raise DataError(
            message(
                "{file} is not an IDX file of bytes in {dimensions} dimensions.",
                file=name,
                dimensions=dimensions,
            )
        )
    count, *sizes = (int(size) for size in np.frombuffer(header, ">u4", offset=4))
    if tuple(sizes) != shape or not 1 <= count <= MOST_EXAMPLES:
        raise DataError(
            message(
                "{file} announces the shape {given}; expected are 1 to {most} examples of shape {shape}.",
                file=name,
                given=(count, *sizes),
                most=MOST_EXAMPLES,
                shape=shape,
            )
        )
    length = count * prod(shape)
    values = file.read(length + 1)
    if len(values) < length:
        raise DataError(
            message(
                "{file} announces {length} values but ends after {count}.",
                file=name,
                length=length,
                count=len(values),
            )
        )
    if len(values) > length:
        raise DataError(message("{file} holds more than the {length} values it announces.", file=name, length=length))
    return np.frombuffer(bytearray(values), np.uint8).reshape(count, *shape)
