"""The files and folders in a folder that users put there, in natural order."""

import os
import re
from itertools import islice
from pathlib import Path

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


def subfolders(folder: Path) -> list[Path]:
    """Return the folders in a folder, in natural order, without those of systems.

    Raises:
        OSError: if the folder cannot be read.
    """
    paths = [path for path in folder.iterdir() if not is_system(path.name) and os.path.isdir(path)]
    return sorted(paths, key=lambda path: natural_order(path.name))


def files(folder: Path, suffixes: tuple[str, ...]) -> list[Path]:
    """Return the files in a folder whose names end so, sorted; none if it cannot be read."""
    try:
        return sorted(
            path
            for path in folder.iterdir()
            if path.suffix.lower() in suffixes and not is_system(path.name) and os.path.isfile(path)
        )
    except OSError:
        return []


def natural_order(name: str) -> tuple[tuple[int, str], ...]:
    """Return a sort key that puts 2 before 10."""
    return tuple(
        (int(part), "") if part.isdecimal() else (0, part) for part in re.split(r"(\d+)", name)
    )


def root_of(folder: Path) -> Path:
    """Return the only folder in a folder without files, as archives often have; or the folder."""
    try:
        # two are enough to know, of however many
        entries = list(islice((path for path in folder.iterdir() if not is_system(path.name)), 2))
    except OSError:
        return folder
    return entries[0] if len(entries) == 1 and entries[0].is_dir() else folder
