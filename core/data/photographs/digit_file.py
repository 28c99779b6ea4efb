"""A picture file that is read as one digit of grey levels."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from core.config.catalogue import SIDE
from core.data.ink import grey_of_ink
from core.data.photographs.photograph import digit_from_picture
from core.data.pictures import read_pixels
from core.data.polarity import white_on_black
from core.errors import HandwritingError, not_readable
from core.messages import message

MAX_BYTES = 20_000_000  # of one picture


def read_digit(
    path: Path, was_black_on_white: bool | None = False
) -> NDArray[np.uint8]:
    """Read a picture as a digit of grey levels, white on black.

    Args:
        path: the file.
        was_black_on_white: of pictures of 28x28 pixels; see `core.data.polarity`.

    Raises:
        PictureError, HandwritingError: if it cannot be read; the message names the file.
    """
    pixels = read_picture(path)
    if pixels.shape[:2] == (SIDE, SIDE):
        return white_on_black(brightness(pixels), was_black_on_white)
    digit = digit_from_picture(pixels)
    if digit is None:
        raise HandwritingError(message("Nothing is drawn in {file}.", file=str(path)))
    return grey_of_ink(digit)


def brightness(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the grey levels of a picture, uint8 (H, W), which may have colours."""
    return np.asarray(Image.fromarray(pixels).convert("L"))


def read_picture(path: Path) -> NDArray[np.uint8]:
    """Read a picture file of at most `MAX_BYTES`.

    Raises:
        PictureError, HandwritingError: if it cannot be read; the message names the file.
    """
    try:
        size = path.stat().st_size
    except OSError as error:
        raise HandwritingError(not_readable(path, error)) from error
    if size > MAX_BYTES:
        raise HandwritingError(
            message(
                "{file} is larger than {most} MB.",
                file=str(path),
                most=MAX_BYTES // 1_000_000,
            )
        )

    return read_pixels(path).pixels
