"""The map of one layer: a marker for each test image, and a star for the drawing."""

from math import cos, isfinite, pi, sin
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.config.catalogue import SIDE
from gui.geometry.names_apart import apart
from gui.style import theme
from gui.style.classes import class_colour, marker
from gui.style.swatches import blank
from gui.widgets.images import grey_image

if TYPE_CHECKING:
    from core.geometry.activation_map import ActivationMap

RADIUS = 2.6  # of a marker, in pixels
MISREAD = 1.3  # times as large is the marker of an image that the network misreads
OPACITY, FAINT = 0.85, 0.1  # of markers, and of those of other classes than the chosen one
MARGIN = 0.05  # of the side, around all markers
STAR, NOTCH, POINTS = 14.0, 0.42, 5  # radius of the star, of its inner corners, their number
IMAGE = 2 * SIDE  # pixels along the side of an image
RING = 8.0  # radius of the ring around the picked image
HALO = 3.0  # width of the paper around a class's name
REACH = 10.0  # pixels from the pointer within which an image is picked
MIN_SIZE = QSize(38 * theme.STEP, 28 * theme.STEP)
WIDE = 60 * theme.STEP  # the width from which on classes have larger names
MAX_NAMED = 12  # classes whose names stand on the map unless one is chosen
MAX_LETTERS = 12  # of a class's name on the map
STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class MapChart(QWidget):
    """Paints a map; an image is seen next to its marker when the pointer comes to it.

    A click, or an arrow key, picks it.

    Attributes:
        picked: the number of the picked image among those of the map; None if none is.
        chosen: the class that stands out; None for all alike.

    Signals:
        image_picked(int): the image with this number; -1 for none any more.
    """

    image_picked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._map: ActivationMap | None = None
        self._star: QPointF | None = None  # on the map
        self._middle, self._scale = QPointF(), 1.0  # of the map; pixels for each of its units
        self._places = np.zeros((0, 2))  # of the images, in pixels
        self._dots = QPixmap()
        self.picked: int | None = None
        self.chosen: int | None = None
        self._pointed: int | None = None  # the image under the pointer
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_map(self, shown: "ActivationMap | None") -> None:
        """Show a map; None, or that of a network that has diverged, leaves it empty."""
        before = self._map
        self._map = shown if shown is not None and shown.is_defined else None
        is_same = before is not None and self._map is not None and before.sample is self._map.sample
        if not is_same:
            self.picked = None
        self._pointed = None
        self._arrange()

    def show_star(self, position: tuple[float, float] | None) -> None:
        """Show where the drawing lies on the map; None without one."""
        is_known = position is not None and all(map(isfinite, position))
        self._star = QPointF(*position) if is_known and position is not None else None
        self.update()

    def choose(self, label: int | None) -> None:
        """Let one class stand out, or none."""
        if label != self.chosen:
            self.chosen = label
            self._paint_dots()

    def pick(self, number: int | None) -> None:
        """Mark an image, or none, without a signal."""
        self.picked = number
        self.update()

    def sizeHint(self) -> QSize:
        """Return the least size; the map takes what there is."""
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        """Return the least size in which clouds can be told apart."""
        return QSize(theme.px(MIN_SIZE.width()), theme.px(MIN_SIZE.height()))

    # where things lie

    def position_of(self, x: float, y: float) -> QPointF:
        """Return where a point of the map lies; one outside of it at the nearest edge."""
        offset = (QPointF(x, y) - self._middle) * self._scale
        centre = QRectF(self.rect()).center()
        left, top = STAR, STAR
        return QPointF(
            min(max(centre.x() + offset.x(), left), self.width() - left),
            min(max(centre.y() - offset.y(), top), self.height() - top),
        )

    def image_at(self, position: QPointF) -> int | None:
        """Return the number of the image next to a point; None if there is none."""
        if not len(self._places):
            return None
        distances = np.hypot(*(self._places - np.array([position.x(), position.y()])).T)
        if self.chosen is not None and self._map is not None:
            distances[self._map.sample.labels != self.chosen] = np.inf
        nearest = int(distances.argmin())
        return nearest if distances[nearest] <= REACH else None

    def _arrange(self) -> None:
        """Fit all images into the widget, with the same scale in both directions."""
        self._places = np.zeros((0, 2))
        if self._map is not None:
            points = self._map.positions.astype(np.float64)
            low, high = points.min(axis=0), points.max(axis=0)
            self._middle = QPointF(*((low + high) / 2).tolist())
            extent = np.maximum(high - low, 1e-12) * (1 + 2 * MARGIN)
            self._scale = float((np.array([self.width(), self.height()]) / extent).min())
            centre = QRectF(self.rect()).center()
            offsets = (points - (low + high) / 2) * [self._scale, -self._scale]
            self._places = offsets + np.array([centre.x(), centre.y()])
        self._paint_dots()

    # mouse and keys

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Pick the image under a click, or none."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._pick(self.image_at(event.position()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pick the next image with the arrow keys: of the chosen class, if there is one."""
        step = STEPS.get(Qt.Key(event.key()))
        if step is None or self._map is None:
            super().keyPressEvent(event)
            return
        labels = self._map.sample.labels
        numbers = list(range(len(labels)))
        if self.chosen is not None:
            numbers = np.flatnonzero(labels == self.chosen).tolist() or numbers
        index = 0
        if self.picked is not None and self.picked in numbers:
            index = numbers.index(self.picked) + step
        self._pick(numbers[index % len(numbers)])

    def _pick(self, number: int | None) -> None:
        self.pick(number)
        self.image_picked.emit(-1 if number is None else number)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show the image whose marker is under the pointer."""
        self._point(self.image_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """Show the picked image again."""
        super().leaveEvent(event)
        self._point(None)

    def _point(self, number: int | None) -> None:
        if number != self._pointed:
            self._pointed = number
            self.update()

    def words_for(self, number: int) -> str:
        """Return the class of an image and what the network reads, in words."""
        assert self._map is not None
        label = self._map.classes[int(self._map.sample.labels[number])]
        answer = self._map.classes[int(self._map.answers[number])]
        if label == answer:
            return self.tr("{label}, read correctly").format(label=label)
        return self.tr("{label}, read as {answer}").format(label=label, answer=answer)

    # painting

    def restyle(self) -> None:
        """Paint the markers in the present colours."""
        self._paint_dots()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the map into the new size."""
        super().resizeEvent(event)
        self._arrange()

    def _paint_dots(self) -> None:
        """Paint all markers and names once; the star and the ring are painted over them."""
        self._dots = QPixmap(self.size() * self.devicePixelRatioF())
        self._dots.setDevicePixelRatio(self.devicePixelRatioF())
        self._dots.fill(QColor(theme.colours().paper))
        if self._map is not None and not self._dots.isNull():
            painter = QPainter(self._dots)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_markers(painter, self._map)
            self._paint_names(painter, self._map)
            painter.end()
        self.update()

    def _paint_markers(self, painter: QPainter, shown: "ActivationMap") -> None:
        """Paint the images, the misread and the chosen ones last."""
        labels = shown.sample.labels
        is_misread = labels != shown.answers
        stands_out = np.ones(len(labels), bool) if self.chosen is None else labels == self.chosen
        for is_front in (False, True):
            for misread in (False, True):
                numbers = np.flatnonzero((stands_out == is_front) & (is_misread == misread))
                opacity = OPACITY if is_front else FAINT
                stamps = {
                    label: _stamp(label, self.devicePixelRatioF(), misread, opacity)
                    for label in np.unique(labels[numbers]).tolist()
                }
                half = _half_side(misread)
                places = (self._places[numbers] - half).tolist()
                # in the order of the sample, so that no class lies above all others
                for (x, y), label in zip(places, labels[numbers].tolist(), strict=True):
                    painter.drawPixmap(QPointF(x, y), stamps[label])

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the map, the ring with its image, and the star."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        named = theme.colours()
        painter.drawPixmap(0, 0, self._dots)
        number = self.picked if self._pointed is None else self._pointed
        if self._map is not None and number is not None:
            self._paint_image(painter, self._map, number)
        if self._map is not None and self._star is not None:
            painter.setBrush(QColor(named.paper))
            painter.setPen(QPen(QColor(named.text), 2))
            painter.drawPolygon(star(self.position_of(self._star.x(), self._star.y()), STAR))

        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(named.accent if self.hasFocus() else named.line), 1))
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))

    def _paint_image(self, painter: QPainter, shown: "ActivationMap", number: int) -> None:
        """Paint a ring around an image's marker, and next to it the image with its answer."""
        named = theme.colours()
        place = QPointF(*self._places[number].tolist())
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(named.text), 2))
        painter.drawEllipse(place, RING, RING)

        painter.setFont(theme.sized(self.font(), theme.TEXT))
        metrics = painter.fontMetrics()
        words = metrics.elidedText(
            self.words_for(number), Qt.TextElideMode.ElideMiddle, self.width() - 4 * theme.STEP
        )
        width = max(IMAGE, metrics.horizontalAdvance(words)) + 2 * theme.STEP
        box = QRectF(0, 0, width, IMAGE + metrics.height() + 3 * theme.STEP)
        box.moveTo(self._free_corner(place, box))

        painter.setPen(QPen(QColor(named.groove), 1))
        painter.setBrush(QColor(named.window))
        painter.drawRect(box)
        area = QRectF(box.left() + theme.STEP, box.top() + theme.STEP, IMAGE, IMAGE)
        painter.drawImage(area, grey_image(shown.sample.grey[number]))
        painter.setPen(QColor(named.text))
        below = box.adjusted(theme.STEP, IMAGE + 2 * theme.STEP, 0, -theme.STEP)
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)

    def _free_corner(self, place: QPointF, box: QRectF) -> QPointF:
        """Return where a box next to a marker begins: on the side with more space."""
        distance = RING + theme.STEP
        is_right = place.x() < self.width() / 2
        x = place.x() + distance if is_right else place.x() - distance - box.width()
        y = place.y() - box.height() / 2
        return QPointF(
            min(max(x, theme.STEP), self.width() - box.width() - theme.STEP),
            min(max(y, theme.STEP), self.height() - box.height() - theme.STEP),
        )

    def _paint_names(self, painter: QPainter, shown: "ActivationMap") -> None:
        """Write the name of each class at the middle of its images, or next to it, on a halo."""
        named = theme.colours()
        is_wide = self.width() >= theme.px(WIDE)
        font = QFont(theme.sized(self.font(), theme.TITLE if is_wide else theme.TEXT))
        font.setBold(True)
        few = len(shown.centres) <= MAX_NAMED
        paths, boxes = [], []
        for label, (x, y) in shown.centres.items():
            if label != self.chosen and (self.chosen is not None or not few):
                continue
            path = QPainterPath()
            path.addText(QPointF(), font, shown.classes[label][:MAX_LETTERS])
            box = path.boundingRect()
            paths.append(path.translated(-box.center()))
            boxes.append(box.translated(self.position_of(x, y) - box.center()))
        area = QRectF(self.rect()).adjusted(HALO, HALO, -HALO, -HALO)
        for path, box in zip(paths, apart(boxes, area, HALO), strict=True):
            placed = path.translated(box.center())
            painter.setPen(QPen(QColor(named.paper), 2 * HALO))
            painter.setBrush(QColor(named.paper))
            painter.drawPath(placed)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(named.text))
            painter.drawPath(placed)


def _half_side(is_misread: bool) -> int:
    """Return half the side of the pixmap of a marker."""
    return round(RADIUS * (MISREAD if is_misread else 1) * 1.5 + 2)


def _stamp(label: int, ratio: float, is_misread: bool, opacity: float) -> QPixmap:
    """Return the marker of a class, outlined for a misread image."""
    half = _half_side(is_misread)
    pixmap = blank(QSize(2 * half, 2 * half), ratio)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setOpacity(opacity)
    painter.setBrush(class_colour(label))
    outline = QPen(QColor(theme.colours().text), 1.2)
    painter.setPen(outline if is_misread else QPen(Qt.PenStyle.NoPen))
    radius = RADIUS * (MISREAD if is_misread else 1)
    painter.drawPath(marker(label, radius).translated(QPointF(half, half)))
    painter.end()
    return pixmap


def star(centre: QPointF, radius: float) -> QPolygonF:
    """Return a star around a point."""
    corners = []
    for corner in range(2 * POINTS):
        size = radius * (NOTCH if corner % 2 else 1)
        angle = pi / 2 + pi * corner / POINTS
        corners.append(centre + QPointF(size * cos(angle), -size * sin(angle)))
    return QPolygonF(corners)
