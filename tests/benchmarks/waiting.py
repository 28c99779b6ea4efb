"""How many threads are best, and how they wait: ``python -m tests.benchmarks.waiting``.

OpenMP's helper threads wait for the next matrix product, and for each other at its end. Awake, they
lose no time, but take a core from whoever could use it; asleep, they have to be woken, which some
machines, most of all virtual ones, take long for. In between they turn in a loop for a while, as
often as ``GOMP_SPINCOUNT`` says, and then sleep. libgomp reads it when it is loaded, so each way of
waiting is a process of its own here; they train an epoch in turns, first alone, then next to a
process that keeps one core busy.

A line ``chosen`` names the quickest way among those that the busy process slows down to no more
than twice the time. Nothing else should run on the machine; the numbers are seconds of an epoch of
`relu-dropout` by the clock, and the lines are ready to be set as environment variables:

    GOMP_SPINCOUNT=10000 python main.py
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import IO

SPINS = (0, 1_000, 3_000, 10_000, 30_000, 100_000, 300_000)  # the last is libgomp's own default
EXAMPLES, ROUNDS = 5_000, 9
MAX_SLOWER = 2.0  # next to a busy process


@dataclass(frozen=True)
class Way:
    """A number of threads, and how often a waiting one turns before it sleeps."""

    threads: int
    spins: int

    @property
    def environment(self) -> dict[str, str]:
        """The variables that `core` leaves as they are."""
        return {"OMP_WAIT_POLICY": "passive", "GOMP_SPINCOUNT": str(self.spins)}

    def __str__(self) -> str:
        return f"threads={self.threads}, GOMP_SPINCOUNT={self.spins}"


class Worker:
    """A process that trains one epoch whenever it is asked to."""

    def __init__(self, way: Way, examples: int) -> None:
        command = [sys.executable, "-m", "tests.benchmarks.waiting", "--worker"]
        self._process = subprocess.Popen(
            [*command, str(way.threads), "--examples", str(examples)],
            env=os.environ | way.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.train()  # loads everything

    @property
    def _pipes(self) -> tuple[IO[str], IO[str]]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        return self._process.stdin, self._process.stdout

    def train(self) -> float:
        """Seconds of an epoch."""
        ask, answer = self._pipes
        ask.write("\n")
        ask.flush()
        return float(answer.readline())

    def end(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.wait()
        for pipe in self._pipes:
            pipe.close()


def work(threads: int, examples: int) -> None:
    """Train an epoch for each line of standard input, and print its seconds."""
    from core.config.fields import with_values
    from core.machine.processor import begin_computing
    from tests.benchmarks.training import config_of, ours

    begin_computing()
    epochs = ours(with_values(config_of("relu-dropout"), {"data.train_size": examples}), threads)
    for _ in sys.stdin:
        print(next(epochs), flush=True)  # noqa: T201 - its answer


def ways(cores: int) -> Iterator[Way]:
    """One thread, then twice as many each time up to all cores, with each way of waiting."""
    yield Way(1, 0)
    counts = {cores, *(2**power for power in range(1, cores.bit_length()) if 2**power <= cores)}
    for threads in sorted(counts - {1}):
        yield from (Way(threads, spins) for spins in SPINS)


@contextmanager
def workers(all_ways: Sequence[Way], examples: int) -> Iterator[dict[Way, Worker]]:
    """A process for each way."""
    with ExitStack() as stack:
        started = {}
        for way in all_ways:
            started[way] = Worker(way, examples)
            stack.callback(started[way].end)
        yield started


def measured(running: dict[Way, Worker], rounds: int) -> dict[Way, float]:
    """Median seconds of an epoch; the ways take turns, the other way round each time."""
    seconds: dict[Way, list[float]] = {way: [] for way in running}
    order = list(running)
    for _ in range(rounds):
        for way in order:
            seconds[way].append(running[way].train())
        order.reverse()
    return {way: statistics.median(each) for way, each in seconds.items()}


def chosen(alone: dict[Way, float], beside: dict[Way, float]) -> Way:
    """The quickest way of those that a busy process does not slow down too much."""
    robust = [way for way in alone if beside[way] <= MAX_SLOWER * alone[way]]
    return min(robust or alone, key=alone.__getitem__)


def main() -> None:
    """Measure and print, or be one of the processes."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--examples", type=int, default=EXAMPLES)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--worker", type=int, metavar="THREADS", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.worker is not None:
        work(options.worker, options.examples)
        return

    from core.machine.processor import cores, name
    from tests.benchmarks.training import a_busy_core

    with workers(list(ways(cores())), options.examples) as running:
        alone = measured(running, options.rounds)
        with a_busy_core():
            beside = measured(running, options.rounds)

    if options.json:
        lines = [
            json.dumps(
                {"threads": way.threads, "spins": way.spins, "alone": one, "beside": beside[way]}
            )
            for way, one in alone.items()
        ]
    else:
        base = next(iter(alone.values()))
        lines = [f"{name()}, {cores()} cores; seconds of an epoch, against one thread alone", ""]
        lines += ["| | alone | next to a busy process |", "|---|---|---|"]
        lines += [
            f"| {way} | {one:.3f} s, {one / base:.2f} | "
            f"{beside[way]:.3f} s, {beside[way] / base:.2f} ({beside[way] / one:.2f} of alone) |"
            for way, one in alone.items()
        ]
        lines += ["", f"chosen: {chosen(alone, beside)}"]
    print("\n".join(lines))  # noqa: T201 - its output


if __name__ == "__main__":
    main()
