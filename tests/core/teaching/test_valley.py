"""The oracles are the optimizers' formulas in NumPy, and finite differences."""

import numpy as np
import pytest
import torch

from core.data.datasets import noisy_line
from core.teaching.demonstrations import valley
from core.teaching.demonstrations.valley import GRID, REACH, cost_at, cost_map, paths
from core.teaching.demonstrations.valley_choices import MOMENTUM, STEPS, Descent, Surface

START, RATE = (2.0, 1.0), 0.05


def cost(surface, u, v):
    """The costs, written down once more."""
    if surface is Surface.LINE:
        data = noisy_line()
        x, y = data.train_x.numpy().astype(float), data.train_y.numpy().astype(float)
        return np.mean((u * x + v - y) ** 2)
    return {
        Surface.ROUND: (u * u + v * v) / 2,
        Surface.RAVINE: (u * u + valley.STEEPNESS * v * v) / 2,
        Surface.SADDLE: u * u / 2 - v * v / 2 + v**4 / 16,
    }[surface]


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
