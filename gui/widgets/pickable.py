"""Small things side by side, of which one can be picked with the mouse or the arrow keys."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from gui.widgets.plain_text import show_tip

STEPS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class Pickable(QWidget):
    """Knows which thing is picked; subclasses define where things lie, and paint them.

    Signals:
        picked(int): the thing with this number.
    """

    picked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.numbers: Sequence[int] = ()
        self.chosen: int | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def choose(self, number: int | None) -> None:
        """Mark a thing as picked, or none, without a signal."""
        if number != self.chosen:
            self.chosen = number
            self.update()

    def in_row(self) -> int:
        """Return how many things lie in a row."""
        return len(self.numbers)

    def index_at(self, position: QPointF) -> int | None:
        """Return the index of the thing at a point of the widget, from 0; None if there is none."""
        raise NotImplementedError

    def tip(self, index: int) -> str:
        """Return the tooltip of a thing."""
        raise NotImplementedError

    def _pick(self, index: int) -> None:
        self.choose(self.numbers[index])
        self.picked.emit(self.numbers[index])

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show a hand over things that can be picked."""
        is_over = self.index_at(event.position()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if is_over else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Pick the thing under a click."""
        index = self.index_at(event.position())
        if index is not None and event.button() is Qt.MouseButton.LeftButton:
            self._pick(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pick the next thing with the arrow keys."""
        step = STEPS.get(Qt.Key(event.key()))
        if step is None or not self.numbers:
            super().keyPressEvent(event)
            return

        numbers = list(self.numbers)
        index = (
            numbers.index(self.chosen) + step[0] + step[1] * self.in_row()
            if self.chosen in numbers
            else 0
        )
        if 0 <= index < len(numbers):
            self._pick(index)

    def event(self, event: QHelpEvent) -> bool:  # type: ignore[override]
        """Show the tooltip of the thing under the pointer."""
        if event.type() is QHelpEvent.Type.ToolTip:
            index = self.index_at(QPointF(event.pos()))
            show_tip(event.globalPos(), "" if index is None else self.tip(index), self)
            return True
        return super().event(event)
