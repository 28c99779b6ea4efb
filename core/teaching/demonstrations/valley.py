"""Optimizers on their way down a cost of two weights, which one can see as a landscape.

The optimizers are PyTorch's own; the gradients are autograd's.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, optim

from core.data.datasets import noisy_line
from core.teaching.demonstrations import network_slice
from core.teaching.demonstrations.valley_choices import MOMENTUM, STEPS, Descent, Surface

GRID = 161  # points along each side of a map
REACH = 3.0  # of the map, from the origin to each side
FAR = 1e3  # weights beyond are not followed
STEEPNESS = 12.0  # of the ravine, across compared with along
FLATNESS = 0.25  # of the ravine: along it plain descent has hardly arrived after all steps

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Path:
    """The way of one optimizer.

    Attributes:
        weights: before the first and after every step, (steps + 1, 2). It ends early where the
            weights leave every bound.
        costs: there, (steps + 1,).
        memories: what the optimizer remembers of the gradients before: the momentum of SGD,
            Adam's first moment; (steps + 1, 2), zero before the first step. None for those that
            remember no direction.
    """

    descent: Descent
    weights: Numbers
    costs: Numbers
    memories: Numbers | None


def cost_at(surface: Surface, weights: Tensor) -> Tensor:
    """Return the cost (...) at weights (..., 2)."""
    u, v = weights[..., 0], weights[..., 1]
    match surface:
        case Surface.ROUND:
            return (u**2 + v**2) / 2
        case Surface.RAVINE:
            return FLATNESS * (u**2 + STEEPNESS * v**2) / 2
        case Surface.SADDLE:  # falls to two lowest points, at v = 2 and -2
            return u**2 / 2 - v**2 / 2 + v**4 / 16
        case Surface.LINE:
            return _line_cost(u, v)
        case Surface.NETWORK:
            return network_slice.cost_at(weights)


def _line_cost(slope: Tensor, intercept: Tensor) -> Tensor:
    """Return the mean squared error of lines over the tutorial's points."""
    data = noisy_line()
    x, y = data.train_x[:, 0].double(), data.train_y[:, 0].double()
    outputs = slope[..., None] * x + intercept[..., None]  # (..., points)
    return (outputs - y).square().mean(dim=-1)


def centre(surface: Surface) -> tuple[float, float]:
    """Return the middle of a map: the line's best weights, and those the network has learned."""
    if surface is Surface.NETWORK:
        return network_slice.trained().weights
    return (2.0, 0.0) if surface is Surface.LINE else (0.0, 0.0)


def cost_map(surface: Surface) -> Numbers:
    """Return the cost around the centre, (GRID, GRID): rows from the top, columns from the left."""
    side = torch.linspace(-REACH, REACH, GRID, dtype=torch.float64)
    u, v = torch.meshgrid(side, side.flip(0), indexing="xy")
    middle = torch.tensor(centre(surface), dtype=torch.float64)
    values: Numbers = cost_at(surface, torch.stack([u, v], dim=-1) + middle).numpy()
    return values


def paths(
    surface: Surface, start: tuple[float, float], rate: float, descents: Sequence[Descent]
) -> tuple[Path, ...]:
    """Let optimizers go down from one point, all with the same learning rate."""
    return tuple(_path(surface, start, rate, descent) for descent in descents)


def _path(surface: Surface, start: tuple[float, float], rate: float, descent: Descent) -> Path:
    weights = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    optimizer = _OPTIMIZERS[descent](weights, rate)
    visited, costs, memories = [weights.detach().clone()], [], [torch.zeros(2)]

    for _ in range(STEPS):
        optimizer.zero_grad()
        cost = cost_at(surface, weights)
        cost.backward()
        costs.append(cost.item())
        optimizer.step()

        if not bool((weights.abs() < FAR).all()):  # NaN, too
            break
        visited.append(weights.detach().clone())
        memories.append(_memory(optimizer, weights))
    else:
        costs.append(cost_at(surface, weights).item())

    has_memory = descent in (Descent.MOMENTUM, Descent.NESTEROV, Descent.ADAM)
    return Path(
        descent,
        torch.stack(visited).numpy(),
        np.array(costs),
        torch.stack(memories).double().numpy() if has_memory else None,
    )


def _memory(optimizer: optim.Optimizer, weights: Tensor) -> Tensor:
    state = optimizer.state[weights]
    memory: Tensor | None = state.get("momentum_buffer", state.get("exp_avg"))
    return torch.zeros(2) if memory is None else memory.clone()


_OPTIMIZERS: dict[Descent, Callable[[Tensor, float], optim.Optimizer]] = {
    Descent.SGD: lambda w, rate: optim.SGD([w], rate),
    Descent.MOMENTUM: lambda w, rate: optim.SGD([w], rate, MOMENTUM),
    Descent.NESTEROV: lambda w, rate: optim.SGD([w], rate, MOMENTUM, nesterov=True),
    Descent.RMSPROP: lambda w, rate: optim.RMSprop([w], rate),
    Descent.ADAGRAD: lambda w, rate: optim.Adagrad([w], rate),
    Descent.ADAM: lambda w, rate: optim.Adam([w], rate),
}
