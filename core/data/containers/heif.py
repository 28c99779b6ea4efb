"""How many pixels a HEIC or AVIF file has its decoder compute, and how long its Exif is.

Such a file holds items: pictures that are stored, and pictures that are derived from others, as a
grid of tiles or by laying them over each other. An item may be derived from derived ones, and each
is decoded again wherever it is used: thirty levels of two items, 4 KB, are a billion pictures. See
ISO/IEC 14496-12, 8.11, and 23008-12, 6.5.3 and 6.6.2. The decoder compares the sizes that the file
states with those it finds, so they can be relied on.
"""

import struct
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import SEEK_CUR, BytesIO
from typing import Protocol

MAX_META_BYTES = 4_000_000  # the descriptions of all items; phones write 20,000
MAX_ITEMS = 4000  # a picture of 200 megapixels has 800 tiles
UNKNOWN_PIXELS = 100_000_000  # of an item whose size is not stated
UNKNOWN_BYTES = 100_000_000  # of a part of an item that reaches to the end of the file
MAX_LOCATIONS = 65_536  # of items
MIN_PIXELS = 65_536  # that take as long as beginning with an item


class Readable(Protocol):
    """What is needed of a file."""

    def read(self, size: int, /) -> bytes:
        """Read up to `size` bytes."""

    def seek(self, offset: int, /) -> int:
        """Move to a position from the start."""


@dataclass(frozen=True)
class Costs:
    """What a file has its decoder do; infinite for a description that is too long to be read.

    Attributes:
        pixels: computed at most for one picture with its parts; 0 if none is derived from others,
            infinite if they are in a circle.
        exif_bytes: of all its Exif together.
    """

    pixels: float
    exif_bytes: float


@dataclass
class _Items:
    """The items of a file.

    Attributes:
        sizes: pixels of each size property, in their order; 0 for other properties.
        properties: the indices of an item's properties, from 1.
        parts: the items that are decoded for an item.
        exif: the items that hold Exif.
        lengths: the bytes of an item.
    """

    sizes: list[int] = field(default_factory=list)
    properties: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    parts: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    exif: set[int] = field(default_factory=set)
    lengths: dict[int, float] = field(default_factory=dict)

    def own_pixels(self, item: int) -> int:
        """Return the pixels of an item without its parts."""
        indices = self.properties.get(item, ())
        sizes = [self.sizes[index - 1] for index in indices if 0 < index <= len(self.sizes)]
        return max(MIN_PIXELS, max(sizes, default=0) or UNKNOWN_PIXELS)

    def most_pixels(self) -> float:
        """Return the pixels that are computed for the most expensive item; infinite in a circle."""
        costs: dict[int, float] = {}
        for start in [*self.parts]:
            stack = [start]
            while stack:
                item = stack[-1]
                parts = self.parts.get(item, [])
                missing = [part for part in parts if part not in costs]
                if not missing:
                    costs[item] = self.own_pixels(item) + sum(costs[part] for part in parts)
                    stack.pop()
                elif len(stack) > len(self.parts):
                    return float("inf")  # a circle, as all of these have parts
                else:
                    stack.append(missing[0])
        return max(costs.values(), default=0)


def costs_of(file: Readable) -> Costs:
    """Return what a file has its decoder do.

    Raises:
        struct.error, IndexError: if the description is cut off.
    """
    descriptions: list[_Items] = []
    offset = 0
    for _ in range(MAX_ITEMS):
        file.seek(offset)
        head = file.read(16)
        if len(head) < 8:
            break
        size, kind, start = _head(head)
        if kind in (b"meta", b"moov"):
            if size > MAX_META_BYTES or size == 0:
                return _TOO_MUCH
            file.seek(offset + start)
            descriptions += _descriptions(kind, file.read(size - start))
        if size < start:  # to the end of the file
            break
        offset += size
    else:
        return _TOO_MUCH
    if any(sum(map(len, items.parts.values())) > MAX_ITEMS for items in descriptions):
        return _TOO_MUCH
    return Costs(
        max((items.most_pixels() for items in descriptions), default=0),
        sum(items.lengths.get(item, 0) for items in descriptions for item in items.exif),
    )


_TOO_MUCH = Costs(float("inf"), float("inf"))


def _descriptions(kind: bytes, content: bytes) -> Iterator[_Items]:
    """Yield what a file's description states, or those of the tracks of an animation."""
    if kind == b"meta":
        items = _Items()
        _read_meta(content[4:], items)  # after version and flags
        yield items
        return
    for track_kind, track in _boxes(content):
        if track_kind == b"trak":
            for inner_kind, inner in _boxes(track):
                if inner_kind == b"meta":
                    yield from _descriptions(inner_kind, inner)


def _head(content: bytes) -> tuple[int, bytes, int]:
    """Return size and kind of a box, and where its content begins; size 0 means up to the end."""
    size, kind = struct.unpack_from(">I4s", content)
    if size == 1:
        return struct.unpack_from(">Q", content, 8)[0], kind, 16
    return size, kind, 8


def _boxes(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield kind and content of the boxes one after the other."""
    offset = 0
    while offset + 8 <= len(content):
        size, kind, start = _head(content[offset : offset + 16].ljust(16, b"\0"))
        end = offset + size if size >= start else len(content)
        yield kind, content[offset + start : end]
        offset = end


def _read_meta(content: bytes, items: _Items) -> None:
    for kind, box in _boxes(content):
        if kind == b"iref":
            _read_references(box, items)
        elif kind == b"iinf":
            _read_kinds(box, items)
        elif kind == b"iloc":
            _read_lengths(box, items)
        elif kind == b"iprp":
            for inner_kind, inner in _boxes(box):
                if inner_kind == b"ipco":
                    items.sizes += [_pixels(*property_) for property_ in _boxes(inner)]
                elif inner_kind == b"ipma":
                    _read_associations(inner, items)


def _pixels(kind: bytes, content: bytes) -> int:
    if kind != b"ispe":
        return 0
    width, height = struct.unpack_from(">II", content, 4)
    return int(width * height)


def _read_references(content: bytes, items: _Items) -> None:
    number = "I" if content[:1] != b"\0" else "H"
    for kind, box in _boxes(content[4:]):
        start, count = struct.unpack_from(f">{number}H", box)
        others = struct.unpack_from(f">{count}{number}", box, struct.calcsize(f">{number}H"))
        if kind == b"dimg":
            items.parts[start] += others
        elif kind == b"auxl":  # transparency belongs to the picture that it refers to
            for other in others:
                items.parts[other].append(start)


def _read_associations(content: bytes, items: _Items) -> None:
    version, is_wide = content[0], bool(content[3] & 1)
    (count,) = struct.unpack_from(">I", content, 4)
    offset = 8
    for _ in range(count):
        item, number = struct.unpack_from(">IB" if version else ">HB", content, offset)
        offset += 5 if version else 3
        indices = struct.unpack_from(f">{number}{'H' if is_wide else 'B'}", content, offset)
        offset += number * (2 if is_wide else 1)
        items.properties[item] += [index & (0x7FFF if is_wide else 0x7F) for index in indices]


def _read_kinds(content: bytes, items: _Items) -> None:
    """Read which items are Exif (ISO/IEC 14496-12, 8.11.6)."""
    start = 6 if content[:1] == b"\0" else 8  # after the number of items
    for kind, box in _boxes(content[start:]):
        if kind == b"infe" and box[:1] in (b"\2", b"\3"):
            number = "H" if box[0] == 2 else "I"
            item, _, item_kind = struct.unpack_from(f">{number}H4s", box, 4)
            if item_kind == b"Exif":
                items.exif.add(item)


def _read_lengths(content: bytes, items: _Items) -> None:
    """Read how long the items are (ISO/IEC 14496-12, 8.11.3); infinite where it is not stated."""
    version, fields = content[0], BytesIO(content[4:])

    def number(size: int) -> int:
        return int.from_bytes(fields.read(size), "big")

    sizes, more_sizes = number(1), number(1)
    offset_bytes, length_bytes, base_bytes = sizes >> 4, sizes & 15, more_sizes >> 4
    before = (more_sizes & 15 if version else 0) + offset_bytes  # an index and an offset
    count = number(4 if version > 1 else 2)
    if count > MAX_LOCATIONS:
        raise IndexError("too many locations")
    for _ in range(count):
        item = number(4 if version > 1 else 2)
        number((4 if version else 2) + base_bytes)
        extents = number(2)
        if extents > MAX_ITEMS or not length_bytes:
            items.lengths[item] = float("inf")
            fields.seek(extents * (before + length_bytes), SEEK_CUR)
            continue
        length = 0
        for _ in range(extents):
            fields.seek(before, SEEK_CUR)
            length += number(length_bytes) or UNKNOWN_BYTES
        items.lengths[item] = items.lengths.get(item, 0) + length
