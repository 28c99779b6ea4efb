"""Experiments that are under way in this window: their runs are trained like any others, then judged together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from core import presets
from core.config import RunConfig
from core.experiments import Cell, Contribution, Experiment, Grid, PlannedRun, Results
from core.history import RunRecord, RunState
from core.messages import Message
from core.verdicts import Verdict, read_by_one
from gui.errands import Errands
from gui.run_controller import RunController
from gui.run_store import RunStore
from gui.translation import say

MOST_DIGITS = 60  # shown of those that only one network reads


class Kind(Enum):
    """What an experiment is about, and so how it is shown."""

    COMPARISON = "comparison"
    LADDER = "ladder"
    GRID = "grid"


@dataclass(frozen=True)
class Digit:
    """A test image: its number from 0, its class and what that is called, and its grey levels, uint8 (28, 28)."""

    number: int
    label: int
    grey: NDArray[np.uint8]
    name: str = ""


@dataclass(frozen=True)
class Judgement:
    """What is known by now.

    Attributes:
        verdicts: one for each two neighbours, and for a ladder at last one for both its ends.
        tiers: the networks in groups, the best first; no order is claimed within a group.
        steps, whole: what each step of a ladder adds, and all together.
        cells: a grid's table, row by row.
        only: digits that only the first, and only the second of two networks reads, with the first seed that both
            completed; how many those are in all.
        p_values: of two networks, McNemar's for each seed that both completed, in order.
    """

    verdicts: Sequence[Verdict] = ()
    tiers: Sequence[Sequence[str]] = ()
    steps: Sequence[Contribution] = ()
    whole: Contribution | None = None
    cells: Sequence[Sequence[Cell]] = ()
    only: tuple[tuple[Digit, ...], tuple[Digit, ...]] | None = None
    only_counts: tuple[int, int] = (0, 0)
    p_values: Mapping[int, float] = field(default_factory=dict)


@dataclass
class Comparison:
    """One experiment of this window.

    Attributes:
        members: what each network is called, by its name in the experiment.
        results: used by errands only, one after the other.
        runs: the runs that are to train, by id.
        ended: those of them that are over.
        altered: those that were changed by hand meanwhile, and so are not judged.
    """

    kind: Kind
    experiment: Experiment
    members: dict[str, Message]
    results: Results
    grid: Grid | None = None
    runs: dict[str, PlannedRun] = field(default_factory=dict)
    ended: set[str] = field(default_factory=set)
    altered: set[str] = field(default_factory=set)
    judgement: Judgement = field(default_factory=Judgement)

    @property
    def is_over(self) -> bool:
        """Whether all its runs are over and judged."""
        return len(self.ended) == len(self.runs)

    def judged_runs(self) -> list[str]:
        """The runs whose digits are shown: those with the first seed that both networks completed."""
        seed = next(iter(self.judgement.p_values), None)
        return [run for run, planned in self.runs.items() if planned.seed == seed]

    def title_of(self, name: str) -> str:
        """What a network is called, in the language in force."""
        return say(self.members[name])

    def titles(self) -> dict[str, str]:
        """What all networks are called, by their names in the experiment."""
        return {name: say(title) for name, title in self.members.items()}


class Comparisons(QObject):
    """Starts experiments and has them judged, away from the GUI thread, whenever one of their runs has ended.

    Signals:
        added(object): a `Comparison` began.
        changed(object): one of its runs ended, and its judgement is renewed.
    """

    added = Signal(object)
    changed = Signal(object)

    def __init__(
        self, store: RunStore, controller: RunController, errands: Errands, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._controller = controller
        self._errands = errands
        self._all: list[Comparison] = []
        controller.run_ended.connect(self._on_run_ended)

    def all(self) -> list[Comparison]:
        """All of this window, oldest first."""
        return list(self._all)

    def start(self, kind: Kind, experiment: Experiment, members: dict[str, Message], grid: Grid | None = None) -> None:
        """Queue all runs of an experiment, and put what is over out of sight, so that they are seen alone."""
        for entry in self._store.visible():
            if entry.record.state.is_over:
                self._store.set_visible(entry.record.run, False)
        comparison = Comparison(kind, experiment, members, Results(experiment), grid)
        self._all.append(comparison)
        for planned in experiment.plan():
            comparison.runs[self._controller.start(planned.config)] = planned
        self.added.emit(comparison)

    def _on_run_ended(self, run: str) -> None:
        for comparison in self._all:
            if run in comparison.runs:
                self._take(comparison, run)

    def _take(self, comparison: Comparison, run: str) -> None:
        entry = self._store.get(run)
        record = entry.record if entry is not None else None
        if record is not None and record.config != comparison.runs[run].config:
            return  # continued for more epochs than were planned for all
        if record is not None and record.changes:
            comparison.altered.add(run)
        if record is None or record.state is not RunState.COMPLETED or record.changes:
            self._end(comparison, run)
            return
        work = partial(_judge, comparison, comparison.runs[run], record)
        self._errands.do(work, partial(self._on_judged, comparison, run), otherwise=partial(self._end, comparison, run))

    def _on_judged(self, comparison: Comparison, run: str, judgement: Judgement) -> None:
        comparison.judgement = judgement
        self._end(comparison, run)

    def _end(self, comparison: Comparison, run: str) -> None:
        comparison.ended.add(run)
        self.changed.emit(comparison)


def preset_titles(names: Sequence[str]) -> dict[str, Message]:
    """What presets are called, by their names."""
    return {name: presets.preset(name).title for name in names}


def _judge(comparison: Comparison, planned: PlannedRun, record: RunRecord) -> Judgement:
    """Called as an errand: takes in a completed run and says what is known with it."""
    from core import datasets, trials

    results = comparison.results
    results.add(planned, trials.outcome_of(record, datasets.load(planned.config.data)))
    if comparison.grid is not None:
        return Judgement(cells=results.table(comparison.grid))
    names = comparison.experiment.names
    paired = results.paired(names[0], names[1]) if len(names) == 2 else None
    numbers = read_by_one(paired) if paired is not None else None
    return Judgement(
        results.verdicts(),
        results.tiers(),
        results.contributions(),
        results.whole(),
        only=None if numbers is None else (_digits(numbers[0], planned.config), _digits(numbers[1], planned.config)),
        only_counts=(0, 0) if numbers is None else (len(numbers[0]), len(numbers[1])),
        p_values=results.p_values(),
    )


def _digits(numbers: NDArray[np.intp], config: RunConfig) -> tuple[Digit, ...]:
    from core import datasets

    images, labels = datasets.digits_asked(config.data)
    return tuple(
        Digit(int(number), int(labels[number]), images[number], config.classes[labels[number]])
        for number in numbers[:MOST_DIGITS]
    )
