"""Zip files of which nothing large is read at once."""

import os
import struct
from typing import BinaryIO, cast
from zipfile import BadZipFile, ZipFile, ZipInfo

MAX_OVERHEAD_BYTES = 1000  # of a member that does not shrink; Deflate adds five for each block
# of an entry of the directory; usual ones have a few dozen, and `zipfile` takes them apart in a
# time that grows with their square
MAX_EXTRA_BYTES = 1000

# an entry of the directory: its signature, its length without the names, and where their three
# lengths stand (APPNOTE.TXT 4.3.12)
_ENTRY, _ENTRY_BYTES, _LENGTHS_AT = b"PK\1\2", 46, 28


def open_zip(
    source: BinaryIO, max_bytes: int, too_much: Exception, max_entries: int | None = None
) -> ZipFile:
    """Open a zip file of which nothing large is read at once.

    Args:
        max_bytes: how many bytes may be read at once, be it of the directory or of a member.
        too_much: raised for more, and for more entries.
        max_entries: of the directory; None for as many as fit into `max_bytes`.

    Raises:
        zipfile.BadZipFile: if it is none, or an entry is longer than programs write them.
    """
    parts = _ReadInParts(source, max_bytes, too_much, max_entries)
    archive = ZipFile(cast(BinaryIO, parts))
    parts.is_open = True
    return archive


def is_packed_larger(member: ZipInfo) -> bool:
    """Return whether a member is far larger as it is packed than it is announced to become.

    No program packs so; what is packed unpacks to something else than what is announced.
    """
    return member.compress_size > 2 * member.file_size + MAX_OVERHEAD_BYTES


class _ReadInParts:
    """A zip file, as `ZipFile` reads it, with the limits of `open_zip`.

    `ZipFile` reads the directory as a whole, and a member that is small by its size but large as it
    is packed, before anything of them can be checked. Where it looks for the announced sizes
    depends on the version of Python, so what it really reads is limited.

    Attributes:
        is_open: whether the directory has been read.
    """

    def __init__(
        self, source: BinaryIO, max_bytes: int, too_much: Exception, max_entries: int | None
    ) -> None:
        self._source, self._max_bytes, self._too_much = source, max_bytes, too_much
        self._max_entries = max_entries
        self.is_open = False

    def read(self, size: int = -1) -> bytes:
        """Read up to `size` bytes; a negative size means the rest."""
        if size < 0:
            position = self._source.tell()
            size = self._source.seek(0, os.SEEK_END) - position
            self._source.seek(position)
        if size > self._max_bytes:
            raise self._too_much
        content = self._source.read(size)
        if not self.is_open and content.startswith(_ENTRY):
            self._check_directory(content)
        return content

    def _check_directory(self, content: bytes) -> None:
        """Refuse too many or too long entries before `ZipFile` makes objects of them.

        Raises:
            zipfile.BadZipFile: if an entry is too long.
        """
        start = entries = 0
        while content.startswith(_ENTRY, start) and len(content) - start >= _ENTRY_BYTES:
            entries += 1
            if self._max_entries is not None and entries > self._max_entries:
                raise self._too_much
            name, extra, comment = struct.unpack_from("<3H", content, start + _LENGTHS_AT)
            if extra > MAX_EXTRA_BYTES:
                raise BadZipFile("an entry of its list of files is too long")
            start += _ENTRY_BYTES + name + extra + comment

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Move to a position, as files do."""
        return self._source.seek(offset, whence)

    def tell(self) -> int:
        """Return the position."""
        return self._source.tell()

    def seekable(self) -> bool:
        """Return that the position can be moved."""
        return True
