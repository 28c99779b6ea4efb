"""Where the user chooses what to break: a layer, its units, a weight, noise, biases."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QPushButton, QSpinBox, QWidget

from core.config.model import ModelConfig
from core.insight.neurons import Activations, Stage, stages
from core.network.weights import Weights
from core.robustness.damage import (
    MAX_WEIGHT,
    Change,
    MutedUnit,
    Noise,
    RemovedBiases,
    SetWeight,
    SilencedLayer,
    damaged,
    value_of,
)
from gui.robustness.unit_grid import UnitGrid
from gui.style import theme
from gui.style.translation import translate
from gui.widgets.field_editors import LeavesWheel, QuietCombo
from gui.widgets.flow_layout import FlowLayout
from gui.widgets.panel import Panel, column, styled_label
from gui.widgets.plain_text import PlainLabel, plain_tip

STRENGTHS = (0.1, 0.25, 0.5, 1.0, 2.0)
BIAS = -1  # the input that stands for the bias
WIDTH = 24 * theme.STEP


class _Spin(LeavesWheel, QSpinBox):
    """A whole number that the wheel does not change while one scrolls."""


class _DoubleSpin(LeavesWheel, QDoubleSpinBox):
    """A number that the wheel does not change while one scrolls."""


class DamageControls(Panel):
    """Asks for a new list of changes at each click.

    Signals:
        changes_requested(object): a tuple of the changes that are to be applied from now on.
    """

    changes_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model: ModelConfig | None = None
        self._weights: Weights = {}
        self._changes: tuple[Change, ...] = ()
        self._activations: Activations | None = None
        self._build()
        self._lay_out()
        self._wire()
        self.retranslate()

    def _build(self) -> None:
        self._layer_title = PlainLabel(self)
        self.layer = QuietCombo(self)
        self._layer_title.setBuddy(self.layer)
        self.silence = QPushButton(self)
        self.strength = QuietCombo(self)
        for strength in STRENGTHS:
            self.strength.addItem(f"{strength:g} σ", strength)
        for choice in (self.layer, self.strength):
            choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.strength.setCurrentIndex(STRENGTHS.index(0.5))
        self.noise = QPushButton(self)
        self.biases = QPushButton(self)

        self._units_text = styled_label("quiet", self)
        self._units_text.setWordWrap(True)
        self.units = UnitGrid(self)

        self._weight_title = PlainLabel(self)
        self.input = _Spin(self)
        self.input.setMinimumWidth(theme.px(WIDTH))
        self.value = _DoubleSpin(self)
        self.value.setRange(-MAX_WEIGHT, MAX_WEIGHT)
        self.value.setDecimals(4)
        self.value.setSingleStep(0.1)
        self.value.setMinimumWidth(theme.px(WIDTH))
        self.set_weight = QPushButton(self)

    def _lay_out(self) -> None:
        everywhere = _flow(self, self.strength, self.noise, self.biases)
        one_layer = _flow(self, self._layer_title, self.layer, self.silence)
        self._weight = _flow(self, self._weight_title, self.input, self.value, self.set_weight)

        layout = column(self, padding=0)
        for widget in (everywhere, one_layer, self._units_text, self.units, self._weight):
            layout.addWidget(widget)

    def _wire(self) -> None:
        self.layer.activated.connect(self._on_layer_chosen)
        self.units.toggled.connect(self._on_toggled)
        self.units.picked.connect(self._on_picked)
        self.input.valueChanged.connect(self._show_value)
        self.silence.clicked.connect(lambda: self._add(SilencedLayer(self.layer.currentIndex())))
        self.biases.clicked.connect(lambda: self._add(RemovedBiases()))
        self.noise.clicked.connect(self._on_noise)
        self.set_weight.clicked.connect(self._on_weight)

    # what is shown

    def show_network(
        self,
        model: ModelConfig,
        weights: Weights,
        changes: Sequence[Change],
        activations: Activations | None,
    ) -> None:
        """Show what can be changed of a network with these weights, to which changes are applied.

        Args:
            activations: of the whole network for the digit that is read; None while none is.
        """
        is_other = self._model is None or stages(model) != stages(self._model)
        self._model, self._weights = model, weights
        self._changes, self._activations = tuple(changes), activations
        if is_other:
            self._name_layers()
            self.layer.setCurrentIndex(0)
        self._show()

    @property
    def _stages(self) -> tuple[Stage, ...]:
        return () if self._model is None else stages(self._model)

    def _name_layers(self) -> None:
        index = self.layer.currentIndex()
        self.layer.clear()
        self.layer.addItems([translate(stage.title) for stage in self._stages])
        self.layer.setCurrentIndex(index)

    def _show(self) -> None:
        layer = self.layer.currentIndex()
        if self._model is None or not 0 <= layer < len(self._stages):
            return
        stage, is_output = self._stages[layer], layer == len(self._stages) - 1
        self.silence.setEnabled(not is_output and SilencedLayer(layer) not in self._changes)
        self.biases.setEnabled(self._model.bias and RemovedBiases() not in self._changes)
        activations = None if self._activations is None else self._activations[stage.outcome]
        muted = {it.unit for it in self._changes if isinstance(it, MutedUnit) and it.layer == layer}
        if SilencedLayer(layer) in self._changes:
            muted = set(range(stage.units))
        self.units.show_units(stage.units, activations, muted, is_of_maps=stage.is_convolution)
        self._explain_units(is_output)
        self._show_weight(stage)

    def _explain_units(self, is_output: bool) -> None:
        if is_output:
            text = self.tr("The output's neurons are the answers: click one to edit its weights.")
        else:
            text = self.tr(
                "Click a neuron to mute it, again to undo that. Green: excited by the digit, "
                "violet: inhibited, empty: neither."
            )
        self._units_text.setText(text)

    def _show_weight(self, stage: Stage) -> None:
        unit, has_bias = self.units.chosen, f"{stage.name}.bias" in self._weights
        self._weight.setVisible(unit is not None)
        if unit is None:
            return
        inputs = self._weights[f"{stage.name}.weight"][unit].size
        self.input.setRange(BIAS if has_bias else 0, inputs - 1)
        self.input.setSpecialValueText(self.tr("bias") if has_bias else "")
        name = self.tr("Map {unit}:") if stage.is_convolution else self.tr("Neuron {unit}:")
        self._weight_title.setText(name.format(unit=unit))
        self._show_value()

    def _show_value(self) -> None:
        """Show the weight as it is after all changes."""
        unit, layer = self.units.chosen, self.layer.currentIndex()
        if unit is None or self._model is None:
            return
        weights = damaged(self._model, self._weights, self._changes)
        self.value.setValue(value_of(self._model, weights, layer, unit, self._input()))

    def _input(self) -> int | None:
        return None if self.input.value() == BIAS else self.input.value()

    # what the user does

    def _on_layer_chosen(self, _index: int) -> None:
        self.units.choose(None)
        self._show()

    def _on_picked(self, _unit: int) -> None:
        self._show()

    def _on_toggled(self, unit: int) -> None:
        layer = self.layer.currentIndex()
        if layer >= len(self._stages) - 1 or SilencedLayer(layer) in self._changes:
            return
        change = MutedUnit(layer, unit)
        if change in self._changes:
            remaining = tuple(other for other in self._changes if other != change)
            self.changes_requested.emit(remaining)
        else:
            self._add(change)

    def _on_noise(self) -> None:
        drawn = sum(isinstance(change, Noise) for change in self._changes)
        self._add(Noise(float(self.strength.currentData()), seed=drawn))

    def _on_weight(self) -> None:
        unit = self.units.chosen
        if unit is not None:
            layer = self.layer.currentIndex()
            self._add(SetWeight(layer, unit, self._input(), self.value.value()))

    def _add(self, change: Change) -> None:
        self.changes_requested.emit((*self._changes, change))

    def retranslate(self) -> None:
        """Renew all texts."""
        self._name_buttons()
        self.units.setAccessibleName(self.tr("Units of the layer"))
        self.input.setPrefix(self.tr("input "))
        self.input.setAccessibleName(self.tr("Input of the weight"))
        self.value.setAccessibleName(self.tr("Value of the weight"))
        self.set_weight.setText(self.tr("Set"))
        self._name_layers()
        self._show()

    def _name_buttons(self) -> None:
        self._layer_title.setText(self.tr("Layer"))
        self.silence.setText(self.tr("Silence the layer"))
        tip = self.tr("The next layer gets nothing from it: only biases are left")
        self.silence.setToolTip(plain_tip(tip))
        self.strength.setAccessibleName(self.tr("Strength of the noise"))
        self.noise.setText(self.tr("Add noise"))
        tip = self.tr(
            "Normal noise on all weights; its standard deviation is this many times that of the "
            "layer's weights"
        )
        for widget in (self.noise, self.strength):
            widget.setToolTip(plain_tip(tip))

        self.biases.setText(self.tr("Remove biases"))


def _flow(parent: QWidget, *widgets: QWidget) -> QWidget:
    """Return a row of widgets that goes on below where the width ends."""
    row = QWidget(parent)
    flow = FlowLayout(2 * theme.STEP, row)
    for widget in widgets:
        flow.addWidget(widget)
    return row
