"""The main window: its panels, its menus, and their connections."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow

from core.config import presets
from core.config.run import RunConfig
from core.messages import Message, message
from core.run.record import RunRecord
from gui.background.jobs import JobQueue
from gui.background.threads import Background
from gui.comparison.comparison_panel import ComparisonPanel
from gui.comparison.comparisons import Comparisons
from gui.comparison.verdict_card import VerdictCardView
from gui.drawing.draw_panel import DrawPanel
from gui.drawing.handwriting import Handwriting
from gui.evaluation.evaluation_panel import EvaluationPanel
from gui.help.shortcut_sheet import ShortcutSheet
from gui.insight.insight_panel import InsightPanel
from gui.pages.model_cards import ModelCards
from gui.pages.page_saving import PageSaving
from gui.plane.plane_panel import PlanePanel
from gui.plots.curves import Choices
from gui.plots.line.line_panel import LinePanel
from gui.plots.plots_panel import PlotsPanel
from gui.program.code_panel import CodePanel
from gui.run_table.run_actions import RunActions
from gui.run_table.runs_table import RunsTable
from gui.run_table.transfer import Transfer
from gui.runs.current_config import CurrentConfig
from gui.runs.kept_runs import KeptRuns
from gui.runs.live_networks import LiveNetworks
from gui.runs.moments import Moments
from gui.runs.run_controller import RunController
from gui.runs.run_store import RunStore
from gui.runs.selection import Selection
from gui.settings.preferences import Preferences
from gui.settings.screen_actions import ScreenActions
from gui.setup.data_panel import DataPanel
from gui.setup.setup_panel import SetupPanel
from gui.stage.moment_bar import MomentBar
from gui.stage.stage_panel import StagePanel
from gui.style import theme
from gui.style.style_sheet import undressed
from gui.widgets.notice_bar import NoticeBar, Subject
from gui.widgets.undo_actions import Undoable, UndoActions
from gui.window import message_line
from gui.window.analysis_tabs import AnalysisTabs
from gui.window.attention import Attention
from gui.window.docks import Dock
from gui.window.hint_strip import HintStrip
from gui.window.layouts import Arranger
from gui.window.lesson_actions import LessonActions
from gui.window.menus import Menus, Views
from gui.window.toolbar import Actions, ToolBar
from gui.window.training_actions import ToolbarState, TrainingActions
from gui.window.verdict_actions import VerdictActions

FIRST_PRESET = "relu-dropout"
FIRST_SIZE = QSize(1240, 820)  # of the window when Inkling is started for the first time


class MainWindow(QMainWindow):
    """The tabs in the middle, and around them panels that can be moved, floated and hidden."""

    def __init__(
        self,
        store: RunStore,
        controller: RunController,
        comparisons: Comparisons,
        preferences: Preferences,
        *,
        jobs: JobQueue,
        quick_jobs: JobQueue,
        background: Background,
        handwriting: Handwriting | None = None,
        kept: KeptRuns | None = None,
    ) -> None:
        super().__init__()
        self._store = store
        self._controller = controller
        self._preferences = preferences
        self._comparisons = comparisons
        self._is_closing = False

        self.actions_ = Actions(self)
        self.current = CurrentConfig(presets.preset(FIRST_PRESET).config, self)
        self.selection = Selection(self)
        with undressed():
            self._build_panels(jobs, quick_jobs, background, handwriting)
            self._build_actions(jobs, kept)
            self.notice = NoticeBar(self)
            self.toolbar = ToolBar(self.actions_, self)
            self.addToolBar(self.toolbar)
            self.toolbar_state = ToolbarState(
                self.toolbar, self.training, self.current, store, controller
            )
            self._arrange()
            self._build_menus()

        self._wire()
        self.retranslate()
        self.arranger.restore()
        self.learning.begin(self.arranger)

    def _build_panels(
        self,
        jobs: JobQueue,
        quick_jobs: JobQueue,
        background: Background,
        handwriting: Handwriting | None,
    ) -> None:
        store, selection, current = self._store, self.selection, self.current
        self.moments = moments = Moments(store, quick_jobs, self)
        self.setup = SetupPanel(current, self, background=background, preferences=self._preferences)
        self.plots = PlotsPanel(store, selection, current, self)
        networks = LiveNetworks(store, moments, self, self._controller.right_of_way)
        self.drawing = DrawPanel(
            store, selection, current, networks, quick_jobs, handwriting=handwriting, parent=self
        )
        self.verdict = VerdictCardView(self._comparisons, self, is_closable=True)
        self.stage = StagePanel(
            store,
            self._controller,
            selection,
            current,
            networks,
            jobs=quick_jobs,
            preferences=self._preferences,
            verdict=self.verdict,
            curves=self.plots,
        )
        self.table = RunsTable(store, selection, self._comparisons, self)

        self.comparison = ComparisonPanel(self._comparisons, moments, jobs, self)
        self.inside = InsightPanel(store, selection, moments, quick_jobs, self)
        self.evaluation = EvaluationPanel(store, selection, moments, jobs, self)
        self.line = LinePanel(store, selection, moments, jobs, self)
        self.plane = PlanePanel(
            store, self._controller, selection, current, moments, jobs=quick_jobs, parent=self
        )
        self.data = DataPanel(current, jobs, background, self)
        self.code = CodePanel(store, current, quick_jobs, background, self)
        self.hints = HintStrip(store, selection, self)

    def _build_actions(self, jobs: JobQueue, kept: KeptRuns | None) -> None:
        need, controller = self._comparisons.need, self._controller
        self.run_actions = RunActions(
            self.table, self._store, controller, kept, self, is_compared=need
        )
        self.training = TrainingActions(
            self.actions_,
            self.current,
            self.selection,
            store=self._store,
            controller=controller,
            comparisons=self._comparisons,
            parent=self,
        )
        self.transfer = Transfer(self._store, jobs, kept, self)
        self.pages = PageSaving(self._store, self.transfer, self)
        self.cards = ModelCards(self._store, self.table, jobs, self)

    def _arrange(self) -> None:
        """Put the panels into tabs and docks."""
        self._build_tabs()
        self.moment_bar = MomentBar(self.moments, self, is_followed=self.tabs.follow_moment)
        store, others = self._store, (self.tabs.opened, self.plane.bar.edit_toggled)
        for signal in (store.visibility_changed, store.run_added, store.run_removed, *others):
            signal.connect(self.moment_bar.show_if_followed)
        self._comparisons.listed.connect(self.moment_bar.show_if_followed)
        self.setCentralWidget(self.moment_bar.below(self.tabs))

        self.statusBar().setSizeGripEnabled(False)
        self.statusBar().addWidget(message_line.MessageSlot(self.notice, self.hints, self), 1)
        self.panels = {
            "setup": Dock("setup", message("Setup"), self.setup, self),
            "drawing": Dock("drawing", message("Drawing"), self.drawing, self, scrolls=True),
            "runs": Dock("runs", message("Runs"), self.table, self),
        }
        options = QMainWindow.DockOption
        self.setDockOptions(options.AllowNestedDocks | options.AllowTabbedDocks)

        self.arranger = Arranger(self, self.panels, self.tabs, self._preferences)
        self.resize(FIRST_SIZE.boundedTo(theme.max_window_size(self.screen())))

    def _build_tabs(self) -> None:
        self.tabs = AnalysisTabs(self)
        self.tabs.add("network", message("Network"), self.stage)
        self.tabs.add("plane", message("Plane"), self.plane)
        self.tabs.follow("plane", self.plane.page_wanted, instead="network")
        self.tabs.add("comparison", message("Comparison"), self.comparison)
        self.tabs.add("inside", message("Inside"), self.inside)
        self.tabs.add("evaluation", message("Evaluation"), self.evaluation)
        self.tabs.add("line", message("Line"), self.line)
        self.tabs.add("data", message("Data"), self.data)
        self.tabs.add("code", message("Code"), self.code)

        self.learning = LessonActions(
            self.tabs,
            self.setup,
            self.selection,
            self.inside,
            store=self._store,
            controller=self._controller,
            comparisons=self._comparisons,
            actions=self.actions_,
            preferences=self._preferences,
            notice=self.notice,
            parent=self,
        )
        self.stage.put_above(self.learning.welcome)

    def _build_menus(self) -> None:
        self.screen_actions = ScreenActions(self, self._preferences)
        views = Views(
            self.arranger.actions,
            self.arranger.reset,
            [dock.shown for dock in self.panels.values()],
            self.tabs.panel_actions,
            [self.screen_actions.projector, self.screen_actions.full_screen],
        )
        history, drawing = self.setup.history, self.drawing
        form = self.setup, self.plane  # setting points changes the form
        undoables = [Undoable(panel, history.undo, history.redo) for panel in form]
        undoables.append(Undoable(drawing, drawing.undo, drawing.redo))
        undo = UndoActions(undoables, self)
        edits = [undo.undo, undo.redo, *drawing.edits]
        self.menus = menus = Menus(self, self.actions_, edits, views, self._preferences)
        menus.quit_requested.connect(self.close)
        menus.clean_up_requested.connect(self.run_actions.open_clean_up)
        self.comparison.deletion_requested.connect(self.run_actions.delete)
        menus.welcome_requested.connect(self.learning.show_welcome)
        menus.keys_requested.connect(lambda: ShortcutSheet(self).open())
        menus.lessons_requested.connect(self.learning.show_lessons)

    def _wire(self) -> None:
        self._wire_transfer()
        self._wire_panels()
        self._wire_training()
        self._wire_tabs()

    def _wire_panels(self) -> None:
        """Connect the form, the table, the curves, the plane and the drawing."""
        store = self._preferences.store
        self.table.settings_requested.connect(partial(self._use_config, self.setup.set_config))
        self.table.columns.read(self._preferences.stored("columns"))
        self.table.columns.changed.connect(lambda: store("columns", self.table.columns.written()))

        self.plots.show_choices(Choices.read(self._preferences.stored("curves")))
        self.plots.choices_changed.connect(lambda: store("curves", self.plots.choices.written()))
        sheets = self.learning.lessons.sheets
        for widget in (self.run_actions, self.plots, self.stage, self.code, self.training, sheets):
            widget.failed.connect(self.show_message)

        for chosen in (self.plane.preset_chosen, self.line.preset_chosen):
            chosen.connect(self.setup.choose_preset)
        self.line.preset_chosen.connect(self.actions_.train.trigger)
        for slot in (self.setup.history.end_step, self.setup.change):
            self.plane.change_requested.connect(slot)

        self.drawing.digit_changed.connect(self.stage.set_digit)
        self.stage.example.changed.connect(lambda: self.inside.set_example(self.stage.example.ink))
        self.stage.unit_chosen.connect(self._on_unit_chosen)
        self.drawing.digit_changed.connect(self.inside.set_digit)
        self.drawing.failed.connect(partial(self.show_message, about=Subject.DRAWING))

    def _wire_training(self) -> None:
        """Connect runs and comparisons."""
        controller = self._controller
        files = (self.transfer.ended, self.data.fetch_ended, self.run_actions.ended)
        checks = (self.code.check.ended, self.evaluation.robustness.runs.concluded)
        Attention(self, controller, self._comparisons, *files, *checks)
        controller.recording_failed.connect(self.show_message)
        message_line.show_failures(self.notice, controller, self._store, self._is_explained)
        controller.idle.connect(self._on_idle)
        self._store.run_added.connect(lambda _run: self.selection.deselect_hidden(self._store))
        message_line.outdate_messages(self.notice, self.drawing, self.current, self.selection)
        message_line.outdate_results(self.notice, self._store, self._comparisons, self.tabs)

        self.comparison.new_requested.connect(self.training.ask_for_comparison)
        self.table.explanation_requested.connect(self.training.explain)
        VerdictActions(
            self.verdict,
            self.learning.lessons,
            store=self._store,
            selection=self.selection,
            comparisons=self._comparisons,
            training=self.training,
            pages=self.pages,
            panel=self.comparison,
            table=self.table,
            drawing=self.drawing,
            stage=self.stage,
            tabs=self.tabs,
            arranger=self.arranger,
            notice=self.notice,
        )

    def _wire_transfer(self) -> None:
        """Connect import, export, copied settings and reports."""
        menus, transfer = self.menus, self.transfer
        transfer.watch(self.drawing.canvas)
        transfer.failed.connect(lambda text, about: self.show_message(text, about=about))

        # runs
        menus.import_requested.connect(transfer.ask_import)
        menus.recent.chosen.connect(transfer.import_recent)
        transfer.imported.connect(menus.recent.add)
        transfer.missing.connect(menus.recent.remove)
        menus.export_requested.connect(lambda: transfer.ask_export(self.selection.runs))
        self.table.export_requested.connect(transfer.ask_export)
        self.table.page_requested.connect(self.pages.ask_page_of_runs)
        transfer.run_imported.connect(self.selection.select)

        # settings
        menus.copy_requested.connect(lambda: transfer.copy_settings(self.current.config))
        self.table.copy_requested.connect(partial(self._use_config, transfer.copy_settings))
        menus.paste_requested.connect(transfer.paste_settings)
        transfer.settings_chosen.connect(self.setup.set_config)

        for requested in (menus.report_requested, self.comparison.report_requested):
            requested.connect(lambda: self.pages.ask_report(self.comparison.shown()))
        sheets = self.learning.lessons.sheets
        for saving in (self.plots, self.stage.saver, self.code, sheets):
            saving.saved.connect(self.notice.report)
        transfer.reported.connect(self.notice.report)

    def _wire_tabs(self) -> None:
        """Connect the other tabs, and the hints."""
        for chosen in (self.evaluation.digit_chosen, self.data.digit_chosen):
            chosen.connect(partial(message_line.show_digit, self.notice, self.drawing))
        for part in (self.stage.area, self.inside, self.evaluation, self.drawing.answers):
            part.plane_requested.connect(partial(self.tabs.show_page, "plane"))
        self.stage.area.line_requested.connect(partial(self.tabs.show_page, "line"))
        self.data.fetched.connect(self.setup.renew_data)
        self.data.change_requested.connect(self.setup.change)
        self.data.path_dropped.connect(self.setup.choose_data)
        self.setup.missing_data_chosen.connect(lambda: self.tabs.show_page("data"))
        self.hints.change_requested.connect(self.setup.show_change)
        self.learning.lessons.opened.connect(self.hints.begin_topic)

    def _on_unit_chosen(self, run: str, layer: int, unit: int) -> None:
        if self.drawing.digit is None and self.stage.example.grey is not None:
            self.drawing.show_digit(self.stage.example.grey)
        self.selection.select(run)
        self.tabs.show_page("inside")
        self.inside.show_unit(layer, unit)

    def _use_config(self, use: Callable[[RunConfig], None], run: str) -> None:
        entry = self._store.get(run)
        if entry is not None:
            use(entry.record.config)

    def _is_explained(self, record: RunRecord) -> bool:
        """Whether a lesson expects this failure, or the hint explains it and offers a remedy."""
        return self.learning.runs.is_expected(record) or self.hints.speaks_of(record.run)

    def show_message(self, text: Message | str, details: str = "", about: object = None) -> None:
        """Show a message at the foot of the window; the user can copy its details."""
        self.notice.show_text(text, details=details, about=about)

    def retranslate(self) -> None:
        """Set the title and the texts of menus and toolbar; the panels set their own."""
        self.setWindowTitle("Inkling")
        self.menus.retranslate()
        self.arranger.retranslate()
        self.screen_actions.retranslate()
        self.toolbar.retranslate()
        self.toolbar_state.show()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language or colours."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() is QEvent.Type.PaletteChange:
            self.toolbar_state.show()

    def _on_idle(self) -> None:
        if self._is_closing:
            self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop the runs first; the window closes once the last thread has ended, or soon."""
        if not self._is_closing:
            self.arranger.keep()
            self._is_closing = True
            self.toolbar_state.close()
        if not self._controller.may_close:
            event.ignore()
            self.notice.show_text(self.tr("Stopping the runs…"))
            self.setup.setEnabled(False)
            self._controller.close()
        else:
            event.accept()
