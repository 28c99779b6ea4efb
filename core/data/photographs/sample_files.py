"""The files of handwriting: written, moved and deleted so that two windows lose none."""

import io
from contextlib import suppress
from itertools import chain, count
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from core.data.photographs.class_folders import make_collection
from core.data.photographs.digit_file import MAX_BYTES
from core.errors import FileError, HandwritingError, system_reason
from core.file_presence import is_free
from core.files import is_link, make_folder, read_file, refuse_link, replace_file
from core.locks import exclusive
from core.messages import message
from core.run.identity import unique_name
from core.trees import pinned

OTHER_CLASSES = "classes-"  # begins the name of the folder of a list of classes
MAX_NUMBERED_STEM = 56  # letters, before a number is appended


def delete(path: Path) -> None:
    """Delete a sample; one that is gone already is no error.

    Raises:
        HandwritingError: if it cannot be deleted.
    """
    try:
        with suppress(FileNotFoundError), pinned(path.parent) as folder:
            (folder / path.name).unlink()
    except OSError as error:
        raise failure(path, error) from error


def move(path: Path, target: Path) -> Path:
    """Move a sample, next to one that has its name there now; return where it is.

    Raises:
        HandwritingError: if it cannot be moved.
    """
    try:
        make_folder(target.parent)
        there = target.parent
        with pinned(path.parent) as source, pinned(there) as folder, exclusive(there):
            if not is_free(folder / target.name):
                target = target.with_name(f"{unique_name()}.png")
            (source / path.name).rename(folder / target.name)
    except OSError as error:
        raise failure(path, error) from error
    return target


def write_new(path: Path, grey: NDArray[np.uint8]) -> None:
    """Write a picture, under a numbered name where another file has its own.

    A file that is the same picture already stays as it is.

    Raises:
        HandwritingError: if it cannot be written.
    """
    names = (path.stem[:MAX_NUMBERED_STEM] + f"-{number}.png" for number in count(2))
    paths = chain([path], map(path.with_name, names))
    try:
        refuse_link(path.parent)
        for target in paths:
            if holds(target, grey) or write(target, grey, replaces=False):
                return
    except OSError as error:
        raise failure(path, error) from error


def holds(path: Path, grey: NDArray[np.uint8]) -> bool:
    """Return whether a file is this picture, as it is written here."""
    try:
        return not is_link(path) and read_file(path, MAX_BYTES) == _packed(grey)
    except FileError:
        return False


def _packed(grey: NDArray[np.uint8]) -> bytes:
    Image.fromarray(grey).save(packed := io.BytesIO(), "PNG")
    return packed.getvalue()


def write(path: Path, grey: NDArray[np.uint8], *, replaces: bool = True) -> bool:
    """Write a picture; return whether it was written.

    Args:
        replaces: whether it takes the place of a file that is there, which else keeps it.

    Raises:
        HandwritingError: if it cannot be written.
    """
    collection = path.parent.parent
    folder = (
        collection.parent if collection.name.startswith(OTHER_CLASSES) else collection
    )
    try:
        make_collection(folder)
        make_folder(collection)
        make_folder(path.parent)
        with pinned(path.parent) as there, exclusive(path.parent):
            if not (replaces or is_free(there / path.name)):
                return False
            replace_file(there / path.name, _packed(grey))
    except OSError as error:
        raise failure(path, error) from error
    return True


def failure(path: Path, error: OSError) -> HandwritingError:
    """Return the error to raise where a sample cannot be written or deleted."""
    reason = system_reason(error)
    return HandwritingError(
        message(
            "{file} cannot be written or deleted: {reason}.",
            file=str(path),
            reason=reason,
        )
    )
