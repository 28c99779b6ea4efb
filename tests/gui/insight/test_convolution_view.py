import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from core.insight.convolution import patch_sum, strongest_point
from gui.style.translation import Language
from tests.gui.driving import LEFT
from tests.gui.insight.test_insight_panel import add, digit, panel, press, texts

__all__ = ["panel"]


@pytest.fixture
def view(panel, store, wait):
    """The convolution of a network that reads a digit."""
    add(store, "a", "cnn")
    panel.set_digit(digit())
    press(panel, "Weights")
    wait(panel.weights_page.convolution.isVisible)
    return panel.weights_page.convolution


def expected(panel, kernel, at):
    inspection = panel._inspection
    activations = inspection.insight.activations
    return patch_sum(inspection.stages[0], inspection.weights, activations, kernel, at)


def agrees(view, panel, kernel, at):
    found = expected(panel, kernel, at)
    shown = view.products.shown
    assert np.array_equal(shown.patch, found.patch)
    assert np.array_equal(shown.kernel, found.kernel)
    assert np.array_equal(shown.products, found.products)
    assert view.input.at == view.map.at == at
    numbers = f"{found.products.sum():.3f}, with the bias {found.bias:.3f}: {found.total:.3f}."
    assert numbers.replace("-", "−") in texts(view)
    assert f"Kernel {kernel} at row {at[0] + 1}, column {at[1] + 1}" in texts(view)


def test_it_begins_where_the_map_is_strongest(view, panel):
    inspection = panel._inspection
    at = strongest_point(inspection.stages[0], inspection.insight.activations, 0)
    agrees(view, panel, 0, at)


def test_a_click_in_the_digit_or_the_map_moves_the_kernel(view, panel):
    for picture, at in ((view.input, (10, 14)), (view.map, (3, 20))):
        QTest.mouseClick(picture, LEFT, pos=picture.position_of(*at).toPoint())
        agrees(view, panel, 0, at)


def test_the_arrow_keys_move_it_up_to_the_edge(view, panel):
    QTest.mouseClick(view.input, LEFT, pos=view.input.position_of(1, 1).toPoint())
    view.input.setFocus()
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Right):
        QTest.keyClick(view.input, key)
    agrees(view, panel, 0, (0, 2))
    assert not view.products.shown.patch[:2].any()  # beyond the edge


def test_a_click_on_a_kernel_chooses_it(view, panel):
    grid = panel.weights_page._grid
    QTest.mouseClick(grid, LEFT, pos=grid._area(3).center().toPoint())
    assert "Kernel 3 at" in texts(view)


def test_other_networks_have_none(panel, store, wait):
    add(store, "a", "mlp")
    panel.set_digit(digit())
    press(panel, "Weights")
    wait(lambda: "What the first layer" in texts(panel))
    assert not panel.weights_page.convolution.isVisible()


def test_it_speaks_chinese(view, translation, wait):
    translation.use(Language.CHINESE)
    wait(lambda: "乘积" in texts(view))
