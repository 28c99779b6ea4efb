"""A picture that is read instead of strokes: its stages, its digits, and the part that is read."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from core.data.ink import Box, Ink, cut_out, on_square_paper
from core.data.photographs.digits import SeparateDigit, separate_digits
from core.data.photographs.photograph import ALL_STAGES, Cleaning, Photograph, photograph_of
from core.data.photographs.pixels import pixels_of
from core.data.pictures import pixels_in, read_pixels, refuse_larger
from core.errors import PictureError
from core.messages import message
from gui.widgets.images import pillow_image

MIN_SHARE = 0.02  # of a picture's longer side: the least side of a box that is drawn on it


@dataclass(frozen=True, eq=False)
class PictureDrawing:
    """A picture on its way to ink.

    Attributes:
        pixels: grey levels or colours.
        stages: those of the photograph.
        digits: the separate digits in reading order.
        box: what is read of the ink; None for all of it.
    """

    pixels: NDArray[np.uint8]
    stages: Photograph
    digits: tuple[SeparateDigit, ...]
    box: Box | None

    @property
    def index(self) -> int | None:
        """Which of the digits is read; None for another box, or all of the ink."""
        matching = (index for index, digit in enumerate(self.digits) if digit.box == self.box)
        return next(matching, None)

    def shown(self) -> Ink:
        """Return what the canvas shows: all the ink if a digit of it is read, or what is read."""
        return self.ink() if self.index is None else on_square_paper(self.stages.ink)

    def with_digit(self, index: int) -> "PictureDrawing":
        """Return the drawing with another of the digits to be read."""
        return replace(self, box=self.digits[index].box)

    def ink(self) -> Ink:
        """Return the ink in the box on square paper; a digit's own box holds its ink alone."""
        if self.box is None:
            return on_square_paper(self.stages.ink)
        own = next((digit.ink for digit in self.digits if digit.box == self.box), None)
        return on_square_paper(cut_out(self.stages.ink, self.box) if own is None else own)

    def with_box(self, left: float, top: float, right: float, bottom: float) -> "PictureDrawing":
        """Return the drawing with a box between these shares of width and height.

        A box too small to be one is a click: it chooses the digit below it.
        """
        height, width = self.stages.ink.shape
        box = Box(
            round(top * height),
            round(left * width),
            round((bottom - top) * height),
            round((right - left) * width),
        )
        if min(box.height, box.width) < MIN_SHARE * max(height, width):
            clicked = [digit.box for digit in self.digits if _holds(digit.box, box)]
            return replace(self, box=clicked[0]) if clicked else self
        return replace(self, box=box) if cut_out(self.stages.ink, box).any() else self


def drawing_of_file(path: Path) -> PictureDrawing:
    """Read a picture file; this is slow for large files.

    Raises:
        PictureError: if it cannot be read, or nothing is drawn in it.
    """
    drawing = drawing_of_pixels(read_pixels(path).pixels)
    if drawing is None:
        raise PictureError(message("Nothing is drawn in {file}.", file=path.name))
    return drawing


def drawing_of_picture(picture: bytes | QImage) -> PictureDrawing:
    """Read a picture that was dropped or pasted: the content of a file, or an image of Qt's.

    Raises:
        PictureError: if it cannot be read, is too large, or nothing is drawn in it.
    """
    if isinstance(picture, QImage):
        refuse_larger(picture.width(), picture.height())
        pixels = pixels_of(pillow_image(picture))
    else:
        pixels = pixels_in(picture).pixels
    drawing = drawing_of_pixels(pixels)
    if drawing is None:
        raise PictureError(message("Nothing is drawn in this picture."))
    return drawing


def drawing_of_pixels(
    pixels: NDArray[np.uint8], cleaning: Cleaning = ALL_STAGES
) -> PictureDrawing | None:
    """Take a picture through its stages; None without ink.

    Of several digits the first is read; of a single one its ink alone, without blots.
    """
    stages = photograph_of(pixels, cleaning)
    if not stages.ink.any():
        return None
    digits = tuple(separate_digits(stages.ink))
    box = None if is_one_digit(digits, stages.ink) else digits[0].box
    return PictureDrawing(pixels, stages, digits, box)


def is_one_digit(parts: Sequence[SeparateDigit], ink: Ink) -> bool:
    """Whether all the ink belongs to one digit, without blots that are left out."""
    if not parts:
        return True
    is_whole = np.count_nonzero(parts[0].ink) == np.count_nonzero(ink)
    return len(parts) == 1 and is_whole


def _holds(outer: Box, inner: Box) -> bool:
    return (
        outer.top <= inner.top <= outer.top + outer.height
        and outer.left <= inner.left <= outer.left + outer.width
    )
