"""The entries of a TIFF's first directory, and what its tiles cost; see TIFF 6.0, section 2."""

import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO

import numpy as np
from numpy.typing import NDArray

from core.data.containers import jpeg
from core.data.containers.readable import Readable

MAX_ENTRIES = 4096  # of a directory; libtiff reads no more
MAX_OFFSET = (1 << 63) - 1  # of any file

# big-endian with 64 bits, whose first directory Pillow looks for where others have theirs
MISREAD = b"MM\0+"
WIDTH, LENGTH, COMPRESSION, ROWS = SIZE = (256, 257, 259, 278)  # the rows of a strip
TILE_WIDTH, TILE_LENGTH = SIDES = (322, 323)
OFFSETS, SIZES = (273, 324), (279, 325)  # of strips and of tiles
PLACES = OFFSETS + SIZES
NUMBERS = {3: "H", 4: "I"}  # the types SHORT and LONG
BYTES = {
    **dict.fromkeys((1, 2, 6, 7), 1),
    **dict.fromkeys((3, 8), 2),
    **dict.fromkeys((4, 9, 11, 13), 4),
    **dict.fromkeys((5, 10, 12, 16, 17, 18), 8),
}
UNCONVERTED = (1, 2, 7)  # types that stay bytes or text

MAX_SEGMENTS = 500_000  # of all JPEGs in tiles or strips: eight in each of the most there may be

_JPEG = (6, 7)  # compressions
_CLASSIC, _BIG = 42, 43  # versions; the second has the same fields with 64 bits
_ORDERS = {b"II": "<", b"MM": ">"}


@dataclass(frozen=True)
class Entry:
    """An entry of a directory.

    Attributes:
        order: of the bytes, as `struct` writes it.
        number: how many numbers, letters or bytes it has.
        field: the numbers, or where they stand if they need more bytes.
    """

    order: str
    tag: int
    kind: int
    number: int
    field: bytes

    @property
    def value(self) -> int:
        """The first number in the field; 0 unless it is a SHORT or LONG."""
        if self.kind not in NUMBERS:
            return 0
        value: int = struct.unpack_from(self.order + NUMBERS[self.kind], self.field)[0]
        return value


def entries_of(file: Readable) -> Iterator[Entry]:
    """Yield the entries of the first directory of a TIFF; other files have none.

    Raises:
        struct.error: if the file ends earlier.
    """
    start = file.read(16)
    order = _ORDERS.get(start[:2])
    if order is None or not {_CLASSIC, _BIG} & set(start[2:4]):
        return
    is_big = start[2] == _BIG  # as Pillow decides
    (offset,) = struct.unpack_from(order + ("Q" if is_big else "I"), start, 8 if is_big else 4)
    file.seek(min(offset, MAX_OFFSET))
    (count,) = struct.unpack(order + ("Q" if is_big else "H"), file.read(8 if is_big else 2))

    head = struct.Struct(order + ("HHQ" if is_big else "HHI"))
    field_bytes = 8 if is_big else 4
    for _ in range(min(count, MAX_ENTRIES)):
        content = file.read(head.size + field_bytes)
        tag, kind, number = head.unpack_from(content)
        field = content[head.size :]
        if len(field) < field_bytes:
            raise struct.error("the file ends within an entry")
        yield Entry(order, tag, kind, number, field)


def scanned_pixels(entries: Sequence[Entry], file: Readable) -> float:
    """Return how many pixels the scans of JPEGs in tiles or strips go over; 0 without JPEGs.

    Args:
        entries: one for each tag. Sizes and offsets are within the file.
    """
    values = {entry.tag: entry.value for entry in entries}
    if values.get(COMPRESSION) not in _JPEG:
        return 0.0
    numbers = {entry.tag: numbers_of(entry, file) for entry in entries if entry.tag in PLACES}
    length = values.get(LENGTH, 0)
    strip = values.get(WIDTH, 0) * min(values.get(ROWS, length), length)
    pixels = values.get(TILE_WIDTH, 0) * values.get(TILE_LENGTH, 0) or strip

    scans = segments = 0
    for content in _contents(numbers, file):
        for marker, _ in jpeg.segments_of(BytesIO(content)):
            segments += 1
            scans += marker == jpeg.START_OF_SCAN
            if segments > MAX_SEGMENTS:
                return float("inf")
    return float(scans * pixels)


def _contents(
    numbers: Mapping[int, NDArray[np.unsignedinteger]], file: Readable
) -> Iterator[bytes]:
    """Yield the content of each tile or strip; of a single one all up to the end of the file.

    libtiff believes no size of a single one that seems wrong.
    """
    nothing = np.zeros(0, "u8")
    for places, sizes in zip(OFFSETS, SIZES, strict=True):
        offsets = numbers.get(places, nothing).tolist()
        lengths = [-1] if len(offsets) == 1 else numbers.get(sizes, nothing).tolist()
        for offset, length in zip(offsets, lengths, strict=False):
            file.seek(min(offset, MAX_OFFSET))
            yield file.read(length)


def numbers_of(entry: Entry, file: Readable) -> NDArray[np.unsignedinteger]:
    """Return an entry's whole numbers, as far as they stand in the file."""
    item_bytes = BYTES.get(entry.kind, 0)
    size, content = item_bytes * entry.number, entry.field
    if not size:
        return np.zeros(0, "u8")
    if size > len(content):
        (offset,) = struct.unpack(entry.order + ("Q" if len(content) == 8 else "I"), content)
        file.seek(min(offset, MAX_OFFSET))
        content = file.read(size)
    whole = content[: min(size, len(content) // item_bytes * item_bytes)]
    return np.frombuffer(whole, f"{entry.order}u{item_bytes}")
