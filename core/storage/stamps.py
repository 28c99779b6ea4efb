"""When the files of a run were last written, to notice that another process has written them."""

import os
from contextlib import suppress
from pathlib import Path

from core.storage.layout import (
    CHANGES_FILE,
    CHECKPOINT_FILE,
    LAYERS_FILE,
    METRICS_FILE,
    POINTS_FILE,
    RUN_FILE,
)

STAMPED_FILES = (
    *(RUN_FILE, METRICS_FILE, POINTS_FILE, LAYERS_FILE, CHANGES_FILE),
    CHECKPOINT_FILE,
)

Stamp = dict[str, tuple[int, int]]  # by file name: when it was written, in ns, and its bytes


def stamp_of(folder: Path) -> Stamp:
    """Return the stamp of the files that say how far a run has come; files that are missing not.

    Labels and kept epochs are left out: they may change without the run being trained.
    """
    stamp: Stamp = {}
    for name in STAMPED_FILES:
        with suppress(OSError):
            status = os.lstat(folder / name)
            stamp[name] = (status.st_mtime_ns, status.st_size)
    return stamp
