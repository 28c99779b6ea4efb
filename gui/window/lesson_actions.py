"""Connects the lessons and the welcome with the window."""

from PySide6.QtCore import QObject, Qt

from core.messages import message
from core.teaching.lesson import Lesson, View
from gui.comparison.comparisons import Comparisons
from gui.insight.insight_panel import LAYERS, InsightPanel
from gui.lessons.lesson_progress import LessonProgress
from gui.lessons.lesson_runs import LessonRuns
from gui.lessons.lessons_panel import LessonsPanel
from gui.lessons.welcome import Welcome
from gui.runs.run_controller import RunController
from gui.runs.run_store import RunStore
from gui.runs.selection import Selection
from gui.settings.preferences import Preferences
from gui.setup.setup_panel import SetupPanel
from gui.window.analysis_tabs import AnalysisTabs
from gui.window.layouts import Arranger
from gui.window.toolbar import Actions

LESSONS, NETWORK, ARRANGEMENT = "lessons", "network", "lesson"


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
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._tabs = tabs
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

        store.run_added.connect(self._on_run_added)
        self.runs.started.connect(self._on_started)
        self.lessons.look_requested.connect(self._on_look)
        self.welcome.lesson_requested.connect(self.show_lessons)
        self.welcome.race_requested.connect(self._on_race)
        self.welcome.closed.connect(self._end_welcome)

    def begin(self, arranger: Arranger) -> None:
        """Show the welcome at the first start; call this once the window is restored."""
        self._arranger = arranger
        if not self._progress.is_welcomed:
            self.show_welcome()

    def show_welcome(self) -> None:
        """Show the welcome above the networks."""
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
        self._tabs.show_page(LESSONS)
        self.lessons.take_focus()

    def _end_welcome(self) -> None:
        self._progress.end_welcome()
        self.welcome.hide()

    def _on_run_added(self, _run: str) -> None:
        """Close the welcome once a run starts."""
        if not self.welcome.isHidden():
            self._end_welcome()

    def _on_race(self) -> None:
        self._end_welcome()
        self._actions.compare.trigger()

    def _on_started(self, lesson: Lesson) -> None:
        self._setup.set_config(lesson.configs[-1])
        # the lesson stays visible next to its runs
        if self._tabs.docks[LESSONS].isVisible():
            self._on_look(lesson)

    def _on_look(self, lesson: Lesson) -> None:
        """Show the page that suits the lesson's runs, with the most important one selected."""
        attempt = self.runs.attempt(lesson)
        run = self.runs.shown_run(attempt) if attempt is not None else None
        if run is not None:
            self._selection.select(run)
        if lesson.view is View.INSIDE:
            self._inside.show_view(LAYERS)
        self._tabs.show_page(lesson.view.value)
