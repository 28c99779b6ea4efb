"""The closed forms of the linear regression, against NumPy's own fit and the loop's numbers."""

import numpy as np
import pytest

from core.insight import line
from core.insight import line_points as line_data
from core.run.events import WeightsPublished
from core.run.record import RunRecord
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


def test_the_path_has_each_epoch_and_what_was_published_within_the_first(points):
    config = config_of("linear", {"epochs": 3})
    events = run_to_the_end(config)
    record = record_of(events, config)
    published = [
        (
            event.moment.epochs + bool(event.moment.batch),
            float(next(iter(event.weights.values())).item()),
        )
        for event in events
        if isinstance(event, WeightsPublished)
    ]
    way = line.path(record, published)
    weights = [epoch.weight for epoch in record.epochs]
    assert way[0] == published[0][1]  # after the first batch
    # what is published at an epoch's end is its weight, and appears once
    assert list(way[1:]) == weights
    assert list(line.path(record, [])) == weights
    assert list(line.path(record, [], start=-1.5)) == [-1.5, *weights]
    assert list(line.path(RunRecord("new", config), [(1, 0.5), (1, 0.5), (1, 0.7)])) == [0.5, 0.7]
    assert len(line.path(RunRecord("new", config), [])) == 0


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
