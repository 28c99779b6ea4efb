"""A small square of numbers, coloured by sign and size."""

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.number_text import decimal_text
from gui.style import theme
from gui.style.diverging import Floats, picture

DECIMALS = 2
PALE = 0.5  # of the strongest colour, so that the numbers on it can be read


class NumberGrid(QWidget):
    """Shows numbers (rows, columns) as text on their colours."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: Floats = np.zeros((1, 1), np.float32)
        self._scale = 1.0
        self.setFont(theme.tabular(theme.sized(self.font(), theme.TEXT)))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def values(self) -> Floats:
        """The numbers shown."""
        return self._values

    def show_values(self, values: Floats, scale: float) -> None:
        """Show numbers; at `scale` their colour is strongest."""
        if values.shape != self._values.shape:
            self.updateGeometry()
        self._values, self._scale = values, scale
        self.update()

    def _cell(self) -> QSize:
        metrics = self.fontMetrics()
        width = metrics.horizontalAdvance(decimal_text(-8.88, DECIMALS)) + theme.STEP
        return QSize(width, metrics.height() + theme.STEP)

    def sizeHint(self) -> QSize:
        """Return the size of all cells."""
        rows, columns = self._values.shape
        cell = self._cell()
        return QSize(columns * cell.width() + 2, rows * cell.height() + 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the colours, the numbers and a frame."""
        painter = QPainter(self)
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawImage(area, picture(self._values, self._scale / PALE))
        painter.setPen(QPen(QColor(theme.colours().line), 1))
        painter.drawRect(area)

        painter.setPen(QColor(theme.colours().text))
        rows, columns = self._values.shape
        width, height = area.width() / columns, area.height() / rows
        for (row, column), value in np.ndenumerate(self._values):
            cell = QRectF(area.left() + column * width, area.top() + row * height, width, height)
            text = decimal_text(float(value), DECIMALS)
            painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, text)
