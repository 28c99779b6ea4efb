"""A run folder as one `.zip`, to give to a classmate, and its way back into a runs folder.

What comes from somebody else is read with distrust (see `archive_members`). Its files go into a
hidden folder next to the runs, where they are read as strictly as those of any kept run; only then
is the folder moved among the runs, in one step.
"""

import errno
import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, nullcontext
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from core.cancellation import go_on, part_of_work
from core.errors import RunFolderError, not_readable
from core.file_presence import is_missing
from core.files import (
    is_link,
    open_file,
    replace_file,
    replacement,
)
from core.lifecycle.archive_members import (
    MAX_FILE_BYTES,
    MAX_TENSOR_BYTES,
    Copying,
    are_equal,
    extract,
    open_archive,
    read_description,
    refusal,
    run_members,
)
from core.lifecycle.continuing import check_lines
from core.messages import Message, message
from core.run.identity import as_id, is_id, numbered_id
from core.run.record import RunRecord, RunState
from core.storage import layout, runs_folder
from core.storage import records as runs
from core.storage.description import described, write_description
from core.storage.epoch_weights import (
    epoch_file,
    kept_epochs,
    kept_parts,
    part_file,
    read_epoch_weights,
    read_moment,
)
from core.storage.labels import check_label
from core.storage.layout import (
    BEST_FILE,
    CHANGES_FILE,
    CHECKPOINT_FILE,
    EPOCHS_FOLDER,
    LABEL_FILE,
    LAYERS_FILE,
    METRICS_FILE,
    POINTS_FILE,
    RUN_FILE,
    WEIGHTS_FILE,
)
from core.storage.ownership import sweep_unfinished_imports, unfinished_import
from core.storage.weight_files import largest_file, read_checkpoint, read_dated_weights
from core.trees import pinned, pinned_as_named

# the times that an archive can hold, in every time zone: 1980 to 2107
MIN_TIME_S, MAX_TIME_S = 315_705_600.0, 4_354_646_400.0


@dataclass(frozen=True)
class Imported:
    """The result of an import.

    Attributes:
        folder: where the run is now.
        is_new: False if the very same run was there already.
        was: the id under which the run was packed, if it got another one; None if it kept its id.
    """

    folder: Path
    is_new: bool = True
    was: str | None = None

    @property
    def run(self) -> str:
        """The id that the run has now."""
        return self.folder.name

    @property
    def message(self) -> Message:
        """The result in a sentence, with ids."""
        if self.was is not None:
            return message(
                "Imported as {run}: another run is already called {was}.",
                run=self.run,
                was=self.was,
            )
        return self.told_of(self.run)

    def told_of(self, name: str) -> Message:
        """Return the result in a sentence that calls the run by this name."""
        if self.is_new:
            return message("Imported: {run}.", run=name)
        return message("This run is already here: {run}.", run=name)


def pack(folder: Path, path: Path) -> None:
    """Pack a run folder into a zip file, in a folder that is named like the run.

    If no id can be like the folder's name, as after it was renamed, it is packed under one that
    resembles it. A run that is being trained is packed as far as it has come.

    Raises:
        RunFolderError: if a file of the run cannot be read.
        OSError: if the archive cannot be written.
        CancelledError: if nobody waits for it any more.
    """
    with ExitStack() as stack:
        try:
            there = stack.enter_context(pinned_as_named(folder))
        except OSError as error:
            raise RunFolderError(not_readable(folder, error)) from error
        names = list(_files_to_pack(there))
        copying = Copying(sum(_size(there / name) for name in names))
        file = stack.enter_context(replacement(path))
        archive = stack.enter_context(ZipFile(file, "w", strict_timestamps=False))
        for name in names:
            try:
                source, member = _open_member(there, name, _packed_name(folder))
            except OSError as error:
                if isinstance(error, FileNotFoundError) and name.startswith(EPOCHS_FOLDER):
                    continue  # training thins out kept epochs
                raise RunFolderError(not_readable(folder / name, error)) from error

            with source, archive.open(member, "w") as target:
                copying.copy(source, target)


def _size(file: Path) -> int:
    try:
        return os.lstat(file).st_size
    except OSError:  # training thins out kept epochs
        return 0


def _open_member(folder: Path, name: str, packed: str) -> tuple[BinaryIO, ZipInfo]:
    """Open a file of the run; a link could lead to a file that is not to be given away.

    Args:
        packed: the name of the run in the archive.

    Raises:
        OSError: if it cannot be opened, is reached through a link, or is larger than an import
            accepts.
    """
    path = folder / name
    with pinned(path.parent) if name.startswith(EPOCHS_FOLDER) else nullcontext(folder) as there:
        source = open_file(there / path.name, follows_links=False)
    status = os.fstat(source.fileno())
    if status.st_size > MAX_FILE_BYTES.get(name, MAX_TENSOR_BYTES):
        source.close()
        raise OSError(errno.EFBIG, "larger than an import accepts", str(path))
    changed_s = min(max(status.st_mtime, MIN_TIME_S), MAX_TIME_S)
    member = ZipInfo(f"{packed}/{name}", time.localtime(changed_s)[:6])
    member.external_attr = (status.st_mode & 0xFFFF) << 16
    member.compress_type = _compression_of(name)
    member.file_size = status.st_size
    return source, member


def _packed_name(folder: Path) -> str:
    """Return the name under which a run is packed, which imports of all versions accept."""
    return _fit_name(folder.name)


def _fit_name(name: str) -> str:
    """Return the name if a run may have it, otherwise one that resembles it."""
    run = name if is_id(name) else as_id(name)
    return f"run-{run}" if layout.is_reserved(run) else run


def _files_to_pack(folder: Path) -> Iterator[str]:
    # first the checkpoint: of a run that is being trained, the lines must not end before it
    names = sorted(MAX_FILE_BYTES, key=lambda name: name != CHECKPOINT_FILE)
    # without a description there is no run any more, and no archive of it
    yield from (name for name in names if name == RUN_FILE or not is_missing(folder / name))
    for epoch in kept_epochs(folder):
        yield epoch_file(folder, epoch).relative_to(folder).as_posix()
    for moment in kept_parts(folder):
        yield part_file(folder, moment).relative_to(folder).as_posix()


def _compression_of(name: str) -> int:
    is_text = name.endswith((".json", ".jsonl"))
    return ZIP_DEFLATED if is_text else ZIP_STORED


def unpack(file: Path, runs_dir: Path) -> Imported:
    """Import the run of an archive into `runs_dir`.

    If another run has its id already, it gets a new one; if the very same run is there, nothing is
    done.

    Raises:
        ArchiveError: if the file is no archive of a run, or holds what it must not, or a file in it
            is damaged.
        RunFolderError: if the run cannot be kept in `runs_dir`.
        CancelledError: if nobody waits for it any more; nothing is imported then.
    """
    runs_folder.prepare(runs_dir)
    try:
        sweep_unfinished_imports(runs_dir)
        with unfinished_import(runs_dir) as temporary:
            try:
                with part_of_work(0, 2):
                    folder = _extract_run(file, temporary)
                with part_of_work(1, 2):
                    record = replace(_read_strictly(folder), is_imported=True)
                write_description(folder, described(record))
            except RunFolderError as error:
                raise refusal(file, _without_folder(error.message)) from error
            imported = _move_to_runs(folder, record, runs_dir)
            runs_folder.note_new_run(runs_dir)  # the archive may be deleted now
            return imported
    except OSError as error:
        raise layout.not_kept(runs_dir, error) from error


def _extract_run(file: Path, temporary: Path) -> Path:
    """Write the run folder below `temporary` and return it; only its description is read so far."""
    with open_archive(file) as archive:
        top, members = run_members(archive, file)
        description = read_description(archive, members, file)
        run = _name_of_import(top, description.get("run"))
        folder = temporary / run
        folder.mkdir()
        copying = Copying(sum(member.file_size for member in members.values()))
        extract(archive, members.pop(RUN_FILE), folder / RUN_FILE, copying)

        # the description limits the size of the other files
        max_bytes = largest_file(runs.outline(folder).config.model)
        for name, member in members.items():
            if name.endswith(".safetensors") and member.file_size > max_bytes:
                raise refusal(file, message("{name} is larger than its network.", name=name))
            extract(archive, member, folder / name, copying)
    return folder


def _name_of_import(top: str, run: object) -> str:
    """Return the name for an imported run: its folder's, its own, or one that resembles them.

    Earlier versions packed runs under names that no run may have today.
    """
    names = [name for name in (top, run) if isinstance(name, str) and name]
    fit = [name for name in names if _fit_name(name) == name]
    return (fit or [_fit_name(name) for name in (*names, "")])[0]


def _without_folder(text: Message) -> Message:
    """Return the message with a file's name in place of its path in the temporary folder."""
    file = text.values.get("file")
    if file is None:
        return text
    return Message(text.template, {**text.values, "file": Path(str(file)).name})


def _read_strictly(folder: Path) -> RunRecord:
    """Read all of the run once; return its record.

    Raises:
        RunFolderError: if a file is damaged.
    """
    record = runs.read_record(folder)
    check_label(folder)
    model = record.config.model

    # weights
    if not is_missing(folder / WEIGHTS_FILE):
        _read_weights(folder, record.state)
    if not is_missing(folder / BEST_FILE):
        read_dated_weights(folder / BEST_FILE, model)
    if not is_missing(folder / CHECKPOINT_FILE):
        check_lines(record, read_checkpoint(folder / CHECKPOINT_FILE, model).epoch)
    epochs, moments = kept_epochs(folder), kept_parts(folder)
    count = len(epochs) + len(moments)
    for index, epoch in enumerate(epochs):
        go_on(index / count)
        read_epoch_weights(folder, epoch, model)
    for index, moment in enumerate(moments, len(epochs)):
        go_on(index / count)
        read_moment(folder, moment, record.config)
    return record


def _read_weights(folder: Path, state: RunState) -> None:
    """Read the last weights; delete those of a diverged run if they have become infinite."""
    try:
        runs.open_run(folder)
    except RunFolderError:
        if state is not RunState.DIVERGED:
            raise
        (folder / WEIGHTS_FILE).unlink()


def _move_to_runs(folder: Path, record: RunRecord, runs_dir: Path) -> Imported:
    """Move a run that was read among the others, under a new id if its own is taken.

    It may have been imported under a new id before: next to a damaged run, for one.
    """
    run, target = folder.name, runs_dir / folder.name
    if _is_moved(folder, target):
        return Imported(target)
    if _is_same(folder, record, target):
        return Imported(target, is_new=False)

    for number in count(2):
        target = runs_dir / numbered_id(run, number)
        folder = _renamed(folder, record, target.name)
        if _is_moved(folder, target):
            break
        if _is_same(folder, record, target):
            return Imported(target, is_new=False)
    return Imported(target, was=run)


def _is_moved(folder: Path, target: Path) -> bool:
    """Move the folder unless the target exists, which another import may have just made."""
    if not is_missing(target):
        return False
    try:
        folder.rename(target)
    except OSError:
        if not is_missing(target):
            return False
        raise
    return True


def _is_same(first: Path, mine: RunRecord, second: Path) -> bool:
    """Return whether the second folder is the same run at the same point, and lacks nothing.

    What the first one holds must be there, undamaged; labels may differ.

    Args:
        mine: the record in the first folder, perhaps under an earlier id.
    """
    file = second / RUN_FILE
    if any(map(is_link, (second, file, second / EPOCHS_FOLDER))) or not os.path.isfile(file):
        return False
    try:
        theirs = runs.read_record(second)
    except RunFolderError:
        return False
    is_same_run = (mine.config, mine.forked_from) == (theirs.config, theirs.forked_from)
    has_end = mine.end is None or theirs.end is not None
    names = {METRICS_FILE, CHANGES_FILE, WEIGHTS_FILE, *_files_to_pack(first)}
    return (
        is_same_run
        and has_end
        and all(are_equal(first / name, second / name) for name in names - {RUN_FILE, LABEL_FILE})
    )


def _renamed(folder: Path, record: RunRecord, run: str) -> Path:
    """Rename the folder of a record, write the new id into its files, and return its path."""
    path = folder.with_name(run)
    folder.rename(path)

    for name, events in (
        (METRICS_FILE, record.epochs),
        (POINTS_FILE, record.points),
        (LAYERS_FILE, record.layers),
        (CHANGES_FILE, record.changes),
    ):
        if events:
            text = "".join(runs.json_line(replace(event, run=run)) for event in events)
            replace_file(path / name, text.encode())

    renamed = replace(
        record,
        run=run,
        last=record.last and replace(record.last, run=run),
        best=record.best and replace(record.best, run=run),
    )
    write_description(path, described(renamed))
    return path
