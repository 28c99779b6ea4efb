"""The status of a run in its comparison: whether its comparison counts it, and if not, why.

A run that diverged counts: with these settings and this seed nothing was learned, and to leave it
out would compare a network that often fails by the few times when it did not.
"""

from collections.abc import Iterable
from enum import Enum

from core.comparison.experiment import PlannedRun
from core.config.run import RunConfig
from core.messages import Message, message
from core.run.record import RunState


class RunStatus(Enum):
    """Whether a comparison counts a run."""

    JUDGED = "judged"
    DIVERGED = "diverged"  # counted as a network that only guesses
    TRAINING = "training"
    MISSING = "missing"  # deleted, or never begun
    UNFINISHED = "unfinished"  # stopped or interrupted
    FAILED = "failed"  # as it would again
    ALTERED = "altered"  # settings were changed by hand during training
    CONTINUED = "continued"  # for more epochs than planned
    UNREADABLE = "unreadable"

    @property
    def is_counted(self) -> bool:
        """Whether the run is over and counted."""
        return self in (RunStatus.JUDGED, RunStatus.DIVERGED)

    @property
    def is_excluded(self) -> bool:
        """Whether the run is over and not counted."""
        return not self.is_counted and self is not RunStatus.TRAINING

    @property
    def is_retrainable(self) -> bool:
        """Whether the run would count if it was trained again; a failed one would fail again."""
        return self.is_excluded and self is not RunStatus.FAILED


def status_of(
    state: RunState, config: RunConfig, planned: PlannedRun, has_changes: bool
) -> RunStatus:
    """Determine the status of a run that is over.

    Args:
        config: of the run as it is now; it differs from the plan once the run was continued.
        has_changes: whether settings were changed during training.
    """
    if config != planned.config:
        return RunStatus.CONTINUED
    if has_changes:
        return RunStatus.ALTERED
    if state.is_finished:
        return RunStatus.JUDGED
    if state is RunState.DIVERGED:
        return RunStatus.DIVERGED
    if state is RunState.FAILED:
        return RunStatus.FAILED
    return RunStatus.UNFINISHED


def excluded(statuses: Iterable[RunStatus]) -> dict[RunStatus, int]:
    """Count the runs that are not judged, by status, in the order of `RunStatus`."""
    statuses = list(statuses)
    return {
        status: statuses.count(status)
        for status in RunStatus
        if status.is_excluded and status in statuses
    }


def no_verdict(statuses: Iterable[RunStatus], *, can_be_paired: bool = True) -> Message:
    """Explain why a comparison that is over has no verdict.

    Args:
        can_be_paired: whether the networks read the same examples.
    """
    statuses = set(statuses)
    if not can_be_paired:
        return message(
            "The networks hold out different examples, by which they cannot be compared: no "
            "verdict unless the test set is opened."
        )
    if RunStatus.UNFINISHED in statuses:
        return message("Stopped before two networks had finished with the same seed: no verdict.")
    if RunStatus.FAILED in statuses:
        return message("Runs failed, so no two networks finished with the same seed: no verdict.")
    if RunStatus.MISSING in statuses:
        return message(
            "Runs were deleted or never started, so there are no two networks with the same seed: "
            "no verdict."
        )
    return message("No seed was completed by two of the networks: no verdict.")
