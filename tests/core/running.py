"""Short ways to make a small run and to look into its events."""

from collections.abc import Mapping, Sequence

import numpy as np

from core.comparison.results import Outcome
from core.config.fields import with_values
from core.config.presets import preset
from core.config.run import RunConfig
from core.data import datasets
from core.evaluation.assessment import Reading
from core.evaluation.statistics import Answers
from core.network.weights import Weights
from core.run.control import Control
from core.run.events import EndReason, EpochCompleted, Event, RunEnded, WeightsPublished
from core.training.loop import train


def config_of(name: str, changes: Mapping[str, object] | None = None) -> RunConfig:
    """A preset's config with changes by dotted path."""
    return with_values(preset(name).config, changes or {})


def small(name: str, changes: Mapping[str, object] | None = None) -> RunConfig:
    """A digits preset cut down to 600 training and 200 test digits and 2 epochs."""
    size: dict[str, object] = {
        "data.train_size": 600,
        "data.test_size": 200,
        "data.batch_size": 50,
        "epochs": 2,
    }
    return config_of(name, size | dict(changes or {}))


def outcome_of(right: Answers, final: float | None = None, best: float | None = None) -> Outcome:
    """The outcome of a network that reads these digits right, and all others as a 9.

    Its accuracies are those of the digits unless they are given, its cost the share of errors.
    """
    share = float(right.mean())
    final = share if final is None else final
    reading = Reading(np.where(right, 0, 9).astype(np.uint8), right)
    return Outcome(final, final if best is None else best, reading, cost=1 - share)


def run_to_the_end(config: RunConfig, threads: int = 1, run: str = "run") -> list[Event]:
    """All events of a run that is left alone."""
    return list(train(config, datasets.load(config.data), Control(run, threads)))


def epochs_of(events: Sequence[Event]) -> list[EpochCompleted]:
    """The completed epochs."""
    return [event for event in events if isinstance(event, EpochCompleted)]


def final_weights(events: Sequence[Event]) -> Weights:
    """The last published weights."""
    return [event for event in events if isinstance(event, WeightsPublished)][-1].weights


def end_of(events: Sequence[Event]) -> RunEnded:
    """The last event, which must be the run's end."""
    last = events[-1]
    assert isinstance(last, RunEnded)
    return last


def completed(events: Sequence[Event]) -> Sequence[Event]:
    """The same events, of a run that must have completed."""
    assert end_of(events).reason is EndReason.COMPLETED, end_of(events).message
    return events


def finished(events: Sequence[Event]) -> Sequence[Event]:
    """The same events, of a run that must have completed or stopped early."""
    end = end_of(events)
    assert end.reason in (EndReason.COMPLETED, EndReason.STOPPED_EARLY), end.message
    return events
