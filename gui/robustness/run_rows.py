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
    """A run, the texts of its cells, and a note that stands below them."""

    entry: RunEntry
    texts: Sequence[str]
    note: str = ""


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
        self._notes: list[QLabel] = []

    def set_titles(self, titles: Sequence[str]) -> None:
        """Name the columns after the run's name."""
        for label, title in zip(self._titles, titles, strict=True):
            label.setText(title)

    def show_rows(self, rows: Sequence[RunRow]) -> None:
        """Replace all rows."""
        while len(self._rows) < len(rows):
            self._add_row()
        shown = zip(self._names, self._notes, self._rows, strict=True)
        for index, (name, note, cells) in enumerate(shown):
            is_used = index < len(rows)
            note.setVisible(is_used and bool(rows[index].note))
            for widget in (name, *cells):
                widget.setVisible(is_used)
            if not is_used:
                continue

            row = rows[index]
            name.setText(row.entry.name)
            note.setText(row.note)
            cells[0].setPixmap(dot(theme.run_style(row.entry.style).colour))
            for cell, text in zip(cells[1:], row.texts, strict=True):
                cell.setText(text)

    def texts(self) -> list[list[str]]:
        """Return the texts of the rows that are shown, the names and their notes first."""
        return [
            [
                name.text(),
                *([note.text()] if note.text() else []),
                *(one.text() for one in cells[1:]),
            ]
            for name, note, cells in zip(self._names, self._notes, self._rows, strict=True)
            if not name.isHidden()
        ]

    def _add_row(self) -> None:
        number = 2 * len(self._rows) + 1
        swatch, name, note = PlainLabel(self), NameLabel(self), styled_label("quiet", self)
        name.setMinimumWidth(theme.px(MIN_NAME))
        name.setMaximumWidth(theme.px(MAX_NAME))
        cells = [PlainLabel(self) for _ in range(self._columns)]
        self._grid.addWidget(swatch, number, 0)
        self._grid.addWidget(name, number, 1)
        self._grid.addWidget(note, number + 1, 1, 1, self._columns + 1)
        for index, cell in enumerate(cells, 2):
            cell.setFont(theme.tabular(cell.font()))
            self._grid.addWidget(cell, number, index, Qt.AlignmentFlag.AlignRight)
        self._names.append(name)
        self._notes.append(note)
        self._rows.append([swatch, *cells])
