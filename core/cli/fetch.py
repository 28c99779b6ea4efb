"""The command `fetch`, and what `info` tells of the data sets."""

import argparse
import time

from core.cli.console import DONE, print_json, print_line, say
from core.config.catalogue import KNOWN
from core.config.fields import ConfigError
from core.data import downloads
from core.data import folders as data_folders
from core.messages import message

EVERY_S = 0.5  # progress is told no more often


def add_fetch_options(parser: argparse.ArgumentParser) -> None:
    """What `fetch` takes."""
    parser.add_argument("name", metavar="NAME", help=", ".join(downloads.fetchable()))


def fetch(options: argparse.Namespace) -> int:
    """Fetch a data set unless it is at hand; returns the exit status.

    Raises:
        ConfigError: if there is no such data set to be fetched.
        FetchError: if it cannot be had.
    """
    name: str = options.name
    if name not in downloads.fetchable():
        names = ", ".join(downloads.fetchable())
        raise ConfigError(
            "", message("{name} cannot be fetched; there are {names}.", name=name, names=names)
        )
    was_available = data_folders.is_available(name)
    folder = downloads.fetch(KNOWN[name], _Teller(name, options.json))
    if options.json:
        print_json(
            {"event": "fetched", "name": name, "folder": str(folder), "is_new": not was_available}
        )
    else:
        print_line(f"{name} is in {folder}")
    return DONE


class _Teller:
    """Says how far it is, to a program or to people."""

    def __init__(self, name: str, is_json: bool) -> None:
        self._name, self._is_json, self._told = name, is_json, 0.0

    def __call__(self, fetched: downloads.Fetched) -> None:
        now = time.monotonic()
        if now - self._told < EVERY_S:
            return
        self._told = now
        if self._is_json:
            line = {
                "event": "fetch_progress",
                "name": self._name,
                "bytes": fetched.done,
                "total": fetched.total,
            }
            print_json(line)
        else:
            say(f"{downloads.megabytes(fetched.done)} of {downloads.megabytes(fetched.total)} MB")


def quick_jobs() -> dict[str, str]:
    """Each known data set, and whether it can be used at once."""
    return {
        name: "at hand"
        if data_folders.is_available(name)
        else f"not here; `fetch {name}` brings it ({downloads.megabytes(known.size)} MB)"
        for name, known in KNOWN.items()
    }
