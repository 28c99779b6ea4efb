"""Ctrl+C, SIGTERM and SIGHUP while Qt's event loop runs."""

import signal
import socket

from PySide6.QtCore import QObject, QSocketNotifier
from PySide6.QtWidgets import QWidget

from core.interruption import exit_at_once, handlers


class Interrupts(QObject):
    """Signals close the window at once, although no Python code runs while Qt waits.

    From the start on, a signal that comes before the window is only noted, and closes the window as
    soon as its event loop runs. A second signal ends the program at once. Signals that the process
    ignores, such as SIGHUP under nohup, stay ignored.

    No signal is blocked: threads and programs started meanwhile would inherit that, and threads
    that exist already would receive the signal all the same.
    """

    def __init__(self) -> None:
        super().__init__()
        self._was_signalled = False
        self._read, self._write = socket.socketpair()
        self._write.setblocking(False)
        self._before = signal.set_wakeup_fd(self._write.fileno())
        self._notifier: QSocketNotifier | None = None
        self._handlers = handlers()
        for number in self._handlers:
            signal.signal(number, self._note)

    def _note(self, number: int, _frame: object) -> None:
        """Note a signal, or exit at the second.

        This may run between any two steps of the imports, also while Qt's bindings create an
        enumeration. So it uses no enumeration, as `signal.signal` does, and raises nothing.
        """
        if self._was_signalled:
            exit_at_once(128 + number)
        self._was_signalled = True

    def close(self, window: QWidget) -> None:
        """Close this window at the next signal, or soon if one has come already."""
        self._window = window
        self._notifier = QSocketNotifier(self._read.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_woken)

    def _on_woken(self) -> None:
        """Close the window; the next signal needs no Python code, which may be stuck by then."""
        self._read.recv(64)
        for number in self._handlers:
            signal.signal(number, signal.SIG_DFL)
        self._window.close()

    def end(self) -> None:
        """Restore the handling from before."""
        if self._notifier is not None:
            self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._before)
        for number, handler in self._handlers.items():
            signal.signal(number, handler)
        self._read.close()
        self._write.close()
