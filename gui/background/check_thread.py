"""The thread that runs a config's program and holds it against its run."""

from PySide6.QtCore import QObject, QThread, Signal

from core.machine.processor import work_in_background
from core.program.check import Agreement, Check, Progress
from gui.background.failures import message_for
from gui.background.training_thread import STACK_BYTES


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
        except Exception as error:
            self.ended.emit(message_for(error, "a check"))

    def _steps(self) -> Agreement | None:
        for step in self._check.steps():
            if isinstance(step, Progress):
                self.progressed.emit(step)
            else:
                return step
        return None
