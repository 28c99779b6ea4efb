"""The weights of a run's last epoch and of its best.

The best epoch's weights are written after its checkpoint. If a process is killed in between, they
are still in the checkpoint, and the file is never ahead of what a continued run knows. The file
itself states its epoch.
"""

from collections.abc import Callable
from pathlib import Path

from core.config.choices import WeightsChoice
from core.errors import RunFolderError, RunNotReadableError
from core.file_presence import is_missing
from core.messages import message
from core.network.weights import Weights
from core.run.moment import Moment
from core.run.record import RunRecord
from core.storage.epoch_weights import kept_epochs, read_epoch_weights
from core.storage.layout import BEST_FILE, CHECKPOINT_FILE, WEIGHTS_FILE
from core.storage.records import outline
from core.storage.weight_files import (
    read_checkpoint,
    read_dated_weights,
    read_moment_stated,
    read_weights,
    write_weights,
)


def weights_of(folder: Path, choice: WeightsChoice = WeightsChoice.LAST) -> Weights:
    """Return a kept run's weights after its last or best epoch, checked against its network.

    The noisy line has no best epoch; its last epoch's weights are returned.

    Raises:
        RunFolderError: if they are not kept, are damaged, or do not fit the network.
    """
    return dated_weights_of(folder, choice)[1]


def dated_weights_of(folder: Path, choice: WeightsChoice) -> tuple[Moment | None, Weights]:
    """Return weights like `weights_of`, and when in the run they were these.

    The moment is None if the file does not state it, as those of earlier versions.

    Raises:
        RunFolderError: if they are not kept, are damaged, or do not fit the network.
    """
    record = outline(folder)
    if choice is WeightsChoice.LAST or record.config.is_regression:
        return read_dated_weights(folder / WEIGHTS_FILE, record.config.model)

    weights = find_best(folder, record)
    if weights is not None and record.best is not None:
        return Moment(record.best.epoch), weights

    if record.best is None:
        raise RunFolderError(
            message(
                "The run {run} has not completed an epoch, so it has no best one.", run=record.run
            )
        )
    raise RunFolderError(
        message(
            "The weights of the best epoch of {run} (epoch {epoch}) are not kept; use those of "
            "the last epoch.",
            run=record.run,
            epoch=record.best.epoch,
        )
    )


def find_best(folder: Path, record: RunRecord) -> Weights | None:
    """Return the weights of the record's best epoch from any of the folder's files, or None.

    A damaged file counts only if no other holds them.

    Raises:
        RunFolderError: if a file that may hold them is damaged; `RunNotReadableError` if one cannot
            be read.
    """
    if record.best is None:
        return None
    damage: RunFolderError | None = None
    for held in (_best, _kept, _last, _checkpoint):
        try:
            weights = held(folder, record, record.best.epoch)
        except RunNotReadableError:
            raise
        except RunFolderError as error:
            damage = damage or error
            continue
        if weights is not None:
            return weights
    if damage is not None:
        raise damage
    return None


# The weights after an epoch, if this file holds them; each function reads the file as a whole.


def _best(folder: Path, record: RunRecord, epoch: int) -> Weights | None:
    if is_missing(folder / BEST_FILE):
        return None
    moment, weights = read_dated_weights(folder / BEST_FILE, record.config.model)
    return weights if moment == Moment(epoch) else None


def _kept(folder: Path, record: RunRecord, epoch: int) -> Weights | None:
    if epoch not in kept_epochs(folder):
        return None
    return read_epoch_weights(folder, epoch, record.config.model)


def _last(folder: Path, record: RunRecord, epoch: int) -> Weights | None:
    """Return the last weights if they are those after the epoch.

    Earlier versions did not state it; then those of a completed run are.
    """
    if is_missing(folder / WEIGHTS_FILE):
        return None
    moment, weights = read_dated_weights(folder / WEIGHTS_FILE, record.config.model)
    is_end = record.state.is_finished and record.epochs_done == epoch
    return weights if moment == Moment(epoch) or (moment is None and is_end) else None


def _checkpoint(folder: Path, record: RunRecord, epoch: int) -> Weights | None:
    if is_missing(folder / CHECKPOINT_FILE):
        return None
    checkpoint = read_checkpoint(folder / CHECKPOINT_FILE, record.config.model)
    return checkpoint.weights if checkpoint.epoch == epoch else None


def has_best(folder: Path, record: RunRecord) -> bool:
    """Return whether the files of the last or the best weights hold the best epoch, undamaged."""
    if record.best is None:
        return False
    return any(_is_held(held, folder, record, record.best.epoch) for held in (_best, _last))


def has_last(folder: Path, record: RunRecord) -> bool:
    """Return whether the file of the last weights is there and undamaged."""
    try:
        read_weights(folder / WEIGHTS_FILE, record.config.model)
    except RunFolderError:
        return False
    return True


def _is_held(
    held: Callable[[Path, RunRecord, int], Weights | None],
    folder: Path,
    record: RunRecord,
    epoch: int,
) -> bool:
    try:
        return held(folder, record, epoch) is not None
    except RunFolderError:
        return False


def states_best(folder: Path, record: RunRecord) -> bool:
    """Return whether such a file states that it holds the best epoch; quickly known.

    Whether it is undamaged, only `has_best` finds out.
    """
    if record.best is None:
        return False
    if record.state.is_finished and record.epochs_done == record.best.epoch:
        return not is_missing(folder / WEIGHTS_FILE)
    try:
        return read_moment_stated(folder / BEST_FILE) == Moment(record.best.epoch)
    except RunFolderError:
        return False


def write_best(folder: Path, epoch: int, weights: Weights) -> None:
    """Replace the best epoch's weights.

    Raises:
        OSError: if they cannot be written.
    """
    write_weights(folder / BEST_FILE, weights, Moment(epoch))


def repair_best(folder: Path, record: RunRecord) -> None:
    """Write the record's best epoch to the file, or delete the file if nothing else holds it.

    While a file that may hold it cannot be read, nothing is changed: each file states its epoch.

    Raises:
        OSError: if the file cannot be written or deleted.
    """
    try:
        weights = find_best(folder, record)
    except RunNotReadableError:
        return
    except RunFolderError:  # damaged: the next best epoch will replace it
        weights = None
    if weights is None or record.best is None:
        (folder / BEST_FILE).unlink(missing_ok=True)
    else:
        write_best(folder, record.best.epoch, weights)
