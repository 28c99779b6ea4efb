"""Trials: the runs of a search, and what of each decides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.config.choices import Choice
from core.messages import message
from core.run.record import RunRecord, RunState


class TrialState(Choice):
    """How far a trial is, or how it ended."""

    RUNNING = "running", message("training")
    COMPLETED = "completed", message("completed")
    PRUNED = "pruned", message("pruned")
    DIVERGED = "diverged", message("diverged")
    FAILED = "failed", message("not counted")  # failed, or was stopped by hand


@dataclass(frozen=True)
class Trial:
    """One trial.

    Attributes:
        number: from 0; the first one has the search's own settings if its ranges hold them.
        run: the id of its run.
        values: plain values of the settings searched, by dotted path.
        accuracies: on the held-out examples, after each epoch.
        seconds: that its run has worked; 0 while it trains.
    """

    number: int
    run: str
    values: Mapping[str, object]
    state: TrialState = TrialState.RUNNING
    accuracies: tuple[float, ...] = ()
    seconds: float = 0.0

    @property
    def accuracy(self) -> float | None:
        """The accuracy on the held-out examples after its last epoch; None if it says nothing."""
        is_number = self.state not in (TrialState.DIVERGED, TrialState.FAILED)
        return self.accuracies[-1] if self.accuracies and is_number else None


def state_of(record: RunRecord) -> TrialState:
    """Return the state of a trial whose run is over, or has stopped for now."""
    if record.state.is_finished and record.last is not None:
        return TrialState.COMPLETED
    if record.state is RunState.PRUNED:
        return TrialState.PRUNED
    if record.state is RunState.DIVERGED:
        return TrialState.DIVERGED
    return TrialState.FAILED


def winner_of(trials: Sequence[Trial]) -> Trial | None:
    """Return the completed trial that reads most held-out examples, of equal ones the first."""
    completed = [trial for trial in trials if trial.state is TrialState.COMPLETED]
    return max(completed, key=lambda trial: (trial.accuracy or 0.0, -trial.number), default=None)
