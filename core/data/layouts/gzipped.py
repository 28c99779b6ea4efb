"""Gzipped files of data, unpacked while they are read."""

import gzip
import os
from typing import BinaryIO, cast

from core.cancellation import check_cancelled


class _Packed:
    """A packed file, of which every reading may be cancelled.

    `gzip` reads on until there is content: over parts without any, however many there are, and byte
    by byte over a name and over the zeros at the end.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def read(self, size: int = -1) -> bytes:
        """Read up to `size` bytes; a negative size means the rest."""
        check_cancelled()
        return self._file.read(size)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Move to a position, as files do."""
        return self._file.seek(offset, whence)


def unpacked(file: BinaryIO) -> BinaryIO:
    """Return what an open gzipped file holds, to be read; reading it can be cancelled."""
    return cast(BinaryIO, gzip.GzipFile(fileobj=cast(BinaryIO, _Packed(file))))
