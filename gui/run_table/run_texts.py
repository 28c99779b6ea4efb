"""What the filter of the table searches: all texts of a run."""

from collections.abc import Callable, Iterable
from itertools import islice

from PySide6.QtCore import QObject, QTimer

READ_AHEAD = 100  # runs whose texts are read in one go, in about 2 ms


class RunTexts(QObject):
    """The texts of runs in lower case; each is read once, until it is forgotten.

    Reading all texts of thousands of runs would delay the first key in the filter. They are
    therefore read ahead while nothing else happens.

    Args:
        read: returns the text of a run.
        runs: returns all runs, the first to be read first.
    """

    def __init__(
        self, read: Callable[[str], str], runs: Callable[[], Iterable[str]], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._read = read
        self._runs = runs
        self._known: dict[str, str] = {}
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._read_some)

    def of(self, run: str) -> str:
        """Return the text of a run."""
        text = self._known.get(run)
        if text is None:
            text = self._known[run] = self._read(run).lower()
        return text

    def forget(self, run: str) -> None:
        """Forget the text of a run that has changed or is gone."""
        self._known.pop(run, None)

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
        unread = (run for run in self._runs() if run not in self._known)
        runs = list(islice(unread, READ_AHEAD))
        for run in runs:
            self.of(run)
        if not runs:
            self._timer.stop()
