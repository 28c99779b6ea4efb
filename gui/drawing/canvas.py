"""A sheet of paper for a digit: drawn with mouse, tablet or keyboard, or dropped as a picture."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDropEvent,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPointingDevice,
    QTabletEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.data.ink import StrokePoint
from gui.drawing.several_digits import Mark, paint_marks
from gui.drawing.stroke_painter import paint_strokes
from gui.style import theme
from gui.widgets.images import holds_picture, picture_in
from gui.widgets.panel import Panel
from gui.widgets.plain_text import plain_tip

# pen widths as shares of the canvas's side
MIN_WIDTH = 0.03
DEFAULT_WIDTH = 0.075
MAX_WIDTH = 0.16

# how far an arrow key moves the cursor, as shares of the side, without and with Shift
KEY_STEP = 1 / 56
LONG_KEY_STEP = 1 / 14
ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


MAX_UNDONE = 200  # changes that can be undone


@dataclass(frozen=True)
class _Content:
    """What is on the paper at one time."""

    strokes: tuple[list[StrokePoint], ...]
    picture: QImage
    origin: object


class Canvas(Panel):
    """Strokes in coordinates of the canvas itself, so they survive a change of its size.

    Signals:
        strokes_changed(): something was drawn, undone or cleared.
        picture_given(object): a `Path`, the bytes of a picture or a `QImage` was dropped.
    """

    strokes_changed = Signal()
    picture_given = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._strokes: list[list[StrokePoint]] = []
        self._picture = QImage()
        self._origin: object = None
        self._earlier: list[_Content] = []
        self._undone: list[_Content] = []
        self._is_drawing = False
        self._marks: Sequence[Mark] = ()
        # of the keyboard, as shares of the paper; None while it is not in use
        self._cursor: QPointF | None = None
        self._is_key_pen_down = False
        self._hint = ""
        self._is_for_digits = True
        self.pen_width = DEFAULT_WIDTH

        self.setAcceptDrops(True)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setMinimumSize(120, 120)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.retranslate()

    def strokes(self) -> list[list[StrokePoint]]:
        """Return what is drawn, stroke by stroke."""
        return self._strokes

    @property
    def origin(self) -> object:
        """What the picture shows, as given with it; None for strokes."""
        return self._origin

    @property
    def can_undo(self) -> bool:
        """Whether there is a change to undo."""
        return bool(self._earlier)

    @property
    def can_redo(self) -> bool:
        """Whether there is an undone change."""
        return bool(self._undone)

    def undo(self) -> None:
        """Take back the last stroke, also while it is being drawn, or the last clearing."""
        self._lift()
        if self._earlier:
            self._undone.append(self._content())
            self._recall(self._earlier.pop())

    def redo(self) -> None:
        """Do again what was undone last."""
        self._lift()
        if self._undone:
            self._earlier.append(self._content())
            self._recall(self._undone.pop())

    def _content(self) -> _Content:
        return _Content(tuple(self._strokes), self._picture, self._origin)

    def _recall(self, content: _Content) -> None:
        self._strokes = list(content.strokes)
        self._picture, self._origin = content.picture, content.origin
        self._announce_change()

    def _remember(self) -> None:
        """Remember what is on the paper, before it changes; what was undone is forgotten."""
        earlier = self._earlier
        if not self._picture.isNull():  # a photograph is large: only the last one is remembered
            earlier = [before for before in earlier if before.picture.isNull()]
        self._earlier = [*earlier, self._content()][-MAX_UNDONE:]
        self._undone = []

    def clear(self) -> None:
        """Remove strokes and picture."""
        self._lift()
        if self._strokes or not self._picture.isNull():
            self._remember()
            self._strokes = []
            self._picture, self._origin = QImage(), None
            self._announce_change()

    def show_picture(self, ink: QImage, origin: object = None) -> None:
        """Show ink, white on black, instead of strokes, until something is drawn or cleared.

        Args:
            origin: what the picture shows; it comes back with the picture when that is undone to.
        """
        self._lift()
        self._remember()
        self._strokes = []
        self._origin = origin
        self._picture = QImage(ink)
        self._picture.convertTo(QImage.Format.Format_Grayscale8)
        self._announce_change()

    def set_marks(self, marks: Sequence[Mark]) -> None:
        """Mark digits on the paper."""
        if marks or self._marks:
            self._marks = marks
            self.update()

    def _lift(self) -> None:
        self._is_drawing = False
        self._is_key_pen_down = False

    def _announce_change(self) -> None:
        self.update()
        self.strokes_changed.emit()

    def _paper(self) -> QRectF:
        side = min(self.width(), self.height())
        return QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)

    def _begin(self, position: QPointF, pressure: float) -> None:
        self._is_drawing = True
        self._remember()
        self._picture, self._origin = QImage(), None
        self._strokes.append([self._point(position, pressure)])
        self._announce_change()

    def _extend_stroke(self, position: QPointF, pressure: float) -> None:
        if self._is_drawing:
            self._strokes[-1].append(self._point(position, pressure))
            self._announce_change()

    def _move_cursor(self, right: int, down: int, step: float) -> None:
        before = self._cursor or QPointF(0.5, 0.5)
        x, y = before.x() + right * step, before.y() + down * step
        self._cursor = QPointF(min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0))
        if self._is_key_pen_down:
            self._extend_stroke(self._cursor_position(), 1.0)
        self.update()

    def _toggle_key_pen(self) -> None:
        self._cursor = self._cursor or QPointF(0.5, 0.5)
        if self._is_key_pen_down:
            self._lift()
        else:
            self._begin(self._cursor_position(), 1.0)
            self._is_key_pen_down = True
        self.update()

    def _cursor_position(self) -> QPointF:
        assert self._cursor is not None
        paper = self._paper()
        return QPointF(
            paper.x() + self._cursor.x() * paper.width(),
            paper.y() + self._cursor.y() * paper.height(),
        )

    def _point(self, position: QPointF, pressure: float) -> StrokePoint:
        paper = self._paper()
        width = self.pen_width * pressure
        return StrokePoint(
            (position.x() - paper.x()) / paper.width(),
            (position.y() - paper.y()) / paper.height(),
            width,
        )

    def set_for_digits(self, is_for_digits: bool) -> None:
        """Set whether the networks read digits or something else."""
        self._is_for_digits = is_for_digits
        self.retranslate()

    def retranslate(self) -> None:
        """Renew the hint on the empty paper."""
        if self._is_for_digits:
            name = self.tr("Canvas for drawing a digit")
            self._hint = self.tr("Draw a digit here")
        else:
            name = self.tr("Canvas for drawing")
            self._hint = self.tr("Draw here")
        self.setAccessibleName(name)

        keys = self.tr(
            "With the keyboard: arrow keys move the pen, faster with Shift; Space puts it down "
            "and lifts it."
        )
        self.setAccessibleDescription(keys)
        self.setToolTip(plain_tip("\n".join((self.tr("Draw here, or drop a picture."), keys))))
        self.update()

    def heightForWidth(self, width: int) -> int:
        """Keep the paper square."""
        return width

    def sizeHint(self) -> QSize:
        """Return a comfortable size for a mouse."""
        return QSize(200, 200)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a stroke with the left button."""
        if event.button() is Qt.MouseButton.LeftButton and self._paper().contains(event.position()):
            self._cursor = None
            self._lift()
            self._begin(event.position(), 1.0)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Extend the stroke while the button is held."""
        self._extend_stroke(event.position(), 1.0)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the stroke."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._is_drawing = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the pen with the arrow keys, put it down and lift it with Space."""
        arrow = ARROWS.get(Qt.Key(event.key()))
        harmless = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        is_shortcut = bool(event.modifiers() & ~harmless)

        if arrow is not None and not is_shortcut:
            is_fast = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._move_cursor(*arrow, LONG_KEY_STEP if is_fast else KEY_STEP)
        elif event.key() == Qt.Key.Key_Space and not is_shortcut:
            if not event.isAutoRepeat():
                self._toggle_key_pen()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the pen is when the focus comes by the Tab key."""
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self._cursor = self._cursor or QPointF(0.5, 0.5)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Lift the keyboard's pen."""
        super().focusOutEvent(event)
        if self._is_key_pen_down:
            self._lift()
        self.update()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept pictures and files."""
        if holds_picture(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take a picture instead of a drawing."""
        picture = picture_in(event.mimeData())
        if picture is not None:
            event.acceptProposedAction()
            self.picture_given.emit(picture)

    def tabletEvent(self, event: QTabletEvent) -> None:
        """Draw wider where a tablet's pen is pressed harder; undo with its eraser."""
        capabilities = event.pointingDevice().capabilities()
        feels_pressure = bool(capabilities & QPointingDevice.Capability.Pressure)
        pressure = 0.4 + 1.2 * event.pressure() if feels_pressure else 1.0

        kind = event.type()
        if kind is QTabletEvent.Type.TabletPress:
            if event.pointerType() is QPointingDevice.PointerType.Eraser:
                self.undo()
            else:
                self._begin(event.position(), pressure)
        elif kind is QTabletEvent.Type.TabletMove:
            self._extend_stroke(event.position(), pressure)
        else:
            self._is_drawing = False
        event.accept()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint paper, picture or hint, strokes and cursor."""
        named = theme.colours()
        paper = self._paper()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(named.line))
        painter.setBrush(QColor(named.paper))
        painter.drawRoundedRect(paper.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)

        if not self._picture.isNull():
            self._paint_picture(painter, paper)
        elif not self._strokes:
            painter.setPen(QColor(named.quiet))
            painter.drawText(
                paper, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._hint
            )
        paint_strokes(painter, paper, self._strokes)
        paint_marks(painter, paper, self._marks, self.font())
        if self._cursor is not None and self.hasFocus():
            self._paint_cursor(painter)

    def _paint_cursor(self, painter: QPainter) -> None:
        """Paint a cross in a ring as wide as the pen, filled while the pen is down."""
        accent = QColor(theme.colours().accent)
        centre = self._cursor_position()
        radius = max(3.0, self.pen_width * self._paper().width() / 2)
        painter.setPen(QPen(accent, 1.5))
        painter.setBrush(accent if self._is_key_pen_down else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(centre, radius, radius)

        near, far = radius + 1, radius + 6
        for x, y in ARROWS.values():
            direction = QPointF(x, y)
            painter.drawLine(centre + direction * near, centre + direction * far)

    def _paint_picture(self, painter: QPainter, paper: QRectF) -> None:
        named = theme.colours()
        shown = QImage(self._picture.size(), QImage.Format.Format_ARGB32)
        shown.fill(QColor(named.text))
        shown.setAlphaChannel(self._picture)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(paper.adjusted(1, 1, -1, -1), shown)
