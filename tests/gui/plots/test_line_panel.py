"""The view of the linear regression: its numbers are the run's, and a diverging run stays in
sight.
"""

import numpy as np
import pytest
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QGraphicsEllipseItem, QGraphicsSimpleTextItem

from core.insight import line as closed_form
from core.insight import line_points as line_data
from core.run.events import WeightsPublished
from core.run.moment import Moment
from core.run.record import RunRecord
from gui.plots.line_drawing import X_ENDS
from gui.plots.line_panel import LinePanel
from gui.plots.plot_area import Line, PlotArea
from gui.style import theme
from gui.style.theme import Scheme
from gui.style.translation import Language
from tests.core.running import run_to_the_end
from tests.gui.driving import LEFT, line, quick

PLAIN = {"optimizer.momentum": 0.0, "data.batch_size": 101}


@pytest.fixture
def panel(dressed, qtbot, store, selection, moments, jobs, translation, monkeypatch):
    monkeypatch.setattr("gui.plots.line_panel.WALK_MS", 10)  # nobody follows it here
    made = LinePanel(store, selection, moments, jobs)
    qtbot.addWidget(made)
    made.resize(800, 500)
    made.show()
    qtbot.waitExposed(made)
    return made


def train(store, run, changes, folder=None):
    config = line(changes)
    store.add(RunRecord(run, config), folder)
    for event in run_to_the_end(config, run=run):
        store.apply(event)
    return store.get(run).record


def areas(panel):
    return panel.findChildren(PlotArea)


def lines(panel, place, colour):
    items = areas(panel)[place].scene().items()
    return [
        i for i in items if isinstance(i, Line) and len(i.x) and i.opts["pen"].color() == colour
    ]


def texts(panel, place):
    items = areas(panel)[place].scene().items()
    return {
        i.text()
        for i in items
        if isinstance(i, QGraphicsSimpleTextItem) and i.isVisible() and i.text()
    }


def balls(panel):
    items = areas(panel)[1].scene().items()
    return [i for i in items if isinstance(i, QGraphicsEllipseItem) and i.isVisible()]


def is_at_the_end(panel, record, style=0):
    shown = lines(panel, 0, theme.run_style(style).colour)
    return len(shown) == 1 and shown[0].y[-1] == pytest.approx(
        record.epochs[-1].weight * X_ENDS[-1]
    )


def parabola():
    return closed_form.parabola(line_data.points()[0])


def test_the_fitted_line_and_the_ball_stand_where_the_run_ended(panel, store, wait):
    record = train(store, "a", {"epochs": 30})
    wait(lambda: is_at_the_end(panel, record))
    weight = record.epochs[-1].weight
    assert texts(panel, 0) == {f"{weight:.2f} x"}
    assert texts(panel, 1) == {f"w = {weight:.2f}"}
    (ball,) = balls(panel)
    place = areas(panel)[1].box.mapToView(ball.pos())
    assert (place.x(), place.y()) == pytest.approx(
        (weight, float(parabola().cost(weight))), abs=0.01
    )


def test_the_way_begins_before_the_first_epoch_ends(panel, store, wait):
    record = train(store, "a", {"epochs": 30})
    wait(lambda: is_at_the_end(panel, record))
    wait(lambda: panel._starts)
    (track,) = panel._tracks.values()
    assert track.path[0] == line_data.first_slope(record.config)
    assert list(track.path[2:5]) == [epoch.weight for epoch in record.epochs[:3]]
    assert track.path[0] < track.path[1] < track.path[2]  # after one step, after the first epoch
    assert not track.is_behind


def test_the_line_is_shown_at_the_moment_chosen_which_is_named(
    panel, store, moments, tmp_path, wait
):
    record = train(store, "a", {"epochs": 30}, tmp_path)
    wait(lambda: is_at_the_end(panel, record) and panel._starts)
    assert list(moments.choices) == [0, 1, 4, 8, 12, 16, 20, 24, 28]
    store.rename("a", "a name that is longer than the legend is wide")
    for epochs in (4, 20, 1):
        moments.show(moments.choices[list(moments.choices).index(epochs)])
        (shown,) = lines(panel, 0, theme.run_style(0).colour)
        weight = record.epochs[epochs - 1].weight
        assert shown.y[-1] == pytest.approx(weight * X_ENDS[-1])
        assert texts(panel, 0) == {f"{weight:.2f} x"}
        (entry,) = panel.legend.entries
        assert entry.text.endswith(f"(after epoch {epochs})")
        shown = panel.legend.buttons()[0].text()
        assert shown.endswith(f"(after epoch {epochs})")  # the name is elided, not the moment
        assert "…" in shown

    moments.show(moments.choices[0])
    (shown,) = lines(panel, 0, theme.run_style(0).colour)
    start = line_data.first_slope(record.config)
    assert shown.y[-1] == pytest.approx(start * X_ENDS[-1])
    moments.show(None)
    assert is_at_the_end(panel, record)


def test_a_quick_run_is_walked_step_by_step_and_once_more_on_wish(panel, store, wait):
    record = train(store, "a", {"epochs": 40})
    wait(lambda: is_at_the_end(panel, record))
    seen = []
    panel.replay.click()
    assert not is_at_the_end(panel, record)
    wait(
        lambda: (
            seen.append(lines(panel, 0, theme.run_style(0).colour)[0].y[-1])
            or is_at_the_end(panel, record)
        )
    )
    assert len(set(seen)) > 5


def test_a_diverging_run_climbs_and_the_axes_stay_sensible(panel, store, wait):
    record = train(store, "a", PLAIN | {"optimizer.learning_rate": 6.0, "epochs": 40})
    assert abs(record.epochs[-1].weight) > 1e6
    wait(
        lambda: (
            any("▸" in text or "◂" in text for text in texts(panel, 1))
            and not panel._walk_timer.isActive()
        )
    )
    (low, high), (bottom, top) = areas(panel)[1].box.viewRange()
    best, reach = parabola().best, closed_form.MAX_REACH
    assert (low, high) == pytest.approx((best - reach, best + reach))
    assert bottom == 0
    assert top < 2 * parabola().cost(best + reach)
    assert len(balls(panel)) == 1  # in sight, at the edge
    (_, (bottom, top)) = areas(panel)[0].box.viewRange()
    assert -4 < bottom < top < 4


def test_only_visible_lines_are_drawn(panel, store, wait):
    store.add(RunRecord("digits", quick()))
    record = train(store, "a", {})
    wait(lambda: is_at_the_end(panel, record, style=1))
    assert [entry.run for entry in panel.legend.entries] == ["a"]
    store.set_visible("a", False)
    assert not lines(panel, 0, theme.run_style(1).colour)
    store.set_visible("a", True)
    store.remove("a")
    assert not panel.legend.isVisible()


def test_runs_of_fewer_points_have_a_parabola_of_their_own(panel, store, wait):
    train(store, "a", {})
    train(store, "b", {"data.train_size": 50})
    wait(
        lambda: (
            len(
                [each for each in lines(panel, 1, QColor(theme.colours().quiet)) if len(each.x) > 2]
            )
            == 2
        )
    )


def test_what_happened_out_of_sight_is_there_when_it_is_shown(panel, store, wait):
    panel.hide()
    record = train(store, "a", {"epochs": 5})
    panel.show()
    wait(lambda: is_at_the_end(panel, record))


def test_the_legend_names_the_moment_in_another_language_too(
    panel, store, moments, tmp_path, wait, translation
):
    record = train(store, "a", {"epochs": 5}, tmp_path)
    wait(lambda: is_at_the_end(panel, record) and panel._starts)
    store.rename("a", "mine")
    (button,) = panel.legend.buttons()
    assert button.text() == "mine (after epoch 5)"
    translation.use(Language.CHINESE)
    wait(lambda: "epoch" not in button.text())
    assert "epoch" not in button.toolTip()
    assert "mine" in button.text()
    assert "5" in button.text()


def test_another_moment_changes_only_the_text_of_its_legend(panel, store, moments, tmp_path, wait):
    record = train(store, "a", {"epochs": 5}, tmp_path)
    wait(lambda: is_at_the_end(panel, record) and panel._starts)
    (button,) = panel.legend.buttons()
    text, icon = button.text(), button.icon().cacheKey()
    moments.show(moments.choices[1])
    assert button.text() != text
    assert button.icon().cacheKey() == icon
    store.set_style("a", 3)
    assert button.icon().cacheKey() != icon


def test_the_legend_selects(panel, store, selection, wait):
    record = train(store, "a", {})
    wait(lambda: is_at_the_end(panel, record))
    QTest.mouseClick(panel.legend.buttons()[0], LEFT)
    assert selection.runs == ("a",)
    assert panel.legend.entries[0].is_selected


def test_weights_of_digits_are_left_alone(panel, store):
    store.add(RunRecord("digits", quick()))
    store.apply(
        WeightsPublished("digits", Moment(1), {"linear_1.weight": np.zeros((10, 784), np.float32)})
    )
    assert not panel._published


def test_a_dark_scheme_takes_the_dark_colours(panel, store, wait, dressed):
    record = train(store, "a", {})
    wait(lambda: is_at_the_end(panel, record))
    theme.apply(dressed, Scheme.DARK)
    assert lines(panel, 0, theme.run_style(0).colour)


def test_the_tab_stays_whatever_the_form_describes(window):
    tabs = window.tabs
    place = tabs.indexOf(window.line)
    for config in (quick(), line(), quick()):
        window.setup.set_config(config)
        assert tabs.isTabVisible(place)


def test_a_run_may_be_selected_before_it_is_drawn(
    dressed, qtbot, store, selection, moments, jobs, translation
):
    def select(run):
        if panels:
            selection.set_runs([run])

    panels = []
    store.run_added.connect(select)  # heard before the panel hears of the run
    panels.append(LinePanel(store, selection, moments, jobs))
    qtbot.addWidget(panels[0])
    store.add(RunRecord("a", line()))
    assert [entry.record.run for entry in panels[0].runs()] == ["a"]
