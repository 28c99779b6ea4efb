"""The linear regression in closed form: its cost for every slope w, and a run's path down it.

The mean of (y - w x)^2 over the points is a parabola in w, so the learner can see the whole
landscape in which gradient descent walks. From the same formulas follows how large a step may be:
with curvature 2 mean(x^2) plain gradient descent converges for learning rates below 2 / curvature
and overshoots from 1 / curvature on.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.run.record import RunRecord

Floats = NDArray[np.float64]

# epochs in which every published weight is a point of the path; afterwards each epoch's last is
EARLY_EPOCHS = 5
MAX_POINTS = 600  # of a path that are drawn: the first 300 and the last 300
MIN_REACH, MAX_REACH = 2.5, 12.0  # distance from the best slope to the edges of the plot
ROOM = 1.15  # reach as a multiple of the farthest point's distance


@dataclass(frozen=True)
class Points:
    """The points of a line, float64 (N,) each."""

    x: Floats
    y: Floats

    def first(self, count: int) -> "Points":
        """Return the first `count` points: the examples of a run with that training size."""
        return Points(self.x[:count], self.y[:count])


@dataclass(frozen=True)
class Parabola:
    """cost(w) = least + steepness * (w - best)^2.

    Attributes:
        best: the slope of least squares without intercept, sum(x y) / sum(x^2).
        steepness: mean(x^2), half of the second derivative.
        least: the cost at `best`, the lowest of all: the noise.
    """

    best: float
    steepness: float
    least: float

    def cost(self, w: Floats | float) -> Floats:
        """Return the mean of (y - w x)^2 over the points for each w; infinite on overflow."""
        with np.errstate(over="ignore"):
            offset = np.asarray(w, np.float64) - self.best
            cost: Floats = self.least + self.steepness * offset * offset
        return cost

    @property
    def largest_rate(self) -> float:
        """The learning rate from which plain gradient descent diverges: 2 / (second derivative)."""
        return 1 / self.steepness if self.steepness > 0 else float("inf")


def parabola(points: Points) -> Parabola:
    """Compute the cost of all slopes over these points."""
    x, y = points.x, points.y
    squares = float(x @ x)
    best = float(x @ y) / squares if squares > 0 else 0.0
    return Parabola(best, squares / len(x), float(np.mean((y - best * x) ** 2)))


def path(
    record: RunRecord,
    published: Iterable[tuple[int, float]],
    start: float | None = None,
    until: int | None = None,
) -> Floats:
    """List the slopes of a run, oldest first, without repeating one that did not change.

    Args:
        published: pairs of the epoch in progress (from 1) and the slope published in it.
        start: the slope before the first step; None if it is not known.
        until: the number of epochs after which the path ends; None for all.
    """
    within = [(number, slope) for number, slope in published if until is None or number <= until]

    slopes = [start] if start is not None else []
    for epoch in record.epochs:
        if until is not None and epoch.epoch > until:
            break
        slopes += [slope for number, slope in within if number == epoch.epoch]
        slopes += [epoch.weight] if epoch.weight is not None else []
    last = record.epochs[-1].epoch if record.epochs else 0
    slopes += [slope for number, slope in within if number > last]

    values = np.array(slopes, np.float64)
    changed: Floats = values[np.append(True, values[1:] != values[:-1])[: len(values)]]
    return changed


def drawable(path: Floats) -> Floats:
    """Return at most `MAX_POINTS` of a path: its beginning and its end."""
    half = MAX_POINTS // 2
    return path if len(path) <= MAX_POINTS else np.concatenate((path[:half], path[-half:]))


def reach(centre: float, paths: Sequence[Floats]) -> float:
    """Return the distance from the best slope to the plot's edges: that of the farthest point.

    It is limited to `MIN_REACH` and `MAX_REACH`.
    """
    farthest = max((float(np.abs(path - centre).max()) for path in paths if len(path)), default=0.0)
    return float(np.clip(ROOM * farthest, MIN_REACH, MAX_REACH))
