"""The curves of a run, or of runs that differ only in the seed; training is drawn faintly."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Self

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsPathItem

from core.files import parse_json
from core.number_text import MAX_PLAIN, NOTHING, cost_text
from core.run.changes import by_batch_thinned
from core.run.series import (
    Band,
    Floats,
    Number,
    RunSeries,
    XAxis,
    bounds,
    combined,
    epochs_before,
    is_whole,
    smoothed,
)
from gui.plots.plot_area import EMPTY, FEW, Line, PlotArea
from gui.plots.plot_marks import CurveMarks, Point, most_marks
from gui.style import theme

Curve = tuple[Floats, Floats, Floats]  # epochs done, x, y
NO_CURVE: Curve = EMPTY, EMPTY, EMPTY
ABOUT = "≈ "  # before a value that a sample of the test images gives
STRONG, FAINT, SELECTED_MORE = 2.0, 1.2, 1.0  # line widths in pixels
LARGE_COST = 100.0  # from here on with fewer decimals
FAINT_ALPHA, RAW_ALPHA, BAND_ALPHA = 150, 75, 45  # of 255


@dataclass(frozen=True)
class Quantity:
    """A number that a plot shows for each epoch.

    Attributes:
        train: the training number; None where there is none.
        is_live: whether the epoch in progress has one too.
        factor: the numbers are multiplied by it.
    """

    test: Number
    train: Number | None
    is_live: bool = False
    factor: float = 1.0
    decimals: int = 4
    suffix: str = ""

    def text(self, value: float) -> str:
        """Format a value as it is shown next to curves, where there is space for seven letters."""
        if not np.isfinite(value):
            return NOTHING
        if self.is_live and LARGE_COST <= value < MAX_PLAIN:
            return f"{value:.6g}"
        return cost_text(value) if self.is_live else f"{value:.{self.decimals}f}{self.suffix}"


COST = Quantity(Number.TEST_COST, Number.COST, is_live=True)
ACCURACY = Quantity(Number.ACCURACY, Number.TRAIN_ACCURACY, factor=100.0, decimals=2, suffix="%")
WEIGHT = Quantity(Number.WEIGHT, None)


@dataclass(frozen=True)
class Choices:
    """How curves are drawn; `written` and `read` convert it for the window's settings.

    Attributes:
        smoothing: the weight of the exponential average, 0 to 0.99.
        is_grouped: whether runs that differ only in the seed become one curve with a band.
        shows_singles: whether these runs are drawn behind it.
    """

    axis: XAxis = XAxis.EPOCH
    smoothing: float = 0.0
    is_grouped: bool = True
    shows_singles: bool = False
    is_logarithmic: bool = False

    def written(self) -> str:
        """Return the choices as one line of text."""
        return json.dumps(asdict(self))

    @classmethod
    def read(cls, stored: object) -> Self:
        """Read what was `written`; return the defaults if that fails."""
        try:
            choices = cls(**parse_json(str(stored)))
            switches = (choices.is_grouped, choices.shows_singles, choices.is_logarithmic)
            is_valid = all(isinstance(switch, bool) for switch in switches)
            is_valid = is_valid and 0 <= choices.smoothing < 1
            return replace(choices, axis=XAxis(choices.axis)) if is_valid else cls()
        except (ValueError, TypeError):
            return cls()


@dataclass(frozen=True)
class Reading:
    """A curve's values at one position.

    Attributes:
        train: NaN where there is no such number.
        low, high: limits of the band; equal to `test` for a single run.
        count: the number of runs that have a value there.
        is_sampled: whether `test` is of a sample of the test images, as within an epoch.
    """

    test: float
    train: float
    low: float
    high: float
    count: int
    is_sampled: bool = False


def reading_texts(quantity: Quantity, reading: Reading | None, count: int) -> tuple[str, ...]:
    """Return a reading as texts for `count` columns: test, training, band."""
    if reading is None:
        return (NOTHING,) * count
    texts = [(ABOUT if reading.is_sampled else "") + quantity.text(reading.test)]
    texts += [quantity.text(reading.train)] * (quantity.train is not None)
    if reading.count > 1:
        texts.append(f"{quantity.text(reading.low)} – {quantity.text(reading.high)}")
    return tuple([*texts, *[""] * count][:count])


class TraceCurves:
    """All that is drawn of one trace in one plot.

    Attributes:
        ends_with_sample: whether the value at its end is of a sample of the test images.
    """

    def __init__(self, area: PlotArea, quantity: Quantity, members: int) -> None:
        self._area = area
        self.quantity = quantity
        self._raw = Line(area, 1), Line(area, 1)
        self.train, self.test = Line(area, 3), Line(area, 4)
        self._singles = [Line(area, 2) for _ in range(members)]
        self._tails = [Line(area, 3) for _ in range(members)]
        self._band = QGraphicsPathItem()
        self._band.setPen(QPen(Qt.PenStyle.NoPen))
        area.add(self._band)
        self._band_of: Band | None = None
        self._epochs = EMPTY  # done at the points of `test`
        self.marks = CurveMarks(area)
        self.ends_with_sample = False
        self._style: theme.RunStyle | None = None
        self._is_selected = False

    def lines(self) -> list[Line]:
        """Return all lines."""
        return [*self._raw, self.train, self.test, *self._singles, *self._tails]

    @property
    def has_changes(self) -> bool:
        """Whether settings changed by hand are marked here."""
        return self.quantity is COST

    def set_style(self, style: theme.RunStyle, is_selected: bool) -> None:
        """Set colour and dash; a selected run is a little stronger and lies above the others."""
        self._style, self._is_selected = style, is_selected
        extra = SELECTED_MORE if is_selected else 0.0
        strong = QPen(style.colour, STRONG + extra)
        if style.dash is not None:
            strong.setDashPattern(list(style.dash))

        faint, raw = (
            QPen(theme.translucent(style.colour, alpha / 255), FAINT)
            for alpha in (FAINT_ALPHA, RAW_ALPHA)
        )
        faint.setWidthF(FAINT + extra / 2)

        self.test.set_look(strong)
        for line in (self.train, *self._tails):
            line.set_look(faint)
        for line in (*self._raw, *self._singles):
            line.set_look(raw)

        for line, z in ((self.train, 3), (self.test, 4)):
            line.setZValue(z + (10 if is_selected else 0))
        self._band.setBrush(QBrush(theme.translucent(style.colour, BAND_ALPHA / 255)))
        self.marks.set_colour(style.colour)

    def restyle(self) -> None:
        """Set the style again, since long plots draw lines differently."""
        if self._style is not None:
            self.set_style(self._style, self._is_selected)

    def show(self, series: Sequence[RunSeries], choices: Choices) -> None:
        """Draw all that was measured."""
        numbers = self.quantity.test, self.quantity.train
        raw_test, raw_train = (
            [self._curve(one, number, choices.axis) for one in series] for number in numbers
        )
        test, train = (
            [(epochs, x, smoothed(y, choices.smoothing)) for epochs, x, y in curves]
            for curves in (raw_test, raw_train)
        )

        is_group = len(series) > 1
        self._band_of = combined(test) if is_group else None
        self._epochs, _, _ = _mean(test)

        for line, curves in ((self.test, test), (self.train, train)):
            line.set_points(*_mean(curves)[1:])
        for line, curves in zip(self._raw, (raw_test, raw_train), strict=True):
            line.set_points(*(_mean(curves) if choices.smoothing > 0 else NO_CURVE)[1:])
        for line, curve in zip(self._singles, test, strict=True):
            line.set_points(*(curve if is_group and choices.shows_singles else NO_CURVE)[1:])

        self._draw_band()
        self._mark_best(series, choices.axis)
        self.show_live(series, choices)

    def _curve(self, series: RunSeries, number: Number | None, axis: XAxis) -> Curve:
        if number is None:
            return NO_CURVE
        epochs, x, y = series.curve(number, axis)
        return epochs, x, y * self.quantity.factor

    def show_live(self, series: Sequence[RunSeries], choices: Choices) -> None:
        """Draw the epoch in progress.

        It is a short piece of the training curve, the only part that moves within an epoch.
        """
        live: Point | None = None
        for one, tail in zip(series, self._tails, strict=True):
            progress = one.record.progress
            if progress is None or not self.quantity.is_live or self.quantity.train is None:
                tail.set_points(EMPTY, EMPTY)
                continue

            _, x, y = self._curve(one, self.quantity.train, choices.axis)
            now = one.now(choices.axis)
            if len(x) and now <= x[-1]:  # measured after the last report of progress
                tail.set_points(EMPTY, EMPTY)
                continue
            y = smoothed(np.append(y, progress.cost), choices.smoothing)
            tail.set_points(np.append(x[-1:], now), y[-2:])
            live = live or (float(tail.x[-1]), float(tail.y[-1]))

        self._mark_end(live)
        if self.has_changes:
            most = most_marks(len(series))
            self.marks.set_changes(
                [
                    self._point_of_training(one.x_after(epochs_before(together[0]), choices.axis))
                    for one in series
                    for together in by_batch_thinned(one.record.changes, most)[0]
                ]
            )

    def _mark_end(self, live: Point | None) -> None:
        """Mark the last test value, or, before there is one, the live end of training.

        The text is what the last whole epoch gave, as in the table; before there is one, what the
        sample gives.
        """
        (finite,) = np.nonzero(np.isfinite(self.test.y))
        self.ends_with_sample = False
        if not len(finite):
            self.marks.set_end(live, "" if live is None else self.quantity.text(live[1]))
            return
        end = float(self.test.x[finite[-1]]), float(self.test.y[finite[-1]])
        whole = finite[is_whole(self._epochs[finite])]
        self.ends_with_sample = not len(whole) and _is_sampled(self._epochs[finite[-1]])
        value = float(self.test.y[whole[-1]]) if len(whole) else end[1]
        self.marks.set_end(
            end, (ABOUT if self.ends_with_sample else "") + self.quantity.text(value)
        )

    def _mark_best(self, series: Sequence[RunSeries], axis: XAxis) -> None:
        best = series[0].record.best if len(series) == 1 and self.quantity is ACCURACY else None
        accuracy = series[0].record.accuracy_of(best)
        if best is None or accuracy is None or not len(series[0]):
            self.marks.set_best(None)
        else:
            self.marks.set_best(
                (series[0].x_after(best.epoch, axis), accuracy * self.quantity.factor)
            )

    def _point_of_training(self, x: float) -> Point:
        """Return the point of the training curve at `x`, including the epoch in progress."""
        tails = [tail for tail in self._tails if len(tail.x)]
        xs = np.concatenate([self.train.x, *(tail.x[-1:] for tail in tails)])
        ys = np.concatenate([self.train.y, *(tail.y[-1:] for tail in tails)])
        return x, float(np.interp(x, xs, ys)) if len(xs) else float("nan")

    def _draw_band(self) -> None:
        band = self._band_of
        is_there = band is not None and len(band.x) > 0
        self._band.setVisible(is_there)
        if band is None or not is_there:
            self._band.setPath(QPainterPath())
            return

        x, low = self._area.thinned(band.x, band.low)
        _, high = self._area.thinned(band.x, band.high)
        low, high = self._area.to_view(low), self._area.to_view(high)
        kept = np.isfinite(low) & np.isfinite(high)
        outline = np.append(x[kept], x[kept][::-1]), np.append(high[kept], low[kept][::-1])
        self._band.setPath(pg.arrayToQPath(*outline, connect="all"))

    def redraw(self) -> None:
        """Draw the same curves for the current axis and view."""
        for line in self.lines():
            if len(line.x):
                line.redraw()
        self._draw_band()

    def thin_again(self) -> None:
        """Draw long curves again after the view has changed."""
        if len(self.test.x) > FEW or len(self.train.x) > FEW:
            self.redraw()

    @property
    def outgrows_first_epoch(self) -> bool:
        """Whether these are accuracies with values after the first epoch, too.

        They would be one line, if the plot reached down to what the untrained network guesses.
        """
        return self.quantity is ACCURACY and bool((self._epochs > 1).any())

    def bounds(self, *, after_first_epoch: bool) -> tuple[float, float] | None:
        """Return the lowest and the highest value to be seen.

        Args:
            after_first_epoch: whether these are the values from the first epoch's end on, once
                there are any.
        """
        is_positive = self._area.is_logarithmic
        start = self._first_epoch() if after_first_epoch else float("-inf")
        drawn = [line.y[line.x >= start] for line in self.lines()]
        return bounds([y[y > 0] for y in drawn] if is_positive else drawn)

    def _first_epoch(self) -> float:
        """Return where on the axis the first epoch ends; minus infinity before it does."""
        is_after = self._epochs >= 1
        return float(self.test.x[is_after][0]) if is_after.any() else float("-inf")

    def reach(self) -> float:
        """Return how far right the curves reach."""
        return max(
            (float(line.x[-1]) for line in (self.test, self.train, *self._tails) if len(line.x)),
            default=0.0,
        )

    def reading(self, x: float) -> Reading | None:
        """Return the values of the last measurement at or before `x`; None outside the curve."""
        index = int(np.searchsorted(self.test.x, x * (1 + 1e-9), "right")) - 1
        if index < 0 or x > self.test.x[-1] * (1 + 1e-9):
            return None
        test = float(self.test.y[index])
        train = self._train_at(self.test.x[index])
        is_sampled = _is_sampled(self._epochs[index])
        band = self._band_of
        if band is None:
            return Reading(test, train, test, test, 1, is_sampled)
        low, high = float(band.low[index]), float(band.high[index])
        return Reading(test, train, low, high, int(band.count[index]), is_sampled)

    def _train_at(self, x: float) -> float:
        """Return the training number measured at `x`; NaN if none was."""
        is_there = np.isclose(self.train.x, x, rtol=1e-9, atol=0.0)
        return float(self.train.y[is_there][0]) if is_there.any() else float("nan")

    def nearest(self, epochs: float) -> float | None:
        """Return the epochs done at the measurement nearest to a number of epochs."""
        known = self._epochs
        return float(known[np.abs(known - epochs).argmin()]) if len(known) else None

    def remove(self) -> None:
        """Remove everything from the plot."""
        self.marks.remove()
        self._area.take_out(self._band)
        for line in self.lines():
            self._area.take_out(line)


def _mean(curves: Sequence[Curve]) -> Curve:
    if len(curves) == 1:
        return curves[0]
    band = combined(curves)
    return band.epochs, band.x, band.mean


def _is_sampled(epochs: float) -> bool:
    """Return whether the numbers after so many epochs are of a sample of the test images."""
    return epochs > 0 and not is_whole(np.array([epochs]))[0]
