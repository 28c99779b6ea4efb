"""The segments of a JPEG file, found as libjpeg finds them."""

import re
from collections.abc import Iterator
from io import SEEK_CUR

from core.data.containers.readable import Readable

START = b"\xff\xd8"
START_OF_SCAN, APP1 = 0xDA, 0xE1
# what begins a frame, and of these what begins one whose scans complete each other
FRAMES, PROGRESSIVE = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}, (0xC2, 0xC6, 0xCA, 0xCE)
EXIF_START = b"Exif\0\0"
BLOCK_BYTES = 1 << 16

_END_OF_IMAGE = 0xD9
_FIRST_WITH_LENGTH = 0xC0
_BARE = range(0xD0, 0xDA)  # without a length: restarts and the start and end of the image
# between markers FF 00 stands for a byte, and FF D0 to FF D7 restart the decoder
_MARKER = re.compile(rb"\xff([^\x00\xff\xd0-\xd7])")
_SEGMENT_START_BYTES = 2 + len(EXIF_START)  # a length, and what names the content


def colours_of_frame(content: bytes) -> int:
    """Return how many colours a frame has, by how its header begins (B.2.2)."""
    return int.from_bytes(content[7:8], "big")


def colours_of_scan(content: bytes) -> int:
    """Return how many of them a scan has, by how its header begins (B.2.3)."""
    return int.from_bytes(content[2:3], "big")


def segments_of(file: Readable) -> Iterator[tuple[int, bytes]]:
    """Yield the markers of a JPEG up to its end, each with what follows it; read it forwards.

    They are at least those that libjpeg sees (ITU-T T.81, B.1.1): whatever stands between the end
    of a segment and the next marker is compressed data or skipped.
    """
    rest = file.read(BLOCK_BYTES)
    while rest:
        match = _MARKER.search(rest)
        if match is None:
            more = file.read(BLOCK_BYTES)
            rest = rest[-1:] + more if more else b""  # the last byte may begin a marker
            continue

        marker = match[1][0]
        if marker == _END_OF_IMAGE:
            return
        rest = rest[match.end() :]
        rest += file.read(max(_SEGMENT_START_BYTES - len(rest), 0))
        yield marker, rest[:_SEGMENT_START_BYTES]
        if marker >= _FIRST_WITH_LENGTH and marker not in _BARE:
            rest = _after_segment(file, rest)


def _after_segment(file: Readable, rest: bytes) -> bytes:
    """Return what follows a segment whose length stands at the beginning of `rest`."""
    length = max(int.from_bytes(rest[:2], "big"), 2)
    if length < len(rest):
        return rest[length:]
    file.seek(length - len(rest), SEEK_CUR)
    return file.read(BLOCK_BYTES)
