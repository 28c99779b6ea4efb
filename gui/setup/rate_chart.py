"""The cost over the logarithm of the learning rate, of one network or several."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

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


@dataclass(frozen=True)
class RateCurve:
    """The costs at rising rates, both (batches,), and the rate that they suggest."""

    rates: Numbers
    costs: Numbers
    suggestion: float | None
    style: theme.RunStyle


class RateChart(QWidget):
    """Curves, and for each an upright line at its suggestion."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._curves: Sequence[RateCurve] = ()
        self.setFont(theme.tabular(theme.sized(self.font(), theme.TEXT)))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def curves(self) -> Sequence[RateCurve]:
        """The curves that are shown."""
        return self._curves

    def show_curves(self, curves: Sequence[RateCurve]) -> None:
        """Show these curves; those of less than two batches are left out."""
        self._curves = [curve for curve in curves if len(curve.rates) > 1]
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room of a plot."""
        return QSize(theme.px(WIDTH), theme.px(HEIGHT))

    def _area(self) -> QRectF:
        """Return where the curve is; the numbers and names of the axes stand around it."""
        metrics = self.fontMetrics()
        left = metrics.horizontalAdvance("00.00") + theme.STEP
        above = 1.5 * metrics.height() + theme.STEP
        below = 2 * metrics.height() + theme.STEP
        return QRectF(self.rect()).adjusted(left, above, -theme.PADDING, -below)

    def position_of(self, rate: float, cost: float) -> QPointF:
        """Return where a rate and a cost lie."""
        area, (first, last), (low, high) = self._area(), self._decades(), self._costs()
        x = area.left() + (math.log10(rate) - first) / max(last - first, 1e-9) * area.width()
        y = area.bottom() - (cost - low) / max(high - low, 1e-9) * area.height()
        return QPointF(x, y)

    def _decades(self) -> tuple[float, float]:
        """Return the logarithms of the lowest and of the highest rate."""
        return (
            math.log10(min(curve.rates[0] for curve in self._curves)),
            math.log10(max(curve.rates[-1] for curve in self._curves)),
        )

    def _costs(self) -> tuple[float, float]:
        """Return the lowest and the highest cost."""
        return (
            min(float(curve.costs.min()) for curve in self._curves),
            max(float(curve.costs.max()) for curve in self._curves),
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the axes, the lines of the suggestions and the curves."""
        if not self._curves:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = self._area()
        self._paint_axes(painter, area)
        for curve in self._curves:
            if curve.suggestion is not None:
                x = self.position_of(curve.suggestion, 0.0).x()
                painter.setPen(QPen(curve.style.colour, 1, Qt.PenStyle.DashLine))
                painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
            points = map(self.position_of, curve.rates.tolist(), curve.costs.tolist())
            painter.setPen(QPen(curve.style.colour, LINE))
            painter.drawPolyline(QPolygonF(list(points)))

    def _paint_axes(self, painter: QPainter, area: QRectF) -> None:
        """Paint a line and a number at each power of ten, the costs at both ends, and names."""
        named, height = theme.colours(), self.fontMetrics().height()
        first, last = self._decades()
        for power in range(math.ceil(first - 1e-9), math.floor(last + 1e-9) + 1):
            x = self.position_of(10.0**power, 0.0).x()
            painter.setPen(QPen(QColor(named.line), 1))
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
            painter.setPen(QColor(named.quiet))
            box = QRectF(x - theme.px(50), area.bottom() + theme.STEP, theme.px(100), height)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, tick_text(10.0**power))

        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for cost in self._costs():
            y = self.position_of(10.0**first, cost).y()
            box = QRectF(0, y - height / 2, area.left() - theme.STEP, height)
            painter.drawText(box, right, f"{cost:.2f}")

        painter.drawText(0, self.fontMetrics().ascent(), self.tr("cost"))
        below = QRectF(area.left(), self.height() - height, area.width(), height)
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, self.tr("learning rate"))
