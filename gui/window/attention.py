"""A sign from the desktop that long work has ended while one looks at something else."""

import time

from PySide6.QtCore import QEvent, QObject, SignalInstance
from PySide6.QtWidgets import QApplication, QMainWindow, QSystemTrayIcon

from core.messages import Message, message
from core.plain_text import printable
from gui.comparison.comparison import Comparison
from gui.comparison.comparisons import Comparisons
from gui.runs.run_controller import RunController
from gui.style.translation import translate

LONG_S = 10


class Attention(QObject):
    """Has the desktop mark the window once work has ended that one no longer watched.

    That is when runs that took long have ended, with the verdict if they were compared, and any
    other work that the window does in the background. A desktop marks the window's entry in its
    task bar, until the window is in front again; where there is a tray, a message there says what
    has ended.

    Args:
        ended: signals that other work has succeeded or failed, with a `Message` that says so.
    """

    def __init__(
        self,
        window: QMainWindow,
        controller: RunController,
        comparisons: Comparisons,
        *ended: SignalInstance,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._controller = controller
        self._comparisons = comparisons
        self._tray: QSystemTrayIcon | None = None
        self._started_s: float | None = None
        self._awaits_verdict = False
        self._judged: Comparison | None = None  # before its last thread had ended
        controller.activity_changed.connect(self._on_activity_changed)
        comparisons.changed.connect(self._on_comparison_changed)
        for signal in ended:
            signal.connect(self._announce)
        window.installEventFilter(self)

    def _on_activity_changed(self) -> None:
        now_s = time.monotonic()
        if self._controller.active() or self._controller.waiting():
            self._started_s = self._started_s or now_s
            return
        started_s, self._started_s = self._started_s, None
        judged, self._judged = self._judged, None
        if started_s is None or now_s - started_s < LONG_S:
            return

        if judged is not None:
            self._announce_verdict(judged)
            return
        self._awaits_verdict = any(
            comparison.is_judging_requested and not comparison.is_over
            for comparison in self._comparisons.all()
        )
        if not self._awaits_verdict:
            self._announce(message("The runs have ended."))

    def _on_comparison_changed(self, comparison: Comparison) -> None:
        if not comparison.is_over:
            return
        if self._awaits_verdict:
            self._awaits_verdict = False
            self._announce_verdict(comparison)
        elif self._started_s is not None and not comparison.is_earlier:
            self._judged = comparison

    def _announce_verdict(self, comparison: Comparison) -> None:
        card = comparison.card()
        nothing = message("The comparison has ended without a verdict.")
        self._announce(nothing if card is None else card.sentence)

    def _announce(self, text: Message) -> None:
        """Mark the window and say what has ended, unless a window of Inkling is in front."""
        if QApplication.activeWindow() is not None:
            return
        QApplication.alert(self._window)
        if QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages():
            if self._tray is None:
                self._tray = QSystemTrayIcon(QApplication.windowIcon(), self)
                self._tray.messageClicked.connect(self._window.activateWindow)
                self._tray.activated.connect(self._window.activateWindow)
            self._tray.show()
            self._tray.showMessage(self._window.windowTitle(), _without_markup(translate(text)))

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Take the icon out of the tray once the window is in front again."""
        if event.type() is QEvent.Type.WindowActivate and self._tray is not None:
            self._tray.hide()
        return False


def _without_markup(text: str) -> str:
    """Return a text in which no desktop sees markup, and none shows an escape.

    The freedesktop servers of notifications may interpret tags, links and pictures; which do is
    not known, so ``<`` and ``&`` become letters that look alike.
    """
    shown = "\n".join(map(printable, text.split("\n")))
    return shown.replace("<", "\u2039").replace("&", "\uff06")
