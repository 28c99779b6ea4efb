"""The folder for what Dask keeps on the disk while it runs."""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.temporary_folders import temporary_folder


@contextmanager
def own_folder(prefix: str) -> Iterator[None]:
    """Give Dask a folder for its files that is this user's alone.

    It would take one that it shares with everybody, follow links there, delete what looks like its
    own, and have Python import modules from there first.
    """
    import dask

    with temporary_folder(Path(tempfile.gettempdir()), prefix) as folder:
        try:
            with dask.config.set({"temporary-directory": str(folder)}):
                yield
        finally:  # somebody else may make a folder of this name once it is gone
            sys.path[:] = [entry for entry in sys.path if not Path(entry).is_relative_to(folder)]
