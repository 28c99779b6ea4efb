"""Dask's servers, without what is not to be used of them."""

import sys
from typing import Any


def careful(name: str) -> Any:
    """Return Dask's class of this name, but without its HTTP server and modules of its folder."""
    import distributed

    original = getattr(distributed, name)

    def begin(server: Any, *arguments: object, **options: object) -> None:
        original.__init__(server, *arguments, **options)
        sys.path[:] = [entry for entry in sys.path if entry != server.local_directory]

    def start_nothing(*_arguments: object, **_options: object) -> None:
        pass

    return type(name, (original,), {"__init__": begin, "start_http_server": start_nothing})
