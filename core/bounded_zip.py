"""Zip files of which nothing large is read at once."""

import os
from typing import BinaryIO
from zipfile import ZipInfo

MAX_OVERHEAD_BYTES = 1000  # of a member that does not shrink; Deflate adds five for each block


def is_packed_larger(member: ZipInfo) -> bool:
    """Return whether a member is far larger as it is packed than it is announced to become.

    No program packs so; what is packed unpacks to something else than what is announced.
    """
    return member.compress_size > 2 * member.file_size + MAX_OVERHEAD_BYTES


class ReadInParts:
    """A zip file, as `ZipFile` reads it, of which nothing large is read at once.

    `ZipFile` reads the directory as a whole, and a member that is small by its size but large as it
    is packed, before anything of them can be checked. Where it looks for the announced sizes
    depends on the version of Python, so what it really reads is limited.

    Args:
        most: how many bytes may be read at once.
        too_much: raised for more.
    """

    def __init__(self, source: BinaryIO, most: int, too_much: Exception) -> None:
        self._source, self._most, self._too_much = source, most, too_much

    def read(self, size: int = -1) -> bytes:
        """Read up to `size` bytes; a negative size means the rest."""
        if size < 0:
            position = self._source.tell()
            size = self._source.seek(0, os.SEEK_END) - position
            self._source.seek(position)
        if size > self._most:
            raise self._too_much
        return self._source.read(size)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Move to a position, as files do."""
        return self._source.seek(offset, whence)

    def tell(self) -> int:
        """Return the position."""
        return self._source.tell()

    def seekable(self) -> bool:
        """Return that the position can be moved."""
        return True
