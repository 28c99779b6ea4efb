"""What is to be trained: a run, where it starts and what is kept of it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from core.config.run import RunConfig
from core.lifecycle.continuing import StartPoint
from core.run.checkpoint import Checkpoint
from core.run.control import Control
from core.run.events import EpochCompleted, Event, SettingChanged

if TYPE_CHECKING:
    from core.data.datasets import Data
    from core.training.early_stopping import EarlyStopping

# whether a run is to end after this epoch; asked in the thread that trains
IsPruned = Callable[[EpochCompleted], bool]


@dataclass(frozen=True)
class TrainingJob:
    """A run to train, from its first epoch or from a checkpoint.

    Attributes:
        run: the run's id; a run that is kept has a folder of this name.
        folder: where to keep the run; None to keep nothing.
        start: where a continued run or a fork starts, whose folder exists; None for a new run.
        kept_epochs: the maximum number of epochs whose weights are kept; None for the usual one.
        writes_tensorboard: whether a kept run writes event files for TensorBoard, too.
        must_be_kept: raise if the folder cannot be made, instead of training without it.
        comparison: the name of the comparison or search that a new run is trained for, if any.
        is_pruned: asked after each epoch whether the run is to end there; None for never.
    """

    run: str
    config: RunConfig
    folder: Path | None = None
    start: StartPoint | None = None
    kept_epochs: int | None = None
    writes_tensorboard: bool = False
    must_be_kept: bool = False
    comparison: str | None = None
    is_pruned: IsPruned | None = None

    @property
    def epochs_before(self) -> int:
        """How many epochs the run has behind it."""
        return 0 if self.start is None else self.start.record.epochs_done


def job_from(start: StartPoint) -> TrainingJob:
    """Return the job that continues a kept run, or trains a fork."""
    return TrainingJob(start.record.run, start.record.config, start.folder, start)


class TrainingLoop(Protocol):
    """The signature of `core.training.loop.train`; a loop may train on other machines."""

    def __call__(
        self,
        config: RunConfig,
        data: "Data",
        control: Control,
        start: Checkpoint | None,
        changes: Sequence[SettingChanged],
        /,
        *,
        patience: "EarlyStopping",
    ) -> Iterator[Event]:
        """Yield the events of a run that starts at a checkpoint, or at its first epoch."""
