"""The command `repeat`: a kept run trained again, and whether it computes the same."""

import argparse
from collections.abc import Iterator
from dataclasses import asdict

from core.cli import console
from core.cli.console import DONE, FAILED, print_json, print_line
from core.cli.options import Commands, add_common_options, runs_dir_of
from core.lifecycle.repeat_result import Repetition, environment_sentence, sentence
from core.machine.processor import begin_computing
from core.run.control import Stop
from core.run.events import Event


def add_repeat(commands: Commands) -> None:
    """Add the command `repeat`."""
    parser = commands.add_parser(
        "repeat", help="train a kept run again and tell whether it computes the same"
    )
    parser.add_argument("run", metavar="RUN", help="a run's id or folder")
    add_common_options(parser, run_repeat)


def run_repeat(options: argparse.Namespace) -> int:
    """Train a kept run again and print whether it computes the same.

    Returns the exit status, 0 only if it does.

    Raises:
        RunFolderError, InklingError: if it cannot be repeated.
    """
    from core.lifecycle import repeat as repeating
    from core.storage import layout

    begin_computing()
    record = repeating.original(layout.find(options.run, runs_dir_of(options)))
    stop = Stop()
    results: list[Repetition] = []
    events = _without_result(repeating.repeat(record, stop), results)
    outcome = console.drive(events, stop, options.json)
    if not results:  # it was stopped
        return outcome.status

    (repetition,) = results
    _print_result(repetition, options.json)
    return outcome.status or (DONE if repetition.is_identical else FAILED)


def _without_result(
    events: Iterator[Event | Repetition], results: list[Repetition]
) -> Iterator[Event]:
    """Yield the events, and put the result that comes last into `results`."""
    for event in events:
        if isinstance(event, Repetition):
            results.append(event)
        else:
            yield event


def _print_result(repetition: Repetition, is_json: bool) -> None:
    if is_json:
        values = asdict(repetition)
        values["surroundings"] = values.pop("environment")
        values["is_identical"] = repetition.is_identical
        print_json({"event": "repetition", **values})
        return

    print_line(str(sentence(repetition)))
    print_line(str(environment_sentence(repetition)))
    for difference in repetition.environment:
        print_line(f"  {difference.name}: {difference.then} then, {difference.now} now")
