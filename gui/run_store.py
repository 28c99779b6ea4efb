"""The runs of this window, and who is told when they change."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from core import presets
from core.events import Event, WeightsPublished
from core.history import RunRecord
from core.messages import Message
from gui.translation import say


@dataclass
class RunEntry:
    """A run as the window shows it.

    Attributes:
        style: running number of its colour and dash, for `theme.run_style`.
        number: 1 for the first run of its title, 2 for the second, and so on.
        is_visible: whether plots and answers show it.
    """

    record: RunRecord
    style: int
    number: int
    is_visible: bool = True

    @property
    def title(self) -> Message:
        """What the run is called, for `say`."""
        title = presets.title(self.record.config)
        return title if self.number == 1 else Message("{title} {number}", {"title": title, "number": self.number})

    @property
    def name(self) -> str:
        """What the run is called, in the language in force: ``Sigmoid``, ``Sigmoid 2``."""
        return say(self.title)


class RunStore(QObject):
    """All runs by id, oldest first; lives in the GUI thread.

    Signals:
        run_added(str): a run is there now.
        run_changed(str): its state, progress or epochs changed.
        weights_changed(str): it has new weights.
        visibility_changed(str): it was shown or hidden.
        run_removed(str): it is gone.
    """

    run_added = Signal(str)
    run_changed = Signal(str)
    weights_changed = Signal(str)
    visibility_changed = Signal(str)
    run_removed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: dict[str, RunEntry] = {}

    def entries(self) -> list[RunEntry]:
        """All runs, oldest first."""
        return list(self._entries.values())

    def visible(self) -> list[RunEntry]:
        """The runs that plots and answers show, oldest first."""
        return [entry for entry in self._entries.values() if entry.is_visible]

    def get(self, run: str) -> RunEntry | None:
        """The run with this id, or None if it is not, or no longer, here."""
        return self._entries.get(run)

    def add(self, record: RunRecord) -> None:
        """Take in a new run."""
        title = presets.title(record.config)
        alike = [entry.number for entry in self.entries() if presets.title(entry.record.config) == title]
        self._entries[record.run] = RunEntry(record, self._free_style(), max(alike, default=0) + 1)
        self.run_added.emit(record.run)

    def _free_style(self) -> int:
        taken = {entry.style for entry in self._entries.values()}
        return next(style for style in range(len(taken) + 1) if style not in taken)

    def apply(self, event: Event) -> None:
        """Take in an event; events of runs that are not here are dropped."""
        entry = self._entries.get(event.run)
        if entry is None:
            return
        entry.record.apply(event)
        (self.weights_changed if isinstance(event, WeightsPublished) else self.run_changed).emit(event.run)

    def touch(self, run: str) -> None:
        """Say that a run's state was changed from outside its events (paused, resumed)."""
        self.run_changed.emit(run)

    def set_visible(self, run: str, is_visible: bool) -> None:
        """Show or hide a run in plots and answers."""
        entry = self._entries[run]
        if entry.is_visible != is_visible:
            entry.is_visible = is_visible
            self.visibility_changed.emit(run)

    def remove(self, run: str) -> None:
        """Forget a run."""
        del self._entries[run]
        self.run_removed.emit(run)
