"""A plane in the space of a network's weights, laid through the weights that runs have kept.

Of one run it goes through the start and the end (I. J. Goodfellow et al. 2015, Qualitatively
characterizing neural network optimization problems, https://arxiv.org/abs/1412.6544), and along the
direction in which the rest of its path spreads most; of two runs from the same start, through the
start and both ends. What is left to choose are principal directions of the paths, as H. Li et al.
(2018) draw them in Visualizing the loss landscape of neural nets, https://arxiv.org/abs/1712.09913.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from core.cancellation import check_cancelled
from core.config.run import RunConfig
from core.errors import InklingError
from core.geometry.components import Doubles, Floats
from core.messages import message
from core.network.architecture import LayerKind, plan
from core.network.weights import Weights, are_finite, expected_shapes
from core.run.moment import Moment

POINTS = 41  # of the grid along each side
MARGIN = 0.3  # of the paths' extent that lies on each side of them
FLAT = 1e-10  # of a path's squared extent; less of it counts as none
BLOCK = 1 << 16  # weights that are computed with at a time, in double precision


class LandscapeError(InklingError):
    """There is no plane, or no cost, to show."""


@dataclass(frozen=True, eq=False)
class WeightPath:
    """The weights that a run had at some moments.

    Attributes:
        weights: one for each of the `moments`, which are in order.
    """

    config: RunConfig
    moments: Sequence[Moment]
    weights: Sequence[Weights]

    @cached_property
    def points(self) -> Floats:
        """All weights as points, (moments, d)."""
        return np.stack([flat(weights) for weights in self.weights])


def flat(weights: Weights) -> Floats:
    """Return all numbers of a network's state as one vector, in the order of their names."""
    return np.concatenate([weights[name].ravel() for name in sorted(weights)])


def unflat(vector: Floats, config: RunConfig) -> dict[str, Floats]:
    """Return the weights that `flat` made into a vector."""
    weights: dict[str, Floats] = {}
    start = 0
    for name, shape in sorted(expected_shapes(config.model).items()):
        size = int(np.prod(shape))
        weights[name] = vector[start : start + size].reshape(shape)
        start += size
    return weights


def share_a_space(one: RunConfig, other: RunConfig) -> bool:
    """Return whether two runs have the same cost over the same weights, dropout apart.

    Dropout is off where a cost is measured.
    """

    def layers(config: RunConfig) -> list[tuple[object, ...]]:
        return [
            (layer.kind, layer.inputs, layer.outputs, layer.bias, layer.activation)
            for layer in plan(config.model)
            if layer.kind is not LayerKind.DROPOUT
        ]

    return layers(one) == layers(other) and one.data == other.data


@dataclass(frozen=True, eq=False)
class WeightPlane:
    """A plane, and where the paths lie in it.

    Attributes:
        origin: a point of the plane, float32 (d,).
        directions: float32 (2, d), orthogonal and of length 1.
        paths: for each run the positions of its points, or of the feet of their perpendiculars,
            float64 (moments, 2).
        shares: for each run, the length of its path in the plane as a share of its whole length:
            how much of its movement is seen.
        distances: for each run, how far its points lie from the plane, float64 (moments,).
    """

    config: RunConfig
    origin: Floats
    directions: Floats
    paths: Sequence[Doubles]
    shares: Sequence[float]
    distances: Sequence[Doubles]

    @cached_property
    def grid(self) -> tuple[Doubles, Doubles]:
        """The positions of the grid's columns and rows, `POINTS` each; the first row is lowest.

        The grid is a square around all paths.
        """
        points = np.concatenate(self.paths)
        low, high = points.min(axis=0), points.max(axis=0)
        half = float((high - low).max()) / 2 * (1 + 2 * MARGIN)
        middle = (low + high) / 2
        columns, rows = (np.linspace(at - half, at + half, POINTS) for at in middle)
        return columns, rows


def weight_plane(paths: Sequence[WeightPath]) -> WeightPlane:
    """Lay the plane through the paths of runs that share a space.

    Raises:
        LandscapeError: if a run has diverged, or the paths lie on a line.
        CancelledError: if nobody waits for it any more.
    """
    for weights in (weights for path in paths for weights in path.weights):
        check_cancelled()
        if not are_finite(weights):
            raise LandscapeError(message("This run has diverged: its weights are not numbers."))

    origin, directions = _spanned(paths)
    flat_paths, distances = [], []
    for path in paths:
        rows = path.points - origin
        flat_paths.append(_products(rows, directions))
        distances.append(_distances(rows, flat_paths[-1]))
    shares = [
        _length(positions) / max(_length(path.points), 1e-30)
        for path, positions in zip(paths, flat_paths, strict=True)
    ]
    return WeightPlane(paths[0].config, origin, directions, flat_paths, shares, distances)


def _blocks(rows: NDArray[np.floating]) -> Iterator[tuple[slice, Doubles]]:
    """Yield the columns of rows (n, d) block by block: which they are, and in double precision.

    Raises:
        CancelledError: if nobody waits for it any more.
    """
    for start in range(0, rows.shape[1], BLOCK):
        check_cancelled()
        columns = np.s_[start : start + BLOCK]
        yield columns, rows[:, columns].astype(np.float64)


def _products(rows: Floats, others: Floats) -> Doubles:
    """Return the inner products of rows (n, d) and (m, d) in double precision, (n, m)."""
    total = np.zeros((len(rows), len(others)))
    for columns, block in _blocks(rows):
        total += block @ others[:, columns].T
    return total


def _squares(rows: NDArray[np.floating]) -> Doubles:
    """Return the squared lengths of rows (n, d), (n,)."""
    total = np.zeros(len(rows))
    for _, block in _blocks(rows):
        total += np.square(block).sum(axis=1)
    return total


def _spanned(paths: Sequence[WeightPath]) -> tuple[Floats, Floats]:
    """Return a point of the plane and its directions, (2, d).

    Starts and ends lie in the plane as far as it can hold them.
    """
    starts, ends = (np.stack([path.points[index] for path in paths]) for index in (0, -1))
    has_same_start = bool((starts == starts[0]).all())
    if has_same_start:
        origin, through = starts[0], _without_repetitions(ends - starts[0])
    else:
        origin, through = ends[0], ends[1:] - ends[0]

    rows = np.concatenate([path.points for path in paths])
    rows -= origin
    if len(through) == 2:
        return origin, _principal(through, 2)
    if len(through) == 1 and np.linalg.norm(through) > 0:
        first = through / np.linalg.norm(through)
        across, along = np.empty_like(rows), _products(rows, first)
        for columns, _ in _blocks(rows):
            across[:, columns] = rows[:, columns] - (along @ first[:, columns]).astype(np.float32)
        return origin, np.concatenate([first, _principal(across, 1, of=rows)])
    return origin, _principal(rows, 2)


def _without_repetitions(rows: Floats) -> Floats:
    """Return the rows that equal none before them: runs with the same settings end alike."""
    first = [index for index, row in enumerate(rows) if not (rows[:index] == row).all(1).any()]
    return rows[first]


def _principal(rows: Floats, count: int, of: Floats | None = None) -> Floats:
    """Return the directions in which rows (n, d) spread most around zero, (count, d).

    Each points to the side of the row that lies farthest along it.

    Args:
        of: what the rows are a part of; by default all there is.

    Raises:
        LandscapeError: if they do not spread in so many directions.
    """
    squares, mixtures = np.linalg.eigh(_products(rows, rows))
    squares, mixtures = squares[::-1][:count], mixtures[:, ::-1][:, :count]
    whole = squares[0] if of is None else float(_squares(of).sum())
    if len(squares) < count or squares[-1] <= whole * FLAT:
        raise LandscapeError(message("Too few moments are kept: all kept weights lie on a line."))
    found = np.empty((count, rows.shape[1]))
    for columns, block in _blocks(rows):
        found[:, columns] = mixtures.T @ block
    farthest = np.take_along_axis(mixtures, np.abs(mixtures).argmax(axis=0)[None], axis=0)
    found *= np.sign(farthest).T / np.linalg.norm(found, axis=1, keepdims=True)
    directions: Floats = found.astype(np.float32)
    return directions


def _distances(rows: Floats, positions: Doubles) -> Doubles:
    """Return how far points (n, d) from the origin lie from the plane, given their positions."""
    distances: Doubles = np.sqrt(np.maximum(_squares(rows) - (positions**2).sum(axis=1), 0))
    return distances


def _length(points: NDArray[np.floating]) -> float:
    """Return the length of the path from point to point."""
    squares = np.zeros(len(points) - 1)
    for _, block in _blocks(points):
        squares += np.square(np.diff(block, axis=0)).sum(axis=1)
    return float(np.sqrt(squares).sum())
