"""A search in the window: described with the mouse, trained, shown as a map, and judged."""

import threading
from dataclasses import replace
from unittest.mock import Mock

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton, QSpinBox

from core.comparison.experiment import Kind, of_presets
from core.config.presets import RACE, preset_titles
from core.errors import FileError, SearchError
from core.messages import message
from core.run.identity import SEARCH, renamed
from core.run.record import RunState
from core.search import kept, verdict
from core.search.ranges import UNITS, Range
from core.search.search import Pruning, judged_in
from core.search.study import Study
from core.search.trial import Trial, TrialState
from core.search.trials import next_job
from core.storage.layout import EPOCHS_FOLDER
from core.storage.records import outline
from gui import composition
from gui.comparison.dialog import search_page
from gui.comparison.dialog.experiment_dialog import ExperimentDialog
from gui.comparison.search.search_map import MapContent, SearchMap
from gui.comparison.search.search_view import SearchView
from gui.comparison.search.trial_curves import TrialCurves
from gui.style.translation import Language
from tests.core.cli.test_main import status_of
from tests.core.search.searches import Told
from tests.gui.conftest import shown
from tests.gui.driving import (
    LEFT,
    WAIT_MS,
    Recorder,
    choose_in,
    open_dialog,
    press_button,
    quick,
    type_over,
)
from tests.gui.searches import RANGES, RATE, search_of, small

pytest.importorskip("optuna")
SPANS = {RATE: "0.001..1:log", UNITS: "16..256:log"}
TITLE = "Search for good settings"


def named(parent, kind, name):
    return next(
        one for one in parent.findChildren(kind) if one.accessibleName() == name and one.isVisible()
    )


@pytest.fixture
def opened(dressed, qtbot, translation):
    """Open the dialog on the page of the search; gives it and the searches it asks for."""
    recorders = []

    def show(form=None):
        dialog = ExperimentDialog(form or small(), ())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        qtbot.addWidget(dialog)
        recorders.append(Recorder(dialog.search_accepted))
        dialog.open()
        qtbot.waitExposed(dialog)
        choose_in(dialog.findChildren(QComboBox)[0], TITLE)
        return dialog, recorders[-1].heard

    return show


def problems(dialog):
    return [
        label.text()
        for label in dialog.findChildren(QLabel)
        if label.property("role") == "wrong" and label.isVisible()
    ]


class TestDescription:
    def test_begins_with_learning_rate_and_width(self, opened):
        dialog, asked = opened()
        press_button(dialog, "Start")
        ((search,),) = asked
        assert search.ranges == (Range(RATE, 0.001, 1, True), Range(UNITS, 16, 512, True))
        assert search.base.data.validation_size == 100
        assert search.base.epochs == 3
        assert search.epochs == 45
        assert search.minutes is None
        assert search.pruning is Pruning.MEDIAN

    def test_all_of_it_can_be_typed_and_chosen(self, opened):
        dialog, asked = opened()
        choose_in(named(dialog, QComboBox, "Second setting"), "Optimizer")
        type_over(named(dialog, QLineEdit, "To"), "0.5")
        type_over(named(dialog, QSpinBox, "Budget"), "30")
        type_over(named(dialog, QSpinBox, "Minutes of training"), "2")
        choose_in(named(dialog, QComboBox, "Pruning"), "successive halving")
        type_over(named(dialog, QSpinBox, "Seeds"), "4")
        press_button(dialog, "Start")
        ((search,),) = asked
        assert search.ranges[0] == Range(RATE, 0.001, 0.5, True)
        assert search.ranges[1].path == "optimizer.kind"
        assert "adam" in search.ranges[1].choices
        assert (search.epochs, search.minutes, search.seeds) == (30, 2, 4)
        assert search.pruning is Pruning.HALVING

    @pytest.mark.parametrize(
        ("low", "high", "problem"),
        [
            ("1", "0.1", "Learning rate: a range must rise; 1 is not below 0.1."),
            ("0", "1", "Learning rate: a logarithmic range must begin above 0, not at 0."),
            ("0.1", "50", "Learning rate: must be a number from 1e-07 to 10, not 50."),
            ("", "1", "Learning rate: must be a number from 1e-07 to 10."),
        ],
    )
    def test_a_bad_range_is_named_and_cannot_start(self, opened, low, high, problem):
        dialog, _ = opened()
        type_over(named(dialog, QLineEdit, "From"), low)
        type_over(named(dialog, QLineEdit, "To"), high)
        assert problems(dialog) == [problem]
        start = next(b for b in dialog.findChildren(QPushButton) if b.text() == "Start")
        assert not start.isEnabled()

    def test_without_optuna_it_says_what_to_install(self, opened, monkeypatch):
        monkeypatch.setattr(search_page, "is_installed", lambda: False)
        dialog, _ = opened()
        (problem,) = problems(dialog)
        assert "needs the package optuna" in problem

    def test_the_other_kinds_are_as_before(self, opened):
        dialog, _ = opened()
        choose_in(dialog.findChildren(QComboBox)[0], "Try a grid of settings")
        assert named(dialog, QLineEdit, "Values").text() == "0.001, 0.01, 0.1"
        assert not problems(dialog)


def view_of(made):
    return made.window.findChild(SearchView)


def texts(widget):
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


class TestSearch:
    def test_its_trials_are_runs_and_its_winner_is_judged_with_fresh_seeds(
        self, keeping_application, wait, tmp_path
    ):
        made, search = keeping_application, search_of()
        made.window.tabs.show_page("comparison")
        made.searches.start(search)
        (one,) = made.searches.all()
        view = view_of(made)
        wait(lambda: one.is_over)
        assert len(one.trials) >= 4
        for trial in one.trials:
            record = outline(tmp_path / "runs" / trial.run)
            assert record.state is RunState(str(trial.state))
            assert record.comparison == search.name
            assert not (tmp_path / "runs" / trial.run / EPOCHS_FOLDER).exists()

        (comparison,) = made.comparisons.all()
        wait(lambda: comparison.is_over)
        assert comparison.kept.experiment == search.verdict_between(one.best.values)
        assert comparison.kept.experiment.seeds == (43,)
        assert comparison.judgement.verdicts
        assert view.isVisible()
        assert "Best on the held-out examples: Learning rate: " in texts(view)
        assert "with 1 fresh seed; the verdict is below" in texts(view)
        wait(lambda: kept.read(tmp_path / "runs", search.name).comparison == comparison.kept.name)

    def test_only_the_best_trial_stays_among_the_curves(self, keeping_application, wait):
        made = keeping_application
        made.searches.start(search_of())
        (one,) = made.searches.all()
        wait(lambda: one.is_over)
        trials = {trial.run for trial in one.trials}
        visible = {entry.record.run for entry in made.store.visible()} & trials
        assert visible <= {one.best.run}

    def test_can_be_stopped_and_goes_on(self, keeping_application, wait):
        made = keeping_application
        made.window.tabs.show_page("comparison")
        made.searches.start(search_of(epochs=18))
        (one,) = made.searches.all()
        view = view_of(made)
        wait(lambda: any(trial.state is TrialState.COMPLETED for trial in one.trials))
        QTest.mouseClick(view.stop, LEFT)
        wait(lambda: not one.training and not made.controller.active_count())
        assert not one.is_running
        assert "It was interrupted, and can go on." in texts(view)
        assert not made.comparisons.all()
        done = len([trial for trial in one.trials if trial.state is TrialState.COMPLETED])
        QTest.mouseClick(view.go_on, LEFT)
        wait(lambda: one.is_over)
        completed = [trial for trial in one.trials if trial.state is TrialState.COMPLETED]
        assert len(completed) > done
        assert all(trial.state is not TrialState.RUNNING for trial in one.trials)

    def test_a_trial_that_is_stopped_stops_the_search(self, keeping_application, wait):
        made = keeping_application
        made.searches.start(search_of(epochs=300))
        (one,) = made.searches.all()
        wait(lambda: one.training)
        made.controller.stop()
        wait(lambda: not one.training and not made.controller.active_count())
        assert not one.is_running

    def test_goes_on_in_another_window(
        self, dressed, preferences, translation, qtbot, tmp_path, wait
    ):
        def compose():
            return composition.compose(dressed, preferences, translation, tmp_path / "runs")

        with shown(compose(), qtbot) as made:
            made.searches.start(search_of(epochs=18))
            (one,) = made.searches.all()
            wait(lambda: any(trial.state is TrialState.COMPLETED for trial in one.trials))
        with shown(compose(), qtbot) as made:
            made.window.tabs.show_page("comparison")
            made.kept.find()
            made.searches.find()
            view = view_of(made)
            wait(lambda: view.isVisible() and view.go_on.isVisible())
            (again,) = made.searches.all()
            wait(lambda: again.trials)
            assert [t.values for t in again.trials[:2]] == [t.values for t in one.trials[:2]]
            QTest.mouseClick(view.go_on, LEFT)
            wait(lambda: again.is_over)
            assert made.comparisons.all()

    def test_one_that_the_command_has_judged_is_shown_with_its_verdict(
        self, keeping_application, wait, tmp_path
    ):
        over = [text for path in (RATE, UNITS) for text in ("--over", f"{path}={SPANS[path]}")]
        values = ("data.train_size=600", "data.test_size=200", "data.validation_size=300")
        changes = [text for value in values for text in ("--set", value)]
        budget = ("--epochs", "3", "--epochs-budget", "12", "--seeds", "1")
        command = ("search", "--preset", "sigmoid", *changes, *over, *budget)
        assert status_of(*command, "--runs-dir", tmp_path / "runs") == 0

        made = keeping_application
        made.window.tabs.show_page("comparison")
        made.kept.find()
        made.comparisons.find()
        made.searches.find()
        view = view_of(made)
        wait(made.comparisons.all)
        (comparison,) = made.comparisons.all()
        wait(lambda: comparison.judgement.verdicts)
        wait(lambda: view.isVisible() and made.searches.all()[0].trials)
        assert not view.go_on.isVisible()
        assert "with 1 fresh seed; the verdict is below" in texts(view)
        assert not made.comparisons.is_foreign(comparison)
        assert made.comparisons.runs_of(comparison) == list(comparison.runs)

    def test_one_without_a_winner_says_so_in_another_window(
        self, keeping_application, wait, tmp_path
    ):
        made, search = keeping_application, search_of(epochs=6)
        kept.write(tmp_path / "runs", search)
        study = Study(search, kept.journal_of(tmp_path / "runs", search.name))
        told = Told(lambda values, _epoch: 0.9 if values[UNITS] == 32 else 0.2)
        told.run(study, tmp_path / "runs")
        made.window.tabs.show_page("comparison")
        made.searches.find()
        view = view_of(made)
        wait(lambda: view.isVisible() and "nothing to compare" in texts(view))
        assert not view.go_on.isVisible()

    def test_a_trial_that_could_not_be_written_down_is_when_it_goes_on(
        self, keeping_application, wait, monkeypatch
    ):
        made = keeping_application
        made.window.tabs.show_page("comparison")

        def tell(*_arguments):
            raise SearchError(message("The disk is gone."))

        with monkeypatch.context() as patch:
            patch.setattr(Study, "tell", tell)
            made.searches.start(search_of())
            (one,) = made.searches.all()
            view = view_of(made)
            # another trial may have ended, too, and is told in its turn
            wait(lambda: one.problem is not None and not one.training)
        assert "The disk is gone." in texts(view)
        first = one.trials[0].run
        QTest.mouseClick(view.go_on, LEFT)
        wait(lambda: one.is_over)
        assert one.trials[0].run == first
        assert all(trial.state is not TrialState.RUNNING for trial in one.trials)
        assert made.comparisons.all()

    def test_each_has_an_entry_of_its_own_and_the_newest_is_shown(self, keeping_application, wait):
        made = keeping_application
        made.window.tabs.show_page("comparison")
        choice, view = made.window.comparison.findChild(QComboBox), view_of(made)
        made.searches.start(search_of())
        (first,) = made.searches.all()
        assert choice.currentText() == "1. Search: Learning rate × Units"
        wait(lambda: first.is_over)
        wait(made.comparisons.all)
        assert choice.count() == 1  # the comparison of its winner leads to it
        assert view.isVisible()

        made.searches.start(search_of(epochs=3000))
        assert [choice.itemText(row)[:9] for row in (0, 1)] == ["1. Defaul", "2. Search"]
        assert choice.currentIndex() == 1
        wait(view.stop.isVisible)
        choose_in(choice, choice.itemText(0))
        assert not view.stop.isVisible()
        assert view.isVisible()
        choose_in(choice, choice.itemText(1))
        QTest.mouseClick(view.stop, LEFT)
        wait(view.go_on.isVisible)
        race = of_presets(RACE, 1, quick(changes={"epochs": 1}))
        made.comparisons.start(Kind.COMPARISON, race, preset_titles(RACE))
        assert not view.isVisible()
        wait(lambda: made.comparisons.all()[-1].is_over)

    def test_a_winner_is_judged_once_although_the_power_failed_before_that_was_noted(
        self, dressed, preferences, translation, qtbot, tmp_path, wait, monkeypatch
    ):
        def compose():
            return composition.compose(dressed, preferences, translation, tmp_path / "runs")

        def fail(*_arguments):
            raise FileError(message("The power failed."))

        with shown(compose(), qtbot) as made, monkeypatch.context() as patch:
            made.searches.start(search_of())
            (one,) = made.searches.all()
            wait(lambda: one.trials)
            patch.setattr(kept, "write", fail)
            wait(lambda: one.problem is not None)
            assert not made.comparisons.all()
        with shown(compose(), qtbot) as made:
            made.window.tabs.show_page("comparison")
            made.kept.find()
            made.comparisons.find()
            made.searches.find()
            view = view_of(made)
            wait(lambda: made.comparisons.all() and made.searches.all())
            QTest.mouseClick(view.go_on, LEFT)
            (again,), (comparison,) = made.searches.all(), made.comparisons.all()
            wait(lambda: again.is_over)
            wait(lambda: comparison.is_over)
            assert made.comparisons.all() == [comparison]
            assert again.search.comparison == comparison.kept.name
            assert comparison.judgement.verdicts
            assert kept.read(tmp_path / "runs", again.search.name) == again.search

    def test_a_verdict_that_the_command_has_given_meanwhile_is_shown_and_not_trained_again(
        self, keeping_application, wait, tmp_path, monkeypatch
    ):
        made = keeping_application
        made.window.tabs.show_page("comparison")
        with monkeypatch.context() as patch:
            patch.setattr(verdict, "begin", Mock(side_effect=FileError(message("Full."))))
            made.searches.start(search_of())
            (one,) = made.searches.all()
            wait(lambda: one.problem is not None)
        resume = ("search", "--resume", one.search.name)
        assert status_of(*resume, "--runs-dir", tmp_path / "runs") == 0
        before = {folder.name for folder in (tmp_path / "runs").iterdir()}
        QTest.mouseClick(view_of(made).go_on, LEFT)
        wait(lambda: one.is_over)
        (comparison,) = made.comparisons.all()
        wait(lambda: comparison.judgement.verdicts)
        assert not made.controller.active_count()
        assert {folder.name for folder in (tmp_path / "runs").iterdir()} == before

    def test_belongs_to_one_window_at_a_time(self, keeping_application, wait, tmp_path):
        made, search = keeping_application, search_of(epochs=300)
        made.searches.start(search)
        (one,) = made.searches.all()
        wait(lambda: one.training)
        other = Study(search, kept.journal_of(tmp_path / "runs", search.name))
        with pytest.raises(SearchError, match="Another Inkling is training this search"):
            next_job(other, tmp_path / "runs")
        made.searches.stop(one)
        wait(lambda: not one.training and not one.is_asking)
        trial, _ = next_job(other, tmp_path / "runs")
        assert trial.number == 0
        other.claim.give_up()

    def test_a_foreign_one_that_names_the_same_comparison_does_not_hide_it(
        self, keeping_application, wait, tmp_path
    ):
        made, search = keeping_application, search_of()
        made.searches.start(search)
        (one,) = made.searches.all()
        wait(lambda: one.search.comparison)
        foreign = search_of()
        kept.write(tmp_path / "runs", judged_in(foreign, one.search.comparison))
        made.searches.find()
        wait(lambda: len(made.searches.all()) == 2)
        first, _ = made.searches.all()
        assert first.search.name == foreign.name
        (comparison,) = made.comparisons.all()
        assert made.searches.of(comparison) is one
        trial = made.controller.start(small({"epochs": 1}), comparison=foreign.name)
        assert made.searches.runs_of(first) == [trial]
        assert made.searches.of(comparison) is one
        assert made.searches.comparison_for(first) is None
        assert made.searches.without_comparison() == [first]
        wait(lambda: comparison.is_over)

    def test_a_foreign_one_after_which_it_is_named_does_not_hide_the_one_with_trials(
        self, keeping_application, wait, tmp_path, monkeypatch
    ):
        made, search = keeping_application, search_of()
        monkeypatch.setattr(verdict, "own_name", lambda _: "")  # as in an earlier version
        made.searches.start(search)
        (one,) = made.searches.all()
        wait(lambda: one.search.comparison)
        monkeypatch.undo()
        (comparison,) = made.comparisons.all()
        foreign = replace(
            search_of(), name=renamed(comparison.kept.name, Kind.COMPARISON.value, SEARCH)
        )
        assert verdict.own_name(foreign) == comparison.kept.name
        kept.write(tmp_path / "runs", judged_in(foreign, comparison.kept.name))
        made.searches.find()
        wait(lambda: len(made.searches.all()) == 2)
        assert made.searches.of(comparison) is one
        wait(lambda: comparison.is_over)

    def test_a_comparison_of_presets_is_of_no_search_that_names_it(
        self, keeping_application, wait, tmp_path
    ):
        made, foreign = keeping_application, search_of()
        race = of_presets(RACE, 1, quick(changes={"epochs": 1}))
        made.comparisons.start(Kind.COMPARISON, race, preset_titles(RACE))
        (comparison,) = made.comparisons.all()
        kept.write(tmp_path / "runs", judged_in(foreign, comparison.kept.name))
        made.searches.find()
        wait(made.searches.all)
        assert made.searches.of(comparison) is None
        assert [one.search.name for one in made.searches.without_comparison()] == [foreign.name]
        made.controller.stop()

    def test_a_journal_that_names_another_run_does_not_pick_it(
        self, keeping_application, wait, tmp_path
    ):
        made, search, chosen = keeping_application, search_of(), []
        mine = made.controller.start(small({"epochs": 1}))
        wait(lambda: made.store.get(mine).record.state is RunState.COMPLETED)
        kept.write(tmp_path / "runs", search)
        study = Study(search, kept.journal_of(tmp_path / "runs", search.name))
        trial = study.ask(lambda: mine)
        study.tell(trial.number, made.store.get(mine).record)
        made.window.tabs.show_page("comparison")
        made.searches.find()
        wait(made.searches.all)
        (one,) = made.searches.all()
        made.searches.look_at(one)
        wait(lambda: one.trials)
        view = view_of(made)
        view.runs_chosen.connect(chosen.append)
        view.map.picked.emit(0)
        assert chosen == [()]

    def test_no_other_work_waits_while_its_file_is_read(
        self, keeping_application, wait, monkeypatch
    ):
        made, go, done = keeping_application, threading.Event(), []
        monkeypatch.setattr(kept, "read_all", lambda _: go.wait(WAIT_MS / 1000))
        made.searches.find()
        made.jobs.submit(lambda: None, done.append)
        wait(lambda: done)
        assert not go.is_set()
        made.close()
        go.set()

    def test_one_that_another_process_trains_is_not_deleted(
        self, keeping_application, wait, tmp_path
    ):
        made, search = keeping_application, search_of()
        kept.write(tmp_path / "runs", search)
        other = Study(search, kept.journal_of(tmp_path / "runs", search.name))
        other.claim.take()
        made.window.tabs.show_page("comparison")
        made.searches.find()
        wait(made.searches.all)
        (one,) = made.searches.all()
        QTest.mouseClick(view_of(made).delete, LEFT)
        press_button(open_dialog(made.window), "Delete")
        wait(lambda: "Another Inkling is training this search" in made.window.notice.text)
        assert made.searches.all() == (one,)
        other.claim.give_up()
        QTest.mouseClick(view_of(made).delete, LEFT)
        press_button(open_dialog(made.window), "Delete")
        wait(lambda: not kept.read_all(tmp_path / "runs").searches)

    def test_can_be_deleted_while_its_runs_stay(self, keeping_application, wait, tmp_path):
        made, search = keeping_application, search_of()
        made.window.tabs.show_page("comparison")
        made.searches.start(search)
        (one,) = made.searches.all()
        wait(lambda: one.is_over)
        (comparison,) = made.comparisons.all()
        wait(lambda: comparison.is_over)
        view = view_of(made)
        QTest.mouseClick(view.delete, LEFT)
        press_button(open_dialog(made.window), "Delete")
        wait(lambda: not made.searches.all())
        assert not view.isVisible()
        wait(lambda: not kept.read_all(tmp_path / "runs").searches)
        assert all((tmp_path / "runs" / trial.run).is_dir() for trial in one.trials)

    def test_needs_a_folder_in_which_runs_are_kept(self, application):
        application.window.tabs.show_page("comparison")
        application.searches.start(search_of())
        assert "needs a folder in which runs are kept" in texts(view_of(application))


TRIALS = (
    Trial(0, "a", {RATE: 0.01, UNITS: 32}, TrialState.COMPLETED, (0.5, 0.6, 0.7)),
    Trial(1, "b", {RATE: 0.1, UNITS: 128}, TrialState.COMPLETED, (0.8, 0.85, 0.9)),
    Trial(2, "c", {RATE: 0.001, UNITS: 20}, TrialState.PRUNED, (0.1, 0.2)),
    Trial(3, "d", {RATE: 1.0, UNITS: 200}, TrialState.DIVERGED, (0.1,)),
    Trial(4, "e", {RATE: 0.3, UNITS: 60}, TrialState.RUNNING, ()),
)


class TestMap:
    @pytest.fixture
    def shown_map(self, dressed, qtbot, translation):
        made = SearchMap()
        qtbot.addWidget(made)
        made.resize(420, 320)
        made.show_content(MapContent(TRIALS, RANGES[0], RANGES[1], TRIALS[0].values, best=1))
        made.show()
        return made

    def test_trials_lie_where_their_values_do(self, shown_map):
        a, b, c, *_ = (shown_map.position_of(trial) for trial in TRIALS)
        assert b.x() - a.x() == pytest.approx(a.x() - c.x())  # each ten times the one before
        step = (a.y() - b.y()) / 2  # four times as many units
        power = (c.y() - a.y()) / step
        assert power == pytest.approx(0.678, abs=0.001)  # log2(32 / 20)

    def test_a_click_picks_the_trial_under_it(self, shown_map):
        picked = Recorder(shown_map.picked)
        at = shown_map.position_of(TRIALS[1]).toPoint() + QPoint(3, 2)
        QTest.mouseClick(shown_map, LEFT, pos=at)
        assert picked.heard == [(1,)]

    def test_a_screen_reader_hears_each_trial(self, shown_map):
        name = shown_map.accessibleName()
        assert "Trial 2: Learning rate: 0.1, Units: 128; completed, 3 epochs, 90.00%" in name
        assert "Trial 3: Learning rate: 0.001, Units: 20; pruned, 2 epochs, 20.00%" in name
        assert "Trial 4: Learning rate: 1, Units: 200; diverged, 1 epoch" in name

    def test_what_was_pruned_is_paler_than_what_was_not(self, shown_map):
        def darkness(trial):
            image = shown_map.grab().toImage()
            return 255 - image.pixelColor(shown_map.position_of(trial).toPoint()).lightness()

        assert darkness(TRIALS[1]) > darkness(TRIALS[0]) > darkness(TRIALS[2])

    def test_a_single_setting_has_the_accuracy_upwards(self, shown_map):
        shown_map.show_content(MapContent(TRIALS, RANGES[0], None, best=1))
        a, b, c = (shown_map.position_of(trial) for trial in TRIALS[:3])
        assert b.y() < a.y() < c.y()
        assert list(shown_map.numbers) == [0, 1, 2]  # the others have no accuracy


class TestCurves:
    def test_end_where_their_trial_was_cut(self, dressed, qtbot):
        curves = TrialCurves()
        qtbot.addWidget(curves)
        curves.resize(420, 320)
        curves.show_trials(TRIALS, 3, best=1)
        best, cut = (curves.points_of(TRIALS[index]) for index in (1, 2))
        assert len(cut) == 2
        assert cut[-1].x() == pytest.approx(best[1].x())
        assert best[0].y() > best[1].y() > best[2].y()
        assert not curves.grab().isNull()


class _Counted(tuple):
    """Accuracies that count how often one of them, or all, are asked for."""

    reads = 0

    def __getitem__(self, index):
        _Counted.reads += 1
        return super().__getitem__(index)

    def __iter__(self):
        _Counted.reads += 1
        return super().__iter__()


@pytest.mark.parametrize("up", [RANGES[1], None])
def test_the_work_for_many_trials_does_not_grow_with_their_square(up, dressed, qtbot, monkeypatch):
    """A journal may hold ten thousand."""
    monkeypatch.setattr(_Counted, "reads", 0)
    trials = [
        Trial(
            n, f"r{n}", {RATE: 0.002 * (n + 1), UNITS: 20 + n}, TrialState.COMPLETED, _Counted(at)
        )
        for n, at in enumerate((number / 300, number / 200) for number in range(200))
    ]
    shown_map, curves = SearchMap(), TrialCurves()
    for made in (shown_map, curves):
        qtbot.addWidget(made)
        made.resize(420, 320)
    shown_map.show_content(MapContent(trials, RANGES[0], up, best=199))
    curves.show_trials(trials, 2, best=199)
    for made in (shown_map, curves):
        made.grab()
    shown_map.index_at(shown_map.position_of(trials[100]))
    assert 0 < _Counted.reads < 50 * len(trials)


def test_all_of_it_is_chinese(keeping_application, preferences, wait):
    preferences.language = Language.CHINESE
    made = keeping_application
    made.window.tabs.show_page("comparison")
    made.searches.start(search_of(epochs=6))
    (one,) = made.searches.all()
    wait(lambda: one.is_over)
    text = texts(view_of(made))
    assert "搜索：学习率" in text
    assert "held-out" not in text


class TestStopping:
    def test_all_ends_although_the_end_of_one_trial_stops_the_others(
        self, keeping_application, wait
    ):
        made = keeping_application
        race = of_presets(RACE, 1, quick(changes={"epochs": 10_000}))
        made.comparisons.start(Kind.COMPARISON, race, preset_titles(RACE))
        wait(lambda: made.controller.active_count() == made.controller.runs_at_once)
        made.searches.start(search_of(epochs=30))
        (one,) = made.searches.all()
        wait(lambda: len(one.training) > 1)
        assert len(made.controller.waiting()) > 1
        made.controller.stop()
        assert not made.controller.waiting()
        wait(lambda: not made.controller.active_count())
        wait(lambda: not one.training)
        assert not one.is_running
