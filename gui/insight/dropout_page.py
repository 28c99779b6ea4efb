"""Dropout made visible: many passes over the drawing, the masks of one, the cost with and without it."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from core.insight.neurons import Stage
from core.run.record import RunRecord
from gui.insight.activations_view import LayerBars, LayerLook
from gui.insight.inspection import Inspection
from gui.insight.layers_plot import Curve, LayerPlot
from gui.insight.spread_view import SpreadView
from gui.style import theme
from gui.style.translation import translate
from gui.widgets.panel import Panel, column, styled_label


class DropoutPage(Panel):
    """The same digit read a hundred times with dropout, one pass's masks, and the cost with and without dropout.

    Signals:
        another_requested(): other masks are wanted.
    """

    another_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._inspection: Inspection | None = None
        self._record: RunRecord | None = None
        self._hint = styled_label("quiet", self)
        self._title, self._mask_title = styled_label("title", self), styled_label("title", self)
        self._spread = SpreadView(self)
        self._another = QPushButton(self)
        self._another.clicked.connect(self.another_requested)
        self._key = styled_label("quiet", self)
        self._key.setWordWrap(True)
        self._bars: list[LayerBars] = []
        self._costs = LayerPlot(False, self)
        for label in (self._hint, self._title, self._mask_title, self._costs.title):
            label.setWordWrap(True)
        self._masks = QVBoxLayout()
        head = QHBoxLayout()
        head.addWidget(self._mask_title, 1)
        head.addWidget(self._another)
        layout = column(self, gap=2 * theme.STEP, padding=0)
        for widget in (self._hint, self._title, self._spread, self._key):
            layout.addWidget(widget)
        layout.addLayout(head)
        layout.addLayout(self._masks)
        layout.addWidget(self._costs, 1)
        layout.addStretch(1)
        self.retranslate()
        self.restyle()

    def show_inspection(self, inspection: Inspection, record: RunRecord) -> None:
        """Show the passes, if the network has dropout and there is a digit, and the curves."""
        self._inspection, self._record = inspection, record
        passes = inspection.insight.passes if inspection.insight is not None else None
        dropped = [stage for stage in inspection.stages if stage.dropout is not None]
        self._say_hint(bool(dropped), inspection.digit is not None)
        for widget in (self._title, self._spread, self._key, self._mask_title, self._another):
            widget.setVisible(passes is not None)
        if passes is not None and inspection.insight is not None:
            self._spread.show_passes(
                passes.probabilities, inspection.insight.probabilities, inspection.config.classes
            )
            answer = inspection.insight.answer
            name = inspection.config.classes[answer]
            share = float((passes.probabilities.argmax(axis=1) == answer).mean())
            text = self.tr("{count} passes with dropout: {share} of them read {digit}")
            self._title.setText(
                text.format(count=len(passes.probabilities), share=f"{share:.0%}", digit=name)
            )
        self._show_masks(dropped if passes is not None else [], inspection)
        self._show_costs(record)

    def _show_masks(self, dropped: Sequence[Stage], inspection: Inspection) -> None:
        while len(self._bars) > len(dropped):
            self._masks.removeWidget(self._bars[-1])
            bars = self._bars.pop()
            bars.hide()
            bars.deleteLater()
        while len(self._bars) < len(dropped):
            self._bars.append(LayerBars(self))
            self._bars[-1].setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._masks.addWidget(self._bars[-1])
        if inspection.insight is None or inspection.insight.passes is None:
            return
        masks = inspection.insight.passes.masks
        for stage, bars in zip(dropped, self._bars, strict=True):
            assert stage.dropout is not None
            look = LayerLook(
                translate(stage.title),
                inspection.insight.activations[stage.outcome],
                masks[stage.dropout],
            )
            bars.show_layer(look)

    def _show_costs(self, record: RunRecord) -> None:
        measured = [each for each in record.layers if each.dropout_cost is not None]
        self._costs.setVisible(bool(measured))
        x = np.array([each.epoch for each in measured], np.float64)
        with_it = np.array([each.dropout_cost for each in measured], np.float64)
        without = np.array([each.cost for each in measured], np.float64)
        curves = [
            Curve(self.tr("dropout on"), theme.run_style(1), with_it),
            Curve(self.tr("dropout off"), theme.run_style(0), without),
        ]
        self._costs.show_curves(x, curves, max([2.0, *x[-1:]]))

    def _say_hint(self, has_dropout: bool, has_digit: bool) -> None:
        if not has_dropout:
            text = self.tr("This network has no dropout. Train ReLU + Dropout to see what it does.")
        else:
            text = self.tr(
                "Draw something on the right: it is read a hundred times, each time with other neurons left out."
            )
        self._hint.setText(text)
        self._hint.setVisible(not (has_dropout and has_digit))

    def retranslate(self) -> None:
        """Titles and explanations."""
        self._key.setText(
            self.tr("Each point is one pass; the upright line is the network without dropout.")
        )
        self._mask_title.setText(self.tr("One pass: the dotted neurons are left out"))
        self._another.setText(self.tr("Another pass"))
        self._costs.title.setText(
            self.tr(
                "Cost of the same weights on 200 training images: orange with dropout, blue without"
            )
        )
        if self._inspection is not None and self._record is not None:
            self.show_inspection(self._inspection, self._record)

    def restyle(self) -> None:
        """The plot."""
        self._costs.area.restyle()
        if self._record is not None:
            self._show_costs(self._record)
