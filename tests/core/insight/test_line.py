"""The closed forms of the linear regression, against NumPy's own fit and the loop's numbers."""

from dataclasses import replace

import numpy as np
import pytest

from core.data import datasets
from core.insight import line
from core.insight import line_points as line_data
from core.run.control import Control
from core.run.events import BatchProgress
from core.run.moment import Moment
from core.run.record import RunRecord
from core.training.loop import train
from tests.core.running import completed, config_of, epochs_of, run_to_the_end


@pytest.fixture(scope="module")
def points():
    points, slope = line_data.points()
    assert (len(points.x), slope) == (101, 2.0)
    return points


PLAIN = {"optimizer.momentum": 0.0, "data.batch_size": 101}


def record_of(events, config):
    record = RunRecord("run", config)
    for event in events:
        record.apply(event)
    return record


@pytest.mark.parametrize("count", [101, 40, 3])
def test_best_slope_and_curvature_are_those_of_a_fitted_polynomial(points, count):
    part = points.first(count)
    parabola = line.parabola(part)
    slope, *_ = np.linalg.lstsq(part.x[:, None], part.y, rcond=None)
    slopes = np.linspace(-5, 5, 41)
    costs = [np.mean((part.y - w * part.x) ** 2) for w in slopes]
    steepness, linear, _ = np.polyfit(slopes, costs, 2)
    assert len(part.x) == count
    assert parabola.best == pytest.approx(slope[0], rel=1e-12)
    assert parabola.best == pytest.approx(-linear / (2 * steepness), rel=1e-9)
    assert parabola.steepness == pytest.approx(steepness, rel=1e-9)
    assert parabola.cost(slopes) == pytest.approx(costs, rel=1e-9)


def test_the_cost_is_that_of_the_training_loop(points):
    """One batch holds all points, so an epoch's cost is that at the slope before its only step."""
    config = config_of("linear", {"data.batch_size": 101, "epochs": 6, "optimizer.momentum": 0.0})
    epochs = epochs_of(completed(run_to_the_end(config)))
    parabola = line.parabola(points)
    before = [epoch.weight for epoch in epochs[:-1]]
    assert parabola.cost(np.array(before)) == pytest.approx(
        [epoch.cost for epoch in epochs[1:]], rel=1e-5
    )


@pytest.mark.parametrize(("share", "diverges"), [(0.45, False), (0.95, False), (1.05, True)])
def test_beyond_the_largest_rate_the_way_leads_up(points, share, diverges):
    parabola = line.parabola(points)
    rate = share * parabola.largest_rate
    config = config_of(
        "linear",
        {
            "data.batch_size": 101,
            "epochs": 12,
            "optimizer.momentum": 0.0,
            "optimizer.learning_rate": rate,
        },
    )
    slopes = np.array([epoch.weight for epoch in epochs_of(run_to_the_end(config))])
    costs = parabola.cost(slopes)
    sides = np.sign(slopes - parabola.best)
    assert (costs[-1] > costs[0]) == diverges
    assert (set(sides[1:] * sides[:-1]) == {-1.0}) == (share > 0.5)  # overshoots at each step


@pytest.mark.parametrize("seed", [42, 7])
def test_a_run_begins_at_its_first_slope(points, seed):
    """One plain step from there leads to the first epoch's weight."""
    config = config_of(
        "linear", PLAIN | {"epochs": 1, "seed": seed, "optimizer.learning_rate": 0.5}
    )
    start = line_data.first_slope(config)
    parabola = line.parabola(points)
    gradient = 2 * parabola.steepness * (start - parabola.best)
    (epoch,) = epochs_of(completed(run_to_the_end(config)))
    assert epoch.weight == pytest.approx(start - 0.5 * gradient, rel=1e-5)


def test_no_cost_is_undefined_far_out(points):
    assert np.array_equal(line.parabola(points).cost(np.array([1e200, -1e200])), [np.inf, np.inf])


def test_points_without_extent_have_a_flat_cost():
    flat = line.parabola(line.Points(np.zeros(3), np.ones(3)))
    assert (flat.best, flat.steepness, flat.least, flat.largest_rate) == (0.0, 0.0, 1.0, np.inf)


def without_steps(record):
    """The record as an earlier version kept it."""
    record.epochs = [replace(epoch, steps=None) for epoch in record.epochs]
    return record


class TestPath:
    def test_it_has_every_gradient_step_with_its_batch(self):
        config = config_of("linear", {"epochs": 3})
        record = record_of(run_to_the_end(config), config)
        path = line.path(record)
        assert len(path) == 30
        assert path.slopes[0] == line_data.first_slope(config)
        assert list(path.slopes[10::10]) == [epoch.weight for epoch in record.epochs]
        assert list(path.gradients) == [g for e in record.epochs for g in e.steps.gradients]
        assert list(path.costs) == [cost for e in record.epochs for cost in e.steps.costs]
        assert path.moments[:3] == [Moment(0, 1), Moment(0, 2), Moment(0, 3)]
        assert path.moments[9:11] == [Moment(1), Moment(1, 1)]

    def test_each_gradient_is_the_slope_of_the_cost_of_its_own_batch(self, points):
        """Autograd's numbers, against the parabola through the points of the batch alone."""
        config = config_of("linear", {"epochs": 2})
        path = line.path(record_of(run_to_the_end(config), config))
        for epoch in (1, 2):
            for batch, indices in enumerate(line_data.epoch_batches(config, epoch)):
                step = (epoch - 1) * 10 + batch
                own = line.parabola(points.at(indices))
                slope = path.slopes[step]
                assert path.gradients[step] == pytest.approx(
                    own.gradient(slope), rel=1e-4, abs=1e-5
                )
                assert path.costs[step] == pytest.approx(float(own.cost(slope)), rel=1e-4)

    def test_batches_in_the_order_of_the_file(self):
        config = config_of("linear", {"data.order": "file", "data.batch_size": 40})
        assert np.array_equal(line_data.epoch_batches(config, 7), np.arange(80).reshape(2, 40))

    def test_it_ends_at_a_moment(self):
        config = config_of("linear", {"epochs": 3})
        record = record_of(run_to_the_end(config), config)
        assert len(line.path(record, until=Moment(2))) == 20
        assert len(line.path(record, until=Moment(1, 3))) == 13
        untrained = line.path(record, until=Moment(0))
        assert (len(untrained), len(untrained.slopes)) == (0, 1)

    def test_it_has_the_steps_of_the_epoch_in_progress_and_of_one_that_was_stopped(self):
        config = config_of("linear", {"epochs": 3})
        control = Control("run", 1)
        control.reports_each_batch.set()
        record, lengths = RunRecord("run", config), []
        for event in train(config, datasets.load(config.data), control):
            record.apply(event)
            if isinstance(event, BatchProgress):
                lengths.append(len(line.path(record)))
                if len(lengths) == 14:
                    control.stop.set()
        assert lengths == [*range(1, 15)]
        assert record.end.reason == "stopped"
        assert len(line.path(record)) == 14

    def test_of_a_run_of_an_earlier_version_it_has_the_epochs(self):
        config = config_of("linear", {"epochs": 3})
        record = without_steps(record_of(run_to_the_end(config), config))
        weights = [epoch.weight for epoch in record.epochs]
        path = line.path(record)
        assert (list(path.slopes), path.moments) == (weights, [Moment(2), Moment(3)])
        path = line.path(record, start=-1.5)
        assert list(path.slopes) == [-1.5, *weights]
        assert path.moments == [Moment(1), Moment(2), Moment(3)]
        assert np.isnan(path.gradients).all()
        assert len(line.path(RunRecord("new", config)).slopes) == 0


def test_a_long_path_keeps_its_two_ends():
    way = np.arange(5000.0)
    drawn = line.drawable(way)
    assert len(drawn) == line.MAX_POINTS
    assert (drawn[0], drawn[-1]) == (0.0, 4999.0)
    assert line.drawable(drawn) is drawn


@pytest.mark.parametrize(
    ("ways", "expected"),
    [
        ([], line.MIN_REACH),
        ([np.array([2.1])], line.MIN_REACH),
        ([np.array([1.0, 6.0])], 4 * line.ROOM),
        ([np.array([1.0]), np.array([-1e30])], line.MAX_REACH),
    ],
)
def test_the_picture_reaches_as_far_as_is_sensible(ways, expected):
    assert line.reach(2.0, ways) == pytest.approx(expected)
