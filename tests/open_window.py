"""The real window with settings and runs of its own, for pictures and benchmarks."""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from gui import theme
from gui.app import Desk, compose
from gui.lesson_progress import LessonProgress
from gui.preferences import Preferences
from gui.translation import Language, Translation


@contextmanager
def open_window() -> Iterator[tuple[Desk, QApplication, Translation]]:
    """English and light, shown, and closed with all its threads at the end."""
    app = QApplication(sys.argv[:1])
    theme.apply(app, theme.Scheme.LIGHT)
    translation = Translation(app)
    translation.use(Language.ENGLISH)
    with tempfile.TemporaryDirectory() as place:
        preferences = Preferences(QSettings(str(Path(place, "settings.ini")), QSettings.Format.IniFormat))
        LessonProgress(preferences).end_welcome()
        desk = compose(app, preferences, translation, Path(place, "runs"))
        desk.window.show()
        try:
            yield desk, app, translation
        finally:
            desk.close()
            desk.window.close()
