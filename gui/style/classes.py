"""The colours and shapes of classes in the plane and on maps.

No run and no sign has these colours. Indigo and yellow, the first two, differ in lightness, so that
everybody can distinguish them; the first five classes also differ in shape. Ten classes, such as
the digits, have a colour each. Of up to 50 classes, no two have the same colour and shape; digits
that are alike (4 and 9, 3 and 8) differ in both.
"""

from math import cos, pi, sin

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen

from gui.style import theme
from gui.style.swatches import blank

ON_LIGHT = (
    *("#1f3a93", "#e6c700", "#d0104c", "#8a8f98", "#5c3a21"),
    *("#876c09", "#e19051", "#1b6c6c", "#7e87fc", "#fc87bd"),
)
ON_DARK = (
    *("#4f74ff", "#ffe14d", "#ff4d6d", "#a0a8b0", "#8c6239"),
    *("#b49009", "#fcc6bd", "#abfcfc", "#fc7ef3", "#bd1b48"),
)
SHAPE_STEP = 1  # by which shapes are shifted after five classes
MARKER = 4.0  # radius of a point's marker, in pixels
RING = 0.45  # width of a hollow marker's ring, as a share of its radius
WRONG_RING = 1.9  # radius of the ring around a point with a wrong label, relative to its marker
ICON = QSize(14, 14)
WRONG_ICON_RADIUS = 2.8  # of a marker in an icon, with space for the ring

# corners of each shape but the first, which is a disc, and by how much of a turn it is rotated
_SHAPES = ((0, 0.0), (4, 0.125), (3, 0.25), (4, 0.0), (3, -0.25))
_EQUAL_AREA = {0: 1.0, 3: 1.45, 4: 1.2}  # radius of a shape that looks as large as a disc


def class_colour(label: int) -> QColor:
    """Return the colour of the class with this label; after ten they repeat."""
    colours = ON_DARK if theme.is_dark() else ON_LIGHT
    return QColor(colours[label % len(colours)])


def marker(label: int, radius: float) -> QPainterPath:
    """Return the shape of a class around (0, 0)."""
    corners, turn = _SHAPES[(label + SHAPE_STEP * (label // len(_SHAPES))) % len(_SHAPES)]
    size = radius * _EQUAL_AREA[corners]
    path = QPainterPath()
    if not corners:
        path.addEllipse(QPointF(), size, size)
        return path

    angles = [2 * pi * (turn + corner / corners) for corner in range(corners)]
    path.moveTo(size * cos(angles[0]), -size * sin(angles[0]))
    for angle in angles[1:]:
        path.lineTo(size * cos(angle), -size * sin(angle))
    path.closeSubpath()
    return path


class MarkerPainter:
    """Paints the markers of one class: filled for training points, hollow for test points."""

    def __init__(self, label: int, radius: float = MARKER) -> None:
        named = theme.colours()
        self._colour, self._paper = class_colour(label), QColor(named.paper)
        self._outline = QPen(QColor(named.text if not theme.is_dark() else named.paper), 1)
        self._shape = marker(label, radius)
        self._hole = marker(label, radius * (1 - RING))

    def paint(self, painter: QPainter, centre: QPointF, *, is_filled: bool) -> None:
        """Paint one marker, with an outline that is seen on every ground."""
        painter.setPen(self._outline)
        painter.setBrush(self._colour)
        painter.drawPath(self._shape.translated(centre))
        if not is_filled:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._paper)
            painter.drawPath(self._hole.translated(centre))


def paint_wrong_ring(painter: QPainter, centre: QPointF, radius: float) -> None:
    """Paint a ring around the marker (of this radius) of a point whose label is wrong.

    A halo separates it from the ground, whatever that is.
    """
    named = theme.colours()
    ring = WRONG_RING * radius
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in ((named.paper, 3.5), (named.wrong, 1.8)):
        painter.setPen(QPen(QColor(colour), width * theme.line_zoom()))
        painter.drawEllipse(centre, ring, ring)


def marker_icon(label: int, *, is_filled: bool = True, is_wrong: bool = False) -> QIcon:
    """Return a class's marker as an icon, on request with the ring of a wrong label."""
    pixmap = blank(ICON)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    centre = QPointF(ICON.width() / 2, ICON.height() / 2)
    radius = MARKER if not is_wrong else WRONG_ICON_RADIUS
    if is_wrong:
        paint_wrong_ring(painter, centre, radius)
    MarkerPainter(label, radius).paint(painter, centre, is_filled=is_filled)
    painter.end()
    return QIcon(pixmap)
