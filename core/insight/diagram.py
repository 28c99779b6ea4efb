"""A network as a diagram: some units of each layer, and what they contribute to the next; NumPy.

There is no space for all 512 neurons of a layer, and two such layers have 262,144 weights between
them. The diagram therefore shows the units that do most for this digit, and between them the
largest contributions, weight times activation.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.config.model import ModelConfig
from core.insight.neurons import Activations, Floats, Stage, stages
from core.network.architecture import plan
from core.network.weights import Weights

# products of large float32 numbers overflow
Doubles = NDArray[np.float64]
Flags = NDArray[np.bool_]

MAX_UNITS = 18  # of a layer that are shown; all, if there are no more
MAX_EDGES = 60  # into a layer
# A unit stays as long as it is among the strongest of this many times as many as are shown, so that
# the diagram holds still while one draws.
PATIENCE = 2


class Edge(NamedTuple):
    """What one unit contributes to another: weight times activation.

    Attributes:
        source: the index of a unit of the layer before; None for all pixels together.
        target: the index of a unit of this layer.
    """

    source: int | None
    target: int
    contribution: float


@dataclass(frozen=True, eq=False)
class Level:
    """One layer of weights in the diagram.

    Attributes:
        outputs: the activations of all its units, (units,); of a map, the mean of its positions.
        shown: the indices of the units that are shown, at most `MAX_UNITS`; of the output, all.
        maps: the shown feature maps, (shown, height, width); None for neurons.
        edges: into the units shown, the largest contributions last.
    """

    stage: Stage
    outputs: Floats
    shown: tuple[int, ...]
    maps: Floats | None
    edges: tuple[Edge, ...]


@dataclass(frozen=True)
class Role:
    """What a hidden unit gets and gives for one digit: the largest contributions of each sign.

    Each is the index of a unit, or None where nothing contributes with that sign.

    Attributes:
        raised_by, lowered_by: of the layer before; None in the first layer, which gets the pixels.
        raises, lowers: of the layer after.
    """

    unit: int
    raised_by: int | None
    lowered_by: int | None
    raises: int | None
    lowers: int | None


class DiagramMaker:
    """Makes the diagrams of one network with these weights, for one digit after another."""

    def __init__(self, model: ModelConfig, weights: Weights) -> None:
        self.stages = stages(model)
        self.weights = weights

    @cached_property
    def outgoing(self) -> tuple[Doubles, ...]:
        """For each layer but the last: the sum of the sizes of each unit's outgoing weights."""
        sums = []
        for stage, after in zip(self.stages, self.stages[1:], strict=False):
            weights = np.abs(self.weights[f"{after.name}.weight"])
            by_unit = weights.reshape(len(weights), stage.units, -1)  # of a map, all its positions
            sums.append(by_unit.sum(axis=(0, 2), dtype=np.float64))
        return tuple(sums)

    def levels(
        self, activations: Activations, before: Sequence[Sequence[int]] = ()
    ) -> tuple[Level, ...]:
        """Return the layers for one digit, from the input on.

        Args:
            activations: as `core.insight.activations.activations` names them, without the first
                dimension.
            before: the units shown until now, layer by layer; they stay while they are strong.
        """
        finite = _finite(activations)
        result: list[Level] = []
        below: tuple[int, ...] = ()
        for index, stage in enumerate(self.stages):
            outputs = finite[stage.outcome]
            means = _means(outputs).astype(np.float32) if stage.is_convolution else outputs

            if index < len(self.stages) - 1:
                strengths = np.abs(means) * self.outgoing[index]
                shown = chosen(strengths, MAX_UNITS, before[index] if before else ())
            else:
                shown = tuple(range(stage.units))

            contributions = self._contributions(stage, finite, shown, below)
            edges = strongest_edges(contributions, below, shown)
            maps = outputs[list(shown)] if stage.is_convolution else None
            result.append(Level(stage, means, shown, maps, edges))
            below = shown
        return tuple(result)

    def role(self, activations: Activations, layer: int, unit: int) -> Role:
        """Return what a unit of a hidden layer does for one digit.

        Args:
            activations: see `levels`.
        """
        finite = _finite(activations)
        raised_by = lowered_by = None
        if layer > 0:
            before = range(self.stages[layer - 1].units)
            gets = self._contributions(self.stages[layer], finite, [unit], before)
            raised_by, lowered_by = _extremes(gets[0])

        after = self.stages[layer + 1]
        gives = self._contributions(after, finite, range(after.units), [unit])
        return Role(unit, raised_by, lowered_by, *_extremes(gives[:, 0]))

    def _contributions(
        self, stage: Stage, activations: Activations, targets: Sequence[int], sources: Sequence[int]
    ) -> Doubles:
        """Return what sources contribute to the totals of targets, (targets, sources).

        The first layer has one source, all pixels together. Between maps it is the mean over
        their positions, the border disregarded: the sum of the kernel times the map's mean.
        """
        weights = self.weights[f"{stage.name}.weight"][list(targets)].astype(np.float64)
        inputs = activations[stage.source].astype(np.float64)
        if stage == self.stages[0]:
            if stage.is_convolution:
                totals: Doubles = weights.sum(axis=(1, 2, 3)) * inputs.mean()
            else:
                totals = weights @ inputs.ravel()
            return totals[:, np.newaxis]

        if stage.is_convolution:
            kernels: Doubles = weights[:, list(sources)].sum(axis=(2, 3))
            products: Doubles = kernels * _means(inputs[list(sources)])
            return products

        # a neuron after the maps has a weight for each of their positions
        units = self.stages[self.stages.index(stage) - 1].units
        by_unit = weights.reshape(len(weights), units, -1)[:, list(sources)]
        by_source = inputs.reshape(units, -1)[list(sources)]
        sums: Doubles = np.einsum("tsp,sp->ts", by_unit, by_source)
        return sums


def _finite(activations: Activations) -> Activations:
    """Replace what is infinite or undefined in a diverging network."""
    return {
        name: values if np.isfinite(values).all() else np.nan_to_num(values)
        for name, values in activations.items()
    }


def _extremes(contributions: Doubles) -> tuple[int | None, int | None]:
    """Return the indices of the largest positive and of the largest negative contribution."""
    highest, lowest = int(contributions.argmax()), int(contributions.argmin())
    return (
        highest if contributions[highest] > 0 else None,
        lowest if contributions[lowest] < 0 else None,
    )


def _means(maps: Floats | Doubles) -> Doubles:
    """Return the mean of each map (maps, height, width)."""
    means: Doubles = maps.mean(axis=(1, 2), dtype=np.float64)
    return means


def chosen(strengths: Floats | Doubles, count: int, before: Sequence[int] = ()) -> tuple[int, ...]:
    """Choose the units with the largest `strengths` (units,), and keep those of `before`.

    A unit of `before` keeps its position as long as it is among the `PATIENCE` times `count`
    strongest; another one takes the position of each that is not.
    """
    order = np.argsort(-strengths, kind="stable")
    if not before:
        return tuple(sorted(int(unit) for unit in order[:count]))

    strong = {int(unit) for unit in order[: PATIENCE * count]}
    kept = {unit for unit in before if unit in strong}
    others = (int(unit) for unit in order if int(unit) not in kept)
    return tuple(unit if unit in kept else next(others) for unit in before)


def drawn_masks(model: ModelConfig, random: np.random.Generator) -> list[Flags | None]:
    """Draw which units dropout keeps in a batch, for each hidden layer.

    Returns:
        (units,) for each hidden layer with dropout; None for one without.
    """
    rates = {layer.name: layer.rate for layer in plan(model)}
    return [
        random.random(stage.units) >= rates[stage.dropout] if stage.dropout is not None else None
        for stage in stages(model)[:-1]
    ]


def strongest_edges(
    contributions: Doubles,
    sources: Sequence[int],
    targets: Sequence[int],
    count: int = MAX_EDGES,
) -> tuple[Edge, ...]:
    """Return the `count` largest contributions (targets, sources), the largest last.

    Args:
        sources: the units of the columns; empty where the one column is all pixels together.
    """
    values = contributions.ravel()
    sizes = np.abs(values)
    order: NDArray[np.intp] = np.argsort(sizes, kind="stable")[-count:]
    order = order[sizes[order] > 0]

    rows, columns = np.divmod(order, contributions.shape[1])
    return tuple(
        Edge(sources[column] if sources else None, targets[row], value)
        for row, column, value in zip(
            rows.tolist(), columns.tolist(), values[order].tolist(), strict=True
        )
    )
