"""The files and folders in a folder or zip file that users put there, in natural order."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TypeVar
from unicodedata import decimal

from core.data.layouts.paths import DataPath, is_file, is_folder, is_linked, only_within
from core.data.layouts.zipped import is_zip, open_zip
from core.errors import DataError, not_readable

AnyPath = TypeVar("AnyPath", bound=DataPath)

MAX_WRAPPED = 3  # folders around the data in a zip file

# of Synology's and Windows' file systems, and of macOS' archives; hidden ones begin with a dot
SYSTEM_NAMES = (
    "@eadir",
    "#recycle",
    "#snapshot",
    "$recycle.bin",
    "recycler",
    "system volume information",
    "lost+found",
    "__macosx",
    "__pycache__",
    "thumbs.db",
    "ehthumbs.db",
    "desktop.ini",
    "icon\r",
)


def is_system(name: str) -> bool:
    """Return whether an operating system or a tool made a file or folder of this name."""
    return name.startswith(".") or name.lower() in SYSTEM_NAMES


def subfolders(folder: AnyPath) -> list[AnyPath]:
    """Return the folders in a folder, in natural order, without those of systems.

    Raises:
        OSError: if the folder cannot be read.
    """
    paths = [path for path in folder.iterdir() if not is_system(path.name) and is_folder(path)]
    return sorted(paths, key=lambda path: natural_order(path.name))


def _any_name(_name: str) -> bool:
    return True


def files(
    folder: AnyPath,
    suffixes: tuple[str, ...],
    may_be_link: Callable[[str], bool] = _any_name,
) -> list[AnyPath]:
    """Return the files in a folder whose names end so, sorted; none if there is no folder.

    Args:
        may_be_link: returns whether a link of this name is looked at, and refused if it leads out
            of what was chosen; others are left out. A folder of downloads may hold any.

    Raises:
        DataError: if the folder cannot be read, perhaps only for a moment, or holds such a link.
    """
    return sorted(
        path
        for path in entries_of(folder)
        if path.suffix.lower() in suffixes
        and not is_system(path.name)
        and (may_be_link(path.name) or not is_linked(path))
        and is_file(path)
    )


def files_next_to(
    chosen: AnyPath, suffixes: tuple[str, ...], may_be_link: Callable[[str], bool]
) -> list[AnyPath]:
    """Return `files` of the folder of a chosen file; this one alone if nobody may list it.

    Raises:
        DataError: as `files` does.
    """
    found = [chosen]
    with suppress_unlistable():
        found = files(chosen.parent, suffixes, may_be_link)
    return found


@contextmanager
def suppress_unlistable() -> Iterator[None]:
    """Go on after the block if nobody may list the folder, in which a file can be chosen still."""
    try:
        yield
    except DataError as error:
        if not isinstance(error.__cause__, PermissionError):
            raise


def entries_of(folder: AnyPath) -> list[AnyPath]:
    """Return the entries of a folder; none if there is no folder.

    Raises:
        DataError: if it cannot be read, perhaps only for a moment.
    """
    try:
        return list(folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise DataError(not_readable(folder, error)) from error


def natural_order(name: str) -> tuple[tuple[int, str], ...]:
    """Return a sort key that puts 2 before 10."""
    parts = re.split(r"(\d+)", name)
    return tuple(_number(part) if part.isdecimal() else (0, part) for part in parts)


def _number(text: str) -> tuple[int, str]:
    """Return a key that orders digits of any script by their number, however many they are."""
    digits = "".join(str(decimal(digit)) for digit in text).lstrip("0")
    return len(digits), digits


def root_of(folder: AnyPath, depth: int = 1) -> AnyPath:
    """Return the only folder in a folder without files, as archives often have; or the folder.

    Args:
        depth: how many folders may lie around the data.
    """
    for _ in range(depth):
        try:
            # two are enough to know, of however many
            paths = (path for path in folder.iterdir() if not is_system(path.name))
            entries = list(islice(paths, 2))
        except OSError:
            return folder
        if len(entries) != 1 or not is_folder(entries[0]):
            return folder
        folder = entries[0]
    return folder


@contextmanager
def opened_root(path: Path) -> Iterator[DataPath]:
    """Provide the folder or file in which data are to be looked for; a zip file is open meanwhile.

    Raises:
        DataError: if a zip file cannot be opened, see `core.data.layouts.zipped`, or if the only
            folder is a link out of the chosen one.
    """
    if is_zip(path):
        with open_zip(path) as root:
            yield root_of(root, MAX_WRAPPED)
    else:
        with only_within(path):
            yield root_of(path)
