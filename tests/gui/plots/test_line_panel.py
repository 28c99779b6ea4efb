"""The view of the linear regression: every gradient step is shown, with the run's own numbers."""

from dataclasses import replace

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QGraphicsEllipseItem, QGraphicsSimpleTextItem, QSlider

from core.data import datasets
from core.insight import line as closed_form
from core.insight import line_points as line_data
from core.lifecycle.job import TrainingJob
from core.lifecycle.session import train_and_keep
from core.number_text import decimal_text
from core.run.control import Control
from core.run.events import BatchProgress
from core.run.record import RunRecord
from core.storage import records
from core.training.loop import train as train_line
from gui.plots.line.line_drawing import X_ENDS
from gui.plots.line.line_panel import LinePanel
from gui.plots.line.step_view import BATCH_DOT
from gui.plots.plot_area import Line, PlotArea
from gui.style import theme
from gui.style.theme import Scheme
from gui.style.translation import Language
from tests.core.running import run_to_the_end
from tests.gui.driving import LEFT, line, quick

NAME = "20261124-120000-linear-00000001"
PLAIN = {"optimizer.momentum": 0.0, "data.batch_size": 101}


@pytest.fixture
def panel(dressed, qtbot, store, selection, moments, jobs, translation):
    made = LinePanel(store, selection, moments, jobs)
    made.steps.speed.setCurrentIndex(made.steps.speed.count() - 1)  # nobody follows it here
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


def thick_lines(panel):
    """The tangent, if there is one."""
    drawn = lines(panel, 1, theme.run_style(0).colour)
    return [each for each in drawn if each.opts["pen"].widthF() == 2.5]


def batch_dots(panel):
    """The points of the batch that are marked among all points."""
    (marked,) = [
        item
        for item in areas(panel)[0].scene().items()
        if isinstance(item, pg.ScatterPlotItem) and item.opts["size"] == BATCH_DOT
    ]
    return sorted(zip(*marked.getData(), strict=True))


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


def skip_to_the_end(panel, record, wait):
    """Wait for all steps, and drag the slider to the last, which playing would reach in seconds."""
    wait(lambda: panel.steps.slider.maximum() == 10 * len(record.epochs))
    panel.steps.slider.triggerAction(QSlider.SliderAction.SliderToMaximum)
    wait(lambda: is_at_the_end(panel, record))


def test_the_fitted_line_and_the_ball_stand_where_the_run_ended(panel, store, wait):
    record = train(store, "a", {"epochs": 30})
    skip_to_the_end(panel, record, wait)
    weight = record.epochs[-1].weight
    assert texts(panel, 0) == {f"{decimal_text(weight, 2)} x"}
    assert texts(panel, 1) == {f"w = {decimal_text(weight, 2)}"}
    (ball,) = balls(panel)
    place = areas(panel)[1].box.mapToView(ball.pos())
    assert (place.x(), place.y()) == pytest.approx(
        (weight, float(parabola().cost(weight))), abs=0.01
    )


def test_every_gradient_step_is_shown(panel, store, wait):
    record = train(store, "a", {"epochs": 30})
    skip_to_the_end(panel, record, wait)
    (track,) = panel._tracks.values()
    assert panel.steps.slider.maximum() == panel.steps.position == len(track.path) == 300
    assert track.path.slopes[0] == line_data.first_slope(record.config)
    assert list(track.path.slopes[10::10]) == [epoch.weight for epoch in record.epochs]


def test_a_step_is_described_and_drawn_with_its_own_batch(panel, store, wait):
    record = train(store, "a", {"epochs": 3})
    wait(lambda: is_at_the_end(panel, record))
    panel.steps.slider.setValue(11)
    for _ in range(2):
        panel.steps.forward.click()
    panel.steps.back.click()  # the second batch of the second epoch
    steps = record.epochs[1].steps
    wait(lambda: len(batch_dots(panel)) == 10)

    points, _ = line_data.points()
    own = points.at(line_data.epoch_batches(record.config, 2)[1])
    assert batch_dots(panel) == sorted(zip(own.x, own.y, strict=True))
    (tangent,) = thick_lines(panel)
    slope = (tangent.y[1] - tangent.y[0]) / (tangent.x[1] - tangent.x[0])
    assert slope == pytest.approx(steps.gradients[1])
    assert tangent.x.mean() == pytest.approx(steps.slopes[1])
    assert tangent.y.mean() == pytest.approx(steps.costs[1])
    # the cost of these ten points alone touches it
    (curve,) = [each for each in lines(panel, 1, theme.run_style(0).colour) if len(each.x) > 2]
    assert np.interp(steps.slopes[1], curve.x, curve.y) == pytest.approx(steps.costs[1], rel=0.01)

    text = panel._step._text.text()
    for number in (steps.slopes[1], steps.costs[1], steps.gradients[1], steps.slopes[2]):
        assert decimal_text(number, 2) in text
    assert decimal_text(parabola().gradient(steps.slopes[1]), 2) in text
    assert text.startswith("Step 12 of 30. Epoch 2, batch 2:")
    (button,) = panel.legend.buttons()
    assert button.text().endswith("(in epoch 2, after batch 2)")


def test_after_a_restart_the_same_steps_are_shown(
    panel, dressed, qtbot, store, moments, jobs, tmp_path, wait
):
    job = TrainingJob(NAME, line({"epochs": 4}), tmp_path / NAME)
    for _ in train_and_keep(job, Control(NAME, 1, takes_checkpoints=True)):
        pass
    seen = closed_form.path(records.read_record(tmp_path / NAME)).slopes
    store.add(records.read_record(tmp_path / NAME), tmp_path / NAME)
    wait(lambda: NAME in panel._tracks and panel._points is not None)
    track = panel._tracks[NAME]
    assert panel.steps.position == 40
    assert not panel.steps.is_playing
    assert np.array_equal(track.slopes, seen)


def test_a_run_of_an_earlier_version_shows_its_epochs(panel, store, wait):
    config = line({"epochs": 5})
    record = RunRecord("a", config)
    for event in run_to_the_end(config, run="a"):
        record.apply(event)
    record.epochs = [replace(epoch, steps=None) for epoch in record.epochs]
    store.add(record)
    wait(lambda: panel._starts and is_at_the_end(panel, record))
    (track,) = panel._tracks.values()
    assert panel.steps.position == len(track.path) == 5
    assert track.path.slopes[0] == line_data.first_slope(config)
    assert not thick_lines(panel)
    assert panel._step._text.text().startswith("Step 5 of 5. It is a whole epoch")


def test_the_line_is_shown_at_the_moment_chosen_which_is_named(
    panel, store, moments, tmp_path, wait
):
    record = train(store, "a", {"epochs": 30}, tmp_path)
    skip_to_the_end(panel, record, wait)
    assert list(moments.choices) == [0, 1, 4, 8, 12, 16, 20, 24, 28]
    store.rename("a", "a name that is longer than the legend is wide " * 6)
    for epochs in (4, 20, 1):
        QTest.mouseClick(panel.steps.back, LEFT)  # the moment that is chosen then counts
        moments.show(moments.choices[list(moments.choices).index(epochs)])
        (shown,) = lines(panel, 0, theme.run_style(0).colour)
        weight = record.epochs[epochs - 1].weight
        assert shown.y[-1] == pytest.approx(weight * X_ENDS[-1])
        assert texts(panel, 0) == {f"{decimal_text(weight, 2)} x"}
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


def test_a_quick_run_is_played_step_by_step_and_again_if_asked_for(panel, store, wait):
    record = train(store, "a", {"epochs": 4})
    wait(lambda: is_at_the_end(panel, record))
    panel.steps.speed.setCurrentIndex(3)  # 20 a second: one at a time
    seen = []
    panel.steps.slider.valueChanged.connect(seen.append)
    panel.steps.play.click()
    assert not is_at_the_end(panel, record)
    assert panel.steps.is_playing
    wait(lambda: is_at_the_end(panel, record))
    assert seen == [0, *range(1, 41)]
    assert not panel.steps.is_playing


def test_the_automatic_speed_begins_slowly_and_quickens(panel, store, wait):
    record = train(store, "a", {"epochs": 100})
    skip_to_the_end(panel, record, wait)
    panel.steps.speed.setCurrentIndex(0)
    assert panel.steps._timer.interval() == 200
    seen = []
    panel.steps.slider.valueChanged.connect(seen.append)
    panel.steps.play.click()
    for _ in range(200):
        if panel.steps.is_playing:
            panel.steps._timer.timeout.emit()
    assert seen[:18] == [0, *range(1, 18)]
    assert seen[-1] == 1000
    assert len(seen) < 90
    assert max(np.diff(seen)) <= 60


def test_moving_the_slider_ends_playing(panel, store, wait):
    train(store, "a", {"epochs": 30})
    wait(lambda: panel.steps.slider.maximum() == 300)
    panel.steps.speed.setCurrentIndex(1)
    if not panel.steps.is_playing:
        panel.steps.play.click()
    panel.steps.slider.triggerAction(QSlider.SliderAction.SliderPageStepSub)
    assert not panel.steps.is_playing


def test_a_single_batch_shows_its_step_at_once(panel, store, wait):
    config = line()
    store.add(RunRecord("a", config))
    control = Control("a", 1)
    control.reports_each_batch.set()
    events = train_line(config, datasets.load(config.data), control)
    wait(lambda: panel._points is not None)
    for batches in (1, 2, 3):
        while not isinstance(event := next(events), BatchProgress):
            store.apply(event)
        store.apply(event)
        wait(lambda batches=batches: panel.steps.position == batches)
        assert len(thick_lines(panel)) == 1
    assert panel.steps.slider.maximum() == 3


def test_a_diverging_run_climbs_and_the_axes_stay_sensible(panel, store, wait):
    record = train(store, "a", PLAIN | {"optimizer.learning_rate": 6.0, "epochs": 40})
    assert abs(record.epochs[-1].weight) > 1e6
    wait(
        lambda: (
            any("▸" in text or "◂" in text for text in texts(panel, 1))
            and not panel.steps.is_playing
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
    wait(lambda: is_at_the_end(panel, record))
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
    wait(lambda: is_at_the_end(panel, record))
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


@pytest.mark.parametrize(("width", "height", "has_keys"), [(300, 480, False), (600, 700, True)])
def test_in_little_height_plots_keep_theirs_and_the_explanations_are_tips(
    panel, store, wait, width, height, has_keys
):
    train(store, "run", PLAIN | {"epochs": 3})
    panel.resize(width, 1000)  # side by side they could not become so narrow
    QCoreApplication.processEvents()
    panel.resize(width, height)
    wait(lambda: "Lowest cost" in panel._keys[1].text())
    panel.layout().activate()
    assert [key.isVisible() for key in panel._keys] == [has_keys] * 2
    assert ("Lowest cost" in panel._titles[1].toolTip().replace("\n", " ")) is not has_keys
    assert all(area.height() > 60 for area in areas(panel))


def test_without_a_run_it_offers_to_train_one(panel, qtbot):
    assert panel.empty.isVisible()
    with qtbot.waitSignal(panel.preset_chosen) as chosen:
        QTest.mouseClick(panel.empty.button, LEFT)
    assert chosen.args[0].is_regression
