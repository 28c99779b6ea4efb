"""Charts of an experiment: what each step of a ladder adds, a grid's heat map, digits that only one network reads."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.comparison.results import Contribution
from core.evaluation.statistics import excludes_zero
from gui.style import theme

ROW = 7 * theme.STEP
BAR = 3 * theme.STEP


@dataclass(frozen=True)
class Step:
    """A row of the ladder's chart."""

    name: str
    contribution: Contribution


class LadderChart(QWidget):
    """Bars one below the other, each beginning where the one above ends, so that they add up to the last.

    A bar is pale where its 95 % interval, the thin line over it, holds 0: then no difference is
    shown.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps: Sequence[Step] = ()
        self._whole: Step | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_steps(self, steps: Sequence[Step], whole: Step | None) -> None:
        """The steps in order, and what they add up to."""
        self._steps, self._whole = steps, whole
        self.setVisible(bool(steps))
        rows = [*steps, whole] if whole is not None else steps
        self.setAccessibleName(
            "; ".join(f"{row.name}: {points(row.contribution.difference)}" for row in rows)
        )
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """A row for each step, a gap, and one for the whole."""
        return QSize(360, (len(self._steps) + 1) * ROW + theme.PADDING)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Names, bars, intervals, numbers."""
        if self._whole is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.tabular(self.font()))
        rows = [(step, start) for step, start in zip(self._steps, self._starts(), strict=True)]
        left = max(
            painter.fontMetrics().horizontalAdvance(step.name)
            for step in (*self._steps, self._whole)
        )
        right = painter.fontMetrics().horizontalAdvance("+00.00 (+00.00 … +00.00)")
        place = QRectF(
            left + theme.PADDING, 0, max(40, self.width() - left - right - 2 * theme.PADDING), ROW
        )
        for step, start in rows:
            self._paint_row(painter, place, step, start)
            place.translate(0, ROW)
        place.translate(0, theme.STEP)
        painter.setPen(QColor(theme.colours().line))
        painter.drawLine(QPointF(0, place.top()), QPointF(self.width(), place.top()))
        place.translate(0, theme.STEP)
        self._paint_row(painter, place, self._whole, 0.0)

    def _starts(self) -> list[float]:
        starts, reached = [], 0.0
        for step in self._steps:
            starts.append(reached)
            reached += step.contribution.difference
        return starts

    def _range(self) -> tuple[float, float]:
        assert self._whole is not None
        ends = [0.0, *self._whole.contribution.interval]
        for step, start in zip(self._steps, self._starts(), strict=True):
            ends += [start + end for end in step.contribution.interval]
        return min(ends), max(*ends, 0.001)

    def _paint_row(self, painter: QPainter, place: QRectF, step: Step, start: float) -> None:
        named, found = theme.colours(), step.contribution
        low, high = self._range()

        def x(value: float) -> float:
            return place.left() + (value - low) / (high - low) * place.width()

        is_shown = excludes_zero(found.interval)
        colour = QColor(named.accent if found.difference >= 0 else named.wrong)
        colour.setAlphaF(1.0 if is_shown else 0.35)
        middle = place.center().y()
        bar = QRectF(
            QPointF(x(start), middle - BAR / 2),
            QPointF(x(start + found.difference), middle + BAR / 2),
        )
        painter.fillRect(bar.normalized(), colour)
        painter.setPen(QPen(QColor(named.text), 1.2))
        painter.drawLine(
            QPointF(x(start + found.interval[0]), middle),
            QPointF(x(start + found.interval[1]), middle),
        )
        painter.setPen(QColor(named.text))
        row = QRectF(0, place.top(), self.width(), ROW)
        painter.drawText(row, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, step.name)
        interval = f"{points(found.interval[0])} … {points(found.interval[1])}"
        text = f"{points(found.difference)} ({interval})"
        painter.setPen(QColor(named.text if is_shown else named.quiet))
        painter.drawText(row, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, text)


def points(share: float) -> str:
    """A difference of accuracies in percentage points, with its sign: ``+0.61``."""
    return f"{round(100 * share, 2) + 0.0:+.2f}".replace("-", "−")  # never a negative zero
