"""What came out of an experiment: who read which digits right, and what each step adds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from core.comparison.experiment import Experiment, Grid, PlannedRun
from core.comparison.verdicts import Verdict, verdict
from core.evaluation.statistics import Answers, Interval, Paired, compare, mcnemar_per_seed, tiers


@dataclass(frozen=True)
class Contribution:
    """What one rung of a ladder adds: how many more digits are read right after it than before.

    Attributes:
        right: digits over all seeds, whole so that contributions add up exactly; negative for a
            loss.
        asked: digits asked, over all seeds.
        interval: 95 %, for `difference`.
    """

    before: str
    after: str
    right: int
    asked: int
    interval: Interval
    p_value: float

    @property
    def difference(self) -> float:
        """Accuracy after minus accuracy before, averaged over the seeds."""
        return self.right / self.asked


@dataclass(frozen=True)
class Cell:
    """What came out at one place of a grid.

    Attributes:
        final, best: accuracy after the last and after the best epoch, averaged over the seeds; None
            if no run completed (too large a learning rate, say). `best` is picked by the test
            digits and so a little too good.
        runs: how many completed.
    """

    final: float | None
    best: float | None
    runs: int


@dataclass(frozen=True)
class Outcome:
    """What a completed run leaves for its experiment.

    Attributes:
        final, best: accuracy on the test digits after the last and after the best epoch.
        right: bool (N,), which test digits the final network reads right.
    """

    final: float
    best: float
    right: Answers


class Results:
    """The outcomes of an experiment's runs, in whatever order they arrive.

    Runs that were stopped, diverged or failed have none. What compares networks uses the seeds that
    all of these networks completed; no owner is needed beyond whoever made it, and no thread but
    that one may use it.
    """

    def __init__(self, experiment: Experiment) -> None:
        self.experiment = experiment
        self._outcomes: dict[tuple[str, int], Outcome] = {}

    def add(self, planned: PlannedRun, outcome: Outcome) -> None:
        """Take in what a completed run left."""
        self._outcomes[planned.member, planned.seed] = outcome

    def seeds_of(self, *names: str) -> tuple[int, ...]:
        """The seeds that all these members completed."""
        return tuple(
            s for s in self.experiment.seeds if all((name, s) in self._outcomes for name in names)
        )

    def answers(self, name: str, seeds: Sequence[int]) -> Answers:
        """Which digits the member read right: bool (seeds, N)."""
        return np.stack([self._outcomes[name, seed].right for seed in seeds])

    def paired(self, a: str, b: str) -> Paired | None:
        """Two members' answers for the seeds that all members or else these two completed; None if there is none."""
        seeds = self.seeds_of(*self.experiment.names) or self.seeds_of(a, b)
        return Paired(a, b, self.answers(a, seeds), self.answers(b, seeds)) if seeds else None

    def verdicts(self) -> tuple[Verdict, ...]:
        """One for each two neighbours and, with more than two members, at last one for the first and the last.

        Two members of which no seed was completed by both have none.
        """
        names = self.experiment.names
        couples = [*pairwise(names)] + ([(names[0], names[-1])] if len(names) > 2 else [])
        pairs = [self.paired(a, b) for a, b in couples]
        return tuple(verdict(paired) for paired in pairs if paired is not None)

    def tiers(self) -> tuple[tuple[str, ...], ...]:
        """The members in groups, the best first; no order is claimed within a group. Empty as for contributions."""
        seeds = self.seeds_of(*self.experiment.names)
        return (
            tiers({name: self.answers(name, seeds) for name in self.experiment.names})
            if seeds
            else ()
        )

    def contributions(self) -> tuple[Contribution, ...]:
        """What each step from a member to the next adds; empty if no seed was completed by all.

        All come from the same seeds, so their `right` adds up exactly to that of `whole`.
        """
        return tuple(self._contributions([*pairwise(self.experiment.names)]))

    def whole(self) -> Contribution | None:
        """What all steps together add, from the first member to the last."""
        names = self.experiment.names
        return next(self._contributions([(names[0], names[-1])]), None)

    def _contributions(self, steps: Sequence[tuple[str, str]]) -> Iterator[Contribution]:
        seeds = self.seeds_of(*self.experiment.names)
        for before, after in steps if seeds else ():
            old, new = self.answers(before, seeds), self.answers(after, seeds)
            found = compare(Paired(after, before, new, old))
            right = int(new.sum()) - int(old.sum())
            yield Contribution(before, after, right, new.size, found.interval, found.p_value)

    def p_values(self) -> dict[int, float]:
        """Of two members, McNemar's for each seed that both completed, in order; empty for more members."""
        names = self.experiment.names
        paired = self.paired(names[0], names[1]) if len(names) == 2 else None
        return (
            dict(zip(self.seeds_of(*names), mcnemar_per_seed(paired), strict=True))
            if paired is not None
            else {}
        )

    def table(self, grid: Grid) -> tuple[tuple[Cell, ...], ...]:
        """What came out at each place of the grid whose experiment this is; as `Grid.configs`."""
        return tuple(
            tuple(self._cell(f"{row},{column}") for column in range(len(configs)))
            for row, configs in enumerate(grid.configs())
        )

    def _cell(self, name: str) -> Cell:
        outcomes = [self._outcomes[name, seed] for seed in self.seeds_of(name)]
        if not outcomes:
            return Cell(None, None, 0)
        final = sum(outcome.final for outcome in outcomes) / len(outcomes)
        best = sum(outcome.best for outcome in outcomes) / len(outcomes)
        return Cell(final, best, len(outcomes))
