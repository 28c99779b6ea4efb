"""What killed processes have left in a folder: temporary files, and folders with such names."""

import os
import re
import stat
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from core.files import TEMPORARY_NAME, is_link
from core.locks import is_held
from core.owners import Ownership
from core.trees import delete_tree, pinned

LEFTOVER_S = 3600.0  # an older temporary file that no process holds was left over


def sweep(folder: Path, pattern: re.Pattern[str], older_than_s: float) -> None:
    """Delete folders with matching names that killed processes have left in a folder."""
    delete_left(left_folders(folder, pattern.fullmatch, older_than_s))


def delete_left(found: Mapping[Path, os.stat_result]) -> None:
    """Delete folders that were found, as far as each is still what was found there."""
    for path, what in found.items():
        with suppress(OSError):  # another process may sweep at this moment
            delete_tree(path, despite_errors=True, only=what)


def left_folders(
    folder: Path, is_named: Callable[[str], object], older_than_s: float
) -> dict[Path, os.stat_result]:
    """Return the folders with such names that killed processes have left, with what they are."""
    return _old_entries(folder, is_named, stat.S_ISDIR, older_than_s)


def leftovers(
    folder: Path, older_than_s: float = LEFTOVER_S, also: Iterable[str] = ()
) -> list[Path]:
    """Return the temporary files that killed processes have left in a folder, not below it.

    Args:
        older_than_s: younger ones may belong to a running process.
        also: names of temporary files that earlier versions used.
    """
    return [] if is_link(folder) else _old_files(folder, older_than_s, also)


def delete_leftovers(
    folder: Path, older_than_s: float = LEFTOVER_S, also: Iterable[str] = ()
) -> None:
    """Delete the `leftovers` of a folder, and nothing of what takes its place meanwhile."""
    with suppress(OSError), pinned(folder) as there:
        for file in _old_files(there, older_than_s, also):
            with suppress(OSError):  # tried again at the next start
                file.unlink()


def _old_files(folder: Path, older_than_s: float, also: Iterable[str]) -> list[Path]:
    old_names = frozenset(also)
    found = _old_entries(
        folder,
        lambda name: name in old_names or TEMPORARY_NAME.fullmatch(name),
        stat.S_ISREG,
        older_than_s,
    )
    return list(found)


def _old_entries(
    folder: Path,
    is_temporary: Callable[[str], object],
    is_kind: Callable[[int], bool],
    older_than_s: float,
) -> dict[Path, os.stat_result]:
    """Return this user's entries with such a name, of such a kind, last changed long ago, unused.

    So are those from as far in the future: they are older than a clock that has been set back.
    Links are no entries of any kind. A folder that cannot be read has no entries.
    """
    try:
        names = os.listdir(folder)
    except OSError:
        return {}
    now_s, ownership = time.time(), Ownership(folder)
    found = {}
    for name in sorted(filter(is_temporary, names)):
        with suppress(OSError):  # another process may have deleted it
            status = os.lstat(folder / name)
            is_old = abs(now_s - status.st_mtime) > older_than_s
            is_own = is_kind(status.st_mode) and is_old and ownership.is_mine(status)
            if is_own and not is_held(folder / name):
                found[folder / name] = status
    return found
