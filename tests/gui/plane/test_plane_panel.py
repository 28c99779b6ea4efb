"""The tab Plane: whose networks it shows, that they are the runs' own, and how one gets there."""

from itertools import combinations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from core.config import presets
from core.config.fields import with_values
from core.config.points import REACH
from core.data.points import changes_for_own, learned_points
from core.insight.plane import LIVE_SIDE, RESTING_SIDE, survey
from core.number_text import accuracy_text
from core.run.events import EpochCompleted, WeightsPublished
from core.run.moment import Moment
from core.run.record import RunRecord
from core.storage.epoch_weights import untrained_weights
from gui.plane.plane_panel import FORM, MAX_COLUMNS, PlanePanel
from gui.plane.point_edits import with_point
from gui.runs.current_config import CurrentConfig
from gui.style import theme
from gui.style.classes import class_colour
from gui.style.translation import Language, translate
from tests.core.running import run_to_the_end
from tests.gui.colours import foreign_hues, run_colour, signs
from tests.gui.driving import LEFT, points, quick


@pytest.fixture
def current():
    return CurrentConfig(points())


@pytest.fixture
def panel(dressed, qtbot, store, controller, selection, current, moments, jobs, translation):
    made = PlanePanel(store, controller, selection, current, moments, jobs=jobs)
    qtbot.addWidget(made)
    made.resize(900, 560)
    made.show()
    qtbot.waitExposed(made)
    return made


def train(store, run, changes=None):
    config = points(changes)
    store.add(RunRecord(run, config))
    for event in run_to_the_end(config, run=run):
        store.apply(event)
    return store.get(run)


def words(panel):
    return " | ".join(label.text() for label in panel.findChildren(QLabel) if label.isVisible())


def is_map_of(column, config, weights):
    """Whether a column shows the fine map of a network."""
    found = column.chart.shown_map
    if found is None or len(found.probabilities) != RESTING_SIDE:
        return False
    expected = survey(config, weights, REACH, is_live=False)
    return np.array_equal(found.probabilities, expected.probabilities)


def test_before_any_run_the_forms_network_is_shown_as_it_would_start(panel, current, wait):
    assert list(panel.columns) == [FORM]
    column, config = panel.columns[FORM], current.config
    wait(lambda: is_map_of(column, config, untrained_weights(config)))
    assert column.lines == ("before training", "")
    assert len(column.chart.shown_points.train_x) == 160
    assert len(column.chart.shown_points.test_x) == 80

    other = with_values(config, {"seed": 7})
    current.set_config(other)
    wait(lambda: is_map_of(column, other, untrained_weights(other)))


def test_a_run_is_shown_with_its_newest_weights_and_their_accuracy(panel, store, wait):
    entry = train(store, "run")
    assert list(panel.columns) == ["run"]
    column, record = panel.columns["run"], entry.record
    wait(lambda: is_map_of(column, record.config, record.weights))
    last = record.last
    accuracy, training = accuracy_text(last.accuracy), accuracy_text(last.train_accuracy)
    assert column.lines == ("after epoch 3", f"test {accuracy}, train {training}")
    neurons = column.chart.shown_map.hidden
    assert [len(layer.shown) for layer in neurons] == [6, 4]


def test_while_it_trains_the_accuracy_is_that_of_the_last_epoch(panel, store, wait):
    config = points()
    events = run_to_the_end(config, run="run")
    store.add(RunRecord("run", config))
    first = next(event for event in events if isinstance(event, EpochCompleted))
    known = f"test {accuracy_text(first.accuracy)}, train {accuracy_text(first.train_accuracy)}"
    for event in events:
        store.apply(event)
        if event is first:
            break
    column = panel.columns["run"]
    wait(lambda: column.lines == ("after epoch 1", known))

    weights = store.get("run").record.weights
    for moment, lines in (
        (Moment(1, 5), ("in epoch 2, after batch 5", f"epoch 1: {known}")),
        (Moment(2), ("after epoch 2", known)),  # while it is being measured
    ):
        store.apply(WeightsPublished("run", moment, dict(weights)))
        wait(lambda lines=lines: column.lines == lines)


def test_while_it_trains_its_boundary_follows_coarsely_and_at_rest_finely(
    panel, store, wait, monkeypatch
):
    config = points()
    events = run_to_the_end(config, run="run")
    store.add(RunRecord("run", config))
    column, sides = panel.columns["run"], []
    column.survey.changed.connect(
        lambda: sides.append(len(column.survey.map.probabilities)) if column.survey.map else None
    )
    published = [event for event in events if isinstance(event, WeightsPublished)]
    for event in events:
        store.apply(event)
        if isinstance(event, WeightsPublished | EpochCompleted):
            wait(lambda: not column.survey._is_stale)
    wait(lambda: is_map_of(column, config, published[-1].weights))
    assert sides[0] == LIVE_SIDE
    assert sides[-1] == RESTING_SIDE


def test_up_to_three_runs_stand_side_by_side_the_selected_ones_first(panel, store, selection):
    for number in range(MAX_COLUMNS + 2):
        train(store, f"run-{number}", {"seed": number, "epochs": 1})
    assert list(panel.columns) == ["run-2", "run-3", "run-4"]
    selection.select("run-0")
    assert list(panel.columns) == ["run-0", "run-3", "run-4"]
    lefts = [column.x() for column in panel.columns.values()]
    panel.layout().activate()
    assert len({column.y() for column in panel.columns.values()}) == 1
    assert lefts == sorted(lefts)
    store.set_visible("run-0", False)
    assert list(panel.columns) == ["run-2", "run-3", "run-4"]
    store.remove("run-3")
    assert list(panel.columns) == ["run-1", "run-2", "run-4"]


def test_other_points_in_the_form_get_a_column_of_their_own(panel, store, current):
    train(store, "run")
    current.set_config(points({"data.dataset": "points-arms"}))
    assert list(panel.columns) == ["run", FORM]
    current.set_config(points({"epochs": 50}))  # the same points
    assert list(panel.columns) == ["run"]
    current.set_config(quick())
    assert list(panel.columns) == ["run"]


def test_while_points_are_set_the_form_has_all_the_space(panel, store):
    train(store, "run")
    assert list(panel.columns) == ["run"]
    QTest.mouseClick(panel.bar.edit, LEFT)
    assert list(panel.columns) == [FORM]
    QTest.mouseClick(panel.bar.edit, LEFT)
    assert list(panel.columns) == ["run"]


def test_while_points_are_set_the_boundary_that_was_learned_stays(panel, store, current, wait):
    entry = train(store, "run")
    QTest.mouseClick(panel.bar.edit, LEFT)
    weights = entry.record.weights
    wait(lambda: is_map_of(panel.columns[FORM], entry.record.config, weights))
    own = changes_for_own(current.last_valid, with_point(current.last_valid, 0.5, 0.5, 0))
    current.set_config(with_values(current.last_valid, own))
    wait(lambda: is_map_of(panel.columns[FORM], entry.record.config, weights))
    assert f"{entry.name}, before it learns" in words(panel)
    other = {"model.hidden": [{"units": 3, "activation": "tanh"}]}
    current.set_config(with_values(current.last_valid, other))  # it has learned nothing
    wait(lambda: "The network of the form" in words(panel))


def test_the_legend_names_the_classes_shown_and_no_entry_lies_over_another(panel, current, qapp):
    for dataset, names in (("points-arms", "ABC"), ("points-moons", "AB"), ("points-arms", "ABC")):
        current.set_config(points({"data.dataset": dataset}))
        qapp.processEvents()
        shown = [entry for entry in panel.legend._entries if entry.isVisible()]
        assert [entry.text.text() for entry in shown[:-4]] == list(names)
        for one, other in combinations(shown, 2):
            assert not one.geometry().intersects(other.geometry())


@pytest.mark.parametrize(("width", "height"), [(1000, 500), (500, 900)])
def test_the_map_takes_its_square_and_the_neurons_get_the_rest(panel, wait, width, height):
    chart, neurons = panel.columns[FORM].chart, panel.columns[FORM].neurons
    panel.resize(width, height)
    wait(lambda: panel.size().toTuple() == (width, height))
    wait(lambda: abs(chart.width() - chart.height()) < 2)
    assert chart.width() > 0.7 * min(width, height)
    assert min(neurons.width(), neurons.height()) > 100
    assert not neurons.geometry().intersects(chart.geometry())


def test_where_space_is_scarce_the_neurons_give_way_to_the_maps(panel, store, wait):
    for number in range(2):
        train(store, f"run-{number}", {"seed": number, "epochs": 1})
    columns = panel.columns.values()
    panel.resize(480, 330)
    wait(lambda: not any(column.neurons.isVisible() for column in columns))
    wait(lambda: all(column.chart.width() > 150 for column in columns))
    panel.resize(480, 600)
    wait(lambda: all(column.neurons.isVisible() for column in columns))


def test_runs_that_read_images_are_not_shown(panel, store, current):
    store.add(RunRecord("images", quick()))
    assert list(panel.columns) == [FORM]
    current.set_config(quick())
    assert not panel.columns
    assert panel.empty.isVisible()
    assert not panel.legend.isVisible()


def test_where_there_are_no_points_presets_are_offered(panel, current, qtbot):
    current.set_config(quick())
    names = [preset.name for preset, _ in panel.empty.buttons]
    assert names == [name for name in presets.PRESETS if name.startswith("plane-")]
    for preset, button in panel.empty.buttons:
        with qtbot.waitSignal(panel.preset_chosen) as chosen:
            QTest.mouseClick(button, LEFT)
        assert chosen.args == [preset.config]
        assert preset.config.has_points


@pytest.mark.parametrize("language", [Language.ENGLISH, Language.CHINESE])
def test_the_presets_do_not_repeat_the_name_of_the_tab_and_say_what_they_show(
    panel, current, translation, language
):
    translation.use(language)
    current.set_config(quick())
    QApplication.processEvents()
    shown = [label.text() for label in panel.empty.findChildren(QLabel)]
    for preset, button in panel.empty.buttons:
        assert not button.text().startswith(("Plane", "平面"))
        assert translate(preset.title).casefold().endswith(button.text().casefold())
        assert translate(preset.about) in shown


def test_the_page_is_wanted_when_the_form_or_a_run_has_points(panel, store, current, qtbot):
    with qtbot.waitSignal(panel.page_wanted) as wanted:
        current.set_config(quick())
    assert wanted.args == [False]
    with qtbot.waitSignal(panel.page_wanted) as wanted:
        current.set_config(points())
    assert wanted.args == [True]
    with qtbot.assertNotEmitted(panel.page_wanted):
        current.set_config(points({"epochs": 50}))
        store.add(RunRecord("images", quick()))
    with qtbot.waitSignal(panel.page_wanted) as wanted:
        store.add(RunRecord("points", points()))
    assert wanted.args == [True]


def test_a_neuron_under_the_pointer_is_shown_large(panel, current, wait):
    column = panel.columns[FORM]
    wait(lambda: column.chart.shown_map is not None)
    chart, neurons = column.chart, column.neurons
    tile = neurons._boxes().columns[1][2]
    QTest.mouseMove(neurons, tile.center().toPoint())
    wait(lambda: chart._unit is not None)
    assert np.array_equal(chart._unit, chart.shown_map.hidden[0].maps[2])
    QTest.mouseMove(neurons, QPoint(1, 1))
    wait(lambda: chart._unit is None)


def test_a_hidden_page_computes_nothing(panel, store, current, wait, monkeypatch):
    wait(lambda: panel.columns[FORM].chart.shown_map is not None)
    panel.hide()
    called = []
    monkeypatch.setattr("gui.plane.surveys._survey", lambda *_, **__: called.append(1))
    train(store, "run")
    current.set_config(points({"seed": 5}))
    column = panel.columns["run"]
    assert not column.survey._computing.is_running
    assert not called


def test_a_network_that_has_diverged_is_grey_without_a_boundary(panel, store, wait):
    entry = train(store, "run")
    broken = {name: np.full_like(array, np.nan) for name, array in entry.record.weights.items()}
    moment = entry.record.moment
    store.apply(WeightsPublished("run", moment, broken))
    column = panel.columns["run"]
    wait(lambda: column.chart.shown_map is not None)
    wait(lambda: np.isnan(column.chart.shown_map.probabilities).all())
    assert len(column.chart.shown_map.boundary) == 0
    image = column.chart.grab().toImage()
    corner = column.chart.area().topLeft().toPoint() + QPoint(5, 5)
    assert image.pixelColor(corner * image.devicePixelRatio()) == QColor(theme.colours().groove)


@pytest.mark.parametrize("scheme", [theme.Scheme.LIGHT, theme.Scheme.DARK])
def test_colours_are_those_of_classes_signs_and_runs(panel, store, qapp, wait, scheme):
    theme.apply(qapp, scheme)
    train(store, "run")
    column = panel.columns["run"]
    wait(lambda: column.chart.shown_map is not None)
    classes = [class_colour(0), class_colour(1)]
    assert foreign_hues(column.chart, classes) == set()
    # edges of both signs cross
    crossings = [theme.between(*(sign.name() for sign in signs()), share) for share in (0.2, 0.8)]
    assert foreign_hues(column.neurons, [*classes, *signs(), *crossings]) == set()
    assert foreign_hues(column, [*classes, *signs(), *crossings, run_colour(0)]) == set()


def test_the_tint_is_that_of_the_class_answered_and_the_tip_gives_its_share(panel, store, wait):
    train(store, "run", {"epochs": 30})
    column = panel.columns["run"]
    chart = column.chart
    wait(lambda: is_map_of(column, store.get("run").record.config, store.get("run").record.weights))
    shares = chart.shown_map.probabilities
    for row, line in ((5, 5), (190, 190)):
        answer = int(shares[row, line].argmax())
        x, y = ((2 * line + 1) / 200 - 1) * REACH, -((2 * row + 1) / 200 - 1) * REACH
        position = chart.position_of(x, y).toPoint()
        image = chart.grab().toImage()
        seen = image.pixelColor(position * image.devicePixelRatio())
        distances = [abs(seen.hue() - class_colour(label).hue()) for label in range(2)]
        assert int(np.argmin(distances)) == answer
        assert f"{'AB'[answer]} {shares[row, line, answer]:.0%}" in chart.tip_at(position)


def test_texts_follow_the_language(panel, current, translation, wait):
    translation.use(Language.CHINESE)
    wait(lambda: panel.columns[FORM].lines[0] == "训练开始之前")
    assert panel.columns[FORM]._name.text() == "训练设置中的网络"


def test_coordinates_and_positions_are_inverse(panel):
    chart = panel.columns[FORM].chart
    for x, y in ((0, 0), (1.2, -0.7), (-1.5, 1.5)):
        assert chart.coordinates_at(chart.position_of(x, y)) == pytest.approx((x, y), abs=2e-3)
    far = QPointF(-100, 5000)
    assert chart.coordinates_at(far) == (-REACH, -REACH)


class TestWrongLabels:
    NOISE = {"data.label_noise": 0.25, "seed": 5}

    def test_points_have_the_labels_that_are_learned_and_the_wrong_ones_a_ring(
        self, panel, store, wait
    ):
        train(store, "run", {"epochs": 1})
        wait(lambda: panel.columns["run"].chart.shown_points is not None)
        plain = signs_of_wrong(panel.columns["run"].chart)
        assert plain < 20  # pixels, of marks of other colours
        assert not panel.legend._wrong.isVisible()

        noisy = train(store, "noisy", self.NOISE | {"epochs": 1})
        chart = panel.columns["noisy"].chart
        wait(lambda: chart.shown_points is not None)
        expected = learned_points(noisy.record.config)
        assert np.array_equal(chart.shown_points.train_y, expected.train_y)
        assert len(chart.shown_points.wrong) == 40
        wait(lambda: signs_of_wrong(chart) > 40 * 15)
        assert panel.legend._wrong.isVisible()

    def test_how_many_of_them_are_learned_stands_with_the_accuracies(self, panel, store, wait):
        entry = train(store, "run", self.NOISE)
        last = entry.record.last
        learned = f"wrong labels learned {accuracy_text(last.wrong_accuracy)}"
        wait(lambda: panel.columns["run"].lines[1].endswith(learned))

    def test_the_forms_points_are_others_if_its_labels_are(self, panel, store, current, wait):
        train(store, "run", {"epochs": 1})
        assert list(panel.columns) == ["run"]
        current.set_config(points(self.NOISE))
        assert list(panel.columns) == ["run", FORM]
        current.set_config(points({"seed": 5}))  # which changes no points
        assert list(panel.columns) == ["run"]


def signs_of_wrong(chart):
    """The number of pixels about in the colour of the ring around wrong labels."""
    image = chart.grab().toImage()
    pixels = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    wrong = QColor(theme.colours().wrong)
    return sum(
        abs(pixel.red() - wrong.red()) < 50
        and abs(pixel.green() - wrong.green()) < 50
        and abs(pixel.blue() - wrong.blue()) < 50
        for pixel in pixels
    )


def test_in_little_width_fewer_networks_are_shown_and_the_others_counted(panel, store, selection):
    for number in range(3):
        train(store, f"run-{number}", {"seed": number, "epochs": 1})
    assert len(panel.columns) == 3
    assert not panel.more.isVisible()
    panel.resize(400, 560)
    assert list(panel.columns) == ["run-1", "run-2"]
    assert panel.more.isVisible()
    assert panel.more.text() == "+1 more"
    selection.select("run-0")
    assert list(panel.columns) == ["run-0", "run-2"]
    panel.resize(900, 560)
    assert len(panel.columns) == 3
    assert not panel.more.isVisible()


def test_in_a_small_column_neurons_have_space_and_the_names_of_classes_too(panel, store, wait):
    train(store, "run")
    column = panel.columns["run"]
    panel.resize(400, 330)
    wait(lambda: column.neurons.isVisible() and column.neurons.width() >= 150)
    chart = column.neurons
    last = chart._boxes().columns[-1]
    names = max(map(chart.fontMetrics().horizontalAdvance, chart._classes))
    assert all(box.left() + 20 + names <= chart.width() for box in last)


@pytest.mark.parametrize("units", [4, 16, 64])
def test_the_neurons_of_wide_layers_stay_within_a_low_diagram(panel, store, wait, units):
    layer = {"units": units, "activation": "relu", "dropout": 0.0}
    train(store, "run", {"model.hidden": [layer, layer]})
    wait(lambda: "run" in panel.columns and panel.columns["run"].survey.map is not None)
    neurons = panel.columns["run"].neurons
    neurons.resize(290, neurons.minimumSizeHint().height())
    classes = neurons._boxes().columns[-1]
    assert len({box.x() for box in classes}) == 1  # or names would lie on markers
    for tiles in neurons._boxes().columns:
        assert all(tile.top() >= 0 and tile.bottom() <= neurons.height() for tile in tiles)
