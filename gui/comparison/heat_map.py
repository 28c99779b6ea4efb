"""The accuracy of each cell of a grid, as a map of colours."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.comparison.results import Cell
from gui.style import theme

CELL = QSize(20 * theme.STEP, 9 * theme.STEP)


class HeatMap(QWidget):
    """Accuracies at the places of a grid, darker for better; a dash where no run completed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[str] = ()
        self._columns: Sequence[str] = ()
        self._cells: Sequence[Sequence[Cell]] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_cells(
        self, rows: Sequence[str], columns: Sequence[str], cells: Sequence[Sequence[Cell]]
    ) -> None:
        """The values of the first setting, those of the second (one empty one if there is none), and the results."""
        self._rows, self._columns, self._cells = rows, columns, cells
        self.setVisible(bool(rows))
        places = [(row, column) for row in range(len(rows)) for column in range(len(columns))]
        self.setAccessibleName(
            "; ".join(f"{self._name(*place)}: {self._text(*place)}" for place in places)
        )
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """All cells beside their names."""
        return QSize(
            CELL.width() * (len(self._columns) + 1) + theme.PADDING,
            CELL.height() * (len(self._rows) + 1),
        )

    def minimumSizeHint(self) -> QSize:
        """No less than the cells: a large map is scrolled."""
        return self.sizeHint() - QSize(theme.PADDING, 0)

    def _name(self, row: int, column: int) -> str:
        return ", ".join(name for name in (self._rows[row], self._columns[column]) if name)

    def _text(self, row: int, column: int) -> str:
        final = self._cell(row, column).final
        return "–" if final is None else f"{final:.2%}"

    def _cell(self, row: int, column: int) -> Cell:
        return self._cells[row][column] if row < len(self._cells) else Cell(None, None, 0)

    def _place(self, row: int, column: int) -> QRectF:
        return QRectF(
            (column + 1) * CELL.width(), (row + 1) * CELL.height(), CELL.width(), CELL.height()
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Names along both sides, a coloured cell with its number at each place."""
        painter, named = QPainter(self), theme.colours()
        painter.setFont(theme.tabular(self.font()))
        painter.setPen(QColor(named.quiet))
        centre = Qt.AlignmentFlag.AlignCenter
        for row, name in enumerate(self._rows):
            painter.drawText(self._place(row, -1), centre, name)
        for column, name in enumerate(self._columns):
            painter.drawText(self._place(-1, column), centre, name)
        known = [cell.final for row in self._cells for cell in row if cell.final is not None]
        for row in range(len(self._rows)):
            for column in range(len(self._columns)):
                final, place = (
                    self._cell(row, column).final,
                    self._place(row, column).adjusted(1, 1, -1, -1),
                )
                share = 0.0 if final is None else _share(final, known)
                ground = theme.between(named.paper, named.accent, 0.1 + 0.8 * share)
                painter.fillRect(place, ground)
                painter.setPen(theme.letters_on(ground))
                painter.drawText(place, centre, self._text(row, column))


def _share(value: float, known: Sequence[float]) -> float:
    low, high = min(known), max(known)
    return (value - low) / (high - low) if high > low else 1.0
