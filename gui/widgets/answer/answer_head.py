"""What stands above the bars of an answer: the answer itself, the name of its run, and a note."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter

from core.plain_text import printable
from gui.style import theme
from gui.widgets.plain_text import elided_apart

NARROW = 32 * theme.STEP  # in a narrower column the name stands above the answer
LEFT = Qt.AlignmentFlag.AlignLeft
MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip
NO_ANSWER = "–"


class AnswerHead:
    """Paints the head of an answer in the room that there is.

    Args:
        name: of the run, whose colour it has.
        classes: the possible answers. Names, unlike digits, do not fit in large letters next to
            the run's name; they stand above it.
        neighbours: the names of the other runs; no two are elided alike.

    Attributes:
        note, short_note: stand next to the answer; the short one where there is no space.
        small, bold, large: the fonts.
    """

    def __init__(
        self,
        name: str,
        colour: QColor,
        classes: Sequence[str],
        neighbours: Sequence[str],
        font: QFont,
    ) -> None:
        self.name = printable(name)
        self.note = self.short_note = ""
        self.has_words = max(map(len, classes)) > 2
        self._colour = colour
        self._classes = classes
        self._neighbours = tuple(map(printable, neighbours))
        self.set_font(font)

    def set_font(self, font: QFont) -> None:
        """Write in the sizes that belong to this font."""
        self.small = theme.sized(font, theme.TEXT)
        self.bold = theme.sized(font, theme.TEXT, bold=True)
        self.large = theme.sized(font, theme.NUMBER, bold=True)
        self._widest = max(map(QFontMetrics(self.large).horizontalAdvance, self._classes))

    def is_narrow(self, width: float) -> bool:
        """Return whether the name stands above the answer in this width."""
        return width < theme.px(NARROW) and not self.has_words

    def height(self, width: float) -> float:
        """Return the height in this width, with a small distance from the bars."""
        line = self._line
        height = max(self._large_height, 2 * line) + theme.STEP
        return float(height + line if self.is_narrow(width) else height)

    @property
    def _line(self) -> int:
        return QFontMetrics(self.small).height()

    @property
    def _large_height(self) -> int:
        return QFontMetrics(self.large).height()

    def paint(self, painter: QPainter, width: float, answer: str | None) -> None:
        """Paint the answer, or that there is none, and around it the name and the note."""
        named = theme.colours()
        shown = NO_ANSWER if answer is None else answer
        colour = QColor(named.quiet if answer is None else named.text)
        if self.has_words:
            self._paint_words(painter, width, shown, colour)
        elif self.is_narrow(width):
            self._paint_narrow(painter, width, shown, colour)
        else:
            self._paint_wide(painter, width, shown, colour)

    def _paint_words(self, painter: QPainter, width: float, answer: str, colour: QColor) -> None:
        """Paint an answer that is a word, and below it the name of the run and the note."""
        painter.setPen(colour)
        painter.setFont(self.bold)
        shown = QFontMetrics(self.bold).elidedText(answer, Qt.TextElideMode.ElideRight, int(width))
        painter.drawText(QRectF(0, 0, width, self._line), LEFT, shown)

        whose = " · ".join(filter(None, (self.name, self.note)))
        self._paint_name(painter, QRectF(0, self._line, width, self._line), whose)

    def _paint_narrow(self, painter: QPainter, width: float, answer: str, colour: QColor) -> None:
        """Paint the name above a large answer, and next to this the note, on two lines."""
        line = self._line
        self._paint_name(painter, QRectF(0, 0, width, line), self.name)

        left = self._paint_large(painter, float(line), answer, colour)
        note = QRectF(left, line, width - left, max(2 * line, self._large_height))
        painter.setFont(self.small)
        painter.setPen(QColor(theme.colours().quiet))
        wrapped = LEFT | Qt.TextFlag.TextWordWrap | MIDDLE
        painter.drawText(note, wrapped, self.short_note or self.note)

    def _paint_wide(self, painter: QPainter, width: float, answer: str, colour: QColor) -> None:
        """Paint a large answer, and next to it the name above the note."""
        line = self._line
        left = self._paint_large(painter, 0.0, answer, colour)
        lines = 2 if self.note else 1
        top = max(0.0, (self._large_height - line * lines) / 2)
        area = QRectF(left, top, width - left, line)
        self._paint_name(painter, area, self.name)
        note = self.note_in(area.width())
        self._paint_line(painter, area.translated(0, line), note, QColor(theme.colours().quiet))

    def _paint_large(self, painter: QPainter, top: float, answer: str, colour: QColor) -> float:
        """Paint the answer in large letters; return where what stands next to it begins."""
        width = self._widest + 2 * theme.STEP
        painter.setPen(colour)
        painter.setFont(self.large)
        painter.drawText(QRectF(0, top, width, self._large_height), LEFT, answer)
        return float(width)

    def _paint_name(self, painter: QPainter, line: QRectF, words: str) -> None:
        """Paint words about the run, elided so that no two runs' look alike."""
        metrics = QFontMetrics(self.small)
        shown = elided_apart([words, *self._neighbours], metrics, int(line.width()))[0]
        self._paint_line(painter, line, shown, theme.letters_in(self._colour))

    def _paint_line(self, painter: QPainter, line: QRectF, words: str, colour: QColor) -> None:
        painter.setFont(self.small)
        painter.setPen(colour)
        # Chinese letters are higher than the font that they replace
        painter.drawText(line, LEFT | MIDDLE, words)

    def note_in(self, width: float) -> str:
        """Return the note if it fits into a width, otherwise the short one."""
        metrics = QFontMetrics(self.small)
        if self.short_note and metrics.horizontalAdvance(self.note) > width:
            return self.short_note
        return metrics.elidedText(self.note, Qt.TextElideMode.ElideRight, int(width))
