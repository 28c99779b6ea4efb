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
from pathlib import Path

from core.config import presets
from core.config.fields import with_values
from core.data.datasets import load
from core.lifecycle.recording import record
from core.machine.processor import cores
from core.run.control import Control
from core.run.events import EpochCompleted
from core.run.record import RunRecord, RunState
from core.storage.records import described, write_description
from core.training.loop import train
from gui.composition import Application
from tests.benchmarks.answering import wait_for
from tests.benchmarks.figures import Figure, at_most, tell
from tests.open_window import open_window

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
            described(RunRecord(folder.name, config, last=epoch, best=epoch), RunState.COMPLETED),
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


def overhead(application: Application) -> Figure:
    """An epoch under the window against one without, in turns."""
    config = with_values(
        presets.preset("relu-dropout").config,
        {"epochs": EPOCHS, "data.train_size": 20_000, "threads": cores()},
    )
    data = load(config.data)
    alone, under = [], []
    for _ in range(ROUNDS):
        events = train(config, data, Control("benchmark"))
        alone += [event.seconds for event in events if isinstance(event, EpochCompleted)]
        application.controller.start(config)
        run = application.store.visible()[-1].record
        wait_for(lambda run=run: run.state is RunState.COMPLETED)  # type: ignore[misc]
        under += [epoch.seconds for epoch in run.epochs]
    ratio = statistics.median(under) / statistics.median(alone)
    return at_most("an epoch under the window against one without", ratio, 1.05, "times as long")


def figures() -> list[Figure]:
    """All of it."""
    empty, full = starts(0), starts(KEPT)
    with open_window() as (application, _app, _translation):
        running = [stops(application), overhead(application)]
    return [
        Figure("from the start to the first paint", f"{empty['painted']:.2f} s"),
        Figure("to a window that can be used", f"{empty['usable']:.2f} s"),
        Figure(f"the same with {KEPT:,} kept runs", f"{full['usable']:.2f} s"),
        Figure("until all of them are listed", f"{full['listed']:.2f} s"),
        *running,
    ]


if __name__ == "__main__":
    tell(figures())
