"""What measuring within epochs costs: ``python -m tests.benchmarks.moments``.

The time that a run spends on it is counted by the run itself, as a share of the training time of
the same epoch, so that nothing else on the machine matters much.
"""

import statistics

from core.config.fields import with_values
from core.config.presets import preset
from core.data import datasets
from core.run.control import Control
from core.run.events import EpochCompleted
from core.training.loop import train
from core.training.moment_probe import MomentProbe
from tests.benchmarks.figures import Figure, at_most, tell

ROUNDS = 3
MAX_PERCENT = 3.0
EPOCHS = {"relu-dropout": 2, "sigmoid": 2, "logistic": 2, "cnn": 1}


def shares_of(name: str) -> dict[int, float]:
    """Per cent of each epoch's training time, the median of some runs."""
    config = with_values(preset(name).config, {"epochs": EPOCHS[name]})
    data, shares = datasets.load(config.data), {}
    for _ in range(ROUNDS if name != "cnn" else 1):
        spent: list[float] = []
        ended = MomentProbe.end_epoch

        def end_epoch(probe: MomentProbe, *numbers: float, spent=spent, ended=ended) -> None:
            spent.append(probe.seconds)
            ended(probe, *numbers)

        MomentProbe.end_epoch = end_epoch
        try:
            for event in train(config, data, Control("benchmark", measures_moments=True)):
                if isinstance(event, EpochCompleted):
                    share = 100 * spent[-1] / event.seconds
                    shares.setdefault(event.epoch, []).append(share)
        finally:
            MomentProbe.end_epoch = ended
    return {epoch: statistics.median(measured) for epoch, measured in shares.items()}


def figures() -> list[Figure]:
    """The first epoch, in which most is measured, and a later one."""
    return [
        at_most(f"measuring within epoch {epoch} of `{name}`", share, MAX_PERCENT, "%", ".1f")
        for name in EPOCHS
        for epoch, share in shares_of(name).items()
    ]


if __name__ == "__main__":
    tell(figures())
