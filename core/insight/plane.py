"""What a network with two inputs answers everywhere in a square of the plane.

Read `survey` first. For a background thread, since it loads torch and may take a while.
"""

from collections.abc import Sequence
from math import isqrt

import numpy as np
import torch
from torch import nn

from core.config.run import RunConfig
from core.insight.activations import activations
from core.insight.diagram import Edge, strongest_edges
from core.insight.neurons import sample, stages
from core.insight.plane_map import MAX_UNITS, Floats, LayerMap, PlaneMap, boundary
from core.network.architecture import parameter_count
from core.network.models import network_of
from core.network.weights import Weights

UNIT_SIDE = 28  # points along each side of a neuron's map
# points along each side of the square: at least; at most, while a run trains and when it rests
MIN_SIDE, LIVE_SIDE, RESTING_SIDE = 16, 72, 200
# products of weights and inputs that one survey may compute, if `MIN_SIDE` allows it
LIVE_PRODUCTS, RESTING_PRODUCTS = 5e7, 2e9
MAX_VALUES = 2**21  # outputs of a layer that are in memory at a time


def survey(config: RunConfig, weights: Weights, reach: float, *, is_live: bool) -> PlaneMap:
    """Compute what a run's network answers in a square, and what its neurons do there.

    Args:
        is_live: be quick, with fewer points, because the network changes while it is looked at.
    """
    torch.set_num_threads(1)  # training has the other cores
    network = network_of(config, weights)
    side = side_for(parameter_count(config.model), is_live=is_live)

    # with a ring of cells more, so that the boundary goes on to the edges of the square
    points = grid(reach * (side + 2) / side, side + 2)
    outputs = logits(network, points).reshape(side + 2, side + 2, -1)
    lines = boundary(outputs.astype(np.float64), reach * (side + 1) / side)

    inner = torch.from_numpy(outputs[1:-1, 1:-1].copy())
    shares: Floats = torch.softmax(inner, dim=2).numpy()
    hidden, edges = _layers(config, network, weights, reach)
    return PlaneMap(reach, shares, lines, hidden, edges)


def side_for(parameters: int, *, is_live: bool) -> int:
    """Return how many points along each side of the square a network of this size can afford."""
    most = LIVE_SIDE if is_live else RESTING_SIDE
    products = LIVE_PRODUCTS if is_live else RESTING_PRODUCTS
    return min(max(isqrt(int(products / max(parameters, 1))), MIN_SIDE), most)


def grid(reach: float, side: int) -> Floats:
    """Return the centres of `side` x `side` equal cells of the square, row by row from the top.

    Returns:
        float32 (side * side, 2): x and y, each between `-reach` and `reach`.
    """
    steps = (np.arange(side) + 0.5) / side * 2 - 1
    x, y = np.meshgrid(reach * steps, -reach * steps)
    points: Floats = np.stack([x.ravel(), y.ravel()], axis=1).astype(np.float32)
    return points


@torch.inference_mode()
def logits(network: nn.Sequential, points: Floats) -> Floats:
    """Return a network's outputs (N, classes) for points (N, 2), a part of them at a time."""
    widest = max(layer.out_features for layer in network if isinstance(layer, nn.Linear))
    parts = torch.from_numpy(points).split(max(1, MAX_VALUES // widest))
    outputs: Floats = torch.cat([network(part) for part in parts]).numpy()
    return outputs


@torch.inference_mode()
def _layers(
    config: RunConfig, network: nn.Sequential, weights: Weights, reach: float
) -> tuple[tuple[LayerMap, ...], tuple[Edge, ...]]:
    """Return the maps of the hidden layers, and the edges into the outputs."""
    *hidden, output = stages(config.model)
    computed = activations(network, torch.from_numpy(grid(reach, UNIT_SIDE)))  # (points, units)

    result: list[LayerMap] = []
    sources: Sequence[int] = (0, 1)
    for stage in hidden:
        shown = tuple(int(unit) for unit in sample(stage.units, MAX_UNITS))
        outcomes = computed[stage.outcome].T[list(shown)].numpy()  # (shown, points)
        maps = outcomes.reshape(len(shown), UNIT_SIDE, UNIT_SIDE)
        edges = _edges(weights[f"{stage.name}.weight"], sources, shown)
        result.append(LayerMap(stage, shown, maps, edges))
        sources = shown
    return tuple(result), _edges(weights[f"{output.name}.weight"], sources, range(output.units))


def _edges(weights: Floats, sources: Sequence[int], targets: Sequence[int]) -> tuple[Edge, ...]:
    """Return the largest of the weights (units, inputs) between these units, the largest last."""
    between = np.nan_to_num(weights[np.ix_(targets, sources)].astype(np.float64))
    return strongest_edges(between, sources, targets)
