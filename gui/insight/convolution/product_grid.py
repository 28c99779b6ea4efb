"""The pixels under a kernel times its weights: a cell for each product, coloured by it."""

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.insight.convolution import PatchSum
from core.number_text import decimal_text
from gui.style import theme
from gui.style.diverging import picture, scale_of

DECIMALS = 2
PALE = 0.5  # of the strongest colour, so that the numbers on it can be read
WIDEST = "0.88 × −0.88"
WIDTH = 65  # of a cell, in pixels at the usual size of letters


class ProductGrid(QWidget):
    """In each cell a pixel times its weight, and the product below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sum: PatchSum | None = None
        self.setFont(theme.tabular(theme.sized(self.font(), theme.TEXT)))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def shown(self) -> PatchSum | None:
        """What is shown; None before the first digit."""
        return self._sum

    def show_sum(self, found: PatchSum) -> None:
        """Show the products of a sum."""
        self._sum = found
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size of all cells."""
        rows, columns = (1, 1) if self._sum is None else self._sum.products.shape
        height = 2 * self.fontMetrics().height()
        return QSize(columns * theme.px(WIDTH) + 2, rows * height + 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the colours, the numbers and a frame."""
        found = self._sum
        if found is None:
            return
        painter = QPainter(self)
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawImage(area, picture(found.products, scale_of(found.products) / PALE))
        painter.setPen(QPen(QColor(theme.colours().line), 1))
        painter.drawRect(area)

        painter.setPen(QColor(theme.colours().text))
        rows, columns = found.products.shape
        width, half = area.width() / columns, area.height() / rows / 2
        small = theme.fitting(self.font(), WIDEST, width - 2)
        bold = theme.sized(self.font(), theme.TEXT, bold=True)
        for row, column in np.ndindex(rows, columns):
            line = QRectF(area.left() + column * width, area.top() + 2 * row * half, width, half)
            pixel, weight, product = (
                decimal_text(float(values[row, column]), DECIMALS)
                for values in (found.patch, found.kernel, found.products)
            )
            painter.setFont(small)
            painter.drawText(line, Qt.AlignmentFlag.AlignCenter, f"{pixel} × {weight}")
            painter.setFont(bold)
            painter.drawText(line.translated(0, half), Qt.AlignmentFlag.AlignCenter, product)
