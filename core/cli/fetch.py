"""The command `fetch`, and which data sets `info` lists as available."""

import argparse
import time

from core.cli.console import DONE, print_json, print_line, print_message
from core.cli.options import Commands, add_common_options
from core.config.catalogue import KNOWN
from core.config.fields import ConfigError
from core.data import folders as data_folders
from core.data.fetching import downloads
from core.messages import message

MIN_PROGRESS_INTERVAL_S = 0.5


def add_fetch(commands: Commands) -> None:
    """Add the command `fetch`."""
    parser = commands.add_parser("fetch", help="bring a data set to this machine")
    parser.add_argument("name", metavar="NAME", help=", ".join(downloads.fetchable()))
    add_common_options(parser, run_fetch)


def run_fetch(options: argparse.Namespace) -> int:
    """Download a data set unless it is available; return the exit status.

    Raises:
        ConfigError: if there is no such data set to be downloaded.
        FetchError: if the download fails.
    """
    name: str = options.name
    if name not in downloads.fetchable():
        names = ", ".join(downloads.fetchable())
        raise ConfigError(
            "", message("{name} cannot be fetched; there are {names}.", name=name, names=names)
        )

    was_available = data_folders.is_available(name)
    folder = downloads.fetch(KNOWN[name], _ProgressPrinter(name, options.json))

    if options.json:
        facts = {"name": name, "folder": str(folder), "is_new": not was_available}
        print_json({"event": "fetched", **facts})
    else:
        print_line(f"{name} is in {folder}")
    return DONE


class _ProgressPrinter:
    """Prints how much of a download has arrived, at most every half second."""

    def __init__(self, name: str, is_json: bool) -> None:
        self._name = name
        self._is_json = is_json
        self._printed_s = 0.0

    def __call__(self, fetched: downloads.Fetched) -> None:
        """Print the progress if the last line is old enough."""
        now = time.monotonic()
        if now - self._printed_s < MIN_PROGRESS_INTERVAL_S:
            return
        self._printed_s = now

        if self._is_json:
            amounts = {"bytes": fetched.done, "total": fetched.total}
            print_json({"event": "fetch_progress", "name": self._name, **amounts})
        else:
            done, total = downloads.megabytes(fetched.done), downloads.megabytes(fetched.total)
            print_message(f"{done} of {total} MB")


def available() -> dict[str, str]:
    """Return each known data set by name, and whether it can be used at once."""
    return {
        name: "at hand"
        if data_folders.is_available(name)
        else f"not here; `fetch {name}` brings it ({downloads.megabytes(known.size)} MB)"
        for name, known in KNOWN.items()
    }
