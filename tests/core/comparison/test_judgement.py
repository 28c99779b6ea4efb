"""Judgements: the same for the window and for the commands, computed from results alone."""

import subprocess
import sys

import numpy as np
import pytest

from core.comparison.deciding_digits import DecidingDigits
from core.comparison.experiment import Axis, Experiment, Grid, Member
from core.comparison.judgement import Judgement, best_cell, judge
from core.comparison.results import Results
from tests.core.running import outcome_of, small


def results_of(experiment, counts):
    """Results in which each member reads its first so many of 200 digits right, with every seed."""
    results = Results(experiment)
    for planned in experiment.plan():
        count = counts[planned.member]
        results.add(planned, outcome_of(np.arange(200) < count))
    return results


def of_members(*names, seeds=(42,)):
    return Experiment(tuple(Member(name, small("logistic")) for name in names), seeds)


def test_before_a_run_completed_it_is_empty():
    judgement = judge(Results(of_members("a", "b")))
    assert judgement == Judgement()
    assert judgement.deciding is None


def test_it_holds_what_the_results_say():
    results = results_of(of_members("a", "b", "c", seeds=(42, 43)), {"a": 10, "b": 100, "c": 105})
    judgement = judge(results)
    assert judgement.verdicts == results.verdicts()
    assert judgement.tiers == results.tiers()
    assert (judgement.steps, judgement.whole) == (results.contributions(), results.whole())
    assert judgement.deciding is None
    assert judgement.p_values == {}
    assert judgement.cells == ()
    side_by_side = judge(results, has_steps=False)
    assert (side_by_side.steps, side_by_side.whole) == ((), None)
    assert side_by_side.verdicts == judgement.verdicts


def test_of_two_networks_it_holds_p_values_and_counts_the_digits_that_only_one_reads():
    results = results_of(of_members("a", "b", seeds=(42, 43)), {"a": 50, "b": 90})
    judgement = judge(results)
    assert judgement.p_values == results.p_values()
    assert list(judgement.p_values) == [42, 43]
    assert judgement.deciding == DecidingDigits(((), ()), (0, 40))


@pytest.mark.parametrize(("limit", "expected"), [(3, [50, 51, 52]), (60, list(range(50, 90)))])
def test_it_loads_as_many_of_these_digits_as_asked_for(limit, expected):
    judgement = judge(results_of(of_members("a", "b"), {"a": 50, "b": 90}), max_digits=limit)
    only_a, only_b = judgement.deciding.shown
    assert only_a == ()
    assert [one.digit.number for one in only_b] == expected
    assert all(one.digit.grey.shape == (28, 28) for one in only_b)
    assert {one.read_as for one in only_b} == {("9", "0")}
    assert judgement.deciding.counts == (0, 40)


def test_of_a_grid_it_holds_the_table_and_the_best_cell_only():
    grid = Grid(small("logistic"), (Axis("optimizer.learning_rate", (0.01, 0.1)),))
    results = results_of(grid.experiment(), {"0,0": 10, "1,0": 100})
    cells = results.table(grid.names)
    expected = Judgement(cells=cells, best=best_cell(cells, is_validated=False))
    assert judge(results, grid, max_digits=60) == expected
    assert [row[0].final for row in results.table(grid.names)] == [0.05, 0.5]


def test_it_is_imported_without_torch():
    """The window imports it at its start."""
    code = "import sys, core.comparison.judgement; sys.exit('torch' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
