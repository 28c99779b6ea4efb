"""Results of an experiment: which digits each network reads right, and what each step adds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from core.comparison.experiment import Experiment, PlannedRun
from core.comparison.verdicts import Verdict, verdict
from core.evaluation.assessment import Reading
from core.evaluation.shapley import average_gain, pairs_of
from core.evaluation.statistics import (
    ALPHA,
    Answers,
    Interval,
    Paired,
    compare,
    comparisons_of,
    mcnemar_per_seed,
    spread_of_gains,
    tiers,
)
from core.messages import Message, message
from core.number_text import signed_points
from core.run.record import RunRecord

AVERAGE = message(
    "What each change adds to the test accuracy on average over all orders, in percentage points"
)
AVERAGE_SEALED = message(
    "What each change adds to the held-out accuracy on average over all orders, in percentage "
    "points"
)


@dataclass(frozen=True)
class Contribution:
    """The contribution of one step of a ladder: the gain in correctly read digits.

    Attributes:
        right: digits gained over all seeds, an integer so that contributions add up exactly;
            negative for a loss. Of a change averaged over all orders, over all orders as well.
        asked: digits tested, over all seeds, and over all orders.
        interval: 95 %, for `difference`; all intervals of an experiment hold together.
        limits: the smallest and the largest difference, by what was changed before; None for a step
            in one order only.
    """

    before: str
    after: str
    right: int
    asked: int
    interval: Interval
    p_value: float
    limits: Interval | None = None

    @property
    def difference(self) -> float:
        """Accuracy after minus accuracy before, -1 to 1, averaged over the seeds."""
        return self.right / self.asked

    @property
    def limits_text(self) -> Message | None:
        """How what a change adds depends on the other changes, in words; None for a step."""
        if self.limits is None:
            return None
        least, most = map(signed_points, self.limits)
        return message("{least} to {most}, by what was changed before it", least=least, most=most)


@dataclass(frozen=True)
class Cell:
    """The result in one cell of a grid.

    Attributes:
        final, best: accuracy on the examples that judge its runs after the last and after the best
            epoch, averaged over the seeds, of which those that diverged count as guesses; None if
            no run completed, for example because the learning rate is too large. `best` is picked
            by the test digits, unless examples are held out, and is then too optimistic.
        runs: how many completed or diverged; none, if none completed.
        validation: accuracy on the held-out examples after the last epoch, averaged over the seeds;
            None if a run held out none.
        finals, validations: the accuracies of its runs that `final` and `validation` average.
        diverged: how many of its runs diverged.
    """

    final: float | None
    best: float | None
    runs: int
    validation: float | None = None
    finals: tuple[float, ...] = ()
    validations: tuple[float, ...] = ()
    diverged: int = 0

    def accuracy(self, is_validated: bool) -> float | None:
        """Return the mean of `accuracies`, if there is one."""
        return self.validation if is_validated else self.final

    def accuracies(self, is_validated: bool) -> tuple[float, ...]:
        """Return the accuracies by which cells are compared, one for each completed run."""
        return self.validations if is_validated else self.finals


@dataclass(frozen=True)
class Outcome:
    """The result of one run that completed or diverged.

    Attributes:
        final, best: accuracy on the test digits after the last and after the best epoch; like
            `reading` and `cost` on the held-out ones while the test set is closed.
        reading: the final network's answers to the test digits.
        cost: on the test digits after the last epoch; None if it diverged.
        validation: accuracy on the held-out examples after the last epoch; None without any.
        is_diverged: whether it diverged, so that the rest is that of a network that only guesses.
        seconds: time that it has worked in all, measuring included.
        record: the run with its curves, without weights; None where only a network was judged.
    """

    final: float
    best: float
    reading: Reading
    cost: float | None
    validation: float | None = None
    is_diverged: bool = False
    seconds: float | None = None
    record: RunRecord | None = None

    @property
    def right(self) -> Answers:
        """Which test digits the final network reads right: bool (N,)."""
        return self.reading.right


@dataclass(frozen=True)
class SeedResult:
    """The result of a network with one seed, on the test examples after the last epoch.

    Attributes:
        is_diverged, seconds: as in `Outcome`.
    """

    accuracy: float | None
    cost: float | None
    is_diverged: bool = False
    seconds: float | None = None


class Results:
    """The outcomes of an experiment's runs, in whatever order they arrive.

    Runs that were stopped or failed have none; one that diverged counts as a network that only
    guesses. Networks are compared on the seeds with an outcome of all of them. Only one thread may
    use an object; another thread is given a `copy`.

    Attributes:
        is_sealed: whether the test set is closed, so that outcomes are on held-out examples; by
            default if there are any.
    """

    def __init__(self, experiment: Experiment, *, is_sealed: bool | None = None) -> None:
        self.experiment = experiment
        self.is_sealed = experiment.holds_out if is_sealed is None else is_sealed
        self._outcomes: dict[tuple[str, int], Outcome] = {}

    @property
    def can_be_paired(self) -> bool:
        """Whether all networks read the same examples, so that any two can be compared."""
        return not self.is_sealed or self.experiment.holds_out_alike

    @property
    def comparisons(self) -> int:
        """How many pairs of members can be compared, for which intervals and p-values allow.

        Members that completed no seed do not count. Of all orders, each change is judged once, and
        all changes together.
        """
        if self.experiment.has_all_orders:
            return self.experiment.changes + 1
        completed = {member for member, _ in self._outcomes}
        return max(1, comparisons_of(len(completed)))

    def copy(self) -> "Results":
        """Return a snapshot, for another thread to read."""
        snapshot = Results(self.experiment, is_sealed=self.is_sealed)
        snapshot._outcomes = dict(self._outcomes)
        return snapshot

    def add(self, planned: PlannedRun, outcome: Outcome) -> None:
        """Add the outcome of a completed run."""
        self._outcomes[planned.place] = outcome

    def remove(self, planned: PlannedRun) -> None:
        """Forget the outcome of a run, if it has one."""
        self._outcomes.pop(planned.place, None)

    def have(self, planned: PlannedRun) -> bool:
        """Return whether a run has an outcome."""
        return planned.place in self._outcomes

    def seeds_of(self, *names: str) -> tuple[int, ...]:
        """List the seeds for which all these members have an outcome."""
        return tuple(
            seed
            for seed in self.experiment.seeds
            if all((name, seed) in self._outcomes for name in names)
        )

    def completed_seeds_of(self, *names: str) -> tuple[int, ...]:
        """List the seeds that all these members completed, none of them diverging."""
        return tuple(
            seed
            for seed in self.seeds_of(*names)
            if not any(self.diverged(name, [seed]) for name in names)
        )

    def answers(self, name: str, seeds: Sequence[int]) -> Answers:
        """Return which digits the member reads right: bool (seeds, N)."""
        return np.stack([self._outcomes[name, seed].right for seed in seeds])

    def reading(self, name: str, seed: int) -> Reading:
        """Return the answers of a member that has an outcome with this seed."""
        return self._outcomes[name, seed].reading

    def paired(self, a: str, b: str) -> Paired | None:
        """Pair two members' answers, for the seeds for which all members have an outcome.

        If there are none, for those for which these two have; returns None without any.
        """
        seeds = self.paired_seeds(a, b)
        return self.pair(a, b, seeds) if seeds else None

    def pair(self, a: str, b: str, seeds: Sequence[int]) -> Paired:
        """Pair two members' answers for these seeds, with all of which both have outcomes."""
        return Paired(a, b, self.answers(a, seeds), self.answers(b, seeds))

    def paired_seeds(self, a: str, b: str) -> tuple[int, ...]:
        """List the seeds that `paired` uses, in order."""
        return self.seeds_of(*self.experiment.names) or self.seeds_of(a, b)

    def records(self, name: str) -> list[RunRecord]:
        """Return the runs of a member that have an outcome, with their curves."""
        outcomes = (self._outcomes[name, seed] for seed in self.seeds_of(name))
        return [outcome.record for outcome in outcomes if outcome.record is not None]

    def by_seed(self) -> dict[int, tuple[SeedResult | None, ...]]:
        """Return the members' results with each seed that any of them completed, in order."""
        rows = {
            seed: tuple(self._result(name, seed) for name in self.experiment.names)
            for seed in self.experiment.seeds
        }
        return {seed: row for seed, row in rows.items() if any(row)}

    def _result(self, name: str, seed: int) -> SeedResult | None:
        outcome = self._outcomes.get((name, seed))
        if outcome is None:
            return None
        return SeedResult(outcome.final, outcome.cost, outcome.is_diverged, outcome.seconds)

    def diverged(self, name: str, seeds: Sequence[int]) -> int:
        """Count the seeds with which a member diverged."""
        return sum(self._outcomes[name, seed].is_diverged for seed in seeds)

    def verdicts(self) -> tuple[Verdict, ...]:
        """Compare each two neighbours; of more than two members, also the first and the last.

        There is no verdict on two members that completed no common seed.
        """
        pairs = [self.paired(a, b) for a, b in self.experiment.couples]
        return tuple(self._verdict(paired) for paired in pairs if paired is not None)

    def _verdict(self, paired: Paired) -> Verdict:
        seeds = self.paired_seeds(paired.a, paired.b)
        return verdict(
            paired,
            self.comparisons,
            diverged_a=self.diverged(paired.a, seeds),
            diverged_b=self.diverged(paired.b, seeds),
        )

    def tiers(self) -> tuple[tuple[str, ...], ...]:
        """Group the members, the best first; no order is claimed within a group.

        Empty if no seed was completed by all, and for all orders, which are no list to rank.
        """
        names = self.experiment.names
        seeds = () if self.experiment.has_all_orders else self.seeds_of(*names)
        return tiers({name: self.answers(name, seeds) for name in names}) if seeds else ()

    def contributions(self) -> tuple[Contribution, ...]:
        """Compute what each step from a member to the next adds, or each change over all orders.

        All use the same seeds, so what they add is exactly what `whole` adds. Empty if no seed was
        completed by all.
        """
        if self.experiment.has_all_orders:
            return tuple(self._average_contributions())
        return tuple(self._contributions([*pairwise(self.experiment.names)]))

    def whole(self) -> Contribution | None:
        """Compute what all steps together add, from the first member to the last."""
        names = self.experiment.names
        return next(self._contributions([(names[0], names[-1])]), None)

    def _contributions(self, steps: Sequence[tuple[str, str]]) -> Iterator[Contribution]:
        seeds = self.seeds_of(*self.experiment.names)
        for before, after in steps if seeds else ():
            old, new = self.answers(before, seeds), self.answers(after, seeds)
            difference = compare(Paired(after, before, new, old), self.comparisons)
            right = int(new.sum()) - int(old.sum())
            yield Contribution(
                before, after, right, new.size, difference.interval, difference.p_value
            )

    def _average_contributions(self) -> Iterator[Contribution]:
        names = self.experiment.names
        seeds = self.seeds_of(*names)
        answers = {name: self.answers(name, seeds) for name in names} if seeds else {}
        for change in range(self.experiment.changes) if seeds else ():
            gain = average_gain(answers, change)
            spread = spread_of_gains(gain.by_digit)
            p_value = min(1.0, self.comparisons * spread.p_value(spread.mean))
            before, after = next(pairs_of(change, self.experiment.changes))
            yield Contribution(
                before,
                after,
                int(gain.gained.sum()),
                gain.gained.size * gain.orders,
                spread.interval(ALPHA / self.comparisons),
                p_value,
                gain.limits,
            )

    def p_values(self) -> dict[int, float]:
        """Compute McNemar's p-value of two members for each seed that both completed, in order.

        Empty for more members.
        """
        names = self.experiment.names
        seeds = self.completed_seeds_of(*names)
        if len(names) != 2 or not seeds:
            return {}
        return dict(zip(seeds, mcnemar_per_seed(self.pair(*names, seeds)), strict=True))

    def table(self, names: Sequence[Sequence[str]]) -> tuple[tuple[Cell, ...], ...]:
        """Return the cells of a table of members, given their names row by row."""
        return tuple(tuple(self._cell(name) for name in row) for row in names)

    def _cell(self, name: str) -> Cell:
        outcomes = [self._outcomes[name, seed] for seed in self.seeds_of(name)]
        diverged = sum(outcome.is_diverged for outcome in outcomes)
        if diverged == len(outcomes):
            return Cell(None, None, 0, diverged=diverged)
        finals = tuple(outcome.final for outcome in outcomes)
        final = sum(finals) / len(outcomes)
        best = sum(outcome.best for outcome in outcomes) / len(outcomes)
        held_out = tuple(out.validation for out in outcomes if out.validation is not None)
        if len(held_out) < len(outcomes):
            return Cell(final, best, len(outcomes), None, finals, diverged=diverged)
        validation = sum(held_out) / len(held_out)
        return Cell(final, best, len(outcomes), validation, finals, held_out, diverged)
