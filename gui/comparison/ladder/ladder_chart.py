"""A ladder's chart: what each step adds, and all steps together."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QHelpEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.comparison.results import Contribution
from core.evaluation.statistics import excludes_zero
from core.number_text import points_interval, signed_points
from gui.style import theme
from gui.style.diverging import colour_of
from gui.widgets.plain_text import show_tip

ROW = 7 * theme.STEP
BAR = 3 * theme.STEP
MIN_BARS = 30 * theme.STEP  # width; longer names are elided
MIN_NAMES = 24 * theme.STEP  # width; where there is less, names stand above their bars


@dataclass(frozen=True)
class Step:
    """A row of the chart.

    Attributes:
        sentence: the verdict on the two networks, for the tip.
    """

    name: str
    contribution: Contribution
    sentence: str = ""


class LadderChart(QWidget):
    """Bars in rows, each starting where the one above ends, so that they add up to the last one.

    Names stand left of the bars, in a narrow chart above them.
    A gain has the colour of positive numbers, a loss that of negative ones.
    A thin line over a bar is its 95 % interval. Where that includes 0, no difference is shown: the
    bar is pale and its number is not bold, however large it is. The tips explain that.
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
        return QSize(360, (len(self._steps) + 1) * self._pitch() + theme.PADDING)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the height that names above the bars need, or need no longer."""
        super().resizeEvent(event)
        self.updateGeometry()

    def _rows(self) -> tuple[Step, ...]:
        return (*self._steps, *(() if self._whole is None else (self._whole,)))

    def _space_left_of_numbers(self) -> int:
        """Return the width for names and bars."""
        width_of = QFontMetrics(_bold(theme.tabular(self.font()))).horizontalAdvance
        numbers = max((width_of(_numbers(step.contribution)) for step in self._rows()), default=0)
        return max(0, self.width() - numbers - 2 * theme.PADDING)

    def _is_narrow(self) -> bool:
        return self._space_left_of_numbers() < theme.px(MIN_BARS + MIN_NAMES)

    def _pitch(self) -> int:
        """Return the height of a row, with the line of its name if that stands above the bar."""
        return ROW + (self.fontMetrics().lineSpacing() if self._is_narrow() else 0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint a row for each step, with its name, bar, interval and numbers, and the sum."""
        if self._whole is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.tabular(self.font()))

        # bars: between the longest name, if names stand there, and the numbers
        space, pitch = self._space_left_of_numbers(), self._pitch()
        bars = QRectF(0, pitch - ROW, space + theme.PADDING, ROW)
        if not self._is_narrow():
            width_of = painter.fontMetrics().horizontalAdvance
            longest = max(width_of(step.name) for step in self._rows())
            bars.setLeft(min(longest, space - theme.px(MIN_BARS)) + theme.PADDING)

        for step, start in zip(self._steps, self._starts(), strict=True):
            self._paint_row(painter, bars, step, start)
            bars.translate(0, pitch)

        bars.translate(0, theme.STEP)
        painter.setPen(QColor(theme.colours().line))
        top = bars.bottom() - pitch
        painter.drawLine(QPointF(0, top), QPointF(self.width(), top))
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
        colour = theme.translucent(colour_of(difference >= 0), 1.0 if is_shown else 0.35)
        corners = (
            QPointF(x(start), middle - BAR / 2),
            QPointF(x(start + difference), middle + BAR / 2),
        )
        painter.fillRect(QRectF(*corners).normalized(), colour)
        ends = (QPointF(x(start + end), middle) for end in interval)
        painter.setPen(QPen(QColor(named.text), 1.2))
        painter.drawLine(*ends)

        # name on the left or above, numbers on the right
        row = QRectF(0, bars.top(), self.width(), ROW)
        painter.setPen(QColor(named.text))
        name_box = QRectF(0, bars.top(), bars.left() - theme.PADDING, ROW)
        if self._is_narrow():
            above = self._pitch() - ROW
            name_box = QRectF(0, bars.top() - above, self.width(), above)
        name = painter.fontMetrics().elidedText(
            step.name, Qt.TextElideMode.ElideMiddle, round(name_box.width())
        )
        painter.drawText(name_box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)
        regular = painter.font()
        painter.setFont(_bold(regular) if is_shown else regular)
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(row, right, _numbers(contribution))
        painter.setFont(regular)

    def step_at(self, y: float) -> Step | None:
        """Return the row at a height, if there is one."""
        row = int(y // self._pitch())
        if 0 <= row < len(self._steps):
            return self._steps[row]
        return self._whole if row >= len(self._steps) else None

    def event(self, event: QEvent) -> bool:
        """Show which step this is, its verdict, and what bold and pale mean."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            step = self.step_at(event.pos().y())
            if step is not None:
                show_tip(event.globalPos(), self.tip_of(step), self)
            return True
        return super().event(event)

    def tip_of(self, step: Step) -> str:
        """Return the tip of a row."""
        if excludes_zero(step.contribution.interval):
            meaning = self.tr("Bold: shown, as the interval excludes 0.")
        else:
            meaning = self.tr(
                "Not bold: the interval includes 0, so this may be chance, however large it is."
            )
        return "\n".join(filter(None, (step.name, step.sentence, meaning)))


def _bold(font: QFont) -> QFont:
    bold = QFont(font)
    bold.setBold(True)
    return bold


def _numbers(contribution: Contribution) -> str:
    interval = points_interval(contribution.interval)
    return f"{signed_points(contribution.difference)} ({interval})"
