"""Images with their labels, as plain values; other modules read them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class Examples:
    """Images as uint8 (n, 784) and labels as uint8 (N,), for training and for testing.

    There are labels for all N images of the data, but perhaps only the first n images. An instance
    is equal only to itself.

    Attributes:
        classes: what the labels 0, 1, ... mean.
        image_hashes: for parts of which not all images are here, the SHA-256 of all as an unpacked
            IDX file, by the part's name.
    """

    train_images: Grey
    train_labels: Grey
    test_images: Grey
    test_labels: Grey
    classes: tuple[str, ...]
    image_hashes: Mapping[str, str] = field(default_factory=dict)


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
