"""The runs as a table: what each is, how far it is, how well it reads."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QVBoxLayout, QWidget

from core.architecture import parameter_count
from core.history import RunState
from gui import theme
from gui.panel import Panel
from gui.run_store import RunEntry, RunStore
from gui.translation import say

Index = QModelIndex | QPersistentModelIndex
SWATCH = QSize(26, 12)
NOTHING = "–"


@dataclass(frozen=True)
class Column:
    """A column: its English title (see `RunsModel.titles`) and what a run has in it."""

    title: str
    text: Callable[[RunEntry], str]
    is_number: bool = True


class RunsModel(QAbstractTableModel):
    """The store's runs as rows, oldest first."""

    def __init__(self, store: RunStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._runs = [entry.record.run for entry in store.entries()]
        self._columns = (
            Column("run", lambda entry: entry.name, is_number=False),
            Column("state", self._state, is_number=False),
            Column("epoch", lambda entry: f"{entry.record.epochs_done} / {entry.record.config.epochs}"),
            Column("cost", self._cost),
            Column("best", self._best),
            Column("time", lambda entry: duration(entry.record.elapsed_s)),
            Column("parameters", lambda entry: f"{parameter_count(entry.record.config.model):,}"),
        )
        store.run_added.connect(self._on_added)
        store.run_changed.connect(self._on_changed)
        store.visibility_changed.connect(self._on_changed)
        store.run_removed.connect(self._on_removed)

    def run_at(self, row: int) -> str:
        """The id of the run in a row."""
        return self._runs[row]

    def _entry(self, row: int) -> RunEntry:
        entry = self._store.get(self._runs[row])
        assert entry is not None
        return entry

    def _on_added(self, run: str) -> None:
        self.beginInsertRows(QModelIndex(), len(self._runs), len(self._runs))
        self._runs.append(run)
        self.endInsertRows()

    def _on_changed(self, run: str) -> None:
        row = self._runs.index(run)
        self.dataChanged.emit(self.index(row, 0), self.index(row, len(self._columns) - 1))

    def _on_removed(self, run: str) -> None:
        row = self._runs.index(run)
        self.beginRemoveRows(QModelIndex(), row, row)
        del self._runs[row]
        self.endRemoveRows()

    def retranslate(self) -> None:
        """Have every text asked for again."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self._columns) - 1)
        if self._runs:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._runs) - 1, len(self._columns) - 1))

    def _title(self, column: Column) -> str:
        titles = {
            "run": self.tr("Run"),
            "state": self.tr("State"),
            "epoch": self.tr("Epoch"),
            "cost": self.tr("Test cost"),
            "best": self.tr("Best accuracy"),
            "time": self.tr("Time"),
            "parameters": self.tr("Parameters"),
        }
        return titles[column.title]

    def _state(self, entry: RunEntry) -> str:
        states = {
            RunState.QUEUED: self.tr("queued"),
            RunState.RUNNING: self.tr("training"),
            RunState.PAUSED: self.tr("paused"),
            RunState.COMPLETED: self.tr("completed"),
            RunState.STOPPED: self.tr("stopped"),
            RunState.DIVERGED: self.tr("diverged"),
            RunState.FAILED: self.tr("failed"),
        }
        return states[entry.record.state]

    @staticmethod
    def _cost(entry: RunEntry) -> str:
        last = entry.record.last
        return NOTHING if last is None else f"{last.test_cost:.4f}"

    @staticmethod
    def _best(entry: RunEntry) -> str:
        best = entry.record.best_accuracy
        return NOTHING if best is None else f"{best:.2%}"

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """One row for each run."""
        return 0 if parent.isValid() else len(self._runs)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """As many as there are facts."""
        return 0 if parent.isValid() else len(self._columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Titles, aligned like what stands below them."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        column = self._columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._title(column)
        return _alignment(column) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text, swatch, check box, and the reason of an end as a tooltip."""
        entry, column = self._entry(index.row()), self._columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.text(entry)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role == Qt.ItemDataRole.ToolTipRole and entry.record.end and entry.record.end.message:
            return say(entry.record.end.message)
        if index.column() == 0 and role == Qt.ItemDataRole.DecorationRole:
            return swatch(theme.run_style(entry.style))
        if index.column() == 0 and role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if entry.is_visible else Qt.CheckState.Unchecked
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """The check box shows or hides a run."""
        if index.column() != 0 or role != Qt.ItemDataRole.CheckStateRole:
            return False
        self._store.set_visible(self._runs[index.row()], Qt.CheckState(value) is Qt.CheckState.Checked)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """The first column can be checked."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.column() == 0 else flags


def _alignment(column: Column) -> int:
    side = Qt.AlignmentFlag.AlignRight if column.is_number else Qt.AlignmentFlag.AlignLeft
    return int(side | Qt.AlignmentFlag.AlignVCenter)


def swatch(style: theme.RunStyle) -> QIcon:
    """A short piece of a run's line, in its colour and dash."""
    pixmap = QPixmap(SWATCH * 2)
    pixmap.setDevicePixelRatio(2)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    pen = QPen(style.colour, 3)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if style.dash is not None:
        pen.setDashPattern([length * 0.6 for length in style.dash])
    painter.setPen(pen)
    painter.drawLine(0, SWATCH.height() // 2, SWATCH.width(), SWATCH.height() // 2)
    painter.end()
    return QIcon(pixmap)


def duration(seconds: float) -> str:
    """Minutes and seconds: ``0:14``, ``12:05``, ``1:02:05``."""
    minutes, second = divmod(round(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"


class RunsTable(Panel):
    """The table and what can be done with a run.

    Signals:
        stop_requested(str), remove_requested(str): for the run with this id.
        settings_requested(str): show this run's settings in the form.
    """

    stop_requested = Signal(str)
    remove_requested = Signal(str)
    settings_requested = Signal(str)

    def __init__(self, store: RunStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self.model = RunsModel(store, self)
        self.view = QTableView(self)
        self.view.setModel(self.model)
        self.view.setIconSize(SWATCH)
        self.view.setFont(theme.tabular(self.view.font()))
        self.view.setTabKeyNavigation(False)  # the arrows go from run to run, Tab leaves the table
        self.view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._on_menu_requested)
        self.view.doubleClicked.connect(self._on_double_clicked)
        self.view.verticalHeader().hide()
        self.view.verticalHeader().setDefaultSectionSize(6 * theme.STEP)
        header = self.view.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setHighlightSections(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        self.setMinimumHeight(96)
        self.retranslate()

    def _on_double_clicked(self, index: QModelIndex) -> None:
        self.settings_requested.emit(self.model.run_at(index.row()))

    def _on_menu_requested(self, position: QPoint) -> None:
        index = self.view.indexAt(position)
        if index.isValid():
            self.menu_for(self.model.run_at(index.row())).popup(self.view.viewport().mapToGlobal(position))

    def menu_for(self, run: str) -> QMenu:
        """What can be done with a run, as a menu."""
        entry = self._store.get(run)
        assert entry is not None
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Use these settings"), lambda: self.settings_requested.emit(run))
        stop = menu.addAction(self.tr("Stop"), lambda: self.stop_requested.emit(run))
        stop.setEnabled(not entry.record.state.is_over)
        menu.addSeparator()
        menu.addAction(self.tr("Remove"), lambda: self.remove_requested.emit(run))
        return menu

    def retranslate(self) -> None:
        """Titles and states."""
        self.view.setAccessibleName(self.tr("Runs"))
        self.model.retranslate()

    def restyle(self) -> None:
        """Swatches."""
        self.model.retranslate()
