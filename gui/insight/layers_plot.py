"""Gradients, steps and idle units of a run's layers over the epochs, a curve for each layer."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from core.config.choices import Activation
from core.insight.neurons import Stage, stages
from core.number_text import NOTHING
from core.run.events import LayersMeasured
from core.run.record import RunRecord
from core.run.series import Floats, bounds
from gui.plots.plot_area import EMPTY, Line, PlotArea
from gui.plots.plot_cursor import PlotCursor, ReadoutRow
from gui.plots.plot_legend import Legend, LegendEntry
from gui.plots.plot_marks import CurveMarks, MomentLine
from gui.style import theme
from gui.style.translation import translate
from gui.widgets.panel import Panel, set_side_by_side, styled_label
from gui.widgets.plain_text import PlainLabel

WIDTH = 1.8
HEIGHT = 23 * theme.STEP
BESIDE = 150 * theme.STEP  # from this width on gradients and steps stand side by side
EMPTY_RANGE = (0.01, 1.0)
MIN_RATIO = 7.0  # of the ends of a logarithmic axis
RULE_OF_THUMB = 0.001  # for a step as a share of the weights
QUANTITIES = "gradient", "update", "idle"


@dataclass(frozen=True)
class Curve:
    """A named curve over epochs.

    Attributes:
        y: float64, one for each epoch measured; NaN where there is none.
    """

    name: str
    style: theme.RunStyle
    y: Floats


class _Columns:
    """The measurements of a run's layers, each read once: a run may have thousands of epochs."""

    def __init__(self, record: RunRecord) -> None:
        self._record = record
        self._read: list[LayersMeasured] = []
        self._columns: dict[tuple[str, int], list[float]] = {}

    def belong_to(self, record: RunRecord) -> bool:
        """Return whether they are this record's, and it has dropped none of them since."""
        layers, count = record.layers, len(self._read)
        return (
            record is self._record
            and len(layers) >= count
            and (not count or layers[count - 1] is self._read[-1])
        )

    def update(self) -> Floats:
        """Read what is new and return the epochs measured."""
        for measured in self._record.layers[len(self._read) :]:
            for index, layer in enumerate(measured.layers):
                for quantity in QUANTITIES:
                    value: float | None = getattr(layer, quantity)
                    scale = 100.0 if quantity == "idle" else 1.0  # idle shares in per cent
                    number = np.nan if value is None else value * scale
                    self._columns.setdefault((quantity, index), []).append(number)
            self._read.append(measured)
        return np.array([measured.epoch for measured in self._read], np.float64)

    def values(self, quantity: str, layer: int) -> Floats:
        """Return one quantity of one layer at all epochs measured; idle shares in per cent."""
        return np.array(self._columns.get((quantity, layer), []), np.float64)


class LayerPlot(QWidget):
    """One quantity of all layers over the epochs.

    Args:
        always: a value that the axis always shows, for the curves to be judged by.
    """

    def __init__(
        self, is_logarithmic: bool, parent: QWidget | None = None, *, always: float | None = None
    ) -> None:
        super().__init__(parent)
        self._always = [] if always is None else [always]
        self.title = styled_label("heading", self)
        self.title.setWordWrap(True)
        self.area = PlotArea(self)
        self.title.setBuddy(self.area)  # its name for screen readers
        self.area.setMinimumHeight(HEIGHT)
        self.area.set_logarithmic(is_logarithmic)
        self.area.box.setMouseEnabled(False, False)
        self.area.view_changed.connect(self._on_view_changed)
        self.curves: Sequence[Curve] = ()
        self.epochs: Floats = np.empty(0)
        self._guide = Line(self.area, 1)
        self._lines: list[Line] = []
        self._marks: list[CurveMarks] = []
        self.moment = MomentLine(self.area)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.STEP)
        layout.addWidget(self.title)
        layout.addWidget(self.area, 1)

    def show_curves(self, x: Floats, curves: Sequence[Curve], end: float) -> None:
        """Show curves over the epochs `x`; the axis goes to `end`."""
        self.epochs = x
        self.curves = curves
        while len(self._lines) > len(curves):
            self.area.take_out(self._lines.pop())
            self._marks.pop().remove()
        while len(self._lines) < len(curves):
            self._lines.append(Line(self.area, 3))
            self._marks.append(CurveMarks(self.area))

        drawn = [*map(self._drawn, curves), np.array(self._always)]
        self.area.follow(end, self._with_ticks(bounds(drawn)), EMPTY_RANGE)
        if self._always:
            self._guide.set_points(np.array([0.0, end]), np.array(2 * self._always))
        for line, marks, curve in zip(self._lines, self._marks, curves, strict=True):
            self._show_curve(line, marks, curve)
        self._on_view_changed()

    def restyle(self) -> None:
        """Apply the current colour scheme."""
        self.area.restyle()
        self.moment.restyle()
        self._guide.set_look(QPen(QColor(theme.colours().quiet), 1, Qt.PenStyle.DotLine))

    def _show_curve(self, line: Line, marks: CurveMarks, curve: Curve) -> None:
        pen = QPen(curve.style.colour, WIDTH)
        if curve.style.dash is not None:
            pen.setDashPattern(list(curve.style.dash))
        line.set_look(pen)
        line.set_points(self.epochs, curve.y)

        # the last value, next to the curve's end
        marks.set_colour(curve.style.colour)
        if len(self.epochs) > 0 and bool(np.isfinite(curve.y[-1])):
            x, y = float(self.epochs[-1]), float(curve.y[-1])
            marks.set_end((x, y), self.format_value(y))
        else:
            marks.set_end(None, "")

    def _drawn(self, curve: Curve) -> Floats:
        return curve.y[curve.y > 0] if self.area.is_logarithmic else curve.y

    def _with_ticks(self, limits: tuple[float, float] | None) -> tuple[float, float] | None:
        """Return limits that a logarithmic axis has at least two ticks between, at 1, 2 or 5."""
        if limits is None or not self.area.is_logarithmic:
            return limits
        low, high = limits
        wider = max(1.0, (MIN_RATIO * low / high) ** 0.5)
        return low / wider, high * wider

    def format_value(self, value: float) -> str:
        """Format a value for the labels of curves and the readout."""
        if not np.isfinite(value):
            return NOTHING
        return f"{value:.1e}" if self.area.is_logarithmic else f"{value:.3g}"

    def _on_view_changed(self) -> None:
        for marks in self._marks:
            marks.place()
        self.area.place_labels((marks.value for marks in self._marks), keeps_order=True)


class LayersPlot(Panel):
    """Three plots: size of the gradients and of the steps, and below them the share of idle units.

    The first two stand side by side where there is room.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._record: RunRecord | None = None
        self._style = 0
        self._moment: Fraction | None = None
        self._columns: _Columns | None = None
        self.legend = Legend(self)
        self._gradients = LayerPlot(True, self)
        self._updates = LayerPlot(True, self, always=RULE_OF_THUMB)
        self._idle = LayerPlot(False, self, always=0.0)
        self.plots = (self._gradients, self._updates, self._idle)
        self._cursor = PlotCursor([plot.area for plot in self.plots], self)
        self._cursor.moved.connect(self._on_cursor_moved)

        self._empty = PlainLabel(self)
        self._empty.setWordWrap(True)
        self._empty.setProperty("role", "quiet")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)

        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2 * theme.STEP)
        layout.addWidget(self._empty)
        layout.addWidget(self.legend)
        self._pair = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._pair.setSpacing(2 * theme.STEP)
        for plot in (self._gradients, self._updates):
            self._pair.addWidget(plot, 1)
        layout.addLayout(self._pair, 2)
        layout.addWidget(self._idle, 1)
        self._rows = layout
        self.retranslate()
        self.restyle()

    def show_run(
        self, record: RunRecord | None, style: int = 0, moment: Fraction | None = None
    ) -> None:
        """Show what was measured in the run's layers.

        Args:
            style: the number of the run's style.
            moment: the epochs done at the moment at which the run is shown; None for now.
        """
        self._record, self._style, self._moment = record, style, moment
        if record is None:
            self._columns = None
        elif self._columns is None or not self._columns.belong_to(record):
            self._columns = _Columns(record)
        x = self._columns.update() if self._columns is not None else EMPTY

        layers = stages(record.config.model) if record is not None else ()
        for plot, quantity in zip(self.plots, QUANTITIES, strict=True):
            curves = self._curves(quantity, layers)
            plot.setVisible(bool(curves))
            plot.show_curves(x, curves, max([2.0, *x[-1:]]))
            plot.moment.show_at(moment)

        has_any = len(x) > 0
        names = [translate(layer.title) for layer in layers] if has_any else []
        self.legend.set_entries(
            [
                LegendEntry(name, name, theme.layer_style(style, index, len(layers)))
                for index, name in enumerate(names)
            ]
        )
        self._empty.setVisible(not has_any)
        self._name_idle(layers)
        self._name_axis()
        self._cursor.read()

    def _curves(self, quantity: str, layers: Sequence[Stage]) -> list[Curve]:
        """Return a curve for each layer that has this quantity."""
        if self._columns is None:
            return []
        curves = []
        for index, layer in enumerate(layers):
            values = self._columns.values(quantity, index)
            if np.isfinite(values).any():
                look = theme.layer_style(self._style, index, len(layers))
                curves.append(Curve(translate(layer.title), look, values))
        return curves

    def _name_axis(self) -> None:
        """Name the axis below the lowest plots that are shown."""
        shown = [plot for plot in self.plots if plot.curves]
        is_pair = self._is_wide() and shown == [self._gradients, self._updates]
        lowest = shown if is_pair else shown[-1:]
        for plot in self.plots:
            axis = plot.area.getPlotItem().getAxis("bottom")
            axis.setLabel(self.tr("epochs"))
            axis.showLabel(plot in lowest)

    def _is_wide(self) -> bool:
        return self.width() >= theme.px(BESIDE)

    def _name_idle(self, layers: Sequence[Stage]) -> None:
        kinds = {layer.activation for layer in layers}
        title = self.tr("Dead units, % (no output above 0 for any of 200 training digits)")
        if kinds & {Activation.SIGMOID, Activation.TANH}:
            title = self.tr("Saturated units, % (over 90% of outputs within 5% of an end)")
            if Activation.RELU in kinds:
                title = self.tr("Dead or saturated units, %")
        self._idle.title.setText(title)

    def _on_cursor_moved(self, index: int, x: float) -> None:
        plot = self.plots[index]
        if not len(plot.epochs):
            return
        nearest = int(np.abs(plot.epochs - x).argmin())
        epoch = float(plot.epochs[nearest])
        title = self.tr("epoch {count}").format(count=f"{epoch:.0f}")
        rows = [
            ReadoutRow(curve.style.colour, curve.name, (plot.format_value(curve.y[nearest]),))
            for curve in plot.curves
        ]
        self._cursor.show_at(index, epoch, (title, ""), rows)

    def retranslate(self) -> None:
        """Renew titles and the hint."""
        self._gradients.title.setText(
            self.tr("Size of the gradient (root mean square over a layer's weights)")
        )
        self._updates.title.setText(
            self.tr("Size of a step, as a share of the weights (dotted: the rule of thumb, 0.001)")
        )
        self._empty.setText(
            self.tr(
                "Nothing has been measured in this run yet. The layers of runs trained in this "
                "window are measured after each epoch. To see a gradient vanish, train Four "
                "sigmoid layers and Four ReLU layers."
            )
        )
        self.show_run(self._record, self._style, self._moment)

    def restyle(self) -> None:
        """Renew the colours of plots, legend and cursor."""
        for plot in self.plots:
            plot.restyle()
        self.legend.restyle()
        self._cursor.restyle()
        self.show_run(self._record, self._style, self._moment)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put gradients and steps side by side where there is room."""
        super().resizeEvent(event)
        is_wide = self._is_wide()
        set_side_by_side(self._pair, is_wide)
        self._rows.setStretchFactor(self._pair, 1 if is_wide else 2)
        self._name_axis()
