"""The runs of this window, and who is told when they change."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from core.config import presets
from core.messages import Message
from core.run.events import Event, WeightsPublished
from core.run.identity import made_at
from core.run.record import RunRecord
from core.storage.labels import Label
from gui.style.translation import translate


@dataclass
class RunEntry:
    """A run as the window shows it.

    Attributes:
        style: running number of its colour and dash, for `theme.run_style`.
        number: 1 for the first run of its title, 2 for the second, and so on.
        is_visible: whether plots and answers show it.
        folder: where it is kept; None if it is not.
        given_name: what the user calls it; empty for the title of its network.
        is_earlier: whether it was trained before this window opened.
        has_own_style: whether it keeps its colour beside another run that has the same.
    """

    record: RunRecord
    style: int
    number: int
    is_visible: bool = True
    folder: Path | None = None
    given_name: str = ""
    is_earlier: bool = False
    has_own_style: bool = True

    @property
    def title(self) -> Message:
        """What the run is called, for `translate`."""
        if self.given_name:
            return Message("{name}", {"name": self.given_name})
        title = presets.title(self.record.config)
        made = made_at(self.record.run) if self.is_earlier else None
        if made is not None:  # numbers would be others after each start
            return Message("{title}, {made}", {"title": title, "made": f"{made:%m-%d %H:%M}"})
        return (
            title
            if self.number == 1
            else Message("{title} {number}", {"title": title, "number": self.number})
        )

    @property
    def can_go_on(self) -> bool:
        """Whether there is something to go on from, as far as is known without looking."""
        has_begun = self.record.started is not None or self.record.last is not None
        return self.folder is not None and has_begun and self.record.state.is_over

    @property
    def can_be_forked(self) -> bool:
        """Whether another run can begin where this one has come to, running or not."""
        return self.folder is not None and self.record.last is not None

    @property
    def can_be_repeated(self) -> bool:
        """Whether the run can be trained again from its beginning and compared."""
        is_trained = self.record.last is not None and self.record.state.is_over
        return self.folder is not None and is_trained and self.record.forked_from is None

    @property
    def name(self) -> str:
        """What the run is called, in the language in force: ``Sigmoid``, ``Sigmoid 2``."""
        return translate(self.title)


class RunStore(QObject):
    """All runs by id; lives in the GUI thread. What is asked for a run that is gone is ignored.

    Signals:
        run_added(str): a run is there now.
        earlier_runs_added(): runs of earlier windows are there now.
        run_changed(str): its state, progress or epochs changed.
        weights_changed(str): it has new weights.
        visibility_changed(str): it was shown or hidden.
        appearance_changed(str): its name or colour changed.
        run_removed(str): it is gone.
    """

    run_added = Signal(str)
    earlier_runs_added = Signal()
    run_changed = Signal(str)
    weights_changed = Signal(str)
    visibility_changed = Signal(str)
    appearance_changed = Signal(str)
    run_removed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: dict[str, RunEntry] = {}
        self._numbers: dict[Message, int] = {}

    def entries(self) -> list[RunEntry]:
        """All runs: those of this window, oldest first, and the earlier ones in the order in which they were added."""
        return list(self._entries.values())

    def visible(self) -> list[RunEntry]:
        """The runs that plots and answers show."""
        return [entry for entry in self._entries.values() if entry.is_visible]

    def get(self, run: str) -> RunEntry | None:
        """The run with this id, or None if it is not, or no longer, here."""
        return self._entries.get(run)

    def add(self, record: RunRecord, folder: Path | None = None) -> None:
        """Take in a new run and show it, in a free colour."""
        self._entries[record.run] = RunEntry(
            record, self._free_style(), self._next_number(record), folder=folder
        )
        self.run_added.emit(record.run)

    def add_earlier(self, runs: Sequence[tuple[RunRecord, Path, Label]]) -> None:
        """Take in kept runs, hidden for now; those that are here already are left as they are."""
        for record, folder, label in runs:
            if record.run not in self._entries:
                self._entries[record.run] = RunEntry(
                    record,
                    label.style or 0,
                    self._next_number(record),
                    is_visible=False,
                    folder=folder,
                    given_name=label.name,
                    is_earlier=True,
                    has_own_style=label.style is not None,
                )
        self.earlier_runs_added.emit()

    def _next_number(self, record: RunRecord) -> int:
        title = presets.title(record.config)
        self._numbers[title] = self._numbers.get(title, 0) + 1
        return self._numbers[title]

    def _free_style(self) -> int:
        taken = {entry.style for entry in self.visible()}
        return next(style for style in range(len(taken) + 1) if style not in taken)

    def replace(self, record: RunRecord) -> None:
        """Put another record of the same run in place, as when it goes on from an earlier epoch."""
        entry = self._entries[record.run]
        record.weights = record.weights if record.weights is not None else entry.record.weights
        entry.record = record
        self.run_changed.emit(record.run)
        if record.weights is not None:
            self.weights_changed.emit(record.run)

    def apply(self, event: Event) -> None:
        """Take in an event; events of runs that are not here are dropped."""
        entry = self._entries.get(event.run)
        if entry is None:
            return
        entry.record.apply(event)
        (self.weights_changed if isinstance(event, WeightsPublished) else self.run_changed).emit(
            event.run
        )

    def touch(self, run: str) -> None:
        """Say that a run's state was changed from outside its events (paused, resumed)."""
        self.run_changed.emit(run)

    def set_visible(self, run: str, is_visible: bool) -> None:
        """Show or hide a run in plots and answers; one without a colour of its own gets a free one."""
        entry = self._entries.get(run)
        if entry is None or entry.is_visible == is_visible:
            return
        if not entry.has_own_style:
            self.set_style(run, self._free_style())
        entry.is_visible = is_visible
        self.visibility_changed.emit(run)

    def show_only(self, runs: Sequence[str]) -> None:
        """Show these runs and hide all others."""
        for entry in self.entries():
            self.set_visible(entry.record.run, entry.record.run in runs)

    def hide_what_is_over(self) -> None:
        """So that what is trained next is seen alone."""
        for entry in self.visible():
            if entry.record.state.is_over:
                self.set_visible(entry.record.run, False)

    def rename(self, run: str, name: str) -> None:
        """Call a run by a name of the user's; by its network's if that is empty."""
        entry = self._entries.get(run)
        if entry is not None:
            entry.given_name = name.strip()
            self.appearance_changed.emit(run)

    def set_style(self, run: str, style: int) -> None:
        """Draw a run in the colour and dash of this number."""
        entry = self._entries.get(run)
        if entry is not None:
            entry.style, entry.has_own_style = style, True
            self.appearance_changed.emit(run)

    def remove(self, run: str) -> None:
        """Forget a run, if it is here."""
        if self._entries.pop(run, None) is not None:
            self.run_removed.emit(run)
