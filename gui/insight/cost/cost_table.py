"""From logits to costs: a row for each class, whose logit can be dragged."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.insight.cost import CostSteps, Numbers, cost_steps
from core.number_text import cost_text, decimal_text, probability_text
from gui.style import theme
from gui.widgets.plain_text import plain_tip

MIN_REACH = 10.0  # the least logit, up or down, that a bar can show
MARGIN = 1.25  # how far beyond the largest logit one can drag
BAR = 2 * theme.STEP
MIN_BAR = 4 * theme.STEP  # the least length of a column's longest bar
WIDEST = "−100.00", "1e-200", ">99.9%", "100.0000"  # the widest usual numbers of the columns
GAP, MIN_GAP = 2 * theme.STEP, theme.STEP  # between columns
MIN_COST_REACH = 10.0  # the least cost that a bar can show
CAPPED_GAP, CAPPED_TIP = 2, BAR / 2  # of a bar that would be longer: it ends in an arrow
KEY_STEP = 0.1  # of a logit, for each press of a key


@dataclass(frozen=True)
class _Column:
    """Where a column begins, and the widths of its numbers and of its longest bar."""

    left: float
    number: float
    longest: float

    @property
    def bars(self) -> float:
        """Where its bars begin."""
        return self.left + self.number

    @property
    def width(self) -> float:
        """All of it, without the gap after it."""
        return self.number + self.longest


class CostTable(QWidget):
    """Columns of bars with their numbers: logit, exponential, probability, cost.

    The logits are dragged with the mouse; the up and down keys choose a class, left and right
    change its logit.

    Signals:
        dragged(int, float): the user gives the class with this index another logit.
    """

    dragged = Signal(int, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps: CostSteps | None = None
        self._classes: Sequence[str] = ()
        self._titles: Sequence[str] = ("",) * 4
        self._right = 0
        self._style = 0
        self._reach, self._cost_reach = MIN_REACH, MIN_COST_REACH
        self._held: int | None = None  # the class that is dragged
        self.chosen = 0  # the class that the keys change
        self.setFont(theme.tabular(theme.sized(self.font(), theme.TEXT)))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)

    @property
    def steps(self) -> CostSteps | None:
        """What the table shows; None before the first network."""
        return self._steps

    def set_titles(self, titles: Sequence[str], tip: str) -> None:
        """Name the four columns, and explain them."""
        self._titles = titles
        self.setToolTip(plain_tip(tip))
        self.update()

    def set_reach(self, logits: Numbers) -> None:
        """Leave room for these logits and their costs.

        The bars keep their scale while a logit is dragged or the temperature changes.
        """
        self._reach = max(MIN_REACH, MARGIN * float(np.abs(logits).max()))
        self._cost_reach = max(MIN_COST_REACH, float(cost_steps(logits).costs.max()))

    def show_steps(self, steps: CostSteps, classes: Sequence[str], right: int, style: int) -> None:
        """Show the steps of these classes.

        Args:
            right: the index of the right class.
            style: the number of the run's style.
        """
        has_other_rows = len(classes) != len(self._classes)
        self._steps, self._classes, self._right, self._style = steps, classes, right, style
        self.chosen = min(self.chosen, len(classes) - 1)
        if has_other_rows:
            self.updateGeometry()
        self._describe()
        self.update()

    def _describe(self) -> None:
        """Tell screen readers the row that the keys change."""
        texts = self._texts(self.chosen)
        pairs = zip(self._titles, texts, strict=True)
        described = ", ".join(f"{title} {text}" for title, text in pairs)
        self.setAccessibleName(f"{self._classes[self.chosen]}: {described}")

    def _texts(self, index: int) -> tuple[str, ...]:
        """Return the numbers of a row."""
        steps = self._steps
        assert steps is not None
        return (
            decimal_text(float(steps.logits[index]), 2),
            _small(float(steps.exponentials[index])),
            probability_text(float(steps.probabilities[index])),
            cost_text(float(steps.costs[index])),
        )

    # where things lie

    def _bold(self) -> QFont:
        """Return the font of the right class."""
        return theme.sized(self.font(), theme.TEXT, bold=True)

    def _row_height(self) -> int:
        return self.fontMetrics().height() + theme.STEP

    def sizeHint(self) -> QSize:
        """Return room for the titles and all rows."""
        return QSize(self.minimumSizeHint().width(), (1 + len(self._classes)) * self._row_height())

    def minimumSizeHint(self) -> QSize:
        """Return the width of the texts, with short bars of the logits alone."""
        width = self._fixed_width() + MIN_BAR + len(WIDEST) * MIN_GAP
        return QSize(width, self._row_height())

    def _fixed_width(self) -> int:
        """Return the width of names and numbers."""
        return self._names_width() + sum(map(self._number_width, range(len(WIDEST))))

    def _names_width(self) -> int:
        widths = map(self.fontMetrics().horizontalAdvance, self._classes)
        return min(max(widths, default=0), 30 * theme.STEP) + theme.PADDING

    def _number_width(self, column: int) -> int:
        return QFontMetrics(self._bold()).horizontalAdvance(WIDEST[column]) + theme.STEP

    def _columns(self) -> list[_Column]:
        """Measure all texts to find where the columns lie.

        All have bars of the same length. In a narrow table only the logits have some, because these
        are dragged.
        """
        left = float(self._names_width())
        numbers = [self._number_width(each) for each in range(len(WIDEST))]
        free = self.width() - left - sum(numbers)
        gap, bars = GAP, [free / len(WIDEST)] * len(WIDEST)
        if free < len(WIDEST) * (MIN_BAR + GAP):
            gap = MIN_GAP
            bars = [free - (len(WIDEST) - 1) * gap, *[float(gap)] * (len(WIDEST) - 1)]
        columns = []
        for number, bar in zip(numbers, bars, strict=True):
            columns.append(_Column(left, number, bar - gap))
            left += number + bar
        return columns

    def _bars(self, column: int) -> tuple[float, float]:
        """Return where a column's bars begin, and the length of the longest."""
        found = self._columns()[column]
        return found.bars, found.longest

    def _row_at(self, position: QPointF) -> int | None:
        row = int(position.y() // self._row_height()) - 1
        logits = self._columns()[0]
        is_inside = logits.left <= position.x() <= logits.left + logits.width + GAP
        return row if is_inside and 0 <= row < len(self._classes) else None

    def _logit_at(self, x: float) -> float:
        left, width = self._bars(0)
        logit = (2 * (x - left) / max(width, 1.0) - 1) * self._reach
        return float(np.clip(logit, -self._reach, self._reach))

    # mouse and keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of a logit."""
        row = self._row_at(event.position())
        if row is None or event.button() is not Qt.MouseButton.LeftButton or self._steps is None:
            return
        self._held = self.chosen = row
        self.dragged.emit(row, self._logit_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the logit that is held."""
        if self._held is not None:
            self.dragged.emit(self._held, self._logit_at(event.position().x()))
            return
        is_over = self._row_at(event.position()) is not None
        self.setCursor(Qt.CursorShape.SizeHorCursor if is_over else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let go of the logit."""
        self._held = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose a class with Up and Down, change its logit with Left and Right."""
        rows = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        changes = {Qt.Key.Key_Left: -KEY_STEP, Qt.Key.Key_Right: KEY_STEP}
        key = Qt.Key(event.key())
        if self._steps is None or (key not in rows and key not in changes):
            super().keyPressEvent(event)
        elif key in rows:
            self.chosen = min(max(self.chosen + rows[key], 0), len(self._classes) - 1)
            self._describe()
            self.update()
        else:
            logit = float(self._steps.logits[self.chosen]) + changes[key]
            self.dragged.emit(self.chosen, min(max(logit, -self._reach), self._reach))

    # painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint titles, numbers and bars; the right class stands out."""
        if self._steps is None:
            return
        painter = QPainter(self)
        height, columns = self._row_height(), self._columns()
        painter.setPen(QColor(theme.colours().quiet))
        for column, title in zip(columns, self._titles, strict=True):
            box, width = QRectF(column.left, 0, column.width, height), int(column.width)
            shown = painter.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, width)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, shown)
        for index in range(len(self._classes)):
            self._paint_row(painter, index, columns)

        # the line of zero of the logits
        painter.setPen(QColor(theme.colours().quiet))
        middle = columns[0].bars + columns[0].longest / 2
        painter.drawLine(QPointF(middle, height), QPointF(middle, self.sizeHint().height()))

    def _paint_row(self, painter: QPainter, index: int, columns: Sequence[_Column]) -> None:
        assert self._steps is not None
        named, height = theme.colours(), self._row_height()
        top = (1 + index) * height
        if index == self._right:
            painter.fillRect(QRectF(0, top, self.width(), height), QColor(named.line))
        if self.hasFocus() and index == self.chosen:
            painter.setPen(QColor(named.accent))
            painter.drawRect(QRectF(0.5, top + 0.5, self.width() - 1, height - 1))

        painter.setFont(self._bold() if index == self._right else self.font())
        painter.setPen(QColor(named.text))
        name = QRectF(theme.STEP, top, columns[0].left - theme.PADDING, height)
        shown = painter.fontMetrics().elidedText(
            self._classes[index], Qt.TextElideMode.ElideRight, int(name.width())
        )
        painter.drawText(name, Qt.AlignmentFlag.AlignVCenter, shown)

        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        texts, shares = self._texts(index), self.bar_shares(index)
        for place, (column, text, share) in enumerate(zip(columns, texts, shares, strict=True)):
            painter.setPen(QColor(named.text))
            number = QRectF(column.left, top, column.number - theme.STEP, height)
            painter.drawText(number, right, text)
            bar = QRectF(column.bars, top + (height - BAR) / 2, column.longest, BAR)
            if place == 0:  # logits have either sign
                bar.setLeft(bar.center().x())
            self._paint_bar(painter, bar, share)

    def bar_shares(self, index: int) -> tuple[float, ...]:
        """Return the lengths of a row's bars; above 1 a bar is longer than there is room for."""
        steps = self._steps
        assert steps is not None
        return (
            float(steps.logits[index]) / self._reach,
            float(steps.exponentials[index]),
            float(steps.probabilities[index]),
            float(steps.costs[index]) / self._cost_reach,
        )

    def _paint_bar(self, painter: QPainter, longest: QRectF, share: float) -> None:
        left, top, width = longest.left(), longest.top(), longest.width()
        colour = theme.run_style(self._style).colour
        if share <= 1:
            painter.fillRect(QRectF(left, top, share * width, BAR).normalized(), colour)
            return

        # too long: an arrow, set apart, in place of its end
        tip = left + width - CAPPED_TIP
        painter.fillRect(QRectF(left, top, max(0.0, tip - CAPPED_GAP - left), BAR), colour)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        corners = (tip, top), (left + width, top + BAR / 2), (tip, top + BAR)
        painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))
        painter.setBrush(Qt.BrushStyle.NoBrush)


def _small(value: float) -> str:
    """Return a number from 0 to 1, also one that is tiny: ``0.250``, ``2e-07``."""
    return f"{value:.3f}" if value >= 0.001 or value == 0 else f"{value:.0e}"
