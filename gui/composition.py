"""Builds store, controller and window, hands them to each other, and hears of what goes wrong."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from gui.process.logs import Log
from gui.settings.preferences import Preferences, TrainingPreferences
from gui.style import theme
from gui.style.translation import Translation, missing_font

if TYPE_CHECKING:
    from gui.background.jobs import JobQueue
    from gui.background.threads import Background
    from gui.comparison.comparisons import Comparisons
    from gui.runs.kept_runs import KeptRuns
    from gui.runs.run_controller import RunController
    from gui.runs.run_store import RunStore
    from gui.window.main_window import MainWindow
    from gui.window.window_dialogs import WindowDialogs


log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Application:
    """The window and what stands behind it.

    Attributes:
        background: all running threads.
        jobs: work on runs and results, which may take long.
        quick_jobs: small work that the drawing waits for.
    """

    store: "RunStore"
    controller: "RunController"
    window: "MainWindow"
    background: "Background"
    jobs: "JobQueue"
    quick_jobs: "JobQueue"
    kept: "KeptRuns | None"
    comparisons: "Comparisons"
    dialogs: "WindowDialogs"

    def close(self) -> None:
        """Stop everything that runs in the background, and wait for it."""
        self.controller.close()
        if self.kept is not None:
            self.kept.close()
        self.background.close()


def compose(
    app: QApplication,
    preferences: Preferences,
    translation: Translation,
    runs_dir: Path | None = None,
    *,
    handwriting_dir: Path | None = None,
    keeps_new: bool = True,
    log: Log | None = None,
) -> Application:
    """Build store, controller and window, and hand them to each other.

    Args:
        runs_dir: where runs are kept; without it no runs are kept, and there is no handwriting.
        handwriting_dir: where handwriting is kept; next to the runs unless given.
        keeps_new: whether runs can be written to `runs_dir`, or only read.
        log: the log to show.
    """
    from core import locations
    from gui.background.jobs import JobQueue
    from gui.background.threads import Background
    from gui.comparison.comparisons import Comparisons  # pyqtgraph and the rest take half a second
    from gui.drawing.handwriting import Handwriting
    from gui.runs.kept_runs import KeptRuns
    from gui.runs.run_controller import RunController
    from gui.runs.run_store import RunStore
    from gui.window.main_window import MainWindow
    from gui.window.window_dialogs import WindowDialogs

    store = RunStore()
    background = Background()
    controller = RunController(store, background, runs_dir=runs_dir if keeps_new else None)
    jobs, quick_jobs = JobQueue(background), JobQueue(background)
    kept = None
    if runs_dir is not None:
        kept = KeptRuns(store, controller, jobs, runs_dir, background=background)
    comparisons = Comparisons(store, controller, jobs, runs_dir=runs_dir, keeps_new=keeps_new)
    handwriting = None
    if runs_dir is not None:
        folder = handwriting_dir or runs_dir.parent / locations.HANDWRITING_FOLDER
        handwriting = Handwriting(quick_jobs, folder)
    window = MainWindow(
        store,
        controller,
        comparisons,
        preferences,
        jobs=jobs,
        quick_jobs=quick_jobs,
        background=background,
        handwriting=handwriting,
        kept=kept,
    )
    for each in (jobs, quick_jobs):
        each.failed.connect(window.show_message)
    comparisons.failed.connect(window.show_message)
    dialogs = WindowDialogs(preferences, log or Log(None), runs_dir, window)
    dialogs.failed.connect(window.show_message)
    window.menus.settings_requested.connect(dialogs.open_settings)
    window.menus.log_requested.connect(dialogs.open_log)
    window.menus.about_requested.connect(dialogs.open_about)
    _apply_preferences(app, preferences, translation, controller, window)
    return Application(
        store, controller, window, background, jobs, quick_jobs, kept, comparisons, dialogs
    )


def _apply_preferences(
    app: QApplication,
    preferences: Preferences,
    translation: Translation,
    controller: "RunController",
    window: "MainWindow",
) -> None:
    """Obey the preferences that concern more than one part, now and whenever one changes."""

    def apply_language() -> None:
        translation.use(preferences.language)
        missing = missing_font(preferences.language)
        if missing:
            window.show_message(missing)

    def apply_training() -> None:
        controller.set_preferences(preferences.training)

    apply: dict[str, Callable[[], None]] = {
        "language": apply_language,
        "scheme": lambda: theme.apply(app, preferences.scheme),
        "projector": lambda: theme.project(app, preferences.projector),
        **{field.name: apply_training for field in fields(TrainingPreferences)},
    }

    def apply_changed(name: str) -> None:
        if name in apply:  # those who need the others ask for them
            apply[name]()

    apply_training()  # language and colours were applied before there was a window
    preferences.changed.connect(apply_changed)
