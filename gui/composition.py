"""Builds store, controller and window, and connects them to each other."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from core.comparison.experiment import Kind
from core.config.run import RunConfig
from core.teaching.demonstrations import pixel_choices
from core.teaching.lessons.lesson import Demonstration
from gui.process.logs import Log
from gui.settings.preferences import Preferences, TrainingPreferences
from gui.style import theme
from gui.style.translation import Translation, missing_font

if TYPE_CHECKING:
    from gui.background.jobs import JobQueue
    from gui.background.threads import Background
    from gui.comparison.comparisons import Comparisons
    from gui.comparison.search.searches import Searches
    from gui.comparison.search.shown_search import ShownSearch
    from gui.drawing.handwriting import Handwriting
    from gui.runs.kept_runs import KeptRuns
    from gui.runs.run_controller import RunController
    from gui.runs.run_store import RunStore
    from gui.window.main_window import MainWindow
    from gui.window.window_dialogs import WindowDialogs


@dataclass(frozen=True)
class Services:
    """What works behind the window: runs, their training and everything in the background.

    Attributes:
        background: all running threads.
        jobs: work on runs and results, which may take long.
        quick_jobs: small work that the drawing waits for.
        writing: names, colours and comparisons that are written, which wait for no other work.
        searching: files of searches, which may be somebody else's and take minutes to be read.
    """

    store: "RunStore"
    controller: "RunController"
    background: "Background"
    jobs: "JobQueue"
    quick_jobs: "JobQueue"
    writing: "JobQueue"
    searching: "JobQueue"
    kept: "KeptRuns | None"
    comparisons: "Comparisons"
    searches: "Searches"

    def close(self) -> None:
        """Stop everything that runs in the background, and wait for it as long as is sensible."""
        self.controller.close()
        if self.kept is not None:
            self.kept.close()
        self.background.close()
        self.searches.close()


@dataclass(frozen=True)
class Application(Services):
    """The window with its dialogs, and the services behind it."""

    window: "MainWindow"
    dialogs: "WindowDialogs"


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
    services = _build_services(runs_dir, keeps_new=keeps_new)
    handwriting = _build_handwriting(services.quick_jobs, runs_dir, handwriting_dir)

    window = _build_window(services, preferences, handwriting)
    dialogs = _build_dialogs(services, preferences, log or Log(None), runs_dir, window)

    _follow_projector(preferences, window)
    _apply_preferences(app, preferences, translation, services.controller, window)
    return Application(**vars(services), window=window, dialogs=dialogs)


# The functions below import what they build only when they are called, because pyqtgraph and the
# rest take half a second.


def _build_services(runs_dir: Path | None, *, keeps_new: bool) -> Services:
    from gui.background.clusters import Clusters
    from gui.background.jobs import JobQueue
    from gui.background.threads import Background
    from gui.comparison.comparisons import Comparisons
    from gui.comparison.search.searches import Searches
    from gui.runs.kept_runs import KeptRuns
    from gui.runs.run_controller import RunController
    from gui.runs.run_store import RunStore

    store = RunStore()
    background = Background()
    controller = RunController(store, background, runs_dir=runs_dir if keeps_new else None)
    jobs, quick_jobs, writing, searching = (JobQueue(background) for _ in range(4))

    kept = None
    if runs_dir is not None:
        kept = KeptRuns(store, controller, jobs, runs_dir, background=background, writing=writing)
    comparisons = Comparisons(
        store,
        controller,
        jobs,
        runs_dir=runs_dir,
        keeps_new=keeps_new,
        clusters=Clusters(background, controller),
        writing=writing,
    )

    searches_dir = runs_dir if keeps_new else None
    searches = Searches(store, controller, comparisons, searching, runs_dir=searches_dir)

    queues = jobs, quick_jobs, writing, searching
    return Services(store, controller, background, *queues, kept, comparisons, searches)


def _build_handwriting(
    jobs: "JobQueue", runs_dir: Path | None, handwriting_dir: Path | None
) -> "Handwriting | None":
    from core import locations
    from gui.drawing.handwriting import Handwriting

    if runs_dir is None:
        return None
    folder = handwriting_dir or runs_dir.parent / locations.HANDWRITING_FOLDER
    return Handwriting(jobs, folder)


def _build_window(
    services: Services, preferences: Preferences, handwriting: "Handwriting | None"
) -> "MainWindow":
    """Build the window, which also shows what goes wrong in the services."""
    from gui.window.commands import open_commands
    from gui.window.main_window import MainWindow

    window = MainWindow(
        services.store,
        services.controller,
        services.comparisons,
        preferences,
        jobs=services.jobs,
        quick_jobs=services.quick_jobs,
        background=services.background,
        handwriting=handwriting,
        kept=services.kept,
    )

    for queue in (services.jobs, services.quick_jobs, services.writing, services.searching):
        queue.failed.connect(window.show_message)
    services.comparisons.failed.connect(window.show_message)
    window.menus.commands_requested.connect(lambda: open_commands(window, services.store))
    _add_searches(services, window)
    _add_workers(services, window)
    _add_inside_pages(services, window)
    return window


def _add_searches(services: Services, window: "MainWindow") -> None:
    """Add searches to the page of the comparison, which shows each above its verdict."""
    from gui.comparison.search.search_view import SearchView

    view = SearchView(services.searches, window)
    view.runs_chosen.connect(window.comparison.runs_chosen)
    comparison, searches = window.comparison, services.searches
    comparison.put_above(view, view.toggled)
    window.table.groups.include(searches)
    comparison.other_shown.connect(view.choose)
    comparison.shown_changed.connect(view.show_for)
    for signal in (searches.listed, searches.judged):
        signal.connect(lambda: comparison.offer(view.entries))
    searches.added.connect(partial(comparison.offer, view.entries))
    window.training.search_accepted.connect(searches.start)
    view.deletion_requested.connect(window.run_actions.delete)
    window.table.search_requested.connect(partial(_show_search, services, window))


def _show_search(services: Services, window: "MainWindow", shown: "ShownSearch") -> None:
    if shown in services.searches.all():  # it may go while its menu is open
        window.tabs.show_page("comparison")
        window.comparison.show_entry(services.searches.comparison_for(shown) or shown)


def _add_workers(services: Services, window: "MainWindow") -> None:
    """Add the workers of a cluster to the page of the comparison that they train."""
    from gui.comparison.cluster.workers_view import WorkersView

    view = WorkersView(services.store, window)
    window.comparison.put_above(view, view.toggled)
    window.comparison.shown_changed.connect(view.show_for)
    clusters = services.comparisons.clusters
    if clusters is not None:
        clusters.reported.connect(window.notice.report)
        clusters.warned.connect(window.show_message)
        clusters.failed.connect(window.show_message)


def _add_inside_pages(services: Services, window: "MainWindow") -> None:
    """Add to *Inside* the pages of other rooms."""
    from gui.geometry import added_pages as of_geometry
    from gui.insight.added_page import PageServices
    from gui.robustness import added_pages as of_robustness

    pages = PageServices(
        services.store, window.selection, window.moments, services.jobs, services.quick_jobs
    )
    of_geometry.add_pages(window.inside, pages, services.controller.start)
    of_robustness.add_pages(window.inside, pages, services.kept)


def _build_dialogs(
    services: Services,
    preferences: Preferences,
    log: Log,
    runs_dir: Path | None,
    window: "MainWindow",
) -> "WindowDialogs":
    """Build the dialogs of the whole window, and connect them to its menus."""
    from gui.window.window_dialogs import WindowDialogs

    dialogs = WindowDialogs(
        preferences,
        log,
        runs_dir,
        window,
        jobs=services.jobs,
        quick_jobs=services.quick_jobs,
    )
    dialogs.failed.connect(window.show_message)
    window.menus.settings_requested.connect(dialogs.open_settings)
    window.menus.log_requested.connect(dialogs.open_log)
    window.menus.about_requested.connect(dialogs.open_about)

    def find_rate() -> None:
        dialog = dialogs.open_rate_finder(window.current.last_valid, services.store)
        dialog.chosen.connect(window.setup.change)

    window.menus.rate_requested.connect(find_rate)
    _connect_demonstrations(services, window, dialogs)
    return dialogs


def _connect_demonstrations(
    services: Services, window: "MainWindow", dialogs: "WindowDialogs"
) -> None:
    """Let the Help menu, the tab Code and the lessons open what can be tried out."""

    def open_pixels() -> None:
        config = pixel_choices.config_of(window.current.last_valid)
        dialogs.open_pixels(config, services.store, partial(_compare_pixels, services, config))

    window.menus.slow_motion_requested.connect(dialogs.open_slow_motion)
    window.code.slow_motion_requested.connect(dialogs.open_slow_motion)
    window.menus.valley_requested.connect(dialogs.open_valley)
    window.menus.tensors_requested.connect(dialogs.open_tensors)
    window.menus.pixels_requested.connect(open_pixels)

    demonstrations: dict[Demonstration, Callable[[], None]] = {
        Demonstration.SLOW_MOTION: partial(dialogs.open_slow_motion, is_line=True),
        Demonstration.VALLEY: dialogs.open_valley,
        Demonstration.TENSORS: dialogs.open_tensors,
        Demonstration.PIXELS: open_pixels,
    }
    window.learning.lessons.demonstration_requested.connect(lambda it: demonstrations[it]())


def _compare_pixels(services: Services, config: RunConfig) -> dict[str, str]:
    """Start runs that differ only in the scaling of pixels; return the run of each scaling."""
    compared, titles = pixel_choices.experiment(config)
    services.comparisons.start(Kind.COMPARISON, compared, titles)
    started = services.comparisons.all()[-1]
    return {planned.member: run for run, planned in started.runs.items()}


def _follow_projector(preferences: Preferences, window: "MainWindow") -> None:
    """Have the layout follow projector mode, ahead of the letters."""
    from gui.window.projection import Projection

    panels = window.panels
    Projection(window, panels["runs"], panels["setup"], window.arranger, preferences)


def _apply_preferences(
    app: QApplication,
    preferences: Preferences,
    translation: Translation,
    controller: "RunController",
    window: "MainWindow",
) -> None:
    """Apply the preferences that concern more than one part, now and whenever one changes."""

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
        # all other preferences are read by those who need them
        if name in apply:
            apply[name]()

    # language and colours were applied before there was a window
    apply_training()
    preferences.changed.connect(apply_changed)
    preferences.failed.connect(window.show_message)
