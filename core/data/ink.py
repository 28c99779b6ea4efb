"""From a drawing or a picture to the 28x28 digit that MNIST's makers would have produced.

They had black and white scans. Each was scaled to fit 20x20 pixels, keeping its proportions; the
grey levels come from the smoothing of that scaling. The result was then placed in 28x28 so that its
centre of mass lies at the centre, moved by whole pixels only. (Y. LeCun, C. Cortes, C. Burges, "The
MNIST database of handwritten digits"; C. Yadav and L. Bottou, "Cold Case: The Lost MNIST Digits",
2019, https://arxiv.org/abs/1905.10498.)

A network that learned from such digits expects the same of yours: the same digit two pixels off its
place is misread about three times in ten.

Throughout, *ink* is a float32 array of any size, 0 where there is none and 1 where it is full.
`stages` is the whole way; each of its steps can be left out to see what it is good for.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from core.config.catalogue import SIDE

Ink = NDArray[np.float32]

BOX = 20  # pixels of the longer side of a digit's box within the 28
# where the centre of mass goes, give or take half a pixel; measured on the 60,000 training digits
CENTRE = 14
FAINTEST = 0.1  # less than this share of the strongest ink counts as paper
FLATTEST = 20  # grey levels of 255 between paper and ink below which a picture counts as empty
CANVAS = 280  # pixels along each side when strokes are drawn, ten for each of a digit's
MAX_SIDE = 1120  # of a picture that is prepared again and again; more would not be seen in 28x28


@dataclass(frozen=True)
class StrokePoint:
    """Where the pen was, as shares of the canvas's side from its upper left corner, and how wide it drew."""

    x: float
    y: float
    width: float


Stroke = Sequence[StrokePoint]


@dataclass(frozen=True)
class Preparation:
    """Which steps are taken; networks that learned from MNIST's digits expect all of them.

    Attributes:
        box: the ink is cut out and scaled to 20x20; else the whole picture is scaled to 28x28,
            however small the ink.
        smoothing: pixels at an edge become grey; else each takes the ink of a single point, all or
            nothing.
        centring: the centre of mass goes to the centre; else the box's middle does or, without a
            box, the ink stays where it was drawn.
    """

    box: bool = True
    smoothing: bool = True
    centring: bool = True


ALL_STEPS = Preparation()


@dataclass(frozen=True)
class Place:
    """A box within ink: its first row and column, and its size in pixels."""

    top: int
    left: int
    height: int
    width: int


@dataclass(frozen=True)
class Stages:
    """What becomes of ink on its way into a network, step by step.

    Attributes:
        drawn: (H, W), as it was given.
        box: the part of it that is taken on.
        scaled: that part, its longer side 20 pixels (28 without a box).
        centre: row and column of the centre of mass within `scaled`, counted from the middle of its
            first pixel.
        digit: (28, 28), what the network gets.
    """

    drawn: Ink
    box: Place
    scaled: Ink
    centre: tuple[float, float]
    digit: Ink


def digit_from_strokes(strokes: Sequence[Stroke]) -> Ink | None:
    """The (28, 28) digit for strokes on a canvas, or None if there are none."""
    return digit_from_ink(ink_of_strokes(strokes))


def digit_from_picture(grey: NDArray[np.uint8]) -> Ink | None:
    """The (28, 28) digit for a grey picture of any size, or None if nothing is drawn in it."""
    return digit_from_ink(ink_of_picture(grey))


def ink_of_strokes(strokes: Sequence[Stroke], side: int = CANVAS) -> Ink:
    """Round-ended strokes as ink (side, side), black and white like the original scans."""
    canvas = Image.new("L", (side, side))
    draw = ImageDraw.Draw(canvas)
    for stroke in strokes:
        for number, point in enumerate(stroke):
            x, y, radius = point.x * side, point.y * side, point.width * side / 2
            draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
            if number:
                last = stroke[number - 1]
                width = max(1, round((last.width + point.width) / 2 * side))
                draw.line((last.x * side, last.y * side, x, y), fill=255, width=width)
    return np.asarray(canvas, np.float32) / np.float32(255)


def ink_of_picture(grey: NDArray[np.uint8]) -> Ink:
    """A grey picture, dark on light or light on dark, as ink of the same size.

    The paper is what most of the picture's edge looks like; the ink is whatever differs from it
    most.
    """
    values = grey.astype(np.float32)
    edge = np.concatenate([values[0], values[-1], values[:, 0], values[:, -1]])
    paper = float(np.median(edge))
    darker, lighter = paper - float(values.min()), float(values.max()) - paper
    strongest = max(darker, lighter)
    if strongest < FLATTEST:
        return np.zeros_like(values)
    difference = values - paper if lighter > darker else paper - values
    ink: Ink = np.clip(difference / strongest, 0, 1)
    ink[ink < FAINTEST] = 0
    return ink


def digit_from_ink(ink: Ink) -> Ink | None:
    """Ink of any size as a (28, 28) digit: its box, scaled to 20x20, placed by its centre of mass."""
    prepared = stages(ink)
    return None if prepared is None else prepared.digit


def stages(ink: Ink, steps: Preparation = ALL_STEPS) -> Stages | None:
    """The whole way from ink to digit, or None if there is no ink, or none is left where smoothing is left out."""
    box = box_around(ink)
    if box is None:
        return None
    if not steps.box:
        box = Place(0, 0, *ink.shape)
    scaled = fitted(cut_out(ink, box), BOX if steps.box else SIDE, steps.smoothing)
    if not scaled.any():
        return None
    movable = scaled if steps.box else box_of(scaled)  # only what has room around it can be moved
    digit = centred(movable) if steps.centring and movable is not None else in_the_middle(scaled)
    return Stages(ink, box, scaled, (centre_of_mass(scaled, 0), centre_of_mass(scaled, 1)), digit)


def box_around(ink: Ink) -> Place | None:
    """Where the smallest upright box lies that holds all the ink, or None if there is none."""
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if rows.size == 0:
        return None
    top, left = int(rows[0]), int(columns[0])
    return Place(top, left, int(rows[-1]) + 1 - top, int(columns[-1]) + 1 - left)


def cut_out(ink: Ink, box: Place) -> Ink:
    """The part of the ink that lies in the box."""
    return ink[box.top : box.top + box.height, box.left : box.left + box.width]


def box_of(ink: Ink) -> Ink | None:
    """The ink in the smallest upright box that holds it all, or None if there is none."""
    box = box_around(ink)
    return None if box is None else cut_out(ink, box)


def fitted(ink: Ink, side: int = BOX, smoothing: bool = True) -> Ink:
    """The ink scaled, with smoothing, so that its longer side has 20 pixels."""
    height, width = ink.shape
    scale = side / max(height, width)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    # Bicubic scaling smooths by itself when it makes smaller: a small pixel is a mean over all that
    # it covers.
    method = Image.Resampling.BICUBIC if smoothing else Image.Resampling.NEAREST
    small = Image.fromarray(ink).resize(size, method)
    return np.clip(np.asarray(small, np.float32), 0, 1)


def centred(ink: Ink) -> Ink:
    """Ink placed in 28x28, moved by whole pixels until its centre of mass is at the centre."""
    return _placed(ink, *(round(CENTRE - centre_of_mass(ink, axis)) for axis in (0, 1)))


def in_the_middle(ink: Ink) -> Ink:
    """Ink placed in 28x28 with its box in the middle, wherever its mass lies."""
    return _placed(ink, *((SIDE - length) // 2 for length in ink.shape))


def centre_of_mass(ink: Ink, axis: int) -> float:
    """The mean row (axis 0) or column (axis 1) of the ink, counted from the middle of the first."""
    mass = ink.sum(axis=1 - axis)
    return float((mass * np.arange(mass.size)).sum() / mass.sum())


def _placed(ink: Ink, top: int, left: int) -> Ink:
    """Ink of at most 28x28 pixels within 28x28, its first row and column there or as near as there is room."""
    height, width = ink.shape
    top, left = min(max(top, 0), SIDE - height), min(max(left, 0), SIDE - width)
    digit = np.zeros((SIDE, SIDE), np.float32)
    digit[top : top + height, left : left + width] = ink
    return digit


def on_square_paper(ink: Ink) -> Ink:
    """Ink of any shape in the middle of a square, and no larger than `MAX_SIDE` along it."""
    height, width = ink.shape
    side = max(height, width)
    top, left = (side - height) // 2, (side - width) // 2
    square = np.pad(ink, ((top, side - height - top), (left, side - width - left)))
    return square if side <= MAX_SIDE else fitted(square, MAX_SIDE)
