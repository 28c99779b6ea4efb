"""The disk space of the kept runs, and the part of it that could be freed.

Nothing is deleted here: the caller decides what happens to a `Removal`.
"""

import os
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from core.errors import InklingError
from core.file_presence import is_missing
from core.files import is_link
from core.leftovers import delete_left, delete_leftovers, leftovers
from core.messages import Message
from core.run.record import RunRecord
from core.storage import layout
from core.storage.best_weights import has_best, has_last, states_best
from core.storage.epoch_weights import epoch_file, is_kept_name
from core.storage.layout import (
    CHECKPOINT_FILE,
    COMPARISONS_FOLDER,
    DAMAGED_FOLDER,
    EPOCHS_FOLDER,
    RUN_FILE,
    SEARCHES_FOLDER,
    list_runs,
    may_be_in_use,
)
from core.storage.ownership import (
    is_own_rest,
    is_own_run,
    sweep_empty_runs,
    unfinished_imports,
)
from core.storage.records import outline
from core.trees import size_of


@dataclass(frozen=True)
class Space:
    """The disk space of one run, in bytes.

    Attributes:
        record: None for a folder that cannot be opened.
        epochs: the weights of kept epochs.
        checkpoint: the file that continuing and forking need.
        changed: when the run was last written to.
        is_in_use: whether a process is, or may be, training it.
        leftovers: temporary files of processes that were killed.
        is_unusable: whether it is Inkling's own folder, but without a description or with a name
            that no run may have.
        what: see `Removal`.
    """

    folder: Path
    record: RunRecord | None
    total: int
    epochs: int
    checkpoint: int
    changed: datetime
    is_in_use: bool
    leftovers: tuple[Path, ...] = ()
    is_unusable: bool = False
    what: os.stat_result | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class Removal:
    """A file or folder that may be removed.

    Attributes:
        run: the name of the run's folder that it belongs to; empty for what was set aside and for
            leftovers next to the runs.
        is_whole: whether it is the whole run.
        what: what was there as it was found, and alone may be removed; None if it had gone.
    """

    run: str
    path: Path
    size: int
    is_whole: bool = False
    what: os.stat_result | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class Survey:
    """All runs of a folder, the largest first, and the damaged ones that were set aside there.

    Attributes:
        damaged: the runs that were set aside.
        leftovers: what processes that were killed have left next to the runs.
        unreadable: why the folder cannot be read; None if it can.
    """

    runs: tuple[Space, ...]
    damaged: tuple[Removal, ...] = ()
    leftovers: tuple[Removal, ...] = ()
    unreadable: Message | None = None

    @property
    def total(self) -> int:
        """Bytes in all."""
        others = freed((*self.damaged, *self.leftovers))
        return others + sum(space.total for space in self.runs)


@dataclass(frozen=True)
class CleanUpOptions:
    """The choice of what may be removed.

    Attributes:
        epochs: the weights of kept epochs, but not the best and the last ones.
        checkpoints: those of completed runs, which then cannot be continued or forked.
        unfinished: whole runs that were never completed.
        older_than_days: whole runs that were last written to longer ago.
        damaged: the folders that were set aside as damaged.
        leftovers: temporary files of processes that were killed.
        unusable: folders without a description, or with a name that no run may have.
    """

    epochs: bool = False
    checkpoints: bool = False
    unfinished: bool = False
    older_than_days: int | None = None
    damaged: bool = False
    leftovers: bool = False
    unusable: bool = False


def survey(runs_dir: Path) -> Survey:
    """Measure all runs; slow for many."""
    listing = list_runs(runs_dir)
    usable = [_space(runs_dir / name) for name in listing.written]
    unusable = [
        replace(_space(folder), is_unusable=is_own_run(folder) or is_own_rest(folder))
        for folder in (runs_dir / name for name in listing.unusable)
    ]
    spaces = sorted((*usable, *unusable), key=lambda space: -space.total)
    damaged = tuple(_set_aside(runs_dir / DAMAGED_FOLDER))
    left = (
        *(_removal("", path) for path in _files_next_to_runs(runs_dir)),
        *(
            Removal("", path, size_of(path), what=what)
            for path, what in _unfinished_imports(runs_dir).items()
        ),
    )
    return Survey(tuple(spaces), damaged, left, listing.unreadable)


def _set_aside(folder: Path) -> Iterator[Removal]:
    """Yield the runs that were set aside in a folder."""
    with suppress(OSError):
        for path in [] if is_link(folder) else sorted(folder.iterdir()):
            found = _removal("", path, is_whole=True)
            if is_own_run(path):
                yield found


def _removal(run: str, path: Path, *, is_whole: bool = False) -> Removal:
    return Removal(run, path, size_of(path), is_whole, _found_at(path))


def _found_at(path: Path) -> os.stat_result | None:
    with suppress(OSError):
        return os.lstat(path)
    return None


def _unfinished_imports(runs_dir: Path) -> dict[Path, os.stat_result]:
    """Return what imports, forks and deletions have left, also those of what was set aside."""
    damaged = runs_dir / DAMAGED_FOLDER
    return unfinished_imports(runs_dir) | ({} if is_link(damaged) else unfinished_imports(damaged))


def _files_next_to_runs(runs_dir: Path) -> Iterator[Path]:
    """Yield files that processes have left, if no running one can need them."""
    for folder in _shared_folders(runs_dir):
        yield from leftovers(folder)


def _shared_folders(runs_dir: Path) -> tuple[Path, ...]:
    return runs_dir, runs_dir / COMPARISONS_FOLDER, runs_dir / SEARCHES_FOLDER


def remove_leftovers(runs_dir: Path) -> None:
    """Delete what killed processes have left in the runs folder; nothing of runs in use.

    That includes the folders of runs to which nothing was written, as long as they are empty. What
    takes the place of a file meanwhile may be a run, so nothing but a file is deleted there.
    """
    for folder in _shared_folders(runs_dir):
        delete_leftovers(folder)
    delete_left(_unfinished_imports(runs_dir))
    listing = list_runs(runs_dir)
    sweep_empty_runs(runs_dir, listing.unusable)
    for folder in (runs_dir / name for name in listing.written):
        if layout.leftovers_of(folder) and is_own_run(folder) and not may_be_in_use(folder):
            layout.remove_leftovers(folder)


def _space(folder: Path) -> Space:
    what = _found_at(folder)
    try:
        record = outline(folder)
    except InklingError:
        record = None
    return Space(
        folder,
        record,
        size_of(folder),
        size_of(folder / EPOCHS_FOLDER),
        size_of(folder / CHECKPOINT_FILE),
        _changed(folder),
        may_be_in_use(folder),
        () if is_link(folder) else tuple(layout.leftovers_of(folder)),
        what=what,
    )


def _changed(folder: Path) -> datetime:
    """Return when a run was last written; the nearest date for a time beyond all dates.

    That is the last of all dates if the system cannot tell, so that no run is taken for old.
    """
    try:
        changed_s = (folder / RUN_FILE).stat().st_mtime
    except OSError:
        return datetime.max.replace(tzinfo=UTC)
    try:
        return datetime.fromtimestamp(changed_s, UTC)
    except (ValueError, OverflowError, OSError):
        return (datetime.max if changed_s > 0 else datetime.min).replace(tzinfo=UTC)


def plan(
    survey: Survey,
    options: CleanUpOptions,
    spared: Collection[str] = (),
    now: datetime | None = None,
    *,
    reads_weights: bool = False,
) -> tuple[Removal, ...]:
    """Return what would be removed: nothing of runs in use or `spared`.

    Args:
        reads_weights: read the weights that are to stay, and spare others if those are damaged;
            slow. To show what would be removed, what the files state is enough.
    """
    oldest = None
    if options.older_than_days is not None:
        oldest = _before(now or datetime.now(UTC), options.older_than_days)

    removals = [
        removal
        for space in survey.runs
        if not space.is_in_use and space.folder.name not in spared
        for removal in _removals_of(space, options, oldest, reads_weights)
    ]
    if options.damaged:
        removals += survey.damaged
    if options.leftovers:
        removals += survey.leftovers
    return tuple(removals)


def _before(now: datetime, days: int) -> datetime:
    """Return the moment so many days ago; the first one there is, if the clock is that wrong."""
    try:
        return now - timedelta(days=days)
    except OverflowError:
        return datetime.min.replace(tzinfo=UTC)


def _removals_of(
    space: Space, options: CleanUpOptions, oldest: datetime | None, reads_weights: bool
) -> Iterator[Removal]:
    record = space.record
    if options.unusable and space.is_unusable:
        yield Removal(space.folder.name, space.folder, space.total, True, space.what)
    if record is None:  # it may be damaged, or of a later version
        return

    is_old = oldest is not None and space.changed < oldest
    if is_old or (options.unfinished and not record.state.is_finished):
        yield Removal(record.run, space.folder, space.total, True, space.what)
        return
    if is_link(space.folder):  # the run behind it belongs to another folder
        return
    if options.leftovers:
        for path in space.leftovers:
            yield _removal(record.run, path)

    takes_epochs = options.epochs and space.epochs > 0
    takes_checkpoint = options.checkpoints and space.checkpoint > 0 and record.state.is_finished
    if not (takes_epochs or takes_checkpoint):
        return
    needed = _needed(space.folder, record, reads_weights)
    if takes_epochs:
        yield from _epochs_of(space, record, needed)
    checkpoint = space.folder / CHECKPOINT_FILE
    if takes_checkpoint and checkpoint not in needed:
        yield _removal(record.run, checkpoint)


def _needed(folder: Path, record: RunRecord, reads_weights: bool) -> set[Path]:
    """Return the files that stay because the run's own files lack their weights, or are damaged."""
    needed = set()
    if record.best is not None and not (has_best if reads_weights else states_best)(folder, record):
        needed.add(epoch_file(folder, record.best.epoch))
    if reads_weights and not has_last(folder, record):
        needed |= {epoch_file(folder, record.epochs_done), folder / CHECKPOINT_FILE}
    return {file for file in needed if not is_missing(file)}


def _epochs_of(space: Space, record: RunRecord, needed: Collection[Path]) -> Iterator[Removal]:
    """Yield the kept epochs: their folder, or one by one if anything in it stays.

    An epoch that is needed stays, and so do the user's own files. If the folder is a link, it is
    the link: what it leads to belongs to somebody else.
    """
    folder = space.folder / EPOCHS_FOLDER
    if is_link(folder):
        yield Removal(record.run, folder, space.epochs, what=_found_at(folder))
        return

    with suppress(OSError):  # a folder that cannot be read stays
        names = sorted(os.listdir(folder))
        unneeded = [name for name in names if is_kept_name(name) and folder / name not in needed]
        if unneeded == names:
            yield Removal(record.run, folder, space.epochs, what=_found_at(folder))
            return
        for name in unneeded:
            yield _removal(record.run, folder / name)


def freed(removals: Sequence[Removal]) -> int:
    """Return the bytes that the removals would free."""
    return sum(removal.size for removal in removals)
