"""The answer of a network to the drawing, with a bar for each class."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QHelpEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.config.catalogue import DIGITS
from core.insight.neurons import is_defined
from core.plain_text import printable
from gui.style import theme
from gui.widgets.plain_text import elided_apart, plain_tip, show_tip

MAX_LABEL = 0.45  # of a bar's box, for the name of its class; what is longer is elided
MIN_COLUMN = 20 * theme.STEP  # narrower columns of many classes are not put next to each other
MIN_WIDTH = 84
MIN_ROWS = 5  # that there is always space for
MIN_BAR = 5 * theme.STEP  # shorter bars are not put next to each other
FAINTEST = 0.004  # the smallest share that has a bar
MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip


class AnswerColumn(QWidget):
    """One run's answer; the bars are empty while nothing is drawn.

    A low widget has the bars in two columns. If not all classes fit there, it shows the most
    probable ones.
    """

    def __init__(
        self,
        name: str,
        colour: QColor,
        parent: QWidget | None = None,
        classes: Sequence[str] = DIGITS,
        neighbours: Sequence[str] = (),
    ) -> None:
        """Show the answer of the run `name`; `neighbours` are the names of the other runs."""
        super().__init__(parent)
        self._classes = tuple(map(printable, classes))
        # names, unlike digits, do not fit in large letters next to the run's name
        self._has_names = max(map(len, classes)) > 2
        self._name = printable(name)
        self._neighbours = tuple(map(printable, neighbours))
        self._note = ""
        self._colour = colour
        self._probabilities: Sequence[float] | None = None
        self._shares = ""
        self._set_fonts()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.show_probabilities(None)

    @property
    def digit(self) -> int | None:
        """The number of the most probable class; None without an answer."""
        numbers = self._probabilities
        if numbers is None or not is_defined(numbers):
            return None
        return max(range(len(numbers)), key=lambda digit: numbers[digit])

    @property
    def probabilities(self) -> Sequence[float] | None:
        """The probability of each class; None without an answer."""
        return self._probabilities

    @property
    def note(self) -> str:
        """The note next to the answer."""
        return self._note

    def set_note(self, note: str) -> None:
        """Show a short quiet note next to the answer, such as the epoch; empty for none."""
        if note != self._note:
            self._note = note
            self.setAccessibleDescription(note)
            self.update()

    def show_probabilities(self, probabilities: Sequence[float] | None) -> None:
        """Show a probability (0 to 1) for each class, or None for no answer."""
        self._probabilities = probabilities
        self.setAccessibleName(
            self._name if self.digit is None else f"{self._name}: {self._classes[self.digit]}"
        )
        self._shares = self._description(probabilities)
        self.setToolTip(plain_tip(self._shares))
        self.update()

    def _description(self, probabilities: Sequence[float] | None) -> str:
        """Return the probability of each class, one per line."""
        if probabilities is None:
            return ""
        if not is_defined(probabilities):
            return self.tr("No answer: this network has diverged, its numbers are undefined.")
        shares = zip(self._classes, probabilities, strict=True)
        return "\n".join(f"{name}: {share:.2%}" for name, share in shares)

    def sizeHint(self) -> QSize:
        """Return a size with enough space for bars and percentages."""
        width = 132 + (self._label_width(132.0) if self._has_names else 0)
        return QSize(width, 236).expandedTo(self.minimumSizeHint())

    def minimumSizeHint(self) -> QSize:
        """Return a size in which the most probable classes are legible."""
        rows = min(MIN_ROWS, len(self._classes))
        return QSize(theme.px(MIN_WIDTH), round(self._head()) + rows * self._row())

    def event(self, event: QEvent) -> bool:
        """Add the whole name and note to the tooltip."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            lines = filter(None, (self._name, self._note, self._shares))
            show_tip(event.globalPos(), "\n".join(lines), self)
            return True
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of the font."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._set_fonts()
            self.updateGeometry()

    def _set_fonts(self) -> None:
        font = self.font()
        self._small, self._bold = (
            theme.sized(font, theme.TEXT),
            theme.sized(font, theme.TEXT, bold=True),
        )
        self._large = theme.sized(font, theme.NUMBER, bold=True)
        self._widest_label, self._widest_answer = (
            max(map(QFontMetrics(letters).horizontalAdvance, self._classes))
            for letters in (self._bold, self._large)
        )
        self._ground = QPixmap()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Discard the background, which has another size now."""
        super().resizeEvent(event)
        self._ground = QPixmap()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint name, answer and bars.

        What stays the same is painted once, because each call of Qt may have to wait for the
        threads that train.
        """
        boxes = self._boxes()
        if self._ground.isNull() or self._ground.devicePixelRatio() != self.devicePixelRatio():
            self._ground = self._new_ground(boxes)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawPixmap(0, 0, self._ground)
        self._paint_head(painter)
        if self._probabilities is not None and self.digit is not None:
            self._paint_answer(painter, boxes, self._probabilities)

    def _head(self) -> float:
        two_lines = 2 * QFontMetrics(self._small).height()  # the name and the note
        return float(max(QFontMetrics(self._large).height(), two_lines) + theme.STEP)

    def _boxes(self) -> list[QRectF]:
        """Return the boxes for bars, labels included, as many as fit, at most one per class."""
        head, count = self._head(), len(self._classes)
        fitting = max(1, int((self.height() - head) // self._row()))
        columns = 1 if count <= fitting or not self._fits_twice() else 2
        rows = min(-(-count // columns), fitting)
        height = (self.height() - head) / rows
        width = (self.width() - (columns - 1) * theme.PADDING) / columns
        corners = (divmod(index, rows) for index in range(min(count, rows * columns)))
        return [
            QRectF(column * (width + theme.PADDING), head + row * height, width, height)
            for column, row in corners
        ]

    def _row(self) -> int:
        """Return the least height of a bar with its number; only names have descenders."""
        metrics = QFontMetrics(self._bold)
        return metrics.height() if self._has_names else metrics.ascent() + 1

    def _fits_twice(self) -> bool:
        """Whether the widget is wide enough for two columns of bars."""
        if len(self._classes) > len(DIGITS) and self.width() < 2 * MIN_COLUMN:
            return False
        width = (self.width() - theme.PADDING) / 2
        return self._bar(QRectF(0, 0, width, self._row())).width() >= MIN_BAR

    def _shown(self, boxes: Sequence[QRectF], shares: Sequence[float]) -> list[int]:
        """Return the classes shown in these boxes, in the order of the boxes."""
        if len(boxes) == len(self._classes):
            return list(range(len(boxes)))
        return sorted(sorted(range(len(shares)), key=lambda number: -shares[number])[: len(boxes)])

    def _label_width(self, width: float) -> int:
        return min(self._widest_label, int(width * MAX_LABEL))

    def _label(self, number: int, width: float) -> str:
        return QFontMetrics(self._bold).elidedText(
            self._classes[number], Qt.TextElideMode.ElideRight, int(width) + 1
        )

    def _bar(self, box: QRectF, share: float = 1.0) -> QRectF:
        metrics = QFontMetrics(self._small)
        left = self._label_width(box.width()) + 2 * theme.STEP
        right = metrics.horizontalAdvance("100") + 2 * theme.STEP
        thickness = min(10.0, box.height() - 4)
        width = (box.width() - left - right) * share
        return QRectF(box.left() + left, box.center().y() - thickness / 2, width, thickness)

    def _new_ground(self, boxes: Sequence[QRectF]) -> QPixmap:
        """Paint labels and empty bars."""
        named, ratio = theme.colours(), self.devicePixelRatio()
        ground = QPixmap(self.size() * ratio)
        ground.setDevicePixelRatio(ratio)
        ground.fill(Qt.GlobalColor.transparent)
        painter = QPainter(ground)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

        # labels, unless only the most probable classes are shown
        painter.setFont(self._small)
        painter.setPen(QColor(named.quiet))
        if len(boxes) == len(self._classes):
            for number, box in enumerate(boxes):
                self._paint_label(painter, box, number)

        # empty bars
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(named.line))
        for box in boxes:
            painter.drawRoundedRect(self._bar(box), 2, 2)
        painter.end()
        return ground

    def _paint_label(self, painter: QPainter, box: QRectF, number: int) -> None:
        text = self._label(number, self._label_width(box.width()))
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | MIDDLE, text)

    def _paint_head(self, painter: QPainter) -> None:
        """Paint the answer, and next to it, or below a longer one, the name of the run."""
        named = theme.colours()
        answer = "–" if self.digit is None else self._classes[self.digit]
        painter.setPen(QColor(named.text if self.digit is not None else named.quiet))
        large, small = QFontMetrics(self._large), QFontMetrics(self._small)

        letters = theme.letters_in(self._colour)
        left, notes = 0, [(self._name, letters), (self._note, QColor(named.quiet))]
        if self._has_names:
            painter.setFont(self._bold)
            shown = QFontMetrics(self._bold).elidedText(
                answer, Qt.TextElideMode.ElideRight, self.width()
            )
            painter.drawText(
                QRectF(0, 0, self.width(), small.height()), Qt.AlignmentFlag.AlignLeft, shown
            )
            whose = " · ".join(filter(None, (self._name, self._note)))
            top, notes = float(small.height()), [(whose, letters)]
        else:
            painter.setFont(self._large)
            left = self._widest_answer + 2 * theme.STEP
            painter.drawText(QRectF(0, 0, left, large.height()), Qt.AlignmentFlag.AlignLeft, answer)
            lines = 2 if self._note else 1
            top = max(0.0, (large.height() - small.height() * lines) / 2)

        painter.setFont(self._small)
        available = self.width() - left
        for words, colour in notes:
            if words:
                painter.setPen(colour)
                shown = self._elided(words, small, available)
                # Chinese letters are higher than the font that they replace
                line = QRectF(left, top, available, small.height())
                painter.drawText(line, Qt.AlignmentFlag.AlignLeft | MIDDLE, shown)
            top += small.height()

    def _elided(self, words: str, metrics: QFontMetrics, width: int) -> str:
        """Return the name of the run, or its note, as it fits; no two runs' names look alike."""
        if words == self._note:
            return metrics.elidedText(words, Qt.TextElideMode.ElideRight, width)
        return elided_apart([words, *self._neighbours], metrics, width)[0]

    def _paint_answer(
        self, painter: QPainter, boxes: Sequence[QRectF], shares: Sequence[float]
    ) -> None:
        """Paint filled bars and their numbers, those of the answer in bold letters."""
        named, answer = theme.colours(), self.digit
        right = Qt.AlignmentFlag.AlignRight | MIDDLE
        shown = dict(zip(self._shown(boxes, shares), boxes, strict=True))

        # numbers
        painter.setPen(QColor(named.quiet))
        for number, box in shown.items():
            if number != answer:
                painter.drawText(box, right, f"{shares[number] * 100:.0f}")
                if len(shown) < len(shares):
                    self._paint_label(painter, box, number)

        # bars
        painter.setPen(Qt.PenStyle.NoPen)
        for number, box in shown.items():
            if shares[number] > FAINTEST:
                opacity = 1.0 if number == answer else 0.6
                painter.setBrush(theme.translucent(self._colour, opacity))
                painter.drawRoundedRect(self._bar(box, shares[number]), 2, 2)

        if answer is not None:
            box = shown[answer]
            label = QRectF(box.left(), box.top(), self._bar(box).left() - box.left(), box.height())
            painter.fillRect(label, self.palette().window())
            painter.setPen(QColor(named.text))
            painter.setFont(self._bold)
            self._paint_label(painter, box, answer)
            painter.drawText(box, right, f"{shares[answer] * 100:.0f}")
