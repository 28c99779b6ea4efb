"""One plot: quiet axes, a range that rarely moves, thinned curves, marks of constant size."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from time import perf_counter

import numpy as np
import pyqtgraph as pg
from pyqtgraph.GraphicsScene.mouseEvents import MouseClickEvent
from PySide6.QtCore import QEvent, QPointF, QRectF, QSizeF, Signal
from PySide6.QtGui import QFont, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QGraphicsItem, QWidget

from core.run.series import Floats, thinned
from gui.plots.label_positions import LABEL_GAP, MAX_FREE_LABELS, placed_freely, placed_right
from gui.plots.plot_axes import BottomAxis, LeftAxis
from gui.process.timers import single_shot
from gui.style import theme

AXIS_WIDTH = 52
MIN_HEIGHT = 14 * theme.STEP
END_ROOM = 60  # pixels right of the last epoch, for the values at the live ends
MAX_END_SHARE = 0.4  # of a narrow plot's width that this may take
PADDING = 0.08  # of the shown range, above and below the curves
MARK_ROOM = 7  # pixels that a mark at the edge needs, so that it is not cut off
NEW_ROOM = 12  # pixels above the curves at least, wherever the range is set again
MIN_SHARE = 0.5  # of the range that the curves must fill before it is drawn in
FEW = 200  # points of a curve that are never thinned
OPAQUE = 255
GRID_ALPHA = 0.55
EDGE_TEXT = 10  # pixels by which a tick's text may extend beyond the axis
NEAR = 7  # pixels from a curve that still hit it
MARKS_Z = 20
EMPTY: Floats = np.empty(0, np.float64)


class Load(IntEnum):
    """The least number of points drawn in a plot.

    From BUSY on faint lines are drawn plainly, from LONG on all.
    """

    LIGHT = 0
    BUSY = 1000
    LONG = 2000


@dataclass(frozen=True)
class Mark:
    """An item of constant size at a point of the plot, in data coordinates; None hides it."""

    item: QGraphicsItem
    point: tuple[float, float] | None


class Line(pg.PlotCurveItem):  # type: ignore[misc] # pyqtgraph has no types
    """A curve that keeps all its points and draws as many as the plot has pixels for.

    Attributes:
        x, y: all points, in data coordinates; `x` rises.
        drawn: the number of points drawn.
    """

    def __init__(self, area: "PlotArea", z: float) -> None:
        super().__init__(connect="finite", antialias=True)
        self._area = area
        self._pen = QPen()
        self.x = self.y = EMPTY
        self.drawn = 0
        self.setZValue(z)

    def set_points(self, x: Floats, y: Floats) -> None:
        """Replace the points; the plot gets the curve with its first ones."""
        if len(x) and self.scene() is None:
            self._area.add(self)
        if len(x) or len(self.x):
            self.x, self.y = x, y
            self.redraw()

    def redraw(self) -> None:
        """Thin the points again after the view has changed."""
        x, y = self._area.thinned(self.x, self.y)
        self.drawn = len(x)
        self.setData(x, self._area.to_view(y))

    def set_look(self, pen: QPen) -> None:
        """Draw with `pen`, or, with many points, fast: thin, solid and without antialiasing."""
        self._pen = pen
        is_faint = pen.color().alpha() < OPAQUE
        is_plain = self._area.load is Load.LONG or (is_faint and self._area.load is Load.BUSY)
        look = QPen(pen.color(), max(1.0, pen.widthF() - 1)) if is_plain else QPen(pen)
        look.setCosmetic(True)
        # Qt does not scale cosmetic pens
        look.setWidthF(look.widthF() * self._area.pen_scale * theme.line_zoom())
        self.opts["antialias"] = not is_plain
        self.setPen(look)

    def renew_look(self) -> None:
        """Use the same pen at another resolution."""
        self.set_look(self._pen)


class PlotArea(pg.PlotWidget):  # type: ignore[misc] # pyqtgraph has no types
    """Axes and a view; the range is set by `follow`.

    Signals:
        zoomed(): the user moved the view.
        pointed(QPointF): the pointer moved to this point of the scene.
        left(): the pointer left the plot.
        clicked(QPointF): the left button was clicked there, without dragging.
        view_changed(): the range or the size has changed.

    Attributes:
        load: how much is drawn.
        pen_scale: pixels of the screen, or of a picture, for each of the window's.
        painting_s: seconds that it was last painted for.
    """

    zoomed = Signal()
    pointed = Signal(object)
    left = Signal()
    clicked = Signal(object)
    view_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        self.bottom = BottomAxis("bottom")
        super().__init__(
            parent,
            axisItems={"bottom": self.bottom, "left": LeftAxis("left")},
            enableMenu=False,  # pyqtgraph's, which takes 3 ms to build
        )
        self.is_logarithmic = False
        self.load = Load.LIGHT
        self.pen_scale = self.devicePixelRatioF()
        self.painting_s = 0.0
        self.setMinimumHeight(MIN_HEIGHT)

        item = self.getPlotItem()
        item.showGrid(x=True, y=True, alpha=GRID_ALPHA)
        item.hideButtons()
        item.getAxis("left").setStyle(hideOverlappingLabels=EDGE_TEXT)
        for side in ("left", "bottom"):
            item.getAxis(side).enableAutoSIPrefix(False)
        self._cache_axes(QGraphicsItem.CacheMode.DeviceCoordinateCache)

        self.box = item.vb
        self._fit_letters()
        self.box.disableAutoRange()
        self.box.sigRangeChangedManually.connect(self._on_zoomed)
        self.box.sigRangeChanged.connect(self._on_view_changed)
        self.box.sigResized.connect(self._on_view_changed)
        # announces range and size once per frame
        self._view_timer = single_shot(self, self.view_changed)
        self.scene().sigMouseClicked.connect(self._on_clicked)

    def add(self, item: QGraphicsItem) -> None:
        """Add a curve or a band, in view coordinates."""
        self.box.addItem(item, ignoreBounds=True)

    def add_mark(self, item: QGraphicsItem) -> None:
        """Add an item of constant size, in pixels, above the curves."""
        item.setParentItem(self.box)
        item.setZValue(MARKS_Z)
        item.setVisible(False)

    def take_out(self, item: QGraphicsItem) -> None:
        """Remove a curve, a band or a mark; one that was never added stays away."""
        if item.scene() is None:
            return
        if item.parentItem() is self.box:
            self.scene().removeItem(item)
        else:
            self.box.removeItem(item)

    def to_view(self, y: Floats) -> Floats:
        """Convert data to view coordinates: logarithms on a logarithmic axis, NaN if undefined."""
        if not self.is_logarithmic:
            return y
        return np.log10(y, out=np.full_like(y, np.nan), where=y > 0)

    def thinned(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Return the visible part of a curve, no finer than its pixels."""
        if len(x) <= FEW:
            return x, y
        (low, high), _ = self.box.viewRange()
        return thinned(x, y, low, high, max(FEW, round(self.box.width())))

    def set_logarithmic(self, is_logarithmic: bool) -> None:
        """Switch the cost axis; the caller draws the curves again."""
        self.is_logarithmic = is_logarithmic
        self.getPlotItem().getAxis("left").setLogMode(y=is_logarithmic)

    def set_load(self, points: int) -> bool:
        """Set the number of points drawn; return whether lines have to be drawn differently."""
        before, self.load = self.load, max(load for load in Load if load <= points)
        return self.load is not before

    def follow(
        self, end: float, bounds: tuple[float, float] | None, empty: tuple[float, float]
    ) -> None:
        """Show 0 to `end` and the values within `bounds`; the range moves only where it must.

        Args:
            bounds: lowest and highest value drawn; None for `empty`.
        """
        width = max(1.0, self.box.width())
        right = end * width / (width - min(theme.px(END_ROOM), MAX_END_SHARE * width))

        low, high = self.to_view(np.array(empty if bounds is None else bounds, np.float64))
        if not (np.isfinite(low) and np.isfinite(high)):
            low, high = self.to_view(np.array((0.01, 1.0)))

        (x_range, (bottom, top)) = self.box.viewRange()
        highest = top - self._share(MARK_ROOM) * (top - bottom)
        is_kept = bottom <= low and high <= highest and high - low >= MIN_SHARE * (top - bottom)
        if not is_kept:
            bottom, top = self._with_padding(low, high)
        if (0, right, bottom, top) != (*x_range, *self.box.viewRange()[1]):
            self.box.setRange(xRange=(0, right), yRange=(bottom, top), padding=0)

    def _share(self, pixels: int) -> float:
        """Return these pixels' share of the height; a quarter at most."""
        return min(0.25, theme.px(pixels) / max(1.0, float(self.box.height())))

    def _with_padding(self, low: float, high: float) -> tuple[float, float]:
        reaches_down = not self.is_logarithmic and (0 <= low <= 0.3 * high or 0 < low == high)
        room = self._share(NEW_ROOM)
        share = max(PADDING, room / (1 - (1 if reaches_down else 2) * room))
        height = high if reaches_down else high - low
        pad = share * height or 0.05 * abs(high) or 0.5
        return (0.0 if reaches_down else low - pad), high + pad

    def position(self, x: float, y: float) -> QPointF:
        """Return a point's pixel in the view's box; y is NaN where the axis cannot show it."""
        return QPointF(self.box.mapFromView(QPointF(x, float(self.to_view(np.array([y]))[0]))))

    def place(self, mark: Mark) -> None:
        """Place a mark in the current view; outside the view it is hidden."""
        position = QPointF() if mark.point is None else self.position(*mark.point)
        is_in_view = mark.point is not None and self.box.rect().adjusted(-1, -4, 1, 4).contains(
            position
        )
        mark.item.setVisible(is_in_view)
        if is_in_view:
            mark.item.setPos(position)

    def place_labels(
        self, labels: Iterable[Mark], lines: Sequence[Line] = (), *, keeps_order: bool = False
    ) -> None:
        """Place texts next to their points; the last ones are hidden if too many.

        Args:
            lines: that the texts should not lie on. Many texts are placed right of their points,
                moved apart, whatever they lie on.
            keeps_order: whether few are placed so, too: in the order of their points' heights, as
                where colours do not tell whose they are.
        """
        visible = []
        for label in labels:
            self.place(label)
            visible += [label.item] if label.item.isVisible() else []

        room = max(1, int(self.box.height() // LABEL_GAP))
        for item in visible[room:]:
            item.setVisible(False)

        boxes = [QRectF(item.pos(), item.boundingRect().size()) for item in visible[:room]]
        if len(boxes) <= MAX_FREE_LABELS and not keeps_order:
            positions = placed_freely(
                boxes, self.box.rect(), [self._in_pixels(one) for one in lines]
            )
        else:
            positions = placed_right(boxes, self.box.height())
        for item, position in zip(visible, positions, strict=False):
            item.setPos(position)

    def _in_pixels(self, line: Line) -> tuple[Floats, Floats]:
        """Return the points of a line in the view's box."""
        (left, right), (bottom, top) = self.box.viewRange()
        width, height = self.box.width(), self.box.height()
        x = (line.x - left) * (width / (right - left))
        y = (top - self.to_view(line.y)) * (height / (top - bottom))
        return x, y

    def _on_zoomed(self) -> None:
        self.zoomed.emit()

    def _on_view_changed(self) -> None:
        self._view_timer.start()

    def _on_clicked(self, event: MouseClickEvent) -> None:
        if event.button().name == "LeftButton" and self.box.sceneBoundingRect().contains(
            event.scenePos()
        ):
            self.clicked.emit(QPointF(event.scenePos()))

    def distance(self, line: Line, scene_position: QPointF) -> float:
        """Return a point's vertical distance from a line, in pixels.

        The line is considered within a few pixels to either side of the point.
        """
        point = self.box.mapSceneToView(scene_position)
        pixel_x, pixel_y = self.box.viewPixelSize()
        y = self.to_view(line.y)
        if not len(y) or not line.x[0] - NEAR * pixel_x <= point.x() <= line.x[-1] + NEAR * pixel_x:
            return float("inf")

        edges = point.x() - NEAR / 2 * pixel_x, point.x() + NEAR / 2 * pixel_x
        near = np.append(np.interp(edges, line.x, y), y[(line.x > edges[0]) & (line.x < edges[1])])
        near = near[np.isfinite(near)]
        if not len(near):
            return float("inf")
        return float(max(near.min() - point.y(), point.y() - near.max(), 0.0) / pixel_y)

    def restyle(self) -> None:
        """Apply the current colour scheme to paper and axes."""
        named = theme.colours()
        self.setBackground(named.window)
        for side in ("left", "bottom"):
            axis = self.getPlotItem().getAxis(side)
            axis.setPen(pg.mkPen(named.line))
            axis.setTextPen(named.quiet)

    def _cache_axes(self, mode: QGraphicsItem.CacheMode) -> None:
        """Cache grid and texts as a picture: painting them takes 2.5 ms, longer than two curves."""
        for side in ("left", "bottom"):
            self.getPlotItem().getAxis(side).setCacheMode(mode)

    def paint_as_lines(self, painter: QPainter, position: QPointF) -> None:
        """Paint the plot elsewhere, without the screen's cached pictures."""
        self._cache_axes(QGraphicsItem.CacheMode.NoCache)
        self._scale_pens(painter.device().devicePixelRatioF())
        self.render(painter, QRectF(position, QSizeF(self.size())), self.viewport().rect())
        self._scale_pens(self.devicePixelRatioF())
        self._cache_axes(QGraphicsItem.CacheMode.DeviceCoordinateCache)

    def _scale_pens(self, scale: float) -> None:
        self.pen_scale = scale
        for item in self.box.childGroup.childItems():
            if isinstance(item, Line):
                item.renew_look()

    def _fit_letters(self) -> None:
        """Set the widget's font, which axes do not adopt by themselves."""
        for side in ("left", "bottom"):
            axis = self.getPlotItem().getAxis(side)
            axis.setStyle(tickFont=QFont(self.font()))
            axis.label.setFont(self.font())
        self.getPlotItem().getAxis("left").setWidth(theme.px(AXIS_WIDTH))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint axes and curves."""
        began_s = perf_counter()
        super().paintEvent(event)
        self.painting_s = perf_counter() - began_s

    def changeEvent(self, event: QEvent) -> None:
        """Adjust axes and lines to the font."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange and hasattr(self, "box"):
            self._fit_letters()
            self._scale_pens(self.pen_scale)

    def event(self, event: QEvent) -> bool:
        """Adjust the pens to another screen's pixels."""
        if event.type() is QEvent.Type.DevicePixelRatioChange:
            self._scale_pens(self.devicePixelRatioF())
        return bool(super().event(event))

    def plot_rect(self) -> QRectF:
        """Return the rectangle of the curves, in the widget's pixels."""
        return QRectF(self.mapFromScene(self.box.sceneBoundingRect()).boundingRect())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Announce every move; pyqtgraph drops some, the last one too."""
        super().mouseMoveEvent(event)
        self.pointed.emit(self.mapToScene(event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:
        """Announce that the pointer has left."""
        super().leaveEvent(event)
        self.left.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Thin again for the new width."""
        super().resizeEvent(event)
        if hasattr(self, "_view_timer"):  # pyqtgraph resizes while it is being built
            self._view_timer.start()
