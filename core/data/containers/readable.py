"""What is needed of a file that holds a picture."""

from typing import Protocol


class Readable(Protocol):
    """A file that is read in any order."""

    def read(self, size: int, /) -> bytes:
        """Read up to `size` bytes."""

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """Move to a position, as files do."""
