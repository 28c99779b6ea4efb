"""The parts of a data set: training, validation and test, by the names that people give them.

Where no part is for testing, every sixth example of each class is held out.
"""

import re
from collections.abc import Mapping, Sequence
from enum import Enum
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

TEST_EVERY = 6  # as in MNIST, where one digit in seven is for testing

Item = TypeVar("Item")


class Part(Enum):
    """The use of some of the examples."""

    TRAIN = "train"
    VALIDATION = "validation"
    TEST = "test"


_WORDS = {
    "train": Part.TRAIN,
    "training": Part.TRAIN,
    "val": Part.VALIDATION,
    "valid": Part.VALIDATION,
    "validate": Part.VALIDATION,
    "validation": Part.VALIDATION,
    "dev": Part.VALIDATION,
    "test": Part.TEST,
    "testing": Part.TEST,
    "t10k": Part.TEST,
}
_FOLDER = re.compile(r"(?P<word>[a-z]+)[-_ ]?(?:set|data|images|imgs)?", re.ASCII)


def part_of_folder(name: str) -> Part | None:
    """Return the part that a folder of this name holds: train, Testing, val_set; None for none."""
    match = _FOLDER.fullmatch(name.lower())
    if match is None:
        return None
    words = match["word"], re.sub("(set|data|images|imgs)$", "", match["word"])
    return next((_WORDS[word] for word in words if word in _WORDS), None)


def part_of_words(words: Sequence[str]) -> Part | None:
    """Return the part that one of these words of a name stands for, the last one first."""
    return next((_WORDS[word] for word in reversed(words) if word in _WORDS), None)


def in_use(parts: Mapping[Part, Item]) -> dict[Part, Item]:
    """Return the parts as they are used.

    A single one is for training, and examples are held out from it. A validation part stands in for
    the one that is missing of the other two.
    """
    if len(parts) == 1:
        return {Part.TRAIN: next(iter(parts.values()))}
    validation = parts.get(Part.VALIDATION)
    if validation is None or len(parts) != 2:
        return dict(parts)
    missing = Part.TEST if Part.TRAIN in parts else Part.TRAIN
    others = {part: item for part, item in parts.items() if part is not Part.VALIDATION}
    return {missing: validation} | others


def divided(items: Sequence[Item]) -> tuple[list[Item], list[Item]]:
    """Divide the examples of a class into those for training and those for testing.

    Every sixth is for testing; of fewer than six the last one.
    """
    tested = range(TEST_EVERY - 1, len(items), TEST_EVERY) or range(len(items))[-1:]
    trained = [item for index, item in enumerate(items) if index not in tested]  # of a range: quick
    return trained, [items[index] for index in tested]


def held_out(labels: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Mark every sixth example of each class, or its last one; a single one is never marked."""
    marked = np.zeros(len(labels), np.bool_)
    for label in np.unique(labels):
        (indices,) = np.nonzero(labels == label)
        every_sixth = indices[TEST_EVERY - 1 :: TEST_EVERY]
        marked[every_sixth if len(every_sixth) else indices[1:][-1:]] = True
    return marked
