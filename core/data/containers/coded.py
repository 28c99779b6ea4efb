"""How many pictures coded data hold, in AV1 or HEVC, and how large they are.

A decoder computes all of them for the one that is shown: pictures that are never shown take a
hundred bytes each, and those of AV1 may be larger than the file states. See AV1 Bitstream &
Decoding Process Specification, 5.3 to 5.5, and ITU-T H.265, 7.3.1.2 and 7.3.6.1.
"""

from collections.abc import Iterator
from dataclasses import dataclass

MAX_UNITS = 10_000  # parts of coded data; a large picture has some hundred

_SEQUENCE_HEADER = 1  # the type of a unit of AV1
_FRAMES = (3, 6, 7)  # with a frame's header; a redundant one begins a frame where none is open
_HEADER_BYTES = 512  # of a sequence's header, up to the sizes
_SLICES = 32  # the types of HEVC's units below it hold a slice of a picture
_SIZE_BYTES = 4  # that state the size of such a unit


@dataclass(frozen=True)
class Coded:
    """What coded data hold.

    Attributes:
        pictures: their number; infinite if there are too many parts to count.
        largest: the pixels of the largest; 0 if that is not known.
    """

    pictures: float
    largest: int = 0


_TOO_MUCH = Coded(float("inf"))


def pictures_in_av1(content: bytes) -> Coded:
    """Return what AV1 data hold.

    Raises:
        IndexError: if they are cut off.
    """
    pictures = largest = 0
    for number, (kind, unit) in enumerate(_av1_units(content)):
        if number == MAX_UNITS:
            return _TOO_MUCH
        if kind == _SEQUENCE_HEADER:
            largest = max(largest, _most_pixels(unit))
        pictures += kind in _FRAMES
    return Coded(pictures, largest)


def pictures_in_hevc(content: bytes) -> Coded:
    """Return what HEVC data hold, of units that are each preceded by their size.

    Each slice counts as a picture: a decoder computes it up to the end of the picture, if it does
    not end before, however few bytes it has.
    """
    pictures = offset = 0
    for _ in range(MAX_UNITS):
        start = offset + _SIZE_BYTES
        unit = content[start : start + 2]  # its header
        if len(unit) < 2:
            return Coded(pictures)
        pictures += unit[0] >> 1 & 63 < _SLICES
        offset = start + int.from_bytes(content[offset:start], "big")
    return _TOO_MUCH


def _av1_units(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the type of each unit, and how it begins."""
    offset = 0
    while offset < len(content):
        head = content[offset]
        offset += 2 if head & 4 else 1
        end = len(content)
        if head & 2:
            size = shift = 0
            while True:  # seven bits in each byte, the lowest first
                byte = content[offset]
                offset += 1
                size |= (byte & 127) << shift
                shift += 7
                if byte < 128 or shift > 56:
                    break
            end = offset + size
        yield head >> 3 & 15, content[offset : min(end, offset + _HEADER_BYTES)]
        offset = end


class _Bits:
    """The bits of a header, from the highest of its first byte on; 0 beyond its end."""

    def __init__(self, content: bytes) -> None:
        self._number = int.from_bytes(content.ljust(_HEADER_BYTES, b"\0"), "big")
        self._left = 8 * _HEADER_BYTES

    def take(self, count: int) -> int:
        """Return the next so many bits as a number."""
        self._left = max(self._left - count, 0)
        return self._number >> self._left & ((1 << count) - 1)


def _most_pixels(header: bytes) -> int:
    """Return the pixels that a frame may have by its sequence's header (5.5.1)."""
    bits = _Bits(header)
    bits.take(4)  # profile, still picture
    if bits.take(1):  # the short header of a still picture
        bits.take(5)
    else:
        _pass_operating_points(bits)
    width_bits, height_bits = bits.take(4) + 1, bits.take(4) + 1
    return (bits.take(width_bits) + 1) * (bits.take(height_bits) + 1)


def _pass_operating_points(bits: _Bits) -> None:
    """Read over times, levels and what decoders need for them (5.5.1 to 5.5.4)."""
    delay_bits = 0
    if bits.take(1):  # times
        bits.take(64)
        if bits.take(1):  # a number with as many bits as zeros before it
            zeros = 0
            while zeros < 32 and not bits.take(1):
                zeros += 1
            bits.take(zeros if zeros < 32 else 0)
        if bits.take(1):  # a model of the decoder
            delay_bits = bits.take(5) + 1
            bits.take(42)
    has_delays = bits.take(1)
    for _ in range(bits.take(5) + 1):
        bits.take(12)
        if bits.take(5) > 7:  # levels with two tiers
            bits.take(1)
        if delay_bits and bits.take(1):
            bits.take(2 * delay_bits + 1)
        if has_delays and bits.take(1):
            bits.take(4)
