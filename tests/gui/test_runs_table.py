"""The runs as rows, and what can be done with them there."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from core.events import BatchProgress, EndReason, RunEnded, RunStarted
from core.history import RunRecord, RunState
from core.messages import message
from gui import theme
from gui.runs_table import RunsTable
from gui.theme import Scheme
from gui.translation import Language
from tests.gui.driving import LEFT, Recorder, click_on, context_menu, epoch, line, quick


@pytest.fixture
def table(dressed, qtbot, store, translation):
    made = RunsTable(store)
    qtbot.addWidget(made)
    made.resize(1200, 300)
    made.show()
    qtbot.waitExposed(made)
    return made


def add(store, run, config=None, *events):
    store.add(RunRecord(run, config or quick()))
    for event in events:
        store.apply(event)


def cells(table, row):
    """What a row says, by the titles of the columns."""
    model = table.view.model()
    titles = [model.headerData(column, Qt.Orientation.Horizontal) for column in range(model.columnCount())]
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
        table.view.style().subElementRect(QStyle.SubElement.SE_ItemViewItemCheckIndicator, option, table.view).center()
    )


class TestRows:
    def test_one_for_each_run_and_none_when_it_is_removed(self, table, store):
        add(store, "a")
        add(store, "b", quick("sigmoid"))
        add(store, "c")
        assert names(table) == ["Logistic regression", "Sigmoid", "Logistic regression 2"]
        store.remove("b")
        assert names(table) == ["Logistic regression", "Logistic regression 2"]

    def test_those_that_were_there_before_the_table(self, store, dressed, qtbot, translation):
        add(store, "a")
        table = RunsTable(store)
        qtbot.addWidget(table)
        assert names(table) == ["Logistic regression"]

    def test_a_run_before_its_first_epoch(self, table, store):
        add(store, "a")
        row = cells(table, 0)
        assert row["Epoch"] == "0 / 2"
        assert row["Test cost"] == row["Best accuracy"] == "–"
        assert row["Time"] == "0:00"
        assert row["Parameters"] == "7,850"

    def test_a_run_tells_its_last_cost_its_best_accuracy_and_its_time(self, table, store, wait):
        add(store, "a")
        store.apply(epoch("a", 1, 0.4, accuracy=0.75))
        store.apply(epoch("a", 2, 0.5, accuracy=0.7, elapsed_s=73.6))
        row = cells(table, 0)
        assert row["Epoch"] == "2 / 2"
        assert row["Test cost"] == "0.7500"
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
        assert row["Test cost"] == "0.6500"
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
            head = model.headerData(column, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole)
            assert int(cell) == int(head)
            sides[title] = bool(int(cell) & int(Qt.AlignmentFlag.AlignRight))
        assert [sides[title] for title in ("Run", "State", "Epoch", "Test cost", "Best accuracy", "Time")] == [
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
        for event in (RunStarted("a", 7850, "cpu", 1, 12, 2), RunEnded("a", EndReason.COMPLETED, 2)):
            store.apply(event)
            said.append(cells(table, 0)["State"].split(" ")[0])
        assert said == ["queued", "training", "completed"]

    def test_why_a_run_failed_is_told_where_it_is_pointed_at(self, table, store):
        add(store, "a", None, RunEnded("a", EndReason.FAILED, 0, message("The file is gone.")))
        index = table.view.model().index(0, 0)
        assert index.data(Qt.ItemDataRole.ToolTipRole) == "The file is gone."


class TestCheckBox:
    def test_the_mouse_hides_and_shows_a_run(self, table, store):
        add(store, "a")
        add(store, "b")
        told = Recorder(store.visibility_changed)
        for is_visible in (False, True):
            QTest.mouseClick(table.view.viewport(), LEFT, pos=check_box(table, 1))
            assert [entry.is_visible for entry in store.entries()] == [True, is_visible]
        assert told.heard == [("b",), ("b",)]

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
        assert asked.heard == [("b",)]

    def test_so_does_the_menu(self, table, store):
        add(store, "a")
        add(store, "b")
        asked = Recorder(table.settings_requested)
        click_on(context_menu(table.view, 0), "Use these settings")
        assert asked.heard == [("a",)]

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
                colours = {picture.pixelColor(x, picture.height() // 2).name() for x in range(picture.width())}
                assert theme.run_style(row).colour.name() in colours

    def test_titles_and_names_follow_the_language(self, table, store, translation, wait):
        add(store, "a")
        translation.use(Language.CHINESE)
        wait(lambda: names(table) == ["逻辑回归"])
        wait(lambda: {"状态", "参数量", "用时"} <= set(cells(table, 0)))


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
