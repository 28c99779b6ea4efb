"""How one neuron's activation comes about: the sum, and the inputs that contribute most."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from core.insight.neurons import Neuron
from core.number_text import decimal_text
from gui.insight.bar_rows import BarRows
from gui.insight.weights_view import ImageGrid
from gui.style import theme
from gui.style.diverging import Floats
from gui.widgets.panel import Panel, styled_label
from gui.widgets.plain_text import PlainElidingLabel, PlainLabel, plain_tip

SIDE = 24 * theme.STEP
MAX_ROWS = 6
MAX_STEPS = 5  # from the inputs to the activation


@dataclass(frozen=True)
class NeuronSummary:
    """What is shown of one neuron or feature map.

    Attributes:
        title: its layer and its number.
        activation: the name of the activation function; empty at the output.
        neuron: None where there is no digit, or for a feature map.
        pictures, captions: images of equal size (count, height, width): weights, weights times ink.
        picture_names: what each of them shows, for its tip.
        input_name: gives the name of an input by its index; None for pixels, which are pictures.
        words: what it looks for and does, in plain words; empty at the output or without a digit.
    """

    title: str
    activation: str
    neuron: Neuron | None
    pictures: Floats
    captions: Sequence[str]
    picture_names: Sequence[str]
    input_name: Callable[[int], str] | None = None
    words: str = ""


class Contributions(BarRows):
    """The inputs that contribute most to a sum, one per row: value times weight, and a bar."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFont(theme.sized(self.font(), theme.TEXT))
        self._neuron: Neuron | None = None
        self._names: list[str] = []

    def show_neuron(self, neuron: Neuron, name: Callable[[int], str], style: int) -> None:
        """Show the strongest inputs of a neuron.

        Args:
            name: gives the name of an input.
            style: the number of the run's style.
        """
        self.style_number = style
        self._neuron = neuron
        self.numbers = neuron.strongest(MAX_ROWS)
        self._names = [name(index) for index in self.numbers]
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for all rows."""
        return QSize(60 * theme.STEP, MAX_ROWS * self.row_height())

    def tip(self, _index: int) -> str:
        """Explain the row and what a click does."""
        return self.tr("Activation × weight. Click to see how this activation is computed.")

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint names, products, and bars from the line of zero."""
        if self._neuron is None:
            return
        painter = QPainter(self)
        texts_end = 0.0
        for row in range(len(self.numbers)):
            texts_end = self._paint_texts(painter, row, self._neuron)

        contributions = self._neuron.contributions
        added = [float(contributions[index]) for index in self.numbers]
        axis = self.axis(texts_end + theme.PADDING, added)
        for row, contribution in enumerate(added):
            self.paint_bar(painter, axis, row, contribution)
        self.paint_zero(painter, axis, len(added), theme.colours().line)

    def _paint_texts(self, painter: QPainter, row: int, neuron: Neuron) -> float:
        """Paint an input's name, its product and the result, and return where they end."""
        named = theme.colours()
        metrics = painter.fontMetrics()
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        index = self.numbers[row]

        name_width = max(metrics.horizontalAdvance(name) for name in self._names)
        name = self.row_area(row, self.width())
        painter.setPen(QColor(named.text))
        painter.drawText(
            name, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self._names[row]
        )

        product_width = metrics.horizontalAdvance("−00.00 × −0.000")
        product = QRectF(name_width + theme.PADDING, name.y(), product_width, name.height())
        value, weight = float(neuron.inputs[index]), float(neuron.weights[index])
        painter.setPen(QColor(named.quiet))
        painter.drawText(product, right, f"{decimal_text(value, 2)} × {decimal_text(weight)}")

        result_width = metrics.horizontalAdvance("−00.000")
        result = QRectF(product.right() + theme.PADDING, name.y(), result_width, name.height())
        painter.setPen(QColor(named.text))
        painter.drawText(result, right, decimal_text(float(neuron.contributions[index])))
        return result.right()


class NeuronView(Panel):
    """The neuron that was picked.

    Signals:
        input_picked(int): the index of one of the neuron's inputs.
    """

    input_picked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._summary: NeuronSummary | None = None
        self._title = PlainElidingLabel(self)
        self._title.setProperty("role", "title")
        self._title.setFont(theme.sized(self._title.font(), theme.TITLE, bold=True))
        self._words = PlainLabel(self)
        self._words.setWordWrap(True)
        self._names = [styled_label("quiet", self) for _ in range(MAX_STEPS)]
        self._values = [PlainLabel(self) for _ in range(MAX_STEPS)]
        self._pictures = ImageGrid(SIDE, self)
        self._pictures.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._contributions = Contributions(self)
        self._contributions.picked.connect(self.input_picked)

        sides = QHBoxLayout()
        sides.setSpacing(theme.GROUP_GAP)
        sides.addLayout(self._new_formula())
        sides.addWidget(self._pictures, 1, Qt.AlignmentFlag.AlignTop)
        sides.addWidget(self._contributions, 1, Qt.AlignmentFlag.AlignTop)

        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.STEP)
        layout.addWidget(self._title)
        layout.addWidget(self._words)
        layout.addLayout(sides)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.show_neuron(None)
        self.retranslate()

    def _new_formula(self) -> QGridLayout:
        formula = QGridLayout()
        formula.setHorizontalSpacing(theme.PADDING)
        formula.setVerticalSpacing(2)
        for row, (name, value) in enumerate(zip(self._names, self._values, strict=True)):
            value.setFont(theme.tabular(value.font()))
            value.setAlignment(Qt.AlignmentFlag.AlignRight)
            formula.addWidget(name, row, 0)
            formula.addWidget(value, row, 1)
        formula.setRowStretch(len(self._names), 1)
        return formula

    def show_neuron(self, summary: NeuronSummary | None, style: int = 0) -> None:
        """Show a neuron of the run whose style has this number, or nothing."""
        self._summary = summary
        self.setVisible(summary is not None)
        if summary is None:
            return

        self._title.setText(summary.title)
        self._words.setText(summary.words)
        self._words.setVisible(bool(summary.words))

        self._title.setToolTip(plain_tip(self._title.text()))
        indices = range(len(summary.pictures))
        names, captions = summary.picture_names, summary.captions
        self._pictures.show_images(summary.pictures, indices, names, captions)

        has_rows = summary.neuron is not None and summary.input_name is not None
        self._contributions.setVisible(has_rows)
        if summary.neuron is not None and summary.input_name is not None:
            self._contributions.show_neuron(summary.neuron, summary.input_name, style)
        self._show_sum()

    def bring_into_view(self) -> None:
        """Scroll the area around it so that it is seen, once it is laid out."""
        QTimer.singleShot(0, self, self._scroll)

    def _scroll(self) -> None:
        around = self.parentWidget()
        while around is not None and not isinstance(around, QScrollArea):
            around = around.parentWidget()
        if around is not None:
            around.ensureWidgetVisible(self)

    def _show_sum(self) -> None:
        neuron = self._summary.neuron if self._summary is not None else None
        for widget in (*self._names, *self._values):
            widget.setVisible(neuron is not None)
        if self._summary is None or neuron is None:
            return

        steps = self._steps(neuron, self._summary.activation)
        for name, value, (text, shown) in zip(self._names, self._values, steps, strict=False):
            name.setText(text)
            value.setText(decimal_text(shown))
        for widget in (*self._names[len(steps) :], *self._values[len(steps) :]):
            widget.setVisible(False)

    def _steps(self, neuron: Neuron, function: str) -> list[tuple[str, float]]:
        """Return the steps to a neuron's activation, each with its result."""
        added = float(neuron.contributions.sum(dtype=np.float64))
        steps = [
            (self.tr("inputs × weights"), added),
            (self.tr("+ bias"), neuron.bias),
            (self.tr("= sum"), neuron.total),
        ]
        if neuron.normalized is not None:
            steps.append((self.tr("normalized"), neuron.normalized))
        if function:
            text = self.tr("after {activation}").format(activation=function)
            steps.append((text, neuron.activation))
        return steps

    def retranslate(self) -> None:
        """Name the parts of the sum."""
        self._contributions.setAccessibleName(self.tr("Strongest inputs"))
        self._show_sum()

    def restyle(self) -> None:
        """Renew the colours of the pictures."""
        self._pictures.restyle()
