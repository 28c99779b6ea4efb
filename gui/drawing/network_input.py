"""The 28 x 28 pixels that a network gets, enlarged."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from core.data.ink import Ink
from gui.widgets.images import ink_image

INPUT_SIDE = 84  # three screen pixels for each of the 28


class NetworkInput(QWidget):
    """A digit as a network gets it: white ink on black as in MNIST, or the other way round."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._digit: Ink | None = None
        self._is_dark_on_light = False
        self.setFixedSize(INPUT_SIDE, INPUT_SIDE)

    def show_digit(self, digit: Ink | None) -> None:
        """Show ink (28, 28), or nothing for None."""
        self._digit = digit
        self.update()

    def set_dark_on_light(self, is_dark_on_light: bool) -> None:
        """Show black ink on white from now on, or white ink on black."""
        self._is_dark_on_light = is_dark_on_light
        self.update()

    def image(self) -> QImage:
        """Return what is shown, a null image for nothing."""
        if self._digit is None:
            return QImage()
        return ink_image(1 - self._digit if self._is_dark_on_light else self._digit)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint pixels with hard edges."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor("white" if self._is_dark_on_light else "black"))
        image = self.image()
        if not image.isNull():
            painter.drawImage(QRectF(self.rect()), image)
