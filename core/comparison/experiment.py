"""Experiments: several networks, each trained with several seeds under the same conditions, then judged.

An `Experiment` is a description; its `plan` lists the runs. Whoever trains them (the window with a
thread each, the command line one after the other, see `core.comparison.trials`) hands what came out
to `Results`, which gives verdicts, the ladder's contributions and a grid's table. All but the
table's `best` judge the network after its last epoch: to pick the best epoch by the test digits and
then judge by the same digits would flatter the network with the more restless curve.

What is held equal between members of the same seed:

* the examples and their batches in each epoch, because `core.training.batches.epoch_order` depends on
  nothing but the seed, the epoch and the number of examples;
* the first weights of the first layers, as far as the networks agree: weights are drawn layer by
  layer from the input on, from a generator with the run's seed, so those of two networks are equal
  up to the first layer whose shape or bias differs, and unrelated from there on. Activations and
  dropout layers draw nothing then.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import product

from core.config import presets
from core.config.fields import ConfigError, with_values
from core.config.run import RunConfig
from core.messages import message

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
            raise ConfigError(
                "seed", message("a comparison needs one seed or more, each of them once.")
            )
        if any(member.config.is_regression for member in self.members):
            raise ConfigError(
                "model.kind", message("a line reads no digits; it cannot be compared.")
            )
        if (
            len(
                {
                    (member.config.data.dataset, member.config.data.test_size)
                    for member in self.members
                }
            )
            > 1
        ):
            raise ConfigError(
                "data.test_size", message("must be the same for all networks of a comparison.")
            )

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
        Member(name, with_values(presets.under_the_conditions_of(conditions, name), changes))
        for name in names
    )
    return Experiment(members, tuple(range(conditions.seed, conditions.seed + seeds)))


def ladder(seeds: int = 1, conditions: RunConfig | None = None) -> Experiment:
    """The steps from Sigmoid to ReLU + Dropout, one change at a time; see `Results.contributions`."""
    return of_presets(presets.LADDER, seeds, conditions)


@dataclass(frozen=True)
class Axis:
    """A dotted field of `RunConfig` and the values to try."""

    path: str
    values: tuple[object, ...]


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
        columns: list[dict[str, object]] = (
            [{across.path: value} for value in across.values] if across else [{}]
        )
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
