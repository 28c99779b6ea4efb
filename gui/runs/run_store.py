"""The runs of this window, with signals for their changes."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from core.config.naming import run_name
from core.messages import Message
from core.plain_text import printable
from core.run.colours import ON_LIGHT
from core.run.events import Event, RecordingFailed, RecordingResumed, WeightsPublished
from core.run.record import RunRecord
from core.run.seal import Openings, with_opening
from core.storage.labels import MAX_NUMBER, Label, fit_name
from gui.style.translation import translate


@dataclass
class RunEntry:
    """A run as the window shows it.

    Attributes:
        style: running number of its colour and dash, for `theme.run_style`.
        number: 1 for the first run of its name, 2 for the second, and so on.
        is_visible: whether plots and answers show it.
        folder: where it is kept; None if it is not.
        given_name: the name by the user; empty for the one that its settings give it.
        is_earlier: whether it was trained before this window opened.
        has_own_style: whether it has been shown in this colour, which is then kept.
        keeps_style: whether the user chose it, so that it stays next to a run that looks alike.
        kept_label: the label in its folder, as it was last read or written.
        chosen: the fields of its label that the user has changed and that are not written yet.
        is_recorded: whether its folder, if it has one, holds all of it; not if the disk was full.
    """

    record: RunRecord
    style: int
    number: int
    is_visible: bool = True
    folder: Path | None = None
    given_name: str = ""
    is_earlier: bool = False
    has_own_style: bool = True
    keeps_style: bool = False
    kept_label: Label = field(default_factory=Label)
    chosen: set[str] = field(default_factory=set)
    is_recorded: bool = True

    @property
    def title(self) -> Message:
        """The name of the run, for `translate`."""
        return run_name(self.record.config, self.given_name, self.number)

    @property
    def is_rival(self) -> bool:
        """Whether it trains for a comparison, or waits to do so."""
        return bool(self.record.comparison) and not self.record.state.is_over

    @property
    def label(self) -> Label:
        """What is kept of its name and colour."""
        style = self.style if self.has_own_style else None
        return Label(self.given_name, style, self.number, self.keeps_style)

    @property
    def can_go_on(self) -> bool:
        """Whether the run can be continued, as far as is known without reading its folder."""
        has_begun = self.record.started is not None or self.record.last is not None
        return self.folder is not None and has_begun and self.record.state.is_over

    @property
    def can_be_forked(self) -> bool:
        """Whether another run can start from this one's progress, running or not."""
        return self.folder is not None and self.record.last is not None

    @property
    def can_be_repeated(self) -> bool:
        """Whether the run can be trained again from its beginning and compared."""
        is_trained = self.record.last is not None and self.record.state.is_over
        return self.folder is not None and is_trained and self.record.forked_from is None

    @property
    def name(self) -> str:
        """The name of the run on one line, in the current language: ``Sigmoid``, ``Sigmoid 2``."""
        return printable(translate(self.title))


class RunStore(QObject):
    """All runs by id; lives in the GUI thread. Requests for removed runs are ignored.

    Signals:
        run_added(str): a run was added.
        earlier_runs_added(): runs of earlier windows were added.
        run_changed(str): its state, progress or epochs changed.
        run_replaced(str): it is trained on, or was by another process.
        weights_changed(str): it has new weights.
        visibility_changed(str): it was shown or hidden.
        appearance_changed(str): its name or colour changed.
        run_removed(str): it was removed.
    """

    run_added = Signal(str)
    earlier_runs_added = Signal()
    run_changed = Signal(str)
    run_replaced = Signal(str)
    weights_changed = Signal(str)
    visibility_changed = Signal(str)
    appearance_changed = Signal(str)
    run_removed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: dict[str, RunEntry] = {}
        self._numbers: dict[str, set[int]] = {}  # that runs of this name have or had

    def entries(self) -> list[RunEntry]:
        """Return all runs: those of earlier windows, the oldest first, then those of this one."""
        return list(self._entries.values())

    def visible(self) -> list[RunEntry]:
        """Return the runs that plots and answers show."""
        return [entry for entry in self._entries.values() if entry.is_visible]

    @property
    def shows_points(self) -> bool:
        """Whether a visible run learned from points of the plane."""
        return any(entry.record.config.has_points for entry in self.visible())

    def get(self, run: str) -> RunEntry | None:
        """Return the run with this id, or None if there is none any more."""
        return self._entries.get(run)

    def add(self, record: RunRecord, folder: Path | None = None) -> None:
        """Add a new run and show it, in a free colour."""
        self._entries[record.run] = RunEntry(
            record, self._free_style(), self._take_number(record), folder=folder
        )
        self.run_added.emit(record.run)

    def add_earlier(self, runs: Sequence[tuple[RunRecord, Path, Label]]) -> None:
        """Add kept runs, hidden for now; those that exist already stay as they are.

        A run keeps the number of its label, unless another one of its name has it. One without a
        colour of its own gets one of those that the fewest runs have, and keeps it if it is free
        when the run is shown.
        """
        used = Counter(entry.style for entry in self.entries())
        for record, folder, label in runs:
            if record.run not in self._entries:
                style = label.style
                if style is None:
                    style = min(range(len(ON_LIGHT)), key=lambda number: used[number])
                used[style] += 1
                self._entries[record.run] = RunEntry(
                    record,
                    style,
                    self._take_number(record, label.name, label.number),
                    is_visible=False,
                    folder=folder,
                    given_name=label.name,
                    is_earlier=True,
                    has_own_style=label.style is not None,
                    keeps_style=label.keeps_style,
                    kept_label=label,
                )
        self._put_in_order()
        self.earlier_runs_added.emit()

    def _put_in_order(self) -> None:
        """Put the earlier runs first, by their ids, which sort by time."""
        earlier = {run: entry for run, entry in self._entries.items() if entry.is_earlier}
        here = {run: entry for run, entry in self._entries.items() if not entry.is_earlier}
        self._entries = {run: earlier[run] for run in sorted(earlier)} | here

    def arrange(self, groups: Iterable[Sequence[str]]) -> None:
        """Have the runs of each group follow each other in its order, where they are now.

        Ids tell the order of runs to a second, which those of a comparison share.
        """
        runs = list(self._entries)
        places = {run: place for place, run in enumerate(runs)}
        for group in groups:
            free = sorted(places[run] for run in group)
            for place, run in zip(free, group, strict=True):
                runs[place], places[run] = run, place
        self._entries = {run: self._entries[run] for run in runs}

    def _take_number(self, record: RunRecord, given: str = "", wanted: int | None = None) -> int:
        """Return the number wanted if no run of this name has it, otherwise the next one.

        After the largest number that a label may hold, it is the smallest free one.
        """
        taken = self._numbers_of(record, given)
        number = wanted if wanted and wanted not in taken else max(taken, default=0) + 1
        if number > MAX_NUMBER:
            number = next(free for free in count(1) if free not in taken)
        taken.add(number)
        return number

    def _numbers_of(self, record: RunRecord, given: str) -> set[int]:
        return self._numbers.setdefault(str(run_name(record.config, given)), set())

    def _free_style(self) -> int:
        taken = {entry.style for entry in self.visible()}
        return next(style for style in range(len(taken) + 1) if style not in taken)

    def replace(self, record: RunRecord) -> None:
        """Replace the record of a run, as when it continues from an earlier epoch."""
        entry = self._entries[record.run]
        record.weights = record.weights if record.weights is not None else entry.record.weights
        entry.record = record
        entry.is_recorded = True
        self.run_changed.emit(record.run)
        self.run_replaced.emit(record.run)
        if record.weights is not None:
            self.weights_changed.emit(record.run)

    def apply(self, event: Event) -> None:
        """Apply an event to its run; events of removed runs are dropped."""
        entry = self._entries.get(event.run)
        if entry is None:
            return
        entry.record.apply(event)
        if isinstance(event, RecordingFailed | RecordingResumed):
            entry.is_recorded = isinstance(event, RecordingResumed) or event.is_run_kept
        (self.weights_changed if isinstance(event, WeightsPublished) else self.run_changed).emit(
            event.run
        )

    def touch(self, run: str) -> None:
        """Report a change of a run's state that no event reports (paused, resumed)."""
        self.run_changed.emit(run)

    def open_test_set(self, run: str) -> None:
        """Open the test set of a run that no folder keeps, if it is closed."""
        entry = self.get(run)
        if entry is not None and entry.record.is_sealed:
            record = entry.record
            self.set_openings(run, with_opening(record.openings, record.epochs_done))

    def set_openings(self, run: str, openings: Openings) -> None:
        """Note the openings of a run's test set; other examples judge its network from now on."""
        entry = self._entries.get(run)
        if entry is not None:
            entry.record.openings = openings
            self.run_changed.emit(run)
            self.weights_changed.emit(run)

    def set_visible(self, run: str, is_visible: bool) -> None:
        """Show or hide a run in plots and answers; one that would look like another is recoloured.

        It keeps a colour that the user chose.
        """
        entry = self._entries.get(run)
        if entry is None or entry.is_visible == is_visible:
            return
        is_taken = any(other.style == entry.style for other in self.visible())
        if is_visible and is_taken and not entry.keeps_style:
            self._apply_style(entry, self._free_style())
        elif not entry.has_own_style:
            self._apply_style(entry, entry.style)
        entry.is_visible = is_visible
        self.visibility_changed.emit(run)

    def show_only(self, runs: Sequence[str]) -> None:
        """Show these runs and hide all others."""
        for is_shown in (False, True):  # hidden first, which makes their colours free
            for entry in self.entries():
                if (entry.record.run in runs) is is_shown:
                    self.set_visible(entry.record.run, is_shown)

    def hide_what_is_over(self) -> None:
        """Hide finished runs, so that the next ones are seen alone."""
        for entry in self.visible():
            if entry.record.state.is_over:
                self.set_visible(entry.record.run, False)

    def rename(self, run: str, name: str) -> None:
        """Give a run a name, as it is kept; an empty one stands for that of its settings."""
        entry = self._entries.get(run)
        given = fit_name(name)
        if entry is not None and entry.given_name != given:
            self._numbers_of(entry.record, entry.given_name).discard(entry.number)
            entry.given_name = given
            entry.number = self._take_number(entry.record, entry.given_name)
            entry.chosen |= {"name", "number"}
            self.appearance_changed.emit(run)

    def set_style(self, run: str, style: int) -> None:
        """Draw a run in the colour and dash of this number."""
        entry = self._entries.get(run)
        if entry is not None:
            entry.chosen |= {"style", "keeps_style"}
            entry.keeps_style = True
            self._apply_style(entry, style)

    def _apply_style(self, entry: RunEntry, style: int) -> None:
        entry.style, entry.has_own_style = style, True
        self.appearance_changed.emit(entry.record.run)

    def take_over(self, run: str, label: Label) -> None:
        """Show a run's label as it is in its folder now, but for what the user has just changed."""
        entry = self._entries.get(run)
        if entry is None or entry.chosen:
            return
        before = entry.label
        if label.name != entry.given_name or label.number not in (None, entry.number):
            self._numbers_of(entry.record, entry.given_name).discard(entry.number)
            entry.given_name = label.name
            entry.number = self._take_number(entry.record, label.name, label.number)
        if label.style is not None:
            entry.style, entry.has_own_style = label.style, True
            entry.keeps_style = label.keeps_style
        # a number that another run has here is not given to it there
        entry.kept_label = replace(label, number=entry.number)
        if entry.label != before:
            self.appearance_changed.emit(run)

    def remove(self, run: str) -> None:
        """Remove a run, if it exists."""
        if self._entries.pop(run, None) is not None:
            self.run_removed.emit(run)
