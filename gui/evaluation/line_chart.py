"""A small chart of shares: a few points in a row for each run, joined by its line."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.style import theme
from gui.widgets.plain_text import show_tip

DOT = 3.0  # default radius of a point
LINE = 2.0
GRID = (0.0, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True)
class Point:
    """One point of a curve.

    Attributes:
        y: a share, 0 to 1.
        tip: its tool tip.
        interval: of `y`; drawn as a whisker.
        radius: in pixels.
    """

    x: float
    y: float
    tip: str
    interval: tuple[float, float] | None = None
    radius: float = DOT


@dataclass(frozen=True)
class Curve:
    """Points from left to right, and the style of their run.

    Attributes:
        width: of the line, in pixels.
    """

    style: theme.RunStyle
    points: Sequence[Point]
    width: float = LINE


@dataclass(frozen=True)
class XScale:
    """The horizontal axis: its ends, and its ticks with their labels."""

    low: float
    high: float
    ticks: Sequence[tuple[float, str]]


class LineChart(QWidget):
    """Curves between 0 and 100 %, with the names of both axes if they have any.

    Args:
        shows_diagonal: whether a faint line marks where both axes agree.
    """

    def __init__(
        self, scale: XScale, parent: QWidget | None = None, *, shows_diagonal: bool = False
    ) -> None:
        super().__init__(parent)
        self._scale = scale
        self._shows_diagonal = shows_diagonal
        self._x_name = self._y_name = ""
        self.curves: Sequence[Curve] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def set_names(self, x: str, y: str) -> None:
        """Set the names of the axes."""
        self._x_name, self._y_name = x, y
        self.update()

    def set_scale(self, scale: XScale) -> None:
        """Replace the horizontal axis."""
        self._scale = scale
        self.update()

    def show_curves(self, curves: Sequence[Curve]) -> None:
        """Replace the curves."""
        self.curves = curves
        self.update()

    def sizeHint(self) -> QSize:
        """Return a size of which four fit into the window's middle, or the least height if set."""
        return QSize(300, self.minimumHeight() or 200)

    def minimumSizeHint(self) -> QSize:
        """Return a small size at which the axes can still be read, or the least height if set."""
        return QSize(170, self.minimumHeight() or 140)

    def _line_height(self) -> int:
        return self.fontMetrics().height()

    def _area(self) -> QRectF:
        line = self._line_height()
        left = self.fontMetrics().horizontalAdvance("100%") + theme.STEP
        last = self._scale.ticks[-1][1] if self._scale.ticks else ""
        right = max(theme.PADDING, self.fontMetrics().horizontalAdvance(last) // 2)
        top = 1.5 * line if self._y_name else 0.5 * line
        bottom = 2.5 * line if self._x_name else 1.5 * line
        return QRectF(self.rect()).adjusted(left, top + theme.STEP, -right, -bottom)

    def position_of(self, point: Point) -> QPointF:
        """Return the position at which a point is painted."""
        area, scale = self._area(), self._scale
        share = (point.x - scale.low) / (scale.high - scale.low)
        return QPointF(area.left() + share * area.width(), area.bottom() - point.y * area.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the axes, then the curves, the first of them lowest."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.sized(self.font(), theme.TEXT))
        self._paint_grid(painter)
        self._paint_names(painter)
        if self._shows_diagonal:
            self._paint_diagonal(painter)
        for curve in self.curves:
            self._paint_curve(painter, curve)

    def _paint_grid(self, painter: QPainter) -> None:
        """Paint lines at shares, with fewer labels where there is little room, and the ticks."""
        named = theme.colours()
        area, line = self._area(), self._line_height()
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for share in GRID:
            y = area.bottom() - share * area.height()
            painter.setPen(QPen(QColor(named.line), 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            if area.height() > 4.5 * line or share in (0.0, 0.5, 1.0):
                label = QRectF(0, y - line / 2, area.left() - theme.STEP, line)
                painter.setPen(QColor(named.quiet))
                painter.drawText(label, right, f"{share:.0%}")

        for x, text in self._scale.ticks:
            top_left = self.position_of(Point(x, 0, "")) + QPointF(-30, 0.4 * line)
            label = QRectF(top_left, QSize(60, line).toSizeF())
            painter.drawText(label, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_names(self, painter: QPainter) -> None:
        area, line = self._area(), self._line_height()
        below = QRectF(area.left(), area.bottom() + 1.4 * line, area.width(), line)
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, self._x_name)
        above = QRectF(0, 0, self.width(), line)
        painter.drawText(above, Qt.AlignmentFlag.AlignLeft, self._y_name)

    def _paint_diagonal(self, painter: QPainter) -> None:
        painter.setPen(QPen(QColor(theme.colours().quiet), 1, Qt.PenStyle.DashLine))
        ends = (max(0.0, self._scale.low), min(1.0, self._scale.high))
        painter.drawLine(*(self.position_of(Point(end, end, "")) for end in ends))

    def _paint_curve(self, painter: QPainter, curve: Curve) -> None:
        pen = QPen(curve.style.colour, curve.width)
        if curve.style.dash is not None:
            pen.setDashPattern(list(curve.style.dash))
        painter.setPen(pen)
        positions = [self.position_of(point) for point in curve.points]
        painter.drawPolyline(positions)

        # whiskers
        painter.setPen(QPen(curve.style.colour, 1.2))
        for point in curve.points:
            if point.interval is not None:
                ends = (self.position_of(Point(point.x, end, "")) for end in point.interval)
                painter.drawLine(*ends)

        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(curve.style.colour)
        for point, position in zip(curve.points, positions, strict=True):
            painter.drawEllipse(position, point.radius, point.radius)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def tips_at(self, x: float) -> list[str]:
        """Return the tool tip of each curve's point that is nearest to `x`, in pixels."""
        tips = []
        for curve in self.curves:
            nearest = min(
                curve.points, key=lambda point: abs(self.position_of(point).x() - x), default=None
            )
            if nearest is not None:
                tips.append(nearest.tip)
        return tips

    def event(self, event: QHelpEvent) -> bool:  # type: ignore[override]
        """Show the numbers of the points near the pointer."""
        if event.type() is QHelpEvent.Type.ToolTip:
            show_tip(event.globalPos(), "\n".join(self.tips_at(event.pos().x())), self)
            return True
        return super().event(event)
