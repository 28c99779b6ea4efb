"""The weights that a run keeps of some of its epochs, so that a drawing can be read as it was then.

They lie in the run's folder as ``epochs/0001.safetensors`` and so on. A fork's folder has its own,
from the fork onwards.
"""

import os
import re
from collections.abc import Callable
from pathlib import Path

from core.config.model import ModelConfig
from core.files import make_folder, refuse_link
from core.network.weights import Weights
from core.run.moment import Moment
from core.storage.layout import EPOCHS_FOLDER
from core.storage.retention import MAX_KEPT, kept_after
from core.storage.weight_files import read_weights, write_weights

EPOCH_NAME = re.compile(r"([0-9]{4,6})\.safetensors")


def epoch_file(folder: Path, epoch: int) -> Path:
    """Return the path of the weights after an epoch, whether they are kept or not."""
    return folder / EPOCHS_FOLDER / f"{epoch:04}.safetensors"


def kept_epochs(folder: Path) -> list[int]:
    """Return the epochs whose weights are kept, in order; none for runs of earlier versions."""
    try:
        names = [EPOCH_NAME.fullmatch(name) for name in os.listdir(folder / EPOCHS_FOLDER)]
    except OSError:
        return []
    epochs = sorted({int(name[1]) for name in names if name is not None})
    return [epoch for epoch in epochs if epoch > 0 and os.path.isfile(epoch_file(folder, epoch))]


def read_epoch_weights(folder: Path, epoch: int, model: ModelConfig) -> Weights:
    """Read the weights after one of `kept_epochs`, checked like a run's last weights.

    Raises:
        RunFolderError: if the file is missing, damaged, or does not belong to the network.
    """
    return read_weights(epoch_file(folder, epoch), model)


def forget_epochs(folder: Path, keep: Callable[[int], bool]) -> None:
    """Delete the weights of all epochs for which `keep` is false.

    Raises:
        OSError: if a file cannot be deleted, or their folder is a link.
    """
    epochs = [epoch for epoch in kept_epochs(folder) if not keep(epoch)]
    if epochs:
        refuse_link(folder / EPOCHS_FOLDER)
    for epoch in epochs:
        epoch_file(folder, epoch).unlink(missing_ok=True)


def keep_epoch(folder: Path, epoch: int, weights: Weights, max_kept: int = MAX_KEPT) -> None:
    """Keep an epoch's weights if `kept_after` selects it, and drop those that it no longer selects.

    Args:
        max_kept: the number of epochs that a run keeps.

    Raises:
        OSError: if a file cannot be written or deleted, or their folder is a link.
    """
    kept = kept_after(epoch, max_kept)
    if epoch in kept and weights:
        path = epoch_file(folder, epoch)
        make_folder(path.parent)
        write_weights(path, weights, Moment(epoch))
    forget_epochs(folder, kept.__contains__)
