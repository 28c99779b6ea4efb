"""The layout of run folders: file names, size limits; making, finding, locking them."""

import errno
import os
import stat
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from core.errors import (
    FileError,
    NotReadableError,
    RunFolderError,
    RunNotReadableError,
    not_readable,
    system_reason,
)
from core.file_presence import is_file, is_free, is_missing, is_new, written_ns
from core.files import is_link, make_folder, open_file, read_opened
from core.leftovers import LEFTOVER_S, delete_leftovers, leftovers
from core.locks import FileLock, LockedError, check_lock_file
from core.messages import Message, message
from core.plain_text import printable, unfit_in_id
from core.remote_paths import open_unlinked, refuse_remote_link
from core.run.identity import is_made_name
from core.temporary_folders import temporary_folder_names
from core.trees import pinned

if sys.platform != "win32":
    import fcntl

RUN_FILE = "run.json"
METRICS_FILE = "metrics.jsonl"
CHANGES_FILE = "changes.jsonl"
POINTS_FILE = "points.jsonl"
LAYERS_FILE = "layers.jsonl"
LABEL_FILE = "label.json"
WEIGHTS_FILE = "weights.safetensors"
BEST_FILE = "best.safetensors"
CHECKPOINT_FILE = "checkpoint.safetensors"
LOCK_FILE = "lock"
COMPARISONS_FOLDER, SEARCHES_FOLDER = "comparisons", "searches"  # next to the run folders
DAMAGED_FOLDER = "damaged"
EPOCHS_FOLDER = "epochs"  # within a run's folder
# begins the names of hidden folders next to the runs, in which an import or a fork is written
UNFINISHED_IMPORT = ".import-"
UNFINISHED_IMPORT_NAME = temporary_folder_names(UNFINISHED_IMPORT)
UNFINISHED_IMPORT_S = 86_400.0  # an older one was left by a killed process; one day
FOREIGN_NAMES = ("lost+found", "System Volume Information", "$RECYCLE.BIN")
OLD_TEMPORARY_NAMES = (  # of earlier versions
    *(f"{name}.tmp" for name in (RUN_FILE, METRICS_FILE, CHANGES_FILE, LAYERS_FILE, LABEL_FILE)),
    *(f"{name}.tmp" for name in (WEIGHTS_FILE, BEST_FILE, CHECKPOINT_FILE)),
    f"{CHECKPOINT_FILE}.coming",
    f"{CHECKPOINT_FILE}.coming.tmp",
)
OWN_FILES = (
    *(RUN_FILE, METRICS_FILE, CHANGES_FILE, POINTS_FILE, LAYERS_FILE, LABEL_FILE),
    *(WEIGHTS_FILE, BEST_FILE, CHECKPOINT_FILE, LOCK_FILE),
)
MIN_OWN_FILES = 2  # that a folder without a description must hold to count as the rest of a run
ASK_S = 0.1  # to find out whether a lock is held, where asking takes it
MAX_DESCRIPTION_BYTES = 1_000_000  # these limits have space for what is written: DECISIONS.md, 103
MAX_SESSIONS_BYTES = MAX_DESCRIPTION_BYTES // 2
MAX_LABEL_BYTES = 20_000  # a thousand letters, each of which JSON may write with twelve
MAX_LINES_BYTES = 20_000_000
MAX_EPOCH_LINES = 10_000  # the epochs that a config can have
MAX_CHANGE_LINES = 50_000  # changes by hand; later ones are not kept
MAX_POINT_LINES = 200  # the untrained network and a few moments of the first epoch
MAX_LINE_BYTES = 100_000  # parsed, JSON can take thirty times its length; a line has about 2,000
MAX_POINTS_BYTES = 100_000
MAX_LAYERS_BYTES = 100_000_000  # its lines are several times as long


def is_reserved(name: str) -> bool:
    """Return whether a name in the runs folder is not for runs, also where case is ignored."""
    return name.casefold() in (COMPARISONS_FOLDER, SEARCHES_FOLDER, DAMAGED_FOLDER)


def create(runs_dir: Path, run: str) -> Path:
    """Create the folder for a run, in a folder of runs that exists.

    Raises:
        RunFolderError: if it cannot be created.
    """
    folder = runs_dir / run
    try:
        folder.mkdir()
    except OSError as error:
        raise not_kept(folder, error) from error
    return folder


def not_kept(folder: Path, error: OSError) -> RunFolderError:
    """Return the error to raise where a run's folder cannot be written."""
    return RunFolderError(
        message(
            "The run cannot be kept in {folder}: {reason}.",
            folder=str(folder),
            reason=system_reason(error),
        )
    )


def read_run_file(path: Path, most: int) -> bytes:
    """Return the content of a file of a run, which may have `most` bytes.

    Raises:
        RunFolderError: if it cannot be read, is no ordinary file, or is larger;
            `RunNotReadableError` if it exists and may be sound.
    """
    try:
        return read_opened(path, open_unlinked, most)
    except NotReadableError as error:
        raise RunNotReadableError(error.message) from error
    except FileError as error:
        raise RunFolderError(error.message) from error


def lock_of(folder: Path) -> FileLock:
    """Return the lock that a process holds while it trains; the system frees it at its end."""
    return FileLock(folder / LOCK_FILE)


def check_lock(folder: Path) -> None:
    """Check that the run's lock is an ordinary file, or missing.

    Raises:
        OSError: if it is anything else.
    """
    check_lock_file(folder / LOCK_FILE)


def is_in_use(folder: Path) -> bool:
    """Return whether some process is known to train the run."""
    try:
        return is_locked(folder)
    except OSError:
        return False


def may_be_in_use(folder: Path) -> bool:
    """Return whether some process may be training the run, so that nothing of it is removed.

    Unlike for `is_in_use`, that is so where the lock cannot be read.
    """
    try:
        return is_locked(folder)
    except OSError as error:
        return error.errno != errno.EINVAL  # no file in which a process could hold a lock


def is_locked(folder: Path) -> bool:
    """Return whether a process holds the run's lock.

    Raises:
        OSError: if the lock cannot be read; with `EINVAL` if it is none.
    """
    refuse_remote_link(folder)
    if is_missing(folder / LOCK_FILE):
        return False
    check_lock(folder)
    return _is_held(folder)


def _is_held(folder: Path) -> bool:
    """Return whether a process holds the lock; several may ask at once.

    Raises:
        OSError: if the lock cannot be opened, or its file system has none.
    """
    if sys.platform == "win32":  # there two that ask hinder one another for a moment
        with suppress(LockedError), lock_of(folder).acquire(ASK_S):
            return False
        return True

    # a shared lock: it is refused while a process trains, but not while others ask
    with open_file(folder / LOCK_FILE, follows_links=False) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except (BlockingIOError, PermissionError):  # some file systems report the second
            return True
    return False


def find(run: str, runs_dir: Path) -> Path:
    """Find the folder of a run, given by its id or as a path.

    An id is a folder's name within `runs_dir`; anything that contains a separator is a path. The
    result ends in the folder's own name, which is the run's, even if a link or a dot led there.

    Raises:
        RunFolderError: if there is none; `RunNotReadableError` if the system cannot tell.
    """
    path = Path(run)
    is_id = path.name == run and not is_reserved(run)
    for folder in (runs_dir / run, path) if is_id else (path,):
        try:
            for link in (folder, folder / RUN_FILE):
                refuse_remote_link(link)
            if run and is_file(folder / RUN_FILE):
                return Path(os.path.realpath(folder))
        except OSError as error:
            raise RunNotReadableError(not_readable(folder, error)) from error
    raise RunFolderError(
        message(
            "There is no run '{run}', neither in {folder} nor as a folder.",
            run=run,
            folder=str(runs_dir),
        )
    )


@dataclass(frozen=True)
class Listing:
    """The run folders of a folder, and what there cannot be opened.

    Attributes:
        written: when each run's description or label was last written, in ns, by the run's
            name; the oldest run comes first.
        problems: a sentence for each entry that may be a run but cannot be opened, by its name.
        unusable: those of them that are the folder of a run, without a description or with a name
            that no run may have.
        unreadable: why the folder itself cannot be read; None if it can, or does not exist.
    """

    written: Mapping[str, int]
    problems: Mapping[str, Message]
    unusable: Sequence[str] = ()
    unreadable: Message | None = None


def list_runs(runs_dir: Path) -> Listing:
    """List the run folders; an entry that cannot be opened hides no other."""
    try:
        names = sorted(os.listdir(runs_dir))
    except FileNotFoundError:
        return Listing({}, {})
    except OSError as error:
        return Listing({}, {}, unreadable=not_readable(runs_dir, error))

    written, problems, unusable = {}, {}, []
    for name in names:
        folder = runs_dir / name
        try:
            status = _description_status(folder)
        except OSError as error:
            is_hidden = name.startswith(".") and not os.path.lexists(folder / RUN_FILE)
            if not (is_hidden or name in FOREIGN_NAMES or is_reserved(name)):
                problems[name] = not_readable(folder, error)
            continue

        if is_reserved(name):
            if status is not None:
                problems[name] = _taken_name(folder)
            continue
        problem = problem_of_name(folder) if status is not None else _problem_of_rest(folder)
        if problem is not None:
            problems[name] = problem
            unusable.append(name)
        elif status is not None:
            written[name] = max(status.st_mtime_ns, written_ns(folder / LABEL_FILE))
    return Listing(written, problems, unusable)


def problem_of_name(folder: Path) -> Message | None:
    """Return why no run may have the name of this folder, and what to do; None if one may."""
    character = unfit_in_id(folder.name)
    if character is None:
        return None
    return message(
        "The run in {folder} cannot be used: the folder's name must not contain the character "
        "{character}. Rename the folder.",
        folder=printable(str(folder)),
        character=character,
    )


def _taken_name(folder: Path) -> Message:
    return message(
        "The run in {folder} cannot be used: this name is for other files. Rename the folder.",
        folder=printable(str(folder)),
    )


def _problem_of_rest(folder: Path) -> Message | None:
    """Return the problem of a folder that is the rest of a run; None for any other path.

    A run that is just starting has a folder without a description, too, which is empty or in use.
    """
    if not _is_rest(folder) or is_in_use(folder) or not is_missing(folder / RUN_FILE):
        return None  # it may have started, and even ended, since it was looked at
    return message(
        "{folder} is the rest of a run that cannot be opened: {file} is missing.",
        folder=printable(str(folder)),
        file=RUN_FILE,
    )


def _is_rest(folder: Path) -> bool:
    """Return whether a folder without a description has the name or the files of a run."""
    try:
        names = os.listdir(folder)
        if {*names} <= {LOCK_FILE}:  # which is made before it is taken
            return is_made_name(folder.name) and not is_new(folder)
    except OSError:
        return False
    return is_made_name(folder.name) or len({*names} & {*OWN_FILES}) >= MIN_OWN_FILES


def _description_status(folder: Path) -> os.stat_result | None:
    """Return the status of a run's description; None if the path is no folder of a run.

    Raises:
        OSError: if the folder or the description cannot be opened, or is a link to nothing.
    """
    refuse_remote_link(folder)
    refuse_remote_link(folder / RUN_FILE)
    try:
        status = os.stat(folder / RUN_FILE)
    except NotADirectoryError:
        return None
    except FileNotFoundError:
        if is_link(folder / RUN_FILE) or (is_link(folder) and not folder.exists()):
            raise
        return None
    if not stat.S_ISREG(status.st_mode):
        raise OSError(errno.EINVAL, f"{RUN_FILE} is not a file")
    # it would be shown in place of the run that has that name
    if is_link(folder) and os.path.basename(os.path.realpath(folder)) != folder.name:
        raise OSError(errno.EINVAL, "a link to a folder of another name")
    return status


def folders(runs_dir: Path) -> list[Path]:
    """Return the run folders within `runs_dir`, oldest first; none if it cannot be read."""
    return [runs_dir / name for name in list_runs(runs_dir).written]


def leftovers_of(folder: Path, older_than_s: float = LEFTOVER_S) -> list[Path]:
    """Return the temporary files that killed processes have left in a run's folder."""
    return [
        *leftovers(folder, older_than_s, OLD_TEMPORARY_NAMES),
        *leftovers(folder / EPOCHS_FOLDER, older_than_s),
    ]


def remove_leftovers(folder: Path, older_than_s: float = LEFTOVER_S) -> None:
    """Delete the temporary files that killed processes have left in a run's folder."""
    with suppress(OSError), pinned(folder) as there:
        delete_leftovers(there, older_than_s, OLD_TEMPORARY_NAMES)
        delete_leftovers(there / EPOCHS_FOLDER, older_than_s)


def set_aside(folder: Path) -> Path | None:
    """Move a folder that cannot be opened to `damaged` next to the others; return its new path.

    Return None and move nothing if the folder is in use or is a link, or if moving fails.
    """
    if is_link(folder) or may_be_in_use(folder):
        return None
    damaged = folder.parent / DAMAGED_FOLDER
    try:
        make_folder(damaged)
        target = next(path for path in _names(damaged, folder.name) if is_free(path))
        folder.rename(target)
    except OSError:  # a folder that is read-only or has been removed
        return None
    return target


def _names(folder: Path, name: str) -> Iterator[Path]:
    yield folder / name
    for number in count(2):
        yield folder / f"{name}-{number}"
