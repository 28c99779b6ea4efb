"""The results of a grid: what is compared, the heat map, and how far its best cell is right."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from core.comparison.experiment import Grid, cell_name
from core.comparison.grid_settings import SETTINGS
from core.comparison.judgement import sentence
from core.comparison.results import Cell
from core.comparison.tables import axis_values, grid_heading
from core.number_text import accuracy_text
from gui.comparison.comparison import Comparison
from gui.comparison.heat_map import HeatMap
from gui.style import theme
from gui.style.translation import translate
from gui.widgets.panel import column, styled_label
from gui.widgets.plain_text import PlainLabel


class GridView(QWidget):
    """A grid's accuracies: on held-out examples if there are any, otherwise on the test examples.

    Signals:
        runs_chosen(object): the ids of the runs of a cell that was clicked, as a tuple.
    """

    runs_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._comparison: Comparison | None = None
        self._title, self._map = styled_label("heading", self), HeatMap(self)
        self._map.picked.connect(self._on_picked)
        self._conclusion, self._note = PlainLabel(self), styled_label("quiet", self)
        for label in (self._conclusion, self._title, self._note):
            label.setWordWrap(True)
        rows = column(self, gap=2 * theme.STEP, padding=0)
        for widget in (self._conclusion, self._title, self._map, self._note):
            rows.addWidget(widget)

    def show_comparison(self, comparison: Comparison | None) -> None:
        """Show the results of a grid so far; nothing for other comparisons."""
        self._comparison = comparison
        grid = comparison.kept.grid if comparison is not None else None
        self.setVisible(grid is not None)
        if comparison is None or grid is None:
            self._map.show_cells([], [""], ())
            return

        values = axis_values(grid, translate)
        columns = values[1] if len(values) == 2 else [""]
        is_validated = grid.is_validated
        cells = comparison.judgement.cells
        best = comparison.judgement.best if comparison.is_over else None
        position = best.position if best is not None else None
        self._map.show_cells(values[0], columns, cells, is_validated=is_validated, best=position)
        text = translate(sentence(best, grid.titles())) if best is not None else ""
        if best is not None and is_validated and not comparison.kept.is_sealed:
            text += "\n" + self._on_test_set(cells[best.position[0]][best.position[1]])
        self._conclusion.setText(text)
        self._conclusion.setVisible(bool(text))
        self._title.setText(self._title_of(grid))
        self._note.setText(
            self.tr(
                "The largest of several accuracies on the same test examples is optimistic. To "
                "choose settings without the test examples, hold out examples for validation."
            )
        )
        self._note.setVisible(not is_validated)

    def _on_picked(self, number: int) -> None:
        if self._comparison is not None:
            name = cell_name(*self._map.position_of(number))
            planned = self._comparison.runs.items()
            runs = (run for run, one in planned if one.member == name)
            self.runs_chosen.emit(tuple(runs))

    def _on_test_set(self, cell: Cell) -> str:
        """Return what the best cell reaches on the test examples, which did not choose it."""
        text = self.tr("On the test examples, which did not choose it, it reaches {accuracy}.")
        return text.format(accuracy=accuracy_text(cell.final))

    def _title_of(self, grid: Grid) -> str:
        titles = [translate(SETTINGS[axis.path].about.title) for axis in grid.axes]
        text = self.tr("{accuracy}; rows: {rows}")
        if len(titles) == 2:
            text = self.tr("{accuracy}; rows: {rows}, columns: {columns}")
        values = {"rows": titles[0], "columns": titles[-1]}
        return text.format(accuracy=translate(grid_heading(grid)), **values)
