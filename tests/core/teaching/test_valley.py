"""The oracles are the optimizers' formulas in NumPy, and finite differences."""

import numpy as np
import pytest
import torch

from core.data import datasets
from core.data.datasets import noisy_line
from core.teaching.demonstrations import network_slice, valley, valley_choices
from core.teaching.demonstrations.valley import GRID, REACH, cost_at, cost_map, paths
from core.teaching.demonstrations.valley_choices import MOMENTUM, STEPS, Descent, Surface

START, RATE = (2.0, 1.0), 0.05


def cost(surface, u, v):
    """The costs, written down once more."""
    if surface is Surface.LINE:
        data = noisy_line()
        x, y = data.train_x.numpy().astype(float), data.train_y.numpy().astype(float)
        return np.mean((u * x + v - y) ** 2)
    if surface is Surface.NETWORK:
        return network_cost(u, v)
    return {
        Surface.ROUND: (u * u + v * v) / 2,
        Surface.RAVINE: (u * u + valley.STEEPNESS * v * v) / 8,
        Surface.SADDLE: u * u / 2 - v * v / 2 + v**4 / 16,
    }[surface]


def network_cost(u, v):
    """The whole network in NumPy, with two of its weights replaced."""
    network = network_slice.trained().network
    data = datasets.load(network_slice.CONFIG.data)
    size = network_slice.BATCH
    x, y = data.train_x[:size].numpy().astype(float), data.train_y[:size].numpy()
    for name, module in network.named_children():
        if name.startswith("linear"):
            weight = module.weight.numpy().copy()
            if name == network_slice.LAYER:
                weight[0, 0], weight[0, 1] = u, v
            x = x @ weight.T + module.bias.numpy()
        else:
            x = np.tanh(x)
    x = x - x.max(axis=1, keepdims=True)
    return np.mean(np.log(np.exp(x).sum(axis=1)) - x[np.arange(size), y])


def gradient(surface, w, h=1e-6):
    """By finite differences."""
    return np.array(
        [
            (cost(surface, w[0] + h, w[1]) - cost(surface, w[0] - h, w[1])) / (2 * h),
            (cost(surface, w[0], w[1] + h) - cost(surface, w[0], w[1] - h)) / (2 * h),
        ]
    )


def by_hand(descent, surface):
    """The weights after each step."""
    w, first, second = np.array(START), np.zeros(2), np.zeros(2)
    visited = [w]
    for step in range(1, STEPS + 1):
        g = gradient(surface, w)
        match descent:
            case Descent.SGD:
                w = w - RATE * g
            case Descent.MOMENTUM:
                first = MOMENTUM * first + g
                w = w - RATE * first
            case Descent.NESTEROV:
                first = MOMENTUM * first + g
                w = w - RATE * (g + MOMENTUM * first)
            case Descent.RMSPROP:
                second = 0.99 * second + 0.01 * g**2
                w = w - RATE * g / (np.sqrt(second) + 1e-8)
            case Descent.ADAGRAD:
                second = second + g**2
                w = w - RATE * g / (np.sqrt(second) + 1e-10)
            case Descent.ADAM:
                first, second = 0.9 * first + 0.1 * g, 0.999 * second + 0.001 * g**2
                mean, square = first / (1 - 0.9**step), second / (1 - 0.999**step)
                w = w - RATE * mean / (np.sqrt(square) + 1e-8)
        visited.append(w)
    return np.array(visited)


@pytest.mark.parametrize("surface", Surface)
@pytest.mark.parametrize("descent", Descent)
def test_each_step_is_that_of_the_formula(descent, surface):
    (path,) = paths(surface, START, RATE, [descent])
    assert path.weights == pytest.approx(by_hand(descent, surface), abs=1e-3)
    assert path.costs == pytest.approx([cost(surface, *w) for w in path.weights])
    assert len(path.costs) == STEPS + 1


def test_momentum_remembers_the_gradients_before():
    (path,) = paths(Surface.ROUND, START, RATE, [Descent.MOMENTUM])
    assert np.diff(path.weights, axis=0) == pytest.approx(-RATE * path.memories[1:])
    (path,) = paths(Surface.ROUND, START, RATE, [Descent.SGD])
    assert path.memories is None


def test_too_large_a_rate_ends_the_path_before_the_numbers_do():
    (path,) = paths(Surface.RAVINE, START, 1.0, [Descent.SGD])
    assert len(path.weights) == len(path.costs) < STEPS
    assert np.isfinite(path.costs).all()


@pytest.mark.parametrize("surface", Surface)
def test_the_map_is_the_cost_at_each_point(surface):
    found = cost_map(surface)
    u, v = valley.centre(surface)
    assert found.shape == (GRID, GRID)
    assert found[0, 0] == pytest.approx(cost(surface, u - REACH, v + REACH))
    assert found[-1, 0] == pytest.approx(cost(surface, u - REACH, v - REACH))
    assert found[GRID // 2, GRID // 2] == pytest.approx(cost(surface, u, v))


def test_the_saddle_has_two_lowest_points():
    lowest = torch.tensor([[0.0, 2.0], [0.0, -2.0]])
    costs = cost_at(Surface.SADDLE, lowest)
    assert costs[0] == costs[1]
    assert costs[0] < cost_at(Surface.SADDLE, torch.zeros(2))
    assert cost_map(Surface.SADDLE).min() == pytest.approx(costs[0].item(), abs=1e-2)


def test_the_slice_goes_through_a_trained_network_and_is_no_bowl():
    weights = network_slice.trained().weights
    found = cost_map(Surface.NETWORK)
    assert valley.centre(Surface.NETWORK) == weights
    assert (
        cost_at(Surface.NETWORK, torch.tensor(weights, dtype=torch.float64)) < 0.5
    )  # 2.3 untrained
    bends = np.diff(found, 2, axis=0)
    assert (bends > 1e-9).any()
    assert (bends < -1e-9).any()  # saturated: it falls more and more slowly, or rises so


def test_a_gradient_of_the_slice_is_that_of_the_whole_network():
    network = network_slice.trained().network
    layer = network.get_submodule(network_slice.LAYER)
    data = datasets.load(network_slice.CONFIG.data)
    x, y = data.train_x[:100].double(), data.train_y[:100]
    weights = torch.tensor(network_slice.trained().weights, dtype=torch.float64, requires_grad=True)
    cost_at(Surface.NETWORK, weights).backward()
    layer.weight.requires_grad_(True)
    try:
        (whole,) = torch.autograd.grad(
            torch.nn.functional.cross_entropy(network(x), y), layer.weight
        )
    finally:
        layer.weight.requires_grad_(False)
    assert weights.grad.tolist() == pytest.approx(whole[[0, 0], [0, 1]].tolist())


def test_in_the_ravine_one_sees_what_the_lesson_and_the_table_of_ideas_say():
    """With the start and the rate of the dialog: momentum overshoots and swings, and is ahead."""
    sgd, momentum, adam = paths(
        Surface.RAVINE,
        valley_choices.START,
        valley_choices.RATE,
        (Descent.SGD, Descent.MOMENTUM, Descent.ADAM),
    )

    def sides(path, across):
        """How often the path comes to the other side."""
        signs = np.sign(path.weights[:, across])
        return int(np.count_nonzero(signs[1:] * signs[:-1] < 0))

    assert sides(sgd, 0) == sides(sgd, 1) == 0
    assert sides(momentum, 0) >= 2
    assert sides(momentum, 1) >= 5
    assert np.abs(sgd.weights[-1]).tolist() == pytest.approx([0.7, 0.0], abs=0.05)  # of 2.4 and 1.6
    assert (momentum.costs[45:] < sgd.costs[45:]).all()
    assert momentum.costs[-1] < sgd.costs[-1] / 5
    assert adam.costs[-1] < sgd.costs[-1] / 5
