"""Small icons of a run's colour: a short piece of its line, or a dot."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap

from gui.style import theme

SWATCH = QSize(26, 12)
DOT = QSize(10, 10)
PEN_WIDTH = 3


def swatch(
    style: theme.RunStyle,
    size: QSize = SWATCH,
    *,
    length: int | None = None,
    pen_width: int = PEN_WIDTH,
) -> QIcon:
    """Return a short piece of a run's line, in its colour and dash.

    Args:
        length: how long the line is; as long as the icon is wide unless given.
    """
    pixmap = blank(size)
    painter = QPainter(pixmap)
    rect = QRectF(0, 0, size.width() if length is None else length, size.height())
    paint_line(painter, rect, style, pen_width)
    painter.end()

    icon = QIcon(pixmap)
    # otherwise Qt tints the icon in a selected row, and the colour looks like another run's
    icon.addPixmap(pixmap, QIcon.Mode.Selected)
    return icon


def dot(colour: QColor) -> QPixmap:
    """Return a disc in a run's colour."""
    pixmap = blank(DOT)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawEllipse(0, 0, DOT.width(), DOT.height())
    painter.end()
    return pixmap


def paint_line(painter: QPainter, rect: QRectF, style: theme.RunStyle, pen_width: int) -> None:
    """Draw a piece of a run's line across the middle of `rect`."""
    pen = QPen(style.colour, pen_width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if style.dash is not None:
        pen.setDashPattern([length * 0.6 for length in style.dash])
    painter.setPen(pen)
    middle = rect.center().y()
    painter.drawLine(QPointF(rect.left(), middle), QPointF(rect.right(), middle))


def blank(size: QSize, ratio: float = 2.0) -> QPixmap:
    """Return a transparent picture, sharp on screens with so many times the pixels."""
    pixmap = QPixmap(size * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    return pixmap
