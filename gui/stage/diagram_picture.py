"""A network's diagram as a picture for a file, under its name and its answer."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter

from core.plain_text import printable
from gui.stage.diagram_painter import Diagram, DiagramPainter
from gui.stage.diagram_words import RIGHT
from gui.style import theme
from gui.style.swatches import DOT
from gui.widgets.picture_file import Picture

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
MAX_NAME = 0.5  # of the width; what is longer is elided


@dataclass(frozen=True, eq=False)
class DiagramPicture(Picture):
    """A diagram as it was at one moment.

    Attributes:
        name: of the network.
        moment: when in its training it is shown, and what it reads.
        answer: what it reads there; empty where it has no weights.
        font: of the diagram's letters.
        area: the size of the diagram alone.
        dpi: the dots per inch of the screen.
    """

    name: str
    moment: str
    answer: str
    diagram: Diagram
    font: QFont
    area: QSize
    dpi: int

    @property
    def title(self) -> str:
        """The name and the moment."""
        return printable(f"{self.name}, {self.moment}")

    @property
    def resolution(self) -> int:
        """That of the screen: the diagram is laid out for it."""
        return self.dpi

    @property
    def _head(self) -> int:
        return QFontMetrics(self.font).height() + 2 * theme.STEP

    def size(self) -> QSize:
        """Return the size in the window's pixels."""
        margin = 2 * theme.PADDING
        return QSize(self.area.width() + margin, self._head + self.area.height() + margin)

    def paint(self, painter: QPainter) -> None:
        """Paint a line with name, moment and answer, and the diagram below it."""
        painter.translate(theme.PADDING, theme.PADDING)
        self._paint_head(painter)
        painter.translate(0, self._head)
        painter.setFont(self.font)
        DiagramPainter().paint(painter, self.diagram, QSizeF(self.area))

    def _paint_head(self, painter: QPainter) -> None:
        named, width = theme.colours(), self.area.width()
        line = QRectF(0, 0, width, QFontMetrics(self.font).height())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.diagram.colour)
        radius = DOT.width() / 2
        painter.drawEllipse(QPointF(radius, line.center().y()), radius, radius)

        # from both ends, so that the moment gets what is left
        line.setLeft(DOT.width() + theme.STEP)
        bold = QFont(self.font)
        bold.setBold(True)
        painter.setFont(bold)
        painter.setPen(QColor(named.text))
        name = QRectF(line)
        name.setWidth(MAX_NAME * width)
        line.setLeft(line.left() + _write(painter, self.name, name) + 2 * theme.STEP)
        shown = _write(painter, self.answer, line, RIGHT)
        line.setRight(line.right() - shown - 2 * theme.STEP)

        painter.setFont(self.font)
        painter.setPen(QColor(named.quiet))
        _write(painter, self.moment, line)


def _write(painter: QPainter, text: str, line: QRectF, alignment: Qt.AlignmentFlag = LEFT) -> int:
    """Write a text into a line, elided where it is too long; return how wide it has become."""
    metrics = painter.fontMetrics()
    shown = metrics.elidedText(printable(text), Qt.TextElideMode.ElideRight, int(line.width()))
    painter.drawText(line, alignment, shown)
    return metrics.horizontalAdvance(shown)
