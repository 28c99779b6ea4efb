"""The form's earlier states, to go back to and forward again."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction

from core.config.differences import differing
from core.config.run import RunConfig
from gui.widgets.plain_text import plain_tip

MAX_STATES = 200


class FormHistory(QObject):
    """Every config that the form described, in order.

    Successive changes of one field, such as typing, are one step.

    Attributes:
        undo, redo: without keys, which the window hands out; see `gui.widgets.undo_actions`.

    Signals:
        config_recalled(object): show this `RunConfig` again.
    """

    config_recalled = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._states: list[RunConfig] = []
        self._index = -1
        self._last_change: list[str] = []
        self.undo, self.redo = QAction(self), QAction(self)
        for action, step in ((self.undo, -1), (self.redo, 1)):
            action.triggered.connect(lambda _=False, step=step: self._move(step))
        self._show_state()

    def take(self, config: RunConfig) -> None:
        """Remember what the form describes now, and forget the states that were undone."""
        if self._index >= 0 and config == self._states[self._index]:
            return

        change = differing([self._states[self._index], config]) if self._index >= 0 else []
        if (
            len(change) == 1
            and change == self._last_change
            and self._index == len(self._states) - 1
        ):
            self._states[-1] = config
        else:
            self._states = [*self._states[: self._index + 1], config][-MAX_STATES:]

        self._index = len(self._states) - 1
        self._last_change = change
        self._show_state()

    def end_step(self) -> None:
        """Make the next change a step of its own, whatever it changes."""
        self._last_change = []

    def _move(self, step: int) -> None:
        index = self._index + step
        if 0 <= index < len(self._states):
            self._index, self._last_change = index, []
            self._show_state()
            self.config_recalled.emit(self._states[index])

    def _show_state(self) -> None:
        self.undo.setEnabled(self._index > 0)
        self.redo.setEnabled(self._index < len(self._states) - 1)

    def retranslate(self) -> None:
        """Translate the names of the actions."""
        for action, text, tip in (
            (
                self.undo,
                self.tr("Undo setting"),
                self.tr("Undo the last change of the form"),
            ),
            (
                self.redo,
                self.tr("Redo setting"),
                self.tr("Redo the last undone change of the form"),
            ),
        ):
            action.setText(text)
            action.setToolTip(plain_tip(tip))
