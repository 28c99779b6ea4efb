"""A picture of numbers with a marked square, which is moved with the mouse or the arrow keys."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.style import theme
from gui.style.diverging import Floats, picture, scale_of
from gui.widgets.pickable import STEPS

SIDE = 35 * theme.STEP


class MarkedPicture(QWidget):
    """Shows numbers (height, width) as colours; one of them is marked, with those around it.

    Args:
        reach: how many numbers to each side belong to the mark.

    Signals:
        moved(int, int): the mark is to be at this row and column.
    """

    moved = Signal(int, int)

    def __init__(self, reach: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: Floats = np.zeros((1, 1), np.float32)
        self._image = QImage()
        self._reach = reach
        self.at = (0, 0)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_values(self, values: Floats, at: tuple[int, int]) -> None:
        """Show numbers, and mark the one at this row and column."""
        self._values, self.at = values, at
        self.restyle()

    def restyle(self) -> None:
        """Paint in the present colours."""
        self._image = picture(self._values, scale_of(self._values))
        self.update()

    def sizeHint(self) -> QSize:
        """Return a square."""
        return QSize(theme.px(SIDE), theme.px(SIDE))

    def _pixel(self) -> tuple[float, float]:
        """Return the width and the height of a number on the widget."""
        rows, columns = self._values.shape
        return self.width() / columns, self.height() / rows

    def position_of(self, row: int, column: int) -> QPointF:
        """Return the middle of a number."""
        width, height = self._pixel()
        return QPointF((column + 0.5) * width, (row + 0.5) * height)

    def _move_to(self, row: int, column: int) -> None:
        rows, columns = self._values.shape
        at = min(max(row, 0), rows - 1), min(max(column, 0), columns - 1)
        if at != self.at:
            self.moved.emit(*at)

    def _follow(self, event: QMouseEvent) -> None:
        width, height = self._pixel()
        self._move_to(int(event.position().y() // height), int(event.position().x() // width))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Move the mark to the pointer."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._follow(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the mark along while the button is pressed."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._follow(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the mark by one number with an arrow key."""
        step = STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self._move_to(self.at[0] + step[1], self.at[1] + step[0])

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the numbers, a frame and the mark."""
        painter = QPainter(self)
        named = theme.colours()
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawImage(area, self._image)
        painter.setPen(QPen(QColor(named.accent if self.hasFocus() else named.line), 1))
        painter.drawRect(area)

        width, height = self._pixel()
        around = 2 * self._reach + 1
        mark = QRectF(0, 0, around * width, around * height)
        mark.moveCenter(self.position_of(*self.at))
        painter.setPen(QPen(QColor(named.text), 2))
        painter.drawRect(mark)
