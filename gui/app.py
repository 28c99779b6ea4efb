"""Builds store, controller and window, hands them to each other, and looks after start and end."""

import logging
import signal
import socket
import sys
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QObject, QSettings, QSocketNotifier, Qt, QTimer, Signal
from PySide6.QtGui import QIcon, QPaintEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget

import resources
from gui import theme
from gui.preferences import Preferences
from gui.translation import Translation

if TYPE_CHECKING:
    from gui.errands import Errands
    from gui.kept_runs import KeptRuns
    from gui.main_window import MainWindow
    from gui.run_controller import RunController
    from gui.run_store import RunStore

SPLASH_MS = 300  # the longest wait for the splash to appear

log = logging.getLogger(__name__)


class ErrorReporter(QObject):
    """Hears of exceptions that nobody caught, from any thread.

    Signals:
        error_occurred(str): type and text; the log has the whole story.
    """

    error_occurred = Signal(str)

    def install(self) -> None:
        """Take the place of Python's own hook."""
        sys.excepthook = self._on_exception

    def _on_exception(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        log.critical("an exception nobody caught", exc_info=(kind, error, trace))
        self.error_occurred.emit(f"{kind.__name__}: {error}")


class Interrupts(QObject):
    """Lets Ctrl+C and SIGTERM close the window at once, though Python's code is not running."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._read, self._write = socket.socketpair()
        self._write.setblocking(False)
        self._before = signal.set_wakeup_fd(self._write.fileno())
        self._notifier = QSocketNotifier(self._read.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_woken)
        self._window = window
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: None)

    def _on_woken(self) -> None:
        self._read.recv(64)
        self._window.close()

    def end(self) -> None:
        """Put Python's own handling back."""
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._before)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        self._read.close()
        self._write.close()


class Splash(QLabel):
    """Tells of the start while the window's parts are loaded.

    A plain label, because `QSplashScreen` waits a second for some window managers that never answer it (measured).

    Signals:
        painted(): it is on the screen.
    """

    painted = Signal()

    def __init__(self) -> None:
        super().__init__("Inkling", None, Qt.WindowType.SplashScreen)
        font = self.font()
        font.setPointSizeF(26)
        self.setFont(font)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFixedSize(360, 140)
        self.move(self.screen().availableGeometry().center() - self.rect().center())

    def appear(self) -> None:
        """Show it, and wait a moment for it to be seen."""
        loop = QEventLoop()
        self.painted.connect(loop.quit)
        QTimer.singleShot(SPLASH_MS, loop.quit)
        self.show()
        loop.exec()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint, and say so."""
        super().paintEvent(event)
        self.painted.emit()


@dataclass(frozen=True)
class Desk:
    """The window and what stands behind it.

    Attributes:
        errands: work on runs and results, which may take long.
        at_hand: small work that the drawing waits for.
    """

    store: "RunStore"
    controller: "RunController"
    window: "MainWindow"
    errands: "Errands"
    at_hand: "Errands"
    kept: "KeptRuns | None"

    def close(self) -> None:
        """Stop all runs and errands, and wait for their threads."""
        self.controller.close()
        self.controller.wait()
        self.errands.close()
        self.at_hand.close()


def compose(
    app: QApplication, preferences: Preferences, translation: Translation, runs_dir: Path | None = None
) -> Desk:
    """Build store, controller and window, and hand them to each other; without `runs_dir` no runs are kept."""
    from core import handwriting
    from gui.comparisons import Comparisons  # pyqtgraph and the rest take half a second
    from gui.errands import Errands
    from gui.handwriting import Handwriting
    from gui.kept_runs import KeptRuns
    from gui.main_window import MainWindow
    from gui.run_controller import RunController
    from gui.run_store import RunStore

    store = RunStore()
    controller = RunController(store, runs_dir=runs_dir)
    errands, at_hand = Errands(), Errands()
    kept = KeptRuns(store, controller, errands, runs_dir) if runs_dir is not None else None
    comparisons = Comparisons(store, controller, errands)
    window = MainWindow(
        store,
        controller,
        comparisons,
        preferences,
        errands=errands,
        at_hand=at_hand,
        hand=None if runs_dir is None else Handwriting(at_hand, runs_dir.parent / handwriting.FOLDER),
        use_language=translation.use,
        use_scheme=lambda scheme: theme.apply(app, scheme),
        kept=kept,
    )
    for each in (errands, at_hand):
        each.failed.connect(window.show_message)
    return Desk(store, controller, window, errands, at_hand, kept)


def main() -> int:
    """Open the window; returns when it is closed."""
    logging.basicConfig(level=logging.WARNING)
    if sys.platform == "win32":
        import core.devices  # noqa: F401 - torch before Qt, or its libraries fail to load (pytorch#166628)
    app = QApplication(sys.argv[:1])
    app.setApplicationName("Inkling")
    app.setDesktopFileName("inkling")
    app.setWindowIcon(QIcon(str(resources.path("icons", "inkling.svg"))))
    preferences = Preferences(QSettings("inkling", "inkling"))
    theme.apply(app, preferences.scheme)
    splash = Splash()
    splash.appear()
    translation = Translation(app)
    translation.use(preferences.language)
    from core import runs  # what takes long to import comes after the splash

    desk = compose(app, preferences, translation, runs.default_folder())

    from gui.warm_up import WarmUp

    errors = ErrorReporter()
    errors.error_occurred.connect(desk.window.show_message)
    errors.install()
    interrupts = Interrupts(desk.window)
    warm_up = WarmUp()
    warm_up.devices_known.connect(desk.window.setup.set_obstacles)
    warm_up.failed.connect(desk.window.show_message)
    desk.window.show()
    splash.close()
    warm_up.start()
    if desk.kept is not None:
        desk.kept.find()
    status = app.exec()
    desk.close()
    warm_up.wait()
    interrupts.end()
    return status
