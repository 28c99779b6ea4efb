"""Breaking a network: what a user does on the page, and that the numbers are core's."""

from fractions import Fraction

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from core.data import datasets
from core.errors import DataError
from core.evaluation import accuracy
from core.insight.predictor import Predictor
from core.messages import message
from core.number_text import accuracy_text, probability_text
from core.robustness.damage import (
    MutedUnit,
    Noise,
    RemovedBiases,
    SetWeight,
    SilencedLayer,
    damaged,
)
from core.run.moment import Moment
from core.run.record import RunRecord
from core.run.seal import opening
from core.storage import records
from core.storage.epoch_weights import read_moment
from gui.robustness.break_page import BreakPage
from gui.style.translation import Language
from gui.widgets.plain_text import NameLabel
from tests.gui.driving import LEFT, epoch, line, points
from tests.gui.robustness.conftest import digit, publish

NARROW = 354  # pixels


@pytest.fixture
def page(shown):
    return shown(BreakPage)


def texts(page):
    return " | ".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def expected(entry, changes):
    """The accuracy and the answer to the digit, as PyTorch gives them."""
    config = entry.record.config
    weights = damaged(config.model, entry.record.weights, changes)
    right = accuracy.read(config, weights, datasets.load(config.data)).right
    predictor = Predictor(config.model, config.data)
    predictor.set_weights(weights)
    return right.mean(), predictor.probabilities(digit())


def shows(page, entry, changes):
    """Whether the page shows the accuracy, the answer and the list of these changes."""
    share, answer = expected(entry, changes)
    text = texts(page)
    number = int(answer.argmax())
    says = f"{number} ({probability_text(float(answer[number]))})"
    is_listed = page.changes.list.count() == len(changes)
    return accuracy_text(share) in text and says in text and is_listed


def click_unit(page, unit):
    grid = page.controls.units
    QTest.mouseClick(grid, LEFT, pos=grid.area(unit).center().toPoint())


class TestEmpty:
    def test_without_a_run_it_says_what_to_do(self, page):
        assert "Here you damage a network" in page.hint.text()
        assert "Press Train" in page.hint.text()
        assert page.content.isHidden()

    def test_of_points_it_leads_to_the_plane(self, page, store, add):
        store.add(RunRecord("p", points()))
        page.invalidate()
        assert "Plane" in page.hint.text()
        followed = []
        page.plane_requested.connect(lambda: followed.append(True))
        QTest.mouseClick(page.hint.button, LEFT)
        assert followed

    def test_of_the_line_it_says_why_not(self, page, store):
        store.add(RunRecord("l", line()))
        page.invalidate()
        assert "The line has no images to read" in page.hint.text()

    def test_a_network_that_has_diverged_has_nothing_to_break(self, page, store, add, wait):
        entry = add("a")
        broken = {name: array * np.nan for name, array in entry.record.weights.items()}
        entry.record.weights = broken
        page.invalidate()
        assert "has diverged" in page.hint.text()


class TestBreaking:
    def test_a_whole_network_has_its_accuracy_and_answer(self, page, add, wait):
        entry = add("a")
        page.set_digit(digit())
        wait(lambda: shows(page, entry, ()))
        assert "nothing changed" in texts(page)
        assert not page.changes.undo.isEnabled()

    def test_a_click_mutes_a_neuron_and_another_lets_it_be_heard(self, page, add, wait):
        entry = add("a")
        page.set_digit(digit())
        wait(lambda: shows(page, entry, ()))
        click_unit(page, 5)
        wait(lambda: shows(page, entry, (MutedUnit(0, 5),)))
        assert set(page.controls.units.muted) == {5}
        click_unit(page, 7)
        wait(lambda: shows(page, entry, (MutedUnit(0, 5), MutedUnit(0, 7))))
        click_unit(page, 5)
        wait(lambda: shows(page, entry, (MutedUnit(0, 7),)))
        assert set(page.controls.units.muted) == {7}

    def test_with_the_keyboard(self, page, add, wait):
        entry = add("a")
        page.set_digit(digit())
        wait(lambda: shows(page, entry, ()))
        grid = page.controls.units
        grid.setFocus()
        QTest.keyClick(grid, Qt.Key.Key_Right)
        QTest.keyClick(grid, Qt.Key.Key_Right)
        assert page.changes_of("a") == ()
        QTest.keyClick(grid, Qt.Key.Key_Space)
        assert page.changes_of("a") == (MutedUnit(0, 1),)

    def test_undo_takes_the_last_change_back(self, page, add, wait):
        entry = add("a")
        page.set_digit(digit())
        wait(lambda: shows(page, entry, ()))
        click_unit(page, 5)
        click_unit(page, 7)
        page.controls.units.setFocus()
        QTest.keyClick(page.controls.units, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert page.changes_of("a") == (MutedUnit(0, 5),)

    def test_all_buttons_break_and_each_change_can_be_taken_back(self, page, add, wait):
        entry = add("a")
        page.set_digit(digit())
        wait(lambda: shows(page, entry, ()))
        controls = page.controls
        for button in (controls.silence, controls.noise, controls.biases):
            QTest.mouseClick(button, LEFT)
        changes = (SilencedLayer(0), Noise(0.5, 0), RemovedBiases())
        assert page.changes_of("a") == changes
        wait(lambda: shows(page, entry, changes))
        assert not controls.silence.isEnabled()
        assert not controls.biases.isEnabled()

        page.changes.list.setCurrentRow(1)  # the noise, as the newest is on top
        QTest.mouseClick(page.changes.take_back, LEFT)
        wait(lambda: shows(page, entry, (changes[0], changes[2])))
        QTest.mouseClick(page.changes.undo, LEFT)
        wait(lambda: shows(page, entry, changes[:1]))
        QTest.mouseClick(page.changes.take_back_all, LEFT)
        wait(lambda: shows(page, entry, ()))

    def test_noise_is_another_one_each_time(self, page, add, wait):
        add("a")
        wait(page.controls.isVisible)
        page.controls.strength.setCurrentIndex(0)
        QTest.mouseClick(page.controls.noise, LEFT)
        QTest.mouseClick(page.controls.noise, LEFT)
        assert page.changes_of("a") == (Noise(0.1, 0), Noise(0.1, 1))

    def test_a_weight_and_a_bias_get_other_values(self, page, add, wait):
        entry = add("a")
        page.set_digit(digit())
        wait(lambda: shows(page, entry, ()))
        controls = page.controls
        controls.layer.setCurrentIndex(1)
        controls.layer.activated.emit(1)
        click_unit(page, 3)  # the outputs are not muted
        assert page.changes_of("a") == ()
        assert not controls.silence.isEnabled()
        controls.input.setValue(4)
        assert controls.value.value() == pytest.approx(
            float(entry.record.weights["linear_2.weight"][3, 4]), abs=1e-4
        )
        controls.value.setValue(9)
        QTest.mouseClick(controls.set_weight, LEFT)
        controls.input.setValue(-1)
        assert controls.input.text() == "bias"
        controls.value.setValue(50)
        QTest.mouseClick(controls.set_weight, LEFT)
        changes = (SetWeight(1, 3, 4, 9.0), SetWeight(1, 3, None, 50.0))
        assert page.changes_of("a") == changes
        wait(lambda: shows(page, entry, changes))
        assert "3 (" in texts(page)
        controls.input.setValue(4)
        assert controls.value.value() == 9

    def test_the_confusions_are_those_after_or_before(self, page, add, wait):
        entry = add("a")
        page.set_digit(digit())
        QTest.mouseClick(page.controls.silence, LEFT)
        wait(lambda: shows(page, entry, (SilencedLayer(0),)))
        columns = [
            sum(page.confusion.count((row, given)) for row in range(10)) for given in range(10)
        ]
        assert sorted(columns)[-1] == 300  # biases alone give one answer
        page.which.setCurrentIndex(1)
        page.which.activated.emit(1)
        columns = [
            sum(page.confusion.count((row, given)) for row in range(10)) for given in range(10)
        ]
        assert sorted(columns)[-1] < 300

    def test_without_a_drawing_a_test_image_is_read(self, page, add, wait):
        add("a")
        wait(lambda: "reading a test image until you draw" in texts(page))
        page.set_digit(digit())
        wait(lambda: "reading a test image" not in texts(page))


class TestRuns:
    def test_each_run_has_its_own_changes(self, page, add, selection, wait):
        first, second = add("a"), add("b", seed=4)
        page.set_digit(digit())
        wait(lambda: shows(page, second, ()))
        click_unit(page, 2)
        wait(lambda: shows(page, second, (MutedUnit(0, 2),)))
        selection.set_runs(["a"])
        wait(lambda: shows(page, first, ()))
        selection.set_runs(["b"])
        wait(lambda: shows(page, second, (MutedUnit(0, 2),)))

    def test_changes_apply_to_newer_weights(self, page, add, store, wait):
        entry = add("a")
        page.set_digit(digit())
        click_unit(page, 2)
        wait(lambda: shows(page, entry, (MutedUnit(0, 2),)))
        publish(store, "a", 7)
        wait(lambda: shows(page, entry, (MutedUnit(0, 2),)))

    def test_another_form_of_network_can_be_broken(self, page, add, wait):
        add("a")
        page.set_digit(digit())
        click_unit(page, 11)
        entry = add("b", changes={"model.hidden": [{"units": 5}, {"units": 30}]})
        wait(lambda: shows(page, entry, ()))
        assert page.controls.layer.count() == 3
        page.controls.layer.setCurrentIndex(1)
        page.controls.layer.activated.emit(1)
        click_unit(page, 29)
        wait(lambda: shows(page, entry, (MutedUnit(1, 29),)))

    def test_a_convolution_shows_how_far_it_is(self, page, add, wait):
        entry = add("a", preset="cnn", changes={"data.test_size": 1500})
        page.set_digit(digit())
        wait(page.progress.isVisible)
        wait(lambda: shows(page, entry, ()))
        assert not page.progress.isVisible()
        click_unit(page, 3)
        wait(lambda: shows(page, entry, (MutedUnit(0, 3),)))
        assert "Convolution 1: map 3 muted" in page.changes.list.item(0).text()

    def test_nothing_is_computed_while_it_is_hidden(self, page, add, monkeypatch, wait):
        page.hide()
        asked = []
        monkeypatch.setattr(accuracy, "logits", lambda *a: asked.append(a))
        add("a")
        page.set_digit(digit())
        assert not asked
        assert page._asked is None

    def test_what_fails_is_reported_and_tried_again(self, page, add, jobs, monkeypatch, wait):
        def fail(_config):
            raise DataError(message("The data are gone."))

        reported = []
        jobs.failed.connect(reported.append)
        with monkeypatch.context() as gone:
            gone.setattr(datasets, "load", fail)
            entry = add("a")
            page.set_digit(digit())
            wait(lambda: any("The data are gone." in str(reason) for reason in reported))
        click_unit(page, 2)
        wait(lambda: shows(page, entry, (MutedUnit(0, 2),)))


class TestARunThatTrains:
    def test_it_is_read_within_an_epoch_if_it_has_not_been(
        self, page, training, selection, store, wait
    ):
        """Though another run's test images have been read with the same changes."""
        first = training("a")
        page.set_digit(digit())
        wait(lambda: shows(page, first, ()))
        second = training("b", seed=4)
        publish(store, "b", 5, Moment(1, 3))
        selection.set_runs(["b"])
        wait(lambda: shows(page, second, ()))

    def test_it_keeps_its_accuracy_with_the_moment_until_the_end_of_the_epoch(
        self, page, training, store, wait, assessed, done
    ):
        entry = training("a")
        page.set_digit(digit())
        wait(lambda: shows(page, entry, ()))
        accuracy = accuracy_text(expected(entry, ())[0])
        del assessed[:]
        publish(store, "a", 3, Moment(1, 3))
        page.invalidate()
        done()
        assert accuracy in texts(page)
        assert "nothing changed · after epoch 1" in texts(page)
        assert not assessed

        publish(store, "a", 4, Moment(2))
        wait(lambda: shows(page, entry, ()))
        wait(lambda: "after epoch 1" not in texts(page))

    def test_its_name_is_seen_next_to_a_long_moment(self, page, training, store, wait):
        training("a")
        publish(store, "a", 3, Moment(1, 3))
        page.resize(800, page.height())  # two columns
        wait(lambda: "in epoch 2, after batch 3 · reading a test image" in texts(page))
        (name,) = page._head.findChildren(NameLabel)
        wait(lambda: name.width() == name.sizeHint().width())

    def test_newer_weights_do_not_begin_it_anew(self, page, training, store, wait, seeds):
        """Its epochs are shorter than it takes to read the test images."""

        def goes_on():
            number = next(seeds)
            publish(store, "a", number, Moment(number))
            page.invalidate()
            return page.confusion.isVisible()

        training("a", preset="cnn", changes={"data.test_size": 1500})
        wait(goes_on)

    def test_once_its_test_set_is_opened_that_is_what_counts(self, page, training, store, wait):
        entry = training("a", changes={"data.validation_size": 100})
        store.apply(epoch("a", 1))
        wait(lambda: "accuracy on 100 images" in texts(page))
        store.set_openings("a", (opening(1),))
        page.set_digit(digit())
        wait(lambda: shows(page, entry, ()))
        assert "accuracy on 300 images" in texts(page)


class TestKept:
    def test_it_follows_the_moment_of_the_slider(self, page, entry, moments, wait, tmp_path):
        page.set_digit(digit())
        click_unit(page, 4)
        wait(lambda: shows(page, entry, (MutedUnit(0, 4),)))
        wait(lambda: Fraction(1) in moments.choices)
        moments.show(Fraction(1))
        config, earlier = (
            entry.record.config,
            read_moment(tmp_path / "parent", Moment(1), entry.record.config),
        )
        weights = damaged(config.model, earlier, [MutedUnit(0, 4)])
        right = accuracy.read(config, weights, datasets.load(config.data)).right
        wait(lambda: accuracy_text(right.mean()) in texts(page))
        assert "after epoch 1" in texts(page)
        assert not page.changes.fork.isEnabled()
        assert "finished run ended" in page.changes.fork.toolTip()

    def test_a_fork_is_a_new_run_with_the_damaged_weights(
        self, page, kept, entry, store, wait, tmp_path
    ):
        page.fork_requested.connect(kept.keep_changed)
        page.set_digit(digit())
        wait(lambda: shows(page, entry, ()))
        assert not page.changes.fork.isEnabled()
        click_unit(page, 4)
        wait(page.changes.fork.isEnabled)
        QTest.mouseClick(page.changes.fork, LEFT)
        wait(lambda: len(store.entries()) == 2)

        fork, model = store.entries()[1], entry.record.config.model
        assert fork.is_visible
        assert fork.name == f"{entry.name}, damaged"
        assert fork.record.forked_from == ("parent", 2)
        assert len(fork.record.epochs) == 2
        whole = records.open_run(tmp_path / "parent").weights
        expected = damaged(model, whole, [MutedUnit(0, 4)])
        for found in (fork.record.weights, records.open_run(fork.folder).weights):
            assert all(np.array_equal(found[name], expected[name]) for name in expected)
        assert entry.record.weights["linear_2.weight"][:, 4].any()

    def test_of_a_run_that_is_not_kept_there_is_none(self, page, add, wait):
        entry = add("a")
        page.set_digit(digit())
        click_unit(page, 1)
        wait(lambda: shows(page, entry, (MutedUnit(0, 1),)))
        assert not page.changes.fork.isEnabled()
        assert "kept run with a completed epoch" in page.changes.fork.toolTip()


def test_in_chinese_the_changes_are_named_anew(page, add, wait, translation):
    entry = add("a")
    page.set_digit(digit())
    click_unit(page, 1)
    wait(lambda: shows(page, entry, (MutedUnit(0, 1),)))
    translation.use(Language.CHINESE)
    wait(lambda: page.changes.list.count() and "屏蔽" in page.changes.list.item(0).text())
    assert page.controls.layer.itemText(0) == "隐藏层 1"


def test_confusions_fit_into_the_least_width(page, add, wait):
    """That is what a window of 1024 pixels leaves: the axis goes, the numbers stay."""
    add("a")
    wait(page.confusion.isVisible)
    assert page.minimumSizeHint().width() <= NARROW
