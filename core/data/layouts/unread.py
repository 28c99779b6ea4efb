"""Data of which the system could not read something, perhaps only for a moment.

They can be used, but no cache keeps them as if they were complete: before they are used again, what
could not be read is tried again.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Generic, ParamSpec

from core.data.examples import Examples
from core.data.layouts.paths import DataPath
from core.data.pictures import read_pixels
from core.errors import InklingError, is_of_system

Key = ParamSpec("Key")


class IncompleteError(Exception):
    """Data that are not complete; a cache keeps nothing of a call that raises it."""

    def __init__(self, examples: Examples) -> None:
        super().__init__()
        self.examples = examples


def complete(examples: Examples) -> Examples:
    """Return the examples.

    Raises:
        IncompleteError: if something of their data could not be read.
    """
    if examples.is_still_unread is not None:
        raise IncompleteError(examples)
    return examples


def are_unread(pictures: Sequence[DataPath]) -> bool:
    """Return whether the system still cannot read any of the pictures; False if that is unknown."""
    for path in pictures:
        if not isinstance(path, Path):  # in a zip file, which is closed
            return False
        try:
            read_pixels(path)
        except InklingError as error:
            if is_of_system(error):
                continue
        return False
    return True


class Reading(Generic[Key]):
    """Reads examples, and reads those anew that may be complete by now.

    Args:
        read: reads and keeps examples, and raises an `IncompleteError` instead of keeping
            incomplete ones.
    """

    def __init__(self, read: Callable[Key, Examples]) -> None:
        self._read = read
        self._latest: tuple[tuple[object, ...], Examples] | None = None  # incomplete

    def __call__(self, *key: Key.args, **named: Key.kwargs) -> Examples:
        """Return the examples of these arguments."""
        latest = self._latest
        if latest is not None and latest[0] == key:
            is_still_unread = latest[1].is_still_unread
            if is_still_unread is not None and is_still_unread():
                return latest[1]
        try:
            return self._read(*key, **named)
        except IncompleteError as error:
            self._latest = key, error.examples
            return error.examples
