"""The folder for what Dask keeps on the disk while it runs."""

from collections.abc import Iterator
from contextlib import contextmanager

from core.temporary_folders import private_folder


@contextmanager
def own_folder(prefix: str) -> Iterator[None]:
    """Give Dask a folder for its files that is this user's alone.

    It would take one that it shares with everybody, follow links there, and delete what looks like
    its own.
    """
    import dask

    with (
        private_folder(prefix) as folder,
        dask.config.set({"temporary-directory": str(folder)}),
    ):
        yield
