"""The thread that runs a config's program and holds it against its run."""

import logging

from PySide6.QtCore import QObject, QThread, Signal

from core.errors import InklingError
from core.machine.processor import work_in_background
from core.messages import message, with_details
from core.program.check import Agreement, Check, Progress
from gui.background.training_thread import STACK_BYTES

log = logging.getLogger(__name__)


class CheckThread(QThread):
    """Takes the steps of a check.

    Signals:
        progressed(object): a `Progress`. ended(object): the `Agreement`, or a `Message` that says
        what failed; None if it was cancelled.
    """

    progressed = Signal(object)
    ended = Signal(object)

    def __init__(self, check: Check, parent: QObject) -> None:
        super().__init__(parent)
        self.setStackSize(STACK_BYTES)
        self.setObjectName("check")
        self._check = check

    def cancel(self) -> None:
        """End it soon; it ends with None."""
        self._check.cancel()

    def run(self) -> None:
        """Called by Qt in the new thread."""
        work_in_background()
        try:
            self.ended.emit(self._steps())
        except InklingError as error:
            self.ended.emit(error.message)
        except Exception as error:
            log.exception("a check failed")
            text = message("Something failed: {reason}", reason=f"{type(error).__name__}: {error}")
            self.ended.emit(with_details(text, error))

    def _steps(self) -> Agreement | None:
        for step in self._check.steps():
            if isinstance(step, Progress):
                self.progressed.emit(step)
            else:
                return step
        return None
