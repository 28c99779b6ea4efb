"""How much room the kept runs take, what could be given back, and damaged folders put out of the way.

Nothing here deletes anything: whoever asks decides what becomes of a `Removal`.
"""

import os
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from core.errors import InklingError
from core.run.record import RunRecord, RunState
from core.storage.epoch_weights import EPOCHS_FOLDER
from core.storage.layout import CHECKPOINT_FILE, DAMAGED_FOLDER, RUN_FILE, folders, is_in_use
from core.storage.records import outline


@dataclass(frozen=True)
class Space:
    """What one run takes on the disk, in bytes.

    Attributes:
        record: None for a folder that cannot be opened.
        epochs: the weights of kept epochs.
        checkpoint: what a run needs to be continued or forked.
        changed: when something of it was last written.
        is_in_use: whether somebody trains it.
    """

    folder: Path
    record: RunRecord | None
    total: int
    epochs: int
    checkpoint: int
    changed: datetime
    is_in_use: bool


@dataclass(frozen=True)
class Survey:
    """All runs of a folder, the largest first, and what was set aside there as damaged."""

    runs: tuple[Space, ...]
    damaged: int
    damaged_folder: Path

    @property
    def total(self) -> int:
        """Bytes in all."""
        return self.damaged + sum(space.total for space in self.runs)


@dataclass(frozen=True)
class Wish:
    """What may go.

    Attributes:
        epochs: the weights of kept epochs; best and last ones stay.
        checkpoints: those of completed runs, which then cannot be continued or forked.
        unfinished: whole runs that were never completed.
        older_than_days: whole runs that nobody has written to for longer.
        damaged: what was set aside.
    """

    epochs: bool = False
    checkpoints: bool = False
    unfinished: bool = False
    older_than_days: int | None = None
    damaged: bool = False


@dataclass(frozen=True)
class Removal:
    """A file or folder that may go.

    Attributes:
        run: the id of the run that it belongs to; empty for what was set aside.
        is_whole: whether nothing of the run is left then.
    """

    run: str
    path: Path
    size: int
    is_whole: bool = False


def size_of(path: Path) -> int:
    """Bytes in a file, or in all files of a folder; 0 for what is not there. Links are not followed."""
    if not path.is_dir() or path.is_symlink():
        try:
            return path.lstat().st_size
        except OSError:
            return 0
    return sum(_sizes(path))


def _sizes(folder: Path) -> Iterator[int]:
    for place, _, names in os.walk(folder):
        for name in names:
            yield size_of(Path(place, name))


def survey(runs_dir: Path) -> Survey:
    """Look at all runs; takes a moment for many."""
    spaces = sorted(map(_space, folders(runs_dir)), key=lambda space: -space.total)
    return Survey(tuple(spaces), size_of(runs_dir / DAMAGED_FOLDER), runs_dir / DAMAGED_FOLDER)


def _space(folder: Path) -> Space:
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
        datetime.fromtimestamp(_written(folder), UTC),
        is_in_use(folder),
    )


def _written(folder: Path) -> float:
    try:
        return (folder / RUN_FILE).stat().st_mtime
    except OSError:
        return 0.0


def plan(
    found: Survey, wish: Wish, spared: Collection[str] = (), now: datetime | None = None
) -> tuple[Removal, ...]:
    """What would go: never anything of a run that is in use, cannot be opened, or is `spared`."""
    oldest = None
    if wish.older_than_days is not None:
        oldest = (now or datetime.now(UTC)) - timedelta(days=wish.older_than_days)
    removals = [each for space in found.runs for each in _of_run(space, wish, oldest, spared)]
    if wish.damaged and found.damaged:
        removals.append(Removal("", found.damaged_folder, found.damaged, is_whole=True))
    return tuple(removals)


def _of_run(
    space: Space, wish: Wish, oldest: datetime | None, spared: Collection[str]
) -> Iterator[Removal]:
    record = space.record
    if record is None or space.is_in_use or record.run in spared:
        return
    is_old = oldest is not None and space.changed < oldest
    if is_old or (wish.unfinished and record.state is not RunState.COMPLETED):
        yield Removal(record.run, space.folder, space.total, is_whole=True)
        return
    if wish.epochs and space.epochs:
        yield Removal(record.run, space.folder / EPOCHS_FOLDER, space.epochs)
    if wish.checkpoints and space.checkpoint and record.state is RunState.COMPLETED:
        yield Removal(record.run, space.folder / CHECKPOINT_FILE, space.checkpoint)


def freed(removals: Sequence[Removal]) -> int:
    """Bytes that would be given back."""
    return sum(removal.size for removal in removals)
