"""The plot of what was measured in each layer."""

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from gui.insight.layers_plot import Curve, LayerPlot
from gui.style import theme


@pytest.mark.parametrize("height", [150, 260])
def test_values_stand_in_the_order_of_their_curves_which_have_one_colour(
    dressed, qtbot, translation, height
):
    plot = LayerPlot(True)
    qtbot.addWidget(plot)
    plot.resize(360, height)
    plot.show()
    qtbot.waitExposed(plot)
    ends = (0.0034, 0.0044, 0.0031)
    epochs = np.arange(1.0, 21.0)
    curves = [
        Curve(str(layer), theme.layer_style(1, layer, 3), np.linspace(0.01, end, len(epochs)))
        for layer, end in enumerate(ends)
    ]
    plot.show_curves(epochs, curves, 20)
    QApplication.processEvents()
    plot._on_view_changed()
    tops = {end: mark.value.item.pos().y() for end, mark in zip(ends, plot._marks, strict=True)}
    assert sorted(ends, key=tops.__getitem__) == sorted(ends, reverse=True)
