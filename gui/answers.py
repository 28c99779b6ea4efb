"""What a network reads in the drawing: its digit, and ten bars."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui import theme

CLASSES = 10
ROW = 11  # the least height of a bar with its number
FAINTEST = 0.004  # the smallest share that has a bar
MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip


class AnswerColumn(QWidget):
    """One run's answer; empty bars while nothing is drawn. Where it is low, the bars stand in two columns of five."""

    def __init__(self, name: str, colour: QColor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._note = ""
        self._colour = colour
        self._probabilities: Sequence[float] | None = None
        self._set_fonts()
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

    def changeEvent(self, event: QEvent) -> None:
        """Another font, another ground."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._set_fonts()

    def _set_fonts(self) -> None:
        font = self.font()
        self._small, self._bold = theme.sized(font, theme.SMALL), theme.sized(font, theme.SMALL, bold=True)
        self._large = theme.sized(font, theme.LARGE, bold=True)
        self._ground = QPixmap()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another size, another ground."""
        super().resizeEvent(event)
        self._ground = QPixmap()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Name, digit, bars.

        What stays the same is painted once: each call of Qt's may have to wait for the threads that train.
        """
        places = self._places()
        if self._ground.isNull() or self._ground.devicePixelRatio() != self.devicePixelRatio():
            self._ground = self._new_ground(places)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawPixmap(0, 0, self._ground)
        self._paint_head(painter)
        if self._probabilities is not None:
            self._paint_answer(painter, places, self._probabilities)

    def _head(self) -> float:
        return float(QFontMetrics(self._large).height() + theme.STEP)

    def _places(self) -> list[QRectF]:
        """Where each digit's bar goes, its label and number included."""
        head = self._head()
        columns = 1 if self.height() - head >= CLASSES * ROW else 2
        rows = CLASSES // columns
        height = (self.height() - head) / rows
        width = (self.width() - (columns - 1) * theme.PADDING) / columns
        corners = (divmod(digit, rows) for digit in range(CLASSES))
        return [QRectF(column * (width + theme.PADDING), head + row * height, width, height) for column, row in corners]

    def _bar(self, place: QRectF, share: float = 1.0) -> QRectF:
        metrics = QFontMetrics(self._small)
        left, right = metrics.horizontalAdvance("0") + 2 * theme.STEP, metrics.horizontalAdvance("100") + 2 * theme.STEP
        thickness = min(10.0, place.height() - 4)
        width = (place.width() - left - right) * share
        return QRectF(place.left() + left, place.center().y() - thickness / 2, width, thickness)

    def _new_ground(self, places: Sequence[QRectF]) -> QPixmap:
        """Labels and empty bars."""
        named, ratio = theme.colours(), self.devicePixelRatio()
        ground = QPixmap(self.size() * ratio)
        ground.setDevicePixelRatio(ratio)
        ground.fill(Qt.GlobalColor.transparent)
        painter = QPainter(ground)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._small)
        painter.setPen(QColor(named.quiet))
        for digit, place in enumerate(places):
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft | MIDDLE, str(digit))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(named.line))
        for place in places:
            painter.drawRoundedRect(self._bar(place), 2, 2)
        painter.end()
        return ground

    def _paint_head(self, painter: QPainter) -> None:
        """The digit, and beside it whose answer it is."""
        named = theme.colours()
        large, small = QFontMetrics(self._large), QFontMetrics(self._small)
        tall, wide, line = large.height(), large.horizontalAdvance("0") + 2 * theme.STEP, small.height()
        painter.setFont(self._large)
        painter.setPen(QColor(named.text if self.digit is not None else named.quiet))
        text = "–" if self.digit is None else str(self.digit)
        painter.drawText(QRectF(0, 0, wide, tall), Qt.AlignmentFlag.AlignLeft, text)
        painter.setFont(self._small)
        room = self.width() - wide
        top = (tall - line * (2 if self._note else 1)) / 2
        for words, colour in ((self._name, self._colour), (self._note, QColor(named.quiet))):
            if words:
                painter.setPen(colour)
                shown = small.elidedText(words, Qt.TextElideMode.ElideRight, room)
                painter.drawText(QRectF(wide, top, room, line), Qt.AlignmentFlag.AlignLeft, shown)
            top += line

    def _paint_answer(self, painter: QPainter, places: Sequence[QRectF], shares: Sequence[float]) -> None:
        """Filled bars and their numbers; the answer's in strong letters."""
        named, answer = theme.colours(), self.digit
        right = Qt.AlignmentFlag.AlignRight | MIDDLE
        painter.setPen(QColor(named.quiet))
        for digit, share in enumerate(shares):
            if digit != answer:
                painter.drawText(places[digit], right, f"{share * 100:.0f}")
        painter.setPen(Qt.PenStyle.NoPen)
        for digit, share in enumerate(shares):
            if share > FAINTEST:
                colour = QColor(self._colour)
                colour.setAlphaF(1.0 if digit == answer else 0.6)
                painter.setBrush(colour)
                painter.drawRoundedRect(self._bar(places[digit], share), 2, 2)
        if answer is not None:
            place = places[answer]
            label = QRectF(place.left(), place.top(), self._bar(place).left() - place.left(), place.height())
            painter.fillRect(label, self.palette().window())
            painter.setPen(QColor(named.text))
            painter.setFont(self._bold)
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft | MIDDLE, str(answer))
            painter.drawText(place, right, f"{shares[answer] * 100:.0f}")
