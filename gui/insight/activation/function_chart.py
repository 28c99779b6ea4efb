"""Functions over z, with the distribution of their inputs below them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.number_text import decimal_text, true_minus
from gui.style import theme
from gui.widgets.plain_text import show_tip

HEIGHT, MAX_HEIGHT = 13 * theme.STEP, 60 * theme.STEP  # the least, and the largest
MIN_WIDTH = 30 * theme.STEP
LINE = 2.0
OUTLINE = 1.5
PART_OF_BARS = 0.6  # of the height, for the highest bar

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Shares:
    """How often which input comes: the shares of all in equal bins from -reach to reach."""

    shares: Numbers
    reach: float
    style: theme.RunStyle


@dataclass(frozen=True)
class Curve:
    """A function y over z, both (points,)."""

    z: Numbers
    y: Numbers
    style: theme.RunStyle


class FunctionChart(QWidget):
    """A curve in front of grey bars, other curves and the outlines of other bars; a line at 0."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._curves: Sequence[Curve] = ()
        self._bars: Shares | None = None
        self._outlines: Sequence[Shares] = ()
        self._limits = 0.0, 1.0
        self._reach = 1.0
        self.setFont(theme.tabular(theme.sized(self.font(), theme.TEXT)))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMaximumHeight(theme.px(MAX_HEIGHT))

    @property
    def curves(self) -> Sequence[Curve]:
        """The curves, that of the bars first."""
        return self._curves

    @property
    def outlines(self) -> Sequence[Shares]:
        """What is drawn as an outline."""
        return self._outlines

    def show_functions(
        self,
        curves: Sequence[Curve],
        bars: Shares,
        outlines: Sequence[Shares] = (),
        highest: float | None = None,
    ) -> None:
        """Show functions, the first of them with its inputs as bars.

        Args:
            outlines: other inputs.
            highest: what the axis has to reach at least; None for the curves alone.
        """
        tops = [float(curve.y.max()) for curve in curves]
        self._limits = (
            min(0.0, *(float(curve.y.min()) for curve in curves)),
            max(tops if highest is None else [highest, *tops]),
        )
        self._reach = max(float(curve.z[-1]) for curve in curves)
        self._curves, self._bars, self._outlines = curves, bars, outlines
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
        if self._bars is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.colours().groove))
            painter.drawPolygon(self._steps(self._bars, area))
        self._paint_axes(painter, area)

        painter.setBrush(Qt.BrushStyle.NoBrush)
        for shares in self._outlines:
            painter.setPen(_pen(shares.style, OUTLINE))
            painter.drawPolyline(self._steps(shares, area))
        for curve in reversed(self._curves):  # the first on top
            painter.setPen(_pen(curve.style, LINE))
            painter.drawPolyline(self._line(curve, area))

    def _line(self, curve: Curve, area: QRectF) -> QPolygonF:
        low, high = self._limits
        y = area.bottom() - (curve.y - low) / (high - low) * area.height()
        return QPolygonF(list(map(QPointF, self._across(curve.z, area), y.tolist())))

    def _across(self, z: Numbers, area: QRectF) -> list[float]:
        """Return where these z lie."""
        places: list[float] = (area.center().x() + z / self._reach * area.width() / 2).tolist()
        return places

    def _steps(self, shown: Shares, area: QRectF) -> QPolygonF:
        """Return the outline of bars, of which the highest is always as high."""
        edges = np.linspace(-shown.reach, shown.reach, len(shown.shares) + 1)
        heights = shown.shares / max(float(shown.shares.max()), 1e-12)
        y = area.bottom() - PART_OF_BARS * area.height() * np.repeat(heights, 2)
        x = self._across(np.repeat(edges, 2)[1:-1], area)
        ends = QPointF(x[0], area.bottom()), QPointF(x[-1], area.bottom())
        return QPolygonF([ends[0], *map(QPointF, x, y.tolist()), ends[1]])

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
            (-self._reach, Qt.AlignmentFlag.AlignLeft),
            (0.0, Qt.AlignmentFlag.AlignHCenter),
            (self._reach, Qt.AlignmentFlag.AlignRight),
        ):
            painter.drawText(row, place, decimal_text(float(z), 0))

    def tip_at(self, position: QPointF) -> str:
        """Return the numbers at a point; empty outside."""
        area = self._area()
        if not area.contains(position) or self._bars is None:
            return ""
        z = (position.x() - area.center().x()) / area.width() * 2 * self._reach
        values = (np.interp(z, curve.z, curve.y) for curve in self._curves)
        shares, reach = self._bars.shares, self._bars.reach
        bin_ = int((z / reach + 1) / 2 * len(shares))
        inputs = float(shares[bin_]) if 0 <= bin_ < len(shares) else 0.0
        text = self.tr("z = {z}: {y}; {share} of the inputs lie about here")
        return text.format(
            z=decimal_text(float(z), 2),
            y=" / ".join(decimal_text(float(value), 3) for value in values),
            share=f"{inputs:.1%}",
        )

    def event(self, event: QEvent) -> bool:
        """Show the numbers under the pointer."""
        if isinstance(event, QHelpEvent):
            show_tip(event.globalPos(), self.tip_at(QPointF(event.pos())), self)
            return True
        return super().event(event)


def _pen(style: theme.RunStyle, width: float) -> QPen:
    pen = QPen(style.colour, width)
    if style.dash is not None:
        pen.setDashPattern(style.dash)
    return pen


def _tick(value: float) -> str:
    """Return the end of an axis, which need not be a round number: ``0.98``, ``-0.17``, ``12``."""
    return true_minus(f"{value:.2g}")
