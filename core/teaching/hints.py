"""Hints: a pattern in a run's numbers, its cause, and a change of the settings that helps.

Each rule looks at a `RunRecord` and either recognises its pattern or returns None. The first that
recognises one gives the hint, so there is never more than one. Where examples are held out for
validation, the rules look at these and not at the test examples. Thresholds marked "ours" were
measured on the presets with 600 to 20,000 digits: well-trained runs stay clear of them, the
patterns of `tests/core/teaching/test_hints.py` do not.
"""

import math
from collections.abc import Callable, Mapping
from itertools import pairwise

from core.config.choices import Activation, OptimizerKind, Pixels
from core.config.fields import ConfigError, with_values
from core.config.run import RunConfig
from core.messages import Message, message
from core.number_text import rough_percent
from core.run.record import RunRecord, RunState
from core.teaching.hint import Hint, HintKind
from core.teaching.learning_rates import (
    is_above,
    is_far_above,
    raised_rate,
    rate,
    usual_rate,
    with_rate,
)
from core.teaching.overfitting import overfitting

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
JUMP_BATCHES = 10  # of an epoch; the mean cost of fewer jumps by chance
# Ours: logistic regression on raw pixels reads 82 to 89 % with a test cost of 600 to 1,200; no run
# on scaled pixels that reads 60 % has a cost above chance.
CERTAIN_EPOCHS = 2
LINE_CLIMBS = 10.0  # ours: the cost as a multiple of the first epoch's
# Ours: healthy runs below 80 % lose a third of their cost or more in 100 steps, those at a tenth of
# the default rate 1 % to 5 %.
SLOW_FALL, SLOW_STEPS, SLOW_EPOCHS, LOW_ACCURACY = 0.1, 100, 3, 0.8
# Of a layer's units: a threshold of neurolens and nnscope. Measured here: at most 0.13 in the
# presets, 0.3 to 1 in networks that learn badly; but up to 0.43 after the first epoch of deep ones,
# so three epochs must agree.
IDLE, IDLE_EPOCHS = 0.3, 3
DEEP = 3  # ours: three sigmoid layers and four stay at chance for 300 steps, one does not


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

    if record.config.data.pixels is Pixels.RAW and record.config.has_images:
        return Hint(HintKind.RAW_PIXELS, symptom, _effect_of_raw(record), *_scaled_pixels())

    lower = rate(record) / 10
    if record.state is not RunState.DIVERGED:
        lower = min(lower, 10 * usual_rate(record.config))
    why = message(
        "The steps are too large: they leap over the valley instead of going down into it."
    )
    return Hint(HintKind.RATE_TOO_HIGH, symptom, why, *with_rate(lower))


def _effect_of_raw(record: RunRecord) -> Message:
    """Return how much larger a step is with pixels up to 255 than with pixels up to 1.

    The first layer's gradient is proportional to the pixels, and so is the effect of a change of
    its weights on its sums. Adam and others divide the gradient by its own size.
    """
    if record.config.optimizer.kind is OptimizerKind.SGD:
        return message(
            "Pixels up to 255 make the first layer's gradient about 255 times as large, and the "
            "effect of the step that follows it about 65,000 times."
        )
    return message(
        "With pixels up to 255, the same change of a weight has 255 times as much effect on the "
        "first layer's sums."
    )


def _scaled_pixels() -> tuple[Mapping[str, object], Message]:
    """Return pixels from 0 to 1, as change and action."""
    return {"data.pixels": Pixels.UNIT}, message("Scale pixels to 0 to 1")


def _certain_mistakes(record: RunRecord) -> Hint | None:
    """Recognise raw pixels on which a network learns, yet makes its mistakes with certainty."""
    config, latest = record.config, record.epochs[-CERTAIN_EPOCHS:]
    if config.data.pixels is not Pixels.RAW or not config.has_images:
        return None
    if len(latest) < CERTAIN_EPOCHS:
        return None

    last, chance = latest[-1], math.log(len(config.classes))
    if (last.choosing_accuracy or 0.0) < RECOVERED:
        return None
    if any(epoch.choosing_cost < chance for epoch in latest):
        return None

    symptom = message(
        "{accuracy} of the examples are classified correctly, and yet the cost of {cost} is above "
        "that of guessing, {chance}.",
        accuracy=rough_percent(last.choosing_accuracy or 0.0),
        cost=f"{last.choosing_cost:.3g}",
        chance=f"{chance:.2g}",
    )
    why = message(
        "Pixels up to 255 give huge outputs: the network is almost 100% sure of its mistakes too."
    )
    return Hint(HintKind.RAW_PIXELS, symptom, why, *_scaled_pixels())


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
    if last is None or last.choosing_accuracy is None or last.choosing_accuracy >= RECOVERED:
        return None
    if len(record.epochs) < NO_EPOCHS:
        return None

    highest = max(epoch.cost for epoch in record.epochs)
    chance = math.log(len(record.config.classes))  # the cross-entropy of equal probabilities
    if highest < EXPLODED * chance:
        return None

    return message(
        "The cost shot up to {cost}, and only {accuracy} of the examples are classified correctly.",
        cost=f"{highest:.3g}",
        accuracy=rough_percent(last.choosing_accuracy),
    )


def _jumps(record: RunRecord) -> Message | None:
    costs = [epoch.cost for epoch in record.epochs[-JUMP_EPOCHS - 1 :]]
    last = record.last
    if record.config.data.batches_per_epoch < JUMP_BATCHES:
        return None
    if last is None or (
        last.choosing_accuracy is not None and last.choosing_accuracy >= READS_WELL
    ):
        return None
    rises = sum(after > before * (1 + JUMP) for before, after in pairwise(costs))
    return message("The cost jumps up and down from epoch to epoch.") if rises >= JUMPS else None


def _no_learning(record: RunRecord) -> Hint | None:
    """Recognise a run that is hardly better than guessing, although the cost never rose."""
    last, config = record.last, record.config
    if last is None or last.choosing_accuracy is None or last.choosing_accuracy >= NO_ACCURACY:
        return None
    if last.epoch < NO_EPOCHS or last.epoch * config.data.batches_per_epoch < MIN_STEPS:
        return None

    symptom = message(
        "After {epochs} epochs {accuracy} of the examples are classified correctly; guessing gives "
        "{chance}.",
        epochs=last.epoch,
        accuracy=rough_percent(last.choosing_accuracy),
        chance=rough_percent(1 / len(config.classes)),
    )

    squashing = [layer for layer in config.model.hidden if layer.activation is Activation.SIGMOID]
    if len(squashing) >= DEEP:
        why = message(
            "Each sigmoid layer makes the gradient smaller, so almost nothing reaches the first "
            "layers."
        )
        return Hint(HintKind.NO_LEARNING, symptom, why, *_with_activation(config, Activation.RELU))

    if is_far_above(record):
        why = message("The steps are too large and have driven the network onto a plateau.")
        return Hint(HintKind.NO_LEARNING, symptom, why, *with_rate(rate(record) / 10))

    if is_above(record):  # a higher rate may help as well as a lower one
        return None
    why = message("The steps are too small to make progress.")
    return Hint(HintKind.NO_LEARNING, symptom, why, *with_rate(raised_rate(record)))


def _too_slow(record: RunRecord) -> Hint | None:
    """Recognise a cost that falls very slowly, while most is still to be learned."""
    last, batches = record.last, record.config.data.batches_per_epoch
    count = max(SLOW_EPOCHS, math.ceil(SLOW_STEPS / batches))
    if last is None or last.choosing_accuracy is None or last.choosing_accuracy >= LOW_ACCURACY:
        return None
    if len(record.epochs) <= count:
        return None

    is_slowed_down = last.learning_rate < rate(record) / 2  # a schedule does that on purpose
    if is_slowed_down or last.epoch * batches < MIN_STEPS:
        return None
    fall = max(_fall(record, back) for back in (1, count))  # a plateau may just have been left
    if fall >= SLOW_FALL:
        return None

    symptom = message(
        "The cost falls by only {fall} in {steps} steps, and {accuracy} of the examples are "
        "classified correctly.",
        fall=rough_percent(fall),
        steps=SLOW_STEPS,
        accuracy=rough_percent(last.choosing_accuracy),
    )
    if is_far_above(record):
        why = message("The steps are too large and have driven the network onto a plateau.")
        return Hint(HintKind.RATE_TOO_HIGH, symptom, why, *with_rate(rate(record) / 10))

    if is_above(record):
        return None
    why = message("The steps are too small.")
    return Hint(HintKind.RATE_TOO_LOW, symptom, why, *with_rate(raised_rate(record)))


def _fall(record: RunRecord, epochs: int) -> float:
    """Return the share of the cost lost in `SLOW_STEPS` steps at the pace of the latest epochs."""
    share = min(1.0, record.epochs[-1].cost / record.epochs[-1 - epochs].cost)
    return 1 - float(share ** (SLOW_STEPS / (epochs * record.config.data.batches_per_epoch)))


def _idle_units(record: RunRecord) -> Hint | None:
    """Recognise many dead or saturated units in a network that does not read well.

    In the plane a unit is idle where its line lies beyond the points, which does no harm.
    """
    last = record.last
    if record.config.has_points:
        return None
    if last is None or last.choosing_accuracy is None or last.choosing_accuracy >= READS_WELL:
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
    is_fast = is_above(record)
    slower = with_rate(rate(record) / 10)

    if hidden[worst].activation is Activation.RELU:
        symptom = message("{share} of the units in hidden layer {layer} are dead.", **values)
        why = message("They give 0 for every example measured, so no gradient reaches them.")
        leaky = _with_activation(record.config, Activation.LEAKY_RELU)
        return Hint(HintKind.DEAD_UNITS, symptom, why, *(slower if is_fast else leaky))

    if record.config.data.pixels is Pixels.RAW:
        # saturated from the first step on, yet these networks learn: smaller pixels would not help
        return None

    symptom = message("{share} of the units in hidden layer {layer} are saturated.", **values)
    why = message("Their curve is flat there, so hardly any gradient comes through.")
    relu = _with_activation(record.config, Activation.RELU)
    return Hint(HintKind.SATURATED_UNITS, symptom, why, *(slower if is_fast else relu))


_RULES: tuple[Callable[[RunRecord], Hint | None], ...] = (
    _unstable,
    _certain_mistakes,
    _no_learning,
    _too_slow,
    _idle_units,
    overfitting,
)


def _with_activation(
    config: RunConfig, activation: Activation
) -> tuple[Mapping[str, object], Message]:
    """Return the same activation in all hidden layers, as change and action."""
    hidden = [
        layer.model_dump(mode="json") | {"activation": activation.value}
        for layer in config.model.hidden
    ]
    return {"model.hidden": hidden}, message("Try {activation}", activation=activation.label)
