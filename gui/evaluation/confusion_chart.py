"""A run's confusion matrix, and its accuracy for each class."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
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

from core.config.catalogue import DIGITS
from core.evaluation.assessment import Assessment, ClassAccuracy
from core.number_text import NOTHING
from gui.style import theme
from gui.widgets.pickable import STEPS
from gui.widgets.plain_text import show_tip

SIDE_ROOM, MAX_SIDE_ROOM = 5 * theme.STEP, 18 * theme.STEP  # for the names left of the rows
MIN_HEAD = 5 * theme.STEP  # the least height of a line of text above the matrix
MIN_CELL, MAX_CELL = 24, 44  # widths, in pixels
MANY_CLASSES = 16  # from here on cells may be narrower
MIN_CELL_OF_MANY = 18
MIN_CELL_WITH_NAMES = 20  # where names longer than a digit take room
MIN_ROW = 16  # the least height of a row of cells, where there is no room for more
DOT = 4.0  # its radius, in pixels
MIN_TINT, MAX_TINT = 0.08, 0.75  # of the weakest and the strongest mistake

Cell = tuple[int, int]


class ConfusionChart(QWidget):
    """A row for each class, a column for what it was read as, and right of each row its accuracy.

    Rows are low unless a layout stretches the chart, up to `height_for` its width.
    What is read right lies on the grey diagonal; mistakes have the more of the run's colour the
    more there are. The accuracies are dots with their intervals, so their axis need not begin at 0.

    Signals:
        cell_chosen(int, int): label and given class of a cell that was clicked or reached with the
        arrow keys.
    """

    cell_chosen = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._assessment: Assessment | None = None
        self._classes: tuple[ClassAccuracy, ...] = ()
        self._class_names: tuple[str, ...] = DIGITS
        self._colour = theme.neutral_style().colour
        self._room = 0
        self._widest: dict[tuple[tuple[str, ...], str], int] = {}  # by names and font
        self.shows_shares = False
        self.cell: Cell | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def show_assessment(
        self,
        assessment: Assessment | None,
        names: tuple[str, ...] = DIGITS,
        colour: QColor | None = None,
    ) -> None:
        """Show a run's answers in its colour, with the names of its classes."""
        self._assessment = assessment
        self._colour = colour or theme.neutral_style().colour
        self._classes = assessment.classes() if assessment is not None else ()
        if names != self._class_names:
            self._class_names = names
            self.cell = None
            self._limit_height()
        self.update()

    def _number_room(self) -> int:
        return self.fontMetrics().horizontalAdvance("100.0%") + 2 * theme.STEP

    @property
    def _count(self) -> int:
        return len(self._class_names)

    def _head(self) -> int:
        """Return the height of a line of text above the matrix."""
        return max(MIN_HEAD, QFontMetrics(theme.sized(self.font(), theme.TEXT)).height())

    def _min_cell(self) -> int:
        if self._count >= MANY_CLASSES:
            return MIN_CELL_OF_MANY
        return MIN_CELL if self._side_room() == SIDE_ROOM else MIN_CELL_WITH_NAMES

    def _side_room(self) -> int:
        """Return the width of the names, which a painting of many classes asks for very often."""
        font = theme.sized(self.font(), theme.TEXT)
        names = self._class_names, font.key()
        if names not in self._widest:
            self._widest = {names: max(map(QFontMetrics(font).horizontalAdvance, names[0]))}
        return min(max(SIDE_ROOM, self._widest[names] + 2 * theme.STEP), MAX_SIDE_ROOM)

    def _narrowest(self) -> int:
        """Return the width of the narrowest cells and the numbers, without an axis."""
        return self._side_room() + self._count * self._min_cell() + self._number_room()

    def _axis_room(self) -> int:
        """Return the least width of the accuracies, with the gap before them."""
        metrics = QFontMetrics(theme.sized(self.font(), theme.TEXT))
        return theme.GROUP_GAP + metrics.horizontalAdvance("95 100%")

    def _has_axis(self, width: int) -> bool:
        return width >= self._narrowest() + self._axis_room()

    def _cell_size(self, width: int) -> QSize:
        axis = self._axis_room() if self._has_axis(width) else 0
        room = width - self._side_room() - axis - self._number_room()
        side = max(self._min_cell(), min(MAX_CELL, room // self._count))
        return QSize(side, min(26, self._min_cell() + 2) + max(0, side - 26) // 3)

    def _min_row(self) -> int:
        return max(MIN_ROW, self._head() - theme.STEP)

    def _row_height(self) -> int:
        """Return the height of a row of cells: low ones, where the chart is low."""
        room = (self.height() - 2 * self._head()) // self._count
        return max(self._min_row(), min(room, self._cell_size(self.width()).height()))

    def height_for(self, width: int) -> int:
        """Return the height of a row for each class and two lines of text, if there is room."""
        return 2 * self._head() + self._count * self._cell_size(width).height()

    def sizeHint(self) -> QSize:
        """Return the width that the window usually allows, and the height of low rows."""
        return QSize(560, max(self.minimumHeight(), self.minimumSizeHint().height()))

    def minimumSizeHint(self) -> QSize:
        """Return the narrowest cells and the numbers, in low rows; dots and axis need more."""
        return QSize(self._narrowest(), 2 * self._head() + self._count * self._min_row())

    def keep_height(self, room: int) -> None:
        """Take this height, as far as the rows can, whatever else asks for some."""
        self._room = room
        self._limit_height()

    def _limit_height(self) -> None:
        """Be as high as the rows need, and no lower than they can be."""
        most, least = self.height_for(self.width()), self.minimumSizeHint().height()
        self.setMinimumHeight(max(least, min(self._room, most)))
        self.setMaximumHeight(max(least, most))
        self.updateGeometry()

    def area_of(self, cell: Cell) -> QRectF:
        """Return the area in which a cell (label, given) is painted."""
        width, height = self._cell_size(self.width()).width(), self._row_height()
        top = 2 * self._head() + cell[0] * height
        return QRectF(self._side_room() + cell[1] * width, top, width, height)

    def cell_at(self, position: QPointF) -> Cell | None:
        """Return the cell under a point; None outside the matrix."""
        first = self.area_of((0, 0))
        row = int((position.y() - first.top()) // first.height())
        column = int((position.x() - first.left()) // first.width())
        is_inside = 0 <= row < self._count and 0 <= column < self._count
        return (row, column) if is_inside else None

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Become as high as the rows need in another width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._limit_height()

    def changeEvent(self, event: QEvent) -> None:
        """Become as high as the rows need in another font."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._limit_height()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint texts, cells and accuracies."""
        if self._assessment is None:
            return

        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.sized(self.font(), theme.TEXT))
        self._paint_texts(painter)

        largest, first = self._assessment.largest_mistake, self.area_of((0, 0))
        paper = QColor(theme.colours().paper)
        for label in range(self._count):
            for given in range(self._count):
                area = first.translated(given * first.width(), label * first.height())
                area.adjust(0.5, 0.5, -0.5, -0.5)
                if label == given or self._assessment.confusion[label, given]:
                    self._paint_cell(painter, (label, given), area, largest)
                else:  # most cells of many classes
                    painter.fillRect(area, paper)

        if self.cell is not None:
            named = theme.colours()
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(named.text if self.hasFocus() else named.quiet), 2))
            painter.drawRect(self.area_of(self.cell).adjusted(1, 1, -1, -1))

        painter.setFont(theme.tabular(self.font()))
        self._paint_accuracies(painter)

    def _paint_texts(self, painter: QPainter) -> None:
        painter.setPen(QColor(theme.colours().quiet))
        centre = Qt.AlignmentFlag.AlignCenter
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter

        for index, name in enumerate(self._class_names):
            # above its column, and left of its row
            column, row = self.area_of((0, index)), self.area_of((index, 0))
            top = QRectF(column.left(), self._head(), column.width(), self._head())
            _paint_elided(painter, top, centre, name)
            left = QRectF(0, row.top(), self._side_room() - theme.STEP, row.height())
            _paint_elided(painter, left, right if len(name) > 2 else centre, name)

        # above all columns; where these are few, also above the names of the rows
        text = self.tr("row: label · column: what was read")
        end = self.area_of((0, self._count)).left() + theme.GROUP_GAP - theme.STEP
        start = max(0, min(self._side_room(), end - painter.fontMetrics().horizontalAdvance(text)))
        caption = QRectF(start, 0, end - start, self._head())
        middle_left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        _paint_elided(painter, caption, middle_left, text)

    def count(self, cell: Cell) -> int:
        """Return how many examples are in a cell."""
        return int(self._assessment.confusion[cell]) if self._assessment is not None else 0

    def _share(self, cell: Cell) -> float:
        total = self._classes[cell[0]].total
        return self.count(cell) / total if total else 0.0

    def _paint_cell(self, painter: QPainter, cell: Cell, area: QRectF, largest: float) -> None:
        ground = self._ground(cell, largest)
        painter.fillRect(area, ground)
        if self.count(cell):
            text, font = self._text(cell), painter.font()
            painter.setPen(theme.letters_on(ground))
            painter.setFont(theme.fitting(font, text, area.width() - 2))
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)
            painter.setFont(font)

    def _ground(self, cell: Cell, largest: float) -> QColor:
        """Return the colour of a cell; `largest` is the share with the strongest tint."""
        named = theme.colours()
        share = self._share(cell)
        if cell[0] == cell[1]:
            return theme.between(named.paper, named.groove, 0.2 + 0.3 * share)
        has_tint = share > 0 and largest > 0
        tint = MIN_TINT + (MAX_TINT - MIN_TINT) * share / largest if has_tint else 0.0
        return theme.between(named.paper, self._colour.name(), tint)

    def _text(self, cell: Cell) -> str:
        if not self.shows_shares:
            return str(self.count(cell))
        percent = 100 * self._share(cell)
        return f"{percent:.0f}" if percent >= 10 else f"{percent:.1f}"

    def _axis(self) -> QRectF:
        right = self.width() - self._number_room()
        left = self.area_of((0, self._count)).left() + theme.GROUP_GAP
        if not self._has_axis(self.width()):
            left = right
        return QRectF(left, 2 * self._head(), right - left, self._count * self._row_height())

    def _paint_accuracies(self, painter: QPainter) -> None:
        """Paint the accuracies as dots with whiskers for their intervals, if there is room.

        The left end of the axis is seldom 0, so it is written above.
        """
        area, has_axis = self._axis(), self._has_axis(self.width())
        low = self._left_end()
        if has_axis:
            painter.setPen(QColor(theme.colours().line))
            for x in (area.left(), area.right()):
                painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
            self._paint_axis_texts(painter, area, low)

        for index, accuracy in enumerate(self._classes):
            row = self.area_of((index, 0))
            number_area = QRectF(area.right(), row.top(), self._number_room(), row.height())
            self._paint_number(painter, number_area, accuracy)
            if has_axis and accuracy.share is not None:
                x, start, end = (
                    area.left() + max(0.0, (share - low) / (1 - low)) * area.width()
                    for share in (accuracy.share, *accuracy.interval)
                )
                middle = row.center().y()
                self._paint_whisker(painter, middle, start, end)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(self._colour)
                painter.drawEllipse(QPointF(x, middle), DOT, DOT)

    def _paint_number(self, painter: QPainter, area: QRectF, accuracy: ClassAccuracy) -> None:
        painter.setPen(QColor(theme.colours().text))
        text = NOTHING if accuracy.share is None else f"{accuracy.share:.1%}"
        painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_whisker(self, painter: QPainter, middle: float, start: float, end: float) -> None:
        painter.setPen(QPen(QColor(theme.colours().quiet), 1.2))
        painter.drawLine(QPointF(start, middle), QPointF(end, middle))
        for x in (start, end):
            painter.drawLine(QPointF(x, middle - 3), QPointF(x, middle + 3))

    def _paint_axis_texts(self, painter: QPainter, area: QRectF, low: float) -> None:
        painter.setPen(QColor(theme.colours().quiet))
        centre = Qt.AlignmentFlag.AlignVCenter
        caption = QRectF(area.left(), 0, self.width() - area.left(), self._head())
        painter.drawText(caption, Qt.AlignmentFlag.AlignLeft | centre, self.tr("accuracy"))
        ends = QRectF(area.left(), self._head(), area.width(), self._head())
        painter.drawText(ends, Qt.AlignmentFlag.AlignLeft | centre, f"{100 * low:.0f}")
        painter.drawText(ends, Qt.AlignmentFlag.AlignRight | centre, "100%")

    def _left_end(self) -> float:
        """Return a multiple of 5 % below all intervals; 0 once one of them goes below 50 %."""
        lowest = min((accuracy.interval[0] for accuracy in self._classes), default=0.0)
        return 0.0 if lowest < 0.5 else int(lowest * 20) / 20

    def _tip(self, cell: Cell) -> str:
        if cell[0] == cell[1]:
            text = self.tr(
                "{count} of {asked} examples of {label} were read correctly: {share}, 95% "
                "interval {low} – {high}."
            )
        else:
            text = self.tr("{count} of {asked} examples of {label} were read as {given}: {share}.")

        low, high = self._classes[cell[0]].interval
        return text.format(
            count=self.count(cell),
            asked=self._classes[cell[0]].total,
            label=self._class_names[cell[0]],
            given=self._class_names[cell[1]],
            share=f"{self._share(cell):.1%}",
            low=f"{low:.1%}",
            high=f"{high:.1%}",
        )

    def _diagonal_at(self, y: int) -> Cell | None:
        """Return the diagonal's cell in the row at this height; None outside the matrix."""
        cell = self.cell_at(QPointF(self._side_room(), y))
        return (cell[0], cell[0]) if cell is not None else None

    def choose(self, cell: Cell) -> None:
        """Frame a cell and emit its signal."""
        self.cell = cell
        self.setAccessibleDescription(self._tip(cell) if self._classes else "")
        self.update()
        self.cell_chosen.emit(*cell)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show a hand over cells."""
        is_over = self.cell_at(event.position()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if is_over else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose the cell that was clicked."""
        cell = self.cell_at(event.position())
        if cell is not None and event.button() is Qt.MouseButton.LeftButton:
            self.choose(cell)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from cell to cell with the arrow keys."""
        step = STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return

        label, given = self.cell or (0, 0)
        if self.cell is not None:
            label += step[1]
            given += step[0]
        if 0 <= label < self._count and 0 <= given < self._count:
            self.choose((label, given))

    def event(self, event: QHelpEvent) -> bool:  # type: ignore[override]
        """Explain the cell under the pointer in a tool tip."""
        if event.type() is QHelpEvent.Type.ToolTip:
            cell = self.cell_at(QPointF(event.pos())) or self._diagonal_at(event.pos().y())
            tip = self._tip(cell) if cell is not None and self._classes else ""
            show_tip(event.globalPos(), tip, self)
            return True
        return super().event(event)


def _paint_elided(painter: QPainter, area: QRectF, alignment: Qt.AlignmentFlag, text: str) -> None:
    elide = Qt.TextElideMode.ElideRight
    painter.drawText(
        area, alignment, painter.fontMetrics().elidedText(text, elide, int(area.width()))
    )
