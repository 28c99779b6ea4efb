"""The cost over a plane of weights as a map with contours, and the paths of runs on it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.geometry.weight_plane import WeightPlane
from core.insight.plane_map import zero_lines
from gui.style import theme
from gui.style.height_map import finer, height_map

FINER = 5  # pixels of the picture for each step of the grid
FACTORS = (1.1, 1.25, 1.5, 2.0, 3.0, 5.0, 10.0, 100.0)  # between the costs of two contours
MAX_CONTOURS = 14
DEEPEST = 1e-6  # costs below count as this one
LINE, DOT, RING = 2.0, 3.0, 7.0  # width of a path; radii of a kept moment, of the shown one
REACH = 9.0  # pixels from the pointer to a moment that counts as pointed at
MIN_SIDE = 52 * theme.STEP
NAMED_SIDE = 64 * theme.STEP  # the side of the map from which on names would not hide the paths

Doubles = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Track:
    """A run's path on the map.

    Attributes:
        positions: of its kept moments, (moments, 2).
        style: the number of the run's look.
        shown: the index of the moment that all views show; None if it is none of these.
        name: written at the end of the path on a large map; empty where there is only one.
    """

    positions: Doubles
    style: int
    shown: int | None = None
    name: str = ""


@dataclass
class _Contours:
    """Lines of equal cost, in steps of the grid: column and row of both ends, (lines, 4)."""

    levels: Doubles = field(default_factory=lambda: np.zeros(0))
    lines: Sequence[Doubles] = ()


class LandscapeChart(QWidget):
    """A square map, dark where the cost is low; contours are drawn once it is complete.

    Signals:
        pointed(object, object): the pointer is at this track and moment, a pair of indices, or
            None; and at this cost, or None.
        moment_chosen(int, int): a moment of a track was clicked.
    """

    pointed = Signal(object, object)
    moment_chosen = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plane: WeightPlane | None = None
        self._costs: Doubles = np.zeros((0, 0))
        self._image = QImage()
        self._contours = _Contours()
        self.tracks: Sequence[Track] = ()
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_plane(self, plane: WeightPlane | None) -> None:
        """Show an empty map of a plane; None for nothing at all."""
        self._plane = plane
        columns, rows = ((), ()) if plane is None else plane.grid
        self.show_costs(np.full((len(rows), len(columns)), np.nan))

    def show_costs(self, costs: Doubles) -> None:
        """Show costs (rows, columns), the lowest row first; NaN where they are not known yet."""
        self._costs = costs
        self._contours = _Contours()
        if costs.size and not np.isnan(costs).any():
            logs = np.log(np.clip(costs, DEEPEST, np.finfo(float).max))
            levels = levels_of(costs)
            self._contours = _Contours(levels, [zero_lines(logs - np.log(one)) for one in levels])
        self.restyle()

    def show_tracks(self, tracks: Sequence[Track]) -> None:
        """Show the paths of runs."""
        self.tracks = tracks
        self.update()

    @property
    def levels(self) -> Doubles:
        """The costs of the contours, in rising order; none before the map is complete."""
        return self._contours.levels

    def restyle(self) -> None:
        """Paint the map in the present colours."""
        self._image = QImage()
        known = self._costs[np.isfinite(self._costs)]
        if len(known):
            logs = np.log(np.clip(self._costs, DEEPEST, known.max()))
            self._image = height_map(finer(logs, FINER)[::-1], np.log(levels_of(known)))
        self.update()

    def sizeHint(self) -> QSize:
        """Return the least size; the map takes what there is."""
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        """Return the least square in which paths can be followed."""
        return QSize(theme.px(MIN_SIDE), theme.px(MIN_SIDE))

    # where things lie

    def area(self) -> QRectF:
        """Return the square of the map."""
        side = float(min(self.width(), self.height()) - 1)
        return QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)

    def position_of(self, track: int, moment: int) -> QPointF:
        """Return where a moment of a track lies."""
        assert self._plane is not None
        return self._on_map(*self.tracks[track].positions[moment].tolist())

    def _on_map(self, u: float, v: float) -> QPointF:
        assert self._plane is not None
        (left, *_, right), (low, *_, high) = self._plane.grid
        area = self.area()
        return QPointF(
            area.left() + (u - left) / (right - left) * area.width(),
            area.bottom() - (v - low) / (high - low) * area.height(),
        )

    def moment_at(self, point: QPointF) -> tuple[int, int] | None:
        """Return the track and the moment next to a point of the widget; None if there is none."""
        if self._plane is None:
            return None
        found = [
            ((self.position_of(number, moment) - point).manhattanLength(), number, moment)
            for number, track in enumerate(self.tracks)
            for moment in range(len(track.positions))
        ]
        distance, track_number, moment = min(found, default=(REACH + 1, 0, 0))
        return (track_number, moment) if distance <= REACH else None

    def cost_at(self, point: QPointF) -> float | None:
        """Return the cost at the nearest point of the grid; None if it is not known."""
        area = self.area()
        if not self._costs.size or not area.contains(point):
            return None
        last = len(self._costs) - 1
        column = round((point.x() - area.left()) / area.width() * last)
        row = round((area.bottom() - point.y()) / area.height() * last)
        cost = float(self._costs[row, column])
        return None if np.isnan(cost) else cost

    # mouse

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell what is under the pointer."""
        moment = self.moment_at(event.position())
        shape = Qt.CursorShape.ArrowCursor if moment is None else Qt.CursorShape.PointingHandCursor
        self.setCursor(shape)
        self.pointed.emit(moment, self.cost_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that there is nothing under the pointer."""
        super().leaveEvent(event)
        self.pointed.emit(None, None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose the moment under a click."""
        moment = self.moment_at(event.position())
        if moment is not None and event.button() is Qt.MouseButton.LeftButton:
            self.moment_chosen.emit(*moment)

    # painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the map, the contours and the paths."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        named, area = theme.colours(), self.area()
        if self._plane is None:
            return
        painter.fillRect(area, QColor(named.paper))
        painter.save()
        painter.setClipRect(area)
        painter.drawImage(area, self._image)
        self._paint_contours(painter, area)
        for track in self.tracks:
            self._paint_track(painter, track)
        for track in self.tracks:
            self._paint_name(painter, track)
        painter.restore()
        painter.setPen(QPen(QColor(named.line), 1))
        painter.drawRect(area)

    def _paint_contours(self, painter: QPainter, area: QRectF) -> None:
        last = max(1, len(self._costs) - 1)
        scale = area.width() / last
        colour = QColor(theme.colours().quiet)
        colour.setAlphaF(0.55)
        painter.setPen(QPen(colour, 1))
        for lines in self._contours.lines:
            ends = lines * [scale, -scale, scale, -scale]
            ends += [area.left(), area.bottom(), area.left(), area.bottom()]
            painter.drawLines([QLineF(*line) for line in ends.tolist()])

    def _paint_track(self, painter: QPainter, track: Track) -> None:
        """Paint a path with its kept moments: hollow at the start, the shown one with a ring."""
        named, style = theme.colours(), theme.run_style(track.style)
        points = [self._on_map(u, v) for u, v in track.positions.tolist()]
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for width, colour in ((LINE + 2, QColor(named.paper)), (LINE, style.colour)):
            pen = QPen(colour, width)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            if style.dash is not None and width == LINE:
                pen.setDashPattern([length / 2 for length in style.dash])
            painter.setPen(pen)
            painter.drawPolyline(QPolygonF(points))

        for index, point in enumerate(points):
            painter.setPen(QPen(style.colour if index == 0 else QColor(named.paper), 1.5))
            painter.setBrush(QColor(named.paper) if index == 0 else style.colour)
            radius = DOT + 1 if index in (0, len(points) - 1) else DOT
            painter.drawEllipse(point, radius, radius)
        if track.shown is not None:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for width, colour in ((4.0, QColor(named.paper)), (2.0, QColor(named.text))):
                painter.setPen(QPen(colour, width))
                painter.drawEllipse(points[track.shown], RING, RING)

    def _paint_name(self, painter: QPainter, track: Track) -> None:
        """Write a run's name next to the end of its path, on the side with more space."""
        named, area = theme.colours(), self.area()
        if not track.name or area.width() < theme.px(NAMED_SIDE):
            return
        end = self._on_map(*track.positions[-1].tolist())
        painter.setFont(theme.sized(self.font(), theme.TEXT))
        metrics = painter.fontMetrics()
        is_left = end.x() > area.center().x()
        space = (end.x() - area.left() if is_left else area.right() - end.x()) - 2 * RING
        name = metrics.elidedText(track.name, Qt.TextElideMode.ElideMiddle, max(0, int(space)))
        width = metrics.horizontalAdvance(name)
        x = end.x() - RING - theme.STEP - width if is_left else end.x() + RING + theme.STEP
        box = QRectF(x, end.y() + RING, width, metrics.height())
        ground = QColor(named.paper)
        ground.setAlphaF(0.75)
        painter.fillRect(box.adjusted(-2, 0, 2, 0), ground)
        painter.setPen(QColor(named.text))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, name)


def levels_of(costs: Doubles) -> Doubles:
    """Return the costs of contours: each is the same factor above the one before.

    The factor is the smallest of `FACTORS` with which there are at most `MAX_CONTOURS`.
    """
    known = costs[np.isfinite(costs)]
    if not len(known):
        return np.zeros(0)
    low, high = np.log(np.maximum([known.min(), known.max()], DEEPEST))
    for factor in FACTORS:
        step = np.log(factor)
        numbers = np.arange(np.floor(low / step) + 1, np.ceil(high / step))
        if len(numbers) <= MAX_CONTOURS:
            break
    levels: Doubles = np.exp(numbers * step)
    return levels
