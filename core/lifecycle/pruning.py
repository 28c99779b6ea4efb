"""A training loop that ends a run early where its search has seen enough of it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from core.config.run import RunConfig
from core.lifecycle.job import IsPruned, TrainingLoop
from core.messages import Message, message
from core.run.checkpoint import Checkpoint
from core.run.control import Control
from core.run.events import EndReason, EpochCompleted, Event, RunEnded, SettingChanged

if TYPE_CHECKING:
    from core.data.datasets import Data
    from core.training.early_stopping import EarlyStopping


def pruned_by(is_pruned: IsPruned, loop: TrainingLoop) -> TrainingLoop:
    """Return a loop that asks after each epoch whether the run is to end there."""

    def train(
        config: RunConfig,
        data: "Data",
        control: Control,
        start: Checkpoint | None,
        changes: Sequence[SettingChanged],
        /,
        *,
        patience: "EarlyStopping",
    ) -> Iterator[Event]:
        is_over = False
        for event in loop(config, data, control, start, changes, patience=patience):
            if isinstance(event, EpochCompleted) and is_pruned(event):
                is_over = event.epoch < config.epochs
                if is_over:
                    control.stop.set()  # the loop ends before its next batch, as for the user

            if isinstance(event, RunEnded) and is_over and event.reason is EndReason.STOPPED:
                yield replace(event, reason=EndReason.PRUNED, message=_reason(event.epochs))
            else:
                yield event

    return train


def _reason(epochs: int) -> Message:
    return message(
        "Pruned by its search after epoch {epoch}: on the held-out examples other trials were "
        "better by then.",
        epoch=epochs,
    )
