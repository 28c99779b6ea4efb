"""A wall of digits: those that only one of two networks reads right."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.data.examples import Digit
from gui.style import theme
from gui.widgets.pickable import STEPS
from gui.widgets.plain_text import show_tip

THUMB, THUMB_GAP = 8 * theme.STEP, theme.STEP


class DigitWall(QWidget):
    """Thumbnails of test digits, in as many columns as fit.

    Signals:
        digit_chosen(object): a `Digit` was clicked.
    """

    digit_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._digits: Sequence[Digit] = ()
        self._chosen: int | None = None  # index of the digit chosen last
        self._images: list[QImage] = []
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_digits(self, digits: Sequence[Digit]) -> None:
        """Show these digits, in order."""
        if [digit.number for digit in digits] != [digit.number for digit in self._digits]:
            self._chosen = None
        self._digits = digits
        self._images = [
            QImage(digit.grey.tobytes(), 28, 28, 28, QImage.Format.Format_Grayscale8).copy()
            for digit in digits
        ]
        self.setVisible(bool(digits))
        self.updateGeometry()
        self.update()

    def _in_row(self, width: int) -> int:
        return max(1, (width + THUMB_GAP) // (THUMB + THUMB_GAP))

    def heightForWidth(self, width: int) -> int:
        """Return the height of all rows."""
        rows = -(-len(self._digits) // self._in_row(width))
        return max(0, rows * (THUMB + THUMB_GAP) - THUMB_GAP)

    def sizeHint(self) -> QSize:
        """Return a size for ten columns."""
        width = 10 * (THUMB + THUMB_GAP)
        return QSize(width, self.heightForWidth(width))

    def digit_at(self, position: QPointF) -> Digit | None:
        """Return the digit at a point of the widget, if any."""
        size = THUMB + THUMB_GAP
        column, row = int(position.x() // size), int(position.y() // size)
        in_row = self._in_row(self.width())
        index = row * in_row + column
        is_digit = column < in_row and 0 <= index < len(self._digits)
        return self._digits[index] if is_digit else None

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the thumbnails, and a frame around the one that keys start from."""
        painter, in_row = QPainter(self), self._in_row(self.width())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        framed = self._chosen
        if framed is None and self.hasFocus():
            framed = 0

        for index, image in enumerate(self._images):
            row, column = divmod(index, in_row)
            area = QRectF(column * (THUMB + THUMB_GAP), row * (THUMB + THUMB_GAP), THUMB, THUMB)
            painter.drawImage(area, image)
            if index == framed:
                painter.setPen(QPen(QColor(theme.colours().accent), 2))
                painter.drawRect(area.adjusted(1, 1, -1, -1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose a neighbouring digit with the arrow keys."""
        step = STEPS.get(Qt.Key(event.key()))
        if step is None or not self._digits:
            super().keyPressEvent(event)
            return

        index = 0
        if self._chosen is not None:
            index = self._chosen + step[0] + step[1] * self._in_row(self.width())
        if 0 <= index < len(self._digits):
            self._choose(index)

    def _choose(self, index: int) -> None:
        self._chosen = index
        self.setAccessibleDescription(self._tip(self._digits[index]))
        self.update()
        self.digit_chosen.emit(self._digits[index])

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Paint the frame."""
        super().focusInEvent(event)
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show a pointing hand over a digit."""
        is_over = self.digit_at(event.position()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if is_over else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose the digit that was clicked."""
        digit = self.digit_at(event.position())
        if digit is not None and event.button() is Qt.MouseButton.LeftButton:
            self._choose(next(index for index, one in enumerate(self._digits) if one is digit))

    def _tip(self, digit: Digit) -> str:
        text = self.tr("Test image {number}: {label}. Click to have the networks read it.")
        return text.format(number=digit.number, label=digit.name or digit.label)

    def event(self, event: QHelpEvent) -> bool:  # type: ignore[override]
        """Show a tip about the digit under the pointer."""
        if event.type() is QHelpEvent.Type.ToolTip:
            digit = self.digit_at(QPointF(event.pos()))
            show_tip(event.globalPos(), "" if digit is None else self._tip(digit), self)
            return True
        return super().event(event)
