"""The content of a report: the networks, their runs, and the judgement on them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from core.comparison.experiment import Grid
from core.comparison.judgement import Judgement
from core.comparison.verdict_card import VerdictCard, verdict_card
from core.config.run import RunConfig
from core.messages import Message, message
from core.plain_text import printable
from core.run.record import RunRecord
from core.run.seal import seal_note


@dataclass(frozen=True)
class Network:
    """One member of a comparison, trained once or with several seeds.

    Attributes:
        name: as in the verdicts.
        title: for users; what is invisible in it is written out.
        records: its runs, with their curves.
    """

    name: str
    title: str
    records: Sequence[RunRecord]

    def __post_init__(self) -> None:
        object.__setattr__(self, "title", printable(self.title))

    @property
    def config(self) -> RunConfig:
        """The config of its first run; those of the others differ in the seed only."""
        return self.records[0].config


@dataclass(frozen=True)
class Report:
    """The content of a page.

    Attributes:
        networks: at least one, each with at least one run.
        judgement: on these networks; empty for a single run.
        made: when the page is made, in local time; by default now.
        grid: that the networks are the cells of, if they are; the judgement has its table then.
        are_picked: whether the runs belong to no comparison, but somebody picked them; a page on
            which they answer judges them by these answers.
    """

    networks: Sequence[Network]
    judgement: Judgement = field(default_factory=Judgement)
    made: datetime | None = None
    grid: Grid | None = None
    are_picked: bool = False

    @property
    def titles(self) -> dict[str, str]:
        """The networks' titles, by their names."""
        return {network.name: network.title for network in self.networks}

    @property
    def card(self) -> VerdictCard | None:
        """The verdict that heads the page, if there is one."""
        planned = max(len(network.records) for network in self.networks)
        return verdict_card(self.judgement, self.titles, planned)

    @property
    def seals(self) -> list[bool]:
        """Whether the test set of each run is closed."""
        return [record.is_sealed for network in self.networks for record in network.records]

    @property
    def seal_notes(self) -> list[Message]:
        """What judged the runs, and how often their test sets were opened, unless a card says it.

        Several runs are named where that is not the same for all.
        """
        if self.judgement.seal is not None:
            return [] if self.judgement.verdicts else [self.judgement.seal]
        notes = {
            network.title: note
            for network in self.networks
            for record in network.records
            if (note := seal_note(record.config, record.openings, is_sealed=record.is_sealed))
        }
        if len(self.networks) == 1:
            return list(notes.values())
        return [message("{run}: {note}", run=run, note=note) for run, note in notes.items()]

    @property
    def is_regression(self) -> bool:
        """Whether lines are fitted instead of images classified."""
        return self.networks[0].config.is_regression


def report_of(
    networks: Sequence[Network], judgement: Judgement, grid: Grid | None = None
) -> Report:
    """Report on a comparison; networks without a run are left out."""
    return Report([network for network in networks if network.records], judgement, grid=grid)
