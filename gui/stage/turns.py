"""Work for several networks that is done for one of them in each turn of the event loop."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QTimer


class Turns(QObject):
    """Acts for one name after the other, so that the pen never waits for more than one of them.

    Who was requested first comes first, and once only: while requests come faster than they are
    met, nobody is left out.

    Args:
        act: is called with each name.
    """

    def __init__(self, act: Callable[[str], None], parent: QObject) -> None:
        super().__init__(parent)
        self._act = act
        self._waiting: list[str] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_turn)

    def request(self, names: Iterable[str]) -> None:
        """Have something done for these names; those that wait already keep their place."""
        self._waiting += [name for name in names if name not in self._waiting]
        if self._waiting:
            self._timer.start(0)

    def _on_turn(self) -> None:
        name = self._waiting.pop(0)
        if self._waiting:
            self._timer.start(0)
        self._act(name)
