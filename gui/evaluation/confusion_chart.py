"""Which classes a run takes for which, and how well it reads each: a matrix and bars, painted row by row."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
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
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from core.config.catalogue import DIGITS
from core.evaluation.assessment import Assessment, ClassAccuracy
from core.number_text import NOTHING
from gui.style import theme

SIDE_ROOM, MAX_SIDE_ROOM = 5 * theme.STEP, 18 * theme.STEP  # for the names left of the rows
HEAD = 5 * theme.STEP  # a line of text above the matrix
NARROWEST, WIDEST = 24, 44  # cells, in pixels
MANY, NARROWEST_OF_MANY = 16, 18  # classes from which on cells may be narrower
NARROWEST_OF_NAMES = 20  # beside names, which take room
MIN_BARS = 56
TINT = 0.08, 0.75  # of the weakest and the strongest mistake

Cell = tuple[int, int]


class ConfusionChart(QWidget):
    """A row for each class, a column for what it was read as, and right of each row its accuracy.

    What is read right lies on the diagonal, in the accent's colour; mistakes are the redder the
    more there are.

    Signals:
        cell_chosen(int, int): label and given class of a cell that was clicked or gone to by the
        arrow keys.
    """

    cell_chosen = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._assessment: Assessment | None = None
        self._classes: tuple[ClassAccuracy, ...] = ()
        self._class_names: tuple[str, ...] = DIGITS
        self.shows_shares = False
        self.cell: Cell | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_assessment(
        self, assessment: Assessment | None, names: tuple[str, ...] = DIGITS
    ) -> None:
        """A run's answers, and what its classes are called."""
        self._assessment = assessment
        self._classes = assessment.classes() if assessment is not None else ()
        if names != self._class_names:
            self._class_names, self.cell = names, None
            self.setFixedHeight(self.height_for(self.width()))
            self.updateGeometry()
        self.update()

    def _number_room(self) -> int:
        return self.fontMetrics().horizontalAdvance("100.0%") + 2 * theme.STEP

    @property
    def _count(self) -> int:
        return len(self._class_names)

    def _narrowest(self) -> int:
        if self._count >= MANY:
            return NARROWEST_OF_MANY
        return NARROWEST if self._side_room() == SIDE_ROOM else NARROWEST_OF_NAMES

    def _side_room(self) -> int:
        metrics = QFontMetrics(theme.sized(self.font(), theme.SMALL))
        widest = max(metrics.horizontalAdvance(name) for name in self._class_names) + 2 * theme.STEP
        return min(max(SIDE_ROOM, widest), MAX_SIDE_ROOM)

    def _cell_size(self, width: int) -> QSize:
        room = width - self._side_room() - theme.GROUP_GAP - MIN_BARS - self._number_room()
        side = max(self._narrowest(), min(WIDEST, room // self._count))
        return QSize(side, min(26, self._narrowest() + 2) + max(0, side - 26) // 3)

    def height_for(self, width: int) -> int:
        """A row for each class and two lines of text."""
        return 2 * HEAD + self._count * self._cell_size(width).height()

    def sizeHint(self) -> QSize:
        """As wide as the window usually allows."""
        return QSize(560, self.height_for(560))

    def minimumSizeHint(self) -> QSize:
        """The narrowest cells beside the shortest bars."""
        width = (
            self._side_room()
            + self._count * self._narrowest()
            + theme.GROUP_GAP
            + MIN_BARS
            + self._number_room()
        )
        return QSize(width, self.height_for(width))

    def area_of(self, cell: Cell) -> QRectF:
        """Where a cell (label, given) is painted."""
        size = self._cell_size(self.width())
        return QRectF(
            self._side_room() + cell[1] * size.width(),
            2 * HEAD + cell[0] * size.height(),
            size.width(),
            size.height(),
        )

    def cell_at(self, position: QPointF) -> Cell | None:
        """The cell under a point."""
        size = self._cell_size(self.width())
        row, place = (
            (position.y() - 2 * HEAD) // size.height(),
            (position.x() - self._side_room()) // size.width(),
        )
        return (
            (int(row), int(place)) if 0 <= row < self._count and 0 <= place < self._count else None
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As high as the rows need."""
        super().resizeEvent(event)
        self.setFixedHeight(self.height_for(self.width()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Texts, cells, accuracies."""
        if self._assessment is None:
            return
        painter, named = QPainter(self), theme.colours()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.sized(self.font(), theme.SMALL))
        self._paint_texts(painter)
        most = self._most_mistakes()
        for label in range(self._count):
            for given in range(self._count):
                self._paint_cell(painter, (label, given), most)
        if self.cell is not None:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(named.text if self.hasFocus() else named.quiet), 2))
            painter.drawRect(self.area_of(self.cell).adjusted(1, 1, -1, -1))
        painter.setFont(theme.tabular(self.font()))
        self._paint_bars(painter)

    def _paint_texts(self, painter: QPainter) -> None:
        painter.setPen(QColor(theme.colours().quiet))
        size, middle = self._cell_size(self.width()), Qt.AlignmentFlag.AlignCenter
        for digit in range(self._count):
            top = QRectF(self._side_room() + digit * size.width(), HEAD, size.width(), HEAD)
            left = QRectF(0, 2 * HEAD + digit * size.height(), self._side_room(), size.height())
            name, metrics = self._class_names[digit], painter.fontMetrics()
            aligned = (
                Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
                if len(name) > 2
                else middle
            )
            for place, how in ((top, middle), (left.adjusted(0, 0, -theme.STEP, 0), aligned)):
                shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, int(place.width()))
                painter.drawText(place, how, shown)
        caption = QRectF(self._side_room(), 0, self._count * size.width(), HEAD)
        text = self.tr("row: label · column: what was read")
        painter.drawText(caption, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)

    def _most_mistakes(self) -> float:
        """The largest share of a row beside the diagonal."""
        return max(
            (
                self._share((label, given))
                for label in range(self._count)
                for given in range(self._count)
                if label != given
            ),
            default=0.0,
        )

    def count(self, cell: Cell) -> int:
        """How many examples are in a cell."""
        return int(self._assessment.confusion[cell]) if self._assessment is not None else 0

    def _share(self, cell: Cell) -> float:
        asked = self._classes[cell[0]].total
        return self.count(cell) / asked if asked else 0.0

    def _paint_cell(self, painter: QPainter, cell: Cell, most: float) -> None:
        named, share, is_right = theme.colours(), self._share(cell), cell[0] == cell[1]
        weak, strong = TINT
        tint = weak + (strong - weak) * share / most if share and most else 0.0
        tint = 0.12 + 0.2 * share if is_right else tint
        place = self.area_of(cell).adjusted(0.5, 0.5, -0.5, -0.5)
        ground = theme.between(named.paper, named.accent if is_right else named.wrong, tint)
        painter.fillRect(place, ground)
        if self.count(cell):
            painter.setPen(theme.letters_on(ground))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, self._text(cell))

    def _text(self, cell: Cell) -> str:
        if not self.shows_shares:
            return str(self.count(cell))
        percent = 100 * self._share(cell)
        return f"{percent:.0f}" if percent >= 10 else f"{percent:.1f}"

    def _bars(self) -> QRectF:
        size = self._cell_size(self.width())
        left = self._side_room() + self._count * size.width() + theme.GROUP_GAP
        return QRectF(
            left, 2 * HEAD, self.width() - left - self._number_room(), self._count * size.height()
        )

    def _paint_bars(self, painter: QPainter) -> None:
        """From the axis' left end, which is seldom 0, so it is written above; a whisker for the interval."""
        named, area = theme.colours(), self._bars()
        low = self._left_end()
        small = theme.sized(self.font(), theme.SMALL)
        painter.setPen(QColor(named.line))
        for x in (area.left(), area.right()):
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
        self._paint_bar_texts(painter, area, low)
        painter.setFont(theme.tabular(self.font()))
        for digit, found in enumerate(self._classes):
            row = self.area_of((digit, 0))
            middle = row.center().y()
            number = QRectF(area.right(), row.top(), self._number_room(), row.height())
            painter.setFont(small)
            painter.setPen(QColor(named.text))
            text = NOTHING if found.share is None else f"{found.share:.1%}"
            painter.drawText(
                number, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text
            )
            if found.share is None:
                continue
            x, start, end = (
                area.left() + max(0.0, (share - low) / (1 - low)) * area.width()
                for share in (found.share, *found.interval)
            )
            painter.fillRect(
                QRectF(area.left(), middle - 4, x - area.left(), 8), self._bar_colour()
            )
            painter.setPen(QPen(QColor(named.text), 1.2))
            painter.drawLine(QPointF(start, middle), QPointF(end, middle))
            for whisker in (start, end):
                painter.drawLine(QPointF(whisker, middle - 3), QPointF(whisker, middle + 3))

    def _paint_bar_texts(self, painter: QPainter, area: QRectF, low: float) -> None:
        painter.setFont(theme.sized(self.font(), theme.SMALL))
        painter.setPen(QColor(theme.colours().quiet))
        centre, right = Qt.AlignmentFlag.AlignVCenter, self.width()
        caption = QRectF(area.left(), 0, right - area.left(), HEAD)
        painter.drawText(caption, Qt.AlignmentFlag.AlignLeft | centre, self.tr("accuracy"))
        ends = QRectF(area.left(), HEAD, area.width(), HEAD)
        painter.drawText(ends, Qt.AlignmentFlag.AlignLeft | centre, f"{low:.0%}")
        painter.drawText(ends, Qt.AlignmentFlag.AlignRight | centre, "100%")

    def _bar_colour(self) -> QColor:
        named = theme.colours()
        return theme.between(named.window, named.accent, 0.55)

    def _left_end(self) -> float:
        """A multiple of 5 % below all intervals; 0 once they go below a half."""
        lowest = min((found.interval[0] for found in self._classes), default=0.0)
        return 0.0 if lowest < 0.5 else int(lowest * 20) / 20

    def _tip(self, cell: Cell) -> str:
        asked, count = self._classes[cell[0]].total, self.count(cell)
        if cell[0] == cell[1]:
            text = self.tr(
                "{count} of {asked} examples of {label} were read correctly: {share}, 95 % "
                "interval {low} – {high}."
            )
        else:
            text = self.tr("{count} of {asked} examples of {label} were read as {given}: {share}.")
        low, high = self._classes[cell[0]].interval
        return text.format(
            count=count,
            asked=asked,
            label=self._class_names[cell[0]],
            given=self._class_names[cell[1]],
            share=f"{self._share(cell):.1%}",
            low=f"{low:.1%}",
            high=f"{high:.1%}",
        )

    def _diagonal_at(self, y: int) -> Cell | None:
        """What the bar beside a row is about."""
        cell = self.cell_at(QPointF(self._side_room(), y))
        return (cell[0], cell[0]) if cell is not None else None

    def choose(self, cell: Cell) -> None:
        """Frame a cell and tell of it."""
        self.cell = cell
        self.setAccessibleDescription(self._tip(cell) if self._classes else "")
        self.update()
        self.cell_chosen.emit(*cell)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A hand over cells."""
        is_over = self.cell_at(event.position()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if is_over else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click chooses a cell."""
        cell = self.cell_at(event.position())
        if cell is not None and event.button() is Qt.MouseButton.LeftButton:
            self.choose(cell)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrows go from cell to cell."""
        moves = {
            Qt.Key.Key_Left: (0, -1),
            Qt.Key.Key_Right: (0, 1),
            Qt.Key.Key_Up: (-1, 0),
            Qt.Key.Key_Down: (1, 0),
        }
        move = moves.get(Qt.Key(event.key()))
        if move is None:
            super().keyPressEvent(event)
            return
        label, given = self.cell or (0, 0)
        if self.cell is not None:
            label, given = label + move[0], given + move[1]
        if 0 <= label < self._count and 0 <= given < self._count:
            self.choose((label, given))

    def event(self, event: QHelpEvent) -> bool:  # type: ignore[override]
        """What a cell says, in words."""
        if event.type() is QHelpEvent.Type.ToolTip:
            cell = self.cell_at(QPointF(event.pos())) or self._diagonal_at(event.pos().y())
            QToolTip.showText(
                event.globalPos(),
                self._tip(cell) if cell is not None and self._classes else "",
                self,
            )
            return True
        return super().event(event)
