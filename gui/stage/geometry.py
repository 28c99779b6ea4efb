"""The geometry of a network's diagram: input, layers and answer from left to right."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from PySide6.QtCore import QPointF, QRectF, QSizeF

from gui.style import theme
from gui.style.diagram_parts import Position

GAP = 3  # between two tiles, in pixels
MAX_TILE = 40
MAX_INPUT = 112  # four pixels of the screen for each of the digit
STRIP = 2 * theme.STEP  # width of a strip that shows all units of a layer
MAX_COLUMNS = 6  # of tiles in a layer
SHARES = 0.15, 0.17  # of the width, for the input and for the answer
MIN_ANSWER = 22 * theme.STEP
FREE = 0.42  # of a layer's width that edges alone have


@dataclass(frozen=True)
class LayerBox:
    """The boxes of one hidden layer.

    Attributes:
        title: above the units.
        strip: of all its units.
        tiles: of the units shown.
    """

    title: QRectF
    strip: QRectF
    tiles: tuple[QRectF, ...]

    @cached_property
    def entries(self) -> list[Position]:
        """Where the edges into each tile end."""
        return entries(self.tiles)

    @cached_property
    def exits(self) -> list[Position]:
        """Where the edges out of each tile begin."""
        return [(tile.right(), tile.center().y()) for tile in self.tiles]


def entries(areas: Sequence[QRectF]) -> list[Position]:
    """Return where the edges into each of these areas end."""
    return [(area.left(), area.center().y()) for area in areas]


@dataclass(frozen=True)
class Geometry:
    """The boxes of the whole diagram.

    Attributes:
        size: that they lie in.
        layers: the hidden ones.
        answers: a row for each class shown, with its name and its bar.
    """

    size: QSizeF
    input: QRectF
    layers: tuple[LayerBox, ...]
    answers: tuple[QRectF, ...]

    def tile_at(self, position: QPointF) -> tuple[int, int] | None:
        """Return the indices of the layer and of the tile at a point; None without a tile."""
        for layer, box in enumerate(self.layers):
            for tile, area in enumerate(box.tiles):
                if area.contains(position):
                    return layer, tile
        return None

    def layer_at(self, position: QPointF) -> int | None:
        """Return the index of the layer whose strip or title is at a point."""
        for layer, box in enumerate(self.layers):
            if box.title.contains(position) or box.strip.contains(position):
                return layer
        return None


@lru_cache(maxsize=16)  # several networks are painted again and again
def geometry(
    width: float, height: float, units: tuple[int, ...], classes: int, title: float
) -> Geometry:
    """Lay a diagram out.

    Args:
        width, height: of the whole.
        units: how many are shown of each hidden layer.
        classes: how many the answer can show; fewer if there is no space for them.
        title: the height of a line of text.
    """
    head = title + GAP
    body = QRectF(0, head, width, max(1.0, height - head))
    input_share, answer_share = SHARES

    # left: the digit, right: the answer
    side = min(MAX_INPUT, body.height(), body.width() * input_share)
    digit = _on_pixels(0, body.center().y() - side / 2, side, side)
    answer_width = max(MIN_ANSWER, body.width() * answer_share)
    rows = max(1, min(classes, int(body.height() // title)))
    row_height = min(body.height() / rows, 1.8 * title)
    top = body.center().y() - rows * row_height / 2
    answers = tuple(
        QRectF(body.right() - answer_width, top + row * row_height, answer_width, row_height)
        for row in range(rows)
    )

    # between them: a column for each hidden layer, and space for the edges into the answer
    free = body.width() - side - answer_width
    answer_gap = free * FREE / (len(units) + 1) if units else free
    step = (free - answer_gap) / len(units) if units else 0.0
    layers = tuple(
        _layer(QRectF(digit.right() + index * step, body.top(), step, body.height()), count, title)
        for index, count in enumerate(units)
    )
    return Geometry(QSizeF(width, height), digit, layers, answers)


def _layer(area: QRectF, count: int, title: float) -> LayerBox:
    """Lay a layer out at the right of its area; at the left is space for the edges into it."""
    space = area.width() * (1 - FREE) - STRIP - GAP
    columns, tile = max(
        (
            (columns, _tile(area.height(), space, count, columns))
            for columns in range(1, MAX_COLUMNS + 1)
        ),
        key=lambda choice: choice[1],
    )
    rows = -(-count // columns)

    width = columns * (tile + GAP) - GAP
    height = rows * (tile + GAP) - GAP
    left, top = round(area.right() - width), round(area.center().y() - height / 2)
    tiles = tuple(
        _on_pixels(left + column * (tile + GAP), top + row * (tile + GAP), tile, tile)
        for column, row in (divmod(index, rows) for index in range(count))
    )

    strip = QRectF(left - GAP - STRIP, top, STRIP, height)
    name = QRectF(area.left(), top - title - GAP, area.right() - area.left(), title)
    return LayerBox(name, strip, tiles)


def _tile(height: float, width: float, count: int, columns: int) -> float:
    """Return the side of the tiles if they stand in so many columns."""
    rows = -(-count // columns)
    high = (height - (rows - 1) * GAP) / rows
    wide = (width - (columns - 1) * GAP) / columns
    return float(max(2, int(min(high, wide, MAX_TILE))))


def _on_pixels(left: float, top: float, width: float, height: float) -> QRectF:
    """Return a box without parts of pixels, in which images are drawn sharply and quickly."""
    return QRectF(round(left), round(top), round(width), round(height))
