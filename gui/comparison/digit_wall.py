"""Digits that only one of two networks reads right."""

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
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from core.data.examples import Digit
from gui.style import theme
from gui.widgets.pickable import STEPS

THUMB, THUMB_GAP = 8 * theme.STEP, theme.STEP


class DigitWall(QWidget):
    """Small pictures of test digits, as many beside each other as there is room for.

    Signals:
        digit_chosen(object): a `Digit` was clicked.
    """

    digit_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._digits: Sequence[Digit] = ()
        self._place: int | None = None  # which was chosen last
        self._images: list[QImage] = []
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_digits(self, digits: Sequence[Digit]) -> None:
        """These digits, in order."""
        if [digit.number for digit in digits] != [digit.number for digit in self._digits]:
            self._place = None
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
        """Rows of thumbnails."""
        rows = -(-len(self._digits) // self._in_row(width))
        return max(0, rows * (THUMB + THUMB_GAP) - THUMB_GAP)

    def sizeHint(self) -> QSize:
        """Ten beside each other."""
        width = 10 * (THUMB + THUMB_GAP)
        return QSize(width, self.heightForWidth(width))

    def digit_at(self, position: QPointF) -> Digit | None:
        """The digit under a point of the widget."""
        size = THUMB + THUMB_GAP
        column, row = int(position.x() // size), int(position.y() // size)
        number = row * self._in_row(self.width()) + column
        is_there = column < self._in_row(self.width()) and 0 <= number < len(self._digits)
        return self._digits[number] if is_there else None

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The thumbnails."""
        painter, in_row = QPainter(self), self._in_row(self.width())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for number, image in enumerate(self._images):
            row, column = divmod(number, in_row)
            place = QRectF(column * (THUMB + THUMB_GAP), row * (THUMB + THUMB_GAP), THUMB, THUMB)
            painter.drawImage(place, image)
            if number == (self._place or 0) and (self.hasFocus() or self._place is not None):
                painter.setPen(QPen(QColor(theme.colours().accent), 2))
                painter.drawRect(place.adjusted(1, 1, -1, -1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrows go from digit to digit and choose it."""
        step = STEPS.get(Qt.Key(event.key()))
        if step is None or not self._digits:
            super().keyPressEvent(event)
            return
        place = (
            0
            if self._place is None
            else self._place + step[0] + step[1] * self._in_row(self.width())
        )
        if 0 <= place < len(self._digits):
            self._choose(place)

    def _choose(self, place: int) -> None:
        self._place = place
        self.setAccessibleDescription(self._tip(self._digits[place]))
        self.update()
        self.digit_chosen.emit(self._digits[place])

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The frame is seen."""
        super().focusInEvent(event)
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A hand over a digit."""
        is_over = self.digit_at(event.position()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if is_over else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click chooses a digit."""
        digit = self.digit_at(event.position())
        if digit is not None and event.button() is Qt.MouseButton.LeftButton:
            self._choose(next(place for place, one in enumerate(self._digits) if one is digit))

    def _tip(self, digit: Digit) -> str:
        text = self.tr("Test image {number}: {label}. Click to have the networks read it.")
        return text.format(number=digit.number, label=digit.name or digit.label)

    def event(self, event: QHelpEvent) -> bool:  # type: ignore[override]
        """What the digit under the pointer is."""
        if event.type() is QHelpEvent.Type.ToolTip:
            digit = self.digit_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), "" if digit is None else self._tip(digit), self)
            return True
        return super().event(event)
