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
NARROW = 32 * theme.STEP  # in a narrower column the name stands above the answer
GAP = 5 * theme.STEP  # between two columns, so that each number is read with its own bar
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
        self._note = self._short_note = ""
        self._ranks: Sequence[float] = ()
        self._colour = colour
        self._probabilities: Sequence[float] | None = None
        self._shares = ""
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

    def set_note(self, note: str, short: str = "") -> None:
        """Show a quiet note next to the answer, such as the epoch; empty for none.

        Args:
            short: shown where there is no space for the note.
        """
        if (note, short) != (self._note, self._short_note):
            self._note, self._short_note = note, short
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
        return QSize(theme.px(MIN_WIDTH), round(self._head(is_narrow=True)) + rows * self._row())

    def event(self, event: QEvent) -> bool:
        """Add the whole name and note to the tooltip."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            lines = filter(None, (self._name, self._note, self._shares))
            show_tip(event.globalPos(), "\n".join(lines), self)
            return True
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of the font or the language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._set_fonts()
            self.updateGeometry()
        elif event.type() is QEvent.Type.LanguageChange:
            self.show_probabilities(self._probabilities)

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

    @property
    def _is_narrow(self) -> bool:
        return self.width() < theme.px(NARROW) and not self._has_names

    def _head(self, is_narrow: bool | None = None) -> float:
        line = QFontMetrics(self._small).height()
        height = max(QFontMetrics(self._large).height(), 2 * line) + theme.STEP
        has_line = self._is_narrow if is_narrow is None else is_narrow and not self._has_names
        return float(height + line if has_line else height)

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
        """Paint the answer, and next to it, or around it, the name of the run and the note."""
        answer = "–" if self.digit is None else self._classes[self.digit]
        if self._has_names:
            self._paint_named_head(painter, answer)
        elif self._is_narrow:
            self._paint_narrow_head(painter, answer)
        else:
            self._paint_wide_head(painter, answer)

    def _paint_named_head(self, painter: QPainter, answer: str) -> None:
        """Paint an answer that is a word, and below it the name of the run and the note."""
        line, bold = QFontMetrics(self._small).height(), QFontMetrics(self._bold)
        painter.setPen(self._answer_colour())
        painter.setFont(self._bold)
        shown = bold.elidedText(answer, Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(QRectF(0, 0, self.width(), line), Qt.AlignmentFlag.AlignLeft, shown)

        whose = " · ".join(filter(None, (self._name, self._note)))
        area = QRectF(0, line, self.width(), line)
        self._paint_words(painter, area, self._name_in(area.width(), whose), self._letters())

    def _paint_narrow_head(self, painter: QPainter, answer: str) -> None:
        """Paint the name above a large answer, and next to this the note, on two lines."""
        line = QFontMetrics(self._small).height()
        name = QRectF(0, 0, self.width(), line)
        self._paint_words(painter, name, self._name_in(name.width(), self._name), self._letters())

        left = self._paint_large(painter, answer, float(line))
        note = QRectF(left, line, self.width() - left, max(2 * line, self._large_height()))
        painter.setFont(self._small)
        painter.setPen(QColor(theme.colours().quiet))
        wrapped = Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap | MIDDLE
        painter.drawText(note, wrapped, self._short_note or self._note)

    def _paint_wide_head(self, painter: QPainter, answer: str) -> None:
        """Paint a large answer, and next to it the name above the note."""
        line = QFontMetrics(self._small).height()
        left = self._paint_large(painter, answer, 0.0)
        lines = 2 if self._note else 1
        top = max(0.0, (self._large_height() - line * lines) / 2)
        area = QRectF(left, top, self.width() - left, line)
        self._paint_words(painter, area, self._name_in(area.width(), self._name), self._letters())
        note = self._note_in(area.width())
        quiet = QColor(theme.colours().quiet)
        self._paint_words(painter, area.translated(0, line), note, quiet)

    def _paint_large(self, painter: QPainter, answer: str, top: float) -> float:
        """Paint the answer in large letters; return where what stands next to it begins."""
        width = self._widest_answer + 2 * theme.STEP
        painter.setPen(self._answer_colour())
        painter.setFont(self._large)
        area = QRectF(0, top, width, self._large_height())
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft, answer)
        return float(width)

    def _paint_words(self, painter: QPainter, line: QRectF, words: str, colour: QColor) -> None:
        painter.setFont(self._small)
        painter.setPen(colour)
        # Chinese letters are higher than the font that they replace
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft | MIDDLE, words)

    def _large_height(self) -> int:
        return QFontMetrics(self._large).height()

    def _answer_colour(self) -> QColor:
        named = theme.colours()
        return QColor(named.text if self.digit is not None else named.quiet)

    def _letters(self) -> QColor:
        return theme.letters_in(self._colour)

    def _name_in(self, width: float, words: str) -> str:
        """Return words about the run, elided so that no two runs' look alike."""
        return elided_apart([words, *self._neighbours], QFontMetrics(self._small), int(width))[0]

    def _note_in(self, width: float) -> str:
        """Return the note if it fits, otherwise the short one."""
        metrics = QFontMetrics(self._small)
        if self._short_note and metrics.horizontalAdvance(self._note) > width:
            return self._short_note
        return metrics.elidedText(self._note, Qt.TextElideMode.ElideRight, int(width))

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
