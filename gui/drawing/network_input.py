"""The 28 x 28 pixels that a network gets, enlarged."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from core.data.ink import Ink
from gui.widgets.images import ink_image

INPUT_SIDE = 84  # three screen pixels for each of the 28


class NetworkInput(QWidget):
    """A digit as a network gets it: white ink on black, as in MNIST."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image = QImage()
        self.setFixedSize(INPUT_SIDE, INPUT_SIDE)

    def show_digit(self, digit: Ink | None) -> None:
        """Show ink (28, 28), or nothing for None."""
        self._image = QImage() if digit is None else ink_image(digit)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint pixels with hard edges."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor("black"))
        if not self._image.isNull():
            painter.drawImage(QRectF(self.rect()), self._image)
