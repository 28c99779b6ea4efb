"""Picture files, read as grey levels."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from core.errors import PictureError
from core.messages import message

MAX_PIXELS = 50_000_000
# never EPS: Pillow lets Ghostscript run such a file
FORMATS = ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP", "PPM")
# of files in these formats, wherever pictures are listed or chosen
SUFFIXES = (
    *(".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".bmp", ".dib", ".gif", ".webp", ".tif", ".tiff"),
    *(".pbm", ".pgm", ".ppm", ".pnm"),
)


def read_picture(path: Path) -> NDArray[np.uint8]:
    """Read a picture file as grey levels (height, width), upright; transparent parts become white.

    Of an animation the first frame is read.

    Raises:
        PictureError: if the file is missing, is no readable picture, or is too large.
    """
    try:
        with Image.open(path, formats=FORMATS) as picture:
            _check_size(picture, path)
            return _grey_levels(picture)
    except PictureError:
        raise
    except UnidentifiedImageError:
        raise PictureError(
            message("{file} is not a picture in a format that can be read.", file=str(path))
        ) from None
    except Exception as error:  # on damaged files Pillow's decoders raise errors of many kinds
        reason = getattr(error, "strerror", None) or str(error).rstrip(".") or type(error).__name__
        raise PictureError(
            message("{file} cannot be read: {reason}.", file=str(path), reason=reason)
        ) from error


def _grey_levels(picture: Image.Image) -> NDArray[np.uint8]:
    ImageOps.exif_transpose(picture, in_place=True)  # cameras store the orientation separately
    if picture.mode.startswith("I"):
        # 16 bits of grey; Pillow's own conversion would clip everything above 255
        return (np.asarray(picture).clip(0, 65535) // 257).astype(np.uint8)
    coloured = picture.convert("RGBA")
    paper = Image.new("RGBA", coloured.size, "white")
    return np.asarray(Image.alpha_composite(paper, coloured).convert("L"))


def _check_size(picture: Image.Image, path: Path) -> None:
    if picture.width * picture.height > MAX_PIXELS:
        raise PictureError(
            message(
                "{file} has {width} x {height} pixels; at most {most} million can be read.",
                file=str(path),
                width=picture.width,
                height=picture.height,
                most=MAX_PIXELS // 1_000_000,
            )
        )
