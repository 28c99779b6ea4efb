"""The path of a file or folder of data, on disk or in a zip file.

`pathlib.Path` is one, `core.data.layouts.zipped.ZippedPath` the other.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from io import BufferedReader
from pathlib import Path, PurePath
from typing import Protocol, Self

from core import file_presence
from core.data.layouts.zipped import ZippedPath
from core.errors import DataError, not_readable
from core.files import is_link, open_file
from core.messages import message
from core.remote_paths import refuse_unchosen

# what was chosen, and the real path of the folder that links may not leave
_limits: ContextVar[tuple[Path, str] | None] = ContextVar("limits", default=None)


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


@contextmanager
def only_within(chosen: Path) -> Iterator[None]:
    """Let no link lead out of the folder that was chosen, or out of that of a file.

    A folder from somebody else could make any text of this machine the name of a class, and any
    picture an example. What was chosen may be a link itself.
    """
    refuse_unchosen(str(chosen))
    folder = chosen.parent if os.path.isfile(chosen) else chosen
    token = _limits.set((chosen, os.path.realpath(folder)))
    try:
        yield
    finally:
        _limits.reset(token)


def is_linked(path: DataPath) -> bool:
    """Return whether the path is a link, which it never is in a zip file."""
    return isinstance(path, Path) and is_link(path)


def is_file(path: DataPath) -> bool:
    """Return whether the path is that of a file; False for names that no system accepts.

    If the system cannot tell, as for a moment, it counts as one: reading it says what is wrong.

    Raises:
        DataError: if it is a link out of the chosen folder; see `only_within`.
    """
    if not isinstance(path, Path):
        return path.is_file()
    _refuse_remote(path)
    try:
        is_there = file_presence.is_file(path)
    except OSError:
        is_there = True
    return is_there and _is_within(path)


def is_folder(path: DataPath) -> bool:
    """Return whether the path is that of a folder; False for names that no system accepts.

    Raises:
        DataError: if it is a link out of the chosen folder, see `only_within`, or if the system
            cannot tell, as for a moment.
    """
    if not isinstance(path, Path):
        return path.is_dir()
    _refuse_remote(path)
    try:
        is_there = file_presence.is_folder(path)
    except OSError as error:
        raise DataError(not_readable(path, error)) from error
    return is_there and _is_within(path)


def _refuse_remote(path: Path) -> None:
    """Refuse a link to another machine by its text: nobody may be asked what it leads to."""
    if is_link(path):
        refuse_unchosen(str(path))


def _is_within(path: Path) -> bool:
    """Return True, after a link that leads out has been refused."""
    _refuse_outward(path)
    return True


def _refuse_outward(path: Path) -> None:
    limits = _limits.get()
    if limits is None or path == limits[0] or not is_link(path):
        return
    real, folder = os.path.realpath(path), limits[1]
    if real != folder and not real.startswith(os.path.join(folder, "")):
        raise DataError(
            message(
                "{link} is a link that leads out of {folder}, so it is not followed; put a copy of"
                " the data there instead.",
                link=str(path),
                folder=str(limits[0]),
            )
        )


def open_data(path: DataPath) -> BufferedReader:
    """Open a file of data for reading; see `core.files.open_file`.

    Raises:
        OSError: if it cannot be opened, is no ordinary file, or, later, if what is read is damaged.
        DataError: if it is a link out of the chosen folder; see `only_within`.
    """
    if isinstance(path, ZippedPath):
        return path.open()
    assert isinstance(path, Path)
    _refuse_remote(path)
    _refuse_outward(path)
    return open_file(path)
