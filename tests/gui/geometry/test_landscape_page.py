"""The page Landscape: whose paths it shows, that the costs are core's, and what it says of them."""

from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from core.cancellation import CancelledError, cancelled_by
from core.config.differences import differing
from core.data import datasets
from core.errors import RunNotReadableError
from core.geometry.landscape import CostPlane
from core.geometry.weight_plane import POINTS
from core.lifecycle.recording import record
from core.messages import message
from core.run.control import Control
from core.run.moment import Moment
from core.run.record import RunRecord
from core.storage import layout
from core.training.loop import train
from gui.geometry import landscape_work
from gui.geometry.landscape_chart import FACTORS, MAX_CONTOURS, levels_of
from gui.geometry.landscape_page import LandscapePage
from gui.geometry.landscape_work import MAX_MOMENTS, spread
from gui.style.translation import Language
from tests.gui.driving import LEFT, epoch, line, quick

SMALL = {"model.hidden": [{"units": 12, "activation": "relu"}], "epochs": 3}


@pytest.fixture
def page(dressed, qtbot, store, selection, moments, jobs, translation):
    made = LandscapePage(store, selection, moments, jobs)
    qtbot.addWidget(made)
    made.resize(500, 560)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def kept(store, tmp_path):
    """Train a run that is kept, and show it."""

    def keep(run, name="mlp", changes=None, shows=True):
        config = quick(name, SMALL | (changes or {}) if name == "mlp" else changes)
        folder = layout.create(tmp_path, run)
        control = Control(run, 1, measures_moments=True)
        store.add(RunRecord(run, config))
        entry = store.get(run)
        entry.folder = folder
        for event in record(train(config, datasets.load(config.data), control), config, folder):
            store.apply(event)
        if shows:
            store.set_visible(run, False)
            store.set_visible(run, True)
        return entry

    return keep


def texts(page):
    return " | ".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def is_complete(page):
    return page.chart._costs.size and not np.isnan(page.chart._costs).any()


def compute(page, wait):
    QTest.mouseClick(page.compute, LEFT)
    wait(lambda: is_complete(page) and page.compute.text() == "Compute")


class TestMemory:
    def test_large_networks_have_as_few_moments_as_fit(self, page, kept, wait, monkeypatch):
        entry = kept("a")
        compute(page, wait)
        count = len(page._laid.moments[0])
        assert count > 4
        assert "kept moments are on it" not in texts(page)

        size = sum(array.nbytes for array in entry.record.weights.values())
        monkeypatch.setattr(landscape_work, "MAX_BYTES", 4 * size)
        compute(page, wait)
        (moments,) = page._laid.moments
        assert len(moments) == 4
        assert (moments[0], moments[-1]) == (Moment(0), Moment(3))
        assert f"4 of {count} kept moments are on it." in texts(page)

        # of two runs, half as many fit, which are too few
        kept("b", changes={"optimizer.learning_rate": 0.3})
        QTest.mouseClick(page.compute, LEFT)
        wait(lambda: "This network is too large for a landscape." in texts(page))

    def test_the_first_step_can_be_cancelled(self, kept):
        entry = kept("a")
        work = landscape_work.work([landscape_work.Subject(entry.record, entry.folder)])
        with cancelled_by(lambda: True), pytest.raises(CancelledError):
            next(work)


class TestWork:
    def test_without_a_run_there_is_nothing_to_compute(self, page):
        assert not page.compute.isEnabled()
        assert "Press Train" in texts(page)

    def test_the_costs_are_those_of_core_and_the_path_is_the_runs(self, page, kept, wait):
        entry = kept("a")
        compute(page, wait)
        laid = page._laid
        parts = [Moment(0, batch) for batch in (1, 2, 3, 6)]
        epochs = [Moment(epoch) for epoch in (0, 1, 2, 3)]
        assert set(epochs) <= set(laid.moments[0]) <= {*epochs, *parts}
        assert laid.moments[0][-1] == entry.record.moment

        surface = CostPlane(laid.plane, page._costs.examples)
        columns, rows = laid.plane.grid
        for row, column in ((0, 0), (12, 30), (40, 5)):
            expected = surface.cost(columns[column], rows[row])
            assert page._grid[row, column] == pytest.approx(expected)
        assert "of the path's movement" in texts(page)
        assert f"{laid.plane.shares[0]:.0%}" in texts(page)
        assert f"on {page._costs.examples} training images" in texts(page)

    def test_a_run_that_is_trained_on_has_a_longer_path_which_is_said(
        self, page, kept, store, wait
    ):
        kept("a")
        compute(page, wait)
        assert "trained on since" not in texts(page)
        store.apply(epoch("a", 4))
        assert "trained on since" in texts(page)

    def test_it_can_be_cancelled_and_computed_again(self, page, kept, wait):
        kept("a")
        QTest.mouseClick(page.compute, LEFT)
        wait(lambda: page.progress.value() > 0)
        assert page.progress.isVisible()
        QTest.mouseClick(page.compute, LEFT)
        assert page.compute.text() == "Compute"
        assert not page.progress.isVisible()
        assert not page.chart._costs.size
        compute(page, wait)

    def test_a_run_that_keeps_nothing_says_why_there_is_none(self, page, kept, wait):
        entry = kept("a")
        entry.folder = None
        QTest.mouseClick(page.compute, LEFT)
        wait(lambda: "Too few moments" in texts(page))
        assert page.compute.text() == "Compute"

    def test_weights_that_cannot_be_read_say_why_and_it_can_be_computed_again(
        self, page, kept, wait, monkeypatch
    ):
        def fail(*_):
            raise RunNotReadableError(message("The disk is gone."))

        kept("a")
        with monkeypatch.context() as broken:
            broken.setattr(landscape_work, "read_moment", fail)
            QTest.mouseClick(page.compute, LEFT)
            wait(lambda: "The disk is gone." in texts(page))
        compute(page, wait)

    def test_many_moments_are_spread_with_the_first_and_the_last(self):
        moments = [Moment(epoch) for epoch in range(100)]
        chosen = spread(moments, MAX_MOMENTS)
        assert len(chosen) == MAX_MOMENTS
        assert (chosen[0], chosen[-1]) == (moments[0], moments[-1])
        assert {b.epochs - a.epochs for a, b in pairwise(chosen)} == {4, 5}
        assert spread(moments[:5], MAX_MOMENTS) == moments[:5]


class TestRuns:
    def test_runs_from_the_same_start_are_shown_together(self, page, kept, wait):
        kept("a")
        kept("b", changes={"optimizer.learning_rate": 0.3})
        kept("seed", changes={"seed": 3})
        kept("other", changes={"model.hidden": [{"units": 9, "activation": "relu"}]})
        kept("logistic", "logistic")
        page._store.add(RunRecord("line", line()))
        page._selection.select("b")
        assert [entry.record.run for entry in page.chosen()] == ["a", "b"]
        compute(page, wait)
        assert len(page.chart.tracks) == 2
        first, second = page.chart.tracks
        assert np.allclose(first.positions[0], second.positions[0])
        assert len({track.style for track in page.chart.tracks}) == 2
        names = [page._store.get(run).name for run in "ab"]
        assert [track.name for track in page.chart.tracks] == names  # also without colours

        page._selection.select("seed")
        assert [entry.record.run for entry in page.chosen()] == ["seed"]
        assert not page.chart.tracks

    def test_a_hidden_run_takes_its_landscape_along(self, page, kept, store, wait):
        kept("a")
        compute(page, wait)
        store.set_visible("a", False)
        assert not page.chart.tracks
        assert not page.chart._costs.size
        store.remove("a")
        assert "Press Train" in texts(page)


class TestMoments:
    def test_the_moment_shown_is_marked_and_a_click_shows_another(self, page, kept, moments, wait):
        kept("a")
        compute(page, wait)
        last = len(page.chart.tracks[0].positions) - 1
        assert page.chart.tracks[0].shown == last
        assert not page.chart.tracks[0].name
        wait(lambda: moments.choices)
        index = page._laid.moments[0].index(Moment(1))
        QTest.mouseClick(page.chart, LEFT, pos=page.chart.position_of(0, index).toPoint())
        wait(lambda: moments.network("a").moment == Moment(1))
        assert page.chart.tracks[0].shown == index

    def test_the_pointer_names_a_moment_with_both_costs_and_else_the_cost(self, page, kept, wait):
        kept("a")
        compute(page, wait)
        assert page._status.text() == ""
        QTest.mouseMove(page.chart, QPoint(1, 1))  # from elsewhere
        QTest.mouseMove(page.chart, page.chart.position_of(0, 0).toPoint())
        wait(lambda: "before training" in texts(page))
        assert "of the nearest point in the plane" in page._status.toolTip() + texts(page)
        size = page.chart.size()
        corner = page.chart.area().topLeft() + QPointF(3, 3)
        QTest.mouseMove(page.chart, corner.toPoint())
        wait(lambda: "Cost here" in texts(page))
        assert page.chart.cost_at(corner) == page._grid[-1, 0]
        low = page.chart.area().bottomRight() - QPointF(3, 3)
        assert page.chart.cost_at(low) == page._grid[0, -1]
        QTest.mouseMove(page, QPoint(2, 2))
        wait(lambda: "Cost here" not in texts(page))
        assert page.chart.size() == size

    def test_a_position_lies_at_the_same_place_as_its_cost(self, page, kept, wait):
        kept("a")
        compute(page, wait)
        columns, rows = page._laid.plane.grid
        for column, row in ((0, 0), (40, 40), (13, 31)):
            point = page.chart._on_map(columns[column], rows[row])
            inside = page.chart.area().center() + (point - page.chart.area().center()) * 0.999
            assert page.chart.cost_at(inside) == page._grid[row, column]


class TestLevels:
    @pytest.mark.parametrize("low", [0.01, 0.3, 2.3])
    @pytest.mark.parametrize("span", [1.2, 3.0, 50.0, 1e4])
    def test_each_is_the_same_factor_above_the_one_before(self, low, span):
        levels = levels_of(np.array([[low, low * span], [np.inf, low]]))
        assert 1 <= len(levels) <= MAX_CONTOURS
        assert low <= levels[0]
        assert levels[-1] <= low * span
        if len(levels) > 1:
            factors = levels[1:] / levels[:-1]
            assert factors == pytest.approx([factors[0]] * len(factors))
            assert min(abs(factors[0] - factor) for factor in FACTORS) < 1e-9

    def test_no_costs_have_none(self):
        assert not len(levels_of(np.full((2, 2), np.inf)))


def test_all_is_translated(page, kept, wait, translation):
    kept("a")
    compute(page, wait)
    before = texts(page)
    translation.use(Language.CHINESE)
    wait(lambda: "切片" in texts(page))
    translation.use(Language.ENGLISH)
    wait(lambda: texts(page) == before)


def test_the_grid_is_as_fine_as_promised():
    assert POINTS == 41


def test_a_second_run_is_trained_from_here_and_brings_both_paths(page, kept, wait):
    asked = []

    def begin(config):
        asked.append(config)
        return "b"

    page._train = begin
    first = kept("a").record.config
    assert page.rival.text() == "Train with Adam, too"
    QTest.mouseClick(page.rival, LEFT)
    (second,) = asked
    changed = {"optimizer.kind", "optimizer.learning_rate"}
    assert set(differing([first, second])) == changed
    assert not page.rival.isVisible()
    assert "The second run trains" in texts(page)
    kept("b", changes={"optimizer.kind": "adam", "optimizer.learning_rate": 0.001}, shows=False)
    wait(lambda: is_complete(page) and not page._work.is_running)
    assert len(page._laid.moments) == 2
    assert not page.rival.isVisible()  # there are two


def test_without_a_way_to_train_there_is_no_such_button(page, kept):
    kept("a")
    assert not page.rival.isVisible()
