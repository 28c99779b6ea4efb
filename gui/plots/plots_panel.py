"""The plots of cost and accuracy of all visible runs, which grow as they train."""

from fractions import Fraction

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from core.export.epochs_csv import csv_of
from core.run.series import XAxis
from gui.plots.curves import Choices
from gui.plots.plot_area import AXIS_WIDTH, PlotArea
from gui.plots.plot_cursor import PlotCursor
from gui.plots.plot_key import PlotKey
from gui.plots.plot_legend import Legend
from gui.plots.plot_marks import MomentLine
from gui.plots.plot_menu import PlotMenu
from gui.plots.plot_pair import MIN_BOTH, PlotPair
from gui.plots.plot_picture import PlotPicture, PlotSaver
from gui.plots.plot_readouts import RunReadouts
from gui.plots.plot_table import PlotTable
from gui.plots.plotted_runs import PlottedRuns
from gui.process.timers import single_shot
from gui.process.work_pace import WorkPace
from gui.runs.current_config import CurrentConfig
from gui.runs.run_store import RunStore
from gui.runs.selection import Selection
from gui.style import theme
from gui.widgets.panel import Panel, row, styled_label
from gui.widgets.plain_text import PlainLabel

REFRESH_MS = 100
ALONE = 0.6  # height by width, below which a narrow panel shows the lower plot alone
SECOND_PLOT_MS = 20  # after the first, so that the event loop never paints both at once


class PlotsPanel(Panel):
    """Two plots over the same axis; the lower one shows the weight where lines are fitted.

    Runs with squared errors and with cross-entropies are never drawn together.

    Signals:
        choices_changed(): curves are drawn differently from now on, see `choices`.
        failed(str): the reason why a file could not be written.
        saved(object): a `Message` that names a file that was written.
    """

    choices_changed = Signal()
    failed = Signal(str)
    saved = Signal(object)

    def __init__(
        self,
        store: RunStore,
        selection: Selection,
        current: CurrentConfig,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._selection = selection
        self._current = current
        self._changed: set[str] = set()
        self._follows = True
        self._explained: tuple[list[int], list[bool]] = [], []  # by the key
        self._build()
        self._runs = PlottedRuns(store, self._areas, self)
        self._cursor = PlotCursor(self._areas, self)
        self._readouts = RunReadouts(self._runs, self._cursor, self)
        self._shown_at: Fraction | None = None  # see `show_moment`
        self.moment_lines = [MomentLine(area) for area in self._areas]
        self._saver = PlotSaver(self._picture, self._table, self)
        self._wire()
        self.retranslate()
        self.restyle()
        self._on_config_changed()

    def _build(self) -> None:
        self._cost_title = styled_label("title", self)
        self._lower_titles = [styled_label("title", self) for _ in range(2)]
        self._keys = [PlotKey(self) for _ in range(2)]

        self._log, self._follow = QToolButton(self), QToolButton(self)
        self._log.setCheckable(True)
        self._log.setAutoRaise(True)
        self.menu = PlotMenu(self)
        self.legend = Legend(self)

        self._areas = self._cost, self._lower = PlotArea(self), PlotArea(self)
        for title, area in zip((self._cost_title, self._lower_titles[0]), self._areas, strict=True):
            title.setBuddy(area)  # its name for screen readers

        self._empty = PlainLabel(self._cost)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._empty.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.PADDING, theme.STEP, theme.PADDING, theme.STEP)
        layout.setSpacing(theme.STEP)
        # of one plot alone, title and key stand in place of the legend: its curves end in values
        self._lower_head, self._only_head = (
            row(self, title, key, wide=[key])
            for title, key in zip(self._lower_titles, self._keys, strict=True)
        )
        self._only_head.hide()
        self._names = row(self, self.legend)
        names = self._names, self._only_head
        head = row(self, *names, self._follow, self._log, self.menu, wide=names)
        titles = (self._cost_title, self._lower_head)
        self._pair = PlotPair(list(zip(titles, self._areas, strict=True)), self)
        layout.addWidget(head)
        layout.addWidget(self._pair, 1)

    def _wire(self) -> None:
        self._timer = single_shot(self, self._on_time)
        self._second = single_shot(self, lambda: self.draw(1), SECOND_PLOT_MS)
        self._pace = WorkPace(REFRESH_MS)
        store = self._store
        for signal in (
            store.run_added,
            store.visibility_changed,
            store.appearance_changed,
            store.run_removed,
        ):
            signal.connect(self._on_changed)
        store.run_changed.connect(lambda run: self._on_changed(run, self._pace.interval_ms))
        store.earlier_runs_added.connect(self._show_hint)

        self._pair.turned.connect(self._name_axis)
        self._log.toggled.connect(self._on_log_toggled)
        self._follow.clicked.connect(self._on_follow)
        self.menu.choices_changed.connect(self._on_choices_changed)
        self.menu.save_requested.connect(self._saver.ask_picture)
        self.menu.numbers_requested.connect(self._saver.ask_numbers)
        self.menu.copy_requested.connect(self._saver.copy_picture)
        self.menu.table_requested.connect(self._on_table_requested)
        self._saver.failed.connect(self.failed)
        self._saver.saved.connect(self.saved)

        self.legend.chosen.connect(self._selection.select)
        self._selection.changed.connect(self._on_selection_changed)
        self._current.changed.connect(self._on_config_changed)
        for plot, area in enumerate(self._areas):
            self._wire_area(plot, area)

    def _wire_area(self, plot: int, area: PlotArea) -> None:
        area.zoomed.connect(self._on_zoomed)
        area.clicked.connect(lambda position: self._on_plot_clicked(plot, position))
        area.view_changed.connect(lambda: self._runs.thin_again(plot))
        area.box.sigResized.connect(self._on_resized)
        area.box.sigXRangeChanged.connect(lambda _box, span: self._on_x_range(plot, span))

    def _on_x_range(self, plot: int, span: tuple[float, float]) -> None:
        """Show the same range in the other plot, unless this one is hidden."""
        other = self._areas[1 - plot].box
        if self._areas[plot].isVisible() and other.viewRange()[0] != list(span):
            other.setXRange(*span, padding=0)

    def _on_resized(self) -> None:
        """Make room again for the values at the curves' ends; let the hint cover the upper plot."""
        if self._follows:
            self._timer.start(REFRESH_MS)
            self._second.start()
        left = theme.px(AXIS_WIDTH)
        self._empty.setGeometry(left, 0, self._cost.width() - left, self._cost.height())

    def _on_changed(self, run: str, wait_ms: int = REFRESH_MS) -> None:
        self._changed.add(run)
        if not self._timer.isActive() or self._timer.interval() > wait_ms:
            self._timer.start(wait_ms)

    def _on_time(self) -> None:
        if self.isVisible():  # else `showEvent` draws what has changed
            self.refresh()

    def refresh(self) -> None:
        """Draw all changes: the upper plot now, the lower one in a later turn of the event loop."""
        if self._runs.regroup():
            self._show_structure()
        self._runs.mark_changed(self._changed)
        self._changed.clear()
        if self._runs.explained() != self._explained:
            self._show_key()
        self.draw(0)
        if self._runs.is_stale(1) and not self._second.isActive():
            self._second.start()

    def draw(self, plot: int) -> None:
        """Draw what has changed in one plot; 0 is the upper one."""
        with self._pace.measured(plot, self._areas[plot].painting_s):
            self._runs.redraw(plot, self._follows)
            self._cursor.read()

    def _show_structure(self) -> None:
        """Show other runs, other names or another quantity."""
        self.legend.set_entries(self._runs.legend())
        self._empty.setVisible(self._runs.is_empty)
        self._name_lower_plot()
        self._show_key()
        if self._runs.is_empty:
            self.draw(1)

    def show_moment(self, epochs: Fraction | None) -> None:
        """Mark the moment at which all runs are shown on an axis of epochs; None for now."""
        self._shown_at = epochs
        is_marked = self._runs.choices.axis is XAxis.EPOCH
        for line in self.moment_lines:
            line.show_at(epochs if is_marked else None)

    def _on_choices_changed(self) -> None:
        choices = self.menu.choices(self._log.isChecked())
        is_other = choices != self._runs.choices
        is_other_axis = choices.axis is not self._runs.choices.axis
        self._runs.choices = choices

        if is_other_axis:
            for area in self._areas:
                area.bottom.shows = choices.axis
            self._name_axis()
            self.show_moment(self._shown_at)
            self._follows = True  # a zoomed range means nothing on another axis
            self._follow.setVisible(False)

        self._runs.redraw_all()
        self.refresh()
        if is_other:
            self.choices_changed.emit()

    def _on_table_requested(self) -> None:
        PlotTable(self._store.visible(), self.window()).open()

    @property
    def choices(self) -> Choices:
        """How the curves are drawn."""
        return self._runs.choices

    def show_choices(self, choices: Choices) -> None:
        """Apply choices made before."""
        self._log.setChecked(choices.is_logarithmic)
        self.menu.show_choices(choices)

    def _on_log_toggled(self, is_logarithmic: bool) -> None:
        self._cost.set_logarithmic(is_logarithmic)
        self._on_choices_changed()

    def _on_zoomed(self) -> None:
        self._follows = False
        self._follow.setVisible(True)

    def _on_follow(self) -> None:
        self._follows = True
        self._follow.setVisible(False)
        for plot in range(len(self._areas)):
            self.draw(plot)

    def _on_plot_clicked(self, plot: int, position: QPointF) -> None:
        run = self._runs.run_at(plot, position)
        if run is not None:
            self._selection.select(run)

    def _on_selection_changed(self) -> None:
        """Draw the selected runs a little stronger than the others."""
        self._runs.select(frozenset(self._selection.runs))
        self.refresh()  # a run with another kind of cost may have been selected
        self.legend.set_entries(self._runs.legend())

    def _on_config_changed(self) -> None:
        """Show the epochs of the next run on the axis while there are no runs."""
        epochs = self._current.last_valid.epochs
        if epochs != self._runs.planned_epochs:
            self._runs.planned_epochs = epochs
            for plot in range(len(self._areas) if self._runs.is_empty else 0):
                self.draw(plot)

    def _picture(self) -> PlotPicture:
        self._cursor.hide()
        titles = self._cost_title.text(), self._lower_titles[0].text()
        return PlotPicture(tuple(zip(titles, self._areas, strict=True)), self._runs.legend())

    def _table(self) -> str:
        return csv_of((entry.name, entry.record) for entry in self._store.visible())

    def _name_lower_plot(self) -> None:
        shows_weights = self._runs.shows_weights
        lower = self.tr("Weight") if shows_weights else self.tr("Accuracy, %")
        for title in self._lower_titles:
            title.setText(lower)
        self._lower.setAccessibleName(lower)  # a buddy in another row gives it no name

    def _show_key(self) -> None:
        """Explain the lines, or which visible runs are not drawn, and why."""
        if self._runs.left_out:
            for key in self._keys:
                key.show_left_out(self._runs.left_out, self._runs.shows_weights)
        else:
            self._explained = self._runs.explained()
            for key in self._keys:
                key.show_lines(*self._explained)

    def _name_axis(self) -> None:
        names = {
            XAxis.EPOCH: self.tr("epochs"),
            XAxis.TIME: self.tr("seconds of computing"),
            XAxis.EXAMPLES: self.tr("examples seen"),
            XAxis.MULTIPLICATIONS: self.tr("multiplications, forwards"),
        }
        for plot, area in enumerate(self._areas):
            axis = area.getPlotItem().getAxis("bottom")
            axis.setLabel(names[self._runs.choices.axis])
            axis.showLabel(self._pair.names_axis(plot))

    def _show_hint(self) -> None:
        lines = [
            self.tr(
                "Press Train: the cost falls, the accuracy rises.\nCompare starts two "
                "networks at once."
            )
        ]
        if any(entry.is_earlier for entry in self._store.entries()):
            lines.append(self.tr("Earlier runs are kept: tick one in the table to see it again."))
        self._empty.setText("\n".join(lines))

    def retranslate(self) -> None:
        """Set titles, axes and hints again."""
        self._cost_title.setText(self.tr("Cost"))
        self._show_key()

        self._log.setText(self.tr("log"))
        self._log.setToolTip(self.tr("Logarithmic cost axis"))
        self._follow.setText(self.tr("Follow"))
        self._follow.setToolTip(self.tr("Show all curves again and follow them as they grow"))

        self._show_hint()
        self._name_axis()
        self.menu.retranslate()
        self._draw_again()

    def restyle(self) -> None:
        """Apply the current colour scheme."""
        for area in self._areas:
            area.restyle()
        self._empty.setStyleSheet(f"color: {theme.colours().quiet};")
        self.menu.restyle()
        self.legend.restyle()
        self._cursor.restyle()
        for line in self.moment_lines:
            line.restyle()
        self._draw_again()

    def _draw_again(self) -> None:
        self._follow.setVisible(not self._follows)
        self._runs.forget()
        self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what has changed while the plots were hidden."""
        super().showEvent(event)
        if self._changed:
            self.refresh()

    def changeEvent(self, event: QEvent) -> None:
        """Draw the values next to the curves in another font."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._draw_again()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show what there is space for."""
        super().resizeEvent(event)
        width = event.size().width() - 2 * theme.PADDING
        shows_one = width < theme.px(MIN_BOTH) and event.size().height() < ALONE * width
        if shows_one is self._only_head.isHidden():
            self._pair.show_one(shows_one)
            for head in (self._names, self._lower_head, self._only_head):
                head.setVisible(shows_one is (head is self._only_head))
