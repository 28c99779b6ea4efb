"""Rows of texts, each with a bar from the common line of zero."""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.style import theme
from gui.widgets.pickable import Pickable

BAR = 2 * theme.STEP  # height of a bar
MIN_BARS = 10.0  # width of all bars together, in pixels


@dataclass(frozen=True)
class BarAxis:
    """Where values are across the widget, in pixels: zero, and how far away one is."""

    zero: float
    unit: float

    def x(self, value: float) -> float:
        """Return where a value is."""
        return self.zero + value * self.unit


class BarRows(Pickable):
    """Things in rows below each other; subclasses write their texts.

    Attributes:
        ROW_GAP: pixels between the letters of two rows.
        style_number: the number of the run's style, in whose colour the bars are.
    """

    ROW_GAP = 1

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.style_number = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def in_row(self) -> int:
        """Return one: the rows are below each other."""
        return 1

    def row_height(self) -> int:
        """Return the height of a row."""
        return self.fontMetrics().height() + self.ROW_GAP

    def row_area(self, row: int, width: float) -> QRectF:
        """Return the left part of a row, for its texts."""
        return QRectF(0, row * self.row_height(), width, self.row_height())

    def index_at(self, position: QPointF) -> int | None:
        """Return the row under a point."""
        index = int(position.y() // self.row_height())
        return index if 0 <= index < len(self.numbers) else None

    def axis(self, left: float, values: Iterable[float], margin: int = 0) -> BarAxis:
        """Return the axis that shows zero and all values between `left` and the right edge."""
        ends = [0.0, *values]
        low, high = min(ends), max(ends)
        unit = max(MIN_BARS, self.width() - left - margin) / max(high - low, 1e-12)
        return BarAxis(left - low * unit, unit)

    def paint_bar(self, painter: QPainter, axis: BarAxis, row: int, value: float) -> None:
        """Paint the bar of a row, from zero to a value."""
        middle = self.row_area(row, 0).center().y()
        bar = QRectF(axis.zero, middle - BAR / 2, value * axis.unit, BAR)
        painter.fillRect(bar.normalized(), theme.run_style(self.style_number).colour)

    def paint_zero(self, painter: QPainter, axis: BarAxis, rows: int, colour: str) -> None:
        """Paint the line of zero through all rows."""
        painter.setPen(QColor(colour))
        bottom = QPointF(axis.zero, rows * self.row_height())
        painter.drawLine(QPointF(axis.zero, 0), bottom)
