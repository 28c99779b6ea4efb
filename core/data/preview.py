"""What there is to see of a run's data: how many of each class, the mean image of each, samples, and augmentation."""

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from core.config.catalogue import PIXELS, SIDE
from core.config.data import DataConfig
from core.data import folders as data_folders
from core.data.augmentation import augmented

Grey = NDArray[np.uint8]
Numbers = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Classes:
    """The examples that a run uses, class by class.

    Attributes:
        train, test, validation: how many of each class, intp (C,).
        means: the mean of each class's training images, grey levels, uint8 (C, 28, 28); black
            without any.
        train_there, test_there: how many there are in all, used or not.
    """

    names: tuple[str, ...]
    train: Numbers
    test: Numbers
    validation: Numbers
    means: Grey
    train_there: int
    test_there: int


def classes(config: DataConfig) -> Classes:
    """Count a run's examples.

    Raises:
        DataError: if they are not at hand, or damaged.
    """
    examples = data_folders.read(config.dataset)
    names = examples.classes
    used, end = config.train_size, config.train_size + config.validation_size
    labels, held_out = examples.train_labels[:used], examples.train_labels[used:end]

    def counted(of: Grey) -> Numbers:
        return np.bincount(of, minlength=len(names))

    train = counted(labels)
    sums = np.zeros((len(names), PIXELS))
    images = examples.train_images[:used]
    for label in range(len(names)):
        sums[label] = images[labels == label].sum(axis=0, dtype=np.float64)
    means = np.round(sums / np.maximum(train, 1)[:, np.newaxis]).astype(np.uint8)
    return Classes(
        names,
        train,
        counted(examples.test_labels[: config.test_size]),
        counted(held_out),
        means.reshape(-1, SIDE, SIDE),
        len(examples.train_labels),
        len(examples.test_labels),
    )


@dataclass(frozen=True, eq=False)
class Samples:
    """Some training images of a class: their numbers, intp (k,), and grey levels, uint8 (k, 28, 28)."""

    numbers: Numbers
    images: Grey


def samples(config: DataConfig, count: int, seed: int) -> tuple[Samples, ...]:
    """At most `count` of the training images of each class, drawn by `seed`, in the order of the data.

    Raises:
        DataError: if they are not at hand, or damaged.
    """
    examples = data_folders.read(config.dataset)
    labels, random = examples.train_labels[: config.train_size], np.random.default_rng(seed)
    found = []
    for label in range(len(examples.classes)):
        (there,) = np.nonzero(labels == label)
        chosen = np.sort(random.choice(there, min(count, len(there)), replace=False))
        found.append(Samples(chosen, examples.train_images[chosen].reshape(-1, SIDE, SIDE)))
    return tuple(found)


def changed(config: DataConfig, count: int, seed: int) -> tuple[Grey, Grey]:
    """Training images and what augmentation makes of them, both uint8 (k, 28, 28), k at most `count`.

    Raises:
        DataError: if they are not at hand, or damaged.
    """
    examples = data_folders.read(config.dataset)
    used = min(config.train_size, len(examples.train_labels))
    chosen = np.random.default_rng(seed).choice(used, min(count, used), replace=False)
    originals = examples.train_images[chosen]
    ink = torch.from_numpy(originals).float() / 255
    other = augmented(ink, config.augment, torch.Generator().manual_seed(seed))
    grey = (other * 255).round().to(torch.uint8).numpy()
    return originals.reshape(-1, SIDE, SIDE), grey.reshape(-1, SIDE, SIDE)
