"""What is shown of one neuron or feature map: its name, its sum, and the names of its inputs."""

from dataclasses import replace
from functools import partial

import numpy as np
from PySide6.QtCore import QCoreApplication

from core.insight.diagram import DiagramMaker
from core.insight.neurons import explain
from gui.insight.inspection import Inspection
from gui.insight.neuron_view import NeuronSummary
from gui.style.translation import translate
from gui.style.unit_words import words_about

_NO_PICTURES = np.empty((0, 1, 1), np.float32)


def summary_of(inspection: Inspection, layer: int, unit: int) -> NeuronSummary:
    """Summarise a neuron or a map, by the indices of its layer and of itself."""
    summary = _numbers_of(inspection, layer, unit)
    return replace(summary, words=_words(inspection, layer, unit))


def _words(inspection: Inspection, layer: int, unit: int) -> str:
    """Return what a hidden unit looks for and does, in the words of the tab Network."""
    stages, insight = inspection.stages, inspection.insight
    if insight is None or layer == len(stages) - 1:
        return ""
    maker = DiagramMaker(inspection.config.model, inspection.weights)
    role = maker.role(insight.activations, layer, unit)
    output = float(np.mean(insight.activations[stages[layer].outcome][unit]))
    return "\n".join(words_about(stages, layer, role, output, inspection.config.shown_classes))


def _numbers_of(inspection: Inspection, layer: int, unit: int) -> NeuronSummary:
    stage = inspection.stages[layer]
    title = _title(inspection, layer, unit)
    activation = "" if stage.activation is None else translate(stage.activation.label)
    if stage.is_convolution:
        kernels = inspection.weights[f"{stage.name}.weight"][unit]
        names = [_kernel_name(layer, source) for source in range(len(kernels))]
        return NeuronSummary(title, activation, None, kernels, (), names)

    neuron = None
    if inspection.insight is not None:
        neuron = explain(stage, inspection.weights, inspection.insight.activations, unit)
    if layer > 0:
        input_name = partial(_input_name, inspection, layer)
        return NeuronSummary(title, activation, neuron, _NO_PICTURES, (), (), input_name)

    pictures = [inspection.images[unit]]
    captions = [QCoreApplication.translate("NeuronSummary", "weights")]
    names = [QCoreApplication.translate("NeuronSummary", "{unit}: weights")]
    if inspection.pixels is not None:
        pictures.append(inspection.images[unit] * inspection.pixels)
        captions.append(QCoreApplication.translate("NeuronSummary", "× pixels"))
        names.append(QCoreApplication.translate("NeuronSummary", "{unit}: weights × pixels"))
    names = [name.format(unit=title) for name in names]
    return NeuronSummary(title, activation, neuron, np.stack(pictures), captions, names)


def _title(inspection: Inspection, layer: int, unit: int) -> str:
    stage = inspection.stages[layer]
    number: int | str = unit
    if stage.activation is None:
        text = QCoreApplication.translate("NeuronSummary", "{layer}, class {number}")
        number = inspection.config.shown_classes[unit]
    elif stage.is_convolution:
        text = QCoreApplication.translate("NeuronSummary", "{layer}, map {number}")
    else:
        text = QCoreApplication.translate("NeuronSummary", "{layer}, neuron {number}")
    return text.format(layer=translate(stage.title), number=number)


def _kernel_name(layer: int, source: int) -> str:
    if layer == 0:
        return QCoreApplication.translate("NeuronSummary", "Kernel over the pixels")
    text = QCoreApplication.translate(
        "NeuronSummary", "Kernel over map {number} of the layer before"
    )
    return text.format(number=source)


def _input_name(inspection: Inspection, layer: int, index: int) -> str:
    source = inspection.source_of(layer, index)
    assert source is not None
    if inspection.stages[source[0]].is_convolution:
        text = QCoreApplication.translate("NeuronSummary", "map {number}")
    else:
        text = QCoreApplication.translate("NeuronSummary", "neuron {number}")
    return text.format(number=source[1])
