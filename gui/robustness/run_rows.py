"""A table with a row for each run: its colour, its name and a few texts."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from gui.runs.run_store import RunEntry
from gui.style import theme
from gui.style.swatches import dot
from gui.widgets.panel import styled_label
from gui.widgets.plain_text import NameLabel, PlainLabel

MIN_NAME, MAX_NAME = 16 * theme.STEP, 60 * theme.STEP


@dataclass(frozen=True)
class RunRow:
    """A run and the texts of its cells."""

    entry: RunEntry
    texts: Sequence[str]


class RunRows(QWidget):
    """Runs below each other, numbers on the right of their columns."""

    def __init__(self, columns: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns = columns
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(2 * theme.STEP)
        self._grid.setVerticalSpacing(theme.STEP)
        self._grid.setColumnStretch(columns + 2, 1)
        self._titles = [styled_label("quiet", self) for _ in range(columns)]
        for index, title in enumerate(self._titles, 2):
            self._grid.addWidget(title, 0, index, Qt.AlignmentFlag.AlignRight)
        self._rows: list[list[QLabel]] = []
        self._names: list[NameLabel] = []

    def set_titles(self, titles: Sequence[str]) -> None:
        """Name the columns after the run's name."""
        for label, title in zip(self._titles, titles, strict=True):
            label.setText(title)

    def show_rows(self, rows: Sequence[RunRow]) -> None:
        """Replace all rows."""
        while len(self._rows) < len(rows):
            self._add_row()
        for index, (name, cells) in enumerate(zip(self._names, self._rows, strict=True)):
            is_used = index < len(rows)
            for widget in (name, *cells):
                widget.setVisible(is_used)
            if not is_used:
                continue

            row = rows[index]
            name.setText(row.entry.name)
            cells[0].setPixmap(dot(theme.run_style(row.entry.style).colour))
            for cell, text in zip(cells[1:], row.texts, strict=True):
                cell.setText(text)

    def texts(self) -> list[list[str]]:
        """Return the texts of the rows that are shown, the names first."""
        return [
            [name.text(), *(cell.text() for cell in cells[1:])]
            for name, cells in zip(self._names, self._rows, strict=True)
            if not name.isHidden()
        ]

    def _add_row(self) -> None:
        number = len(self._rows) + 1
        swatch, name = PlainLabel(self), NameLabel(self)
        name.setMinimumWidth(theme.px(MIN_NAME))
        name.setMaximumWidth(theme.px(MAX_NAME))
        cells = [PlainLabel(self) for _ in range(self._columns)]
        self._grid.addWidget(swatch, number, 0)
        self._grid.addWidget(name, number, 1)
        for index, cell in enumerate(cells, 2):
            cell.setFont(theme.tabular(cell.font()))
            self._grid.addWidget(cell, number, index, Qt.AlignmentFlag.AlignRight)
        self._names.append(name)
        self._rows.append([swatch, *cells])
