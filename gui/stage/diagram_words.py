"""The words of a diagram: the titles of its layers, and the names of the classes."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap

from core.insight.neurons import Stage
from core.plain_text import printable
from gui.stage.geometry import Geometry
from gui.style import theme
from gui.style.diagram_parts import is_of_vectors, title_of
from gui.style.swatches import blank

BAR = 6  # height of an answer's bar, in pixels
MAX_NAME = 0.4  # of an answer's row, for the name of its class; what is longer is elided
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class DiagramWords:
    """Paints them as one picture, which is made once while they and their places are the same.

    Each call of Qt may have to wait for the threads that train. The bars of the classes are painted
    each time: where pixels of the screen are fractions of the window's, a picture of them might lie
    beside what fills them.

    Attributes:
        bars: the whole bars of the classes listed.
    """

    def __init__(self) -> None:
        self.bars: list[QRectF] = []
        self._made_for: tuple[object, ...] = ()
        self._picture = QPixmap()

    def paint(
        self,
        painter: QPainter,
        boxes: Geometry,
        stages: Sequence[Stage],
        classes: Sequence[str],
        best: int | None,
    ) -> None:
        """Paint them where they belong, in the painter's font.

        Args:
            classes: those that are listed.
            best: the position of the most probable one, which is painted stronger; None for none.
        """
        titles = [title_of(stage) for stage, _ in zip(stages, boxes.layers, strict=False)]
        names = [printable(name) for name in classes]
        if is_of_vectors(painter) or painter.transform().isScaling():
            self._made_for = ()  # nothing is kept, and the bars are others
            self._paint(painter, boxes, titles, names, best)
            return

        ratio = painter.device().devicePixelRatio()
        wanted = boxes, titles, names, best, painter.font(), theme.is_dark(), ratio
        if wanted != self._made_for:
            self._made_for = wanted
            self._picture = blank(boxes.size.toSize(), ratio)
            own = QPainter(self._picture)
            own.setFont(painter.font())
            self._paint(own, boxes, titles, names, best)
            own.end()
        painter.drawPixmap(0, 0, self._picture)

    def _paint(
        self,
        painter: QPainter,
        boxes: Geometry,
        titles: Sequence[str],
        names: Sequence[str],
        best: int | None,
    ) -> None:
        named, metrics = theme.colours(), painter.fontMetrics()
        painter.setPen(QColor(named.quiet))
        for title, box in zip(titles, boxes.layers, strict=True):
            elided = metrics.elidedText(title, Qt.TextElideMode.ElideRight, int(box.title.width()))
            painter.drawText(box.title, RIGHT, elided)

        # the classes, in a column as wide as the widest name
        widest = max(map(metrics.horizontalAdvance, names), default=0)
        width = min(widest + 1, int(MAX_NAME * boxes.answers[0].width()))
        if widest > width:
            middle = Qt.TextElideMode.ElideMiddle
            names = [metrics.elidedText(name, middle, width) for name in names]
        share_width = metrics.horizontalAdvance("100%") + theme.STEP
        self.bars = []
        for number, (name, row) in enumerate(zip(names, boxes.answers, strict=True)):
            label = QRectF(row.left() + theme.STEP, row.top(), width, row.height())
            painter.setPen(QColor(named.text if number == best else named.quiet))
            painter.drawText(label, Qt.AlignmentFlag.AlignCenter, name)
            bar = QRectF(label.right() + theme.STEP, row.center().y() - BAR / 2, 0, BAR)
            bar.setRight(row.right() - share_width)
            self.bars.append(bar)
