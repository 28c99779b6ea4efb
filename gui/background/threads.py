"""The threads of the window: each can be asked to end, and one list holds all that run."""

from collections.abc import Sequence

import shiboken6
from PySide6.QtCore import QDeadlineTimer, QObject, QThread

MAX_WAIT_S = 10.0  # for the runs before the window closes, and for all other threads afterwards

# macOS gives a thread 512 KB: too little for a matrix product (numpy#11551), and for the parser of
# Python, which reads the headers of NumPy's files; where it runs out, the process ends
STACK_BYTES = 16 * 1024 * 1024


class BackgroundThread(QThread):
    """A thread that `Background.start` starts, and that ends soon after `stop`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setStackSize(STACK_BYTES)

    def stop(self) -> None:
        """Ask the thread to end; the GUI thread may call this at any time, and repeatedly."""
        raise NotImplementedError

    def unfinished(self) -> Sequence[str]:
        """Name the changes of the user's files that are lost if the process ends now."""
        return ()


class Background:
    """All running threads of one application.

    Whoever needs a thread starts it here, so that `close` finds it.
    """

    def __init__(self) -> None:
        self._threads: list[BackgroundThread] = []
        self._is_closed = False

    @property
    def is_closed(self) -> bool:
        """Whether no thread starts any more."""
        return self._is_closed

    def running(self) -> list[BackgroundThread]:
        """List the threads that have not ended yet, the first started first."""
        return [
            thread for thread in self._threads if shiboken6.isValid(thread) and thread.isRunning()
        ]

    def start(self, thread: BackgroundThread) -> None:
        """Start a thread, unless everything is closed."""
        if not self._is_closed:
            self._threads = [*self.running(), thread]
            thread.start()

    def close(self) -> None:
        """Stop all threads, and wait until the last has ended, but not longer than `MAX_WAIT_S`.

        A job that is under way has that long to finish; a download ends at once. `running` lists
        the threads that have not ended by then.
        """
        self._is_closed = True
        for thread in self.running():
            thread.stop()
        deadline = QDeadlineTimer(round(MAX_WAIT_S * 1000))
        for thread in self.running():
            thread.wait(deadline)
