"""The scaling of pixels: three runs that differ in nothing else, from their first step on."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from core.config.choices import Pixels
from core.config.naming import automatic_name
from core.config.run import RunConfig
from core.messages import Message
from core.number_text import decimal_text, three_digits
from core.run.series import Number, RunSeries, XAxis
from core.teaching.demonstrations.pixel_choices import EPOCHS
from gui.background.jobs import JobQueue
from gui.background.latest_job import LatestJob
from gui.help.pixels_charts import Curve, Histogram, LogCurves
from gui.runs.run_store import RunStore
from gui.style import theme
from gui.style.swatches import swatch
from gui.style.translation import translate
from gui.widgets.panel import column, scrolled, styled_label
from gui.widgets.plain_text import PlainLabel

if TYPE_CHECKING:
    from core.teaching.demonstrations.pixels import FirstStep

SIZE = (225 * theme.STEP, 160 * theme.STEP)

Train = Callable[[], Mapping[str, str]]


class PixelsDialog(QDialog):
    """Histograms of the inputs, a table of the first step, and the curves of three runs.

    Args:
        config: what the runs have in common.
        train: starts the comparison; returns the run of each scaling.
    """

    def __init__(
        self,
        config: RunConfig,
        store: RunStore,
        train: Train,
        jobs: JobQueue,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Scaling the pixels"))
        self._store = store
        self._train = train
        self._measuring = LatestJob(jobs)
        self._steps: Sequence[FirstStep] = ()
        self._runs: dict[str, Pixels] = {}

        self._build(config)
        self._lay_out()
        self.resize(theme.fitted(SIZE, self.screen()))
        store.run_changed.connect(self._on_run_changed)
        self._measuring.request(partial(_first_steps, config), self._on_measured, self._on_failed)

    def _build(self, config: RunConfig) -> None:
        self._key = styled_label("quiet", self)
        self._key.setWordWrap(True)
        self._key.setText(
            self.tr(
                "How often which input comes, in logarithmic bars: most of an image is background."
            )
        )
        self._title = styled_label("heading", self)
        self._title.setText(translate(automatic_name(config)))
        self._scalings = {pixels: PlainLabel(self) for pixels in Pixels}
        self.histograms = {pixels: Histogram(self) for pixels in Pixels}
        self.table = QTreeWidget(self)
        self.table.setAccessibleName(self.tr("The first step"))
        self.table.setRootIsDecorated(False)
        self.table.setHeaderLabels(
            [
                self.tr("pixels"),
                self.tr("gradient"),
                self.tr("effect"),
                self.tr("cost of the batch"),
                self.tr("gradient, from zeros"),
                self.tr("effect, from zeros"),
            ]
        )
        self.about = styled_label("quiet", self)
        self.about.setWordWrap(True)
        self.about.setText(self._explanation())

        self.train = QPushButton(self.tr("Train all three"), self)
        self.train.setDefault(True)
        self.train.clicked.connect(self._on_train)
        self.costs, self.gradients = (LogCurves(EPOCHS, self) for _ in range(2))
        self.costs.set_title(self.tr("Cost over the epochs"))
        self.gradients.set_title(self.tr("Gradient of the first layer; 0 cannot be drawn"))

    def _explanation(self) -> str:
        """Return what the table shows, in words."""
        return self.tr(
            "The first step of the first layer: its gradient (root mean square over the weights),"
            " and the step's effect on its sums. A weight's gradient is its input times the error"
            " that comes back. With inputs 255 times as large it is 255 times as large, and so is"
            " the step of SGD, which then meets the large inputs again: 255 × 255 = 65,025. Adam's"
            " step does not depend on the gradient's size, so its effect is 255 times as large."
            " This is exact if the same error comes back, as from a first layer of zeros, on the"
            " right. From the weights that are drawn at first, the sums are 255 times as large from"
            " the start: outputs without an upper limit err more, sigmoid units are saturated and"
            " let little come back."
        )

    def _lay_out(self) -> None:
        inputs = QGridLayout()
        inputs.setHorizontalSpacing(theme.GROUP_GAP)
        for place, pixels in enumerate(Pixels):
            inputs.addWidget(self._scalings[pixels], 0, place)
            inputs.addWidget(self.histograms[pixels], 1, place)
            inputs.setColumnStretch(place, 1)
        curves = QHBoxLayout()
        curves.setSpacing(theme.GROUP_GAP)
        curves.addWidget(self.costs, 1)
        curves.addWidget(self.gradients, 1)

        content = QWidget(self)
        parts = column(content, gap=theme.PADDING, padding=theme.GROUP_GAP)
        parts.addWidget(self._title)
        parts.addWidget(self._key)
        parts.addLayout(inputs, 1)
        parts.addWidget(self.table)
        parts.addWidget(self.about)
        parts.addWidget(self.train, 0, Qt.AlignmentFlag.AlignLeft)
        parts.addLayout(curves, 2)
        column(self, padding=0).addWidget(scrolled(content, scrolls_across=False))

    # the first step

    def _on_measured(self, steps: "Sequence[FirstStep]") -> None:
        self._steps = steps
        self._show_steps()

    def _on_failed(self, reason: Message) -> None:
        self.about.setText(translate(reason))

    def _show_steps(self) -> None:
        """Show the inputs and the table; factors are relative to the first scaling."""
        if not self._steps:
            return
        self.table.clear()
        unit = self._steps[0]
        for step in self._steps:
            style = theme.run_style(self._style_of(step.pixels))
            text = self.tr("{scaling}: mean {mean}, deviation {deviation}")
            self._scalings[step.pixels].setText(
                text.format(
                    scaling=translate(step.pixels.label),
                    mean=decimal_text(step.mean, 2),
                    deviation=decimal_text(step.deviation, 2),
                )
            )
            self.histograms[step.pixels].show_counts(step.counts, step.edges, style.colour)
            item = QTreeWidgetItem(
                [
                    translate(step.pixels.label),
                    _factor(step.drawn.gradient, unit.drawn.gradient),
                    _factor(step.drawn.effect, unit.drawn.effect),
                    f"{three_digits(step.drawn.cost)} → {three_digits(step.drawn.cost_after)}",
                    _factor(step.bare.gradient, unit.bare.gradient),
                    _factor(step.bare.effect, unit.bare.effect),
                ]
            )
            item.setIcon(0, swatch(style))
            self.table.addTopLevelItem(item)
        for place in range(self.table.columnCount()):
            self.table.resizeColumnToContents(place)
        heights = self.table.header().sizeHint(), self.table.horizontalScrollBar().sizeHint()
        rows = len(self._steps) * self.table.sizeHintForRow(0)
        frame = 2 * self.table.frameWidth()
        self.table.setFixedHeight(rows + sum(size.height() for size in heights) + frame)

    def _style_of(self, pixels: Pixels) -> int:
        """Return the style of a scaling's run, or before there is one a style of its own."""
        for run, scaling in self._runs.items():
            entry = self._store.get(run)
            if scaling is pixels and entry is not None:
                return entry.style
        return list(Pixels).index(pixels)

    # the three runs

    def _on_train(self) -> None:
        """Start the comparison; it goes on if this dialog is closed."""
        self.train.setEnabled(False)
        self._runs = {run: Pixels(member) for member, run in self._train().items()}
        self._show_steps()
        self._show_runs()

    def _on_run_changed(self, run: str) -> None:
        if run in self._runs:
            self._show_runs()

    def _show_runs(self) -> None:
        costs, gradients = [], []
        for run in self._runs:
            entry = self._store.get(run)
            if entry is None:
                continue
            colour = theme.run_style(entry.style).colour
            series = RunSeries(entry.record)
            series.update()
            epochs, _, values = series.curve(Number.COST, XAxis.EPOCH)
            costs.append(Curve(colour, epochs, values))
            layers = entry.record.layers
            gradients.append(
                Curve(
                    colour,
                    np.array([measured.epoch for measured in layers], np.float64),
                    np.array([measured.layers[0].gradient for measured in layers], np.float64),
                )
            )
        self.costs.show_curves(costs)
        self.gradients.show_curves(gradients)


def _factor(value: float, unit: float) -> str:
    """Return a number, and how many times that of pixels from 0 to 1 it is."""
    if not unit:
        return three_digits(value)
    ratio = value / unit
    times = f"{ratio:,.0f}" if ratio >= 10 else f"{ratio:.1f}"
    return f"{three_digits(value)}  (× {times})"


def _first_steps(config: RunConfig) -> "Sequence[FirstStep]":
    """Measure the first steps; for the jobs' thread only."""
    from core.teaching.demonstrations.pixels import first_steps

    return first_steps(config)
