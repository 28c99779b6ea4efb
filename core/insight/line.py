"""The linear regression in closed form: its cost for every slope w, and a run's path down it.

The mean of (y - w x)^2 over the points is a parabola in w, so the learner can see the whole
landscape in which gradient descent walks. From the same formulas follows how large a step may be:
with curvature 2 mean(x^2) plain gradient descent converges for learning rates below 2 / curvature
and overshoots from 1 / curvature on.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.run.events import Steps
from core.run.moment import Moment
from core.run.record import RunRecord

Floats = NDArray[np.float64]

MAX_POINTS = 2000  # of a path that are drawn: the first 1,000 and the last 1,000
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

    def at(self, indices: NDArray[np.int64]) -> "Points":
        """Return some of the points: those of a batch."""
        return Points(self.x[indices], self.y[indices])


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

    def gradient(self, w: float) -> float:
        """Return the derivative of the cost at w."""
        return 2 * self.steepness * (w - self.best)

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


@dataclass(frozen=True)
class Path:
    """The way of a run down the cost, step by step.

    Attributes:
        slopes: float64 (N + 1,): before the first step, and after each.
        gradients, costs: float64 (N,): of the step's batch, at the slope before it; NaN for a step
            that is a whole epoch, as runs of earlier versions and very long ones have them.
        moments: the moment after each step.
    """

    slopes: Floats
    gradients: Floats
    costs: Floats
    moments: Sequence[Moment]

    def __len__(self) -> int:
        """Return the number of steps."""
        return len(self.moments)


def path(record: RunRecord, start: float | None = None, until: Moment | None = None) -> Path:
    """Return the steps of a run: each with its batch where they are recorded, or else its epochs.

    Args:
        start: the slope before the first step, for a run that did not record it; None if it is not
            known either, so that the path begins after the first epoch.
        until: the moment after which the path ends; None for all of it.
    """
    slopes = [] if start is None else [start]
    taken: list[tuple[float, float, Moment]] = []
    for epoch, steps, weight in _epochs(record):
        if steps is not None:
            slopes = slopes or [steps.slopes[0]]
            slopes += steps.slopes[1:]
            moments = [Moment(epoch - 1, batch) for batch in range(1, len(steps.costs) + 1)]
            if weight is not None:
                moments[-1] = Moment(epoch)
            taken += zip(steps.gradients, steps.costs, moments, strict=True)
        elif weight is not None:
            taken += [(math.nan, math.nan, Moment(epoch))] if slopes else []
            slopes.append(weight)

    kept = [step for step in taken if until is None or step[2] <= until]
    return Path(
        np.array(slopes[: len(kept) + 1], np.float64),
        np.array([gradient for gradient, _, _ in kept], np.float64),
        np.array([cost for _, cost, _ in kept], np.float64),
        [moment for _, _, moment in kept],
    )


def _epochs(record: RunRecord) -> Iterator[tuple[int, Steps | None, float | None]]:
    """Yield each epoch with its steps, and the slope after it; None for one that is not done."""
    for epoch in record.epochs:
        yield epoch.epoch, epoch.steps, epoch.weight
    unfinished = record.progress or record.end
    if unfinished is not None and unfinished.steps is not None:
        yield record.epochs_done + 1, unfinished.steps, None


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
