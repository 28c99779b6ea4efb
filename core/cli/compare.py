"""The command `compare`: presets trained under the same conditions, and which is better."""

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path

from core.cli import console
from core.cli.cluster import add_cluster_option, engine_of
from core.cli.comparing import tuning
from core.cli.comparing.training import Collected, train_kept
from core.cli.console import DONE, FAILED, print_json, print_line, print_message, report_error
from core.cli.options import (
    Commands,
    add_common_options,
    add_keep_epochs,
    add_language,
    add_settings,
    changes_of,
    check_device,
    check_page_paths,
    kept_epochs,
    runs_dir_of,
    whole_number,
)
from core.comparison import experiment as experiments
from core.comparison.experiment import SEED_COUNTS, Experiment
from core.comparison.judgement import Judgement, judge
from core.comparison.ladders.orders import all_orders_between
from core.comparison.ladders.tuning import RATES, with_rate_of
from core.comparison.outlook import Outlook, missing_pilot
from core.comparison.results import Results
from core.comparison.tables import BUDGETS, budget_table
from core.config import presets
from core.config.fields import ConfigError
from core.errors import ExportError
from core.export.report_contents import Network, report_of
from core.machine.processor import begin_computing
from core.messages import Message, message
from core.number_text import NOTHING, percentage
from core.run.seal import seal_note
from core.translations import translator

MAX_SEEDS = 1000


def add_compare(commands: Commands) -> None:
    """Add the command `compare`."""
    parser = commands.add_parser(
        "compare", help="train presets under the same conditions and tell which is better"
    )
    parser.add_argument(
        "--presets", required=True, nargs="+", metavar="NAME", help=", ".join(presets.PRESETS)
    )
    parser.add_argument(
        "--seeds", default="1", metavar="K", help="how often each is trained, from seed 42 on; 1"
    )
    parser.add_argument(
        "--report", type=Path, metavar="FILE", help="a page for a browser with curves and verdict"
    )
    parser.add_argument(
        "--page",
        type=Path,
        metavar="FILE",
        help="the same with the networks, of two or three, answering whoever draws on it",
    )

    parser.add_argument(
        "--plan",
        action="store_true",
        help="train nothing; print what how many seeds would show, judging by kept runs",
    )

    parser.add_argument(
        "--open-test-set",
        action="store_true",
        help="of networks that hold examples out: judge them on the test set; that is recorded",
    )

    add_language(parser, "of the report and the page")
    _add_ladder_options(parser)
    add_cluster_option(parser)
    add_settings(parser)
    add_keep_epochs(parser)
    add_common_options(parser, run_compare)


def _add_ladder_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that say how to get from one network to another."""
    parser.add_argument(
        "--tune-rates",
        action="store_true",
        help=f"let each network try {len(RATES)} learning rates first, and compare the best ones, "
        "chosen by held-out examples, with fresh seeds",
    )
    parser.add_argument(
        "--all-orders",
        action="store_true",
        help="of two presets: train every network with some of the changes from one to the other, "
        "and tell what each change adds on average over all orders",
    )


def run_compare(options: argparse.Namespace) -> int:
    """Train all presets, print their events and at last the verdicts; return the exit status.

    The conditions are those of the first preset with the settings that the options give; these are
    laid over every preset.

    Raises:
        ConfigError, UnknownPresetError, DeviceError: before anything is trained.
        ClusterError: if the runs are to be trained on a cluster that cannot be used.
    """
    experiment, names = _experiment_from(options)
    titles = {member: str(name) for member, name in names.items()}
    if options.plan:
        return _plan(experiment, titles, options)
    _check_options(options, experiment)
    begin_computing()
    kept_epochs(options)  # refused before anything is trained
    check_device(experiment.plan()[0].config)

    with engine_of(options.cluster) as engine:
        training = partial(train_kept, options=options, engine=engine)
        if options.tune_rates:
            comparison, outcome = tuning.tuned(experiment, titles, training, options.json)
            if comparison is None:
                return outcome.status
            experiment = comparison
        is_sealed = experiment.holds_out and not options.open_test_set
        collected = Collected(Results(experiment, is_sealed=is_sealed))
        outcome = training(collected)
    if outcome.is_stopped:
        return outcome.status

    judgement = replace(judge(collected.results), seal=_seal(collected, runs_dir_of(options)))
    _print_budgets(judgement, list(titles.values()), options.json)
    console.print_results(collected.results, judgement, titles, options.json)
    _write_pages(collected, judgement, names, options)  # last: an error here hides no result
    if judgement.verdicts:
        return outcome.status
    no_seed = message("No verdict: no seed was completed by two networks to be compared.")
    return report_error(no_seed, FAILED)


def _seal(collected: Collected, runs_dir: Path) -> Message | None:
    """Say what judged the networks; if that is the test set, record its opening in each run."""
    from core.lifecycle.opening import open_test_set

    is_sealed, note = collected.results.is_sealed, None
    for run, (_, record) in collected.records.items():
        if record.is_sealed and not is_sealed:
            record.openings = open_test_set(runs_dir / run)
        note = note or seal_note(record.config, record.openings, is_sealed=is_sealed)
    return note


def _plan(experiment: Experiment, titles: Mapping[str, str], options: argparse.Namespace) -> int:
    """Print what numbers of seeds would show; return the exit status.

    Raises:
        ConfigError: if the networks cannot be compared.
    """
    from core.comparison import planning

    if options.tune_rates:
        raise ConfigError("plan", message("what --tune-rates chooses cannot be planned for."))
    begin_computing()
    runs_dir, status = runs_dir_of(options), DONE
    for outlook in planning.outlooks(experiment, planning.kept_runs(runs_dir), runs_dir):
        if outlook.variation is None:
            reason = missing_pilot(titles[outlook.a], titles[outlook.b])
            status = report_error(reason, FAILED)
        elif options.json:
            print_json(_plan_line(outlook))
        else:
            _print_outlook(outlook)
    return status


def _plan_line(outlook: Outlook) -> dict[str, object]:
    return {
        "event": "plan",
        "a": outlook.a,
        "b": outlook.b,
        "kept_seeds": outlook.seeds,
        "difference": outlook.difference,
        "seeds_needed": outlook.seeds_needed,
        "smallest_shown": {seeds: outlook.smallest_shown(seeds) for seeds in SEED_COUNTS},
    }


def _print_outlook(outlook: Outlook) -> None:
    print_line(f"{outlook.a} -> {outlook.b}")
    for seeds in SEED_COUNTS:
        smallest = outlook.smallest_shown(seeds)
        points = NOTHING if smallest is None else percentage(smallest)
        print_line(f"{seeds:5} seeds show {points:>6} points or more")
    print_line(str(outlook.sentence))


def _experiment_from(options: argparse.Namespace) -> tuple[Experiment, Mapping[str, Message]]:
    """Return the experiment that the options describe, and its networks' titles by their names."""
    if len(options.presets) < 2:
        raise ConfigError("", message("A comparison needs two presets or more."))
    changes = changes_of(options, presets.preset(options.presets[0]).config)
    seeds = whole_number("seeds", options.seeds, 1, MAX_SEEDS)
    experiment = experiments.of_presets(options.presets, seeds, changes=changes)
    titles = {name: presets.preset(name).title for name in experiment.names}
    if not options.all_orders:
        return experiment, titles

    if len(experiment.members) > 2:
        raise ConfigError("all-orders", message("needs two presets: the first and the last."))
    (first, last), (title, other) = experiment.members, titles.values()
    after = with_rate_of(last.config, first.config) if options.tune_rates else last.config
    ladder = all_orders_between(first.config, after, title, other)
    return ladder.experiment(seeds), ladder.titles


def _check_options(options: argparse.Namespace, experiment: Experiment) -> None:
    """Refuse outputs that cannot be written, before hours of training.

    Raises:
        ConfigError: saying why.
    """
    check_page_paths(options.report, options.page)
    if options.page is not None:
        _check_page(experiment)


def _check_page(experiment: Experiment) -> None:
    """Refuse networks that cannot be on one page, before hours of training.

    Raises:
        ConfigError: saying why.
    """
    from core.export.formats import check_page

    try:
        check_page([member.config for member in experiment.members])
    except ExportError as error:
        raise ConfigError("page", error.message) from error


def _write_pages(
    collected: Collected,
    judgement: Judgement,
    names: Mapping[str, Message],
    options: argparse.Namespace,
) -> None:
    """Write the pages that were asked for, in the language chosen.

    Raises:
        InklingError: if that cannot be done.
    """
    if options.report is None and options.page is None:
        return
    from core.export import formats as exports
    from core.export.source import Source
    from core.storage.saving import free_path

    translate, runs_dir = translator(options.language), runs_dir_of(options)
    titles = {member: translate(name) for member, name in names.items()}
    report = report_of(_networks(collected, titles), judgement)
    if options.report is not None:
        path = free_path(options.report)  # another comparison may have written it meanwhile
        exports.write_report(report, path, translate)
        print_message(f"report in {path}")
    if options.page is not None:
        firsts = [(network, network.records[0]) for network in report.networks]
        sources = [
            Source(network.title, record, runs_dir / record.run) for network, record in firsts
        ]
        path = free_path(options.page)
        exports.write_page(report, sources, path, translate)
        print_message(f"page in {path}")


def _networks(collected: Collected, titles: Mapping[str, str]) -> list[Network]:
    records = collected.records.values()
    return [
        Network(name, titles[name], [record for member, record in records if member == name])
        for name in collected.results.experiment.names
    ]


def _print_budgets(judgement: Judgement, titles: Sequence[str], is_json: bool) -> None:
    """Print what the networks reach where all have spent as much."""
    budgets = judgement.budgets
    if is_json:
        for budget in budgets:
            print_json({"event": "equal_budget", **asdict(budget)})
    elif budgets:
        table = budget_table(budgets, titles, str)
        print_line(str(BUDGETS))
        for name, *texts in table.rows:
            print_line(f"  {name:36} {'  '.join(texts)}")
        print_line(table.note)
