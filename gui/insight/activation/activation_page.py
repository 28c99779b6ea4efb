"""The activation function of each hidden layer, its slope, and what the layer feeds into it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from math import prod
from typing import TYPE_CHECKING

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from core.config.choices import Activation, Normalization
from core.config.run import RunConfig
from core.messages import Message
from core.network.weights import Weights
from core.number_text import decimal_text
from gui.background.jobs import JobQueue
from gui.background.latest_job import LatestJob
from gui.insight.activation.comparison_choice import ComparisonChoice
from gui.insight.activation.function_chart import MIN_WIDTH, Curve, FunctionChart, Shares
from gui.insight.activation.rivals import Rival
from gui.insight.inspection import Inspection
from gui.style import theme
from gui.style.translation import in_a_row, translate
from gui.widgets.panel import Panel, column, styled_label
from gui.widgets.plain_text import plain_tip

if TYPE_CHECKING:
    from core.insight.activation_inputs import ActivationInputs, Function

DASH = (4.0, 3.0)  # of a function that is not the layer's own
# from this width on two layers stand side by side: more than they need, or they could not go back
BESIDE = 5 * MIN_WIDTH
FEW = 2  # layers that are not, so that their charts are wide
FULL_SLOPE = 1.0  # lets a gradient through as it is


@dataclass(frozen=True)
class Compared:
    """What a layer's own function is compared with.

    Attributes:
        name: of the other function, or of the other run and its function.
        function: over the z of `inputs`.
        inputs: the layer that it is of: the same one, or the other run's.
    """

    name: str
    function: "Function"
    inputs: "ActivationInputs"
    style: theme.RunStyle


class ActivationPage(Panel):
    """For each hidden layer the function on the left and its slope on the right.

    Many layers stand two in a row where there is room, so that they are seen together.

    Another function over the same inputs, or the same layer of another run, is drawn with it.
    """

    def __init__(self, jobs: JobQueue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._measuring, self._measuring_rival = LatestJob(jobs), LatestJob(jobs)
        self._weights: Weights | None = None  # those measured, or being measured
        self._rival_weights: Weights | None = None  # the same of the run compared with
        self._is_normalized = False
        self._has_functions = False
        self._style = 0
        self._inputs: tuple[ActivationInputs, ...] | None = None
        self._rival_inputs: tuple[ActivationInputs, ...] = ()
        self._rows: list[tuple[QLabel, FunctionChart, FunctionChart]] = []

        self._conclusion = styled_label("heading", self)
        self.choice = ComparisonChoice(self)
        self.choice.chosen.connect(self._on_compared)
        self._key = styled_label("quiet", self)
        for label in (self._conclusion, self._key):
            label.setWordWrap(True)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.GROUP_GAP)
        self._grid.setVerticalSpacing(theme.STEP)
        self._placed = 0, 0  # rows, and how many of them side by side

        layout = column(self, gap=2 * theme.STEP, padding=0)
        for widget in (self._conclusion, self.choice, self._key):
            layout.addWidget(widget)
        layout.addLayout(self._grid, 1000)  # up to the charts' largest height
        layout.addStretch(1)
        self.retranslate()

    def show_inspection(
        self, inspection: Inspection, style: int, rivals: Sequence[Rival] = ()
    ) -> None:
        """Measure the network that is inspected, unless it is the one shown.

        Args:
            style: the number of the run's style.
            rivals: the other runs with which it can be compared.
        """
        if inspection.weights is not self._weights:
            self._weights = inspection.weights
            self._is_normalized = inspection.config.model.norm is not Normalization.NONE
            self._has_functions = any(stage.activation is not None for stage in inspection.stages)
            work = partial(_measure, inspection.config, inspection.weights)
            self._measuring.request(
                work, self._on_measured, self._on_failed, topic=inspection.network.run
            )
        self._style = style
        self.choice.offer(rivals)
        self._on_compared()

    def _on_compared(self) -> None:
        """Have the run measured that is compared with, unless it is."""
        rival = self.choice.rival
        if rival is None:
            self._rival_weights, self._rival_inputs = None, ()
        elif rival.network.weights is not self._rival_weights:
            self._rival_weights, self._rival_inputs = rival.network.weights, ()
            work = partial(_measure, rival.network.config, rival.network.weights)
            self._measuring_rival.request(work, self._on_rival_measured)
        self._show()

    def _on_measured(self, inputs: "tuple[ActivationInputs, ...]") -> None:
        self._inputs = inputs
        self._show()

    def _on_rival_measured(self, inputs: "tuple[ActivationInputs, ...]") -> None:
        if self.choice.rival is not None:
            self._rival_inputs = inputs
            self._show()

    def _on_failed(self, reason: Message) -> None:
        self._weights = None  # the next time it is tried again
        self._jobs.report(reason)

    def _show(self) -> None:
        inputs = self._inputs or ()
        while len(self._rows) < len(inputs):
            self._add_row()
        self._place()
        for index, row in enumerate(self._rows):
            for widget in row:
                widget.setVisible(index < len(inputs))
        for index, measured in enumerate(inputs):
            self._show_layer(index, measured, self._compared_with(index, measured))
        self._key.setVisible(bool(inputs))
        self.choice.setVisible(bool(inputs))
        self._key.setText(self._key_text(inputs))
        self._conclude(inputs)

    def _compared_with(self, index: int, measured: "ActivationInputs") -> Compared | None:
        """Return what a layer is compared with, if anything."""
        rival, kind = self.choice.rival, self.choice.function
        if rival is not None and index < len(self._rival_inputs):
            other = self._rival_inputs[index]
            assert other.stage.activation is not None
            text = self.tr("{run}, {activation}")
            name = text.format(run=rival.name, activation=_name(other.stage.activation))
            return Compared(name, other.own, other, theme.run_style(rival.style))
        if kind is None or kind is measured.stage.activation:
            return None
        style = theme.RunStyle(theme.neutral_style().colour, DASH)
        return Compared(_name(kind), measured.functions[kind], measured, style)

    def _show_layer(self, index: int, measured: "ActivationInputs", other: Compared | None) -> None:
        title, function, slope = self._rows[index]
        title.setText(self._title_of(measured, other))
        style, own = theme.run_style(self._style), measured.own
        curves = [Curve(measured.z, own.curve, style)]
        slopes = [Curve(measured.z, own.slope, style)]
        reach = float(measured.edges[-1])
        outlines = []
        if measured.sums is not None:
            quiet = theme.RunStyle(theme.neutral_style().colour, None)
            outlines.append(Shares(measured.sums.shares, reach, quiet))
        if other is not None:
            curves.append(Curve(other.inputs.z, other.function.curve, other.style))
            slopes.append(Curve(other.inputs.z, other.function.slope, other.style))
            if other.inputs is not measured:
                shares = other.inputs.inputs.shares
                outlines.append(Shares(shares, float(other.inputs.edges[-1]), other.style))

        bars = Shares(measured.inputs.shares, reach, style)
        function.show_functions(curves, bars, outlines)
        slope.show_functions(slopes, bars, outlines, FULL_SLOPE)
        function.setAccessibleName(self.tr("{title}: function").format(title=title.text()))
        slope.setAccessibleName(self.tr("{title}: slope").format(title=title.text()))

    def _title_of(self, measured: "ActivationInputs", other: Compared | None) -> str:
        """Return the layer, its function and its mean slope, and that of the other."""
        assert measured.stage.activation is not None
        text = self.tr("{layer} · {activation} · mean slope {slope}").format(
            layer=translate(measured.stage.title),
            activation=_name(measured.stage.activation),
            slope=decimal_text(measured.own.mean_slope, 3),
        )
        if other is not None:
            text = self.tr("{layer}; {other}: {slope}").format(
                layer=text, other=other.name, slope=decimal_text(other.function.mean_slope, 3)
            )
        if measured.sums is None:
            return text
        sums = self.tr(
            "Sums before normalization: mean {mean}, deviation {deviation}; after it: "
            "{after_mean}, {after_deviation}"
        ).format(
            mean=decimal_text(measured.sums.mean, 2),
            deviation=decimal_text(measured.sums.deviation, 2),
            after_mean=decimal_text(measured.inputs.mean, 2),
            after_deviation=decimal_text(measured.inputs.deviation, 2),
        )
        return f"{text}\n{sums}"

    def _key_text(self, inputs: "tuple[ActivationInputs, ...]") -> str:
        if not inputs:
            return ""
        text = self.tr(
            "Left: the function of a neuron's sum z. Right: its slope. Grey: how often which z "
            "comes, over {count} test examples."
        ).format(count=inputs[0].images)
        if self._is_normalized:
            text = in_a_row(text, self.tr("Outline: the sums before normalization."))
        return text

    def _conclude(self, inputs: "tuple[ActivationInputs, ...]") -> None:
        if self._inputs is None:
            text = ""
        elif not inputs:
            text = (
                self.tr("This network has diverged: it has no numbers that could be shown.")
                if self._has_functions
                else self.tr(
                    "This network has no hidden layer, and so no activation function. Train Four "
                    "sigmoid layers to see some."
                )
            )
        elif len(inputs) == 1:
            text = self.tr(
                "On its way back each gradient is multiplied by the slope: by {slope} on average."
            ).format(slope=decimal_text(inputs[0].own.mean_slope, 3))
        else:
            text = self.tr(
                "On its way back each gradient is multiplied by the slopes of all layers: by about "
                "{slope} from the last to the first. Weights change it, too."
            ).format(slope=_product(inputs))
        if inputs and self._rival_inputs and self.choice.rival is not None:
            other = self.tr("{run}: by {slope}.").format(
                run=self.choice.rival.name, slope=_product(self._rival_inputs)
            )
            text = in_a_row(text, other)
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
        title = styled_label("heading", self)
        title.setWordWrap(True)
        title.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        function, slope = FunctionChart(self), FunctionChart(self)
        self._rows.append((title, function, slope))

    def _place(self) -> None:
        """Put the layers below each other, or two side by side."""
        shown = len(self._inputs or ())
        across = 2 if shown > FEW and self.width() >= theme.px(BESIDE) else 1
        if self._placed != (len(self._rows), across):
            self._placed = len(self._rows), across
            for index, (title, function, slope) in enumerate(self._rows):
                row, column_ = 2 * (index // across), 2 * (index % across)
                self._grid.addWidget(title, row, column_, 1, 2)
                self._grid.addWidget(function, row + 1, column_)
                self._grid.addWidget(slope, row + 1, column_ + 1)
        for side in range(4):
            self._grid.setColumnStretch(side, int(side < 2 * across))
        for row in range(len(self._rows)):
            self._grid.setRowStretch(2 * row + 1, int(row * across < shown))

    def retranslate(self) -> None:
        """Renew all texts."""
        tip = self.tr(
            "Where a curve is flat, its slope is nearly 0, and a neuron whose sums lie there hardly"
            " learns. Sigmoid is nowhere steeper than 1/4; the slope of ReLU is 1 above 0 and 0 "
            "below."
        )
        for label in (self._key, self._conclusion):
            label.setToolTip(plain_tip(tip))
        self.choice.retranslate()
        self._show()

    def restyle(self) -> None:
        """Paint the charts in the present colours."""
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put as many layers side by side as there is room for."""
        super().resizeEvent(event)
        self._place()


def _name(activation: Activation) -> str:
    return translate(activation.label)


def _product(inputs: "tuple[ActivationInputs, ...]") -> str:
    """Return the product of the layers' mean slopes."""
    return f"{prod(each.own.mean_slope for each in inputs):.2g}"


def _measure(config: RunConfig, weights: Weights) -> "tuple[ActivationInputs, ...]":
    """Measure what layers feed into their functions; for the jobs' thread only."""
    from core.insight.activation_inputs import activation_inputs

    return activation_inputs(config, weights)
