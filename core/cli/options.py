"""Options and commands about what is kept of runs: how many epochs' weights, and whether a run can be repeated."""

import argparse
from pathlib import Path

from core.config.fields import ConfigError, parse_assignment, shortened
from core.config.run import RunConfig
from core.files import LONGEST_INTEGER
from core.messages import message
from core.storage.retention import LIMIT, MAX_KEPT


def add_keeping(parser: argparse.ArgumentParser) -> None:
    """How many epochs' weights a run keeps."""
    parser.add_argument(
        "--keep-epochs",
        metavar="N",
        default=str(MAX_KEPT),
        help=f"of how many epochs the weights stay, to look back at; 0 to {LIMIT}, {MAX_KEPT} unless given",
    )


def kept_epochs(options: argparse.Namespace) -> int:
    """What `--keep-epochs` says.

    Raises:
        ConfigError: if it is no number within the limits.
    """
    return whole_number("keep-epochs", options.keep_epochs, 0, LIMIT)


def whole_number(option: str, text: str, low: int, high: int) -> int:
    """The number that an option gives, which is no setting of a run.

    Raises:
        ConfigError: naming the option, if it is no whole number from `low` to `high`.
    """
    is_number = text.isascii() and text.isdecimal() and len(text) <= LONGEST_INTEGER
    if not is_number or not low <= int(text) <= high:
        limits = {"low": low, "high": high, "given": shortened(text)}
        raise ConfigError(
            option, message("must be a whole number from {low} to {high}, not {given}.", **limits)
        )
    return int(text)


def runs_dir_of(options: argparse.Namespace) -> Path:
    """Return the folder that the options name, or the usual one."""
    from core import locations

    chosen: Path | None = options.runs_dir
    return chosen or locations.runs_folder()


def changes_of(options: argparse.Namespace) -> dict[str, object]:
    """The settings that the options give, by dotted path."""
    given = {path: getattr(options, path, None) for path in ("epochs", "seed", "device", "threads")}
    changes: dict[str, object] = {path: value for path, value in given.items() if value is not None}
    changes |= dict(parse_assignment(text) for text in options.assignments)
    dataset = changes.get("data.dataset")
    if not isinstance(dataset, str):
        return changes
    from core.data import folders as data_folders

    follows = data_folders.changes_for(RunConfig(), dataset)
    return follows | changes | {"data.dataset": follows["data.dataset"]}
