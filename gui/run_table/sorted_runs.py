"""The table's rows, filtered and sorted."""

from collections.abc import Collection

from PySide6.QtCore import QModelIndex, QObject, QSortFilterProxyModel, Qt

from gui.run_table.run_columns import run_flags
from gui.run_table.run_groups import Group, Item
from gui.run_table.runs_model import Index, RunsModel


class SortedRuns(QSortFilterProxyModel):
    """The rows that contain all words of a filter, sorted by a column; empty cells come last.

    The heading of a group is shown while any of its runs is. Groups are sorted among the other
    runs, and runs within their group.
    """

    def __init__(self, model: RunsModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._words: list[str] = []
        self._changes = 0
        # before Qt's own connections, so that nothing is shown with an old number
        model.dataChanged.connect(self._on_data_changed)
        for changed in (
            model.headerDataChanged,
            model.layoutChanged,
            model.modelReset,
            model.rowsInserted,
            model.columnsInserted,
            model.columnsRemoved,
        ):
            changed.connect(self._count_change)
        self.setSourceModel(model)

    def _on_data_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        """Count changes that may make a column narrower, and have headings sorted again.

        A heading spans all columns, and for the numbers of a run that trains there is space.
        """
        rows = range(first.row(), last.row() + 1)
        items = [self._model.item_at(first.siblingAtRow(row)) for row in rows]
        runs = [item for item in items if isinstance(item, str)]
        entries = map(self._model.entry_of, runs)
        if runs and (
            first.column() == 0 or not all(entry.record.state.is_active for entry in entries)
        ):
            self._count_change()
        if self.sortColumn() >= 0:
            self._model.announce_order(runs)

    def _count_change(self) -> None:
        self._changes += 1

    @property
    def changes(self) -> int:
        """How often the runs have changed in what decides the width of columns.

        A filter changes none.
        """
        return self._changes

    @property
    def is_filtered(self) -> bool:
        """Whether there are words that rows must contain."""
        return bool(self._words)

    def set_filter(self, text: str) -> None:
        """Show only the rows that contain all the words."""
        self.beginFilterChange()
        self._words = text.lower().split()
        self.endFilterChange(QSortFilterProxyModel.Direction.Rows)

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:
        """Return whether a row contains all words; a heading does if one of its runs does."""
        if not self._words:
            return True
        # Qt could look at a heading's runs itself, but then does so for all thousands of runs
        item, group = self._model.child_at(row, parent)
        words = self._words
        if group is not None:  # its title counts as a text of each of its runs
            words = self._missing(group, words)
        return not words or any(not self._missing(run, words) for run in self._model.runs_of(item))

    def _missing(self, item: Item, words: list[str]) -> list[str]:
        """Return the words that are not in the text of a run or of a group."""
        text = self._model.texts.of(item)
        return [word for word in words if word not in text]

    def lessThan(self, left: Index, right: Index) -> bool:
        """Compare by the column's order; None comes last in both directions."""
        column, is_ascending = left.column(), self.sortOrder() is Qt.SortOrder.AscendingOrder
        first, second = (
            self._model.order_of(self._model.item_at(index), column, is_ascending)
            for index in (left, right)
        )
        if first is None and second is None:
            return False
        if first is None or second is None:
            return (second is None) is is_ascending
        return bool(first < second)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return the flags of a cell, at once where there are no headings.

        The view asks for those of all rows whenever it lays them out.
        """
        return super().flags(index) if self._model.has_groups else run_flags(index.column())

    def item_at(self, index: Index) -> str | Group:
        """Return the id of the run in a row, or its group."""
        return self._model.item_at(self.mapToSource(index))

    def run_at(self, index: Index) -> str | None:
        """Return the id of the run in a row; None for a group."""
        return self._model.run_at(self.mapToSource(index))

    def headings(self) -> dict[Group, QModelIndex]:
        """Return the rows of the groups of which at least one run is shown."""
        indices = {
            group: self.mapFromSource(self._model.index_of(group)) for group in self._model.groups()
        }
        return {group: index for group, index in indices.items() if index.isValid()}

    def run_count(self) -> int:
        """Return how many runs there are, those of folded groups included."""
        headings = self.headings()
        grouped = sum(self.rowCount(index) for index in headings.values())
        return self.rowCount() - len(headings) + grouped

    def indices_of(self, runs: Collection[str]) -> list[QModelIndex]:
        """Return the first cells of those of these runs that are shown, from the top down."""
        indices = (
            self.mapFromSource(self._model.index_of(run)) for run in runs if run in self._model
        )
        return sorted((index for index in indices if index.isValid()), key=position)


def position(index: Index) -> tuple[int, int]:
    """Return where a row is from the top down: its row or its heading's, and its own below it."""
    parent = index.parent()
    return (parent.row(), index.row()) if parent.isValid() else (index.row(), -1)
