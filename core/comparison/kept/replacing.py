"""Replacing a file with what is composed from it, also where no lock keeps others from it."""

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from core.files import flush, replacement

ATTEMPTS = 5  # to replace what another process replaces at the same time

Composed = TypeVar("Composed")


def replace_composed(
    file: Path, compose: Callable[[], Composed], content_of: Callable[[Composed], bytes]
) -> Composed:
    """Replace a file; compose it once more if it has changed meanwhile.

    Args:
        compose: reads the file, and returns what is to be written.
        content_of: returns its bytes.

    Raises:
        OSError: if the file cannot be written, or changes all the time.
    """
    for _ in range(ATTEMPTS):
        state = _state_of(file)
        composed = compose()
        try:
            with replacement(file) as new:
                new.write(content_of(composed))
                flush(new)
                _check_state(file, state)
        except _ChangedError:
            continue
        return composed
    raise OSError(errno.EBUSY, os.strerror(errno.EBUSY), str(file))


def _state_of(file: Path) -> tuple[int, int, int] | None:
    """Return what tells a file from one that replaces it; None if there is none."""
    try:
        status = os.lstat(file)
    except FileNotFoundError:
        return None
    return status.st_ino, status.st_mtime_ns, status.st_size


def _check_state(file: Path, state: tuple[int, int, int] | None) -> None:
    if _state_of(file) != state:
        raise _ChangedError


class _ChangedError(Exception):
    """Another process has changed the file meanwhile."""
