"""The painting of what is drawn with the pen."""

from collections.abc import Sequence
from itertools import groupby

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from core.data.ink import StrokePoint
from gui.style import theme

Line = tuple[StrokePoint, StrokePoint]


def paint_strokes(
    painter: QPainter, paper: QRectF, strokes: Sequence[Sequence[StrokePoint]]
) -> None:
    """Paint strokes on the paper, whose sides have the length 1; lines of one width in one call."""
    painter.save()
    painter.setClipRect(paper)
    painter.translate(paper.topLeft())
    painter.scale(paper.width(), paper.height())

    pen = QPen(QColor(theme.colours().text))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    for stroke in strokes:
        lines = zip([stroke[0], *stroke], stroke, strict=False)
        for width, group in groupby(lines, _width):
            pen.setWidthF(width)
            painter.setPen(pen)
            painter.drawPolyline(_points(list(group)))
    painter.restore()


def _width(line: Line) -> float:
    before, point = line
    return (before.width + point.width) / 2


def _points(lines: Sequence[Line]) -> list[QPointF]:
    """Return the points of lines that follow each other."""
    first = lines[0][0]
    # a line without length would not be painted
    return [QPointF(first.x, first.y), *(QPointF(end.x, end.y + 1e-6) for _, end in lines)]
