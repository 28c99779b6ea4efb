"""At 1024 x 700 what a page is about is seen at once, without scrolling."""

import pytest
from PySide6.QtWidgets import QPushButton, QScrollArea

from core.insight.neurons import stages
from core.run.events import LayersMeasured, LayerState
from core.run.record import RunRecord
from gui.insight.activation.function_chart import FunctionChart
from gui.insight.insight_panel import ACTIVATION, COST, DROPOUT, LAYERS, WEIGHTS
from gui.insight.layers_plot import LayerPlot
from gui.style.translation import Language
from tests.core.running import run_to_the_end
from tests.gui.driving import draw, points, quick

BREAK, CUT, FOOL = range(8, 11)  # pages of other rooms, after the map and the landscape
LANGUAGES = [Language.ENGLISH, Language.CHINESE]


@pytest.fixture
def trained(application, preferences):
    """Shows a finished run in a window of 1024 x 700 pixels, in an arrangement."""

    def train(name, arrangement, language):
        window, store = application.window, application.store
        preferences.language = language
        window.resize(1024, 700)
        actions = {action.data().key: action for action in window.arranger.actions}
        actions[arrangement].trigger()
        draw(window.drawing.canvas, (0.3, 0.2), (0.7, 0.2), (0.5, 0.8))
        config = quick(name, {"epochs": 1, "data.train_size": 100})
        record = RunRecord("run", config)
        for event in run_to_the_end(config, run="run"):
            record.apply(event)
        for epoch in (1, 2):
            layers = tuple(
                LayerState(stage.name, 1e-3, 1e-3, 0.1 if stage.activation else None)
                for stage in stages(config.model)
            )
            record.apply(LayersMeasured("run", epoch, layers, 1.0, 1.1))
        store.add(record)
        store.weights_changed.emit("run")
        return window

    return train


@pytest.fixture
def inside(trained):
    """Shows a page of the panel of a finished run, in the arrangement for it."""

    def show(name, page, language):
        shown = trained(name, "inside", language).inside
        shown.show_view(page)
        return shown

    return show


def visible(page, kind):
    return [part for part in page.findChildren(kind) if part.isVisible()]


def in_sight(area, part):
    """Whether all of a part of a page is within its area."""
    viewport = area.viewport()
    top = part.mapTo(viewport, part.rect().topLeft()).y()
    return top >= 0 and top + part.height() <= viewport.height()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("name", "layers"), [("deep-sigmoid", 4), ("relu-dropout", 2)])
def test_all_activation_functions(inside, wait, name, layers, language):
    shown = inside(name, ACTIVATION, language)
    area = shown._areas[ACTIVATION]
    wait(lambda: len(visible(shown.activation_page, FunctionChart)) == 2 * layers)
    wait(lambda: area.verticalScrollBar().maximum() == 0)
    charts = visible(shown.activation_page, FunctionChart)
    assert all(in_sight(area, chart) for chart in charts)
    assert len({chart.y() for chart in charts}) == 2  # two rows
    assert len({button.y() for button in shown._head._buttons.buttons()}) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_all_neurons_of_the_first_layer_look_for(inside, wait, language):
    shown = inside("relu-dropout", WEIGHTS, language)
    area, grid = shown._areas[WEIGHTS], shown.weights_page._grid
    wait(lambda: len(grid.numbers) == 64)
    wait(lambda: in_sight(area, grid))
    assert grid._area(63).bottom() <= grid.height()


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_passes_with_dropout_and_one(inside, wait, language):
    shown = inside("relu-dropout", DROPOUT, language)
    area = shown._areas[DROPOUT]
    wait(lambda: visible(shown.dropout_page, LayerPlot))
    wait(lambda: area.verticalScrollBar().maximum() == 0)
    (another,) = visible(shown.dropout_page, QPushButton)
    assert in_sight(area, another)


@pytest.mark.parametrize("language", LANGUAGES)
def test_gradients_steps_and_idle_units_over_time(inside, wait, language):
    shown = inside("deep-sigmoid", LAYERS, language)
    area = shown._areas[LAYERS]
    wait(lambda: len(visible(shown.layers, LayerPlot)) == 3)
    wait(lambda: area.verticalScrollBar().maximum() == 0)
    gradients, updates, idle = shown.layers.plots
    assert gradients.y() == updates.y() < idle.y()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_kernel_on_the_digit_with_its_map_and_products(inside, wait, language):
    shown = inside("cnn", WEIGHTS, language)
    area, view = shown._areas[WEIGHTS], shown.weights_page.convolution
    wait(view.isVisible)
    parts = shown.weights_page._grid, view.input, view.products, view.map
    wait(lambda: all(in_sight(area, part) for part in parts))
    assert len({part.parentWidget().y() for part in parts[1:]}) == 1  # in a row


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_neurons_that_are_muted_and_what_that_costs(inside, wait, language):
    shown = inside("relu-dropout", BREAK, language)
    area = shown._areas[BREAK]
    page = area.widget()
    wait(page.confusion.isVisible)
    wait(lambda: area.verticalScrollBar().maximum() == 0)
    parts = page.controls.units, page._accuracy, page._answer, page.confusion, page.changes.undo
    assert all(in_sight(area, part) for part in parts)
    assert page.controls.units.area(511).bottom() <= page.controls.units.height()


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_cut_what_is_left_and_the_curves_of_it(inside, wait, language):
    shown = inside("relu-dropout", CUT, language)
    area = shown._areas[CUT]
    page = area.widget()
    page.share.setValue(95)
    wait(page.rows.isVisible)
    wait(lambda: area.verticalScrollBar().maximum() == 0)
    parts = page.share, page.bits, page.rows, page.after_cut, page.share_chart, page.bits_chart
    assert all(in_sight(area, part) for part in parts)
    assert page.share_chart.x() > page.share.parentWidget().x()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_digit_that_fools_and_the_curve_over_epsilon(inside, wait, language):
    shown = inside("relu-dropout", FOOL, language)
    area = shown._areas[FOOL]
    page = area.widget()
    wait(page.pictures.isVisible)
    wait(lambda: area.verticalScrollBar().maximum() == 0)
    parts = page.epsilon, page.pictures, page.rows, page.measure, page.chart
    assert all(in_sight(area, part) for part in parts)


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_rows_of_the_confusion_matrix(trained, wait, language):
    window = trained("logistic", "train", language)
    window.tabs.show_page("evaluation")
    view = window.evaluation.confusion
    wait(lambda: view._assessed is not None)
    wait(lambda: in_sight(view._area, view.chart))
    assert view.chart.area_of((9, 0)).bottom() <= view.chart.height()


@pytest.mark.parametrize("language", LANGUAGES)
def test_from_logits_to_the_cost_and_the_same_in_pytorch(inside, wait, language):
    shown = inside("logistic", COST, language)
    area, page = shown._areas[COST], shown.cost_page
    wait(lambda: page.calls.rows.topLevelItemCount() == 4)
    for call in range(4):
        page.calls.rows.setCurrentItem(page.calls.rows.topLevelItem(call))
        wait(lambda: area.verticalScrollBar().maximum() == 0)
        parts = page.table, page.right, page.temperature, page.calls.rows, page.calls._about
        assert all(in_sight(area, part) for part in parts)


@pytest.mark.parametrize("language", LANGUAGES)
def test_samples_of_all_classes_and_what_augmentation_makes_of_them(trained, wait, language):
    window = trained("logistic", "train", language)
    window.tabs.show_page("data")
    panel = window.data
    area = panel.findChild(QScrollArea)
    wait(panel.classes.isVisible)
    wait(lambda: in_sight(area, panel.classes))
    window.setup.change({"data.augment.rotation": 20.0})
    wait(lambda: panel.changed.isVisible() and panel.changed.pairs is not None)
    wait(lambda: in_sight(area, panel.changed))


@pytest.mark.parametrize("language", LANGUAGES)
def test_accuracies_of_two_networks_in_the_plane(application, preferences, wait, language):
    window, store = application.window, application.store
    preferences.language = language
    window.resize(1024, 700)
    for run, seed in (("one", 1), ("other", 2)):
        config = points({"seed": seed, "epochs": 1})
        record = RunRecord(run, config)
        for event in run_to_the_end(config, run=run):
            record.apply(event)
        store.add(record)
        store.weights_changed.emit(run)
    window.tabs.show_page("plane")
    wait(lambda: len(window.plane.columns) == 2)
    for column in window.plane.columns.values():
        wait(lambda column=column: column.lines[1])
        label = column._accuracies
        needed = label.fontMetrics().horizontalAdvance(column.lines[1])
        wait(lambda label=label, needed=needed: label.width() >= needed)
        assert column.neurons.isVisible()
