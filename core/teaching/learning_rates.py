"""Learning rates, compared with those that are usual with an optimizer."""

from collections.abc import Mapping

from core.config.choices import OptimizerKind
from core.config.fields import FIELDS, with_values
from core.config.live import LEARNING_RATE
from core.config.run import RunConfig
from core.messages import Message, message
from core.run.record import RunRecord, current_settings

# PyTorch's defaults for Adam and Adagrad, Keras's for RMSprop. For SGD it is the tutorial's 0.01 at
# momentum 0.9: momentum m makes steps 1 / (1 - m) times as long.
USUAL_RATE = {
    OptimizerKind.SGD: 0.1,
    OptimizerKind.ADAM: 0.001,
    OptimizerKind.ADAMW: 0.001,
    OptimizerKind.RMSPROP: 0.001,
    OptimizerKind.ADAGRAD: 0.01,
}
MOMENTUM = 0.9  # the tutorial's


# Ours, as multiples of the usual rate (`tests/core/teaching/test_hint_table.py`): from ten times
# on, networks that do not learn learn at lower rates, and below it at higher ones; in between, some
# at either.
FAR_ABOVE, ABOVE = 10.0, 3.0


def rounded_rate(rate: float) -> float:
    """Return the rate of one digit that is next to this one, within the setting's limits."""
    limits = FIELDS[LEARNING_RATE]
    return float(f"{min(max(rate, limits.low or 0.0), limits.high or rate):.1g}")


def with_rate(rate: float) -> tuple[Mapping[str, object], Message]:
    """Return a learning rate of one digit within the limits, as change and action."""
    rounded = rounded_rate(rate)
    return {LEARNING_RATE: rounded}, message("Try learning rate {rate}", rate=f"{rounded:g}")


def rate(record: RunRecord) -> float:
    """Return the current learning rate, without what a schedule does to it."""
    return current_settings(record)[LEARNING_RATE]


def usual_rate(config: RunConfig) -> float:
    """Return the learning rate that is usual with the optimizer, given its momentum."""
    optimizer = config.optimizer
    has_momentum = optimizer.kind in (OptimizerKind.SGD, OptimizerKind.RMSPROP)
    return USUAL_RATE[optimizer.kind] * (1 - optimizer.momentum if has_momentum else 1)


def with_other_optimizer(config: RunConfig) -> RunConfig:
    """Return the same with Adam in place of gradient descent, otherwise with gradient descent.

    Both at their usual rates; gradient descent has the tutorial's momentum.
    """
    if config.optimizer.kind is OptimizerKind.SGD:
        return with_values(
            config,
            {"optimizer.kind": "adam", LEARNING_RATE: USUAL_RATE[OptimizerKind.ADAM]},
        )
    rate_of_sgd = USUAL_RATE[OptimizerKind.SGD] * (1 - MOMENTUM)
    changes = {"optimizer.kind": "sgd", "optimizer.momentum": MOMENTUM}
    return with_values(config, changes | {LEARNING_RATE: round(rate_of_sgd, 6)})


def is_above(record: RunRecord) -> bool:
    """Return whether the rate is above the usual one."""
    return rate(record) > 1.01 * usual_rate(record.config)  # 1 - 0.9 is not exactly 0.1


def is_far_above(record: RunRecord) -> bool:
    """Return whether the rate is so far above the usual one that only lower ones can help."""
    return rate(record) > 0.99 * FAR_ABOVE * usual_rate(record.config)


def raised_rate(record: RunRecord) -> float:
    """Return ten times the rate, but nothing far above the usual one."""
    return min(10 * rate(record), ABOVE * usual_rate(record.config))
