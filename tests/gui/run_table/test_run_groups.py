"""The runs of a comparison stand under one heading, which folds, selects, shows and hides them."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit

from core.comparison.experiment import Experiment, Kind, Member, of_presets
from core.comparison.judgement import Judgement
from core.comparison.kept.comparison import KeptComparison
from core.comparison.ladders.between import ladder_between
from core.comparison.verdicts import Verdict
from core.config.presets import RACE, preset, preset_titles
from core.evaluation.statistics import Method
from core.messages import Message, message
from core.run.identity import made_at
from core.run.record import RunRecord
from core.storage.labels import Label
from gui.comparison.comparisons import Comparisons
from gui.run_table.runs_table import RunsTable
from tests.gui.driving import (
    LEFT,
    LOGISTIC,
    Recorder,
    click_on,
    context_menu,
    epoch,
    quick,
    type_over,
)

TITLES = {"sigmoid": message("Sigmoid"), "mlp": message("Two hidden layers")}
HEADING = "Sigmoid / Two hidden layers, 2 seeds"


@pytest.fixture
def comparisons(store, controller, jobs, monkeypatch):
    """Comparisons whose runs are added to the store, but never trained."""
    made = Comparisons(store, controller, jobs)

    def start(config, comparison, cluster, run):
        store.add(RunRecord(run, config, comparison=comparison))
        return run

    monkeypatch.setattr(controller, "start", start)
    return made


@pytest.fixture
def table(dressed, qtbot, store, selection, comparisons, translation):
    made = RunsTable(store, selection, comparisons)
    qtbot.addWidget(made)
    made.resize(1200, 400)
    made.show()
    qtbot.waitExposed(made)
    return made


def race(comparisons, seeds=(1, 2)):
    """Start a comparison of two networks; its runs are those of the first seed, and so on."""
    members = (Member("sigmoid", quick("sigmoid")), Member("mlp", quick("mlp")))
    comparisons.start(Kind.COMPARISON, Experiment(members, seeds), dict(TITLES))
    return comparisons.all()[-1]


def rows(table):
    """What one reads from the top down: names of runs, those of a group indented, and headings."""
    view, read = table.view, []
    index = view.model().index(0, 0)
    while index.isValid():
        read.append(("  " if index.parent().isValid() else "") + index.data())
        index = view.indexBelow(index)
    return read


def order(table):
    """The ids of all runs from the top down, in brackets those of a group."""
    model, found = table.sorted, []
    for row in range(model.rowCount()):
        index = model.index(row, 0)
        run = model.run_at(index)
        inside = [model.run_at(model.index(n, 0, index)) for n in range(model.rowCount(index))]
        found.append(run if run is not None else inside)
    return found


def click(table, index, key=Qt.KeyboardModifier.NoModifier):
    where = table.view.visualRect(index).center()
    QTest.mouseClick(table.view.viewport(), LEFT, key, where)


def heading(table, number=0):
    return list(table.sorted.headings().values())[number]


def type_words(table, text):
    type_over(table.findChild(QLineEdit, "filter"), text)


@pytest.mark.parametrize("name", ["model", "sorted"])
def test_the_model_keeps_qts_rules(table, store, comparisons, qtmodeltester, name):
    store.add(RunRecord("alone", quick()))
    race(comparisons)
    race(comparisons, (3,))
    qtmodeltester.check(getattr(table, name), force_py=True)
    QCoreApplication.processEvents()
    for run in [entry.record.run for entry in store.entries()][::2]:
        store.remove(run)
    comparisons.delete(comparisons.all()[0])
    QCoreApplication.processEvents()


class TestRows:
    def test_of_two_with_one_name_the_later_says_when_it_was_made(self, table, comparisons):
        first, again, other = (race(comparisons, seeds) for seeds in ((1, 2), (3, 4), (5,)))
        made = again.kept.made.astimezone()
        titles = {group.comparison: table.groups.title(group) for group in table.model.groups()}
        assert titles[first].startswith(f"{HEADING}: ")
        assert titles[again].startswith(f"{HEADING} · {made:%m-%d %H:%M}: ")
        assert titles[other].startswith("Sigmoid / Two hidden layers, 1 seed: ")

    def test_runs_of_a_comparison_stand_under_its_name_and_others_alone(
        self, table, store, comparisons
    ):
        store.add(RunRecord("alone", quick()))
        race(comparisons)
        store.add(RunRecord("later", quick("mlp")))
        names = [name.split(",")[0] for name in rows(table)]
        assert names == [
            "Two small hidden layers",
            "Sigmoid / Two hidden layers",
            "  Sigmoid",
            "  Two small hidden layers",
            "  Sigmoid",
            "  Two small hidden layers",
            "Logistic regression",
        ]
        assert rows(table)[1] == f"{HEADING}: 0 of 4 runs done"

    def test_without_a_comparison_nothing_is_indented(self, table, store, comparisons):
        store.add(RunRecord("alone", quick()))
        assert not table.view.rootIsDecorated()
        race(comparisons)
        assert table.view.rootIsDecorated()

    def test_a_heading_goes_with_its_last_run_and_with_its_comparison(
        self, table, store, comparisons
    ):
        first, second = race(comparisons), race(comparisons, (3,))
        for run in first.runs:
            store.remove(run)
        assert order(table) == [list(second.runs)]
        comparisons.delete(second)
        assert order(table) == list(reversed(second.runs))

    def test_a_run_that_is_removed_leaves_the_others_under_the_heading(
        self, table, store, comparisons
    ):
        runs = list(race(comparisons).runs)
        store.remove(runs[1])
        assert order(table) == [[runs[0], *runs[2:]]]

    def test_a_heading_says_how_far_it_is_and_then_who_is_better(
        self, table, store, comparisons, monkeypatch, wait
    ):
        comparison = race(comparisons)
        runs = list(comparison.runs)
        store.remove(runs[0])
        comparisons._on_run_ended(runs[0])
        assert rows(table)[0] == f"{HEADING}: 1 of 4 runs done"

        class Card:
            summary = message("Two hidden layers is better by 1.25 points")
            sentence = message("Two hidden layers is more accurate.")

        monkeypatch.setattr(comparison, "card", Card)
        comparisons.changed.emit(comparison)
        assert rows(table)[0] == f"{HEADING}: Two hidden layers is better by 1.25 points"
        assert "is more accurate" in heading(table).data(Qt.ItemDataRole.ToolTipRole)
        Card.summary = message("no difference is shown")
        comparisons.changed.emit(comparison)
        assert rows(table)[0] == f"{HEADING}: no difference is shown"

    def test_selection_and_current_row_stand_when_runs_get_a_heading(
        self, table, store, comparisons, selection
    ):
        for run in ("a", "b", "c"):
            store.add(RunRecord(run, quick()))
        click(table, table.sorted.index(1, 2))
        race(comparisons)
        assert table.selected() == ["b"]
        assert selection.runs == ("b",)
        assert table.sorted.run_at(table.view.currentIndex()) == "b"

    def test_columns_come_and_go_in_groups_too(self, table, store, comparisons):
        race(comparisons)
        QCoreApplication.processEvents()
        model = table.sorted
        titles = [
            model.headerData(column, Qt.Orientation.Horizontal)
            for column in range(model.columnCount())
        ]
        first = model.index(0, titles.index("Seed"), heading(table))
        assert first.data() == "1"
        assert model.columnCount(heading(table)) == model.columnCount()
        store.add(RunRecord("alone", quick(changes={"data.order": "file"})))
        QCoreApplication.processEvents()
        assert model.columnCount(heading(table)) == model.columnCount() > len(titles)


@pytest.fixture
def earlier(comparisons, store):
    """A comparison of an earlier window with its runs."""
    members = (Member("sigmoid", quick("sigmoid")), Member("mlp", quick("mlp")))
    experiment = Experiment(members, (1,))
    made = made_at("20260101-000000-old")

    def find(before_the_runs, ids=("20260101-000000-old", "20260101-000001-old")):
        runs = dict(zip(ids, experiment.plan(), strict=True))
        kept = KeptComparison("old", made, Kind.COMPARISON, experiment, TITLES, None, runs)
        records = [
            (RunRecord(run, plan.config, comparison="old"), None, Label())
            for run, plan in runs.items()
        ]
        for step in (True, False):
            if step is before_the_runs:
                comparisons._on_read([kept])
            else:
                store.add_earlier(records)
        return list(runs)

    return find


class TestEarlier:
    @pytest.mark.parametrize("before_the_runs", [True, False])
    def test_those_of_an_earlier_window_are_folded_below_the_runs_of_this_one(
        self, table, store, comparisons, earlier, before_the_runs
    ):
        store.add(RunRecord("mine", quick()))
        runs = earlier(before_the_runs)
        QCoreApplication.processEvents()
        assert order(table) == ["mine", runs]
        made = f"{made_at('20260101-000000-old').astimezone():%m-%d %H:%M}"
        assert rows(table) == [LOGISTIC, f"Sigmoid / Two hidden layers, 1 seed · {made}"]

    @pytest.mark.parametrize("before_the_runs", [True, False])
    def test_runs_of_the_same_second_follow_each_other_as_their_comparison_does(
        self, comparisons, store, earlier, before_the_runs
    ):
        runs = earlier(before_the_runs, ids=("20260101-000000-z", "20260101-000000-a"))
        store.add(RunRecord("mine", quick()))
        assert [entry.record.run for entry in store.entries()] == [*runs, "mine"]

    def test_the_newest_come_first_whichever_window_trained_them(self, table, store, earlier):
        store.add_earlier([(RunRecord("20260301-000000-new", quick()), None, Label())])
        store.add_earlier([(RunRecord("20250101-000000-old", quick()), None, Label())])
        runs = earlier(True)
        store.add(RunRecord("first", quick()))
        store.add(RunRecord("second", quick()))
        QCoreApplication.processEvents()
        here, before = ["second", "first"], ["20260301-000000-new", runs, "20250101-000000-old"]
        assert order(table) == here + before

    def test_a_run_that_is_trained_again_joins_its_group(self, table, comparisons, store, earlier):
        runs = earlier(True)
        store.add(RunRecord("mine", quick()))
        (comparison,) = comparisons.all()
        comparison.statuses[runs[0]] = type("Lost", (), {"is_retrainable": True})()
        comparisons.finish(comparison)
        again = next(iter(comparison.runs))
        assert again not in runs
        assert order(table) == [[again, runs[1]], "mine", runs[0]]


class TestFolding:
    def test_the_keys_fold_and_unfold(self, table, comparisons):
        race(comparisons)
        table.view.setCurrentIndex(heading(table))
        QTest.keyClick(table.view, Qt.Key.Key_Left)
        assert len(rows(table)) == 1
        QTest.keyClick(table.view, Qt.Key.Key_Right)
        assert len(rows(table)) == 5

    def test_what_is_folded_stays_so_when_runs_come_and_the_order_changes(
        self, table, comparisons, store
    ):
        race(comparisons)
        table.view.collapse(heading(table))
        race(comparisons, (3,))
        table.view.sortByColumn(0, Qt.SortOrder.DescendingOrder)
        assert [len(row) - len(row.lstrip()) for row in rows(table)].count(2) == 2

    def test_a_double_click_folds_and_uses_no_settings(self, table, comparisons):
        race(comparisons)
        asked = Recorder(table.settings_requested)
        where = table.view.visualRect(heading(table)).center()
        QTest.mouseClick(table.view.viewport(), LEFT, pos=where)
        QTest.mouseDClick(table.view.viewport(), LEFT, pos=where)
        assert len(rows(table)) == 1
        assert asked.heard == []

    def test_a_run_that_is_selected_elsewhere_unfolds_its_group(
        self, table, comparisons, selection
    ):
        runs = list(race(comparisons).runs)
        table.view.collapse(heading(table))
        selection.select(runs[2])
        assert len(rows(table)) == 5
        assert table.selected() == [runs[2]]


class TestSelection:
    def test_a_heading_selects_its_runs_also_while_folded(
        self, table, store, comparisons, selection
    ):
        store.add(RunRecord("alone", quick()))
        runs = list(race(comparisons).runs)
        table.view.collapse(heading(table))
        click(table, heading(table))
        assert table.selected() == order(table)[0]
        assert set(selection.runs) == set(runs)
        click(table, table.sorted.index(1, 2))
        assert selection.runs == ("alone",)

    def test_one_of_its_runs_can_be_left_out_again(self, table, comparisons, selection):
        race(comparisons)
        runs = order(table)[0]
        click(table, heading(table))
        second = table.sorted.index(1, 2, heading(table))
        click(table, second, Qt.KeyboardModifier.ControlModifier)
        assert table.selected() == [runs[0], *runs[2:]]
        assert not table.view.selectionModel().isSelected(heading(table))

    def test_a_heading_that_is_deselected_deselects_its_runs(self, table, store, comparisons):
        store.add(RunRecord("alone", quick()))
        race(comparisons)
        click(table, table.sorted.index(1, 2))
        for _ in range(2):
            click(table, heading(table), Qt.KeyboardModifier.ControlModifier)
        assert table.selected() == ["alone"]

    def test_only_one_run_after_its_heading_is_that_run(self, table, comparisons):
        runs = list(race(comparisons, (1,)).runs)
        click(table, heading(table))
        click(table, table.sorted.index(0, 2, heading(table)))
        assert table.selected() == runs[:1]

    def test_the_menu_of_a_heading_is_for_its_runs(self, table, comparisons):
        race(comparisons)
        asked = Recorder(table.deletion_requested)
        click_on(context_menu(table.view, 0), "Delete…")
        assert asked.heard == [(order(table)[0],)]

    def test_it_shows_the_comparison_of_its_runs_and_of_each_of_them(
        self, table, store, comparisons
    ):
        first, second = race(comparisons), race(comparisons)
        store.add(RunRecord("alone", quick()))
        asked = Recorder(table.comparison_requested)
        for number, comparison in enumerate((second, first)):
            click_on(context_menu(table.view, 1 + number), "Show comparison")
            assert asked.heard[number] == (comparison,)
        run = next(iter(second.runs))
        click_on(table.menu_for([run]), "Show comparison")
        assert asked.heard[2] == (second,)

        def offers(*runs):
            return [action.text() for action in table.menu_for(runs).actions()]

        assert "Show comparison" not in offers("alone")
        assert "Show comparison" not in offers(run, next(iter(first.runs)))
        assert "Show comparison" not in offers(run, "alone")

    def test_the_heading_of_a_ladder_names_both_ends_without_their_steps(
        self, table, comparisons, monkeypatch
    ):
        before, after = quick("sigmoid"), quick("relu-dropout")
        ladder = ladder_between(before, after, message("Sigmoid"), message("ReLU + Dropout"))
        comparisons.start(Kind.LADDER, ladder.experiment(1), dict(ladder.titles))
        comparison = comparisons.all()[-1]
        assert "Hidden layers" in list(comparison.titles().values())[-1]
        assert rows(table)[0] == "Sigmoid → ReLU + Dropout, 1 seed: 0 of 5 runs done"

        names = [member.name for member in ladder.members]
        verdict = Verdict(
            a=names[0],
            b=names[-1],
            better=names[-1],
            difference=0.05,
            interval=(0.02, 0.08),
            p_value=0.01,
            test=Method.EXACT_MCNEMAR,
            seeds=1,
            digits=200,
            only_a=2,
            only_b=12,
            by_seed=(0.05,),
        )
        comparison.latest = Judgement(seeds=(1,), verdicts=(verdict,))
        comparisons.changed.emit(comparison)
        assert rows(table)[0] == (
            "Sigmoid → ReLU + Dropout, 1 seed: ReLU + Dropout is better than Sigmoid by 5.00 points"
        )
        card = comparison.card()
        assert (card.behind_title, card.ahead_title) == ("Sigmoid", "ReLU + Dropout")


class TestCheckBox:
    def test_it_shows_and_hides_all_and_says_when_only_some_are_shown(
        self, table, store, comparisons
    ):
        runs = list(race(comparisons).runs)
        table.view.setCurrentIndex(heading(table))

        def state():
            return Qt.CheckState(heading(table).data(Qt.ItemDataRole.CheckStateRole))

        assert state() is Qt.CheckState.Checked
        QTest.keyClick(table.view, Qt.Key.Key_Space)
        assert store.visible() == []
        assert state() is Qt.CheckState.Unchecked
        store.set_visible(runs[1], True)
        assert state() is Qt.CheckState.PartiallyChecked
        QTest.keyClick(table.view, Qt.Key.Key_Space)
        assert len(store.visible()) == 4

    def test_space_shows_and_hides_a_run_whichever_of_its_cells_was_clicked(
        self, table, store, comparisons
    ):
        run = next(iter(race(comparisons).runs))
        click(table, table.sorted.index(0, 2, heading(table)))
        QTest.keyClick(table.view, Qt.Key.Key_Space)
        assert not store.get(run).is_visible
        QTest.keyClick(table.view, Qt.Key.Key_Space)
        assert store.get(run).is_visible

    def test_a_heading_is_announced_once_for_all_its_runs(self, table, store, comparisons):
        race(comparisons, range(10))
        QCoreApplication.processEvents()
        announced = Recorder(table.model.dataChanged)

        def changes_of_the_heading():
            QCoreApplication.processEvents()
            count = sum(first.internalId() == 0 for first, *_ in announced.heard)
            announced.heard.clear()
            return count

        table.model.setData(
            table.model.index_of(table.model.groups()[0]),
            Qt.CheckState.Unchecked,
            Qt.ItemDataRole.CheckStateRole,
        )
        assert changes_of_the_heading() == 1
        for run in list(comparisons.all()[0].runs)[:5]:
            store.remove(run)
        assert changes_of_the_heading() == 1

    def test_numbers_of_neighbours_are_announced_at_once_and_headings_where_they_are_sorted(
        self, table, store, comparisons, wait
    ):
        runs = list(race(comparisons, range(2)).runs)
        QCoreApplication.processEvents()
        announced = Recorder(table.model.dataChanged)

        def rows_of_changes(*changed):
            announced.heard.clear()
            for run in changed:
                store.apply(epoch(run, 1))
            wait(lambda: announced.heard)
            QCoreApplication.processEvents()
            return [
                (first.parent().isValid(), first.row(), last.row())
                for first, last, *_ in announced.heard
            ]

        assert rows_of_changes(runs[1], runs[3], runs[0]) == [(True, 0, 1), (True, 3, 3)]
        table.view.sortByColumn(4, Qt.SortOrder.AscendingOrder)
        assert rows_of_changes(runs[2]) == [(True, 2, 2), (False, 0, 0)]

    def test_a_heading_cannot_be_renamed(self, table, comparisons):
        race(comparisons)
        table.view.setCurrentIndex(heading(table))
        QTest.keyClick(table.view, Qt.Key.Key_F2)
        assert not table.view.viewport().findChildren(QLineEdit)


class TestFilter:
    def test_the_heading_is_shown_with_the_runs_that_match(self, table, store, comparisons):
        store.add(RunRecord("alone", quick("sigmoid")))
        *_, last = race(comparisons).runs
        type_words(table, "logistic")
        assert rows(table) == []
        store.rename(last, "the odd one")
        type_words(table, "odd")
        assert order(table) == [[last]]
        assert "1 of 5" in {label.text() for label in table.findChildren(QLabel)}

    def test_a_run_is_found_by_its_comparison(self, table, store, comparisons):
        store.add(RunRecord("alone", quick("sigmoid")))
        runs = list(race(comparisons).runs)
        type_words(table, "/ two")
        assert sorted(order(table)[0]) == sorted(runs)

    def test_it_unfolds_groups_while_it_is_there(self, table, comparisons):
        race(comparisons)
        table.view.collapse(heading(table))
        type_words(table, "sigmoid")
        assert len(rows(table)) == 5
        type_words(table, "")
        table.findChild(QLineEdit, "filter").clear()
        assert len(rows(table)) == 1

    def test_what_changes_is_found_as_it_is_now(self, table, store, comparisons, qtbot):
        *_, last = race(comparisons).runs
        type_words(table, "odd")
        assert rows(table) == []
        store.rename(last, "odd")
        qtbot.waitUntil(lambda: order(table) == [[last]])
        store.rename(last, "even")
        qtbot.waitUntil(lambda: rows(table) == [])

    def test_a_title_is_read_once_for_all_runs_of_its_group(self, table, comparisons, monkeypatch):
        race(comparisons, range(5))
        race(comparisons)
        texts, titles = table.model.texts, []
        read = texts._read
        monkeypatch.setattr(texts, "_read", lambda item: titles.append(item) or read(item))
        texts.forget_all()
        type_words(table, "two sigmoid hidden seed")
        assert len(order(table)) == 2
        titles = [item for item in titles if not isinstance(item, str)]
        assert len(titles) == len(set(titles)) == 2

    def test_a_word_of_the_title_and_one_of_the_run_are_found_together(
        self, table, store, comparisons
    ):
        *_, last = race(comparisons).runs
        store.rename(last, "odd")
        type_words(table, "seeds odd")
        assert order(table) == [[last]]


class TestOrder:
    def test_a_group_stands_where_its_first_run_would_stand(self, table, store, comparisons, wait):
        for run, cost in (("low", 0.1), ("high", 0.9)):
            store.add(RunRecord(run, quick()))
            store.apply(epoch(run, 1, test_cost=cost))
        runs = list(race(comparisons, (1,)).runs)
        for run, cost in zip(runs, (0.5, 0.95), strict=True):
            store.apply(epoch(run, 1, test_cost=cost))
        column = [
            table.sorted.headerData(number, Qt.Orientation.Horizontal)
            for number in range(table.sorted.columnCount())
        ].index("Cost")
        wait(lambda: not table.model._changed)

        table.view.sortByColumn(column, Qt.SortOrder.AscendingOrder)
        assert order(table) == ["low", runs, "high"]
        table.view.sortByColumn(column, Qt.SortOrder.DescendingOrder)
        assert order(table) == [runs[::-1], "high", "low"]
        table.view.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        assert order(table) == [runs, "high", "low"]

    def test_it_follows_the_numbers_of_its_runs(self, table, store, comparisons, wait):
        store.add(RunRecord("alone", quick()))
        store.apply(epoch("alone", 1, test_cost=0.5))
        runs = list(race(comparisons, (1,)).runs)
        table.view.sortByColumn(4, Qt.SortOrder.AscendingOrder)
        assert order(table)[0] == "alone"
        store.apply(epoch(runs[1], 1, test_cost=0.1))
        wait(lambda: order(table) == [[runs[1], runs[0]], "alone"])


def test_in_the_window_a_race_gets_a_heading_with_its_verdict(application, wait):
    window = application.window
    window.setup.set_config(quick(changes={"epochs": 1}))
    window.actions_.compare.trigger()
    wait(lambda: application.controller.active_count() == 0)
    wait(lambda: application.comparisons.all()[0].is_over)
    title = rows(window.table)[0]
    assert title.startswith("Sigmoid / ReLU + Dropout, 1 seed: ")
    assert title.endswith(("points", "no difference is shown"))
    assert len(rows(window.table)) == 3


def test_other_data_than_the_usual_are_named_in_the_heading(table, comparisons):
    form = preset("plane-spiral").config
    comparisons.start(Kind.COMPARISON, of_presets(RACE, conditions=form), preset_titles(RACE))
    assert heading(table).data() == "Sigmoid / ReLU + Dropout · Spiral, 1 seed: 0 of 2 runs done"


def test_foreign_titles_stay_on_one_line(table, comparisons, store, earlier):
    earlier(True)
    (group,) = table.model.groups()
    group.comparison.kept = replace(
        group.comparison.kept, titles={**TITLES, "mlp": Message("two\nlines\u202e")}
    )
    comparisons.reviewed.emit(group.comparison)
    title = heading(table).data()
    assert title.startswith("Sigmoid / two\\nlines\\u202e, 1 seed · ")
    assert "\n" not in title
