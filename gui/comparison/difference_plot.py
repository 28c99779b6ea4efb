"""The difference between two networks on one line: zero, the interval, and a dot for each seed."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.comparison.verdict_card import VerdictCard
from core.number_text import signed_points
from gui.style import theme
from gui.widgets.plain_text import show_tip

MIN_WIDTH = 15 * theme.STEP
LINE = 5 * theme.STEP  # height of what is drawn around the line
BAR, DOT = 2.5 * theme.STEP, theme.STEP  # the interval's height, a dot's radius


class DifferencePlot(QWidget):
    """In the colours of text, for a difference belongs to no run and its sign is no news.

    Above the line stand the networks, each on the side where it is ahead; below it numbers in
    percentage points. The names can be left out.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._card: VerdictCard | None = None
        self._is_named = True
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_card(self, card: VerdictCard) -> None:
        """Show this verdict's difference."""
        self._card = card
        self.setAccessibleName(card.description)
        self.update()

    def set_named(self, is_named: bool) -> None:
        """Show or leave out the names of the networks."""
        self._is_named = is_named
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height of the line with its texts."""
        rows = 2 if self._is_named else 1
        return QSize(6 * MIN_WIDTH, rows * self.fontMetrics().height() + LINE)

    def minimumSizeHint(self) -> QSize:
        """Allow a narrow line, but not a lower one."""
        return QSize(MIN_WIDTH, self.sizeHint().height())

    def position_of(self, difference: float) -> QPointF:
        """Return where a difference is painted."""
        assert self._card is not None
        above = self.fontMetrics().height() if self._is_named else 0
        return QPointF(self._card.position(difference) * self.width(), above + LINE / 2)

    def seed_at(self, position: QPointF) -> int | None:
        """Return the seed whose dot is at a point, if any."""
        seeds = self._card.by_seed if self._card is not None else {}
        distances = {
            seed: (self.position_of(one) - position).manhattanLength()
            for seed, one in seeds.items()
        }
        near = [seed for seed, distance in distances.items() if distance <= 2 * DOT]
        return min(near, key=distances.__getitem__, default=None)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line, the interval, zero, the mean, the dots, and the texts."""
        if self._card is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.tabular(self.font()))
        self._paint_line(painter, self._card)
        self._paint_texts(painter, self._card)

    def _paint_line(self, painter: QPainter, card: VerdictCard) -> None:
        named = theme.colours()
        zero, mean = self.position_of(0.0), self.position_of(card.difference)
        painter.setPen(QPen(QColor(named.groove), 1))
        painter.drawLine(QPointF(0, zero.y()), QPointF(self.width(), zero.y()))

        # interval
        low, high = (self.position_of(end).x() for end in card.interval)
        bar = QRectF(low, zero.y() - BAR / 2, max(1.0, high - low), BAR)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(named.groove))
        painter.drawRoundedRect(bar, 2, 2)

        # zero and the mean over the seeds
        for at, half, width in ((zero, LINE / 2, 1.5), (mean, BAR / 2, 2.5)):
            painter.setPen(QPen(QColor(named.text), width * theme.line_zoom()))
            painter.drawLine(at - QPointF(0, half), at + QPointF(0, half))

        # seeds
        painter.setPen(QPen(QColor(named.paper), 1))
        painter.setBrush(theme.translucent(named.text, 0.8))
        radius = DOT * theme.zoom()
        for difference in card.by_seed.values():
            painter.drawEllipse(self.position_of(difference), radius, radius)

    def _paint_texts(self, painter: QPainter, card: VerdictCard) -> None:
        metrics, row = painter.fontMetrics(), self.fontMetrics().height()
        painter.setPen(QColor(theme.colours().quiet))
        if self._is_named:
            room = (self.width() - 2 * theme.PADDING) // 2
            for text, side in zip(
                card.directions,
                (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight),
                strict=True,
            ):
                shown = metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, room)
                painter.drawText(QRectF(0, 0, self.width(), row), side, shown)

        top = self.height() - row
        for middle, text in card.axis_labels(self.width(), metrics.horizontalAdvance):
            width = metrics.horizontalAdvance(text)
            painter.drawText(QPointF(middle - width / 2, top + metrics.ascent()), text)

    def event(self, event: QHelpEvent) -> bool:  # type: ignore[override]
        """Show the seed under the pointer, or what the line shows."""
        if event.type() is QHelpEvent.Type.ToolTip and self._card is not None:
            show_tip(event.globalPos(), self._tip(self._card, QPointF(event.pos())), self)
            return True
        return super().event(event)

    def _tip(self, card: VerdictCard, position: QPointF) -> str:
        seed = self.seed_at(position)
        if seed is not None:
            text = self.tr("Seed {seed}: {points} percentage points")
            return text.format(seed=seed, points=signed_points(card.by_seed[seed]))
        text = self.tr(
            "Accuracy of {ahead} minus that of {behind}, in percentage points.\n"
            "Dots: one for each seed. Short line: their mean. Bar: its 95% interval. "
            "Long line: zero, no difference."
        )
        return text.format(ahead=card.ahead_title, behind=card.behind_title)
