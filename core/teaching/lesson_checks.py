"""Checks of the lessons' runs, which read what happened from their records.

Each function answers one lesson's question from figures that these runs measured, and states the
figures. Where they are too close to call, it says so and gives no answer.
"""

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import NormalDist

from core.config.choices import Activation, DeviceKind, Initialization
from core.messages import Message, message
from core.number_text import percentage, signed_points
from core.run.events import EpochCompleted
from core.run.record import RunRecord, RunState
from core.teaching.lesson import Outcome

SAME_SPEED = 1.25  # times as fast; a smaller difference may be the clock's own scatter
SAME_COST = 1.02  # times as large
HARDLY, FEW, MANY = 0.2, 0.7, 0.95  # shares of digits read right: limits of the answers
SAME_GRADIENT, TINY_GRADIENT = 1 / 3, 1 / 100
LOWER_COST = 0.95  # times the other's; between this and its inverse nothing is claimed
LEVEL = 0.95
STEPS = ("first", "second", "third", "fourth", "fifth")  # of the ladder


def faster_batches(records: Sequence[RunRecord]) -> Outcome:
    """Decide between ``small``, ``same`` and ``large``.

    The question: which batches learn from more examples in a second?
    """
    small, large, tuned = sorted(
        records,
        key=lambda record: (record.config.data.batch_size, _learning_rate(record)),
    )
    slow, fast = _speed(small), max(_speed(large), _speed(tuned))
    times = fast / slow
    answer = "same" if 1 / SAME_SPEED < times < SAME_SPEED else "large" if times > 1 else "small"

    text = message(
        "Batches of {large}: {fast} digits per second, {few} learning steps. Batches of {small}: "
        "{slow} digits per second, {many} steps. Of new digits the small batches read {many_right}"
        " %; the large ones read {few_right} % with the same learning rate, {rate}, and "
        "{tuned_right} % with {tuned_rate}. Computed on: {device}.",
        device=_device(large),
        large=f"{large.config.data.batch_size:,}",
        small=small.config.data.batch_size,
        fast=f"{_rounded(fast):,}",
        slow=f"{_rounded(slow):,}",
        few=f"{_steps(large):,}",
        many=f"{_steps(small):,}",
        few_right=percentage(_accuracy(large), 1),
        many_right=percentage(_accuracy(small), 1),
        tuned_right=percentage(_accuracy(tuned), 1),
        rate=_rate(large),
        tuned_rate=_rate(tuned),
    )
    return Outcome(answer, text)


def lowest_cost(records: Sequence[RunRecord]) -> Outcome:
    """Decide between ``small``, ``medium`` and ``large``.

    The question: which of three learning rates ends with the lowest cost?
    """
    ordered = sorted(records, key=_learning_rate)
    costs = [_final_cost(record) for record in ordered]
    text = message(
        "Learning rate {first}: {first_cost}. Learning rate {second}: {second_cost}. Learning "
        "rate {third}: {third_cost}.",
        **_rates_and_costs(ordered, costs),
    )

    lowest, second, _ = sorted(costs)
    if not math.isfinite(lowest) or second <= SAME_COST * lowest:
        return Outcome(None, message("{figures} That is too close to call.", figures=text))
    return Outcome(("small", "medium", "large")[costs.index(lowest)], text)


def _rates_and_costs(records: Sequence[RunRecord], costs: Sequence[float]) -> dict[str, object]:
    values: dict[str, object] = {}
    for name, record, cost in zip(("first", "second", "third"), records, costs, strict=True):
        values[name] = _rate(record)
        values[f"{name}_cost"] = (
            message("the cost became infinite in epoch {epoch}", epoch=record.epochs_done + 1)
            if math.isinf(cost)
            else message("cost {cost} in the end", cost=f"{cost:.3g}")
        )
    return values


def share_read(records: Sequence[RunRecord]) -> Outcome:
    """Decide between ``hardly``, ``few``, ``most`` and ``nearly-all``.

    The question: how many test digits does the network read right?
    """
    (record,) = records
    share = _accuracy(record)
    limits = ((HARDLY, "hardly"), (FEW, "few"), (MANY, "most"))
    answer = next((name for limit, name in limits if share < limit), "nearly-all")

    text = message(
        "Of {asked} digits it had never seen, it reads {share} % correctly; after the first "
        "epoch it was {first} %.",
        asked=f"{record.config.data.test_size:,}",
        share=percentage(share, 1),
        first=percentage(record.epochs[0].accuracy or 0.0, 1),
    )
    return Outcome(answer, text)


def better_reader(records: Sequence[RunRecord]) -> Outcome:
    """Decide between ``without``, ``with`` and ``neither``.

    The question: does the network with a hidden layer read more digits right, if each has the
    learning rate that suits it better? Both read the same digits, so treating them as independent
    samples errs towards ``neither``.
    """
    plain = _better(record for record in records if not record.config.model.hidden)
    hidden = _better(record for record in records if record.config.model.hidden)
    difference = _accuracy(hidden) - _accuracy(plain)
    is_shown = abs(difference) > _half_width(plain, hidden)
    answer = "neither" if not is_shown else "with" if difference > 0 else "without"

    text = message(
        "Of {asked} test digits the network with a hidden layer reads {hidden} % correctly "
        "(learning rate {hidden_rate}), the one without {plain} % ({plain_rate}). After the first "
        "epoch it was {hidden_first} % and {plain_first} %.",
        asked=f"{plain.config.data.test_size:,}",
        hidden=percentage(_accuracy(hidden), 1),
        hidden_rate=_rate(hidden),
        plain=percentage(_accuracy(plain), 1),
        plain_rate=_rate(plain),
        hidden_first=percentage(hidden.epochs[0].accuracy or 0.0, 1),
        plain_first=percentage(plain.epochs[0].accuracy or 0.0, 1),
    )
    return Outcome(answer, text)


def faded_gradient(records: Sequence[RunRecord]) -> Outcome:
    """Decide between ``same``, ``smaller`` and ``tiny``.

    The question: how large is the first layer's gradient in the sigmoid network with PyTorch's
    initial weights, compared with the last layer's?
    """
    if not all(record.layers for record in records):
        return Outcome(None, message("The gradients of these runs were not measured."))

    sigmoid, xavier, relu = sorted(
        records,
        key=lambda record: (
            not _is_sigmoid(record),
            not _has_default_weights(record),
        ),
    )
    share, xavier_share, relu_share = (
        record.layers[-1].layers[0].gradient / max(record.layers[-1].layers[-1].gradient, 1e-30)
        for record in (sigmoid, xavier, relu)
    )
    answer = "tiny" if share < TINY_GRADIENT else "smaller" if share < SAME_GRADIENT else "same"

    text = message(
        "With sigmoid, the first layer's gradient is {share} of the output layer's, with Xavier's "
        "initial weights {xavier_share}; with ReLU instead it is {relu_share}. After {epochs} "
        "epochs the sigmoid networks read {right} % and {xavier_right} % of the test digits "
        "correctly, the one with ReLU {relu_right} %.",
        share=_fraction(share),
        xavier_share=_fraction(xavier_share),
        relu_share=_fraction(relu_share),
        epochs=sigmoid.epochs_done,
        right=percentage(_accuracy(sigmoid), 1),
        xavier_right=percentage(_accuracy(xavier), 1),
        relu_right=percentage(_accuracy(relu), 1),
    )
    return Outcome(answer, text)


def what_becomes_of_the_lead(records: Sequence[RunRecord]) -> Outcome:
    """Decide between ``gone``, ``smaller`` and ``kept``.

    The question: what becomes of ReLU's lead over sigmoid at the lowest learning rate if each has
    the one that suits it better? Without such a lead there is no answer.
    """
    sigmoid = sorted(filter(_is_sigmoid, records), key=_learning_rate)
    relu = sorted((record for record in records if not _is_sigmoid(record)), key=_learning_rate)
    best_sigmoid, best_relu = _better(sigmoid), _better(relu)

    lead = _accuracy(relu[0]) - _accuracy(sigmoid[0])
    left = _accuracy(best_relu) - _accuracy(best_sigmoid)
    text = message(
        "With the learning rate {rate} ReLU reads {relu} % of the test digits correctly and "
        "sigmoid {sigmoid} %: {lead} points. With the better rate of each, {best_relu_rate} and "
        "{best_sigmoid_rate}, it is {best_relu} % and {best_sigmoid} %: {left} points.",
        rate=_rate(relu[0]),
        relu=percentage(_accuracy(relu[0]), 1),
        sigmoid=percentage(_accuracy(sigmoid[0]), 1),
        lead=signed_points(lead, 1),
        best_relu_rate=_rate(best_relu),
        best_sigmoid_rate=_rate(best_sigmoid),
        best_relu=percentage(_accuracy(best_relu), 1),
        best_sigmoid=percentage(_accuracy(best_sigmoid), 1),
        left=signed_points(left, 1),
    )

    if lead <= _half_width(sigmoid[0], relu[0]):
        return Outcome(None, message("{figures} So there was no lead to begin with.", figures=text))
    if left <= _half_width(best_sigmoid, best_relu):
        return Outcome("gone", text)
    four = (sigmoid[0], relu[0], best_sigmoid, best_relu)
    return Outcome("smaller" if lead - left > _half_width(*four) else "kept", text)


def what_dropout_does(records: Sequence[RunRecord]) -> Outcome:
    """Decide between ``helps-both``, ``helps-test`` and ``helps-none``.

    The question: where is the cost lower with dropout than without? The training cost is measured
    in evaluation mode, so that dropout's own noise does not count.
    """
    without, with_it = sorted(records, key=lambda record: record.config.model.hidden[0].dropout)
    if not without.layers or not with_it.layers:
        return Outcome(None, message("The layers of these runs were not measured."))

    train_ratio = with_it.layers[-1].cost / max(without.layers[-1].cost, 1e-30)
    test_ratio = _last(with_it).test_cost / _last(without).test_cost
    answers = {
        (True, True): "helps-both",
        (False, True): "helps-test",
        (False, False): "helps-none",
    }

    text = message(
        "Without dropout the cost is {train} on training digits and {test} on test digits; the "
        "network trained with dropout, tested with all its neurons, has {train_with} and "
        "{test_with}. Without it, {train_right} % of the training digits and {test_right} % of "
        "the test digits are read correctly; with it, {train_right_with} % and "
        "{test_right_with} %. {chance}",
        train=f"{without.layers[-1].cost:.3f}",
        test=f"{_last(without).test_cost:.3f}",
        train_with=f"{with_it.layers[-1].cost:.3f}",
        test_with=f"{_last(with_it).test_cost:.3f}",
        train_right=percentage(_last(without).train_accuracy or 0.0, 1),
        test_right=percentage(_accuracy(without), 1),
        train_right_with=percentage(_last(with_it).train_accuracy or 0.0, 1),
        test_right_with=percentage(_accuracy(with_it), 1),
        chance=_beyond_chance(without, with_it),
    )

    is_close = any(LOWER_COST < ratio < 1 / LOWER_COST for ratio in (train_ratio, test_ratio))
    answer = None if is_close else answers.get((train_ratio < 1, test_ratio < 1))
    if answer is None:
        return Outcome(None, message("{figures} That is too close to call.", figures=text))
    return Outcome(answer, text)


def largest_step(records: Sequence[RunRecord]) -> Outcome:
    """Decide which preset took a ladder's largest step, if it is the same with every seed.

    The records of a seed follow one another, from the lowest rung to the highest.
    """
    by_seed: dict[int, list[RunRecord]] = {}
    for record in records:
        by_seed.setdefault(record.config.seed, []).append(record)
    rungs = [_rung(*pair) for pair in pairwise(next(iter(by_seed.values())))]

    gains = {
        seed: [_accuracy(after) - _accuracy(before) for before, after in pairwise(climbed)]
        for seed, climbed in by_seed.items()
    }
    means = [sum(steps) / len(gains) for steps in zip(*gains.values(), strict=True)]
    largest = {steps.index(max(steps)) for steps in gains.values()}

    values: dict[str, object] = {
        name: signed_points(mean, 1) for name, mean in zip(STEPS, means, strict=True)
    }
    figures = message(
        "Averaged over {seeds} seeds, the larger learning rate added {first} points, Adam "
        "{second}, ReLU {third}, the second layer {fourth} and dropout {fifth}.",
        seeds=len(gains),
        **values,
    )

    if len(largest) > 1 or max(means) <= 0:
        text = message(
            "{figures} Which step is the largest depends on the seed, so it is not settled.",
            figures=figures,
        )
        return Outcome(None, text)
    text = message("{figures} The largest step is the same with every seed.", figures=figures)
    return Outcome(rungs[largest.pop()], text)


def _rung(before: RunRecord, after: RunRecord) -> str:
    """Return a name for a step of the ladder: of its preset, if that is another one."""
    is_another = after.config.preset != before.config.preset
    return after.config.preset if is_another else "learning-rate"


def _beyond_chance(one: RunRecord, other: RunRecord) -> Message:
    """Return whether their accuracies on the test digits differ by more than chance explains."""
    if abs(_accuracy(one) - _accuracy(other)) > _half_width(one, other):
        return message("These accuracies on test digits differ by more than chance explains.")
    return message("These accuracies on test digits differ by no more than chance explains.")


def _better(records: Iterable[RunRecord]) -> RunRecord:
    """Return the run that reads most held-out digits, if there are any; otherwise test digits."""
    return max(records, key=lambda record: _last(record).choosing_accuracy or 0.0)


def _is_sigmoid(record: RunRecord) -> bool:
    return record.config.model.hidden[0].activation is Activation.SIGMOID


def _has_default_weights(record: RunRecord) -> bool:
    return record.config.model.init is Initialization.DEFAULT


def _learning_rate(record: RunRecord) -> float:
    return record.config.optimizer.learning_rate


def _rate(record: RunRecord) -> str:
    return f"{_learning_rate(record):g}"


def _speed(record: RunRecord) -> float:
    return max(epoch.samples_per_second for epoch in record.epochs)


def _last(record: RunRecord) -> EpochCompleted:
    assert record.last is not None
    return record.last


def _accuracy(record: RunRecord) -> float:
    return _last(record).accuracy or 0.0


def _final_cost(record: RunRecord) -> float:
    return math.inf if record.state is RunState.DIVERGED else _last(record).cost


def _steps(record: RunRecord) -> int:
    return record.epochs_done * record.config.data.batches_per_epoch


def _half_width(*records: RunRecord) -> float:
    """Return half the 95 % interval for a sum or difference of the runs' accuracies (Wald).

    They count as independent; those on the same digits scatter less around one another.
    """
    shares = [(_accuracy(record), record.config.data.test_size) for record in records]
    variance = sum(share * (1 - share) / count for share, count in shares)
    return NormalDist().inv_cdf((1 + LEVEL) / 2) * math.sqrt(variance)


def _device(record: RunRecord) -> Message:
    assert record.started is not None
    return next(kind.label for kind in DeviceKind if kind == record.started.device)


def _fraction(share: float) -> Message | str:
    """Format a small share as one over a whole number, others with two digits."""
    return f"1/{_rounded(1 / share):,}" if 0 < share < 0.5 else f"{share:.2g}"


def _rounded(number: float) -> int:
    """Round to two significant digits."""
    return int(float(f"{number:.2g}"))
