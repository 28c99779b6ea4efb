"""The slider of moments: each has a tick, and a click on its groove goes there."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSlider, QStyle, QStyleOptionSlider, QWidget

from gui.style import theme
from gui.widgets.field_editors import QuietSlider

TICK = theme.STEP  # a tick's height
NUMBER = 0.75  # the size of the numbers relative to other letters
ROUND_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 10_000)  # between numbered epochs
PARTS = {Fraction(1, 16): "1/16", Fraction(1, 8): "⅛", Fraction(1, 4): "¼", Fraction(1, 2): "½"}


class MomentSlider(QuietSlider):
    """Has a position for each moment and one for now, all equally far apart.

    The parts of the first epoch take as much space as whole epochs do. A tick marks each moment; as
    many have numbers as there is space for.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._moments: Sequence[Fraction] = ()
        self.setTickPosition(QSlider.TickPosition.NoTicks)  # it paints its own
        self.setPageStep(1)

    def set_moments(self, moments: Sequence[Fraction]) -> None:
        """Have positions for these numbers of epochs, in order, and one for now at the right."""
        self._moments = moments
        self.setRange(0, len(moments))
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height of the handle with the numbers below and as much space above it."""
        usual = super().sizeHint()
        needed = self._handle().height() + 2 * round(QFontMetricsF(self._small()).height())
        return QSize(usual.width(), max(usual.height(), needed))

    def minimumSizeHint(self) -> QSize:
        """Allow a short slider, but not a lower one."""
        return QSize(super().minimumSizeHint().width(), self.sizeHint().height())

    def x_of(self, *positions: int) -> list[float]:
        """Return where the middle of the handle is at each of these positions."""
        groove, handle = self._part(QStyle.SubControl.SC_SliderGroove), self._handle()
        first, length = groove.left() + handle.width() / 2, groove.width() - handle.width()
        return [first + position / max(1, self.maximum()) * length for position in positions]

    def numbers_shown(self) -> dict[int, str]:
        """Return the texts below the ticks by their positions.

        These are the epochs 0 and 1 and the multiples of the smallest round number that leaves
        space between all, then the parts of the first epoch that still have space.
        """
        epochs = self._epochs()
        shown: dict[int, str] = {}
        for step in ROUND_STEPS:
            shown = {at: str(one) for at, one in epochs.items() if one <= 1 or one % step == 0}
            if self._has_space(shown):
                break

        parts = {at: PARTS[one] for at, one in enumerate(self._moments) if one in PARTS}
        for at, text in reversed(parts.items()):
            more = dict(sorted({**shown, at: text}.items()))
            shown = more if self._has_space(more) else shown
        return shown

    def _has_space(self, texts: dict[int, str]) -> bool:
        """Return whether texts, in the order of their positions, keep apart."""
        measure = QFontMetricsF(self._small()).horizontalAdvance
        halves = [measure(text) / 2 for text in texts.values()]
        edges = list(zip(self.x_of(*texts), halves, strict=True))
        return all(
            x - half >= before + before_half + measure("0")
            for (before, before_half), (x, half) in pairwise(edges)
        )

    def _epochs(self) -> dict[int, int]:
        """Return the whole epochs by their positions."""
        return {at: int(one) for at, one in enumerate(self._moments) if one.denominator == 1}

    def _small(self) -> QFont:
        return theme.tabular(theme.sized(self.font(), NUMBER))

    def _part(self, part: QStyle.SubControl) -> QRect:
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        return self.style().subControlRect(QStyle.ComplexControl.CC_Slider, option, part, self)

    def _handle(self) -> QRect:
        return self._part(QStyle.SubControl.SC_SliderHandle)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint ticks and numbers below the groove, then groove and handle."""
        painter = QPainter(self)
        painter.setFont(self._small())
        painter.setPen(QColor(theme.colours().quiet))
        metrics = QFontMetricsF(painter.font())
        groove = self._part(QStyle.SubControl.SC_SliderGroove)
        middle = groove.center().y()

        for x in self.x_of(*range(len(self._moments))):
            painter.drawLine(QPointF(x, middle), QPointF(x, middle + 1.5 * TICK))
        baseline = self.height() - metrics.descent()
        numbers = self.numbers_shown()
        for x, text in zip(self.x_of(*numbers), numbers.values(), strict=True):
            painter.drawText(QPointF(x - metrics.horizontalAdvance(text) / 2, baseline), text)
        painter.end()
        super().paintEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the moment under the pointer, from where the handle can be dragged on."""
        is_left = event.button() is Qt.MouseButton.LeftButton
        if is_left and not self._handle().contains(event.position().toPoint()):
            first, last = self.x_of(0, self.maximum())
            share = (event.position().x() - first) / max(1.0, last - first)
            self.setSliderPosition(round(share * self.maximum()))
        super().mousePressEvent(event)
