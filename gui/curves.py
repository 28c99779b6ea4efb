"""The curves of one run in one plot: a strong line for the test examples, a faint one for training, a live end."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QPen

from core.events import EpochCompleted
from core.history import RunRecord
from gui import theme

Value = Callable[[EpochCompleted], float | None]
STRONG, FAINT = 2.0, 1.2  # line widths in pixels
FAINT_ALPHA = 150  # of 255


@dataclass(frozen=True)
class Quantity:
    """What a plot shows of each epoch; None where a run has no such number."""

    test: Value
    train: Value
    live: Callable[[RunRecord], float | None] = lambda _record: None
    suffix: str = ""


class RunCurves:
    """Two lines, a dot at the live end and its value beside it."""

    def __init__(self, plot: pg.PlotItem, quantity: Quantity) -> None:
        self._plot = plot
        self._quantity = quantity
        self._train = pg.PlotDataItem(connect="finite")
        self._test = pg.PlotDataItem(connect="finite")
        self._dot = pg.PlotDataItem(pen=None, symbol="o", symbolSize=7, symbolPen=None)
        self.value = pg.TextItem(anchor=(0, 0.5))
        self.value.setFont(theme.tabular(self.value.textItem.font()))
        self.end: tuple[float, float] | None = None
        for item in (self._train, self._test, self._dot):
            plot.addItem(item)
        plot.addItem(self.value, ignoreBounds=True)

    def set_style(self, style: theme.RunStyle) -> None:
        """Colour and dash."""
        strong, faint = QPen(style.colour), QPen(style.colour)
        for pen, width in ((strong, STRONG), (faint, FAINT)):
            pen.setCosmetic(True)
            pen.setWidthF(width)
        if style.dash is not None:
            strong.setDashPattern(list(style.dash))
        colour = style.colour
        colour.setAlpha(FAINT_ALPHA)
        faint.setColor(colour)
        faint.setStyle(Qt.PenStyle.SolidLine)
        self._test.setPen(strong)
        self._train.setPen(faint)
        self._dot.setSymbolBrush(strong.color())
        self.value.setColor(strong.color())

    def show(self, record: RunRecord) -> None:
        """Draw what the run has told so far."""
        x = np.array([epoch.epoch for epoch in record.epochs], np.float64)
        test = self._numbers(record.epochs, self._quantity.test)
        train = self._numbers(record.epochs, self._quantity.train)
        train_x = x
        live, progress = self._quantity.live(record), record.progress
        if live is not None and progress is not None:
            now = progress.epoch - 1 + progress.batch / progress.batches
            train_x, train = np.append(x, now), np.append(train, live)
        self._test.setData(x, test)
        self._train.setData(train_x, train)
        self._show_end(x, test, train_x, train)

    def _show_end(self, *pairs: np.ndarray) -> None:
        """The dot goes to the last test value, or before there is one to the live end of training."""
        ends = [(x[-1], y[-1]) for x, y in zip(pairs[::2], pairs[1::2], strict=True) if len(y) and np.isfinite(y[-1])]
        self.end = ends[0] if ends else None
        self._dot.setData(*([[value] for value in self.end] if self.end else [[], []]))
        self.value.setVisible(self.end is not None)
        if self.end is not None:
            self.value.setText(f"{self.end[1]:.{4 if not self._quantity.suffix else 2}f}{self._quantity.suffix}")

    @staticmethod
    def _numbers(epochs: Sequence[EpochCompleted], value: Value) -> np.ndarray:
        return np.array([np.nan if (number := value(epoch)) is None else number for epoch in epochs], np.float64)

    @property
    def sample(self) -> pg.PlotDataItem:
        """The line that stands for the run in a legend."""
        return self._test

    def end_in_view(self, logarithmic: bool) -> pg.Point:
        """Where the live end lies in the plot's own coordinates."""
        assert self.end is not None
        x, y = self.end
        return pg.Point(x, np.log10(y) if logarithmic and y > 0 else y)

    def remove(self) -> None:
        """Take everything out of the plot."""
        for item in (self._train, self._test, self._dot, self.value):
            self._plot.removeItem(item)
