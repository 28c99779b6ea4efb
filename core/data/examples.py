"""Images with their labels, as plain values; other modules read them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from core.config.choices import StoredPolarity, Subset
from core.config.data import DataConfig
from core.messages import Message, message

MAX_LISTED = 10  # classes in a sentence

Grey = NDArray[np.uint8]
Indices = NDArray[np.intp]


def chosen(count: int, total: int, choice: Subset) -> Indices:
    """Return the indices of at most `count` of `total` test images, in order."""
    indices = np.arange(min(count, total))
    return indices if choice is Subset.FIRST else indices * total // max(1, len(indices))


@dataclass(frozen=True, eq=False)
class Examples:
    """Images as uint8 (n, 784) and labels as uint8 (N,), for training and for testing.

    There are labels for all N images of the data, but perhaps only n images: the first of those
    for training, and of those for testing the ones that `chosen` gives. An instance is equal only
    to itself.

    Attributes:
        classes: what the labels 0, 1, ... mean.
        image_hashes: for parts of which not all images are here, the SHA-256 of all as an unpacked
            IDX file, by the part's name.
        notes: what users should know of how their data were read, such as what was left out.
        stored_polarity: the polarity of the files; `data.polarity` decides what images are here.
        validation: how many of the last training examples the data's makers meant for validation.
        is_still_unread: returns whether what the system could not read of the data still cannot be
            read; None if all of them could be read.
    """

    train_images: Grey
    train_labels: Grey
    test_images: Grey
    test_labels: Grey
    classes: tuple[str, ...]
    image_hashes: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[Message, ...] = ()
    validation: int = 0
    stored_polarity: StoredPolarity = StoredPolarity.LIGHT_ON_DARK
    is_still_unread: Callable[[], bool] | None = None

    def tested(self, config: DataConfig, count: int | None = None) -> "Tested":
        """Return a run's test images.

        Args:
            count: only so many of them, spread evenly; all if None.
        """
        if config.tests_held_out:
            return self._held_out(config, count)
        total, read = len(self.test_labels), len(self.test_images)
        indices = chosen(config.test_size, read, config.test_subset)
        if count is not None:
            indices = indices[chosen(count, len(indices), Subset.SPREAD)]
        numbers = chosen(read, total, config.test_subset)[indices]
        return Tested(numbers, self.test_images[indices], self.test_labels[numbers])

    def _held_out(self, config: DataConfig, count: int | None) -> "Tested":
        """Return the images that a run holds out of training, in place of its test images."""
        size = config.validation_size
        spread = chosen(size if count is None else count, size, Subset.SPREAD)
        numbers = config.train_size + spread
        return Tested(numbers, self.train_images[numbers], self.train_labels[numbers])


@dataclass(frozen=True, eq=False)
class Tested:
    """Test images of a run, or those that it holds out while its test set is closed.

    Attributes:
        numbers: their indices in that part of the data, (k,).
        images: uint8 (k, 784); labels: uint8 (k,).
    """

    numbers: Indices
    images: Grey
    labels: Grey


def class_notes(names: Sequence[str], labels: Grey, test_labels: Grey) -> Iterator[Message]:
    """Yield sentences about classes without examples for training or for testing."""
    trained, tested = set(labels.tolist()), set(test_labels.tolist())
    untrained = [name for label, name in enumerate(names) if label not in trained]
    untested = [name for label, name in enumerate(names) if label not in tested]
    if untrained:
        yield message("No training images of: {classes}.", classes=_listed(untrained))
    if untested:
        yield message("No test images of: {classes}.", classes=_listed(untested))


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:MAX_LISTED]) + ("…" if len(names) > MAX_LISTED else "")


@dataclass(frozen=True)
class Digit:
    """A test image.

    Attributes:
        number: its index among the test images of its run, which may be a part of all.
        label: its class.
        grey: its grey levels, uint8 (28, 28).
        name: what its class is called.
        is_dark_on_light: whether its ink is dark, as its data are.
    """

    number: int
    label: int
    grey: NDArray[np.uint8]
    name: str = ""
    is_dark_on_light: bool = False

    @property
    def light_on_dark(self) -> NDArray[np.uint8]:
        """Its grey levels with light ink on dark, uint8 (28, 28)."""
        return 255 - self.grey if self.is_dark_on_light else self.grey
