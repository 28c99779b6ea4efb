"""Ctrl+C and SIGTERM while Qt's event loop runs."""

import signal
import socket

from PySide6.QtCore import QObject, QSocketNotifier
from PySide6.QtWidgets import QWidget


class Interrupts(QObject):
    """Ctrl+C and SIGTERM close the window at once, although no Python code runs while Qt waits.

    Signals are caught from the start, since a KeyboardInterrupt within Qt's code would crash the
    program. A signal that comes before the window closes it as soon as it exists. A second signal
    ends the program at once.
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
        """Close this window at the next signal, or now if one has come already."""
        self._window = window
        self._notifier = QSocketNotifier(self._read.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_woken)

    def _on_woken(self) -> None:
        self._read.recv(64)
        self._window.close()

    def end(self) -> None:
        """Restore Python's own handling."""
        if self._notifier is not None:
            self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._before)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        self._read.close()
        self._write.close()
