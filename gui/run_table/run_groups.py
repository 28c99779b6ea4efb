"""The runs as the table arranges them: on their own, or below the heading of what they are for."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFont

from core.comparison.experiment import Kind
from core.number_text import accuracy_text
from core.plain_text import printable
from gui.comparison.comparison import Comparison, ComparisonNames
from gui.comparison.comparisons import Comparisons
from gui.comparison.search.searches import Searches
from gui.comparison.search.shown_search import ShownSearch
from gui.style.translation import translate
from gui.widgets.plain_text import plain_tip


@dataclass(eq=False)
class Group:
    """The runs of a comparison, or the trials of a search; compared by identity.

    Attributes:
        number: from 1; no other group of this window has it.
        trained_for: what its runs were trained for.
    """

    number: int
    trained_for: Comparison | ShownSearch

    @property
    def comparison(self) -> Comparison | None:
        """The comparison that its runs were trained for, if it was one."""
        return self.trained_for if isinstance(self.trained_for, Comparison) else None

    def in_order(self, runs: Iterable[str]) -> list[str]:
        """Return its runs as their comparison names them, and trials as they began."""
        if self.comparison is None:
            return sorted(runs)  # ids sort by time
        places = {run: place for place, run in enumerate(self.comparison.runs)}
        return sorted(runs, key=lambda run: places.get(run, len(places)))


Item = str | Group  # a run, by its id, or a group
TOP_LEVEL = 0  # stands for the number of a group where there is none


@dataclass
class RunTree:
    """The runs and groups of the top level, and the runs of each group.

    A group stands where the first of its runs would stand; see `Group.in_order` for these.
    """

    top: list[Item] = field(default_factory=list)
    members: dict[Group, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._rows: dict[Item, int] = {}  # within the top level, or within the run's group
        self._group_of: dict[str, Group] = {}
        self._groups = {group.number: group for group in self.members}
        self._number(self.top)
        for group, runs in self.members.items():
            self._number(runs)
            self._group_of |= dict.fromkeys(runs, group)

    @classmethod
    def of(cls, runs: Iterable[str], group_of: Callable[[str], Group | None]) -> "RunTree":
        """Arrange runs, which are given in their order."""
        top: list[Item] = []
        members: dict[Group, list[str]] = {}
        for run in runs:
            group = group_of(run)
            if group is None:
                top.append(run)
            elif group in members:
                members[group].append(run)
            else:
                members[group] = [run]
                top.append(group)
        ordered = {group: group.in_order(of_group) for group, of_group in members.items()}
        return cls(top, ordered)

    def _number(self, items: Iterable[Item]) -> None:
        self._rows |= {item: row for row, item in enumerate(items)}

    def __contains__(self, item: Item) -> bool:
        return item in self._rows

    def row_of(self, item: Item) -> int:
        """Return the row of a run within its group or the top level, or of a group."""
        return self._rows[item]

    def group_of(self, run: str) -> Group | None:
        """Return the group of a run; None at the top level."""
        return self._group_of.get(run)

    def group(self, number: int) -> Group:
        """Return the group with this number."""
        return self._groups[number]

    def runs(self) -> list[str]:
        """Return all runs from the top down."""
        return [run for item in self.top for run in self.runs_of(item)]

    def runs_of(self, item: Item) -> list[str]:
        """Return the runs of a group; of a run, the run."""
        return self.members[item] if isinstance(item, Group) else [item]

    def number_of(self, item: Item) -> int:
        """Return the number of the group that a run or a group stands in."""
        group = self.group_of(item) if isinstance(item, str) else None
        return TOP_LEVEL if group is None else group.number

    def blocks(self, runs: Iterable[str]) -> list[list[str]]:
        """Divide runs into those that stand directly below each other, each from the top down."""
        places = sorted((self.number_of(run), self._rows[run], run) for run in runs)
        blocks: list[list[str]] = []
        before: tuple[int, int] | None = None
        for number, row, run in places:
            if before == (number, row - 1):
                blocks[-1].append(run)
            else:
                blocks.append([run])
            before = number, row
        return blocks

    def continues(self, other: "RunTree") -> bool:
        """Return whether this is the other one with items after its last one, and no more."""
        return self.top[: len(other.top)] == other.top and all(
            self.members[group] == runs for group, runs in other.members.items()
        )

    def remove(self, item: Item) -> None:
        """Remove a run, or a group with its runs."""
        group = self._group_of.get(item) if isinstance(item, str) else None
        siblings: list[Item] = self.top
        if group is not None:
            siblings = self.members[group]  # type: ignore[assignment]
        siblings.pop(self._rows.pop(item))
        self._number(siblings)

        for run in self.members.pop(item, []) if isinstance(item, Group) else ():
            self._rows.pop(run)
            self._group_of.pop(run)
        if isinstance(item, Group):
            self._groups.pop(item.number)
        else:
            self._group_of.pop(item, None)


class RunGroups(QObject):
    """Knows which group a run belongs to; without comparisons and searches, none belongs to any.

    Signals:
        regrouped(): runs belong to other groups than before.
        retitled(object): this `Group` has another heading, or a verdict.
    """

    regrouped = Signal()
    retitled = Signal(object)

    def __init__(self, comparisons: Comparisons | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._comparisons = comparisons
        self._groups: dict[Comparison, Group] = {}
        self._of: dict[str, Group] = {}  # by run, of those that comparisons name
        self._searches: Searches | None = None
        self._of_searches: dict[str, Group] = {}  # by the name of the search
        self._numbers = count(1)
        if comparisons is not None:
            self._names = ComparisonNames(comparisons.is_foreign, self)
            comparisons.added.connect(self._on_changed)
            comparisons.listed.connect(self._on_changed)
            comparisons.progressed.connect(self._on_changed)
            comparisons.changed.connect(self._on_changed)
            comparisons.reviewed.connect(self._on_changed)
            comparisons.renamed.connect(self._on_changed)
            self._of = self._read()

    def include(self, searches: Searches) -> None:
        """Have the trials of searches stand below headings, too."""
        self._searches = searches
        for listed in (searches.added, searches.listed):
            listed.connect(self._on_searches_listed)
        searches.changed.connect(self._on_search_changed)
        self._on_searches_listed()

    def of(self, run: str) -> Group | None:
        """Return the group of a run; None for a run that was trained for nothing that is listed."""
        group = self._of.get(run)
        if group is None and self._searches is not None:
            group = self._of_searches.get(self._searches.name_for(run) or "")
        return group

    def _on_searches_listed(self, *_: object) -> None:
        assert self._searches is not None
        known = self._of_searches
        self._of_searches = {
            (name := one.search.name): known.get(name) or Group(next(self._numbers), one)
            for one in self._searches.all()
        }
        self.regrouped.emit()

    def _on_search_changed(self, shown: ShownSearch) -> None:
        group = self._of_searches.get(shown.search.name)
        if group is not None:
            self.retitled.emit(group)

    def _read(self) -> dict[str, Group]:
        """Return the groups of all runs that were trained for comparisons, by the runs' ids."""
        assert self._comparisons is not None
        known = self._groups
        of: dict[str, Group] = {}
        self._groups = {
            comparison: known.get(comparison) or Group(next(self._numbers), comparison)
            for comparison in self._comparisons.all()
        }
        for comparison, group in self._groups.items():
            of |= dict.fromkeys(self._comparisons.runs_of(comparison), group)
        return of

    def _on_changed(self, comparison: Comparison | None = None) -> None:
        groups = self._read()
        if groups != self._of:
            self._of = groups
            self.regrouped.emit()
        group = self._groups.get(comparison) if comparison is not None else None
        if group is not None:
            self.retitled.emit(group)

    def title(self, group: Group) -> str:
        """Return the heading of a group: its networks and seeds, and its verdict if there is one.

        That of a search has its settings, and its best trial as far as they are known. One of an
        earlier window says when it was made; while runs train it says how many are done.
        """
        if isinstance(group.trained_for, ShownSearch):
            name, outcome = group.trained_for.title, self._best(group.trained_for)
        else:
            comparison = group.trained_for
            name = self._names.dated(comparison)
            outcome = self._verdict(comparison) or self._progress(comparison)
        name = printable(name)
        if not outcome:
            return name
        return self.tr("{comparison}: {outcome}").format(comparison=name, outcome=outcome)

    def _best(self, shown: ShownSearch) -> str:
        """Return how far a search is, and the best that it found so far."""
        texts = []
        if shown.is_running:
            texts.append(shown.epochs_text)
        if shown.best is not None:
            best = accuracy_text(shown.best.accuracy)
            texts.append(self.tr("best {accuracy}").format(accuracy=best))
        return " · ".join(texts)

    def _verdict(self, comparison: Comparison) -> str:
        """Return who is ahead, in a few words; nothing for several verdicts."""
        card = comparison.card() if _has_one_verdict(comparison) else None
        return "" if card is None else translate(card.summary)

    def request_verdicts(self, groups: Iterable[Group]) -> None:
        """Have those of these groups judged whose headings are to show it."""
        if self._comparisons is not None:
            comparisons = (group.comparison for group in groups if group.comparison is not None)
            self._comparisons.reviews.request_in_turn(filter(_has_one_verdict, comparisons))

    def _progress(self, comparison: Comparison) -> str:
        """Return how far an own comparison is, or that it ended without a verdict."""
        if comparison.reason_without_verdict() is not None:
            return self.tr("no verdict")
        if comparison.is_over or comparison.is_earlier:
            return ""
        return self.tr("{done} of {total} runs done").format(
            done=comparison.done, total=len(comparison.runs)
        )

    def heading(self, group: Group, role: int) -> Any:
        """Return what a heading shows, by Qt's role."""
        if role == Qt.ItemDataRole.DisplayRole:
            return self.title(group)
        if role == Qt.ItemDataRole.FontRole:
            bold = QFont()
            bold.setBold(True)
            return bold
        if role == Qt.ItemDataRole.ToolTipRole:
            card = group.comparison.card() if group.comparison is not None else None
            sentence = translate(card.sentence) if card is not None else ""
            return plain_tip("\n".join(filter(None, (self.title(group), sentence))))
        return None


def _has_one_verdict(comparison: Comparison) -> bool:
    """Return whether a heading has room for what a comparison shows."""
    kept = comparison.kept
    return kept.design is None and (len(kept.titles) == 2 or kept.kind is Kind.LADDER)
