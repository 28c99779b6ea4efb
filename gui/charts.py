"""Charts of an experiment: what each step of a ladder adds, a grid's heat map, digits that only one network reads."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QHelpEvent, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from core.experiments import Cell, Contribution
from core.statistics import excludes_zero
from gui import theme
from gui.comparisons import Digit
from gui.pickable import STEPS

ROW = 7 * theme.STEP
BAR = 3 * theme.STEP
THUMB, THUMB_GAP = 8 * theme.STEP, theme.STEP
CELL = QSize(20 * theme.STEP, 9 * theme.STEP)


@dataclass(frozen=True)
class Step:
    """A row of the ladder's chart."""

    name: str
    contribution: Contribution


class LadderChart(QWidget):
    """Bars one below the other, each beginning where the one above ends, so that they add up to the last.

    A bar is pale where its 95 % interval, the thin line over it, holds 0: then no difference is shown.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps: Sequence[Step] = ()
        self._whole: Step | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_steps(self, steps: Sequence[Step], whole: Step | None) -> None:
        """The steps in order, and what they add up to."""
        self._steps, self._whole = steps, whole
        self.setVisible(bool(steps))
        rows = [*steps, whole] if whole is not None else steps
        self.setAccessibleName("; ".join(f"{row.name}: {points(row.contribution.difference)}" for row in rows))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """A row for each step, a gap, and one for the whole."""
        return QSize(360, (len(self._steps) + 1) * ROW + theme.PADDING)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Names, bars, intervals, numbers."""
        if self._whole is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.tabular(self.font()))
        rows = [(step, start) for step, start in zip(self._steps, self._starts(), strict=True)]
        left = max(painter.fontMetrics().horizontalAdvance(step.name) for step in (*self._steps, self._whole))
        right = painter.fontMetrics().horizontalAdvance("+00.00 (+00.00 … +00.00)")
        place = QRectF(left + theme.PADDING, 0, max(40, self.width() - left - right - 2 * theme.PADDING), ROW)
        for step, start in rows:
            self._paint_row(painter, place, step, start)
            place.translate(0, ROW)
        place.translate(0, theme.STEP)
        painter.setPen(QColor(theme.colours().line))
        painter.drawLine(QPointF(0, place.top()), QPointF(self.width(), place.top()))
        place.translate(0, theme.STEP)
        self._paint_row(painter, place, self._whole, 0.0)

    def _starts(self) -> list[float]:
        starts, reached = [], 0.0
        for step in self._steps:
            starts.append(reached)
            reached += step.contribution.difference
        return starts

    def _range(self) -> tuple[float, float]:
        assert self._whole is not None
        ends = [0.0, *self._whole.contribution.interval]
        for step, start in zip(self._steps, self._starts(), strict=True):
            ends += [start + end for end in step.contribution.interval]
        return min(ends), max(*ends, 0.001)

    def _paint_row(self, painter: QPainter, place: QRectF, step: Step, start: float) -> None:
        named, found = theme.colours(), step.contribution
        low, high = self._range()

        def x(value: float) -> float:
            return place.left() + (value - low) / (high - low) * place.width()

        is_shown = excludes_zero(found.interval)
        colour = QColor(named.accent if found.difference >= 0 else named.wrong)
        colour.setAlphaF(1.0 if is_shown else 0.35)
        middle = place.center().y()
        bar = QRectF(QPointF(x(start), middle - BAR / 2), QPointF(x(start + found.difference), middle + BAR / 2))
        painter.fillRect(bar.normalized(), colour)
        painter.setPen(QPen(QColor(named.text), 1.2))
        painter.drawLine(QPointF(x(start + found.interval[0]), middle), QPointF(x(start + found.interval[1]), middle))
        painter.setPen(QColor(named.text))
        row = QRectF(0, place.top(), self.width(), ROW)
        painter.drawText(row, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, step.name)
        interval = f"{points(found.interval[0])} … {points(found.interval[1])}"
        text = f"{points(found.difference)} ({interval})"
        painter.setPen(QColor(named.text if is_shown else named.quiet))
        painter.drawText(row, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, text)


class HeatMap(QWidget):
    """Accuracies at the places of a grid, darker for better; a dash where no run completed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[str] = ()
        self._columns: Sequence[str] = ()
        self._cells: Sequence[Sequence[Cell]] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_cells(self, rows: Sequence[str], columns: Sequence[str], cells: Sequence[Sequence[Cell]]) -> None:
        """The values of the first setting, those of the second (one empty one if there is none), and the results."""
        self._rows, self._columns, self._cells = rows, columns, cells
        self.setVisible(bool(rows))
        places = [(row, column) for row in range(len(rows)) for column in range(len(columns))]
        self.setAccessibleName("; ".join(f"{self._name(*place)}: {self._text(*place)}" for place in places))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """All cells beside their names."""
        return QSize(CELL.width() * (len(self._columns) + 1) + theme.PADDING, CELL.height() * (len(self._rows) + 1))

    def minimumSizeHint(self) -> QSize:
        """No less than the cells: a large map is scrolled."""
        return self.sizeHint() - QSize(theme.PADDING, 0)

    def _name(self, row: int, column: int) -> str:
        return ", ".join(name for name in (self._rows[row], self._columns[column]) if name)

    def _text(self, row: int, column: int) -> str:
        final = self._cell(row, column).final
        return "–" if final is None else f"{final:.2%}"

    def _cell(self, row: int, column: int) -> Cell:
        return self._cells[row][column] if row < len(self._cells) else Cell(None, None, 0)

    def _place(self, row: int, column: int) -> QRectF:
        return QRectF((column + 1) * CELL.width(), (row + 1) * CELL.height(), CELL.width(), CELL.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Names along both sides, a coloured cell with its number at each place."""
        painter, named = QPainter(self), theme.colours()
        painter.setFont(theme.tabular(self.font()))
        painter.setPen(QColor(named.quiet))
        centre = Qt.AlignmentFlag.AlignCenter
        for row, name in enumerate(self._rows):
            painter.drawText(self._place(row, -1), centre, name)
        for column, name in enumerate(self._columns):
            painter.drawText(self._place(-1, column), centre, name)
        known = [cell.final for row in self._cells for cell in row if cell.final is not None]
        for row in range(len(self._rows)):
            for column in range(len(self._columns)):
                final, place = self._cell(row, column).final, self._place(row, column).adjusted(1, 1, -1, -1)
                share = 0.0 if final is None else _share(final, known)
                ground = theme.between(named.paper, named.accent, 0.1 + 0.8 * share)
                painter.fillRect(place, ground)
                painter.setPen(theme.letters_on(ground))
                painter.drawText(place, centre, self._text(row, column))


def _share(value: float, known: Sequence[float]) -> float:
    low, high = min(known), max(known)
    return (value - low) / (high - low) if high > low else 1.0


class DigitWall(QWidget):
    """Small pictures of test digits, as many beside each other as there is room for.

    Signals:
        digit_chosen(object): a `Digit` was clicked.
    """

    digit_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._digits: Sequence[Digit] = ()
        self._place: int | None = None  # which was chosen last
        self._images: list[QImage] = []
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_digits(self, digits: Sequence[Digit]) -> None:
        """These digits, in order."""
        if [digit.number for digit in digits] != [digit.number for digit in self._digits]:
            self._place = None
        self._digits = digits
        self._images = [
            QImage(digit.grey.tobytes(), 28, 28, 28, QImage.Format.Format_Grayscale8).copy() for digit in digits
        ]
        self.setVisible(bool(digits))
        self.updateGeometry()
        self.update()

    def _in_row(self, width: int) -> int:
        return max(1, (width + THUMB_GAP) // (THUMB + THUMB_GAP))

    def heightForWidth(self, width: int) -> int:
        """Rows of thumbnails."""
        rows = -(-len(self._digits) // self._in_row(width))
        return max(0, rows * (THUMB + THUMB_GAP) - THUMB_GAP)

    def sizeHint(self) -> QSize:
        """Ten beside each other."""
        width = 10 * (THUMB + THUMB_GAP)
        return QSize(width, self.heightForWidth(width))

    def digit_at(self, position: QPointF) -> Digit | None:
        """The digit under a point of the widget."""
        size = THUMB + THUMB_GAP
        column, row = int(position.x() // size), int(position.y() // size)
        number = row * self._in_row(self.width()) + column
        is_there = column < self._in_row(self.width()) and 0 <= number < len(self._digits)
        return self._digits[number] if is_there else None

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The thumbnails."""
        painter, in_row = QPainter(self), self._in_row(self.width())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for number, image in enumerate(self._images):
            row, column = divmod(number, in_row)
            place = QRectF(column * (THUMB + THUMB_GAP), row * (THUMB + THUMB_GAP), THUMB, THUMB)
            painter.drawImage(place, image)
            if number == (self._place or 0) and (self.hasFocus() or self._place is not None):
                painter.setPen(QPen(QColor(theme.colours().accent), 2))
                painter.drawRect(place.adjusted(1, 1, -1, -1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrows go from digit to digit and choose it."""
        step = STEPS.get(Qt.Key(event.key()))
        if step is None or not self._digits:
            super().keyPressEvent(event)
            return
        place = 0 if self._place is None else self._place + step[0] + step[1] * self._in_row(self.width())
        if 0 <= place < len(self._digits):
            self._choose(place)

    def _choose(self, place: int) -> None:
        self._place = place
        self.setAccessibleDescription(self._tip(self._digits[place]))
        self.update()
        self.digit_chosen.emit(self._digits[place])

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The frame is seen."""
        super().focusInEvent(event)
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A hand over a digit."""
        is_over = self.digit_at(event.position()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if is_over else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click chooses a digit."""
        digit = self.digit_at(event.position())
        if digit is not None and event.button() is Qt.MouseButton.LeftButton:
            self._choose(next(place for place, one in enumerate(self._digits) if one is digit))

    def _tip(self, digit: Digit) -> str:
        text = self.tr("Test image {number}: {label}. Click to have the networks read it.")
        return text.format(number=digit.number, label=digit.name or digit.label)

    def event(self, event: QHelpEvent) -> bool:  # type: ignore[override]
        """What the digit under the pointer is."""
        if event.type() is QHelpEvent.Type.ToolTip:
            digit = self.digit_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), "" if digit is None else self._tip(digit), self)
            return True
        return super().event(event)


def points(share: float) -> str:
    """A difference of accuracies in percentage points, with its sign: ``+0.61``."""
    return f"{round(100 * share, 2) + 0.0:+.2f}".replace("-", "−")  # never a negative zero
