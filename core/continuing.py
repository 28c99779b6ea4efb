"""Kept runs that go on, and runs that fork from them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from core.checkpoint import Checkpoint, for_fork
from core.config import RunConfig
from core.events import SettingChanged
from core.fields import ConfigError, with_values
from core.files import replace_file
from core.history import RunRecord
from core.kept_epochs import forget_epochs
from core.messages import RunFolderError, message
from core.runs import CHANGES_FILE, CHECKPOINT_FILE, LAYERS_FILE, METRICS_FILE, create, is_in_use, new_id, read_record
from core.weight_files import read_checkpoint


@dataclass(frozen=True)
class Beginning:
    """Where a run goes on, or parts from another.

    Attributes:
        record: the run as far as it has come; its config is the one to train with.
        changes: what was changed by hand after the checkpoint, to be done again.
    """

    folder: Path
    record: RunRecord
    checkpoint: Checkpoint
    changes: Sequence[SettingChanged] = ()


def continuation(folder: Path, epochs: int) -> Beginning:
    """Where the run goes on to `epochs` epochs in all: the end of its last kept epoch.

    What the files say of later epochs, which only a killed process leaves behind, is taken away.

    Raises:
        RunFolderError: if the run is in use, has come so far already, or has no sound checkpoint.
        ConfigError: if there cannot be so many epochs.
    """
    if is_in_use(folder):
        raise RunFolderError(message("The run {run} is being trained already.", run=folder.name))
    record = read_record(folder)
    checkpoint = read_checkpoint(folder / CHECKPOINT_FILE, record.config.model)
    if epochs <= checkpoint.epoch:
        raise RunFolderError(
            message(
                "The run {run} has completed {done} epochs; ask for more than that, not {epochs}.",
                run=record.run,
                done=checkpoint.epoch,
                epochs=epochs,
            )
        )
    config = with_values(record.config, {"epochs": epochs})
    later = [change for change in record.changes if change.epoch > checkpoint.epoch]
    record = _until(record, record.run, config, checkpoint.epoch)
    _write_history(folder, record)
    return Beginning(folder, record, checkpoint, later)


def fork(folder: Path, runs_dir: Path, changes: Mapping[str, object]) -> Beginning:
    """A new run folder that begins where the run in `folder` has its checkpoint, with `changes` by dotted path.

    Its history up to there is its parent's, so the curves part at the fork.

    Raises:
        RunFolderError: if there is no sound checkpoint, or the new folder cannot be made.
        ConfigError: if the changes are no settings, or change the network.
    """
    parent = read_record(folder)
    config = with_values(parent.config, changes)
    if config.model != parent.config.model or config.data.dataset != parent.config.data.dataset:
        raise ConfigError("model", message("A fork keeps its parent's network; start a new run for another one."))
    checkpoint = read_checkpoint(folder / CHECKPOINT_FILE, config.model)
    if config.epochs <= checkpoint.epoch:
        config = with_values(config, {"epochs": checkpoint.epoch + parent.config.epochs})
    run = new_id(config)
    record = _until(parent, run, config, checkpoint.epoch)
    record.forked_from = (parent.run, checkpoint.epoch)
    place = create(runs_dir, run)
    _write_history(place, record)
    return Beginning(place, record, for_fork(checkpoint, parent.config, config))


def _until(record: RunRecord, run: str, config: RunConfig, epoch: int) -> RunRecord:
    """The record as it was after that epoch, for a run with this id."""
    earlier = RunRecord(run, config, forked_from=record.forked_from)
    for completed in record.epochs:
        if completed.epoch <= epoch:
            earlier.apply(replace(completed, run=run))
    earlier.layers = [replace(measured, run=run) for measured in record.layers if measured.epoch <= epoch]
    earlier.changes = [replace(change, run=run) for change in record.changes if change.epoch <= epoch]
    return earlier


def _write_history(folder: Path, record: RunRecord) -> None:
    try:
        for name, lines in (
            (METRICS_FILE, record.epochs),
            (LAYERS_FILE, record.layers),
            (CHANGES_FILE, record.changes),
        ):
            text = "".join(
                json.dumps({k: v for k, v in asdict(line).items() if v is not None}) + "\n" for line in lines
            )
            if text or (folder / name).exists():
                replace_file(folder / name, text.encode())
        forget_epochs(folder, lambda epoch: epoch <= record.epochs_done)
    except OSError as error:
        raise RunFolderError(
            message("The run cannot be kept in {folder}: {reason}.", folder=str(folder), reason=error.strerror)
        ) from error
