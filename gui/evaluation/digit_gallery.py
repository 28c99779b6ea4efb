"""Test digits to look at, each with what it is and what it was read as."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from core.config.catalogue import SIDE
from gui.evaluation.evaluations import Assessed
from gui.style import theme

IMAGE = 2 * SIDE  # two screen pixels for each of the 28
CAPTION = 4 * theme.STEP
GAP = 2 * theme.STEP
TILE = QSize(IMAGE + 2 * theme.STEP, IMAGE + CAPTION)  # wide enough for the caption
TOLD = 3  # answers in a tip


class DigitGallery(QWidget):
    """Any number of digits, painted as they come into sight. The arrow keys go from one to the next.

    Attributes:
        tells_answers: whether a tip does, where nothing else beside the gallery does.

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
        self._place = -1
        self.tells_answers = True
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
        return int(self._numbers[self._place]) if self._place >= 0 else None

    def show_digits(self, assessed: Assessed | None, numbers: Sequence[int]) -> None:
        """These of a run's test digits, in order; the run's answers are told with them.

        After another epoch of the run, the frame stays where it was.
        """
        is_same_run = (
            assessed is not None
            and self._assessed is not None
            and assessed.run == self._assessed.run
        )
        if not is_same_run or assessed is self._assessed or self._place >= len(numbers):
            self._place = -1
        self._assessed, self._numbers = assessed, numbers
        self.setVisible(len(numbers) > 0)
        self.setAccessibleName(str(len(numbers)))
        self.setFixedHeight(self.height_for(self.width()))
        self.update()

    def _in_row(self, width: int) -> int:
        return max(1, (width + GAP) // (TILE.width() + GAP))

    def height_for(self, width: int) -> int:
        """Rows of tiles. Qt's own way, `heightForWidth`, goes wrong in scroll areas with very many rows."""
        rows = -(-len(self._numbers) // self._in_row(width))
        return max(0, rows * (TILE.height() + GAP) - GAP)

    def sizeHint(self) -> QSize:
        """Five beside each other."""
        width = 5 * (TILE.width() + GAP)
        return QSize(width, self.height_for(width))

    def minimumSizeHint(self) -> QSize:
        """One tile."""
        return TILE

    def tile(self, place: int) -> QRect:
        """Where the digit at this place, from 0, is painted."""
        row, column = divmod(place, self._in_row(self.width()))
        return QRect(
            column * (TILE.width() + GAP), row * (TILE.height() + GAP), TILE.width(), TILE.height()
        )

    def _place_at(self, position: QPointF) -> int:
        column, row = (
            int(position.x() // (TILE.width() + GAP)),
            int(position.y() // (TILE.height() + GAP)),
        )
        place = row * self._in_row(self.width()) + column
        is_there = 0 <= column < self._in_row(self.width()) and 0 <= place < len(self._numbers)
        return place if is_there else -1

    def _go_to(self, place: int) -> None:
        if place == self._place:
            return
        self._place = place
        self.update()
        if place >= 0:
            self.pointed.emit(int(self._numbers[place]))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As high as the rows need."""
        super().resizeEvent(event)
        self.setFixedHeight(self.height_for(self.width()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The tiles in sight."""
        if self._assessed is None:
            return
        painter, in_row = QPainter(self), self._in_row(self.width())
        painter.setFont(theme.sized(self.font(), theme.SMALL))
        height = TILE.height() + GAP
        first, last = (
            event.rect().top() // height * in_row,
            (event.rect().bottom() // height + 1) * in_row,
        )
        for place in range(max(0, first), min(last, len(self._numbers))):
            self._paint_tile(painter, place)

    def _paint_tile(self, painter: QPainter, place: int) -> None:
        assert self._assessed is not None
        named, tile, number = theme.colours(), self.tile(place), int(self._numbers[place])
        grey = self._assessed.images[number]
        picture = QRect(tile.topLeft(), QSize(IMAGE, IMAGE))
        painter.drawImage(
            picture, QImage(grey.tobytes(), SIDE, SIDE, SIDE, QImage.Format.Format_Grayscale8)
        )
        if place == self._place:
            painter.setPen(QPen(QColor(named.accent), 2))
            painter.drawRect(picture.adjusted(1, 1, -1, -1))
        below = QRectF(tile.x(), tile.y() + IMAGE, TILE.width(), CAPTION)
        read, sure = self._caption(painter, number)
        painter.setPen(QColor(named.quiet))
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, read)
        painter.setPen(QColor(named.text))
        painter.drawText(below, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, sure)

    def _caption(self, painter: QPainter, number: int) -> tuple[str, str]:
        """What it is, what it was read as and how sure; of long names there is only room for what it was read as."""
        assert self._assessed is not None
        names, answers = self._assessed.classes, self._assessed.assessment
        label, given = int(answers.labels[number]), int(answers.given[number])
        if max(map(len, names)) > 2:
            return painter.fontMetrics().elidedText(
                names[given], Qt.TextElideMode.ElideRight, TILE.width()
            ), ""
        return f"{names[label]}→{names[given]}", f"{answers.confidence[number]:.0%}"

    def _tip(self, place: int) -> str:
        assert self._assessed is not None
        number, answers = int(self._numbers[place]), self._assessed.assessment
        shares, names = answers.probabilities[number], self._assessed.classes
        if not self.tells_answers:
            return self.tr("Click to have the networks read it.")
        told = "   ".join(
            f"{names[digit]}: {shares[digit]:.1%}"
            for digit in (-shares).argsort(kind="stable")[:TOLD]
        )
        text = self.tr(
            "Test image {number}: {label}. Read as   {answers}\nClick to have the networks read it."
        )
        return text.format(number=number, label=names[int(answers.labels[number])], answers=told)

    def _choose(self, place: int) -> None:
        if place >= 0 and self._assessed is not None:
            self.digit_chosen.emit(self._assessed.digit(int(self._numbers[place])))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A hand, and a frame, over a digit."""
        place = self._place_at(event.position())
        self.setCursor(
            Qt.CursorShape.PointingHandCursor if place >= 0 else Qt.CursorShape.ArrowCursor
        )
        if place >= 0:
            self._go_to(place)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click chooses a digit."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._choose(self._place_at(event.position()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, Enter and Space."""
        moves = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -self._in_row(self.width()),
            Qt.Key.Key_Down: self._in_row(self.width()),
        }
        move = moves.get(Qt.Key(event.key()))
        if move is not None and 0 <= max(self._place, 0) + move < len(self._numbers):
            self._go_to(self._place + move if self._place >= 0 else 0)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._choose(self._place)
        else:
            super().keyPressEvent(event)

    def event(self, event: QHelpEvent) -> bool:  # type: ignore[override]
        """What the digit under the pointer is, and its first answers."""
        if event.type() is QHelpEvent.Type.ToolTip:
            place = self._place_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), self._tip(place) if place >= 0 else "", self)
            return True
        return super().event(event)
