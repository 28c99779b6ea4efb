"""What plots show, against slow and plain ways to compute it."""

import csv
import io
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from core.config.fields import with_values
from core.config.presets import preset
from core.export.epochs_csv import HEADER, csv_of
from core.run.events import BatchProgress, EpochCompleted, RunStarted, SettingChanged
from core.run.record import RunRecord
from core.run.series import (
    Number,
    RunSeries,
    XAxis,
    bounds,
    combined,
    epochs_before,
    same_but_for_the_seed,
    smoothed,
    thinned,
)

FINITE = st.floats(-1e6, 1e6)


def completed(number, run="a", **numbers):
    values = {
        "cost": 1 / number,
        "test_cost": 1.5 / number,
        "accuracy": 1 - 1 / number,
        "train_accuracy": 1 - 0.5 / number,
        "weight": None,
        "seconds": 2.0,
        "samples_per_second": 300.0,
        "learning_rate": 0.01,
        "elapsed_s": 3.0 * number,
    } | numbers
    return EpochCompleted(run=run, epoch=number, **values)


def record(epochs=0, run="a", **changes):
    config = with_values(
        preset("sigmoid").config, {"data.train_size": 1050, "data.batch_size": 100} | changes
    )
    made = RunRecord(run, config)
    for number in range(1, epochs + 1):
        made.apply(completed(number, run))
    return made


def numbered(x, y):
    """A curve with one point for each epoch from the first."""
    return np.arange(1.0, len(x) + 1), x, y


def changed(run="a", epoch=2, batch=6, batches=10):
    return SettingChanged(run, epoch, batch, batches, "optimizer.learning_rate", 0.1, 0.01)


class TestRunSeries:
    def test_it_reads_only_what_is_new(self):
        run = record()
        series = RunSeries(run)
        assert not series.update()
        for number in range(1, 600):
            run.apply(completed(number))
            assert series.update()
            assert not series.update()
        assert len(series) == 599
        assert series.values(Number.COST) == pytest.approx([1 / number for number in range(1, 600)])
        assert np.isnan(series.values(Number.WEIGHT)).all()

    @pytest.mark.parametrize("count", [1, 2, 3])
    def test_other_epochs_in_the_place_of_the_known_ones_are_read_again(self, count):
        run = record(2)
        series = RunSeries(run)
        series.update()
        run.epochs = [completed(number, cost=7.0) for number in range(1, count + 1)]
        assert series.update()
        assert series.values(Number.COST) == pytest.approx([7.0] * count)

    def test_curves_that_were_not_read_yet_are_empty_until_they_come(self):
        run = record()
        run.update_last_and_best(completed(5))
        series = RunSeries(run)
        assert not series.update()
        assert len(series.x(XAxis.TIME)) == 0
        run.epochs = [completed(number) for number in range(1, 6)]
        assert series.update()
        assert len(series.x(XAxis.EPOCH)) == 5

    @pytest.mark.parametrize(
        ("axis", "expected"),
        [(XAxis.EPOCH, [1, 2, 3]), (XAxis.TIME, [3, 6, 9]), (XAxis.EXAMPLES, [1000, 2000, 3000])],
    )
    def test_x(self, axis, expected):
        series = RunSeries(record(3))
        series.update()
        assert series.x(axis) == pytest.approx(expected)
        assert [series.x_after(epochs, axis) for epochs in (1, 2, 3)] == pytest.approx(expected)
        assert series.x_after(0, axis) == 0

    def test_examples_are_counted_by_the_batches_that_the_run_told_of(self):
        run = record(1)
        run.apply(RunStarted("a", 10, "cpu", 1, batches=7, epochs=3))
        series = RunSeries(run)
        series.update()
        assert series.x(XAxis.EXAMPLES) == pytest.approx([700])

    def test_the_live_end(self):
        run = record(2)
        run.apply(BatchProgress("a", 3, 5, 10, 0.3, elapsed_s=8.0))
        series = RunSeries(run)
        series.update()
        products = 2500 * (784 * 512 + 512 * 10)  # of the sigmoid network's two layers
        assert [series.now(axis) for axis in XAxis] == pytest.approx([2.5, 8.0, 2500, products])
        assert series.x_after(2.25, XAxis.TIME) == pytest.approx(7.0)

    def test_a_change_lies_before_its_first_batch(self):
        assert epochs_before(changed(epoch=1, batch=1)) == 0
        assert epochs_before(changed(epoch=2, batch=6, batches=10)) == pytest.approx(1.5)


class TestSmoothed:
    @staticmethod
    def one_by_one(values, weight):
        mean, count, result = 0.0, 0, []
        for value in values:
            if math.isfinite(value):
                count += 1
                mean = weight * mean + (1 - weight) * value
            result.append(mean / (1 - weight**count) if math.isfinite(value) else value)
        return result

    @given(
        arrays.arrays(
            np.float64, st.integers(0, 300), elements=FINITE | st.just(np.nan) | st.just(np.inf)
        ),
        st.sampled_from([0.1, 0.6, 0.9, 0.99]),
    )
    def test_it_equals_the_average_taken_one_by_one(self, values, weight):
        np.testing.assert_allclose(
            smoothed(values, weight), self.one_by_one(values, weight), rtol=1e-9, atol=1e-5
        )

    def test_no_weight_changes_nothing(self):
        values = np.array([3.0, np.nan, 1.0])
        assert smoothed(values, 0.0) is values

    def test_a_constant_stays_as_it_is(self):
        assert smoothed(np.full(10_000, 0.7), 0.99) == pytest.approx(np.full(10_000, 0.7))

    def test_the_values_given_are_not_changed(self):
        values = np.array([1.0, 2.0, 3.0])
        smoothed(values, 0.9)
        assert values.tolist() == [1, 2, 3]


class TestGroups:
    def test_runs_that_differ_in_the_seed_alone_belong_together(self):
        runs = [
            record(run="a", seed=1),
            record(run="b", seed=1, **{"optimizer.learning_rate": 0.5}),
            record(run="c", seed=2),
            record(run="d", seed=2, **{"optimizer.learning_rate": 0.5}),
            record(run="e", seed=3, epochs=0),
            record(run="f", seed=2),
        ]
        assert [[one.run for one in group] for group in same_but_for_the_seed(runs)] == [
            ["a", "c", "e"],
            ["b", "d"],
            ["f"],
        ]

    def test_a_group_is_the_same_whatever_else_is_there(self):
        ours = [record(run="a", seed=1), record(run="b", seed=2)]
        other = record(run="x", **{"optimizer.learning_rate": 0.5})
        assert ours in same_but_for_the_seed([other, *ours])
        assert same_but_for_the_seed(ours) == [ours]

    def test_a_fork_and_a_run_changed_by_hand_stay_alone(self):
        fork, touched = record(run="b", seed=2), record(run="c", seed=3)
        fork.forked_from = ("a", 4)
        touched.apply(changed("c"))
        assert len(same_but_for_the_seed([record(run="a", seed=1), fork, touched])) == 3

    def test_imported_runs_stay_among_themselves(self):
        own, more = record(run="a", seed=1), record(run="b", seed=2)
        theirs = [record(run=run, seed=seed) for run, seed in (("c", 3), ("d", 4))]
        for one in theirs:
            one.is_imported = True
        assert same_but_for_the_seed([theirs[0], own, theirs[1], more]) == [theirs, [own, more]]


class TestCombined:
    def test_mean_and_extremes_of_those_that_have_the_epoch(self):
        x = np.array([1.0, 2.0, 3.0])
        band = combined(
            [numbered(x, np.array([1.0, 2.0, 6.0])), numbered(x[:2], np.array([3.0, np.nan]))]
        )
        assert band.mean.tolist() == [2, 2, 6]
        assert band.low.tolist() == [1, 2, 6]
        assert band.high.tolist() == [3, 2, 6]
        assert band.count.tolist() == [2, 1, 1]
        assert band.x.tolist() == [1, 2, 3]

    def test_moments_that_only_some_measured(self):
        both = np.array([0.0, 0.5, 1.0, 2.0])
        band = combined([(both, both, 2 * both), numbered(both[2:], both[2:])])
        assert band.epochs == pytest.approx(both)
        assert band.x == pytest.approx(both)
        assert band.mean == pytest.approx([0, 1, 1.5, 3])
        assert band.count.tolist() == [1, 1, 2, 2]

    def test_a_run_within_an_epoch_that_the_other_has_completed(self):
        old, new = np.array([1.0, 2.0]), np.array([0.0, 0.25])
        band = combined([(old, 3 * old, old), (new, 3 * new, new)])
        assert band.x == pytest.approx([0, 0.75, 3, 6])
        assert band.count.tolist() == [1, 1, 1, 1]

    def test_an_epoch_that_nobody_has(self):
        band = combined([numbered(np.array([1.0]), np.array([np.nan]))] * 2)
        assert np.isnan([band.mean, band.low, band.high]).all()
        assert band.count.tolist() == [0]

    def test_no_epochs_at_all(self):
        assert len(combined([numbered(np.array([]), np.array([]))]).x) == 0

    def test_time_never_turns_back_where_a_slow_run_ends(self):
        fast, slow = np.arange(1.0, 6.0), np.arange(1.0, 3.0) * 10
        band = combined([numbered(fast, fast), numbered(slow, slow)])
        assert band.x[:2].tolist() == [5.5, 11]
        assert (np.diff(band.x) > 0).all()


class TestThinned:
    @given(
        arrays.arrays(np.float64, st.integers(0, 400), elements=FINITE | st.just(np.nan)),
        st.integers(1, 60),
    )
    def test_every_peak_stays_and_nothing_is_made_up(self, y, columns):
        x = np.arange(len(y), dtype=np.float64)
        thin_x, thin_y = thinned(x, y, -1, len(y) + 1, columns)
        assert len(thin_x) == len(thin_y) <= max(2 * columns + 2, 0)
        assert bounds([thin_y]) == bounds([y])
        assert set(thin_y[np.isfinite(thin_y)]) <= set(y)
        assert (np.diff(thin_x) >= 0).all()
        if len(y):
            assert (thin_x[0], thin_x[-1]) == (x[0], x[-1])

    def test_a_column_keeps_its_lowest_and_highest_value_in_the_order_of_the_slope(self):
        x, y = np.arange(8.0), np.array([0, 9, -9, 1, 5, -7, 7, 4.0])
        thin_x, thin_y = thinned(x, y, -1, 9, 2)
        assert thin_y.tolist() == [0, -9, 9, 7, -7, 4]
        assert thin_x.tolist() == [0, 0, 3, 4, 7, 7]

    def test_what_is_out_of_sight_is_left_out_but_for_one_neighbour(self):
        x = np.arange(1000.0)
        thin_x, thin_y = thinned(x, x, 499.5, 503.5, 100)
        assert thin_x.tolist() == thin_y.tolist() == [499, 500, 501, 502, 503, 504]

    def test_few_points_stay_as_they_are(self):
        x = np.arange(20.0)
        assert thinned(x, x, 0, 20, 10)[0].tolist() == x.tolist()


class TestBounds:
    def test_only_finite_numbers_count(self):
        assert bounds([np.array([np.nan, 2.0]), np.array([-1.0, np.inf]), np.array([])]) == (-1, 2)

    def test_none_without_numbers(self):
        assert bounds([np.array([np.nan])]) is None


class TestCsv:
    def test_a_row_for_each_run_and_epoch_with_all_numbers(self):
        text = csv_of(
            [("A, the first", record(3, "a", seed=5)), ('the "other"', record(2, "b", seed=6))]
        )
        rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
        assert [(row["run"], row["name"], row["seed"], row["epoch"]) for row in rows] == [
            ("a", "A, the first", "5", "1"),
            ("a", "A, the first", "5", "2"),
            ("a", "A, the first", "5", "3"),
            ("b", 'the "other"', "6", "1"),
            ("b", 'the "other"', "6", "2"),
        ]
        for row in rows:
            epoch = completed(int(row["epoch"]))
            assert float(row["cost"]) == epoch.cost  # to the last digit
            assert float(row["elapsed_s"]) == epoch.elapsed_s
            assert row["weight"] == ""

    def test_lines_end_as_the_standard_says(self):
        lines = csv_of([("A", record(1))]).split("\r\n")
        assert lines[0] == ",".join(HEADER)
        assert len(lines) == 3
        assert lines[-1] == ""
        assert "\n" not in "".join(lines)
