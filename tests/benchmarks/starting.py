"""How soon the window is there, and how soon it stops: ``python -m tests.benchmarks.starting``.

Each start is a process of its own with a home of its own; the times are counted from before Python
begins. The window can be used when its event loop has handled the first timer after it was shown.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from core.config import presets
from core.config.fields import with_values
from core.config.run import RunConfig
from core.data.datasets import load
from core.lifecycle.job import TrainingJob
from core.lifecycle.recording import record
from core.lifecycle.session import train_and_keep
from core.machine.processor import cores
from core.run.control import Control
from core.run.events import EpochCompleted
from core.run.record import RunRecord, RunState
from core.storage.description import described, write_description
from core.training.loop import train
from gui.composition import Application
from tests.benchmarks.answering import wait_for
from tests.benchmarks.figures import Figure, at_most, tell
from tests.open_window import check_networks, open_window, show_networks

STARTS = 5
KEPT = 1000
STOPS = 10
EPOCHS, ROUNDS = 5, 5


def starts(kept: int) -> dict[str, float]:
    """Median seconds until the splash is painted, the window is usable, and all runs are listed."""
    found: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as home:
        runs_dir = Path(home, "runs")
        runs_dir.mkdir()
        keep(runs_dir, kept)
        for _ in range(STARTS):
            command = [
                sys.executable,
                "-m",
                "tests.benchmarks.opening",
                str(runs_dir),
                str(time.time()),
            ]
            environment = os.environ | {"HOME": home, "KEPT": str(kept)}
            environment.pop("PYTHONDONTWRITEBYTECODE", None)  # compiled once, as users have it
            done = subprocess.run(
                command, env=environment, capture_output=True, text=True, check=True, timeout=120
            )
            for line in done.stdout.splitlines():
                what, seconds = line.split()
                found.setdefault(what, []).append(float(seconds))
    return {what: statistics.median(seconds) for what, seconds in found.items()}


def keep(runs_dir: Path, count: int) -> None:
    """Folders of runs that are over."""
    config = with_values(
        presets.preset("logistic").config,
        {"data.train_size": 100, "data.test_size": 100, "epochs": 1},
    )
    if not count:
        return
    first = runs_dir / "20260101-000000-logistic-00000000"
    first.mkdir()
    events = record(train(config, load(config.data), Control(first.name, 1)), config, first)
    [epoch] = [event for event in events if isinstance(event, EpochCompleted)]
    for number in range(1, count):
        folder = runs_dir / f"20260101-000000-logistic-{number:08x}"
        folder.mkdir()
        write_description(
            folder,
            described(RunRecord(folder.name, config, RunState.COMPLETED, last=epoch, best=epoch)),
        )


def stops(application: Application) -> Figure:
    """From the click on Stop until the run has ended, the largest network training."""
    took = []
    for _ in range(STOPS):
        application.controller.start(presets.preset("relu-dropout").config)
        run = application.store.visible()[-1].record
        wait_for(lambda run=run: run.progress is not None)  # type: ignore[misc]
        begin = time.perf_counter()
        application.window.actions_.stop.trigger()
        wait_for(lambda: not application.controller.active())
        took.append((time.perf_counter() - begin) * 1000)
    return at_most("from Stop to stopped, the worst of ten", max(took), 200, "ms", ".0f")


def overhead(application: Application) -> list[Figure]:
    """A run under the tab Network against one without a window, in turns.

    Both are kept and measured within their epochs, as the command ``train`` does it. Of the whole
    run everything counts; the epochs' own seconds leave out what is measured and written.
    """
    config = with_values(
        presets.preset("relu-dropout").config,
        {"epochs": EPOCHS, "data.train_size": 20_000, "threads": cores()},
    )
    load(config.data)
    alone, under = _Durations(), _Durations()
    for number in range(ROUNDS):
        with tempfile.TemporaryDirectory() as folder:
            _train_alone(config, Path(folder, f"run-{number}"), alone)
        _train_under(application, config, under)
    return [
        at_most(
            "an epoch under the tab Network against one without a window",
            statistics.median(under.epochs) / statistics.median(alone.epochs),
            1.05,
            "times as long",
        ),
        at_most(
            "a whole run under the tab Network against one without a window",
            statistics.median(under.runs) / statistics.median(alone.runs),
            1.05,
            "times as long",
        ),
    ]


@dataclass
class _Durations:
    """Seconds of runs, and of their epochs."""

    runs: list[float] = field(default_factory=list)
    epochs: list[float] = field(default_factory=list)


def _train_alone(config: RunConfig, folder: Path, durations: _Durations) -> None:
    control = Control(folder.name, takes_checkpoints=True, measures_moments=True)
    began = time.perf_counter()
    for event in train_and_keep(TrainingJob(folder.name, config, folder), control):
        if isinstance(event, EpochCompleted):
            durations.epochs.append(event.seconds)
    durations.runs.append(time.perf_counter() - began)


def _train_under(application: Application, config: RunConfig, durations: _Durations) -> None:
    """Train with the window; the run is the only one that is shown."""
    application.store.show_only(())
    ended: list[float] = []

    def note(_run: str) -> None:
        ended.append(time.perf_counter())

    application.controller.run_ended.connect(note)
    began = time.perf_counter()
    run = application.controller.start(config)
    wait_for(lambda: bool(ended))
    application.controller.run_ended.disconnect(note)

    check_networks(application)
    entry = application.store.get(run)
    assert entry is not None
    durations.runs.append(ended[0] - began)
    durations.epochs += [epoch.seconds for epoch in entry.record.epochs]


def figures() -> list[Figure]:
    """All of it."""
    empty, full = starts(0), starts(KEPT)
    with open_window() as (application, _app, _translation):
        show_networks(application)
        running = [stops(application), *overhead(application)]
    return [
        at_most("from the start to the first paint", empty["painted"], 0.5, "s"),
        at_most("to a window that can be used", empty["usable"], 2.0, "s"),
        at_most(f"the same with {KEPT:,} kept runs", full["usable"], 2.0, "s"),
        Figure("until all of them are listed", f"{full['listed']:.2f} s"),
        *running,
    ]


if __name__ == "__main__":
    tell(figures())
