"""What a cluster gains and costs: ``python -m tests.benchmarks.cluster [--full]``.

Eight short runs of one thread are trained by 1 and 2 worker processes of this machine, by 4 where
there are cores for them. Then many runs of sleeping slices are driven, so that all that is measured
are the messages of the scheduler, and its memory: 100 runs on 10 workers, or with ``--full`` 1,000
on 100. These workers are threads of one process, each with connections of its own.
"""

import argparse
import gc
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import psutil

from core.cluster import dask_engine, keys
from core.cluster.dask_engine import DaskEngine
from core.cluster.driver import train_on
from core.cluster.keys import ClusterKeys
from core.cluster.membership import Workers
from core.cluster.slices import Slice
from core.config.fields import with_values
from core.config.presets import preset
from core.config.run import RunConfig
from core.data import datasets
from core.machine import processor
from core.machine.processor import cores
from core.network.architecture import parameter_count
from core.run.checkpoint import Checkpoint
from core.run.control import Control
from core.run.events import CheckpointTaken, EndReason, EpochCompleted, Event, RunEnded, RunStarted
from core.training.loop import train
from tests.benchmarks.figures import Figure, at_least, at_most, tell

RUNS, EPOCHS, EXAMPLES = 8, 3, 6_000
CONFIG = with_values(
    preset("relu-dropout").config,
    {"epochs": EPOCHS, "data.train_size": EXAMPLES, "data.test_size": 1_000, "threads": 1},
)
SLEEP_S, SLEEPING_EPOCHS, FLOATS = 0.5, 4, 25_000  # of a sleeping slice and its checkpoint
WAIT_S = 120.0
SERVE = "--serve"


def asleep(part: Slice) -> list[Event]:
    """The events of a slice in which nothing is trained; its checkpoint takes 100 KB."""
    time.sleep(SLEEP_S)
    epoch = 1 + (part.start.epoch if part.start is not None else 0)
    numbers = 0.5, 0.5, 0.9, 0.9, None, SLEEP_S, 1.0, 0.1, SLEEP_S
    events: list[Event] = [
        RunStarted(part.run, 1, "cpu", 1, 1, 1),
        EpochCompleted(part.run, epoch, *numbers),
    ]
    if epoch == part.config.epochs:
        return [*events, RunEnded(part.run, EndReason.COMPLETED, epoch)]
    weights = {"weights": np.zeros(FLOATS, np.float32)}
    state = Checkpoint(epoch, SLEEP_S, {}, weights, {}, {})
    return [*events, CheckpointTaken(part.run, state)]


def serve_in_threads(path: Path, count: int) -> None:
    """Be that many workers at once that sleep instead of training, until the process is ended."""
    dask_engine.train_slice = asleep
    found = keys.read(path)
    workers = [
        threading.Thread(target=dask_engine.serve, args=(found, lambda _text: None))
        for _ in range(count)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()  # the main thread must not end: with it Python would


@contextmanager
def staffed(command: Callable[[Path], list[str]], count: int) -> Iterator[DaskEngine]:
    """An engine with that many workers, which a command starts."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "cluster.json")
        found = _new(path)
        helpers = subprocess.Popen([sys.executable, *command(path)], stderr=subprocess.DEVNULL)
        try:
            workers = Workers(lambda _text: None)
            with dask_engine.dask_engine(found, workers, WAIT_S) as engine:
                ends_s = time.monotonic() + WAIT_S
                while workers.count() < count and time.monotonic() < ends_s:
                    time.sleep(0.1)
                yield engine
        finally:
            helpers.terminate()
            helpers.wait()


def _new(path: Path) -> ClusterKeys:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    return keys.create(path, f"127.0.0.1:{port}")


def drive(engine: DaskEngine, config: RunConfig, runs: int) -> float:
    """The seconds in which an engine trains that many runs with different seeds."""

    def one(number: int) -> None:
        seeded = with_values(config, {"seed": number + 1})
        control = Control(f"run-{number}", 1)
        *_, end = train_on(engine, seeded, None, control)  # type: ignore[arg-type]
        assert isinstance(end, RunEnded)
        assert end.reason is EndReason.COMPLETED, end

    began_s = time.perf_counter()
    with ThreadPoolExecutor(engine.runs_at_once()) as pool:
        list(pool.map(one, range(runs)))
    return time.perf_counter() - began_s


def drive_here() -> float:
    """The seconds in which this process trains one run, by the loop itself."""
    data = datasets.load(CONFIG.data)
    began_s = time.perf_counter()
    list(train(CONFIG, data, Control("here", 1, takes_checkpoints=True)))
    return time.perf_counter() - began_s


def speed_up() -> list[Figure]:
    """Eight runs over 1, 2 and perhaps 4 workers; and one alone against the loop."""
    drive_here()  # the first loads
    here_s = min(drive_here() for _ in range(3))
    taken: dict[int, float] = {}
    overhead_ms = 0.0
    for count in [count for count in (1, 2, 4) if count == 1 or count <= cores()]:
        command = command_with("main.py", "workers", "--count", str(count), "--join")
        with staffed(command, count) as engine:
            drive(engine, CONFIG, 2 * count)  # the first load
            taken[count] = drive(engine, CONFIG, RUNS)
            if count == 1:
                alone_s = min(drive(engine, CONFIG, 1) for _ in range(3))
                overhead_ms = 1000 * (alone_s - here_s) / EPOCHS
    lines = [
        at_least(
            f"{RUNS} runs over {count} workers against one",
            taken[1] / taken[count],
            0.75 * count,
            "times as fast",
        )
        for count in taken
        if count > 1
    ]
    size_mb = 3 * 4 * parameter_count(CONFIG.model) / 1e6  # weights, and Adam's two numbers each
    slice_ms = 1000 * here_s / EPOCHS
    what = f"what a slice of {slice_ms:.0f} ms takes longer, {size_mb:.0f} MB sent to and fro"
    return [*lines, Figure(what, f"{overhead_ms:.0f} ms")]


def command_with(*arguments: str) -> Callable[[Path], list[str]]:
    """A command line whose last argument is the cluster file."""
    return lambda path: [*arguments, str(path)]


def simulation(runs: int, count: int) -> list[Figure]:
    """Many runs of sleeping slices on that many workers."""
    config = with_values(CONFIG, {"epochs": SLEEPING_EPOCHS})
    own = psutil.Process()
    command = command_with("-m", "tests.benchmarks.cluster", SERVE, str(count))
    with staffed(command, count) as engine:
        drive(engine, config, count)  # all connections are made
        gc.collect()
        before = own.memory_info().rss
        taken_s = drive(engine, config, runs)
        gc.collect()
        grown_mb = (own.memory_info().rss - before) / 1e6

    least_s = runs * SLEEPING_EPOCHS * SLEEP_S / count
    title = f"{runs:,} runs of {SLEEPING_EPOCHS} sleeping slices, {count} workers"
    return [
        at_most(f"{title} against the sleep alone", taken_s / least_s, 1.5, "times as long"),
        Figure("slices in a second", f"{runs * SLEEPING_EPOCHS / taken_s:.0f}"),
        at_most("memory that the driver and its scheduler gain", grown_mb, 200, "MB", ".0f"),
    ]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", action="store_true", help="simulate 1,000 runs on 100 workers")
    parser.add_argument("--json", action="store_true", help="one line for each figure")
    parser.add_argument(SERVE, nargs=2, metavar=("COUNT", "FILE"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        serve_in_threads(Path(options.serve[1]), int(options.serve[0]))
        return
    if not options.json:
        print(f"{processor.name()}, {cores()} cores")  # noqa: T201 - its output
    tell([*speed_up(), *(simulation(1000, 100) if options.full else simulation(100, 10))])


if __name__ == "__main__":
    main()
