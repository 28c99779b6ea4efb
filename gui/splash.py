"""What is shown while the window is being made."""

import logging

from PySide6.QtCore import QEventLoop, Qt, QTimer, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QLabel

SPLASH_MS = 300  # the longest wait for the splash to appear

log = logging.getLogger(__name__)


class Splash(QLabel):
    """Tells of the start while the window's parts are loaded.

    A plain label, because `QSplashScreen` waits a second for some window managers that never answer
    it (measured).

    Signals:
        painted(): it is on the screen.
    """

    painted = Signal()

    def __init__(self) -> None:
        super().__init__("Inkling", None, Qt.WindowType.SplashScreen)
        self.setTextFormat(Qt.TextFormat.PlainText)
        font = self.font()
        font.setPointSizeF(26)
        self.setFont(font)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFixedSize(360, 140)
        self.move(self.screen().availableGeometry().center() - self.rect().center())
        self._is_painted = False

    def appear(self) -> None:
        """Show it, and wait a moment for it to be seen."""
        loop = QEventLoop()
        self.painted.connect(loop.quit)
        QTimer.singleShot(SPLASH_MS, loop.quit)
        self.show()
        if not self._is_painted:  # some platforms paint at once
            loop.exec()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint, and say so."""
        super().paintEvent(event)
        self._is_painted = True
        self.painted.emit()
