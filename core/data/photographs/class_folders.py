"""Folders of pictures, one for each class, as handwriting is kept and exchanged."""

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core import drives
from core.cancellation import check_cancelled
from core.config.catalogue import SIDE
from core.data.photographs.digit_file import brightness, read_picture
from core.errors import HandwritingError, InklingError, not_readable
from core.files import is_link
from core.locations import is_usual
from core.messages import message
from core.run.identity import is_id

# nothing that could point out of the folder, nothing hidden
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}\.png")


def make_collection(folder: Path) -> None:
    """Make the folder of all handwriting unless it exists.

    Where the folder above another one is missing, its drive may not be connected; neither is it
    where a drive was once. A folder with samples was moved to this disk.

    Raises:
        OSError: if it cannot be made.
        HandwritingError: if its drive is not connected.
    """
    path = folder.absolute()
    drive = drives.missing_drive(path)
    if drive is not None and not any(
        NAME.fullmatch(file.name) for file in path.glob("*/*.png")
    ):
        raise HandwritingError(
            message(
                "Handwriting cannot be kept in {folder}: its drive is not connected at {drive}.",
                folder=str(folder),
                drive=drive,
            )
        )
    path.mkdir(parents=is_usual(folder), exist_ok=True)
    drives.remember(path)


def _holds_samples(folder: Path) -> bool:
    files = chain(
        folder.glob("*/*.png"), folder.glob("*/*/*.png")
    )  # of digits, of other classes
    return any(NAME.fullmatch(file.name) for file in files)


def folder_names(classes: Sequence[str]) -> tuple[str, ...]:
    """Return the name of each class's folder: its own where every system can hold all of them.

    Otherwise, such as for "T-shirt/top", all of them are numbers.
    """
    are_distinct = len({name.casefold() for name in classes}) == len(classes)
    if are_distinct and all(map(is_id, classes)):
        return tuple(classes)
    return tuple(map(str, range(len(classes))))


def picture_files(folder: Path) -> list[Path]:
    """Return the pictures of a class, in the order of their names; links to files are ignored.

    Raises:
        HandwritingError: if there is a folder that cannot be read, or a link to one.
    """
    if is_link(folder):
        raise HandwritingError(
            message(
                "{link} is a link, so it is not followed; put a copy of the pictures there "
                "instead.",
                link=str(folder),
            )
        )
    try:
        with os.scandir(folder) as entries:
            names = [
                entry.name
                for entry in entries
                if NAME.fullmatch(entry.name) and entry.is_file(follow_symlinks=False)
            ]
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise HandwritingError(not_readable(folder, error)) from error
    return [folder / name for name in sorted(names)]


def unprepared(sources: Sequence[Path]) -> Iterator[NDArray[np.uint8]]:
    """Read the pictures of 28x28 pixels that can be read."""
    for source in sources:
        paths: list[Path] = []
        with suppress(HandwritingError):
            paths = picture_files(source)
        for path in paths:
            check_cancelled()
            with suppress(InklingError):
                grey = read_picture(path)
                if grey.shape[:2] == (SIDE, SIDE):
                    yield brightness(grey)
