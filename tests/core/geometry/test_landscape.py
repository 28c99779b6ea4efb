import tracemalloc
from functools import partial

import numpy as np
import pytest
import torch
from torch.nn.functional import cross_entropy

from core.cancellation import CancelledError, cancelled_by
from core.data import datasets
from core.evaluation.accuracy import cost_and_accuracy
from core.geometry.landscape import (
    MAX_EXAMPLES,
    MIN_EXAMPLES,
    CostPlane,
    cost_of,
    examples_for,
    examples_of,
    survey,
)
from core.geometry.surveyed import PathCosts, Surveyed
from core.geometry.weight_plane import (
    MARGIN,
    POINTS,
    LandscapeError,
    WeightPath,
    flat,
    share_a_space,
    unflat,
    weight_plane,
)
from core.network import models
from core.run.moment import Moment
from tests.core.running import config_of, small

COUNT = 60


def drawn(config, seed):
    network = models.build(config.model, torch.Generator().manual_seed(seed))
    return models.copy_of_weights(network)


def walk(config, seed=0, start=0, steps=4):
    """A path of weights that winds from a start, each step towards other weights."""
    weights = [drawn(config, start)]
    for step in range(steps):
        goal = drawn(config, 100 * seed + step + 50)
        weights.append({name: value + 0.3 * goal[name] for name, value in weights[-1].items()})
    return WeightPath(config, [Moment(epoch) for epoch in range(steps + 1)], weights)


def trained(config):
    """A path that gradient descent takes, with running means and variances where there are any."""
    data = datasets.load(config.data)
    network = models.build(config.model, torch.Generator().manual_seed(1)).train()
    optimizer = torch.optim.SGD(network.parameters(), 0.1)
    weights = [models.copy_of_weights(network)]
    for _ in range(4):
        for part in range(4):
            rows = slice(50 * part, 50 * part + 50)
            optimizer.zero_grad()
            cross_entropy(network(data.train_x[rows]), data.train_y[rows]).backward()
            optimizer.step()
        weights.append(models.copy_of_weights(network))
    return WeightPath(config, [Moment(epoch) for epoch in range(5)], weights)


def by_evaluation(config, weights, count=COUNT):
    """The cost of a network over the same examples, as a run's own evaluation computes it."""
    x, y = examples_of(config, count)
    cost, _ = cost_and_accuracy(models.network_of(config, weights), x, y, cross_entropy)
    return cost


CONFIGS = {
    "mlp": small("mlp"),
    "dropout": small(
        "mlp", {"model.hidden": [{"units": 20, "activation": "relu", "dropout": 0.5}]}
    ),
    "logistic": small("logistic"),
    "no-bias": small("sigmoid", {"model.bias": False}),
    "batch-norm": small("mlp", {"model.norm": "batch"}),
    "layer-norm": small("mlp", {"model.norm": "layer"}),
    "cnn": small("cnn"),
    "shuffled": small("mlp", {"data.shuffle_pixels": True, "data.pixels": "standardized"}),
}


class TestFlat:
    @pytest.mark.parametrize("name", CONFIGS)
    def test_all_weights_come_back(self, name):
        weights = drawn(CONFIGS[name], 1)
        back = unflat(flat(weights), CONFIGS[name])
        assert back.keys() == weights.keys()
        assert all(np.array_equal(back[key], weights[key]) for key in weights)


class TestPlane:
    def test_one_runs_start_and_end_lie_in_it_and_the_rest_as_near_as_can_be(self):
        path = walk(CONFIGS["logistic"], steps=5)
        plane = weight_plane([path])
        assert plane.distances[0][[0, -1]] == pytest.approx(0, abs=1e-3)
        assert plane.paths[0][0] == pytest.approx([0, 0], abs=1e-6)
        end = np.linalg.norm(flat(path.weights[-1]) - flat(path.weights[0]))
        assert plane.paths[0][-1] == pytest.approx([end, 0], rel=1e-4, abs=1e-3)

        # across the line from start to end: the first singular vector of what is left
        points = np.stack([flat(weights) for weights in path.weights]).astype(np.float64)
        points -= points[0]
        along = points[-1] / np.linalg.norm(points[-1])
        left = points - np.outer(points @ along, along)
        _, _, directions = np.linalg.svd(left, full_matrices=False)
        assert abs(plane.directions[1] @ directions[0]) == pytest.approx(1, abs=1e-4)

    def test_two_runs_from_the_same_start_have_start_and_both_ends_in_it(self):
        paths = [walk(CONFIGS["logistic"], seed) for seed in (1, 2)]
        plane = weight_plane(paths)
        for distances in plane.distances:
            assert distances[[0, -1]] == pytest.approx(0, abs=1e-3)
            assert (distances[1:-1] > 0.1).all()
        assert plane.paths[0][0] == pytest.approx(plane.paths[1][0])

    def test_of_two_runs_that_are_the_same_it_is_that_of_one(self):
        path = walk(CONFIGS["logistic"], 1)
        alone, both = weight_plane([path]), weight_plane([path, path])
        for positions in both.paths:
            np.testing.assert_allclose(positions, alone.paths[0], atol=1e-3)

    def test_of_three_runs_it_is_the_plane_of_most_spread_around_their_start(self):
        paths = [walk(CONFIGS["logistic"], seed) for seed in (1, 2, 3)]
        plane = weight_plane(paths)
        points = np.concatenate([path.points for path in paths]).astype(np.float64)
        _, _, directions = np.linalg.svd(points - points[0], full_matrices=False)
        mixed = plane.directions @ directions[:2].T
        assert np.abs(mixed).round(3).tolist() == [[1, 0], [0, 1]]

    def test_runs_from_different_starts_have_both_ends_in_it(self):
        paths = [walk(CONFIGS["logistic"], seed, start=seed) for seed in (1, 2)]
        plane = weight_plane(paths)
        assert [distances[-1] for distances in plane.distances] == pytest.approx([0, 0], abs=1e-3)

    @pytest.mark.parametrize("seeds", [(1,), (1, 2), (1, 2, 3)])
    def test_positions_and_distances_are_those_of_the_perpendicular(self, seeds):
        paths = [walk(CONFIGS["mlp"], seed) for seed in seeds]
        plane = weight_plane(paths)
        axes = plane.directions.astype(np.float64)
        np.testing.assert_allclose(axes @ axes.T, np.eye(2), atol=1e-5)
        for path, positions, distances in zip(paths, plane.paths, plane.distances, strict=True):
            feet = plane.origin + positions @ axes
            lengths = np.linalg.norm(path.points - feet, axis=1)
            np.testing.assert_allclose(distances, lengths, atol=2e-3)

    def test_the_share_is_the_length_in_the_plane_over_the_whole_length(self):
        path = walk(CONFIGS["logistic"])
        plane = weight_plane([path])
        whole = sum(
            np.linalg.norm(b - a) for a, b in zip(path.points, path.points[1:], strict=False)
        )
        seen = sum(
            np.linalg.norm(b - a) for a, b in zip(plane.paths[0], plane.paths[0][1:], strict=False)
        )
        assert plane.shares[0] == pytest.approx(seen / whole, rel=1e-5)
        assert 0.3 < plane.shares[0] < 0.95
        assert weight_plane([walk(CONFIGS["logistic"], steps=2)]).shares[0] == pytest.approx(1)

    def test_the_grid_is_a_square_around_all_paths(self):
        plane = weight_plane([walk(CONFIGS["logistic"], seed) for seed in (1, 2)])
        columns, rows = plane.grid
        points = np.concatenate(plane.paths)
        extent = np.ptp(points, axis=0).max()
        assert len(columns) == len(rows) == POINTS
        assert np.ptp(columns) == pytest.approx(extent * (1 + 2 * MARGIN))
        assert np.ptp(rows) == pytest.approx(np.ptp(columns))
        for axis, values in enumerate((columns, rows)):
            middle = (points[:, axis].min() + points[:, axis].max()) / 2
            assert (values[0] + values[-1]) / 2 == pytest.approx(middle)

    def test_a_path_without_extent_is_refused(self):
        config = CONFIGS["logistic"]
        start = drawn(config, 0)
        double = {name: 2 * value for name, value in start.items()}
        triple = {name: 3 * value for name, value in start.items()}
        for weights in ([start], [start, start], [start, double], [start, double, triple]):
            moments = [Moment(epoch) for epoch in range(len(weights))]
            with pytest.raises(LandscapeError, match="Too few moments"):
                weight_plane([WeightPath(config, moments, weights)])

    def test_a_run_that_has_diverged_is_refused(self):
        path = walk(CONFIGS["logistic"])
        path.weights[2]["linear_1.bias"][0] = np.nan
        with pytest.raises(LandscapeError, match="diverged"):
            weight_plane([path])


class TestSpaces:
    def test_dropout_seed_optimizer_and_epochs_do_not_matter(self):
        one = CONFIGS["dropout"]
        other = small(
            "mlp",
            {
                "model.hidden": [{"units": 20, "activation": "relu"}],
                "seed": 9,
                "epochs": 5,
                "optimizer.learning_rate": 0.5,
            },
        )
        assert share_a_space(one, other)
        assert len(weight_plane([walk(one, 1), walk(other, 2)]).paths) == 2

    @pytest.mark.parametrize(
        "changes",
        [
            {"model.hidden": [{"units": 20, "activation": "tanh"}]},
            {"model.hidden": [{"units": 21, "activation": "relu"}]},
            {"data.pixels": "standardized"},
            {"model.bias": False},
            {"model.norm": "layer"},
        ],
        ids=str,
    )
    def test_what_changes_the_cost_of_the_same_weights_does(self, changes):
        hidden = {"model.hidden": [{"units": 20, "activation": "relu"}]}
        assert not share_a_space(CONFIGS["dropout"], small("mlp", hidden | changes))


class TestCosts:
    @pytest.mark.parametrize("name", CONFIGS)
    def test_start_and_end_cost_what_the_runs_own_evaluation_says(self, name):
        path = trained(CONFIGS[name])
        plane = weight_plane([path])
        surface = CostPlane(plane, COUNT)
        for index in (0, -1):
            expected = by_evaluation(path.config, path.weights[index])
            assert surface.cost(*plane.paths[0][index]) == pytest.approx(expected, rel=1e-3)
            x, y = examples_of(path.config, COUNT)
            assert cost_of(path.config, path.weights[index], x, y) == pytest.approx(
                expected, rel=1e-5
            )
        assert by_evaluation(path.config, path.weights[-1]) < by_evaluation(
            path.config, path.weights[0]
        )

    @pytest.mark.parametrize("name", CONFIGS)
    def test_anywhere_it_is_the_cost_of_the_weights_there(self, name):
        plane = weight_plane([trained(CONFIGS[name])])
        surface = CostPlane(plane, COUNT)
        columns, rows = plane.grid
        for u, v in ((columns[0], rows[-1]), (columns[20], rows[7]), (columns[-1], rows[0])):
            there = unflat(
                (plane.origin + np.array([u, v], np.float32) @ plane.directions), plane.config
            )
            there = {
                key: np.maximum(value, 0) if key.endswith("running_var") else value
                for key, value in there.items()
            }
            expected = by_evaluation(plane.config, there)
            assert surface.cost(u, v) == pytest.approx(expected, rel=2e-3, abs=1e-5)

    def test_where_numbers_overflow_it_is_infinite(self):
        surface = CostPlane(weight_plane([walk(CONFIGS["mlp"])]), COUNT)
        assert surface.cost(1e30, 1e30) == float("inf")

    def test_the_examples_are_training_images_as_they_are_learned_spread_evenly(self):
        config = small("mlp", {"data.label_noise": 0.5})
        x, y = examples_of(config, 200)
        data = datasets.with_label_noise(datasets.load(config.data), config)
        numbers = [int((data.train_x == row).all(dim=1).nonzero()[0, 0]) for row in x]
        steps = np.diff(numbers)
        assert set(steps.tolist()) <= {2, 3, 4}
        assert torch.equal(y, data.train_y[numbers])

    @pytest.mark.parametrize("name", ["relu-dropout", "sigmoid", "cnn", "logistic", "mlp"])
    def test_larger_networks_get_fewer_examples(self, name):
        assert MIN_EXAMPLES <= examples_for(config_of(name), 1681) <= MAX_EXAMPLES
        assert examples_for(config_of("sigmoid"), 1681) > examples_for(config_of("cnn"), 1681)
        assert examples_for(small("mlp", {"data.train_size": 70}), 1681) == 70


class TestSurvey:
    def test_it_goes_along_the_paths_and_then_row_by_row(self):
        path = trained(CONFIGS["logistic"])
        plane = weight_plane([path])
        along, *rows = survey(plane, [path])
        assert isinstance(along, PathCosts)
        assert along.examples == MAX_EXAMPLES
        expected = [by_evaluation(path.config, weights, 500) for weights in path.weights]
        np.testing.assert_allclose(along.kept[0], expected, rtol=1e-4)
        np.testing.assert_allclose(
            along.projected[0][[0, -1]], np.array(expected)[[0, -1]], rtol=1e-3
        )

        assert [row.row for row in rows] == list(range(POINTS))
        surface = CostPlane(plane, 500)
        columns, heights = plane.grid
        for row, column in ((0, 0), (3, 30), (40, 40)):
            assert isinstance(rows[row], Surveyed)
            expected = surface.cost(columns[column], heights[row])
            assert rows[row].costs[column] == pytest.approx(expected)


class TestMeans:
    WIDE = small("mlp", {"model.hidden": [{"units": 1000, "activation": "relu", "dropout": 0}] * 2})

    def test_a_plane_takes_few_times_the_memory_of_the_weights(self):
        path = walk(self.WIDE, steps=7)
        size = path.points.nbytes
        tracemalloc.start()
        weight_plane([path])
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert peak < 3.5 * size

    def test_it_can_be_cancelled_at_every_block(self):
        path, asked = walk(self.WIDE, steps=3), []

        def is_cancelled(stop):
            asked.append(stop)
            return len(asked) == stop

        with cancelled_by(partial(is_cancelled, 0)):
            weight_plane([path])
        blocks = len(asked)
        assert blocks > 100
        for stop in (1, blocks // 2, blocks):
            asked.clear()
            with cancelled_by(partial(is_cancelled, stop)), pytest.raises(CancelledError):
                weight_plane([path])
