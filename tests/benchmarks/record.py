"""How soon a network reads 98 % and 99 % of the test digits: ``python -m tests.benchmarks.record``.

The method, so that anyone can repeat it:

1. The candidates below are trained on the first 55,000 training digits, with `CHOOSING_SEEDS`. The
   quickest is chosen of those that read the target's share of the 5,000 digits held out with every
   seed. The test digits are not looked at.
2. The chosen settings train on all 60,000 training digits, from other seeds, and are measured on
   the 10,000 test digits after each epoch. The time is that of training alone, from the first batch
   to the end of the first epoch that reaches the target: without loading, and without the measuring
   itself, as in the speed records that others publish. A run that never gets there counts as
   missed, and is not left out.

It takes about half an hour on two cores; ``--seeds 3`` and ``--target 98`` shorten it. Nothing else
should run on the machine meanwhile.
"""

import argparse
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.config.fields import with_values
from core.config.presets import preset
from core.config.run import RunConfig
from core.data import datasets
from core.data.datasets import Data
from core.machine import processor
from core.run.control import Control
from core.run.events import EpochCompleted
from core.training.loop import train

CHOOSING_SEEDS = (101, 102, 103)
HELD_OUT = 5_000
ALL = 60_000


@dataclass(frozen=True)
class Record:
    """A target and the settings that may reach it.

    Attributes:
        target: the share of the digits to be read, 0 to 1.
        name: the preset that all candidates change.
        candidates: what each of them changes.
    """

    target: float
    name: str
    candidates: Sequence[Mapping[str, object]]


def _candidates(
    epochs: Sequence[int], rates: Sequence[float], sizes: Sequence[int]
) -> list[Mapping[str, object]]:
    """Return all combinations; the learning rate falls along a cosine, or rises and falls once."""
    return [
        {
            "epochs": count,
            "schedule.kind": schedule,
            "optimizer.learning_rate": rate,
            "data.batch_size": size,
        }
        for count in epochs
        for schedule in ("cosine", "one-cycle")
        for rate in rates
        for size in sizes
    ]


RECORDS = {
    98: Record(0.98, "relu-adam", _candidates((2, 3), rates=(0.001, 0.002), sizes=(100, 200))),
    99: Record(0.99, "cnn", _candidates((3, 4), rates=(0.002, 0.004), sizes=(100,))),
}


def seconds_to(target: float, config: RunConfig, data: Data) -> float | None:
    """Return the seconds of training until the target is reached; None if it never is.

    It is measured on the held-out examples where there are some, otherwise on the test set.
    """
    seconds = 0.0
    for event in train(config, data, Control("record")):
        if isinstance(event, EpochCompleted):
            seconds += event.seconds
            accuracy = event.choosing_accuracy
            if accuracy is not None and accuracy >= target:
                return seconds
    return None


def chosen(record: Record, seeds: Sequence[int]) -> Mapping[str, object] | None:
    """Return the quickest candidate that reaches the target with every seed; None without one."""
    best: tuple[float, Mapping[str, object]] | None = None
    for candidate in record.candidates:
        took = times(record, candidate, seeds, held_out=HELD_OUT)
        reached = [seconds for seconds in took if seconds is not None]
        print(f"  {_named(candidate)}: {_summary(took)}", flush=True)  # noqa: T201 - its output
        if len(reached) == len(seeds):
            mean = statistics.mean(reached)
            best = min(best or (mean, candidate), (mean, candidate), key=lambda each: each[0])
    return None if best is None else best[1]


def times(
    record: Record, changes: Mapping[str, object], seeds: Sequence[int], *, held_out: int = 0
) -> list[float | None]:
    """Return for each seed what `seconds_to` returns."""
    sizes = {"data.train_size": ALL - held_out, "data.validation_size": held_out}
    config = with_values(preset(record.name).config, {**sizes, **changes})
    data = datasets.load(config.data)
    return [seconds_to(record.target, with_values(config, {"seed": seed}), data) for seed in seeds]


def _named(changes: Mapping[str, object]) -> str:
    return ", ".join(f"{path}={value}" for path, value in changes.items())


def _summary(took: Sequence[float | None]) -> str:
    reached = [seconds for seconds in took if seconds is not None]
    missed = f"missed with {len(took) - len(reached)} of {len(took)} seeds"
    if not reached:
        return missed
    mean = f"{statistics.mean(reached):.1f} s ({min(reached):.1f} to {max(reached):.1f})"
    return mean if len(reached) == len(took) else f"{mean}, {missed}"


def main() -> None:
    """Choose, and then measure."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seeds", type=int, default=10, help="how many runs are measured")
    parser.add_argument("--target", type=int, choices=list(RECORDS), help="only this one")
    arguments = parser.parse_args()

    print(f"{processor.name()}, {processor.cores()} cores")  # noqa: T201 - its output
    for percent, record in RECORDS.items():
        if arguments.target in (None, percent):
            print(f"{percent}%, `{record.name}`, chosen on held-out digits:")  # noqa: T201
            changes = chosen(record, CHOOSING_SEEDS)
            if changes is None:
                print("  no candidate reaches it")  # noqa: T201
                continue
            took = times(record, changes, range(arguments.seeds))
            print(f"{percent}% of the test digits: {_summary(took)}")  # noqa: T201


if __name__ == "__main__":
    main()
