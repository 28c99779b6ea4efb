"""What happens outside of the window: data that are away for a while, and another window."""

import os

import pytest

from core.comparison.experiment import Experiment, Kind, Member, of_presets
from core.comparison.run_status import RunStatus
from core.config.fields import with_values
from core.config.presets import RACE, preset_titles
from core.data import folders
from core.messages import Message
from core.search import kept
from core.search.ranges import Range
from core.search.search import Search, new_name
from core.search.trial import TrialState, winner_of
from gui import composition
from gui.comparison.digits_shown import DigitsShown
from tests.core.data.test_folders import write_idx
from tests.gui.conftest import shown
from tests.gui.driving import quick
from tests.gui.searches import RATE, search_of


@pytest.fixture
def compose(dressed, preferences, translation, tmp_path):
    """Open one more window on the same runs."""
    return lambda: composition.compose(dressed, preferences, translation, tmp_path / "runs")


@pytest.fixture
def stick(tmp_path):
    """A drive with a folder of data."""
    write_idx(tmp_path / "stick" / "digits", train=400, test=100)
    return tmp_path / "stick"


def on_stick(stick, units=32):
    layers = {"model.hidden": [{"units": units, "activation": "sigmoid"}], "epochs": 3}
    config = quick("sigmoid", layers)
    config = with_values(config, folders.changes_for(config, str(stick / "digits")))
    sizes = {"data.train_size": 200, "data.test_size": 50, "data.batch_size": 20}
    return with_values(config, sizes | {"data.validation_size": 80})


class TestDataThatAreAway:
    def test_a_search_stops_and_loses_no_trial(self, keeping_application, wait, stick):
        made = keeping_application
        ranges = (Range(RATE, 0.001, 1, True), Range("data.batch_size", 10, 100, True))
        made.searches.start(Search(new_name(), on_stick(stick), ranges, 60, seeds=1))
        (one,) = made.searches.all()
        wait(lambda: any(trial.state is TrialState.COMPLETED for trial in one.trials))
        away = stick.rename(stick.with_name("away"))
        wait(lambda: not one.is_running and not made.controller.active_count())
        assert one.problem is not None
        assert all(trial.state is not TrialState.FAILED for trial in one.study.trials())

        away.rename(stick)
        made.searches.go_on(one)
        wait(lambda: one.is_over)
        assert {trial.state for trial in one.trials} <= {TrialState.COMPLETED, TrialState.PRUNED}

    def test_a_comparison_can_be_finished(self, keeping_application, wait, stick):
        made = keeping_application
        members = Member("a", on_stick(stick, 16)), Member("b", on_stick(stick, 64))
        titles = {"a": Message("A"), "b": Message("B")}
        made.comparisons.start(Kind.COMPARISON, Experiment(members, tuple(range(12))), titles)
        (comparison,) = made.comparisons.all()
        wait(lambda: RunStatus.JUDGED in comparison.statuses.values())
        away = stick.rename(stick.with_name("away"))
        wait(lambda: comparison.is_over)
        assert RunStatus.MISSING in comparison.statuses.values()
        assert RunStatus.FAILED not in comparison.statuses.values()

        away.rename(stick)
        made.comparisons.finish(comparison)
        wait(lambda: comparison.is_over)
        assert set(comparison.statuses.values()) == {RunStatus.JUDGED}


@pytest.fixture
def stopped(compose, qtbot, wait):
    """Two windows, and the comparison of each, which was stopped in the first."""
    with shown(compose(), qtbot) as first:
        race = of_presets(RACE, 1, quick(changes={"epochs": 60}))
        first.comparisons.start(Kind.COMPARISON, race, preset_titles(RACE))
        (theirs,) = first.comparisons.all()
        entries = [first.store.get(run) for run in theirs.runs]
        wait(lambda: all(entry.record.last is not None for entry in entries))
        first.controller.stop()
        wait(lambda: theirs.is_over and not first.controller.active_count())

        with shown(compose(), qtbot) as second:
            second.kept.find()
            second.comparisons.find()
            wait(second.comparisons.all)
            (ours,) = second.comparisons.all()
            wait(lambda: all(second.store.get(run) for run in ours.runs))
            second.comparisons.reviews.request(ours)
            wait(lambda: ours.is_over)
            assert set(ours.statuses.values()) == {RunStatus.UNFINISHED}
            yield first, theirs, second, ours


class TestAnotherWindow:
    def test_what_it_has_finished_is_judged_here(self, stopped, wait):
        first, theirs, second, ours = stopped
        first.comparisons.finish(theirs)
        wait(lambda: theirs.is_over and not first.controller.active_count())
        second.comparisons.finish(ours)  # the runs cannot go on: they have ended
        wait(lambda: set(ours.statuses.values()) == {RunStatus.JUDGED})
        wait(lambda: ours.judgement.verdicts)
        assert ours.judgement.verdicts == theirs.judgement.verdicts
        assert list(ours.runs) == list(theirs.runs)

    def test_what_it_has_finished_is_noticed_without_a_click(self, stopped, wait):
        first, theirs, second, ours = stopped
        first.comparisons.finish(theirs)
        wait(lambda: theirs.is_over and not first.controller.active_count())

        def look():
            second.kept.find()
            return set(ours.statuses.values()) == {RunStatus.JUDGED}

        wait(look)

    def test_a_search_that_it_has_finished_keeps_its_winner(self, compose, qtbot, wait, tmp_path):
        with shown(compose(), qtbot) as first:
            first.searches.start(search_of(60))
            (theirs,) = first.searches.all()
            wait(lambda: theirs.best is not None)
            with shown(compose(), qtbot) as second:
                second.searches.find()
                wait(second.searches.all)
                (ours,) = second.searches.all()
                second.searches.look_at(ours)
                wait(lambda: ours.study is not None)
                known = ours.trials

                wait(lambda: theirs.is_over)
                wait(lambda: not first.controller.active_count())
                assert len(known) < len(theirs.trials)
                second.searches.go_on(ours)
                wait(lambda: not ours.is_running)
                assert ours.best == winner_of(theirs.trials)
                assert ours.search.comparison == theirs.search.comparison
                named = kept.read(tmp_path / "runs", ours.search.name).comparison
                assert named == theirs.search.comparison
                assert len(os.listdir(tmp_path / "runs" / "comparisons")) == 1
                wait(lambda: not second.controller.active_count())


def test_digits_are_not_looked_for_in_a_run_that_was_just_deleted(keeping_application, wait):
    made = keeping_application
    made.window.tabs.show_page("comparison")
    race = of_presets(RACE, 1, quick(changes={"epochs": 3}))
    made.comparisons.start(Kind.COMPARISON, race, preset_titles(RACE))
    (comparison,) = made.comparisons.all()
    wait(lambda: comparison.is_over)
    first, second = comparison.runs
    (digits,) = made.window.comparison.findChildren(DigitsShown)
    wait(lambda: digits.digits() is not None)
    made.controller.remove(first)
    made.window.moments.changed.emit(second)  # before the comparison was judged again
    assert digits.digits() is None
