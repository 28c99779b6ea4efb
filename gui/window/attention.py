"""A sign from the desktop that long work has ended while one looks at something else."""

import time

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QMainWindow

from gui.runs.run_controller import RunController

LONG_S = 10


class Attention(QObject):
    """Has the desktop mark the window once its runs have ended, if they took long.

    A desktop marks the window's entry in its task bar, until the window is in front again.
    """

    def __init__(self, window: QMainWindow, controller: RunController) -> None:
        super().__init__(window)
        self._window = window
        self._controller = controller
        self._started_s: float | None = None
        controller.activity_changed.connect(self._on_activity_changed)

    def _on_activity_changed(self) -> None:
        now_s = time.monotonic()
        if self._controller.active() or self._controller.waiting():
            self._started_s = self._started_s or now_s
            return
        started_s, self._started_s = self._started_s, None
        was_long = started_s is not None and now_s - started_s >= LONG_S
        if was_long and not self._window.isActiveWindow():
            QApplication.alert(self._window)
