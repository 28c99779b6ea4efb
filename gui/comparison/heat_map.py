"""A heat map: the accuracy in each cell of a grid."""

from collections.abc import Iterator, Sequence
from itertools import product

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.comparison.judgement import Position
from core.comparison.results import Cell
from core.number_text import accuracy_text, percentage
from gui.style import theme
from gui.widgets.pickable import Pickable

CELL = QSize(20 * theme.STEP, 9 * theme.STEP)
FRAME = 2  # around the best and the chosen cell, in pixels
DOTTED = Qt.PenStyle.DotLine  # of the chosen cell's frame


class HeatMap(Pickable):
    """Accuracies of a grid, stronger for better; a dash where no run completed.

    The best cell has a frame and bold letters. Cells are numbered row by row.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[str] = ()
        self._columns: Sequence[str] = ()
        self._cells: Sequence[Sequence[Cell]] = ()
        self._is_validated = False
        self._best: Position | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_cells(
        self,
        rows: Sequence[str],
        columns: Sequence[str],
        cells: Sequence[Sequence[Cell]],
        *,
        is_validated: bool = False,
        best: Position | None = None,
    ) -> None:
        """Show the results.

        Args:
            rows: the values of the first setting.
            columns: those of the second; a single empty one if there is no second setting.
            cells: by row and column; may have fewer rows while results are missing.
            is_validated: whether to show the accuracy on held-out examples.
            best: the cell to frame.
        """
        if (rows, columns) != (self._rows, self._columns):
            self.choose(None)
        self._rows, self._columns, self._cells = rows, columns, cells
        self._is_validated, self._best = is_validated, best
        self.numbers = range(len(rows) * len(columns))
        self.setVisible(bool(rows))
        texts = (f"{self._name(*at)}: {self._text(*at)}" for at in self._positions())
        self.setAccessibleName("; ".join(texts))
        self.updateGeometry()
        self.update()

    def _positions(self) -> Iterator[Position]:
        return product(range(len(self._rows)), range(len(self._columns)))

    def position_of(self, number: int) -> Position:
        """Return row and column of a cell."""
        row, column = divmod(number, len(self._columns))
        return row, column

    def in_row(self) -> int:
        """Return the number of columns."""
        return len(self._columns)

    def index_at(self, position: QPointF) -> int | None:
        """Return the cell under a point."""
        size = self._cell_size()
        row = int(position.y() // size.height()) - 1
        column = int(position.x() // size.width()) - 1
        is_inside = 0 <= row < len(self._rows) and 0 <= column < len(self._columns)
        return self._number((row, column)) if is_inside else None

    def tip(self, index: int) -> str:
        """Return a cell's settings, its accuracy, and those of its runs."""
        row, column = self.position_of(index)
        accuracies = self._cell(row, column).accuracies(self._is_validated)
        if not accuracies:
            text = self.tr("{name}: no run completed. Click to select its runs.")
            return text.format(name=self._name(row, column))
        if len(accuracies) == 1:
            text = self.tr("{name}: {accuracy}. Click to show its run.")
        else:
            text = self.tr("{name}: {accuracy}, of {count} runs {each}. Click to show them.")
        text = text.format(
            name=self._name(row, column),
            accuracy=self._text(row, column),
            count=len(accuracies),
            each=" · ".join(map(percentage, accuracies)),
        )
        diverged = self._cell(row, column).diverged
        if diverged:
            text += "\n" + self.tr("%n run(s) diverged and count as guesses.", "", diverged)
        return text

    @staticmethod
    def _cell_size() -> QSize:
        return QSize(theme.px(CELL.width()), theme.px(CELL.height()))

    def sizeHint(self) -> QSize:
        """Return a size for all cells and their names."""
        size = self._cell_size()
        return QSize(
            size.width() * (len(self._columns) + 1) + theme.PADDING,
            size.height() * (len(self._rows) + 1),
        )

    def minimumSizeHint(self) -> QSize:
        """Return the size of all cells, so that a large map is scrolled instead of squeezed."""
        return self.sizeHint() - QSize(theme.PADDING, 0)

    def _name(self, row: int, column: int) -> str:
        return ", ".join(name for name in (self._rows[row], self._columns[column]) if name)

    def _text(self, row: int, column: int) -> str:
        return accuracy_text(self._shown(self._cell(row, column)))

    def _shown(self, cell: Cell) -> float | None:
        return cell.accuracy(self._is_validated)

    def _cell(self, row: int, column: int) -> Cell:
        return self._cells[row][column] if row < len(self._cells) else Cell(None, None, 0)

    def _area(self, row: int, column: int) -> QRectF:
        size = self._cell_size()
        return QRectF(
            (column + 1) * size.width(), (row + 1) * size.height(), size.width(), size.height()
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint names along both sides and a cell with its number in each position."""
        painter = QPainter(self)
        painter.setFont(theme.tabular(self.font()))

        # names: column -1 and row -1
        painter.setPen(QColor(theme.colours().quiet))
        for row, name in enumerate(self._rows):
            self._paint_text(painter, self._area(row, -1), name)
        for column, name in enumerate(self._columns):
            self._paint_text(painter, self._area(-1, column), name)

        # cells: the stronger, the better
        shown = [self._shown(cell) for row in self._cells for cell in row]
        known = [accuracy for accuracy in shown if accuracy is not None]
        for position in self._positions():
            accuracy = self._shown(self._cell(*position))
            share = 0.0 if accuracy is None else _share(accuracy, known)
            self._paint_cell(painter, position, share)

    def _paint_cell(self, painter: QPainter, position: Position, share: float) -> None:
        named, area = theme.colours(), self._area(*position).adjusted(1, 1, -1, -1)
        ground = theme.between(named.paper, named.accent, 0.1 + 0.8 * share)
        letters = theme.letters_on(ground)
        painter.fillRect(area, ground)

        is_best = position == self._best
        if is_best or self._number(position) == self.chosen:
            painter.setPen(QPen(letters, FRAME, Qt.PenStyle.SolidLine if is_best else DOTTED))
            painter.drawRect(area.adjusted(FRAME, FRAME, -FRAME, -FRAME))

        font = painter.font()
        painter.setFont(theme.sized(font, theme.TEXT, bold=is_best))
        painter.setPen(letters)
        self._paint_text(painter, area, self._text(*position))
        painter.setFont(font)

    def _number(self, position: Position) -> int:
        return position[0] * len(self._columns) + position[1]

    @staticmethod
    def _paint_text(painter: QPainter, area: QRectF, text: str) -> None:
        room = int(area.width()) - theme.STEP
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, shown)


def _share(value: float, known: Sequence[float]) -> float:
    """Scale a value from the range of the known ones to 0 to 1; 1 if they are all equal."""
    low, high = min(known), max(known)
    return (value - low) / (high - low) if high > low else 1.0
