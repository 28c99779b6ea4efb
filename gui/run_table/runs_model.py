"""The runs as rows of a table: what each is, how far it is, how well it reads, and in what it differs."""

from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
    QTimer,
)

from core.config.differences import differing
from core.evaluation.statistics import accuracy_interval
from core.number_text import NOTHING, accuracy_text, duration
from core.run.record import RunState
from gui.run_table.run_columns import (
    Column,
    accuracy_of,
    best_of,
    cost_of,
    device_of,
    made_of,
    parameters_of,
    preset_of,
    setting_column,
)
from gui.run_table.table_columns import KEY_ROLE
from gui.runs.run_store import RunEntry, RunStore
from gui.style import theme
from gui.style.swatches import swatch
from gui.style.translation import translate

Index = QModelIndex | QPersistentModelIndex
# numbers are read, so they change more slowly than curves; each time the columns are fitted anew
REFRESH_MS = 500
SORT_ROLE = Qt.ItemDataRole.UserRole


class RunsModel(QAbstractTableModel):
    """The store's runs: those of this window, oldest first, then the earlier ones; changes are gathered a while.

    After the fixed columns comes one for each setting in which the visible runs differ.
    """

    def __init__(self, store: RunStore, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._runs: list[str] = []
        self._rows: dict[str, int] = {}
        self._columns: list[Column] = []
        self._differing: list[str] = []
        self._changed: set[str] = set()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(REFRESH_MS)
        self._timer.timeout.connect(self._tell_changes)
        self._looking = QTimer(self)
        self._looking.setSingleShot(True)
        self._looking.setInterval(0)
        self._looking.timeout.connect(self._find_differences)
        store.run_added.connect(self._on_added)
        store.earlier_runs_added.connect(self._on_earlier_added)
        store.run_changed.connect(self._on_changed)
        store.appearance_changed.connect(self._tell_looks)
        store.visibility_changed.connect(self._on_visibility_changed)
        store.run_removed.connect(self._on_removed)
        self._take_order()
        self.retranslate()

    def run_at(self, row: int) -> str:
        """The id of the run in a row."""
        return self._runs[row]

    def entry_at(self, row: int) -> RunEntry:
        """The run in a row."""
        entry = self._store.get(self._runs[row])
        assert entry is not None
        return entry

    def _take_order(self) -> None:
        entries = sorted(self._store.entries(), key=lambda entry: entry.is_earlier)
        self._runs = [entry.record.run for entry in entries]
        self._rows = {run: row for row, run in enumerate(self._runs)}

    def _on_added(self, run: str) -> None:
        row = sum(not entry.is_earlier for entry in self._store.entries()) - 1
        self.beginInsertRows(QModelIndex(), row, row)
        self._take_order()
        self.endInsertRows()
        self._look_soon()

    def _on_earlier_added(self) -> None:
        before, after = len(self._runs), len(self._store.entries())
        if after > before:
            self.beginInsertRows(QModelIndex(), before, after - 1)
            self._take_order()
            self.endInsertRows()

    def _on_removed(self, run: str) -> None:
        row = self._rows[run]
        self.beginRemoveRows(QModelIndex(), row, row)
        self._take_order()
        self.endRemoveRows()
        self._changed.discard(run)
        self._look_soon()

    def _on_changed(self, run: str) -> None:
        self._changed.add(run)
        if not self._timer.isActive():
            self._timer.start()

    def _look_soon(self) -> None:
        """In what runs differ takes long to find among hundreds: once for all that come or go together."""
        self._looking.start()

    def _on_visibility_changed(self, run: str) -> None:
        self._tell_looks(run)
        self._look_soon()

    def _tell_looks(self, run: str) -> None:
        """Name, colour and check box; apart from the numbers, or these would undo what is typed into the name."""
        place = self.index(self._rows[run], 0)
        self.dataChanged.emit(place, place)

    def _tell_changes(self) -> None:
        for run in self._changed & self._rows.keys():
            self.dataChanged.emit(
                self.index(self._rows[run], 1), self.index(self._rows[run], len(self._columns) - 1)
            )
        self._changed.clear()
        self._find_differences()

    def _find_differences(self) -> None:
        found = differing([entry.record.config for entry in self._store.visible()])
        if found == self._differing:
            return
        fixed, before = len(self._columns) - len(self._differing), len(self._columns)
        if self._differing:  # taken out and put in, for a reset would take the selection away
            self.beginRemoveColumns(QModelIndex(), fixed, before - 1)
            self._differing, self._columns = [], self._columns[:fixed]
            self.endRemoveColumns()
        if found:
            self.beginInsertColumns(QModelIndex(), fixed, fixed + len(found) - 1)
            self._differing, self._columns = found, [*self._columns, *map(setting_column, found)]
            self.endInsertColumns()

    def retranslate(self) -> None:
        """Have every text and every swatch asked for again; what is selected stays so."""
        is_new = not self._columns
        if is_new:
            self.beginResetModel()
        self._columns = self._all_columns()
        if is_new:
            self.endResetModel()
            return
        last = len(self._columns) - 1
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, last)
        if self._runs:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._runs) - 1, last))

    def _all_columns(self) -> list[Column]:
        return [
            Column(
                "run",
                self.tr("Run"),
                lambda entry: entry.name,
                lambda entry: entry.name.lower(),
                self._end,
                False,
            ),
            Column(
                "preset",
                self.tr("Preset"),
                lambda entry: preset_of(entry) or NOTHING,
                preset_of,
                is_number=False,
            ),
            Column(
                "state",
                self.tr("State"),
                self._state,
                lambda entry: list(RunState).index(entry.record.state),
                self._end,
                False,
            ),
            Column(
                "epoch",
                self.tr("Epoch"),
                lambda entry: f"{entry.record.epochs_done} / {entry.record.config.epochs}",
                lambda entry: entry.record.epochs_done,
            ),
            Column(
                "test_cost",
                self.tr("Test cost"),
                cost_of,
                lambda entry: entry.record.last and entry.record.last.test_cost,
            ),
            Column(
                "accuracy",
                self.tr("Accuracy"),
                accuracy_of,
                lambda entry: entry.record.last and entry.record.last.accuracy,
                self._last,
            ),
            Column(
                "best",
                self.tr("Best accuracy"),
                best_of,
                lambda entry: entry.record.best_accuracy,
                self._interval,
            ),
            Column(
                "time",
                self.tr("Time"),
                lambda entry: duration(entry.record.elapsed_s),
                lambda entry: entry.record.elapsed_s,
            ),
            Column(
                "parameters",
                self.tr("Parameters"),
                lambda entry: f"{parameters_of(entry):,}",
                parameters_of,
            ),
            Column(
                "device",
                self.tr("Device"),
                lambda entry: device_of(entry) or NOTHING,
                device_of,
                is_number=False,
            ),
            Column(
                "made", self.tr("Made"), made_of, lambda entry: entry.record.run, is_number=False
            ),
            *(setting_column(path) for path in self._differing),
        ]

    @staticmethod
    def _state(entry: RunEntry) -> str:
        state = translate(entry.record.state.label)
        return f"{state} {entry.record.share_done:.0%}" if entry.record.state.is_active else state

    @staticmethod
    def _end(entry: RunEntry) -> str:
        end = entry.record.end
        return translate(end.message) if end is not None and end.message is not None else ""

    def _last(self, entry: RunEntry) -> str:
        last = entry.record.last
        return (
            ""
            if last is None
            else self.tr("After epoch {epoch}, the last one so far.").format(epoch=last.epoch)
        )

    def _interval(self, entry: RunEntry) -> str:
        best, asked = entry.record.best_accuracy, entry.record.config.data.test_size
        if best is None or entry.record.best is None:
            return ""
        low, high = accuracy_interval(round(best * asked), asked)
        return self.tr(
            "After epoch {epoch}, of {asked} test images. 95% interval: {low} to {high}."
        ).format(
            epoch=entry.record.best.epoch,
            asked=f"{asked:,}",
            low=accuracy_text(low),
            high=accuracy_text(high),
        )

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """One row for each run."""
        return 0 if parent.isValid() else len(self._runs)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """As many as there are facts."""
        return 0 if parent.isValid() else len(self._columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Titles, aligned like what stands below them."""
        if orientation is not Qt.Orientation.Horizontal or section >= len(self._columns):
            return None
        column = self._columns[section]
        if role in (Qt.ItemDataRole.DisplayRole, KEY_ROLE):
            return column.title if role == Qt.ItemDataRole.DisplayRole else column.key
        return _alignment(column) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text, swatch, check box, what it is sorted by, and a tooltip."""
        entry, column = self.entry_at(index.row()), self._columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.text(entry)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role == SORT_ROLE:
            return column.order(entry)
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.tip(entry) or None
        if index.column() != 0:
            return None
        if role == Qt.ItemDataRole.EditRole:
            return entry.name
        if role == Qt.ItemDataRole.DecorationRole:
            return swatch(
                theme.run_style(entry.style) if entry.is_visible else theme.hidden_style()
            )
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if entry.is_visible else Qt.CheckState.Unchecked
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """The check box shows or hides a run, typing renames it."""
        run = self._runs[index.row()]
        if index.column() != 0:
            return False
        if role == Qt.ItemDataRole.CheckStateRole:
            self._store.set_visible(run, Qt.CheckState(value) is Qt.CheckState.Checked)
            return True
        if role == Qt.ItemDataRole.EditRole and value != self.entry_at(index.row()).name:
            self._store.rename(run, str(value))
        return role == Qt.ItemDataRole.EditRole

    def flags(self, index: Index) -> Qt.ItemFlag:
        """The first column can be checked and renamed."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        own = Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsEditable
        return flags | own if index.column() == 0 else flags


class SortedRuns(QSortFilterProxyModel):
    """The rows that hold all words of a filter, sorted by a column; what has no value in it comes last."""

    def __init__(self, model: RunsModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._words: list[str] = []
        self.setSourceModel(model)
        self.setSortRole(SORT_ROLE)

    def set_filter(self, text: str) -> None:
        """Show only the runs in whose row all the words occur somewhere."""
        self.beginFilterChange()
        self._words = text.lower().split()
        self.endFilterChange(QSortFilterProxyModel.Direction.Rows)

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:
        """Whether a row holds all words."""
        if not self._words:
            return True
        columns = range(self._model.columnCount())
        text = " ".join(
            str(self._model.data(self._model.index(row, column))) for column in columns
        ).lower()
        text += " " + self._model.run_at(row)
        return all(word in text for word in self._words)

    def lessThan(self, left: Index, right: Index) -> bool:
        """By the column's order; None last, whichever way round."""
        first, second = left.data(SORT_ROLE), right.data(SORT_ROLE)
        if first is None and second is None:
            return False
        if first is None or second is None:
            is_ascending = self.sortOrder() is Qt.SortOrder.AscendingOrder
            return (second is None) is is_ascending
        return bool(first < second)


def _alignment(column: Column) -> int:
    side = Qt.AlignmentFlag.AlignRight if column.is_number else Qt.AlignmentFlag.AlignLeft
    return int(side | Qt.AlignmentFlag.AlignVCenter)
