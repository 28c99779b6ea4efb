"""Many small images of weights or feature maps on one common scale."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.insight.diverging import Floats, number, picture, scale_of
from gui.style import theme
from gui.widgets.pickable import Pickable

GAP = theme.STEP
WEIGHT_SIDE = 14 * theme.STEP  # two screen pixels for each of the 28


class ImageGrid(Pickable):
    """Images in rows, each with a caption below it if there are any.

    Args:
        side: of an image, in pixels of the screen.
    """

    def __init__(self, side: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side = side
        self._values: Floats = np.empty((0, 1, 1), np.float32)
        self._captions: Sequence[str] = ()
        self._images: list[QImage] = []
        self._ink: Floats | None = None
        self.scale = 1.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_images(
        self,
        values: Floats,
        numbers: Sequence[int],
        captions: Sequence[str] = (),
        ink: Floats | None = None,
    ) -> None:
        """Images (count, height, width) under these numbers, over pale ink (height, width) if given."""
        self._values, self.numbers, self._captions, self._ink = values, numbers, captions, ink
        self.scale = scale_of(values)
        self.setVisible(len(values) > 0)
        self.restyle()
        self._fit()

    def restyle(self) -> None:
        """Make the pictures in the colours in force."""
        self._images = [picture(each, self.scale, self._ink) for each in self._values]
        self.update()

    def in_row(self) -> int:
        """As many as there is room for."""
        return max(1, (self.width() + GAP) // (self._side + GAP))

    def _row_height(self) -> int:
        return self._side + GAP + (self._caption_height() if self._captions else 0)

    def _caption_height(self) -> int:
        return round(self.fontMetrics().height() * theme.SMALL)

    def _fit(self) -> None:
        """Be as high as all rows."""
        rows = -(-len(self._values) // self.in_row())
        self.setFixedHeight(max(1, rows * self._row_height() - GAP + 2))

    def sizeHint(self) -> QSize:
        """A row of eight."""
        return QSize(min(8, max(1, len(self._values))) * (self._side + GAP), self.height())

    def minimumSizeHint(self) -> QSize:
        """One image."""
        return QSize(self._side, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Flow anew."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def _place(self, place: int) -> QRectF:
        row, column = divmod(place, self.in_row())
        return QRectF(
            column * (self._side + GAP) + 1, row * self._row_height() + 1, self._side, self._side
        )

    def place_at(self, position: QPointF) -> int | None:
        """The image under a point."""
        return next(
            (place for place in range(len(self._images)) if self._place(place).contains(position)),
            None,
        )

    def tip(self, place: int) -> str:
        """Its number and its range."""
        values = self._values[place]
        text = self.tr("Number {number}: from {low} to {high}")
        low, high = (number(float(edge)) for edge in (values.min(), values.max()))
        return text.format(number=self.numbers[place], low=low, high=high)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Hard pixels, a fine edge, a strong one around the picked image."""
        painter, named = QPainter(self), theme.colours()
        painter.setFont(theme.sized(self.font(), theme.SMALL))
        for place, image in enumerate(self._images):
            where = self._place(place)
            painter.drawImage(where, image)
            is_chosen = self.numbers[place] == self.chosen
            painter.setPen(
                QPen(QColor(named.accent if is_chosen else named.line), 2 if is_chosen else 1)
            )
            painter.drawRect(where)
            if self._captions:
                below = QRectF(where.left(), where.bottom() + 1, self._side, self._caption_height())
                painter.setPen(QColor(named.text if is_chosen else named.quiet))
                painter.drawText(below, Qt.AlignmentFlag.AlignCenter, self._captions[place])


class ScaleBar(QWidget):
    """What the colours of images mean: from minus the scale to plus the scale."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scale = 1.0
        self.setFont(theme.sized(self.font(), theme.SMALL))
        self.setFixedSize(QSize(52 * theme.STEP, self.fontMetrics().height() + 2))

    def show_scale(self, scale: float) -> None:
        """The number where the colours are strongest."""
        self._scale = scale
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A strip of colours between its two numbers."""
        painter = QPainter(self)
        painter.setPen(QColor(theme.colours().quiet))
        ends = number(-self._scale, 2), "+" + number(self._scale, 2)
        room = max(painter.fontMetrics().horizontalAdvance(end) for end in ends) + theme.STEP
        centre = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignLeft | centre, ends[0])
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignRight | centre, ends[1])
        steps = np.linspace(-1, 1, 65, dtype=np.float32)[np.newaxis]
        strip = QRectF(self.rect()).adjusted(room, 3, -room, -3)
        painter.drawImage(strip, picture(steps, 1.0))
        painter.setPen(QColor(theme.colours().line))
        painter.drawRect(strip)
