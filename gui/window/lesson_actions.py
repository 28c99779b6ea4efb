"""Connects the lessons and the welcome with the window."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt

from core.config.differences import differing
from core.config.fields import FIELDS
from core.config.run import RunConfig
from core.messages import Message, message
from core.teaching.lessons.lesson import Lesson, View
from gui.comparison.comparisons import Comparisons
from gui.insight.insight_panel import ACTIVATION, COST, DROPOUT, LAYERS, WEIGHTS, InsightPanel
from gui.lessons.lesson_progress import LessonProgress
from gui.lessons.lesson_runs import LessonRuns
from gui.lessons.lessons_panel import LessonsPanel
from gui.lessons.welcome import Welcome
from gui.runs.run_controller import RunController
from gui.runs.run_store import RunStore
from gui.runs.selection import Selection
from gui.settings.preferences import Preferences
from gui.settings.stored_layout import StoredLayout
from gui.setup.setup_panel import SetupPanel
from gui.widgets.notice_bar import NoticeBar, Subject
from gui.window.analysis_tabs import AnalysisTabs
from gui.window.layouts import Arrangement, Arranger
from gui.window.toolbar import Actions

LESSONS, NETWORK, INSIDE, ARRANGEMENT = "lessons", "network", "inside", "lesson"
INSIDE_PAGES = {
    View.COST: COST,
    View.WEIGHTS: WEIGHTS,
    View.ACTIVATION: ACTIVATION,
    View.DROPOUT: DROPOUT,
    View.LAYERS: LAYERS,
}
LAYOUT_BEFORE = "layout_before_lessons"  # the key in the preferences
MAX_NAMED = 4  # settings that a notice names


class LessonActions(QObject):
    """Adds the page of the lessons to the tabs, and does what it and the welcome request.

    Attributes:
        lessons: the page.
        welcome: stands above the networks.
    """

    def __init__(
        self,
        tabs: AnalysisTabs,
        setup: SetupPanel,
        selection: Selection,
        inside: InsightPanel,
        *,
        store: RunStore,
        controller: RunController,
        comparisons: Comparisons,
        actions: Actions,
        preferences: Preferences,
        notice: NoticeBar,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._notice, self._tabs = notice, tabs
        self._setup = setup
        self._selection = selection
        self._inside = inside
        self._actions = actions

        self._progress = LessonProgress(preferences)
        self.runs = LessonRuns(store, controller, comparisons, self._progress, self)

        self.lessons = LessonsPanel(self.runs)
        self.welcome = Welcome()
        self.welcome.hide()
        tabs.add(LESSONS, message("Lessons"), self.lessons)
        self._arranger: Arranger | None = None
        self._preferences = preferences
        self._chosen_before: Arrangement | None = None

        self._wire()

    def _wire(self) -> None:
        self._store.run_added.connect(self._on_run_shown)
        self._store.visibility_changed.connect(self._on_run_shown)
        self.runs.started.connect(self._on_started)
        self.runs.trial_started.connect(self._on_trial_started)
        self.lessons.look_requested.connect(self._on_look)
        self.lessons.opened.connect(self._on_opened)
        self.welcome.lesson_requested.connect(self.show_lessons)
        self.welcome.race_requested.connect(self._on_race)
        self.welcome.closed.connect(self._end_welcome)

    def begin(self, arranger: Arranger) -> None:
        """Show the welcome at the first start; call this once the window is restored."""
        self._arranger = arranger
        arranger.arranging.connect(self._on_arranging)
        arranger.arranged.connect(self._on_arranged)
        # once the panel is gone from its area
        self._tabs.panel_closed.connect(self._on_panel_closed, Qt.ConnectionType.QueuedConnection)
        if not self._progress.is_welcomed:
            self.show_welcome()

    def show_welcome(self) -> None:
        """Show the welcome above the networks."""
        self.welcome.set_untrained(not self._store.visible())
        self.welcome.show()
        self._tabs.show_page(NETWORK)
        self.welcome.race.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_lessons(self) -> None:
        """Arrange the window for lessons, with the one that was open last."""
        self._end_welcome()
        if self._arranger is not None:
            chosen = (
                action for action in self._arranger.actions if action.data().key == ARRANGEMENT
            )
            next(chosen).trigger()

    def _on_arranging(self, arrangement: Arrangement) -> None:
        """Set the user's layout aside before the one for lessons; another choice replaces it."""
        assert self._arranger is not None
        if arrangement.key != ARRANGEMENT:
            self._preferences.store(LAYOUT_BEFORE, "")
        elif not self._preferences.stored(LAYOUT_BEFORE):
            self._preferences.store(LAYOUT_BEFORE, self._arranger.layout().written())
            self._chosen_before = self._arranger.chosen

    def _on_arranged(self, arrangement: Arrangement) -> None:
        if arrangement.key == ARRANGEMENT:
            self._on_look(self.lessons.lesson)
            self._tabs.show_page(LESSONS)
            self.lessons.take_focus()

    def _on_panel_closed(self, key: str) -> None:
        """Restore the layout from before the lessons when their panel is closed."""
        layout = StoredLayout.read(self._preferences.stored(LAYOUT_BEFORE))
        if key != LESSONS or layout is None or self._arranger is None:
            return
        self._preferences.store(LAYOUT_BEFORE, "")
        self._arranger.apply(layout)
        if self._tabs.docks[LESSONS].isVisible():  # it was a panel before, too
            self._tabs.set_panel(LESSONS, False)
            self._tabs.show_page(layout.page)
        self._arranger.chosen = self._chosen_before or self._arranger.actions[0].data()

    def _on_opened(self) -> None:
        """Show what a lesson speaks of next to it."""
        if self._tabs.docks[LESSONS].isVisible():
            self._on_look(self.lessons.lesson)

    def _end_welcome(self) -> None:
        self._progress.end_welcome()
        self.welcome.hide()

    def _on_run_shown(self, _run: str) -> None:
        """Close the welcome once a run starts, or an earlier one is shown."""
        if not self.welcome.isHidden() and self._store.visible():
            self._end_welcome()

    def _on_race(self) -> None:
        self._end_welcome()
        self._actions.compare.trigger()

    def _on_started(self, lesson: Lesson) -> None:
        self._set_form(lesson.configs[-1])
        # the lesson stays visible next to its runs
        if self._tabs.docks[LESSONS].isVisible():
            self._on_look(lesson)

    def _on_trial_started(self, lesson: Lesson) -> None:
        self._set_form(lesson.trial.config)
        if self._tabs.docks[LESSONS].isVisible():
            self._on_look(lesson)

    def _set_form(self, config: RunConfig) -> None:
        """Show what the lesson trains in the form, and report which settings that changed."""
        before, history = self._setup.last_valid, self._setup.history
        history.end_step()
        self._setup.set_config(config)
        history.end_step()
        changed = differing([before, config])
        if changed:
            text = message("The lesson changed the form: {settings}", settings=named(changed))
            self._notice.report_change(text, history.undo, Subject.SETTINGS)

    def _on_look(self, lesson: Lesson) -> None:
        """Show the page that suits the lesson's runs, with the most important one selected."""
        attempt = self.runs.attempt(lesson)
        run = self.runs.shown_run(attempt) if attempt is not None else None
        if run is not None:
            self._selection.select(run)
        if lesson.view in INSIDE_PAGES:
            self._inside.show_view(INSIDE_PAGES[lesson.view])
        self._tabs.show_page(INSIDE if lesson.view in INSIDE_PAGES else lesson.view.value)


def named(paths: Sequence[str]) -> Message:
    """Return the names of settings, given by dotted path: the first few and how many more."""
    titles = list(dict.fromkeys(FIELDS[path].about.title for path in paths))
    shown = titles[:MAX_NAMED] if len(titles) > MAX_NAMED + 1 else titles
    names = shown[0]
    for title in shown[1:]:
        names = message("{names}, {name}", names=names, name=title)
    if len(shown) == len(titles):
        return names
    return message("{names} and {count} more", names=names, count=len(titles) - len(shown))
