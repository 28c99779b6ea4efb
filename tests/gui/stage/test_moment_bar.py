"""The slider through the moments of all shown runs plays, waits, and stops."""

from fractions import Fraction
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
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


@pytest.fixture
def wide(bar, wait):
    """The bar, with space between the slider's positions."""
    bar.resize(700, bar.height())
    wait(lambda: bar.slider.width() > 300)
    return bar


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


def point_at(bar, position):
    """A point on the slider where its handle is at a position."""
    return QPoint(round(bar.slider.x_of(position)[0]), bar.slider.height() // 2)


def test_a_click_on_the_groove_goes_there_at_once(wide, moments, wait):
    press(wide)
    wait(lambda: moments.chosen == 0)
    QTest.mouseClick(wide.slider, LEFT, pos=point_at(wide, 3))
    assert not wide.is_playing
    wait(lambda: moments.chosen == 3)
    QTest.mouseClick(wide.slider, LEFT, pos=point_at(wide, 1))
    wait(lambda: moments.chosen == 1)
    QTest.mouseClick(wide.slider, LEFT, pos=point_at(wide, 4))
    wait(lambda: moments.chosen is None)


def test_the_handle_stays_under_the_pointer_while_a_run_trains(
    wide, store, tmp_path, moments, wait
):
    """An epoch that ends during a drag moves the handle only once it is released."""
    QTest.mousePress(wide.slider, LEFT, pos=point_at(wide, 4))
    weights = copy_of_weights(build(quick().model, weight_generator(4)))
    keep_epoch(tmp_path, 4, weights)
    store.apply(WeightsPublished("a", Moment(4), weights))
    store.apply(epoch("a", 4))
    wait(lambda: 4 in moments.choices)
    assert wide.slider.maximum() == 4
    QTest.mouseMove(wide.slider, point_at(wide, 2))
    wait(lambda: moments.chosen == 2)
    QTest.mouseRelease(wide.slider, LEFT, pos=point_at(wide, 2))
    assert wide.slider.maximum() == 5
    assert wide.slider.value() == 2
    assert moments.chosen == 2


def test_now_stays_at_the_right_end_while_a_run_trains(bar, store, tmp_path, wait):
    weights = copy_of_weights(build(quick().model, weight_generator(4)))
    keep_epoch(tmp_path, 4, weights)
    store.apply(WeightsPublished("a", Moment(4), weights))
    store.apply(epoch("a", 4))
    wait(lambda: bar.slider.maximum() == 5)
    assert bar.slider.value() == 5


def test_numbers_show_where_whole_epochs_are(bar):
    slider = bar.slider
    parts = [Fraction(1, 16), Fraction(1, 8), Fraction(1, 4), Fraction(1, 2)]
    slider.set_moments([Fraction(0), *parts, *map(Fraction, range(1, 17))])
    slider.resize(600, slider.height())
    shown = slider.numbers_shown()
    epochs = {0: "0"} | {4 + epoch: str(epoch) for epoch in range(1, 17)}
    assert shown == epochs | {1: "1/16", 2: "⅛", 3: "¼", 4: "½"}

    slider.resize(330, slider.height())
    numbers = [int(text) for text in slider.numbers_shown().values() if text.isascii()]
    assert numbers == [0, 1, *range(2, 17, 2)]
    slider.resize(120, slider.height())
    some = slider.numbers_shown()
    assert {0, 5} <= set(some)
    assert len(some) < len(shown)
    assert {int(text) % 5 for text in some.values() if text.isdecimal()} <= {0, 1}
    middles = slider.x_of(*some)
    assert all(after - before > 8 for before, after in pairwise(middles))
