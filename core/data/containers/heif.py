"""How many pixels a HEIC or AVIF file has its decoder compute, and how long its Exif is.

Read `coded.py` first.

Such a file holds items: pictures that are stored, and pictures that are derived from others, as a
grid of tiles or by laying them over each other. An item may be derived from derived ones, and each
is decoded again wherever it is used: thirty levels of two items, 4 KB, are a billion pictures. See
ISO/IEC 14496-12, 8.11, and 23008-12, 6.5.3 and 6.6.2. The decoder of HEIC compares the sizes that
the file states with those it finds; that of AVIF does so only after it has decoded.
"""

import struct
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import SEEK_CUR, SEEK_END, BytesIO

from core.data.containers.coded import Coded, pictures_in_av1, pictures_in_hevc
from core.data.containers.readable import Readable

MAX_META_BYTES = 4_000_000  # the descriptions of all items; phones write 20,000
MAX_ITEMS = 4000  # and references from one to another; 200 megapixels are 800 tiles
UNKNOWN_PIXELS = 100_000_000  # of an item whose size is not stated
UNKNOWN_BYTES = 100_000_000  # of a part of an item that reaches to the end of the file
MAX_LOCATIONS = 65_536  # of items
MIN_PIXELS = 65_536  # that take as long as beginning with an item
MAX_TRANSFORMATIONS = 8  # of a picture; a usual one is cropped, turned and mirrored
SHARED_BYTES = 1 << 20  # that items may share beyond the file's length, unless they share all
MAX_OFFSET = (1 << 63) - 1  # of any file

_TRANSFORMATIONS = (b"irot", b"imir", b"clap", b"iscl")
_IN_FILE, _WITHIN = 0, 1  # where an item's content is: in the file, or next to its description


@dataclass(frozen=True)
class Costs:
    """What a file has its decoder do; infinite for a description that is too long to be read.

    Attributes:
        pixels: computed at most for one picture with its parts; 0 if none is derived from others or
            holds more than itself, infinite if they are in a circle.
        exif_bytes: of all its Exif together, for each picture that it describes.
        other_bytes: likewise of all else that is known of pictures, such as profiles of colours.
    """

    pixels: float
    exif_bytes: float
    other_bytes: float


@dataclass
class _Items:
    """The items of a file.

    Attributes:
        sizes: pixels of each size property, in their order; 0 for other properties.
        properties: the indices of an item's properties, from 1.
        listed: all that are named; a decoder looks through them for each.
        references: how often items refer to others.
        parts: the items that are decoded for an item.
        property_bytes: of each property.
        transformations: the indices of those that a decoder applies to all pixels.
        exif: the items that hold Exif.
        described: how many items an item describes.
        lengths: the bytes of an item.
        places: where these are: how to find them, their offset and number; none if infinite.
        own_content: what `places` may refer to instead of the file.
        kinds: of the items whose content has a decoder compute pictures, see `_COUNTED`.
        coded: pixels that are decoded for an item alone.
        is_unusual: whether pictures are stored as no program does.
    """

    sizes: list[int] = field(default_factory=list)
    properties: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    listed: set[int] = field(default_factory=set)
    references: int = 0
    parts: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    property_bytes: list[int] = field(default_factory=list)
    transformations: set[int] = field(default_factory=set)
    exif: set[int] = field(default_factory=set)
    described: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    lengths: dict[int, float] = field(default_factory=dict)
    places: dict[int, list[tuple[int, int, int]]] = field(default_factory=lambda: defaultdict(list))
    own_content: bytes = b""
    kinds: dict[int, bytes] = field(default_factory=dict)
    coded: dict[int, float] = field(default_factory=dict)
    is_unusual: bool = False

    @property
    def are_transformed_often(self) -> bool:
        """Whether an item is turned again and again."""
        return any(
            sum(index in self.transformations for index in indices) > MAX_TRANSFORMATIONS
            for indices in self.properties.values()
        )

    def own_pixels(self, item: int) -> float:
        """Return the pixels that are computed for an item without its parts."""
        return max(self.stated_pixels(item), self.coded.get(item, 0))

    def stated_pixels(self, item: int) -> int:
        """Return the pixels of an item by its properties."""
        indices = self.properties.get(item, ())
        sizes = [self.sizes[index - 1] for index in indices if 0 < index <= len(self.sizes)]
        return max(MIN_PIXELS, max(sizes, default=0) or UNKNOWN_PIXELS)

    def bytes_about(self, *, exif: bool) -> float:
        """Return the bytes that describe pictures, as often as they do: Exif, or all others."""
        total = sum(
            self.lengths.get(item, 0) * max(self.described.get(item, 0), 1)
            for item in self.exif | {*self.described}
            if (item in self.exif) is exif
        )
        if exif:
            return total
        sizes = dict(enumerate(self.property_bytes, 1))
        return total + sum(sizes.get(it, 0) for its in self.properties.values() for it in its)

    def most_pixels(self) -> float:
        """Return the pixels that are computed for the most expensive item; infinite in a circle."""
        costs: dict[int, float] = {}
        more = (item for item, pixels in self.coded.items() if pixels > self.stated_pixels(item))
        for start in [*self.parts, *more]:
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
    if any(max(items.references, len(items.listed)) > MAX_ITEMS for items in descriptions):
        return _TOO_MUCH
    if any(items.is_unusual or items.are_transformed_often for items in descriptions):
        return _TOO_MUCH
    for items in descriptions:
        _count_coded(items, file)
    return Costs(
        max((items.most_pixels() for items in descriptions), default=0),
        sum(items.bytes_about(exif=True) for items in descriptions),
        sum(items.bytes_about(exif=False) for items in descriptions),
    )


_TOO_MUCH = Costs(float("inf"), float("inf"), float("inf"))


def _descriptions(kind: bytes, content: bytes) -> Iterator[_Items]:
    """Yield what a file's description states, or those of the tracks of an animation."""
    if kind == b"meta":
        items = _Items()
        _read_meta(content[4:], items)  # after version and flags
        yield items
        return
    for track in _within(content, b"trak"):
        for inner in _within(track, b"meta"):
            yield from _descriptions(b"meta", inner)
        for table in _within(track, b"mdia", b"minf", b"stbl"):
            yield _first_of_track(table)


def _first_of_track(table: bytes) -> _Items:
    """Return the first picture of an animation as an item (ISO/IEC 14496-12, 8.5 to 8.7)."""
    kinds = [kind for kind, _ in _boxes(table)]
    parts = defaultdict(bytes, _boxes(table))
    items = _Items(is_unusual=len(kinds) > len({*kinds}))
    if parts[b"stsd"][12:16] != b"av01":  # libheif reads no animations
        return items
    width, height = struct.unpack_from(">HH", parts[b"stsd"], 40)
    items.sizes, items.properties[0] = [width * height], [1]

    # it is in the first of the file's chunks, unless that is empty
    entries = [*struct.iter_unpack(">3I", parts[b"stsc"][8:])]
    in_chunk = [count for first_chunk, count, _ in entries if first_chunk <= 1]
    is_usual = len(in_chunk) == 1 and in_chunk[0] > 0
    items.is_unusual |= not is_usual or len(entries) > MAX_ITEMS  # all are read for each chunk
    form, chunks = (">Q", b"co64") if b"co64" in parts else (">I", b"stco")
    (offset,) = struct.unpack_from(form, parts[chunks], 8)
    (size,) = struct.unpack_from(">I", parts[b"stsz"], 4)
    if not size:  # each has its own
        (size,) = struct.unpack_from(">I", parts[b"stsz"], 12)
    items.kinds[0], items.lengths[0] = b"av01", size
    items.places[0] = [(_IN_FILE, offset, size)]
    return items


def _count_coded(items: _Items, file: Readable) -> None:
    """Count the pictures that are computed for each item by itself."""
    left = file.seek(0, SEEK_END) + SHARED_BYTES
    counted: dict[tuple[tuple[int, int, int], ...], Coded] = {}
    for item, kind in items.kinds.items():
        places = tuple(items.places[item])
        if places not in counted:
            content = bytearray()
            for how, offset, size in places:
                if how == _IN_FILE:
                    file.seek(min(offset, MAX_OFFSET))
                    content += file.read(size)
                else:
                    content += items.own_content[offset : offset + size]
                if len(content) > left:
                    items.coded[item] = float("inf")
                    return
            left -= len(content)
            counted[places] = _COUNTED[kind](bytes(content))

        coded, stated = counted[places], items.stated_pixels(item)
        is_larger = coded.largest > max(stated, MIN_PIXELS)
        is_countable = items.lengths.get(item, 0) < float("inf") and not is_larger
        items.coded[item] = coded.pictures * stated if is_countable else float("inf")


def _canvas_of_overlay(content: bytes) -> Coded:
    """Return the picture on which others are laid (ISO/IEC 23008-12, 6.6.2.2.2)."""
    width, height = struct.unpack_from(">II" if content[1] & 1 else ">HH", content, 10)
    return Coded(1, width * height)


_COUNTED = {
    b"av01": pictures_in_av1,
    **dict.fromkeys((b"hvc1", b"hev1"), pictures_in_hevc),
    b"iovl": _canvas_of_overlay,
}


def _within(content: bytes, *path: bytes) -> Iterator[bytes]:
    """Yield the content of all boxes within boxes of these kinds."""
    for kind, inner in _boxes(content):
        if kind == path[0]:
            yield from _within(inner, *path[1:]) if path[1:] else (inner,)


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
            _read_places(box, items)
        elif kind == b"idat":
            items.own_content = box
        elif kind == b"iprp":
            for inner_kind, inner in _boxes(box):
                if inner_kind == b"ipco":
                    _read_properties(inner, items)
                elif inner_kind == b"ipma":
                    _read_associations(inner, items)


def _read_properties(content: bytes, items: _Items) -> None:
    for kind, box in _boxes(content):
        items.sizes.append(_pixels(kind, box))
        items.property_bytes.append(len(box))
        if kind in _TRANSFORMATIONS:
            items.transformations.add(len(items.sizes))
        items.is_unusual |= kind == b"hvcC" and box[21] & 3 != 3  # the sizes of its units


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
        items.references += count
        items.listed.add(start)
        if kind == b"dimg":
            items.parts[start] += others
        elif kind == b"cdsc":
            items.described[start] += len(others)
        elif kind == b"auxl":  # transparency belongs to the picture that it refers to
            for other in others:
                items.parts[other].append(start)


def _read_associations(content: bytes, items: _Items) -> None:
    version, is_wide = content[0], bool(content[3] & 1)
    (count,) = struct.unpack_from(">I", content, 4)
    offset = 8
    for _ in range(count):
        item, number = struct.unpack_from(">IB" if version else ">HB", content, offset)
        items.listed.add(item)
        offset += 5 if version else 3
        indices = struct.unpack_from(f">{number}{'H' if is_wide else 'B'}", content, offset)
        offset += number * (2 if is_wide else 1)
        items.properties[item] += [index & (0x7FFF if is_wide else 0x7F) for index in indices]


def _read_kinds(content: bytes, items: _Items) -> None:
    """Read which items are Exif or stored pictures (ISO/IEC 14496-12, 8.11.6)."""
    start = 6 if content[:1] == b"\0" else 8  # after the number of items
    for kind, box in _boxes(content[start:]):
        if kind == b"infe" and box[:1] in (b"\2", b"\3"):
            number = "H" if box[0] == 2 else "I"
            item, _, item_kind = struct.unpack_from(f">{number}H4s", box, 4)
            items.listed.add(item)
            if item_kind == b"Exif":
                items.exif.add(item)
            elif item_kind in _COUNTED:
                items.kinds[item] = item_kind


def _read_places(content: bytes, items: _Items) -> None:
    """Read where the items are, and how long (ISO/IEC 14496-12, 8.11.3).

    The length is infinite where it is not stated.
    """
    version, fields = content[0], BytesIO(content[4:])

    def number(size: int) -> int:
        return int.from_bytes(fields.read(size), "big")

    sizes, more_sizes = number(1), number(1)
    offset_bytes, length_bytes, base_bytes = sizes >> 4, sizes & 15, more_sizes >> 4
    index_bytes = more_sizes & 15 if version else 0
    count, left = number(4 if version > 1 else 2), MAX_LOCATIONS
    if count > MAX_LOCATIONS:
        raise IndexError("too many locations")
    for _ in range(count):
        item = number(4 if version > 1 else 2)
        items.listed.add(item)
        how = number(2) & 15 if version else _IN_FILE
        number(2)
        base = number(base_bytes)
        extents = number(2)
        left -= extents
        if extents > MAX_ITEMS or left < 0 or how > _WITHIN or not length_bytes:
            items.lengths[item] = float("inf")
            fields.seek(extents * (index_bytes + offset_bytes + length_bytes), SEEK_CUR)
            continue
        length = 0
        for _ in range(extents):
            number(index_bytes)
            offset = base + number(offset_bytes)
            part = number(length_bytes) or UNKNOWN_BYTES
            items.places[item].append((how, offset, part))
            length += part
        items.lengths[item] = items.lengths.get(item, 0) + length
