import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication

from core.config.choices import Activation
from core.errors import DataError
from core.insight import activation_inputs as module
from core.insight.activation_inputs import activation_inputs
from core.messages import message
from core.number_text import decimal_text
from core.run.events import WeightsPublished
from core.run.moment import Moment
from gui.insight.activation.function_chart import Curve, FunctionChart, Shares
from gui.style import theme
from gui.style.translation import Language
from tests.gui.colours import run_colour
from tests.gui.driving import Recorder
from tests.gui.insight.test_insight_panel import HIDDEN, add, panel, press, seen, texts, weights_of

__all__ = ["panel"]


@pytest.fixture
def page(panel, store, wait):
    """The page of the activation functions, of a network with ReLU and sigmoid."""
    add(store, "a", changes={"model.hidden": HIDDEN})
    press(panel, "Activation")
    wait(lambda: len(seen(panel, FunctionChart)) == 4)
    return panel.activation_page


def measured(store):
    record = store.get("a").record
    return activation_inputs(record.config, record.weights)


def test_each_hidden_layer_has_its_function_and_its_slope(page, store):
    first, second = measured(store)
    assert f"Hidden layer 1 · ReLU · mean slope {first.own.mean_slope:.3f}" in texts(page)
    assert f"Hidden layer 2 · Sigmoid · mean slope {second.own.mean_slope:.3f}" in texts(page)
    function, slope, *_ = seen(page, FunctionChart)
    at = function._area()
    right, left = (
        QPointF(at.left() + share * at.width(), at.center().y()) for share in (0.75, 0.25)
    )
    reach = first.edges[-1]
    assert function.tip_at(right).startswith(f"z = {reach / 2:.2f}: {reach / 2:.3f};")
    assert slope.tip_at(right).startswith(f"z = {reach / 2:.2f}: 1.000;")
    assert ": 0.000;" in slope.tip_at(left)
    assert function.tip_at(QPointF(0, 0)) == ""


def test_the_slopes_of_all_layers_make_the_conclusion(page, store):
    first, second = measured(store)
    assert f"by about {first.own.mean_slope * second.own.mean_slope:.2g} from" in texts(page)


def test_it_follows_the_network_that_learns(page, panel, store, wait):
    panel._timer.stop()
    before = texts(page)
    record = store.get("a").record
    store.apply(WeightsPublished("a", Moment(2), weights_of(record.config, seed=9)))
    wait(lambda: texts(page) != before)
    assert f"mean slope {measured(store)[0].own.mean_slope:.3f}" in texts(page)


def test_a_failure_is_reported_and_tried_again_the_next_time(panel, store, wait, jobs, monkeypatch):
    def fail(*_):
        raise DataError(message("The data are gone."))

    reported = Recorder(jobs.failed)
    with monkeypatch.context() as patch:
        patch.setattr(module, "activation_inputs", fail)
        add(store, "a", changes={"model.hidden": HIDDEN})
        press(panel, "Activation")
        wait(lambda: reported.heard)
    assert str(reported.heard[0][0]) == "The data are gone."
    press(panel, "Drawing")
    press(panel, "Activation")
    wait(lambda: len(seen(panel, FunctionChart)) == 4)


def test_without_hidden_layers_it_says_so(panel, store, wait):
    add(store, "a", "logistic")
    press(panel, "Activation")
    wait(lambda: "no hidden layer" in texts(panel))
    assert not seen(panel, FunctionChart)


def test_the_curve_has_the_runs_colour_and_the_bars_are_grey(page, qapp):
    chart = seen(page, FunctionChart)[0]
    for scheme in (theme.Scheme.LIGHT, theme.Scheme.DARK):
        theme.apply(qapp, scheme)
        QApplication.processEvents()
        picture = chart.grab().toImage()
        pixels = {
            picture.pixelColor(x, y).name()
            for x in range(picture.width())
            for y in range(picture.height())
        }
        assert run_colour(0).name() in pixels
        assert theme.colours().groove in pixels


def test_it_speaks_chinese(page, translation, wait):
    translation.use(Language.CHINESE)
    wait(lambda: "平均斜率" in texts(page))


def test_all_inputs_of_one_bin_are_shown(page):
    chart = FunctionChart(page)
    chart.resize(300, 130)
    z = np.linspace(-4.0, 4.0, 9)
    style = theme.run_style(0)
    bars = Shares(np.array([0.0, 1.0]), 4.0, style)
    chart.show_functions([Curve(z, np.zeros(9), style)], bars, highest=1.0)
    chart.grab()
    area = chart._area()
    assert "100.0%" in chart.tip_at(area.center() + QPointF(area.width() / 4, 0))


def choose(page, name):
    index = page.choice.box.findText(name)
    assert index >= 0
    page.choice.box.setCurrentIndex(index)
    page.choice.box.activated.emit(index)


def test_another_function_is_drawn_over_the_same_inputs(page, store):
    choose(page, "Sigmoid")
    first, _ = measured(store)
    function, slope, other, _ = seen(page, FunctionChart)
    sigmoid = first.functions[Activation.SIGMOID]
    assert np.array_equal(function.curves[1].y, sigmoid.curve)
    assert np.array_equal(slope.curves[1].y, sigmoid.slope)
    assert f"; Sigmoid: {sigmoid.mean_slope:.3f}" in texts(page)
    assert len(other.curves) == 1  # the second layer has a sigmoid itself
    choose(page, "nothing")
    assert len(function.curves) == 1
    assert "; Sigmoid" not in texts(page)


def test_the_same_layers_of_another_run_are_drawn_with_them(page, panel, store, wait):
    add(store, "b", changes={"model.hidden": HIDDEN[::-1]})
    panel._selection.select("a")
    wait(lambda: page.choice.box.findText(store.get("b").name) >= 0)
    choose(page, store.get("b").name)
    record = store.get("b").record
    first, _ = activation_inputs(record.config, record.weights)
    wait(lambda: len(seen(page, FunctionChart)[0].curves) == 2)
    function = seen(page, FunctionChart)[0]
    assert np.array_equal(function.curves[1].y, first.own.curve)
    assert np.array_equal(function.outlines[0].shares, first.inputs.shares)
    assert function.curves[1].style.colour == run_colour(1)
    assert f"{store.get('b').name}, Sigmoid: {first.own.mean_slope:.3f}" in texts(page)
    store.set_visible("b", False)
    wait(lambda: len(seen(page, FunctionChart)[0].curves) == 1)


def test_sums_before_normalization_are_drawn_and_named(panel, store, wait):
    add(store, "a", changes={"model.hidden": HIDDEN, "model.norm": "layer"})
    press(panel, "Activation")
    wait(lambda: len(seen(panel, FunctionChart)) == 4)
    first, _ = measured(store)
    assert np.array_equal(seen(panel, FunctionChart)[0].outlines[0].shares, first.sums.shares)
    mean, deviation = (decimal_text(it, 2) for it in (first.sums.mean, first.sums.deviation))
    assert f"mean {mean}, deviation {deviation}; after it:" in texts(panel)


def test_a_network_that_diverged_is_not_said_to_lack_a_hidden_layer(page, store, wait):
    record = store.get("a").record
    numbers = {
        name: np.full_like(values, np.nan)
        for name, values in weights_of(record.config, seed=9).items()
    }
    store.apply(WeightsPublished("a", Moment(2), numbers))
    wait(lambda: "has diverged" in texts(page))
    assert "no hidden layer" not in texts(page)
