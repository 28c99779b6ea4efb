"""The curves of a plot as plain arrays: axes, smoothing, mean and band over seeds, thinning.

Everything is computed from all measurements and thinned last, only for drawing. So no number
depends on the size of a plot or on the other runs in it.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from core.network.architecture import multiplication_count
from core.run.events import EpochCompleted, MomentMeasured, SettingChanged
from core.run.record import RunRecord, of_first_epoch

Floats = NDArray[np.float64]

_BLOCK = 64  # values smoothed by one matrix product
_INITIAL_CAPACITY = 256  # epochs


class XAxis(StrEnum):
    """The x axis of the curves."""

    EPOCH = "epoch"
    TIME = "time"
    EXAMPLES = "examples"
    MULTIPLICATIONS = "multiplications"


class Number(StrEnum):
    """The numbers of an epoch that can be drawn; the values are the attributes' names.

    Those on test examples are on the held-out ones while a run's test set is closed.
    """

    COST = "cost"
    TEST_COST = "test_cost"
    ACCURACY = "accuracy"
    TRAIN_ACCURACY = "train_accuracy"
    WEIGHT = "weight"
    ELAPSED_S = "elapsed_s"


@dataclass(frozen=True)
class _Moments:
    """What was measured within an epoch.

    Attributes:
        epochs_done: (moments,).
        table: (moments, numbers), in the order of `Number`.
    """

    epochs_done: Floats = field(default_factory=lambda: np.empty(0))
    table: Floats = field(default_factory=lambda: np.empty((0, len(Number))))


class RunSeries:
    """A run's measurements as columns of numbers, NaN for numbers that a measurement lacks.

    Its rows are the untrained network and the moments measured within the first epoch, the
    completed epochs, and the moments measured within the epoch in progress.

    Attributes:
        record: the run; only read.
    """

    def __init__(self, record: RunRecord) -> None:
        self.record = record
        self._table = np.empty((_INITIAL_CAPACITY, len(Number)), np.float64)
        self._count = 0
        self._last: EpochCompleted | None = None
        self._points: list[MomentMeasured] = []
        self._early = self._late = _Moments()
        self._is_sealed = record.is_sealed

    def update(self) -> bool:
        """Read the new measurements; return whether there were any."""
        has_points = self._points != self.record.points
        if self._is_sealed is not self.record.is_sealed:  # other examples judge it now
            self._is_sealed, self._count = self.record.is_sealed, 0
            has_points = True
        if has_points:
            self._read_points()
        return self._read_epochs() or has_points

    def _read_points(self) -> None:
        """Read the moments of the first epoch, and those of a later one in progress."""
        self._points = list(self.record.points)
        early = of_first_epoch(self._points)
        self._early, self._late = (
            _Moments(
                np.array([point.epochs_done for point in part]),
                np.array([self._numbers(point) for point in part]).reshape(-1, len(Number)),
            )
            for part in (early, self._points[len(early) :])
        )

    def _read_epochs(self) -> bool:
        epochs = self.record.epochs

        # the record may have replaced its epochs by others since the last update
        is_longer = len(epochs) >= self._count and (
            self._count == 0 or epochs[self._count - 1] is self._last
        )
        known = self._count if is_longer else 0
        if known == len(epochs) == self._count:
            return False

        while len(epochs) > len(self._table):
            self._table = np.concatenate([self._table, np.empty_like(self._table)])
        for row, epoch in enumerate(epochs[known:], known):
            self._table[row] = self._numbers(epoch)

        self._count = len(epochs)
        self._last = epochs[-1] if epochs else None
        return True

    def __len__(self) -> int:
        return self._count + len(self._points)

    def epochs(self) -> Floats:
        """Return the epochs done at every measurement, in order; with a part within an epoch."""
        done = np.arange(1.0, self._count + 1)
        return np.concatenate([self._early.epochs_done, done, self._late.epochs_done])

    def values(self, number: Number) -> Floats:
        """Return one number of every measurement, in order."""
        column = list(Number).index(number)
        parts = self._early.table, self._table[: self._count], self._late.table
        return np.concatenate([part[:, column] for part in parts])

    def x(self, axis: XAxis) -> Floats:
        """Return the x of every measurement, in order."""
        if axis is XAxis.TIME:
            return self.values(Number.ELAPSED_S)
        return self.epochs() * spent_per_epoch(self.record, axis)

    def curve(self, number: Number, axis: XAxis) -> tuple[Floats, Floats, Floats]:
        """Return the epochs done, x and values of one number.

        Moments at which it was not measured are left out, so that a line goes on between those at
        which it was; completed epochs never are.
        """
        epochs, x, y = self.epochs(), self.x(axis), self.values(number)
        is_kept = np.isfinite(y) | is_whole(epochs)
        return epochs[is_kept], x[is_kept], y[is_kept]

    def x_after(self, epochs: float, axis: XAxis) -> float:
        """Return the x at which a number of epochs, with parts of one, was done.

        Within an epoch, time is interpolated linearly; the epoch in progress lasts until now.
        """
        if axis is not XAxis.TIME:
            return epochs * spent_per_epoch(self.record, axis)

        done, times = self.epochs(), self.values(Number.ELAPSED_S)
        if not len(done) or done[0] > 0:
            done, times = np.append(0.0, done), np.append(0.0, times)
        progress = self.record.progress
        if progress is not None and epochs_in(self.record) > done[-1]:
            done = np.append(done, epochs_in(self.record))
            times = np.append(times, progress.elapsed_s)
        return float(np.interp(epochs, done, times))

    def _numbers(self, measured: EpochCompleted | MomentMeasured) -> list[float]:
        """Return a measurement's numbers, on the examples that judge the run."""
        judged = {
            Number.TEST_COST: self.record.cost_of(measured),
            Number.ACCURACY: self.record.accuracy_of(measured),
        }
        numbers = (judged.get(one, getattr(measured, one.value)) for one in Number)
        return [np.nan if number is None else number for number in numbers]

    def now(self, axis: XAxis) -> float:
        """Return the x that the epoch in progress has reached."""
        progress = self.record.progress
        if axis is XAxis.TIME and progress is not None:
            return progress.elapsed_s
        return self.x_after(epochs_in(self.record), axis)


def is_whole(epochs: Floats) -> NDArray[np.bool_]:
    """Return where whole epochs are completed, at least one."""
    whole: NDArray[np.bool_] = (epochs >= 1) & (epochs == np.floor(epochs))
    return whole


def examples_per_epoch(record: RunRecord) -> int:
    """Return how many training examples the network sees in an epoch, in full batches."""
    data, started = record.config.data, record.started
    batches = data.batches_per_epoch if started is None else started.batches
    return batches * data.batch_size


def spent_per_epoch(record: RunRecord, axis: XAxis) -> float:
    """Return what an epoch adds along an axis other than time.

    Multiplications are those of a weight and an input, forwards alone; backwards a layer takes
    about twice as many.
    """
    if axis is XAxis.EPOCH:
        return 1.0
    examples = float(examples_per_epoch(record))
    if axis is XAxis.EXAMPLES:
        return examples
    return examples * multiplication_count(record.config.model)


def epochs_in(record: RunRecord) -> float:
    """Return the number of epochs done, including the part of the one in progress."""
    progress = record.progress
    return (
        record.epochs_done
        if progress is None
        else progress.epoch - 1 + progress.batch / progress.batches
    )


def epochs_before(change: SettingChanged) -> float:
    """Return the number of epochs, with parts, done when a setting was changed."""
    return change.epoch - 1 + (change.batch - 1) / change.batches


def smoothed(values: Floats, weight: float) -> Floats:
    """Return the exponential moving average with bias correction, as TensorBoard and Adam do.

    m_t = weight m_(t-1) + (1 - weight) v_t, divided by 1 - weight^t (D. Kingma and J. Ba, "Adam",
    2015, section 3). Values that are not finite stay as they are and do not affect the others. A
    weight of 0 changes nothing.
    """
    is_finite = np.isfinite(values)
    finite = values[is_finite]
    if weight <= 0 or not len(finite):
        return values

    # within blocks, each starting from zero: one matrix product
    size = min(_BLOCK, len(finite))
    blocks = np.pad(finite, (0, -len(finite) % size)).reshape(-1, size)
    lag = np.subtract.outer(np.arange(size), np.arange(size))
    inside = blocks @ np.where(lag >= 0, (1 - weight) * weight ** np.maximum(lag, 0), 0.0).T

    # from block to block: the last average decays
    decay = weight ** np.arange(1, size + 1)
    previous = 0.0
    for row in range(len(inside)):
        inside[row] += previous * decay
        previous = inside[row, -1]

    correction = 1 - weight ** np.arange(1.0, len(finite) + 1)
    result = values.copy()
    result[is_finite] = inside.ravel()[: len(finite)] / correction
    return result


def same_but_for_the_seed(records: Iterable[RunRecord]) -> list[list[RunRecord]]:
    """Group runs that differ only in their seeds, in the order of each group's first run.

    A run that was forked or changed by hand stays alone, because its config does not describe it
    completely. So does a run that repeats a seed, because it is no further evidence. Imported runs
    are no further evidence of one's own either, and are grouped among themselves.
    """
    groups: dict[str, list[RunRecord]] = {}
    for record in records:
        settings = json.dumps(record.config.model_dump(mode="json", exclude={"seed"}))
        settings += "imported" if record.is_imported else ""
        is_special = record.forked_from is not None or bool(record.changes)
        is_repeated = any(
            record.config.seed == other.config.seed for other in groups.get(settings, ())
        )
        groups.setdefault(record.run if is_special or is_repeated else settings, []).append(record)
    return list(groups.values())


@dataclass(frozen=True)
class Band:
    """Several curves as one: for each epoch the mean, the lowest and the highest value.

    Attributes:
        epochs: the epochs done, with parts of one.
        count: the number of curves that have a value in each epoch.
    """

    epochs: Floats
    x: Floats
    mean: Floats
    low: Floats
    high: Floats
    count: NDArray[np.int64]


def combined(curves: Sequence[tuple[Floats, Floats, Floats]]) -> Band:
    """Combine curves into a band.

    The mean's x advances by the mean of the steps, so it never turns back where a curve ends.

    Args:
        curves: the epochs done, x and y of each, as `RunSeries.curve` returns them.
    """
    all_epochs = np.unique(np.concatenate([epochs for epochs, _, _ in curves]))
    xs, ys = (np.full((len(curves), len(all_epochs)), np.nan) for _ in range(2))
    for row, (epochs, x, y) in enumerate(curves):
        ys[row, np.searchsorted(all_epochs, epochs)] = y
        # between a curve's own epochs, where only others were measured
        if len(epochs):
            start = np.zeros(0 if epochs[0] == 0 else 1)
            done, x_done = np.append(start, epochs), np.append(start, x)
            xs[row] = np.interp(all_epochs, done, x_done, right=np.nan)

    steps, _ = _mean(np.diff(xs, prepend=0.0))
    mean, count = _mean(ys)

    is_finite = np.isfinite(ys)
    low = np.where(is_finite, ys, np.inf).min(axis=0)
    high = np.where(is_finite, ys, -np.inf).max(axis=0)
    for edge in (low, high):
        edge[count == 0] = np.nan
    return Band(all_epochs, np.cumsum(steps), mean, low, high, count)


def _mean(table: Floats) -> tuple[Floats, NDArray[np.int64]]:
    """Return the mean of each column's finite entries, NaN for none, and their number."""
    is_finite = np.isfinite(table)
    count = is_finite.sum(axis=0)
    total = np.where(is_finite, table, 0.0).sum(axis=0)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan), count


def thinned(x: Floats, y: Floats, low: float, high: float, columns: int) -> tuple[Floats, Floats]:
    """Thin the part of a curve from `low` to `high` to two points for each column of pixels.

    A column keeps its lowest and its highest value, so no peak is lost; the first and the last
    point stay. `x` rises.
    """
    first = max(0, int(np.searchsorted(x, low)) - 1)
    end = int(np.searchsorted(x, high, "right")) + 1
    x, y = x[first:end], y[first:end]
    if len(x) <= 2 * columns or x[-1] <= x[0]:
        return x, y

    # the lowest and the highest value of each column: points starts[i] to ends[i]
    column = np.minimum(((x - x[0]) * (columns / (x[-1] - x[0]))).astype(np.int64), columns - 1)
    starts = np.flatnonzero(np.diff(column, prepend=-1))
    ends = np.append(starts[1:], len(x)) - 1
    is_finite = np.isfinite(y)
    lowest = np.minimum.reduceat(np.where(is_finite, y, np.inf), starts)
    highest = np.maximum.reduceat(np.where(is_finite, y, -np.inf), starts)

    # the first point, two for each column in the order of its course, the last point
    rises = y[ends] >= y[starts]
    points = np.empty((2, 2 * len(starts) + 2))
    points[:, 0], points[:, -1] = (x[0], y[0]), (x[-1], y[-1])
    points[0, 1:-1:2], points[0, 2:-1:2] = x[starts], x[ends]
    points[1, 1:-1:2], points[1, 2:-1:2] = np.where(rises, (lowest, highest), (highest, lowest))
    points[1, ~np.isfinite(points[1])] = np.nan
    return points[0], points[1]


def bounds(curves: Iterable[Floats]) -> tuple[float, float] | None:
    """Return the lowest and the highest finite number of all; None if there is none."""
    finite = [kept for values in curves if len(kept := values[np.isfinite(values)])]
    if not finite:
        return None
    low = min(float(values.min()) for values in finite)
    high = max(float(values.max()) for values in finite)
    return low, high
