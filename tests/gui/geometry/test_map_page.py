"""The page Map: whose maps it shows, that they are core's, and how one finds out about an image."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QToolButton

from core.errors import DataError
from core.geometry.activation_map import activation_map
from core.insight.neurons import INPUT
from core.messages import message
from core.run.events import WeightsPublished
from core.run.moment import Moment
from core.run.record import RunRecord
from core.run.seal import opening
from core.storage.epoch_weights import untrained_weights
from gui.geometry import map_column
from gui.geometry.map_page import MapPage
from gui.style import classes
from gui.style.translation import Language
from tests.gui.colours import run_colour, signs
from tests.gui.driving import LEFT, epoch, quick

HIDDEN = [{"units": 40, "activation": "tanh"}, {"units": 30, "activation": "relu"}]


@pytest.fixture
def page(dressed, qtbot, store, selection, moments, jobs, translation):
    made = MapPage(store, selection, moments, jobs)
    qtbot.addWidget(made)
    made.resize(800, 600)
    made.show()
    qtbot.waitExposed(made)
    return made


def add(store, run, seed=0, changes=None):
    """A run with weights of this seed."""
    config = quick("mlp", {"model.hidden": HIDDEN, "data.test_size": 300} | (changes or {}))
    store.add(RunRecord(run, config))
    drawn = untrained_weights(config.model_copy(update={"seed": seed}))
    store.apply(WeightsPublished(run, Moment(1), drawn))
    return store.get(run)


def shows(column, entry, layer="relu_2"):
    """Whether a column shows the map of a run's newest weights."""
    found, record = column.map, entry.record
    if found is None or found.layer != layer or found.weights is not record.weights:
        return False
    expected = activation_map(record.config, record.weights, layer)
    return np.array_equal(found.positions, expected.positions)


def visible(page):
    return [column for column in page.columns if column.isVisible()]


def texts(page):
    return " | ".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def place(column, number):
    return QPoint(*np.round(column.chart._places[number]).astype(int).tolist())


def lonely(column):
    """The number of an image with no other one nearby, in the whole widget."""
    places = column.chart._places
    distances = np.hypot(*(places[:, None] - places[None]).transpose(2, 0, 1))
    np.fill_diagonal(distances, np.inf)
    return int(distances.min(axis=1).argmax())


class TestWhatIsShown:
    def test_without_a_run_it_says_what_to_do(self, page):
        assert "Press Train" in texts(page)
        assert not visible(page)

    def test_the_deepest_hidden_layer_is_shown_at_first_and_others_on_request(
        self, page, store, wait
    ):
        entry = add(store, "a")
        (column,) = visible(page)
        wait(lambda: shows(column, entry))
        names = [column.layer.itemText(index) for index in range(column.layer.count())]
        assert names == ["Pixels", "Hidden layer 1", "Hidden layer 2", "Output"]
        assert column.layer.currentText() == "Hidden layer 2"
        assert f"shows {column.map.share:.0%} of the variance" in texts(page)

        column.layer.setFocus()
        QTest.keyClick(column.layer, Qt.Key.Key_Home)
        wait(lambda: shows(column, entry, INPUT))

    def test_two_runs_are_shown_side_by_side_and_the_selected_one_of_three(
        self, page, store, selection, wait
    ):
        entries = [add(store, run, seed) for seed, run in enumerate("abc")]
        wait(lambda: len(visible(page)) == 2)
        assert [column.run for column in page.columns] == ["b", "c"]
        selection.select("a")
        assert [column.run for column in page.columns] == ["a", "c"]
        for column, entry in zip(page.columns, entries[::2], strict=True):
            wait(lambda column=column, entry=entry: shows(column, entry))
        store.set_visible("c", False)
        store.set_visible("b", False)
        assert [column.run for column in visible(page)] == ["a"]

    def test_new_weights_get_a_new_map(self, page, store, wait):
        entry = add(store, "a")
        (column,) = visible(page)
        wait(lambda: shows(column, entry))
        drawn = untrained_weights(entry.record.config.model_copy(update={"seed": 5}))
        store.apply(WeightsPublished("a", Moment(2), drawn))
        wait(lambda: shows(column, entry))
        assert "after epoch 2" in texts(page)

    def test_once_its_test_set_is_opened_its_images_are_on_the_map(self, page, store, wait):
        entry = add(store, "a", changes={"data.validation_size": 100})
        store.apply(epoch("a", 1))
        (column,) = visible(page)
        wait(lambda: column.map is not None and len(column.map.sample.labels) == 100)
        store.set_openings("a", (opening(1),))
        wait(lambda: len(column.map.sample.labels) == 300)
        wait(lambda: shows(column, entry))

    def test_nothing_is_computed_while_the_page_is_hidden(self, page, store, wait, jobs, qtbot):
        page.hide()
        entry = add(store, "a")
        done = []
        jobs.submit(lambda: None, done.append)
        wait(lambda: done)
        assert page.columns[0].map is None
        page.show()
        wait(lambda: shows(page.columns[0], entry))

    def test_a_network_that_has_diverged_is_named(self, page, store, wait):
        entry = add(store, "a")
        broken = {name: array * np.float32(np.nan) for name, array in entry.record.weights.items()}
        store.apply(WeightsPublished("a", Moment(2), broken))
        page.set_digit(np.ones((28, 28), np.float32))
        wait(lambda: "has diverged" in texts(page))
        QTest.mouseClick(page.columns[0].chart, LEFT)

    def test_a_map_that_fails_says_why_and_is_computed_when_asked_again(
        self, page, store, wait, monkeypatch
    ):
        def fail(*_):
            raise DataError(message("The data are gone."))

        with monkeypatch.context() as broken:
            broken.setattr(map_column, "_map_of", fail)
            entry = add(store, "a")
            wait(lambda: "The data are gone." in texts(page))
            assert page.columns[0].map is None
        page.hide()
        page.show()
        wait(lambda: shows(page.columns[0], entry))
        assert "The data are gone." not in texts(page)

    def test_all_is_translated(self, page, store, wait, translation):
        entry = add(store, "a")
        wait(lambda: shows(page.columns[0], entry))
        before = texts(page)
        translation.use(Language.CHINESE)
        wait(lambda: "方差" in texts(page))
        assert "隐藏层 2" in page.columns[0].layer.currentText()
        assert page.columns[0].layer.currentData() == "relu_2"
        translation.use(Language.ENGLISH)
        wait(lambda: texts(page) == before)


class TestImages:
    def test_a_click_shows_an_image_in_both_maps(self, page, store, wait):
        entries = [add(store, run, seed) for seed, run in enumerate("ab")]
        for column, entry in zip(page.columns, entries, strict=True):
            wait(lambda column=column, entry=entry: shows(column, entry))
        first, second = page.columns
        number = lonely(first)
        before = second.chart.grab().toImage()
        QTest.mouseClick(first.chart, LEFT, pos=place(first, number))
        assert (first.chart.picked, second.chart.picked) == (number, number)
        assert second.chart.grab().toImage() != before
        label, answer = first.map.sample.labels[number], first.map.answers[number]
        words = f"{label}, read as {answer}" if label != answer else f"{label}, read correctly"
        assert first.chart.accessibleDescription() == words

        corner = QPoint(2, 2)
        assert first.chart.image_at(corner) is None
        QTest.mouseClick(first.chart, LEFT, pos=corner)
        assert first.chart.picked is second.chart.picked is None

    def test_the_pointer_shows_an_image_while_it_is_there(self, page, store, wait, qtbot):
        entry = add(store, "a")
        column = page.columns[0]
        wait(lambda: shows(column, entry))
        before = column.chart.grab().toImage()
        QTest.mouseMove(column.chart, place(column, lonely(column)))
        wait(lambda: column.chart.grab().toImage() != before)
        assert column.chart.picked is None
        QTest.mouseMove(column.chart, QPoint(2, 2))
        wait(lambda: column.chart.grab().toImage() == before)

    def test_arrow_keys_pick_images_and_only_those_of_a_class_that_stands_out(
        self, page, store, wait
    ):
        entry = add(store, "a")
        column = page.columns[0]
        wait(lambda: shows(column, entry))
        column.chart.setFocus()
        for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left):
            QTest.keyClick(column.chart, key)
        assert column.chart.picked == 0

        three = next(b for b in page.findChildren(QToolButton) if b.text() == "3")
        QTest.mouseClick(three, LEFT)
        numbers = np.flatnonzero(column.map.sample.labels == 3)
        for expected in numbers[:3]:
            QTest.keyClick(column.chart, Qt.Key.Key_Right)
            assert column.chart.picked == expected

        QTest.mouseClick(three, LEFT)
        assert column.chart.chosen is None

    def test_a_class_stands_out_in_both_maps(self, page, store, wait):
        entries = [add(store, run, seed) for seed, run in enumerate("ab")]
        for column, entry in zip(page.columns, entries, strict=True):
            wait(lambda column=column, entry=entry: shows(column, entry))
        first, second = (
            next(b for b in page.findChildren(QToolButton) if b.text() == name) for name in "37"
        )
        QTest.mouseClick(first, LEFT)
        QTest.mouseClick(second, LEFT)
        assert [column.chart.chosen for column in page.columns] == [7, 7]
        assert not first.isChecked()


class TestStar:
    def test_the_drawing_lies_where_the_network_puts_it(self, page, store, wait):
        entry = add(store, "a")
        column = page.columns[0]
        wait(lambda: shows(column, entry))
        number = lonely(column)
        page.set_digit(column.map.sample.grey[number] / np.float32(255))
        star = column.chart.position_of(column.chart._star.x(), column.chart._star.y())
        assert (star.toPoint() - place(column, number)).manhattanLength() <= 2
        page.set_digit(None)
        assert column.chart._star is None

    def test_a_drawing_outside_of_the_map_lies_at_its_edge(self, page, store, wait):
        entry = add(store, "a")
        column = page.columns[0]
        wait(lambda: shows(column, entry))
        star = column.chart.position_of(1e9, -1e9)
        assert column.chart.rect().contains(star.toPoint())


class TestColours:
    def test_no_class_looks_like_another_or_like_a_run(self, page):
        looks = {(classes.class_colour(label).name(), _outline(label)) for label in range(25)}
        assert len(looks) == 25
        for one, other in ((4, 9), (3, 8), (3, 5), (7, 9), (1, 7), (5, 6), (5, 8)):
            assert classes.class_colour(one) != classes.class_colour(other)
            assert _outline(one) != _outline(other)

    def test_no_class_has_the_colour_of_a_run_or_a_sign(self, page):
        theirs = {colour.name() for colour in (*signs(), *map(run_colour, range(6)))}
        assert not theirs & {classes.class_colour(label).name() for label in range(25)}


def _outline(label):
    box = classes.marker(label, 10)
    polygon = box.toFillPolygon()
    return tuple((round(p.x(), 3), round(p.y(), 3)) for p in polygon)
