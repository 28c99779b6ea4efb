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
from core.errors import FileError, HandwritingError, PictureError, not_readable
from core.file_presence import is_missing
from core.files import is_link
from core.leftovers import delete_leftovers
from core.locations import is_usual, runs_folders_file
from core.messages import Message, message
from core.remote_paths import may_open
from core.run.identity import is_id

# nothing that could point out of the folder, nothing hidden
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}\.png")


def make_collection(folder: Path) -> None:
    """Make the folder of all handwriting unless it exists.

    Where the folder above another one is missing, its drive may not be connected; neither is it
    where a drive was once. A folder with the samples that it had was moved to this disk.

    Raises:
        OSError: if it cannot be made.
        HandwritingError: if its drive is not connected, or that is unknown.
    """
    path = folder.absolute()
    try:
        drive = drives.missing_drive(path, lambda name: _is_sample(path / name))
    except FileError as error:
        if not is_usual(path):
            raise HandwritingError(_unknown_drive(folder, error)) from error
        drive = None
    if drive is not None:
        raise HandwritingError(
            message(
                "Handwriting cannot be kept in {folder}: its drive is not connected at {drive}. If "
                "no drive belongs there any more, delete {file}.",
                folder=str(folder),
                drive=drive,
                file=str(runs_folders_file()),
            )
        )
    path.mkdir(parents=is_usual(folder), exist_ok=True)


def _unknown_drive(folder: Path, error: FileError) -> Message:
    return message(
        "Handwriting cannot be kept in {folder}, since it is unknown whether its drive is "
        "connected: {reason} If all drives are connected, delete that file.",
        folder=str(folder),
        reason=error.message,
    )


def remember_collection(folder: Path) -> None:
    """Remember the samples of a folder, by which it is known again; call it when one was added."""
    path = folder.absolute()
    drives.remember(path, lambda: _samples_in(path))


def _samples_in(folder: Path) -> Iterator[str]:
    """Yield the paths in the folder of all samples: of digits, and of other classes."""
    at_top = _folders_in(folder)
    for class_folder in chain(at_top, *map(_folders_in, at_top)):
        with suppress(HandwritingError):
            for file in picture_files(class_folder):
                yield file.relative_to(folder).as_posix()


def _folders_in(folder: Path) -> list[Path]:
    """Return the folders in a folder, without links; none if it cannot be read."""
    with suppress(OSError):
        return [
            path for path in folder.iterdir() if not is_link(path) and path.is_dir()
        ]
    return []


def _is_sample(path: Path) -> bool:
    return (
        NAME.fullmatch(path.name) is not None
        and may_open(str(path))
        and os.path.isfile(path)
    )


def folder_names(classes: Sequence[str]) -> tuple[str, ...]:
    """Return the name of each class's folder: its own where every system can hold all of them.

    Otherwise, such as for "T-shirt/top", all of them are numbers.
    """
    are_distinct = len({name.casefold() for name in classes}) == len(classes)
    if are_distinct and all(map(is_id, classes)):
        return tuple(classes)
    return tuple(map(str, range(len(classes))))


def is_any_there(folders: Sequence[Path]) -> bool:
    """Return whether there is a folder, or a link, which `picture_files` refuses unfollowed."""
    return any(is_link(folder) or os.path.isdir(folder) for folder in folders)


def is_gone(path: Path) -> bool:
    """Return whether a class has no such picture; False where its folder is a link, see above."""
    return not is_link(path.parent) and is_missing(path)


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


def remove_leftovers(folders: Sequence[Path]) -> None:
    """Delete the temporary files that killed processes have left in the folders of classes."""
    for folder in folders:
        delete_leftovers(folder)


def unprepared(sources: Sequence[Path]) -> Iterator[NDArray[np.uint8]]:
    """Read the pictures of 28x28 pixels that can be read."""
    for source in sources:
        paths: list[Path] = []
        with suppress(HandwritingError):
            paths = picture_files(source)
        for path in paths:
            check_cancelled()
            with suppress(PictureError, HandwritingError):
                grey = read_picture(path)
                if grey.shape[:2] == (SIDE, SIDE):
                    yield brightness(grey)
