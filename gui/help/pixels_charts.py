"""The charts of the scaling of pixels: histograms of inputs, and curves over the epochs."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.number_text import tick_text, true_minus
from gui.style import theme

SIZE = (50 * theme.STEP, 26 * theme.STEP)  # of a chart
LINE, DOT = 2.0, 2.5

Floats = NDArray[np.float64]


class Histogram(QWidget):
    """Bars whose heights are the logarithms of counts, since most pixels are background."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.counts: NDArray[np.int64] = np.empty(0, np.int64)
        self._edges: Floats = np.empty(0)
        self._colour = QColor()
        self.setFont(theme.tabular(theme.sized(self.font(), theme.TEXT)))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_counts(self, counts: NDArray[np.int64], edges: Floats, colour: QColor) -> None:
        """Show the counts (N,) between edges (N + 1,)."""
        self.counts, self._edges, self._colour = counts, edges, colour
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size of a small chart."""
        return QSize(theme.px(SIZE[0]), theme.px(SIZE[1]))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the bars, and the numbers at both ends below."""
        if not len(self.counts):
            return
        painter, height = QPainter(self), self.fontMetrics().height()
        area = QRectF(self.rect()).adjusted(0, theme.STEP, 0, -height - theme.STEP)
        heights = np.log1p(self.counts) / math.log1p(self.counts.max())
        width = area.width() / len(heights)
        for number, share in enumerate(heights.tolist()):
            top = area.bottom() - share * area.height()
            left = area.left() + number * width
            painter.fillRect(QRectF(left, top, width - 1, share * area.height()), self._colour)

        painter.setPen(QColor(theme.colours().quiet))
        below = QRectF(0, area.bottom() + theme.STEP, self.width(), height)
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, true_minus(f"{self._edges[0]:.3g}"))
        painter.drawText(below, Qt.AlignmentFlag.AlignRight, true_minus(f"{self._edges[-1]:.3g}"))


@dataclass(frozen=True)
class Curve:
    """A curve over the epochs, of positive numbers; others are left out."""

    colour: QColor
    epochs: Floats
    values: Floats


class LogCurves(QWidget):
    """Curves over the epochs on a logarithmic axis, below a title."""

    def __init__(self, epochs: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._epochs = epochs
        self._title = ""
        self.curves: Sequence[Curve] = ()
        self.setFont(theme.tabular(theme.sized(self.font(), theme.TEXT)))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def set_title(self, title: str) -> None:
        """Set what is drawn, for readers of the screen too."""
        self._title = title
        self.setAccessibleName(title)

    def show_curves(self, curves: Sequence[Curve]) -> None:
        """Replace the curves."""
        kept = [(curve, (curve.values > 0) & np.isfinite(curve.values)) for curve in curves]
        self.curves = [
            Curve(curve.colour, curve.epochs[is_shown], curve.values[is_shown])
            for curve, is_shown in kept
        ]
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size of a chart."""
        return QSize(theme.px(2 * SIZE[0]), theme.px(3 * SIZE[1] // 2))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the title, the axes and the curves."""
        painter, metrics = QPainter(self), self.fontMetrics()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(theme.colours().quiet))
        painter.drawText(QRectF(self.rect()), Qt.AlignmentFlag.AlignTop, self._title)
        left = metrics.horizontalAdvance("0.0001") + theme.STEP
        area = QRectF(self.rect()).adjusted(
            left, metrics.height() + theme.PADDING, -theme.PADDING, -metrics.height() - theme.STEP
        )

        values = np.concatenate([curve.values for curve in self.curves] or [np.empty(0)])
        low, high = (-1, 1)
        if len(values):
            low, high = math.floor(math.log10(values.min())), math.ceil(math.log10(values.max()))
        scale = _Scale(area, self._epochs, low, max(high, low + 1))
        self._paint_axes(painter, scale)
        for curve in self.curves:
            points = [
                scale.position(*point) for point in zip(curve.epochs, curve.values, strict=True)
            ]
            painter.setPen(QPen(curve.colour, LINE))
            painter.setBrush(curve.colour)
            painter.drawPolyline(QPolygonF(points))
            for point in points:
                painter.drawEllipse(point, DOT, DOT)

    def _paint_axes(self, painter: QPainter, scale: "_Scale") -> None:
        """Paint a line and a number at the powers of ten, and the numbers of the epochs."""
        area, height, named = scale.area, self.fontMetrics().height(), theme.colours()
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        room = max(1, math.floor(area.height() / (1.5 * height)))
        for power in range(scale.low, scale.high + 1, math.ceil((scale.high - scale.low) / room)):
            y = scale.position(0, 10.0**power).y()
            painter.setPen(QPen(QColor(named.line), 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(QColor(named.quiet))
            box = QRectF(0, y - height / 2, area.left() - theme.STEP, height)
            painter.drawText(box, right, tick_text(10.0**power))
        for epoch in range(self._epochs + 1):
            x = scale.position(epoch, 1).x()
            box = QRectF(x - height, area.bottom() + theme.STEP / 2, 2 * height, height)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(epoch))


@dataclass(frozen=True)
class _Scale:
    """Where epochs and powers of ten lie in an area."""

    area: QRectF
    epochs: int
    low: int
    high: int

    def position(self, epoch: float, value: float) -> QPointF:
        """Return where a value lies."""
        share = (math.log10(value) - self.low) / (self.high - self.low)
        x = self.area.left() + epoch / self.epochs * self.area.width()
        return QPointF(x, self.area.bottom() - share * self.area.height())
