"""The runs as rows of a table: identity, progress, accuracy, and the settings that differ."""

from itertools import islice
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
)

from core.config.differences import differing
from core.number_text import NOTHING, duration
from core.run.record import RunState
from gui.run_table.run_columns import (
    Column,
    accuracy_of,
    best_of,
    best_tip,
    cost_of,
    device_of,
    end_of,
    last_tip,
    made_of,
    name_tip,
    parameters_of,
    preset_of,
    setting_column,
    widest_text,
)
from gui.run_table.table_columns import KEY_ROLE, WIDEST_ROLE
from gui.runs.run_store import RunEntry, RunStore
from gui.style import theme
from gui.style.swatches import swatch
from gui.style.translation import translate
from gui.widgets.plain_text import plain_tip

Index = QModelIndex | QPersistentModelIndex
# numbers are read, so they change more slowly than curves; each change fits the columns again
REFRESH_MS = 500
READ_AHEAD = 100  # rows whose texts are read in one go, in about 2 ms
SORT_ROLE = Qt.ItemDataRole.UserRole
# made once, because a large selection asks for them very often
CELL_FLAGS = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
NAME_FLAGS = CELL_FLAGS | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsEditable


class RunsModel(QAbstractTableModel):
    """The store's runs, those of this window first, oldest first; changes are collected briefly.

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
        self._texts: dict[str, str] = {}  # what the filter searches, by run, until it changes
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(REFRESH_MS)
        self._timer.timeout.connect(self._emit_changes)
        # finding the differences among hundreds of runs is slow: once for all that come together
        self._differences_timer = QTimer(self)
        self._differences_timer.setSingleShot(True)
        self._differences_timer.setInterval(0)
        self._differences_timer.timeout.connect(self._find_differences)
        # reading all texts of thousands of runs would delay the first key in the filter
        self._idle_timer = QTimer(self)
        self._idle_timer.setInterval(0)
        self._idle_timer.timeout.connect(self._read_ahead)

        store.run_added.connect(self._on_added)
        store.earlier_runs_added.connect(self._on_earlier_added)
        store.run_changed.connect(self._on_changed)
        store.appearance_changed.connect(self._emit_appearance)
        store.visibility_changed.connect(self._on_visibility_changed)
        store.run_removed.connect(self._on_removed)
        self._read_order()
        self.retranslate()

    def run_at(self, row: int) -> str:
        """Return the id of the run in a row."""
        return self._runs[row]

    def row_of(self, run: str) -> int:
        """Return the row of a run."""
        return self._rows[run]

    def entry_at(self, row: int) -> RunEntry:
        """Return the run in a row."""
        entry = self._store.get(self._runs[row])
        assert entry is not None
        return entry

    def text_of(self, row: int) -> str:
        """Return the id and all cells of a row, in lower case."""
        run = self._runs[row]
        text = self._texts.get(run)
        if text is None:
            entry = self.entry_at(row)
            cells = [str(column.text(entry)) for column in self._columns]
            text = self._texts[run] = " ".join([*cells, run]).lower()
        return text

    def _forget_texts(self) -> None:
        """Forget all texts, and read them again while nothing else happens."""
        self._texts.clear()
        self._idle_timer.start()

    def _read_ahead(self) -> None:
        """Read the texts of a few rows, until all are known."""
        unread = (row for row, run in enumerate(self._runs) if run not in self._texts)
        rows = list(islice(unread, READ_AHEAD))
        for row in rows:
            self.text_of(row)
        if not rows:
            self._idle_timer.stop()

    def order_at(self, row: int, column: int) -> Any:
        """Return the key by which a column sorts a row; None comes last."""
        return self._columns[column].order(self.entry_at(row))

    def _read_order(self) -> None:
        entries = sorted(self._store.entries(), key=lambda entry: entry.is_earlier)
        self._runs = [entry.record.run for entry in entries]
        self._rows = {run: row for row, run in enumerate(self._runs)}

    def _on_added(self, run: str) -> None:
        row = sum(not entry.is_earlier for entry in self._store.entries()) - 1
        self.beginInsertRows(QModelIndex(), row, row)
        self._read_order()
        self.endInsertRows()
        self._differences_timer.start()

    def _on_earlier_added(self) -> None:
        before, after = len(self._runs), len(self._store.entries())
        if after > before:
            self.beginInsertRows(QModelIndex(), before, after - 1)
            self._read_order()
            self.endInsertRows()
            self._idle_timer.start()

    def _on_removed(self, run: str) -> None:
        row = self._rows[run]
        self.beginRemoveRows(QModelIndex(), row, row)
        self._read_order()
        self.endRemoveRows()
        self._changed.discard(run)
        self._texts.pop(run, None)
        self._differences_timer.start()

    def _on_changed(self, run: str) -> None:
        self._changed.add(run)
        if not self._timer.isActive():
            self._timer.start()

    def _on_visibility_changed(self, run: str) -> None:
        self._emit_appearance(run)
        self._differences_timer.start()

    def _emit_appearance(self, run: str) -> None:
        """Announce name, colour and check box.

        They are separate from the numbers, which would otherwise undo what is typed into the name.
        """
        self._texts.pop(run, None)
        index = self.index(self._rows[run], 0)
        self.dataChanged.emit(index, index)

    def _emit_changes(self) -> None:
        for run in self._changed & self._rows.keys():
            self._texts.pop(run, None)
            self.dataChanged.emit(
                self.index(self._rows[run], 1), self.index(self._rows[run], len(self._columns) - 1)
            )
        self._changed.clear()
        self._find_differences()

    def _find_differences(self) -> None:
        paths = differing([entry.record.config for entry in self._store.visible()])
        if paths == self._differing:
            return

        self._forget_texts()
        # columns are removed and inserted, since a reset would lose the selection
        fixed, before = len(self._columns) - len(self._differing), len(self._columns)
        if self._differing:
            self.beginRemoveColumns(QModelIndex(), fixed, before - 1)
            self._differing, self._columns = [], self._columns[:fixed]
            self.endRemoveColumns()
        if paths:
            self.beginInsertColumns(QModelIndex(), fixed, fixed + len(paths) - 1)
            self._differing, self._columns = paths, [*self._columns, *map(setting_column, paths)]
            self.endInsertColumns()

    def retranslate(self) -> None:
        """Request all texts and swatches again; the selection stays."""
        self._forget_texts()
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
            *self._run_columns(),
            *self._result_columns(),
            *self._origin_columns(),
            *(setting_column(path) for path in self._differing),
        ]

    def _run_columns(self) -> list[Column]:
        """Return the columns that identify a run and show its progress."""
        return [
            # the first column has the check box, the swatch and the editable name
            Column(
                "run",
                self.tr("Run"),
                lambda entry: entry.name,
                lambda entry: entry.name.lower(),
                name_tip,
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
                end_of,
                False,
            ),
            Column(
                "epoch",
                self.tr("Epoch"),
                lambda entry: f"{entry.record.epochs_done} / {entry.record.config.epochs}",
                lambda entry: entry.record.epochs_done,
            ),
        ]

    def _result_columns(self) -> list[Column]:
        """Return the columns of what a run achieved."""
        return [
            # without a completed epoch there is no value, and the run comes last
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
                last_tip,
            ),
            Column(
                "best",
                self.tr("Best accuracy"),
                best_of,
                lambda entry: entry.record.best_accuracy,
                best_tip,
            ),
        ]

    def _origin_columns(self) -> list[Column]:
        """Return the columns of what a run took: time, parameters, device, date."""
        return [
            # what it cost
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
            # where and when it ran
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
        ]

    @staticmethod
    def _state(entry: RunEntry) -> str:
        state = translate(entry.record.state.label)
        return f"{state} {entry.record.share_done:.0%}" if entry.record.state.is_active else state

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return one row for each run."""
        return 0 if parent.isValid() else len(self._runs)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return the number of fixed and differing columns."""
        return 0 if parent.isValid() else len(self._columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the titles, aligned like the cells below them."""
        if orientation is not Qt.Orientation.Horizontal or section >= len(self._columns):
            return None
        column = self._columns[section]
        if role in (Qt.ItemDataRole.DisplayRole, KEY_ROLE):
            return column.title if role == Qt.ItemDataRole.DisplayRole else column.key
        return _alignment(column) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return text, swatch, check box, sort key or tooltip."""
        entry, column = self.entry_at(index.row()), self._columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.text(entry)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role == SORT_ROLE:
            return column.order(entry)
        if role == WIDEST_ROLE:
            return widest_text(column.key, entry)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(column.tip(entry)) or None

        if index.column() != 0:
            return None
        if role == Qt.ItemDataRole.EditRole:
            return entry.name
        if role == Qt.ItemDataRole.DecorationRole:
            return swatch(theme.run_style(entry.style))
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if entry.is_visible else Qt.CheckState.Unchecked
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Show or hide a run by its check box, or rename it."""
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
        """Make the first column checkable and editable."""
        return NAME_FLAGS if index.column() == 0 else CELL_FLAGS


def _alignment(column: Column) -> int:
    side = Qt.AlignmentFlag.AlignRight if column.is_number else Qt.AlignmentFlag.AlignLeft
    return int(side | Qt.AlignmentFlag.AlignVCenter)
