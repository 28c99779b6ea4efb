"""A data set is fetched in a thread of its own, so that nothing else waits for the net."""

import threading
import time

from PySide6.QtCore import QObject, QThread, Signal

from core.config.catalogue import DataSet
from gui.background.failures import message_for

EVERY_S = 0.1  # progress is told no more often


class Fetching(QThread):
    """Fetches one data set. Keep it until it has finished; `stop` ends it sooner.

    Signals:
        progressed(object): a `Fetched`.
        ended(object): None, or a `Message` that says why the data set is not there.
    """

    progressed = Signal(object)
    ended = Signal(object)

    def __init__(self, data_set: DataSet, parent: QObject) -> None:
        super().__init__(parent)
        self.setObjectName("fetching")
        self.data_set = data_set
        self._cancel = threading.Event()
        self._told = 0.0

    def stop(self) -> None:
        """End it; nothing is left of it. From any thread."""
        self._cancel.set()

    def run(self) -> None:
        """Called by Qt in the new thread."""
        from core.data.downloads import fetch

        try:
            fetch(self.data_set, self._tell, self._cancel)
        except Exception as error:
            self.ended.emit(message_for(error, "a download"))
        else:
            self.ended.emit(None)

    def _tell(self, fetched: object) -> None:
        now = time.monotonic()
        if now - self._told >= EVERY_S:
            self._told = now
            self.progressed.emit(fetched)
