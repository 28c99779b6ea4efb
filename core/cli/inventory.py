"""The commands `runs`, `info` and `open-test-set`: the kept runs, what this machine has, a seal."""

import argparse
from importlib import metadata

from core.cli import fetch
from core.cli.console import DONE, FAILED, print_json, print_line, report_error
from core.cli.options import Commands, add_common_options, runs_dir_of
from core.config import presets
from core.config.naming import run_name
from core.errors import InklingError, RunFolderError
from core.evaluation.statistics import accuracy_interval
from core.machine.processor import cores
from core.messages import message
from core.number_text import NOTHING, accuracy_text, accuracy_with_interval
from core.run.events import as_json
from core.run.record import RunRecord
from core.run.seal import seal_note


def version() -> str:
    """Return the version of the installed Inkling."""
    try:
        return metadata.version("inkling")
    except metadata.PackageNotFoundError:
        return "(not installed)"


def add_runs(commands: Commands) -> None:
    """Add the command `runs`."""
    parser = commands.add_parser("runs", help="the kept runs, oldest first")
    add_common_options(parser, list_runs)


def list_runs(options: argparse.Namespace) -> int:
    """List the kept runs, oldest first; return the exit status.

    Raises:
        RunFolderError: if the folder of the runs is not there or cannot be read.
    """
    from core.storage import labels, layout, runs_folder
    from core.storage import records as runs

    runs_dir = runs_dir_of(options)
    if options.runs_dir is not None:  # Inkling's own may not have been made yet
        runs_folder.refuse_missing(runs_dir)
    listing = layout.list_runs(runs_dir)
    if listing.unreadable is not None:
        raise RunFolderError(listing.unreadable)
    status = DONE
    for problem in listing.problems.values():
        status = report_error(problem, FAILED)
    for run in listing.written:
        folder = runs_dir / run
        try:
            record = runs.outline(folder)
        except InklingError as error:
            status = report_error(error, FAILED)
            continue

        label = labels.read_label(folder)
        name = str(run_name(record.config, label.name, label.number or 1))
        if options.json:
            print_json(_run_line(record, name))
        else:
            best = "" if record.best_accuracy is None else accuracy_text(record.best_accuracy)
            epochs = f"{record.epochs_done}/{record.config.epochs}"
            state = str(record.state.label)
            print_line(f"{record.run:40} {state:11} {epochs:>9} {best:>7}  {name}")
    return status


def _run_line(record: RunRecord, name: str) -> dict[str, object]:
    return {
        "event": "run",
        "run": record.run,
        "name": name,
        "state": record.state,
        "epochs_done": record.epochs_done,
        "epochs": record.config.epochs,
        "best_accuracy": record.best_accuracy,
        "last": None if record.last is None else as_json(record.last, is_sealed=record.is_sealed),
        **_seal_line(record),
        "forked_from": None if record.forked_from is None else record.forked_from[0],
        "config": record.config.model_dump(mode="json"),
    }


def _seal_line(record: RunRecord) -> dict[str, object]:
    """Return what is known of the seal on a run's test set; nothing without held-out examples."""
    if not record.config.data.validation_size:
        return {}
    openings = None if record.openings is None else len(record.openings)
    return {"test_set": "closed" if record.is_sealed else "open", "openings": openings}


def add_open_test_set(commands: Commands) -> None:
    """Add the command `open-test-set`."""
    parser = commands.add_parser(
        "open-test-set",
        help="show the test accuracy of runs that hold examples out; each opening is recorded",
    )
    parser.add_argument("runs", nargs="+", metavar="RUN", help="a run's id or folder")
    add_common_options(parser, open_test_sets)


def open_test_sets(options: argparse.Namespace) -> int:
    """Open the test sets of these runs and print their accuracies; return the exit status.

    Raises:
        InklingError: if a run cannot be opened.
    """
    from core.lifecycle.opening import open_test_set
    from core.storage import layout
    from core.storage import records as runs

    for run in options.runs:
        folder = layout.find(run, runs_dir_of(options))
        if not runs.outline(folder).config.data.validation_size:
            raise InklingError(
                message("The run {run} holds no examples out: its test set is open.", run=run)
            )
        open_test_set(folder)
        record = runs.outline(folder)
        if record.is_sealed:
            raise InklingError(
                message("The run {run} was trained on, which closed its test set again.", run=run)
            )
        if options.json:
            print_json({**_run_line(record, record.run), "event": "test_set_opened"})
            continue
        note = seal_note(record.config, record.openings, is_sealed=record.is_sealed)
        total = record.config.data.test_size
        accuracy = record.last_accuracy
        text = NOTHING
        if accuracy is not None:
            interval = accuracy_interval(round(accuracy * total), total)
            text = accuracy_with_interval(accuracy, interval)
        print_line(f"{record.run:40} {text}  on {total:,} test examples. {note}")
    return DONE


def add_info(commands: Commands) -> None:
    """Add the command `info`."""
    parser = commands.add_parser("info", help="versions, devices, data, presets")
    add_common_options(parser, show_info)


def show_info(options: argparse.Namespace) -> int:
    """Print versions, devices, data sets, folders and presets; return the exit status."""
    facts = _facts(options)
    if options.json:
        print_json(facts)
        return DONE

    for name, value in facts.items():
        if isinstance(value, dict):
            print_line(f"{name}:")
            for key, text in value.items():
                print_line(f"  {key:14} {text}")
        elif name != "event":
            print_line(f"{name + ':':14} {value}")
    return DONE


def _facts(options: argparse.Namespace) -> dict[str, object]:
    from core.data import datasets
    from core.machine import devices, environment

    data = datasets.mnist()
    versions = environment.environment()
    return {
        "event": "info",
        "version": version(),
        **{name: value for name, value in versions.items() if name != "inkling"},
        "cores": cores(),
        "devices": {option.kind: str(option.reason or option.name) for option in devices.options()},
        "mnist": f"{len(data.train_x)} training and {len(data.test_x)} test digits",
        "datasets": fetch.available(),
        "runs_dir": str(runs_dir_of(options)),
        "presets": {name: str(preset.about) for name, preset in presets.PRESETS.items()},
    }
