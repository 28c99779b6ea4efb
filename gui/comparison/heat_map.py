"""A heat map: the accuracy in each cell of a grid."""

from collections.abc import Iterator, Sequence
from itertools import product

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.comparison.results import Cell
from core.number_text import accuracy_text
from gui.style import theme

CELL = QSize(20 * theme.STEP, 9 * theme.STEP)


class HeatMap(QWidget):
    """Accuracies of a grid, darker for better; a dash where no run completed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[str] = ()
        self._columns: Sequence[str] = ()
        self._cells: Sequence[Sequence[Cell]] = ()
        self._is_validated = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_cells(
        self,
        rows: Sequence[str],
        columns: Sequence[str],
        cells: Sequence[Sequence[Cell]],
        *,
        is_validated: bool = False,
    ) -> None:
        """Show the results.

        Args:
            rows: the values of the first setting.
            columns: those of the second; a single empty one if there is no second setting.
            cells: by row and column; may have fewer rows while results are missing.
            is_validated: whether to show the accuracy on held-out examples.
        """
        self._rows, self._columns, self._cells = rows, columns, cells
        self._is_validated = is_validated
        self.setVisible(bool(rows))
        texts = (f"{self._name(*at)}: {self._text(*at)}" for at in self._positions())
        self.setAccessibleName("; ".join(texts))
        self.updateGeometry()
        self.update()

    def _positions(self) -> Iterator[tuple[int, int]]:
        return product(range(len(self._rows)), range(len(self._columns)))

    def sizeHint(self) -> QSize:
        """Return a size for all cells and their names."""
        return QSize(
            CELL.width() * (len(self._columns) + 1) + theme.PADDING,
            CELL.height() * (len(self._rows) + 1),
        )

    def minimumSizeHint(self) -> QSize:
        """Return the size of all cells, so that a large map is scrolled instead of squeezed."""
        return self.sizeHint() - QSize(theme.PADDING, 0)

    def _name(self, row: int, column: int) -> str:
        return ", ".join(name for name in (self._rows[row], self._columns[column]) if name)

    def _text(self, row: int, column: int) -> str:
        return accuracy_text(self._shown(self._cell(row, column)))

    def _shown(self, cell: Cell) -> float | None:
        return cell.validation if self._is_validated else cell.final

    def _cell(self, row: int, column: int) -> Cell:
        return self._cells[row][column] if row < len(self._cells) else Cell(None, None, 0)

    def _area(self, row: int, column: int) -> QRectF:
        return QRectF(
            (column + 1) * CELL.width(), (row + 1) * CELL.height(), CELL.width(), CELL.height()
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint names along both sides and a coloured cell with its number in each position."""
        painter, named = QPainter(self), theme.colours()
        painter.setFont(theme.tabular(self.font()))
        centre = Qt.AlignmentFlag.AlignCenter

        # names: column -1 and row -1
        painter.setPen(QColor(named.quiet))
        for row, name in enumerate(self._rows):
            painter.drawText(self._area(row, -1), centre, name)
        for column, name in enumerate(self._columns):
            painter.drawText(self._area(-1, column), centre, name)

        # cells: the darker, the better
        shown = [self._shown(cell) for row in self._cells for cell in row]
        known = [accuracy for accuracy in shown if accuracy is not None]
        for row, column in self._positions():
            accuracy = self._shown(self._cell(row, column))
            area = self._area(row, column).adjusted(1, 1, -1, -1)
            share = 0.0 if accuracy is None else _share(accuracy, known)
            ground = theme.between(named.paper, named.accent, 0.1 + 0.8 * share)
            painter.fillRect(area, ground)
            painter.setPen(theme.letters_on(ground))
            painter.drawText(area, centre, self._text(row, column))


def _share(value: float, known: Sequence[float]) -> float:
    """Scale a value from the range of the known ones to 0 to 1; 1 if they are all equal."""
    low, high = min(known), max(known)
    return (value - low) / (high - low) if high > low else 1.0
