"""A network's answers over a square of the plane, and the boundary between them; NumPy only.

`core.insight.plane` computes them.
"""

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from core.insight.diagram import Edge
from core.insight.neurons import Stage

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
Flags = NDArray[np.bool_]

MAX_UNITS = 16  # of a layer whose maps are drawn

# The corners of a cell of a grid, around it from the upper left one on; between two of them that
# follow each other lies a side: upper, right, lower, left.
CORNERS = (
    (np.s_[:-1], np.s_[:-1]),
    (np.s_[:-1], np.s_[1:]),
    (np.s_[1:], np.s_[1:]),
    (np.s_[1:], np.s_[:-1]),
)
# the pairs of sides that meet at the upper left and the lower right corner
AROUND_EVEN = ((0, 3), (1, 2))
AROUND_ODD = ((0, 1), (2, 3))  # and at the other two


@dataclass(frozen=True, eq=False)
class LayerMap:
    """The activations of a hidden layer's neurons over the square.

    Attributes:
        shown: the indices of the neurons with a map, at most `MAX_UNITS`.
        maps: their activations with dropout off, float32 (shown, side, side); the first row is the
            top of the square.
        edges: the largest weights into these neurons, with the weight as contribution; their
            sources are neurons of the layer before, or 0 and 1 for x and y.
    """

    stage: Stage
    shown: tuple[int, ...]
    maps: Floats
    edges: tuple[Edge, ...]


@dataclass(frozen=True, eq=False)
class PlaneMap:
    """What a network answers in the square from `-reach` to `reach` in both directions.

    Attributes:
        probabilities: float32 (side, side, classes), at the centres of equal cells; the first row
            is the top of the square. Not finite where the network has diverged.
        boundary: where the most probable class changes, as straight lines from x, y to x, y:
            float64 (lines, 4). They may end a little outside the square.
        hidden: the hidden layers, from the input on.
        outputs: the largest weights into the outputs, as the edges of a `LayerMap`.
    """

    reach: float
    probabilities: Floats
    boundary: Doubles
    hidden: tuple[LayerMap, ...]
    outputs: tuple[Edge, ...]


def boundary(values: Doubles, reach: float) -> Doubles:
    """Return the lines at which another class has the largest value.

    There each class's lead over the best of the others is zero.

    Args:
        values: of each class at the points of a grid, (rows, columns, classes); rows and columns
            reach from `-reach` to `reach`, the first row is at the top.

    Returns:
        (lines, 4): x, y of one end and x, y of the other.
    """
    rows, columns, classes = values.shape
    lines = [np.zeros((0, 4))]
    # of two classes, one's lead is the other's with the sign changed
    for label in range(classes if classes > 2 else classes - 1):
        others = np.delete(values, label, axis=2).max(axis=2)
        with np.errstate(invalid="ignore"):
            lines.append(zero_lines(values[:, :, label] - others))

    # from columns and rows to x and y
    steps = np.array([2 * reach / (columns - 1), -2 * reach / (rows - 1)] * 2)
    found: Doubles = np.concatenate(lines) * steps + np.array([-reach, reach] * 2)
    return found


def zero_lines(values: Doubles) -> Doubles:
    """Return where a function on a grid (rows, columns) is zero, as straight lines.

    Between the points it is interpolated along the sides of each cell: the marching squares of
    W. Lorensen and H. Cline 1987 (https://doi.org/10.1145/37402.37422), in two dimensions. Where
    the signs of four corners alternate, the cell's mean decides which corners belong together.
    Cells with a corner that is not finite have no lines.

    Returns:
        (lines, 4): column, row of one end and column, row of the other, with parts.
    """
    crossed, points = _crossings(values)
    count = np.sum(crossed, axis=0)
    corners = np.stack([values[corner] for corner in CORNERS])
    with np.errstate(invalid="ignore", over="ignore"):
        # alternating: the first corner's sign is the mean's, so the other two are cut off
        joins_even = (corners[0] > 0) == (corners.sum(axis=0) > 0)

    lines = []
    for first, second in combinations(range(4), 2):
        is_line = crossed[first] & crossed[second] & (count == 2)
        if (first, second) in AROUND_ODD:
            is_line |= (count == 4) & joins_even
        elif (first, second) in AROUND_EVEN:
            is_line |= (count == 4) & ~joins_even
        ends = [axis[is_line] for side in (first, second) for axis in points[side]]
        lines.append(np.stack(ends, axis=1))
    return np.concatenate(lines)


def _crossings(values: Doubles) -> tuple[list[Flags], list[tuple[Doubles, Doubles]]]:
    """Return for each side of all cells whether the sign changes along it, and where.

    Returns:
        for each of four sides: bool (rows - 1, columns - 1), and the column and the row of the
        zero, which mean something only where the sign changes.
    """
    columns, rows = np.meshgrid(
        np.arange(values.shape[1], dtype=float), np.arange(values.shape[0], dtype=float)
    )
    is_finite = np.all([np.isfinite(values[corner]) for corner in CORNERS], axis=0)

    crossed, points = [], []
    for start, end in zip(CORNERS, CORNERS[1:] + CORNERS[:1], strict=True):
        low, high = values[start], values[end]
        crossed.append(((low > 0) != (high > 0)) & is_finite)
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            share = low / (low - high)
            column = columns[start] + share * (columns[end] - columns[start])
            row = rows[start] + share * (rows[end] - rows[start])
        points.append((column, row))
    return crossed, points
