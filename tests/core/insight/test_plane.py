"""The maps of the plane, against a forward pass point by point, and lines known by geometry."""

import numpy as np
import pytest
from scipy import special

from core.config.choices import Activation
from core.insight import plane
from core.insight.plane import LIVE_SIDE, MIN_SIDE, RESTING_SIDE, UNIT_SIDE, grid, side_for, survey
from core.insight.plane_map import MAX_UNITS, boundary, zero_lines
from core.network import models
from tests.core.running import config_of

REACH = 1.5
FUNCTIONS = {
    Activation.SIGMOID: special.expit,
    Activation.TANH: np.tanh,
    Activation.RELU: lambda z: np.maximum(z, 0),
    Activation.LEAKY_RELU: lambda z: np.where(z > 0, z, 0.01 * z),
    Activation.GELU: lambda z: z * special.ndtr(z),
    Activation.IDENTITY: lambda z: z,
}


def config_with(*units, activation="tanh", dataset="points-moons", **changes):
    hidden = [{"units": count, "activation": activation, "dropout": 0.3} for count in units]
    return config_of("mlp", {"data.dataset": dataset, "model.hidden": hidden, **POINTS, **changes})


POINTS = {"data.train_size": 100, "data.test_size": 100, "data.batch_size": 10}


def weights_of(config, scale=1.0):
    network = models.build(config.model, models.weight_generator(config.seed))
    return {name: scale * array for name, array in models.copy_of_weights(network).items()}


def layers_at(config, weights, x, y):
    """The outputs of all layers at one point, by a few lines without PyTorch."""
    values, outputs = np.array([x, y], float), []
    for number, layer in enumerate(config.model.hidden, 1):
        total = weights[f"linear_{number}.weight"].astype(float) @ values
        values = FUNCTIONS[layer.activation](total + weights[f"linear_{number}.bias"])
        outputs.append(values)
    last = f"linear_{len(config.model.hidden) + 1}"
    outputs.append(weights[f"{last}.weight"].astype(float) @ values + weights[f"{last}.bias"])
    return outputs


def centres(side):
    """The coordinates of the middle of each cell: of columns, and of rows from the top."""
    steps = [(2 * index + 1) / side * REACH - REACH for index in range(side)]
    return steps, steps[::-1]


@pytest.mark.parametrize("activation", Activation)
@pytest.mark.parametrize("dataset", ["points-moons", "points-arms"])
def test_every_cell_has_what_a_forward_pass_gives_there(activation, dataset):
    config = config_with(7, 5, activation=activation, dataset=dataset)
    weights = weights_of(config, 3)
    found = survey(config, weights, REACH, is_live=True)
    side = len(found.probabilities)
    assert found.probabilities.shape == (side, side, len(config.classes))

    across, down = centres(side)
    for row in range(0, side, 7):
        for column in range(0, side, 5):
            *_, logits = layers_at(config, weights, across[column], down[row])
            expected = special.softmax(logits)
            assert found.probabilities[row, column] == pytest.approx(expected, abs=1e-5)


@pytest.mark.parametrize("activation", Activation)
def test_each_neuron_has_a_map_of_its_activation_without_dropout(activation):
    config = config_with(6, 20, activation=activation)
    weights = weights_of(config, 2)
    found = survey(config, weights, REACH, is_live=False)
    assert [layer.maps.shape for layer in found.hidden] == [
        (6, UNIT_SIDE, UNIT_SIDE),
        (MAX_UNITS, UNIT_SIDE, UNIT_SIDE),
    ]
    assert found.hidden[0].shown == (0, 1, 2, 3, 4, 5)
    assert found.hidden[1].shown[0] == 0
    assert found.hidden[1].shown[-1] == 19

    across, down = centres(UNIT_SIDE)
    for row in range(0, UNIT_SIDE, 4):
        for column in range(0, UNIT_SIDE, 3):
            outputs = layers_at(config, weights, across[column], down[row])
            for layer, values in zip(found.hidden, outputs, strict=False):
                expected = values[list(layer.shown)]
                assert layer.maps[:, row, column] == pytest.approx(expected, abs=1e-5)


def test_edges_are_the_largest_weights_between_what_is_shown():
    config = config_with(6, 20)
    weights = weights_of(config)
    found = survey(config, weights, REACH, is_live=True)
    for number, edges in enumerate([*(layer.edges for layer in found.hidden), found.outputs], 1):
        matrix = weights[f"linear_{number}.weight"]
        assert all(edge.contribution == matrix[edge.target, edge.source] for edge in edges)
        sizes = [abs(edge.contribution) for edge in edges]
        assert sizes == sorted(sizes)
    assert {edge.source for edge in found.hidden[0].edges} == {0, 1}
    assert len(found.hidden[0].edges) == 12
    assert {edge.target for edge in found.hidden[1].edges} <= set(found.hidden[1].shown)
    assert {edge.target for edge in found.outputs} == {0, 1}


@pytest.mark.parametrize("dataset", ["points-moons", "points-arms"])
@pytest.mark.parametrize("is_live", [True, False])
def test_on_the_boundary_two_classes_are_equally_probable(dataset, is_live):
    config = config_with(8, dataset=dataset)
    weights = weights_of(config, 4)
    found = survey(config, weights, REACH, is_live=is_live)
    assert len(found.boundary) > 10
    cell = 2 * REACH / len(found.probabilities)
    assert np.abs(found.boundary).max() <= REACH + cell
    for x, y in found.boundary[::3, :2]:
        first, second = np.sort(special.softmax(layers_at(config, weights, x, y)[-1]))[::-1][:2]
        assert first - second < 0.1


def test_a_network_without_a_hidden_layer_has_a_straight_boundary_from_edge_to_edge():
    config = config_with()
    weights = {
        "linear_1.weight": np.array([[1.0, 2.0], [0.0, 0.0]], np.float32),
        "linear_1.bias": np.array([0.5, 0.0], np.float32),
    }
    found = survey(config, weights, REACH, is_live=True)
    x, y = found.boundary.reshape(-1, 2).T
    assert x + 2 * y == pytest.approx(np.full(len(x), -0.5), abs=1e-5)
    assert x.min() <= -REACH
    assert x.max() >= REACH
    assert found.hidden == ()


def test_of_a_network_that_has_diverged_there_is_no_answer_and_no_boundary():
    config = config_with(4)
    weights = weights_of(config)
    weights["linear_2.weight"][:] = np.nan
    found = survey(config, weights, REACH, is_live=True)
    assert np.isnan(found.probabilities).all()
    assert len(found.boundary) == 0


def test_a_network_may_be_computed_in_parts(monkeypatch):
    config = config_with(9)
    weights = weights_of(config)
    whole = survey(config, weights, REACH, is_live=True)
    monkeypatch.setattr(plane, "MAX_VALUES", 100)
    parts = survey(config, weights, REACH, is_live=True)
    assert parts.probabilities == pytest.approx(whole.probabilities, abs=1e-6)


def test_larger_networks_have_coarser_maps():
    assert side_for(100, is_live=True) == LIVE_SIDE
    assert side_for(100, is_live=False) == RESTING_SIDE
    assert MIN_SIDE < side_for(100_000, is_live=True) < side_for(100_000, is_live=False)
    assert side_for(10**9, is_live=True) == side_for(10**9, is_live=False) == MIN_SIDE


def test_a_grid_goes_row_by_row_from_the_upper_left():
    points = grid(1.0, 2)
    assert points.tolist() == [[-0.5, 0.5], [0.5, 0.5], [-0.5, -0.5], [0.5, -0.5]]


def test_the_zeros_of_a_circle_lie_on_it():
    y, x = np.mgrid[-1:1:41j, -1:1:41j]
    lines = zero_lines(x**2 + y**2 - 0.64) / 20 - 1
    ends = lines.reshape(-1, 2)
    assert np.hypot(ends[:, 0], ends[:, 1]) == pytest.approx(np.full(len(ends), 0.8), abs=0.003)
    # each end is the end of two lines: the circle is closed
    _, counts = np.unique(ends.round(9), axis=0, return_counts=True)
    assert (counts == 2).all()


@pytest.mark.parametrize("low", [-3.0, -0.5])
def test_where_signs_alternate_the_mean_decides_what_belongs_together(low):
    # high at the upper left and the lower right corner
    lines = zero_lines(np.array([[1.0, low], [low, 1.0]]))
    assert len(lines) == 2
    middles = (lines[:, :2] + lines[:, 2:]) / 2
    is_high_joined = low > -1
    near = [(1, 0), (0, 1)] if is_high_joined else [(0, 0), (1, 1)]
    for column, row in near:
        distances = np.hypot(*(middles - [column, row]).T)
        assert distances.min() < 0.5


def test_cells_with_a_corner_that_is_no_number_have_no_lines():
    values = np.tile([-1.0, 1.0, 1.0], (4, 1))
    assert len(zero_lines(values)) == 3
    values[0, 0] = np.nan
    values[3, 1] = np.inf
    assert len(zero_lines(values)) == 1


def test_the_boundaries_of_three_classes_meet():
    y, x = np.mgrid[1:-1:61j, -1:1:61j]
    turns = 2 * np.pi * np.arange(3) / 3
    values = np.stack([x * np.cos(turn) + y * np.sin(turn) for turn in turns], axis=2)
    lines = boundary(values, 1.0)
    for x1, y1 in lines[:, :2]:
        second, first = np.sort([x1 * np.cos(t) + y1 * np.sin(t) for t in turns])[1:]
        assert first - second < 0.04
    assert np.hypot(lines[:, 0], lines[:, 1]).min() < 0.05
