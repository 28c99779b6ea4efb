"""A kernel of the first convolution at one place of the digit: patch, products, sum, map."""

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from core.insight.convolution import PatchSum, patch_sum, strongest_point
from core.network.architecture import KERNEL
from core.number_text import decimal_text
from gui.insight.convolution.marked_picture import MarkedPicture
from gui.insight.convolution.product_grid import ProductGrid
from gui.insight.inspection import Inspection
from gui.style import theme
from gui.style.translation import in_a_row
from gui.widgets.flow_layout import FlowLayout
from gui.widgets.panel import Panel, column, styled_label
from gui.widgets.plain_text import PlainLabel, plain_tip

DIGITS = 3  # decimals in the sum


class ConvolutionView(Panel):
    """Pixels times weights at the place of the mark, which can be moved in both pictures."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._inspection: Inspection | None = None
        self._kernel = 0
        self._at: tuple[int, int] | None = None  # None until there is a digit

        self._title = styled_label("heading", self)
        self._sum = PlainLabel(self)
        self._sum.setFont(theme.tabular(self._sum.font()))
        for label in (self._title, self._sum):
            label.setWordWrap(True)
        self.input, self.map = MarkedPicture(KERNEL // 2, self), MarkedPicture(0, self)
        self.products = ProductGrid(self)
        for picture in (self.input, self.map):
            picture.moved.connect(self._on_moved)

        parts = QWidget(self)
        flow = FlowLayout(theme.GROUP_GAP, parts)
        self._parts = (self.input, self.products, self.map)
        self._captions = []
        for part in self._parts:
            group = QWidget(parts)
            rows = column(group, gap=theme.STEP, padding=0)
            self._captions.append(styled_label("quiet", group))
            rows.addWidget(self._captions[-1])
            rows.addWidget(part)
            rows.addStretch(1)
            flow.addWidget(group)
            flow.setAlignment(group, Qt.AlignmentFlag.AlignTop)
        layout = column(self, gap=theme.STEP, padding=0)
        for widget in (self._title, self._sum, parts):
            layout.addWidget(widget)
        self.retranslate()

    def show_kernel(self, inspection: Inspection, kernel: int | None) -> None:
        """Show a kernel of a network that begins with a convolution and reads a digit.

        Args:
            kernel: its index; None for the one shown.
        """
        if kernel is not None and kernel != self._kernel:
            self._kernel, self._at = kernel, None
        if self._inspection is not None and not _has_same_digit(self._inspection, inspection):
            self._at = None
        self._inspection = inspection
        self._show()

    def _on_moved(self, row: int, column: int) -> None:
        self._at = row, column
        self._show()

    def _show(self) -> None:
        inspection = self._inspection
        if inspection is None or inspection.insight is None:
            return
        first, activations = inspection.stages[0], inspection.insight.activations
        if self._at is None:
            self._at = strongest_point(first, activations, self._kernel)
        found = patch_sum(first, inspection.weights, activations, self._kernel, self._at)

        self.input.show_values(activations[first.source][0], self._at)
        self.map.show_values(activations[first.outcome][self._kernel], self._at)
        self.products.show_sum(found)
        text = self.tr("Kernel {number} at row {row}, column {column}, the same at every place")
        place = {"row": self._at[0] + 1, "column": self._at[1] + 1}
        self._title.setText(text.format(number=self._kernel, **place))
        self._sum.setText(self._sum_text(found))

    def _sum_text(self, found: PatchSum) -> str:
        text = self.tr("Sum of the {count} products {sum}, with the bias {bias}: {total}.").format(
            count=found.products.size,
            sum=decimal_text(float(found.products.sum()), DIGITS),
            bias=decimal_text(found.bias, DIGITS),
            total=decimal_text(found.total, DIGITS),
        )
        if found.normalized is not None:
            normalized = self.tr("Normalized: {value}.")
            value = decimal_text(found.normalized, DIGITS)
            text = in_a_row(text, normalized.format(value=value))
        after = self.tr("After ReLU: {value}, the marked point of the map.")
        return in_a_row(text, after.format(value=decimal_text(found.activation, DIGITS)))

    def retranslate(self) -> None:
        """Renew all texts."""
        names = (
            self.tr("Digit"),
            self.tr("Pixel × weight, and their product"),
            self.tr("Map of the kernel"),
        )
        tip = self.tr("Click or drag, or use the arrow keys: the kernel goes there.")
        for mark in (self.input, self.map):
            mark.setToolTip(plain_tip(tip))
        for caption, part, name in zip(self._captions, self._parts, names, strict=True):
            caption.setText(name)
            part.setAccessibleName(name)
        self._show()

    def restyle(self) -> None:
        """Renew the colours of the pictures."""
        for picture in (self.input, self.map):
            picture.restyle()


def _has_same_digit(one: Inspection, other: Inspection) -> bool:
    """Return whether both read the same; a test image is loaded anew for each."""
    if one.digit is None or other.digit is None:
        return one.digit is other.digit
    return np.array_equal(one.digit, other.digit)
