"""A wall of digits: those that only one of two networks reads right, with what the other reads."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFontMetrics, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.comparison.deciding_digits import DecidingDigit
from core.config.catalogue import SIDE
from core.plain_text import printable
from gui.style import theme
from gui.widgets.images import grey_image
from gui.widgets.pickable import Pickable

IMAGE = 2 * SIDE  # two screen pixels for each of the 28
GAP = 2 * theme.STEP
MIN_IN_ROW = 3
LONG_NAME = 3  # letters of a class from which on label and answer need a line each


class DigitWall(Pickable):
    """Test digits in as many columns as fit, each above its label and the wrong answer.

    Signals:
        digit_chosen(object): a `Digit` was clicked, or reached with the arrow keys.
    """

    digit_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._digits: Sequence[DecidingDigit] = ()
        self._titles: Sequence[str] = ()
        self._wrong = 0
        self._is_two_lined = False
        self._images: list[QImage] = []
        self.setFont(theme.sized(self.font(), theme.TEXT))
        # Qt would not make a fixed one higher than its size hint, however narrow it is
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.picked.connect(self._on_picked)

    def show_digits(
        self, digits: Sequence[DecidingDigit], titles: Sequence[str] = (), wrong: int = 0
    ) -> None:
        """Show these digits, in order.

        Args:
            titles: of the two networks.
            wrong: the index of the one that reads these digits wrong.
        """
        if [one.digit.number for one in digits] != [one.digit.number for one in self._digits]:
            self.choose(None)
        self._digits, self._titles, self._wrong = digits, titles, wrong
        self.numbers = range(len(digits))
        names = {name for one in digits for name in (one.digit.name, *one.read_as)}
        self._is_two_lined = any(len(name) >= LONG_NAME for name in names)
        self._images = [grey_image(one.digit.grey) for one in digits]
        self.setVisible(bool(digits))
        self.updateGeometry()
        self.update()

    @property
    def tile_size(self) -> QSize:
        """The size of a digit with its caption."""
        lines = 2 if self._is_two_lined else 1
        return QSize(IMAGE, IMAGE + lines * QFontMetrics(self.font()).height())

    def tile(self, index: int) -> QRect:
        """Return where a digit is painted with its caption."""
        size = self.tile_size
        row, column = divmod(index, self.in_row())
        return QRect(QPoint(column * (IMAGE + GAP), row * (size.height() + GAP)), size)

    def in_row(self) -> int:
        """Return how many digits are in a row."""
        return self._in_row(self.width())

    def _in_row(self, width: int) -> int:
        return max(1, (width + GAP) // (IMAGE + GAP))

    def heightForWidth(self, width: int) -> int:
        """Return the height of all rows."""
        rows = -(-len(self._digits) // self._in_row(width))
        return max(0, rows * (self.tile_size.height() + GAP) - GAP)

    def sizeHint(self) -> QSize:
        """Return a size for ten columns."""
        width = 10 * (IMAGE + GAP)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Return the width of a few columns."""
        return QSize(MIN_IN_ROW * (IMAGE + GAP), 0)

    def index_at(self, position: QPointF) -> int | None:
        """Return the index of the digit at a point of the widget, if any."""
        column = int(position.x() // (IMAGE + GAP))
        row = int(position.y() // (self.tile_size.height() + GAP))
        index = row * self.in_row() + column
        is_digit = 0 <= column < self.in_row() and 0 <= index < len(self._digits)
        return index if is_digit else None

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the digits with their captions, and a frame around the one keys start from."""
        painter = QPainter(self)
        framed = self.chosen
        if framed is None and self.hasFocus():
            framed = 0

        for index, image in enumerate(self._images):
            tile = self.tile(index)
            if not tile.intersects(event.rect()):
                continue
            area = QRect(tile.topLeft(), QSize(IMAGE, IMAGE))
            painter.drawImage(area, image)
            self._paint_caption(painter, index, tile.adjusted(0, IMAGE, 0, 0))
            if index == framed:
                painter.setPen(QPen(QColor(theme.colours().accent), 2))
                painter.drawRect(area.adjusted(1, 1, -1, -1))

    def _paint_caption(self, painter: QPainter, index: int, area: QRect) -> None:
        """Write what the digit is, and what it was read as."""
        one, named = self._digits[index], theme.colours()
        label, answer = printable(one.digit.name), f"→ {printable(one.read_as[self._wrong])}"
        metrics, elide = painter.fontMetrics(), Qt.TextElideMode.ElideRight
        centred = Qt.AlignmentFlag.AlignCenter
        if not self._is_two_lined:
            painter.setPen(QColor(named.text))
            painter.drawText(area, centred, f"{label} {answer}")
            return

        line = QRectF(area.x(), area.y(), area.width(), metrics.height())
        for text, colour in ((label, named.text), (answer, named.quiet)):
            painter.setPen(QColor(colour))
            painter.drawText(line, centred, metrics.elidedText(text, elide, area.width()))
            line.translate(0, metrics.height())

    def _on_picked(self, index: int) -> None:
        self.setAccessibleDescription(self.tip(index))
        self.digit_chosen.emit(self._digits[index].digit)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Paint the frame."""
        super().focusInEvent(event)
        self.update()

    def tip(self, index: int) -> str:
        """Return what a digit is, and what each network reads."""
        one = self._digits[index]
        text = self.tr(
            "Test image {number}: {label}\n{first} reads {first_answer}, "
            "{second} reads {second_answer}.\nClick to have the networks read it."
        )
        first, second = map(printable, self._titles or ("", ""))
        first_answer, second_answer = map(printable, one.read_as)
        return text.format(
            number=one.digit.number,
            label=printable(one.digit.name),
            first=first,
            first_answer=first_answer,
            second=second,
            second_answer=second_answer,
        )
