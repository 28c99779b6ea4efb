"""The slider through the moments of all shown runs plays, waits, and stops."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from core.network.models import build, copy_of_weights, weight_generator
from core.run.events import WeightsPublished
from core.run.moment import Moment
from core.run.record import RunRecord
from core.storage.epoch_weights import keep_epoch
from gui.stage.moment_bar import MomentBar
from tests.gui.driving import LEFT, Recorder, epoch, quick


@pytest.fixture
def bar(dressed, qtbot, translation, moments, store, tmp_path, wait):
    """Of a run with three epochs, at four times the speed."""
    made = MomentBar(moments)
    qtbot.addWidget(made)
    made.speed.setCurrentIndex(made.speed.findData(4))
    config = quick()
    store.add(RunRecord("a", config), tmp_path)
    for number in (1, 2, 3):
        weights = copy_of_weights(build(config.model, weight_generator(number)))
        keep_epoch(tmp_path, number, weights)
        store.apply(WeightsPublished("a", Moment(number), weights))
        store.apply(epoch("a", number))
    wait(lambda: made.slider.maximum() == 4)  # untrained, three epochs, now
    return made


def press(bar):
    QTest.mouseClick(bar.play, LEFT)


def test_it_plays_from_the_first_moment_to_the_present_and_stops(bar, moments, wait):
    shown = []
    moments.choices_changed.connect(lambda: shown.append(moments.chosen))
    press(bar)
    assert bar.is_playing
    assert bar.play.accessibleName() == "Pause"
    wait(lambda: not bar.is_playing)
    assert shown == [0, 1, 2, 3, None]
    assert bar.play.accessibleName() == "Play"


def test_it_plays_from_the_moment_shown_and_can_be_paused(bar, moments, wait):
    bar.slider.setValue(1)
    wait(lambda: moments.chosen == 1)
    press(bar)
    wait(lambda: moments.chosen == 2)
    press(bar)
    assert not bar.is_playing
    assert bar.slider.value() == 2


def test_moving_the_slider_stops_it(bar, moments, wait):
    press(bar)
    wait(lambda: moments.chosen == 1)
    QTest.keyClick(bar.slider, Qt.Key.Key_Home)
    assert not bar.is_playing
    wait(lambda: moments.chosen == 0)


def test_the_speed_is_that_of_its_steps(bar):
    intervals = []
    for index in range(bar.speed.count()):
        bar.speed.setCurrentIndex(index)
        intervals.append(bar._timer.interval())
    assert intervals == [1000, 500, 250]


def test_it_waits_for_weights_that_are_being_read(bar, jobs, moments, wait):
    heard = Recorder(moments.choices_changed)
    bar.slider.setValue(0)
    bar._step()  # the untrained network is still being drawn
    assert moments.is_reading
    assert bar.slider.value() == 0
    wait(lambda: moments.chosen == 0)
    assert len(heard.heard) == 1
    bar._step()
    assert bar.slider.value() == 1


def test_it_is_gone_with_the_last_run_that_keeps_moments(bar, store, moments, wait):
    press(bar)
    wait(lambda: moments.chosen == 0)
    assert bar.isVisible()
    store.set_visible("a", False)
    assert not bar.isVisible()
    assert not bar.is_playing
    assert moments.chosen is None
