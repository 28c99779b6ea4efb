"""What a plot shows, as plain arrays: where epochs lie, smoothing, mean and band over seeds, honest thinning.

Everything is computed from all completed epochs and thinned last, only for the drawing, so that no
number depends on the size of a plot or on which other runs are shown.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from core.run.events import EpochCompleted, SettingChanged
from core.run.record import RunRecord

Floats = NDArray[np.float64]

_BLOCK = 64  # values smoothed by one matrix product
_FIRST_ROOM = 256


class XAxis(StrEnum):
    """What the curves are drawn over."""

    EPOCH = "epoch"
    TIME = "time"
    EXAMPLES = "examples"


class Number(StrEnum):
    """The numbers of an epoch that can be drawn; the values are the attributes' names."""

    COST = "cost"
    TEST_COST = "test_cost"
    ACCURACY = "accuracy"
    TRAIN_ACCURACY = "train_accuracy"
    WEIGHT = "weight"
    ELAPSED_S = "elapsed_s"


class RunSeries:
    """A run's completed epochs as columns of numbers, NaN where an epoch has none.

    Attributes:
        record: the run; only read.
    """

    def __init__(self, record: RunRecord) -> None:
        self.record = record
        self._table = np.empty((_FIRST_ROOM, len(Number)), np.float64)
        self._count = 0
        self._last: EpochCompleted | None = None

    def update(self) -> bool:
        """Read the epochs that are new; says whether there were any."""
        epochs = self.record.epochs
        is_longer = len(epochs) >= self._count and (
            self._count == 0 or epochs[self._count - 1] is self._last
        )
        known = self._count if is_longer else 0  # other epochs were put in the place of those known
        if known == len(epochs) == self._count:
            return False
        while len(epochs) > len(self._table):
            self._table = np.concatenate([self._table, np.empty_like(self._table)])
        for row, epoch in enumerate(epochs[known:], known):
            numbers = (getattr(epoch, number.value) for number in Number)
            self._table[row] = [np.nan if number is None else number for number in numbers]
        self._count = len(epochs)
        self._last = epochs[-1] if epochs else None
        return True

    def __len__(self) -> int:
        return self._count

    def values(self, number: Number) -> Floats:
        """One number of every completed epoch, in order."""
        return self._table[: self._count, list(Number).index(number)]

    def x(self, axis: XAxis) -> Floats:
        """Where the completed epochs lie."""
        if axis is XAxis.TIME:
            return self.values(Number.ELAPSED_S)
        epochs = np.arange(1, self._count + 1, dtype=np.float64)
        return epochs * examples_per_epoch(self.record) if axis is XAxis.EXAMPLES else epochs

    def x_after(self, epochs: float, axis: XAxis) -> float:
        """Where the moment lies at which so many epochs were done, parts of one included.

        Within an epoch, time is taken to pass evenly; the epoch in progress lasts until now.
        """
        if axis is XAxis.EXAMPLES:
            return epochs * examples_per_epoch(self.record)
        if axis is XAxis.EPOCH:
            return epochs
        done, times = np.arange(self._count + 1), np.append(0.0, self.values(Number.ELAPSED_S))
        progress = self.record.progress
        if progress is not None:
            done, times = (
                np.append(done, epochs_in(self.record)),
                np.append(times, progress.elapsed_s),
            )
        return float(np.interp(epochs, done, times))

    def now(self, axis: XAxis) -> float:
        """Where the epoch in progress has got to."""
        progress = self.record.progress
        if axis is XAxis.TIME and progress is not None:
            return progress.elapsed_s
        return self.x_after(epochs_in(self.record), axis)


def examples_per_epoch(record: RunRecord) -> int:
    """Return how many training examples the network sees in an epoch, in full batches."""
    data, started = record.config.data, record.started
    batches = data.batches_per_epoch if started is None else started.batches
    return batches * data.batch_size


def epochs_in(record: RunRecord) -> float:
    """Epochs done, with the part of the one in progress."""
    progress = record.progress
    return (
        record.epochs_done
        if progress is None
        else progress.epoch - 1 + progress.batch / progress.batches
    )


def epochs_before(change: SettingChanged) -> float:
    """Epochs, with parts, that were done when a setting was changed."""
    return change.epoch - 1 + (change.batch - 1) / change.batches


def smoothed(values: Floats, weight: float) -> Floats:
    """The exponential moving average, freed from its start at zero: as in TensorBoard and in Adam's moments.

    m_t = weight m_(t-1) + (1 - weight) v_t, divided by 1 - weight^t (D. Kingma and J. Ba, "Adam",
    2015, section 3). Values that are not finite stay as they are and do not touch the others. A
    weight of 0 changes nothing.
    """
    is_finite = np.isfinite(values)
    kept = values[is_finite]
    if weight <= 0 or not len(kept):
        return values
    size = min(_BLOCK, len(kept))
    blocks = np.pad(kept, (0, -len(kept) % size)).reshape(-1, size)
    lag = np.subtract.outer(np.arange(size), np.arange(size))
    inside = blocks @ np.where(lag >= 0, (1 - weight) * weight ** np.maximum(lag, 0), 0.0).T
    decay = weight ** np.arange(1, size + 1)
    exported = 0.0
    for row in range(len(inside)):
        inside[row] += exported * decay
        exported = inside[row, -1]
    result = values.copy()
    result[is_finite] = inside.ravel()[: len(kept)] / (1 - weight ** np.arange(1.0, len(kept) + 1))
    return result


def same_but_for_the_seed(records: Iterable[RunRecord]) -> list[list[RunRecord]]:
    """The runs in groups of equal settings, in the order of each group's first.

    A run that was forked or changed by hand stays alone: its config does not tell all that it did.
        So does one that
    repeats a seed: it is no further evidence.
    """
    groups: dict[str, list[RunRecord]] = {}
    for record in records:
        settings = json.dumps(record.config.model_dump(mode="json", exclude={"seed"}))
        is_special = record.forked_from is not None or bool(record.changes)
        is_repeated = any(
            record.config.seed == other.config.seed for other in groups.get(settings, ())
        )
        groups.setdefault(record.run if is_special or is_repeated else settings, []).append(record)
    return list(groups.values())


@dataclass(frozen=True)
class Band:
    """Several curves as one: for each epoch the mean, the lowest and the highest of those that have it.

    Attributes:
        count: how many have it.
    """

    x: Floats
    mean: Floats
    low: Floats
    high: Floats
    count: NDArray[np.int64]


def combined(curves: Sequence[tuple[Floats, Floats]]) -> Band:
    """Pairs of x and y, one entry per epoch from the first, as mean and band.

    The mean's x goes on by the mean of the steps, so it never turns back where a curve ends.
    """
    longest = max(len(x) for x, _ in curves)
    xs, ys = (np.full((len(curves), longest), np.nan) for _ in range(2))
    for row, (x, y) in enumerate(curves):
        xs[row, : len(x)], ys[row, : len(y)] = x, y
    steps, _ = _mean(np.diff(xs, prepend=0.0))
    mean, count = _mean(ys)
    is_there = np.isfinite(ys)
    low, high = (
        np.where(is_there, ys, np.inf).min(axis=0),
        np.where(is_there, ys, -np.inf).max(axis=0),
    )
    for edge in (low, high):
        edge[count == 0] = np.nan
    return Band(np.cumsum(steps), mean, low, high, count)


def _mean(table: Floats) -> tuple[Floats, NDArray[np.int64]]:
    """Mean of each column's finite entries, and how many there are; NaN for none."""
    is_there = np.isfinite(table)
    count = is_there.sum(axis=0)
    total = np.where(is_there, table, 0.0).sum(axis=0)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan), count


def thinned(x: Floats, y: Floats, low: float, high: float, columns: int) -> tuple[Floats, Floats]:
    """The part of a curve from `low` to `high`, with at most two points for each column of pixels.

    A column keeps its lowest and its highest value, so no peak is lost; the first and the last
    point stay. `x` rises.
    """
    first, end = (
        max(0, int(np.searchsorted(x, low)) - 1),
        int(np.searchsorted(x, high, "right")) + 1,
    )
    x, y = x[first:end], y[first:end]
    if len(x) <= 2 * columns or x[-1] <= x[0]:
        return x, y
    column = np.minimum(((x - x[0]) * (columns / (x[-1] - x[0]))).astype(np.int64), columns - 1)
    starts = np.flatnonzero(np.diff(column, prepend=-1))
    ends = np.append(starts[1:], len(x)) - 1
    is_finite = np.isfinite(y)
    lowest = np.minimum.reduceat(np.where(is_finite, y, np.inf), starts)
    highest = np.maximum.reduceat(np.where(is_finite, y, -np.inf), starts)
    rises = y[ends] >= y[starts]
    points = np.empty((2, 2 * len(starts) + 2))
    points[:, 0], points[:, -1] = (x[0], y[0]), (x[-1], y[-1])
    points[0, 1:-1:2], points[0, 2:-1:2] = x[starts], x[ends]
    points[1, 1:-1:2], points[1, 2:-1:2] = np.where(rises, (lowest, highest), (highest, lowest))
    points[1, ~np.isfinite(points[1])] = np.nan
    return points[0], points[1]


def bounds(curves: Iterable[Floats]) -> tuple[float, float] | None:
    """The lowest and the highest finite number of all; None if there is none."""
    finite = [kept for values in curves if len(kept := values[np.isfinite(values)])]
    if not finite:
        return None
    return min(float(values.min()) for values in finite), max(
        float(values.max()) for values in finite
    )
