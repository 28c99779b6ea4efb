"""A ladder's chart: what each step adds, and all steps together."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.comparison.results import Contribution
from core.evaluation.statistics import excludes_zero
from core.number_text import points_interval, signed_points
from gui.style import theme
from gui.style.diverging import colour_of

ROW = 7 * theme.STEP
BAR = 3 * theme.STEP


@dataclass(frozen=True)
class Step:
    """A row of the chart."""

    name: str
    contribution: Contribution


class LadderChart(QWidget):
    """Bars in rows, each starting where the one above ends, so that they add up to the last one.

    A gain has the colour of positive numbers, a loss that of negative ones.
    A thin line over a bar is its 95 % interval. Where that includes 0, no difference is shown and
    the bar is pale.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps: Sequence[Step] = ()
        self._whole: Step | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_steps(self, steps: Sequence[Step], whole: Step | None) -> None:
        """Show the steps in order, and their sum."""
        self._steps, self._whole = steps, whole
        self.setVisible(bool(steps))
        rows = [*steps, whole] if whole is not None else steps
        self.setAccessibleName(
            "; ".join(f"{row.name}: {signed_points(row.contribution.difference)}" for row in rows)
        )
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height of a row for each step, a gap, and a row for the sum."""
        return QSize(360, (len(self._steps) + 1) * ROW + theme.PADDING)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint a row for each step, with its name, bar, interval and numbers, and the sum."""
        if self._whole is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.tabular(self.font()))

        # bars: between the longest name and the numbers
        width_of = painter.fontMetrics().horizontalAdvance
        left = max(width_of(step.name) for step in (*self._steps, self._whole))
        right = max(width_of(_numbers(step.contribution)) for step in (*self._steps, self._whole))
        room = max(40, self.width() - left - right - 2 * theme.PADDING)
        bars = QRectF(left + theme.PADDING, 0, room, ROW)

        for step, start in zip(self._steps, self._starts(), strict=True):
            self._paint_row(painter, bars, step, start)
            bars.translate(0, ROW)

        bars.translate(0, theme.STEP)
        painter.setPen(QColor(theme.colours().line))
        painter.drawLine(QPointF(0, bars.top()), QPointF(self.width(), bars.top()))
        bars.translate(0, theme.STEP)
        self._paint_row(painter, bars, self._whole, 0.0)

    def _starts(self) -> list[float]:
        """Return where each bar starts: at the sum of the differences above it."""
        starts, reached = [], 0.0
        for step in self._steps:
            starts.append(reached)
            reached += step.contribution.difference
        return starts

    def _range(self) -> tuple[float, float]:
        """Return the lowest and the highest value of any interval, 0 included."""
        assert self._whole is not None
        ends = [0.0, *self._whole.contribution.interval]
        for step, start in zip(self._steps, self._starts(), strict=True):
            ends += [start + end for end in step.contribution.interval]
        return min(ends), max(*ends, 0.001)

    def _paint_row(self, painter: QPainter, bars: QRectF, step: Step, start: float) -> None:
        named, contribution = theme.colours(), step.contribution
        difference, interval = contribution.difference, contribution.interval
        is_shown = excludes_zero(interval)
        low, high = self._range()
        middle = bars.center().y()

        def x(value: float) -> float:
            return bars.left() + (value - low) / (high - low) * bars.width()

        # bar, and its interval as a thin line
        colour = colour_of(difference >= 0)
        colour.setAlphaF(1.0 if is_shown else 0.35)
        corners = (
            QPointF(x(start), middle - BAR / 2),
            QPointF(x(start + difference), middle + BAR / 2),
        )
        painter.fillRect(QRectF(*corners).normalized(), colour)
        ends = (QPointF(x(start + end), middle) for end in interval)
        painter.setPen(QPen(QColor(named.text), 1.2))
        painter.drawLine(*ends)

        # name on the left, numbers on the right
        row = QRectF(0, bars.top(), self.width(), ROW)
        painter.setPen(QColor(named.text))
        painter.drawText(row, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, step.name)
        painter.setPen(QColor(named.text if is_shown else named.quiet))
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(row, right, _numbers(contribution))


def _numbers(contribution: Contribution) -> str:
    interval = points_interval(contribution.interval)
    return f"{signed_points(contribution.difference)} ({interval})"
