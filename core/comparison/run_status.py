"""What has become of the runs of a comparison, and which of them no verdict can count."""

from collections.abc import Sequence
from enum import Enum

from core.comparison.experiment import PlannedRun
from core.config.run import RunConfig
from core.run.record import RunState


class RunStatus(Enum):
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
    def is_repairable(self) -> bool:
        """Whether training the run once more would let it count."""
        return self in (
            RunStatus.MISSING,
            RunStatus.UNFINISHED,
            RunStatus.ALTERED,
            RunStatus.CONTINUED,
            RunStatus.UNREADABLE,
        )


def status_of(
    state: RunState, config: RunConfig, planned: PlannedRun, has_changes: bool
) -> RunStatus:
    """What a run that is over is worth to its comparison."""
    if config != planned.config:
        return RunStatus.CONTINUED
    if has_changes:
        return RunStatus.ALTERED
    if state is RunState.COMPLETED:
        return RunStatus.JUDGED
    return (
        RunStatus.FAILED if state in (RunState.DIVERGED, RunState.FAILED) else RunStatus.UNFINISHED
    )


def left_out(statuses: Sequence[RunStatus]) -> dict[RunStatus, int]:
    """How many runs do not count, by what has become of them."""
    return {
        status: statuses.count(status)
        for status in RunStatus
        if status not in (RunStatus.JUDGED, RunStatus.TRAINING) and status in statuses
    }
