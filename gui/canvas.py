"""A sheet of paper to draw a digit on, with mouse or tablet."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QPointingDevice, QTabletEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.ink import StrokePoint
from gui import theme
from gui.panel import Panel

THINNEST, USUAL, THICKEST = 0.03, 0.075, 0.16  # pen widths as shares of the canvas's side


class Canvas(Panel):
    """Strokes in coordinates of the canvas itself, so they survive a change of its size.

    Signals:
        strokes_changed(): something was drawn, undone or cleared.
    """

    strokes_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._strokes: list[list[StrokePoint]] = []
        self._picture = QImage()
        self._is_drawing = False
        self._hint = ""
        self.pen_width = USUAL
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setMinimumSize(120, 120)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.retranslate()

    def strokes(self) -> list[list[StrokePoint]]:
        """What is drawn, stroke by stroke."""
        return self._strokes

    def undo(self) -> None:
        """Take the last stroke back, also while it is being drawn."""
        self._is_drawing = False
        if self._strokes:
            self._strokes.pop()
            self._tell()

    def clear(self) -> None:
        """Take everything away."""
        self._is_drawing = False
        if self._strokes or not self._picture.isNull():
            self._strokes = []
            self._picture = QImage()
            self._tell()

    def show_picture(self, ink: QImage) -> None:
        """Show ink, white on black, in place of strokes, until something is drawn or cleared."""
        self._is_drawing = False
        self._strokes = []
        self._picture = QImage(ink)
        self._picture.convertTo(QImage.Format.Format_Grayscale8)
        self._tell()

    def _tell(self) -> None:
        self.update()
        self.strokes_changed.emit()

    def _paper(self) -> QRectF:
        side = min(self.width(), self.height())
        return QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)

    def _begin(self, position: QPointF, pressure: float) -> None:
        self._is_drawing = True
        self._picture = QImage()
        self._strokes.append([self._point(position, pressure)])
        self._tell()

    def _go_on(self, position: QPointF, pressure: float) -> None:
        if self._is_drawing:
            self._strokes[-1].append(self._point(position, pressure))
            self._tell()

    def _point(self, position: QPointF, pressure: float) -> StrokePoint:
        paper = self._paper()
        width = self.pen_width * pressure
        return StrokePoint(
            (position.x() - paper.x()) / paper.width(), (position.y() - paper.y()) / paper.height(), width
        )

    def retranslate(self) -> None:
        """The hint on the empty paper."""
        self._hint = self.tr("Draw a digit here")
        self.setAccessibleName(self.tr("Canvas for drawing a digit"))
        self.update()

    def heightForWidth(self, width: int) -> int:
        """The paper is square."""
        return width

    def sizeHint(self) -> QSize:
        """A comfortable size for a mouse."""
        return QSize(200, 200)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The left button begins a stroke."""
        if event.button() is Qt.MouseButton.LeftButton and self._paper().contains(event.position()):
            self._begin(event.position(), 1.0)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The stroke goes on while the button is held."""
        self._go_on(event.position(), 1.0)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The stroke ends."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._is_drawing = False

    def tabletEvent(self, event: QTabletEvent) -> None:
        """A tablet's pen draws wider where it is pressed harder; its eraser takes strokes back."""
        kind = event.type()
        pressure = 0.4 + 1.2 * event.pressure()
        if kind is QTabletEvent.Type.TabletPress:
            if event.pointerType() is QPointingDevice.PointerType.Eraser:
                self.undo()
            else:
                self._begin(event.position(), pressure)
        elif kind is QTabletEvent.Type.TabletMove:
            self._go_on(event.position(), pressure)
        else:
            self._is_drawing = False
        event.accept()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paper, hint and strokes."""
        named, paper = theme.colours(), self._paper()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(named.line))
        painter.setBrush(QColor(named.paper))
        painter.drawRoundedRect(paper.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        if not self._picture.isNull():
            self._paint_picture(painter, paper)
        elif not self._strokes:
            painter.setPen(QColor(named.quiet))
            painter.drawText(paper, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._hint)
        painter.setClipRect(paper)
        painter.translate(paper.topLeft())
        painter.scale(paper.width(), paper.height())
        for stroke in self._strokes:
            for before, point in zip([stroke[0], *stroke], stroke, strict=False):
                width = (before.width + point.width) / 2
                painter.setPen(QPen(QColor(named.text), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
                painter.drawLine(QPointF(before.x, before.y), QPointF(point.x, point.y + 1e-6))

    def _paint_picture(self, painter: QPainter, paper: QRectF) -> None:
        named = theme.colours()
        shown = QImage(self._picture.size(), QImage.Format.Format_ARGB32)
        shown.fill(QColor(named.text))
        shown.setAlphaChannel(self._picture)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(paper.adjusted(1, 1, -1, -1), shown)
