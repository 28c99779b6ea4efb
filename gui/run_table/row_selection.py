"""The rows that are selected in the table, and the runs that are selected in the window."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from itertools import groupby

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QObject,
)

from gui.run_table.run_groups import Group
from gui.run_table.runs_view import RunsView
from gui.run_table.sorted_runs import SortedRuns, position
from gui.runs.selection import Selection

SELECT = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
DESELECT = QItemSelectionModel.SelectionFlag.Deselect | QItemSelectionModel.SelectionFlag.Rows


class RowSelection(QObject):
    """Keeps both the same; a heading that is selected selects the runs of its group.

    A heading stays selected only while all its runs are.
    """

    def __init__(self, view: RunsView, runs: SortedRuns, selection: Selection) -> None:
        super().__init__(view)
        self._view = view
        self._runs = runs
        self._selection = selection
        self._headings: set[Group] = set()  # those that were selected at the last change
        self._is_following = False  # a selection that was changed elsewhere, or changes it
        view.selectionModel().selectionChanged.connect(self._on_changed)
        runs.columnsInserted.connect(self._select_whole_rows)
        selection.changed.connect(self._on_selected)

    def selected(self) -> list[str]:
        """Return the ids of the selected runs, from the top down."""
        rows = sorted(self._view.selectionModel().selectedRows(), key=position)
        return [run for run in map(self._runs.run_at, rows) if run is not None]

    @contextmanager
    def following(self) -> Iterator[None]:
        """Let the rows change meanwhile without selecting other runs."""
        before, self._is_following = self._is_following, True
        yield
        self._is_following = before

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Let rows come and go meanwhile; those of the selected runs that are left stay selected.

        Thousands of selected rows that go one by one would take seconds.
        """
        before = self.selected()
        with self.following():
            self._view.selectionModel().clearSelection()
            yield
            self._select(before)
        if self.selected() != before:
            self._on_changed()

    def _on_selected(self) -> None:
        """Show a selection made elsewhere and scroll to the first of its runs."""
        if self._is_following:
            return
        with self.following():
            rows = self._view.selectionModel()
            rows.clearSelection()
            self._headings = set()
            chosen = self._select(self._selection.runs)
            if chosen:
                rows.setCurrentIndex(chosen[0], QItemSelectionModel.SelectionFlag.NoUpdate)
                self._view.scrollTo(chosen[0])

    def _select(self, runs: Collection[str]) -> list[QModelIndex]:
        """Select the rows of these runs as well, in one step; returns their first cells."""
        chosen = self._runs.indices_of(runs)
        selection = QItemSelection()
        numbered = enumerate(chosen)
        for _, block in groupby(numbered, lambda pair: (pair[1].parent(), pair[1].row() - pair[0])):
            indices = [index for _, index in block]  # rows without a gap
            selection.append(QItemSelectionRange(indices[0], indices[-1]))
        self._view.selectionModel().select(selection, SELECT)
        return chosen

    def _select_whole_rows(self) -> None:
        """Extend the selection to a new column."""
        rows = self._view.selectionModel()
        rows.select(rows.selection(), SELECT)

    def _on_changed(self) -> None:
        if self._is_following:
            return
        with self.following():
            self._follow_headings()
            self._selection.set_runs(self.selected())

    def _follow_headings(self) -> None:
        """Select the runs of a heading that was selected, and deselect them with it."""
        rows, before, self._headings = self._view.selectionModel(), self._headings, set()
        for group, heading in self._runs.headings().items():
            is_selected = rows.isSelected(heading)
            if not is_selected and group not in before:
                continue

            inside = self._inside(heading)
            are_all_selected = all(map(rows.isSelected, inside.indexes()))
            if is_selected and group not in before:
                rows.select(inside, SELECT)
            elif is_selected and not are_all_selected:
                rows.select(heading, DESELECT)
                continue
            elif not is_selected and are_all_selected and self._is_current(heading):
                rows.select(inside, DESELECT)
            if is_selected:
                self._headings.add(group)

    def _is_current(self, heading: QModelIndex) -> bool:
        return self._view.currentIndex().siblingAtColumn(0) == heading

    def _inside(self, heading: QModelIndex) -> QItemSelection:
        """Return the first cells of the runs below a heading."""
        last = self._runs.rowCount(heading) - 1
        return QItemSelection(self._runs.index(0, 0, heading), self._runs.index(last, 0, heading))
