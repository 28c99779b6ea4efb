"""Whether a file is there, where that decides what is written or deleted.

`os.path.lexists` also returns False if the system cannot tell, as on a network drive that fails for
a moment.
"""

import os
from pathlib import Path


def is_missing(path: Path) -> bool:
    """Return whether nothing is at the path, not even a link; False if the system cannot tell."""
    try:
        os.lstat(path)
    except (FileNotFoundError, NotADirectoryError, ValueError):  # a name that no system accepts
        return True
    except OSError:
        return False
    return False


def written_ns(path: Path) -> int:
    """Return when a file was last written, in ns; 0 if it is missing or the system cannot tell."""
    try:
        return os.lstat(path).st_mtime_ns
    except OSError:
        return 0
