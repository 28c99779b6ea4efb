"""Builds store, controller and window, hands them to each other, and hears of what goes wrong."""

import logging
import signal
import socket
import sys
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSocketNotifier, Signal
from PySide6.QtWidgets import QApplication, QWidget

from gui import theme
from gui.logs import Log
from gui.preferences import Preferences
from gui.translation import Translation, missing_font

if TYPE_CHECKING:
    from gui.comparisons import Comparisons
    from gui.errands import Errands
    from gui.kept_runs import KeptRuns
    from gui.main_window import MainWindow
    from gui.run_controller import RunController
    from gui.run_store import RunStore
    from gui.window_dialogs import WindowDialogs

log = logging.getLogger(__name__)


class ErrorReporter(QObject):
    """Hears of exceptions that nobody caught, from any thread.

    Signals:
        error_occurred(str, str): type and text, and the traceback.
    """

    error_occurred = Signal(str, str)

    def install(self) -> None:
        """Take the place of Python's own hooks."""
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception

    def _on_exception(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        log.critical("an exception nobody caught", exc_info=(kind, error, trace))
        details = "".join(traceback.format_exception(kind, error, trace))
        self.error_occurred.emit(f"{kind.__name__}: {error}", details)

    def _on_thread_exception(self, happened: threading.ExceptHookArgs) -> None:
        if happened.exc_value is not None:  # else the thread was asked to end
            self._on_exception(happened.exc_type, happened.exc_value, happened.exc_traceback)


class Interrupts(QObject):
    """Lets Ctrl+C and SIGTERM close the window at once, though Python's code is not running.

    It listens from the beginning, since an exception in the midst of Qt's work would crash the program; what was asked
    for before there is a window closes it as soon as it is there. A second signal ends the program at once.
    """

    def __init__(self) -> None:
        super().__init__()
        self._read, self._write = socket.socketpair()
        self._write.setblocking(False)
        self._before = signal.set_wakeup_fd(self._write.fileno())
        self._notifier: QSocketNotifier | None = None
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda number, _: signal.signal(number, signal.SIG_DFL))

    def close(self, window: QWidget) -> None:
        """Close this window when asked for, or if it was asked for already."""
        self._window = window
        self._notifier = QSocketNotifier(self._read.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_woken)

    def _on_woken(self) -> None:
        self._read.recv(64)
        self._window.close()

    def end(self) -> None:
        """Put Python's own handling back."""
        if self._notifier is not None:
            self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._before)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        self._read.close()
        self._write.close()


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
    comparisons: "Comparisons"
    dialogs: "WindowDialogs"

    def close(self) -> None:
        """Stop all runs and errands, and wait for their threads."""
        self.controller.close()
        self.controller.wait()
        self.window.data.wait()
        if self.kept is not None:
            self.kept.close()
        self.errands.close()
        self.at_hand.close()


def compose(
    app: QApplication,
    preferences: Preferences,
    translation: Translation,
    runs_dir: Path | None = None,
    *,
    hand_dir: Path | None = None,
    keeps_new: bool = True,
    log: Log | None = None,
) -> Desk:
    """Build store, controller and window, and hand them to each other.

    Args:
        runs_dir: where runs are kept; without it no runs are kept, and there is no handwriting.
        hand_dir: where handwriting is kept; beside the runs unless given.
        keeps_new: whether runs can be written to `runs_dir`, or only read.
        log: the log to show.
    """
    from core import handwriting
    from gui.comparisons import Comparisons  # pyqtgraph and the rest take half a second
    from gui.errands import Errands
    from gui.handwriting import Handwriting
    from gui.kept_runs import KeptRuns
    from gui.main_window import MainWindow
    from gui.run_controller import RunController
    from gui.run_store import RunStore
    from gui.window_dialogs import WindowDialogs

    store = RunStore()
    controller = RunController(store, runs_dir=runs_dir if keeps_new else None)
    errands, at_hand = Errands(), Errands()
    kept = KeptRuns(store, controller, errands, runs_dir) if runs_dir is not None else None
    comparisons = Comparisons(store, controller, errands, runs_dir=runs_dir, keeps_new=keeps_new)
    window = MainWindow(
        store,
        controller,
        comparisons,
        preferences,
        errands=errands,
        at_hand=at_hand,
        hand=None if runs_dir is None else Handwriting(at_hand, hand_dir or runs_dir.parent / handwriting.FOLDER),
        kept=kept,
    )
    for each in (errands, at_hand):
        each.failed.connect(window.show_message)
    comparisons.failed.connect(window.show_message)
    dialogs = WindowDialogs(preferences, log or Log(None), runs_dir, window)
    dialogs.failed.connect(window.show_message)
    window.menus.settings_requested.connect(dialogs.open_settings)
    window.menus.log_requested.connect(dialogs.open_log)
    window.menus.about_requested.connect(dialogs.open_about)
    _put_into_force(app, preferences, translation, controller, window)
    return Desk(store, controller, window, errands, at_hand, kept, comparisons, dialogs)


def _put_into_force(
    app: QApplication,
    preferences: Preferences,
    translation: Translation,
    controller: "RunController",
    window: "MainWindow",
) -> None:
    """Obey the preferences that concern more than one part, now and whenever one changes."""

    def speak() -> None:
        translation.use(preferences.language)
        missing = missing_font(preferences.language)
        if missing:
            window.show_message(missing)

    training: dict[str, Callable[[], None]] = {
        "runs_at_once": lambda: controller.set_runs_at_once(preferences.runs_at_once),
        "threads_per_run": lambda: controller.set_threads_per_run(preferences.threads_per_run),
        "tensorboard": lambda: controller.set_tensorboard(preferences.tensorboard),
        "kept_epochs": lambda: controller.set_kept_epochs(preferences.kept_epochs),
    }
    looks: dict[str, Callable[[], None]] = {
        "language": speak,
        "scheme": lambda: theme.apply(app, preferences.scheme),
        "projector": lambda: theme.project(app, preferences.projector),
    }
    for obey in training.values():  # language and colours are in force before there is a window
        obey()
    both = training | looks
    preferences.changed.connect(lambda name: both.get(name, _nothing)())


def _nothing() -> None:
    """For preferences that those who need them ask for themselves."""
