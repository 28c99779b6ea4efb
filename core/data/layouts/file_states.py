"""Whether the files of a data set are still those that were read."""

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path

from core.config.catalogue import FILE_SUFFIXES
from core.data.layouts.entries import is_system, root_of
from core.data.layouts.zipped import is_zip
from core.errors import DataError
from core.messages import message

MAX_FILES = 200_000  # in a folder and those in it; more are no data, or too many pictures


def state_of(path: Path) -> tuple[object, ...]:
    """Return a value that changes when files are added, removed or rewritten.

    It looks no deeper than the pictures of a class lie.

    Raises:
        DataError: if there are too many files, before all of them are listed.
    """
    if os.path.isfile(path):  # also for names that are too long
        # a table or an array belongs to others next to it
        others = [] if is_zip(path) else _tables_and_arrays(path.parent)
        return (*_state_of(path, follows=True), *(s for file in others for s in _state_of(file)))

    folder = root_of(path)
    states = list(islice(_states(folder, depth=3), MAX_FILES + 1))
    if len(states) > MAX_FILES:
        raise DataError(
            message(
                "{folder} contains more than {most} files; choose the folder of the data itself.",
                folder=str(folder),
                most=f"{MAX_FILES:,}",
            )
        )
    return tuple(sorted(states))


def _tables_and_arrays(folder: Path) -> list[Path]:
    """Return the paths in a folder that have such a name, sorted; none if it cannot be read."""
    with suppress(OSError):
        return sorted(
            path
            for path in folder.iterdir()
            if path.name.lower().endswith(FILE_SUFFIXES) and not is_system(path.name)
        )
    return []


def _state_of(path: Path, *, follows: bool = False) -> tuple[object, ...]:
    """Return path, time and size of a file; of a link itself, unless it was chosen."""
    with suppress(OSError):
        status = path.stat(follow_symlinks=follows)
        return (str(path), status.st_mtime_ns, status.st_size)
    return ()


def _states(folder: Path, depth: int) -> Iterator[tuple[str, int, int]]:
    """Yield path, time and size of the files down to `depth`; skip what may not be entered.

    Links are looked at themselves: what they lead to may be on another machine.
    """
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            with suppress(OSError):
                status = entry.stat(follow_symlinks=False)
                if stat.S_ISREG(status.st_mode) or stat.S_ISLNK(status.st_mode):
                    yield entry.path, status.st_mtime_ns, status.st_size
                elif stat.S_ISDIR(status.st_mode) and depth > 1:
                    yield from _states(Path(entry.path), depth - 1)
