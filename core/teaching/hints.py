"""Hints: a pattern in a run's numbers, its cause, and a change of the settings that helps.

Each rule looks at a `RunRecord` and either recognises its pattern or returns None. The first that
recognises one gives the hint, so there is never more than one. Thresholds marked "ours" were
measured on the presets with 600 to 20,000 digits: well-trained runs stay clear of them, the
patterns of `tests/core/teaching/test_hints.py` do not.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from core.config.catalogue import KNOWN
from core.config.choices import Activation, OptimizerKind, Pixels
from core.config.fields import FIELDS, ConfigError, with_values
from core.config.run import RunConfig
from core.messages import Message, message
from core.number_text import rough_percent
from core.run.checkpoint import LIVE_SETTINGS
from core.run.events import EpochCompleted
from core.run.record import RunRecord, RunState, current_settings

RATE = LIVE_SETTINGS[0]

# No learning: a threshold of neural-network-digits (PyPI). Ours: not before 150 steps, because ReLU
# networks on 600 digits still read 15 % after 18 steps and learn well afterwards.
NO_ACCURACY, NO_EPOCHS, MIN_STEPS = 0.25, 3, 150
# Ours: a mean cost above 1.25 times chance within an epoch, and fewer than 60 % right afterwards.
# Adam at 0.03 begins with a cost of 3.1 and still reaches 88 %; at 1 it begins with thousands and
# stays at 30 %.
EXPLODED, RECOVERED = 1.25, 0.6
# Ours: two rises of the training cost by 5 % or more within five epochs. In healthy runs it never
# rose before 90 % were read right; SGD at 1 without momentum rose three times in eight epochs.
JUMP, JUMPS, JUMP_EPOCHS, READS_WELL = 0.05, 2, 5, 0.9
LINE_CLIMBS = 10.0  # ours: the cost as a multiple of the first epoch's
# Ours: healthy runs below 80 % lose a third of their cost or more in 100 steps, those at a tenth of
# the default rate 1 % to 5 %.
SLOW_FALL, SLOW_STEPS, SLOW_EPOCHS, LOW_ACCURACY = 0.1, 100, 3, 0.8
# Overfitting: thresholds of neural-network-digits (PyPI). Ours: the gap counts once 90 % of the
# training digits are read right; before, it comes and goes.
BY_HEART = 0.9
ABOVE_BEST, ABOVE_EPOCHS, GAP, GAP_EPOCHS = 0.05, 4, 0.08, 2
FEW_EXAMPLES = 6000  # ours: with the usual networks the gap is 9 points at 2,000 digits, 6 at 5,000
# Of a layer's units: a threshold of neurolens and nnscope. Measured here: at most 0.13 in the
# presets, 0.3 to 1 in networks that learn badly; but up to 0.43 after the first epoch of deep ones,
# so three epochs must agree.
IDLE, IDLE_EPOCHS = 0.3, 3
DEEP = 3  # ours: three sigmoid layers and four stay at chance for 300 steps, one does not
# For hidden units 0.5: N. Srivastava et al. 2014, https://jmlr.org/papers/v15/srivastava14a.html.
# For several layers the tutorial's 0.2; ours: two layers of 128 units overfit 6,500 digits to a
# test cost of 0.20, at 0.2 it is 0.16, at 0.5 again 0.21, because each layer loses half of the
# rest.
DROPOUT, DROPOUT_OF_SEVERAL = 0.5, 0.2
# PyTorch's defaults for Adam and Adagrad, Keras's for RMSprop, the tutorial's for SGD with momentum
# 0.9; without it steps are ten times shorter.
DEFAULT_RATE = {
    OptimizerKind.SGD: 0.01,
    OptimizerKind.ADAM: 0.001,
    OptimizerKind.ADAMW: 0.001,
    OptimizerKind.RMSPROP: 0.001,
    OptimizerKind.ADAGRAD: 0.01,
}


class HintKind(StrEnum):
    """The patterns that the rules recognise."""

    RATE_TOO_HIGH = "rate-too-high"
    RAW_PIXELS = "raw-pixels"
    NO_LEARNING = "no-learning"
    RATE_TOO_LOW = "rate-too-low"
    DEAD_UNITS = "dead-units"
    SATURATED_UNITS = "saturated-units"
    TOO_LITTLE_DATA = "too-little-data"
    OVERFITTING = "overfitting"


@dataclass(frozen=True)
class Hint:
    """A pattern seen in a run, its cause, and a change to try.

    Attributes:
        symptom: what the run's numbers show.
        why: the cause.
        change: new values by dotted path; they are valid for the run's config.
        action: the change, short enough for a button.
    """

    kind: HintKind
    symptom: Message
    why: Message
    change: Mapping[str, object]
    action: Message


def find(record: RunRecord) -> Hint | None:
    """Return the hint for a run in its current state, or None."""
    if record.state in (RunState.QUEUED, RunState.FAILED):
        return None
    for rule in _RULES:
        hint = rule(record)
        if hint is not None:
            return hint if _is_possible(record.config, hint.change) else None
    return None


def _is_possible(config: RunConfig, change: Mapping[str, object]) -> bool:
    try:
        return with_values(config, change) != config
    except ConfigError:
        return False


def _unstable(record: RunRecord) -> Hint | None:
    """Recognise steps that are too large: the cost became infinite, exploded, or jumps."""
    symptom = _diverged(record) or _climbed(record) or _exploded(record) or _jumps(record)
    if symptom is None:
        return None

    if record.config.data.pixels is Pixels.RAW and not record.config.is_regression:
        why = message("With pixels up to 255, every step is hundreds of times as large.")
        action = message("Scale pixels to 0 to 1")
        return Hint(HintKind.RAW_PIXELS, symptom, why, {"data.pixels": Pixels.UNIT}, action)
    rate = _rate(record) / 10
    if record.state is not RunState.DIVERGED:
        rate = min(rate, 10 * _default_rate(record.config))
    why = message(
        "The steps are too large: they leap over the valley instead of going down into it."
    )
    return Hint(HintKind.RATE_TOO_HIGH, symptom, why, *_with_rate(rate))


def _diverged(record: RunRecord) -> Message | None:
    if record.state is not RunState.DIVERGED:
        return None
    return message("The cost became infinite in epoch {epoch}.", epoch=record.epochs_done + 1)


def _climbed(record: RunRecord) -> Message | None:
    epochs = record.epochs
    if not record.config.is_regression or not epochs:
        return None
    if epochs[-1].cost < LINE_CLIMBS * epochs[0].cost:
        return None
    return message(
        "The cost climbs: {cost} after {epochs} epochs.",
        cost=f"{epochs[-1].cost:.2g}",
        epochs=len(epochs),
    )


def _exploded(record: RunRecord) -> Message | None:
    last = record.last
    if last is None or last.accuracy is None or last.accuracy >= RECOVERED:
        return None
    if len(record.epochs) < NO_EPOCHS:
        return None

    highest = max(epoch.cost for epoch in record.epochs)
    chance = math.log(len(record.config.classes))  # the cross-entropy of equal probabilities
    if highest < EXPLODED * chance:
        return None

    return message(
        "The cost shot up to {cost}, and only {accuracy} of the images are read correctly.",
        cost=f"{highest:.3g}",
        accuracy=rough_percent(last.accuracy),
    )


def _jumps(record: RunRecord) -> Message | None:
    costs = [epoch.cost for epoch in record.epochs[-JUMP_EPOCHS - 1 :]]
    last = record.last
    if last is None or (last.accuracy is not None and last.accuracy >= READS_WELL):
        return None
    rises = sum(after > before * (1 + JUMP) for before, after in pairwise(costs))
    return message("The cost jumps up and down from epoch to epoch.") if rises >= JUMPS else None


def _no_learning(record: RunRecord) -> Hint | None:
    """Recognise a run that is hardly better than guessing, although the cost never rose."""
    last, config = record.last, record.config
    if last is None or last.accuracy is None or last.accuracy >= NO_ACCURACY:
        return None
    if last.epoch < NO_EPOCHS or last.epoch * config.data.batches_per_epoch < MIN_STEPS:
        return None

    symptom = message(
        "After {epochs} epochs {accuracy} of the images are read correctly; guessing gives "
        "{chance}.",
        epochs=last.epoch,
        accuracy=rough_percent(last.accuracy),
        chance=rough_percent(1 / len(config.classes)),
    )

    squashing = [layer for layer in config.model.hidden if layer.activation is Activation.SIGMOID]
    if len(squashing) >= DEEP:
        why = message(
            "Each sigmoid layer makes the gradient smaller, so almost nothing reaches the first "
            "layers."
        )
        return Hint(HintKind.NO_LEARNING, symptom, why, *_with_activation(config, Activation.RELU))

    if _rate(record) > 10 * _default_rate(config):
        why = message("The steps are too large and have driven the network onto a plateau.")
        return Hint(HintKind.NO_LEARNING, symptom, why, *_with_rate(_rate(record) / 10))

    why = message("The steps are too small to make progress.")
    return Hint(HintKind.NO_LEARNING, symptom, why, *_with_rate(10 * _rate(record)))


def _too_slow(record: RunRecord) -> Hint | None:
    """Recognise a cost that falls very slowly, while most is still to be learned."""
    last, batches = record.last, record.config.data.batches_per_epoch
    count = max(SLOW_EPOCHS, math.ceil(SLOW_STEPS / batches))
    if last is None or last.accuracy is None or last.accuracy >= LOW_ACCURACY:
        return None
    if len(record.epochs) <= count:
        return None

    is_slowed_down = last.learning_rate < _rate(record) / 2  # a schedule does that on purpose
    if is_slowed_down or last.epoch * batches < MIN_STEPS:
        return None
    fall = max(_fall(record, back) for back in (1, count))  # a plateau may just have been left
    if fall >= SLOW_FALL:
        return None

    symptom = message(
        "The cost falls by only {fall} in {steps} steps, and {accuracy} of the images are read "
        "correctly.",
        fall=rough_percent(fall),
        steps=SLOW_STEPS,
        accuracy=rough_percent(last.accuracy),
    )
    why = message("The steps are too small.")
    return Hint(HintKind.RATE_TOO_LOW, symptom, why, *_with_rate(10 * _rate(record)))


def _fall(record: RunRecord, epochs: int) -> float:
    """Return the share of the cost lost in `SLOW_STEPS` steps at the pace of the latest epochs."""
    share = min(1.0, record.epochs[-1].cost / record.epochs[-1 - epochs].cost)
    return 1 - float(share ** (SLOW_STEPS / (epochs * record.config.data.batches_per_epoch)))


def _idle_units(record: RunRecord) -> Hint | None:
    """Recognise many dead or saturated units in a network that does not read well."""
    last = record.last
    if last is None or last.accuracy is None or last.accuracy >= READS_WELL:
        return None
    if len(record.layers) < IDLE_EPOCHS:
        return None

    # the output layer's units do not count
    hidden = record.config.model.hidden
    latest = [measured.layers[-1 - len(hidden) : -1] for measured in record.layers[-IDLE_EPOCHS:]]
    shares = [min(state.idle or 0.0 for state in states) for states in zip(*latest, strict=True)]
    share = max(shares, default=0.0)
    if share < IDLE or last.epoch * record.config.data.batches_per_epoch < MIN_STEPS:
        return None

    worst = shares.index(share)
    values = {"share": rough_percent(share), "layer": worst + 1}
    is_fast = _rate(record) > _default_rate(record.config)
    slower = _with_rate(_rate(record) / 10)

    if hidden[worst].activation is Activation.RELU:
        symptom = message("{share} of the units in hidden layer {layer} are dead.", **values)
        why = message("They give 0 for every image that was measured, so no gradient reaches them.")
        leaky = _with_activation(record.config, Activation.LEAKY_RELU)
        return Hint(HintKind.DEAD_UNITS, symptom, why, *(slower if is_fast else leaky))

    if record.config.data.pixels is Pixels.RAW:
        # saturated from the first step on, yet these networks learn: smaller pixels would not help
        return None

    symptom = message("{share} of the units in hidden layer {layer} are saturated.", **values)
    why = message("Their curve is flat there, so hardly any gradient comes through.")
    relu = _with_activation(record.config, Activation.RELU)
    return Hint(HintKind.SATURATED_UNITS, symptom, why, *(slower if is_fast else relu))


def _overfitting(record: RunRecord) -> Hint | None:
    """Recognise training digits that are learned by heart."""
    gap = _gap(record)
    config = record.config
    known = KNOWN.get(config.data.dataset)

    if gap is not None and known is not None and config.data.train_size <= FEW_EXAMPLES:
        count = min(10 * config.data.train_size, known.train - config.data.validation_size)
        why = message(
            "{count} examples are few enough to be memorised.",
            count=f"{config.data.train_size:,}",
        )
        action = message("Try {count} training examples", count=f"{count:,}")
        return Hint(HintKind.TOO_LITTLE_DATA, gap, why, {"data.train_size": count}, action)

    best = _best_before_rise(record)
    if gap is None and best is None:
        return None

    symptom = gap or message(
        "The test cost is above its best value (epoch {epoch}), while the training cost is "
        "still falling.",
        epoch=best.epoch if best is not None else 0,
    )
    why = message("The network is starting to memorise the training images.")

    if config.model.hidden and not any(layer.dropout for layer in config.model.hidden):
        rate = DROPOUT if len(config.model.hidden) == 1 else DROPOUT_OF_SEVERAL
        hidden = [
            layer.model_dump(mode="json") | {"dropout": rate} for layer in config.model.hidden
        ]
        action = message("Try dropout {rate}", rate=rate)
        return Hint(HintKind.OVERFITTING, symptom, why, {"model.hidden": hidden}, action)

    if best is None:
        return None
    # L. Prechelt 1998, "Early Stopping - But When?"
    action = message("Try {epochs} epochs", epochs=best.epoch)
    return Hint(HintKind.OVERFITTING, symptom, why, {"epochs": best.epoch}, action)


def _gap(record: RunRecord) -> Message | None:
    """State how much better the training digits are read, if the difference is large."""
    latest = record.epochs[-GAP_EPOCHS:]
    last = record.last
    if last is None or last.epoch < NO_EPOCHS or len(latest) < GAP_EPOCHS:
        return None
    gaps = [(epoch.train_accuracy or 0.0) - (epoch.accuracy or 0.0) for epoch in latest]
    if min(gaps) < GAP or (last.train_accuracy or 0.0) < BY_HEART:
        return None
    return message(
        "{train} of the training images are read correctly, but only {test} of the test images.",
        train=rough_percent(last.train_accuracy or 0.0),
        test=rough_percent(last.accuracy or 0.0),
    )


def _best_before_rise(record: RunRecord) -> EpochCompleted | None:
    """Return the epoch of the lowest test cost, if the latest are well above it, or None."""
    if record.config.is_regression or len(record.epochs) <= ABOVE_EPOCHS:
        return None
    best = min(record.epochs, key=lambda epoch: epoch.test_cost)
    latest = record.epochs[-ABOVE_EPOCHS:]
    is_above = all(epoch.test_cost > best.test_cost * (1 + ABOVE_BEST) for epoch in latest)
    return best if is_above and latest[-1].cost < best.cost else None


_RULES: tuple[Callable[[RunRecord], Hint | None], ...] = (
    _unstable,
    _no_learning,
    _too_slow,
    _idle_units,
    _overfitting,
)


def _with_rate(rate: float) -> tuple[Mapping[str, object], Message]:
    """Return a learning rate of one digit within the limits, as change and action."""
    limits = FIELDS[RATE]
    rounded = float(f"{min(max(rate, limits.low or 0.0), limits.high or rate):.1g}")
    return {RATE: rounded}, message("Try learning rate {rate}", rate=f"{rounded:g}")


def _with_activation(
    config: RunConfig, activation: Activation
) -> tuple[Mapping[str, object], Message]:
    """Return the same activation in all hidden layers, as change and action."""
    hidden = [
        layer.model_dump(mode="json") | {"activation": activation.value}
        for layer in config.model.hidden
    ]
    return {"model.hidden": hidden}, message("Try {activation}", activation=activation.label)


def _rate(record: RunRecord) -> float:
    """Return the current learning rate, without what a schedule does to it."""
    return current_settings(record)[RATE]


def _default_rate(config: RunConfig) -> float:
    optimizer = config.optimizer
    is_plain = optimizer.kind is OptimizerKind.SGD and optimizer.momentum < 0.5
    return DEFAULT_RATE[optimizer.kind] * (10 if is_plain else 1)
