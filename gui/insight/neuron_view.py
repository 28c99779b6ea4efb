"""How one neuron comes to its number: the sum, and the inputs that move it most."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from core.insight.neurons import Neuron
from gui.insight.diverging import Floats, colour_of, number
from gui.insight.weights_view import ImageGrid
from gui.style import theme
from gui.widgets.panel import Panel, styled_label
from gui.widgets.pickable import Pickable

SIDE = 24 * theme.STEP
STRONGEST = 6
BAR = 2 * theme.STEP


@dataclass(frozen=True)
class NeuronLook:
    """What is shown of one neuron or feature map.

    Attributes:
        title: which it is.
        activation: the name of what is done with its sum; empty at the output.
        neuron: None where there is no digit, or for a feature map.
        pictures, captions: images of equal size (count, height, width): weights, weights times ink.
        input_name: what the input at a place is called; None where pictures say it better.
    """

    title: str
    activation: str
    neuron: Neuron | None
    pictures: Floats
    captions: Sequence[str]
    input_name: Callable[[int], str] | None = None


class Contributions(Pickable):
    """The inputs that move a sum most, one per row: value times weight, and a bar for what they add."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFont(theme.sized(self.font(), theme.SMALL))
        self._neuron: Neuron | None = None
        self._names: list[str] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_neuron(self, neuron: Neuron, name: Callable[[int], str]) -> None:
        """The strongest inputs of this one."""
        self._neuron = neuron
        self.numbers = neuron.strongest(STRONGEST)
        self._names = [name(place) for place in self.numbers]
        self.update()

    def in_row(self) -> int:
        """One below the other."""
        return 1

    def _row(self) -> int:
        return self.fontMetrics().height() + 1

    def sizeHint(self) -> QSize:
        """All rows."""
        return QSize(60 * theme.STEP, STRONGEST * self._row())

    def place_at(self, position: QPointF) -> int | None:
        """The row under a point."""
        place = int(position.y() // self._row())
        return place if 0 <= place < len(self.numbers) else None

    def tip(self, _place: int) -> str:
        """What a click does."""
        return self.tr("Activation × weight. Click to see how this activation comes about.")

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Names, products, bars from the line of zero."""
        if self._neuron is None:
            return
        painter, named, added = QPainter(self), theme.colours(), self._neuron.contributions
        metrics = painter.fontMetrics()
        name_width = (
            max((metrics.horizontalAdvance(name) for name in self._names), default=0)
            + theme.PADDING
        )
        product_width = metrics.horizontalAdvance("−00.00 × −0.000") + theme.PADDING
        sum_width = metrics.horizontalAdvance("−00.000")
        low = min((float(added[place]) for place in self.numbers), default=0.0)
        high = max((float(added[place]) for place in self.numbers), default=1.0)
        left = name_width + product_width + sum_width + theme.PADDING
        low, high = min(low, 0.0), max(high, 0.0)
        pixels = max(10.0, self.width() - left) / max(high - low, 1e-12)
        zero = left - low * pixels
        right, centre = Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignVCenter
        for row, place in enumerate(self.numbers):
            where = QRectF(0, row * self._row(), self.width(), self._row())
            painter.setPen(QColor(named.text))
            painter.drawText(where, Qt.AlignmentFlag.AlignLeft | centre, self._names[row])
            value, weight = float(self._neuron.inputs[place]), float(self._neuron.weights[place])
            product = QRectF(name_width, where.top(), product_width - theme.PADDING, where.height())
            painter.setPen(QColor(named.quiet))
            painter.drawText(product, right | centre, f"{number(value, 2)} × {number(weight)}")
            total = QRectF(product.right() + theme.PADDING, where.top(), sum_width, where.height())
            painter.setPen(QColor(named.text))
            painter.drawText(total, right | centre, number(float(added[place])))
            length = float(added[place]) * pixels
            bar = QRectF(zero, where.center().y() - BAR / 2, length, BAR).normalized()
            painter.fillRect(bar, colour_of(length >= 0))
        painter.setPen(QColor(named.line))
        painter.drawLine(QPointF(zero, 0), QPointF(zero, len(self.numbers) * self._row()))


class NeuronView(Panel):
    """The neuron that was picked.

    Signals:
        input_picked(int): the input at this place among the neuron's.
    """

    input_picked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look: NeuronLook | None = None
        self._title = styled_label("title", self)
        self._names = [styled_label("quiet", self) for _ in range(4)]
        self._values = [QLabel(self) for _ in range(4)]
        self._pictures = ImageGrid(SIDE, self)
        self._pictures.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._contributions = Contributions(self)
        self._contributions.picked.connect(self.input_picked)
        formula = QGridLayout()
        formula.setHorizontalSpacing(theme.PADDING)
        formula.setVerticalSpacing(2)
        for row, (name, value) in enumerate(zip(self._names, self._values, strict=True)):
            value.setFont(theme.tabular(value.font()))
            value.setAlignment(Qt.AlignmentFlag.AlignRight)
            formula.addWidget(name, row, 0)
            formula.addWidget(value, row, 1)
        formula.setRowStretch(4, 1)
        sides = QHBoxLayout()
        sides.setSpacing(theme.GROUP_GAP)
        sides.addLayout(formula)
        sides.addWidget(self._pictures, 1, Qt.AlignmentFlag.AlignTop)
        sides.addWidget(self._contributions, 1, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.STEP)
        layout.addWidget(self._title)
        layout.addLayout(sides)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.show_neuron(None)
        self.retranslate()

    def show_neuron(self, look: NeuronLook | None) -> None:
        """Show this one, or nothing."""
        self._look = look
        self.setVisible(look is not None)
        if look is None:
            return
        self._title.setText(look.title)
        self._pictures.show_images(look.pictures, range(len(look.pictures)), look.captions)
        neuron = look.neuron
        has_rows = neuron is not None and look.input_name is not None
        self._contributions.setVisible(has_rows)
        if neuron is not None and look.input_name is not None:
            self._contributions.show_neuron(neuron, look.input_name)
        self._show_sum()

    def _show_sum(self) -> None:
        look = self._look
        neuron = look.neuron if look is not None else None
        for widget in (*self._names, *self._values):
            widget.setVisible(neuron is not None)
        if look is None or neuron is None:
            return
        added = float(neuron.contributions.sum(dtype=np.float64))
        rows = [
            (self.tr("inputs × weights"), added),
            (self.tr("+ bias"), neuron.bias),
            (self.tr("= sum"), neuron.total),
            (self.tr("after {activation}").format(activation=look.activation), neuron.activation),
        ]
        for name, value, (text, shown) in zip(self._names, self._values, rows, strict=True):
            name.setText(text)
            value.setText(number(shown))
        if not look.activation:
            for widget in (self._names[-1], self._values[-1]):
                widget.setVisible(False)

    def retranslate(self) -> None:
        """The names of the parts of the sum."""
        self._contributions.setAccessibleName(self.tr("Strongest inputs"))
        self._show_sum()

    def restyle(self) -> None:
        """Pictures."""
        self._pictures.restyle()
