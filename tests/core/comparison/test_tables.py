"""The tables of a comparison: the same numbers in the window and in the report."""

import numpy as np
import pytest

from core.comparison.experiment import Experiment, Member
from core.comparison.judgement import judge
from core.comparison.results import Results, SeedResult
from core.comparison.tables import networks_table, seed_table
from core.comparison.verdict_card import verdict_card
from core.config import presets
from core.config.differences import differing
from core.run.seal import names_of
from tests.core.running import config_of, outcome_of, small

TITLES = {"a": "Alpha", "b": "Beta"}


def judged(counts, seeds=(42, 43)):
    """Judge members that read so many of 200 digits right: by member, one for each seed or None."""
    members = tuple(Member(name, small("logistic")) for name in counts)
    results = Results(Experiment(members, seeds))
    for planned in results.experiment.plan():
        count = counts[planned.member][planned.seed - seeds[0]]
        if count is not None:
            results.add(planned, outcome_of(np.arange(200) < count))
    return judge(results)


def table_of(judgement, titles, has_means=True):
    card = verdict_card(judgement, titles, 2)
    names = names_of([judgement.is_sealed])
    return seed_table(judgement.by_seed, titles, card, str, has_means=has_means, names=names)


def test_of_two_networks_there_are_both_numbers_and_differences_by_seed():
    table = table_of(judged({"a": (100, 120), "b": (140, 170)}), TITLES)
    assert [(column.group, column.title) for column in table.columns] == [
        ("", "Seed"),
        *(("Test accuracy", title) for title in ("Alpha", "Beta", "Difference")),
        *(("Test cost", title) for title in ("Alpha", "Beta", "Difference")),
    ]
    assert table.rows == [
        ("42", "50.00%", "70.00%", "+20.00", "0.5000", "0.3000", "−0.2000"),
        ("43", "60.00%", "85.00%", "+25.00", "0.4000", "0.1500", "−0.2500"),
        ("Mean", "55.00%", "77.50%", "+22.50", "0.4500", "0.2250", "−0.2250"),
    ]
    assert table.has_means
    assert table.note == "Difference: Beta minus Alpha; of accuracies in percentage points."
    assert [column.network for column in table.columns] == [None, 0, 1, None, 0, 1, None]


def test_differences_have_the_sign_of_the_verdict():
    judgement = judged({"a": (140, 170), "b": (100, 120)})
    card = verdict_card(judgement, TITLES, 2)
    table = table_of(judgement, TITLES)
    assert card.ahead == "a"
    assert [row[3] for row in table.rows] == ["+20.00", "+25.00", "+22.50"]
    assert table.rows[-1][3] == f"+{card.number}"
    assert table.note.startswith("Difference: Alpha minus Beta;")


def test_networks_of_the_same_title_are_told_apart_by_their_names():
    table = table_of(judged({"a": (140, 170), "b": (100, 120)}), {"a": "Net", "b": "Net"})
    assert table.rows[0][3] == "+20.00"


def test_a_run_that_did_not_complete_is_a_gap_and_its_seed_is_in_no_mean():
    table = table_of(judged({"a": (100, 120), "b": (140, None)}), TITLES)
    assert table.rows[1] == ("43", "60.00%", "–", "–", "0.4000", "–", "–")
    assert table.rows[2] == ("Mean", "50.00%", "70.00%", "+20.00", "0.5000", "0.3000", "−0.2000")
    table = table_of(judged({"a": (None, 120), "b": (140, None)}), TITLES)
    assert table.rows[-1] == ("Mean", *["–"] * 6)


def test_a_seed_that_none_completed_has_no_row():
    judgement = judged({"a": (100, None), "b": (140, None)})
    assert judgement.by_seed == {42: (SeedResult(0.5, 0.5), SeedResult(0.7, pytest.approx(0.3)))}


@pytest.mark.parametrize("has_means", [False, True])
def test_of_one_seed_there_is_no_mean(has_means):
    table = table_of(judged({"a": (100,), "b": (140,)}, (42,)), TITLES, has_means)
    assert [row[0] for row in table.rows] == ["42"]
    assert not table.has_means


def test_of_more_networks_there_are_no_differences():
    titles = TITLES | {"c": "Gamma"}
    table = table_of(judged({"a": (100, 120), "b": (140, 170), "c": (20, 40)}), titles)
    assert [column.title for column in table.columns] == [
        "Seed",
        *titles.values(),
        *titles.values(),
    ]
    assert table.rows[0] == ("42", "50.00%", "70.00%", "10.00%", "0.5000", "0.3000", "0.9000")
    assert table.note == ""


def test_of_the_networks_it_tells_the_size_the_time_and_the_settings_that_differ():
    configs = [presets.preset(name).config for name in presets.RACE]
    by_seed = {
        42: [SeedResult(0.9, 0.3, seconds=61.0), SeedResult(0.9, 0.3, seconds=100.0)],
        43: [SeedResult(0.9, 0.3, seconds=62.0), None],
    }
    table = networks_table(configs, ["Sigmoid", "ReLU + Dropout"], by_seed, str)
    rows = {row[0]: row[1:] for row in table.rows}
    assert len(rows) == 3 + len(differing(configs))
    assert rows["Parameters"] == ("407,050", "669,706")
    assert rows["Multiplications for an answer"] == ("406,528", "668,672")
    assert rows["Training time, mean"] == ("1:02", "1:40")
    assert rows["Hidden layers"] == ("512 Sigmoid", "512 ReLU 0.2 · 512 ReLU 0.2")
    assert rows["Optimizer"] == ("SGD", "Adam")
    assert rows["Momentum"][1] == "–"  # has no effect there


def test_the_seed_is_no_setting_that_differs_and_no_time_is_told_before_a_run_ends():
    faster = config_of("logistic", {"optimizer.learning_rate": 0.5, "seed": 8})
    table = networks_table([config_of("logistic"), faster], ["One", "Other"], {}, str)
    assert [row[0] for row in table.rows] == [
        "Parameters",
        "Multiplications for an answer",
        "Learning rate",
    ]
