"""The layout of run folders: file names, size limits; making, finding, locking, deleting them."""

import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout

from core.errors import FileError, RunFolderError
from core.files import read_file
from core.messages import message

RUN_FILE = "run.json"
METRICS_FILE = "metrics.jsonl"
CHANGES_FILE = "changes.jsonl"
LAYERS_FILE = "layers.jsonl"
LABEL_FILE = "label.json"
WEIGHTS_FILE = "weights.safetensors"
BEST_FILE = "best.safetensors"
CHECKPOINT_FILE = "checkpoint.safetensors"
LOCK_FILE = "lock"
COMPARISONS_FOLDER = "comparisons"  # next to the run folders
DAMAGED_FOLDER = "damaged"
MAX_DESCRIPTION_BYTES = 1_000_000
MAX_LINES_BYTES = 20_000_000  # some 40,000 epochs
MAX_LINE_BYTES = 100_000  # parsed, JSON can take thirty times its length; a line has about 2,000
MAX_LAYERS_BYTES = 100_000_000  # its lines are several times as long


def create(runs_dir: Path, run: str) -> Path:
    """Create the folder for a run.

    Raises:
        RunFolderError: if it cannot be created.
    """
    folder = runs_dir / run
    try:
        folder.mkdir(parents=True)
    except OSError as error:
        raise not_kept(folder, error) from error
    return folder


def not_kept(folder: Path, error: OSError) -> RunFolderError:
    """Return the error to raise where a run's folder cannot be written."""
    reason = error.strerror or str(error)
    return RunFolderError(
        message("The run cannot be kept in {folder}: {reason}.", folder=str(folder), reason=reason)
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
    """Return the lock that a process holds while it trains; the system frees it at its end."""
    return FileLock(folder / LOCK_FILE, timeout=0)


def is_in_use(folder: Path) -> bool:
    """Return whether some process is training the run."""
    if not (folder / LOCK_FILE).exists():
        return False
    try:
        with lock_of(folder):
            return False
    except Timeout:
        return True
    except OSError:  # the folder is not writable, so nobody trains there
        return False


def find(run: str, runs_dir: Path) -> Path:
    """Find the folder of a run, given by its id or as a path.

    An id is a folder's name within `runs_dir`; anything that contains a separator is a path. The
    result ends in the folder's own name, which is the run's, even if a link or a dot led there.

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
            "There is no run '{run}', neither in {folder} nor as a folder.",
            run=run,
            folder=str(runs_dir),
        )
    )


def folders(runs_dir: Path) -> list[Path]:
    """Return the run folders within `runs_dir`, oldest first; none if it does not exist."""
    try:
        with os.scandir(runs_dir) as entries:
            names = sorted(entry.name for entry in entries if entry.is_dir())
    except OSError:
        return []
    return [runs_dir / name for name in names if os.path.isfile(runs_dir / name / RUN_FILE)]


def set_aside(folder: Path) -> Path | None:
    """Move a folder that cannot be opened to `damaged` next to the others; return its new path.

    Return None and move nothing if the folder is in use or is a link, or if moving fails.
    """
    if folder.is_symlink() or is_in_use(folder):
        return None
    damaged = folder.parent / DAMAGED_FOLDER
    try:
        damaged.mkdir(exist_ok=True)
        target = next(path for path in _names(damaged, folder.name) if not path.exists())
        folder.rename(target)
    except OSError:  # a folder that is read-only or has been removed
        return None
    return target


def delete(path: Path) -> None:
    """Delete a run's folder, or one file of it, for good; of a link the link alone.

    Raises:
        RunFolderError: if it cannot be deleted. What is already gone is no error.
    """
    try:
        # rmtree rejects links
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    except FileNotFoundError:
        pass
    except OSError as error:
        raise RunFolderError(
            message(
                "{folder} cannot be deleted: {reason}.",
                folder=str(path),
                reason=error.strerror or str(error),
            )
        ) from error


def _names(folder: Path, name: str) -> Iterator[Path]:
    yield folder / name
    number = 2
    while True:
        yield folder / f"{name}-{number}"
        number += 1
