"""Comparisons outlive the window: another one on the same runs shows what the first one showed."""

import json
import re
import shutil
import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QToolButton

from core.comparison import experiment as experiments
from core.comparison.experiment import Axis, Grid, Kind
from core.comparison.judgement import Judgement
from core.comparison.kept import comparison as kept_comparison
from core.comparison.kept import files
from core.comparison.kept.files import read_all
from core.config.choices import OptimizerKind
from core.config.presets import preset_titles
from core.messages import Message
from core.storage.layout import COMPARISONS_FOLDER
from gui.comparison.digit_wall import DigitWall
from gui.comparison.heat_map import HeatMap
from gui.comparison.ladder.ladder_chart import LadderChart
from tests.gui.driving import LEFT, WAIT_MS, Recorder, open_dialog, press_button, quick

RACE = ("sigmoid", "relu-dropout")


def run_of(comparison, name, seed=42):
    return next(
        run
        for run, planned in comparison.runs.items()
        if (planned.member, planned.seed) == (name, seed)
    )


def texts(panel):
    return [label.text() for label in panel.findChildren(QLabel) if label.isVisible()]


def files_below(folder):
    return {
        path: path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name not in ("label.json", "lock")
    }


def digits(comparison):
    shown = comparison.judgement.deciding.shown
    return tuple([one.digit.number for one in side] for side in shown)


def look(application):
    application.window.tabs.show_page("comparison")


def pictures(panel):
    """What the panel says and shows, but for the choice."""
    charts = [
        panel.findChild(LadderChart),
        panel.findChild(HeatMap),
        *panel.findChildren(DigitWall),
    ]
    return texts(panel), [(chart.isVisible(), chart.accessibleName()) for chart in charts]


class TestAfterARestart:
    """A application is closed and another opened on the same runs."""

    @pytest.fixture
    def reopened(self, open_application, wait):
        """Compare, close, do something to the runs, open again, and look at the comparison."""

        def go(
            act=lambda _runs_dir, _comparison: None,
            kind=Kind.COMPARISON,
            experiment=None,
            titles=None,
            grid=None,
        ):
            experiment = experiment or experiments.of_presets(RACE, 2, quick(changes={"epochs": 1}))
            application = open_application()
            look(application)
            titles = titles or preset_titles(experiment.names)
            application.comparisons.start(kind, experiment, titles, grid)
            first = application.window.comparison.shown()
            wait(lambda: first.is_over)
            before = first, pictures(application.window.comparison)
            act(application.kept.runs_dir, first)
            application = open_application()
            wait(application.comparisons.all)
            (again,) = application.comparisons.all()
            assert again is not first
            look(application)
            wait(lambda: again.is_over and again.judgement != Judgement())
            return application, before, again

        return go

    def test_the_same_verdict_and_the_same_digits(self, reopened, wait):
        application, (first, shown), again = reopened()
        assert application.window.comparison.shown() is again
        assert again.judgement.verdicts == first.judgement.verdicts
        assert again.judgement.p_values == first.judgement.p_values
        assert digits(again) == digits(first)
        assert pictures(application.window.comparison) == shown
        assert not application.window.notice.isVisible()
        choice = application.window.comparison.findChild(QComboBox).currentText()
        assert choice.startswith("1. Sigmoid / ReLU + Dropout, 2 seeds · ")

    def test_its_verdict_comes_with_its_networks(self, open_application, wait):
        application = open_application()
        race = experiments.of_presets(RACE, 1, quick())
        application.comparisons.start(Kind.COMPARISON, race, preset_titles(RACE))
        (first,) = application.comparisons.all()
        wait(application.window.verdict.isVisible)
        number = application.window.verdict.number.text()

        application = open_application()
        window, store = application.window, application.store
        wait(application.comparisons.all)
        wait(lambda: all(map(store.get, first.runs)))
        (again,) = application.comparisons.all()
        assert not window.verdict.isVisible()
        store.show_only(first.runs)
        wait(window.verdict.isVisible)
        assert window.verdict.comparison is again
        wait(lambda: window.verdict.number.text() == number)
        (heading,) = window.table.sorted.headings().values()
        assert heading.data().endswith(f"is better by {float(number):.2f} points")
        assert not window.notice.isVisible()

    def test_a_network_of_each_member_is_shown_in_order_whatever_the_runs_are_called(
        self, open_application, wait, monkeypatch
    ):
        """Ids of runs that are planned within a second say nothing of their order."""
        letters = iter("hgfedcba")
        monkeypatch.setattr(kept_comparison, "new_id", lambda _config: f"run-{next(letters)}")
        application = open_application()
        race = experiments.of_presets(RACE, 2, quick())
        application.comparisons.start(Kind.COMPARISON, race, preset_titles(RACE))
        (first,) = application.comparisons.all()
        wait(application.window.verdict.isVisible)
        pair = [run_of(first, name) for name in RACE]
        assert list(application.window.stage.bands) == pair

        application = open_application()
        window, store = application.window, application.store
        wait(application.comparisons.all)
        wait(lambda: all(map(store.get, first.runs)))
        store.show_only(first.runs)
        wait(window.verdict.isVisible)
        wait(lambda: list(window.stage.bands) == pair)
        another = run_of(first, "sigmoid", 43)
        window.selection.select(another)
        assert another in window.stage.bands

    def test_one_that_names_the_users_own_runs_is_shown_as_imported(self, open_application, wait):
        """It lies among the user's, is newer than all of them, and names runs of two of these."""

        race = experiments.of_presets(RACE, 1, quick())
        application = open_application()
        look(application)
        application.comparisons.start(Kind.COMPARISON, race, preset_titles(RACE))
        (first,) = application.comparisons.all()
        wait(lambda: first.is_over)
        later = first.kept.made + timedelta(hours=1)
        copy = replace(first.kept, name="29991231-235959-comparison-x", made=later)
        files.write(application.kept.runs_dir, copy)
        contents = files_below(application.kept.runs_dir)

        application = open_application()
        comparisons, window = application.comparisons, application.window
        wait(lambda: len(comparisons.all()) == 2)
        wait(lambda: all(map(application.store.get, first.runs)))
        mine, forged = comparisons.all()
        assert not comparisons.is_foreign(mine)
        assert comparisons.is_foreign(forged)
        assert comparisons.runs_of(mine) == list(first.runs)
        assert comparisons.runs_of(forged) == []
        groups = window.table.sorted.headings()
        assert [" · imported" in index.data() for index in groups.values()] == [False]

        # it is judged, and says what it is
        look(application)
        assert window.comparison.shown() is forged
        wait(lambda: forged.is_over)
        choice = window.comparison.findChild(QComboBox)
        assert [" · imported · " in choice.itemText(row) for row in range(2)] == [False, True]
        assert any("came from elsewhere" in text for text in texts(window.comparison))
        choice.setCurrentIndex(0)
        wait(lambda: mine.is_over)
        assert not any("came from elsewhere" in text for text in texts(window.comparison))
        assert all(map(comparisons.need, first.runs))

        # it keeps no run from being changed, and without it everything is as before
        comparisons.delete(mine)
        assert not any(map(comparisons.need, first.runs))
        comparisons.delete(forged)
        folder = application.kept.runs_dir / COMPARISONS_FOLDER
        wait(lambda: list(folder.iterdir()) == [])
        contents = {file: text for file, text in contents.items() if file.parent != folder}
        assert files_below(application.kept.runs_dir) == contents

    def test_an_imported_run_in_the_place_of_one_does_not_make_it_foreign(
        self, open_application, wait
    ):
        application = open_application()
        race = experiments.of_presets(RACE, 2, quick())
        application.comparisons.start(Kind.COMPARISON, race, preset_titles(RACE))
        (comparison,) = application.comparisons.all()
        application.controller.stop()
        wait(lambda: not application.controller.active())
        records = [application.store.get(run).record for run in comparison.runs]
        records[0].comparison = "29991231-235959-comparison-x"
        assert application.comparisons.is_foreign(comparison)
        records[0].is_imported = True
        assert not application.comparisons.is_foreign(comparison)
        for record in records:
            record.comparison, record.is_imported = "29991231-235959-comparison-x", True
        assert application.comparisons.is_foreign(comparison)

    def test_runs_of_earlier_versions_are_believed_to_belong(self, open_application, wait):
        application = open_application()
        race = experiments.of_presets(RACE, 1, quick())
        application.comparisons.start(Kind.COMPARISON, race, preset_titles(RACE))
        (first,) = application.comparisons.all()
        wait(lambda: application.controller.active_count() == 0)
        wait(lambda: len(first.ended) == len(first.runs))
        for run in first.runs:
            file = application.kept.runs_dir / run / "run.json"
            description = json.loads(file.read_bytes())
            assert description.pop("comparison") == first.kept.name
            file.write_text(json.dumps(description, indent=2))

        application = open_application()
        wait(lambda: all(map(application.store.get, first.runs)))
        wait(application.comparisons.all)
        (again,) = application.comparisons.all()
        assert application.comparisons.runs_of(again) == list(first.runs)

    def test_the_same_report(self, open_application, tmp_path, wait):
        """The curves of runs that nobody shows are read for it."""
        pages = []
        for place in (tmp_path / "before.html", tmp_path / "after.html"):
            application = open_application()
            look(application)
            if not pages:
                race = experiments.of_presets(RACE, 1, quick())
                application.comparisons.start(Kind.COMPARISON, race, preset_titles(RACE))
            wait(
                lambda application=application: (
                    application.comparisons.all()
                    and application.comparisons.all()[0].judgement.verdicts
                )
            )
            comparison = application.comparisons.all()[0]
            wait(
                lambda application=application, comparison=comparison: all(
                    map(application.store.get, comparison.runs)
                )
            )
            application.window.pages.write_report(comparison, place)
            wait(place.exists)
            pages.append(re.findall("<svg.*?</svg>", place.read_text(encoding="utf-8"), re.DOTALL))
        assert pages[0]
        assert pages[0] == pages[1]

    def test_the_same_ladder(self, reopened):
        ladder = experiments.ladder(1, quick(changes={"epochs": 1}))
        application, (first, shown), again = reopened(kind=Kind.LADDER, experiment=ladder)
        assert (again.judgement.steps, again.judgement.whole) == (
            first.judgement.steps,
            first.judgement.whole,
        )
        assert pictures(application.window.comparison) == shown

    def test_the_same_map(self, reopened):
        axes = (
            Axis("optimizer.kind", tuple(OptimizerKind)[:2]),
            Axis("optimizer.learning_rate", (0.01, 0.1)),
        )
        grid = Grid(quick(changes={"epochs": 1}), axes)
        titles = {name: Message(name) for name in grid.experiment().names}
        application, (first, shown), again = reopened(
            kind=Kind.GRID, experiment=grid.experiment(), titles=titles, grid=grid
        )
        assert again.judgement.cells == first.judgement.cells
        assert pictures(application.window.comparison) == shown
        assert "SGD" in application.window.comparison.findChild(HeatMap).accessibleName()

    def test_a_run_that_is_gone_is_told_of_and_trained_again_if_asked(self, reopened, wait):
        def lose_one(runs_dir, comparison):
            shutil.rmtree(runs_dir / run_of(comparison, "sigmoid", 43))

        application, (first, _), again = reopened(lose_one)
        panel = application.window.comparison
        assert list(again.judgement.p_values) == [42]
        assert any(
            "Not judged: 1 run that was deleted" in text or "Not judged: 1 run(s)" in text
            for text in texts(panel)
        )
        button = next(
            each
            for each in panel.findChildren(QPushButton)
            if each.text().startswith("Finish 1 run")
        )
        QTest.mouseClick(button, LEFT)
        assert not button.isVisible()
        wait(lambda: again.is_over)
        assert again.judgement.verdicts == first.judgement.verdicts
        assert not any("Not judged" in text for text in texts(panel))
        assert set(read_all(application.kept.runs_dir).comparisons[0].runs) == set(again.runs)

    def test_deleted_it_does_not_come_back_and_its_runs_do(self, reopened, open_application, wait):
        application, (first, _), _ = reopened()
        panel = application.window.comparison
        QTest.mouseClick(panel.findChild(QToolButton), LEFT)
        press_button(open_dialog(panel), "Delete")
        assert application.comparisons.all() == []
        assert panel.shown() is None
        assert any(text.startswith("Here you learn") for text in texts(panel))
        application = open_application()
        wait(lambda: len(application.store.entries()) == len(first.runs))
        assert read_all(application.kept.runs_dir).comparisons == ()
        assert application.comparisons.all() == []

    def test_what_could_not_be_judged_is_tried_again_when_it_is_looked_at_next(
        self, open_application, wait, monkeypatch
    ):
        race = experiments.of_presets(RACE, 1, quick(changes={"epochs": 1}))
        application = open_application()
        look(application)
        application.comparisons.start(Kind.COMPARISON, race, preset_titles(RACE))
        wait(lambda: application.window.comparison.shown().is_over)
        application = open_application()
        wait(application.comparisons.all)
        (again,) = application.comparisons.all()
        with monkeypatch.context() as broken:
            broken.setattr(
                "core.comparison.trials.judge_kept_run", lambda *_, **__: int("no memory")
            )
            look(application)
            wait(lambda: "no memory" in application.window.notice.text)
        application.window.tabs.show_page("network")
        look(application)
        wait(lambda: again.judgement != Judgement())
        assert len(again.judgement.verdicts) == 1

    def test_one_that_is_deleted_twice_is_deleted_once(self, open_application, wait):
        application = open_application()
        race = experiments.of_presets(RACE, 1, quick(changes={"epochs": 1}))
        application.comparisons.start(Kind.COMPARISON, race, preset_titles(RACE))
        wait(lambda: application.controller.active_count() == 0)
        (comparison,) = application.comparisons.all()
        listed = Recorder(application.comparisons.listed)
        for _ in range(2):
            application.comparisons.delete(comparison)
        assert application.comparisons.all() == []
        assert len(listed.heard) == 1

    def test_one_that_is_deleted_while_it_is_judged_is_not_told_of(self, open_application, wait):
        application = open_application()
        race = experiments.of_presets(RACE, 1, quick(changes={"epochs": 1}))
        told, done, go = [], [], threading.Event()
        application.comparisons.changed.connect(told.append)
        application.jobs.submit(lambda: go.wait(WAIT_MS / 1000), lambda _: None)
        application.comparisons.start(Kind.COMPARISON, race, preset_titles(RACE))
        wait(lambda: application.controller.active_count() == 0)
        application.comparisons.delete(application.comparisons.all()[0])
        application.jobs.submit(lambda: True, done.append)
        go.set()
        wait(lambda: done)
        assert told == []

    def test_a_new_one_is_written_although_a_job_takes_long(self, open_application, tmp_path, wait):
        application, go = open_application(), threading.Event()
        application.jobs.submit(lambda: go.wait(WAIT_MS / 1000), lambda _: None)
        race = experiments.of_presets(RACE, 1, quick(changes={"epochs": 1}))
        application.comparisons.start(Kind.COMPARISON, race, preset_titles(RACE))
        wait(lambda: read_all(tmp_path / "runs").comparisons)
        assert not go.is_set()
        application.comparisons.delete(application.comparisons.all()[0])
        wait(lambda: not read_all(tmp_path / "runs").comparisons)
        go.set()
        wait(lambda: application.controller.active_count() == 0)

    @pytest.mark.usefixtures("nothing_is_new")
    def test_a_damaged_one_is_told_of(self, open_application, tmp_path, wait):
        folder = tmp_path / "runs" / "comparisons"
        folder.mkdir(parents=True)
        (folder / "one.json").write_text("{}")
        application = open_application()
        wait(application.window.notice.isVisible)
        assert "one.json is damaged" in application.window.notice.text
