"""The real window with settings and runs of its own, for pictures and benchmarks."""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from gui.background.warm_up import WarmUp
from gui.composition import Application, compose
from gui.lessons.lesson_progress import LessonProgress
from gui.settings.preferences import Preferences
from gui.settings.settings_file import SettingsFile
from gui.style import theme
from gui.style.translation import Language, Translation


@contextmanager
def open_window() -> Iterator[tuple[Application, QApplication, Translation]]:
    """English and light, shown, and closed with all its threads at the end."""
    app = QApplication(sys.argv[:1])
    theme.apply(app, theme.Scheme.LIGHT)
    translation = Translation(app)
    translation.use(Language.ENGLISH)
    with tempfile.TemporaryDirectory() as place:
        preferences = Preferences(SettingsFile(Path(place, "settings.ini")))
        LessonProgress(preferences).end_welcome()
        application = compose(app, preferences, translation, Path(place, "runs"))
        application.window.show()
        try:
            yield application, app, translation
        finally:
            application.close()
            application.window.close()


def warm_up() -> None:
    """Load what the program loads behind its open window."""
    thread = WarmUp()
    thread.start()
    thread.wait()


def let_pass(seconds: float) -> None:
    """Let the event loop run for so long."""
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


def show_networks(application: Application) -> None:
    """Bring the tab Network to the front, so that whatever is measured is measured with it.

    Raises:
        RuntimeError: if it is not visible all the same.
    """
    application.window.tabs.show_page("network")
    QApplication.processEvents()
    check_networks(application)


def check_networks(application: Application, count: int = 1) -> None:
    """Check that the tab Network shows so many networks.

    Raises:
        RuntimeError: if it does not; what was measured means nothing then.
    """
    shown = [
        band
        for band in application.window.stage.bands.values()
        if not band.visibleRegion().isEmpty()
    ]
    if len(shown) != count:
        raise RuntimeError(f"the tab Network shows {len(shown)} networks instead of {count}")
