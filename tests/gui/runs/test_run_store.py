"""The list of runs, and who is told of what."""

from pathlib import Path

import pytest

from core.run.events import EndReason, RunEnded, RunStarted, WeightsPublished
from core.run.moment import Moment
from core.run.record import RunRecord, RunState
from core.storage.labels import MAX_NUMBER, Label
from gui.style.translation import Language
from tests.gui.driving import LOGISTIC, LOGISTIC_ZH, SIZES, epoch, line, quick

SIGNALS = ("run_added", "run_changed", "weights_changed", "visibility_changed", "run_removed")


@pytest.fixture
def heard(store):
    """What was told since the last call, as pairs of signal and run."""
    order = []
    for name in SIGNALS:
        getattr(store, name).connect(lambda run, name=name: order.append((name, run)))

    def since_last():
        told = list(order)
        order.clear()
        return told

    return since_last


def add(store, run, config=None):
    store.add(RunRecord(run, config or quick()))
    return store.get(run)


def test_after_the_largest_number_of_a_name_comes_the_smallest_free_one(store):
    folder = Path("kept")
    store.add_earlier([(RunRecord("a", quick()), folder, Label("best", None, MAX_NUMBER))])
    add(store, "b")
    store.rename("b", "best")
    assert store.get("a").number == MAX_NUMBER
    assert store.get("b").number == 1


def test_groups_are_arranged_where_they_are_and_nothing_is_lost_if_they_share_a_run(store):
    for run in "abcde":
        add(store, run)
    store.arrange([["d", "b"], ["e", "d", "a"]])
    order = [entry.record.run for entry in store.entries()]
    assert sorted(order) == list("abcde")
    assert [run for run in order if run in "eda"] == ["e", "d", "a"]


class TestTelling:
    def test_each_change_by_its_own_signal(self, store, heard):
        add(store, "a")
        assert heard() == [("run_added", "a")]
        store.apply(RunStarted("a", 7850, "cpu", 1, 12, 2))
        store.apply(epoch("a", 1))
        assert heard() == [("run_changed", "a")] * 2
        store.apply(WeightsPublished("a", Moment(1), {}))
        assert heard() == [("weights_changed", "a")]
        store.touch("a")
        assert heard() == [("run_changed", "a")]
        store.set_visible("a", False)
        store.set_visible("a", False)
        assert heard() == [("visibility_changed", "a")]
        store.remove("a")
        assert heard() == [("run_removed", "a")]

    def test_events_of_unknown_runs_are_dropped(self, store, heard):
        store.apply(epoch("nobody", 1))
        store.apply(WeightsPublished("nobody", Moment(1), {}))
        store.apply(RunEnded("nobody", EndReason.COMPLETED, 1))
        assert heard() == []
        assert store.entries() == []

    def test_the_run_is_gone_when_its_end_is_told(self, store):
        add(store, "a")
        found = []
        store.run_removed.connect(lambda run: found.append(store.get(run)))
        store.remove("a")
        assert found == [None]


class TestRuns:
    def test_they_stand_in_the_order_in_which_they_came(self, store):
        entries = [add(store, run) for run in "cab"]
        assert store.entries() == entries
        store.set_visible("a", False)
        assert store.visible() == [entries[0], entries[2]]
        store.set_visible("a", True)
        assert store.visible() == entries

    def test_events_reach_their_own_run_only(self, store):
        first, second = add(store, "a"), add(store, "b")
        store.apply(epoch("b", 1, 0.5))
        store.apply(RunEnded("b", EndReason.STOPPED, 1))
        assert first.record.epochs == []
        assert second.record.last.cost == 0.5
        assert (first.record.state, second.record.state) == (RunState.QUEUED, RunState.STOPPED)

    def test_colours_are_taken_once_and_given_back(self, store):
        styles = [add(store, run).style for run in "abc"]
        assert styles == [0, 1, 2]
        store.remove("b")
        assert add(store, "d").style == 1
        assert add(store, "e").style == 3

    def test_kept_runs_have_colours_of_their_own_before_they_are_shown(self, store):
        kept = [(RunRecord(run, quick()), Path(run), Label()) for run in "abc"]
        store.add_earlier(kept)
        before = {entry.record.run: entry.style for entry in store.entries()}
        assert len(set(before.values())) == 3
        for run in "cab":
            store.set_visible(run, True)
            assert store.get(run).style == before[run]

    def test_none_looks_like_another_that_is_shown_unless_the_user_wants_it(self, store):
        """Each was the first of its day, so that both are drawn in the first colour."""
        labels = {"a": Label(style=0), "b": Label(style=0), "c": Label(style=0, keeps_style=True)}
        kept = [(RunRecord(run, quick()), Path(run), label) for run, label in labels.items()]
        store.add_earlier(kept)
        for run in labels:
            store.set_visible(run, True)
        assert [store.get(run).style for run in labels] == [0, 1, 0]
        assert store.get("b").label == Label(style=1, number=2)

        store.set_style("b", 0)
        store.show_only(["c"])
        store.show_only(["b", "c"])
        assert [store.get(run).style for run in "bc"] == [0, 0]

    def test_one_that_is_shown_in_place_of_another_keeps_its_colour(self, store):
        kept = [(RunRecord(run, quick()), Path(run), Label(style=0)) for run in "ab"]
        store.add_earlier(kept)
        for run in "baba":
            store.show_only([run])
            assert store.get(run).style == 0

    def test_a_colour_that_is_taken_meanwhile_is_replaced(self, store):
        store.add_earlier([(RunRecord("a", quick()), Path("a"), Label())])
        other = add(store, "b")
        store.set_style("b", store.get("a").style)
        store.set_visible("a", True)
        assert store.get("a").style != other.style


class TestNames:
    def test_the_preset_gives_the_name_and_runs_alike_are_numbered(self, store):
        names = [
            add(store, str(n), config).name
            for n, config in enumerate((quick(), line(), quick(), quick("mlp")))
        ]
        assert names == [
            LOGISTIC,
            "Linear regression",
            f"{LOGISTIC} (2)",
            f"Two small hidden layers{SIZES}",
        ]

    def test_a_number_is_not_used_twice_while_a_later_one_is_there(self, store):
        for run in "abc":
            add(store, run)
        store.remove("b")
        assert add(store, "d").name == f"{LOGISTIC} (4)"

    def test_another_network_is_named_by_its_widths(self, store):
        layers = [{"units": 30}, {"units": 20}]
        assert (
            add(store, "a", quick("mlp", {"model.hidden": layers})).name == f"784-30-20-10{SIZES}"
        )

    def test_they_are_said_in_the_language_in_force(self, store, translation):
        add(store, "a")
        second = add(store, "b")
        translation.use(Language.CHINESE)
        assert second.name == f"{LOGISTIC_ZH} (2)"
        translation.use(Language.ENGLISH)
        assert second.name == f"{LOGISTIC} (2)"
