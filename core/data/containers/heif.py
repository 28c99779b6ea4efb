"""How many pixels a HEIC or AVIF file has its decoder compute.

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
from typing import Protocol

MAX_META_BYTES = 4_000_000  # the descriptions of all items; phones write 20,000
MAX_ITEMS = 4000  # a picture of 200 megapixels has 800 tiles
UNKNOWN_PIXELS = 100_000_000  # of an item whose size is not stated
MIN_PIXELS = 65_536  # that take as long as beginning with an item


class Readable(Protocol):
    """What is needed of a file."""

    def read(self, size: int, /) -> bytes:
        """Read up to `size` bytes."""

    def seek(self, offset: int, /) -> int:
        """Move to a position from the start."""


@dataclass
class _Items:
    """The items of a file.

    Attributes:
        sizes: pixels of each size property, in their order; 0 for other properties.
        properties: the indices of an item's properties, from 1.
        parts: the items that are decoded for an item.
    """

    sizes: list[int] = field(default_factory=list)
    properties: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    parts: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))

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


def computed_pixels(file: Readable) -> float:
    """Return how many pixels are computed at most for one picture of a file, with its parts.

    It is 0 for a file that derives none, and infinite for one with too long a description.

    Raises:
        struct.error, IndexError: if the description is cut off.
    """
    items = _Items()
    offset = 0
    for _ in range(MAX_ITEMS):
        file.seek(offset)
        head = file.read(16)
        if len(head) < 8:
            break
        size, kind, start = _head(head)
        if kind == b"meta":
            if size > MAX_META_BYTES or size == 0:
                return float("inf")
            file.seek(offset + start + 4)  # version and flags
            _read_meta(file.read(size - start - 4), items)
        if size < start:  # to the end of the file
            break
        offset += size
    else:
        return float("inf")
    if sum(map(len, items.parts.values())) > MAX_ITEMS:
        return float("inf")
    return items.most_pixels()


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
