"""The held-out accuracies of a search's trials over the epochs."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.number_text import accuracy_text
from core.search.trial import Trial, TrialState
from gui.comparison.search.search_map import SIZE, UNCLIPPED
from gui.style import theme

LINE, THICK, END = 1.2, 2.5, 3.0  # widths of a curve and of the best's; radius where one was cut
FADED = 0.4  # opacity of what was pruned, or lost
TOP_SHARE = 0.75  # of the trials, that decide how far down the axis reaches


class TrialCurves(QWidget):
    """A curve for each trial: the best is strong, losers are faded and end where they were cut."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._trials: Sequence[Trial] = ()
        self._limits = 0.0, 1.0  # the accuracies at both ends of the axis
        self._epochs = 1
        self._best: int | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def show_trials(self, trials: Sequence[Trial], epochs: int, best: int | None) -> None:
        """Show curves.

        Args:
            epochs: of a trial that is not pruned.
            best: the number of the best trial.
        """
        self._trials = [trial for trial in trials if trial.accuracies]
        self._limits = self._limits_of_all() if self._trials else (0.0, 1.0)
        self._epochs, self._best = epochs, best
        self.setAccessibleName(self.tr("Held-out accuracy of the trials over the epochs"))
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size of the map beside it."""
        return QSize(theme.px(SIZE.width()), theme.px(SIZE.height()))

    def minimumSizeHint(self) -> QSize:
        """Return a size at which curves can still be told apart."""
        return QSize(theme.px(SIZE.width()) * 3 // 4, theme.px(SIZE.height()) * 2 // 3)

    def _limits_of_all(self) -> tuple[float, float]:
        """Return the accuracies at both ends of the axis; the worst curves enter from below."""
        ends = sorted(trial.accuracies[-1] for trial in self._trials)
        low = min(ends[int(len(ends) * (1 - TOP_SHARE))], self._trials[0].accuracies[-1])
        high = max(max(trial.accuracies) for trial in self._trials)
        return low, high if high > low else low + 0.01

    def _area(self) -> QRectF:
        metrics = self.fontMetrics()
        left, line = metrics.horizontalAdvance("100.00%") + 2 * theme.STEP, metrics.height()
        return QRectF(self.rect()).adjusted(
            left, line + 2 * theme.STEP, -theme.PADDING, -2 * line - 2 * theme.STEP
        )

    def points_of(self, trial: Trial) -> list[QPointF]:
        """Return where the curve of a trial lies."""
        area, (low, high) = self._area(), self._limits
        return [
            QPointF(
                area.left() + (epoch - 1) / max(1, self._epochs - 1) * area.width(),
                area.bottom() - (accuracy - low) / (high - low) * area.height(),
            )
            for epoch, accuracy in enumerate(trial.accuracies, 1)
        ]

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the axes, then the curves, the best of them last."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.tabular(self.font()))
        area, named = self._area(), theme.colours()
        painter.fillRect(area, QColor(named.paper))
        self._paint_axes(painter, area)
        painter.setClipRect(area.adjusted(-END, -END, END, 0))
        for trial in sorted(self._trials, key=lambda one: one.number == self._best):
            self._paint_curve(painter, trial)

    def _paint_axes(self, painter: QPainter, area: QRectF) -> None:
        named, line = theme.colours(), self.fontMetrics().height()
        painter.setPen(QColor(named.text))
        above, left = QRectF(0, 0, self.width(), line), Qt.AlignmentFlag.AlignLeft | UNCLIPPED
        centre = Qt.AlignmentFlag.AlignCenter | UNCLIPPED
        painter.drawText(above, left, self.tr("Held-out accuracy"))
        below = QRectF(area.left(), area.bottom() + theme.STEP + line, area.width(), line)
        painter.drawText(below, centre, self.tr("Epoch"))

        painter.setPen(QColor(named.quiet))
        for epoch in sorted({1, (1 + self._epochs) // 2, self._epochs}):
            x = area.left() + (epoch - 1) / max(1, self._epochs - 1) * area.width()
            box = QRectF(x - theme.px(40), area.bottom() + theme.STEP, theme.px(80), line)
            painter.drawText(box, centre, str(epoch))
        if not self._trials:
            return
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        low, high = self._limits
        for accuracy, y in ((low, area.bottom()), (high, area.top())):
            box = QRectF(0, y - line / 2, area.left() - theme.STEP, line)
            painter.drawText(box, right, accuracy_text(accuracy))

    def _paint_curve(self, painter: QPainter, trial: Trial) -> None:
        named, is_best = theme.colours(), trial.number == self._best
        is_alive = is_best or trial.state is TrialState.RUNNING
        colour = theme.translucent(
            named.text if is_alive else named.quiet, 1 if is_alive else FADED
        )
        style = Qt.PenStyle.DashLine if trial.state is TrialState.RUNNING else Qt.PenStyle.SolidLine
        points = self.points_of(trial)
        painter.setPen(QPen(colour, THICK if is_best else LINE, style))
        painter.drawPolyline(QPolygonF(points))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawEllipse(points[-1], END, END)
        painter.setBrush(Qt.BrushStyle.NoBrush)
