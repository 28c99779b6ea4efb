"""What denormal numbers in Adam's memory cost: ``python -m tests.benchmarks.denormals``.

A weight without a gradient, as of a pixel that is always black, leaves Adam numbers that decay
until they are denormal, and stay so. Here all pixels are black, and the whole memory of the first
layer is denormal in one run, zero in another; an epoch of each is measured in turns, in processor
time, so that other programs matter little. The exit status is 1 if the goal is missed.

Whether denormal numbers take longer depends on the processor: the last figure says what they cost
here if they are computed as they are.
"""

import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import torch

from core.config.fields import with_values
from core.config.presets import preset
from core.data import datasets
from core.machine.processor import begin_computing, cores
from core.run.control import Control
from core.run.events import CheckpointTaken, EpochCompleted
from core.training.loop import train
from tests.benchmarks.figures import Figure, at_most, tell

EXAMPLES, TESTS, ROUNDS = 3000, 100, 9
MAX_RATIO = 1.3
DENORMAL = np.float32(1e-40)
FIRST_LAYER = (512, 784)


def epochs(threads: int, memory: np.float32) -> Iterator[object]:
    """The epochs of a run; Adam's memory of its first layer begins with this number everywhere."""
    size = {"data.train_size": EXAMPLES, "data.test_size": TESTS, "epochs": 1}
    config = with_values(preset("relu-dropout").config, size)
    data = datasets.load(config.data)
    black = replace(data, train_x=torch.zeros_like(data.train_x))

    control = Control("benchmark", threads, takes_checkpoints=True)
    *_, last = (each for each in train(config, black, control) if isinstance(each, CheckpointTaken))
    filled = {
        name: np.full_like(values, memory) if values.shape == FIRST_LAYER else values
        for name, values in last.checkpoint.optimizer.items()
    }
    start = replace(last.checkpoint, optimizer=filled)
    endless = with_values(config, {"epochs": 10_000})
    events = train(endless, black, Control("benchmark", threads), start)
    return (event for event in events if isinstance(event, EpochCompleted))


def timed(run: Iterator[object]) -> float:
    """Seconds of processor time, of all threads, for the next epoch."""
    began_s = time.process_time()
    next(run)
    return time.process_time() - began_s


def ratio(threads: int) -> float:
    """How many times as long an epoch with denormal numbers takes, in the calling thread."""
    runs = epochs(threads, DENORMAL), epochs(threads, np.float32(0))
    for run in runs:
        next(run)
    pairs = [[timed(run) for run in runs] for _ in range(ROUNDS)]
    with_them, without = map(min, zip(*pairs, strict=True))
    return with_them / without


def in_a_new_thread(threads: int, begin: Callable[[], None]) -> float:
    """The ratio in a thread that begins like this; its helpers do as it does."""
    results: list[float] = []

    def work() -> None:
        begin()
        results.append(ratio(threads))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    return results[0]


def figures() -> list[Figure]:
    """With one thread and with all, as the program's threads begin, and as Python's do."""
    what = "an epoch with denormal numbers in Adam's memory against one without"
    unit = "times as long"
    return [
        at_most(what, in_a_new_thread(1, begin_computing), MAX_RATIO, unit),
        at_most(
            f"the same with {cores()} threads",
            in_a_new_thread(cores(), begin_computing),
            MAX_RATIO,
            unit,
        ),
        Figure(
            "the same if denormal numbers are computed as they are",
            f"{in_a_new_thread(1, lambda: None):.2f} {unit}",
        ),
    ]


def main() -> int:
    """Print the figures; return the exit status, 1 if a goal is missed."""
    measured = figures()
    tell(measured)
    return int(any(figure.is_met is False for figure in measured))


if __name__ == "__main__":
    sys.exit(main())
