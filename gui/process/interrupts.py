"""Ctrl+C and SIGTERM while Qt's event loop runs."""

import signal
import socket
import sys

from PySide6.QtCore import QObject, QSocketNotifier
from PySide6.QtWidgets import QWidget

HANDLED = (signal.SIGINT, signal.SIGTERM)


class Interrupts(QObject):
    """Ctrl+C and SIGTERM close the window at once, although no Python code runs while Qt waits.

    Signals are caught from the start, since a KeyboardInterrupt within Qt's code would crash the
    program. The system holds back one that comes before the window, which it then closes: while
    the window is built, Python's handler may run inside Qt's bindings, where it makes them fail
    (an OverflowError while shiboken creates an enumeration). A second signal ends the program at
    once.
    """

    def __init__(self) -> None:
        super().__init__()
        self._mask: set[int] | None = _held_back()
        self._read, self._write = socket.socketpair()
        self._write.setblocking(False)
        self._before = signal.set_wakeup_fd(self._write.fileno())
        self._notifier: QSocketNotifier | None = None
        for number in HANDLED:
            signal.signal(number, lambda number, _: signal.signal(number, signal.SIG_DFL))

    def close(self, window: QWidget) -> None:
        """Close this window at the next signal, or now if one has come already."""
        self._window = window
        self._notifier = QSocketNotifier(self._read.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_woken)
        self._let_through()

    def _let_through(self) -> None:
        """Deliver signals to this thread again, so that programs it starts hear of them too."""
        if sys.platform != "win32" and self._mask is not None:
            signal.pthread_sigmask(signal.SIG_SETMASK, self._mask)
            self._mask = None

    def _on_woken(self) -> None:
        self._read.recv(64)
        self._window.close()

    def end(self) -> None:
        """Restore Python's own handling."""
        if self._notifier is not None:
            self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._before)
        for number in HANDLED:
            signal.signal(number, signal.SIG_DFL)
        self._let_through()
        self._read.close()
        self._write.close()


def _held_back() -> set[int] | None:
    """Block the signals in this thread and return those blocked before; None on Windows."""
    if sys.platform == "win32":
        return None
    return {int(number) for number in signal.pthread_sigmask(signal.SIG_BLOCK, HANDLED)}
