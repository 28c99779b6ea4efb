"""The painting of a network's diagram, on the screen and into files alike."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPainter, QPen

from core.insight.diagram import MAX_UNITS, Level, Role
from core.insight.neurons import Stage, is_defined
from gui.stage.diagram_words import BAR, RIGHT, DiagramWords
from gui.stage.geometry import Geometry, LayerBox, entries, geometry
from gui.style import theme
from gui.style.diagram_parts import (
    Position,
    clip_lines,
    is_of_vectors,
    paint_edges,
)
from gui.style.diverging import Floats, picture, scale_of, scaled, scales_of
from gui.widgets.images import ink_image

METER = 3  # height of a tile's bar, in pixels
DROPPED = 0.18  # opacity of what dropout left out


@dataclass(frozen=True, eq=False)
class Diagram:
    """What is painted of one network.

    Attributes:
        stages: its layers of weights, the output last.
        levels: the same with numbers; empty until there are weights and a digit.
        pixels: the digit as the network gets it, (28, 28).
        images: the weights of the first layer as images, (units, height, width).
        probabilities: (classes,).
        kept: of each hidden layer, which units dropout keeps, bool (units,); None for all.
        role: returns what a hidden unit does, by the indices of its layer and of itself; None
            without levels.
        is_example: whether the digit is a test image, read while nothing is drawn.
    """

    stages: Sequence[Stage]
    classes: Sequence[str]
    colour: QColor
    levels: Sequence[Level] = ()
    pixels: Floats | None = None
    images: Floats | None = None
    probabilities: Floats | None = None
    kept: Sequence[NDArray[np.bool_] | None] = ()
    role: Callable[[int, int], Role] | None = None
    is_example: bool = False

    @property
    def hidden(self) -> Sequence[Level]:
        """The hidden layers with their numbers."""
        return self.levels[:-1]

    def answers(self, count: int) -> list[int]:
        """Return the classes that are listed: all, or the most probable in their usual order."""
        classes = range(len(self.classes))
        if self.probabilities is None or count >= len(self.classes):
            return list(classes)[:count]
        return sorted(np.argsort(-self.probabilities, kind="stable")[:count].tolist())


class _WeightImages:
    """The first layer's weights as one picture, made once for the same weights and units."""

    def __init__(self) -> None:
        self._made_for: tuple[Floats, Sequence[int], bool, int | None] | None = None
        self._sheet = QImage()

    def sheet(self, images: Floats, units: Sequence[int], side: int | None = None) -> QImage:
        """Return the images of these units, below each other, each on its own scale.

        Args:
            images: (units, height, width), the two alike.
            side: the pixels to which each is scaled, so that it need not be each time that it is
                painted; None for one pixel for each weight.
        """
        wanted = images, units, theme.is_dark(), side
        made = self._made_for
        if made is None or made[0] is not images or made[1:] != wanted[1:]:
            shown = images[list(units)]
            parts = scaled(shown, scales_of(shown)[:, np.newaxis, np.newaxis])
            self._made_for, self._sheet = wanted, picture(np.concatenate(parts), 1.0)
            if side is not None:
                self._sheet = self._sheet.scaled(side, side * len(units))
        return self._sheet


class DiagramPainter:
    """Paints the diagrams of one network, one after the other."""

    def __init__(self) -> None:
        self._images = _WeightImages()
        self._words = DiagramWords()

    @staticmethod
    def geometry(diagram: Diagram, size: QSizeF, metrics: QFontMetrics) -> Geometry:
        """Lay the diagram out in a size."""
        shown = [min(stage.units, MAX_UNITS) for stage in diagram.stages[:-1]]
        width, height = size.width(), size.height()
        return geometry(width, height, tuple(shown), len(diagram.classes), float(metrics.height()))

    def paint(self, painter: QPainter, diagram: Diagram, size: QSizeF) -> None:
        """Paint the diagram, in the painter's font, from (0, 0) on."""
        boxes = self.geometry(diagram, size, painter.fontMetrics())
        clip_lines(painter, QRectF(QPointF(), size))
        _Painting(painter, diagram, boxes, self._images, self._words).paint()


class _Painting:
    """One diagram as it is painted: edges first, so that they end at the tiles."""

    def __init__(
        self,
        painter: QPainter,
        diagram: Diagram,
        boxes: Geometry,
        images: _WeightImages,
        words: DiagramWords,
    ) -> None:
        self._painter = painter
        self._diagram = diagram
        self._boxes = boxes
        self._images = images
        self._words = words
        self._named = theme.colours()
        self._is_vector = is_of_vectors(painter)

    def paint(self) -> None:
        for index, level in enumerate(self._diagram.levels):
            self._paint_edges(index, level)
        self._paint_input()
        for index, box in enumerate(self._boxes.layers):
            if index < len(self._diagram.hidden):
                self._paint_layer(index, box)
            else:
                for area in (box.strip, *box.tiles):
                    self._painter.fillRect(area, QColor(self._named.groove))
        self._paint_answer()

    def _paint_edges(self, index: int, level: Level) -> None:
        """Draw the edges into a layer."""
        paint_edges(self._painter, level.edges, self._starts(index), self._ends(index))

    def _starts(self, index: int) -> dict[int | None, Position]:
        """Return where the edges into a layer begin, by the unit of the layer before."""
        if index == 0:
            digit = self._boxes.input
            return {None: (digit.right(), digit.center().y())}
        shown, box = self._diagram.levels[index - 1].shown, self._boxes.layers[index - 1]
        return dict(zip(shown, box.exits, strict=True))

    def _ends(self, index: int) -> dict[int, Position]:
        """Return where the edges into a layer end, by its unit; not all classes may be listed."""
        if index < len(self._boxes.layers):
            shown, box = self._diagram.levels[index].shown, self._boxes.layers[index]
            return dict(zip(shown, box.entries, strict=True))
        rows = self._boxes.answers
        return dict(zip(self._diagram.answers(len(rows)), entries(rows), strict=True))

    def _paint_input(self) -> None:
        """Paint the digit from its least to its largest number, however pixels are scaled."""
        pixels, box = self._diagram.pixels, self._boxes.input
        if pixels is None:
            self._painter.fillRect(box, QColor("black"))
        else:
            low, high = float(pixels.min()), float(pixels.max())
            self._painter.drawImage(box, ink_image((pixels - low) / max(high - low, 1e-9)))
        self._outline(box)

    def _paint_layer(self, index: int, box: LayerBox) -> None:
        """Paint the strip of all units, and the tiles of those shown."""
        level = self._diagram.hidden[index]
        scale = scale_of(level.outputs)
        self._painter.drawImage(box.strip, picture(level.outputs[:, np.newaxis], scale))

        kept = self._diagram.kept[index] if self._diagram.kept else None
        strengths = scaled(level.outputs[list(level.shown)], scale)
        if index == 0 and level.maps is None and self._diagram.images is not None:
            self._paint_weights(self._diagram.images, level.shown, box.tiles, kept)
            self._paint_meters(box.tiles, strengths)
        else:
            images = strengths[:, np.newaxis, np.newaxis]
            if level.maps is not None:
                images = scaled(level.maps, scale_of(level.maps))
            self._paint_tiles(picture(np.concatenate(images), 1.0), level.shown, box.tiles, kept)
        self._outline(box.strip, *box.tiles)

    def _paint_weights(
        self,
        images: Floats,
        units: Sequence[int],
        tiles: Sequence[QRectF],
        kept: NDArray[np.bool_] | None,
    ) -> None:
        """Paint the weights of neurons over the pixels."""
        side = None
        if not self._is_vector and tiles:
            side = round(tiles[0].width() * self._painter.device().devicePixelRatio())
        self._paint_tiles(self._images.sheet(images, units, side), units, tiles, kept)

    def _paint_tiles(
        self,
        sheet: QImage,
        units: Sequence[int],
        tiles: Sequence[QRectF],
        kept: NDArray[np.bool_] | None,
    ) -> None:
        """Paint the square images of a sheet, one below the other, into the tiles of units.

        Args:
            kept: the units, by their index, that dropout keeps; the others are faint.
        """
        side = sheet.width()
        for position, (unit, area) in enumerate(zip(units, tiles, strict=True)):
            if kept is not None:
                self._painter.setOpacity(1.0 if kept[unit] else DROPPED)
            source = QRect(0, position * side, side, side)
            if self._is_vector:
                self._painter.drawImage(area, sheet.copy(source))  # Qt's SVG ignores the source
            else:
                self._painter.drawImage(area, sheet, QRectF(source))
        self._painter.setOpacity(1.0)

    def _paint_meters(self, tiles: Sequence[QRectF], strengths: Floats) -> None:
        """Paint at the foot of each tile how strong its activation is."""
        grounds = [
            QRectF(tile.left(), tile.bottom() - METER, tile.width(), METER) for tile in tiles
        ]
        shares = np.minimum(np.abs(strengths), 1.0).tolist()
        meters = [
            QRectF(ground.left(), ground.top(), ground.width() * share, METER)
            for ground, share in zip(grounds, shares, strict=True)
        ]
        self._painter.setPen(Qt.PenStyle.NoPen)
        for colour, areas in ((self._named.paper, grounds), (self._named.text, meters)):
            self._painter.setBrush(QColor(colour))
            self._painter.drawRects(areas)

    def _outline(self, *areas: QRectF) -> None:
        self._painter.setPen(QPen(QColor(self._named.line), 1))
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.drawRects(list(areas))

    def _paint_answer(self) -> None:
        """Paint the words, a bar for each class listed, and the share of the most probable."""
        rows = self._boxes.answers
        listed = self._diagram.answers(len(rows))
        shares = self._diagram.probabilities
        if shares is not None and not is_defined(shares):
            shares = None
        best = None if shares is None else int(shares.argmax())
        position = listed.index(best) if best in listed else None
        classes = [self._diagram.classes[index] for index in listed]
        self._words.paint(self._painter, self._boxes, self._diagram.stages, classes, position)

        for whole, number in zip(self._words.bars, listed, strict=True):
            self._painter.fillRect(whole, QColor(self._named.line))
            if shares is not None:
                bar = QRectF(whole.topLeft(), QSizeF(whole.width() * float(shares[number]), BAR))
                self._painter.fillRect(bar, self._diagram.colour)
        if shares is not None and position is not None:
            self._painter.setPen(QColor(self._named.text))
            self._painter.drawText(rows[position], RIGHT, f"{float(shares[best]):.0%}")
