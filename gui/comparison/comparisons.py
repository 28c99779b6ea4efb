"""Experiments of this window and of earlier ones: their runs are trained like any others, then judged together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from core.comparison.experiment import Experiment, Grid, Kind, PlannedRun
from core.comparison.kept import Found, KeptComparison, delete, new_name, read_all, write
from core.comparison.results import Cell, Contribution, Results
from core.comparison.run_status import RunStatus, left_out, status_of
from core.comparison.verdicts import Verdict, read_by_one
from core.config.run import RunConfig
from core.data.examples import Digit
from core.messages import Message
from core.run.record import RunRecord
from gui.background.jobs import JobQueue
from gui.runs.run_controller import RunController
from gui.runs.run_store import RunStore
from gui.style.translation import translate

MAX_DIGITS = 60  # shown of those that only one network reads


@dataclass(frozen=True)
class Judgement:
    """What is known by now.

    Attributes:
        verdicts: one for each two neighbours, and for a ladder at last one for both its ends.
        tiers: the networks in groups, the best first; no order is claimed within a group.
        steps, whole: what each step of a ladder adds, and all together.
        cells: a grid's table, row by row.
        only: digits that only the first, and only the second of two networks reads, with the first
            seed that both completed; how many those are in all.
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


@dataclass(eq=False)
class Comparison:
    """One experiment; another one with the same networks is another comparison.

    Attributes:
        members: what each network is called, by its name in the experiment.
        results: used by errands only, one after the other.
        name: of the file in which it is kept.
        made: when it was started.
        is_earlier: whether an earlier window started it; it is judged when it is first looked at.
        runs: the runs that are to train, by id.
        fates: what became of those of them that are over.
    """

    kind: Kind
    experiment: Experiment
    members: dict[str, Message]
    results: Results
    grid: Grid | None = None
    name: str = ""
    made: datetime = field(default_factory=lambda: datetime.now(UTC))
    is_earlier: bool = False
    runs: dict[str, PlannedRun] = field(default_factory=dict)
    statuses: dict[str, RunStatus] = field(default_factory=dict)
    judgement: Judgement = field(default_factory=Judgement)
    is_looked_at: bool = False

    @property
    def is_over(self) -> bool:
        """Whether all its runs are over and judged."""
        return len(self.statuses) == len(self.runs)

    def left_out(self) -> dict[RunStatus, int]:
        """How many runs are over and not judged, by what became of them."""
        return left_out(list(self.statuses.values()))

    def repairable(self) -> list[str]:
        """The runs that would count if they were trained once more."""
        return [run for run, status in self.statuses.items() if status.is_repairable]

    def judged_runs(self) -> list[str]:
        """The runs whose digits are shown: those with the first seed that both networks completed."""
        seed = next(iter(self.judgement.p_values), None)
        return [run for run, planned in self.runs.items() if planned.seed == seed]

    def title_of(self, name: str) -> str:
        """What a network is called, in the language in force."""
        return translate(self.members[name])

    def titles(self) -> dict[str, str]:
        """What all networks are called, by their names in the experiment."""
        return {name: translate(title) for name, title in self.members.items()}


class Comparisons(QObject):
    """Starts experiments and has them judged, away from the GUI thread, whenever one of their runs has ended.

    Args:
        runs_dir: where runs, and beside them what comparisons are, are kept; None to keep and find
            none.
        keeps_new: whether something can be written there.

    Signals:
        added(object): a `Comparison` began. listed(): comparisons of earlier windows are there now,
        or one is gone. changed(object): one of its runs ended, and its judgement is renewed.
        reviewed(object): a run of a comparison that an earlier window started was judged anew, or
        trains again. failed(object): a `Message` that says which kept comparison cannot be read.
    """

    added = Signal(object)
    listed = Signal()
    changed = Signal(object)
    reviewed = Signal(object)
    failed = Signal(object)

    def __init__(
        self,
        store: RunStore,
        controller: RunController,
        jobs: JobQueue,
        parent: QObject | None = None,
        *,
        runs_dir: Path | None = None,
        keeps_new: bool = True,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._controller = controller
        self._jobs = jobs
        self._runs_dir = runs_dir
        self._writes_to = runs_dir if keeps_new else None
        self._all: list[Comparison] = []
        controller.run_ended.connect(self._on_run_ended)

    def all(self) -> list[Comparison]:
        """All of this window and those of earlier ones, oldest first."""
        return list(self._all)

    def start(
        self,
        kind: Kind,
        experiment: Experiment,
        members: dict[str, Message],
        grid: Grid | None = None,
    ) -> None:
        """Queue all runs of an experiment, and put what is over out of sight, so that they are seen alone."""
        self._store.hide_what_is_over()
        comparison = Comparison(
            kind, experiment, members, Results(experiment), grid, new_name(kind)
        )
        comparison.is_looked_at = True
        self._all.append(comparison)
        for planned in experiment.plan():
            comparison.runs[self._controller.start(planned.config)] = planned
        self._keep(comparison)
        self.added.emit(comparison)

    def _keep(self, comparison: Comparison) -> None:
        if self._writes_to is not None:
            kept = KeptComparison(
                comparison.name,
                comparison.made,
                comparison.kind,
                comparison.experiment,
                comparison.members,
                comparison.grid,
                dict(comparison.runs),
            )
            self._jobs.submit(partial(write, self._writes_to, kept), _nothing, must_finish=True)

    def find(self) -> None:
        """List those that earlier windows kept."""
        if self._runs_dir is not None:
            self._jobs.submit(partial(read_all, self._runs_dir), self._on_found)

    def _on_found(self, found: Found) -> None:
        known = {comparison.name for comparison in self._all}
        earlier = [_earlier(kept) for kept in found.comparisons if kept.name not in known]
        self._all[:0] = earlier
        for problem in found.problems:
            self.failed.emit(problem)
        if earlier:
            self.listed.emit()

    def look_at(self, comparison: Comparison) -> None:
        """Have one that an earlier window started judged, unless that was done; its runs are read one by one."""
        if not comparison.is_looked_at:
            comparison.is_looked_at = True
            self._review(comparison, list(comparison.runs))

    def _review(self, comparison: Comparison, pending: list[str]) -> None:
        if pending and self._runs_dir is not None:
            run = pending[0]
            work = partial(_take_in, comparison, run, self._runs_dir)
            self._jobs.submit(
                work,
                partial(self._on_reviewed, comparison, pending),
                partial(self._on_unread, comparison),
            )

    def _on_unread(self, comparison: Comparison, reason: Message) -> None:
        """Show the reason; the next look at the comparison tries again."""
        comparison.is_looked_at = False
        self._jobs.report(reason)

    def _on_reviewed(self, comparison: Comparison, pending: list[str], status: RunStatus) -> None:
        if comparison not in self._all:
            return  # it was deleted meanwhile
        run, *rest = pending
        is_training = (
            status is RunStatus.TRAINING
            or self._controller.is_active(run)
            or run in self._controller.waiting()
        )
        if not is_training and run in comparison.runs:
            comparison.statuses[run] = status
        if rest:
            self.reviewed.emit(comparison)
            self._review(comparison, rest)
        else:
            work, unread = partial(_judgement, comparison), partial(self._on_unread, comparison)
            self._jobs.submit(work, partial(self._on_rejudged, comparison), unread)

    def _on_rejudged(self, comparison: Comparison, judgement: Judgement) -> None:
        comparison.judgement = judgement
        self.reviewed.emit(comparison)

    def go_on(self, comparison: Comparison) -> None:
        """Train those runs again, from their beginning, that do not count and could."""
        for run in comparison.repairable():
            planned = comparison.runs.pop(run)
            del comparison.statuses[run]
            comparison.runs[self._controller.start(planned.config)] = planned
        self._keep(comparison)
        self.reviewed.emit(comparison)

    def forget(self, comparison: Comparison) -> None:
        """Delete a comparison; its runs stay, and go on if they train."""
        self._all.remove(comparison)
        if self._writes_to is not None:
            self._jobs.submit(
                partial(delete, self._writes_to, comparison.name), _nothing, must_finish=True
            )
        self.listed.emit()

    def _on_run_ended(self, run: str) -> None:
        for comparison in self._all:
            if run in comparison.runs and comparison.is_looked_at:
                self._take(comparison, run)

    def _take(self, comparison: Comparison, run: str) -> None:
        entry = self._store.get(run)
        record = entry.record if entry is not None else None
        planned = comparison.runs[run]
        if record is None:
            self._end(comparison, run, RunStatus.MISSING)
            return
        status = status_of(record.state, record.config, planned, bool(record.changes))
        if status is RunStatus.CONTINUED and run in comparison.statuses:
            # it was judged as it was, before it went on for more epochs than were planned for all
            return
        if status is not RunStatus.JUDGED:
            self._end(comparison, run, status)
            return
        self._jobs.submit(
            partial(_judge, comparison, planned, record),
            partial(self._on_judged, comparison, run),
            partial(self._on_not_judged, comparison, run),
        )

    def _on_judged(self, comparison: Comparison, run: str, judgement: Judgement) -> None:
        comparison.judgement = judgement
        self._end(comparison, run, RunStatus.JUDGED)

    def _on_not_judged(self, comparison: Comparison, run: str, reason: Message) -> None:
        self._jobs.report(reason)
        self._end(comparison, run, RunStatus.UNREADABLE)

    def _end(self, comparison: Comparison, run: str, status: RunStatus) -> None:
        if run in comparison.runs:
            comparison.statuses[run] = status
        if comparison in self._all:
            self.changed.emit(comparison)


def _earlier(kept: KeptComparison) -> Comparison:
    return Comparison(
        kept.kind,
        kept.experiment,
        dict(kept.titles),
        Results(kept.experiment),
        kept.grid,
        kept.name,
        kept.made,
        is_earlier=True,
        runs=dict(kept.runs),
    )


def _nothing(_result: object) -> None:
    """For errands whose result nobody waits for."""


def _judge(comparison: Comparison, planned: PlannedRun, record: RunRecord) -> Judgement:
    """Called as an errand: takes in a completed run and says what is known with it."""
    from core.comparison import trials
    from core.data import datasets

    comparison.results.add(planned, trials.outcome_of(record, datasets.load(planned.config.data)))
    return _judgement(comparison)


def _take_in(comparison: Comparison, run: str, runs_dir: Path) -> RunStatus:
    """Called as an errand: takes in a run of an earlier window."""
    from core.comparison import trials

    planned = comparison.runs.get(run)
    return (
        RunStatus.MISSING
        if planned is None
        else trials.take_in(comparison.results, run, planned, runs_dir)
    )


def _judgement(comparison: Comparison) -> Judgement:
    """Called as an errand: what is known by now."""
    results = comparison.results
    if comparison.grid is not None:
        return Judgement(cells=results.table(comparison.grid))
    names = comparison.experiment.names
    paired = results.paired(names[0], names[1]) if len(names) == 2 else None
    numbers = read_by_one(paired) if paired is not None else None
    config = comparison.experiment.members[0].config
    return Judgement(
        results.verdicts(),
        results.tiers(),
        results.contributions(),
        results.whole(),
        only=None
        if numbers is None
        else (_digits(numbers[0], config), _digits(numbers[1], config)),
        only_counts=(0, 0) if numbers is None else (len(numbers[0]), len(numbers[1])),
        p_values=results.p_values(),
    )


def _digits(numbers: NDArray[np.intp], config: RunConfig) -> tuple[Digit, ...]:
    from core.data import datasets

    images, labels = datasets.labelled_digits(config.data)
    return tuple(
        Digit(int(number), int(labels[number]), images[number], config.classes[labels[number]])
        for number in numbers[:MAX_DIGITS]
    )
