"""Run folders on disk: the names of their files, how large those may be, making, finding and locking."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout

from core.errors import FileError, RunFolderError
from core.files import read_file
from core.messages import message

RUN_FILE, METRICS_FILE, CHANGES_FILE, LABEL_FILE = (
    "run.json",
    "metrics.jsonl",
    "changes.jsonl",
    "label.json",
)
LAYERS_FILE = "layers.jsonl"
WEIGHTS_FILE, BEST_FILE, CHECKPOINT_FILE = (
    "weights.safetensors",
    "best.safetensors",
    "checkpoint.safetensors",
)
LOCK_FILE, DAMAGED_FOLDER = "lock", "damaged"
MAX_DESCRIPTION_BYTES = 1_000_000
MAX_LINES_BYTES = 20_000_000  # some 40,000 epochs
MAX_LAYERS_BYTES = 100_000_000  # a line of these is several times as long


def create(runs_dir: Path, run: str) -> Path:
    """Make the folder for a run.

    Raises:
        RunFolderError: if that cannot be done.
    """
    folder = runs_dir / run
    try:
        folder.mkdir(parents=True)
    except OSError as error:
        raise not_kept(folder, error) from error
    return folder


def not_kept(folder: Path, error: OSError) -> RunFolderError:
    """The error to raise where a run's folder cannot be written."""
    why = error.strerror or str(error)
    return RunFolderError(
        message("The run cannot be kept in {folder}: {reason}.", folder=str(folder), reason=why)
    )


def read_run_file(path: Path, most: int) -> bytes:
    """Return the content of a file of a run, which may have `most` bytes.

    Raises:
        RunFolderError: if it cannot be read, is no ordinary file, or is larger.
    """
    try:
        return read_file(path, most)
    except FileError as error:
        raise RunFolderError(error.message) from error


def lock_of(folder: Path) -> FileLock:
    """The lock that a process holds while it trains the run in `folder`; the system frees it when that ends."""
    return FileLock(folder / LOCK_FILE, timeout=0)


def is_in_use(folder: Path) -> bool:
    """Whether some process is training the run."""
    if not (folder / LOCK_FILE).exists():
        return False
    try:
        with lock_of(folder):
            return False
    except Timeout:
        return True
    except OSError:  # a folder that cannot be written to: nobody trains there
        return False


def find(run: str, runs_dir: Path) -> Path:
    """The folder of a run, given by its id or as a path.

    An id is a folder's name within `runs_dir` and nothing else; whatever has a separator in it is a
    path. The folder is called by its own name, which is the run's, even if a link or a dot led
    there.

    Raises:
        RunFolderError: if there is none.
    """
    path = Path(run)
    for folder in (runs_dir / run, path) if path.name == run else (path,):
        with suppress(OSError):  # a name that is too long, a folder that may not be entered
            if run and (folder / RUN_FILE).is_file():
                return folder.resolve()
    raise RunFolderError(
        message(
            "There is no run {run!r}, neither in {folder} nor as a folder.",
            run=run,
            folder=str(runs_dir),
        )
    )


def folders(runs_dir: Path) -> list[Path]:
    """The run folders within `runs_dir`, oldest first; none if there is no such place."""
    try:
        with os.scandir(runs_dir) as entries:
            names = sorted(entry.name for entry in entries if entry.is_dir())
    except OSError:
        return []
    return [runs_dir / name for name in names if os.path.isfile(runs_dir / name / RUN_FILE)]


def set_aside(folder: Path) -> Path | None:
    """Move a folder that cannot be opened to `damaged` beside the others, and say where it is now.

    None, and nothing moved, if somebody uses it, if it is a link to elsewhere, or if it cannot be
    moved.
    """
    if folder.is_symlink() or is_in_use(folder):
        return None
    place = folder.parent / DAMAGED_FOLDER
    try:
        place.mkdir(exist_ok=True)
        target = next(path for path in _names(place, folder.name) if not path.exists())
        folder.rename(target)
    except OSError:  # a folder that may only be read, or that went away
        return None
    return target


def _names(place: Path, name: str) -> Iterator[Path]:
    yield place / name
    number = 2
    while True:
        yield place / f"{name}-{number}"
        number += 1


pass

COMPARISONS_FOLDER = "comparisons"
