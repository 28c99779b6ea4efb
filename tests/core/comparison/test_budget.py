"""Networks at equal budgets, against plain loops and SciPy."""

import numpy as np
import pytest
from scipy import stats

from core.comparison.budget import BUDGETS, at_equal_budgets
from core.comparison.tables import budget_table
from core.network.architecture import multiplication_count
from core.run.events import EndReason, EpochCompleted, RunEnded
from core.run.record import RunRecord
from core.run.series import XAxis
from tests.core.running import small

SEEDS = (42, 43, 44)


def record(name, seed, accuracies, seconds, reason=EndReason.COMPLETED):
    """A run whose epochs take this long and end with these accuracies."""
    made = RunRecord(f"{name}-{seed}", small(name, {"seed": seed, "epochs": len(accuracies) or 4}))
    for number, accuracy in enumerate(accuracies, 1):
        made.apply(
            EpochCompleted(
                made.run, number, 1, 1, accuracy, accuracy, None, seconds, 1, 0.1, seconds * number
            )
        )
    made.apply(RunEnded(made.run, reason, len(accuracies)))
    return made


@pytest.fixture
def networks():
    """A small network of ten fast epochs, and a large one of four slow ones, with three seeds."""
    rng = np.random.default_rng(1)
    return [
        [record("logistic", seed, sorted(rng.uniform(0.5, 0.9, 10)), 1.0) for seed in SEEDS],
        [record("mlp", seed, sorted(rng.uniform(0.5, 0.9, 4)), 3.0) for seed in SEEDS],
    ]


def spent(record, epochs, axis):
    """What a run has spent after so many epochs, by its definition."""
    if axis is XAxis.EPOCH:
        return epochs
    if axis is XAxis.TIME:
        return record.epochs[epochs - 1].elapsed_s
    return epochs * 600 * multiplication_count(record.config.model)


def test_each_is_judged_after_its_last_epoch_within_what_all_have_spent(networks):
    for axis, found in zip(BUDGETS, at_equal_budgets(networks), strict=True):
        everything = [one for runs in networks for one in runs]
        budget = min(spent(one, len(one.epochs), axis) for one in everything)
        assert (found.axis, found.budget, found.seeds) == (axis, pytest.approx(budget), 3)
        reached = []
        for runs in networks:
            reached.append([])
            for one in runs:
                within = [e for e in one.epochs if spent(one, e.epoch, axis) <= budget]
                reached[-1].append(within[-1].accuracy if within else None)
        if None in reached[1]:
            assert axis is XAxis.MULTIPLICATIONS
            assert found.accuracies == (pytest.approx(np.mean(reached[0])), None)
            assert found.difference is found.interval is None
            continue
        assert found.accuracies == pytest.approx([np.mean(shares) for shares in reached])
        difference = stats.ttest_rel(reached[1], reached[0])
        limits = difference.confidence_interval()
        assert found.interval == pytest.approx((limits.low, limits.high))
        assert found.difference == pytest.approx(np.mean(reached[1]) - np.mean(reached[0]))


def test_epochs_and_seconds_give_other_answers(networks):
    by_epochs, by_seconds, _ = at_equal_budgets(networks)
    assert by_epochs.budget == 4
    assert by_seconds.budget == 10
    assert by_epochs.accuracies[0] < by_seconds.accuracies[0]
    assert by_epochs.accuracies[1] > by_seconds.accuracies[1]


def test_one_seed_has_no_interval(networks):
    (first, *_) = at_equal_budgets([runs[:1] for runs in networks])
    assert first.interval is None
    assert first.difference is not None
    table = budget_table([first], ["a", "b"], str)
    assert "these two runs only" in table.note
    assert [column.title for column in table.columns] == ["", "a", "b", "Difference"]


def test_seeds_that_not_all_have_do_not_count(networks):
    networks[1].pop()
    assert {one.seeds for one in at_equal_budgets(networks)} == {2}
    assert at_equal_budgets([networks[0], []]) == ()
    assert at_equal_budgets(networks[:1]) == ()


def test_a_run_that_diverged_only_guesses(networks):
    networks[1][0] = record("mlp", SEEDS[0], [], 1.0, EndReason.DIVERGED)
    by_epochs = at_equal_budgets(networks)[0]
    others = [runs.epochs[-1].accuracy for runs in networks[1][1:]]
    assert by_epochs.budget == 4
    assert by_epochs.accuracies[1] == pytest.approx(np.mean([0.1, *others]))


def test_a_run_that_trains_or_was_stopped_is_not_there(networks):
    networks[1][0] = record("mlp", SEEDS[0], [0.5], 1.0, EndReason.STOPPED)
    assert {one.seeds for one in at_equal_budgets(networks)} == {2}


def test_of_several_networks_the_interval_is_corrected_like_those_of_the_verdicts(networks):
    several = [networks[0], networks[0], networks[1]]
    found = at_equal_budgets(several)[0]
    reached = [[one.epochs[3].accuracy for one in runs] for runs in networks]
    difference = stats.ttest_rel(reached[1], reached[0])
    limits = difference.confidence_interval(1 - 0.05 / 3)
    assert found.interval == pytest.approx((limits.low, limits.high))
    assert "corrected for 3 comparisons" in budget_table([found], ["a", "b", "c"], str).note


def test_a_single_epoch_is_no_plural(networks):
    networks[1] = [record("mlp", seed, [0.5], 1.0) for seed in SEEDS]
    first = at_equal_budgets(networks)[0]
    assert budget_table([first], ["a", "b"], str).rows[0][0] == "1 epoch"


def test_the_table(networks):
    table = budget_table(at_equal_budgets(networks), ["Small", "Large"], str)
    assert [column.title for column in table.columns] == [
        *("", "Small", "Large", "Difference", "95% interval"),
    ]
    names = [row[0] for row in table.rows]
    assert names[:2] == ["4 epochs", "10.0 s"]
    assert names[2] == "47.04M products"
    assert table.rows[2][2:] == ("–", "–", "–")
    assert "over 3 seeds" in table.note
