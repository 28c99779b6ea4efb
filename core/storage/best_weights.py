"""The weights of a run's last and of its best epoch.

The best epoch's are written after its checkpoint, so that a process killed in between has them
there, and the file is never ahead of what a continued run knows. It says itself of which epoch it
is.
"""

from pathlib import Path

from core.config.choices import Which
from core.errors import RunFolderError
from core.messages import message
from core.network.weights import Weights
from core.run.record import RunRecord, RunState
from core.storage.epoch_weights import kept_epochs, read_epoch_weights
from core.storage.layout import BEST_FILE, CHECKPOINT_FILE, WEIGHTS_FILE
from core.storage.records import outline
from core.storage.weight_files import (
    read_checkpoint,
    read_dated_weights,
    read_weights,
    write_weights,
)


def weights_of(folder: Path, which: Which = Which.LAST) -> Weights:
    """The weights of a kept run after its last or its best epoch, checked; a line has no best epoch, only a last.

    Raises:
        RunFolderError: if they are not kept, damaged, or do not belong to the network.
    """
    record = outline(folder)
    if which is Which.LAST or record.config.is_regression:
        return read_weights(folder / WEIGHTS_FILE, record.config.model)
    weights = find_best(folder, record)
    if weights is not None:
        return weights
    if record.best is None:
        raise RunFolderError(
            message("The run {run} has not completed an epoch; it has no best one.", run=record.run)
        )
    raise RunFolderError(
        message(
            "The weights of the best epoch of {run}, number {epoch}, are not kept; use those of "
            "the last epoch.",
            run=record.run,
            epoch=record.best.epoch,
        )
    )


def find_best(folder: Path, record: RunRecord) -> Weights | None:
    """The weights of the best epoch that the record knows, from whichever of the folder's files has them.

    Raises:
        RunFolderError: if a file that ought to have them is damaged.
    """
    if record.best is None:
        return None
    model, epoch = record.config.model, record.best.epoch
    if (folder / BEST_FILE).exists():
        written, weights = read_dated_weights(folder / BEST_FILE, model)
        if written == epoch:
            return weights
    if epoch in kept_epochs(folder):
        return read_epoch_weights(folder, epoch, model)
    if record.state is RunState.COMPLETED and record.epochs_done == epoch:
        return read_weights(folder / WEIGHTS_FILE, model)
    if (folder / CHECKPOINT_FILE).exists():
        checkpoint = read_checkpoint(folder / CHECKPOINT_FILE, model)
        if checkpoint.epoch == epoch:
            return checkpoint.weights
    return None


def write_best(folder: Path, epoch: int, weights: Weights) -> None:
    """Put the weights after the best epoch so far in place of those before.

    Raises:
        OSError: if that cannot be done.
    """
    write_weights(folder / BEST_FILE, weights, epoch)


def mend_best(folder: Path, record: RunRecord) -> None:
    """Make the file hold the best epoch that the record knows, or take it away if nothing else has that.

    Raises:
        OSError: if that cannot be done.
    """
    try:
        weights = find_best(folder, record)
    except RunFolderError:  # damaged: whatever is best from here on will take its place
        weights = None
    if weights is None or record.best is None:
        (folder / BEST_FILE).unlink(missing_ok=True)
    else:
        write_best(folder, record.best.epoch, weights)
