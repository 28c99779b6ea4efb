"""Experiments: several networks, trained with several seeds under the same conditions, then judged.

An `Experiment` is a description; its `plan` lists the runs. The window trains each run in a thread,
the command line one after the other (`core.comparison.trials`); both add the outcomes to `Results`
and have them judged by `core.comparison.judgement`. Everything but the table's `best` judges the
network after its last epoch: picking the best epoch by the test digits and then judging by the same
digits would favour the network with the noisier curve.

Members with the same seed share:

* the examples and their batches in each epoch, because `core.data.datasets.epoch_order` depends
  on nothing but the seed, the epoch and the number of examples;
* the initial weights of the first layers, as far as the networks agree: weights are drawn layer by
  layer, from the input on, from a generator with the run's seed. Those of two networks are equal up
  to the first layer whose shape or bias differs, and unrelated from there on. Activations,
  normalization and dropout layers draw nothing.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import pairwise, product

from core.comparison.grid_settings import SETTINGS, varied
from core.config import catalogue, presets
from core.config.conditions import under_the_conditions_of
from core.config.differences import format_value_of
from core.config.fields import FIELDS, ConfigError, effective, with_values
from core.config.run import RunConfig
from core.evaluation.shapley import subsets
from core.messages import Message, listed, message, with_value

FIRST_SEED = 42
SEED_COUNTS = (3, 5, 10, 20, 50, 100)  # which are offered one after the other
MAX_CELLS = 1000  # of a grid
MAX_COMPARED = 100  # networks that are compared two by two; all orders of six changes are 64
MAX_RUNS = 500  # of an experiment that the window starts


class Kind(Enum):
    """The type of an experiment, which decides how it is shown."""

    COMPARISON = "comparison"
    LADDER = "ladder"
    GRID = "grid"
    TUNING = "tuning"


@dataclass(frozen=True)
class Member:
    """A network to compare, for any seed; verdicts call it by its `name`."""

    name: str
    config: RunConfig


@dataclass(frozen=True)
class PlannedRun:
    """One run of an experiment: its member and the config with the seed filled in."""

    member: str
    seed: int
    config: RunConfig

    @property
    def place(self) -> tuple[str, int]:
        """Its place among the runs of an experiment: its member and seed."""
        return self.member, self.seed


@dataclass(frozen=True)
class Experiment:
    """Every member trained with every seed.

    Attributes:
        rates_tried: of how many learning rates each member's was chosen by held-out examples, see
            `core.comparison.ladders.tuning`; 1 if each has the one that it was given.
        has_all_orders: whether the members are all networks between the first and the last that
            have some of several changes; they are named by these, as
            `core.evaluation.shapley.subsets` does.

    Raises:
        ConfigError: if two members have the same name, or are tested on different examples.
        ValueError: if all orders are promised, and members are missing.
    """

    members: tuple[Member, ...]
    seeds: tuple[int, ...] = (FIRST_SEED,)
    rates_tried: int = 1
    has_all_orders: bool = False

    def __post_init__(self) -> None:
        """Reject what cannot be compared."""
        names = [member.name for member in self.members]
        if len(set(names)) < len(names):
            raise ConfigError("", message("Each network of a comparison needs its own name."))

        if len(set(self.seeds)) < len(self.seeds) or not self.seeds:
            raise ConfigError(
                "seed", message("a comparison needs one seed or more, each of them once.")
            )

        if any(member.config.is_regression for member in self.members):
            raise ConfigError(
                "model.kind", message("a line does not read digits, so it cannot be compared.")
            )

        self._check_data()
        if self.has_all_orders:
            changes = len(names[0]) if names else 0
            if len(names) != 2**changes or names != list(subsets(changes)):
                raise ValueError("members of all orders are missing")

    def _check_data(self) -> None:
        data = [effective(member.config).data for member in self.members]
        for member, own in zip(self.members, data, strict=True):
            if own.dataset != data[0].dataset:
                raise ConfigError(
                    "data.dataset",
                    message(
                        "Networks can only be compared on the same data, but {network} learns from "
                        "{data}, and {other} from {others}.",
                        network=presets.network_title(self.members[0].config),
                        data=catalogue.title(data[0].dataset),
                        other=presets.network_title(member.config),
                        others=catalogue.title(own.dataset),
                    ),
                )

        tested = {(config.test_size, config.test_subset, config.points) for config in data}
        if len(tested) > 1:
            raise ConfigError(
                "data.test_size", message("must be the same for all networks of a comparison.")
            )

    @property
    def names(self) -> tuple[str, ...]:
        """The members' names, in order."""
        return tuple(member.name for member in self.members)

    @property
    def holds_out(self) -> bool:
        """Whether examples are held out, so that the test set is closed until it is opened."""
        return any(member.config.data.validation_size for member in self.members)

    @property
    def holds_out_alike(self) -> bool:
        """Whether all hold out the same examples, by which they can be compared."""
        data = [member.config.data for member in self.members]
        return (
            len({(one.validation_size and one.train_size, one.validation_size) for one in data})
            == 1
        )

    @property
    def couples(self) -> tuple[tuple[str, str], ...]:
        """The members with a verdict: each two neighbours; of more than two, also the ends.

        Neighbours in a list of all orders mean nothing.
        """
        names = self.names
        ends = [(names[0], names[-1])] if len(names) > 2 else []
        return tuple(ends) if self.has_all_orders else (*pairwise(names), *ends)

    @property
    def changes(self) -> int:
        """How many changes lead from the first member to the last."""
        return len(self.names[0]) if self.has_all_orders else len(self.names) - 1

    @property
    def next_seed_count(self) -> int | None:
        """The next sensible number of seeds; None if the experiment has as many as it can."""
        for count in SEED_COUNTS:
            if count > len(self.seeds) and count * len(self.members) <= MAX_RUNS:
                return count
        return None

    def with_new_seeds(self, count: int) -> "Experiment":
        """Return the same comparison with seeds it has not had: those that follow its last one.

        Seeds whose results are known would make the next verdict depend on the reason why it was
        requested. With new ones it claims a difference where there is none in at most 5 % of
        cases, however often and for whatever reason the comparison is repeated.
        """
        highest = FIELDS["seed"].high
        assert highest is not None
        first = max(self.seeds) + 1
        if first + count - 1 > highest:
            first = min(self.seeds) - count
        return replace(self, seeds=tuple(range(first, first + count)))

    def plan(self) -> tuple[PlannedRun, ...]:
        """List all runs, seed by seed, so that members with the same seed train together.

        The configs of a member share all but the seed, as a thousand seeds are possible.

        Raises:
            ConfigError: if there cannot be such a seed.
        """
        if self.members:
            for seed in (min(self.seeds), max(self.seeds)):
                with_values(self.members[0].config, {"seed": seed})
        return tuple(
            PlannedRun(member.name, seed, member.config.model_copy(update={"seed": seed}))
            for seed, member in product(self.seeds, self.members)
        )


def of_presets(
    names: Sequence[str],
    seeds: int = 1,
    conditions: RunConfig | None = None,
    changes: Mapping[str, object] | None = None,
) -> Experiment:
    """Compare presets under the same conditions: data, epochs, batch size, order and machine.

    Args:
        seeds: how many; they count up from the conditions' seed, which is 42 by default.
        conditions: the config that sets the conditions; by default that of the first preset.
        changes: dotted paths and values, applied to the conditions and to every member.

    Raises:
        ConfigError: if a setting is invalid.
        UnknownPresetError: if there is no such preset.
    """
    changes = changes or {}
    conditions = with_values(conditions or presets.preset(names[0]).config, changes)
    members = tuple(
        Member(name, with_values(under_the_conditions_of(conditions, name), changes))
        for name in names
    )
    return Experiment(members, tuple(range(conditions.seed, conditions.seed + seeds)))


def ladder(seeds: int = 1, conditions: RunConfig | None = None) -> Experiment:
    """Compare the steps from Sigmoid to ReLU + Dropout, one change each; see `Results`."""
    return of_presets(presets.LADDER, seeds, conditions)


@dataclass(frozen=True)
class Axis:
    """A setting, by its dotted path in `core.comparison.grid_settings`, and the values to try."""

    path: str
    values: tuple[object, ...]


def cell_name(row: int, column: int) -> str:
    """Return the name of a grid's cell in its experiment, from 0: ``0,1``."""
    return f"{row},{column}"


@dataclass(frozen=True)
class Grid:
    """One or two settings varied together over a base config.

    Attributes:
        axes: one or two; the first varies from row to row, the second from column to column.

    Raises:
        ConfigError: if both are the same setting, or there are more than `MAX_CELLS` cells.
        ValueError: if there are more than two, or none.
    """

    base: RunConfig
    axes: tuple[Axis, ...]

    def __post_init__(self) -> None:
        """Reject other numbers of axes, one setting along both sides, and too many cells."""
        if not 1 <= len(self.axes) <= 2:
            raise ValueError("a grid has one axis or two")
        if len({axis.path for axis in self.axes}) < len(self.axes):
            raise ConfigError("", message("A grid varies two different settings."))
        count = math.prod(len(axis.values) for axis in self.axes)
        if count > MAX_CELLS:
            raise ConfigError(
                "",
                message(
                    "These are {count:,} networks; at most {most:,} are possible.",
                    count=count,
                    most=MAX_CELLS,
                ),
            )

    def configs(self) -> tuple[tuple[RunConfig, ...], ...]:
        """Return a row for each value of the first axis; with one axis each row holds one config.

        Raises:
            ConfigError: for an invalid value or combination.
        """
        down, *across = self.axes
        rows: list[dict[str, object]] = [{down.path: value} for value in down.values]
        columns: list[dict[str, object]] = [{}]
        for axis in across:
            columns = [{axis.path: value} for value in axis.values]
        return tuple(tuple(varied(self.base, row | column) for column in columns) for row in rows)

    @property
    def names(self) -> tuple[tuple[str, ...], ...]:
        """The names of the cells in its experiment, row by row."""
        across = self.axes[1].values if len(self.axes) == 2 else (None,)
        return tuple(
            tuple(cell_name(row, column) for column in range(len(across)))
            for row in range(len(self.axes[0].values))
        )

    @property
    def is_validated(self) -> bool:
        """Whether each cell holds examples out, so that cells can be chosen without test images."""
        return all(config.data.validation_size for row in self.configs() for config in row)

    def titles(self) -> dict[str, Message]:
        """Return the cells' titles, the values of their settings, by the cells' names."""
        across = self.axes[1].values if len(self.axes) == 2 else (None,)
        return {
            cell_name(row, column): self._title((down, right)[: len(self.axes)])
            for row, down in enumerate(self.axes[0].values)
            for column, right in enumerate(across)
        }

    def _title(self, values: Sequence[object]) -> Message:
        parts = [
            with_value(SETTINGS[axis.path].about.title, format_value_of(axis.path, value))
            for axis, value in zip(self.axes, values, strict=True)
        ]
        return listed(parts)

    def experiment(self, seeds: int = 1) -> Experiment:
        """Compare all cells, row by row; each is named by `cell_name`."""
        members = tuple(
            Member(cell_name(row, column), config)
            for row, configs in enumerate(self.configs())
            for column, config in enumerate(configs)
        )
        return Experiment(members, tuple(range(self.base.seed, self.base.seed + seeds)))
