"""Marks in a plot: live ends with their values, best epochs, changed settings, the moment shown."""

from collections.abc import Sequence
from fractions import Fraction

import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import (
    QGraphicsEllipseItem,
    QGraphicsRectItem,
    QGraphicsSimpleTextItem,
    QStyleOptionGraphicsItem,
    QWidget,
)

from gui.plots.plot_area import Mark, PlotArea
from gui.style import theme
from gui.widgets.plain_text import plain_tip

DOT, RING = 7, 12  # diameters in pixels
PATCH_ALPHA = 0.75
MAX_CHANGES = 300  # marks of changed settings in a trace: more than can be told apart
Point = tuple[float, float]


def most_marks(runs: int) -> int:
    """Return how many changed settings of each run are marked in a trace of so many runs."""
    return max(1, MAX_CHANGES // runs)


class CurveMarks:
    """The marks of one trace in one plot; positions are in data coordinates."""

    def __init__(self, area: PlotArea) -> None:
        self._area = area
        self._dot = QGraphicsEllipseItem(-DOT / 2, -DOT / 2, DOT, DOT)
        self._dot.setPen(QPen(Qt.PenStyle.NoPen))
        self._ring = QGraphicsEllipseItem(-RING / 2, -RING / 2, RING, RING)
        self._value = _Value()
        self._value.setFont(theme.sized(self._value.font(), theme.TEXT))
        for item in (self._dot, self._ring, self._value):
            area.add_mark(item)
        self._ticks: list[_Tick] = []
        self._colour = QColor()
        self._end: Point | None = None
        self._best: Point | None = None
        self._changes: list[Point] = []

    def set_colour(self, colour: QColor) -> None:
        """Draw all marks in the trace's colour."""
        self._colour = colour
        self._ring.setPen(QPen(colour, 1.5))
        self._dot.setBrush(colour)
        self._value.setBrush(theme.letters_in(colour))
        for tick in self._ticks:
            tick.setBrush(colour)

    def set_end(self, end: Point | None, value: str) -> None:
        """Set the live end and the value next to it."""
        self._end = end
        if self._value.text() != value:
            self._value.setText(value)

    def set_best(self, best: Point | None) -> None:
        """Set the best epoch."""
        self._best = best

    def set_changes(self, changes: list[Point]) -> None:
        """Set the points where settings were changed, one for each batch."""
        while len(self._ticks) > len(changes):
            self._area.take_out(self._ticks.pop())
        while len(self._ticks) < len(changes):
            self._ticks.append(_Tick(self._colour))
            self._area.add_mark(self._ticks[-1])
        self._changes = changes

    def explain_value(self, text: str) -> None:
        """Set the tooltip of the value."""
        self._value.setToolTip(plain_tip(text))

    def set_texts(self, best: str, changes: Sequence[str]) -> None:
        """Set the tooltips of the ring and the ticks."""
        self._ring.setToolTip(plain_tip(best))
        for tick, text in zip(self._ticks, changes, strict=True):
            tick.setToolTip(plain_tip(text))

    def place(self) -> None:
        """Place everything but the value in the current view."""
        pairs = (
            (self._dot, self._end),
            (self._ring, self._best),
            *zip(self._ticks, self._changes, strict=True),
        )
        for item, point in pairs:
            self._area.place(Mark(item, point))

    @property
    def value(self) -> Mark:
        """The value at the live end; the plot separates those of several traces."""
        return Mark(self._value, self._end)

    def remove(self) -> None:
        """Remove everything from the plot."""
        for item in (self._dot, self._ring, self._value, *self._ticks):
            self._area.take_out(item)


class _Value(QGraphicsSimpleTextItem):
    """A number on a patch of the paper, so that a curve behind it does not cross it out."""

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Paint the patch, then the number."""
        paper = theme.translucent(theme.colours().window, PATCH_ALPHA)
        painter.fillRect(self.boundingRect(), paper)
        super().paint(painter, option, widget)  # type: ignore[arg-type] # None is allowed


class _Tick(QGraphicsRectItem):
    """A short upright bar, with some room around it for the pointer."""

    def __init__(self, colour: QColor) -> None:
        super().__init__(QRectF(-1, -7, 2, 14))
        self.setPen(QPen(Qt.PenStyle.NoPen))
        self.setBrush(colour)

    def shape(self) -> QPainterPath:
        """Return the area that the pointer hits."""
        path = QPainterPath()
        path.addRect(self.boundingRect())
        return path

    def boundingRect(self) -> QRectF:
        """Return the bar with some room around it."""
        return QRectF(-5, -9, 10, 18)


class MomentLine:
    """An upright line at the moment at which the runs are shown."""

    def __init__(self, area: PlotArea) -> None:
        self._line = pg.InfiniteLine(angle=90)
        self._line.hide()
        area.add(self._line)
        self.restyle()

    @property
    def epochs(self) -> float | None:
        """Where it stands on an axis of epochs; None while it is hidden."""
        return float(self._line.value()) if self._line.isVisible() else None

    def show_at(self, epochs: Fraction | None) -> None:
        """Stand at this number of epochs done; None hides the line."""
        if epochs is not None:
            self._line.setValue(float(epochs))
        self._line.setVisible(epochs is not None)

    def restyle(self) -> None:
        """Renew the colour."""
        self._line.setPen(QPen(QColor(theme.colours().quiet), 0, Qt.PenStyle.DashLine))
