"""A comparison as it is kept: what is compared, and which runs were trained for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from core.comparison.experiment import Experiment, Grid, Kind, PlannedRun
from core.messages import Message
from core.run.identity import unique_name


@dataclass(frozen=True)
class KeptComparison:
    """A comparison without its results, which are computed from the runs' weights.

    Attributes:
        name: of its file, without the suffix.
        made: when it was started.
        titles: the networks' titles, by their names in the experiment.
        grid: the grid that the experiment comes from, if any.
        runs: the planned runs, by id.
    """

    name: str
    made: datetime
    kind: Kind
    experiment: Experiment
    titles: Mapping[str, Message]
    grid: Grid | None
    runs: Mapping[str, PlannedRun]


def new_name(kind: Kind) -> str:
    """Make a unique name for a comparison; names sort by time."""
    return unique_name(kind.value)
