"""Ctrl+C and SIGTERM, heard while Qt waits."""

import logging
import signal
import socket
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSocketNotifier
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    pass


log = logging.getLogger(__name__)


class Interrupts(QObject):
    """Lets Ctrl+C and SIGTERM close the window at once, though Python's code is not running.

    It listens from the beginning, since an exception in the midst of Qt's work would crash the
    program; what was asked for before there is a window closes it as soon as it is there. A second
    signal ends the program at once.
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
