"""From logits to the cost: what softmax and cross-entropy make of the network's outputs."""

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from core.insight.cost import Numbers, cost_steps
from core.number_text import cost_text, decimal_text, probability_text
from gui.background.jobs import JobQueue
from gui.background.latest_job import LatestJob
from gui.insight.cost.calls_view import CallsView
from gui.insight.cost.cost_table import CostTable
from gui.insight.inspection import Inspection
from gui.style import theme
from gui.widgets.field_editors import QuietCombo, QuietSlider
from gui.widgets.panel import Panel, TwoColumns, column, styled_label
from gui.widgets.plain_text import PlainLabel, plain_tip

if TYPE_CHECKING:
    from core.insight.cost_calls import CostCall

TENTH_DECADES = 10  # the temperature goes from 0.1 to 10
SLIDER_WIDTH = 20 * theme.STEP
BESIDE = 150 * theme.STEP  # from this width on PyTorch's calls stand next to the table


class CostPage(Panel):
    """The table from logits to costs, and calls of PyTorch that show what it expects.

    The logits are the network's until one is dragged; what is dragged stays until another image is
    read or another run is shown.
    """

    def __init__(self, jobs: JobQueue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._calling = LatestJob(jobs)
        self._shown: tuple[Inspection, int] | None = None
        self._image: tuple[str, bytes] | None = None  # the run and the image that are shown
        self._logits: Numbers | None = None  # dragged ones
        self._calls: tuple[CostCall, ...] = ()

        self._cost = PlainLabel(self)
        self._cost.setFont(theme.sized(self.font(), theme.NUMBER, bold=True))
        self._formula = styled_label("heading", self)
        self._about = styled_label("quiet", self)
        for label in (self._formula, self._about):
            label.setWordWrap(True)

        self.table = CostTable(self)
        self.table.dragged.connect(self._on_dragged)
        self._hint = styled_label("quiet", self)
        self._hint.setWordWrap(True)
        self._calls_title = styled_label("heading", self)
        self._calls_title.setWordWrap(True)
        self.calls = CallsView(self)
        self._build_controls()
        self._lay_out()
        self.retranslate()

    def _build_controls(self) -> None:
        self._right_title = PlainLabel(self)
        self.right = QuietCombo(self)
        self._right_title.setBuddy(self.right)
        self.right.activated.connect(self._on_edited)

        self._temperature_title = PlainLabel(self)
        self.temperature = QuietSlider(self)
        self.temperature.setRange(-TENTH_DECADES, TENTH_DECADES)
        self.temperature.setMinimumWidth(SLIDER_WIDTH)
        self.temperature.valueChanged.connect(self._on_edited)
        self._temperature_title.setBuddy(self.temperature)

        self.reset = QPushButton(self)
        self.reset.clicked.connect(self._on_reset)

    def _lay_out(self) -> None:
        number, texts = QHBoxLayout(), QVBoxLayout()
        number.setSpacing(theme.GROUP_GAP)
        texts.setSpacing(0)
        number.addWidget(self._cost)
        for label in (self._formula, self._about):
            texts.addWidget(label)
        number.addLayout(texts, 1)

        controls = QGridLayout()
        controls.setHorizontalSpacing(2 * theme.STEP)
        controls.setVerticalSpacing(theme.STEP)
        controls.addWidget(self._right_title, 0, 0)
        controls.addWidget(self.right, 0, 1)
        controls.addWidget(self.reset, 0, 2)
        controls.addWidget(self._temperature_title, 1, 0)
        controls.addWidget(self.temperature, 1, 1, 1, 2)

        head = TwoColumns(BESIDE, self, shares=(2, 1))
        parts = TwoColumns(BESIDE, self, gap=theme.STEP, shares=(3, 2))
        head.left.addLayout(number)
        head.right.addLayout(controls)
        head.right.addStretch(1)
        for widget in (self.table, self._hint):
            parts.left.addWidget(widget)
        parts.left.addStretch(1)
        for other in (self._calls_title, self.calls):
            parts.right.addWidget(other)
        layout = column(self, padding=0)
        layout.addWidget(head)
        layout.addWidget(parts)
        layout.addStretch(1)

    # what is shown

    def show_inspection(self, inspection: Inspection, style: int) -> None:
        """Show the way from the logits for the digit; there must be one.

        Args:
            style: the number of the run's style.
        """
        insight, digit = inspection.insight, inspection.digit
        assert insight is not None
        assert digit is not None
        image = inspection.network.run, digit.tobytes()
        self._shown = inspection, style
        if image != self._image:
            self._image, self._logits = image, None
            self._choose_right(inspection, insight.answer)
        self._show()

    def _choose_right(self, inspection: Inspection, answer: int) -> None:
        """Offer the classes; the right one is the test image's, or else what was answered."""
        self.right.clear()
        self.right.addItems(list(inspection.config.shown_classes))
        self.right.setCurrentIndex(answer if inspection.label is None else inspection.label)

    def _own_logits(self, inspection: Inspection) -> Numbers:
        """Return the network's logits, float64 (classes,)."""
        assert inspection.insight is not None
        return inspection.insight.activations[inspection.stages[-1].outcome].astype(np.float64)

    @property
    def logits(self) -> Numbers | None:
        """The logits in the table, (classes,); None before the first network."""
        if self._shown is None:
            return None
        return self._own_logits(self._shown[0]) if self._logits is None else self._logits

    def _show(self) -> None:
        logits = self.logits
        if logits is None or self._shown is None:
            return
        inspection, style = self._shown
        is_defined = bool(np.isfinite(logits).all())
        for widget in (self.table, self._hint, self._calls_title):
            widget.setVisible(is_defined)
        if not is_defined:
            self._cost.setText("–")
            self._formula.setText("")
            self._about.setText(self.tr("This network has no answer: it has diverged."))
            self._show_calls(())
            return

        temperature = self._temperature()
        steps = cost_steps(logits, temperature)
        right = self.right.currentIndex()
        if self._logits is None:
            self.table.set_reach(logits)
        self.table.show_steps(steps, inspection.config.shown_classes, right, style)
        self._show_cost(float(steps.costs[right]), float(steps.probabilities[right]), inspection)

        text = self.tr("Temperature {value}")
        self._temperature_title.setText(text.format(value=decimal_text(temperature, 2)))
        self.reset.setEnabled(self._logits is not None or temperature != 1)
        self._calling.request(partial(_calls, logits / temperature, right), self._show_calls)

    def _temperature(self) -> float:
        return float(10 ** (self.temperature.value() / TENTH_DECADES))

    def _show_cost(self, cost: float, share: float, inspection: Inspection) -> None:
        self._cost.setText(cost_text(cost))
        text = self.tr("cost = −ln of the probability of {right}, {share}")
        self._formula.setText(
            text.format(right=self.right.currentText(), share=probability_text(share))
        )
        text = self.tr(
            "Training lowers the mean of this number over the {count} images of a batch."
        )
        self._about.setText(text.format(count=inspection.config.data.batch_size))

    def _show_calls(self, calls: "tuple[CostCall, ...]") -> None:
        self._calls = calls
        self.calls.show_calls(calls)

    # what the user does

    def _on_dragged(self, index: int, logit: float) -> None:
        if self.logits is not None:
            self._logits = self.logits.copy()
            self._logits[index] = logit
            self._show()

    def _on_edited(self) -> None:
        self._show()

    def _on_reset(self) -> None:
        self._logits = None
        self.temperature.setValue(0)
        self._show()

    def retranslate(self) -> None:
        """Renew titles, tips and the shown texts."""
        self._right_title.setText(self.tr("Right class"))
        tip = self.tr(
            "The logits are divided by it before the softmax. Above 1 the probabilities become more"
            " alike, below 1 less; the answer stays the same."
        )
        for widget in (self.temperature, self._temperature_title):
            widget.setToolTip(plain_tip(tip))
        self.temperature.setAccessibleName(self.tr("Temperature"))
        self.reset.setText(self.tr("Reset"))
        self.reset.setToolTip(plain_tip(self.tr("The network's own logits, and temperature 1")))
        self.table.set_titles(
            (
                self.tr("logit z"),
                self.tr("exp(z−max)"),
                self.tr("p = softmax"),
                self.tr("−ln p"),
            ),
            self.tr(
                "Exponential: exp((z − the largest z) / temperature), so that the largest is 1; "
                "this changes no probability. Softmax: each exponential divided by the sum of all, "
                "so that the probabilities sum to 1. Cross-entropy: minus the logarithm of the "
                "probability of the right class."
            ),
        )
        self._hint.setText(
            self.tr(
                "Drag a logit, or change it with the arrow keys: raising one lowers the "
                "probabilities of all others. Only that of the right class counts for the cost."
            )
        )
        self._calls_title.setText(self.tr("The same in PyTorch: loss = nn.CrossEntropyLoss()"))
        self._show()
        self._show_calls(self._calls)


def _calls(logits: Numbers, right: int) -> "tuple[CostCall, ...]":
    """Call PyTorch's cross-entropy; for the jobs' thread only."""
    from core.insight.cost_calls import cost_calls

    return cost_calls(logits, right)
