"""A comparison as it is kept: what is compared, and which runs were trained for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from core.comparison.experiment import Experiment, Grid, Kind, PlannedRun
from core.messages import Message
from core.run.identity import unique_name
from core.run.seal import Openings, seal_note


@dataclass(frozen=True)
class KeptComparison:
    """A comparison without its results, which are computed from the runs' weights.

    Attributes:
        name: of its file, without the suffix.
        made: when it was started.
        titles: the networks' titles, by their names in the experiment.
        grid: the grid that the experiment comes from, if any.
        runs: the planned runs, by id.
        openings: of the test set, if examples are held out; see `core.run.seal`.
    """

    name: str
    made: datetime
    kind: Kind
    experiment: Experiment
    titles: Mapping[str, Message]
    grid: Grid | None
    runs: Mapping[str, PlannedRun]
    openings: Openings = ()

    @cached_property
    def is_sealed(self) -> bool:
        """Whether its test set is closed."""
        return self.experiment.holds_out and self.openings is not None and not self.openings

    @cached_property
    def seal(self) -> Message | None:
        """What judges the networks, in words; None if nothing is held out."""
        held_out = [member.config for member in self.experiment.members]
        config = max(held_out, key=lambda one: one.data.validation_size)
        return seal_note(config, self.openings, is_sealed=self.is_sealed)


def new_name(kind: Kind) -> str:
    """Make a unique name for a comparison; names sort by time."""
    return unique_name(kind.value)
