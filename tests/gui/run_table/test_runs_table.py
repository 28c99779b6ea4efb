"""The runs as rows, and what can be done with them there."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QStyle, QStyleOptionViewItem
from scipy.stats import binomtest

from core.messages import message
from core.run.events import BatchProgress, EndReason, RunEnded, RunStarted
from core.run.record import RunRecord, RunState
from core.run.seal import Opening
from core.storage.labels import MAX_NAME_LETTERS, read_label, write_label
from gui.run_table import runs_model
from gui.run_table.runs_table import RunsTable
from gui.style import theme
from gui.style.theme import Scheme
from gui.style.translation import Language
from tests.gui.driving import (
    ENDLESS,
    LEFT,
    LOGISTIC,
    LOGISTIC_ZH,
    SIZES,
    Recorder,
    cell_editor,
    click_on,
    context_menu,
    enter,
    epoch,
    line,
    quick,
    rename,
    type_over,
)

OPENED = (Opening("2026-11-28T09:00:00+00:00", 9),)


@pytest.fixture
def table(dressed, qtbot, store, selection, translation):
    made = RunsTable(store, selection)
    qtbot.addWidget(made)
    made.resize(1200, 300)
    made.show()
    qtbot.waitExposed(made)
    return made


def add(store, run, config=None, *events, openings=()):
    store.add(RunRecord(run, config or quick(), openings=openings))
    for event in events:
        store.apply(event)


def cells(table, row):
    """What a row says, by the titles of the columns."""
    QCoreApplication.processEvents()  # columns for settings come with the next turn
    model = table.view.model()
    titles = [
        model.headerData(column, Qt.Orientation.Horizontal) for column in range(model.columnCount())
    ]
    return {title: model.index(row, column).data() for column, title in enumerate(titles)}


def names(table):
    return [table.view.model().index(row, 0).data() for row in range(table.view.model().rowCount())]


def check_box(table, row):
    """The middle of a row's check box."""
    index = table.view.model().index(row, 0)
    option = QStyleOptionViewItem()
    option.initFrom(table.view)
    option.rect = table.view.visualRect(index)
    option.features = QStyleOptionViewItem.ViewItemFeature.HasCheckIndicator
    return (
        table.view.style()
        .subElementRect(QStyle.SubElement.SE_ItemViewItemCheckIndicator, option, table.view)
        .center()
    )


def shown_runs(table):
    """The ids of the runs from the top down."""
    return [
        table.sorted.run_at(table.sorted.index(row, 0)) for row in range(table.sorted.rowCount())
    ]


def titles(table):
    QCoreApplication.processEvents()  # columns for settings come with the next turn
    model = table.view.model()
    return [
        model.headerData(column, Qt.Orientation.Horizontal) for column in range(model.columnCount())
    ]


def click_title(table, title):
    table.columns.read("-preset -device -made")
    header = table.view.header()
    place = titles(table).index(title)
    where = QPoint(
        header.sectionViewportPosition(place) + header.sectionSize(place) // 2, header.height() // 2
    )
    QTest.mouseClick(header.viewport(), LEFT, pos=where)


def click_row(table, row, key=Qt.KeyboardModifier.NoModifier):
    where = table.view.visualRect(table.view.model().index(row, 2)).center()
    QTest.mouseClick(table.view.viewport(), LEFT, key, where)


def menu_of_selection(table, row, qapp):
    """The menu that the right mouse button opens over a row, the selection left as it is."""
    viewport = table.view.viewport()
    where = table.view.visualRect(table.view.model().index(row, 2)).center()
    press = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, where, viewport.mapToGlobal(where))
    QCoreApplication.sendEvent(viewport, press)
    return qapp.activePopupWidget()


def is_enabled(menu, name):
    return next(action for action in menu.actions() if action.text() == name).isEnabled()


class TestRows:
    def test_one_for_each_run_and_none_when_it_is_removed(self, table, store):
        add(store, "a")
        add(store, "b", quick("sigmoid"))
        add(store, "c")
        assert names(table) == [f"{LOGISTIC} (2)", f"Sigmoid{SIZES}", LOGISTIC]
        store.remove("b")
        assert names(table) == [f"{LOGISTIC} (2)", LOGISTIC]

    def test_those_that_were_there_before_the_table(
        self, store, selection, dressed, qtbot, translation
    ):
        add(store, "a")
        table = RunsTable(store, selection)
        qtbot.addWidget(table)
        assert names(table) == [LOGISTIC]

    def test_a_run_before_its_first_epoch(self, table, store):
        add(store, "a")
        row = cells(table, 0)
        assert row["Epoch"] == "0 / 2"
        assert row["Cost"] == row["Best accuracy"] == "–"
        assert row["Time"] == "0:00"
        assert row["Parameters"] == "7,850"

    def test_a_run_tells_its_last_cost_its_best_accuracy_and_its_time(self, table, store, wait):
        add(store, "a")
        store.apply(epoch("a", 1, 0.4, accuracy=0.75))
        store.apply(epoch("a", 2, 0.5, accuracy=0.7, elapsed_s=73.6))
        row = cells(table, 0)
        assert row["Epoch"] == "2 / 2"
        assert row["Cost"] == "0.7500"
        assert row["Best accuracy"].startswith("75.00%")
        assert row["Time"] == "1:14"

    def test_the_time_goes_on_within_an_epoch(self, table, store):
        add(store, "a", None, BatchProgress("a", 1, 3, 12, 0.5, 3725.2))
        assert cells(table, 0)["Time"] == "1:02:05"

    def test_a_line_has_no_accuracy(self, table, store):
        add(store, "a", line())
        store.apply(epoch("a", 1, 0.4, accuracy=None, train_accuracy=None, weight=1.9))
        row = cells(table, 0)
        assert row["Best accuracy"] == "–"
        assert row["Cost"] == "0.6500"
        assert row["Parameters"] == "1"

    def test_the_view_hears_of_changes(self, table, store, wait):
        add(store, "a")
        changed = Recorder(table.view.model().dataChanged)
        store.apply(epoch("a", 1))
        wait(lambda: changed.heard)

    def test_numbers_stand_on_the_right_and_words_on_the_left(self, table, store):
        add(store, "a")
        model = table.view.model()
        sides = {}
        for column in range(model.columnCount()):
            title = model.headerData(column, Qt.Orientation.Horizontal)
            cell = model.index(0, column).data(Qt.ItemDataRole.TextAlignmentRole)
            head = model.headerData(
                column, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole
            )
            assert int(cell) == int(head)
            sides[title] = bool(int(cell) & int(Qt.AlignmentFlag.AlignRight))
        assert [
            sides[title] for title in ("Run", "State", "Epoch", "Cost", "Best accuracy", "Time")
        ] == [
            False,
            False,
            True,
            True,
            True,
            True,
        ]


class TestStates:
    @pytest.mark.parametrize(
        ("state", "english", "chinese"),
        [
            (RunState.QUEUED, "queued", "排队中"),
            (RunState.RUNNING, "training", "训练中"),
            (RunState.PAUSED, "paused", "已暂停"),
            (RunState.COMPLETED, "completed", "已完成"),
            (RunState.STOPPED, "stopped", "已停止"),
            (RunState.DIVERGED, "diverged", "已发散"),
            (RunState.FAILED, "failed", "失败"),
        ],
    )
    def test_each_has_its_word(self, table, store, translation, wait, state, english, chinese):
        add(store, "a")
        store.get("a").record.state = state
        store.touch("a")
        assert cells(table, 0)["State"].startswith(english)
        translation.use(Language.CHINESE)
        wait(lambda: cells(table, 0).get("状态", "").startswith(chinese))

    def test_they_follow_the_events(self, table, store):
        add(store, "a")
        said = [cells(table, 0)["State"]]
        for event in (
            RunStarted("a", 7850, "cpu", 1, 12, 2),
            RunEnded("a", EndReason.COMPLETED, 2),
        ):
            store.apply(event)
            said.append(cells(table, 0)["State"].split(" ")[0])
        assert said == ["queued", "training", "completed"]

    def test_why_a_run_failed_is_told_where_it_is_pointed_at(self, table, store):
        add(store, "a", None, RunEnded("a", EndReason.FAILED, 0, message("The file is gone.")))
        index = table.view.model().index(0, 0)
        assert index.data(Qt.ItemDataRole.ToolTipRole) == "The file is gone."

    def test_a_fork_is_told_where_it_is_pointed_at(self, table, store):
        store.add(RunRecord("b", quick("mlp"), forked_from=("a", 3)))
        index = table.view.model().index(0, 0)
        assert "up to epoch 3" in index.data(Qt.ItemDataRole.ToolTipRole)

    def test_so_is_an_imported_run(self, table, store):
        store.add(RunRecord("b", quick("mlp"), is_imported=True))
        index = table.view.model().index(0, 0)
        assert "imported" in index.data(Qt.ItemDataRole.ToolTipRole)

    def test_how_far_it_is_stands_beside_it_while_it_trains(self, table, store):
        add(
            store,
            "a",
            None,
            RunStarted("a", 7850, "cpu", 1, 12, 2),
            BatchProgress("a", 1, 6, 12, 0.5, 1.0),
        )
        assert cells(table, 0)["State"] == "training 25%"
        store.apply(epoch("a", 1))
        store.get("a").record.state = RunState.PAUSED
        assert cells(table, 0)["State"] == "paused 50%"
        store.apply(RunEnded("a", EndReason.STOPPED, 1))
        assert cells(table, 0)["State"] == "stopped"


@pytest.fixture
def varied(table, store):
    """Five runs that differ in everything, the newest named `a`; gives what each column is sorted
    by, None where there is nothing.
    """
    no_accuracy = {"accuracy": None, "train_accuracy": None, "weight": 1.5}
    add(store, "e", quick(changes={"preset": ""}))
    add(store, "d", line(), RunStarted("d", 1, "mps", 1, 12, 3))
    add(store, "c", quick("mlp"), RunStarted("c", 1, "cpu", 1, 12, 2))
    add(store, "b", quick("sigmoid"), RunStarted("b", 1, "cuda", 1, 12, 2))
    add(store, "a")
    for run, count, cost, others in (
        ("b", 2, 0.4, {}),
        ("c", 1, 0.7, {}),
        ("d", 3, 0.2, no_accuracy),
        ("e", 4, 0.95, {}),
    ):
        for number in range(1, count + 1):
            store.apply(epoch(run, number, cost, elapsed_s=10.0 * number, **others))
    for run, reason in (
        ("b", EndReason.COMPLETED),
        ("d", EndReason.STOPPED),
        ("e", EndReason.FAILED),
    ):
        store.apply(RunEnded(run, reason, 1))
    return {
        "Run": {"a": "logistic", "b": "sigmoid", "c": "two", "d": "linear", "e": "784"},
        "Preset": {"a": "logistic", "b": "sigmoid", "c": "two", "d": "linear", "e": None},
        "State": {"a": 0, "b": 2, "c": 1, "d": 3, "e": 4},
        "Epoch": {"a": 0, "b": 2, "c": 1, "d": 3, "e": 4},
        "Cost": {"a": None, "b": 0.65, "c": 0.95, "d": 0.45, "e": 1.2},
        "Accuracy": {"a": None, "b": 0.9, "c": 0.825, "d": None, "e": 0.7625},
        "Best accuracy": {"a": None, "b": 0.9, "c": 0.825, "d": None, "e": 0.7625},
        "Time": {"a": 0, "b": 20, "c": 10, "d": 30, "e": 40},
        "Parameters": {"a": 7850, "b": 407_050, "c": 109_386, "d": 1, "e": 7850},
        "Device": {"a": None, "b": "cuda", "c": "cpu", "d": "mps", "e": None},
        "Made": dict(zip("abcde", "abcde", strict=True)),
        "Batch size": {"a": 50, "b": 50, "c": 50, "d": 10, "e": 50},
        "Network": {"a": "f", "b": "f", "c": "f", "d": "l", "e": "f"},
    }


COLUMNS = (
    "Run",
    "Preset",
    "State",
    "Epoch",
    "Cost",
    "Accuracy",
    "Best accuracy",
    "Time",
    "Parameters",
    "Device",
    "Made",
    "Batch size",
    "Network",
)


class TestSorting:
    @pytest.mark.parametrize("title", COLUMNS)
    def test_the_best_first_then_the_other_way_and_not_at_all(self, table, varied, title):
        table.resize(2400, 300)
        keys = varied[title]
        known = [run for run in "abcde" if keys[run] is not None]
        unknown = [run for run in "abcde" if keys[run] is None]
        is_best_high = title in {"Accuracy", "Best accuracy"}
        for is_falling in (is_best_high, not is_best_high):
            click_title(table, title)
            assert (
                shown_runs(table)
                == sorted(known, key=keys.__getitem__, reverse=is_falling) + unknown
            )
        click_title(table, title)
        assert shown_runs(table) == list("abcde")

    def test_it_follows_the_numbers(self, table, store, varied, wait):
        click_title(table, "Cost")
        store.apply(epoch("e", 5, 0.01))
        wait(lambda: shown_runs(table) == ["e", "d", "b", "c", "a"])

    def test_a_column_that_goes_leaves_the_runs_in_some_order(self, table, store, varied):
        table.resize(2400, 300)
        click_title(table, "Batch size")
        for run in "bcde":
            store.set_visible(run, False)
        assert "Batch size" not in titles(table)
        assert sorted(shown_runs(table)) == list("abcde")


class TestFilter:
    @pytest.fixture
    def type_words(self, table):
        return lambda text: type_over(table.findChild(QLineEdit, "filter"), text)

    @pytest.mark.parametrize(
        ("words", "runs"),
        [
            ("sigmoid", "b"),
            ("SIGM", "b"),
            ("training mlp", ""),
            ("training hidden", "c"),
            ("hidden training", "c"),
            ("regression", "ad"),
            ("regression stopped", "d"),
            ("cuda", "b"),
            ("109,386", "c"),
            ("convolution", ""),
            ("  ", "abcde"),
        ],
    )
    def test_keeps_the_rows_that_hold_all_words(self, table, varied, type_words, words, runs):
        type_words(words)
        assert shown_runs(table) == list(runs)
        counts = {label.text() for label in table.findChildren(QLabel)}
        assert (f"{len(runs)} of 5" if runs != "abcde" else "5") in counts

    def test_finds_what_only_the_settings_say(self, table, store, type_words):
        add(store, "a")
        add(store, "b", quick(changes={"data.order": "file"}))
        assert "Order" in titles(table)
        type_words("as in the file")
        assert shown_runs(table) == ["b"]

    def test_finds_a_run_by_its_id(self, table, store, type_words):
        add(store, "20260101-120000-logistic-aa11")
        add(store, "20260202-120000-logistic-bb22")
        type_words("20260202")
        assert shown_runs(table) == ["20260202-120000-logistic-bb22"]

    def test_follows_what_becomes_of_the_runs(self, table, varied, store, type_words, wait):
        type_words("training")
        store.apply(RunEnded("c", EndReason.COMPLETED, 1))
        wait(lambda: shown_runs(table) == [])

    def test_emptied_it_shows_all(self, table, varied, type_words):
        type_words("sigmoid")
        QTest.keyClick(
            table.findChild(QLineEdit, "filter"), Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier
        )
        QTest.keyClick(table.findChild(QLineEdit, "filter"), Qt.Key.Key_Backspace)
        assert shown_runs(table) == list("abcde")


class TestSelection:
    def test_of_several_with_the_keys_held(self, table, selection, varied):
        click_row(table, 0)
        click_row(table, 2, Qt.KeyboardModifier.ControlModifier)
        assert table.selected() == ["a", "c"]
        click_row(table, 2)
        click_row(table, 4, Qt.KeyboardModifier.ShiftModifier)
        assert table.selected() == ["c", "d", "e"]
        assert selection.runs == ("c", "d", "e")

    def test_stands_when_the_order_changes(self, table, varied):
        click_row(table, 1)
        click_title(table, "Cost")
        assert table.selected() == ["b"]
        assert shown_runs(table).index("b") == 1
        click_title(table, "Cost")
        assert table.selected() == ["b"]

    def test_stands_when_columns_come_and_go(self, table, varied, store):
        before = titles(table)
        where = table.view.visualRect(table.view.model().index(3, 0))
        QTest.mouseClick(
            table.view.viewport(), LEFT, pos=QPoint(where.right() - 3, where.center().y())
        )
        QTest.keyClick(table.view, Qt.Key.Key_Space)
        assert not store.get("d").is_visible
        assert titles(table) != before
        assert table.selected() == ["d"]
        QTest.keyClick(table.view, Qt.Key.Key_Space)
        assert titles(table) == before
        assert table.selected() == ["d"]

    def test_from_outside_brings_the_run_in_sight(self, table, selection, store):
        for number in range(40):
            add(store, f"r{number}")
        table.view.scrollToBottom()
        selection.select("r35")
        assert table.selected() == ["r35"]
        assert (
            table.view.viewport()
            .rect()
            .intersects(table.view.visualRect(table.view.model().index(4, 0)))
        )

    def test_the_menu_is_for_all_of_them(self, table, varied, store, qapp):
        click_row(table, 0)
        click_row(table, 2, Qt.KeyboardModifier.ControlModifier)
        menu = menu_of_selection(table, 2, qapp)
        for name in (
            "Rename",
            "Use these settings",
            "Continue…",
            "Fork…",
            "Change while it trains…",
            "Open folder",
        ):
            assert not is_enabled(menu, name)
        click_on(menu, "Hide")
        assert {run: store.get(run).is_visible for run in "abcde"} == {
            "a": False,
            "b": True,
            "c": False,
            "d": True,
            "e": True,
        }
        click_on(menu_of_selection(table, 2, qapp), "Show")
        assert all(entry.is_visible for entry in store.entries())

    def test_stop_train_next_and_delete_are_asked_for_all_of_them(self, table, varied, qapp):
        heard = [
            Recorder(signal)
            for signal in (table.stop_requested, table.priority_requested, table.deletion_requested)
        ]
        click_row(table, 0)
        click_row(table, 2, Qt.KeyboardModifier.ControlModifier)
        for name in ("Stop", "Train next", "Delete…"):
            click_on(menu_of_selection(table, 0, qapp), name)
        assert [recorder.heard for recorder in heard] == [[(["a", "c"],)]] * 3


class TestNames:
    def test_f2_renames(self, table, store):
        add(store, "a")
        told = Recorder(store.appearance_changed)
        rename(table.view, 0, "Deep and slow")
        assert names(table) == ["Deep and slow"]
        assert told.heard == [("a",)]

    def test_characters_that_no_name_may_hold_become_escapes(self, table, store):
        add(store, "a")
        table.view.setCurrentIndex(table.view.model().index(0, 0))
        QTest.keyClick(table.view, Qt.Key.Key_F2)
        editor = cell_editor(table.view)
        QGuiApplication.clipboard().setText("gnp.\u202eexe\x1b[2J")
        editor.selectAll()
        editor.paste()
        enter(editor)
        assert store.get("a").given_name == "gnp.\\u202eexe\\x1b[2J"
        assert names(table) == ["gnp.\\u202eexe\\x1b[2J"]

    @pytest.mark.parametrize("text", ["x" * 30_000, "\x1b" * 30_000, " " * 999 + "x" * 999])
    def test_a_name_is_as_long_as_the_one_that_is_kept(self, text, table, store, tmp_path):
        add(store, "a")
        table.view.setCurrentIndex(table.view.model().index(0, 0))
        QTest.keyClick(table.view, Qt.Key.Key_F2)
        editor = cell_editor(table.view)
        QGuiApplication.clipboard().setText(text)
        editor.selectAll()
        editor.paste()
        assert len(editor.text()) == MAX_NAME_LETTERS
        enter(editor)
        store.rename("a", text)  # as a fork gets the name of its parent
        entry = store.get("a")
        assert 0 < len(entry.given_name) <= MAX_NAME_LETTERS
        write_label(tmp_path, entry.label)
        assert read_label(tmp_path) == entry.label

    def test_so_does_the_menu(self, table, store, wait):
        add(store, "a")
        add(store, "b")
        click_on(context_menu(table.view, 0), "Rename")
        editor = cell_editor(table.view)
        assert editor.text() == f"{LOGISTIC} (2)"
        type_over(editor, "  Second  ")
        enter(editor)
        assert names(table) == ["Second", LOGISTIC]

    def test_emptied_it_has_its_networks_again(self, table, store):
        add(store, "a")
        rename(table.view, 0, "Mine")
        rename(table.view, 0, "")
        assert names(table) == [LOGISTIC]

    def test_escape_leaves_it(self, table, store):
        add(store, "a")
        table.view.setCurrentIndex(table.view.model().index(0, 0))
        QTest.keyClick(table.view, Qt.Key.Key_F2)
        editor = cell_editor(table.view)
        type_over(editor, "Other")
        QTest.keyClick(editor, Qt.Key.Key_Escape)
        assert names(table) == [LOGISTIC]

    def test_what_is_typed_stands_while_the_run_goes_on(self, table, store, wait):
        add(store, "b", quick("mlp"))
        add(store, "a")
        changed = Recorder(table.view.model().dataChanged)
        table.view.setCurrentIndex(table.view.model().index(0, 0))
        QTest.keyClick(table.view, Qt.Key.Key_F2)
        editor = cell_editor(table.view)
        type_over(editor, "Half a na")
        store.apply(epoch("a", 1))
        wait(lambda: changed.heard)
        store.set_visible("b", False)
        assert editor.text() == "Half a na"
        QTest.keyClicks(editor, "me")
        enter(editor)
        assert names(table)[0] == "Half a name"

    def test_braces_are_letters_like_others(self, table, store):
        add(store, "a")
        rename(table.view, 0, "{name} {0}")
        assert names(table) == ["{name} {0}"]


class TestColours:
    def test_are_chosen_from_the_menu_for_all_selected(self, table, store, wait, qapp):
        add(store, "a")
        add(store, "b")
        click_row(table, 0)
        click_row(table, 1, Qt.KeyboardModifier.ShiftModifier)
        menu = menu_of_selection(table, 0, qapp)
        colours = next(action.menu() for action in menu.actions() if action.text() == "Colour")
        click_on(menu, "Colour")
        wait(colours.isVisible)
        assert len(colours.actions()) == theme.RUN_STYLES
        click_on(colours, "Colour 5")
        assert [entry.style for entry in store.entries()] == [4, 4]
        icon = table.view.model().index(1, 0).data(Qt.ItemDataRole.DecorationRole)
        picture = icon.pixmap(26, 12).toImage()
        across = {
            picture.pixelColor(x, picture.height() // 2).name() for x in range(picture.width())
        }
        assert theme.run_style(4).colour.name() in across

    def test_a_hidden_run_keeps_its_colour(self, table, store):
        add(store, "a")
        store.set_visible("a", False)
        icon = table.view.model().index(0, 0).data(Qt.ItemDataRole.DecorationRole)
        picture = icon.pixmap(26, 12).toImage()
        middle = picture.pixelColor(picture.width() // 2, picture.height() // 2)
        assert middle == theme.run_style(store.get("a").style).colour


def test_show_only_these_hides_all_others(table, varied, store, qapp):
    store.set_visible("c", False)
    click_row(table, 1)
    click_row(table, 2, Qt.KeyboardModifier.ControlModifier)
    click_on(menu_of_selection(table, 1, qapp), "Show only these")
    assert {entry.record.run for entry in store.visible()} == {"b", "c"}
    assert table.selected() == ["b", "c"]


class TestDifferences:
    FIXED = COLUMNS[:11]

    def test_have_columns_while_the_runs_are_visible(self, table, store):
        add(store, "a")
        assert titles(table) == list(self.FIXED)
        add(store, "b", quick(changes={"optimizer.learning_rate": 0.25, "seed": 7}))
        assert titles(table) == [*self.FIXED, "Learning rate", "Seed"]
        assert [cells(table, row)["Learning rate"] for row in (0, 1)] == ["0.25", "0.01"]
        store.set_visible("b", False)
        assert titles(table) == list(self.FIXED)
        store.set_visible("b", True)
        assert titles(table) == [*self.FIXED, "Learning rate", "Seed"]
        store.remove("a")
        assert titles(table) == list(self.FIXED)

    def test_are_said_as_in_the_form(self, table, store, translation, wait):
        add(store, "a", quick("sigmoid"))
        layers = [
            {"units": 32, "activation": "relu", "dropout": 0.25},
            {"units": 16, "activation": "tanh"},
        ]
        add(
            store,
            "b",
            quick(
                "sigmoid",
                {"model.hidden": layers, "optimizer.kind": "adam", "optimizer.momentum": 0},
            ),
        )
        assert cells(table, 1)["Hidden layers"] == "512 Sigmoid"
        row = cells(table, 0)
        assert (row["Hidden layers"], row["Optimizer"]) == ("32 ReLU 0.25 · 16 Tanh", "Adam")
        place = titles(table).index("Optimizer")
        tip = table.view.model().index(1, place).data(Qt.ItemDataRole.ToolTipRole)
        assert tip.startswith("SGD takes plain steps down the gradient.")
        translation.use(Language.CHINESE)
        wait(lambda: "隐藏层" in titles(table))

    def test_come_also_when_a_run_is_to_have_more_epochs(self, table, store, wait):
        add(store, "a")
        add(store, "b")
        assert "Epochs" not in titles(table)
        store.replace(RunRecord("b", quick(changes={"epochs": 9})))
        wait(lambda: "Epochs" in titles(table))
        assert [cells(table, row)["Epochs"] for row in (0, 1)] == ["9", "2"]


class TestIntervals:
    @pytest.mark.parametrize(
        ("right", "asked"), [(0, 200), (1, 200), (150, 200), (199, 200), (200, 200), (9876, 10_000)]
    )
    def test_are_wilsons(self, table, store, right, asked):
        add(
            store,
            "a",
            quick(changes={"data.test_size": asked, "data.validation_size": 50}),
            replace(
                epoch("a", 1, 1.0, accuracy=right / asked),
                validation_accuracy=0.5,
                validation_cost=1.0,
            ),
            openings=OPENED,
        )
        interval = binomtest(right, asked).proportion_ci(method="wilson")
        share = right / asked
        limits = f"{interval.low * 100:.2f}–{interval.high * 100:.2f}"
        assert cells(table, 0)["Best accuracy"] == f"{share:.2%} ({limits})"
        place = titles(table).index("Best accuracy")
        tip = table.view.model().index(0, place).data(Qt.ItemDataRole.ToolTipRole)
        wanted = (
            f"After epoch 1, on {asked:,} test examples. "
            f"95% interval: {interval.low:.2%} to {interval.high:.2%}.\n"
            "The test set was opened once, on 2026-11-28."
        )
        assert tip == wanted

    def test_a_best_epoch_chosen_by_test_images_has_none_after_one_epoch_either(self, table, store):
        add(store, "a", quick(), epoch("a", 1, accuracy=0.5))
        assert cells(table, 0)["Best accuracy"] == "50.00%"
        store.apply(epoch("a", 2, accuracy=0.4))
        assert cells(table, 0)["Best accuracy"] == "50.00%"

    def test_one_that_test_images_chose_is_called_optimistic(self, table, store):
        add(store, "a", quick())
        for number, accuracy in ((1, 0.5), (2, 0.75)):
            store.apply(epoch("a", number, accuracy=accuracy))
        column = titles(table).index("Best accuracy")
        tip = table.view.model().index(0, column).data(Qt.ItemDataRole.ToolTipRole)
        assert "the largest of 2 on the 200 test examples, and therefore optimistic" in tip

    def test_the_last_epoch_is_chosen_by_nothing_and_so_has_one(self, table, store):
        add(store, "a", quick(changes={"data.test_size": 200}))
        for number, accuracy in ((1, 0.9), (2, 0.75)):
            store.apply(epoch("a", number, accuracy=accuracy))
        interval = binomtest(150, 200).proportion_ci(method="wilson")
        column = titles(table).index("Accuracy")
        assert table.view.model().index(0, column).data(Qt.ItemDataRole.ToolTipRole) == (
            "After epoch 2, the last one so far, on 200 test examples. "
            f"95% interval: {interval.low:.2%} to {interval.high:.2%}."
        )

    def test_are_those_of_the_best_epoch(self, table, store):
        add(store, "a")
        for number, accuracy in ((1, 0.5), (2, 0.75), (3, 0.75), (4, 0.6)):
            store.apply(epoch("a", number, accuracy=accuracy))
        place = titles(table).index("Best accuracy")
        tip = table.view.model().index(0, place).data(Qt.ItemDataRole.ToolTipRole)
        assert tip.startswith("After epoch 2, the largest of 4 on the ")
        assert "interval" not in tip
        assert cells(table, 0)["Best accuracy"] == "75.00%"

    def test_of_several_epochs_only_held_out_examples_leave_the_interval_true(self, table, store):
        add(store, "a", quick(changes={"data.validation_size": 50}), openings=OPENED)
        for number, (accuracy, held_out) in enumerate([(0.5, 0.6), (0.7, 0.8), (0.9, 0.7)], 1):
            measured = epoch("a", number, accuracy=accuracy)
            store.apply(replace(measured, validation_accuracy=held_out, validation_cost=1.0))
        place = titles(table).index("Best accuracy")
        tip = table.view.model().index(0, place).data(Qt.ItemDataRole.ToolTipRole)
        assert tip.startswith("After epoch 2, on ")
        assert "95% interval" in tip
        assert cells(table, 0)["Best accuracy"].startswith("70.00% (")

    def test_while_the_test_set_is_closed_numbers_are_of_held_out_examples(self, table, store):
        add(store, "a", quick(changes={"data.validation_size": 50, "epochs": 2}))
        for number, (accuracy, held_out) in enumerate([(0.5, 0.8), (0.9, 0.7)], 1):
            measured = epoch("a", number, cost=1.0, accuracy=accuracy)
            store.apply(replace(measured, validation_accuracy=held_out, validation_cost=2.5))
        shown = cells(table, 0)
        assert (shown["Accuracy"], shown["Best accuracy"], shown["Cost"]) == (
            "70.00%",
            "80.00%",
            "2.5000",
        )
        for title in ("Accuracy", "Best accuracy", "Cost"):
            cell = table.view.model().index(0, titles(table).index(title))
            tip = cell.data(Qt.ItemDataRole.ToolTipRole)
            assert "50 held-out examples" in tip
            assert "test examples" not in tip
            assert "the test set is closed" in tip

        store.set_openings("a", OPENED)
        shown = cells(table, 0)
        assert (shown["Accuracy"], shown["Best accuracy"][:6]) == ("90.00%", "50.00%")


class TestQueue:
    def test_train_next_changes_who_trains_next(self, application, wait):
        table, controller = application.window.table, application.controller
        runs = [controller.start(quick(changes=ENDLESS)) for _ in range(5)]
        assert controller.waiting() == runs[2:]
        click_on(context_menu(table.view, 0), "Train next")
        assert controller.waiting() == [runs[4], runs[2], runs[3]]
        controller.stop(runs[0])
        wait(lambda: application.store.get(runs[4]).record.state is RunState.RUNNING)
        assert controller.waiting() == [runs[2], runs[3]]

    def test_it_is_offered_to_those_that_wait(self, table, varied):
        for row, is_waiting in enumerate((True, False, False, False, True)):
            menu = context_menu(table.view, row)
            assert is_enabled(menu, "Train next") is (is_waiting and row == 0)
            menu.close()


class TestCheckBox:
    def test_the_mouse_hides_and_shows_a_run(self, table, store):
        add(store, "a")
        add(store, "b")
        told = Recorder(store.visibility_changed)
        for is_visible in (False, True):
            QTest.mouseClick(table.view.viewport(), LEFT, pos=check_box(table, 1))
            assert [entry.is_visible for entry in store.entries()] == [is_visible, True]
        assert told.heard == [("a",), ("a",)]

    def test_the_space_bar_does_too(self, table, store):
        add(store, "a")
        table.view.setCurrentIndex(table.view.model().index(0, 0))
        QTest.keyClick(table.view, Qt.Key.Key_Space)
        assert not store.get("a").is_visible
        checked = table.view.model().index(0, 0).data(Qt.ItemDataRole.CheckStateRole)
        assert Qt.CheckState(checked) is Qt.CheckState.Unchecked

    def test_only_the_first_column_has_one(self, table, store):
        add(store, "a")
        model = table.view.model()
        has_one = [
            model.index(0, column).data(Qt.ItemDataRole.CheckStateRole) is not None
            for column in range(model.columnCount())
        ]
        assert has_one == [True] + [False] * (len(has_one) - 1)


class TestActions:
    def test_a_double_click_asks_for_the_settings(self, table, store):
        add(store, "a")
        add(store, "b")
        asked = Recorder(table.settings_requested)
        where = table.view.visualRect(table.view.model().index(1, 2)).center()
        QTest.mouseClick(table.view.viewport(), LEFT, pos=where)
        QTest.mouseDClick(table.view.viewport(), LEFT, pos=where)
        assert asked.heard == [("a",)]

    def test_so_does_the_menu(self, table, store):
        add(store, "a")
        add(store, "b")
        asked = Recorder(table.settings_requested)
        click_on(context_menu(table.view, 0), "Use these settings")
        assert asked.heard == [("b",)]

    def test_stop_is_offered_while_there_is_something_to_stop(self, table, store):
        add(store, "a")
        stopped = Recorder(table.stop_requested)
        click_on(context_menu(table.view, 0), "Stop")
        assert len(stopped.heard) == 1
        store.apply(RunEnded("a", EndReason.STOPPED, 0))
        menu = context_menu(table.view, 0)
        assert not next(action for action in menu.actions() if action.text() == "Stop").isEnabled()
        menu.close()

    def test_beside_the_rows_there_is_no_menu(self, table, store, qapp):
        add(store, "a")
        table.view.customContextMenuRequested.emit(QPoint(5, table.view.height() - 5))
        assert qapp.activePopupWidget() is None


class TestLooks:
    def test_each_run_has_a_swatch_in_its_colour_in_both_schemes(self, table, store, dressed):
        add(store, "a")
        add(store, "b")
        for scheme in (Scheme.LIGHT, Scheme.DARK):
            theme.apply(dressed, scheme)
            for row in (0, 1):
                icon = table.view.model().index(row, 0).data(Qt.ItemDataRole.DecorationRole)
                picture = icon.pixmap(26, 12).toImage()
                colours = {
                    picture.pixelColor(x, picture.height() // 2).name()
                    for x in range(picture.width())
                }
                assert theme.run_style(1 - row).colour.name() in colours  # the newest first

    def test_titles_and_names_follow_the_language(self, table, store, translation, wait):
        add(store, "a")
        translation.use(Language.CHINESE)
        wait(lambda: names(table) == [LOGISTIC_ZH])
        wait(lambda: {"状态", "参数量", "用时"} <= set(cells(table, 0)))


def test_the_delete_key_asks_for_the_selected_runs(table, varied):
    asked = Recorder(table.deletion_requested)
    QTest.keyClick(table.view, Qt.Key.Key_Delete)
    assert asked.heard == []
    click_row(table, 0)
    click_row(table, 1, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(table.view, Qt.Key.Key_Delete)
    assert asked.heard == [(table.selected(),)]


def test_while_a_name_is_typed_the_delete_key_deletes_letters(table, varied):
    asked = Recorder(table.deletion_requested)
    table.view.setCurrentIndex(table.view.model().index(0, 0))
    QTest.keyClick(table.view, Qt.Key.Key_F2)
    QTest.keyClick(cell_editor(table.view), Qt.Key.Key_Delete)
    assert cell_editor(table.view).text() == ""
    assert asked.heard == []


def test_the_selection_stands_when_language_or_colours_change(table, varied, translation, dressed):
    click_row(table, 1)
    selected = table.selected()
    translation.use(Language.CHINESE)
    theme.apply(dressed, Scheme.DARK)
    assert table.selected() == selected
    assert len(selected) == 1


def test_a_hundred_runs_are_compared_once(table, store, monkeypatch, wait):
    looks = []
    monkeypatch.setattr(runs_model, "differing", lambda configs: looks.append(len(configs)) or [])
    for number in range(100):
        add(store, f"run {number}", quick(changes={"seed": number}))
    wait(lambda: looks)
    assert looks == [100]


def test_of_runs_that_start_at_once_only_the_last_is_scrolled_to(
    table, store, monkeypatch, wait, qapp
):
    shown = []
    monkeypatch.setattr(table.view, "scrollTo", lambda index: shown.append(index.data()))
    for number in range(9):
        add(store, f"run {number}", quick(changes={"seed": number}))
    store.remove("run 8")
    add(store, "the last", quick(changes={"seed": 9}))
    wait(lambda: shown)
    assert shown == [store.get("the last").name]
    add(store, "gone", quick(changes={"seed": 10}))
    store.remove("gone")
    add(store, "another", quick(changes={"seed": 11}))
    store.remove("another")
    qapp.processEvents()
    assert len(shown) == 1


def test_the_last_accuracy_stands_beside_the_best(table, store, wait):
    add(store, "a", None, epoch("a", 1, accuracy=0.9), epoch("a", 2, accuracy=0.8))
    assert cells(table, 0)["Accuracy"] == "80.00%"
    assert cells(table, 0)["Best accuracy"].startswith("90.00%")


@pytest.mark.parametrize(
    ("cost", "text"),
    [
        (0.12345, "0.1235"),
        (2.5e9, "2.50e+09"),
        (1e300, "1.00e+300"),
        (1e-7, "1.00e-07"),
        (0.0, "0.0000"),
    ],
)
def test_huge_costs_are_shortened(table, store, cost, text):
    add(store, "a", None, epoch("a", 1, test_cost=cost))
    assert cells(table, 0)["Cost"] == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0:00"),
        (0.4, "0:00"),
        (14, "0:14"),
        (59.6, "1:00"),
        (725, "12:05"),
        (3599.7, "1:00:00"),
        (36_725, "10:12:05"),
    ],
)
def test_durations_are_read_like_a_clock(table, store, seconds, text):
    add(store, "a", None, BatchProgress("a", 1, 3, 12, 0.5, seconds))
    assert cells(table, 0)["Time"] == text


class TestColumns:
    def shown(self, table):
        return [
            title
            for column, title in enumerate(titles(table))
            if not table.view.isColumnHidden(column)
        ]

    def choose(self, table, title):
        """As the user does in the menu of the titles."""
        menu = table.columns.menu()
        next(action for action in menu.actions() if action.text() == title).trigger()

    def test_what_repeats_is_hidden_at_first_and_what_counts_is_not(self, table, store):
        add(store, "a")
        assert self.shown(table)[:5] == ["Run", "State", "Epoch", "Cost", "Accuracy"]
        assert not {"Preset", "Device", "Made"} & set(self.shown(table))

    def test_are_chosen_in_the_menu_of_the_titles(self, table, store, qtbot, qapp):
        add(store, "a")
        header = table.view.header()
        header.customContextMenuRequested.emit(QPoint(4, 4))
        menu = qapp.activePopupWidget()
        ticked = {action.text() for action in menu.actions() if action.isChecked()}
        menu.close()
        assert "State" in ticked
        assert "Device" not in ticked
        assert "Run" not in {action.text() for action in menu.actions()}
        with qtbot.waitSignal(table.columns.changed, timeout=0):
            self.choose(table, "Device")
        self.choose(table, "Time")
        assert "Device" in self.shown(table)
        assert "Time" not in self.shown(table)

    def test_are_chosen_in_the_menu_of_a_run_by_keyboard_too(self, table, store):
        add(store, "a")
        menu = context_menu(table.view, 0)
        columns = next(action.menu() for action in menu.actions() if action.text() == "Columns")
        next(action for action in columns.actions() if action.text() == "Made").trigger()
        menu.close()
        assert "Made" in self.shown(table)

    def test_of_settings_can_be_hidden_and_stay_so_when_they_come_again(self, table, store):
        add(store, "a", quick())
        add(store, "b", quick(changes={"seed": 7}))
        assert "Seed" in self.shown(table)
        self.choose(table, "Seed")
        assert "Seed" not in self.shown(table)
        store.set_visible("b", False)
        assert "Seed" not in titles(table)
        store.set_visible("b", True)
        assert "Seed" in titles(table)
        assert "Seed" not in self.shown(table)

    def test_what_was_chosen_is_read_again(self, table, store):
        add(store, "a")
        self.choose(table, "Device")
        self.choose(table, "Time")
        written, chosen = table.columns.written(), self.shown(table)
        table.columns.read(None)
        assert "Time" in self.shown(table)
        table.columns.read(written)
        assert self.shown(table) == chosen

    @pytest.mark.parametrize("stored", [None, 7, "", "no such column", "--- run"])
    def test_whatever_stands_in_the_settings_the_name_stays(self, table, store, stored):
        add(store, "a")
        table.columns.read(stored)
        assert self.shown(table)[:2] == ["Run", "State"]


def test_names_keep_their_width_in_another_language_and_other_colours(
    table, store, translation, qapp
):
    """The view has no rows while it lays them out anew; a first short one alone was measured."""
    for number in range(4):
        add(store, f"run-{number}")
        store.rename(f"run-{number}", "a" if number == 0 else "a network with a rather long name")
    QCoreApplication.processEvents()
    width = table.view.header().sectionSize(0)
    assert width > table.view.fontMetrics().horizontalAdvance("a network with a rather long name")
    for language in (Language.CHINESE, Language.ENGLISH):
        translation.use(language)
        QCoreApplication.processEvents()
        assert table.view.header().sectionSize(0) == width
    theme.apply(qapp, Scheme.DARK)
    QCoreApplication.processEvents()
    assert table.view.header().sectionSize(0) == width


def test_names_of_the_newest_runs_fit_however_many_there_are(table, store):
    for number in range(60):
        add(store, f"run-{number:02}")
        store.rename(f"run-{number:02}", f"{number}")
    store.rename("run-59", "a network with a rather long name")
    QCoreApplication.processEvents()
    needed = table.view.fontMetrics().horizontalAdvance("a network with a rather long name")
    assert table.view.header().sectionSize(0) > needed


class TestWidths:
    """Columns follow the numbers of a run that trains, without being measured anew with each."""

    @pytest.fixture
    def measured(self, table, store, wait, monkeypatch):
        """How often columns are measured once a run trains."""
        add(store, "a", None, RunStarted("a", 42, "cpu", 1, 10, 100))
        store.apply(epoch("a", 1))
        wait(lambda: cells(table, 0)["Epoch"].startswith("1"))
        counted, measure = [], table.view._measure
        monkeypatch.setattr(
            table.view, "_measure", lambda column: counted.append(column) or measure(column)
        )
        return counted

    def width(self, table, title):
        model, header = table.view.model(), table.view.header()
        titles = [
            model.headerData(column, Qt.Orientation.Horizontal)
            for column in range(model.columnCount())
        ]
        return header.sectionSize(titles.index(title))

    def test_usual_numbers_have_space_already(self, table, store, measured, wait):
        changed = Recorder(table.view.model().dataChanged)
        before = self.width(table, "Cost")
        store.apply(epoch("a", 2, 0.123))
        wait(lambda: changed.heard)
        QCoreApplication.processEvents()
        assert measured == []
        assert self.width(table, "Cost") == before

    def test_a_long_number_widens_its_column_and_a_name_any(self, table, store, measured, wait):
        before = self.width(table, "Cost")
        store.apply(epoch("a", 2, 1e12))
        wait(lambda: self.width(table, "Cost") > before)
        assert measured == []
        store.rename("a", "a name that is longer than any other")
        QCoreApplication.processEvents()
        assert 0 in measured

    def test_when_it_ends_they_are_measured_again(self, table, store, measured, wait):
        store.apply(RunEnded("a", EndReason.COMPLETED, 1))
        wait(lambda: measured)
