"""Images with their labels in files of their own: which file or array is for which part.

It knows no format; `arrays.py` and `tables.py` read them.
"""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from core.config.catalogue import PIXELS, SIDE
from core.config.data import MAX_CLASSES
from core.data.layouts.parts import Part, held_out, part_of_words
from core.data.layouts.paths import DataPath
from core.errors import DataError
from core.messages import Message, message

IMAGE_WORDS = {"x", "image", "images", "img", "imgs", "data", "feature", "features", "pixels"}
LABEL_WORDS = {"y", "label", "labels", "target", "targets"}
IMAGE_SHAPES = ((SIDE, SIDE), (SIDE, SIDE, 1), (1, SIDE, SIDE), (PIXELS,))

Grey = NDArray[np.uint8]
Source = TypeVar("Source")


@dataclass(frozen=True)
class Labelled(Generic[Source]):
    """What holds the images and labels of each part.

    Attributes:
        parts: those that are used, as `core.data.layouts.parts.in_use` has them.
        stands_in: the name of a validation part that is used for testing or training, or "".
        unlabelled: the names of test images that have no labels, so that they are not used.
    """

    parts: Mapping[Part, Source]
    stands_in: str = ""
    unlabelled: tuple[str, ...] = ()

    @property
    def is_held_out(self) -> bool:
        """Whether every sixth example of each class is held out for testing."""
        return len(self.parts) == 1


def words_of(name: str) -> list[str]:
    """Return the words of a name in lower case: of `X_train`, `mnistTrain2` and `xtrain` too."""
    spaced = re.sub(r"([a-z])([A-Z])", r"\1 \2", name)
    return list(_split(re.findall(r"t10k|[a-z]+", spaced.lower())))


def _split(words: list[str]) -> Iterator[str]:
    for word in words:
        # xtrain, ytest
        if word[:1] in ("x", "y") and part_of_words([word[1:]]) is not None:
            yield word[0]
            yield word[1:]
        else:
            yield word


def part_of_name(name: str) -> Part | None:
    """Return the part that a name states, or None."""
    return part_of_words(words_of(name))


def is_of_labels(name: str) -> bool | None:
    """Return whether an array of this name holds labels, or images; None for neither."""
    words = set(words_of(name))
    if words & LABEL_WORDS:
        return True
    return False if words & IMAGE_WORDS else None


def family(name: str) -> tuple[str, ...]:
    """Return what the names of files that belong together share: all but part and role."""
    return tuple(
        word
        for word in words_of(name)
        if part_of_words([word]) is None and word not in IMAGE_WORDS | LABEL_WORDS
    )


def check_shape(shape: tuple[int, ...], name: str) -> None:
    """Check that an array has the shape of images of 28 x 28.

    Raises:
        ValueError: if it has not, or is empty.
    """
    if shape[1:] not in IMAGE_SHAPES:
        raise ValueError(f"{name} has the shape {shape}")
    if not math.prod(shape):
        raise ValueError(f"{name} is empty")


def check_levels(low: float, high: float, name: str) -> None:
    """Check that the lowest and the highest number of an array are grey levels; NaN is none.

    Raises:
        ValueError: if they are not.
    """
    if not (low >= 0 and high <= 255):
        raise ValueError(f"{name} has values from {low} to {high}, not 0 to 255")


def as_labels(array: NDArray[Any], name: str) -> Grey:
    """Return labels (N,) from whole numbers, (N,) or (N, 1), or from a 1 in the class's column.

    Raises:
        ValueError: if they are no labels.
    """
    if array.ndim == 2 and array.shape[1] > 1:
        is_one_hot = np.all((array == 0) | (array == 1)) and np.all(array.sum(axis=1) == 1)
        if array.shape[1] > MAX_CLASSES or not is_one_hot:
            raise ValueError(f"{name} has rows without a single 1, or over {MAX_CLASSES} columns")
        columns: Grey = array.argmax(axis=1).astype(np.uint8)
        return columns
    if array.ndim not in (1, 2) or not array.size:
        raise ValueError(f"{name} has the shape {array.shape}")
    labels = array.reshape(-1)
    is_within = labels.min() >= 0 and labels.max() < MAX_CLASSES  # NaN is not
    if not (is_within and np.all(labels == labels.astype(np.uint8))):
        raise ValueError(f"{name} has labels other than whole numbers below {MAX_CLASSES}")
    return labels.astype(np.uint8)


def held_out_of(labels: Grey, path: DataPath) -> NDArray[np.bool_]:
    """Mark the training examples that are held out; see `core.data.layouts.parts`.

    Raises:
        DataError: if no class has two.
    """
    tested = held_out(labels)
    if not tested.any():
        raise DataError(
            message(
                "{file} has no class with two images, so that none can be held out for testing.",
                file=str(path),
            )
        )
    return tested


def notes_of(labelled: Labelled[Source], name: str) -> Iterator[Message]:
    """Yield sentences about what is held out or not used; `name` is that of the training images."""
    if labelled.unlabelled:
        yield message(
            "Not used, because it has no labels: {names}.", names=", ".join(labelled.unlabelled)
        )
    if labelled.is_held_out:
        yield message(
            "There are no test images with labels: every sixth image of each class in {file} is "
            "held out for testing.",
            file=name,
        )
    if labelled.stands_in:
        is_tested = labelled.stands_in != name
        yield message(
            "The images in {file} are used for {use}.",
            file=labelled.stands_in,
            use=message("testing") if is_tested else message("training"),
        )
