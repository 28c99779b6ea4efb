"""The card of a verdict: its figures counted from the answers, and its line a line."""

from itertools import pairwise

import numpy as np
import pytest

from core.comparison.experiment import MAX_RUNS, Experiment, Member
from core.comparison.judgement import judge, preliminary
from core.comparison.ladders.between import reason_against_ladder
from core.comparison.results import Results
from core.comparison.verdict_card import remarks, verdict_card
from core.number_text import signed_points
from tests.core.running import outcome_of, small

# how many of 200 digits each network reads, seed by seed
BEHIND_IN_ONE = {"a": (100, 120, 110), "b": (150, 118, 140)}


def results_of(counts, done=None):
    """Results in which a network reads its first so many digits right."""
    seeds = range(42, 42 + len(next(iter(counts.values()))))
    members = tuple(Member(name, small("logistic")) for name in counts)
    results = Results(Experiment(members, tuple(seeds)))
    for planned in results.experiment.plan():
        count = counts[planned.member][planned.seed - 42]
        if done is None or (planned.member, planned.seed) in done:
            results.add(planned, outcome_of(np.arange(200) < count))
    return results


def card_of(counts, done=None, titles=None):
    results = results_of(counts, done)
    return verdict_card(judge(results), titles or {}, len(results.experiment.seeds))


def counted(counts, ahead, behind):
    """The differences from the counts alone."""
    pairs = zip(counts[ahead], counts[behind], strict=True)
    return {42 + index: (one - other) / 200 for index, (one, other) in enumerate(pairs)}


class TestFigures:
    def test_each_seed_has_its_own_and_their_mean_is_the_difference(self):
        card = card_of(BEHIND_IN_ONE)
        assert (card.ahead, card.behind) == ("b", "a")
        assert card.by_seed == pytest.approx(counted(BEHIND_IN_ONE, "b", "a"))
        assert card.by_seed[43] < 0 < card.by_seed[42]
        assert card.difference == pytest.approx(np.mean(list(card.by_seed.values())))
        assert card.number == "13.00"
        assert card.interval[0] < card.difference < card.interval[1]

    def test_the_other_way_round_they_are_the_same(self):
        swapped = {"a": BEHIND_IN_ONE["b"], "b": BEHIND_IN_ONE["a"]}
        card, other = card_of(BEHIND_IN_ONE), card_of(swapped)
        assert (other.ahead, other.behind) == ("a", "b")
        assert other.by_seed == pytest.approx(card.by_seed)
        assert other.limits == pytest.approx(card.limits)

    @pytest.mark.parametrize("counts", [(100, 103, 107), (107, 100, 103), (103, 107, 100)])
    def test_of_networks_that_read_as_many_the_first_is_ahead(self, counts):
        equal = {"a": (103, 107, 100), "b": counts}
        results = results_of(equal)
        verdict = judge(results).verdicts[-1]
        card = card_of(equal)
        assert (card.ahead, card.behind) == (verdict.ahead, verdict.behind) == ("a", "b")
        assert card.by_seed == pytest.approx(counted(equal, "a", "b"))
        assert card.difference == pytest.approx(0)

    def test_of_three_networks_they_are_of_the_first_and_the_last(self):
        counts = {"a": (100, 104), "b": (10, 10), "c": (150, 148)}
        card = card_of(counts)
        assert card.by_seed == pytest.approx(counted(counts, "c", "a"))

    def test_networks_are_called_by_their_titles(self):
        card = card_of(BEHIND_IN_ONE, titles={"a": "Alpha", "b": "Beta"})
        assert card.directions == ("← Alpha", "Beta →")
        assert "between Alpha and Beta" in str(card.sentence)
        assert not card.is_shown

    def test_a_foreign_title_stays_on_its_line_and_its_side(self):
        card = card_of(BEHIND_IN_ONE, titles={"a": "\u202eA\nlpha", "b": "Beta"})
        assert card.directions[0].isprintable()
        assert card.directions[0].startswith("← ")


class TestHonesty:
    def test_one_seed_is_about_two_networks_only(self):
        card = card_of({"a": (100,), "b": (150,)})
        assert card.is_shown
        assert str(card.seeds) == "one seed"
        assert str(card.sentence).endswith("of these two networks only, not of their settings.")
        assert list(card.by_seed) == [42]

    def test_missing_seeds_are_counted(self):
        done = {(name, seed) for name in "ab" for seed in (42, 44)} | {("a", 43)}
        card = card_of(BEHIND_IN_ONE, done)
        assert list(card.by_seed) == [42, 44]
        assert str(card.seeds) == "2 of 3 seeds"
        assert str(card_of(BEHIND_IN_ONE).seeds) == "3 seeds"

    def test_there_is_none_before_a_seed_is_complete_or_while_seeds_are_missing(self):
        assert card_of(BEHIND_IN_ONE, {("a", 42), ("b", 43)}) is None
        early = preliminary(judge(results_of(BEHIND_IN_ONE)))
        assert verdict_card(early, {}, 3) is None

    def test_of_several_networks_it_is_about_the_first_and_the_last_alone(self):
        counts, titles = {"a": (100,), "b": (10,), "c": (150,)}, {"a": "A", "b": "B", "c": "C"}
        card = card_of(counts, titles=titles)
        assert {card.ahead, card.behind} == {"a", "c"}
        assert card_of(counts, {("a", 42), ("b", 42)}, titles) is None

    def test_several_comparisons_are_mentioned(self):
        counts = {"a": (100, 104), "b": (10, 10), "c": (150, 148)}
        texts = list(map(str, remarks(judge(results_of(counts)), dict.fromkeys("abc", "x"))))
        assert any("corrected for 3 comparisons" in text for text in texts)
        two = list(map(str, remarks(judge(results_of(BEHIND_IN_ONE)), {"a": "A", "b": "B"})))
        assert not any("corrected" in text for text in two)
        assert any("42: p < 0.001" in text for text in two)


class TestHeadline:
    @pytest.mark.parametrize(
        ("counts", "headline"),
        [
            ({"a": (100,), "b": (150,)}, "b is better by 25.00 points (one seed)."),
            (
                {"a": (100, 102, 101, 99), "b": (150, 152, 151, 149)},
                "b is better by 25.00 points (4 seeds).",
            ),
            (
                {"a": (150, 110, 150), "b": (100, 100, 60)},
                "a is ahead with each of the 3 seeds, by 5.00 to 45.00 points; "
                "chance is not excluded.",
            ),
            (BEHIND_IN_ONE, "No difference is shown between b and a."),
        ],
    )
    def test_it_is_short_and_claims_what_is_shown(self, counts, headline):
        assert str(card_of(counts).headline) == headline

    def test_among_several_it_names_both(self):
        shown = {"a": (100,), "b": (10,), "c": (150,)}
        titles = {"a": "A", "b": "B", "c": "C"}
        said = str(card_of(shown, titles=titles).headline)
        assert said == "C is better than A by 25.00 points (one seed)."
        ahead = {"a": (150, 110, 150), "b": (10, 10, 10), "c": (100, 100, 60)}
        said = str(card_of(ahead, titles=titles).headline)
        assert said.startswith("A is ahead of C with each of the 3 seeds, by 5.00 to 45.00")


class TestLine:
    @pytest.mark.parametrize(
        "counts", [BEHIND_IN_ONE, {"a": (10,), "b": (190,)}, {"a": (50, 50), "b": (50, 50)}]
    )
    def test_everything_lies_within_it_in_proportion(self, counts):
        card = card_of(counts)
        shown = [0.0, card.difference, *card.interval, *card.by_seed.values()]
        places = [card.position(value) for value in shown]
        assert all(0 < place < 1 for place in places)
        order = np.argsort(shown, kind="stable")
        assert np.all(np.diff(np.array(places)[order]) >= 0)
        low, high = card.limits
        assert card.position((low + high) / 2) == pytest.approx(0.5)

    @pytest.mark.parametrize("length", [60, 150, 500])
    @pytest.mark.parametrize("counts", [BEHIND_IN_ONE, {"a": (100,), "b": (101,)}])
    def test_its_numbers_do_not_overlap(self, counts, length):
        labels = sorted(card_of(counts).axis_labels(length, lambda text: 8 * len(text)))
        assert "0" in [text for _, text in labels]
        ends = [(middle - 4 * len(text), middle + 4 * len(text)) for middle, text in labels]
        assert all(right < left for (_, right), (left, _) in pairwise(ends))
        assert ends[0][0] >= 0
        assert ends[-1][1] <= length

    @pytest.mark.parametrize("length", [60, 150, 300, 500])
    @pytest.mark.parametrize("counts", [BEHIND_IN_ONE, {"a": (10,), "b": (190,)}])
    def test_it_names_both_ends_of_the_interval_or_the_mean(self, counts, length):
        """A dot with a number below it that is not its own would be read as another value."""
        card = card_of(counts)
        texts = {text for _, text in card.axis_labels(length, lambda text: 8 * len(text))}
        ends = [signed_points(end) for end in card.interval]
        choices = ends, [" … ".join(ends)], [signed_points(card.difference)], []
        assert texts in [{"0", *choice} for choice in choices]

    def test_close_ends_share_a_label_or_give_way_to_the_mean(self):
        card = card_of({"a": (10,), "b": (190,)})
        both = " … ".join(signed_points(end) for end in card.interval)
        for length, expected in ((300, both), (130, signed_points(card.difference))):
            _, (middle, text) = sorted(card.axis_labels(length, lambda text: 8 * len(text)))
            assert text == expected
            assert abs(middle - length * card.position(card.difference)) <= 4 * len(text)

    def test_a_long_one_names_the_ends_of_the_interval(self):
        card = card_of(BEHIND_IN_ONE)
        labels = dict(
            reversed(label) for label in card.axis_labels(500, lambda text: 8 * len(text))
        )
        assert len(labels) == 3
        assert labels["0"] == pytest.approx(500 * card.position(0.0))
        low = f"{100 * card.interval[0]:+.2f}".replace("-", "−")
        assert low in labels


class TestNext:
    def test_the_next_number_of_seeds_is_the_next_sensible_one(self):
        members = results_of({"a": (1,), "b": (1,)}).experiment.members
        counts = {
            seeds: Experiment(members, tuple(range(seeds))).next_seed_count
            for seeds in (1, 2, 3, 4, 5, 10, 99, 100, 200)
        }
        assert counts == {1: 3, 2: 3, 3: 5, 4: 5, 5: 10, 10: 20, 99: 100, 100: None, 200: None}

    def test_no_more_runs_are_offered_than_can_be_started(self):
        members = tuple(Member(str(index), small("logistic")) for index in range(60))
        assert Experiment(members, (1, 2, 3)).next_seed_count == 5
        assert Experiment(members, (1, 2, 3, 4, 5)).next_seed_count is None
        assert 60 * 5 <= MAX_RUNS < 60 * 10

    @pytest.mark.parametrize("seeds", [(42,), (42, 43, 44), (7, 3), (2**31 - 1,), (2**31 - 3, 5)])
    def test_a_repetition_has_seeds_that_the_comparison_did_not_have(self, seeds):
        experiment = Experiment(results_of({"a": (1,), "b": (1,)}).experiment.members, seeds)
        again = experiment.with_new_seeds(5)
        assert len(set(again.seeds)) == 5
        assert not set(again.seeds) & set(seeds)
        assert again.members == experiment.members
        assert len(again.plan()) == 10  # all of them are seeds

    def test_a_ladder_explains_two_changes_or_more(self):
        before = small("logistic")
        one = small("logistic", {"data.batch_size": 20})
        two = small("logistic", {"data.batch_size": 20, "optimizer.learning_rate": 0.3})
        assert reason_against_ladder(before, two) is None
        assert "one thing only: Batch size: 20" in str(reason_against_ladder(before, one))
        assert "are the same" in str(reason_against_ladder(before, before))
