"""Kept runs that go on, and runs that fork from them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from core.config.fields import ConfigError, with_values
from core.config.run import RunConfig
from core.errors import RunFolderError
from core.files import replace_file
from core.messages import message
from core.run.checkpoint import Checkpoint, live_settings
from core.run.events import SettingChanged
from core.run.identity import new_id
from core.run.record import RunRecord, RunState
from core.storage.best_weights import find_best, write_best
from core.storage.epoch_weights import forget_epochs
from core.storage.layout import (
    CHANGES_FILE,
    CHECKPOINT_FILE,
    LAYERS_FILE,
    METRICS_FILE,
    WEIGHTS_FILE,
    create,
    is_in_use,
    not_kept,
)
from core.storage.records import described, json_line, outline, read_record, write_description
from core.storage.weight_files import read_checkpoint, write_checkpoint, write_weights


@dataclass(frozen=True)
class StartPoint:
    """Where a run goes on, or parts from another.

    Attributes:
        record: the run as far as it has come; its config is the one to train with.
        checkpoint: None for a run that was ended before its first epoch was over.
        changes: what was changed by hand after the checkpoint, to be done again.
    """

    folder: Path
    record: RunRecord
    checkpoint: Checkpoint | None
    changes: Sequence[SettingChanged] = ()


def continuation(folder: Path, epochs: int) -> StartPoint:
    """Where the run goes on to `epochs` epochs in all: the end of its last kept epoch, or its very beginning.

    Nothing is written yet; what the files say of later epochs, which only a killed process leaves
    behind, is taken away when the run is trained (see `core.lifecycle.recording.record`). Changes
    by hand that made a run diverge are not done again.

    Raises:
        RunFolderError: if the run is in use, has come so far already, or has no sound checkpoint.
        ConfigError: if there cannot be so many epochs.
    """
    if is_in_use(folder):
        raise RunFolderError(message("The run {run} is being trained already.", run=folder.name))
    record = read_record(folder)
    has_checkpoint = (folder / CHECKPOINT_FILE).exists()
    is_lost = (
        record.state is RunState.INTERRUPTED and len(record.epochs) == 1
    )  # killed before the first checkpoint
    is_new = not has_checkpoint and record.forked_from is None and (not record.epochs or is_lost)
    if not is_new and not has_checkpoint:
        raise RunFolderError(
            message(
                "The checkpoint of the run {run} is gone; it cannot be continued any more.",
                run=record.run,
            )
        )
    checkpoint = None if is_new else read_checkpoint(folder / CHECKPOINT_FILE, record.config.model)
    done = 0 if checkpoint is None else checkpoint.epoch
    if epochs <= done:
        raise RunFolderError(
            message(
                "The run {run} has completed {done} epochs; ask for more than that, not {epochs}.",
                run=record.run,
                done=done,
                epochs=epochs,
            )
        )
    config = with_values(record.config, {"epochs": epochs})
    later = [change for change in record.changes if change.epoch > done]
    is_repeated = record.state is not RunState.DIVERGED
    return StartPoint(
        folder, _until(record, record.run, config, done), checkpoint, later if is_repeated else ()
    )


def fork(folder: Path, runs_dir: Path, changes: Mapping[str, object]) -> StartPoint:
    """A new run folder that begins where the run in `folder` has its checkpoint, with `changes` by dotted path.

    Its config holds the live settings that were in force there. Its history up to there is its
    parent's, so the curves part at the fork. The folder is whole at once: a fork that is never
    trained can be continued later.

    Raises:
        RunFolderError: if there is no sound checkpoint, or the new folder cannot be made.
        ConfigError: if the changes are no settings, or change the network.
    """
    checkpoint = read_checkpoint(folder / CHECKPOINT_FILE, outline(folder).config.model)
    parent = read_record(
        folder
    )  # afterwards, so that a run that still trains has told of the checkpoint's epoch
    config = with_values(with_values(parent.config, checkpoint.settings), changes)
    if config.model != parent.config.model or config.data.dataset != parent.config.data.dataset:
        raise ConfigError(
            "model", message("A fork keeps its parent's network; start a new run for another one.")
        )
    if config.epochs <= checkpoint.epoch:
        config = with_values(config, {"epochs": checkpoint.epoch + parent.config.epochs})
    run = new_id(config)
    record = _until(parent, run, config, checkpoint.epoch)
    record.forked_from = (parent.run, checkpoint.epoch)
    own = replace(checkpoint, settings=live_settings(config))
    place = create(runs_dir, run)
    try:
        write_history(place, record)
        write_checkpoint(place / CHECKPOINT_FILE, own)
        write_weights(place / WEIGHTS_FILE, checkpoint.weights)
        best = find_best(folder, record)
        if best is not None and record.best is not None:
            write_best(place, record.best.epoch, best)
        write_description(place, described(record, RunState.STOPPED))
    except OSError as error:
        raise not_kept(place, error) from error
    return StartPoint(place, record, own)


def _until(record: RunRecord, run: str, config: RunConfig, epoch: int) -> RunRecord:
    """The record as it was after that epoch, for a run with this id."""
    earlier = RunRecord(run, config, forked_from=record.forked_from)
    for completed in record.epochs:
        if completed.epoch <= epoch:
            earlier.apply(replace(completed, run=run))
    earlier.layers = [
        replace(measured, run=run) for measured in record.layers if measured.epoch <= epoch
    ]
    if run == record.run:
        earlier.sessions = [session for session in record.sessions if session.epochs_before < epoch]
    earlier.changes = [
        replace(change, run=run) for change in record.changes if change.epoch <= epoch
    ]
    return earlier


def write_history(folder: Path, record: RunRecord, later: Sequence[SettingChanged] = ()) -> None:
    """Make the folder's lines say what the record does, and nothing of later epochs but the changes given.

    Raises:
        OSError: if that cannot be done.
    """
    changes = [*record.changes, *later]
    for name, lines in (
        (METRICS_FILE, record.epochs),
        (LAYERS_FILE, record.layers),
        (CHANGES_FILE, changes),
    ):
        text = "".join(json_line(line) for line in lines)
        if text or (folder / name).exists():
            replace_file(folder / name, text.encode())
    forget_epochs(folder, lambda epoch: epoch <= record.epochs_done)
