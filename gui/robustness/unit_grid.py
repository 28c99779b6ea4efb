"""The neurons or maps of a layer as small cells, which can be muted by a click."""

from collections.abc import Collection

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.insight.neurons import Floats
from core.number_text import decimal_text
from gui.style import theme
from gui.style.diverging import colour_of, scale_of
from gui.widgets.pickable import Pickable

CELL, MIN_CELL = 16, 9  # a cell's side, with the gap after it, in pixels
HEIGHT = 36 * theme.STEP  # above it cells are smaller, as far as they can be
GAP = 2


class UnitGrid(Pickable):
    """Cells coloured by activation, those of muted units crossed out.

    A click picks a unit and mutes it, or lets it be heard again; the arrow keys pick one, and the
    space bar does what a click does.

    Signals:
        toggled(int): the unit is to be muted, or to be heard again.
    """

    toggled = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._activations: Floats | None = None
        self._muted: Collection[int] = ()
        self._is_of_maps = False
        self._side = theme.px(CELL)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(policy)

    def show_units(
        self, count: int, activations: Floats | None, muted: Collection[int], *, is_of_maps: bool
    ) -> None:
        """Show the units of a layer.

        Args:
            count: how many there are.
            activations: for the digit that is read, (count,), or (count, height, width) of maps;
                None while none is.
            muted: the indices of those that the next layer does not hear.
        """
        self._activations = activations
        if activations is not None:
            self._activations = activations.reshape(count, -1).mean(axis=1)
        self._muted, self._is_of_maps = frozenset(muted), is_of_maps
        if len(self.numbers) != count:
            self.numbers = range(count)
            self.choose(None)
            self._fit()
        self.update()

    @property
    def muted(self) -> Collection[int]:
        """The units that are crossed out."""
        return self._muted

    def in_row(self) -> int:
        """Return how many cells fit in a row."""
        return max(1, self.width() // self._side)

    def _fit(self) -> None:
        """Take the height of all rows, with cells as large as the height allows."""
        for side in range(theme.px(CELL), theme.px(MIN_CELL) - 1, -1):
            self._side = side
            rows = max(1, -(-len(self.numbers) // self.in_row()))
            if rows * side <= theme.px(HEIGHT):
                break
        self.setFixedHeight(rows * self._side + 2)

    def sizeHint(self) -> QSize:
        """Return the size of rows of forty cells."""
        return QSize(40 * theme.px(CELL), self.height())

    def minimumSizeHint(self) -> QSize:
        """Return the size of a narrow grid."""
        return QSize(10 * theme.px(CELL), self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange the cells in rows of the new width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def area(self, index: int) -> QRectF:
        """Return where a cell is painted."""
        row, column = divmod(index, self.in_row())
        side = self._side
        return QRectF(column * side + 1, row * side + 1, side - GAP, side - GAP)

    def index_at(self, position: QPointF) -> int | None:
        """Return the cell under a point."""
        side = self._side
        column, row = int(position.x() // side), int(position.y() // side)
        index = row * self.in_row() + column
        is_inside = 0 <= column < self.in_row() and 0 <= index < len(self.numbers)
        return index if is_inside else None

    def tip(self, index: int) -> str:
        """Return the unit's number and activation, and what a click does."""
        name = self.tr("Map {number}") if self._is_of_maps else self.tr("Neuron {number}")
        lines = [name.format(number=index)]
        if self._activations is not None:
            text = self.tr("activation {value}")
            lines.append(text.format(value=decimal_text(float(self._activations[index]))))
        is_muted = index in self._muted
        lines.append(self.tr("Click: hear it again") if is_muted else self.tr("Click: mute it"))
        return "\n".join(lines)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Mute the unit under a click, or hear it again."""
        super().mouseReleaseEvent(event)
        index = self.index_at(event.position())
        if index is not None and event.button() is Qt.MouseButton.LeftButton:
            self.toggled.emit(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Mute the picked unit with the space bar; the arrow keys pick another."""
        if event.key() == Qt.Key.Key_Space and self.chosen is not None:
            self.toggled.emit(self.chosen)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint all cells; the stronger the activation, the stronger the colour."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        named, values = theme.colours(), self._activations
        scale = 1.0 if values is None else scale_of(values)
        for index in self.numbers:
            area = self.area(index)
            painter.fillRect(area, self._ground(None if values is None else values[index] / scale))
            if index in self._muted:  # a cross
                painter.setPen(QPen(QColor(named.text), 1.5))
                inner = area.adjusted(3, 3, -3, -3)
                painter.drawLine(inner.topLeft(), inner.bottomRight())
                painter.drawLine(inner.topRight(), inner.bottomLeft())

            # the edge, twice as strong around the one that is picked
            is_chosen = index == self.chosen
            painter.setPen(QPen(QColor(named.accent if is_chosen else named.line), 1))
            painter.drawRect(area)
            if is_chosen:
                painter.drawRect(area.adjusted(1, 1, -1, -1))

    @staticmethod
    def _ground(strength: float | None) -> QColor:
        paper = theme.colours().paper
        if strength is None or not np.isfinite(strength):
            return QColor(paper)
        end = colour_of(strength >= 0).name()
        return theme.between(paper, end, min(1.0, abs(float(strength))))
