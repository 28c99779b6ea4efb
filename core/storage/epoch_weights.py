"""The weights that a run keeps of some of its epochs, so that a drawing can be read as it was then.

They lie in the run's folder as ``epochs/0001.safetensors`` and so on, those of the moments within
the first epoch that a run keeps as ``epochs/0000+0038.safetensors``, with their batch. A fork's
folder has its own, from the fork onwards. The untrained network needs no file: its weights are
drawn again from the run's seed.
"""

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from core.config.model import ModelConfig
from core.config.run import RunConfig
from core.errors import RunNotReadableError, not_readable
from core.file_presence import is_file, names_in
from core.files import make_folder, refuse_link
from core.machine.torch_libraries import load_torch_libraries
from core.network.weights import Weights
from core.remote_paths import refuse_remote_link
from core.run.moment import Moment, spread
from core.run.record import RunRecord
from core.storage.layout import EPOCHS_FOLDER
from core.storage.retention import LIMIT, MAX_KEPT, kept_after
from core.storage.weight_files import read_weights, write_weights
from core.trees import pinned

MAX_SHOWN = 2 * LIMIT  # moments of one run; a folder from elsewhere may hold any number
PART_NAME = re.compile(r"0000\+([0-9]{4,7})\.safetensors")
EPOCH_NAME = re.compile(r"([0-9]{4,6})\.safetensors")


def epoch_file(folder: Path, epoch: int) -> Path:
    """Return the path of the weights after an epoch, whether they are kept or not."""
    return folder / EPOCHS_FOLDER / f"{epoch:04}.safetensors"


def part_file(folder: Path, moment: Moment) -> Path:
    """Return the path of the weights at a moment within the first epoch."""
    return folder / EPOCHS_FOLDER / f"0000+{moment.batch:04}.safetensors"


def is_kept_name(name: str) -> bool:
    """Return whether a file in the folder of the kept epochs may have this name."""
    return (EPOCH_NAME.fullmatch(name) or PART_NAME.fullmatch(name)) is not None


def kept_parts(folder: Path) -> list[Moment]:
    """Return the moments within the first epoch whose weights are kept, in order.

    Raises:
        RunNotReadableError: if the system cannot tell.
    """
    try:
        return _parts(folder)
    except OSError as error:
        raise _not_listed(folder, error) from error


def _parts(folder: Path) -> list[Moment]:
    names = map(PART_NAME.fullmatch, _names(folder))
    moments = sorted({Moment(0, int(name[1])) for name in names if name is not None})
    return [moment for moment in moments if moment.batch and _is_file(part_file(folder, moment))]


def _names(folder: Path) -> list[str]:
    refuse_link(folder / EPOCHS_FOLDER)
    return names_in(folder / EPOCHS_FOLDER)


def _is_file(path: Path) -> bool:
    refuse_remote_link(path)
    return is_file(path)


def _not_listed(folder: Path, error: OSError) -> RunNotReadableError:
    return RunNotReadableError(not_readable(folder / EPOCHS_FOLDER, error))


def moments_to_show(folder: Path, record: RunRecord) -> list[Moment]:
    """Return the moments whose weights can be read by `read_moment`, in order.

    The first is the untrained network, except of a fork, which began with its parent's weights. Of
    a folder with more files than any run keeps, `MAX_SHOWN` moments are returned, spread evenly.

    Raises:
        RunNotReadableError: if the system cannot tell.
    """
    untrained = [Moment(0)] if record.forked_from is None else []
    kept = [*kept_parts(folder), *map(Moment, kept_epochs(folder))]
    return [*untrained, *spread(kept, MAX_SHOWN)]


def read_moment(folder: Path, moment: Moment, config: RunConfig) -> Weights:
    """Read the weights at one of `moments_to_show`, or draw those of the untrained network again.

    Raises:
        RunFolderError: if their file is missing, damaged, or does not belong to the network.
    """
    if moment == Moment(0):
        return untrained_weights(config)
    if moment.batch:
        return read_weights(part_file(folder, moment), config.model)
    return read_epoch_weights(folder, moment.epochs, config.model)


def untrained_weights(config: RunConfig) -> Weights:
    """Draw the weights with which a run that classifies images begins; slow, it imports torch."""
    load_torch_libraries()
    from core.network import models

    network = models.build(config.model, models.weight_generator(config.seed))
    return models.copy_of_weights(network)


def keep_part(folder: Path, moment: Moment, weights: Weights) -> None:
    """Keep the weights at a moment within the first epoch.

    Raises:
        OSError: if the file cannot be written, or its folder is a link.
    """
    _write(part_file(folder, moment), weights, moment)


def _write(path: Path, weights: Weights, moment: Moment) -> None:
    make_folder(path.parent)
    with pinned(path.parent) as epochs:
        write_weights(epochs / path.name, weights, moment)


def _delete(files: Sequence[Path]) -> None:
    """Delete files of one folder, never through a link in its place.

    Raises:
        OSError: if one cannot be deleted, or their folder is a link.
    """
    if files:
        with pinned(files[0].parent) as epochs:
            for file in files:
                (epochs / file.name).unlink(missing_ok=True)


def forget_parts(folder: Path) -> None:
    """Delete the weights within the first epoch, of a run that starts over.

    Raises:
        OSError: if a file cannot be deleted, their folder is a link, or the system cannot tell
            which there are.
    """
    _delete([part_file(folder, moment) for moment in _parts(folder)])


def kept_epochs(folder: Path) -> list[int]:
    """Return the epochs whose weights are kept, in order; none for runs of earlier versions.

    Raises:
        RunNotReadableError: if the system cannot tell.
    """
    try:
        return _epochs(folder)
    except OSError as error:
        raise _not_listed(folder, error) from error


def _epochs(folder: Path) -> list[int]:
    names = map(EPOCH_NAME.fullmatch, _names(folder))
    epochs = sorted({int(name[1]) for name in names if name is not None})
    return [epoch for epoch in epochs if epoch > 0 and _is_file(epoch_file(folder, epoch))]


def read_epoch_weights(folder: Path, epoch: int, model: ModelConfig) -> Weights:
    """Read the weights after one of `kept_epochs`, checked like a run's last weights.

    Raises:
        RunFolderError: if the file is missing, damaged, or does not belong to the network.
    """
    return read_weights(epoch_file(folder, epoch), model)


def forget_epochs(folder: Path, keep: Callable[[int], bool]) -> None:
    """Delete the weights of all epochs for which `keep` is false.

    Raises:
        OSError: if a file cannot be deleted, their folder is a link, or the system cannot tell
            which there are.
    """
    _delete([epoch_file(folder, epoch) for epoch in _epochs(folder) if not keep(epoch)])


def keep_epoch(folder: Path, epoch: int, weights: Weights, max_kept: int = MAX_KEPT) -> None:
    """Keep an epoch's weights if `kept_after` selects it, and drop those that it no longer selects.

    Args:
        max_kept: the number of epochs that a run keeps.

    Raises:
        OSError: if a file cannot be written or deleted, or their folder is a link.
    """
    kept = kept_after(epoch, max_kept)
    if epoch in kept and weights:
        _write(epoch_file(folder, epoch), weights, Moment(epoch))
    forget_epochs(folder, kept.__contains__)
