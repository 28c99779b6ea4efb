"""Many small images of weights or feature maps on one common scale."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.number_text import decimal_text
from gui.style import theme
from gui.style.diverging import Floats, picture, scale_of
from gui.widgets.pickable import Pickable

GAP = theme.STEP
WEIGHT_SIDE = 14 * theme.STEP  # two screen pixels for each of the 28
KERNEL_SIDE = 35  # seven for each of the 5


class ImageGrid(Pickable):
    """Images in rows, each with a caption below it if there are any.

    Args:
        side: of an image, in pixels of the screen.
        height: above which images are smaller, down to half of the side; None for no limit.
    """

    def __init__(
        self, side: int, parent: QWidget | None = None, *, height: int | None = None
    ) -> None:
        super().__init__(parent)
        self._largest = self._side = side
        self._limit = height
        self._values: Floats = np.empty((0, 1, 1), np.float32)
        self._names: Sequence[str] = ()
        self._captions: Sequence[str] = ()
        self._images: list[QImage] = []
        self._ink: Floats | None = None
        self.scale = 1.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_side(self, side: int) -> None:
        """Show the next images with this side, in pixels of the screen."""
        self._largest = self._side = side

    def show_images(
        self,
        values: Floats,
        numbers: Sequence[int],
        names: Sequence[str],
        captions: Sequence[str] = (),
        ink: Floats | None = None,
    ) -> None:
        """Show images (count, height, width), each picked by its number.

        Args:
            names: what each image shows, for its tip.
            ink: shines through in grey, (height, width).
        """
        self._values = values
        self.numbers = numbers
        self._names = names
        self._captions = captions
        self._ink = ink
        self.scale = scale_of(values)
        self.setVisible(len(values) > 0)
        self.restyle()
        self._fit()

    def restyle(self) -> None:
        """Paint the images in the present colours."""
        self._images = [picture(values, self.scale, self._ink) for values in self._values]
        self.update()

    def in_row(self) -> int:
        """Return how many images fit in a row."""
        return max(1, (self.width() + GAP) // (self._side + GAP))

    def _row_height(self) -> int:
        return self._side + GAP + (self._caption_height() if self._captions else 0)

    def _caption_height(self) -> int:
        return self.fontMetrics().height()

    def _fit(self) -> None:
        """Take the height of all rows, with images as large as the limit allows."""
        for side in range(self._largest, self._largest // 2, -1):
            self._side = side
            rows = -(-len(self._values) // self.in_row())
            height = rows * self._row_height() - GAP + 2
            if self._limit is None or height <= self._limit:
                break
        self.setFixedHeight(max(1, height))

    def sizeHint(self) -> QSize:
        """Return the size of a row of eight."""
        return QSize(min(8, max(1, len(self._values))) * (self._side + GAP), self.height())

    def minimumSizeHint(self) -> QSize:
        """Return the size of one image."""
        return QSize(self._side, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange the images in rows of the new width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def _area(self, index: int) -> QRectF:
        row, column = divmod(index, self.in_row())
        return QRectF(
            column * (self._side + GAP) + 1, row * self._row_height() + 1, self._side, self._side
        )

    def index_at(self, position: QPointF) -> int | None:
        """Return the image under a point."""
        indices = range(len(self._images))
        return next((index for index in indices if self._area(index).contains(position)), None)

    def tip(self, index: int) -> str:
        """Return what the image shows, and its range."""
        values = self._values[index]
        text = self.tr("{name}: from {low} to {high}")
        low, high = (decimal_text(float(edge)) for edge in (values.min(), values.max()))
        return text.format(name=self._names[index], low=low, high=high)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint hard pixels with a fine edge, a strong one around the picked image."""
        painter = QPainter(self)
        named = theme.colours()
        painter.setFont(theme.sized(self.font(), theme.TEXT))
        for index, image in enumerate(self._images):
            area = self._area(index)
            is_chosen = self.numbers[index] == self.chosen
            edge = QPen(QColor(named.accent), 2) if is_chosen else QPen(QColor(named.line), 1)
            painter.drawImage(area, image)
            painter.setPen(edge)
            painter.drawRect(area)

            if self._captions:
                below = QRectF(area.left(), area.bottom() + 1, self._side, self._caption_height())
                painter.setPen(QColor(named.text if is_chosen else named.quiet))
                painter.drawText(below, Qt.AlignmentFlag.AlignCenter, self._captions[index])


class ScaleBar(QWidget):
    """The colours of the images, from minus the scale to plus the scale."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scale = 1.0
        self.setFont(theme.sized(self.font(), theme.TEXT))
        self.setFixedSize(QSize(52 * theme.STEP, self.fontMetrics().height() + 2))

    def show_scale(self, scale: float) -> None:
        """Show the number at which the colours are strongest."""
        self._scale = scale
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint a strip of colours between its two numbers."""
        painter = QPainter(self)
        painter.setPen(QColor(theme.colours().quiet))
        ends = decimal_text(-self._scale, 2), "+" + decimal_text(self._scale, 2)
        room = max(painter.fontMetrics().horizontalAdvance(end) for end in ends) + theme.STEP
        centre = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignLeft | centre, ends[0])
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignRight | centre, ends[1])

        steps = np.linspace(-1, 1, 65, dtype=np.float32)[np.newaxis]
        strip = QRectF(self.rect()).adjusted(room, 3, -room, -3)
        painter.drawImage(strip, picture(steps, 1.0))
        painter.setPen(QColor(theme.colours().line))
        painter.drawRect(strip)
