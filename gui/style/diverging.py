"""Numbers of both signs as colours: violet below zero, paper at zero, green above.

The larger the number, the stronger the colour. No run has these colours, and people who confuse red
and green can distinguish them.
"""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage

from gui.style import theme

Floats = NDArray[np.float32]

# per cent of the numbers that lie within the scale; single large ones would make all others pale
CLIPPED = 99.5


def colour_of(is_positive: bool) -> QColor:
    """Return the colour of the positive or of the negative end."""
    named = theme.colours()
    return QColor(named.positive if is_positive else named.negative)


def scale_of(values: Floats) -> float:
    """Return the number at which colours are strongest, for both signs."""
    sizes = np.abs(values[np.isfinite(values)])
    return max(float(np.percentile(sizes, CLIPPED)), 1e-12) if sizes.size else 1.0


def scales_of(images: Floats) -> Floats:
    """Return the `scale_of` each of some images (N, height, width), as (N,)."""
    if not np.isfinite(images).all():
        return np.array([scale_of(image) for image in images])
    sizes = np.abs(images).reshape(len(images), -1)
    scales: Floats = np.maximum(np.percentile(sizes, CLIPPED, axis=1), 1e-12)
    return scales


def picture(values: Floats, scale: float, ink: Floats | None = None) -> QImage:
    """Paint an image of `values` (height, width), one pixel for each.

    Args:
        scale: the number with the strongest colour.
        ink: shines through in grey; of the same shape, 0 to 1.
    """
    named = theme.colours()
    paper, quiet = rgb(QColor(named.paper)), rgb(QColor(named.quiet))
    ground = paper if ink is None else paper + (quiet - paper) * 0.6 * ink[..., np.newaxis]

    strength = np.clip(np.nan_to_num(values) / scale, -1, 1)[..., np.newaxis]
    ends = np.where(strength < 0, rgb(colour_of(False)), rgb(colour_of(True)))
    colours = np.round(ground + (ends - ground) * np.abs(strength))

    pixels = np.ascontiguousarray(colours, dtype=np.uint8)
    height, width = values.shape
    image = QImage(pixels.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888)
    return image.convertToFormat(QImage.Format.Format_RGB32)  # a copy, painted faster


def rgb(colour: QColor) -> NDArray[np.float64]:
    """Return the red, green and blue of a colour, 0 to 255, as (3,)."""
    return np.array([colour.red(), colour.green(), colour.blue()], np.float64)
