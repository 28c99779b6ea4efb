"""The one selection that the table, the plots and the other panels share."""

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from core.run.record import RunRecord, RunState
from gui.runs.selection import Selection
from tests.gui.driving import LEFT, Recorder, line, quick


class TestSelection:
    def test_whoever_follows_it_hears_of_a_change_once(self):
        selection = Selection()
        heard = Recorder(selection.changed)
        selection.set_runs(["a", "b"])
        selection.set_runs(["a", "b"])
        assert selection.runs == ("a", "b")
        assert len(heard.heard) == 1

    def test_a_run_that_is_chosen_again_is_brought_into_view_again(self):
        selection = Selection()
        heard = Recorder(selection.changed)
        selection.select("a")
        selection.select("a")
        assert selection.runs == ("a",)
        assert len(heard.heard) == 2


class TestMostWanted:
    @pytest.fixture
    def wanted(self, store, selection):
        """Return the runs shown in a view of so many: a, then the race of b and c."""
        for run, comparison in (("a", None), ("b", "race"), ("c", "race")):
            store.add(RunRecord(run, quick(), comparison=comparison))
        store.get("a").record.state = RunState.STOPPED

        def of(count):
            shown = selection.most_wanted(store.visible(), count)
            return [entry.record.run for entry in shown]

        return of

    def test_both_networks_of_a_race_in_progress_are_shown_whatever_is_selected(
        self, store, selection, wanted
    ):
        store.get("b").record.state = RunState.COMPLETED  # c still trains
        selection.select("a")
        assert wanted(2) == ["b", "c"]
        assert wanted(3) == ["a", "b", "c"]
        assert wanted(1) == ["a"]

    def test_of_a_large_comparison_those_that_train_are_shown_with_the_selected(
        self, store, selection, wanted
    ):
        for run in ("d", "e", "f"):
            store.add(RunRecord(run, quick(), comparison="race"))
        for run in ("d", "e"):
            store.get(run).record.state = RunState.RUNNING
        selection.select("a")
        assert wanted(3) == ["a", "d", "e"]

    def test_after_the_race_the_selected_come_first_again(self, store, selection, wanted):
        for run in ("b", "c"):
            store.get(run).record.state = RunState.COMPLETED
        selection.select("a")
        assert wanted(2) == ["a", "c"]


class TestInTheWindow:
    @pytest.fixture
    def window(self, application):
        for run, config in (("a", quick()), ("b", quick("mlp")), ("c", line())):
            application.store.add(RunRecord(run, config))
        return application.window

    def test_what_a_legend_selects_is_selected_in_the_table(self, window):
        window.selection.select("b")
        assert window.table.selected() == ["b"]
        window.selection.set_runs(["a", "b"])
        assert window.table.selected() == ["b", "a"]
        window.selection.set_runs([])
        assert window.table.selected() == []

    def test_what_the_table_selects_is_selected_everywhere(self, window):
        view = window.table.view
        newest = view.visualRect(view.model().index(0, 0)).center()
        QTest.mouseClick(view.viewport(), LEFT, pos=newest)
        assert window.selection.runs == ("c",)
        assert [entry.run for entry in window.line.legend.entries if entry.is_selected] == ["c"]

    def test_a_new_run_ends_the_selection_of_one_that_is_hidden(self, application, window):
        window.selection.set_runs(["a", "b"])
        application.store.set_visible("a", False)
        assert window.selection.runs == ("a", "b")
        application.store.add(RunRecord("d", quick()))
        assert window.selection.runs == ("b",)
        assert window.table.selected() == ["b"]
        application.store.set_visible("b", False)
        application.store.add(RunRecord("e", quick()))
        assert window.selection.runs == ()

    def test_a_run_that_the_filter_hides_can_still_be_selected(self, window):
        window.findChild(QLineEdit, "filter").setText("no such run")
        window.selection.select("a")
        assert window.selection.runs == ("a",)
        assert window.table.selected() == []
