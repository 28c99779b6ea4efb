"""From a drawing or a picture to the 28x28 digit that MNIST's makers would have produced.

They had black and white scans. Each was scaled to fit 20x20 pixels, keeping its proportions; the grey levels come
from the smoothing of that scaling. The result was then placed in 28x28 so that its centre of mass lies at the
centre, moved by whole pixels only. (Y. LeCun, C. Cortes, C. Burges, "The MNIST database of handwritten digits";
C. Yadav and L. Bottou, "Cold Case: The Lost MNIST Digits", 2019, https://arxiv.org/abs/1905.10498.)

A network that learned from such digits expects the same of yours: the same digit two pixels off its place is
misread about three times in ten.

Throughout, *ink* is a float32 array of any size, 0 where there is none and 1 where it is full.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageOps, UnidentifiedImageError

from core.architecture import SIDE
from core.messages import PictureError, message

Ink = NDArray[np.float32]

BOX = 20  # pixels of the longer side of a digit's box within the 28
CENTRE = 14  # where the centre of mass goes, give or take half a pixel; measured on the 60,000 training digits
FAINTEST = 0.1  # less than this share of the strongest ink counts as paper
FLATTEST = 20  # grey levels of 255 between paper and ink below which a picture counts as empty
CANVAS = 280  # pixels along each side when strokes are drawn, ten for each of a digit's
MOST_PIXELS = 50_000_000
FORMATS = ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP", "PPM")  # never EPS: Pillow lets Ghostscript run such a file


@dataclass(frozen=True)
class StrokePoint:
    """Where the pen was, as shares of the canvas's side from its upper left corner, and how wide it drew."""

    x: float
    y: float
    width: float


Stroke = Sequence[StrokePoint]


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

    The paper is what most of the picture's edge looks like; the ink is whatever differs from it most.
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
    cropped = box_of(ink)
    if cropped is None:
        return None
    return centred(fitted(cropped))


def box_of(ink: Ink) -> Ink | None:
    """The smallest upright box that holds all the ink, or None if there is none."""
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if rows.size == 0:
        return None
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def fitted(ink: Ink) -> Ink:
    """The box scaled, with smoothing, so that its longer side has 20 pixels."""
    height, width = ink.shape
    scale = BOX / max(height, width)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    small = Image.fromarray(ink).resize(size, Image.Resampling.BICUBIC)  # smooths by itself when it makes smaller
    return np.clip(np.asarray(small, np.float32), 0, 1)


def centred(ink: Ink) -> Ink:
    """At most 20x20 pixels placed in 28x28, moved by whole pixels until the centre of mass is at the centre."""
    digit = np.zeros((SIDE, SIDE), np.float32)
    top, left = (_start(ink, axis) for axis in (0, 1))
    digit[top : top + ink.shape[0], left : left + ink.shape[1]] = ink
    return digit


def _start(ink: Ink, axis: int) -> int:
    """Where the first row (axis 0) or column (axis 1) goes."""
    mass = ink.sum(axis=1 - axis)
    middle = float((mass * np.arange(mass.size)).sum() / mass.sum())
    return int(np.clip(round(CENTRE - middle), 0, SIDE - mass.size))


def read_picture(path: Path) -> NDArray[np.uint8]:
    """A picture file as grey levels (height, width), upright; transparent parts become white.

    Of an animation the first picture is read.

    Raises:
        PictureError: if there is no such file, or it is no picture that can be read, or it is too large.
    """
    try:
        with Image.open(path, formats=FORMATS) as picture:
            _check_size(picture, path)
            return _grey_levels(picture)
    except PictureError:
        raise
    except UnidentifiedImageError:
        raise PictureError(message("{file} is not a picture in a format that can be read.", file=str(path))) from None
    except Exception as error:  # in a damaged file Pillow's decoders raise whatever they stumble over
        reason = getattr(error, "strerror", None) or str(error).rstrip(".") or type(error).__name__
        raise PictureError(message("{file} cannot be read: {reason}.", file=str(path), reason=reason)) from error


def _grey_levels(picture: Image.Image) -> NDArray[np.uint8]:
    ImageOps.exif_transpose(picture, in_place=True)  # cameras write beside the picture how it was held
    if picture.mode.startswith("I"):  # 16 bits of grey; Pillow's own conversion cuts off whatever is above 255
        return (np.asarray(picture).clip(0, 65535) // 257).astype(np.uint8)
    coloured = picture.convert("RGBA")
    paper = Image.new("RGBA", coloured.size, "white")
    return np.asarray(Image.alpha_composite(paper, coloured).convert("L"))


def _check_size(picture: Image.Image, path: Path) -> None:
    if picture.width * picture.height > MOST_PIXELS:
        raise PictureError(
            message(
                "{file} has {width} x {height} pixels; at most {most} million can be read.",
                file=str(path),
                width=picture.width,
                height=picture.height,
                most=MOST_PIXELS // 1_000_000,
            )
        )
