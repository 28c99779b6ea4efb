"""Fooling a network: the change, the answers of all shown runs, and curves over epsilon."""

import numpy as np
import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from core.insight.predictor import Predictor
from core.robustness.attack_choices import EPSILONS, Attack
from core.robustness.attacks import Attacker
from gui.robustness.fool_page import FoolPage
from gui.style.translation import Language
from tests.gui.colours import run_colour
from tests.gui.driving import LEFT
from tests.gui.robustness.conftest import digit


@pytest.fixture
def page(shown):
    return shown(FoolPage)


def texts(page):
    return " | ".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def probabilities(entry, ink):
    predictor = Predictor(entry.record.config.model, entry.record.config.data)
    predictor.set_weights(entry.record.weights)
    return predictor.probabilities(ink)


def changed(entry, epsilon, attack):
    return Attacker(entry.record.config, entry.record.weights).changed(digit(), epsilon, attack)


def shows(page, entry, epsilon, attack):
    found = page.pictures._changed
    return found is not None and np.array_equal(found, changed(entry, epsilon, attack))


def choose(combo, index):
    combo.setCurrentIndex(index)
    combo.activated.emit(index)


def test_without_a_run_it_says_what_to_do(page):
    assert "changed so little" in page.hint.text()


def test_the_change_is_cores_for_each_choice(page, add, wait):
    entry = add("a")
    page.set_digit(digit())
    wait(lambda: shows(page, entry, 0.1, Attack()))
    page.epsilon.setValue(30)
    wait(lambda: shows(page, entry, 0.03, Attack()))
    assert "ε = 0.030" in texts(page)
    assert np.abs(page.pictures.change).max() <= 0.03 + 1e-6
    assert "change × 33" in texts(page)
    choose(page.method, 1)
    wait(lambda: shows(page, entry, 0.03, Attack(10)))
    choose(page.target, 6)
    wait(lambda: shows(page, entry, 0.03, Attack(10, 5)))


def test_all_shown_runs_read_it(page, add, wait, selection):
    entries = [add("a"), add("b", seed=4)]
    selection.set_runs(["a"])
    page.set_digit(digit())
    wait(lambda: shows(page, entries[0], 0.1, Attack()))
    image = page.pictures._changed
    for entry, row in zip(entries, page.rows.texts(), strict=True):
        for ink, text in ((digit(), row[1]), (image, row[2])):
            assert text.startswith(f"{int(probabilities(entry, ink).argmax())} (")
    selection.set_runs(["b"])
    wait(lambda: shows(page, entries[1], 0.1, Attack()))


def test_the_smallest_change_is_enough(page, add, wait):
    entry = add("a")
    page.set_digit(digit())
    wait(lambda: shows(page, entry, 0.1, Attack()))
    smallest = Attacker(entry.record.config, entry.record.weights).smallest_epsilon(
        digit(), Attack()
    )
    assert f"{smallest:.3f}" in texts(page)
    QTest.mouseClick(page.smallest, LEFT)
    assert smallest <= page.epsilon.value() / 1000 < smallest + 0.001
    wait(lambda: shows(page, entry, page.epsilon.value() / 1000, Attack()))
    before, after = page.rows.texts()[0][1:]
    assert before[0] != after[0]


def test_a_target_that_is_the_answer_already_needs_no_change(page, add, wait):
    entry = add("a")
    page.set_digit(digit())
    answer = int(probabilities(entry, digit()).argmax())
    wait(lambda: page.target.count() == 11)
    choose(page.target, answer + 1)
    wait(lambda: f"reads a {answer} already" in texts(page))
    assert not page.smallest.isEnabled()


def test_curves_of_all_shown_runs_are_measured_and_forgotten_with_another_method(page, add, wait):
    entries = [add("a"), add("b", seed=4)]
    wait(page.measure.button.isEnabled)
    QTest.mouseClick(page.measure.button, LEFT)
    wait(lambda: not page.runs.is_running)
    assert [len(curve.points) for curve in page.chart.curves] == [len(EPSILONS)] * 2
    for curve, entry in zip(page.chart.curves, entries, strict=True):
        assert curve.style.colour == run_colour(entry.style)
    heights = [point.y for point in page.chart.curves[0].points]
    assert heights[0] > heights[-1]
    choose(page.method, 1)
    assert not page.chart.curves


def test_a_measurement_can_be_cancelled(page, add, wait):
    add("a", changes={"data.test_size": 1000})
    wait(page.measure.button.isEnabled)
    QTest.mouseClick(page.measure.button, LEFT)
    wait(lambda: page.measure.progress.value() >= 1)
    QTest.mouseClick(page.measure.button, LEFT)
    assert not page.runs.is_running
    assert page.measure.button.text() == "Measure"


def test_without_a_drawing_a_test_image_is_changed(page, add, wait):
    add("a")
    wait(lambda: "reading a test image until you draw" in texts(page))
    assert page.pictures.change is not None


def test_in_chinese_targets_and_sentences_are_translated(page, add, wait, translation):
    add("a")
    page.set_digit(digit())
    wait(lambda: "From ε" in texts(page))
    translation.use(Language.CHINESE)
    wait(lambda: "起" in texts(page))
    assert page.target.itemText(0) == "任意其他类别"
