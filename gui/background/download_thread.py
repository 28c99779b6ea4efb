"""A thread of its own for a download, so that nothing else waits for the network."""

import threading
import time

from PySide6.QtCore import QObject, Signal

from core.config.catalogue import DataSet
from core.messages import Message, message
from gui.background.failures import message_for
from gui.background.threads import BackgroundThread

REPORT_INTERVAL_S = 0.1


class DownloadThread(BackgroundThread):
    """The download of one data set.

    Signals:
        progressed(object): a `Fetched`, at most every tenth of a second.
        ended(): the data set is available now.
        failed(object): a `Message` with the reason, in place of `ended`.
    """

    progressed = Signal(object)
    ended = Signal()
    failed = Signal(object)

    def __init__(self, data_set: DataSet, parent: QObject) -> None:
        super().__init__(parent)
        self.setObjectName("download")
        self.data_set = data_set
        self._cancel = threading.Event()
        self._reported_at = 0.0

    def stop(self) -> None:
        """Cancel the download, of which nothing is kept, whatever the server does."""
        self._cancel.set()

    @property
    def is_cancelled(self) -> bool:
        """Whether the download was cancelled; it may still be ending."""
        return self._cancel.is_set()

    def end(self, problem: Message | None) -> Message:
        """Return what to show once the download has ended, or failed because of a problem."""
        if problem is None:
            return message("{data} has been downloaded.", data=self.data_set.title)
        return message(
            "{data} has not been downloaded: {reason}", data=self.data_set.title, reason=problem
        )

    def run(self) -> None:
        """Download, in the new thread."""
        from core.data.fetching.downloads import fetch

        try:
            fetch(self.data_set, self._report, self._cancel)
        except Exception as error:
            self.failed.emit(message_for(error, "a download"))
        else:
            self.ended.emit()

    def _report(self, fetched: object) -> None:
        now = time.monotonic()
        if now - self._reported_at >= REPORT_INTERVAL_S:
            self._reported_at = now
            self.progressed.emit(fetched)
