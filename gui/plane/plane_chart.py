"""The square of the plane: what the network answers there, its boundary, and the points."""

from collections.abc import Sequence
from math import sqrt
from time import perf_counter

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QLineF, QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QImage,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.config.points import REACH
from core.data.points import Points
from core.insight.plane_map import PlaneMap
from core.number_text import decimal_text
from core.plain_text import printable
from gui.plane.plane_image import answer_image
from gui.style import theme
from gui.style.classes import MARKER, MarkerPainter, paint_wrong_ring
from gui.style.diverging import picture, scale_of
from gui.style.swatches import blank
from gui.widgets.plain_text import show_tip

SIDE, MIN_SIDE = 100 * theme.STEP, 36 * theme.STEP
BOUNDARY = 1.5  # width of its line, in pixels
MANY = 150  # points, above which markers are smaller
MIN_MARKER = 2.0  # their least radius, in pixels

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]


class PlaneChart(QWidget):
    """Shows a `PlaneMap` under the points."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._map: PlaneMap | None = None
        self._unit: Floats | None = None  # a neuron's activations, shown in place of the answer
        self._points: Points | None = None
        self._classes: Sequence[str] = ()
        self._image: QImage | None = None
        self._markers: QPixmap | None = None  # all points, painted once
        self._hidden_point: int | None = None  # the index of a training point that is not painted
        self.painting_s = 0.0  # what the last painting took
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def shown_map(self) -> PlaneMap | None:
        """The map that is shown."""
        return self._map

    @property
    def shown_points(self) -> Points | None:
        """The points that are shown."""
        return self._points

    def show_map(self, found: PlaneMap | None, classes: Sequence[str]) -> None:
        """Show what a network answers; None before that is known."""
        if found is not self._map or classes != self._classes:
            self._map, self._classes = found, classes
            self._make_image()

    def show_unit(self, activations: Floats | None) -> None:
        """Show a neuron's activations (side, side) in place of the answer; None for the answer."""
        if activations is not self._unit:
            self._unit = activations
            self._make_image()

    def show_points(self, points: Points | None) -> None:
        """Show these points."""
        if points is not self._points:
            self._points, self._markers = points, None
            self.update()

    def restyle(self) -> None:
        """Paint everything in the present colours."""
        self._markers = None
        self._make_image()

    def sizeHint(self) -> QSize:
        """Return a square."""
        return QSize(theme.px(SIDE), theme.px(SIDE))

    def minimumSizeHint(self) -> QSize:
        """Return the least square in which points can be told apart."""
        return QSize(MIN_SIDE, MIN_SIDE)

    # where things lie

    def area(self) -> QRectF:
        """Return the square on the widget, on whole pixels."""
        side = max(2, min(self.width(), self.height()))
        return QRectF((self.width() - side) // 2, (self.height() - side) // 2, side, side)

    @property
    def _scale(self) -> float:
        """Pixels from 0 to 1."""
        return self.area().width() / (2 * REACH)

    def position_of(self, x: float, y: float) -> QPointF:
        """Return where coordinates lie on the widget."""
        return self.area().center() + QPointF(x * self._scale, -y * self._scale)

    def coordinates_at(self, position: QPointF) -> tuple[float, float]:
        """Return the coordinates at a position, to three digits; the nearest within the square."""
        offset = (position - self.area().center()) / self._scale
        x, y = (min(max(value, -REACH), REACH) for value in (offset.x(), -offset.y()))
        return round(x, 3) + 0.0, round(y, 3) + 0.0  # no negative zero

    def _positions(self, coordinates: Doubles) -> Doubles:
        """Return where points (N, 2 k) of coordinates x, y, x, y… lie on the widget."""
        pairs = coordinates.shape[1] // 2
        centre = self.area().center()
        scale = np.array([self._scale, -self._scale] * pairs)
        positions: Doubles = coordinates * scale + np.array([centre.x(), centre.y()] * pairs)
        return positions

    def event(self, event: QEvent) -> bool:
        """Show what the network answers under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            show_tip(event.globalPos(), self.tip_at(event.pos()), self)
            return True
        return super().event(event)

    def tip_at(self, position: QPoint) -> str:
        """Return the coordinates at a position, and the probability of each class there."""
        if not self.area().contains(QPointF(position)) or self._map is None:
            return ""
        x, y = self.coordinates_at(QPointF(position))
        where = f"x {decimal_text(x)}, y {decimal_text(y)}"

        shares = self._map.probabilities
        side = len(shares)
        column, row = (min(int((value / REACH + 1) / 2 * side), side - 1) for value in (x, -y))
        if not np.isfinite(shares[row, column]).all():
            return where
        answers = zip(self._classes, shares[row, column].tolist(), strict=True)
        return "\n".join([where, *(f"{printable(name)} {share:.0%}" for name, share in answers)])

    # painting

    def _make_image(self) -> None:
        """Colour the map; its pixels are few."""
        if self._unit is not None:
            self._image = picture(self._unit, scale_of(self._unit))
        elif self._map is not None:
            self._image = answer_image(self._map.probabilities)
        else:
            self._image = None
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the map, the boundary and the points."""
        began_s = perf_counter()
        painter = QPainter(self)
        area, named = self.area(), theme.colours()
        painter.setClipRect(area)
        painter.fillRect(area, QColor(named.paper))
        if self._image is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(area, self._image)

        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._map is not None:
            ends = self._positions(self._map.boundary).tolist()
            painter.setPen(QPen(QColor(named.text), BOUNDARY * theme.line_zoom()))
            painter.drawLines([QLineF(*line) for line in ends])
        painter.drawPixmap(0, 0, self._painted_markers())
        self.paint_above(painter)

        painter.setPen(QPen(QColor(named.accent if self.hasFocus() else named.line), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(area.adjusted(0.5, 0.5, -0.5, -0.5))
        painter.end()
        self.painting_s = perf_counter() - began_s

    def paint_above(self, painter: QPainter) -> None:
        """Paint what lies above the points; here nothing."""

    def _painted_markers(self) -> QPixmap:
        """Return all points, the test points below the others; painted once for each size."""
        size = self.size() * self.devicePixelRatio()
        if self._markers is not None and self._markers.size() == size:
            return self._markers
        self._markers = pixmap = blank(self.size(), self.devicePixelRatio())
        if self._points is None:
            return pixmap

        points = self._points
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(self.area())
        self._paint_points(painter, points.test_x, points.test_y.tolist(), is_filled=False)
        radius = self.radius(len(points.train_y))
        for centre in self._positions(points.train_x[points.wrong].astype(np.float64)).tolist():
            paint_wrong_ring(painter, QPointF(*centre), radius)
        self._paint_points(painter, points.train_x, points.train_y.tolist(), is_filled=True)
        painter.end()
        return pixmap

    def _paint_points(
        self,
        painter: QPainter,
        x: Floats,
        labels: Sequence[int],
        *,
        is_filled: bool,
    ) -> None:
        radius = self.radius(len(labels))
        markers = {label: MarkerPainter(label, radius) for label in set(labels)}
        skipped = self._hidden_point if is_filled else None
        centres = self._positions(x.astype(np.float64)).tolist()
        for index, (centre, label) in enumerate(zip(centres, labels, strict=True)):
            if index != skipped:
                markers[label].paint(painter, QPointF(*centre), is_filled=is_filled)

    def radius(self, count: int) -> float:
        """Return the radius of so many markers: smaller if they are many, or have little space."""
        crowding = sqrt(MANY / max(count, 1))
        space = self.area().width() / theme.px(SIDE) + 0.3
        return max(MIN_MARKER, theme.zoom() * MARKER * min(1.0, crowding, space))
