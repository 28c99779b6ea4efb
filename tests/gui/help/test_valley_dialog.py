import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from core.number_text import cost_text
from core.teaching.demonstrations import valley
from core.teaching.demonstrations.valley_choices import START, STEPS, Descent, Surface
from gui.help.valley_dialog import ValleyDialog
from gui.style import theme
from gui.style.height_map import finer
from tests.gui.driving import LEFT


@pytest.fixture
def dialog(dressed, qtbot, jobs, translation, wait):
    made = ValleyDialog(jobs)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.open()
    qtbot.waitExposed(made)
    wait(lambda: made.chart._paths)
    return made


def start_of(dialog):
    return dialog.chart.start.x(), dialog.chart.start.y()


def agrees(dialog):
    """Whether the paths are those of what is chosen."""
    descents = [descent for descent, box in dialog.descents.items() if box.isChecked()]
    expected = valley.paths(
        dialog.chosen_surface(), start_of(dialog), dialog.chosen_rate(), descents
    )
    shown = dialog.chart._paths
    return len(shown) == len(expected) and all(
        np.array_equal(one.weights, other.weights)
        for one, other in zip(shown, expected, strict=True)
    )


def test_it_begins_uphill_in_the_ravine(dialog, wait):
    assert dialog.chosen_surface() is Surface.RAVINE
    assert start_of(dialog) == START
    assert agrees(dialog)


def test_a_click_chooses_the_start(dialog, wait):
    area = dialog.chart.area()
    at = QPoint(round(area.left() + area.width() / 4), round(area.top() + area.height() / 4))
    QTest.mouseClick(dialog.chart, LEFT, pos=at)
    assert start_of(dialog) == pytest.approx((-valley.REACH / 2, valley.REACH / 2), abs=0.02)
    wait(lambda: agrees(dialog))


def test_the_start_is_dragged_and_stays_on_the_map(dialog, wait):
    chart = dialog.chart
    QTest.mousePress(chart, LEFT, pos=chart.rect().center())
    QTest.mouseMove(chart, QPoint(chart.width() * 3, chart.height() * 3))
    QTest.mouseRelease(chart, LEFT)
    assert start_of(dialog) == pytest.approx((valley.REACH, -valley.REACH))
    wait(lambda: agrees(dialog))


def test_keys_move_the_start(dialog, wait):
    dialog.chart.setFocus()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down):
        QTest.keyClick(dialog.chart, key)
    assert start_of(dialog) == pytest.approx((START[0] + 0.2, START[1] - 0.1))
    wait(lambda: agrees(dialog))


@pytest.mark.parametrize("surface", Surface)
def test_every_valley_has_its_map_and_costs(dialog, wait, surface):
    dialog.surface.setCurrentIndex(list(Surface).index(surface))
    wait(lambda: np.array_equal(dialog.chart._map, valley.cost_map(surface)))
    wait(lambda: agrees(dialog))
    for path in dialog.chart._paths:
        text = dialog.costs[path.descent].text()
        assert text == (cost_text(path.costs[-1]) if len(path.costs) > STEPS else "diverged")


def test_optimizers_are_chosen_and_named_with_their_costs(dialog, wait):
    QTest.mouseClick(dialog.descents[Descent.NESTEROV], LEFT, pos=QPoint(8, 8))
    wait(lambda: agrees(dialog) and dialog.costs[Descent.NESTEROV].text())
    QTest.mouseClick(dialog.descents[Descent.NESTEROV], LEFT, pos=QPoint(8, 8))
    wait(lambda: agrees(dialog))
    assert dialog.costs[Descent.NESTEROV].text() == ""


def test_the_learning_rate_and_the_step(dialog, wait):
    dialog.rate.setFocus()
    QTest.keyClick(dialog.rate, Qt.Key.Key_End)
    assert dialog.chosen_rate() == 1
    wait(lambda: agrees(dialog) and dialog.costs[Descent.SGD].text() == "diverged")
    dialog.step.setFocus()
    QTest.keyClick(dialog.step, Qt.Key.Key_Home)
    path = dialog.chart._paths[0]
    assert dialog.costs[Descent.SGD].text() == cost_text(path.costs[0])


def test_it_plays_to_the_end(dialog, wait):
    dialog.play.timer.setInterval(1)
    QTest.mouseClick(dialog.play, LEFT)
    assert dialog.step.value() < STEPS
    wait(lambda: dialog.step.value() == STEPS and not dialog.play.timer.isActive())
    assert dialog.play.text() == "Play"


def test_the_map_is_dark_where_the_cost_is_low_in_both_schemes(dialog, qapp):
    for scheme in (theme.Scheme.LIGHT, theme.Scheme.DARK):
        theme.apply(qapp, scheme)
        dialog.chart.restyle()
        image = dialog.chart._image
        dark, light = (
            image.pixelColor(image.width() // 2, image.height() // 2),
            image.pixelColor(0, 0),
        )
        assert dark.lightness() < light.lightness()  # as the dialog explains
        assert theme.colours().paper in (dark, light)


def test_between_points_of_the_map_heights_are_interpolated():
    heights = np.array([[0.0, 4.0], [8.0, 12.0], [8.0, 12.0]])
    fine = finer(heights, 4)
    assert fine.shape == (9, 5)
    assert np.array_equal(fine[::4, ::4], heights)
    assert fine[0].tolist() == [0, 1, 2, 3, 4]
    assert fine[2].tolist() == [4, 5, 6, 7, 8]
