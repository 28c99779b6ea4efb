"""Several digits on the canvas: where each is, what is read in it, and which one is chosen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QToolButton, QWidget

from core.data.ink import Ink, StrokePoint, digit_from_ink, on_square_paper
from core.data.photographs.digits import SeparateDigit, separate_digits
from gui.drawing.photograph import PictureDrawing, is_one_digit
from gui.style import theme
from gui.widgets.plain_text import plain_tip

MARGIN = 0.012  # of the paper's side, between a digit and the box around it


@dataclass(frozen=True, eq=False)
class DrawnDigit:
    """One of the digits on the canvas.

    Attributes:
        area: the box around it, as shares of the paper's side.
        ink: it alone on square paper, from which it is prepared.
        digit: ink (28, 28), prepared by all steps.
    """

    area: QRectF
    ink: Ink
    digit: Ink


@dataclass(frozen=True)
class Mark:
    """A box around a digit on the canvas.

    Attributes:
        area: as shares of the paper's side.
        answers: what the networks read in it, and the colour of the first that does.
        is_chosen: whether this digit is the one that the answers are about.
    """

    area: QRectF
    answers: Mapping[str, QColor]
    is_chosen: bool


def digits_of_strokes(ink: Ink) -> tuple[DrawnDigit, ...]:
    """Separate the digits on square paper; none if all the ink belongs to one digit."""
    parts = separate_digits(ink)
    if is_one_digit(parts, ink):
        return ()

    digits = []
    for part in parts:
        box = part.box
        alone = np.zeros_like(ink)
        alone[box.top : box.top + box.height, box.left : box.left + box.width] = part.ink
        digits.append(_drawn(part, alone, len(ink), 0, 0))
    return tuple(digits)


def digits_of_picture(picture: PictureDrawing) -> tuple[DrawnDigit, ...]:
    """Return a picture's digits as they lie on square paper; none if there is only one."""
    whole = picture.stages.ink
    if is_one_digit(picture.digits, whole):
        return ()
    height, width = whole.shape
    side = max(height, width)
    digits = []
    for part in picture.digits:
        paper = on_square_paper(part.ink)
        digits.append(_drawn(part, paper, side, (side - height) // 2, (side - width) // 2))
    return tuple(digits)


def _drawn(part: SeparateDigit, ink: Ink, side: int, down: int, right: int) -> DrawnDigit:
    """Return a part as a digit on paper of `side` pixels, on which it is moved by some."""
    digit = digit_from_ink(part.ink)
    assert digit is not None  # a part has ink
    box = part.box
    area = QRectF(
        (box.left + right) / side,
        (box.top + down) / side,
        box.width / side,
        box.height / side,
    )
    return DrawnDigit(area, ink, digit)


def digit_at(digits: Sequence[DrawnDigit], point: StrokePoint) -> int:
    """Return the index of the digit that the pen last drew at; the last one if it is none."""
    for index, digit in enumerate(digits):
        row, column = (
            min(max(int(share * len(digit.ink)), 0), len(digit.ink) - 1)
            for share in (point.y, point.x)
        )
        if digit.ink[row, column] > 0:
            return index
    return len(digits) - 1


def paint_marks(painter: QPainter, paper: QRectF, marks: Sequence[Mark], font: QFont) -> None:
    """Paint the boxes around the digits on the paper, and above or below each what is read."""
    named = theme.colours()
    painter.save()
    painter.setFont(theme.sized(font, theme.TEXT, bold=True))
    for mark in marks:
        area = QRectF(
            paper.left() + (mark.area.left() - MARGIN) * paper.width(),
            paper.top() + (mark.area.top() - MARGIN) * paper.height(),
            (mark.area.width() + 2 * MARGIN) * paper.width(),
            (mark.area.height() + 2 * MARGIN) * paper.height(),
        ).intersected(paper.adjusted(1, 1, -1, -1))
        colour = QColor(named.accent if mark.is_chosen else named.quiet)
        painter.setPen(QPen(colour, 2 if mark.is_chosen else 1))
        painter.setBrush(QColor(0, 0, 0, 0))
        painter.drawRect(area)
        _paint_answers(painter, paper, area, mark.answers)
    painter.restore()


def _paint_answers(
    painter: QPainter, paper: QRectF, area: QRectF, answers: Mapping[str, QColor]
) -> None:
    """Paint what is read above a box, below it where there is no room, or else within it.

    What would reach beyond the box, perhaps over the next one's, is left out, but for the first.
    """
    metrics = QFontMetricsF(painter.font())
    height = metrics.height()
    if area.top() - height > paper.top():
        base = area.top() - metrics.descent() - 1
    elif area.bottom() + height < paper.bottom():
        base = area.bottom() + metrics.ascent() + 1
    else:
        base = area.top() + metrics.ascent() + 2

    x = area.left() + 2
    for number, (text, colour) in enumerate(answers.items()):
        if number and x + metrics.horizontalAdvance(f"{text}…") > area.right():
            painter.setPen(QColor(theme.colours().quiet))
            painter.drawText(QPointF(x, base), "…")
            break
        is_agreed = len(answers) == 1
        painter.setPen(QColor(theme.colours().text) if is_agreed else colour)
        painter.drawText(QPointF(x, base), text)
        x += metrics.horizontalAdvance(text + " ")


class DigitChooser(QToolButton):
    """Names the digit that is read, of several, and goes on to the next one when it is clicked.

    Signals:
        chosen(int): the index of the digit that is to be read.
    """

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._index, self._count = 0, 0
        self.setAutoRaise(True)
        self.clicked.connect(self._on_clicked)
        self.hide()

    def show_choice(self, index: int, count: int) -> None:
        """Show which of the digits is read."""
        self._index, self._count = index, count
        self.retranslate()

    def _on_clicked(self) -> None:
        self.chosen.emit((self._index + 1) % max(self._count, 1))

    def retranslate(self) -> None:
        """Renew the text and what it means."""
        text = self.tr("{number} of {count} ›")
        self.setText(text.format(number=self._index + 1, count=self._count))
        explanation = self.tr(
            "There are {count} digits on the canvas, each with what is read in it. The answers are "
            "about the one in the bold box. Click for the next one."
        ).format(count=self._count)
        self.setToolTip(plain_tip(explanation))
        self.setAccessibleName(
            self.tr("Digit {number} of {count}").format(number=self._index + 1, count=self._count)
        )
        self.setAccessibleDescription(explanation)
