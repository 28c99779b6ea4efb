"""Uncaught exceptions: logged, and reported to the window."""

import logging
import sys
import threading
import traceback
from types import TracebackType

from PySide6.QtCore import QObject, Signal

from core.machine.failures import failure_of_machine

log = logging.getLogger(__name__)


class ErrorReporter(QObject):
    """The hooks of Python for uncaught exceptions, of any thread.

    Signals:
        error_occurred(object, str): a `Message` about a failure of the machine, otherwise the type
            and text of the exception, and its traceback.
    """

    error_occurred = Signal(object, str)

    def install(self) -> None:
        """Replace Python's own hooks."""
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception

    def _on_exception(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        log.critical("uncaught exception", exc_info=(kind, error, trace))
        details = "".join(traceback.format_exception(kind, error, trace))
        failure = failure_of_machine(error)
        self.error_occurred.emit(failure or f"{kind.__name__}: {error}", details)

    def _on_thread_exception(self, hook: threading.ExceptHookArgs) -> None:
        if hook.exc_value is not None:  # None: the thread ends by SystemExit
            self._on_exception(hook.exc_type, hook.exc_value, hook.exc_traceback)
