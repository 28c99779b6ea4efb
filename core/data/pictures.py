"""Picture files, read as grey levels or colours.

What a file may cost is bounded before it is decoded. The number of pixels bounds memory but not
time: a progressive JPEG goes over all of its pixels once for each scan, of which ten bytes are
enough, some of Pillow's decoders are written in Python, and the tiles of a TIFF may be larger than
the picture.
"""

import io
import math
import struct
import threading
import time
import warnings
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, partial
from io import BytesIO
from typing import BinaryIO, cast

import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError
from PIL.TiffImagePlugin import TiffImageFile

from core.cancellation import CancelledError, check_cancelled
from core.data.containers import jpeg, tiff
from core.data.containers.heif import costs_of
from core.data.layouts.paths import DataPath, open_data
from core.data.photographs.pixels import MAX_DECODED_SIDE, ORIENTATION, pixels_of
from core.errors import PictureError, not_readable
from core.messages import Message, message

MAX_PIXELS = 125_000_000  # of a picture that has to be decoded whole: half a gigabyte
MAX_LENGTH = 200_000  # pixels of a side; a row takes memory of its own, however short it is
MAX_JPEG_PIXELS = 250_000_000  # a JPEG of one scan, long and wide, is decoded at half its size
# of formats whose decoders hold several copies of the whole, up to 16 bytes for each pixel
MAX_COPIED_PIXELS = {"WEBP": MAX_PIXELS // 4, "AVIF": MAX_PIXELS // 2, "HEIF": MAX_PIXELS // 2}
MAX_SLOW_PIXELS = 16_000_000  # of a picture that is decoded in Python: ten seconds
MAX_SCANS = 100  # of a JPEG; usual progressive ones have ten
MAX_SEGMENTS = 2000  # of a JPEG; a long colour profile, depths or temperatures take some hundred
MAX_TILES = 65_536  # of a TIFF; strips count as tiles
MAX_TILE_PIXELS = 16_000_000
MAX_TILED_PIXELS = 5 * MAX_PIXELS  # of all its tiles: four separate colours, and what goes beyond
MAX_BEYOND_PIXELS = 4 * MAX_TILE_PIXELS  # of its tiles beyond four times what its sides say
MAX_NUMBERS = 200_000  # of one TIFF entry; the palette of a deep picture has 196,608
SHARED_BYTES = 1 << 16  # that entries or tiles of a TIFF may share; honest ones share a few
MAX_PROFILE_LETTERS = 200_000  # of Exif as text, as old programs write it into a PNG
MAX_EXIF_BYTES = 1_000_000  # of a JPEG, HEIC or AVIF, which Pillow reads before the pixels
# of all else that is known of the pictures in a HEIC, for each of them: each gets its own copy
MAX_METADATA_BYTES = 64_000_000
MAX_COMPOSED_PIXELS = 3 * MAX_PIXELS  # of a HEIC: tiles, the whole, and a map of its brightness
MAX_READING_S = 60.0  # of processor time for one file, far beyond what any honest one takes
JPEG_FORMATS = ("JPEG", "MPO")
# never EPS: Pillow lets Ghostscript run such a file
FORMATS = ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP", "PPM")
LATER_FORMATS = ("AVIF", "HEIF")  # not in every installation
SAFE_LIBHEIF = 1, 23, 3  # earlier ones write beyond their memory (CVE-2026-84383)
HEIF_START = 12  # bytes: the length of the first box, "ftyp" and a brand
BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis")
# of files in these formats, wherever pictures are listed or chosen
SUFFIXES = (
    *(".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".bmp", ".dib", ".gif", ".webp", ".tif", ".tiff"),
    *(".pbm", ".pgm", ".ppm", ".pnm", ".avif", ".heic", ".heif"),
)

Name = str | Message  # of a picture, in the messages
PASTED = message("The picture")

_reading = threading.Lock()  # Python's filter of warnings belongs to the whole process


@dataclass(frozen=True, eq=False)
class Picture:
    """A picture file's content.

    Attributes:
        pixels: grey levels (H, W) or colours (H, W, 3), upright; large pictures are scaled down.
        width, height: the size in the file, upright.
    """

    pixels: NDArray[np.uint8]
    width: int
    height: int


class _TimedFile:
    """A file that is read no further once `MAX_READING_S` are spent, or nobody waits for it.

    The clock counts the time of this thread on the processor, so that a busy machine refuses
    nothing. Decoders that take a file in pieces are ended by it in the middle.
    """

    def __init__(self, file: BinaryIO, name: Name) -> None:
        self._file = file
        self._name = name
        self._end_s = time.thread_time() + MAX_READING_S
        self.seek, self.tell, self.fileno = file.seek, file.tell, file.fileno

    def read(self, size: int = -1) -> bytes:
        """Read up to `size` bytes; a negative size means the rest."""
        check_cancelled()
        if time.thread_time() > self._end_s:
            raise _refusal(self._name, message("decoding it takes too long"))
        return self._file.read(size)


def read_picture(path: DataPath) -> NDArray[np.uint8]:
    """Read a picture file as grey levels (height, width), upright; transparent parts become paper.

    Of an animation the first frame is read. A very large picture is scaled down.

    Raises:
        PictureError: if the file is missing, is no readable picture, or is too large.
    """
    pixels = read_pixels(path).pixels
    return pixels if pixels.ndim == 2 else np.asarray(Image.fromarray(pixels).convert("L"))


def read_pixels(path: DataPath) -> Picture:
    """Read a picture file with its colours; see `read_picture`.

    Raises:
        PictureError: if the file is missing, is no readable picture, or is too large.
    """
    return _read(partial(open_data, path), str(path))


def pixels_in(content: bytes) -> Picture:
    """Read the content of a picture file that another program put on the clipboard.

    Raises:
        PictureError: if it is no readable picture, or is too large.
    """
    return _read(partial(BytesIO, content), PASTED)


def _read(opened: Callable[[], BinaryIO], name: Name) -> Picture:
    start = b""
    try:
        with _reading, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # libraries warn about what is checked or read anyway
            with opened() as source:
                start = source.read(HEIF_START)
                source.seek(0)
                file = _TimedFile(source, name)
                is_whole = _check_jpeg(file, name)
                _check_tiff(file, name)
                _check_heif(file, start, name)
                return _decoded(file, name, is_whole=is_whole)
    except (PictureError, CancelledError):
        raise
    except UnidentifiedImageError:
        raise PictureError(_unreadable(name, start)) from None
    except Image.DecompressionBombError:
        raise _refusal(name, message("it has too many pixels")) from None
    except Exception as error:  # on damaged files Pillow's decoders raise errors of many kinds
        raise PictureError(not_readable(name, error)) from error


def _decoded(file: _TimedFile, name: Name, *, is_whole: bool) -> Picture:
    with Image.open(cast(BinaryIO, file), formats=_formats()) as picture:
        most = _most_pixels(picture, is_whole=is_whole)
        refuse_larger(picture.width, picture.height, most, name)
        width, height = picture.size
        _keep_orientation(picture)
        pixels = pixels_of(picture)
        is_turned = (width > height) != (pixels.shape[1] > pixels.shape[0])
        return Picture(pixels, *((height, width) if is_turned else (width, height)))


def _keep_orientation(picture: Image.Image) -> None:
    """Leave of a picture's Exif only the orientation, which is all that is used.

    Pillow would turn all other values into objects, of twenty times their size.
    """
    if picture.format == "PNG":
        picture.load()  # its Exif may stand after the pixels
    if len(picture.info.get("Raw profile type exif", "")) > MAX_PROFILE_LETTERS:
        del picture.info["Raw profile type exif"]

    content = picture.info.get("exif")
    if content is not None:
        orientation = _orientation_in(content)
    elif picture.format == "TIFF":
        orientation = cast(TiffImageFile, picture).tag_v2.get(ORIENTATION, 1)
    else:
        return
    kept = Image.Exif()
    if orientation in range(1, 9):
        kept[ORIENTATION] = orientation
    picture.info["exif"] = kept.tobytes()


def _orientation_in(content: bytes) -> int:
    """Return the orientation that the first directory of an Exif block states, otherwise 0."""
    with suppress(struct.error):
        directory = BytesIO(content.removeprefix(jpeg.EXIF_START))
        for entry in tiff.entries_of(directory):
            if entry.tag == ORIENTATION and entry.kind in tiff.NUMBERS and entry.number == 1:
                return entry.value
    return 0


def _refusal(name: Name, reason: Message) -> PictureError:
    return PictureError(not_readable(name, reason))


def _unreadable(name: Name, start: bytes) -> Message:
    if not (start[4:8] == b"ftyp" and start[8:12] in BRANDS):
        return message("{file} is not a picture in a format that can be read.", file=name)
    return message(
        "{file} is a picture in the format HEIC or AVIF, which cannot be read here. Install the"
        " newest pillow-heif, or save the picture as JPEG or PNG (iPhone: Settings > Camera >"
        " Formats > Most Compatible).",
        file=name,
    )


@cache
def _formats() -> tuple[str, ...]:
    """Return the formats that this installation reads; AVIF and HEIC depend on its packages."""
    # Pillow refuses twice as many by itself; the limits here are lower
    Image.MAX_IMAGE_PIXELS = MAX_JPEG_PIXELS
    with suppress(ImportError, ValueError):
        from pillow_heif import libheif_version, register_heif_opener

        if tuple(map(int, libheif_version().split("."))) >= SAFE_LIBHEIF:
            register_heif_opener()
    Image.init()
    return FORMATS + tuple(name for name in LATER_FORMATS if name in Image.OPEN)


def refuse_larger(width: int, height: int, most: int | None = None, name: Name = PASTED) -> None:
    """Refuse a picture of more than `most` pixels, by default `MAX_PIXELS`, or with a longer side.

    Raises:
        PictureError: if it has more.
    """
    limit = MAX_PIXELS if most is None else most
    values = {"file": name, "width": width, "height": height}
    if width * height > limit:
        raise PictureError(
            message(
                "{file} has {width} x {height} pixels; at most {most} million can be read.",
                **values,
                most=limit // 1_000_000,
            )
        )
    if max(width, height) > MAX_LENGTH:
        raise PictureError(
            message(
                "{file} has {width} x {height} pixels; at most {most:,} can be read on a side.",
                **values,
                most=MAX_LENGTH,
            )
        )


def _most_pixels(picture: Image.Image, *, is_whole: bool) -> int:
    """Return how many pixels a picture may have that is decoded in this way.

    Args:
        is_whole: of a JPEG, whether all of it is held before the first pixel is known.
    """
    if any(tile[0] in Image.DECODERS for tile in getattr(picture, "tile", ())):
        return MAX_SLOW_PIXELS  # the decoders in Python are registered, those in C are not
    if picture.format in MAX_COPIED_PIXELS:
        return MAX_COPIED_PIXELS[picture.format]
    is_scaled = min(picture.size) >= 2 * MAX_DECODED_SIDE and not is_whole
    return MAX_JPEG_PIXELS if picture.format in JPEG_FORMATS and is_scaled else MAX_PIXELS


def _check_tiff(file: _TimedFile, name: Name) -> None:
    """Refuse a TIFF that would take long; leave the file at its start.

    Entries, tiles and strips that share what they hold are each read, as are entries of very many
    numbers. The entries are read here, since Pillow leaves out those whose types it does not know,
    and libtiff does not.
    """
    if file.read(len(tiff.MISREAD)) == tiff.MISREAD:
        raise UnidentifiedImageError
    file.seek(0)
    entries: list[tiff.Entry] = []
    with suppress(struct.error):  # the file is cut off, which Pillow reports
        for entry in tiff.entries_of(file):
            entries.append(entry)
    most_bytes = file.seek(0, io.SEEK_END) + SHARED_BYTES

    _check_tiles(entries, name)
    total = sum(tiff.BYTES.get(entry.kind, 0) * entry.number for entry in entries)
    others = [entry for entry in entries if entry.tag not in tiff.SIDES + tiff.OFFSETS]
    largest = max((it.number for it in others if it.kind not in tiff.UNCONVERTED), default=0)
    if largest > MAX_NUMBERS or total > most_bytes:
        raise _refusal(name, message("its metadata are too large"))
    sizes = [tiff.numbers_of(it, file) for it in others if it.tag in tiff.SIZES]
    if any(numbers.sum(dtype=np.float64) > most_bytes for numbers in sizes):
        raise _refusal(name, message("its tiles share what they hold"))
    if tiff.scanned_pixels(entries, file) > MAX_TILED_PIXELS:
        raise _refusal(name, message("its tiles have too many scans"))
    file.seek(0)


def _check_tiles(entries: Sequence[tiff.Entry], name: Name) -> None:
    """Refuse too many or too large tiles or strips, each of which is decoded as a whole.

    Tiles may reach beyond the picture, so that its own pixels bound little.
    """
    sizes = [entry for entry in entries if entry.tag in tiff.SIDES + tiff.SIZE]
    tags = [entry.tag for entry in entries if entry.tag in tiff.PLACES or entry in sizes]
    are_single = all(entry.kind in tiff.NUMBERS and entry.number == 1 for entry in sizes)
    if not are_single or len(tags) > len({*tags}):
        raise _refusal(name, message("its tiles have no valid size"))
    values = {entry.tag: entry.value for entry in sizes}
    tiles = max((entry.number for entry in entries if entry.tag in tiff.OFFSETS), default=0)
    if tiles > MAX_TILES:
        raise _refusal(name, message("it consists of more than {most:,} tiles", most=MAX_TILES))
    tile, own = (math.prod(values.get(tag, 0) for tag in it) for it in (tiff.SIDES, tiff.SIZE[:2]))
    most_tiled = min(MAX_TILED_PIXELS, 4 * own + MAX_BEYOND_PIXELS)
    for pixels, limit in ((tile, MAX_TILE_PIXELS), (tiles * tile, most_tiled)):
        if pixels > limit:
            most = limit // 1_000_000
            text = message("its tiles have more than {most} million pixels", most=most)
            raise _refusal(name, text)


def _check_heif(file: _TimedFile, start: bytes, name: Name) -> None:
    """Refuse a HEIC or AVIF of very many pixels or very long Exif; leave the file at its start."""
    if start[4:8] == b"ftyp":
        try:
            costs = costs_of(file)
        except (struct.error, IndexError):
            raise _refusal(name, message("the description of its parts is damaged")) from None
        file.seek(0)
        if costs.pixels > MAX_COMPOSED_PIXELS:
            raise _refusal(name, message("it is composed of too many pictures"))
        if costs.exif_bytes > MAX_EXIF_BYTES or costs.other_bytes > MAX_METADATA_BYTES:
            raise _refusal(name, message("its metadata are too large"))


def _check_jpeg(file: _TimedFile, name: Name) -> bool:
    """Refuse a JPEG of very many scans or segments, or long Exif; leave the file at its start.

    Returns:
        Whether its decoder holds all of it, since a scan has only some of its colours or digits.
    """
    is_whole = False
    if file.read(len(jpeg.START)) == jpeg.START:
        scans = exif_bytes = colours = 0
        for segments, (marker, content) in enumerate(jpeg.segments_of(file), 1):
            if segments > MAX_SEGMENTS:
                raise _refusal(name, message("it has more than {most} segments", most=MAX_SEGMENTS))
            if marker in jpeg.FRAMES:
                is_whole |= marker in jpeg.PROGRESSIVE
                colours = max(colours, jpeg.colours_of_frame(content))
            elif marker == jpeg.START_OF_SCAN:
                scans += 1
                is_whole |= scans > 1 or jpeg.colours_of_scan(content) < colours
            elif marker == jpeg.APP1 and content[2:].startswith(jpeg.EXIF_START):
                exif_bytes += int.from_bytes(content[:2], "big")
            if scans > MAX_SCANS:
                raise _refusal(name, message("it has more than {most} scans", most=MAX_SCANS))
            if exif_bytes > MAX_EXIF_BYTES:
                raise _refusal(name, message("its metadata are too large"))
    file.seek(0)
    return is_whole
