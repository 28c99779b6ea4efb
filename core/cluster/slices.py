"""A slice of a run: one epoch, from the checkpoint at the end of the epoch before.

Whatever a slice needs stands in it, so any process on any machine can train it, and train it again
if the first one is lost: the numbers are those of a run that is never cut, bit for bit.
"""

from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace

from core.cluster.sent_examples import held
from core.config.run import RunConfig
from core.data import datasets
from core.machine.environment import environment
from core.machine.processor import begin_computing
from core.run.checkpoint import Checkpoint
from core.run.control import Control
from core.run.events import (
    BatchProgress,
    CheckpointTaken,
    EndReason,
    Event,
    RunEnded,
    RunStarted,
    SettingChanged,
    WeightsPublished,
)
from core.run.moment import Moment, kept_moments
from core.training.early_stopping import EarlyStopping
from core.training.loop import train


@dataclass(frozen=True)
class Slice:
    """One epoch of a run, to be trained.

    Attributes:
        run: the run's id, as in all its events.
        threads: processor threads to compute with on any machine, since numbers depend on them.
        start: the state at the end of the epoch before; None for the first epoch.
        changes: changes by hand, of an earlier training, to be made again.
        new_changes: changes to make before the first batch: new values by dotted path.
        patience: early stopping with the epochs before; None if there are none.
        measures_layers, measures_moments: as in `Control`.
        data: the hash of the examples, if they have to be sent (`core.cluster.sent_examples`).
    """

    run: str
    config: RunConfig
    threads: int
    start: Checkpoint | None = None
    changes: Sequence[SettingChanged] = ()
    new_changes: Sequence[Mapping[str, float]] = ()
    patience: EarlyStopping | None = None
    measures_layers: bool = False
    measures_moments: bool = False
    data: str = ""


def train_slice(part: Slice) -> list[Event]:
    """Train one epoch and return its events, without those that only show progress within it.

    They begin with a `RunStarted`. The last one is `RunEnded` if the run is over, otherwise the
    `CheckpointTaken` where the next slice starts. Within later epochs than the first nothing is
    measured, since the corrections for that need the epoch before (`core.training.moment_probe`).

    Raises:
        DataError: if this machine cannot read the data.
    """
    begin_computing()
    control = Control(
        part.run,
        part.threads,
        takes_checkpoints=True,
        measures_layers=part.measures_layers,
        measures_moments=part.measures_moments,
    )
    for values in part.new_changes:
        control.change(values)

    data = datasets.load(part.config.data, held(part.data))
    patience = copy(part.patience)  # the loop changes it
    running = train(part.config, data, control, part.start, part.changes, patience=patience)
    events = list(_recorded(_stopped_after_epoch(running, control)))

    # the loop has been stopped by this function, unless the epoch was the last one
    end = events[-1]
    if isinstance(end, RunEnded) and end.reason is EndReason.STOPPED:
        while not isinstance(events[-1], CheckpointTaken):
            del events[-1]
    return events


def _stopped_after_epoch(events: Iterator[Event], control: Control) -> Iterator[Event]:
    for event in events:
        yield event
        if isinstance(event, CheckpointTaken):
            control.stop.set()


def _recorded(events: Iterator[Event]) -> Iterator[Event]:
    """Leave out what no recording keeps: progress, and weights that are published to be seen."""
    kept: set[Moment] = set()
    unseen: WeightsPublished | None = None
    for event in events:
        match event:
            case RunStarted():
                kept = set(kept_moments(event.batches))
                yield replace(event, environment=environment(event.device))
            case BatchProgress():
                pass
            case WeightsPublished(moment=moment) if moment.batch and moment not in kept:
                unseen = event
            case WeightsPublished():
                unseen = None
                yield event
            case RunEnded():
                if unseen is not None:  # the last ones, of a run that ends within an epoch
                    yield unseen
                yield event
            case _:
                yield event
