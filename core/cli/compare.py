"""The command `compare`: presets trained with the same seeds under the same conditions, and who is better."""

import argparse
import threading
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

from core.cli import console
from core.cli.console import FAILED, complain, print_json, print_line, say
from core.cli.options import changes_of, kept_epochs, runs_dir_of, whole_number
from core.comparison import experiment as experiments
from core.comparison.experiment import PlannedRun
from core.comparison.results import Results
from core.comparison.verdicts import Verdict, sentence
from core.config import presets
from core.config.fields import ConfigError
from core.errors import ExportError
from core.evaluation.statistics import accuracy_interval
from core.export.report_contents import Network, of_results
from core.lifecycle.session import TrainingJob, train_and_keep
from core.messages import message
from core.run.control import Control
from core.run.events import Event
from core.run.record import RunRecord

MAX_SEEDS = 1000


def add_compare_options(parser: argparse.ArgumentParser) -> None:
    """What `compare` takes beside the settings."""
    parser.add_argument(
        "--presets", required=True, nargs="+", metavar="NAME", help=", ".join(presets.PRESETS)
    )
    parser.add_argument(
        "--seeds", default="1", metavar="K", help="how often each is trained, from seed 42 on; 1"
    )
    parser.add_argument(
        "--report", type=Path, metavar="FILE", help="a page for a browser with curves and verdict"
    )


def compare(options: argparse.Namespace, changes: dict[str, object], runs_dir: Path) -> int:
    """Train all, show their events and at last the verdicts; returns the exit status.

    The conditions are those of the first preset with `changes`, which are laid over every preset.

    Raises:
        ConfigError, UnknownPresetError, DeviceError: before anything is trained.
    """
    if len(options.presets) < 2:
        raise ConfigError("", message("A comparison needs two presets or more."))
    seeds = whole_number("seeds", options.seeds, 1, MAX_SEEDS)
    experiment = experiments.of_presets(options.presets, seeds, changes=changes)
    plan = experiment.plan()
    if options.report is not None:
        _check_place(options.report)
    from core.machine import devices

    epochs_to_keep = kept_epochs(options)
    devices.resolve(plan[0].config.device)
    found, stop = _Found(Results(experiment)), threading.Event()
    outcome = console.drive(_kept_events(found, stop, runs_dir, epochs_to_keep), stop, options.json)
    if outcome.is_kept:
        say(f"kept in {runs_dir}")
    if stop.is_set():
        return outcome.status
    if not options.json:
        _show_table(found.results)
    _show_steps(found.results, options.json)
    for judged in found.verdicts:
        _show(judged, options.json)
    if (
        options.report is not None
    ):  # last, so that what was found is said even if it cannot be written
        _write_report(found, options.report)
    if not found.verdicts:
        return complain(
            message("No verdict: no seed was completed by two networks to be compared."), FAILED
        )
    return outcome.status


@dataclass
class _Found:
    """What comes out while the runs are trained: their records, each with its member's name, and the verdicts."""

    results: Results
    records: dict[str, tuple[str, RunRecord]] = field(default_factory=dict)
    verdicts: list[Verdict] = field(default_factory=list)


def _check_place(report: Path) -> None:
    from core.export import formats as exports

    try:
        exports.check_place(report)
    except ExportError as error:
        raise ConfigError("report", error.message) from error


def _write_report(found: _Found, place: Path) -> None:
    """Write the page.

    Raises:
        ExportError: if that cannot be done.
    """
    from core.export import formats as exports

    networks = [
        Network(
            name,
            _title(name),
            [record for member, record in found.records.values() if member == name],
        )
        for name in found.results.experiment.names
    ]
    exports.write_report(of_results(networks, found.results, found.verdicts), place)
    say(f"report in {place}")


def _kept_events(
    found: _Found, stop: threading.Event, runs_dir: Path, kept_epochs: int
) -> Iterator[Event]:
    """The runs' events, each run kept in a folder of its own; what comes out goes into `found`."""
    from core.comparison import trials
    from core.run import identity

    def start(planned: PlannedRun) -> Control:
        run = identity.new_id(planned.config)
        found.records[run] = planned.member, RunRecord(run, planned.config)
        return Control(run, stop=stop, takes_checkpoints=True)

    def train(planned: PlannedRun, control: Control) -> Iterator[Event]:
        job = TrainingJob(
            control.run,
            planned.config,
            runs_dir / control.run,
            kept_epochs=kept_epochs,
            must_be_kept=True,
        )
        return train_and_keep(job, control)

    for happened in trials.run(found.results, start, train):
        if isinstance(happened, Verdict):
            found.verdicts.append(happened)
        else:
            found.records[happened.run][1].apply(happened)
            yield happened


def _show_table(results: Results) -> None:
    """Each member's accuracy, with the interval that the number of test digits gives it."""
    for name in results.experiment.names:
        seeds = results.seeds_of(name)
        if seeds:
            right = results.answers(name, seeds)
            low, high = accuracy_interval(round(right.mean() * right.shape[1]), right.shape[1])
            print_line(
                f"{name:13} {right.mean():7.2%}  ({low:.2%} to {high:.2%})  seeds: {len(seeds)}"
            )


def _show_steps(results: Results, is_json: bool) -> None:
    """What each step from a member to the next adds; of more than two they add up to the whole."""
    steps, whole = results.contributions(), results.whole()
    if len(steps) < 2 or whole is None:
        return
    for step in (*steps, whole):
        if is_json:
            print_json({"event": "contribution", **asdict(step), "difference": step.difference})
        else:
            low, high = (100 * end for end in step.interval)
            name = f"{step.before} -> {step.after}"
            print_line(
                f"{name:31} {100 * step.difference:+6.2f} points  ({low:+.2f} to {high:+.2f})"
            )


def _show(found: Verdict, is_json: bool) -> None:
    if is_json:
        print_json({"event": "verdict", **asdict(found)})
        say(str(sentence(found)))
    else:
        print_line(str(sentence(found, _titles(found))))


def _titles(found: Verdict) -> dict[str, str]:
    return {name: _title(name) for name in (found.a, found.b)}


def _title(name: str) -> str:
    return str(presets.preset(name).title)


def run_compare(options: argparse.Namespace) -> int:
    """Do what `compare` asks for; returns the exit status."""
    return compare(options, changes_of(options), runs_dir_of(options))
