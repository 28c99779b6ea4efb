"""The square of the plane in which points are set, moved and removed."""

import numpy as np
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from core.data.points import Points
from gui.plane.plane_chart import PlaneChart
from gui.style import theme
from gui.style.classes import MarkerPainter

CATCH = 8  # pixels from a point at which it can be caught
KEY_STEP, FINE_KEY_STEP = 0.05, 0.01  # of the cursor that the arrow keys move
CAUGHT = 1.3  # size of a marker that is dragged, relative to the others


class PointsChart(PlaneChart):
    """Where it can be edited, a click sets a point, a drag moves one, a right click removes one.

    With the keys a cursor is moved; Space sets a point there, and Delete removes it.

    Signals:
        point_added(float, float): at these coordinates.
        point_moved(int, float, float): the training point with this index, to there.
        point_removed(int): the training point with this index.
    """

    point_added = Signal(float, float)
    point_moved = Signal(int, float, float)
    point_removed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_editable = False
        self._dragged_to: QPointF | None = None  # the position of the point that is dragged
        self._grip = QPointF()  # from there to the pointer
        self._cursor = 0.0, 0.0  # the coordinates that the keys change

    def set_editable(self, is_editable: bool) -> None:
        """Let points be set, or only looked at."""
        if is_editable == self._is_editable:
            return
        self._is_editable = is_editable
        self._let_go()
        shape = Qt.CursorShape.CrossCursor if is_editable else Qt.CursorShape.ArrowCursor
        self.setCursor(shape)
        policy = Qt.FocusPolicy.StrongFocus if is_editable else Qt.FocusPolicy.NoFocus
        self.setFocusPolicy(policy)
        self.update()

    def show_points(self, points: Points | None) -> None:
        """Show these points; one that was dragged is among them."""
        if points is not self.shown_points:
            self._let_go()
        super().show_points(points)

    def point_at(self, position: QPointF) -> int | None:
        """Return the index of the training point at a position, the nearest of several."""
        points = self.shown_points
        if points is None or not len(points.train_x):
            return None
        offsets = self._positions(points.train_x.astype(np.float64)) - position.toTuple()
        distances = np.hypot(offsets[:, 0], offsets[:, 1])
        nearest = int(distances.argmin())
        return nearest if distances[nearest] <= theme.px(CATCH) else None

    def _catch(self, index: int | None, position: QPointF | None) -> None:
        self._hidden_point, self._dragged_to, self._markers = index, position, None
        self.update()

    def _let_go(self) -> None:
        if self._hidden_point is not None:
            self._catch(None, None)

    # mouse and keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Catch the point under the pointer, set one where there is none, or remove it."""
        position = event.position()
        if not self._is_editable or not self.area().contains(position):
            super().mousePressEvent(event)
            return

        index = self.point_at(position)
        is_left = event.button() is Qt.MouseButton.LeftButton
        if is_left and index is not None and self.shown_points is not None:
            there = self.position_of(*self.shown_points.train_x[index].tolist())
            self._grip = position - there
            self._catch(index, there)
        elif is_left:
            self._cursor = self.coordinates_at(position)
            self.point_added.emit(*self._cursor)
        elif event.button() is Qt.MouseButton.RightButton and index is not None:
            self.point_removed.emit(index)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the point that is held."""
        if self._dragged_to is not None:
            self._dragged_to = event.position() - self._grip
            self.update()
        elif self._is_editable:
            is_over = self.point_at(event.position()) is not None
            shapes = Qt.CursorShape
            self.setCursor(shapes.PointingHandCursor if is_over else shapes.CrossCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Leave the point where it was dragged to; a click alone does not move it."""
        index, points, there = self._hidden_point, self.shown_points, self._dragged_to
        is_left = event.button() is Qt.MouseButton.LeftButton
        if index is None or points is None or there is None or not is_left:
            return
        before = self.position_of(*points.train_x[index].tolist())
        if (there - before).manhattanLength() < 1:
            self._let_go()
        else:
            self.point_moved.emit(index, *self.coordinates_at(there))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the cursor with the arrow keys; set a point with Space, remove it with Delete."""
        is_fine = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        step = FINE_KEY_STEP if is_fine else KEY_STEP
        moves = {
            Qt.Key.Key_Left: (-step, 0.0),
            Qt.Key.Key_Right: (step, 0.0),
            Qt.Key.Key_Up: (0.0, step),
            Qt.Key.Key_Down: (0.0, -step),
        }
        key, (x, y) = Qt.Key(event.key()), self._cursor
        index = self.point_at(self.position_of(x, y))
        if self._is_editable and key in moves:
            across, up = moves[key]
            self._cursor = self.coordinates_at(self.position_of(x + across, y + up))
            self.update()
        elif self._is_editable and key == Qt.Key.Key_Space and index is None:
            self.point_added.emit(x, y)
        elif self._is_editable and key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._remove(index)
        else:
            super().keyPressEvent(event)

    def _remove(self, at_cursor: int | None) -> None:
        """Remove the point under the pointer, or otherwise the one at the cursor."""
        under = None
        if self.underMouse():
            under = self.point_at(QPointF(self.mapFromGlobal(self.cursor().pos())))
        index = at_cursor if under is None else under
        if index is not None:
            self.point_removed.emit(index)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the cursor."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the cursor."""
        super().focusOutEvent(event)
        self.update()

    def paint_above(self, painter: QPainter) -> None:
        """Paint the point that is dragged, and the cursor of the keys."""
        if self._hidden_point is not None and self._dragged_to is not None and self.shown_points:
            label = int(self.shown_points.train_y[self._hidden_point])
            there = self.position_of(*self.coordinates_at(self._dragged_to))
            radius = CAUGHT * self.radius(len(self.shown_points.train_x))
            MarkerPainter(label, radius).paint(painter, there, is_filled=True)

        if self._is_editable and self.hasFocus():
            there, arm = self.position_of(*self._cursor), theme.px(CATCH)
            painter.setPen(QPen(QColor(theme.colours().text), 1))
            painter.drawLine(there - QPointF(arm, 0), there + QPointF(arm, 0))
            painter.drawLine(there - QPointF(0, arm), there + QPointF(0, arm))
