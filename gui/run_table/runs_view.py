"""The view of the runs: a table with headings that can be folded."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from core.storage.labels import MAX_NAME_LETTERS
from gui.process.timers import single_shot
from gui.run_table.run_columns import WIDEST_ROLE
from gui.run_table.run_groups import Group
from gui.run_table.sorted_runs import SortedRuns
from gui.style import theme
from gui.style.swatches import SWATCH

MAX_COLUMN = 90 * theme.STEP  # of a name of any length
ROW = 6 * theme.STEP
MIN_ROWS = 3
INDENT = 4 * theme.STEP
MEASURED_ROWS = 50  # of perhaps thousands
CELL_PADDING = 6 * theme.STEP
SLACK = 2  # pixels: letters are laid out on fractions of pixels, widths are whole
MAX_UNFOLDED = 100  # groups that a filter opens; to open thousands takes longer than a key may


class NameDelegate(QStyledItemDelegate):
    """Cells of the height that all rows have, in which a name of limited length can be typed."""

    def createEditor(
        self,
        parent: QWidget,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> QWidget:
        """Return a line for at most as many letters as are kept."""
        editor = super().createEditor(parent, option, index)
        if isinstance(editor, QLineEdit):
            editor.setMaxLength(MAX_NAME_LETTERS)
        return editor

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the width of the content and the height of all rows."""
        return QSize(super().sizeHint(option, index).width(), theme.px(ROW))


class RunsView(QTreeView):
    """Columns are as wide as their widest texts, so that they do not move; headings span them.

    Groups of this window are open at first, those of earlier ones folded. While a filter leaves a
    few groups, all of them are open.

    Signals:
        rows_changed(): rows came or went, or were folded; not by a filter.
        headings_seen(object): other groups may have their headings in view: all of these, from the
            top down.
    """

    rows_changed = Signal()
    headings_seen = Signal(object)

    def __init__(self, runs: SortedRuns, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runs = runs
        self._toggled: set[Group] = set()  # groups that are not as they were at first
        self._is_unfolding = False
        self._are_headings_shown = False  # as `show_headings` last left them
        self._widths: dict[int, int] = {}  # of the columns, as the runs were at `_measured`
        self._measured = -1
        runs.dataChanged.connect(self._widen)  # before the view's own, which asks for the widths
        self.setModel(runs)
        self.setItemDelegateForColumn(0, NameDelegate(self))
        self.setObjectName("runs")  # for the style sheet
        self.setIconSize(SWATCH)
        self.setFont(theme.tabular(self.font()))
        self.setIndentation(theme.px(INDENT))
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # long names often begin alike
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)

        self.setSortingEnabled(True)
        self.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        self._set_up_header()
        self.expanded.connect(self._on_toggled)
        self.collapsed.connect(self._on_toggled)
        # a filter inserts rows in hundreds of pieces
        self._rows_timer = single_shot(self, self._on_rows_changed)
        for changed in (runs.rowsInserted, runs.rowsRemoved, self.expanded, self.collapsed):
            changed.connect(self._on_rows_changing)
        runs.layoutChanged.connect(self._on_layout_changed)
        runs.modelReset.connect(self.show_headings)
        self._seen_timer = single_shot(self, self._tell_headings)
        scroll_bar = self.verticalScrollBar()
        for moved in (scroll_bar.valueChanged, scroll_bar.rangeChanged):
            moved.connect(self._on_moved)
        self.show_headings()

    def _set_up_header(self) -> None:
        header = self.header()
        header.setSortIndicatorClearable(True)  # a third click brings the order of the runs back
        header.setSectionsMovable(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setResizeContentsPrecision(MEASURED_ROWS)
        header.setMaximumSectionSize(theme.px(MAX_COLUMN))
        header.setStretchLastSection(False)
        header.setHighlightSections(False)

    def changeEvent(self, event: QEvent) -> None:
        """Measure the columns with another font, or another style."""
        super().changeEvent(event)
        self._measured = -1

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Have Space show or hide the current row, and F2 rename it, whichever cell was clicked."""
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_F2):
            first = self.currentIndex().siblingAtColumn(0)
            self.selectionModel().setCurrentIndex(first, QItemSelectionModel.SelectionFlag.NoUpdate)
        super().keyPressEvent(event)

    def _on_rows_changing(self) -> None:
        self._are_headings_shown = False
        self._rows_timer.start()

    def _on_layout_changed(self) -> None:
        self.show_headings()
        self._rows_timer.start()

    def _on_rows_changed(self) -> None:
        if not self._are_headings_shown:
            self.show_headings()
        if not self._runs.is_filtered:
            self.rows_changed.emit()
        self._on_moved()

    def showEvent(self, event: QShowEvent) -> None:
        """Tell which headings are seen now."""
        super().showEvent(event)
        self._on_moved()

    def _on_moved(self) -> None:
        self._seen_timer.start()

    def _tell_headings(self) -> None:
        if self.isVisible():
            self.headings_seen.emit(self._groups_in_view())

    def _groups_in_view(self) -> list[Group]:
        """Return the groups whose headings are in the viewport, from the top down."""
        groups = []
        bottom = self.viewport().height()
        index = self.indexAt(QPoint(0, 0))
        while index.isValid() and self.visualRect(index).top() < bottom:
            item = self._runs.item_at(index)
            if isinstance(item, Group):
                groups.append(item)
            index = self.indexBelow(index)
        return groups

    def needed_height(self) -> int:
        """Return the height for all rows that are not folded, but for at least a few."""
        headings = self._runs.headings().values()
        unfolded = sum(self._runs.rowCount(index) for index in headings if self.isExpanded(index))
        rows = max(MIN_ROWS, self._runs.rowCount() + unfolded)
        return self.header().sizeHint().height() + rows * theme.px(ROW) + theme.SCROLL_BAR

    def show_headings(self) -> None:
        """Let the headings span all columns, and open those that are to be open."""
        headings = self._runs.headings()
        self.setRootIsDecorated(bool(headings))
        are_unfolded = self._runs.is_filtered and len(headings) <= MAX_UNFOLDED
        self._is_unfolding = True
        for group, index in headings.items():
            if not self.isFirstColumnSpanned(index.row(), QModelIndex()):
                self.setFirstColumnSpanned(index.row(), QModelIndex(), True)
            is_open = are_unfolded or self._is_open(group)
            if self.isExpanded(index) is not is_open:
                self.scheduleDelayedItemsLayout()  # once for all, not for each of hundreds
                self.setExpanded(index, is_open)
        self._is_unfolding = False
        self._are_headings_shown = True

    @contextmanager
    def filtering(self) -> Iterator[None]:
        """Let a filter insert and remove rows meanwhile, and then show the headings that are left.

        Qt compares each block of rows that comes or goes with each heading that spans the columns,
        so none does meanwhile: thousands of blocks and a thousand headings take a quarter second.
        """
        for index in self._runs.headings().values():
            self.setFirstColumnSpanned(index.row(), QModelIndex(), False)
        yield
        self.show_headings()

    def _is_open(self, group: Group) -> bool:
        return group.trained_for.is_earlier is (group in self._toggled)

    def _on_toggled(self, index: QModelIndex) -> None:
        """Remember what the user opens or folds, but not what a filter opens for a while."""
        if self._is_unfolding:
            return
        self._measured = -1
        group = self._runs.item_at(index)
        if isinstance(group, Group) and not self._runs.is_filtered:
            is_usual = self.isExpanded(index) is not group.trained_for.is_earlier
            self._toggled = self._toggled - {group} if is_usual else self._toggled | {group}

    def _first_rows(self) -> list[QModelIndex]:
        """Return the first rows that are not folded.

        The model is asked, as the view knows no rows while it has yet to lay them out anew.
        """
        rows: list[QModelIndex] = []
        for row in range(self._runs.rowCount()):
            index = self._runs.index(row, 0)
            rows.append(index)
            if self.isExpanded(index):
                rows += [
                    self._runs.index(run, 0, index) for run in range(self._runs.rowCount(index))
                ]
            if len(rows) >= MEASURED_ROWS:
                break
        return rows[:MEASURED_ROWS]

    def _last_rows(self) -> list[QModelIndex]:
        """Return the last rows of all, and of the last group if it is open."""
        count = self._runs.rowCount()
        if not count:
            return []
        last = self._runs.index(count - 1, 0)
        inner = self._runs.rowCount(last) if self.isExpanded(last) else 0
        return [
            *(self._runs.index(row, 0) for row in range(count)[-MEASURED_ROWS:]),
            *(self._runs.index(row, 0, last) for row in range(inner)[-MEASURED_ROWS:]),
        ]

    def sizeHintForColumn(self, column: int) -> int:
        """Return the width for what the rows show, and for the widest text they will show.

        A filter changes no width: it would be measured again with each key.
        """
        if self._measured != self._runs.changes:
            self._measured, self._widths = self._runs.changes, {}
        if column not in self._widths:
            self._widths[column] = self._measure(column)
        return self._widths[column]

    def _widen(self, first: QModelIndex, last: QModelIndex) -> None:
        """Make columns wider for what the cells of a few runs show now."""
        columns = [
            column
            for column in range(max(1, first.column()), last.column() + 1)
            if column in self._widths
        ]
        for row in range(first.row(), min(last.row() + 1, first.row() + MEASURED_ROWS)):
            for column in columns:
                text = first.sibling(row, column).data()
                if text:
                    width = self.fontMetrics().horizontalAdvance(text) + CELL_PADDING
                    self._widths[column] = max(self._widths[column], width)

    def _measure(self, column: int) -> int:
        """Return the width of the widest text; that of the names also has swatch and check box.

        Qt's own measuring asks for eight roles of each cell, and does so with each epoch.
        """
        rows = self._first_rows()
        if column == 0:  # over which headings span all columns
            rows = [*rows, *self._last_rows()]
            rows = [index for index in rows if not isinstance(self._runs.item_at(index), Group)]
        texts = {
            index.siblingAtColumn(column).data(role) or ""
            for index in rows
            for role in (Qt.ItemDataRole.DisplayRole, WIDEST_ROLE)
        }
        widest = max(map(self.fontMetrics().horizontalAdvance, texts), default=0)
        if column == 0 and rows:
            return (
                widest
                + SLACK
                + max(self._width_before_name(rows[0]), self._width_before_name(rows[-1]))
            )
        return widest + CELL_PADDING if widest else 0

    def _width_before_name(self, index: QModelIndex) -> int:
        """Return the width of a row's indentation, check box, swatch and margins."""
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        cell = self.itemDelegateForIndex(index).sizeHint(option, index).width()
        text = self.fontMetrics().horizontalAdvance(str(index.data() or ""))
        depth = int(index.parent().isValid()) + int(self.rootIsDecorated())
        return cell - text + depth * self.indentation()
