"""The table of runs and its menu."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QMenu, QWidget

from core.export.formats import can_be_on_page
from core.run.record import RunState
from gui.comparison.comparisons import Comparisons
from gui.process.timers import single_shot
from gui.run_table.row_selection import RowSelection
from gui.run_table.run_groups import RunGroups
from gui.run_table.runs_model import RunsModel
from gui.run_table.runs_view import INDENT, RunsView
from gui.run_table.sorted_runs import SortedRuns
from gui.run_table.table_columns import TableColumns
from gui.runs.run_store import RunEntry, RunStore
from gui.runs.selection import Selection
from gui.style import theme
from gui.style.swatches import swatch
from gui.widgets.panel import Panel, column, styled_label
from gui.widgets.plain_text import PlainLabel

FILTER_WIDTH = 56 * theme.STEP
# a run's name shows the first, and the others are mostly the same
RARELY_NEEDED = ("preset", "device", "made")


class RunsTable(Panel):
    """Shows, sorts, filters and selects runs; everything else is requested by signals.

    Attributes:
        columns: shows and hides columns.
        head: the count and the filter, for the panel's title once it has one.
        rows_changed: emitted when the table needs another height.

    Signals, each with the ids of the runs concerned:
        settings_requested(str): show this run's settings in the form.
        continuation_requested(str), fork_requested(str), change_requested(str),
        repetition_requested(str), opening_requested(str): open the dialog for it.
        priority_requested(object), stop_requested(object), deletion_requested(object): for these
        runs.
        explanation_requested(object): compare these two, one change at a time.
        folder_requested(str): show this run's folder.
        copy_requested(str): copy this run's settings to the clipboard.
        export_requested(object): export this run.
        page_requested(object): save a page on which these runs answer.
        card_requested(str): show the model card of this run.
        comparison_requested(object): show this `Comparison`, to which the runs belong.
        search_requested(object): show this `ShownSearch`, to which the runs belong.
    """

    settings_requested = Signal(str)
    continuation_requested = Signal(str)
    fork_requested = Signal(str)
    repetition_requested = Signal(str)
    opening_requested = Signal(str)
    change_requested = Signal(str)
    priority_requested = Signal(object)
    stop_requested = Signal(object)
    deletion_requested = Signal(object)
    explanation_requested = Signal(object)
    folder_requested = Signal(str)
    copy_requested = Signal(str)
    export_requested = Signal(object)
    page_requested = Signal(object)
    card_requested = Signal(str)
    comparison_requested = Signal(object)
    search_requested = Signal(object)

    def __init__(
        self,
        store: RunStore,
        selection: Selection,
        comparisons: Comparisons | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self.groups = RunGroups(comparisons, self)
        self.model = RunsModel(store, self.groups, self)
        self.sorted = SortedRuns(self.model, self)
        self.head = QWidget(self)
        self._count = styled_label("quiet", self.head)
        self._filter = self._new_filter()
        self.view = self._new_view()
        self._rows = RowSelection(self.view, self.sorted, selection)
        self.rows_changed = self.view.rows_changed
        self.needed_height = self.view.needed_height
        self.view.headings_seen.connect(self.groups.request_verdicts)
        self.columns = TableColumns(self.view, RARELY_NEEDED, self)
        self.delete = self._new_delete()
        self._empty = self._new_empty()
        self._arrange()

        for signal in (store.run_added, store.run_removed, store.earlier_runs_added):
            signal.connect(self._show_count)
        self._newest = ""  # of the runs, as far as it is still to be shown
        self._newest_timer = single_shot(self, self._show_newest)
        store.run_added.connect(self._on_run_added)
        self.view.viewport().installEventFilter(self)
        self.retranslate()

    def _arrange(self) -> None:
        head = QHBoxLayout(self.head)
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(self._count)
        head.addStretch(1)
        head.addWidget(self._filter)

        layout = column(self, gap=0, padding=0)
        layout.addWidget(self.head)
        layout.addWidget(self.view)
        self.setMinimumHeight(16 * theme.STEP)

    def _new_filter(self) -> QLineEdit:
        edit = QLineEdit(self.head)
        edit.setObjectName("filter")
        edit.setClearButtonEnabled(True)
        edit.setMaximumWidth(FILTER_WIDTH)
        edit.textChanged.connect(self._on_filter_changed)
        clear = QShortcut(QKeySequence.StandardKey.Cancel, edit, edit.clear)
        clear.setContext(Qt.ShortcutContext.WidgetShortcut)
        return edit

    def _new_empty(self) -> QLabel:
        """Return the label that fills the table while it has no rows."""
        empty = PlainLabel(self.view.viewport())
        empty.setProperty("role", "quiet")
        empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        empty.setWordWrap(True)
        empty.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        return empty

    def _new_view(self) -> RunsView:
        view = RunsView(self.sorted, self)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._on_menu_requested)
        view.doubleClicked.connect(self._on_double_clicked)
        return view

    def _new_delete(self) -> QAction:
        """Return the action that deletes the selected runs by the key.

        The key works while the table has the focus, and not while a name is edited.
        """
        delete = QAction(self)
        delete.setShortcuts(QKeySequence.StandardKey.Delete)
        delete.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        delete.triggered.connect(self._on_delete)
        self.view.addAction(delete)
        return delete

    def _on_delete(self) -> None:
        runs = self.selected()
        if runs:
            self.deletion_requested.emit(runs)

    def selected(self) -> list[str]:
        """Return the ids of the selected runs, in the order of the table."""
        return self._rows.selected()

    def _on_run_added(self, run: str) -> None:
        """Show a run that was just started; of those that come at once, the last."""
        self._newest = run
        self._newest_timer.start()

    def _show_newest(self) -> None:
        """Scroll to the run that was started last, or to its heading; the filter may hide it."""
        for index in self.sorted.indices_of([self._newest]):
            self.view.scrollTo(index.parent() if index.parent().isValid() else index)

    def _on_filter_changed(self, text: str) -> None:
        with self._rows.kept(), self.view.filtering():
            self.sorted.set_filter(text)
        self._show_count()

    def _show_count(self) -> None:
        total = len(self._store.entries())
        shown = self.sorted.run_count() if self.sorted.is_filtered else total
        text = (
            self.tr("{shown} of {total}").format(shown=shown, total=total)
            if shown != total
            else str(total or "")
        )
        self._count.setText(text)
        self._empty.setVisible(shown == 0)
        nothing = self.tr("No runs yet. Train starts one; Compare starts a race of two.")
        self._empty.setText(self.tr("No run matches all of these words.") if total else nothing)

    def _on_double_clicked(self, index: QModelIndex) -> None:
        run = self.sorted.run_at(index)
        if run is not None:
            self.settings_requested.emit(run)

    def _on_menu_requested(self, position: QPoint) -> None:
        index = self.view.indexAt(position)
        runs = self.selected()
        if index.isValid() and runs:  # a row may go between the click and the menu
            self.menu_for(runs).popup(self.view.viewport().mapToGlobal(position))

    def menu_for(self, runs: Sequence[str]) -> QMenu:
        """Return the menu for these runs."""
        entries = [entry for entry in map(self._store.get, runs) if entry is not None]
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        self._add_group(menu, runs)
        self._add_appearance(menu, entries)
        menu.addSeparator()
        self._add_training(menu, entries)
        menu.addSeparator()

        single = entries[0] if len(entries) == 1 else None
        copy = menu.addAction(self.tr("Copy settings"), lambda: self.copy_requested.emit(runs[0]))
        export = menu.addAction(self.tr("Export…"), lambda: self.export_requested.emit(list(runs)))
        for action in (copy, export):
            action.setEnabled(single is not None)
        page = menu.addAction(
            self.tr("Save as page…"), lambda: self.page_requested.emit(list(runs))
        )
        page.setEnabled(can_be_on_page([entry.record.config for entry in entries]))
        card = menu.addAction(self.tr("Model card…"), lambda: self.card_requested.emit(runs[0]))
        card.setEnabled(single is not None and not single.record.config.is_regression)
        folder = menu.addAction(self.tr("Open folder"), lambda: self.folder_requested.emit(runs[0]))
        folder.setEnabled(single is not None and single.folder is not None)
        menu.addAction(self.tr("Delete…"), lambda: self.deletion_requested.emit(list(runs)))
        menu.addSeparator()
        # for the keyboard, which cannot reach the menu of the titles
        self.columns.add_to(menu.addMenu(self.tr("Columns")))
        return menu

    def _add_group(self, menu: QMenu, runs: Sequence[str]) -> None:
        """Offer to show the comparison or the search to which all these runs belong."""
        groups = {self.groups.of(run) for run in runs}
        group = groups.pop()
        if group is not None and not groups:
            if group.comparison is None:
                show = partial(self.search_requested.emit, group.trained_for)
                menu.addAction(self.tr("Show search"), show)
            else:
                show = partial(self.comparison_requested.emit, group.comparison)
                menu.addAction(self.tr("Show comparison"), show)
            menu.addSeparator()

    def _add_appearance(self, menu: QMenu, entries: Sequence[RunEntry]) -> None:
        runs = [entry.record.run for entry in entries]
        is_hidden = any(not entry.is_visible for entry in entries)
        text = self.tr("Show") if is_hidden else self.tr("Hide")
        menu.addAction(text, lambda: self._set_visible(runs, is_hidden))
        menu.addAction(self.tr("Show only these"), lambda: self._store.show_only(runs))

        rename = menu.addAction(self.tr("Rename"), self._rename)
        rename.setEnabled(len(entries) == 1)

        colours = menu.addMenu(self.tr("Colour"))
        for style in range(theme.RUN_STYLES):
            action = colours.addAction(
                swatch(theme.run_style(style)), self.tr("Colour {n}").format(n=style + 1)
            )
            action.triggered.connect(partial(self._set_style, runs, style))

    def _set_visible(self, runs: Sequence[str], is_visible: bool) -> None:
        for run in runs:
            self._store.set_visible(run, is_visible)

    def _set_style(self, runs: Sequence[str], style: int, _is_checked: bool = False) -> None:
        for run in runs:
            self._store.set_style(run, style)

    def _rename(self) -> None:
        for index in self.sorted.indices_of(self.selected()[:1]):
            self.view.edit(index)

    def _add_training(self, menu: QMenu, entries: Sequence[RunEntry]) -> None:
        runs = [entry.record.run for entry in entries]
        single = entries[0] if len(entries) == 1 else None
        for text, signal, is_possible in (
            (self.tr("Use these settings"), self.settings_requested, single is not None),
            (
                self.tr("Continue…"),
                self.continuation_requested,
                single is not None and single.can_go_on,
            ),
            (self.tr("Fork…"), self.fork_requested, single is not None and single.can_be_forked),
            (
                self.tr("Repeat and compare…"),
                self.repetition_requested,
                single is not None and single.can_be_repeated,
            ),
            (
                self.tr("Open the test set…"),
                self.opening_requested,
                single is not None and single.record.is_sealed and single.record.state.is_over,
            ),
            (
                self.tr("Change while it trains…"),
                self.change_requested,
                single is not None and single.record.state.is_active,
            ),
        ):
            menu.addAction(text, partial(signal.emit, *runs[:1])).setEnabled(is_possible)

        # these take two runs, or several
        explain = menu.addAction(
            self.tr("Explain these two…"), lambda: self.explanation_requested.emit(runs)
        )
        are_lines = any(entry.record.config.is_regression for entry in entries)
        explain.setEnabled(len(entries) == 2 and not are_lines)
        menu.addAction(
            self.tr("Train next"), lambda: self.priority_requested.emit(runs)
        ).setEnabled(any(entry.record.state is RunState.QUEUED for entry in entries))
        stop = menu.addAction(self.tr("Stop"), lambda: self.stop_requested.emit(runs))
        stop.setEnabled(any(not entry.record.state.is_over for entry in entries))

    def changeEvent(self, event: QEvent) -> None:
        """Fit the headings to the font."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self.view.setIndentation(theme.px(INDENT))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the label for an empty table fill the view."""
        if watched is self.view.viewport() and event.type() is QEvent.Type.Resize:
            self._empty.setGeometry(self.view.viewport().rect())
        return False

    def retranslate(self) -> None:
        """Set all texts again."""
        self._filter.setPlaceholderText(self.tr("Filter"))
        self._filter.setAccessibleName(self.tr("Filter the runs"))
        self._filter.setToolTip(
            self.tr("Words that occur in a run's row: its name, state, device, a setting")
        )
        self.view.setAccessibleName(self.tr("Runs"))
        self.view.header().setToolTip(self.tr("Click to sort; right-click to choose the columns"))
        self.delete.setText(self.tr("Delete runs…"))
        self.delete.setToolTip(self.tr("Move the selected runs to the bin"))
        self.model.retranslate()
        self._show_count()

    def restyle(self) -> None:
        """Draw the swatches again."""
        self.model.retranslate()
