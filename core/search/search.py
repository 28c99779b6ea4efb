"""A search: what is tried, on what it is chosen, and how its winner is judged.

A search trains trials: ordinary runs that differ in a few settings. They share the data, the epochs
and the seed, and are pruned and chosen by their accuracy on held-out examples alone. Whoever wins
out of many was lucky, too: so the winner meets the settings that the search began with once more,
with seeds that no trial had, and only that verdict is the result.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from core.comparison.experiment import Experiment, Member
from core.comparison.grid_settings import SETTINGS, typed, varied
from core.config.choices import Choice
from core.config.differences import format_value_of
from core.config.fields import ConfigError
from core.config.run import RunConfig
from core.messages import Message, listed, message, with_value
from core.run.identity import SEARCH, unique_name
from core.search.ranges import Range, check_ranges, own_value

DEFAULT, WINNER = "default", "winner"  # the two members of the verdict's comparison
MAX_EPOCHS, MAX_MINUTES, MAX_SEEDS = 100_000, 100_000, 100


class Pruning(Choice):
    """When a trial is ended before its last epoch."""

    MEDIAN = "median", message("below the median of the others")
    HALVING = "halving", message("successive halving")
    NONE = "none", message("never")


@dataclass(frozen=True)
class Search:
    """The description of a search.

    Attributes:
        name: of its files, and what its trials' runs state that they were trained for.
        base: the settings that it begins with, which hold examples out.
        epochs: the budget: how many epochs all trials together may be trained.
        minutes: how long all trials together may be trained; None for as long as it takes.
        seeds: how many fresh seeds the verdict has.
        comparison: the name of the comparison in which the winner is judged; empty before.

    Raises:
        ConfigError: if there cannot be such a search.
    """

    name: str
    base: RunConfig
    ranges: tuple[Range, ...]
    epochs: int
    minutes: float | None = None
    pruning: Pruning = Pruning.MEDIAN
    seeds: int = 5
    comparison: str = ""

    def __post_init__(self) -> None:
        """Reject what cannot be searched."""
        if self.base.is_regression:
            raise ConfigError(
                "model.kind", message("a line reads no digits, so there is nothing to choose by.")
            )
        if not self.base.data.validation_size:
            raise ConfigError(
                "data.validation_size",
                message("A search chooses by held-out examples; hold some out."),
            )
        check_ranges(self.base, self.ranges)
        if not 2 * self.base.epochs <= self.epochs <= MAX_EPOCHS:
            raise ConfigError(
                "epochs-budget",
                message(
                    "must be {least} to {most} epochs for trials of {each} epochs, not {given}.",
                    least=2 * self.base.epochs,
                    most=f"{MAX_EPOCHS:,}",
                    each=self.base.epochs,
                    given=self.epochs,
                ),
            )
        if self.minutes is not None and not 0 < self.minutes <= MAX_MINUTES:
            raise ConfigError(
                "minutes-budget", message("must be above 0 and at most {most}.", most=MAX_MINUTES)
            )
        if not 1 <= self.seeds <= MAX_SEEDS:
            raise ConfigError("seeds", message("must be {low} to {high}.", low=1, high=MAX_SEEDS))

    def config(self, values: Mapping[str, object]) -> RunConfig:
        """Return the config of a trial with these values.

        Raises:
            ConfigError: for a combination that cannot be.
        """
        return varied(self.base, {path: typed(path, value) for path, value in values.items()})

    def verdict_between(self, values: Mapping[str, object]) -> Experiment:
        """Return the comparison of the base with a winner, with seeds that no trial had."""
        members = (Member(DEFAULT, self.base), Member(WINNER, self.config(values)))
        return Experiment(members, (self.base.seed,)).with_new_seeds(self.seeds)

    def titles(self, values: Mapping[str, object]) -> dict[str, Message]:
        """Return the titles of the members of the verdict's comparison."""
        own = {one.path: own_value(self.base, one.path) for one in self.ranges}
        return {
            DEFAULT: message("Default ({settings})", settings=values_text(own)),
            WINNER: message("Winner ({settings})", settings=values_text(values)),
        }


def new_name() -> str:
    """Make a unique name for a search; names sort by time."""
    return unique_name(SEARCH)


def values_text(values: Mapping[str, object]) -> Message:
    """Format the values of settings with their titles, for users."""
    parts = [
        with_value(SETTINGS[path].about.title, value_text(path, value))
        for path, value in values.items()
    ]
    return listed(parts)


def value_text(path: str, value: object) -> Message:
    """Format a value of a setting for users; numbers that a search drew have four digits."""
    if isinstance(value, float):
        return Message(f"{value:.4g}")
    return format_value_of(path, typed(path, value))


def judged_in(search: Search, comparison: str) -> Search:
    """Return the search once its winner is judged in this comparison."""
    return replace(search, comparison=comparison)
