"""From a drawing or a picture to the 28x28 digit that MNIST's makers would have produced.

They had black and white scans. Each was scaled to fit 20x20 pixels, keeping its proportions; the
grey levels come from the smoothing of that scaling. The result was then placed in 28x28 so that its
centre of mass lies at the centre, moved by whole pixels only. (Y. LeCun, C. Cortes, C. Burges, "The
MNIST database of handwritten digits"; C. Yadav and L. Bottou, "Cold Case: The Lost MNIST Digits",
2019, https://arxiv.org/abs/1905.10498.)

A network that learned from such digits expects the same of yours: a digit that is two pixels off
centre is misread about three times in ten.

Throughout, *ink* is a float32 array of any size: 0 for paper, 1 for full ink. Strokes on the canvas
are ink at once; how a photograph becomes ink is the subject of `core.data.photographs`. `stages`
goes through all steps; each can be left out to see what it is good for.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from core.config.catalogue import SIDE

Ink = NDArray[np.float32]

BOX = 20  # pixels of the longer side of a digit's box within the 28
CENTRE = 14  # row and column of the centre of mass, +-0.5; measured on the 60,000 training digits
CANVAS = 280  # pixels along each side when strokes are drawn, ten for each of a digit's
MAX_SIDE = 1120  # of a picture that is prepared repeatedly; 28x28 would not show more


@dataclass(frozen=True)
class StrokePoint:
    """A position of the pen, and how wide it drew there.

    Attributes:
        x, y: shares of the canvas's side, from its upper left corner.
        width: the line's width, as a share of the canvas's side.
    """

    x: float
    y: float
    width: float


Stroke = Sequence[StrokePoint]


@dataclass(frozen=True)
class Preparation:
    """The steps of the preparation; networks trained on MNIST's digits expect all of them.

    Attributes:
        box: cut out the ink and scale it to 20x20; otherwise scale the whole picture to 28x28,
            however small the ink.
        smoothing: let pixels at an edge become grey; otherwise each takes the ink of a single
            point, all or nothing.
        centring: put the centre of mass at the centre; otherwise the middle of the box or, without
            a box, leave the ink where it was drawn.
    """

    box: bool = True
    smoothing: bool = True
    centring: bool = True


ALL_STEPS = Preparation()


@dataclass(frozen=True)
class Box:
    """A rectangle within ink: its first row and column, and its size in pixels."""

    top: int
    left: int
    height: int
    width: int


@dataclass(frozen=True)
class Stages:
    """The stages of ink on its way into a network.

    Attributes:
        drawn: (H, W), as it was given.
        box: the part that is used.
        scaled: that part, its longer side 20 pixels (28 without a box).
        centre: row and column of the centre of mass within `scaled`, counted from the middle of its
            first pixel.
        digit: (28, 28), the network's input.
    """

    drawn: Ink
    box: Box
    scaled: Ink
    centre: tuple[float, float]
    digit: Ink


def ink_of_grey(grey: NDArray[np.uint8]) -> Ink:
    """Return grey levels, light on dark, as ink of the same shape."""
    return grey.astype(np.float32) / np.float32(255)


def grey_of_ink(ink: Ink) -> NDArray[np.uint8]:
    """Return ink, 0 to 1, as grey levels, light on dark."""
    grey: NDArray[np.uint8] = (ink * 255).round().astype(np.uint8)
    return grey


def digit_from_strokes(strokes: Sequence[Stroke]) -> Ink | None:
    """Prepare strokes on a canvas as a (28, 28) digit; None if there are none."""
    return digit_from_ink(ink_of_strokes(strokes))


def ink_of_strokes(strokes: Sequence[Stroke], side: int = CANVAS) -> Ink:
    """Draw round-ended strokes as ink (side, side), black and white like the original scans."""
    canvas = Image.new("L", (side, side))
    for stroke in strokes:
        for number in range(len(stroke)):
            _draw_point(canvas, stroke, number)
    return ink_of_grey(np.asarray(canvas))


def _draw_point(canvas: Image.Image, stroke: Stroke, number: int) -> None:
    """Draw a point of a stroke, and the line to it from the one before."""
    draw, side = ImageDraw.Draw(canvas), canvas.width
    point = stroke[number]
    x, y, radius = point.x * side, point.y * side, point.width * side / 2
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
    if number:
        last = stroke[number - 1]
        width = max(1, round((last.width + point.width) / 2 * side))
        draw.line((last.x * side, last.y * side, x, y), fill=255, width=width)


class GrowingInk:
    """The ink of a drawing that grows under the pen: only new points are drawn."""

    def __init__(self) -> None:
        self._start_anew()

    def _start_anew(self) -> None:
        self._canvas = Image.new("L", (CANVAS, CANVAS))
        self._drawn: list[Stroke] = []

    def of(self, strokes: Sequence[Stroke]) -> Ink:
        """Return `ink_of_strokes`; points that the last strokes had are not drawn again."""
        wanted: list[Stroke] = [tuple(stroke) for stroke in strokes]  # those given may grow
        if not all(now[: len(before)] == before for before, now in self._beside(wanted)):
            self._start_anew()

        for before, now in self._beside(wanted):
            for number in range(len(before), len(now)):
                _draw_point(self._canvas, now, number)
        self._drawn = wanted
        return ink_of_grey(np.asarray(self._canvas))

    def _beside(self, wanted: Sequence[Stroke]) -> Iterator[tuple[Stroke, Stroke]]:
        """Yield each stroke as it is drawn and as it is to be; a missing one is empty."""
        return zip_longest(self._drawn, wanted, fillvalue=())


def digit_from_ink(ink: Ink) -> Ink | None:
    """Prepare ink of any size as a (28, 28) digit: cut out, scaled to 20x20, centred."""
    prepared = stages(ink)
    return None if prepared is None else prepared.digit


def stages(ink: Ink, steps: Preparation = ALL_STEPS) -> Stages | None:
    """Take ink through all stages to the digit; None if there is no ink.

    Without smoothing, thin ink may vanish when it is scaled; then, too, there is no digit.
    """
    box = box_around(ink)
    if box is None:
        return None
    if not steps.box:
        box = Box(0, 0, *ink.shape)

    scaled = fitted(cut_out(ink, box), BOX if steps.box else SIDE, steps.smoothing)
    if not scaled.any():
        return None

    movable = scaled if steps.box else box_of(scaled)  # a full 28x28 leaves no room to move
    digit = centred(movable) if steps.centring and movable is not None else in_the_middle(scaled)
    return Stages(ink, box, scaled, (centre_of_mass(scaled, 0), centre_of_mass(scaled, 1)), digit)


def box_around(ink: Ink) -> Box | None:
    """Return the smallest upright box that holds all the ink, or None if there is none."""
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if rows.size == 0:
        return None
    top, left = int(rows[0]), int(columns[0])
    return Box(top, left, int(rows[-1]) + 1 - top, int(columns[-1]) + 1 - left)


def cut_out(ink: Ink, box: Box) -> Ink:
    """Return the part of the ink that lies in the box."""
    return ink[box.top : box.top + box.height, box.left : box.left + box.width]


def box_of(ink: Ink) -> Ink | None:
    """Return the ink in the smallest upright box that holds it all, or None if there is none."""
    box = box_around(ink)
    return None if box is None else cut_out(ink, box)


def fitted(ink: Ink, side: int = BOX, smoothing: bool = True) -> Ink:
    """Scale ink so that its longer side has `side` pixels."""
    height, width = ink.shape
    scale = side / max(height, width)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    # Bicubic scaling smooths when it shrinks: each new pixel is a mean over the area it covers.
    method = Image.Resampling.BICUBIC if smoothing else Image.Resampling.NEAREST
    small = Image.fromarray(ink).resize(size, method)
    return np.clip(np.asarray(small, np.float32), 0, 1)


def centred(ink: Ink) -> Ink:
    """Place ink in 28x28 and move it by whole pixels until its centre of mass is at the centre."""
    return _placed(ink, *(round(CENTRE - centre_of_mass(ink, axis)) for axis in (0, 1)))


def in_the_middle(ink: Ink) -> Ink:
    """Place ink in 28x28 with its box in the middle, wherever its mass lies."""
    return _placed(ink, *((SIDE - length) // 2 for length in ink.shape))


def centre_of_mass(ink: Ink, axis: int) -> float:
    """Return the mean row (axis 0) or column (axis 1) of the ink, counted from 0."""
    mass = ink.sum(axis=1 - axis)
    return float((mass * np.arange(mass.size)).sum() / mass.sum())


def _placed(ink: Ink, top: int, left: int) -> Ink:
    """Place ink of at most 28x28 pixels in 28x28, its first row and column at `top` and `left`.

    Where there is no room for that, the ink moves inwards.
    """
    height, width = ink.shape
    top, left = min(max(top, 0), SIDE - height), min(max(left, 0), SIDE - width)
    digit = np.zeros((SIDE, SIDE), np.float32)
    digit[top : top + height, left : left + width] = ink
    return digit


def on_square_paper(ink: Ink) -> Ink:
    """Place ink of any shape in the middle of a square, scaled down to `MAX_SIDE` if larger."""
    height, width = ink.shape
    side = max(height, width)
    top, left = (side - height) // 2, (side - width) // 2
    square = np.pad(ink, ((top, side - height - top), (left, side - width - left)))
    return square if side <= MAX_SIDE else fitted(square, MAX_SIDE)
