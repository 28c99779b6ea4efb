"""A picture that is read instead of strokes: its stages, its digits, and the part that is read."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from core.data.ink import Box, Ink, cut_out, on_square_paper
from core.data.photographs.digits import SeparateDigit, separate_digits
from core.data.photographs.photograph import ALL_STAGES, Cleaning, Photograph, photograph_of
from core.data.photographs.pixels import pixels_of
from core.data.pictures import read_pixels
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


def drawing_of_image(image: QImage) -> PictureDrawing:
    """Read an image that was dropped or pasted.

    Raises:
        PictureError: if nothing is drawn in it.
    """
    drawing = drawing_of_pixels(pixels_of(pillow_image(image)))
    if drawing is None:
        raise PictureError(message("Nothing is drawn in this picture."))
    return drawing


def drawing_of_pixels(
    pixels: NDArray[np.uint8], cleaning: Cleaning = ALL_STAGES
) -> PictureDrawing | None:
    """Take a picture through its stages; of several digits the first is read; None without ink."""
    stages = photograph_of(pixels, cleaning)
    if not stages.ink.any():
        return None
    digits = tuple(separate_digits(stages.ink))
    return PictureDrawing(pixels, stages, digits, digits[0].box if len(digits) > 1 else None)


def _holds(outer: Box, inner: Box) -> bool:
    return (
        outer.top <= inner.top <= outer.top + outer.height
        and outer.left <= inner.left <= outer.left + outer.width
    )
