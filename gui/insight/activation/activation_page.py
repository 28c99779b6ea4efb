"""The activation function of each hidden layer, its slope, and what the layer feeds into it."""

from functools import partial
from math import prod
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from core.config.choices import Normalization
from core.config.run import RunConfig
from core.messages import Message
from core.network.weights import Weights
from core.number_text import decimal_text
from gui.background.jobs import JobQueue
from gui.background.latest_job import LatestJob
from gui.insight.activation.function_chart import FunctionChart
from gui.insight.inspection import Inspection
from gui.style import theme
from gui.style.translation import in_a_row, translate
from gui.widgets.panel import Panel, column, styled_label
from gui.widgets.plain_text import plain_tip

if TYPE_CHECKING:
    from core.insight.activation_inputs import ActivationInputs

FULL_SLOPE = 1.0  # lets a gradient through as it is


class ActivationPage(Panel):
    """A row for each hidden layer: the function on the left, its slope on the right."""

    def __init__(self, jobs: JobQueue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._measuring = LatestJob(jobs)
        self._weights: Weights | None = None  # those measured, or being measured
        self._is_normalized = False
        self._style = 0
        self._inputs: tuple[ActivationInputs, ...] | None = None
        self._rows: list[tuple[QLabel, FunctionChart, FunctionChart]] = []

        self._conclusion = styled_label("heading", self)
        self._key = styled_label("quiet", self)
        for label in (self._conclusion, self._key):
            label.setWordWrap(True)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.GROUP_GAP)
        self._grid.setVerticalSpacing(theme.STEP)
        for side in (0, 1):
            self._grid.setColumnStretch(side, 1)

        layout = column(self, gap=theme.PADDING, padding=0)
        for widget in (self._conclusion, self._key):
            layout.addWidget(widget)
        layout.addLayout(self._grid, 1000)  # up to the charts' largest height
        layout.addStretch(1)
        self.retranslate()

    def show_inspection(self, inspection: Inspection, style: int) -> None:
        """Measure the network that is inspected, unless it is the one shown.

        Args:
            style: the number of the run's style.
        """
        if inspection.weights is not self._weights:
            self._weights = inspection.weights
            self._is_normalized = inspection.config.model.norm is not Normalization.NONE
            work = partial(_measure, inspection.config, inspection.weights)
            self._measuring.request(
                work, self._on_measured, self._on_failed, topic=inspection.network.run
            )
        if style != self._style:
            self._style = style
            self._show()

    def _on_measured(self, inputs: "tuple[ActivationInputs, ...]") -> None:
        self._inputs = inputs
        self._show()

    def _on_failed(self, reason: Message) -> None:
        self._weights = None  # the next time it is tried again
        self._jobs.report(reason)

    def _show(self) -> None:
        inputs = self._inputs or ()
        while len(self._rows) < len(inputs):
            self._add_row()
        for index, row in enumerate(self._rows):
            self._grid.setRowStretch(2 * index + 1, int(index < len(inputs)))
            for widget in row:
                widget.setVisible(index < len(inputs))
        for (title, function, slope), measured in zip(self._rows, inputs, strict=False):
            name = translate(measured.stage.title)
            assert measured.stage.activation is not None
            kind = translate(measured.stage.activation.label)
            text = self.tr("{layer} · {activation} · mean slope {slope}")
            title.setText(
                text.format(layer=name, activation=kind, slope=decimal_text(measured.mean_slope, 3))
            )
            function.show_function(measured.z, measured.curve, measured.shares, self._style)
            slope.show_function(
                measured.z, measured.slope, measured.shares, self._style, FULL_SLOPE
            )
            function.setAccessibleName(self.tr("{title}: function").format(title=title.text()))
            slope.setAccessibleName(self.tr("{title}: slope").format(title=title.text()))
        self._key.setVisible(bool(inputs))
        if inputs:
            text = self.tr(
                "Left: what the function makes of a neuron's sum z. Right: its slope there. Grey: "
                "how often which z comes, over {count} test examples."
            )
            self._key.setText(text.format(count=inputs[0].images))
        self._conclude(inputs)

    def _conclude(self, inputs: "tuple[ActivationInputs, ...]") -> None:
        if self._inputs is None:
            text = ""
        elif not inputs:
            text = self.tr(
                "This network has no hidden layer, and so no activation function; or it has "
                "diverged, and has no numbers."
            )
        elif len(inputs) == 1:
            text = self.tr(
                "On its way back each gradient is multiplied by the slope: by {slope} on average."
            ).format(slope=decimal_text(inputs[0].mean_slope, 3))
        else:
            text = self.tr(
                "On its way back each gradient is multiplied by the slopes of all layers: by about "
                "{slope} from the last to the first. Weights change it, too."
            ).format(slope=f"{prod(each.mean_slope for each in inputs):.2g}")
        if inputs and self._is_normalized:
            text = in_a_row(
                text,
                self.tr(
                    "Each normalization divides it by the deviation of the sums as well, which "
                    "makes up for small slopes."
                ),
            )
        self._conclusion.setText(text)

    def _add_row(self) -> None:
        row = 2 * len(self._rows)
        title = styled_label("heading", self)
        title.setWordWrap(True)
        title.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        function, slope = FunctionChart(self), FunctionChart(self)
        self._grid.addWidget(title, row, 0, 1, 2)
        self._grid.addWidget(function, row + 1, 0)
        self._grid.addWidget(slope, row + 1, 1)
        self._rows.append((title, function, slope))

    def retranslate(self) -> None:
        """Renew all texts."""
        tip = self.tr(
            "Where a curve is flat, its slope is nearly 0, and a neuron whose sums lie there hardly"
            " learns. Sigmoid is nowhere steeper than 1/4; the slope of ReLU is 1 above 0 and 0 "
            "below."
        )
        for label in (self._key, self._conclusion):
            label.setToolTip(plain_tip(tip))
        self._show()

    def restyle(self) -> None:
        """Paint the charts in the present colours."""
        for _, function, slope in self._rows:
            function.update()
            slope.update()


def _measure(config: RunConfig, weights: Weights) -> "tuple[ActivationInputs, ...]":
    """Measure what layers feed into their functions; for the jobs' thread only."""
    from core.insight.activation_inputs import activation_inputs

    return activation_inputs(config, weights)
