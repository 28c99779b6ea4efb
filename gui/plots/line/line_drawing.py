"""A linear regression in the two plots of its view: the line, and the path along the parabola."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QPen, QTransform
from PySide6.QtWidgets import QGraphicsEllipseItem, QGraphicsItem, QGraphicsSimpleTextItem

from core.insight import line
from core.insight.line import Floats, Parabola
from core.number_text import true_minus
from core.run.moment import Moment
from gui.plots.label_positions import LABEL_AWAY
from gui.plots.plot_area import EMPTY, Line, Mark, PlotArea
from gui.style import theme

X_ENDS = np.array([-1.1, 1.1])  # a little beyond the points, which lie from -1 to 1
BALL, STEP_DOT = 11, 4  # diameters in pixels
WIDTH, SELECTED_MORE, CHORD_WIDTH = 2.0, 1.0, 1.0
CHORD_ALPHA, DOT_ALPHA = 130, 190  # of 255
STEEPEST = 1e4  # a drawn line; steeper ones look the same
EXPONENT_FROM = 1e5  # slopes from here on are written with an exponent
NO_PATH = line.Path(EMPTY, EMPTY, EMPTY, ())


@dataclass(frozen=True)
class ShownStep:
    """A gradient step: from one slope to another, along the gradient of its batch's cost.

    Attributes:
        slope, after: before the step, and after it.
        gradient, cost: of the batch, at `slope`.
        moment: after the step.
    """

    slope: float
    after: float
    gradient: float
    cost: float
    moment: Moment


class LineTrack:
    """All that is drawn of one run.

    Its path is shown step by step, because training is faster than the eye.

    Attributes:
        path: the steps it has made, from `core.insight.line.path`.
        shown: how many of them are shown.
    """

    def __init__(self, points_area: PlotArea, cost_area: PlotArea) -> None:
        self._areas = points_area, cost_area
        self.path = NO_PATH
        self.shown = 0

        self._line = Line(points_area, 3)
        self._chords = pg.PlotCurveItem(antialias=True)
        self._dots = pg.ScatterPlotItem(size=STEP_DOT, pen=None)
        for item in (self._chords, self._dots):
            item.setZValue(3)
            cost_area.add(item)

        self._ball = QGraphicsEllipseItem(-BALL / 2, -BALL / 2, BALL, BALL)
        self._texts = QGraphicsSimpleTextItem(), QGraphicsSimpleTextItem()
        for text, area in zip(self._texts, self._areas, strict=True):
            text.setFont(theme.sized(text.font(), theme.TEXT))
            area.add_mark(text)
        cost_area.add_mark(self._ball)
        self._positions: tuple[tuple[float, float] | None, ...] = (None, None)

    def set_style(self, style: theme.RunStyle, is_selected: bool) -> None:
        """Set colour and dash; a selected run is a little stronger."""
        pen = QPen(style.colour, WIDTH + (SELECTED_MORE if is_selected else 0.0))
        if style.dash is not None:
            pen.setDashPattern(list(style.dash))
        self._line.set_look(pen)

        chord = QPen(theme.translucent(style.colour, CHORD_ALPHA / 255), CHORD_WIDTH)
        chord.setCosmetic(True)
        self._chords.setPen(chord)
        self._dots.setBrush(QBrush(theme.translucent(style.colour, DOT_ALPHA / 255)))
        self._ball.setBrush(style.colour)
        self._ball.setPen(QPen(QColor(theme.colours().window), 1.5))

        for text in self._texts:
            text.setBrush(theme.letters_in(style.colour))

    @property
    def slopes(self) -> Floats:
        """The slopes before the first step and after each one that is shown."""
        return self.path.slopes[: self.shown + 1]

    @property
    def step(self) -> "ShownStep | None":
        """The last step that is shown, if its batch is known."""
        if not self.shown or np.isnan(self.path.gradients[self.shown - 1]):
            return None
        index = self.shown - 1
        slope, after = self.path.slopes[index : index + 2]
        gradient, cost = self.path.gradients[index], self.path.costs[index]
        moment = self.path.moments[index]
        return ShownStep(float(slope), float(after), float(gradient), float(cost), moment)

    def draw(self, parabola: Parabola, reach: float) -> None:
        """Draw the shown path; a slope beyond `reach` from the best one stands at the edge."""
        walked = line.drawable(self.slopes)
        if not len(walked):
            self._positions = None, None
            self._line.set_points(EMPTY, EMPTY)
            self._chords.setData(EMPTY, EMPTY)
            self._dots.setData(EMPTY, EMPTY)
            return

        # the line, and the slopes on the parabola
        slope = float(walked[-1])
        steep = float(np.clip(slope, -STEEPEST, STEEPEST))
        self._line.set_points(X_ENDS, steep * X_ENDS)
        near = np.clip(walked, parabola.best - 3 * reach, parabola.best + 3 * reach)
        costs = parabola.cost(near)
        self._chords.setData(near, costs)
        self._dots.setData(near, costs)

        # the ball, with its number
        held = float(np.clip(slope, parabola.best - reach, parabola.best + reach))
        self._positions = (
            (float(X_ENDS[-1]), steep * float(X_ENDS[-1])),
            (held, float(parabola.cost(held))),
        )
        number = written(slope)
        self._texts[0].setText(f"{number} x")
        if held == slope:
            self._texts[1].setText(f"w = {number}")
        else:
            far = true_minus(f"{slope:.0f}" if abs(slope) < EXPONENT_FROM else f"{slope:.0e}")
            self._texts[1].setText(f"{far} ▸" if slope > held else f"◂ {far}")
        # far right the number stands left of the ball
        is_far_right = held > parabola.best + reach / 2
        aside = -self._texts[1].boundingRect().width() - 2 * LABEL_AWAY if is_far_right else 0.0
        self._texts[1].setTransform(QTransform.fromTranslate(aside, 0))

    def place(self) -> None:
        """Place the ball in the current view."""
        self._areas[1].place(Mark(self._ball, self._positions[1]))

    def label(self, plot: int) -> Mark:
        """Return the number next to the line (0) or the ball (1)."""
        return Mark(self._texts[plot], self._positions[plot])

    def remove(self) -> None:
        """Remove everything from both plots."""
        left: Sequence[QGraphicsItem] = (self._line, self._texts[0])
        right: Sequence[QGraphicsItem] = (self._chords, self._dots, self._ball, self._texts[1])
        for area, items in zip(self._areas, (left, right), strict=True):
            for item in items:
                area.take_out(item)


@dataclass(frozen=True)
class CostView:
    """The part of the cost that is seen: slopes around the best one, costs from 0 to `top`."""

    centre: float
    reach: float
    top: float


class Ground:
    """The background of the runs: the points, the true line, the parabolas with their minimum."""

    def __init__(self, points_area: PlotArea, cost_area: PlotArea) -> None:
        self._right = cost_area
        self._points = pg.ScatterPlotItem(size=5, pen=None)
        points_area.add(self._points)
        self._truth = Line(points_area, 2)
        self._parabolas: list[Line] = []
        self._best = Line(cost_area, 1)

    def show_points(self, points: line.Points, slope: float) -> None:
        """Show the points and the line that they were made from."""
        self._points.setData(points.x, points.y)
        self._truth.set_points(X_ENDS, slope * X_ENDS)

    def show_parabolas(self, parabolas: list[Parabola], reach: float, top: float) -> None:
        """Show a parabola for each set of training points."""
        while len(self._parabolas) > len(parabolas):
            self._right.take_out(self._parabolas.pop())
        while len(self._parabolas) < len(parabolas):
            self._parabolas.append(Line(self._right, 1))

        for drawn, parabola in zip(self._parabolas, parabolas, strict=True):
            slopes = np.linspace(parabolas[0].best - reach, parabolas[0].best + reach, 161)
            drawn.set_points(slopes, parabola.cost(slopes))

        if parabolas:
            best = parabolas[0].best
            self._best.set_points(np.array([best, best + 1e-9]), np.array([0.0, top]))
        else:
            self._best.set_points(EMPTY, EMPTY)
        self.restyle()

    def restyle(self) -> None:
        """Apply the current colour scheme."""
        named = theme.colours()
        self._points.setBrush(QBrush(theme.translucent(named.quiet, 150 / 255)))
        for drawn in self._parabolas:
            drawn.set_look(QPen(QColor(named.quiet), 1.5))
        dashed = QPen(QColor(named.quiet), 1.5, Qt.PenStyle.CustomDashLine)
        dashed.setDashPattern([3, 3])
        self._truth.set_look(dashed)
        dotted = QPen(QColor(named.quiet), 1.0, Qt.PenStyle.CustomDashLine)
        dotted.setDashPattern([1, 3])
        self._best.set_look(dotted)


def written(slope: float) -> str:
    """Return a number as the plots write it."""
    return true_minus(f"{slope:.2f}" if abs(slope) < 1000 else f"{slope:.1e}")
