"""What changes add over all orders, against every order walked one by one."""

from itertools import pairwise, permutations

import numpy as np
import pytest

from core.evaluation.shapley import NO, YES, average_gain, pairs_of, subsets
from core.evaluation.statistics import ALPHA, Paired, compare, spread_of_gains


def answers_of(changes, seeds=3, digits=40, seed=5):
    generator = np.random.default_rng(seed)
    return {name: generator.random((seeds, digits)) < 0.6 for name in subsets(changes)}


def walked(answers, change, changes):
    """Return all gains of a change, one for each order of making the changes."""

    def name_of(made):
        return "".join(YES if one in made else NO for one in range(changes))

    gains = []
    for order in permutations(range(changes)):
        made = [frozenset(order[:count]) for count in range(changes + 1)]
        for before, after in pairwise(made):
            if after - before == {change}:
                old, new = (
                    "".join("01"[i in some] for i in range(changes)) for some in (before, after)
                )
                gains.append(answers[new].astype(int) - answers[old].astype(int))
    return gains


@pytest.mark.parametrize("changes", [1, 2, 3, 4])
def test_the_average_is_that_over_all_orders(changes):
    answers = answers_of(changes)
    for change in range(changes):
        gain, gains = average_gain(answers, change), walked(answers, change, changes)
        assert gain.orders == len(gains)
        assert (gain.gained == sum(gains)).all()
        means = [one.mean() for one in gains]
        assert gain.limits == pytest.approx((min(means), max(means)))


@pytest.mark.parametrize("changes", [2, 3, 4])
def test_all_of_them_add_up_to_the_whole_digit_by_digit(changes):
    answers = answers_of(changes)
    first, *_, last = answers
    whole = answers[last].astype(int) - answers[first].astype(int)
    gains = [average_gain(answers, change) for change in range(changes)]
    assert (sum(gain.gained for gain in gains) == gains[0].orders * whole).all()


def test_names_say_which_changes_are_made():
    assert subsets(2) == ("00", "10", "01", "11")
    assert list(pairs_of(1, 2)) == [("00", "01"), ("10", "11")]
    assert len(set(subsets(5))) == 32


def test_a_single_change_is_judged_like_a_difference():
    answers = answers_of(1, seeds=5)
    difference = compare(Paired("1", "0", answers["1"], answers["0"]))
    spread = spread_of_gains(average_gain(answers, 0).by_digit)
    assert spread.interval(ALPHA) == pytest.approx(difference.interval)
    assert spread.p_value(spread.mean) == pytest.approx(difference.p_value)


@pytest.mark.parametrize("seeds", [1, 3])
def test_intervals_of_an_average_miss_the_truth_in_at_most_5_percent(seeds):
    """Digits drawn anew, and with several seeds also how well each seed does."""
    generator, misses, trials = np.random.default_rng(7), 0, 400
    shares = dict(zip(subsets(2), (0.5, 0.6, 0.55, 0.75), strict=True))
    truth = ((0.6 - 0.5) + (0.75 - 0.55)) / 2
    for _ in range(trials):
        hard = generator.random(300)  # the same digits for all
        answers = {}
        for name, share in shares.items():
            noise = generator.normal(0, 0.02, (seeds, 1)) if seeds > 1 else 0.0
            own = 0.5 * hard + 0.5 * generator.random((seeds, 300))
            answers[name] = own < _quantile(share) + noise
        low, high = spread_of_gains(average_gain(answers, 0).by_digit).interval(ALPHA)
        misses += not low <= truth <= high
    assert misses / trials < 0.08  # 5 % and three standard errors


def _quantile(share):
    """Return below which value a mean of two uniform numbers lies with this probability."""
    return np.sqrt(share / 2) if share <= 0.5 else 1 - np.sqrt((1 - share) / 2)
