"""The ten probabilities of many passes with dropout, as points."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.config.catalogue import DIGITS
from gui.insight.diverging import Floats
from gui.style import theme

ROW = 5 * theme.STEP
DOT = 5

MAX = 10  # rows
MAX_NAME = 20 * theme.STEP


class SpreadView(QWidget):
    """A row from 0 to 1 for each class: a faint point for each pass, an upright line for the resting network.

    Of many classes the most probable are shown.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._passes: Floats = np.empty((0, 10), np.float32)
        self._resting: Floats = np.empty(0, np.float32)
        self._classes: tuple[str, ...] = DIGITS
        self._shown: list[int] = list(range(MAX))
        self.setFont(theme.sized(self.font(), theme.SMALL))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_passes(
        self, passes: Floats, resting: Floats, classes: tuple[str, ...] = DIGITS
    ) -> None:
        """Probabilities (passes, C), and (C,) without dropout; what the classes are called."""
        self._passes, self._resting, self._classes = passes, resting, classes
        means = passes.mean(axis=0)
        self._shown = sorted(int(number) for number in (-means).argsort(kind="stable")[:MAX])
        self.setAccessibleName(
            ", ".join(f"{classes[number]}: {means[number]:.0%}" for number in self._shown)
        )
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Rows and the axis."""
        return QSize(
            60 * theme.STEP, len(self._shown) * ROW + self.fontMetrics().height() + theme.STEP
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Rows of points over a line from 0 to 1."""
        if not len(self._passes):
            return
        painter, named = QPainter(self), theme.colours()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = painter.fontMetrics()
        widest = max(metrics.horizontalAdvance(self._classes[number]) for number in self._shown)
        left, right = (
            min(widest, MAX_NAME) + theme.PADDING,
            metrics.horizontalAdvance("0.00 ± 0.00"),
        )
        width = self.width() - left - right - theme.GROUP_GAP
        answer = int(self._resting.argmax())
        jitter = np.random.default_rng(0).uniform(-0.28, 0.28, len(self._passes)) * ROW
        centre = Qt.AlignmentFlag.AlignVCenter
        for place, number in enumerate(self._shown):
            row = QRectF(0, place * ROW, self.width(), ROW)
            middle = row.center().y()
            painter.setPen(QColor(named.text if number == answer else named.quiet))
            name = metrics.elidedText(self._classes[number], Qt.TextElideMode.ElideRight, MAX_NAME)
            painter.drawText(row, Qt.AlignmentFlag.AlignLeft | centre, name)
            shares = self._passes[:, number]
            text = f"{shares.mean():.2f} ± {shares.std():.2f}"
            painter.drawText(row, Qt.AlignmentFlag.AlignRight | centre, text)
            painter.setPen(QPen(QColor(named.line), 1))
            painter.drawLine(QPointF(left, middle), QPointF(left + width, middle))
            colour = QColor(named.accent)
            colour.setAlpha(90)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            for share, away in zip(shares, jitter, strict=True):
                painter.drawEllipse(
                    QPointF(left + float(share) * width, middle + away), DOT / 2, DOT / 2
                )
            painter.setPen(QPen(QColor(named.text), 2))
            at = left + float(self._resting[number]) * width
            painter.drawLine(QPointF(at, row.top() + 3), QPointF(at, row.bottom() - 3))
        self._paint_axis(painter, left, width)

    def _paint_axis(self, painter: QPainter, left: float, width: float) -> None:
        painter.setPen(QColor(theme.colours().quiet))
        height = painter.fontMetrics().height()
        for share in (0.0, 0.5, 1.0):
            box = QRectF(left + share * width - 20, len(self._shown) * ROW, 40, height)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, f"{share:g}")
