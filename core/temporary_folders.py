"""New folders for this user alone, which are deleted when they are done with."""

import os
import re
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from core.interruption import identify, unfinished
from core.locks import held_folder
from core.trees import check_same, delete_tree, make_own_folder, pinned


@contextmanager
def temporary_folder(parent: Path, prefix: str) -> Iterator[Path]:
    """Yield a new folder for this user alone, which is deleted when the block or the process ends.

    Raises:
        OSError: if it cannot be created.
    """
    with _new_folder(parent, prefix) as (folder, _made):
        yield folder


@contextmanager
def private_folder(prefix: str) -> Iterator[Path]:
    """Yield a path like `pinned` of such a folder among the system's temporary files.

    Nobody but the user gets anything into it, also where others may rename it and put another
    folder in its place.

    Raises:
        OSError: if it cannot be created.
    """
    parent = Path(tempfile.gettempdir())
    with _new_folder(parent, prefix) as (folder, made), pinned(folder) as there:
        check_same(os.stat(there), made, folder)
        yield there


def temporary_folder_names(prefix: str) -> re.Pattern[str]:
    """Return the pattern of their names; earlier versions let `tempfile` choose the letters."""
    return re.compile(re.escape(prefix) + "[a-z0-9_]{8}")


@contextmanager
def _new_folder(parent: Path, prefix: str) -> Iterator[tuple[Path, os.stat_result]]:
    """Yield the folder, with what it is."""
    folder = parent / f"{prefix}{secrets.token_hex(4)}"
    with unfinished(folder):
        made = make_own_folder(folder)
        identify(folder, made)
        with held_folder(folder):
            yield folder, made
        with suppress(OSError):  # what is left is deleted by a sweep, where there is one
            delete_tree(folder, despite_errors=True, only=made)
