"""The crosshair: a line through all plots, and a label with the values of all runs there."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from PySide6.QtCore import QObject, QPoint, QPointF, QRect, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGraphicsLineItem, QWidget

from gui.plots.plot_area import PlotArea
from gui.process.timers import single_shot
from gui.style import theme

MIN_NAME_WIDTH, MAX_NAME_WIDTH = 13 * theme.STEP, 30 * theme.STEP
COLUMN_GAP = 3 * theme.STEP
POINTER_GAP = 4 * theme.STEP  # between the pointer and the label


@dataclass(frozen=True)
class ReadoutRow:
    """A run's name and values, as texts: test, training, and perhaps a range."""

    colour: QColor
    name: str
    values: tuple[str, ...]


class Readout(QWidget):
    """A small table on the plot that the mouse ignores."""

    def __init__(self, area: PlotArea) -> None:
        super().__init__(area)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFont(theme.sized(self.font(), theme.TEXT))
        self._heads: tuple[str, ...] = ()
        self.rows: list[ReadoutRow] = []
        self._columns: list[int] = []
        self.hide()

    def show_rows(self, heads: tuple[str, ...], rows: list[ReadoutRow], room: int) -> None:
        """Show the rows in `room` pixels of width; the last columns are dropped if they do not fit.

        Columns only grow while the label is visible, so that nothing jumps.
        """
        metrics = self.fontMetrics()
        tables = [heads, *((row.name, *row.values) for row in rows)]
        needed = [
            max(metrics.horizontalAdvance(row[index]) for row in tables)
            for index in range(len(heads))
        ]

        before = self._columns if self.isVisible() else []
        columns = [
            max(width, old)
            for width, old in zip_longest(needed, before[: len(needed)], fillvalue=0)
        ]

        while len(columns) > 2 and self._width_of([MIN_NAME_WIDTH, *columns[1:]]) > room:
            columns.pop()
        others = self._width_of([0, *columns[1:]])
        columns[0] = min(columns[0], MAX_NAME_WIDTH, max(MIN_NAME_WIDTH, room - others))

        is_new = (heads, rows, columns) != (self._heads, self.rows, self._columns)
        self._heads, self.rows, self._columns = heads, rows, columns
        self.resize(self._width_of(columns), len(tables) * self._row_height() + 2 * theme.STEP)
        if is_new:
            self.update()

    @staticmethod
    def _width_of(columns: list[int]) -> int:
        return sum(columns) + COLUMN_GAP * (len(columns) - 1) + 4 * theme.STEP

    def _row_height(self) -> int:
        return self.fontMetrics().height()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint paper, a fine edge, and the table."""
        named = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(theme.translucent(named.paper, 235 / 255))
        painter.setPen(QColor(named.line))
        painter.drawRoundedRect(
            QRect(QPoint(0, 0), self.size()).toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 4, 4
        )

        self._paint_row(painter, theme.STEP, self._heads, QColor(named.quiet))
        for number, row in enumerate(self.rows, 1):
            y = theme.STEP + number * self._row_height()
            self._paint_row(painter, y, (row.name, *row.values), theme.letters_in(row.colour))

    def _paint_row(self, painter: QPainter, y: int, texts: tuple[str, ...], colour: QColor) -> None:
        painter.setPen(colour)
        x = 2 * theme.STEP
        for index, (text, width) in enumerate(zip(texts, self._columns, strict=False)):
            side = Qt.AlignmentFlag.AlignRight if index else Qt.AlignmentFlag.AlignLeft
            shown = text
            if not index:
                shown = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, width)

            rect = QRect(x, y, width, self._row_height())
            painter.drawText(rect, int(side | Qt.AlignmentFlag.AlignVCenter), shown)
            x += width + COLUMN_GAP


class PlotCursor(QObject):
    """Follows the pointer over several plots with the same horizontal axis.

    Signals:
        moved(int, float): over this plot, at this value of the axis; call `show_at`.
    """

    moved = Signal(int, float)

    def __init__(self, areas: Sequence[PlotArea], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._areas = areas
        self.readouts = [Readout(area) for area in areas]
        self._lines = [QGraphicsLineItem() for _ in areas]
        self._pointer: tuple[int, QPointF] | None = None  # plot and position in its scene
        self._is_left_of_pointer = False

        # several moves before the next frame are read once
        self._timer = single_shot(self, self.read)
        for plot, (area, line) in enumerate(zip(areas, self._lines, strict=True)):
            area.add_mark(line)
            area.pointed.connect(lambda position, plot=plot: self._on_pointed(plot, position))
            area.left.connect(self.hide)

    def _on_pointed(self, plot: int, position: QPointF) -> None:
        self._pointer = (plot, QPointF(position))
        self._timer.start()

    def read(self) -> None:
        """Announce the pointer's position again, after it or the curves under it have changed."""
        if self._pointer is None:
            return
        plot, position = self._pointer
        box = self._areas[plot].box
        if box.sceneBoundingRect().contains(position):
            self.moved.emit(plot, box.mapSceneToView(position).x())
        else:
            self.hide()

    def show_at(self, plot: int, x: float, heads: tuple[str, ...], rows: list[ReadoutRow]) -> None:
        """Draw the line at `x` in all plots, and the label in the one under the pointer."""
        for area, line in zip(self._areas, self._lines, strict=True):
            pixel = area.box.mapFromView(QPointF(x, 0)).x()
            line.setLine(0, 0, 0, area.box.height())
            line.setPos(pixel, 0)
            line.setVisible(0 <= pixel <= area.box.width())

        for index, readout in enumerate(self.readouts):
            if index != plot or not rows:
                readout.hide()
        area, readout = self._areas[plot], self.readouts[plot]
        if self._pointer is None or not rows:
            return
        if _has_tip(area, self._pointer[1]):
            readout.hide()  # the tip of the mark under the pointer would lie over it
            return
        # half the width is free on one side of the pointer at least
        readout.show_rows(heads, rows, round(area.plot_rect().width() / 2) - POINTER_GAP)
        self._put_next_to_pointer(readout, area, self._pointer[1])
        readout.show()

    def _put_next_to_pointer(self, readout: Readout, area: PlotArea, position: QPointF) -> None:
        """Put the label at the top, on its side of the pointer as long as it fits there."""
        room, pointer = area.plot_rect(), area.mapFromScene(position).x()
        fits_right = pointer + POINTER_GAP + readout.width() <= room.right()
        fits_left = pointer - POINTER_GAP - readout.width() >= room.left()
        if self._is_left_of_pointer and not fits_left:
            self._is_left_of_pointer = False
        elif not self._is_left_of_pointer and not fits_right:
            self._is_left_of_pointer = fits_left
        x = (
            pointer - POINTER_GAP - readout.width()
            if self._is_left_of_pointer
            else pointer + POINTER_GAP
        )
        readout.move(round(x), round(room.top()) + theme.STEP)

    def hide(self) -> None:
        """Hide the line and the label."""
        self._pointer = None
        for line in self._lines:
            line.setVisible(False)
        for readout in self.readouts:
            readout.hide()

    def restyle(self) -> None:
        """Apply the current colour scheme."""
        for line in self._lines:
            line.setPen(QPen(QColor(theme.colours().quiet), 0, Qt.PenStyle.DotLine))


def _has_tip(area: PlotArea, position: QPointF) -> bool:
    """Whether something at a point of the scene shows a tip there."""
    return any(item.toolTip() for item in area.scene().items(position))
