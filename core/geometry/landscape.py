"""The cost over a plane in the space of the weights: a slice through the landscape of training.

Read `survey` first. For a background thread: it loads torch and takes some seconds.
"""

from collections.abc import Iterator, Sequence

import numpy as np
import torch
from torch import Tensor, nn
from torch.func import functional_call
from torch.nn.functional import cross_entropy

from core.config.choices import Subset
from core.config.run import RunConfig
from core.data import datasets
from core.data.examples import chosen
from core.geometry.components import Floats
from core.geometry.surveyed import PathCosts, Surveyed
from core.geometry.weight_plane import WeightPath, WeightPlane, unflat
from core.network import models
from core.network.architecture import plan
from core.network.weights import VARIANCE, Weights

# products of weights and inputs that the whole grid may take: a few seconds (measured)
PRODUCTS = 1.5e11
MIN_EXAMPLES, MAX_EXAMPLES = 50, 500


def examples_for(config: RunConfig, points: int) -> int:
    """Return over how many training examples the cost is the mean, by the size of the network."""
    first, *others = [layer for layer in plan(config.model) if layer.is_weighted]
    products = sum(layer.multiplications for layer in others)
    products += int(np.prod(first.outputs)) * 3  # the first layer's sums are combined
    count = int(PRODUCTS / points / products)
    return min(max(count, MIN_EXAMPLES), MAX_EXAMPLES, config.data.train_size)


def examples_of(config: RunConfig, count: int) -> tuple[Tensor, Tensor]:
    """Return training examples of a run, spread evenly, as it learns them: inputs and classes.

    Raises:
        DataError: if the files are missing or damaged.
    """
    data = datasets.with_label_noise(datasets.load(config.data), config)
    indices = torch.from_numpy(chosen(count, len(data.train_x), Subset.SPREAD))
    return data.train_x[indices], data.train_y[indices]


class CostPlane:
    """The cost of a network anywhere in a plane, over fixed examples, with dropout off.

    The sums of the first layer of weights are linear in the position on the plane, so they are
    computed three times, for the origin and both directions, and then only combined.

    Attributes:
        count: of the examples.
    """

    def __init__(self, plane: WeightPlane, count: int) -> None:
        config = plane.config
        x, self._y = examples_of(config, count)
        self.count = len(x)
        self._network = models.reader(config.model)
        self._parts = [_state(part, config) for part in (plane.origin, *plane.directions)]

        # the modules up to the first layer of weights, and the others
        modules = list(self._network.named_children())
        cut = next(i for i, (_, m) in enumerate(modules) if isinstance(m, nn.Linear | nn.Conv2d))
        self._first = modules[cut][0]
        self._rest = self._network[cut + 1 :]
        x = self._network[:cut](x)
        self._sums = [self._first_sums(modules[cut][1], part, x) for part in self._parts]

    def _first_sums(self, layer: nn.Module, part: dict[str, Tensor], x: Tensor) -> Tensor:
        own = {
            name.rpartition(".")[2]: tensor
            for name, tensor in part.items()
            if name.rpartition(".")[0] == self._first
        }
        sums: Tensor = functional_call(layer, own, (x,))
        return sums

    @torch.inference_mode()
    def cost(self, u: float, v: float) -> float:
        """Return the mean cross-entropy at a position; infinite where it is no number."""
        start, along, across = self._sums
        sums = start + u * along + v * across
        state = {
            name: _combined(name, [part[name] for part in self._parts], u, v)
            for name in self._parts[0]
            if name.rpartition(".")[0] != self._first
        }
        return _finite(cross_entropy(functional_call(self._rest, state, (sums,)), self._y))


def _state(part: Floats, config: RunConfig) -> dict[str, Tensor]:
    return {name: torch.from_numpy(array.copy()) for name, array in unflat(part, config).items()}


def _combined(name: str, parts: list[Tensor], u: float, v: float) -> Tensor:
    """Return a tensor of the network's state; a running variance is at least 0."""
    start, along, across = parts
    combined = start + u * along + v * across
    return combined.clamp_(min=0) if name.endswith(VARIANCE) else combined


def cost_of(config: RunConfig, weights: Weights, x: Tensor, y: Tensor) -> float:
    """Return the mean cross-entropy of a network over examples, with dropout off."""
    with torch.inference_mode():
        return _finite(cross_entropy(models.network_of(config, weights)(x), y))


def _finite(cost: Tensor) -> float:
    return float(cost) if bool(cost.isfinite()) else float("inf")


def survey(plane: WeightPlane, paths: Sequence[WeightPath]) -> Iterator[PathCosts | Surveyed]:
    """Compute the costs along the paths, then at all points of the plane's grid, row by row.

    It is stopped by not iterating on.

    Raises:
        DataError: if the training examples cannot be read.
    """
    columns, rows = plane.grid
    torch.set_num_threads(1)  # training has the other cores
    surface = CostPlane(plane, examples_for(plane.config, len(columns) * len(rows)))
    x, y = examples_of(plane.config, surface.count)
    yield PathCosts(
        surface.count,
        [
            np.array([cost_of(path.config, weights, x, y) for weights in path.weights])
            for path in paths
        ],
        [np.array([surface.cost(u, v) for u, v in positions]) for positions in plane.paths],
    )
    for index, v in enumerate(rows.tolist()):
        torch.set_num_threads(1)  # other jobs may have come between
        yield Surveyed(index, np.array([surface.cost(u, v) for u in columns.tolist()]))
