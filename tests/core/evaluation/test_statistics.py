import math
from itertools import combinations
from unittest.mock import Mock

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

from core.cancellation import CancelledError, cancelled_by
from core.evaluation import statistics
from core.evaluation.statistics import (
    Method,
    Paired,
    accuracy_interval,
    compare,
    exact_interval,
    mcnemar,
    mcnemar_per_seed,
    tiers,
)


def answers(only_a, only_b, both, neither=0):
    """One seed's answers with so many digits of each sort."""
    a = [True] * only_a + [False] * only_b + [True] * both + [False] * neither
    b = [False] * only_a + [True] * only_b + [True] * both + [False] * neither
    return Paired("a", "b", np.array([a]), np.array([b]))


def drawn(random, seeds, digits=1000, accuracy=0.95, own=0.5, seed=0.0, scatter=0.6, shift=0.0):
    """Answers of two networks whose settings are equally good if `shift` is 0.

    A digit is read right where a sum of normal numbers is above 0: the digit's ease (deviation 2.5,
        shared by both),
    what the settings find easy in it (`own`), the seed's luck (`seed`), and chance (`scatter`).
    """
    ease = random.normal(0, 2.5, digits)
    middle = stats.norm.ppf(accuracy) * math.sqrt(2.5**2 + own**2 + seed**2 + scatter**2)
    right = [
        middle
        + moved
        + ease
        + random.normal(0, own, digits)
        + random.normal(0, seed, (seeds, 1))
        + random.normal(0, scatter, (seeds, digits))
        > 0
        for moved in (shift, 0)
    ]
    return Paired("a", "b", right[0], right[1])


def share_shown(repeats, random, *arguments, **settings):
    return (
        sum(compare(drawn(random, *arguments, **settings)).is_shown for _ in range(repeats))
        / repeats
    )


class TestAccuracyInterval:
    @pytest.mark.parametrize(
        ("right", "asked"), [(0, 1), (1, 1), (0, 200), (97, 100), (9838, 10_000), (10_000, 10_000)]
    )
    @pytest.mark.parametrize("level", [0.9, 0.95, 0.999])
    def test_it_is_scipys(self, right, asked, level):
        expected = stats.binomtest(right, asked).proportion_ci(level, method="wilson")
        assert accuracy_interval(right, asked, level) == pytest.approx(
            (expected.low, expected.high), abs=1e-12
        )

    def test_the_half_width_of_a_good_network(self):
        low, high = accuracy_interval(9840, 10_000)
        assert (high - low) / 2 == pytest.approx(0.0025, abs=5e-5)

    @given(
        st.integers(1, 20_000).flatmap(
            lambda asked: st.tuples(st.integers(0, asked), st.just(asked))
        )
    )
    def test_it_holds_the_accuracy_and_stays_within_0_and_1(self, counts):
        right, asked = counts
        low, high = accuracy_interval(right, asked)
        assert 0 <= low <= right / asked <= high <= 1


class TestMcNemar:
    def test_by_hand(self):
        assert mcnemar(5, 1) == pytest.approx(2 * (1 + 6) / 2**6)
        assert mcnemar(0, 3) == pytest.approx(2 / 2**3)
        assert mcnemar(4, 4) == 1
        assert mcnemar(0, 0) == 1

    @pytest.mark.parametrize("total", [1, 2, 7, 43, 2000, 100_000])
    def test_agrees_with_the_binomial_test(self, total):
        for right in {0, 1, total // 3, total // 2, total - 1, total}:
            expected = stats.binomtest(right, total)
            assert mcnemar(right, total - right) == pytest.approx(expected.pvalue, rel=1e-9)
            for alpha in (0.05, 0.005):
                interval = expected.proportion_ci(1 - alpha, method="exact")
                assert exact_interval(right, total, alpha) == pytest.approx(interval, abs=1e-9)

    def test_one_for_each_seed(self):
        first, second = answers(5, 1, 4), answers(0, 3, 7)
        both = Paired(
            "a",
            "b",
            np.vstack([first.right_a, second.right_a]),
            np.vstack([first.right_b, second.right_b]),
        )
        assert mcnemar_per_seed(both) == (mcnemar(5, 1), mcnemar(0, 3))


class TestOneSeed:
    def test_is_the_exact_test(self):
        found = compare(answers(31, 12, 9000, 957))
        assert found.method is Method.EXACT_MCNEMAR
        assert found.value == pytest.approx(19 / 10_000)
        assert found.p_value == pytest.approx(stats.binomtest(12, 43).pvalue, rel=1e-12)

    @pytest.mark.parametrize("rest", [0, 3, 1000])
    def test_interval_and_p_value_agree(self, rest):
        for discordant in [*range(1, 80), 300, 2000]:
            least = int(
                stats.binom.isf(0.025, discordant, 0.5)
            )  # about here the test's answer turns
            for only_a in {
                least,
                min(least + 1, discordant),
                min(least + 2, discordant),
                discordant,
            }:
                found = compare(answers(only_a, discordant - only_a, rest))
                assert found.is_shown == (found.p_value < 0.05), (only_a, discordant)
                assert found.interval[0] <= found.value <= found.interval[1]

    def test_the_interval_covers_whatever_the_difference(self):
        random = np.random.default_rng(5)
        for only_a, only_b in ((0.004, 0.004), (0.02, 0.0), (0.03, 0.01), (0.3, 0.1)):
            counts = random.multinomial(1000, [only_a, only_b, 1 - only_a - only_b], 400)
            inside = 0
            for a, b, both in counts:
                low, high = compare(answers(a, b, both)).interval
                inside += low <= only_a - only_b <= high
            assert inside >= 400 * 0.95 - 2.5 * math.sqrt(400 * 0.05 * 0.95)

    def test_no_difference_at_all(self):
        found = compare(answers(7, 7, 100))
        assert (found.value, found.p_value) == (0, 1)


class TestSeveralSeeds:
    @pytest.mark.parametrize("seeds", [1, 2, 3, 5, 10])
    @pytest.mark.parametrize("accuracy", [0.92, 0.99])
    def test_false_alarms_are_at_most_5_percent(self, seeds, accuracy):
        random = np.random.default_rng(seeds)
        allowed = 0.05 + 2.5 * math.sqrt(0.05 * 0.95 / 200)
        for settings in ({}, {"own": 0.0}, {"scatter": 0.05}, {"seed": 0.1}, {"seed": 0.5}):
            if seeds == 1 and "seed" in settings:
                continue  # of other seeds one seed says nothing, and its verdict does not claim to
            assert share_shown(200, random, seeds, accuracy=accuracy, **settings) <= allowed, (
                settings
            )

    def test_differences_are_found(self):
        random = np.random.default_rng(6)
        assert share_shown(100, random, 1, shift=1.0) > 0.9
        assert share_shown(100, random, 3, shift=1.0) > 0.9
        assert share_shown(100, random, 5, shift=0.6) > 0.9

    def test_more_seeds_find_smaller_differences(self):
        shown = [
            share_shown(150, np.random.default_rng(7), seeds, own=0.2, shift=0.35)
            for seeds in (2, 3, 5, 10)
        ]
        assert shown == sorted(shown)
        assert shown[0] < 0.3 < 0.7 < shown[-1]

    def test_many_seeds_agree_with_a_bootstrap_over_digits_and_seeds(self):
        random = np.random.default_rng(8)
        paired = drawn(random, 40, accuracy=0.9, seed=0.3, own=0.8)
        d = paired.right_a.astype(float) - paired.right_b
        means = [
            d[random.integers(40, size=40)][:, random.integers(d.shape[1], size=d.shape[1])].mean()
            for _ in range(2000)
        ]
        low, high = compare(paired).interval
        assert high - low == pytest.approx(
            np.subtract(*np.quantile(means, [0.975, 0.025])), rel=0.12
        )

    def test_where_only_seeds_differ_it_is_the_t_test(self):
        totals = np.array(
            [40, 52, 47, 61, 38]
        )  # so many of 1000 digits only a reads right, never the same ones
        right_a = np.ones((5, 1000), bool)
        right_b = right_a.copy()
        starts = np.cumsum(totals) - totals
        for seed, (start, total) in enumerate(zip(starts, totals, strict=True)):
            right_b[seed, start : start + total] = False
        found = compare(Paired("a", "b", right_a, right_b))
        expected = stats.ttest_1samp(totals / 1000, 0)
        assert found.p_value == pytest.approx(expected.pvalue, rel=1e-6)
        assert found.interval == pytest.approx(tuple(expected.confidence_interval()), rel=1e-6)

    def test_where_only_digits_differ_it_is_the_normal_test(self):
        one = answers(300, 250, 300, 150)
        found = compare(
            Paired("a", "b", np.repeat(one.right_a, 4, axis=0), np.repeat(one.right_b, 4, axis=0))
        )
        d = one.right_a[0].astype(float) - one.right_b[0]
        z = d.mean() / (d.std(ddof=1) / math.sqrt(1000))
        assert found.p_value == pytest.approx(2 * stats.norm.sf(z), rel=0.05)

    def test_equal_answers_are_no_proof_of_equality(self):
        right = np.ones((3, 500), bool)
        found = compare(Paired("a", "b", right, right))
        assert (found.value, found.p_value) == (0, 1)
        assert found.interval[0] < 0 < found.interval[1]

    def test_seeds_that_agree_exactly_on_a_large_difference(self):
        """Student's t of one degree of freedom, for such a p-value, is larger than 1e154."""
        better, worse = np.ones((2, 10_000), bool), np.arange(20_000).reshape(2, -1) % 10 == 0
        difference = compare(Paired("a", "b", better, worse))
        assert difference.value == pytest.approx(0.9)
        assert 0 < difference.p_value < 1e-150


class TestSeveralComparisons:
    @pytest.mark.parametrize("seeds", [1, 3])
    def test_all_intervals_hold_together(self, seeds):
        """Ten comparisons of networks that are alike: at most 5 % of the times any is wrong."""
        random, wrong, times = np.random.default_rng(11), 0, 120
        for _ in range(times):
            pairs_drawn = [drawn(random, seeds) for _ in range(10)]
            wrong += any(compare(paired, 10).is_shown for paired in pairs_drawn)
        assert wrong <= 12  # 5 % is 6; more than 12 in 120 happen once in a hundred

    @given(st.integers(0, 30), st.integers(0, 30), st.integers(1, 20))
    def test_interval_and_p_value_agree(self, only_a, only_b, comparisons):
        right_a, right_b = (np.ones((1, 100), bool) for _ in range(2))
        right_a[0, :only_a] = False
        right_b[0, only_a : only_a + only_b] = False
        paired = Paired("a", "b", right_a, right_b)
        alone, one_of_many = compare(paired), compare(paired, comparisons)
        assert one_of_many.is_shown == (one_of_many.p_value < 0.05)
        assert one_of_many.p_value == pytest.approx(min(1, comparisons * alone.p_value))
        assert one_of_many.interval[0] <= alone.interval[0]
        assert one_of_many.interval[1] >= alone.interval[1]


@st.composite
def pairs(draw):
    shape = draw(st.integers(1, 4)), draw(st.integers(1, 12))
    return Paired("a", "b", draw(arrays(bool, shape)), draw(arrays(bool, shape)))


class TestProperties:
    @given(pairs())
    def test_the_other_way_round_it_is_the_same(self, paired):
        found = compare(paired)
        other = compare(Paired("b", "a", paired.right_b, paired.right_a))
        assert other.value == pytest.approx(-found.value)
        assert other.interval == pytest.approx((-found.interval[1], -found.interval[0]))
        assert other.p_value == pytest.approx(found.p_value)

    @given(pairs())
    def test_the_interval_holds_the_difference_and_agrees_with_the_p_value(self, paired):
        found = compare(paired)
        low, high = found.interval
        assert -1 <= low <= found.value <= high <= 1
        assert found.is_shown == (found.p_value < 0.05)

    @given(pairs(), st.randoms())
    def test_the_order_of_digits_and_seeds_does_not_matter(self, paired, random):
        seeds, digits = (random.sample(range(size), size) for size in paired.right_a.shape)
        mixed = Paired("a", "b", paired.right_a[seeds][:, digits], paired.right_b[seeds][:, digits])
        assert compare(mixed).p_value == pytest.approx(compare(paired).p_value)

    @pytest.mark.parametrize(
        "shapes", [((1, 3), (2, 3)), ((3,), (3,)), ((0, 3), (0, 3)), ((2, 0), (2, 0))]
    )
    def test_what_is_not_paired_is_refused(self, shapes):
        with pytest.raises(ValueError, match="not paired"):
            Paired("a", "b", *(np.ones(shape, bool) for shape in shapes))


class TestTiers:
    def runs(self, **wrong):
        """Runs that read all of 1000 digits but those in the given ranges."""
        right = {name: np.ones((1, 1000), bool) for name in wrong}
        for name, (start, end) in wrong.items():
            right[name][0, start:end] = False
        return right

    def test_what_can_be_told_apart_is_ordered_by_accuracy(self):
        assert tiers(self.runs(worst=(0, 300), best=(0, 5), middle=(0, 100))) == (
            ("best",),
            ("middle",),
            ("worst",),
        )

    @given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40))
    def test_two_are_ordered_exactly_if_the_interval_of_their_difference_excludes_zero(
        self, first, second, third
    ):
        """So a step that is shown never stands next to an order that is not claimed."""
        runs = self.runs(a=(0, first), b=(0, second), c=(900, 900 + third))
        shown = {
            frozenset((one, other))
            for one, other in combinations(runs, 2)
            if compare(Paired(one, other, runs[one], runs[other]), comparisons=3).is_shown
        }
        tier_of = {name: rank for rank, tier in enumerate(tiers(runs)) for name in tier}
        apart = {
            frozenset(pair) for pair in combinations(runs, 2) if len({tier_of[n] for n in pair}) > 1
        }
        assert apart <= shown
        if len(shown) == 3:
            assert len(tiers(runs)) == 3

    def test_what_cannot_is_in_one_tier(self):
        assert tiers(self.runs(a=(0, 10), b=(0, 9), c=(0, 300))) == (("b", "a"), ("c",))

    def test_no_order_is_claimed_along_a_chain(self):
        chain = self.runs(a=(0, 0), b=(0, 6), c=(0, 12))
        assert mcnemar(0, 12) < 0.05 / 3 < mcnemar(0, 6)
        assert tiers(chain) == (("a", "b", "c"),)

    def test_no_order_is_claimed_past_one_that_is_told_from_its_neighbour(self):
        runs = self.runs(b=(0, 100), c=(0, 112), d=(500, 613))
        assert mcnemar(0, 12) < 0.05 / 3
        assert mcnemar(100, 113) > 0.05
        assert tiers(runs) == (("b", "c", "d"),)

    def test_comparing_many_asks_for_more(self):
        two = self.runs(a=(0, 0), b=(0, 8))
        assert tiers(two) == (("a",), ("b",))
        many = two | self.runs(**{f"c{number}": (0, 8) for number in range(6)})
        assert len(tiers(many)) == 1

    def test_of_many_that_are_alike_neighbours_alone_are_compared(self, monkeypatch):
        compared = Mock(side_effect=compare)
        monkeypatch.setattr(statistics, "compare", compared)
        many = self.runs(**{f"c{number}": (0, 10 + number % 5) for number in range(50)})
        assert len(tiers(many)) == 1
        assert compared.call_count == 49

    def test_comparing_can_be_cancelled(self):
        with cancelled_by(lambda: True), pytest.raises(CancelledError):
            tiers(self.runs(a=(0, 3), b=(0, 300)))

    def test_none_and_one(self):
        assert tiers({}) == ()
        assert tiers(self.runs(a=(0, 3))) == (("a",),)

    def test_of_equals_one_is_seldom_set_apart(self):
        random = np.random.default_rng(11)
        wrong = 0
        for _ in range(120):
            first, second = (drawn(random, 1) for _ in range(2))
            right = {
                "a": first.right_a,
                "b": first.right_b,
                "c": second.right_a,
                "d": second.right_b,
            }
            wrong += len(tiers(right)) > 1
        assert wrong / 120 <= 0.05 + 2.5 * math.sqrt(0.05 * 0.95 / 120)
