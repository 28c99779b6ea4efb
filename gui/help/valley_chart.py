"""A cost of two weights as a map in grey, with the ways of optimizers down into it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.style import theme
from gui.style.height_map import finer, height_map

if TYPE_CHECKING:
    from core.teaching.demonstrations.valley import Path

FINER = 4  # points of the picture for each of the map, along each side
BANDS = 14  # grey levels; the edge of each is a line of equal cost
SIDE = 110 * theme.STEP
MIN_SIDE = 60 * theme.STEP
DOT = 5.0  # radius
LINE = 2.0
ARROW = 9 * theme.STEP  # the length of the longest arrow of a memory
KEY_STEP = 0.1  # of a weight

Numbers = NDArray[np.float64]


class ValleyChart(QWidget):
    """The map is dark where the cost is low. The start is dragged, or moved with the arrow keys.

    Signals:
        start_moved(float, float): to these weights.
    """

    start_moved = Signal(float, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._map: Numbers = np.zeros((2, 2))
        self._image = QImage()
        self._centre = QPointF()
        self._reach = 1.0
        self.start = QPointF()
        self._paths: Sequence[Path] = ()
        self._styles: Sequence[int] = ()
        self._step = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_map(self, values: Numbers, centre: tuple[float, float], reach: float) -> None:
        """Show the costs (rows, columns) of a square around `centre`, to both sides `reach`."""
        self._map, self._centre, self._reach = values, QPointF(*centre), reach
        self.restyle()

    def show_paths(self, paths: "Sequence[Path]", styles: Sequence[int]) -> None:
        """Show paths, each in the look of this number."""
        self._paths, self._styles = paths, styles
        self.update()

    def show_step(self, step: int) -> None:
        """Show the paths up to this step."""
        self._step = step
        self.update()

    def restyle(self) -> None:
        """Paint the map in the present colours."""
        edges = np.quantile(self._map, np.linspace(0, 1, BANDS + 1)[1:-1] ** 1.5)
        self._image = height_map(finer(self._map, FINER), edges)
        self.update()

    def sizeHint(self) -> QSize:
        """Return a square."""
        return QSize(theme.px(SIDE), theme.px(SIDE))

    def minimumSizeHint(self) -> QSize:
        """Return the least square in which paths can be told apart."""
        return QSize(MIN_SIDE, MIN_SIDE)

    # where things lie

    def area(self) -> QRectF:
        """Return the square of the map."""
        side = float(min(self.width(), self.height()))
        return QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)

    def position_of(self, weights: QPointF) -> QPointF:
        """Return where weights lie."""
        area, offset = self.area(), weights - self._centre
        scale = area.width() / (2 * self._reach)
        return area.center() + QPointF(offset.x() * scale, -offset.y() * scale)

    def weights_at(self, position: QPointF) -> QPointF:
        """Return the weights at a point, the nearest on the map if it lies outside."""
        area = self.area()
        scale = 2 * self._reach / max(area.width(), 1.0)
        offset = (position - area.center()) * scale
        bounded = (min(max(value, -self._reach), self._reach) for value in (offset.x(), offset.y()))
        u, v = bounded
        return self._centre + QPointF(u, -v)

    # mouse and keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Move the start to where one clicks."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._move_to(self.weights_at(event.position()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the start."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._move_to(self.weights_at(event.position()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the start with the arrow keys."""
        moves = {
            Qt.Key.Key_Left: (-KEY_STEP, 0.0),
            Qt.Key.Key_Right: (KEY_STEP, 0.0),
            Qt.Key.Key_Up: (0.0, KEY_STEP),
            Qt.Key.Key_Down: (0.0, -KEY_STEP),
        }
        move = moves.get(Qt.Key(event.key()))
        if move is None:
            super().keyPressEvent(event)
        else:
            self._move_to(self.weights_at(self.position_of(self.start + QPointF(*move))))

    def _move_to(self, start: QPointF) -> None:
        self.start = start
        self.update()
        self.start_moved.emit(start.x(), start.y())

    # painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the map, the paths and the start."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setClipRect(self.area())
        painter.drawImage(self.area(), self._image)
        for path, style in zip(self._paths, self._styles, strict=True):
            self._paint_path(painter, path, style)

        named = theme.colours()
        painter.setPen(QPen(QColor(named.text), LINE))
        painter.setBrush(QColor(named.paper))
        painter.drawEllipse(self.position_of(self.start), DOT, DOT)
        if self.hasFocus():
            painter.setPen(QPen(QColor(named.accent), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.area().adjusted(0.5, 0.5, -0.5, -0.5))

    def _paint_path(self, painter: QPainter, path: "Path", number: int) -> None:
        style = theme.run_style(number)
        shown = path.weights[: self._step + 1].tolist()
        points = [self.position_of(QPointF(u, v)) for u, v in shown]
        pen = QPen(style.colour, LINE)
        if style.dash is not None:
            pen.setDashPattern(list(style.dash))
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(points))

        # where it is, and what it remembers of the gradients before: the way that it would go on
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(style.colour)
        painter.drawEllipse(points[-1], DOT - 1, DOT - 1)
        if path.memories is not None and len(points) > 1:
            longest = float(np.linalg.norm(path.memories, axis=1).max())
            u, v = (-path.memories[len(points) - 1] / max(longest, 1e-12)).tolist()
            painter.setPen(QPen(style.colour, LINE))
            painter.drawLine(points[-1], points[-1] + QPointF(u * ARROW, -v * ARROW))
