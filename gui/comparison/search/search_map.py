"""The map of a search: each trial where its values lie, the stronger the better it reads."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.comparison.grid_settings import SETTINGS
from core.number_text import accuracy_text
from core.search.ranges import Range
from core.search.search import values_text
from core.search.trial import Trial, TrialState
from gui.comparison.search.scales import ValueScale
from gui.style import theme
from gui.style.translation import translate
from gui.widgets.pickable import Pickable

SIZE = QSize(80 * theme.STEP, 66 * theme.STEP)
DOT, BEST, REACH = 6.0, 10.0, 10.0  # radii of a trial, of the ring around the best, of the pointer
UNCLIPPED = Qt.TextFlag.TextDontClip  # Chinese letters are higher than a line is said to be
FADED = 0.45  # opacity of what was pruned
ROOM = 0.05  # share of each side between the ends of the ranges and the frame
PALEST = 0.08  # how near the worst trial is to the paper


@dataclass(frozen=True)
class MapContent:
    """What a map shows.

    Attributes:
        across, up: the settings along both sides; `up` is None for a single setting, whose map has
            the held-out accuracy upwards.
        default: the values that the search begins with, if its ranges hold them.
        best: the number of the best trial.
    """

    trials: Sequence[Trial]
    across: Range
    up: Range | None
    default: Mapping[str, object] | None = None
    best: int | None = None


class SearchMap(Pickable):
    """Trials over two settings; pruned ones are faded, those that diverged are crosses.

    The best has a ring, the settings that the search began with are a square. Trials are picked by
    their numbers.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._content: MapContent | None = None
        # found out once, since there may be ten thousand trials: those that have a place, the
        # accuracies of these from the lowest on, and by their numbers the shares of both sides
        self._placed: Sequence[Trial] = ()
        self._known: Sequence[float] = ()
        self._shares: Mapping[int, tuple[float, float]] = {}
        self.retranslate()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def show_content(self, content: MapContent) -> None:
        """Show trials."""
        self._content = content
        # with one setting only, trials with an accuracy have a place
        has_two = content.up is not None
        self._placed = [one for one in content.trials if has_two or one.accuracy is not None]
        self._known = sorted(one.accuracy for one in self._placed if one.accuracy is not None)
        self.numbers = [trial.number for trial in self._placed]
        self._shares = dict(zip(self.numbers, self._places(content), strict=True))
        self.retranslate()

    def _places(self, content: MapContent) -> Iterator[tuple[float, float]]:
        """Yield the shares of both sides at which the trials lie."""
        across = ValueScale(content.across)
        up = None if content.up is None else ValueScale(content.up)
        for trial in self._placed:
            share = across.share(trial.values[content.across.path])
            if up is None:
                yield share, self._height(trial.accuracy or 0.0)
            else:
                yield share, up.share(trial.values[up.tried.path])

    def retranslate(self) -> None:
        """Show all texts in the present language."""
        title = self.tr("Map of what was tried")
        self.setAccessibleName("; ".join((title, *map(self._tip, self._placed))))
        self.update()

    def sizeHint(self) -> QSize:
        """Return a size of which two fit side by side into a wide panel."""
        return QSize(theme.px(SIZE.width()), theme.px(SIZE.height()))

    def minimumSizeHint(self) -> QSize:
        """Return a size at which trials can still be told apart."""
        return QSize(theme.px(SIZE.width()) * 3 // 4, theme.px(SIZE.height()) * 2 // 3)

    def _area(self) -> QRectF:
        """Return where trials lie; the numbers and names of the axes stand around it."""
        metrics = self.fontMetrics()
        widths = (metrics.horizontalAdvance(text) for _, text in self._ticks_up())
        left = max([metrics.horizontalAdvance("000"), *widths]) + 2 * theme.STEP
        line = metrics.height()
        return QRectF(self.rect()).adjusted(
            left, line + 2 * theme.STEP, -theme.PADDING, -2 * line - 2 * theme.STEP
        )

    def _ticks_up(self) -> list[tuple[float, str]]:
        content = self._content
        if content is None:
            return []
        if content.up is not None:
            return ValueScale(content.up).ticks()
        ends = dict.fromkeys((*self._known[:1], *self._known[-1:]))
        return [(self._height(accuracy), accuracy_text(accuracy)) for accuracy in ends]

    def _height(self, accuracy: float) -> float:
        """Return where an accuracy lies among all, 0 to 1; 1 if they are equal."""
        low, high = self._known[0], self._known[-1]
        return (accuracy - low) / (high - low) if high > low else 1.0

    def _rank(self, accuracy: float) -> float:
        """Return the share of the other accuracies that are lower; 1 for a single one.

        A few trials that learned nothing would leave all others the same colour otherwise.
        """
        others = len(self._known) - 1
        return bisect_left(self._known, accuracy) / others if others else 1.0

    def _point(self, across: float, up: float, area: QRectF) -> QPointF:
        """Return the point at these shares of both sides of the area."""
        x, y = (ROOM + (1 - 2 * ROOM) * share for share in (across, up))
        return QPointF(area.left() + x * area.width(), area.bottom() - y * area.height())

    def position_of(self, trial: Trial) -> QPointF:
        """Return where a trial is painted."""
        return self._point(*self._shares[trial.number], self._area())

    def index_at(self, position: QPointF) -> int | None:
        """Return the trial nearest to a point, if it is near."""
        area = self._area()
        distances = {
            index: QLineF(position, self._point(*self._shares[number], area)).length()
            for index, number in enumerate(self.numbers)
        }
        nearest = min(distances, key=distances.__getitem__, default=None)
        is_near = nearest is not None and distances[nearest] <= theme.px(int(REACH))
        return nearest if is_near else None

    def tip(self, index: int) -> str:
        """Return a trial's values and how far it came."""
        text = self.tr("{trial}\nClick to show its run.")
        return text.format(trial=self._tip(self._placed[index]))

    def _tip(self, trial: Trial) -> str:
        text = self.tr("Trial {number}: {values}; {state}, %n epoch(s)", "", len(trial.accuracies))
        text = text.format(
            number=trial.number + 1,
            values=translate(values_text(trial.values)),
            state=translate(trial.state.label),
        )
        return text if trial.accuracy is None else f"{text}, {accuracy_text(trial.accuracy)}"

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the axes, then the trials, the best of them last."""
        if self._content is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.tabular(self.font()))
        area = self._area()
        self._paint_axes(painter, self._content, area)
        for trial in sorted(self._placed, key=lambda one: one.accuracy or 0.0):
            at = self._point(*self._shares[trial.number], area)
            self._paint_trial(painter, trial, at, self._content)

    def _paint_axes(self, painter: QPainter, content: MapContent, area: QRectF) -> None:
        named, line = theme.colours(), self.fontMetrics().height()
        painter.fillRect(area, QColor(named.paper))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for path in self._lines(content, area):
            painter.setPen(QPen(QColor(named.line), 1))
            painter.drawLine(path)

        painter.setPen(QColor(named.quiet))
        for share, text in self._ticks_up():
            y = self._point(0, share, area).y()
            box = QRectF(0, y - line / 2, area.left() - theme.STEP, line)
            painter.drawText(box, right, text)
        for share, text in ValueScale(content.across).ticks():
            x = self._point(share, 0, area).x()
            box = QRectF(x - theme.px(60), area.bottom() + theme.STEP, theme.px(120), line)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

        painter.setPen(QColor(named.text))
        below = QRectF(area.left(), area.bottom() + theme.STEP + line, area.width(), line)
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter | UNCLIPPED, _title(content.across))
        above = QRectF(0, 0, self.width(), line)
        name = self.tr("Held-out accuracy") if content.up is None else _title(content.up)
        painter.drawText(above, Qt.AlignmentFlag.AlignLeft | UNCLIPPED, name)

    def _lines(self, content: MapContent, area: QRectF) -> Iterator[QLineF]:
        for share, _ in self._ticks_up():
            y = self._point(0, share, area).y()
            yield QLineF(area.left(), y, area.right(), y)
        for share, _ in ValueScale(content.across).ticks():
            x = self._point(share, 0, area).x()
            yield QLineF(x, area.top(), x, area.bottom())

    def _paint_trial(
        self, painter: QPainter, trial: Trial, at: QPointF, content: MapContent
    ) -> None:
        named, radius = theme.colours(), theme.px(int(DOT))
        text, quiet = QColor(named.text), QColor(named.quiet)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if trial.accuracy is None and trial.state is not TrialState.RUNNING:
            painter.setPen(QPen(quiet, 2))
            arm = QPointF(radius, radius) * 0.7
            painter.drawLine(at - arm, at + arm)
            painter.drawLine(at + QPointF(-arm.x(), arm.y()), at + QPointF(arm.x(), -arm.y()))
        else:
            self._paint_dot(painter, trial, at, trial.values == content.default)

        if trial.number in (content.best, self.chosen):
            is_best = trial.number == content.best
            style = Qt.PenStyle.SolidLine if is_best else Qt.PenStyle.DotLine
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(text, 2, style))
            painter.drawEllipse(at, theme.px(int(BEST)), theme.px(int(BEST)))

    def _paint_dot(self, painter: QPainter, trial: Trial, at: QPointF, is_default: bool) -> None:
        named, radius = theme.colours(), theme.px(int(DOT))
        is_training = trial.state is TrialState.RUNNING
        share = 0.0 if trial.accuracy is None else self._rank(trial.accuracy)
        ground = theme.between(named.paper, named.accent, PALEST + (1 - PALEST) * share)
        opacity = FADED if trial.state is TrialState.PRUNED else 1.0
        style = Qt.PenStyle.DashLine if is_training else Qt.PenStyle.SolidLine
        painter.setPen(QPen(theme.translucent(named.quiet, opacity), 1.5, style))
        painter.setBrush(theme.translucent(ground, opacity))
        if is_default:
            painter.drawRect(QRectF(at.x() - radius, at.y() - radius, 2 * radius, 2 * radius))
        else:
            small = radius * (0.7 if trial.state is TrialState.PRUNED else 1.0)
            painter.drawEllipse(at, small, small)


def _title(tried: Range) -> str:
    return translate(SETTINGS[tried.path].about.title)
