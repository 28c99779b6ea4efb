"""The command `repeat`: a kept run trained again, and whether it computes the same."""

import argparse
import threading
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from core.cli import console
from core.cli.console import DONE, FAILED, print_json, print_line
from core.cli.options import runs_dir_of
from core.lifecycle.repeat_result import Repetition, environment_sentence, sentence
from core.run.events import Event


def run_repeat(options: argparse.Namespace) -> int:
    """Do what `repeat` asks for; returns the exit status."""
    from core.storage import layout

    return repeat(layout.find(options.run, runs_dir_of(options)), options.json)


def repeat(folder: Path, is_json: bool) -> int:
    """Train a kept run again and tell whether it computes the same; returns the exit status, 0 only if it does.

    Raises:
        RunFolderError, InklingError: if it cannot be repeated.
    """
    from core.lifecycle import repeat as repeating

    stop, found = threading.Event(), list[Repetition]()
    record = repeating.original(folder)
    outcome = console.drive(_events(repeating.repeat(record, stop), found), stop, is_json)
    if not found:
        return outcome.status
    (repetition,) = found
    if is_json:
        line = {
            "event": "repetition",
            **asdict(repetition),
            "is_identical": repetition.is_identical,
        }
        print_json(line)
    else:
        print_line(str(sentence(repetition)))
        print_line(str(environment_sentence(repetition)))
        for each in repetition.surroundings:
            print_line(f"  {each.name}: {each.then} then, {each.now} now")
    return outcome.status or (DONE if repetition.is_identical else FAILED)


def _events(happened: Iterator[Event | Repetition], found: list[Repetition]) -> Iterator[Event]:
    for each in happened:
        if isinstance(each, Repetition):
            found.append(each)
        else:
            yield each
