"""A comparison as it is kept: what is compared, and which runs were trained for it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property

from core.comparison.experiment import Experiment, Grid, Kind, PlannedRun
from core.comparison.ladders.tuning import Tuning
from core.messages import Message
from core.run.identity import new_id, unique_name
from core.run.seal import Openings, seal_note, with_opening


@dataclass(frozen=True)
class KeptComparison:
    """A comparison without its results, which are computed from the runs' weights.

    Attributes:
        name: of its file, without the suffix.
        made: when it was started.
        titles: the networks' titles, by their names in the experiment.
        design: the grid or the tuning that the experiment comes from, if any.
        runs: the planned runs, by id.
        openings: of the test set, if examples are held out; see `core.run.seal`.
    """

    name: str
    made: datetime
    kind: Kind
    experiment: Experiment
    titles: Mapping[str, Message]
    design: Grid | Tuning | None
    runs: Mapping[str, PlannedRun]
    openings: Openings = ()

    @property
    def grid(self) -> Grid | None:
        """The grid that the experiment comes from, if it comes from one."""
        return self.design if isinstance(self.design, Grid) else None

    @property
    def tuning(self) -> Tuning | None:
        """The tuning that the experiment is, if it is one."""
        return self.design if isinstance(self.design, Tuning) else None

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

    def opened(self) -> "KeptComparison":
        """Return the comparison once its test set has been opened, now."""
        epochs = max(planned.config.epochs for planned in self.runs.values())
        return replace(self, openings=with_opening(self.openings, epochs))


def new_name(kind: Kind) -> str:
    """Make a unique name for a comparison; names sort by time."""
    return unique_name(kind.value)


def with_ids(plan: Iterable[PlannedRun]) -> dict[str, PlannedRun]:
    """Give each planned run a new id."""
    return {new_id(planned.config): planned for planned in plan}


def begun(
    kind: Kind,
    experiment: Experiment,
    titles: Mapping[str, Message],
    design: Grid | Tuning | None = None,
    *,
    name: str | None = None,
) -> KeptComparison:
    """Return the comparison of an experiment, which begins now, with an id for each run.

    Args:
        name: of its file; a new one unless given.
    """
    name, runs = name or new_name(kind), with_ids(experiment.plan())
    return KeptComparison(name, datetime.now(UTC), kind, experiment, titles, design, runs)
