"""Images with their labels, as plain values; other modules read them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class Examples:
    """Images as uint8 (N, 784) and labels as uint8 (N,), for training and for testing.

    An instance is equal only to itself.

    Attributes:
        classes: what the labels 0, 1, ... mean.
    """

    train_images: Grey
    train_labels: Grey
    test_images: Grey
    test_labels: Grey
    classes: tuple[str, ...]


@dataclass(frozen=True)
class Digit:
    """A test image.

    Attributes:
        number: its index among the test images.
        label: its class.
        grey: its grey levels, uint8 (28, 28).
        name: what its class is called.
    """

    number: int
    label: int
    grey: NDArray[np.uint8]
    name: str = ""
