"""One gradient step of a line: its batch in both plots, and its numbers in words."""

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPen
from PySide6.QtWidgets import QWidget

from core.config.run import RunConfig
from core.insight import line
from core.insight.line import Parabola, Points
from core.run.moment import Moment
from gui.background.jobs import JobQueue
from gui.background.latest_job import LatestJob
from gui.plots.line.line_drawing import CostView, LineTrack, ShownStep, written
from gui.plots.plot_area import EMPTY, Line, PlotArea
from gui.runs.run_store import RunEntry
from gui.style import theme
from gui.widgets.panel import Panel, column, styled_label

TANGENT = 0.22  # half of a tangent's width, relative to the plot's reach
TALLEST = 0.35  # half of its height, relative to the plot's
BATCH_DOT = 9  # diameter of a batch's points in pixels


class StepDrawing:
    """The batch of one step: its points, its own cost for every slope, and the tangent to that."""

    def __init__(self, points_area: PlotArea, cost_area: PlotArea) -> None:
        self._points = pg.ScatterPlotItem(size=BATCH_DOT, brush=None)
        points_area.add(self._points)
        self._parabola, self._tangent = Line(cost_area, 2), Line(cost_area, 4)
        self._touch = pg.ScatterPlotItem(size=BATCH_DOT, brush=None)
        self._touch.setZValue(4)
        cost_area.add(self._touch)

    def draw(
        self, step: ShownStep | None, batch: Points | None, colour: QColor, view: "CostView"
    ) -> None:
        """Draw a step with its batch's points, if they are known yet; None for no step."""
        pen = QPen(colour, 1.5)
        pen.setCosmetic(True)  # or it would grow with the symbol
        self._points.setPen(pen)
        self._touch.setPen(pen)
        dashed = QPen(colour, 1.0, Qt.PenStyle.CustomDashLine)
        dashed.setDashPattern([4, 3])
        self._parabola.set_look(dashed)
        self._tangent.set_look(QPen(colour, 2.5))

        if step is None or abs(step.slope - view.centre) > view.reach:
            self._points.setData(EMPTY, EMPTY)
            self._touch.setData(EMPTY, EMPTY)
            self._parabola.set_points(EMPTY, EMPTY)
            self._tangent.set_points(EMPTY, EMPTY)
            return

        half = TANGENT * view.reach
        if step.gradient:
            half = min(half, TALLEST * view.top / abs(step.gradient))
        offsets = np.array([-half, half])
        self._tangent.set_points(step.slope + offsets, step.cost + step.gradient * offsets)
        self._touch.setData(np.array([step.slope]), np.array([step.cost]))
        if batch is None:
            self._points.setData(EMPTY, EMPTY)
            self._parabola.set_points(EMPTY, EMPTY)
        else:
            self._points.setData(batch.x, batch.y)
            slopes = np.linspace(view.centre - view.reach, view.centre + view.reach, 161)
            self._parabola.set_points(slopes, line.parabola(batch).cost(slopes))


class StepView(Panel):
    """Draws the batch of a step and describes it; a batch's points come from a job.

    Signals:
        batch_known(): the points of the step that is shown can be drawn now.
    """

    batch_known = Signal()

    def __init__(
        self,
        points_area: PlotArea,
        cost_area: PlotArea,
        jobs: JobQueue,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._drawing = StepDrawing(points_area, cost_area)
        self._ordering = LatestJob(jobs)
        self._batches: tuple[str, int, NDArray[np.int64] | None] = ("", 0, None)  # of an epoch

        self._text = styled_label("quiet", self)
        self._text.setWordWrap(True)
        self._text.setAlignment(Qt.AlignmentFlag.AlignTop)
        column(self, padding=0).addWidget(self._text)
        # as high as two lines, so that the plots keep their height
        self._text.setMinimumHeight(2 * self._text.fontMetrics().lineSpacing())

    def clear(self, view: CostView) -> None:
        """Show no step."""
        self._drawing.draw(None, None, theme.run_style(0).colour, view)
        self._text.setText("")

    def show_step(
        self,
        entry: RunEntry,
        track: LineTrack,
        points: Points,
        whole: Parabola,
        view: CostView,
    ) -> None:
        """Show the last step of a run that its track shows.

        Args:
            points: all of them.
            whole: the cost over all training points of the run.
        """
        step, colour = track.step, theme.run_style(entry.style).colour
        batch = None if step is None else self._batch_of(entry, step, points)
        self._drawing.draw(step, batch, colour, view)

        text = self.tr("Step {step} of {count}.").format(
            step=f"{track.shown:,}", count=f"{len(track.path):,}"
        )
        if step is not None:
            text = f"{text} {self._described(entry, step, whole)}"
        elif track.shown:
            whole_epoch = self.tr("It is a whole epoch: its gradient steps are not recorded.")
            text = f"{text} {whole_epoch}"
        self._text.setText(text)

    def _batch_of(self, entry: RunEntry, step: ShownStep, points: Points) -> Points | None:
        """Return the points of the step's batch; None until a job has computed the epoch's order.

        A fork may have had other batches before it began.
        """
        run, config, origin = entry.record.run, entry.record.config, entry.record.forked_from
        epoch, batch = _batch_number(step.moment, config)
        if origin is not None and epoch <= origin[1]:
            return None

        if self._batches[:2] != (run, epoch):
            self._batches = run, epoch, None
            self._ordering.request(
                lambda: (run, epoch, _epoch_batches(config, epoch)), self._on_ordered
            )
        indices = self._batches[2]
        return None if indices is None else points.at(indices[batch - 1])

    def _on_ordered(self, batches: tuple[str, int, NDArray[np.int64]]) -> None:
        if batches[:2] == self._batches[:2]:
            self._batches = batches
            self.batch_known.emit()

    def _described(self, entry: RunEntry, step: ShownStep, whole: Parabola) -> str:
        epoch, batch = _batch_number(step.moment, entry.record.config)
        text = self.tr(
            "Epoch {epoch}, batch {batch}: at w = {before} the cost of this batch is {cost} and its"
            " slope {gradient}; over all points the slope is {whole}. The step leads to w = {after}"
            "."
        )
        return text.format(
            epoch=epoch,
            batch=batch,
            before=written(step.slope),
            cost=written(step.cost),
            gradient=written(step.gradient),
            whole=written(whole.gradient(step.slope)),
            after=written(step.after),
        )


def _batch_number(moment: Moment, config: RunConfig) -> tuple[int, int]:
    """Return the epoch and the batch, from 1, after which it was this moment."""
    if moment.batch:
        return moment.epochs + 1, moment.batch
    return moment.epochs, config.data.batches_per_epoch


def _epoch_batches(config: RunConfig, epoch: int) -> NDArray[np.int64]:
    """Return the points of each batch of an epoch; not for the GUI thread, it imports torch."""
    from core.insight import line_points

    return line_points.epoch_batches(config, epoch)
