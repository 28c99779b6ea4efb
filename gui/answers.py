"""What a network reads in the drawing: its digit, and ten bars."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui import theme

CLASSES = 10
ROW = 11  # the least height of a bar with its number


class AnswerColumn(QWidget):
    """One run's answer; empty bars while nothing is drawn. Where it is low, the bars stand in two columns of five."""

    def __init__(self, name: str, colour: QColor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._note = ""
        self._colour = colour
        self._probabilities: Sequence[float] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(84, 22 * theme.STEP)
        self.show_probabilities(None)

    @property
    def digit(self) -> int | None:
        """The most probable digit; None without an answer."""
        numbers = self._probabilities
        return None if numbers is None else max(range(len(numbers)), key=lambda digit: numbers[digit])

    def set_note(self, note: str) -> None:
        """A few quiet words beside the digit, such as which epoch's network this is; empty for none."""
        self._note = note
        self.update()

    def show_probabilities(self, probabilities: Sequence[float] | None) -> None:
        """Ten numbers from 0 to 1, or None for no answer."""
        self._probabilities = probabilities
        self.setAccessibleName(self._name if self.digit is None else f"{self._name}: {self.digit}")
        self.setToolTip(
            ""
            if probabilities is None
            else "\n".join(f"{digit}: {probability:.2%}" for digit, probability in enumerate(probabilities))
        )
        self.update()

    def sizeHint(self) -> QSize:
        """Wide enough for bars and percentages."""
        return QSize(132, 236)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Name, digit, bars."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        head = self._paint_head(painter)
        columns = 1 if self.height() - head >= CLASSES * ROW else 2
        rows = CLASSES // columns
        height = (self.height() - head) / rows
        width = (self.width() - (columns - 1) * theme.PADDING) / columns
        for digit in range(CLASSES):
            column, row = divmod(digit, rows)
            place = QRectF(column * (width + theme.PADDING), head + row * height, width, height)
            self._paint_bar(painter, digit, place)

    def _paint_head(self, painter: QPainter) -> float:
        """The digit, and beside it whose answer it is."""
        named = theme.colours()
        painter.setFont(theme.sized(self.font(), theme.LARGE, bold=True))
        tall, wide = painter.fontMetrics().height(), painter.fontMetrics().horizontalAdvance("0") + 2 * theme.STEP
        painter.setPen(QColor(named.text if self.digit is not None else named.quiet))
        text = "–" if self.digit is None else str(self.digit)
        painter.drawText(QRectF(0, 0, wide, tall), Qt.AlignmentFlag.AlignLeft, text)
        painter.setFont(theme.sized(self.font(), theme.SMALL))
        line, room = painter.fontMetrics().height(), self.width() - wide
        lines = [(self._name, self._colour), (self._note, QColor(named.quiet))]
        top = (tall - line * (2 if self._note else 1)) / 2
        for words, colour in lines:
            painter.setPen(colour)
            shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room)
            painter.drawText(QRectF(wide, top, room, line), Qt.AlignmentFlag.AlignLeft, shown)
            top += line
        return float(tall + theme.STEP)

    def _paint_bar(self, painter: QPainter, digit: int, place: QRectF) -> None:
        named = theme.colours()
        is_answer = digit == self.digit
        painter.setFont(theme.sized(self.font(), theme.SMALL, bold=is_answer))
        metrics = painter.fontMetrics()
        left, right = metrics.horizontalAdvance("0") + 2 * theme.STEP, metrics.horizontalAdvance("100") + theme.STEP
        painter.setPen(QColor(named.text if is_answer else named.quiet))
        centre = Qt.AlignmentFlag.AlignVCenter
        centre |= Qt.TextFlag.TextDontClip
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | centre, str(digit))
        bar = place.adjusted(left, 0, -right - theme.STEP, 0)
        thickness = min(10.0, bar.height() - 4)
        bar.setTop(bar.center().y() - thickness / 2)
        bar.setHeight(thickness)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(named.line))
        painter.drawRoundedRect(bar, 2, 2)
        if self._probabilities is None:
            return
        share = self._probabilities[digit]
        painter.setPen(QColor(named.text if is_answer else named.quiet))
        painter.drawText(place, Qt.AlignmentFlag.AlignRight | centre, f"{share * 100:.0f}")
        bar.setWidth(bar.width() * share)
        colour = QColor(self._colour)
        colour.setAlphaF(1.0 if is_answer else 0.6)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        if share > 0.004:
            painter.drawRoundedRect(bar, 2, 2)
