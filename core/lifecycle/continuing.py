"""Kept runs that are continued, and runs that fork from them."""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from core.config.fields import FIELDS, ConfigError, with_values
from core.config.live import live_settings
from core.config.run import RunConfig
from core.errors import RunFolderError, not_readable
from core.file_presence import is_folder, is_missing
from core.files import is_link, replace_file
from core.messages import message
from core.network.weights import Weights, are_sound
from core.run.checkpoint import Checkpoint
from core.run.events import SettingChanged
from core.run.identity import new_id
from core.run.moment import Moment
from core.run.record import RunRecord, RunState, of_first_epoch
from core.storage import runs_folder
from core.storage.best_weights import find_best, write_best
from core.storage.description import described, write_description
from core.storage.epoch_weights import forget_epochs, forget_parts, is_kept_name, kept_epochs
from core.storage.layout import (
    CHANGES_FILE,
    CHECKPOINT_FILE,
    EPOCHS_FOLDER,
    LABEL_FILE,
    LAYERS_FILE,
    MAX_CHANGE_LINES,
    METRICS_FILE,
    OWN_FILES,
    POINTS_FILE,
    WEIGHTS_FILE,
    check_lock,
    create,
    is_in_use,
    not_kept,
)
from core.storage.ownership import unfinished_import
from core.storage.records import json_line, outline, read_record
from core.storage.stamps import Stamp, stamp_of
from core.storage.weight_files import read_checkpoint, write_checkpoint, write_weights

# why a run ends whose folder has gone between the request to train it and its start
DELETED = message("Its folder was deleted or moved meanwhile, so the run was not continued.")


@dataclass(frozen=True)
class StartPoint:
    """The state from which a continued run or a fork trains.

    Attributes:
        record: the run up to the checkpoint; its config is the one to train with.
        checkpoint: None for a run that ended before its first epoch was completed.
        changes: changes by hand after the checkpoint, to be made again.
        data: the hashes of the data of the epochs up to there; empty if they are unknown, or if
            the data are to be others.
        stamp: of the files that all this was read from; None if that is not to be checked.
        goes_on: whether the run had stopped early, and its patience begins again.
    """

    folder: Path
    record: RunRecord
    checkpoint: Checkpoint | None
    changes: Sequence[SettingChanged] = ()
    data: Mapping[str, str] = field(default_factory=dict)
    stamp: Stamp | None = None
    goes_on: bool = False


def continuation(folder: Path, epochs: int) -> StartPoint:
    """Return where to continue a run so that it has `epochs` epochs in all.

    That is at its checkpoint, or at the first epoch if none was completed. Nothing is written yet.
    A run that was interrupted after its last epoch may have as many as it has: only its end is
    missing, and nothing is trained. One that completed needs more.

    Lines about later epochs, which only a killed process leaves behind, are removed when the run is
    trained (see `core.lifecycle.recording.record`). Changes by hand that made a run diverge are not
    made again.

    Raises:
        RunFolderError: if the run is in use, has ended with that many epochs or has more, has no
            sound checkpoint, or lacks lines of epochs before it.
        ConfigError: if `epochs` is out of range.
    """
    if is_in_use(folder):
        raise RunFolderError(message("The run {run} is already being trained.", run=folder.name))
    stamp = stamp_of(folder)
    _check_replaceable(folder)
    record = read_record(folder)
    checkpoint = _last_checkpoint(folder, record)
    done = 0 if checkpoint is None else checkpoint.epoch
    check_lines(record, done)
    _check_epochs(record, done, epochs)

    config = with_values(record.config, {"epochs": epochs})
    changes: Sequence[SettingChanged] = ()
    if record.state is not RunState.DIVERGED:
        changes = [change for change in record.changes if change.epoch > done]
    earlier = _until(record, record.run, config, done)
    data = _data_until(record, done)
    goes_on = record.state is RunState.STOPPED_EARLY
    return StartPoint(folder, earlier, checkpoint, changes, data, stamp, goes_on)


def _check_epochs(record: RunRecord, done: int, epochs: int) -> None:
    """Check that a run with a checkpoint after `done` epochs can be continued to `epochs`.

    Raises:
        RunFolderError: if they are not more, unless only the end of the run is missing.
    """
    if epochs > done or (epochs == done and record.lacks_only_its_end):
        return
    raise RunFolderError(
        message(
            "The run {run} has completed {done} epochs; choose more than that, not {epochs}.",
            run=record.run,
            done=done,
            epochs=epochs,
        )
    )


def _check_replaceable(folder: Path) -> None:
    """Check that nothing stands where training writes its files; it would be kept no longer then.

    Raises:
        RunFolderError: naming a folder in place of a file, or anything else in place of a folder.
    """
    try:
        check_lock(folder)
    except OSError as error:
        raise not_kept(folder, error) from error

    epochs = folder / EPOCHS_FOLDER
    files = [folder / name for name in OWN_FILES if name != LABEL_FILE]
    if not is_missing(epochs):
        try:
            if is_link(epochs) or not is_folder(epochs):
                raise _not_continued(folder, epochs)
            files += [epochs / name for name in os.listdir(epochs) if is_kept_name(name)]
        except OSError as error:
            raise RunFolderError(not_readable(epochs, error)) from error
    for file in files:
        if not is_link(file) and os.path.isdir(file):
            raise _not_continued(folder, file)


def _not_continued(folder: Path, path: Path) -> RunFolderError:
    return RunFolderError(
        message(
            "The run {run} cannot be continued, since {path} is in the way; move that elsewhere.",
            run=folder.name,
            path=path.relative_to(folder).as_posix(),
        )
    )


def check_lines(record: RunRecord, epoch: int) -> None:
    """Check that the run has a line for each epoch up to its checkpoint.

    Raises:
        RunFolderError: if some are missing: a continued run would have a gap, and it has no
            earlier checkpoint.
    """
    if len(record.epochs) < epoch:
        raise RunFolderError(
            message(
                "The run {run} cannot be continued: its checkpoint is from the end of epoch "
                "{epoch}, but {file} ends with epoch {last}; the lines after that are missing.",
                run=record.run,
                epoch=epoch,
                file=METRICS_FILE,
                last=len(record.epochs),
            )
        )


def _last_checkpoint(folder: Path, record: RunRecord) -> Checkpoint | None:
    """Read the run's checkpoint; None if it has none because no epoch was completed.

    Raises:
        RunFolderError: if it is missing or damaged.
    """
    path = folder / CHECKPOINT_FILE
    if not is_missing(path):
        return read_checkpoint(path, record.config.model)

    # the lines may be damaged; a run that has completed epochs never starts over its weights
    done = max([record.epochs_done, *kept_epochs(folder)])
    # killed after the first epoch and before its checkpoint
    is_lost = record.state is RunState.INTERRUPTED and len(record.epochs) == done == 1
    if record.forked_from is None and (done == 0 or is_lost):
        return None
    raise RunFolderError(
        message(
            "The checkpoint of the run {run} is gone; it can no longer be continued.",
            run=record.run,
        )
    )


def fork(
    folder: Path,
    runs_dir: Path,
    changes: Mapping[str, object],
    change_weights: Callable[[Weights], Weights] | None = None,
) -> StartPoint:
    """Make a new run folder that starts at the checkpoint of the run in `folder`.

    Its config holds the live settings in use there, and `changes` by dotted path. Its history up to
    there is its parent's, so the curves part at the fork. The folder appears when it is complete:
    nothing remains of a fork that fails, and one that is never trained can be continued later.

    Raises:
        RunFolderError: if there is no sound checkpoint, lines of epochs before it are missing, the
            changed weights are not finite, or the new folder cannot be made.
        ConfigError: if the changes are invalid, or change the network.
    """
    checkpoint = read_checkpoint(folder / CHECKPOINT_FILE, outline(folder).config.model)
    # read afterwards, so that a parent in training has written the checkpoint's epoch
    parent = read_record(folder)
    check_lines(parent, checkpoint.epoch)
    config = _config_of_fork(parent.config, checkpoint, changes)
    run = new_id(config)
    record = _until(parent, run, config, checkpoint.epoch)
    record.forked_from = (parent.run, checkpoint.epoch)
    own_checkpoint = replace(checkpoint, settings=live_settings(config))
    if change_weights is not None:
        own_checkpoint = replace(own_checkpoint, weights=_changed(checkpoint, change_weights))

    fork_folder = runs_dir / run
    runs_folder.prepare(runs_dir)
    try:
        with unfinished_import(runs_dir) as temporary:
            _write_fork(create(temporary, run), record, own_checkpoint, find_best(folder, record))
            (temporary / run).rename(fork_folder)
    except OSError as error:
        raise not_kept(fork_folder, error) from error
    runs_folder.note_new_run(runs_dir)
    data = _data_until(parent, checkpoint.epoch) if config.data == parent.config.data else {}
    return StartPoint(fork_folder, record, own_checkpoint, data=data, stamp=stamp_of(fork_folder))


def _changed(checkpoint: Checkpoint, change_weights: Callable[[Weights], Weights]) -> Weights:
    """Return other weights than the checkpoint's.

    Raises:
        RunFolderError: if they are not finite.
    """
    changed = change_weights(checkpoint.weights)
    if not are_sound(changed):
        raise RunFolderError(message("Its weights are no finite numbers, so it is not kept."))
    return changed


def _write_fork(
    folder: Path, record: RunRecord, checkpoint: Checkpoint, best: Weights | None
) -> None:
    """Write all files of a fork that has not been trained yet.

    Raises:
        OSError: if one cannot be written.
    """
    write_history(folder, record)
    write_checkpoint(folder / CHECKPOINT_FILE, checkpoint)
    write_weights(folder / WEIGHTS_FILE, checkpoint.weights, Moment(checkpoint.epoch))
    if best is not None and record.best is not None:
        write_best(folder, record.best.epoch, best)
    write_description(folder, described(replace(record, state=RunState.STOPPED)))


def _config_of_fork(
    parent: RunConfig, checkpoint: Checkpoint, changes: Mapping[str, object]
) -> RunConfig:
    """Return the fork's config; without new epochs it trains as many again as its parent.

    No run has more epochs than the setting allows, so a fork of a long one trains fewer.

    Raises:
        ConfigError: if the changes are invalid, change the network or a cut that lies behind, or
            if no epochs are left.
    """
    current = with_values(parent, checkpoint.settings)
    config = with_values(current, changes)
    if config.model != current.model or config.data.dataset != parent.data.dataset:
        raise ConfigError(
            "model", message("A fork keeps its parent's network; start a new run for another one.")
        )
    is_other_cut = config.pruning.cuts and config.pruning != current.pruning
    if is_other_cut and config.pruning.after < checkpoint.epoch:
        raise ConfigError(
            "pruning.after",
            message(
                "The fork begins after epoch {epoch}; weights can be cut there or later.",
                epoch=checkpoint.epoch,
            ),
        )
    if config.epochs <= checkpoint.epoch:
        wanted, most = checkpoint.epoch + parent.epochs, FIELDS["epochs"].high
        is_too_long = most is not None and checkpoint.epoch < most < wanted
        config = with_values(config, {"epochs": most if is_too_long else wanted})
    return config


def _until(record: RunRecord, run: str, config: RunConfig, epoch: int) -> RunRecord:
    """Return the record as it was after `epoch`, with another id and config."""
    openings = (
        None
        if record.openings is None
        else tuple(replace(one, epochs=min(one.epochs, epoch)) for one in record.openings)
    )
    earlier = RunRecord(
        run,
        config,
        forked_from=record.forked_from,
        openings=openings,
        is_imported=record.is_imported,
    )
    for completed in record.epochs:
        if completed.epoch <= epoch:
            earlier.apply(replace(completed, run=run))

    earlier.points = [replace(point, run=run) for point in record.points if epoch >= point.epoch]
    earlier.layers = [
        replace(measured, run=run) for measured in record.layers if measured.epoch <= epoch
    ]
    earlier.changes = [
        replace(change, run=run) for change in record.changes if change.epoch <= epoch
    ]
    if run == record.run:
        earlier.comparison = record.comparison
        earlier.sessions = [session for session in record.sessions if session.epochs_before < epoch]
    return earlier


def _data_until(record: RunRecord, epoch: int) -> Mapping[str, str]:
    """Return the hashes of the data that the last session before the end of `epoch` trained on."""
    sessions = [session for session in record.sessions if session.epochs_before < epoch]
    return sessions[-1].data if sessions else {}


def write_history(
    folder: Path, record: RunRecord, later: Sequence[SettingChanged] = ()
) -> dict[str, int]:
    """Make the folder's lines say what the record does, with no later epochs; keep `later` changes.

    Return the bytes of each file.

    Raises:
        OSError: if that cannot be done.
    """
    changes, sizes = [*record.changes, *later][:MAX_CHANGE_LINES], {}
    for name, lines in (
        (METRICS_FILE, record.epochs),
        (POINTS_FILE, of_first_epoch(record.points)),
        (LAYERS_FILE, record.layers),
        (CHANGES_FILE, changes),
    ):
        content = "".join(json_line(line) for line in lines).encode()
        if content or not is_missing(folder / name):  # also a link that leads nowhere
            replace_file(folder / name, content)
        sizes[name] = len(content)
    forget_epochs(folder, lambda epoch: epoch <= record.epochs_done)
    if not record.epochs_done:
        forget_parts(folder)
    return sizes
