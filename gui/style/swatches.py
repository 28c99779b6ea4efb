"""A run's colour and dash as a small picture."""

from PySide6.QtCore import (
    QSize,
    Qt,
)
from PySide6.QtGui import QIcon, QPainter, QPen, QPixmap

from gui.style import theme

SWATCH = QSize(26, 12)


def swatch(style: theme.RunStyle) -> QIcon:
    """A short piece of a run's line, in its colour and dash."""
    pixmap = QPixmap(SWATCH * 2)
    pixmap.setDevicePixelRatio(2)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    pen = QPen(style.colour, 3)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if style.dash is not None:
        pen.setDashPattern([length * 0.6 for length in style.dash])
    painter.setPen(pen)
    painter.drawLine(0, SWATCH.height() // 2, SWATCH.width(), SWATCH.height() // 2)
    painter.end()
    icon = QIcon(pixmap)
    icon.addPixmap(pixmap, QIcon.Mode.Selected)  # or Qt tints it, and the colour is another run's
    return icon
