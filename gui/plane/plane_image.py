"""A network's answers over the plane as an image of the classes' colours."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage

from gui.style import theme
from gui.style.classes import class_colour
from gui.style.diverging import rgb

TINT = 0.55  # of a class's colour where the network is sure of it

Floats = NDArray[np.float32]


def answer_image(probabilities: Floats) -> QImage:
    """Return answers (side, side, classes) as an image of the classes' colours.

    A colour is the paler the smaller the lead of its class over the second one is. Where there is
    no answer, because the network has diverged, the image is grey.
    """
    named = theme.colours()
    paper, groove = rgb(QColor(named.paper)), rgb(QColor(named.groove))
    classes = probabilities.shape[2]
    tints = np.stack(
        [rgb(theme.between(named.paper, class_colour(n).name(), TINT)) for n in range(classes)]
    )
    best = probabilities.argmax(axis=2)
    ordered = np.partition(probabilities, classes - 2, axis=2)
    leads = ordered[..., -1] - ordered[..., -2]

    colours = paper + leads[..., np.newaxis] * (tints[best] - paper)
    colours = np.where(np.isfinite(leads)[..., np.newaxis], colours, groove)
    pixels = np.ascontiguousarray(np.round(colours), dtype=np.uint8)
    side = len(pixels)
    image = QImage(pixels.tobytes(), side, side, 3 * side, QImage.Format.Format_RGB888)
    return image.convertToFormat(QImage.Format.Format_RGB32)  # a copy, painted faster
