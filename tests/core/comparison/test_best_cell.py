"""The best cell of a grid, against the t test of SciPy and simulations."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from core.comparison.judgement import best_cell, sentence
from core.comparison.results import Cell
from core.messages import message

TITLES = {f"{row},{column}": message("cell") for row in range(3) for column in range(3)}


def cells(*rows, is_validated=False):
    """Cells of these accuracies, one for each seed."""

    def cell(values):
        if not values:
            return Cell(None, None, 0)
        mean = float(np.mean(values))
        if is_validated:  # the test images say the opposite
            finals = tuple(1 - value for value in values)
            return Cell(1 - mean, 1 - mean, len(values), mean, finals, tuple(values))
        return Cell(mean, mean, len(values), None, tuple(values))

    return [[cell(values) for values in row] for row in rows]


def test_without_a_completed_run_there_is_none():
    assert best_cell([], is_validated=False) is None
    assert best_cell(cells([(), ()]), is_validated=False) is None


def test_one_alone_is_the_best():
    best = best_cell(cells([(), (0.9, 0.8)]), is_validated=False)
    assert (best.position, best.second, best.others) == ((0, 1), None, 0)
    assert best.accuracy == pytest.approx(0.85)
    assert str(sentence(best, TITLES)) == "cell: 85.00%. No other cell completed."


def test_with_one_seed_nobody_knows():
    best = best_cell(cells([(0.9,), (0.95,)], [(0.7,), ()]), is_validated=False)
    assert (best.position, best.second, best.others) == ((0, 1), (0, 0), 2)
    assert best.lead == pytest.approx(0.05)
    assert best.margin is None
    assert "5.00 percentage points ahead of cell. With one seed" in str(sentence(best, TITLES))


def test_held_out_examples_decide_where_there_are_any():
    made = cells([(0.9, 0.91), (0.8, 0.81)], is_validated=True)
    assert best_cell(made, is_validated=True).position == (0, 0)
    assert best_cell(made, is_validated=False).position == (0, 1)


def test_with_two_cells_it_is_students_t_test():
    one, two = (0.95, 0.96, 0.955), (0.94, 0.95, 0.938)
    best = best_cell(cells([one, two]), is_validated=False)
    interval = stats.ttest_ind(one, two).confidence_interval(0.95)
    assert best.margin == pytest.approx((interval.high - interval.low) / 2)
    assert best.level == ((0, 1),) if interval.low <= 0 else ()


def test_a_clear_lead_and_none():
    clear = best_cell(cells([(0.95, 0.951), (0.80, 0.801)]), is_validated=False)
    assert clear.level == ()
    assert "exceeds" in str(sentence(clear, TITLES))
    close = best_cell(cells([(0.95, 0.93), (0.94, 0.93)], [(0.5, 0.51), ()]), is_validated=False)
    assert close.level == ((0, 1),)
    assert "1 of the 2 other cells may be as good" in str(sentence(close, TITLES))


def test_of_equal_networks_it_seldom_claims_a_lead():
    """The best of 9 equal cells is chosen by chance: Bonferroni keeps false claims rare."""
    rng = np.random.default_rng(0)
    claims = 0
    for _ in range(400):
        values = rng.normal(0.97, 0.003, (3, 3, 3))
        best = best_cell(cells(*values.tolist()), is_validated=False)
        claims += not best.level
    assert claims / 400 < 0.05


def test_settings_with_which_a_run_diverged_are_not_the_best():
    (row,) = cells([(0.9, 0.91), (0.99, 0.98)])
    row[1] = replace(row[1], diverged=1)
    best = best_cell([row], is_validated=False)
    assert (best.position, best.others) == ((0, 0), 0)
