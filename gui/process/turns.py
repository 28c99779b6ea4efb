"""Work of which one piece is done in each turn of the event loop."""

from collections.abc import Callable, Hashable

from PySide6.QtCore import QObject

from core.run.right_of_way import RightOfWay
from gui.process.timers import single_shot

Act = Callable[[], object]


class Turns(QObject):
    """Does requested pieces of work one after the other, so that the pen waits for one at most.

    Who was requested first comes first, and once only: while requests come faster than they are
    met, nobody is left out.
    """

    def __init__(self, right_of_way: RightOfWay, parent: QObject) -> None:
        super().__init__(parent)
        self._right_of_way = right_of_way
        self._waiting: dict[Hashable, Act] = {}
        self._timer = single_shot(self, self._on_turn)

    def request(self, key: Hashable, act: Act, *, is_next: bool = False) -> None:
        """Have a piece of work done in a later turn; one that waits already keeps its place.

        Args:
            key: tells the piece from others.
            is_next: whether it goes ahead of all that wait.
        """
        if key not in self._waiting:
            self._waiting = {key: act} | self._waiting if is_next else self._waiting | {key: act}
        if not self._timer.isActive():
            self._timer.start()

    def is_waiting(self, key: Hashable) -> bool:
        """Return whether this piece of work has been requested and not been done yet."""
        return key in self._waiting

    def skip(self) -> None:
        """Leave the present turn to what is done in it already."""
        if self._timer.isActive():
            self._timer.start()  # Qt handles no timer that is started anew in this turn

    def hurry(self) -> None:
        """Have runs wait until all that is requested is done, in this turn or later."""
        self._right_of_way.take()
        self._timer.start()

    def _on_turn(self) -> None:
        try:
            self._do_next()
        finally:
            if not self._waiting:
                self._right_of_way.give_back()

    def _do_next(self) -> None:
        if not self._waiting:  # after `hurry` for what was done at once
            return
        key = next(iter(self._waiting))
        act = self._waiting.pop(key)
        if self._waiting:
            self._timer.start()
        act()
