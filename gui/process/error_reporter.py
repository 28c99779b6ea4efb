"""Exceptions that nobody caught: written to the log and told to the window."""

import logging
import sys
import threading
import traceback
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    pass


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

    def _on_exception(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        log.critical("an exception nobody caught", exc_info=(kind, error, trace))
        details = "".join(traceback.format_exception(kind, error, trace))
        self.error_occurred.emit(f"{kind.__name__}: {error}", details)

    def _on_thread_exception(self, happened: threading.ExceptHookArgs) -> None:
        if happened.exc_value is not None:  # else the thread was asked to end
            self._on_exception(happened.exc_type, happened.exc_value, happened.exc_traceback)
