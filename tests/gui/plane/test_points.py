"""Points that are set with mouse and keys, and become the data of the form."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from core.config.catalogue import POINTS_OWN
from core.config.points import MAX_OWN
from gui.plane.plane_panel import FORM
from tests.gui.driving import LEFT, points, quick

RIGHT = Qt.MouseButton.RightButton
CORNER = -1.25, 1.25  # where the moons have no point


@pytest.fixture
def editing(window, wait):
    """The window with points in its form, which are to be set."""
    window.setup.set_config(points())
    wait(window.plane.isVisible)
    QTest.mouseClick(window.plane.bar.edit, LEFT)
    chart = window.plane.columns[FORM].chart
    wait(lambda: chart.shown_points is not None)
    return window


def chart_of(window):
    return window.plane.columns[FORM].chart


def own(window):
    config = window.current.config
    assert config.data.dataset == POINTS_OWN
    return config.data.points.own


def click(window, x, y, button=LEFT):
    chart = chart_of(window)
    QTest.mouseClick(chart, button, pos=chart.position_of(x, y).toPoint())


def wait_for_points(window, wait, count):
    """Wait until the points that the form describes now are those that are drawn."""
    wait(lambda: len(chart_of(window).shown_points.train_x) == count)


def test_a_click_sets_a_point_of_the_chosen_class_among_those_of_the_form(editing, wait):
    window = editing
    QTest.mouseClick(window.plane.bar.classes[2], LEFT)
    click(window, *CORNER)
    points_ = own(window)
    assert len(points_) == 161
    assert points_[-1][2] == 2
    assert points_[-1][:2] == pytest.approx(CORNER, abs=0.01)
    assert window.current.config.classes == ("A", "B", "C")
    assert window.current.config.model.outputs == 3
    wait_for_points(window, wait, 161)


def test_a_drag_moves_the_point_and_a_click_alone_does_not(editing, wait):
    window = editing
    click(window, *CORNER)
    wait_for_points(window, wait, 161)
    before = own(window)
    click(window, *CORNER)
    assert own(window) == before

    chart = chart_of(window)
    start = chart.position_of(*CORNER).toPoint()
    end = chart.position_of(1.2, -1.2).toPoint()
    QTest.mousePress(chart, LEFT, pos=start)
    for step in range(1, 6):
        QTest.mouseMove(chart, start + (end - start) * step / 5)
    assert own(window) == before  # not before it is let go
    QTest.mouseRelease(chart, LEFT, pos=end)
    assert own(window)[:-1] == before[:-1]
    assert own(window)[-1][:2] == pytest.approx((1.2, -1.2), abs=0.02)


def test_a_right_click_and_delete_remove_the_point(editing, wait):
    window = editing
    click(window, *CORNER)
    click(window, -CORNER[0], -CORNER[1])
    wait_for_points(window, wait, 162)
    click(window, 0, 1.4, RIGHT)  # there is none
    assert len(own(window)) == 162
    click(window, *CORNER, RIGHT)
    assert len(own(window)) == 161
    wait_for_points(window, wait, 161)

    chart = chart_of(window)
    chart.setFocus()
    QTest.mouseMove(chart, QPoint(2, 2))
    QTest.keyClick(chart, Qt.Key.Key_Delete)  # at the cursor, where the last one was set
    assert len(own(window)) == 160


def test_with_the_keys_a_cross_is_moved_and_points_are_set(editing, wait):
    window = editing
    chart = chart_of(window)
    chart.setFocus()
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Up):
        for _ in range(10):
            QTest.keyClick(chart, key)
    QTest.keyClick(chart, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(chart, Qt.Key.Key_Space)
    assert own(window)[-1] == pytest.approx((-0.99, 0.5, 0), abs=0.001)


def test_each_edit_can_be_undone_and_redone(editing, wait):
    window = editing
    for x in (-1.3, -1.0, 1.3):
        click(window, x, 1.35)
    wait_for_points(window, wait, 163)
    chart_of(window).setFocus()
    for count in (162, 161):
        QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert len(own(window)) == count
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.current.config.data.dataset == "points-moons"
    redo = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(window, Qt.Key.Key_Z, redo)
    assert len(own(window)) == 161


def test_small_sets_have_small_batches_and_the_last_point_stays(editing, wait):
    window = editing
    three = ((0.0, 0.0, 0), (1.0, 1.0, 1), (-1.0, -1.0, 1))
    window.setup.change(
        {"data.dataset": POINTS_OWN, "data.points.own": three, "data.batch_size": 3}
    )
    wait_for_points(window, wait, 3)
    for count, (x, y, _) in ((2, three[0]), (1, three[1])):
        click(window, x, y, RIGHT)
        assert len(own(window)) == window.current.config.data.batch_size == count
        wait_for_points(window, wait, count)
    click(window, *three[2][:2], RIGHT)
    assert len(own(window)) == 1


def test_there_are_no_more_than_may_be(editing, wait):
    window = editing
    many = tuple((-1 + 2 * n / MAX_OWN, 0.0, n % 2) for n in range(MAX_OWN))
    window.setup.change({"data.dataset": POINTS_OWN, "data.points.own": many})
    wait_for_points(window, wait, MAX_OWN)
    click(window, *CORNER)
    assert own(window) == many


def test_points_are_set_only_while_that_is_switched_on(window, wait):
    window.setup.set_config(points())
    chart = chart_of(window)
    wait(lambda: chart.shown_points is not None)
    for button in (LEFT, RIGHT):
        click(window, *CORNER, button)
    assert window.current.config.data.dataset == "points-moons"
    assert not window.plane.bar.classes[0].isVisible()


def test_a_run_learns_from_the_points_and_ends_the_setting(editing, wait):
    window = editing
    click(window, *CORNER)
    window.setup.change({"epochs": 1})
    QTest.mouseClick(window.toolbar.widgetForAction(window.actions_.train), LEFT)
    wait(lambda: window.plane.runs() and window.plane.runs()[0].record.state.is_over)
    (entry,) = window.plane.runs()
    assert entry.record.config.data.points.own == own(window)
    assert not window.plane.bar.is_editing
    assert list(window.plane.columns) == [entry.record.run]


def test_the_tab_comes_to_the_front_with_the_data_and_goes_with_them(window, wait):
    assert window.tabs.page == "network"
    window.setup.choose_data("points-xor")
    wait(lambda: window.tabs.page == "plane")
    assert window.plane.columns[FORM].isVisible()
    window.setup.set_config(quick())
    assert window.tabs.page == "network"

    # not from another page, where one is at work
    window.tabs.show_page("code")
    window.setup.set_config(points())
    assert window.tabs.page == "code"
    window.tabs.show_page("network")
    assert "Plane" in window.stage.area.hint.text()
    assert window.stage.area.hint.isVisible()


def test_a_run_publishes_often_while_its_map_is_seen(application, wait):
    window = application.window
    window.setup.set_config(points())
    run = application.controller.start(points({"epochs": 10_000}))
    pace = application.controller._threads[run]._control.pace
    wait(lambda: pace.showing_s is not None)
    assert pace.is_smooth
    window.tabs.show_page("code")
    wait(lambda: pace.showing_s is None)
    window.tabs.show_page("plane")
    wait(lambda: pace.showing_s is not None)


def test_own_points_get_the_labels_that_were_shown_right_or_wrong(window, wait):
    noisy = points({"data.label_noise": 0.25})
    window.setup.set_config(noisy)
    wait(window.plane.isVisible)
    QTest.mouseClick(window.plane.bar.edit, LEFT)
    wait(lambda: chart_of(window).shown_points is not None)
    shown = chart_of(window).shown_points
    click(window, *CORNER)
    assert [label for *_, label in own(window)[:-1]] == shown.train_y.tolist()
    assert window.current.config.data.label_noise == 0
