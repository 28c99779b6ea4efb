"""The command `search`: settings tried on held-out examples; the best is judged by fresh seeds."""

import argparse
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from core.cli import console
from core.cli.comparing.training import Collected, kept_events
from core.cli.console import DONE, FAILED, print_json, print_line, print_message, report_error
from core.cli.options import (
    Commands,
    add_common_options,
    add_keep_epochs,
    add_settings,
    changes_of,
    check_device,
    kept_epochs,
    runs_dir_of,
    whole_number,
)
from core.comparison.judgement import judge
from core.comparison.kept import files
from core.comparison.kept.comparison import KeptComparison
from core.comparison.results import Results
from core.config import presets
from core.config.conditions import with_held_out
from core.config.fields import ConfigError, with_values
from core.machine.processor import begin_computing
from core.messages import message
from core.number_text import accuracy_text
from core.run.control import Control, Stop
from core.run.events import Event
from core.run.record import RunRecord
from core.search import kept, verdict
from core.search.ranges import parse_range
from core.search.search import (
    MAX_EPOCHS,
    MAX_SEEDS,
    Pruning,
    Search,
    new_name,
    values_text,
)
from core.search.trial import Trial

if TYPE_CHECKING:
    from core.lifecycle.job import TrainingJob
    from core.search.study import Study

DEFAULT_SEEDS = "5"


def add_search(commands: Commands) -> None:
    """Add the command `search`."""
    parser = commands.add_parser(
        "search", help="try settings on held-out examples and judge the best with fresh seeds"
    )
    names = ", ".join(presets.PRESETS)
    parser.add_argument("--preset", metavar="NAME", help=f"{names}; needed for a new search")
    _add_what_is_tried(parser)
    parser.add_argument(
        "--seeds",
        metavar="K",
        help=f"how many fresh seeds the verdict has; {DEFAULT_SEEDS} unless given",
    )
    parser.add_argument(
        "--resume", metavar="SEARCH", help="go on with an interrupted search, by its name"
    )
    parser.add_argument(
        "--open-test-set",
        action="store_true",
        help="judge the winner on the test set instead of held-out examples; that is recorded",
    )
    add_settings(parser)
    add_keep_epochs(parser)
    add_common_options(parser, run_search)


def _add_what_is_tried(parser: argparse.ArgumentParser) -> None:
    """Let ranges, budget and pruning be given."""
    parser.add_argument(
        "--over",
        action="append",
        default=[],
        metavar="FIELD=RANGE",
        help="what to try, for example optimizer.learning_rate=0.001..1:log or "
        "model.hidden.units=64,128; may be repeated",
    )
    parser.add_argument(
        "--epochs-budget",
        metavar="N",
        help="how many epochs all trials may take together; needed for a new search",
    )
    parser.add_argument(
        "--minutes-budget", metavar="M", help="how many minutes of training they may take"
    )
    parser.add_argument(
        "--pruning",
        metavar="|".join(Pruning),
        help="when a trial is ended before its last epoch; median unless given",
    )


def run_search(options: argparse.Namespace) -> int:
    """Train trials until the budget is spent, then judge the winner; return the exit status.

    Raises:
        ConfigError, UnknownPresetError, DeviceError: before anything is trained.
        SearchError: if Optuna is not installed, or the journal cannot be used.
        FileError: if the search to resume cannot be read.
    """
    runs_dir = runs_dir_of(options)
    kept_epochs(options)  # a wrong number is named before anything is trained
    is_new = options.resume is None
    if not is_new:
        _check_nothing_else_is_given(options)
    search = _search_from(options) if is_new else kept.read(runs_dir, options.resume)
    from core.search.study import Study, check_installed

    check_installed()
    begin_computing()
    check_device(search.base)
    study = Study(search, kept.journal_for(runs_dir, search, is_new=is_new))
    held_out = f"{search.base.data.validation_size:,} held-out examples"
    print_message(f"{search.name}: chooses by {held_out}, never by the test examples")

    try:
        return _train_and_judge(study, runs_dir, options)
    finally:
        study.claim.give_up()


def _train_and_judge(study: "Study", runs_dir: Path, options: argparse.Namespace) -> int:
    stop = Stop()
    outcome = console.drive(_trials(study, runs_dir, stop, options), stop, options.json)
    if outcome.is_stopped:
        print_message(f"go on with: search --resume {study.search.name}")
        return outcome.status
    return _judge_winner(study, runs_dir, options)


def _check_nothing_else_is_given(options: argparse.Namespace) -> None:
    """Check that no option changes a search that goes on.

    Raises:
        ConfigError: naming one that does.
    """
    of_search = ("preset", "over", "epochs_budget", "minutes_budget", "pruning", "seeds")
    of_trials = ("epochs", "device", "threads", "assignments")
    for option in (*of_search, *of_trials):
        if getattr(options, option):
            name = "set" if option == "assignments" else option.replace("_", "-")
            reason = message("a search that goes on keeps its own; leave this option out.")
            raise ConfigError(name, reason)


def _search_from(options: argparse.Namespace) -> Search:
    """Return the search that the options describe.

    Raises:
        ConfigError: naming the option or setting that is missing or wrong.
        UnknownPresetError: if there is no such preset.
    """
    for option in ("preset", "epochs_budget"):
        if getattr(options, option) is None:
            raise ConfigError(option.replace("_", "-"), message("a new search needs this option."))
    base = presets.preset(options.preset).config
    base = with_held_out(with_values(base, changes_of(options, base)))
    pruning = options.pruning or Pruning.MEDIAN
    if pruning not in list(Pruning):
        raise ConfigError(
            "pruning", message("must be one of {choices}.", choices=", ".join(Pruning))
        )
    return Search(
        new_name(),
        base,
        tuple(map(parse_range, options.over)),
        whole_number("epochs-budget", options.epochs_budget, 1, MAX_EPOCHS),
        _minutes(options.minutes_budget),
        Pruning(pruning),
        whole_number("seeds", options.seeds or DEFAULT_SEEDS, 1, MAX_SEEDS),
    )


def _minutes(text: str | None) -> float | None:
    try:
        return None if text is None else float(text)
    except ValueError as error:
        raise ConfigError(
            "minutes-budget", message("must be a number, not {given}.", given=text)
        ) from error


def _trials(
    study: "Study", runs_dir: Path, stop: Stop, options: argparse.Namespace
) -> Iterator[Event]:
    """Train the trials; print each as it begins and ends, and yield its events."""
    from core.lifecycle.session import train_and_keep
    from core.search import trials

    current = Stop()  # stops the trial that is trained, which pruning does as well
    begun = {trial.number for trial in study.trials()}

    def start(trial: Trial, job: "TrainingJob") -> Control:
        nonlocal current
        current = Stop()
        _print_begin(trial, options.json, goes_on=trial.number in begun)
        return Control(job.run, stop=current, takes_checkpoints=True, measures_moments=True)

    def ended(trial: Trial, record: RunRecord) -> None:
        _print_end(trial, record, options.json)

    for event in trials.run(study, runs_dir, start, ended, train_and_keep):
        if stop.is_set():
            current.set()
        yield event


def _print_begin(trial: Trial, is_json: bool, *, goes_on: bool) -> None:
    text = f"trial {trial.number + 1}: {values_text(trial.values)}"
    note = " (goes on)" if goes_on else ""
    (print_message if is_json else print_line)(text + note)


def _print_end(trial: Trial, record: RunRecord, is_json: bool) -> None:
    from core.search.trial import state_of

    state = state_of(record)
    accuracy = record.last.validation_accuracy if record.last is not None else None
    if is_json:
        line = {"event": "trial", "number": trial.number, "run": record.run, "state": str(state)}
        print_json(
            {
                **line,
                "values": dict(trial.values),
                "epochs": record.epochs_done,
                "validation_accuracy": accuracy,
            }
        )
        return
    print_line(
        f"trial {trial.number + 1}: {state} after {record.epochs_done} epochs, "
        f"held-out accuracy {accuracy_text(accuracy)}"
    )


def _judge_winner(study: "Study", runs_dir: Path, options: argparse.Namespace) -> int:
    """Compare the winner with the default, print the verdict, and return the exit status."""
    conclusion, is_json = verdict.conclude(runs_dir, study), options.json
    search, winner, comparison = conclusion.search, conclusion.winner, conclusion.comparison
    if winner is None or comparison is None:
        return report_error(conclusion.problem, FAILED if winner is None else DONE)
    _print_winner(winner, is_json)

    is_sealed = comparison.is_sealed and not options.open_test_set
    results = Results(comparison.experiment, is_sealed=is_sealed)
    comparison = verdict.with_results(runs_dir, comparison, results)
    collected, stop = Collected(results, comparison), Stop()
    events = kept_events(collected, stop, runs_dir, kept_epochs(options), None)
    outcome = console.drive(events, stop, is_json)
    if outcome.is_stopped:
        print_message(f"go on with: search --resume {search.name}")
        return outcome.status

    if comparison.is_sealed and not is_sealed:
        comparison = _opened(comparison, results, runs_dir)
    judgement = replace(judge(results), seal=comparison.seal)
    titles = {name: str(title) for name, title in search.titles(winner.values).items()}
    console.print_results(results, judgement, titles, is_json)
    return outcome.status if judgement.verdicts else FAILED


def _opened(comparison: KeptComparison, results: Results, runs_dir: Path) -> KeptComparison:
    """Record in a comparison, and in the runs that it judges, that the test set was opened."""
    from core.lifecycle.opening import open_test_set
    from core.storage.description import is_trained_for

    for run, planned in comparison.runs.items():
        # a file that came from elsewhere may name any run
        if results.have(planned) and is_trained_for(runs_dir / run, comparison.name):
            open_test_set(runs_dir / run)
    return files.write(runs_dir, comparison.opened(), comparison)


def _print_winner(winner: Trial, is_json: bool) -> None:
    if is_json:
        print_json(
            {
                "event": "winner",
                "number": winner.number,
                "run": winner.run,
                "values": dict(winner.values),
                "validation_accuracy": winner.accuracy,
            }
        )
        return
    print_line(
        f"winner: trial {winner.number + 1}, {values_text(winner.values)}, "
        f"held-out accuracy {accuracy_text(winner.accuracy)}"
    )
