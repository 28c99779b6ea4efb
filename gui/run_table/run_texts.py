"""What the filter of the table searches: all texts of a run, and the titles of groups."""

from collections.abc import Callable, Iterable
from itertools import islice

from PySide6.QtCore import QObject, QTimer

from gui.run_table.run_groups import Item

READ_AHEAD = 100  # rows whose texts are read in one go, in about 2 ms


class RunTexts(QObject):
    """The texts of runs and groups in lower case; each is read once, until it is forgotten.

    Reading all texts of thousands of runs would delay the first key in the filter. They are
    therefore read ahead while nothing else happens.

    Args:
        read: returns the text of a run or of a group.
        items: returns all runs and groups, the first to be read first.
    """

    def __init__(
        self, read: Callable[[Item], str], items: Callable[[], Iterable[Item]], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._read = read
        self._items = items
        self._known: dict[Item, str] = {}
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._read_some)

    def of(self, item: Item) -> str:
        """Return the text of a run or of a group."""
        text = self._known.get(item)
        if text is None:
            text = self._known[item] = self._read(item).lower()
        return text

    def forget(self, item: Item) -> None:
        """Forget the text of a run or of a group that has changed or is gone."""
        self._known.pop(item, None)

    def forget_all(self) -> None:
        """Forget all texts, and begin to read them again."""
        self._known.clear()
        self.read_ahead()

    def read_ahead(self) -> None:
        """Begin to read the texts that are not known."""
        self._timer.start()

    @property
    def are_read(self) -> bool:
        """Whether all texts are known."""
        return not self._timer.isActive()

    def _read_some(self) -> None:
        unread = (item for item in self._items() if item not in self._known)
        items = list(islice(unread, READ_AHEAD))
        for item in items:
            self.of(item)
        if not items:
            self._timer.stop()
