"""An overview of a run's data: class counts and mean images, samples, and augmented images."""

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from core.config.catalogue import PIXELS, SIDE
from core.config.data import DataConfig
from core.data import folders as data_folders
from core.data.augmentation import augmented, mislabelled
from core.data.layouts.set_polarity import polarity_text
from core.messages import Message
from core.plain_text import visible

Grey = NDArray[np.uint8]
Numbers = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Classes:
    """The examples that a run uses, class by class.

    Attributes:
        train, test, validation: the number of examples of each class, intp (C,).
        means: the mean training image of each class, grey levels, uint8 (C, 28, 28); black for a
            class without examples.
        train_there, test_there: the number of examples available, used or not.
        notes: what users should know of how the data were read.
        polarity: a sentence about light and dark ink.
        is_dark_on_light: whether networks get dark ink.
    """

    names: tuple[str, ...]
    train: Numbers
    test: Numbers
    validation: Numbers
    means: Grey
    train_there: int
    test_there: int
    notes: tuple[Message, ...]
    polarity: Message
    is_dark_on_light: bool


def classes(config: DataConfig) -> Classes:
    """Count a run's examples, class by class.

    Raises:
        DataError: if the files are missing or damaged.
    """
    examples = data_folders.read_for(config)
    names = tuple(map(visible, examples.classes))  # the folder may have changed since
    used, end = config.train_size, config.train_size + config.validation_size
    labels, held_out = examples.train_labels[:used], examples.train_labels[used:end]

    def count_classes(labels_of_part: Grey) -> Numbers:
        return np.bincount(labels_of_part, minlength=len(names))

    train = count_classes(labels)
    images = examples.train_images[:used]
    sums = np.zeros((len(names), PIXELS))
    for label in range(len(names)):
        sums[label] = images[labels == label].sum(axis=0, dtype=np.float64)
    means = np.round(sums / np.maximum(train, 1)[:, np.newaxis]).astype(np.uint8)

    return Classes(
        names,
        train,
        count_classes(examples.tested(config).labels),
        count_classes(held_out),
        means.reshape(-1, SIDE, SIDE),
        len(examples.train_labels),
        len(examples.test_labels),
        examples.notes,
        polarity_text(config.polarity, examples.stored_polarity),
        config.is_dark_on_light,
    )


@dataclass(frozen=True, eq=False)
class Samples:
    """Training images of one class.

    Attributes:
        numbers: their indices, intp (k,).
        images: grey levels, uint8 (k, 28, 28).
        labels: the classes that a run learns, intp (k,); with label noise not always their own.
    """

    numbers: Numbers
    images: Grey
    labels: Numbers


def samples(config: DataConfig, count: int, seed: int, run_seed: int) -> tuple[Samples, ...]:
    """Draw at most `count` training images of each class by `seed`, in the order of the data.

    Args:
        run_seed: that of the run, which decides the wrong labels.

    Raises:
        DataError: if the files are missing or damaged.
    """
    examples = data_folders.read_for(config)
    labels = examples.train_labels[: config.train_size]
    learned = learned_labels(config, labels, run_seed)
    random = np.random.default_rng(seed)

    drawn = []
    for label in range(len(examples.classes)):
        (indices,) = np.nonzero(labels == label)
        chosen = np.sort(random.choice(indices, min(count, len(indices)), replace=False))
        images = examples.train_images[chosen].reshape(-1, SIDE, SIDE)
        drawn.append(Samples(chosen, images, learned[chosen]))
    return tuple(drawn)


def learned_labels(config: DataConfig, labels: Grey, run_seed: int) -> Numbers:
    """Return the labels that a run learns, intp (N,), wrong ones among them."""
    true = torch.from_numpy(labels.astype(np.int64))
    given, _ = mislabelled(true, config.label_noise, len(config.classes), run_seed)
    learned: Numbers = given.numpy().astype(np.intp)
    return learned


def first_test_images(config: DataConfig, count: int) -> tuple[Grey, Grey]:
    """Return the first images that a run is tested on, light on dark, and their labels.

    Returns:
        At most `count` images, uint8 (k, 28, 28), and labels, uint8 (k,).

    Raises:
        DataError: if the files are missing or damaged.
    """
    tested = data_folders.read_for(config).tested(config)
    images: Grey = tested.images[:count].reshape(-1, SIDE, SIDE)
    return 255 - images if config.is_dark_on_light else images, tested.labels[:count]


def changed(config: DataConfig, count: int, seed: int) -> tuple[Grey, Grey]:
    """Return at most `count` training images and their augmented copies, uint8 (k, 28, 28) both.

    Raises:
        DataError: if the files are missing or damaged.
    """
    examples = data_folders.read_for(config)
    used = min(config.train_size, len(examples.train_labels))
    chosen = np.random.default_rng(seed).choice(used, min(count, used), replace=False)
    originals = examples.train_images[chosen]
    is_dark = config.is_dark_on_light
    ink = torch.from_numpy(255 - originals if is_dark else originals).float() / 255
    changed_ink = augmented(ink, config.augment, torch.Generator().manual_seed(seed))
    grey = (changed_ink * 255).round().to(torch.uint8).numpy()
    grey = 255 - grey if is_dark else grey
    return originals.reshape(-1, SIDE, SIDE), grey.reshape(-1, SIDE, SIDE)
