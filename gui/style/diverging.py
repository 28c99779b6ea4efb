"""Numbers of both signs as colours: violet below zero, paper at zero, green above.

The larger the number, the stronger the colour. No run has these colours, and people who confuse red
and green can distinguish them.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage

from gui.style import theme

Floats = NDArray[np.float32]
Pixels = NDArray[np.uint32]  # 0xffRRGGBB

# per cent of the numbers that lie within the scale; single large ones would make all others pale
CLIPPED = 99.5
STEPS = 256  # of colours from paper to each end


def colour_of(is_positive: bool) -> QColor:
    """Return the colour of the positive or of the negative end."""
    named = theme.colours()
    return QColor(named.positive if is_positive else named.negative)


def scale_of(values: Floats) -> float:
    """Return the number at which colours are strongest, for both signs."""
    sizes = np.abs(values[np.isfinite(values)])
    return max(float(_percentile(sizes)), 1e-12) if sizes.size else 1.0


def scales_of(images: Floats) -> Floats:
    """Return the `scale_of` each of some images (N, height, width), as (N,)."""
    if not np.isfinite(images).all():
        return np.array([scale_of(image) for image in images])
    scales: Floats = np.maximum(_percentile(np.abs(images).reshape(len(images), -1)), 1e-12)
    return scales


def scaled(values: Floats, scale: float | Floats) -> Floats:
    """Return values as shares of their scale; those far beyond it may be infinite."""
    with np.errstate(over="ignore"):
        shares: Floats = values / scale
    return shares


def _percentile(sizes: Floats) -> Floats:
    """Return what `np.percentile` does for `CLIPPED` along the last axis, much sooner."""
    position = (sizes.shape[-1] - 1) * CLIPPED / 100
    below = int(position)
    above = min(below + 1, sizes.shape[-1] - 1)
    ordered = np.partition(sizes, (below, above), axis=-1)
    lower, upper = ordered[..., below], ordered[..., above]
    value: Floats = lower + (upper - lower) * (position - below)
    return value


def picture(values: Floats, scale: float, ink: Floats | None = None) -> QImage:
    """Paint an image of `values` (height, width), one pixel for each.

    Args:
        scale: the number with the strongest colour.
        ink: shines through in grey; of the same shape, 0 to 1.
    """
    finite = values if np.isfinite(values).all() else np.nan_to_num(values)
    strengths = np.clip(scaled(finite, scale), -1, 1)
    if ink is None:
        steps = np.rint(strengths * STEPS).astype(np.intp) + STEPS
        pixels = _pixels_of_steps(theme.is_dark())[steps]
    else:
        named = theme.colours()
        paper, quiet = rgb(QColor(named.paper)), rgb(QColor(named.quiet))
        pixels = _pixels(strengths, paper + (quiet - paper) * 0.6 * ink[..., np.newaxis])

    height, width = values.shape
    image = QImage(pixels.tobytes(), width, height, 4 * width, QImage.Format.Format_RGB32)
    return image.copy()  # with pixels of its own


@cache
def _pixels_of_steps(_is_dark: bool) -> Pixels:
    """Return the colours of the strengths from -1 to 1 in the current scheme, (2 STEPS + 1,)."""
    return _pixels(np.linspace(-1, 1, 2 * STEPS + 1), rgb(QColor(theme.colours().paper)))


def _pixels(strengths: NDArray[np.floating], ground: NDArray[np.float64]) -> Pixels:
    """Return the colours of strengths (...), -1 to 1, on grounds (3,) or (..., 3)."""
    share = strengths[..., np.newaxis]
    ends = np.where(share < 0, rgb(colour_of(False)), rgb(colour_of(True)))
    colours = np.round(ground + (ends - ground) * np.abs(share)).astype(np.uint32)
    pixels: Pixels = 0xFF000000 | colours @ np.array([1 << 16, 1 << 8, 1], np.uint32)
    return pixels


def rgb(colour: QColor) -> NDArray[np.float64]:
    """Return the red, green and blue of a colour, 0 to 255, as (3,)."""
    return np.array([colour.red(), colour.green(), colour.blue()], np.float64)
