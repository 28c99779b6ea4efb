"""Tuning: each network tries the same learning rates, and is compared with its best one.

Networks that keep a learning rate which suits one of them better than another differ in more than
they are said to. So each gets the same budget, a run with each of `RATES`, and the rate with the
highest accuracy on held-out examples. Whoever wins out of many was lucky, too: the comparison has
seeds that no rate was chosen by.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from core.comparison.experiment import Experiment, Member
from core.comparison.results import Cell
from core.config.conditions import with_held_out
from core.config.differences import format_value
from core.config.fields import ConfigError, value_at, with_values
from core.config.run import RunConfig
from core.messages import Message, message
from core.number_text import accuracy_text

RATE = "optimizer.learning_rate"
# half decades that hold what suits SGD and what suits Adam: with both, all networks try the same
RATES = (0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0)
_SIGN = ","  # between a network's name and the number of its rate, in the name of a run's member


@dataclass(frozen=True)
class Tuning:
    """Networks, each with all of some learning rates.

    Attributes:
        networks: as they will be compared, with the rates that they were given.
        rates: learning rates, ascending.
        seed: with which each is trained once.
        seeds_to_come: how many seeds the comparison has that follows.
        has_all_orders: of that comparison; see `Experiment`.
    """

    networks: tuple[Member, ...]
    rates: tuple[float, ...]
    seed: int
    seeds_to_come: int
    has_all_orders: bool = False

    @property
    def plan_to_come(self) -> list[RunConfig]:
        """The runs of the comparison that follows, but for their rates and seeds."""
        return [network.config for network in self.networks] * self.seeds_to_come

    @property
    def names(self) -> tuple[tuple[str, ...], ...]:
        """The names of the members of its experiment: a row for each network."""
        columns = range(len(self.rates))
        return tuple(
            tuple(f"{network.name}{_SIGN}{column}" for column in columns)
            for network in self.networks
        )

    def experiment(self) -> Experiment:
        """Return the experiment in which the rates are tried."""
        members = (
            Member(name, with_values(network.config, {RATE: rate}))
            for network, names in zip(self.networks, self.names, strict=True)
            for name, rate in zip(names, self.rates, strict=True)
        )
        return Experiment(tuple(members), (self.seed,))

    def titles(self, titles: Mapping[str, Message]) -> dict[str, Message]:
        """Return the titles of the members of its experiment, given those of the networks."""
        return {
            name: message(
                "{network} (learning rate {rate})",
                network=titles[network.name],
                rate=format_value(rate),
            )
            for network, names in zip(self.networks, self.names, strict=True)
            for name, rate in zip(names, self.rates, strict=True)
        }

    def chosen(self, cells: Sequence[Sequence[Cell]]) -> tuple[int | None, ...]:
        """Return which rate each network got: of equally good ones, the smallest.

        Rates with which the network diverged are passed over; None where no run completed.

        Args:
            cells: as `Results.table` gives them for `names`.
        """
        return tuple(_best(row) for row in cells)

    def tuned(self, cells: Sequence[Sequence[Cell]]) -> Experiment:
        """Return the comparison of the networks, each with its best rate, with fresh seeds.

        Raises:
            ConfigError: if a network has no best rate.
        """
        members = []
        for network, column in zip(self.networks, self.chosen(cells), strict=True):
            if column is None:
                raise ConfigError(
                    RATE,
                    message(
                        "no run of {network} completed with any of them.", network=network.name
                    ),
                )
            config = with_values(network.config, {RATE: self.rates[column]})
            members.append(Member(network.name, config))
        comparison = Experiment(
            tuple(members),
            (self.seed,),
            rates_tried=len(self.rates),
            has_all_orders=self.has_all_orders,
        )
        return comparison.with_new_seeds(self.seeds_to_come)

    def network_titles(self, titles: Mapping[str, Message]) -> dict[str, Message]:
        """Return the networks' titles without a rate, given those of `experiment`."""
        own = {
            network.name: titles[names[0]]
            for network, names in zip(self.networks, self.names, strict=True)
        }
        return {name: without_rate(title) for name, title in own.items()}


def without_rate(title: Message) -> Message:
    """Return the title of a network without the learning rate that `Tuning.titles` gave it."""
    network = title.values.get("network")
    return network if isinstance(network, Message) and "rate" in title.values else title


def _best(row: Sequence[Cell]) -> int | None:
    """Return the column with the best accuracy on held-out examples."""
    completed = {
        column: cell.validation
        for column, cell in enumerate(row)
        if cell.validation is not None and not cell.diverged
    }
    return max(completed, key=lambda column: completed[column], default=None)


def tuning_for(experiment: Experiment, rates: Sequence[float] = RATES) -> Tuning:
    """Return the tuning of an experiment's networks; examples are held out where none are.

    Raises:
        ConfigError: if there are too few training examples to hold some out.
    """
    networks = tuple(
        replace(member, config=with_held_out(member.config)) for member in experiment.members
    )
    if not all(network.config.data.validation_size for network in networks):
        raise ConfigError(
            "data.validation_size",
            message("Learning rates are chosen by held-out examples; hold some out."),
        )
    return Tuning(
        networks,
        tuple(rates),
        experiment.seeds[0],
        len(experiment.seeds),
        experiment.has_all_orders,
    )


def with_rate_of(config: RunConfig, other: RunConfig) -> RunConfig:
    """Return a config with the learning rate of another one: where it is tuned, it is no change."""
    return with_values(config, {RATE: value_at(other, RATE)})


def tuning_of(experiment: Experiment, seeds_to_come: int, *, has_all_orders: bool) -> Tuning:
    """Return the tuning that an experiment comes from, which was read from a file.

    Args:
        seeds_to_come, has_all_orders: as in `Tuning`.

    Raises:
        ValueError: if it comes from none.
    """
    by_network: dict[str, list[Member]] = {}
    for member in experiment.members:
        network, sign, _ = member.name.rpartition(_SIGN)
        by_network.setdefault(network if sign else member.name, []).append(member)

    networks, rates = [], None
    for name, members in by_network.items():
        own = tuple(_rate_of(member) for member in members)
        if rates not in (None, own):
            raise ValueError("tuning: networks with different learning rates")
        rates = own
        networks.append(Member(name, members[0].config))
    tuning = Tuning(
        tuple(networks), rates or (), experiment.seeds[0], seeds_to_come, has_all_orders
    )
    Experiment(tuning.networks, has_all_orders=has_all_orders)  # checks their names
    if tuning.experiment() != experiment:
        raise ValueError("tuning: not each network with each learning rate once")
    return tuning


def _rate_of(member: Member) -> float:
    rate = value_at(member.config, RATE)
    assert isinstance(rate, float)
    return rate


def conclusions(
    tuning: Tuning, cells: Sequence[Sequence[Cell]], titles: Mapping[str, str]
) -> Iterator[Message]:
    """Say which learning rate each network got, and where others might be better still.

    Args:
        titles: of the networks, by their names.
    """
    for network, row, column in zip(tuning.networks, cells, tuning.chosen(cells), strict=True):
        values: dict[str, object] = {"network": titles[network.name]}
        if column is None:
            yield Message(message("{network}: no run completed.").template, values)
            continue
        values |= {
            "rate": format_value(tuning.rates[column]),
            "accuracy": accuracy_text(row[column].validation),
        }
        text = message("{network}: learning rate {rate}, with {accuracy} on held-out examples.")
        if column == 0:
            text = message(
                "{network}: learning rate {rate}, with {accuracy} on held-out examples. It is the "
                "smallest that was tried; a smaller one may be better."
            )
        elif column == len(tuning.rates) - 1:
            text = message(
                "{network}: learning rate {rate}, with {accuracy} on held-out examples. It is the "
                "largest that was tried; a larger one may be better."
            )
        yield Message(text.template, values)
