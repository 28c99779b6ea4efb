"""Checks of the lessons' runs, which read what happened from their records.

Each function answers one lesson's question from figures that these runs measured, and states the
figures. Where they are too close to call, it says so and gives no answer.
"""

import math
from collections.abc import Sequence
from itertools import pairwise
from statistics import fmean, stdev

from core.evaluation.statistics import ALPHA, comparisons_of, t_quantile, z_quantile
from core.messages import Message, message
from core.number_text import (
    cost_text,
    decimal_text,
    percentage,
    probability_text,
    signed_points,
    three_digits,
)
from core.run.record import RunRecord
from core.teaching.lessons.lesson import Outcome
from core.teaching.lessons.run_figures import (
    accuracy,
    better_run,
    beyond_chance,
    device_label,
    final_cost,
    fraction_text,
    half_width,
    has_default_weights,
    highest_speed,
    is_sigmoid,
    last_epoch,
    learning_rate,
    rate_text,
    step_count,
    to_two_digits,
)

SAME_SPEED = 1.25  # times as fast; a smaller difference may be the clock's own scatter
SAME_COST = 1.02  # times as large
HARDLY, FEW, MANY = 0.2, 0.7, 0.95  # shares of digits read right: limits of the answers
SAME_GRADIENT, TINY_GRADIENT = 1 / 3, 1 / 100
LOWER_COST = 0.95  # times the other's; between this and its inverse nothing is claimed
STEPS = ("first", "second", "third", "fourth", "fifth")  # of the ladder


def faster_batches(records: Sequence[RunRecord]) -> Outcome:
    """Decide between ``small``, ``same`` and ``large``.

    The question: which batches learn from more examples in a second?
    """
    small, large, tuned = sorted(
        records,
        key=lambda record: (record.config.data.batch_size, learning_rate(record)),
    )
    slow, fast = highest_speed(small), max(highest_speed(large), highest_speed(tuned))
    times = fast / slow
    answer = "same" if 1 / SAME_SPEED < times < SAME_SPEED else "large" if times > 1 else "small"

    text = message(
        "Batches of {large}: {fast} digits per second, {few} learning steps. Batches of {small}: "
        "{slow} digits per second, {many} steps. Of new digits the small batches read {many_right}"
        "%; the large ones read {few_right}% with the same learning rate, {rate}, and "
        "{tuned_right}% with {tuned_rate}. Computed on: {device}.",
        device=device_label(large),
        large=f"{large.config.data.batch_size:,}",
        small=small.config.data.batch_size,
        fast=f"{to_two_digits(fast):,}",
        slow=f"{to_two_digits(slow):,}",
        few=f"{step_count(large):,}",
        many=f"{step_count(small):,}",
        few_right=percentage(accuracy(large), 1),
        many_right=percentage(accuracy(small), 1),
        tuned_right=percentage(accuracy(tuned), 1),
        rate=rate_text(large),
        tuned_rate=rate_text(tuned),
    )
    return Outcome(answer, text)


def lowest_cost(records: Sequence[RunRecord]) -> Outcome:
    """Decide between ``small``, ``medium`` and ``large``.

    The question: which of three learning rates ends with the lowest cost?
    """
    ordered = sorted(records, key=learning_rate)
    costs = [final_cost(record) for record in ordered]
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
        values[name] = rate_text(record)
        values[f"{name}_cost"] = (
            message("the cost became infinite in epoch {epoch}", epoch=record.epochs_done + 1)
            if math.isinf(cost)
            else message("cost {cost} in the end", cost=three_digits(cost))
        )
    return values


def share_read(records: Sequence[RunRecord]) -> Outcome:
    """Decide between ``hardly``, ``few``, ``most`` and ``nearly-all``.

    The question: how many test digits does the network read right?
    """
    (record,) = records
    share = accuracy(record)
    limits = ((HARDLY, "hardly"), (FEW, "few"), (MANY, "most"))
    answer = next((name for limit, name in limits if share < limit), "nearly-all")

    text = message(
        "Of {asked} digits it had never seen, it reads {share}% correctly; after the first epoch "
        "it was {first}%. Their cost is {cost} on average: what a network pays that gives the "
        "correct digit {probability} each time.",
        asked=f"{record.config.data.test_size:,}",
        share=percentage(share, 1),
        first=percentage(record.epochs[0].accuracy or 0.0, 1),
        cost=cost_text(last_epoch(record).test_cost),
        probability=probability_text(math.exp(-last_epoch(record).test_cost)),
    )
    return Outcome(answer, text)


def better_reader(records: Sequence[RunRecord]) -> Outcome:
    """Decide between ``without``, ``with`` and ``neither``.

    The question: does the network with a hidden layer read more digits right, if each has the
    learning rate that suits it better? Both read the same digits, so treating them as independent
    samples errs towards ``neither``.
    """
    plain = better_run(record for record in records if not record.config.model.hidden)
    hidden = better_run(record for record in records if record.config.model.hidden)
    difference = accuracy(hidden) - accuracy(plain)
    is_shown = abs(difference) > half_width(plain, hidden)
    answer = "neither" if not is_shown else "with" if difference > 0 else "without"

    text = message(
        "Of {asked} test digits the network with a hidden layer reads {hidden}% correctly "
        "(learning rate {hidden_rate}), the one without {plain}% ({plain_rate}). After the first "
        "epoch it was {hidden_first}% and {plain_first}%.",
        asked=f"{plain.config.data.test_size:,}",
        hidden=percentage(accuracy(hidden), 1),
        hidden_rate=rate_text(hidden),
        plain=percentage(accuracy(plain), 1),
        plain_rate=rate_text(plain),
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
            not is_sigmoid(record),
            not has_default_weights(record),
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
        "epochs the sigmoid networks read {right}% and {xavier_right}% of the test digits "
        "correctly, the one with ReLU {relu_right}%.",
        share=fraction_text(share),
        xavier_share=fraction_text(xavier_share),
        relu_share=fraction_text(relu_share),
        epochs=sigmoid.epochs_done,
        right=percentage(accuracy(sigmoid), 1),
        xavier_right=percentage(accuracy(xavier), 1),
        relu_right=percentage(accuracy(relu), 1),
    )
    return Outcome(answer, text)


def what_becomes_of_the_lead(records: Sequence[RunRecord]) -> Outcome:
    """Decide between ``gone``, ``smaller`` and ``kept``.

    The question: what becomes of ReLU's lead over sigmoid at the lowest learning rate if each has
    the one that suits it better? Without such a lead there is no answer.
    """
    sigmoid = sorted(filter(is_sigmoid, records), key=learning_rate)
    relu = sorted((record for record in records if not is_sigmoid(record)), key=learning_rate)
    best_sigmoid, best_relu = better_run(sigmoid), better_run(relu)

    lead = accuracy(relu[0]) - accuracy(sigmoid[0])
    left = accuracy(best_relu) - accuracy(best_sigmoid)
    text = message(
        "With the learning rate {rate} ReLU reads {relu}% of the test digits correctly and "
        "sigmoid {sigmoid}%: {lead} points. With the better rate of each, {best_relu_rate} and "
        "{best_sigmoid_rate}, it is {best_relu}% and {best_sigmoid}%: {left} points.",
        rate=rate_text(relu[0]),
        relu=percentage(accuracy(relu[0]), 1),
        sigmoid=percentage(accuracy(sigmoid[0]), 1),
        lead=signed_points(lead, 1),
        best_relu_rate=rate_text(best_relu),
        best_sigmoid_rate=rate_text(best_sigmoid),
        best_relu=percentage(accuracy(best_relu), 1),
        best_sigmoid=percentage(accuracy(best_sigmoid), 1),
        left=signed_points(left, 1),
    )

    if lead <= half_width(sigmoid[0], relu[0]):
        return Outcome(None, message("{figures} So there was no lead to begin with.", figures=text))
    if left <= half_width(best_sigmoid, best_relu):
        return Outcome("gone", text)
    four = (sigmoid[0], relu[0], best_sigmoid, best_relu)
    return Outcome("smaller" if lead - left > half_width(*four) else "kept", text)


def what_dropout_does(records: Sequence[RunRecord]) -> Outcome:
    """Decide between ``helps-both``, ``helps-test`` and ``helps-none``.

    The question: where is the cost lower with dropout than without? The training cost is measured
    in evaluation mode, so that dropout's own noise does not count.
    """
    without, with_it = sorted(records, key=lambda record: record.config.model.hidden[0].dropout)
    if not without.layers or not with_it.layers:
        return Outcome(None, message("The layers of these runs were not measured."))

    train_ratio = with_it.layers[-1].cost / max(without.layers[-1].cost, 1e-30)
    test_ratio = last_epoch(with_it).test_cost / last_epoch(without).test_cost
    answers = {
        (True, True): "helps-both",
        (False, True): "helps-test",
        (False, False): "helps-none",
    }

    text = _figures_of_dropout(without, with_it)
    is_close = any(LOWER_COST < ratio < 1 / LOWER_COST for ratio in (train_ratio, test_ratio))
    answer = None if is_close else answers.get((train_ratio < 1, test_ratio < 1))
    if answer is None:
        return Outcome(None, message("{figures} That is too close to call.", figures=text))
    return Outcome(answer, text)


def _figures_of_dropout(without: RunRecord, with_it: RunRecord) -> Message:
    return message(
        "Without dropout the cost is {train} on training digits and {test} on test digits; the "
        "network trained with dropout, tested with all its neurons, has {train_with} and "
        "{test_with}. Without it, {train_right}% of the training digits and {test_right}% of "
        "the test digits are read correctly; with it, {train_right_with}% and "
        "{test_right_with}%. {chance} In training mode, with neurons missing, its cost on "
        "training digits would be {missing} instead of {train_with}.",
        train=f"{without.layers[-1].cost:.3f}",
        test=f"{last_epoch(without).test_cost:.3f}",
        train_with=f"{with_it.layers[-1].cost:.3f}",
        test_with=f"{last_epoch(with_it).test_cost:.3f}",
        train_right=percentage(last_epoch(without).train_accuracy or 0.0, 1),
        test_right=percentage(accuracy(without), 1),
        train_right_with=percentage(last_epoch(with_it).train_accuracy or 0.0, 1),
        test_right_with=percentage(accuracy(with_it), 1),
        chance=beyond_chance(without, with_it),
        missing=decimal_text(with_it.layers[-1].dropout_cost or math.nan, 3),
    )


def largest_step(records: Sequence[RunRecord]) -> Outcome:
    """Decide which preset took a ladder's largest step.

    There is an answer if it is the same with every seed, and chance does not explain it. The
    records of a seed follow one another, from the lowest rung to the highest.
    """
    by_seed: dict[int, list[RunRecord]] = {}
    for record in records:
        by_seed.setdefault(record.config.seed, []).append(record)
    rungs = [_rung(*pair) for pair in pairwise(next(iter(by_seed.values())))]

    gains = {
        seed: [accuracy(after) - accuracy(before) for before, after in pairwise(climbed)]
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

    step = largest.pop()
    steps = [climbed[step : step + 2] for climbed in by_seed.values()]
    margin = _margin(steps, comparisons_of(len(rungs) + 1))
    text = _step_text(figures, means[step] - margin, means[step] + margin)
    return Outcome(rungs[step] if margin < means[step] else None, text)


def _step_text(figures: Message, low: float, high: float) -> Message:
    """State whether chance explains the largest step, with its interval."""
    values = {"figures": figures, "low": signed_points(low, 1), "high": signed_points(high, 1)}
    if low > 0:
        return message(
            "{figures} The largest step is the same with every seed, and more than chance: its "
            "95% interval reaches from {low} to {high} points.",
            **values,
        )
    return message(
        "{figures} The largest step is the same with every seed, but chance is not excluded: its "
        "95% interval reaches from {low} to {high} points.",
        **values,
    )


def _margin(steps: Sequence[Sequence[RunRecord]], comparisons: int) -> float:
    """Return half the interval of the mean gain of a step over several seeds.

    It is corrected for all pairs of networks, as the verdict's is (`core.evaluation.statistics`).
    Records have no single answers: that both networks read the same digits is left out, so that
    nothing is shown here which the verdict leaves to chance.

    Args:
        steps: with each seed, the record before the step and the one after it.
    """
    gains = [accuracy(after) - accuracy(before) for before, after in steps]
    alpha = ALPHA / comparisons
    of_seeds = stdev(gains) ** 2 / len(gains)
    of_digits = fmean(
        accuracy(record) * (1 - accuracy(record)) / record.config.data.test_size
        for pair in steps
        for record in pair
    )
    t2, z2 = t_quantile(alpha, len(gains) - 1) ** 2, z_quantile(alpha) ** 2
    return math.sqrt(t2 * of_seeds + z2 * 2 * of_digits)


def _rung(before: RunRecord, after: RunRecord) -> str:
    """Return a name for a step of the ladder: of its preset, if that is another one."""
    is_another = after.config.preset != before.config.preset
    return after.config.preset if is_another else "learning-rate"
