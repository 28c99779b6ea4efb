"""The runs as rows of a table: identity, progress, accuracy, and the settings that differ.

The runs of a comparison are below a heading of their own.
"""

from collections.abc import Collection, Iterator
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from core.config.differences import differing
from gui.process.timers import single_shot
from gui.run_table.run_columns import (
    CELL_FLAGS,
    HEADING_FLAGS,
    Column,
    cell,
    fixed_columns,
    run_flags,
    setting_column,
)
from gui.run_table.run_groups import TOP_LEVEL, Group, Item, RunGroups, RunTree
from gui.run_table.run_texts import RunTexts
from gui.runs.run_store import RunEntry, RunStore

Index = QModelIndex | QPersistentModelIndex
# numbers are read, so they change more slowly than curves; each change fits the columns again
REFRESH_MS = 500


class RunsModel(QAbstractItemModel):
    """The store's runs, the newest first; changes are collected briefly.

    After the fixed columns comes one for each setting in which the visible runs differ.
    """

    def __init__(
        self, store: RunStore, groups: RunGroups | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._groups = groups or RunGroups(None, self)
        self._tree = RunTree()
        self._columns: list[Column] = []
        self._differing: list[str] = []
        self._counts: dict[int, int] = {}  # of columns, by group, while they come or go
        self._changed: set[str] = set()
        self._changed_headings: set[Group] = set()
        self.texts = RunTexts(self._read_text, self._items, self)
        self._timer = single_shot(self, self._emit_changes, REFRESH_MS)
        # finding the differences among hundreds of runs is slow: once for all that come together
        self._differences_timer = single_shot(self, self._find_differences)
        # a heading is announced once for all of its runs that are shown, hidden or removed together
        self._headings_timer = single_shot(self, self._emit_headings)

        store.run_added.connect(self._on_added)
        store.earlier_runs_added.connect(self._on_earlier_added)
        store.run_changed.connect(self._on_changed)
        store.appearance_changed.connect(self._emit_appearance)
        store.visibility_changed.connect(self._on_visibility_changed)
        store.run_removed.connect(self._on_removed)
        self._groups.regrouped.connect(self._on_regrouped)
        self._groups.retitled.connect(self._on_retitled)
        self._tree = self._new_tree()
        self.retranslate()

    # runs and groups by index, and the other way round

    def item_at(self, index: Index) -> Item:
        """Return the run or the group of a row."""
        row, number = index.row(), index.internalId()
        if number == TOP_LEVEL:
            return self._tree.top[row]
        return self._tree.members[self._tree.group(number)][row]

    def child_at(self, row: int, parent: Index) -> tuple[Item, Group | None]:
        """Return the run or the group of a row below a heading or at the top, and its group."""
        item = self.item_at(parent) if parent.isValid() else self._tree.top[row]
        if not isinstance(item, Group):
            return item, None
        return self._tree.members[item][row] if parent.isValid() else item, item

    def run_at(self, index: Index) -> str | None:
        """Return the id of the run in a row; None for a group."""
        item = self.item_at(index)
        return None if isinstance(item, Group) else item

    def index_of(self, item: Item, column: int = 0) -> QModelIndex:
        """Return the index of a run or of a group."""
        return self.createIndex(self._tree.row_of(item), column, self._tree.number_of(item))

    def __contains__(self, item: Item) -> bool:
        return item in self._tree

    @property
    def has_groups(self) -> bool:
        """Whether there are headings."""
        return bool(self._tree.members)

    def groups(self) -> list[Group]:
        """Return the groups that have runs."""
        return list(self._tree.members)

    def runs(self) -> list[str]:
        """Return all runs, from the top down."""
        return self._tree.runs()

    def runs_of(self, item: Item) -> list[str]:
        """Return the runs of a group; of a run, the run."""
        return self._tree.runs_of(item)

    def entry_of(self, run: str) -> RunEntry:
        """Return a run by its id."""
        entry = self._store.get(run)
        assert entry is not None
        return entry

    # what the filter and the order look at

    def _items(self) -> Iterator[Item]:
        yield from self._tree.members
        yield from self.runs()

    def _read_text(self, item: Item) -> str:
        """Return all cells of a run and its id, or the title of a group."""
        if isinstance(item, Group):
            return self._groups.title(item)
        entry = self.entry_of(item)
        return " ".join([*(str(column.text(entry)) for column in self._columns), item])

    def order_of(self, item: Item, column: int, is_ascending: bool) -> Any:
        """Return the key by which a column sorts a row; None comes last.

        A group is where its first run would be on its own.
        """
        if isinstance(item, str):
            return self._columns[column].order(self.entry_of(item))
        orders = (self._columns[column].order(self.entry_of(run)) for run in self.runs_of(item))
        known = (order for order in orders if order is not None)
        return min(known, default=None) if is_ascending else max(known, default=None)

    # changes of the runs

    def _new_tree(self) -> RunTree:
        newest_first = reversed(self._store.entries())
        return RunTree.of((entry.record.run for entry in newest_first), self._groups.of)

    def _on_added(self, run: str) -> None:
        tree = self._new_tree()
        if tree.group_of(run) is None:
            self._insert(tree, tree.row_of(run), tree.row_of(run))
        else:
            self._rearrange(tree)
        self._differences_timer.start()

    def _on_earlier_added(self) -> None:
        tree = self._new_tree()
        if tree == self._tree:
            return
        if tree.continues(self._tree):
            self._insert(tree, len(self._tree.top), len(tree.top) - 1)
        else:
            self._rearrange(tree)
        self.texts.read_ahead()

    def _insert(self, tree: RunTree, first: int, last: int) -> None:
        """Take over a tree in which these rows of the top level are new."""
        self.beginInsertRows(QModelIndex(), first, last)
        self._tree = tree
        self.endInsertRows()

    def _on_removed(self, run: str) -> None:
        item: Item = run
        group = self._tree.group_of(run)
        if group is not None and self._tree.runs_of(group) == [run]:
            item = group
        index = self.index_of(item)
        self.beginRemoveRows(index.parent(), index.row(), index.row())
        self._tree.remove(item)
        self.endRemoveRows()

        self._changed.discard(run)
        self.texts.forget(run)
        self.texts.forget(item)
        self._on_heading_changed(group)
        self._differences_timer.start()

    def _on_regrouped(self) -> None:
        tree = self._new_tree()
        if tree != self._tree:
            self._rearrange(tree)
            self.texts.forget_all()

    def _rearrange(self, tree: RunTree) -> None:
        """Move runs into groups or out of them; the selection and the current row stay theirs."""
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        cells = [(self.item_at(index), index.column()) for index in before]

        self._tree = tree
        after = [
            self.index_of(item, column) if item in tree else QModelIndex() for item, column in cells
        ]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _on_retitled(self, group: Group) -> None:
        self.texts.forget(group)
        self._on_heading_changed(group)

    def _on_heading_changed(self, group: Group | None) -> None:
        if group is not None:
            self._changed_headings.add(group)
            self._headings_timer.start()

    def _emit_headings(self) -> None:
        last = len(self._columns) - 1
        changed, self._changed_headings = self._changed_headings, set()
        for group in changed:
            if group in self._tree:
                self.dataChanged.emit(self.index_of(group), self.index_of(group, last))

    def _on_changed(self, run: str) -> None:
        self._changed.add(run)
        if not self._timer.isActive():
            self._timer.start()

    def _on_visibility_changed(self, run: str) -> None:
        self._emit_appearance(run)
        self._differences_timer.start()

    def _emit_appearance(self, run: str) -> None:
        """Announce name, colour and check box, and the check box of the group.

        They are separate from the numbers, which would otherwise undo what is typed into the name.
        """
        self.texts.forget(run)
        index = self.index_of(run)
        self.dataChanged.emit(index, index)
        self._on_heading_changed(self._tree.group_of(run))

    def _emit_changes(self) -> None:
        """Announce new numbers, of neighbours at once: the view fits its columns each time."""
        changed = [run for run in self._changed if run in self._tree]
        self._changed.clear()
        for run in changed:
            self.texts.forget(run)
        last = len(self._columns) - 1
        for block in self._tree.blocks(changed):
            self.dataChanged.emit(self.index_of(block[0], 1), self.index_of(block[-1], last))
        self._find_differences()

    def announce_order(self, runs: Collection[str]) -> None:
        """Announce the headings of runs whose numbers have changed, since those sort them."""
        for run in runs:
            self._on_heading_changed(self._tree.group_of(run))

    def _find_differences(self) -> None:
        paths = differing([entry.record.config for entry in self._store.visible()])
        if paths == self._differing:
            return

        self.texts.forget_all()
        # columns are removed and inserted, since a reset would lose the selection
        fixed, before = len(self._columns) - len(self._differing), len(self._columns)
        parents = {
            TOP_LEVEL: QModelIndex(),
            **{group.number: self.index_of(group) for group in self.groups()},
        }
        # Qt wants to hear of the columns at the top and below each heading, one after the other
        if self._differing:
            for number, parent in parents.items():
                self.beginRemoveColumns(parent, fixed, before - 1)
                self._counts[number] = fixed
                self.endRemoveColumns()
            self._differing, self._columns = [], self._columns[:fixed]
        if paths:
            self._counts = dict.fromkeys(parents, fixed)
            self._differing, self._columns = paths, [*self._columns, *map(setting_column, paths)]
            for number, parent in parents.items():
                self.beginInsertColumns(parent, fixed, fixed + len(paths) - 1)
                self._counts.pop(number)
                self.endInsertColumns()
        self._counts = {}

    def retranslate(self) -> None:
        """Request all texts and swatches again; the selection stays."""
        self.texts.forget_all()
        is_new = not self._columns
        if is_new:
            self.beginResetModel()
        self._columns = [*fixed_columns(), *map(setting_column, self._differing)]
        if is_new:
            self.endResetModel()
            return

        last = len(self._columns) - 1
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, last)
        for parent in (QModelIndex(), *map(self.index_of, self.groups())):
            rows = self.rowCount(parent)
            if rows:
                self.dataChanged.emit(self.index(0, 0, parent), self.index(rows - 1, last, parent))

    # the model as Qt reads it

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008 - Qt's own signature
        """Return the index of a row at the top, or of one below a heading."""
        if not 0 <= column < self.columnCount(parent):
            return QModelIndex()
        if not parent.isValid():  # of thousands of rows, so it is kept short
            is_there = 0 <= row < len(self._tree.top)
            return self.createIndex(row, column, TOP_LEVEL) if is_there else QModelIndex()

        group = self.item_at(parent)
        if not isinstance(group, Group) or not 0 <= row < len(self._tree.members[group]):
            return QModelIndex()
        return self.createIndex(row, column, group.number)

    def parent(self, index: Index | None = None) -> Any:
        """Return the heading above a row; without an index, the model's parent."""
        if index is None:
            return super().parent()
        number = index.internalId() if index.isValid() else TOP_LEVEL
        if number == TOP_LEVEL:
            return QModelIndex()
        return self.createIndex(self._tree.row_of(self._tree.group(number)), 0, TOP_LEVEL)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return one row for each run and group at the top, or for each run of a group."""
        if not parent.isValid():
            return len(self._tree.top)
        item = self.item_at(parent) if parent.column() == 0 else None
        return len(self._tree.members[item]) if isinstance(item, Group) else 0

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return the number of fixed and differing columns."""
        if not self._counts:
            return len(self._columns)
        item = self.item_at(parent) if parent.isValid() else None
        number = item.number if isinstance(item, Group) else TOP_LEVEL
        return self._counts.get(number, len(self._columns))

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the titles, aligned like the cells below them."""
        if orientation is not Qt.Orientation.Horizontal or section >= len(self._columns):
            return None
        return self._columns[section].heading(role)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return text, swatch, check box, sort key or tooltip."""
        if not index.isValid():
            return None
        item = self.item_at(index)
        if isinstance(item, Group):
            return self._heading(item, role) if index.column() == 0 else None

        entry, column = self._store.get(item), self._columns[index.column()]
        if entry is None:
            return None  # it is being removed
        return cell(column, entry, role)

    def _heading(self, group: Group, role: int) -> Any:
        """Return title, check box or tooltip of a heading, which spans all columns."""
        if role != Qt.ItemDataRole.CheckStateRole:
            return self._groups.heading(group, role)
        entries = map(self._store.get, self.runs_of(group))
        shown = {entry.is_visible for entry in entries if entry is not None}
        if len(shown) > 1:
            return Qt.CheckState.PartiallyChecked
        return Qt.CheckState.Checked if True in shown else Qt.CheckState.Unchecked

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Show or hide a run or a group by its check box, or rename a run."""
        item = self.item_at(index)
        if index.column() != 0:
            return False
        if role == Qt.ItemDataRole.CheckStateRole:
            is_visible = Qt.CheckState(value) is Qt.CheckState.Checked
            for run in list(self.runs_of(item)):
                self._store.set_visible(run, is_visible)
            return True
        if isinstance(item, Group) or role != Qt.ItemDataRole.EditRole:
            return False
        if value != self.entry_of(item).name:
            self._store.rename(item, str(value))
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Make the first column checkable, and the names of runs editable."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if isinstance(self.item_at(index), Group):
            return HEADING_FLAGS if index.column() == 0 else CELL_FLAGS
        return run_flags(index.column())
