"""Dropout made visible: many passes over the drawing, one pass's masks, the costs."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from core.insight.neurons import Stage, is_defined
from core.run.record import RunRecord
from gui.insight.activations_view import LayerActivations, LayerBars
from gui.insight.inspection import Inspection
from gui.insight.layers_plot import Curve, LayerPlot
from gui.insight.spread_view import SpreadView
from gui.style import theme
from gui.style.translation import translate
from gui.widgets.panel import Panel, TwoColumns, column, styled_label

if TYPE_CHECKING:
    from core.insight.activations import Insight, Passes

DASH = (5.0, 3.0)  # of the cost with dropout
BESIDE = 130 * theme.STEP  # from this width on one pass stands next to all of them
COSTS = 16 * theme.STEP  # the least height of their plot


class DropoutPage(Panel):
    """A digit read a hundred times with dropout, one pass's masks, and two curves of the cost.

    Signals:
        another_requested(): show another pass.
    """

    another_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._inspection: Inspection | None = None
        self._record: RunRecord | None = None
        self._style = 0

        # passes
        self._hint = styled_label("quiet", self)
        self._title = styled_label("title", self)
        self._spread = SpreadView(self)
        self._key = styled_label("quiet", self)

        # masks of one pass
        self._mask_title = styled_label("heading", self)
        self._another = QPushButton(self)
        self._another.clicked.connect(self.another_requested)
        self._bars: list[LayerBars] = []
        self._masks = QVBoxLayout()

        self._costs = LayerPlot(False, self)
        self._costs.area.setMinimumHeight(COSTS)
        policies = QSizePolicy.Policy
        self._costs.area.setSizePolicy(policies.Expanding, policies.Ignored)
        for label in (self._hint, self._title, self._key, self._mask_title, self._costs.title):
            label.setWordWrap(True)

        self._lay_out()
        self.retranslate()
        self.restyle()

    def _lay_out(self) -> None:
        mask_head = QHBoxLayout()
        mask_head.addWidget(self._mask_title, 1)
        mask_head.addWidget(self._another)
        parts = TwoColumns(BESIDE, self, gap=theme.STEP)
        all_passes, one_pass = parts.left, parts.right
        all_passes.addWidget(self._spread)
        all_passes.addWidget(self._key)
        all_passes.addStretch(1)
        one_pass.addLayout(mask_head)
        one_pass.addLayout(self._masks)
        one_pass.addWidget(self._costs, 1000)  # up to the height that there is
        one_pass.addStretch(1)

        layout = column(self, gap=theme.STEP, padding=0)
        layout.addWidget(self._hint)
        layout.addWidget(self._title)
        layout.addWidget(parts, 1000)
        layout.addStretch(1)

    def show_inspection(self, inspection: Inspection, record: RunRecord, style: int) -> None:
        """Show the passes, if the network has dropout and there is a digit, and the curves.

        Args:
            style: the number of the run's style.
        """
        self._inspection = inspection
        self._style = style
        self._record = record
        insight = inspection.insight
        passes = insight.passes if insight is not None else None
        if passes is not None and not is_defined(passes.probabilities):
            passes = None
        dropped = [stage for stage in inspection.stages if stage.dropout is not None]

        self._show_hint(bool(dropped), inspection.digit is not None, passes is not None)
        for widget in (self._title, self._spread, self._key, self._mask_title, self._another):
            widget.setVisible(passes is not None)
        if insight is not None and passes is not None:
            self._show_passes(insight, passes, inspection.config.shown_classes)
        self._show_masks(dropped if passes is not None else [], inspection)
        self._show_costs(record)
        self._costs.moment.show_at(inspection.network.earlier_epochs)

    def _show_passes(self, insight: "Insight", passes: "Passes", classes: tuple[str, ...]) -> None:
        self._spread.show_passes(passes.probabilities, insight.probabilities, classes, self._style)

        count = len(passes.probabilities)
        agree = passes.probabilities.argmax(axis=1) == insight.answer
        text = self.tr("{count} passes with dropout: {share} of them read {digit}")
        self._title.setText(
            text.format(
                count=count, share=f"{float(agree.mean()):.0%}", digit=classes[insight.answer]
            )
        )

    def _show_masks(self, dropped: Sequence[Stage], inspection: Inspection) -> None:
        self._make_bars(len(dropped))
        if not dropped or inspection.insight is None or inspection.insight.passes is None:
            return

        activations = inspection.insight.activations
        masks = inspection.insight.passes.masks
        for stage, bars in zip(dropped, self._bars, strict=True):
            assert stage.dropout is not None
            title = translate(stage.title)
            values, kept = activations[stage.outcome], masks[stage.dropout]
            bars.show_layer(LayerActivations(title, values, kept, style=self._style))

    def _make_bars(self, count: int) -> None:
        """Have as many rows of bars as there are layers with dropout."""
        while len(self._bars) > count:
            bars = self._bars.pop()
            self._masks.removeWidget(bars)
            bars.hide()
            bars.deleteLater()
        while len(self._bars) < count:
            bars = LayerBars(self)
            bars.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._bars.append(bars)
            self._masks.addWidget(bars)

    def _show_costs(self, record: RunRecord) -> None:
        measured = [layers for layers in record.layers if layers.dropout_cost is not None]
        self._costs.setVisible(bool(measured))

        x = np.array([layers.epoch for layers in measured], np.float64)
        with_dropout = np.array([layers.dropout_cost for layers in measured], np.float64)
        without = np.array([layers.cost for layers in measured], np.float64)
        colour = theme.run_style(self._style).colour
        curves = [
            Curve(self.tr("dropout on"), theme.RunStyle(colour, DASH), with_dropout),
            Curve(self.tr("dropout off"), theme.RunStyle(colour, None), without),
        ]
        self._costs.show_curves(x, curves, max([2.0, *x[-1:]]))

    def _show_hint(self, has_dropout: bool, has_digit: bool, has_passes: bool) -> None:
        if not has_dropout:
            text = self.tr("This network has no dropout. Train ReLU + Dropout to see what it does.")
        elif has_digit:
            text = self.tr("This network has no answer: it has diverged.")
        else:
            text = self.tr(
                "Draw something on the right: it is read a hundred times, each time with "
                "different neurons left out."
            )
        self._hint.setText(text)
        self._hint.setVisible(not has_passes)

    def retranslate(self) -> None:
        """Renew titles and explanations."""
        self._key.setText(
            self.tr("Each point is one pass; the upright line is the network without dropout.")
        )
        self._mask_title.setText(self.tr("One pass: the dotted neurons are left out"))
        self._another.setText(self.tr("Another pass"))
        self._costs.title.setText(
            self.tr(
                "Cost of the same weights on 200 training examples: dashed with dropout, solid "
                "without"
            )
        )
        if self._inspection is not None and self._record is not None:
            self.show_inspection(self._inspection, self._record, self._style)

    def restyle(self) -> None:
        """Renew the colours of the plot."""
        self._costs.area.restyle()
        self._costs.moment.restyle()
        if self._record is not None:
            self._show_costs(self._record)
