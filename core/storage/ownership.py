"""What in a runs folder is Inkling's own.

The folder is whatever a settings file names, so it may belong to another program that has a
`run.json`, a `comparisons` or a `damaged` of its own. Only what is recognised here is ever moved or
cleaned up.
"""

import os
from collections.abc import Iterable
from pathlib import Path

from core.errors import FileError
from core.files import TEMPORARY_NAME, is_link, parse_json, read_file
from core.run.identity import is_made_name
from core.storage.layout import (
    BEST_FILE,
    CHANGES_FILE,
    CHECKPOINT_FILE,
    EPOCHS_FOLDER,
    LABEL_FILE,
    LAYERS_FILE,
    MAX_DESCRIPTION_BYTES,
    METRICS_FILE,
    OLD_TEMPORARY_NAMES,
    POINTS_FILE,
    RUN_FILE,
    WEIGHTS_FILE,
)

RUN_KEYS = ("schema", "config", "state", "epochs_done")  # of every description of a run
CUT_RUN_KEYS = ("schema", "config")
COMPARISON_KEYS = ("schema", "made", "kind", "seeds", "runs")
MAX_COMPARISON_BYTES = 4_000_000

_RUN_ENTRIES = {
    *(RUN_FILE, METRICS_FILE, POINTS_FILE, LAYERS_FILE, CHANGES_FILE, LABEL_FILE),
    *(WEIGHTS_FILE, BEST_FILE, CHECKPOINT_FILE, EPOCHS_FOLDER, *OLD_TEMPORARY_NAMES),
}


def is_own_run(folder: Path) -> bool:
    """Return whether Inkling made a folder with a `run.json`, perhaps a damaged one."""
    path = folder / RUN_FILE
    if is_link(folder) or not os.path.isfile(path):
        return False
    if is_made_name(folder.name):
        return True
    return _has_keys(path, MAX_DESCRIPTION_BYTES, RUN_KEYS, CUT_RUN_KEYS)


def is_own_comparison(file: Path) -> bool:
    """Return whether Inkling wrote the file of a comparison, perhaps a damaged one."""
    if is_link(file) or not os.path.isfile(file) or file.suffix != ".json":
        return False
    if is_made_name(file.stem):
        return True
    return _has_keys(file, MAX_COMPARISON_BYTES, COMPARISON_KEYS, COMPARISON_KEYS)


def _has_keys(path: Path, max_bytes: int, keys: Iterable[str], cut_keys: Iterable[str]) -> bool:
    """Return whether a file is JSON with these keys, or a cut or damaged text that names some."""
    try:
        content = read_file(path, max_bytes)
    except FileError:
        return False
    try:
        values = parse_json(content)
    except ValueError:
        return all(f'"{key}"'.encode() in content for key in cut_keys)
    return isinstance(values, dict) and values.keys() >= {*keys}


def is_unfinished_import(folder: Path) -> bool:
    """Return whether a folder holds what an import that was killed leaves: parts of one run."""
    try:
        runs = list(os.scandir(folder))
        if any(not run.is_dir(follow_symlinks=False) for run in runs) or len(runs) > 1:
            return False
        names = {name for run in runs for name in os.listdir(run.path)}
    except OSError:
        return False
    return all(name in _RUN_ENTRIES or TEMPORARY_NAME.fullmatch(name) for name in names)
