"""Figures of runs that several checks of lessons need, and their texts."""

import math
from collections.abc import Iterable
from statistics import NormalDist

from core.config.choices import Activation, DeviceKind, Initialization
from core.messages import Message, message
from core.run.events import EpochCompleted
from core.run.record import RunRecord, RunState

LEVEL = 0.95


def beyond_chance(one: RunRecord, other: RunRecord) -> Message:
    """Return whether their accuracies on the test digits differ by more than chance explains."""
    if abs(accuracy(one) - accuracy(other)) > half_width(one, other):
        return message("These accuracies on test digits differ by more than chance explains.")
    return message("These accuracies on test digits differ by no more than chance explains.")


def better_run(records: Iterable[RunRecord]) -> RunRecord:
    """Return the run that reads most held-out digits, if there are any; otherwise test digits."""
    return max(records, key=lambda record: last_epoch(record).choosing_accuracy or 0.0)


def is_sigmoid(record: RunRecord) -> bool:
    """Return whether the first hidden layer has a sigmoid."""
    return record.config.model.hidden[0].activation is Activation.SIGMOID


def has_default_weights(record: RunRecord) -> bool:
    """Return whether the initial weights are drawn as PyTorch does."""
    return record.config.model.init is Initialization.DEFAULT


def learning_rate(record: RunRecord) -> float:
    """Return the learning rate of the settings."""
    return record.config.optimizer.learning_rate


def rate_text(record: RunRecord) -> str:
    """Format the learning rate."""
    return f"{learning_rate(record):g}"


def highest_speed(record: RunRecord) -> float:
    """Return the examples per second of the fastest epoch."""
    return max(epoch.samples_per_second for epoch in record.epochs)


def last_epoch(record: RunRecord) -> EpochCompleted:
    """Return what the last epoch measured; there must be one."""
    assert record.last is not None
    return record.last


def accuracy(record: RunRecord) -> float:
    """Return the share of test examples read correctly after the last epoch, 0 to 1."""
    return last_epoch(record).accuracy or 0.0


def final_cost(record: RunRecord) -> float:
    """Return the cost of the last epoch; infinite for a run that diverged."""
    return math.inf if record.state is RunState.DIVERGED else last_epoch(record).cost


def step_count(record: RunRecord) -> int:
    """Return how many batches were trained on."""
    return record.epochs_done * record.config.data.batches_per_epoch


def half_width(*records: RunRecord) -> float:
    """Return half the 95 % interval for a sum or difference of the runs' accuracies (Wald).

    They count as independent; those on the same digits scatter less around one another.
    """
    shares = [(accuracy(record), record.config.data.test_size) for record in records]
    variance = sum(share * (1 - share) / count for share, count in shares)
    return NormalDist().inv_cdf((1 + LEVEL) / 2) * math.sqrt(variance)


def device_label(record: RunRecord) -> Message:
    """Return the name of the device that computed."""
    assert record.started is not None
    return next(kind.label for kind in DeviceKind if kind == record.started.device)


def fraction_text(share: float) -> Message | str:
    """Format a small share as one over a whole number, others with two digits."""
    return f"1/{to_two_digits(1 / share):,}" if 0 < share < 0.5 else f"{share:.2g}"


def to_two_digits(number: float) -> int:
    """Round to two significant digits."""
    return int(float(f"{number:.2g}"))
