"""The gradient steps of a run's epochs, of which a file may hold more than any run records."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from core.run.events import MAX_RUN_STEPS, EpochCompleted


def with_bounded_steps(epochs: Iterable[EpochCompleted]) -> Iterator[EpochCompleted]:
    """Yield epochs without the gradient steps beyond those that a run records."""
    left = MAX_RUN_STEPS
    for epoch in epochs:
        left -= 0 if epoch.steps is None else len(epoch.steps.costs)
        yield epoch if left >= 0 else replace(epoch, steps=None)
