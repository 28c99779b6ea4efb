"""The linear regression in closed form: its cost for every slope w, and the way a run takes down to the least.

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

EARLY_EPOCHS = (
    5  # in these every published weight is a point of the path, afterwards each epoch's last
)
MAX_POINTS = 600  # of a path that are drawn: the first half and the last half of them
MIN_REACH, MAX_REACH = 2.5, 12.0  # how far from the best slope the picture goes
ROOM = 1.15  # times the farthest point


@dataclass(frozen=True)
class Points:
    """The points of a line, float64 (N,) each."""

    x: Floats
    y: Floats

    def first(self, count: int) -> "Points":
        """What a run with so many training examples learns from."""
        return Points(self.x[:count], self.y[:count])


@dataclass(frozen=True)
class Parabola:
    """cost(w) = least + steepness * (w - best)^2.

    Attributes:
        best: the slope of least squares without intercept, sum(x y) / sum(x^2).
        steepness: mean(x^2), half of the second derivative.
        least: the cost at `best`, which no slope can go below: the noise.
    """

    best: float
    steepness: float
    least: float

    def cost(self, w: Floats | float) -> Floats:
        """Mean of (y - w x)^2 over the points, for each w; infinite where the square is beyond a float's range."""
        with np.errstate(over="ignore"):
            away = np.asarray(w, np.float64) - self.best
            cost: Floats = self.least + self.steepness * away * away
        return cost

    @property
    def largest_rate(self) -> float:
        """From this learning rate on plain gradient descent diverges: 2 / (second derivative)."""
        return 1 / self.steepness if self.steepness > 0 else float("inf")


def parabola(points: Points) -> Parabola:
    """The cost of all slopes over these points."""
    x, y = points.x, points.y
    squares = float(x @ x)
    best = float(x @ y) / squares if squares > 0 else 0.0
    return Parabola(best, squares / len(x), float(np.mean((y - best * x) ** 2)))


def path(
    record: RunRecord, published: Iterable[tuple[int, float]], start: float | None = None
) -> Floats:
    """The slopes a run has gone through, oldest first, without standing still.

    Args:
        published: slopes that were published within epochs, with the epoch in progress (from 1) of
            each.
        start: the slope before the first step, where it is known.
    """
    waiting = list(published)
    slopes = [start] if start is not None else []
    for epoch in record.epochs:
        slopes += [slope for number, slope in waiting if number == epoch.epoch]
        slopes += [epoch.weight] if epoch.weight is not None else []
    last = record.epochs[-1].epoch if record.epochs else 0
    slopes += [slope for number, slope in waiting if number > last]
    way = np.array(slopes, np.float64)
    walked: Floats = way[np.append(True, way[1:] != way[:-1])[: len(way)]]
    return walked


def drawable(way: Floats) -> Floats:
    """At most `MAX_POINTS` of a path: how it begins and how it ends."""
    half = MAX_POINTS // 2
    return way if len(way) <= MAX_POINTS else np.concatenate((way[:half], way[-half:]))


def reach(centre: float, ways: Sequence[Floats]) -> float:
    """How far left and right of the best slope the picture goes: to the farthest point, within sensible limits."""
    farthest = max((float(np.abs(way - centre).max()) for way in ways if len(way)), default=0.0)
    return float(np.clip(ROOM * farthest, MIN_REACH, MAX_REACH))
