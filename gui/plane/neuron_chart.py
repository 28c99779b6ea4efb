"""A network with two inputs as a diagram in which each neuron is a small map of the plane."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.insight.neurons import Stage
from core.insight.plane_map import MAX_UNITS, PlaneMap
from core.plain_text import printable
from gui.style import theme
from gui.style.classes import MARKER, MarkerPainter
from gui.style.diagram_parts import Position, clip_lines, paint_edges, title_of
from gui.style.diverging import picture

MIN = QSize(40 * theme.STEP, 20 * theme.STEP)
GAP = 4  # between two tiles, in pixels
MAX_TILE, MIN_TILE = 56, 5
MAX_COLUMNS = 4  # of tiles in a layer
TILES_SHARE = 0.55  # of a layer's width; the rest is for edges
INPUT_SIDE = 28  # pixels along each side of an input's picture
WRAPPED = Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextDontClip

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class _Boxes:
    """Where everything lies.

    Attributes:
        columns: the tiles of the inputs and of each hidden layer, and the markers of the classes.
        titles: of the hidden layers.
    """

    columns: tuple[tuple[QRectF, ...], ...]
    titles: tuple[QRectF, ...]


class NeuronChart(QWidget):
    """Shows inputs, neurons and classes, with the largest weights between them.

    Signals:
        unit_hovered(object): the activations of the neuron under the pointer, float32 (side, side);
            None where there is none.
    """

    unit_hovered = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stages: Sequence[Stage] = ()  # the output last
        self._classes: Sequence[str] = ()
        self._map: PlaneMap | None = None
        self._numbers: Sequence[Floats] = ()  # of the maps of each hidden layer, from -1 to 1
        self._sheets: Sequence[QImage] = ()  # the same as images
        self._inputs: Sequence[QImage] = ()
        self._hovered: tuple[int, int] | None = None
        self.setFont(theme.sized(self.font(), theme.TEXT))
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.restyle()

    def show_network(
        self,
        stages: Sequence[Stage],
        classes: Sequence[str],
        found: PlaneMap | None,
        sheets: Sequence[Floats],
    ) -> None:
        """Show a network; without a map its layers alone.

        Args:
            sheets: of each hidden layer, the neurons' maps below each other, from -1 to 1.
        """
        is_other = stages != self._stages
        if not is_other and found is self._map and classes == self._classes:
            return
        self._stages, self._classes, self._map = stages, classes, found
        self._numbers = sheets if found is not None else ()
        self._sheets = [picture(numbers, 1.0) for numbers in self._numbers]
        self.update()
        if is_other:
            self._hover(None)
        elif self._hovered is not None:
            self.unit_hovered.emit(self._activations(*self._hovered))

    def restyle(self) -> None:
        """Paint everything in the present colours."""
        self._sheets = [picture(numbers, 1.0) for numbers in self._numbers]
        # the inputs as maps as well: x grows to the right, y upwards
        ramp = np.linspace(-1, 1, INPUT_SIDE, dtype=np.float32)
        across = np.tile(ramp, (INPUT_SIDE, 1))
        self._inputs = [picture(values, 1.0) for values in (across, -across.T)]
        self.update()

    def sizeHint(self) -> QSize:
        """Return a comfortable size."""
        return self.minimumSizeHint() * 2

    def minimumSizeHint(self) -> QSize:
        """Return a size in which the layers can be told apart."""
        return QSize(MIN.width(), theme.px(MIN.height()))

    # where things lie

    def _boxes(self) -> _Boxes:
        hidden = self._stages[:-1]
        maps = () if self._map is None else self._map.hidden
        counts = [len(layer.shown) for layer in maps] or [
            min(stage.units, MAX_UNITS) for stage in hidden
        ]
        measure = self.fontMetrics().horizontalAdvance
        classes = self._classes_width()
        width = (self.width() - classes) / (len(hidden) + 1)
        is_narrow = any(measure(title_of(stage)) + 2 * GAP > width for stage in hidden)
        head = float((1 + is_narrow) * self.fontMetrics().lineSpacing() + 2 * GAP)
        body = QRectF(0, head, self.width(), max(1.0, self.height() - head))

        columns, titles = [], []
        for index, count in enumerate([2, *counts, len(self._classes)]):
            across = width if index <= len(hidden) else classes
            space = QRectF(index * width, body.top(), across, body.height())
            is_named = index > len(hidden)  # next to each class stands its name
            columns.append(_tiles(space, count, 1 if is_named else MAX_COLUMNS))
            if 0 < index <= len(hidden):
                top = min(tile.top() for tile in columns[-1]) - head
                titles.append(QRectF(space.left(), top, width, head))
        return _Boxes(tuple(columns), tuple(titles))

    def _classes_width(self) -> float:
        """Return the width for the markers of the classes and their names, up to a third of all."""
        measure = self.fontMetrics().horizontalAdvance
        names = max((measure(printable(name)) for name in self._classes), default=0)
        equal = self.width() / (len(self._stages) + 1)
        return max(equal, min(names + 4 * theme.STEP + _marker_width(), self.width() / 3))

    def unit_at(self, position: QPointF) -> tuple[int, int] | None:
        """Return the indices of the hidden layer and of the tile at a position."""
        for layer, tiles in enumerate(self._boxes().columns[1:-1] if self._stages else ()):
            for index, tile in enumerate(tiles):
                if tile.contains(position):
                    return layer, index
        return None

    # hovering

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show the neuron under the pointer large."""
        self._hover(self.unit_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """Show the answer again."""
        super().leaveEvent(event)
        self._hover(None)

    def _hover(self, unit: tuple[int, int] | None) -> None:
        if unit != self._hovered:
            self._hovered = unit
            self.unit_hovered.emit(None if unit is None else self._activations(*unit))
            self.update()

    def _activations(self, layer: int, index: int) -> Floats | None:
        hidden = () if self._map is None else self._map.hidden
        return hidden[layer].maps[index] if layer < len(hidden) else None

    # painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the edges first, so that they end at the tiles."""
        if not self._stages:
            return
        painter = QPainter(self)
        clip_lines(painter, QRectF(self.rect()))
        boxes = self._boxes()
        if self._map is not None:
            into = [layer.edges for layer in self._map.hidden] + [self._map.outputs]
            shown = self._shown_units()
            for index, edges in enumerate(into):
                starts = _ends_of(boxes.columns[index], shown[index], at_right=True)
                ends = _ends_of(boxes.columns[index + 1], shown[index + 1], at_right=False)
                paint_edges(painter, edges, starts, ends)

        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self._paint_inputs(painter, boxes.columns[0])
        for index, tiles in enumerate(boxes.columns[1:-1]):
            self._paint_layer(painter, index, tiles)
            self._paint_title(painter, index, boxes.titles[index])
        self._paint_classes(painter, boxes.columns[-1])

    def _shown_units(self) -> list[Sequence[int]]:
        """Return the units of each column that have a tile."""
        assert self._map is not None
        hidden = [layer.shown for layer in self._map.hidden]
        return [(0, 1), *hidden, range(len(self._classes))]

    def _paint_inputs(self, painter: QPainter, tiles: Sequence[QRectF]) -> None:
        for name, image, tile in zip("xy", self._inputs, tiles, strict=True):
            painter.drawImage(tile, image)
            painter.setPen(QColor(theme.colours().text))
            painter.drawText(tile, Qt.AlignmentFlag.AlignCenter, name)
        self._outline(painter, tiles)

    def _paint_layer(self, painter: QPainter, index: int, tiles: Sequence[QRectF]) -> None:
        if index >= len(self._sheets):
            for tile in tiles:
                painter.fillRect(tile, QColor(theme.colours().groove))
            return
        sheet = self._sheets[index]
        side = sheet.width()
        for number, tile in enumerate(tiles):
            painter.drawImage(tile, sheet, QRectF(0, number * side, side, side))
        self._outline(painter, tiles)
        if self._hovered is not None and self._hovered[0] == index:
            self._outline(painter, [tiles[self._hovered[1]]], is_strong=True)

    def _paint_title(self, painter: QPainter, index: int, box: QRectF) -> None:
        """Name a layer: how many neurons, and its activation function."""
        painter.setPen(QColor(theme.colours().quiet))
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom
        title = title_of(self._stages[index])
        painter.drawText(box.adjusted(0, 0, 0, -GAP), flags | WRAPPED, title)

    def _paint_classes(self, painter: QPainter, boxes: Sequence[QRectF]) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for label, (name, box) in enumerate(zip(self._classes, boxes, strict=True)):
            radius = min(box.height() / 3, _marker_width() / 4)
            centre = QPointF(box.left() + 2 * radius, box.center().y())
            MarkerPainter(label, radius).paint(painter, centre, is_filled=True)
            left = box.left() + 4 * radius + GAP
            text = QRectF(left, box.top(), max(1.0, self.width() - left), box.height())
            painter.setPen(QColor(theme.colours().text))
            flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            shown = painter.fontMetrics().elidedText(
                printable(name), Qt.TextElideMode.ElideRight, int(text.width())
            )
            painter.drawText(text, flags | Qt.TextFlag.TextDontClip, shown)

    def _outline(
        self, painter: QPainter, tiles: Sequence[QRectF], *, is_strong: bool = False
    ) -> None:
        named = theme.colours()
        painter.setPen(QPen(QColor(named.text if is_strong else named.line), 1 + is_strong))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRects(list(tiles))


def _marker_width() -> float:
    """Return the width of a class's marker, with the space around it."""
    return 4 * theme.zoom() * 1.4 * MARKER


def _ends_of(
    tiles: Sequence[QRectF], units: Sequence[int], *, at_right: bool
) -> dict[int | None, Position]:
    """Return where edges begin or end, by unit."""
    return {
        unit: (tile.right() if at_right else tile.left(), tile.center().y())
        for unit, tile in zip(units, tiles, strict=True)
    }


def _tiles(space: QRectF, count: int, most_columns: int) -> tuple[QRectF, ...]:
    """Arrange squares in the columns in which they are largest, centred in a space."""
    sizes = [_tile(space, count, columns) for columns in range(1, most_columns + 1)]
    columns = sizes.index(max(sizes)) + 1
    side = max(MIN_TILE, *sizes)
    rows = -(-count // columns)
    columns = -(-count // rows)

    # on whole pixels, where images are painted sharply and quickly
    left = round(space.center().x() - (columns * (side + GAP) - GAP) / 2)
    top = round(space.center().y() - (rows * (side + GAP) - GAP) / 2)
    return tuple(
        QRectF(left + column * (side + GAP), top + row * (side + GAP), side, side)
        for column, row in (divmod(index, rows) for index in range(count))
    )


def _tile(space: QRectF, count: int, columns: int) -> int:
    """Return the side of the squares if they stand in so many columns, however small."""
    rows = -(-count // columns)
    high = (space.height() - (rows - 1) * GAP) / rows
    wide = (space.width() * TILES_SHARE - (columns - 1) * GAP) / columns
    return int(min(high, wide, theme.px(MAX_TILE)))
