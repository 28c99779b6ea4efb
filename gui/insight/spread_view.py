"""The ten probabilities of many passes with dropout, as points."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.config.catalogue import DIGITS
from gui.style import theme
from gui.style.diverging import Floats

ROW = 5 * theme.STEP
DOT = 5  # diameter of a point
JITTER = 0.28  # of a row, up and down: equal shares do not hide each other

MAX_ROWS = 10
MAX_NAME = 20 * theme.STEP


class SpreadView(QWidget):
    """A row from 0 to 1 for each class: a faint point for each pass, a line without dropout.

    Of many classes the most probable are shown.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._passes: Floats = np.empty((0, 10), np.float32)
        self._resting: Floats = np.empty(0, np.float32)
        self._classes: tuple[str, ...] = DIGITS
        self._style = 0
        self._shown: list[int] = list(range(MAX_ROWS))
        self.setFont(theme.sized(self.font(), theme.TEXT))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_passes(
        self,
        passes: Floats,
        resting: Floats,
        classes: tuple[str, ...] = DIGITS,
        style: int = 0,
    ) -> None:
        """Show probabilities (passes, classes), and (classes,) without dropout.

        Args:
            style: the number of the run's style.
        """
        self._style = style
        self._passes = passes
        self._resting = resting
        self._classes = classes
        means = passes.mean(axis=0)
        self._shown = sorted(int(label) for label in (-means).argsort(kind="stable")[:MAX_ROWS])
        self.setAccessibleName(
            ", ".join(f"{classes[label]}: {means[label]:.0%}" for label in self._shown)
        )
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for the rows and the axis."""
        height = len(self._shown) * ROW + self.fontMetrics().height() + theme.STEP
        return QSize(60 * theme.STEP, height)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint rows of points over a line from 0 to 1."""
        if not len(self._passes):
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

        metrics = painter.fontMetrics()
        widest = max(metrics.horizontalAdvance(self._classes[label]) for label in self._shown)
        left = min(widest, MAX_NAME) + theme.PADDING
        right = metrics.horizontalAdvance("0.00 ± 0.00")
        width = self.width() - left - right - theme.GROUP_GAP

        jitter = np.random.default_rng(0).uniform(-JITTER, JITTER, len(self._passes)) * ROW
        for index, label in enumerate(self._shown):
            row = QRectF(0, index * ROW, self.width(), ROW)
            self._paint_texts(painter, row, label)
            self._paint_points(painter, QRectF(left, row.top(), width, ROW), label, jitter)
        self._paint_axis(painter, left, width)

    def _paint_texts(self, painter: QPainter, row: QRectF, label: int) -> None:
        """Paint the class on the left, the mean and its standard deviation on the right."""
        named = theme.colours()
        is_answer = label == int(self._resting.argmax())
        painter.setPen(QColor(named.text if is_answer else named.quiet))
        centre = Qt.AlignmentFlag.AlignVCenter
        name = painter.fontMetrics().elidedText(
            self._classes[label], Qt.TextElideMode.ElideRight, MAX_NAME
        )
        painter.drawText(row, Qt.AlignmentFlag.AlignLeft | centre, name)

        shares = self._passes[:, label]
        text = f"{shares.mean():.2f} ± {shares.std():.2f}"
        painter.drawText(row, Qt.AlignmentFlag.AlignRight | centre, text)

    def _paint_points(
        self, painter: QPainter, area: QRectF, label: int, jitter: NDArray[np.float64]
    ) -> None:
        named = theme.colours()
        left, width, middle = area.left(), area.width(), area.center().y()
        painter.setPen(QPen(QColor(named.line), 1))
        painter.drawLine(QPointF(left, middle), QPointF(left + width, middle))

        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.translucent(theme.run_style(self._style).colour, 90 / 255))
        for share, offset in zip(self._passes[:, label], jitter, strict=True):
            centre = QPointF(left + float(share) * width, middle + offset)
            painter.drawEllipse(centre, DOT / 2, DOT / 2)

        # without dropout
        painter.setPen(QPen(QColor(named.text), 2))
        x = left + float(self._resting[label]) * width
        painter.drawLine(QPointF(x, area.top() + 3), QPointF(x, area.bottom() - 3))

    def _paint_axis(self, painter: QPainter, left: float, width: float) -> None:
        painter.setPen(QColor(theme.colours().quiet))
        height = painter.fontMetrics().height()
        for share in (0.0, 0.5, 1.0):
            box = QRectF(left + share * width - 20, len(self._shown) * ROW, 40, height)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, f"{share:g}")
