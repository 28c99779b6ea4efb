"""What in a runs folder is Inkling's own.

The folder is whatever a settings file names, so it may belong to another program that has a
`run.json`, a `comparisons` or a `damaged` of its own. Only what is recognised here is ever moved or
cleaned up.
"""

import json
import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from itertools import filterfalse
from pathlib import Path

from core.errors import FileError
from core.file_presence import is_missing, names_in
from core.files import TEMPORARY_NAME, is_link, read_file
from core.leftovers import LEFTOVER_S, delete_left, left_folders
from core.remote_paths import is_remote_link
from core.run.identity import is_made_name
from core.storage.epoch_weights import is_kept_name
from core.storage.layout import (
    COMPARISONS_FOLDER,
    EPOCHS_FOLDER,
    MAX_DESCRIPTION_BYTES,
    OLD_TEMPORARY_NAMES,
    OWN_FILES,
    RUN_FILE,
    SEARCHES_FOLDER,
    UNFINISHED_IMPORT,
    UNFINISHED_IMPORT_NAME,
    UNFINISHED_IMPORT_S,
)
from core.temporary_folders import temporary_folder
from core.trees import pinned

# the keys of every description of a run or of a comparison, and the types of their values
RUN_KEYS = {"schema": int, "run": str, "config": dict, "state": str, "epochs_done": int}
COMPARISON_KEYS = {"schema": int, "made": str, "kind": str, "seeds": list, "runs": dict}
# what a text that is cut or damaged must still contain: keys of the top level as they are written
CUT_RUN = tuple(
    re.compile(line, re.MULTILINE)
    for line in (rb"\A\{\n", rb'^  "schema": [0-9]+,$', rb'^  "run": "', rb'^  "config": \{$')
)
CUT_COMPARISON = (re.compile(rb'\A\{"schema": [0-9]+, "made": "[0-9T:.+-]+", "kind": "'),)
MAX_COMPARISON_BYTES = 5_000_000  # a thousand networks take about half of it

# of the files of a search: its description, its journal, and the lock of who trains it
SEARCH_SUFFIXES = DESCRIPTION_SUFFIX, JOURNAL_SUFFIX, CLAIM_SUFFIX = ".json", ".journal", ".lock"
DESKTOP_FILES = (".DS_Store", "Thumbs.db", "desktop.ini")  # that desktops put into any folder
UNFINISHED_FOLDER = ".inkling-unfinished"  # in which the run of an unfinished import lies
_RUN_ENTRIES = {*OWN_FILES, EPOCHS_FOLDER, *OLD_TEMPORARY_NAMES, "tensorboard", *DESKTOP_FILES}


def is_own_run(folder: Path) -> bool:
    """Return whether Inkling made a folder with a `run.json`, perhaps a damaged one."""
    path = folder / RUN_FILE
    if is_link(folder) or is_remote_link(path) or not os.path.isfile(path):
        return False
    if is_made_name(folder.name):
        return True
    return _has_keys(path, MAX_DESCRIPTION_BYTES, RUN_KEYS, CUT_RUN)


def is_own_rest(folder: Path) -> bool:
    """Return whether a folder without a `run.json` is what Inkling has left of a run, and no more.

    Other programs have a `metrics.jsonl`, too; without a name of Inkling's it may be theirs.
    """
    epochs = folder / EPOCHS_FOLDER
    try:
        names = os.listdir(folder)
        kept = [] if is_link(epochs) else names_in(epochs)
    except OSError:
        return False
    is_own = is_made_name(folder.name) and not is_link(folder) and RUN_FILE not in names
    return is_own and _are_of_a_run([*names, *filterfalse(is_kept_name, kept)])


def is_own_comparison(file: Path) -> bool:
    """Return whether Inkling wrote the file of a comparison, perhaps a damaged one."""
    if is_link(file) or not os.path.isfile(file) or file.suffix.casefold() != ".json":
        return False
    if is_made_name(file.stem):
        return True
    return _has_keys(file, MAX_COMPARISON_BYTES, COMPARISON_KEYS, CUT_COMPARISON)


def _has_keys(
    path: Path, max_bytes: int, keys: Mapping[str, type], parts: Iterable[re.Pattern[bytes]]
) -> bool:
    """Return whether a file is JSON with such values, or a damaged text with these parts.

    Whatever another program may have written stays where it is, so all of these keys must be at the
    top level. Numbers that no run can have do not count: other programs write NaN as well.
    """
    try:
        content = read_file(path, max_bytes)
    except FileError:
        return False
    try:
        values = json.loads(content)
    except (ValueError, RecursionError):
        return all(part.search(content) for part in parts)
    return isinstance(values, dict) and all(
        type(values.get(key)) is kind for key, kind in keys.items()
    )


def is_kept_file(path: Path) -> bool:
    """Return whether a path is one at which a run, a comparison or a search is kept."""
    # Windows opens `run.json` by the names `run.json.` and `run.json::$DATA`, too
    folder, opened = path.parent, path.name.partition(":")[0].rstrip(" .")
    name = opened.casefold()
    if folder.name.casefold() == COMPARISONS_FOLDER:
        return is_own_comparison(folder / opened)
    if folder.name.casefold() == SEARCHES_FOLDER:
        return _is_of_search(folder / opened)
    is_own = not is_missing(folder / RUN_FILE)  # a run may be called like the folder
    if folder.name.casefold() == EPOCHS_FOLDER and not is_own:
        folder, name = folder.parent, EPOCHS_FOLDER
    is_run = is_made_name(folder.name) or not is_missing(folder / RUN_FILE)
    is_part = is_run and name in (*OWN_FILES, EPOCHS_FOLDER)
    return is_part or not is_missing(path / RUN_FILE)


def _is_of_search(file: Path) -> bool:
    is_search = is_made_name(file.stem) or not is_missing(file.with_suffix(JOURNAL_SUFFIX))
    return is_search and file.suffix.casefold() in SEARCH_SUFFIXES


@contextmanager
def unfinished_import(runs_dir: Path) -> Iterator[Path]:
    """Yield a new folder in which a run is written, or deleted; it goes when the block ends.

    What a killed process leaves of it is recognised by the name within.

    Raises:
        OSError: if it cannot be made.
    """
    with temporary_folder(runs_dir, UNFINISHED_IMPORT) as folder:
        inside = folder / UNFINISHED_FOLDER
        inside.mkdir()
        yield inside


def unfinished_imports(runs_dir: Path) -> dict[Path, os.stat_result]:
    """Return the folders that killed imports, forks and deletions have left, and what they are."""
    found = left_folders(runs_dir, UNFINISHED_IMPORT_NAME.fullmatch, UNFINISHED_IMPORT_S)
    return {path: what for path, what in found.items() if _is_left(path, what)}


def _is_left(folder: Path, what: os.stat_result) -> bool:
    try:
        with pinned(folder) as there:
            return os.path.samestat(os.stat(there), what) and is_unfinished_import(there)
    except OSError:
        return False


def sweep_unfinished_imports(runs_dir: Path) -> None:
    """Delete what killed imports, forks and deletions have left."""
    delete_left(unfinished_imports(runs_dir))


def sweep_empty_runs(runs_dir: Path, names: Collection[str]) -> None:
    """Delete the empty folders of runs whose processes were killed before they wrote anything.

    Args:
        names: of the folders to look at.
    """
    for folder in left_folders(runs_dir, {*filter(is_made_name, names)}.__contains__, LEFTOVER_S):
        with suppress(OSError):  # there is something in it, or another process sweeps
            folder.rmdir()


def is_unfinished_import(folder: Path) -> bool:
    """Return whether a folder holds what a killed import, fork or deletion leaves: parts of a run.

    Its name alone says nothing: another user may have given it to any folder. Without the folder in
    it, as earlier versions left them, it stays.
    """
    inside = folder / UNFINISHED_FOLDER
    try:
        if not (names := os.listdir(folder)):  # of a process that was killed at once
            return True
        if names != [inside.name] or is_link(inside):
            return False
        runs = list(os.scandir(inside))
        if any(not run.is_dir(follow_symlinks=False) for run in runs) or len(runs) > 1:
            return False
        return _are_of_a_run(name for run in runs for name in os.listdir(run.path))
    except OSError:
        return False


def _are_of_a_run(names: Iterable[str]) -> bool:
    return all(name in _RUN_ENTRIES or TEMPORARY_NAME.fullmatch(name) for name in names)
