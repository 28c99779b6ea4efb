"""Test images in a grid, each with its class and what it was read as."""

from collections.abc import Sequence
from math import isfinite

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.config.catalogue import DIGITS, SIDE
from core.number_text import NOTHING, probability_text
from gui.evaluation.evaluations import Assessed
from gui.style import theme
from gui.widgets.images import grey_image
from gui.widgets.plain_text import show_tip

IMAGE = 2 * SIDE  # two screen pixels for each of the 28
GAP = 2 * theme.STEP
MAX_SHORT = 2  # letters of a class whose name stands below an image with the answer
MAX_ANSWERS = 3  # in a tool tip


class DigitGallery(QWidget):
    """Any number of digits, painted only where they are visible.

    The arrow keys go from one to the next.

    Attributes:
        tip_has_answers: whether a tool tip names the answers, if nothing next to the gallery does.

    Signals:
        digit_chosen(object): a `Digit` was clicked, or Enter was pressed on it.
        pointed(int): the pointer or the keyboard came to the digit with this number.
    """

    digit_chosen = Signal(object)
    pointed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._assessed: Assessed | None = None
        self._numbers: Sequence[int] = ()
        self._index = -1  # of the framed digit
        self._tile = self._measured_tile()
        self.tip_has_answers = True
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def numbers(self) -> Sequence[int]:
        """The digits that are shown, in order."""
        return self._numbers

    @property
    def current(self) -> int | None:
        """The digit that the pointer or the keyboard came to last."""
        return int(self._numbers[self._index]) if self._index >= 0 else None

    def show_digits(self, assessed: Assessed | None, numbers: Sequence[int]) -> None:
        """Show some of a run's test digits, in this order, with the run's answers.

        After another epoch of the run, the frame stays where it was.
        """
        is_same_run = (
            assessed is not None
            and self._assessed is not None
            and assessed.network.run == self._assessed.network.run
        )
        if not is_same_run or assessed is self._assessed or self._index >= len(numbers):
            self._index = -1

        self._assessed = assessed
        self._numbers = numbers
        self._tile = self._measured_tile()
        self.setVisible(len(numbers) > 0)
        self.setAccessibleName(str(len(numbers)))
        self.setFixedHeight(self.height_for(self.width()))
        self.update()

    def _measured_tile(self) -> QSize:
        """Return the size of an image with the line below it, in the present font."""
        metrics = QFontMetrics(theme.sized(self.font(), theme.TEXT))
        names = DIGITS if self._assessed is None else self._assessed.classes
        widest = max(metrics.horizontalAdvance(f"{name}→{name}") for name in names)
        caption = widest + GAP + metrics.horizontalAdvance("100%")
        width = max(IMAGE + GAP, caption if _are_short(names) else 0)
        return QSize(width, IMAGE + max(4 * theme.STEP, metrics.height()))

    def _in_row(self, width: int) -> int:
        return max(1, (width + GAP) // (self._tile.width() + GAP))

    def height_for(self, width: int) -> int:
        """Return the height of all rows of tiles.

        Qt's `heightForWidth` would be wrong in scroll areas with very many rows.
        """
        rows = -(-len(self._numbers) // self._in_row(width))
        return max(0, rows * (self._tile.height() + GAP) - GAP)

    def sizeHint(self) -> QSize:
        """Return the size of rows of five."""
        width = 5 * (self._tile.width() + GAP)
        return QSize(width, self.height_for(width))

    def minimumSizeHint(self) -> QSize:
        """Return the size of one tile."""
        return self._tile

    def tile(self, index: int) -> QRect:
        """Return the area in which the digit at this index is painted."""
        row, column = divmod(index, self._in_row(self.width()))
        width, height = self._tile.width(), self._tile.height()
        return QRect(column * (width + GAP), row * (height + GAP), width, height)

    def _index_at(self, position: QPointF) -> int:
        """Return the index of the digit at a point; -1 for none."""
        row = int(position.y() // (self._tile.height() + GAP))
        column = int(position.x() // (self._tile.width() + GAP))
        in_row = self._in_row(self.width())
        index = row * in_row + column
        is_there = 0 <= column < in_row and 0 <= index < len(self._numbers)
        return index if is_there else -1

    def _go_to(self, index: int) -> None:
        if index == self._index:
            return
        self._index = index
        self.update()
        if index >= 0:
            self.pointed.emit(int(self._numbers[index]))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the height of the rows."""
        super().resizeEvent(event)
        self.setFixedHeight(self.height_for(self.width()))

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of the font."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._tile = self._measured_tile()
            self.setFixedHeight(self.height_for(self.width()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the visible tiles."""
        if self._assessed is None:
            return
        painter = QPainter(self)
        painter.setFont(theme.sized(self.font(), theme.TEXT))

        in_row = self._in_row(self.width())
        height = self._tile.height() + GAP
        first = event.rect().top() // height * in_row
        end = (event.rect().bottom() // height + 1) * in_row
        for index in range(max(0, first), min(end, len(self._numbers))):
            self._paint_tile(painter, index)

    def _paint_tile(self, painter: QPainter, index: int) -> None:
        assert self._assessed is not None
        named = theme.colours()
        tile = self.tile(index)
        number = int(self._numbers[index])

        area = QRect(tile.topLeft(), QSize(IMAGE, IMAGE))
        painter.drawImage(area, grey_image(self._assessed.images[number]))
        if index == self._index:
            painter.setPen(QPen(QColor(named.accent), 2))
            painter.drawRect(area.adjusted(1, 1, -1, -1))

        below = QRectF(tile.adjusted(0, IMAGE, 0, 0))
        read, sure = self._caption(painter, number)
        painter.setPen(QColor(named.quiet))
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, read)
        painter.setPen(QColor(named.text))
        painter.drawText(below, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, sure)

    def _caption(self, painter: QPainter, number: int) -> tuple[str, str]:
        """Return class and answer, and the confidence; only the answer where names are long."""
        assert self._assessed is not None
        names = self._assessed.classes
        assessment = self._assessed.assessment
        label, given = int(assessment.labels[number]), int(assessment.given[number])
        if not _are_short(names):
            answer = painter.fontMetrics().elidedText(
                names[given], Qt.TextElideMode.ElideRight, self._tile.width()
            )
            return answer, ""
        sure = float(assessment.confidence[number])
        return f"{names[label]}→{names[given]}", f"{sure:.0%}" if isfinite(sure) else NOTHING

    def _tip(self, index: int) -> str:
        assert self._assessed is not None
        if not self.tip_has_answers:
            return self.tr("Click to have the networks read it.")

        number = int(self._numbers[index])
        names = self._assessed.classes
        label = names[int(self._assessed.assessment.labels[number])]
        shares = self._assessed.assessment.probabilities[number]
        best = (-shares).argsort(kind="stable")[:MAX_ANSWERS]
        answers = "   ".join(
            f"{names[given]}: {probability_text(float(shares[given]))}" for given in best
        )
        text = self.tr(
            "Test image {number}: {label}. Read as   {answers}\nClick to have the networks read it."
        )
        return text.format(number=number, label=label, answers=answers)

    def _choose(self, index: int) -> None:
        if index >= 0 and self._assessed is not None:
            self.digit_chosen.emit(self._assessed.digit(int(self._numbers[index])))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show a hand, and a frame, over a digit."""
        index = self._index_at(event.position())
        self.setCursor(
            Qt.CursorShape.PointingHandCursor if index >= 0 else Qt.CursorShape.ArrowCursor
        )
        if index >= 0:
            self._go_to(index)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose the digit that was clicked."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._choose(self._index_at(event.position()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the frame with the arrow keys, choose with Enter or Space."""
        moves = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -self._in_row(self.width()),
            Qt.Key.Key_Down: self._in_row(self.width()),
        }
        move = moves.get(Qt.Key(event.key()))
        if move is not None and 0 <= max(self._index, 0) + move < len(self._numbers):
            self._go_to(self._index + move if self._index >= 0 else 0)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._choose(self._index)
        else:
            super().keyPressEvent(event)

    def event(self, event: QHelpEvent) -> bool:  # type: ignore[override]
        """Show the class of the digit under the pointer, and its first answers."""
        if event.type() is QHelpEvent.Type.ToolTip:
            index = self._index_at(QPointF(event.pos()))
            show_tip(event.globalPos(), self._tip(index) if index >= 0 else "", self)
            return True
        return super().event(event)


def _are_short(names: Sequence[str]) -> bool:
    """Whether there is space below an image for the names of two classes."""
    return max(map(len, names)) <= MAX_SHORT
