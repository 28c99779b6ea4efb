"""The chart of a tuning: what each network reaches with each learning rate."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.comparison.results import Cell
from core.config.differences import format_value
from core.number_text import accuracy_text
from gui.style import theme
from gui.widgets.pickable import Pickable

CURVE, GAP = 9 * theme.STEP, 2 * theme.STEP  # height of a curve; space below it
DOT, BEST, CROSS = 2.5, 5.0, 3.0  # radii of a rate, of the best one, and of one that diverged
WIDTH = 90 * theme.STEP
REACH = 12.0  # of a click, in pixels


@dataclass(frozen=True)
class TunedRow:
    """A network with what it reaches.

    Attributes:
        cells: one for each rate; fewer while results are missing.
        best: which rate it got; None while it has none.
    """

    name: str
    cells: Sequence[Cell]
    best: int | None


class TuningChart(Pickable):
    """A curve over the learning rate for each network, all on the same axes, the best rate strong.

    A cross at the bottom is a rate with which the network diverged. Points are numbered row by row.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[TunedRow] = ()
        self._rates: Sequence[float] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_rows(self, rows: Sequence[TunedRow], rates: Sequence[float]) -> None:
        """Show curves; without rows, nothing."""
        self._rows, self._rates = rows, rates
        self.numbers = range(len(rows) * len(rates))
        texts = [f"{row.name}: {self._result(row)}" for row in rows]
        self.setAccessibleName("; ".join(texts) or self.tr("Accuracy by learning rate"))
        self.updateGeometry()
        self.update()

    def in_row(self) -> int:
        """Return the number of learning rates."""
        return len(self._rates)

    def sizeHint(self) -> QSize:
        """Return a line and a curve for each network, and the axis."""
        line = self.fontMetrics().lineSpacing()
        height = len(self._rows) * self._pitch() + 2 * line + theme.STEP
        return QSize(theme.px(WIDTH), math.ceil(height))

    def _pitch(self) -> float:
        return self.fontMetrics().lineSpacing() + theme.px(CURVE + GAP)

    def _curve(self, row: int) -> QRectF:
        """Return where the curve of a network lies."""
        top = row * self._pitch() + self.fontMetrics().lineSpacing()
        return QRectF(0, top, self.width(), theme.px(CURVE))

    def _limits(self) -> tuple[float, float]:
        """Return the accuracies at the bottom and the top of all curves."""
        known = [
            cell.validation
            for row in self._rows
            for cell in row.cells
            if cell.validation is not None
        ]
        low, high = min(known, default=0.0), max(known, default=1.0)
        return low, high if high > low else low + 0.01

    def _x(self, column: int) -> float:
        """Return where a learning rate lies; their logarithms are the distances."""
        edge = theme.px(8 * theme.STEP)
        first, last = math.log(self._rates[0]), math.log(self._rates[-1])
        share = (math.log(self._rates[column]) - first) / (last - first) if last > first else 0.5
        return edge + share * (self.width() - 2 * edge)

    def point(self, row: int, column: int) -> QPointF:
        """Return where a network with a learning rate lies: at the bottom if it has no accuracy."""
        area, (low, high) = self._curve(row), self._limits()
        cells = self._rows[row].cells
        accuracy = cells[column].validation if column < len(cells) else None
        height = 0.0 if accuracy is None else (accuracy - low) / (high - low)
        room = area.height() - 2 * BEST
        return QPointF(self._x(column), area.bottom() - BEST - height * room)

    def index_at(self, position: QPointF) -> int | None:
        """Return the point nearest to a position, if it is near enough."""
        for row in range(len(self._rows)):
            if self._curve(row).contains(position):
                distances = [abs(self._x(one) - position.x()) for one in range(len(self._rates))]
                nearest = distances.index(min(distances))
                return row * len(self._rates) + nearest if min(distances) <= REACH else None
        return None

    def tip(self, index: int) -> str:
        """Return the network, its learning rate, and what it reached."""
        row, column = divmod(index, len(self._rates))
        shown = self._rows[row]
        cell = shown.cells[column] if column < len(shown.cells) else Cell(None, None, 0)
        text = self.tr("{network}, learning rate {rate}: {result}. Click to show its run.")
        result = self.tr("diverged") if cell.diverged else accuracy_text(cell.validation)
        return text.format(network=shown.name, rate=self._rate(column), result=result)

    def _rate(self, column: int) -> str:
        return str(format_value(self._rates[column]))

    def _result(self, row: TunedRow) -> str:
        if row.best is None:
            return "–"
        return f"{self._rate(row.best)}   {accuracy_text(row.cells[row.best].validation)}"

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint a name, a result and a curve for each network, then the axis."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.tabular(self.font()))
        for row in range(len(self._rows)):
            self._paint_head(painter, row)
            self._paint_curve(painter, row)
        if self._rows:
            self._paint_axis(painter)

    def _paint_head(self, painter: QPainter, row: int) -> None:
        shown, area = self._rows[row], self._curve(row)
        line = painter.fontMetrics().lineSpacing()
        box = QRectF(0, area.top() - line, self.width(), line)
        result = self._result(shown)
        regular = painter.font()
        bold = theme.sized(regular, theme.TEXT, bold=True)

        painter.setFont(bold)
        painter.setPen(QColor(theme.colours().text))
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, result)
        room = int(box.width() - painter.fontMetrics().horizontalAdvance(result) - theme.PADDING)
        painter.setFont(regular)
        name = painter.fontMetrics().elidedText(shown.name, Qt.TextElideMode.ElideMiddle, room)
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)

    def _paint_curve(self, painter: QPainter, row: int) -> None:
        named, shown = theme.colours(), self._rows[row]
        painter.fillRect(self._curve(row), QColor(named.paper))
        painter.setPen(QPen(QColor(named.quiet), 1.2))
        for part in self._parts(row):
            painter.drawPolyline(QPolygonF(part))

        for column, cell in enumerate(shown.cells):
            centre = self.point(row, column)
            if cell.diverged:
                painter.setPen(QPen(QColor(named.quiet), 1.2))
                for slope in (-1, 1):
                    reach = QPointF(CROSS, slope * CROSS)
                    painter.drawLine(centre - reach, centre + reach)
            elif cell.validation is not None:
                is_best = column == shown.best
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(named.text if is_best else named.quiet))
                radius = BEST if is_best else DOT
                painter.drawEllipse(centre, radius, radius)
                painter.setBrush(Qt.BrushStyle.NoBrush)

    def _parts(self, row: int) -> Iterator[list[QPointF]]:
        """Yield the parts of a curve between rates without a result."""
        part: list[QPointF] = []
        for column, cell in enumerate(self._rows[row].cells):
            if cell.validation is None or cell.diverged:
                yield part
                part = []
            else:
                part.append(self.point(row, column))
        yield part

    def _paint_axis(self, painter: QPainter) -> None:
        """Paint the learning rates below the last curve, as many as have room."""
        line = painter.fontMetrics().lineSpacing()
        top, reached = len(self._rows) * self._pitch() - theme.px(GAP), -math.inf
        painter.setPen(QColor(theme.colours().quiet))
        for column in range(len(self._rates)):
            text = self._rate(column)
            width = painter.fontMetrics().horizontalAdvance(text)
            left = self._x(column) - width / 2
            if left > reached:
                painter.drawText(
                    QRectF(left, top, width + 1, line), Qt.AlignmentFlag.AlignLeft, text
                )
                reached = left + width + theme.STEP
        below = QRectF(0, top + line, self.width(), line)
        painter.drawText(below, Qt.AlignmentFlag.AlignHCenter, self.tr("Learning rate"))
