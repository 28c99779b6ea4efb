"""The path of a file or folder of data, on disk or in a zip file.

`pathlib.Path` is one, `core.data.layouts.zipped.ZippedPath` the other.
"""

import os
from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path, PurePath
from typing import Protocol, Self

from core.data.layouts.zipped import ZippedPath
from core.files import open_file


class DataPath(Protocol):
    """What readers of data use of a path."""

    @property
    def name(self) -> str:
        """The last part."""

    @property
    def suffix(self) -> str:
        """The end of the name, from its last dot on."""

    @property
    def parent(self) -> Self:
        """The folder that holds it."""

    def __truediv__(self, name: str, /) -> Self:
        """Return the path of an entry of this folder."""

    def __lt__(self, other: Self, /) -> bool:
        """Order paths by their parts."""

    def __hash__(self) -> int:
        """Return a hash, for paths as keys."""

    def iterdir(self) -> Iterator[Self]:
        """Yield the paths of the folder's entries.

        Raises:
            OSError: if the folder cannot be read.
        """

    def relative_to(self, other: Self, /) -> PurePath:
        """Return the path within a folder above."""

    def is_file(self) -> bool:
        """Return whether it is a file."""

    def is_dir(self) -> bool:
        """Return whether it is a folder."""


def relative_name(path: DataPath, folder: DataPath) -> str:
    """Return a path within a folder above, with slashes; empty for the folder itself."""
    name = path.relative_to(folder).as_posix()
    return "" if name == "." else name


def is_file(path: DataPath) -> bool:
    """Return whether the path is that of a file; False for names that no system accepts."""
    return os.path.isfile(path) if isinstance(path, Path) else path.is_file()


def is_folder(path: DataPath) -> bool:
    """Return whether the path is that of a folder; False for names that no system accepts."""
    return os.path.isdir(path) if isinstance(path, Path) else path.is_dir()


def open_data(path: DataPath) -> BufferedReader:
    """Open a file of data for reading; see `core.files.open_file`.

    Raises:
        OSError: if it cannot be opened, is no ordinary file, or, later, if what is read is damaged.
    """
    if isinstance(path, ZippedPath):
        return path.open()
    assert isinstance(path, Path)
    return open_file(path)
