"""A digit, its change and the changed digit next to each other."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from core.data.ink import Ink
from core.insight.neurons import Floats
from gui.style import theme
from gui.style.diverging import picture
from gui.widgets.images import ink_image
from gui.widgets.panel import Panel, column, styled_label
from gui.widgets.plain_text import PlainLabel

SIDE = 17 * theme.STEP


class _Picture(QWidget):
    """An image of 28 x 28 hard pixels with a fine edge."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.image = QImage()
        self.setFixedSize(QSize(SIDE, SIDE))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the image."""
        painter = QPainter(self)
        painter.drawImage(QRectF(self.rect()), self.image)
        painter.setPen(QColor(theme.colours().line))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))


class FoolPictures(Panel):
    """The digit as it was drawn, what is added to it, strongly magnified, and the sum."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._digit: Ink | None = None
        self._changed: Ink | None = None
        self._epsilon = 0.0
        self.pictures = [_Picture(self) for _ in range(3)]
        self._titles = [styled_label("quiet", self) for _ in range(3)]

        row = QHBoxLayout()
        row.setSpacing(2 * theme.STEP)
        for index, (shown, title) in enumerate(zip(self.pictures, self._titles, strict=True)):
            if index:
                row.addWidget(PlainLabel(self, "+" if index == 1 else "="))
            cell = QWidget(self)
            inner = column(cell, gap=theme.STEP, padding=0)
            inner.addWidget(shown)
            inner.addWidget(title, 0, Qt.AlignmentFlag.AlignHCenter)
            row.addWidget(cell)
        row.addStretch(1)

        layout = column(self, padding=0)
        layout.addLayout(row)
        self.retranslate()

    def show_digits(self, digit: Ink, changed: Ink, epsilon: float) -> None:
        """Show a digit and what became of it, both ink (28, 28).

        Args:
            epsilon: the most by which a pixel may have changed; it has the strongest colour.
        """
        self._digit, self._changed, self._epsilon = digit, changed, epsilon
        self.retranslate()
        self.restyle()

    @property
    def change(self) -> Floats | None:
        """What was added to the digit, (28, 28); None before the first."""
        if self._digit is None or self._changed is None:
            return None
        return self._changed - self._digit

    def retranslate(self) -> None:
        """Renew the captions."""
        factor = round(1 / self._epsilon) if self._epsilon > 0 else 1
        names = (
            self.tr("the digit"),
            self.tr("change × {factor}").format(factor=factor) if factor > 1 else self.tr("change"),
            self.tr("changed digit"),
        )
        for shown, title, name in zip(self.pictures, self._titles, names, strict=True):
            title.setText(name)
            shown.setAccessibleName(name)

    def restyle(self) -> None:
        """Paint the pictures in the present colours."""
        if self._digit is None or self._changed is None or self.change is None:
            return
        self.pictures[0].image = ink_image(self._digit)
        self.pictures[1].image = picture(self.change, self._epsilon or 1.0)
        self.pictures[2].image = ink_image(self._changed)
        for shown in self.pictures:
            shown.update()
