from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from scipy.stats import binomtest

from core.comparison.verdicts import Verdict, sentence, summary, verdict
from core.evaluation.statistics import Method, Paired, compare
from tests.core.evaluation.test_statistics import answers, pairs

KNOWN = Verdict(
    a="sigmoid",
    b="relu-dropout",
    better="relu-dropout",
    difference=0.0061,
    interval=(0.0042, 0.008),
    p_value=0.001,
    test=Method.SEEDS_AND_DIGITS,
    seeds=5,
    digits=10_000,
    only_a=10,
    only_b=71,
)
UNKNOWN = replace(KNOWN, better=None, difference=0.0005, interval=(-0.001, 0.002), seeds_needed=40)


class TestVerdict:
    def test_names_the_better_one_and_counts_what_only_one_reads(self):
        found = verdict(answers(12, 40, 900, 48))
        assert (found.a, found.b, found.better) == ("a", "b", "b")
        assert found.difference == pytest.approx(0.028)
        assert found.interval == pytest.approx(
            tuple(-end for end in compare(answers(12, 40, 900, 48)).interval[::-1])
        )
        assert 0 < found.interval[0] < 0.028 < found.interval[1]
        assert (found.only_a, found.only_b, found.seeds, found.digits) == (12, 40, 1, 1000)
        assert (found.test, found.seeds_needed) == (Method.EXACT_MCNEMAR, None)

    def test_counts_are_means_over_the_seeds(self):
        right_a, right_b = np.ones((2, 2, 50), bool)
        right_b[0, :3] = False
        right_a[1, :5] = False
        found = verdict(Paired("a", "b", right_a, right_b))
        assert (found.only_a, found.only_b, found.seeds) == (1.5, 2.5, 2)
        assert found.better is None
        assert found.interval[0] < 0 < found.interval[1]

    @given(pairs())
    def test_the_other_way_round_it_says_the_same(self, paired):
        found, other = verdict(paired), verdict(Paired("b", "a", paired.right_b, paired.right_a))
        assert other.better == found.better
        assert other.difference == pytest.approx(found.difference)
        assert (other.only_a, other.only_b) == (found.only_b, found.only_a)
        if found.difference:
            assert other.interval == pytest.approx(found.interval)

    @given(pairs())
    def test_one_is_better_only_if_0_is_outside(self, paired):
        found = verdict(paired)
        low, high = found.interval
        assert found.difference >= 0
        assert low <= found.difference <= high
        assert (found.better is not None) == (low > 0)


class TestSentence:
    @pytest.mark.parametrize(
        ("said", "text"),
        [
            (
                KNOWN,
                "relu-dropout is more accurate than sigmoid by 0.61 percentage points "
                "(95% interval 0.42 to 0.80, 5 seeds).",
            ),
            (
                replace(KNOWN, seeds=1),
                "relu-dropout is more accurate than sigmoid by 0.61 percentage points "
                "(95% interval 0.42 to 0.80). "
                "With one seed this is known of these two networks only, not of their settings.",
            ),
            (
                UNKNOWN,
                "No difference is shown between sigmoid and relu-dropout: "
                "0.05 points (95% interval −0.10 to 0.20, 5 seeds); "
                "about 40 seeds would show one of this size.",
            ),
            (
                replace(UNKNOWN, seeds_needed=None),
                "No difference is shown between sigmoid and relu-dropout: "
                "0.05 points (95% interval −0.10 to 0.20, 5 seeds); with these "
                "examples not even 1,000 seeds would show one of this size.",
            ),
            (
                replace(UNKNOWN, seeds=1, seeds_needed=None),
                "No difference is shown between sigmoid and relu-dropout: "
                "0.05 points (95% interval −0.10 to 0.20). "
                "With one seed this is known of these two networks only, not of their settings.",
            ),
            (
                replace(KNOWN, diverged_a=1),
                "relu-dropout is more accurate than sigmoid by 0.61 percentage points "
                "(95% interval 0.42 to 0.80, 5 seeds). sigmoid diverged with 1 of 5 seeds, "
                "which count as a network that only guesses.",
            ),
            (
                replace(UNKNOWN, seeds=1, seeds_needed=None, diverged_a=1, diverged_b=1),
                "No difference is shown between sigmoid and relu-dropout: "
                "0.05 points (95% interval −0.10 to 0.20). "
                "With one seed this is known of these two networks only, not of their settings. "
                "sigmoid diverged, which counts as a network that only guesses. "
                "relu-dropout diverged, which counts as a network that only guesses.",
            ),
            (
                replace(UNKNOWN, difference=0.0, interval=(-0.00001, 0.00001), seeds_needed=None),
                "No difference is shown between sigmoid and relu-dropout: "
                "0.00 points (95% interval 0.00 to 0.00, 5 seeds).",
            ),
        ],
    )
    def test_says(self, said, text):
        assert str(sentence(said)) == text

    def test_titles_take_the_place_of_names(self):
        titles = {"relu-dropout": "ReLU + Dropout"}
        assert str(sentence(KNOWN, titles)).startswith(
            "ReLU + Dropout is more accurate than sigmoid by 0.61"
        )
        swapped = replace(KNOWN, better="sigmoid", only_a=71, only_b=10)
        assert str(sentence(swapped, titles)).startswith(
            "sigmoid is more accurate than ReLU + Dropout by 0.61 percentage points"
        )
        assert "between sigmoid and ReLU + Dropout:" in str(sentence(UNKNOWN, titles))


AGREEING = replace(
    UNKNOWN,
    difference=0.4426,
    interval=(-0.4695, 1.0),
    seeds=3,
    seeds_needed=8,
    by_seed=(0.3795, 0.375, 0.5733),
)


class TestSeedsThatAgree:
    """One network is ahead with each seed, but the interval includes 0."""

    def test_what_was_seen_and_the_odds_of_chance(self):
        assert str(sentence(AGREEING)) == (
            "relu-dropout is ahead of sigmoid with each of the 3 seeds, by 37.50 to 57.33 points, "
            "but chance is not excluded: 3 seeds agree by chance in one of 4 cases "
            "(mean 44.26, 95% interval −46.95 to 100.00); about 8 seeds would show a difference "
            "of this size."
        )
        assert str(summary(AGREEING)) == (
            "relu-dropout is ahead with each of the 3 seeds, by 37.50 to 57.33 points; "
            "chance is not excluded"
        )

    @pytest.mark.parametrize(("seeds", "odds"), [(2, 2), (3, 4), (5, 16), (6, None), (10, None)])
    def test_odds_are_those_of_the_sign_test_while_they_explain_the_doubt(self, seeds, odds):
        text = str(sentence(replace(AGREEING, seeds=seeds, by_seed=(0.4,) * seeds)))
        assert (f"one of {odds} cases" in text) is (odds is not None)
        assert "chance is not excluded" in text
        assert binomtest(seeds, seeds).pvalue == pytest.approx(2 ** (1 - seeds))

    @pytest.mark.parametrize("seeds", [3, 10])
    def test_too_few_test_examples_are_named(self, seeds):
        agreeing = replace(AGREEING, seeds=seeds, by_seed=(0.4,) * seeds, seeds_needed=None)
        assert str(sentence(agreeing)).endswith(
            "with these examples not even 1,000 seeds would show a difference of this size."
        )

    def test_the_one_ahead_is_named_first_whichever_it_is(self):
        swapped = replace(AGREEING, only_a=71, only_b=10)
        assert str(sentence(swapped)).startswith("sigmoid is ahead of relu-dropout with each")
        assert str(summary(swapped, {"sigmoid": "S"})).startswith("S is ahead")

    @pytest.mark.parametrize("by_seed", [(0.4,), (0.4, -0.1, 0.5), (0.4, 0.0, 0.5)])
    def test_seeds_that_do_not_agree_or_a_single_one_show_no_difference(self, by_seed):
        verdict_ = replace(AGREEING, seeds=len(by_seed), by_seed=by_seed)
        assert str(sentence(verdict_)).startswith("No difference is shown")
        assert str(summary(verdict_)) == "no difference is shown"

    @given(pairs())
    def test_words_claim_a_difference_only_where_one_is_shown(self, paired):
        found = verdict(paired)
        texts = str(sentence(found)), str(summary(found))
        claims = ["more accurate" in texts[0], "is better" in texts[1]]
        assert claims == [found.better is not None] * 2
        assert sum(found.by_seed) / found.seeds == pytest.approx(found.difference)
        if found.better is None and all(one > 0 for one in found.by_seed) and found.seeds > 1:
            assert all("with each of the" in text for text in texts)

    def test_the_keys_that_the_command_line_prints(self):
        assert list(AGREEING.as_json()) == [
            *("a", "b", "better", "difference", "interval", "p_value", "test"),
            *("seeds", "digits", "only_a", "only_b", "seeds_needed"),
            *("diverged_a", "diverged_b"),
        ]


def test_networks_that_diverge_alike_are_shown_to_differ_in_one_of_twenty_cases_at_most():
    """Half of the seeds of both diverge: their differences are 0 or huge, and far from normal."""
    random, times, shown = np.random.default_rng(14), 200, 0
    guesses = np.arange(1000) % 10 == 0

    def network(seeds):
        right = random.random((seeds, 1000)) < 0.95
        right[random.random(seeds) < 0.5] = guesses
        return right

    for _ in range(times):
        shown += verdict(Paired("a", "b", network(8), network(8))).better is not None
    assert shown <= 0.05 * times + 2.5 * (times * 0.05 * 0.95) ** 0.5
