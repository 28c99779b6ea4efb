"""The ten probabilities of many passes with dropout, as points."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui import theme
from gui.diverging import Floats

ROW = 5 * theme.STEP
DOT = 5


class SpreadView(QWidget):
    """A row from 0 to 1 for each digit: a faint point for each pass, an upright line for the resting network."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._passes: Floats = np.empty((0, 10), np.float32)
        self._resting: Floats = np.empty(0, np.float32)
        self.setFont(theme.sized(self.font(), theme.SMALL))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_passes(self, passes: Floats, resting: Floats) -> None:
        """Probabilities (passes, 10), and (10,) without dropout."""
        self._passes, self._resting = passes, resting
        self.setAccessibleName(", ".join(f"{digit}: {share:.0%}" for digit, share in enumerate(passes.mean(axis=0))))
        self.update()

    def sizeHint(self) -> QSize:
        """Ten rows and the axis."""
        return QSize(60 * theme.STEP, 10 * ROW + self.fontMetrics().height() + theme.STEP)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Rows of points over a line from 0 to 1."""
        if not len(self._passes):
            return
        painter, named = QPainter(self), theme.colours()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = painter.fontMetrics()
        left, right = metrics.horizontalAdvance("0") + theme.PADDING, metrics.horizontalAdvance("0.00 ± 0.00")
        width = self.width() - left - right - theme.GROUP_GAP
        answer = int(self._resting.argmax())
        jitter = np.random.default_rng(0).uniform(-0.28, 0.28, len(self._passes)) * ROW
        centre = Qt.AlignmentFlag.AlignVCenter
        for digit in range(10):
            row = QRectF(0, digit * ROW, self.width(), ROW)
            middle = row.center().y()
            painter.setPen(QColor(named.text if digit == answer else named.quiet))
            painter.drawText(row, Qt.AlignmentFlag.AlignLeft | centre, str(digit))
            shares = self._passes[:, digit]
            text = f"{shares.mean():.2f} ± {shares.std():.2f}"
            painter.drawText(row, Qt.AlignmentFlag.AlignRight | centre, text)
            painter.setPen(QPen(QColor(named.line), 1))
            painter.drawLine(QPointF(left, middle), QPointF(left + width, middle))
            colour = QColor(named.accent)
            colour.setAlpha(90)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            for share, away in zip(shares, jitter, strict=True):
                painter.drawEllipse(QPointF(left + float(share) * width, middle + away), DOT / 2, DOT / 2)
            painter.setPen(QPen(QColor(named.text), 2))
            at = left + float(self._resting[digit]) * width
            painter.drawLine(QPointF(at, row.top() + 3), QPointF(at, row.bottom() - 3))
        self._paint_axis(painter, left, width)

    def _paint_axis(self, painter: QPainter, left: float, width: float) -> None:
        painter.setPen(QColor(theme.colours().quiet))
        height = painter.fontMetrics().height()
        for share in (0.0, 0.5, 1.0):
            box = QRectF(left + share * width - 20, 10 * ROW, 40, height)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, f"{share:g}")
