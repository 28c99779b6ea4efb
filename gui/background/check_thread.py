"""The thread that runs a config's program and compares its costs with those of the run."""

from PySide6.QtCore import QObject, Signal

from core.machine.processor import begin_computing
from core.program.check import Agreement, Check, Progress
from gui.background.failures import message_for
from gui.background.threads import BackgroundThread


class CheckThread(BackgroundThread):
    """The steps of a check, one after the other.

    Signals:
        progressed(object): a `Progress`.
        ended(object): the `Agreement`; None if it was stopped.
        failed(object): a `Message` with the reason, in place of `ended`.
    """

    progressed = Signal(object)
    ended = Signal(object)
    failed = Signal(object)

    def __init__(self, check: Check, parent: QObject) -> None:
        super().__init__(parent)
        self.setObjectName("check")
        self._check = check

    def stop(self) -> None:
        """Let the check end with None."""
        self._check.cancel()

    def run(self) -> None:
        """Take the steps, in the new thread."""
        try:
            agreement = self._steps()
        except Exception as error:
            self.failed.emit(message_for(error, "a check"))
        else:
            self.ended.emit(agreement)

    def _steps(self) -> Agreement | None:
        begin_computing(gives_way=True)
        for step in self._check.steps():
            if isinstance(step, Progress):
                self.progressed.emit(step)
            else:
                return step
        return None
