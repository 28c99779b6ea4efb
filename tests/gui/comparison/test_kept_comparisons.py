"""Comparisons outlive the window: another one on the same runs shows what the first one showed."""

import re
import shutil
import threading

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QToolButton

from core.comparison import experiment as experiments
from core.comparison.experiment import Axis, Grid, Kind
from core.comparison.kept import read_all
from core.config.choices import OptimizerKind
from core.config.presets import preset_titles
from core.messages import Message
from gui import composition as application
from gui.comparison.comparisons import Judgement
from gui.comparison.digit_wall import DigitWall
from gui.comparison.heat_map import HeatMap
from gui.comparison.ladder_chart import LadderChart
from tests.gui.driving import LEFT, WAIT_MS, destroy, open_dialog, press_button, quick

RACE = ("sigmoid", "relu-dropout")


def run_of(comparison, name, seed=42):
    return next(run for run, planned in comparison.runs.items() if (planned.member, planned.seed) == (name, seed))


def texts(panel):
    return [label.text() for label in panel.findChildren(QLabel) if label.isVisible()]


def digits(comparison):
    return tuple([digit.number for digit in wall] for wall in comparison.judgement.only)


def look(desk):
    desk.window.tabs.show_page("comparison")


def pictures(panel):
    """What the panel says and shows, but for the choice."""
    charts = [panel.findChild(LadderChart), panel.findChild(HeatMap), *panel.findChildren(DigitWall)]
    return texts(panel), [(chart.isVisible(), chart.accessibleName()) for chart in charts]


class TestAfterARestart:
    """A desk is closed and another opened on the same runs."""

    @pytest.fixture
    def open_desk(self, dressed, preferences, translation, qtbot, tmp_path, wait):
        made = []

        def close():
            desk = made.pop()
            desk.close()
            desk.window.arranger.keep()
            desk.window.code.close_down()
            destroy(desk.window)

        def show():
            if made:
                close()
            desk = application.compose(dressed, preferences, translation, tmp_path / "runs")
            made.append(desk)
            desk.window.show()
            qtbot.waitExposed(desk.window)
            desk.kept.find()
            desk.comparisons.find()
            return desk

        yield show
        if made:
            close()

    @pytest.fixture
    def reopened(self, open_desk, wait):
        """Compare, close, do something to the runs, open again, and look at the comparison."""

        def go(act=lambda _runs_dir, _comparison: None, kind=Kind.COMPARISON, experiment=None, titles=None, grid=None):
            experiment = experiment or experiments.of_presets(RACE, 2, quick(changes={"epochs": 1}))
            desk = open_desk()
            look(desk)
            titles = titles or preset_titles(experiment.names)
            desk.comparisons.start(kind, experiment, titles, grid)
            first = desk.window.comparison.shown()
            wait(lambda: first.is_over)
            before = first, pictures(desk.window.comparison)
            act(desk.kept.runs_dir, first)
            desk = open_desk()
            wait(desk.comparisons.all)
            (again,) = desk.comparisons.all()
            assert again is not first
            assert again.judgement == Judgement()  # nothing is done for what nobody looks at
            look(desk)
            wait(lambda: again.is_over and again.judgement != Judgement())
            return desk, before, again

        return go

    def test_the_same_verdict_and_the_same_digits(self, reopened, wait):
        desk, (first, shown), again = reopened()
        assert desk.window.comparison.shown() is again
        assert again.judgement.verdicts == first.judgement.verdicts
        assert again.judgement.p_values == first.judgement.p_values
        assert digits(again) == digits(first)
        assert pictures(desk.window.comparison) == shown
        assert not desk.window.notice.isVisible()
        choice = desk.window.comparison.findChild(QComboBox).currentText()
        assert choice.startswith("1. Sigmoid / ReLU + Dropout, 2 seeds · ")

    def test_the_same_report(self, open_desk, tmp_path, wait):
        """The curves of runs that nobody shows are read for it."""
        pages = []
        for place in (tmp_path / "before.html", tmp_path / "after.html"):
            desk = open_desk()
            look(desk)
            if not pages:
                race = experiments.of_presets(RACE, 1, quick())
                desk.comparisons.start(Kind.COMPARISON, race, preset_titles(RACE))
            wait(lambda desk=desk: desk.comparisons.all() and desk.comparisons.all()[0].judgement.verdicts)
            comparison = desk.comparisons.all()[0]
            wait(lambda desk=desk, comparison=comparison: all(map(desk.store.get, comparison.runs)))
            desk.window.carrying.write_report(comparison, place)
            wait(place.exists)
            pages.append(re.findall("<svg.*?</svg>", place.read_text(encoding="utf-8"), re.DOTALL))
        assert pages[0]
        assert pages[0] == pages[1]

    def test_the_same_ladder(self, reopened):
        ladder = experiments.ladder(1, quick(changes={"epochs": 1}))
        desk, (first, shown), again = reopened(kind=Kind.LADDER, experiment=ladder)
        assert (again.judgement.steps, again.judgement.whole) == (first.judgement.steps, first.judgement.whole)
        assert pictures(desk.window.comparison) == shown

    def test_the_same_map(self, reopened):
        axes = Axis("optimizer.kind", tuple(OptimizerKind)[:2]), Axis("optimizer.learning_rate", (0.01, 0.1))
        grid = Grid(quick(changes={"epochs": 1}), axes)
        titles = {name: Message(name) for name in grid.experiment().names}
        desk, (first, shown), again = reopened(kind=Kind.GRID, experiment=grid.experiment(), titles=titles, grid=grid)
        assert again.judgement.cells == first.judgement.cells
        assert pictures(desk.window.comparison) == shown
        assert "SGD" in desk.window.comparison.findChild(HeatMap).accessibleName()

    def test_a_run_that_is_gone_is_told_of_and_trained_again_if_asked(self, reopened, wait):
        def lose_one(runs_dir, comparison):
            shutil.rmtree(runs_dir / run_of(comparison, "sigmoid", 43))

        desk, (first, _), again = reopened(lose_one)
        panel = desk.window.comparison
        assert list(again.judgement.p_values) == [42]
        assert any(
            "Not judged: 1 run that was deleted" in text or "Not judged: 1 run(s)" in text for text in texts(panel)
        )
        button = next(each for each in panel.findChildren(QPushButton) if each.text().startswith("Train 1 run"))
        QTest.mouseClick(button, LEFT)
        assert not button.isVisible()
        wait(lambda: again.is_over)
        assert again.judgement.verdicts == first.judgement.verdicts
        assert not any("Not judged" in text for text in texts(panel))
        assert set(read_all(desk.kept.runs_dir).comparisons[0].runs) == set(again.runs)

    def test_deleted_it_does_not_come_back_and_its_runs_do(self, reopened, open_desk, wait):
        desk, (first, _), _ = reopened()
        panel = desk.window.comparison
        QTest.mouseClick(panel.findChild(QToolButton), LEFT)
        press_button(open_dialog(panel), "Delete")
        assert desk.comparisons.all() == []
        assert panel.shown() is None
        assert any(text.startswith("Here you learn") for text in texts(panel))
        desk = open_desk()
        wait(lambda: len(desk.store.entries()) == len(first.runs))
        assert read_all(desk.kept.runs_dir).comparisons == ()
        assert desk.comparisons.all() == []

    def test_what_could_not_be_judged_is_tried_again_when_it_is_looked_at_next(self, open_desk, wait, monkeypatch):
        race = experiments.of_presets(RACE, 1, quick(changes={"epochs": 1}))
        desk = open_desk()
        look(desk)
        desk.comparisons.start(Kind.COMPARISON, race, preset_titles(RACE))
        wait(lambda: desk.window.comparison.shown().is_over)
        desk = open_desk()
        wait(desk.comparisons.all)
        (again,) = desk.comparisons.all()
        with monkeypatch.context() as broken:
            broken.setattr("core.comparison.trials.take_in", lambda *_: int("no memory"))
            look(desk)
            wait(lambda: "no memory" in desk.window.notice.text)
        desk.window.tabs.show_page("curves")
        look(desk)
        wait(lambda: again.judgement != Judgement())
        assert len(again.judgement.verdicts) == 1

    def test_one_that_is_deleted_while_it_is_judged_is_not_told_of(self, open_desk, wait):
        desk = open_desk()
        race = experiments.of_presets(RACE, 1, quick(changes={"epochs": 1}))
        told, done, go = [], [], threading.Event()
        desk.comparisons.changed.connect(told.append)
        desk.errands.do(lambda: go.wait(WAIT_MS / 1000), lambda _: None)
        desk.comparisons.start(Kind.COMPARISON, race, preset_titles(RACE))
        wait(lambda: desk.controller.active_count() == 0)
        desk.comparisons.forget(desk.comparisons.all()[0])
        desk.errands.do(lambda: True, done.append)
        go.set()
        wait(lambda: done)
        assert told == []

    def test_a_damaged_one_is_told_of(self, open_desk, tmp_path, wait):
        folder = tmp_path / "runs" / "comparisons"
        folder.mkdir(parents=True)
        (folder / "one.json").write_text("{}")
        desk = open_desk()
        wait(desk.window.notice.isVisible)
        assert "one.json is damaged" in desk.window.notice.text
