"""Experiments: several networks, each trained with several seeds under the same conditions, then judged.

An `Experiment` is a description; its `plan` lists the runs. Whoever trains them (the window with a thread each, the
command line one after the other, see `core.trials`) hands what came out to `Results`, which gives verdicts, the
ladder's contributions and a grid's table. All but the table's `best` judge the network after its last epoch: to pick
the best epoch by the test digits and then judge by the same digits would flatter the network with the more restless
curve.

What is held equal between members of the same seed:

* the examples and their batches in each epoch, because `core.training.epoch_order` depends on nothing but the seed,
  the epoch and the number of examples;
* the first weights of the first layers, as far as the networks agree: weights are drawn layer by layer from the
  input on, from a generator with the run's seed, so those of two networks are equal up to the first layer whose
  shape or bias differs, and unrelated from there on. Activations and dropout layers draw nothing then.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise, product

import numpy as np

from core import presets
from core.config import RunConfig
from core.fields import ConfigError, with_values
from core.messages import message
from core.statistics import Answers, Interval, Paired, compare, mcnemar_per_seed, tiers
from core.verdicts import Verdict, verdict

FIRST_SEED = 42


class Kind(Enum):
    """What an experiment is about, and so how it is shown."""

    COMPARISON = "comparison"
    LADDER = "ladder"
    GRID = "grid"


@dataclass(frozen=True)
class Member:
    """A network that takes part, whatever the seed; `name` is its name in the verdicts."""

    name: str
    config: RunConfig


@dataclass(frozen=True)
class PlannedRun:
    """One run of an experiment: its member and the config with the seed filled in."""

    member: str
    seed: int
    config: RunConfig


@dataclass(frozen=True)
class Experiment:
    """Members times seeds.

    Raises:
        ConfigError: if members have the same name, or are not asked the same test digits.
    """

    members: tuple[Member, ...]
    seeds: tuple[int, ...] = (FIRST_SEED,)

    def __post_init__(self) -> None:
        """Refuse what cannot be compared."""
        names = [member.name for member in self.members]
        if len(set(names)) < len(names):
            raise ConfigError("", message("Each network of a comparison needs a name of its own."))
        if len(set(self.seeds)) < len(self.seeds) or not self.seeds:
            raise ConfigError("seed", message("a comparison needs one seed or more, each of them once."))
        if any(member.config.is_regression for member in self.members):
            raise ConfigError("model.kind", message("a line reads no digits; it cannot be compared."))
        if len({(member.config.data.dataset, member.config.data.test_size) for member in self.members}) > 1:
            raise ConfigError("data.test_size", message("must be the same for all networks of a comparison."))

    @property
    def names(self) -> tuple[str, ...]:
        """The members' names, in order."""
        return tuple(member.name for member in self.members)

    def plan(self) -> tuple[PlannedRun, ...]:
        """All runs, seed by seed, so that whoever looks on sees the members side by side."""
        return tuple(
            PlannedRun(member.name, seed, with_values(member.config, {"seed": seed}))
            for seed, member in product(self.seeds, self.members)
        )


def of_presets(
    names: Sequence[str],
    seeds: int = 1,
    conditions: RunConfig | None = None,
    changes: Mapping[str, object] | None = None,
) -> Experiment:
    """Presets under the same conditions: data, epochs, batch size, order and machine.

    Args:
        seeds: how many; from the conditions' seed on, 42 unless it was changed.
        conditions: whose conditions; those of the first preset unless given.
        changes: dotted paths and values, laid over every member and the conditions.

    Raises:
        ConfigError, UnknownPresetError: for settings or presets that cannot be.
    """
    changes = changes or {}
    conditions = with_values(conditions or presets.preset(names[0]).config, changes)
    members = tuple(
        Member(name, with_values(presets.under_the_conditions_of(conditions, name), changes)) for name in names
    )
    return Experiment(members, tuple(range(conditions.seed, conditions.seed + seeds)))


def ladder(seeds: int = 1, conditions: RunConfig | None = None) -> Experiment:
    """The steps from Sigmoid to ReLU + Dropout, one change at a time; see `Results.contributions`."""
    return of_presets(presets.LADDER, seeds, conditions)


@dataclass(frozen=True)
class Contribution:
    """What one rung of a ladder adds: how many more digits are read right after it than before.

    Attributes:
        right: digits over all seeds, whole so that contributions add up exactly; negative for a loss.
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
class Axis:
    """A dotted field of `RunConfig` and the values to try."""

    path: str
    values: tuple[object, ...]


@dataclass(frozen=True)
class Cell:
    """What came out at one place of a grid.

    Attributes:
        final, best: accuracy after the last and after the best epoch, averaged over the seeds; None if no run
            completed (too large a learning rate, say). `best` is picked by the test digits and so a little too good.
        runs: how many completed.
    """

    final: float | None
    best: float | None
    runs: int


@dataclass(frozen=True)
class Grid:
    """One or two settings varied together over a base config.

    Attributes:
        axes: the first varies from row to row, the second from column to column.

    Raises:
        ConfigError: if both are the same setting.
    """

    base: RunConfig
    axes: tuple[Axis] | tuple[Axis, Axis]

    def __post_init__(self) -> None:
        """Refuse to vary one setting along both sides."""
        if len({axis.path for axis in self.axes}) < len(self.axes):
            raise ConfigError("", message("A grid varies two different settings."))

    def configs(self) -> tuple[tuple[RunConfig, ...], ...]:
        """A row for each value of the first axis; with one axis each row holds one config.

        Raises:
            ConfigError: for a value or combination that cannot be.
        """
        across = self.axes[1] if len(self.axes) == 2 else None
        columns: list[dict[str, object]] = [{across.path: value} for value in across.values] if across else [{}]
        return tuple(
            tuple(with_values(self.base, {self.axes[0].path: value} | column) for column in columns)
            for value in self.axes[0].values
        )

    def experiment(self, seeds: int = 1) -> Experiment:
        """All places of the grid as members, row by row, named by their numbers from 0: ``0,1``."""
        members = tuple(
            Member(f"{row},{column}", config)
            for row, configs in enumerate(self.configs())
            for column, config in enumerate(configs)
        )
        return Experiment(members, tuple(range(self.base.seed, self.base.seed + seeds)))


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

    Runs that were stopped, diverged or failed have none. What compares networks uses the seeds that all of these
    networks completed; no owner is needed beyond whoever made it, and no thread but that one may use it.
    """

    def __init__(self, experiment: Experiment) -> None:
        self.experiment = experiment
        self._outcomes: dict[tuple[str, int], Outcome] = {}

    def add(self, planned: PlannedRun, outcome: Outcome) -> None:
        """Take in what a completed run left."""
        self._outcomes[planned.member, planned.seed] = outcome

    def seeds_of(self, *names: str) -> tuple[int, ...]:
        """The seeds that all these members completed."""
        return tuple(s for s in self.experiment.seeds if all((name, s) in self._outcomes for name in names))

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
        return tiers({name: self.answers(name, seeds) for name in self.experiment.names}) if seeds else ()

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
        return dict(zip(self.seeds_of(*names), mcnemar_per_seed(paired), strict=True)) if paired is not None else {}

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
