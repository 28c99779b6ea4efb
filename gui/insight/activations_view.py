"""The activations of one layer as bars."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.insight.neurons import sample
from core.number_text import decimal_text
from gui.style import theme
from gui.style.diverging import Floats
from gui.widgets.pickable import Pickable

BARS = 11 * theme.STEP  # height of the bars
MAX_LABELLED = 10  # neurons whose numbers fit below their bars
MAX_WIDTH = 9 * theme.STEP  # of a bar, with the gap to the next


@dataclass(frozen=True)
class LayerActivations:
    """The activations of one layer for one digit.

    Attributes:
        title: the layer's name.
        values: of all its neurons, (units,).
        kept: which neurons dropout kept, bool (units,); None where nothing is dropped.
        counts_silent: whether to count the neurons whose output is 0.
        style: the number of the run's style; the bars have its colour.
    """

    title: str
    values: Floats
    kept: NDArray[np.bool_] | None = None
    counts_silent: bool = False
    style: int = 0


class LayerBars(Pickable):
    """A title, a summary of all neurons, and bars for up to 64 of them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layer = LayerActivations("", np.zeros(1, np.float32))
        self.setFont(theme.sized(self.font(), theme.TEXT))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_layer(self, layer: LayerActivations) -> None:
        """Show the activations of this layer."""
        self._layer = layer
        self.numbers = [int(unit) for unit in sample(len(layer.values))]
        self.setAccessibleName(f"{layer.title}: {self._summary()}")
        self.updateGeometry()
        self.update()

    def _head_height(self) -> int:
        return self.fontMetrics().height() + theme.STEP

    def sizeHint(self) -> QSize:
        """Return room for title and bars, and for labels if there are few neurons."""
        labels = self.fontMetrics().height() if len(self.numbers) <= MAX_LABELLED else 0
        return QSize(60 * theme.STEP, self._head_height() + BARS + labels + theme.STEP)

    def _summary(self) -> str:
        values = self._layer.values
        parts = []
        if len(self.numbers) < len(values):
            text = self.tr("{shown} of {count} shown")
            parts.append(text.format(shown=len(self.numbers), count=len(values)))

        if self._layer.kept is not None:
            dropped = int((~self._layer.kept).sum())
            text = self.tr("{count} of {total} dropped")
            parts.append(text.format(count=dropped, total=len(values)))
        elif len(values) > MAX_LABELLED:
            parts.append(self.tr("mean {mean}").format(mean=decimal_text(float(values.mean()), 2)))
            if self._layer.counts_silent:
                parts.append(self.tr("{share} silent").format(share=f"{(values <= 0).mean():.0%}"))

        low, high = (decimal_text(float(end), 2) for end in (values.min(), values.max()))
        if values.min() < 0:
            parts.append(self.tr("from {low} to {high}").format(low=low, high=high))
        else:
            parts.append(self.tr("largest {value}").format(value=high))
        return " · ".join(parts)

    def _width(self) -> float:
        return min(self.width() / max(1, len(self.numbers)), MAX_WIDTH)

    def index_at(self, position: QPointF) -> int | None:
        """Return the bar in whose column a point lies."""
        index = int(position.x() // self._width())
        is_below_head = position.y() >= self._head_height()
        return index if is_below_head and 0 <= index < len(self.numbers) else None

    def tip(self, index: int) -> str:
        """Return the neuron's number and its activation."""
        text = self.tr("Neuron {number}: {value}. Click to see how it is computed.")
        unit = self.numbers[index]
        return text.format(number=unit, value=decimal_text(float(self._layer.values[unit])))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint title and summary, and bars up and down from the line of zero."""
        painter = QPainter(self)
        self._paint_head(painter)

        values = np.nan_to_num(self._layer.values)
        shown = values[list(self.numbers)]
        low = min(0.0, float(shown.min()))
        high = max(0.0, float(shown.max()))
        pixels = BARS / max(high - low, 1e-12)
        zero = self._head_height() + high * pixels
        for index, unit in enumerate(self.numbers):
            self._paint_bar(painter, index, float(values[unit]) * pixels, zero)

        painter.setPen(QColor(theme.colours().line))
        painter.drawLine(QPointF(0, zero), QPointF(self._width() * len(self.numbers), zero))

    def _paint_head(self, painter: QPainter) -> None:
        """Paint the title on the left and the summary on the right."""
        named = theme.colours()
        metrics = painter.fontMetrics()
        head = QRectF(0, 0, self.width(), self._head_height())
        painter.setPen(QColor(named.text))
        painter.drawText(head, Qt.AlignmentFlag.AlignLeft, self._layer.title)

        room = max(0, self.width() - metrics.horizontalAdvance(self._layer.title) - theme.PADDING)
        summary = metrics.elidedText(self._summary(), Qt.TextElideMode.ElideRight, room)
        painter.setPen(QColor(named.quiet))
        painter.drawText(head, Qt.AlignmentFlag.AlignRight, summary)

    def _paint_bar(self, painter: QPainter, index: int, height: float, zero: float) -> None:
        named = theme.colours()
        width = self._width()
        unit = self.numbers[index]
        is_chosen = unit == self.chosen
        if is_chosen:
            column = QRectF(index * width, self._head_height(), width, BARS)
            painter.fillRect(column, QColor(named.line))

        gap = 1.0 if width < 10 else float(theme.STEP)
        bar = QRectF(index * width + gap / 2, zero, width - gap, -height).normalized()
        kept = self._layer.kept
        if kept is not None and not kept[unit]:
            painter.setPen(QPen(QColor(named.quiet), 1, Qt.PenStyle.DotLine))
            painter.drawRect(bar.adjusted(0.5, 0.5, -0.5, -0.5))
        else:
            painter.fillRect(bar, theme.run_style(self._layer.style).colour)

        if len(self.numbers) <= MAX_LABELLED:
            below = self._head_height() + BARS + 1
            label = QRectF(index * width, below, width, painter.fontMetrics().height())
            painter.setPen(QColor(named.text if is_chosen else named.quiet))
            painter.drawText(label, Qt.AlignmentFlag.AlignCenter, str(unit))
