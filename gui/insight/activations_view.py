"""The activations of one layer as bars."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.insight.neurons import sample
from gui.insight.diverging import Floats, colour_of, number
from gui.style import theme
from gui.widgets.pickable import Pickable

BARS = 11 * theme.STEP  # height of the bars
FEW = 10  # neurons that are labelled
WIDEST = 9 * theme.STEP


@dataclass(frozen=True)
class LayerLook:
    """One layer for one digit.

    Attributes:
        title: what it is called.
        values: of all its neurons, (units,).
        kept: which neurons dropout kept, bool (units,); None where nothing is dropped.
        says_silent: whether to count the neurons that give nothing.
    """

    title: str
    values: Floats
    kept: NDArray[np.bool_] | None = None
    says_silent: bool = False


class LayerBars(Pickable):
    """A title, what is to be said of all neurons, and bars for up to 64 of them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = LayerLook("", np.zeros(1, np.float32))
        self.setFont(theme.sized(self.font(), theme.SMALL))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_layer(self, look: LayerLook) -> None:
        """Show this one."""
        self._look = look
        self.numbers = [int(number) for number in sample(len(look.values))]
        self.setAccessibleName(f"{look.title}: {self._summary()}")
        self.updateGeometry()
        self.update()

    def _head(self) -> int:
        return self.fontMetrics().height() + theme.STEP

    def sizeHint(self) -> QSize:
        """Title, bars, and the labels of few neurons."""
        labels = self.fontMetrics().height() if len(self.numbers) <= FEW else 0
        return QSize(60 * theme.STEP, self._head() + BARS + labels + theme.STEP)

    def _summary(self) -> str:
        values, parts = self._look.values, []
        if len(self.numbers) < len(values):
            text = self.tr("{shown} of {count} shown")
            parts.append(text.format(shown=len(self.numbers), count=len(values)))
        if self._look.kept is not None:
            dropped = int((~self._look.kept).sum())
            parts.append(
                self.tr("{count} of {total} dropped").format(count=dropped, total=len(values))
            )
        elif len(values) > FEW:
            parts.append(self.tr("mean {mean}").format(mean=number(float(values.mean()), 2)))
            if self._look.says_silent:
                parts.append(self.tr("{share} silent").format(share=f"{(values <= 0).mean():.0%}"))
        parts.append(self.tr("largest {value}").format(value=number(float(values.max()), 2)))
        return " · ".join(parts)

    def _width(self) -> float:
        return min(self.width() / max(1, len(self.numbers)), WIDEST)

    def place_at(self, position: QPointF) -> int | None:
        """The bar whose column a point lies in."""
        place = int(position.x() // self._width())
        return place if position.y() >= self._head() and 0 <= place < len(self.numbers) else None

    def tip(self, place: int) -> str:
        """The neuron and its number."""
        text = self.tr("Neuron {number}: {value}. Click to see how it comes about.")
        which = self.numbers[place]
        return text.format(number=which, value=number(float(self._look.values[which])))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Title on the left, summary on the right, bars up and down from the line of zero."""
        painter, named = QPainter(self), theme.colours()
        head = QRectF(0, 0, self.width(), self._head())
        painter.setPen(QColor(named.text))
        painter.drawText(head, Qt.AlignmentFlag.AlignLeft, self._look.title)
        room = (
            self.width() - painter.fontMetrics().horizontalAdvance(self._look.title) - theme.PADDING
        )
        summary = painter.fontMetrics().elidedText(
            self._summary(), Qt.TextElideMode.ElideRight, max(0, room)
        )
        painter.setPen(QColor(named.quiet))
        painter.drawText(head, Qt.AlignmentFlag.AlignRight, summary)
        values = np.nan_to_num(self._look.values)
        shown = values[list(self.numbers)]
        low, high = min(0.0, float(shown.min())), max(0.0, float(shown.max()))
        pixels = BARS / max(high - low, 1e-12)
        zero = self._head() + high * pixels
        for place, which in enumerate(self.numbers):
            self._paint_bar(painter, place, which, float(values[which]) * pixels, zero)
        painter.setPen(QColor(named.line))
        painter.drawLine(QPointF(0, zero), QPointF(self._width() * len(self.numbers), zero))

    def _paint_bar(
        self, painter: QPainter, place: int, which: int, height: float, zero: float
    ) -> None:
        named, width = theme.colours(), self._width()
        gap = 1.0 if width < 10 else float(theme.STEP)
        bar = QRectF(place * width + gap / 2, zero, width - gap, -height).normalized()
        column = QRectF(place * width, self._head(), width, BARS)
        is_chosen, kept = which == self.chosen, self._look.kept
        if is_chosen:
            painter.fillRect(column, QColor(named.line))
        if kept is not None and not kept[which]:
            painter.setPen(QPen(QColor(named.quiet), 1, Qt.PenStyle.DotLine))
            painter.drawRect(bar.adjusted(0.5, 0.5, -0.5, -0.5))
        else:
            painter.fillRect(bar, colour_of(height >= 0))
        if len(self.numbers) <= FEW:
            painter.setPen(QColor(named.text if is_chosen else named.quiet))
            label = QRectF(
                place * width, self._head() + BARS + 1, width, painter.fontMetrics().height()
            )
            painter.drawText(label, Qt.AlignmentFlag.AlignCenter, str(which))
