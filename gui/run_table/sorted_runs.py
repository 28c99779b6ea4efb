"""The table's rows, filtered and sorted."""

from PySide6.QtCore import QObject, QSortFilterProxyModel, Qt

from gui.run_table.runs_model import SORT_ROLE, Index, RunsModel


class SortedRuns(QSortFilterProxyModel):
    """The rows that contain all words of a filter, sorted by a column; empty cells come last."""

    def __init__(self, model: RunsModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._words: list[str] = []
        self.setSourceModel(model)
        self.setSortRole(SORT_ROLE)

    def set_filter(self, text: str) -> None:
        """Show only the rows that contain all the words."""
        self.beginFilterChange()
        self._words = text.lower().split()
        self.endFilterChange(QSortFilterProxyModel.Direction.Rows)

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:
        """Return whether a row contains all words."""
        if not self._words:
            return True
        text = self._model.text_of(row)
        return all(word in text for word in self._words)

    def lessThan(self, left: Index, right: Index) -> bool:
        """Compare by the column's order; None comes last in both directions."""
        column = left.column()
        first = self._model.order_at(left.row(), column)
        second = self._model.order_at(right.row(), column)
        if first is None and second is None:
            return False
        if first is None or second is None:
            is_ascending = self.sortOrder() is Qt.SortOrder.AscendingOrder
            return (second is None) is is_ascending
        return bool(first < second)
