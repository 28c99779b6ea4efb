"""A function over z, with the distribution of the inputs below it."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.number_text import decimal_text, probability_text, true_minus
from gui.style import theme
from gui.widgets.plain_text import show_tip

HEIGHT, MAX_HEIGHT = 26 * theme.STEP, 60 * theme.STEP
MIN_WIDTH = 30 * theme.STEP
LINE = 2.0
PART_OF_BARS = 0.6  # of the height, for the highest bar

Numbers = NDArray[np.float64]


class FunctionChart(QWidget):
    """A curve in a run's colour in front of grey bars; a line at z = 0."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._z: Numbers = np.array([-1.0, 1.0])
        self._y: Numbers = np.zeros(2)
        self._limits = 0.0, 1.0
        self._shares: Numbers = np.zeros(1)
        self._style = 0
        self.setFont(theme.tabular(theme.sized(self.font(), theme.TEXT)))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMaximumHeight(theme.px(MAX_HEIGHT))

    def show_function(
        self, z: Numbers, y: Numbers, shares: Numbers, style: int, highest: float | None = None
    ) -> None:
        """Show y over z, (points,), and the share of the inputs in each of equal bins.

        Args:
            style: the number of the run's style.
            highest: what the axis has to reach at least; None for the curve alone.
        """
        top = float(y.max()) if highest is None else max(highest, float(y.max()))
        self._limits = min(0.0, float(y.min())), top
        self._z, self._y, self._shares, self._style = z, y, shares, style
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room of a chart with the numbers of its axes."""
        return QSize(2 * MIN_WIDTH, theme.px(HEIGHT) + self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:
        """Return the least room in which the curve can be seen."""
        return QSize(MIN_WIDTH, self.sizeHint().height())

    def _area(self) -> QRectF:
        """Return where curve and bars are; the numbers of the axes stand around it."""
        left = max(self.fontMetrics().horizontalAdvance(_tick(y)) for y in self._limits)
        below = self.fontMetrics().height()
        return QRectF(self.rect()).adjusted(left + theme.STEP, theme.STEP, -theme.STEP, -below)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the bars, the axes and the curve."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = self._area()
        self._paint_bars(painter, area)
        self._paint_axes(painter, area)

        low, high = self._limits
        x = area.left() + (self._z - self._z[0]) / (self._z[-1] - self._z[0]) * area.width()
        y = area.bottom() - (self._y - low) / (high - low) * area.height()
        painter.setPen(QPen(theme.run_style(self._style).colour, LINE))
        painter.drawPolyline(QPolygonF(list(map(QPointF, x.tolist(), y.tolist()))))

    def _paint_bars(self, painter: QPainter, area: QRectF) -> None:
        highest = float(self._shares.max())
        if highest == 0:
            return
        width = area.width() / len(self._shares)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.colours().groove))
        for index, share in enumerate(self._shares.tolist()):
            height = PART_OF_BARS * area.height() * share / highest
            left = area.left() + index * width
            painter.drawRect(QRectF(left, area.bottom() - height, width, height))

    def _paint_axes(self, painter: QPainter, area: QRectF) -> None:
        """Paint the ground line, the line of z = 0, and the numbers at the ends."""
        named, middle = theme.colours(), area.center().x()
        painter.setPen(QPen(QColor(named.line), 1))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        painter.drawLine(QPointF(middle, area.top()), QPointF(middle, area.bottom()))

        painter.setPen(QColor(named.quiet))
        height = self.fontMetrics().height()
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for y, at in zip(self._limits, (area.bottom(), area.top()), strict=True):
            top = min(max(0.0, at - height / 2), area.bottom() - height / 2)
            painter.drawText(QRectF(0, top, area.left() - theme.STEP, height), right, _tick(y))
        row = QRectF(area.left(), area.bottom(), area.width(), height)
        for z, place in (
            (self._z[0], Qt.AlignmentFlag.AlignLeft),
            (0.0, Qt.AlignmentFlag.AlignHCenter),
            (self._z[-1], Qt.AlignmentFlag.AlignRight),
        ):
            painter.drawText(row, place, decimal_text(float(z), 0))

    def tip_at(self, position: QPointF) -> str:
        """Return the numbers at a point; empty outside."""
        area = self._area()
        if not area.contains(position):
            return ""
        share = (position.x() - area.left()) / area.width()
        z = self._z[0] + share * (self._z[-1] - self._z[0])
        text = self.tr("z = {z}: {y}; {share} of the inputs lie about here")
        inputs = float(self._shares[min(int(share * len(self._shares)), len(self._shares) - 1)])
        return text.format(
            z=decimal_text(float(z), 2),
            y=decimal_text(float(np.interp(z, self._z, self._y)), 3),
            share=probability_text(inputs),
        )

    def event(self, event: QEvent) -> bool:
        """Show the numbers under the pointer."""
        if isinstance(event, QHelpEvent):
            show_tip(event.globalPos(), self.tip_at(QPointF(event.pos())), self)
            return True
        return super().event(event)


def _tick(value: float) -> str:
    """Return the end of an axis, which need not be a round number: ``0.98``, ``-0.17``, ``12``."""
    return true_minus(f"{value:.2g}")
