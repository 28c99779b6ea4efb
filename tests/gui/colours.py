"""What colours a picture of a widget has."""

from collections.abc import Iterable

import numpy as np
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget

from gui.style import theme
from gui.style.diverging import colour_of

GREY = 40  # the largest difference of two channels in what counts as grey
NEAR = 12  # degrees between hues that count as the same
FEW = 4  # pixels of a hue that rounding may make


def signs() -> tuple[QColor, ...]:
    """The colours of negative and positive numbers."""
    return colour_of(False), colour_of(True)


def run_colour(index: int) -> QColor:
    """The colour of the run with this number."""
    return theme.run_style(index).colour


def foreign_hues(widget: QWidget, allowed: Iterable[QColor]) -> set[int]:
    """Hues, in steps of ten degrees, that are neither grey nor a mixture of grey and an allowed
    colour.
    """
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    pixels = rows[:, : 3 * image.width()].reshape(-1, 3).astype(np.int64)
    coloured = pixels[np.ptp(pixels, axis=1) > GREY]
    kinds, counts = np.unique(coloured // 4 * 4, axis=0, return_counts=True)

    known = [colour.hue() for colour in allowed]
    totals: dict[int, int] = {}
    for channels, count in zip(kinds.tolist(), counts.tolist(), strict=True):
        hue = QColor(*channels).hue()
        if all(abs((hue - other + 180) % 360 - 180) > NEAR for other in known):
            totals[hue // 10 * 10] = totals.get(hue // 10 * 10, 0) + count
    return {hue for hue, count in totals.items() if count > FEW}
