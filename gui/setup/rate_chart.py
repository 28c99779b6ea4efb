"""The cost over the logarithm of the learning rate."""

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.number_text import tick_text
from gui.style import theme

HEIGHT = 60 * theme.STEP
WIDTH = 120 * theme.STEP
LINE = 2.0

Numbers = NDArray[np.float64]


class RateChart(QWidget):
    """A curve, and an upright line at the suggestion."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rates: Numbers = np.empty(0)
        self._costs: Numbers = np.empty(0)
        self._suggestion: float | None = None
        self.setFont(theme.tabular(theme.sized(self.font(), theme.TEXT)))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_trial(self, rates: Numbers, costs: Numbers, suggestion: float | None) -> None:
        """Show the costs at rising rates, (batches,)."""
        self._rates, self._costs, self._suggestion = rates, costs, suggestion
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room of a plot."""
        return QSize(theme.px(WIDTH), theme.px(HEIGHT))

    def _area(self) -> QRectF:
        """Return where the curve is; the numbers of the axes stand around it."""
        metrics = self.fontMetrics()
        left = metrics.horizontalAdvance("00.00") + theme.STEP
        below = metrics.height() + theme.STEP
        return QRectF(self.rect()).adjusted(left, theme.PADDING, -theme.PADDING, -below)

    def position_of(self, rate: float, cost: float) -> QPointF:
        """Return where a rate and a cost lie."""
        area = self._area()
        first, last = math.log10(self._rates[0]), math.log10(self._rates[-1])
        low, high = float(self._costs.min()), float(self._costs.max())
        x = area.left() + (math.log10(rate) - first) / max(last - first, 1e-9) * area.width()
        y = area.bottom() - (cost - low) / max(high - low, 1e-9) * area.height()
        return QPointF(x, y)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the axes, the line of the suggestion and the curve."""
        if len(self._rates) < 2:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area, named = self._area(), theme.colours()
        self._paint_axes(painter, area)
        if self._suggestion is not None:
            x = self.position_of(self._suggestion, 0.0).x()
            painter.setPen(QPen(QColor(named.text), 1, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))

        points = map(self.position_of, self._rates.tolist(), self._costs.tolist())
        painter.setPen(QPen(theme.neutral_style().colour, LINE))
        painter.drawPolyline(QPolygonF(list(points)))

    def _paint_axes(self, painter: QPainter, area: QRectF) -> None:
        """Paint a line and a number at each power of ten, and the costs at both ends."""
        named, height = theme.colours(), self.fontMetrics().height()
        first, last = math.log10(self._rates[0]), math.log10(self._rates[-1])
        for power in range(math.ceil(first - 1e-9), math.floor(last + 1e-9) + 1):
            x = self.position_of(10.0**power, 0.0).x()
            painter.setPen(QPen(QColor(named.line), 1))
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
            painter.setPen(QColor(named.quiet))
            box = QRectF(x - theme.px(50), area.bottom() + theme.STEP, theme.px(100), height)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, tick_text(10.0**power))

        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for cost in (float(self._costs.min()), float(self._costs.max())):
            y = self.position_of(self._rates[0], cost).y()
            box = QRectF(0, y - height / 2, area.left() - theme.STEP, height)
            painter.drawText(box, right, f"{cost:.2f}")
