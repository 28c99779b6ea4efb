"""Further checks of the lessons' runs, see `lesson_checks.py`: of single subjects."""

import math
from collections.abc import Sequence

from core.config.choices import Activation, Initialization, ModelKind, OptimizerKind, Pixels
from core.messages import message
from core.number_text import decimal_text, percentage, signed_points, three_digits
from core.run.record import RunRecord
from core.teaching.lessons.lesson import Outcome
from core.teaching.lessons.run_figures import (
    accuracy,
    half_width,
    last_epoch,
    learning_rate,
)

SAME_WAY = 1.02  # times as far
SAME_COST, MUCH_HIGHER_COST = 2.0, 100.0  # times as high
GUESSED = 0.2  # share of digits: twice what guessing gives
DIVIDED = 0.9  # share of the points that are classified correctly
CLEARLY_FEWER = 0.05  # of the test digits
CLEARLY_CLOSER = 2.0  # times as near


def farther_step(records: Sequence[RunRecord]) -> Outcome:
    """Decide between ``same``, ``small`` and ``large``.

    The question: do several small steps or one large step move the line's weight farther? Both runs
    begin at the same weight and see all points in each step, so the first gradient is the same.
    """
    large, small = sorted(records, key=lambda record: record.epochs_done)
    large_end, small_end = _weight(large), _weight(small)
    first = small.epochs[0].weight
    assert first is not None

    # both first steps begin at the same point, with the same gradient
    gradient = (first - large_end) / (learning_rate(large) - learning_rate(small))
    start = large_end + learning_rate(large) * gradient
    ways = abs(large_end - start), abs(small_end - start)
    text = message(
        "At the start w is {start} and its gradient {gradient}. One step with the learning rate "
        "{large_rate} leads to {large_end}. Of {count} steps with {small_rate} the first leads to "
        "{first}, the last to {small_end}: it moved w by {last_step} only, the first by "
        "{first_step}.",
        start=decimal_text(start, 3),
        gradient=decimal_text(gradient, 3),
        large_rate=f"{learning_rate(large):g}",
        large_end=decimal_text(large_end, 3),
        count=small.epochs_done,
        small_rate=f"{learning_rate(small):g}",
        first=decimal_text(first, 3),
        small_end=decimal_text(small_end, 3),
        first_step=decimal_text(abs(first - start), 3),
        last_step=decimal_text(abs(small_end - (small.epochs[-2].weight or 0.0)), 3),
    )

    if max(ways) <= SAME_WAY * min(ways):
        return Outcome("same", text)
    return Outcome("large" if ways[0] > ways[1] else "small", text)


def _weight(record: RunRecord) -> float:
    weight = last_epoch(record).weight
    assert weight is not None
    return weight


def cost_of_raw_pixels(records: Sequence[RunRecord]) -> Outcome:
    """Decide between ``same``, ``higher`` and ``much-higher``.

    The question: how high is the test cost with the pixels as stored, compared with pixels divided
    by 255, for gradient descent with the same learning rate?
    """
    runs = {(one.config.data.pixels, one.config.optimizer.kind): one for one in records}
    unit, raw = runs[Pixels.UNIT, OptimizerKind.SGD], runs[Pixels.RAW, OptimizerKind.SGD]
    standardized = runs[Pixels.STANDARDIZED, OptimizerKind.SGD]
    times = last_epoch(raw).test_cost / last_epoch(unit).test_cost
    answer = (
        "same" if times < SAME_COST else "higher" if times < MUCH_HIGHER_COST else "much-higher"
    )

    text = message(
        "With gradient descent the cost on test digits is {unit} with pixels divided by 255, "
        "{standardized} standardized, and {raw} as stored, {times} times as high as divided; of "
        "the digits {unit_right}%, {standardized_right}% and {raw_right}% are read correctly. "
        "With Adam the cost is {adam_unit} divided and {adam_raw} as stored.",
        unit=_test_cost(unit),
        standardized=_test_cost(standardized),
        raw=_test_cost(raw),
        times=f"{times:,.0f}" if times >= 10 else f"{times:.1f}",
        unit_right=percentage(accuracy(unit), 1),
        standardized_right=percentage(accuracy(standardized), 1),
        raw_right=percentage(accuracy(raw), 1),
        adam_unit=_test_cost(runs[Pixels.UNIT, OptimizerKind.ADAM]),
        adam_raw=_test_cost(runs[Pixels.RAW, OptimizerKind.ADAM]),
    )
    return Outcome(answer, text)


def _test_cost(record: RunRecord) -> str:
    cost = last_epoch(record).test_cost
    return three_digits(cost)


def what_zeros_learn(records: Sequence[RunRecord]) -> Outcome:
    """Decide between ``guessing``, ``fewer`` and ``as-many``.

    The question: how many test digits does the network read whose weights were all zero, compared
    with the one that began with PyTorch's default weights?
    """
    if not all(record.layers for record in records):
        return Outcome(None, message("The gradients of these runs were not measured."))

    runs = {record.config.model.init: record for record in records}
    zeros, small, default, he = (
        runs[init]
        for init in (
            Initialization.ZEROS,
            Initialization.NORMAL,
            Initialization.DEFAULT,
            Initialization.HE,
        )
    )
    text = message(
        "Of {asked} test digits the network with weights of zero reads {zeros}% correctly, with "
        "small random weights {small}%, with PyTorch's default {default}%, with He's {he}%. In "
        "the end the gradient of the first layer's weights is {gradient} with zeros and "
        "{he_gradient} with He's.",
        asked=f"{zeros.config.data.test_size:,}",
        zeros=percentage(accuracy(zeros), 1),
        small=percentage(accuracy(small), 1),
        default=percentage(accuracy(default), 1),
        he=percentage(accuracy(he), 1),
        gradient=_first_gradient(zeros),
        he_gradient=_first_gradient(he),
    )

    if accuracy(zeros) < GUESSED:
        return Outcome("guessing", text)
    is_fewer = accuracy(default) - accuracy(zeros) > half_width(zeros, default)
    return Outcome("fewer" if is_fewer else "as-many", text)


def _first_gradient(record: RunRecord) -> str:
    """Return the size of the first layer's gradient after the last epoch."""
    return f"{record.layers[-1].layers[0].gradient:.1g}"


def like_momentum(records: Sequence[RunRecord]) -> Outcome:
    """Decide between ``same-rate``, ``ten-times`` and ``adam``.

    The question: whose test cost does the network with momentum and the lower learning rate come
    closest to? The distance of two costs is that of their logarithms.
    """
    adam, *others = sorted(records, key=lambda one: one.config.optimizer.kind is OptimizerKind.SGD)
    plain = sorted((one for one in others if not _momentum(one)), key=learning_rate)
    rolling = sorted((one for one in others if _momentum(one)), key=learning_rate)
    costs = [last_epoch(one).test_cost for one in (*plain, adam)]
    cost = last_epoch(rolling[0]).test_cost

    text = message(
        "After one epoch the cost on test digits is {momentum} with momentum and the learning rate "
        "{low}. Without momentum it is {plain_low} at {low} and {plain_high} at {high}; with Adam "
        "{adam} at {adam_rate}. With momentum at {high} it is {momentum_high}.",
        momentum=_test_cost(rolling[0]),
        low=f"{learning_rate(plain[0]):g}",
        high=f"{learning_rate(plain[1]):g}",
        plain_low=_test_cost(plain[0]),
        plain_high=_test_cost(plain[1]),
        adam=_test_cost(adam),
        adam_rate=f"{learning_rate(adam):g}",
        momentum_high=_test_cost(rolling[1]),
    )

    distances = [abs(math.log(one / cost)) for one in costs]
    nearest, second, _ = sorted(distances)
    if second < CLEARLY_CLOSER * nearest:
        return Outcome(None, message("{figures} That is too close to call.", figures=text))
    return Outcome(("same-rate", "ten-times", "adam")[distances.index(nearest)], text)


def _momentum(record: RunRecord) -> float:
    return record.config.optimizer.momentum


def who_divides_the_plane(records: Sequence[RunRecord]) -> Outcome:
    """Decide between ``all``, ``hidden``, ``curved`` and ``none``.

    The question: which networks classify most points of the plane, that without a hidden layer,
    that with one without a curve, that with a curve? Any other result has no answer.
    """
    plain, flat, curved = sorted(records, key=_bend)
    divided = [accuracy(record) >= DIVIDED for record in (plain, flat, curved)]
    answers = {"all": 3, "hidden": 2, "curved": 1, "none": 0}  # the last so many of them divide it

    text = message(
        "Of {asked} test points the network without a hidden layer classifies {plain}% correctly, "
        "the one with a hidden layer but no curve {flat}%, the one with a curve {curved}%. Their "
        "costs are {plain_cost}, {flat_cost} and {curved_cost}; guessing costs 0.693.",
        asked=plain.config.data.test_size,
        plain=percentage(accuracy(plain), 1),
        flat=percentage(accuracy(flat), 1),
        curved=percentage(accuracy(curved), 1),
        plain_cost=_test_cost(plain),
        flat_cost=_test_cost(flat),
        curved_cost=_test_cost(curved),
    )
    matching = (
        name for name, count in answers.items() if divided == (3 - count) * [False] + count * [True]
    )
    return Outcome(next(matching, None), text)


def _bend(record: RunRecord) -> int:
    """Return how far a network is from a single layer: 1 with a second one, 2 with a curve."""
    hidden = record.config.model.hidden
    if not hidden:
        return 0
    return 1 if hidden[0].activation is Activation.IDENTITY else 2


def what_shuffling_costs(records: Sequence[RunRecord]) -> Outcome:
    """Decide between ``both``, ``connected``, ``convolutional`` and ``neither``.

    The question: which network reads clearly fewer test digits once all pixels are shuffled?
    """
    runs = {
        (one.config.model.kind is ModelKind.CNN, one.config.data.shuffle_pixels): one
        for one in records
    }
    losses = [accuracy(runs[kind, True]) - accuracy(runs[kind, False]) for kind in (False, True)]
    answers = {
        (True, True): "both",
        (True, False): "connected",
        (False, True): "convolutional",
        (False, False): "neither",
    }

    connected, convolutional = (loss <= -CLEARLY_FEWER for loss in losses)
    text = message(
        "Of {asked} test digits the fully connected network reads {connected}% correctly, "
        "shuffled {connected_shuffled}%: {connected_loss} points. The convolutional one reads "
        "{convolutional}%, shuffled {convolutional_shuffled}%: {convolutional_loss} points.",
        asked=f"{records[0].config.data.test_size:,}",
        connected=percentage(accuracy(runs[False, False]), 1),
        connected_shuffled=percentage(accuracy(runs[False, True]), 1),
        connected_loss=signed_points(losses[0], 1),
        convolutional=percentage(accuracy(runs[True, False]), 1),
        convolutional_shuffled=percentage(accuracy(runs[True, True]), 1),
        convolutional_loss=signed_points(losses[1], 1),
    )
    return Outcome(answers[connected, convolutional], text)
