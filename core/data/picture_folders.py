"""The user's own pictures as a data set: a folder for each class, named after it.

Pictures of 28 x 28 pixels are used unchanged, white ink on black; all others are prepared like
drawings (see `core.data.ink`). Without folders `train` and `test`, every sixth picture of a class
is kept for testing.
"""

import os
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.config.catalogue import PIXELS, SIDE
from core.config.data import MAX_CLASSES
from core.data.ink import Ink, digit_from_picture
from core.data.pictures import read_picture
from core.errors import DataError, InklingError
from core.messages import message

SUFFIXES = (".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp", ".tif", ".tiff")
MAX_PICTURES = 100_000
TEST_EVERY = 6  # as in MNIST, where one digit in seven is for testing
ORDER_SEED = 28
MAX_NAME = 60
IGNORED_PREFIXES = (".", "__MACOSX")  # hidden folders, and those that macOS adds to archives

Grey = NDArray[np.uint8]


def read(folder: Path) -> tuple[Grey, Grey, Grey, Grey, tuple[str, ...]]:
    """Read training images, uint8 (N, 784), and labels, uint8 (N,), those for testing, and names.

    The names are those of the classes. The examples are mixed, always in the same way, so that the
    first of them cover all classes.

    Raises:
        DataError: if there are fewer than two classes, a class without pictures, or a picture
            cannot be read.
    """
    classes, train, test = _divided(folder)
    if sum(len(paths) for part in (train, test) for paths in part) > MAX_PICTURES:
        raise DataError(
            message(
                "{folder} contains more than {most} pictures.",
                folder=str(folder),
                most=MAX_PICTURES,
            )
        )
    for part in (train, test):
        for name, paths in zip(classes, part, strict=True):
            if not paths:
                raise DataError(
                    message(
                        "The class {name} in {folder} has too few pictures.",
                        name=name,
                        folder=str(folder),
                    )
                )

    images, labels = _arrays(train)
    test_images, test_labels = _arrays(test)
    return images, labels, test_images, test_labels, tuple(name[:MAX_NAME] for name in classes)


def _divided(folder: Path) -> tuple[list[str], list[list[Path]], list[list[Path]]]:
    """Return the class names, and each class's pictures for training and for testing."""
    train, test = folder / "train", folder / "test"
    # os.path.isdir, unlike Path.is_dir, accepts a name that is too long
    if os.path.isdir(train) and os.path.isdir(test):
        classes = sorted({*_classes(train), *_classes(test)}, key=_in_order)
        return (
            classes,
            [_pictures(train / name) for name in classes],
            [_pictures(test / name) for name in classes],
        )

    classes = _classes(folder)
    pictures = [_pictures(folder / name) for name in classes]
    for_test = [paths[TEST_EVERY - 1 :: TEST_EVERY] or paths[-1:] for paths in pictures]
    for_training = [
        [path for path in paths if path not in held_back]
        for paths, held_back in zip(pictures, for_test, strict=True)
    ]
    return classes, for_training, for_test


def _classes(folder: Path) -> list[str]:
    try:
        names = [
            path.name
            for path in folder.iterdir()
            if path.is_dir() and not path.name.startswith(IGNORED_PREFIXES)
        ]
    except OSError as error:
        reason = error.strerror or str(error)
        raise DataError(
            message("{file} cannot be read: {reason}.", file=str(folder), reason=reason)
        ) from error

    if not 2 <= len(names) <= MAX_CLASSES:
        raise DataError(
            message(
                "{folder} contains no data: expected are IDX files named like MNIST's, or 2 to "
                "{most} folders of pictures, one for each class.",
                folder=str(folder),
                most=MAX_CLASSES,
            )
        )
    return sorted(names, key=_in_order)


def _in_order(name: str) -> tuple[tuple[int, str], ...]:
    """Return a sort key that puts 2 before 10."""
    return tuple(
        (int(part), "") if part.isdecimal() else (0, part) for part in re.split(r"(\d+)", name)
    )


def _pictures(folder: Path) -> list[Path]:
    try:
        return sorted(
            path
            for path in folder.glob("[!.]*")
            if path.suffix.lower() in SUFFIXES and path.is_file()
        )
    except OSError:
        return []


def _arrays(part: Sequence[Sequence[Path]]) -> tuple[Grey, Grey]:
    paths = [(path, label) for label, pictures in enumerate(part) for path in pictures]
    order = np.argsort(np.random.SeedSequence(ORDER_SEED).generate_state(len(paths), np.uint64))
    images = np.empty((len(paths), PIXELS), np.uint8)
    labels = np.empty(len(paths), np.uint8)
    for index, picture in enumerate(order):
        path, labels[index] = paths[picture]
        images[index] = _image(path).reshape(PIXELS)
    return images, labels


def _image(path: Path) -> Grey:
    try:
        ink = prepared(read_picture(path))
    except InklingError as error:
        raise DataError(error.message) from error
    if ink is None:
        raise DataError(message("Nothing is drawn in {file}.", file=str(path)))
    return np.round(ink * 255).astype(np.uint8)


def prepared(grey: Grey) -> Ink | None:
    """Prepare a picture as an example, (28, 28); None if one of another size shows nothing."""
    return _as_it_is(grey) if grey.shape == (SIDE, SIDE) else digit_from_picture(grey)


def _as_it_is(grey: Grey) -> Ink:
    """Return the ink as white on black, whichever way the picture had it."""
    edge = np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])
    white = 255 - grey if np.median(edge) >= 128 else grey
    return white.astype(np.float32) / np.float32(255)
