"""The window: panels, menus and how they are wired."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QMessageBox, QSplitter, QTabWidget, QVBoxLayout, QWidget

from core import presets
from core.config import RunConfig
from core.experiments import Experiment, Grid, of_presets
from core.history import RunState
from core.messages import Message
from core.verdicts import sentence
from gui import theme
from gui.comparison_panel import ComparisonPanel
from gui.comparisons import Comparison, Comparisons, Digit, Kind, preset_titles
from gui.draw_panel import DrawPanel
from gui.errands import Errands
from gui.evaluation_panel import EvaluationPanel
from gui.experiment_dialog import ExperimentDialog
from gui.handwriting import Handwriting
from gui.hint_strip import HintStrip
from gui.insight_panel import InsightPanel
from gui.kept_runs import KeptRuns
from gui.line_panel import LinePanel
from gui.menus import Menus
from gui.notice_bar import NoticeBar
from gui.panel import column
from gui.plots_panel import PlotsPanel
from gui.preferences import Preferences
from gui.run_actions import RunActions
from gui.run_controller import RunController
from gui.run_store import RunStore
from gui.runs_table import RunsTable
from gui.setup_panel import SetupPanel
from gui.theme import Scheme
from gui.toolbar import Actions, ToolBar
from gui.translation import Language

FIRST_PRESET = "relu-dropout"
FIRST_SIZE, FRAME = QSize(1240, 820), QSize(8, 40)  # the window at its first start; what a desktop puts around it
PROGRESS_MS = 250  # numbers are read, so they change more slowly than curves


class MainWindow(QMainWindow):
    """Setup on the left, plots in the middle, drawing on the right, the runs below.

    Language and colours are changed through the two callables, which the application provides.
    """

    def __init__(
        self,
        store: RunStore,
        controller: RunController,
        comparisons: Comparisons,
        preferences: Preferences,
        *,
        errands: Errands,
        at_hand: Errands,
        hand: Handwriting | None = None,
        use_language: Callable[[Language], None],
        use_scheme: Callable[[Scheme], None],
        kept: KeptRuns | None = None,
    ) -> None:
        super().__init__()
        self._store = store
        self._controller = controller
        self._preferences = preferences
        self._use_language = use_language
        self._use_scheme = use_scheme
        self._comparisons = comparisons
        self._is_closing = False
        self.actions_ = Actions(self)
        self.setup = SetupPanel(presets.preset(FIRST_PRESET).config, self)
        self.plots = PlotsPanel(store, self)
        self.drawing = DrawPanel(store, at_hand, hand, self)
        self.table = RunsTable(store, self)
        self.comparison = ComparisonPanel(comparisons, self)
        self.inside = InsightPanel(store, at_hand, self)
        self.evaluation = EvaluationPanel(store, errands, self)
        self.line = LinePanel(store, errands, self)
        self.hints = HintStrip(store, self)
        self.run_actions = RunActions(self.table, store, controller, kept, self)
        self.notice = NoticeBar(self)
        self.toolbar = ToolBar(self.actions_, self)
        self.menus = Menus(self, self.actions_, self.drawing.edits, preferences)
        self.addToolBar(self.toolbar)
        self._arrange()
        self._wire()
        self.retranslate()
        self._restore()

    def _arrange(self) -> None:
        self._upper = QSplitter(Qt.Orientation.Horizontal)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.addTab(self.plots, "")
        self.tabs.addTab(self.comparison, "")
        self.tabs.addTab(self.inside, "")
        self.tabs.addTab(self.evaluation, "")
        self.tabs.addTab(self.line, "")
        middle = QWidget()
        inner = column(middle, gap=0, padding=0)
        inner.addWidget(self.tabs, 1)
        inner.addWidget(self.hints)
        for part in (self.setup, middle, self.drawing):
            self._upper.addWidget(part)
        self.drawing.setMinimumWidth(72 * theme.STEP)
        self.plots.setMinimumWidth(80 * theme.STEP)
        self._all = QSplitter(Qt.Orientation.Vertical)
        self._all.addWidget(self._upper)
        self._all.addWidget(self.table)
        for splitter, stretches in ((self._upper, (0, 1, 0)), (self._all, (1, 0))):
            splitter.setChildrenCollapsible(False)
            splitter.setHandleWidth(1)
            for place, stretch in enumerate(stretches):
                splitter.setStretchFactor(place, stretch)
        self._upper.setSizes([264, 640, 304])
        self._all.setSizes([620, 150])
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.notice)
        layout.addWidget(self._all, 1)
        self.setCentralWidget(content)
        self.resize(FIRST_SIZE.boundedTo(self.screen().availableSize() - FRAME))

    def _wire(self) -> None:
        own, controller = self.actions_, self._controller
        own.train.triggered.connect(self._on_train)
        own.pause.triggered.connect(self._on_pause)
        own.step.triggered.connect(self._on_step)
        own.stop.triggered.connect(self._on_stop)
        own.compare.triggered.connect(self._on_compare)
        own.compare_more.triggered.connect(self._on_compare_more)
        menus = self.menus
        menus.quit_requested.connect(self.close)
        menus.about_requested.connect(self._on_about)
        menus.scheme_chosen.connect(self._on_scheme)
        menus.language_chosen.connect(self._on_language)
        menus.runs_at_once_chosen.connect(self._on_runs_at_once)
        controller.set_runs_at_once(self._preferences.runs_at_once)
        self.setup.config_changed.connect(self._show_state)
        self.table.settings_requested.connect(self._on_settings_requested)
        self.table.selection_changed.connect(self.plots.set_selected)
        self.table.selection_changed.connect(self.drawing.set_selected)
        self.drawing.failed.connect(self.show_message)
        self.plots.run_selected.connect(self.table.select)
        self.table.selection_changed.connect(self.inside.set_selected)
        self.drawing.digit_changed.connect(self.inside.set_digit)
        self.plots.failed.connect(self.show_message)
        self.run_actions.failed.connect(self.show_message)
        self.comparison.new_requested.connect(self._on_compare_more)
        self.comparison.digit_chosen.connect(self._on_deciding_digit_chosen)
        self._comparisons.changed.connect(self._on_comparison_changed)
        controller.recording_failed.connect(self.show_message)
        controller.activity_changed.connect(self._show_state)
        controller.run_failed.connect(self._on_run_failed)
        controller.idle.connect(self._on_idle)
        self._wire_analysis()
        self._progress = QTimer(self)
        self._progress.setInterval(PROGRESS_MS)
        self._progress.timeout.connect(self._show_progress)

    def _wire_analysis(self) -> None:
        """The tabs beside the curves, and the hints."""
        self.table.selection_changed.connect(self.line.set_selected)
        self.line.run_selected.connect(self.table.select)
        self.line.needed.connect(self._show_state)
        self.table.selection_changed.connect(self.evaluation.set_selected)
        self.evaluation.run_selected.connect(self.table.select)
        self.evaluation.digit_chosen.connect(self._on_digit_chosen)
        self.table.selection_changed.connect(self.hints.set_selected)
        self.hints.change_requested.connect(self._on_change_requested)

    def _on_train(self) -> None:
        config = self.setup.config()
        if config is not None:
            self._controller.start(config)

    def _on_pause(self) -> None:
        if self._is_paused():
            self._controller.resume()
        else:
            self._controller.pause()

    def _on_step(self) -> None:
        config = self.setup.config()
        if self._controller.active():
            self._controller.step()
        elif config is not None:
            self._controller.start(config, step=True)

    def _on_stop(self) -> None:
        self._controller.stop()

    def _conditions(self) -> RunConfig | None:
        """What the form says of data, epochs and machine; what a race of digits uses if the form fits a line."""
        form = self.setup.config()
        if form is not None and form.is_regression:
            return presets.under_the_conditions_of(form, presets.RACE[0])
        return form

    def _on_compare(self) -> None:
        form = self._conditions()
        if form is not None:
            race = of_presets(presets.RACE, conditions=form)
            self._comparisons.start(Kind.COMPARISON, race, preset_titles(presets.RACE))

    def _on_compare_more(self) -> None:
        form = self._conditions()
        if form is not None:
            chosen = [entry for entry in map(self._store.get, self.table.selected()) if entry is not None]
            dialog = ExperimentDialog(form, chosen or self._store.visible(), self)
            dialog.experiment_accepted.connect(self._on_experiment)
            dialog.open()

    def _on_experiment(self, kind: Kind, experiment: Experiment, titles: dict[str, Message], grid: Grid | None) -> None:
        self._comparisons.start(kind, experiment, titles, grid)
        if kind is Kind.GRID:
            self.tabs.setCurrentWidget(self.comparison)

    def _on_comparison_changed(self, comparison: Comparison) -> None:
        verdicts = comparison.judgement.verdicts
        if comparison.is_over and verdicts:
            self.notice.say(sentence(verdicts[-1], comparison.titles()), is_good=True)

    def _on_digit_chosen(self, digit: Digit) -> None:
        self.drawing.show_digit(digit.grey)

    def _on_deciding_digit_chosen(self, digit: Digit) -> None:
        """Have just the two networks read it that it tells apart."""
        comparison = self.comparison.shown()
        if comparison is not None:
            self._store.show_only([run for run in comparison.judged_runs() if self._store.get(run) is not None])
        self.drawing.show_digit(digit.grey)

    def _on_settings_requested(self, run: str) -> None:
        entry = self._store.get(run)
        if entry is not None:
            self.setup.set_config(entry.record.config)
            self._show_state()

    def _on_change_requested(self, config: RunConfig, paths: tuple[str, ...]) -> None:
        self.setup.set_config(config)
        self.setup.point_out(paths[0])
        self._show_state()

    def _on_run_failed(self, run: str) -> None:
        entry = self._store.get(run)
        if entry is not None and entry.record.end is not None and entry.record.end.message is not None:
            self.notice.say(Message("{run}: {reason}", {"run": entry.title, "reason": entry.record.end.message}))

    def show_message(self, text: Message | str) -> None:
        """Tell of something in the bar above the panels."""
        self.notice.say(text)

    def _is_paused(self) -> bool:
        active = self._controller.active()
        return bool(active) and all(record.state is RunState.PAUSED for record in active)

    def _show_state(self) -> None:
        is_active = bool(self._controller.active())
        form = self.setup.config()
        is_form_right = form is not None and not self._is_closing
        self.toolbar.show_state(is_active, self._is_paused(), bool(self._controller.waiting()), is_form_right)
        if is_active and not self._progress.isActive():
            self._progress.start()
        elif not is_active:
            self._progress.stop()
        fits_line = self.line.is_needed or (form is not None and form.is_regression)
        self.tabs.setTabVisible(self.tabs.indexOf(self.line), fits_line)
        self._show_progress()

    def _show_progress(self) -> None:
        self.toolbar.show_progress(self._controller.active(), len(self._controller.waiting()))

    def _on_scheme(self, scheme: str) -> None:
        self._preferences.scheme = Scheme(scheme)
        self._use_scheme(self._preferences.scheme)

    def _on_language(self, language: str) -> None:
        self._preferences.language = Language(language)
        self._use_language(self._preferences.language)

    def _on_runs_at_once(self, count: int) -> None:
        self._preferences.runs_at_once = count
        self._controller.set_runs_at_once(count)

    def _on_about(self) -> None:
        QMessageBox.about(
            self,
            self.tr("About Inkling"),
            self.tr(
                "Inkling: see neural networks learn.\n\n"
                "Code under the MIT licence. The MNIST digits are by Y. LeCun and C. Cortes, CC BY-SA 3.0."
            ),
        )

    def retranslate(self) -> None:
        """Menus and title; the panels renew their own texts."""
        self.setWindowTitle("Inkling")
        self.menus.retranslate()
        self.tabs.setTabText(0, self.tr("Curves"))
        self.tabs.setTabText(1, self.tr("Comparison"))
        self.tabs.setTabText(self.tabs.indexOf(self.inside), self.tr("Inside"))
        self.tabs.setTabText(self.tabs.indexOf(self.evaluation), self.tr("Evaluation"))
        self.tabs.setTabText(self.tabs.indexOf(self.line), self.tr("Line"))
        self.toolbar.retranslate()
        self._show_state()

    def changeEvent(self, event: QEvent) -> None:
        """A change of language or colours also concerns menus and icons."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() is QEvent.Type.PaletteChange:
            self._show_state()

    def _restore(self) -> None:
        self.restoreGeometry(self._preferences.layout("window"))
        self._upper.restoreState(self._preferences.layout("upper"))
        self._all.restoreState(self._preferences.layout("all"))

    def _on_idle(self) -> None:
        if self._is_closing:
            self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop the runs first; the window says so and goes when the last thread has ended."""
        if not self._is_closing:
            self._preferences.set_layout("window", self.saveGeometry())
            self._preferences.set_layout("upper", self._upper.saveState())
            self._preferences.set_layout("all", self._all.saveState())
            self._is_closing = True
        if self._controller.active_count():
            event.ignore()
            self.notice.say(self.tr("Stopping the runs…"))
            self.setup.setEnabled(False)
            self._controller.close()
        else:
            event.accept()
