"""What has become of the runs of a comparison, and which of them no verdict can count."""

from collections.abc import Sequence
from enum import Enum

from core.comparison.experiment import PlannedRun
from core.config.run import RunConfig
from core.run.record import RunState


class Fate(Enum):
    """What has become of a run of a comparison; only what is `JUDGED` counts."""

    JUDGED = "judged"
    TRAINING = "training"
    MISSING = "missing"  # deleted, or never begun
    UNFINISHED = "unfinished"  # stopped or interrupted
    FAILED = "failed"  # diverged or failed, as it would again
    ALTERED = "altered"  # by hand, while it trained
    CONTINUED = "continued"  # for more epochs than the others
    UNREADABLE = "unreadable"

    @property
    def is_mendable(self) -> bool:
        """Whether training the run once more would let it count."""
        return self in (Fate.MISSING, Fate.UNFINISHED, Fate.ALTERED, Fate.CONTINUED, Fate.UNREADABLE)


def fate_of(state: RunState, config: RunConfig, planned: PlannedRun, has_changes: bool) -> Fate:
    """What a run that is over is worth to its comparison."""
    if config != planned.config:
        return Fate.CONTINUED
    if has_changes:
        return Fate.ALTERED
    if state is RunState.COMPLETED:
        return Fate.JUDGED
    return Fate.FAILED if state in (RunState.DIVERGED, RunState.FAILED) else Fate.UNFINISHED


def left_out(fates: Sequence[Fate]) -> dict[Fate, int]:
    """How many runs do not count, by what has become of them."""
    return {fate: fates.count(fate) for fate in Fate if fate not in (Fate.JUDGED, Fate.TRAINING) and fate in fates}
