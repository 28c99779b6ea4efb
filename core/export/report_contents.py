"""What a report tells: the networks, their runs, and what came out of comparing them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from core.comparison.results import Contribution, Results
from core.comparison.verdicts import Verdict
from core.config.run import RunConfig
from core.run.record import RunRecord


@dataclass(frozen=True)
class Network:
    """One member of a comparison, trained once or with several seeds.

    Attributes:
        name: as in the verdicts.
        title: what it is called.
        records: its runs, with their curves.
    """

    name: str
    title: str
    records: Sequence[RunRecord]

    @property
    def config(self) -> RunConfig:
        """Of its first run; the others differ in the seed only."""
        return self.records[0].config


@dataclass(frozen=True)
class Report:
    """All that a page tells.

    Attributes:
        networks: one at least, each with one run at least.
        verdicts: in the order in which they are read.
        tiers: the networks' names in groups, the best first; no order is claimed within a group.
        steps, whole: what each step of a ladder adds, and all together.
        p_values: of two networks, McNemar's for each seed alone.
        made: when the page is made, in local time; now if it is not given.
    """

    networks: Sequence[Network]
    verdicts: Sequence[Verdict] = ()
    tiers: Sequence[Sequence[str]] = ()
    steps: Sequence[Contribution] = ()
    whole: Contribution | None = None
    p_values: Mapping[int, float] = field(default_factory=dict)
    made: datetime | None = None

    @property
    def titles(self) -> dict[str, str]:
        """What the networks are called, by their names."""
        return {network.name: network.title for network in self.networks}

    @property
    def is_regression(self) -> bool:
        """Whether lines are fitted instead of images being told apart."""
        return self.networks[0].config.is_regression


def of_results(
    networks: Sequence[Network], results: Results, verdicts: Sequence[Verdict]
) -> Report:
    """What there is to tell of an experiment, runs that were not completed included."""
    trained = [network for network in networks if network.records]
    whole = results.whole()
    return Report(
        trained, verdicts, results.tiers(), results.contributions(), whole, results.p_values()
    )
