"""Full screen, and larger letters and lines for the back row of a classroom."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow

from gui.settings.preferences import Preferences
from gui.widgets.plain_text import plain_tip


class ScreenActions(QObject):
    """Two switches for the View menu.

    Attributes:
        projector: larger letters and lines everywhere; stored.
        full_screen: no frame and nothing else on the screen; not stored.
    """

    def __init__(self, window: QMainWindow, preferences: Preferences) -> None:
        super().__init__(window)
        self._window = window
        self._preferences = preferences
        self.projector, self.full_screen = QAction(self), QAction(self)
        for action in (self.projector, self.full_screen):
            action.setCheckable(True)

        self.projector.setShortcut("Ctrl+Shift+P")
        self.projector.setChecked(preferences.projector)
        self.projector.triggered.connect(self._on_projector)

        # some platforms have no standard key for it
        keys = QKeySequence.keyBindings(QKeySequence.StandardKey.FullScreen)
        self.full_screen.setShortcuts(keys or [QKeySequence("F11")])
        self.full_screen.triggered.connect(self._on_full_screen)

        preferences.changed.connect(self._on_changed)
        self.retranslate()

    def _on_projector(self, is_on: bool) -> None:
        self._preferences.projector = is_on

    def _on_changed(self, name: str) -> None:
        if name == "projector":
            self.projector.setChecked(self._preferences.projector)

    def _on_full_screen(self, is_on: bool) -> None:
        others = self._window.windowState() & ~Qt.WindowState.WindowFullScreen
        self._window.setWindowState(others | Qt.WindowState.WindowFullScreen if is_on else others)

    def retranslate(self) -> None:
        """Set names and tooltips."""
        for action, text, tip in (
            (
                self.projector,
                self.tr("Projector mode"),
                self.tr("Larger text and lines, for the back row"),
            ),
            (
                self.full_screen,
                self.tr("Full screen"),
                self.tr("Show nothing but Inkling on the screen"),
            ),
        ):
            action.setText(text)
            action.setToolTip(plain_tip(tip))
