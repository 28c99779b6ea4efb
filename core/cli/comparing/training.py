"""The runs of a comparison, trained one after the other or on a cluster, each kept in a folder."""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from core.cli.cluster import loop_of
from core.cli.console import CommandOutcome, drive, print_message
from core.cli.options import kept_epochs, runs_dir_of
from core.comparison.experiment import PlannedRun
from core.comparison.kept.comparison import KeptComparison
from core.comparison.results import Results
from core.lifecycle.job import TrainingJob
from core.lifecycle.session import train_and_keep
from core.run.control import Control, Stop
from core.run.events import Event
from core.run.identity import new_id
from core.run.record import RunRecord

if TYPE_CHECKING:
    from core.cluster.engine import Engine


@dataclass
class Collected:
    """The results of the training of all runs.

    Attributes:
        comparison: the kept one that they are trained for, with their ids; None if none is kept.
        records: each run's member and record, by the run's id.
    """

    results: Results
    comparison: KeptComparison | None = None
    records: dict[str, tuple[str, RunRecord]] = field(default_factory=dict)

    def id_of(self, planned: PlannedRun) -> str:
        """Return the id of a run: that in the kept comparison, or a new one."""
        runs = {} if self.comparison is None else self.comparison.runs
        known = (run for run, other in runs.items() if other.place == planned.place)
        return next(known, None) or new_id(planned.config)


def train_kept(
    collected: Collected, options: argparse.Namespace, engine: "Engine | None"
) -> CommandOutcome:
    """Train each run without an outcome as the options say, and print its events.

    Raises:
        ConfigError: if the options are wrong.
    """
    stop, runs_dir = Stop(), runs_dir_of(options)
    events = kept_events(collected, stop, runs_dir, kept_epochs(options), engine)
    outcome = drive(events, stop, options.json, are_mixed=engine is not None)
    if outcome.is_kept:
        print_message(f"kept in {runs_dir}")
    return outcome


def kept_events(
    collected: Collected,
    stop: Stop,
    runs_dir: Path,
    epochs_to_keep: int,
    engine: "Engine | None",
) -> Iterator[Event]:
    """Train each run without an outcome, in a folder of its own; yield events, fill `collected`.

    Args:
        engine: trains the runs, several at once; None to train one after the other here.
    """
    from core.comparison import trials

    loop, kept = loop_of(engine), collected.comparison

    def start(planned: PlannedRun) -> Control:
        run = collected.id_of(planned)
        collected.records[run] = planned.member, RunRecord(run, planned.config)
        return Control(run, stop=stop, takes_checkpoints=True, measures_moments=True)

    def train(planned: PlannedRun, control: Control) -> Iterator[Event]:
        job = TrainingJob(
            control.run,
            planned.config,
            runs_dir / control.run,
            kept_epochs=epochs_to_keep,
            must_be_kept=True,
            comparison=None if kept is None else kept.name,
        )
        return train_and_keep(job, control, loop)

    if engine is None:
        events = trials.run(collected.results, start, train)
    else:
        events = trials.run_at_once(collected.results, start, train, engine.runs_at_once)
    for event in events:
        _, record = collected.records[event.run]
        record.apply(event)
        yield event
