"""The answer of a network to the drawing, with a bar for each class."""

from collections.abc import Callable, Sequence

import numpy as np
from PySide6.QtCore import QEvent, QRectF, QSize, QSizeF, Qt
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
from gui.style.swatches import blank
from gui.widgets.answer.answer_head import MIDDLE, AnswerHead
from gui.widgets.plain_text import show_tip

MAX_LABEL = 0.45  # of a bar's box, for the name of its class; what is longer is elided
MIN_COLUMN = 20 * theme.STEP  # narrower columns of many classes are not put next to each other
MIN_WIDTH = 84
GAP = 5 * theme.STEP  # between two columns, so that each number is read with its own bar
MIN_ROWS = 5  # that there is always space for
MIN_BAR = 5 * theme.STEP  # shorter bars are not put next to each other
FAINTEST = 0.004  # the smallest share that has a bar


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
        self._head = AnswerHead(name, colour, self._classes, neighbours, self.font())
        self._ranks: Sequence[float] = ()
        self._colour = colour
        self._probabilities: Sequence[float] | None = None
        self._digit: int | None = None
        self._set_fonts()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.show_probabilities(None)

    @property
    def classes(self) -> tuple[str, ...]:
        """The names of the classes, as they are shown."""
        return self._classes

    @property
    def digit(self) -> int | None:
        """The number of the most probable class; None without an answer."""
        return self._digit

    @property
    def _answer(self) -> str | None:
        return None if self._digit is None else self._classes[self._digit]

    @property
    def probabilities(self) -> Sequence[float] | None:
        """The probability of each class; None without an answer."""
        return self._probabilities

    @property
    def note(self) -> str:
        """The note next to the answer."""
        return self._head.note

    def set_note(self, note: str, short: str = "") -> None:
        """Show a quiet note next to the answer, such as the epoch; empty for none.

        Args:
            short: shown where there is no space for the note.
        """
        head = self._head
        if (note, short) != (head.note, head.short_note):
            head.note, head.short_note = note, short
            self.setAccessibleDescription(note)
            self.update()

    @property
    def leaves_out(self) -> bool:
        """Whether there is no space for all classes."""
        return len(self._boxes()) < len(self._classes)

    def set_ranks(self, ranks: Sequence[float]) -> None:
        """Show the classes of the highest ranks where there is no space for all.

        Columns with the same ranks show the same classes, each at the same height.
        """
        if ranks != self._ranks:
            self._ranks = ranks
            self.update()

    def show_probabilities(self, probabilities: Sequence[float] | None) -> None:
        """Show a probability (0 to 1) for each class, or None for no answer."""
        self._probabilities, self._digit = probabilities, None
        if probabilities is not None and is_defined(probabilities):
            self._digit = int(np.argmax(probabilities))
        name, answer = self._head.name, self._answer
        self.setAccessibleName(name if answer is None else f"{name}: {answer}")
        self.update()

    def description(self) -> str:
        """Return the probability of each class, one per line."""
        if self._probabilities is None:
            return ""
        if self.digit is None:
            return self.tr("No answer: this network has diverged, its numbers are undefined.")
        shares = zip(self._classes, self._probabilities, strict=True)
        return "\n".join(f"{name}: {share:.2%}" for name, share in shares)

    def sizeHint(self) -> QSize:
        """Return a size with enough space for bars and percentages."""
        width = 132 + (self._label_width(132.0) if self._head.has_words else 0)
        return QSize(width, 236).expandedTo(self.minimumSizeHint())

    def minimumSizeHint(self) -> QSize:
        """Return a size in which the most probable classes are legible."""
        rows = min(MIN_ROWS, len(self._classes))
        width = theme.px(MIN_WIDTH)
        return QSize(width, round(self._head.height(width)) + rows * self._row())

    def event(self, event: QEvent) -> bool:
        """Add the whole name and note to the tooltip."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            lines = filter(None, (self._head.name, self._head.note, self.description()))
            show_tip(event.globalPos(), "\n".join(lines), self)
            return True
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of the font or the colours."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._set_fonts()
            self.updateGeometry()
        elif event.type() is QEvent.Type.PaletteChange:
            self._discard_layout()  # which is painted in the colours of before

    def _set_fonts(self) -> None:
        self._head.set_font(self.font())
        self._small, self._bold = self._head.small, self._head.bold
        self._widest_label = max(map(QFontMetrics(self._bold).horizontalAdvance, self._classes))
        self._widest_number = QFontMetrics(self._small).horizontalAdvance("100")
        self._discard_layout()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the bars out in the new size."""
        super().resizeEvent(event)
        self._discard_layout()

    def _discard_layout(self) -> None:
        self._boxes_made: list[QRectF] = []
        self._bars_made: list[QRectF] = []
        self._ground = QPixmap()
        self._top = QPixmap()
        self._headline: tuple[str | None, str, str] | None = None  # that is painted in `_top`

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint name, answer and bars.

        What stays the same is painted once, because each call of Qt may have to wait for the
        threads that train.
        """
        if self._ground.devicePixelRatio() != self.devicePixelRatio():
            self._discard_layout()
        boxes = self._boxes()
        if self._ground.isNull():
            self._ground = self._picture(self._paint_ground)
        headline = (self._answer, self._head.note, self._head.short_note)
        if headline != self._headline:
            self._headline = headline
            self._top = self._picture(
                lambda painter: self._head.paint(painter, self.width(), self._answer)
            )

        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawPixmap(0, 0, self._ground)
        painter.drawPixmap(0, 0, self._top)
        if self._probabilities is not None and self.digit is not None:
            self._paint_answer(painter, boxes, self._probabilities)

    def _picture(self, paint: Callable[[QPainter], None]) -> QPixmap:
        """Return what is painted on an empty picture of the widget's size."""
        picture = blank(self.size(), self.devicePixelRatio())
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint(painter)
        painter.end()
        return picture

    def _boxes(self) -> list[QRectF]:
        """Return the boxes for bars, labels included, as many as fit, at most one per class."""
        if not self._boxes_made:
            self._boxes_made = self._new_boxes()
        return self._boxes_made

    def _new_boxes(self) -> list[QRectF]:
        head, count = self._head.height(self.width()), len(self._classes)
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
        """Return the least height of a bar with its number, which is lower than a line of words.

        A font for Chinese has lines half as high again as its digits.
        """
        metrics = QFontMetrics(self._bold)
        if self._head.has_words:
            return metrics.height()
        return min(metrics.ascent() + 1, metrics.capHeight() + 2)  # digits are as high as capitals

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
        ranks, answer = self._ranks or shares, self.digit
        numbers = range(len(shares))
        ranked = sorted(numbers, key=lambda number: (number != answer, -ranks[number]))
        return sorted(ranked[: len(boxes)])

    def _label_width(self, width: float) -> int:
        return min(self._widest_label, int(width * MAX_LABEL))

    def _label(self, number: int, width: float) -> str:
        return QFontMetrics(self._bold).elidedText(
            self._classes[number], Qt.TextElideMode.ElideRight, int(width) + 1
        )

    def _bars(self) -> list[QRectF]:
        """Return the whole bars within their boxes."""
        if not self._bars_made:
            self._bars_made = [self._bar(box) for box in self._boxes()]
        return self._bars_made

    def _bar(self, box: QRectF) -> QRectF:
        left = self._label_width(box.width()) + 2 * theme.STEP
        right = self._widest_number + 2 * theme.STEP
        thickness = min(10.0, box.height() - 4)
        width = box.width() - left - right
        return QRectF(box.left() + left, box.center().y() - thickness / 2, width, thickness)

    def _paint_ground(self, painter: QPainter) -> None:
        """Paint labels and empty bars."""
        named, boxes = theme.colours(), self._boxes()

        # labels, unless only the most probable classes are shown
        painter.setFont(self._small)
        painter.setPen(QColor(named.quiet))
        if len(boxes) == len(self._classes):
            for number, box in enumerate(boxes):
                self._paint_label(painter, box, number)

        # empty bars
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(named.line))
        for bar in self._bars():
            painter.drawRoundedRect(bar, 2, 2)

    def _paint_label(self, painter: QPainter, box: QRectF, number: int) -> None:
        text = self._label(number, self._label_width(box.width()))
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | MIDDLE, text)

    def _paint_answer(
        self, painter: QPainter, boxes: Sequence[QRectF], shares: Sequence[float]
    ) -> None:
        """Paint filled bars and their numbers, those of the answer in bold letters."""
        named, answer = theme.colours(), self.digit
        right = Qt.AlignmentFlag.AlignRight | MIDDLE
        classes = self._shown(boxes, shares)
        shown = dict(zip(classes, boxes, strict=True))
        bars = dict(zip(classes, self._bars(), strict=True))

        # numbers
        painter.setFont(self._small)
        painter.setPen(QColor(named.quiet))
        for number, box in shown.items():
            if number != answer:
                painter.drawText(box, right, f"{shares[number] * 100:.0f}")
                if len(shown) < len(shares):
                    self._paint_label(painter, box, number)

        # bars
        painter.setPen(Qt.PenStyle.NoPen)
        paler = theme.translucent(self._colour, 0.6)
        for number, bar in bars.items():
            if shares[number] > FAINTEST:
                painter.setBrush(self._colour if number == answer else paler)
                filled = QRectF(bar.topLeft(), QSizeF(bar.width() * shares[number], bar.height()))
                painter.drawRoundedRect(filled, 2, 2)

        if answer is not None:
            box = shown[answer]
            label = QRectF(box.left(), box.top(), bars[answer].left() - box.left(), box.height())
            painter.fillRect(label, self.palette().window())
            painter.setPen(QColor(named.text))
            painter.setFont(self._bold)
            self._paint_label(painter, box, answer)
            painter.drawText(box, right, f"{shares[answer] * 100:.0f}")
