"""The power of a comparison, against SciPy's noncentral t and comparisons that are simulated."""

import math

import numpy as np
import pytest
from scipy import stats

from core.evaluation.power import MAX_SEEDS, POWER, Variation, variation_of
from core.evaluation.statistics import Paired, compare
from tests.core.evaluation.test_statistics import answers, drawn


@pytest.mark.parametrize("seeds", [2, 3, 5, 10, 40])
@pytest.mark.parametrize("comparisons", [1, 3])
def test_where_only_seeds_differ_it_is_the_power_of_the_t_test(seeds, comparisons):
    difference, deviation = 0.004, 0.005
    freedom = seeds - 1
    limit = stats.t.ppf(1 - 0.025 / comparisons, freedom)
    expected = stats.nct.sf(limit, freedom, difference / deviation * math.sqrt(seeds))
    found = Variation(0.0, deviation**2).power(difference, seeds, comparisons)
    assert found == pytest.approx(expected, abs=0.004)


def test_where_only_digits_differ_it_is_the_power_of_the_normal_test():
    deviation = 0.001
    found = Variation(deviation**2, 0.0).power(0.0028, 5)
    assert found == pytest.approx(stats.norm.sf(1.959964 - 2.8), abs=1e-4)
    assert Variation(0.0, 0.0).power(0.001, 2) == 1


@pytest.mark.parametrize("seeds", [3, 6])
def test_comparisons_show_a_difference_as_often_as_computed(seeds):
    """Networks are drawn whose difference varies with seeds and with digits."""
    random, times, shift = np.random.default_rng(12), 300, 0.5
    known = drawn(random, 200, own=0.2, shift=shift)
    variation = variation_of(known)
    difference = float(known.right_a.mean() - known.right_b.mean())
    shown = sum(compare(drawn(random, seeds, own=0.2, shift=shift)).is_shown for _ in range(times))
    expected = variation.power(abs(difference), seeds)
    assert shown / times == pytest.approx(expected, abs=0.1)  # 3.5 standard errors at the most


class TestSeedsNeeded:
    @pytest.mark.parametrize("difference", [0.002, 0.005, 0.02])
    def test_they_are_the_fewest_that_suffice(self, difference):
        variation = Variation(1e-7, 0.005**2)
        needed = variation.seeds_needed(difference)
        assert variation.power(difference, needed) >= POWER
        assert needed == 2 or variation.power(difference, needed - 1) < POWER

    def test_more_comparisons_need_more(self):
        variation = Variation(1e-7, 0.005**2)
        needed = [variation.seeds_needed(0.005, comparisons) for comparisons in (1, 3, 10)]
        assert needed == sorted(set(needed))

    def test_none_where_the_digits_are_too_few(self):
        assert Variation(0.01**2, 0.0).seeds_needed(0.01) is None
        assert Variation(0.0, 1.0).power(0.01, MAX_SEEDS) < POWER
        assert Variation(0.0, 1.0).seeds_needed(0.01) is None


class TestSmallestShown:
    @pytest.mark.parametrize("seeds", [2, 3, 5, 20])
    def test_it_is_just_shown(self, seeds):
        variation = Variation(1e-7, 0.005**2)
        smallest = variation.smallest_shown(seeds)
        assert variation.power(smallest, seeds) >= POWER
        assert variation.power(smallest - 0.0001, seeds) < POWER

    def test_two_seeds_that_vary_wildly_show_nothing(self):
        assert Variation(0.0, 0.25).smallest_shown(2) is None


class TestVariation:
    def test_a_single_seed_has_none(self):
        assert variation_of(answers(3, 4, 100)) is None

    def test_it_is_that_of_the_networks(self):
        """Each seed's difference is drawn, and none depends on the digits."""
        random = np.random.default_rng(13)
        gains = random.normal(0.05, 0.01, 400)
        right_a = random.random((400, 2000)) < (0.8 + gains)[:, None]
        right_b = random.random((400, 2000)) < 0.8
        found = variation_of(Paired("a", "b", right_a, right_b))
        scatter = (0.85 * 0.15 + 0.8 * 0.2) / 2000
        assert found.of_seed == pytest.approx(0.01**2 + scatter, rel=0.15)
        assert found.of_digits < scatter / 100
