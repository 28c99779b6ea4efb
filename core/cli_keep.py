"""Options and commands about what is kept of runs: how many epochs' weights, and whether a run can be repeated."""

import argparse
import threading
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from core import console
from core.console import DONE, FAILED, print_json, print_line
from core.events import Event
from core.fields import ConfigError, shortened
from core.files import LONGEST_INTEGER
from core.messages import message
from core.repetition import Repetition, sentence, surroundings_sentence
from core.thinning import LIMIT, MOST_KEPT


def add_keeping(parser: argparse.ArgumentParser) -> None:
    """How many epochs' weights a run keeps."""
    parser.add_argument(
        "--keep-epochs",
        metavar="N",
        default=str(MOST_KEPT),
        help=f"of how many epochs the weights stay, to look back at; 0 to {LIMIT}, {MOST_KEPT} unless given",
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
        raise ConfigError(option, message("must be a whole number from {low} to {high}, not {given}.", **limits))
    return int(text)


def repeat(folder: Path, is_json: bool) -> int:
    """Train a kept run again and tell whether it computes the same; returns the exit status, 0 only if it does.

    Raises:
        RunFolderError, InklingError: if it cannot be repeated.
    """
    from core import repeating

    stop, found = threading.Event(), list[Repetition]()
    record = repeating.original(folder)
    outcome = console.drive(_events(repeating.repeat(record, stop), found), stop, is_json)
    if not found:
        return outcome.status
    (repetition,) = found
    if is_json:
        line = {"event": "repetition", **asdict(repetition), "is_identical": repetition.is_identical}
        print_json(line)
    else:
        print_line(str(sentence(repetition)))
        print_line(str(surroundings_sentence(repetition)))
        for each in repetition.surroundings:
            print_line(f"  {each.name}: {each.then} then, {each.now} now")
    return outcome.status or (DONE if repetition.is_identical else FAILED)


def _events(happened: Iterator[Event | Repetition], found: list[Repetition]) -> Iterator[Event]:
    for each in happened:
        if isinstance(each, Repetition):
            found.append(each)
        else:
            yield each
