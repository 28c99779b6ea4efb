"""Picture files, read as grey levels or colours."""

import threading
import warnings
from contextlib import suppress
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from core.data.layouts.paths import DataPath, open_data
from core.data.photographs.pixels import pixels_of
from core.errors import PictureError
from core.messages import Message, message

MAX_PIXELS = 125_000_000  # of a picture that has to be decoded whole: half a gigabyte
MAX_JPEG_PIXELS = 250_000_000  # JPEG can be decoded at a fraction of its size
# never EPS: Pillow lets Ghostscript run such a file
FORMATS = ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP", "PPM")
LATER_FORMATS = ("AVIF", "HEIF")  # not in every installation
# what such files begin with, after the length of their first box
BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis")
# of files in these formats, wherever pictures are listed or chosen
SUFFIXES = (
    *(".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".bmp", ".dib", ".gif", ".webp", ".tif", ".tiff"),
    *(".pbm", ".pgm", ".ppm", ".pnm", ".avif", ".heic", ".heif"),
)

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
    try:
        with _reading, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # libraries warn about what is checked or read anyway
            with open_data(path) as file, Image.open(file, formats=_formats()) as picture:
                _check_size(picture, path)
                width, height = picture.size
                pixels = pixels_of(picture)
                is_turned = (width > height) != (pixels.shape[1] > pixels.shape[0])
                return Picture(pixels, *((height, width) if is_turned else (width, height)))
    except PictureError:
        raise
    except UnidentifiedImageError:
        raise PictureError(_unreadable(path)) from None
    except Exception as error:  # on damaged files Pillow's decoders raise errors of many kinds
        reason = getattr(error, "strerror", None) or str(error).rstrip(".") or type(error).__name__
        raise PictureError(
            message("{file} cannot be read: {reason}.", file=str(path), reason=reason)
        ) from error


def _unreadable(path: DataPath) -> Message:
    if not _is_heif(path):
        return message("{file} is not a picture in a format that can be read.", file=str(path))
    return message(
        "{file} is a picture in the format HEIC or AVIF, which cannot be read here. Install the"
        " package pi-heif, or save the picture as JPEG or PNG (iPhone: Settings > Camera > Formats"
        " > Most Compatible).",
        file=str(path),
    )


def _is_heif(path: DataPath) -> bool:
    try:
        with open_data(path) as file:
            start = file.read(12)
    except OSError:
        return False
    return start[4:8] == b"ftyp" and start[8:12] in BRANDS


@cache
def _formats() -> tuple[str, ...]:
    """Return the formats that this installation reads; AVIF and HEIC depend on its packages."""
    Image.MAX_IMAGE_PIXELS = None  # `_check_size` has limits of its own
    with suppress(ImportError):
        from pi_heif import register_heif_opener

        register_heif_opener()
    Image.init()
    return FORMATS + tuple(name for name in LATER_FORMATS if name in Image.OPEN)


def _check_size(picture: Image.Image, path: DataPath) -> None:
    limit = MAX_JPEG_PIXELS if picture.format in ("JPEG", "MPO") else MAX_PIXELS
    if picture.width * picture.height > limit:
        raise PictureError(
            message(
                "{file} has {width} x {height} pixels; at most {most} million can be read.",
                file=str(path),
                width=picture.width,
                height=picture.height,
                most=limit // 1_000_000,
            )
        )
