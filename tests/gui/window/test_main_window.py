"""The whole window, used as a user uses it."""

import re
from collections import Counter
from itertools import pairwise
from xml.etree import ElementTree as ET

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import QEvent, QPoint, QSize, Qt, QTimer
from PySide6.QtGui import QAccessible, QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QScrollBar,
    QTabBar,
    QTableView,
    QToolButton,
    QWidget,
)
from superqt import QElidingLabel

import resources
from core.comparison.experiment import Axis, Grid, Kind
from core.data.ink import digit_from_ink, ink_of_strokes
from core.messages import message
from core.run.record import RunState
from gui.comparison.heat_map import HeatMap
from gui.help.shortcut_sheet import ShortcutSheet
from gui.lessons.lessons_panel import LessonsPanel
from gui.plots.plot_area import Line, PlotArea
from gui.style import theme
from gui.style.theme import Scheme
from gui.style.translation import Language
from tests.core.running import run_to_the_end
from tests.gui.driving import (
    DIVERGING,
    ENDLESS,
    LEFT,
    WAIT_MS,
    click_on,
    context_menu,
    destroy,
    draw,
    line,
    numbers_of,
    open_dialog,
    quick,
    type_over,
)

SIZES = theme.TEXT, theme.TITLE, theme.NUMBER
WITH_TEXT = (QLabel, QLineEdit, QAbstractButton, QComboBox, QTabBar, QTableView)


def button_of(window, action):
    return window.toolbar.widgetForAction(action)


def press(window, action):
    QTest.mouseClick(button_of(window, action), LEFT)


@pytest.fixture
def choose(window, qtbot):
    """Open the menu with the first name, its submenus, and click on the last."""

    def click(*names):
        QApplication.sendPostedEvents()  # the bar lays out titles that have just changed
        qtbot.waitUntil(lambda: QApplication.activePopupWidget() is None)
        place = window.menuBar()
        for name in names:
            action = next(
                action for action in place.actions() if action.text().replace("&", "") == name
            )
            QTest.mouseClick(place, LEFT, pos=place.actionGeometry(action).center())
            place = action.menu()
            if place is not None:
                qtbot.waitUntil(place.isVisible)

    return click


def record_of(application, place):
    """The run that was started in this place, counted from 0."""
    return application.store.entries()[place].record


def wait_for_state(application, qtbot, place, *states):
    qtbot.waitUntil(lambda: record_of(application, place).state in states, timeout=WAIT_MS)


def wait_for_epochs(application, qtbot, place, count):
    qtbot.waitUntil(lambda: len(record_of(application, place).epochs) >= count, timeout=WAIT_MS)


def wait_until_idle(application, qtbot):
    qtbot.waitUntil(lambda: application.controller.active_count() == 0, timeout=WAIT_MS)


def let_time_pass(qapp):
    """As long as another run takes from its start to its end; then everything that was sent has
    been heard.
    """
    run_to_the_end(quick(changes={"epochs": 5}))
    qapp.processEvents()


class TestTraining:
    def test_train_pause_step_resume_stop(self, application, qtbot, qapp):
        window, own = application.window, application.window.actions_
        window.setup.set_config(quick(changes=ENDLESS))
        press(window, own.train)
        wait_for_epochs(application, qtbot, 0, 2)

        press(window, own.pause)
        assert own.pause.text() == "Resume"
        let_time_pass(qapp)
        paused_at = len(record_of(application, 0).epochs)
        let_time_pass(qapp)
        assert len(record_of(application, 0).epochs) == paused_at

        press(window, own.step)
        wait_for_epochs(application, qtbot, 0, paused_at + 1)
        wait_for_state(application, qtbot, 0, RunState.PAUSED)
        let_time_pass(qapp)
        assert len(record_of(application, 0).epochs) == paused_at + 1

        press(window, own.pause)
        assert own.pause.text() == "Pause"
        wait_for_epochs(application, qtbot, 0, paused_at + 3)

        press(window, own.stop)
        wait_for_state(application, qtbot, 0, RunState.STOPPED)
        wait_until_idle(application, qtbot)

    def test_the_buttons_offer_what_can_be_done_now(self, application, qtbot):
        own = application.window.actions_

        def offered():
            return [
                action.isEnabled()
                for action in (own.train, own.pause, own.step, own.stop, own.compare)
            ]

        assert offered() == [True, False, True, False, True]
        application.window.setup.set_config(quick(changes=ENDLESS))
        press(application.window, own.train)
        assert offered() == [True, True, True, True, True]
        wait_for_epochs(application, qtbot, 0, 1)
        press(application.window, own.stop)
        wait_until_idle(application, qtbot)
        assert offered() == [True, False, True, False, True]

    def test_the_form_is_trained_as_it_stands(self, application, qtbot):
        config = quick("mlp", {"seed": 7})
        application.window.setup.set_config(config)
        type_over(application.window.findChild(QLineEdit, "epochs"), "3")
        press(application.window, application.window.actions_.train)
        wait_for_state(application, qtbot, 0, RunState.COMPLETED)
        wait_until_idle(application, qtbot)
        assert numbers_of(record_of(application, 0)) == numbers_of(
            run_to_the_end(quick("mlp", {"seed": 7, "epochs": 3}))
        )

    def test_step_from_a_standstill_trains_one_epoch_and_waits(self, application, qtbot, qapp):
        application.window.setup.set_config(quick(changes=ENDLESS))
        press(application.window, application.window.actions_.step)
        wait_for_epochs(application, qtbot, 0, 1)
        wait_for_state(application, qtbot, 0, RunState.PAUSED)
        let_time_pass(qapp)
        assert len(record_of(application, 0).epochs) == 1

    @pytest.mark.parametrize(
        ("key", "started"),
        [(Qt.Key.Key_F5, 1), (Qt.Key.Key_F7, 1), (Qt.Key.Key_F9, 2)],
        ids=["F5", "F7", "F9"],
    )
    def test_keys_start_training(self, application, qtbot, key, started):
        application.window.setup.set_config(quick(changes={"epochs": 1}))
        QTest.keyClick(application.window, key)
        assert len(application.store.entries()) == started
        wait_until_idle(application, qtbot)

    def test_a_form_that_is_wrong_starts_nothing_until_it_is_mended(self, application, qtbot):
        window, own = application.window, application.window.actions_
        window.setup.set_config(quick())
        field = window.findChild(QLineEdit, "epochs")
        type_over(field, "many")
        assert not own.train.isEnabled()
        assert not own.step.isEnabled()
        assert not own.compare.isEnabled()
        press(window, own.train)
        QTest.keyClick(window, Qt.Key.Key_F5)
        assert application.store.entries() == []
        type_over(field, "1")
        assert own.train.isEnabled()
        press(window, own.train)
        wait_for_state(application, qtbot, 0, RunState.COMPLETED)
        wait_until_idle(application, qtbot)

    def test_progress_is_told_beside_the_buttons(self, application, qtbot, wait):
        window = application.window
        window.setup.set_config(quick(changes=ENDLESS))

        def told():
            return " ".join(
                label.text() for label in window.toolbar.findChildren(QLabel) if label.isVisible()
            )

        assert told().strip() == ""
        press(window, window.actions_.train)
        wait(lambda: re.search(r"epoch \d+ of 10000 .*\d+:\d\d left", told()))
        press(window, window.actions_.train)
        press(window, window.actions_.train)
        wait(lambda: re.match("2 runs · epoch .* · 1 waiting", told()))
        press(window, window.actions_.stop)
        wait_until_idle(application, qtbot)
        assert told().strip() == ""

    def test_after_a_step_it_tells_the_epochs_that_are_done(self, application, qtbot, wait):
        window = application.window
        window.setup.set_config(quick(changes={"epochs": 3}))
        press(window, window.actions_.step)
        wait_for_state(application, qtbot, 0, RunState.PAUSED)
        labels = [label for label in window.toolbar.findChildren(QLabel) if label.isVisible()]
        wait(lambda: "1 of 3 epochs" in {label.text() for label in labels})
        press(window, window.actions_.stop)
        wait_until_idle(application, qtbot)

    def test_a_race_is_called_so_on_its_way(self, application, qtbot, wait):
        window = application.window
        window.setup.set_config(quick(changes=ENDLESS))
        assert button_of(window, window.actions_.compare).text() == "Compare"
        assert window.actions_.compare.text() == "Compare: race two networks"
        press(window, window.actions_.compare)

        def shown():
            labels = window.toolbar.findChildren(QLabel)
            return " ".join(label.text() for label in labels if label.isVisible())

        wait(lambda: shown().startswith("race of 2 · epoch "))
        press(window, window.actions_.stop)
        wait_until_idle(application, qtbot)

    def test_a_network_that_diverges_is_told_of_until_dismissed(self, application, qtbot):
        window = application.window
        window.setup.set_config(quick("mlp", DIVERGING))
        press(window, window.actions_.train)
        wait_for_state(application, qtbot, 0, RunState.DIVERGED)
        wait_until_idle(application, qtbot)
        said = window.hints.findChild(QElidingLabel)
        assert said.isVisible()
        name = application.store.entries()[0].name
        assert said.text().startswith(f"{name}: The cost became infinite in epoch 1.")
        assert not window.notice.isVisible()  # once is enough
        QTest.mouseClick(window.hints.findChild(QToolButton), LEFT)
        assert not said.isVisible()
        application.controller.run_failed.emit(record_of(application, 0).run)
        assert window.notice.isVisible()
        assert window.notice.text.startswith(f"{name}: The cost became infinite in epoch 1.")
        QTest.mouseClick(window.notice.findChild(QToolButton, "dismiss"), LEFT)
        assert not window.notice.isVisible()

    def test_a_run_that_ends_as_it_should_is_no_news(self, application, qtbot):
        application.window.setup.set_config(quick())
        press(application.window, application.window.actions_.train)
        wait_for_state(application, qtbot, 0, RunState.COMPLETED)
        wait_until_idle(application, qtbot)
        assert not application.window.notice.isVisible()

    def test_a_lines_weight_is_learned(self, application, qtbot):
        application.window.setup.set_config(line())
        press(application.window, application.window.actions_.train)
        wait_for_state(application, qtbot, 0, RunState.COMPLETED)
        wait_until_idle(application, qtbot)
        assert record_of(application, 0).last.weight == pytest.approx(2, abs=0.5)


class TestCompare:
    def test_both_runs_train_side_by_side_and_answer_the_same_drawing(self, application, qtbot):
        window = application.window
        window.setup.set_config(quick(changes={"seed": 5, "epochs": 2}))
        press(window, window.actions_.compare)
        assert [record.config.preset for record in application.controller.active()] == [
            "sigmoid",
            "relu-dropout",
        ]
        draw(window.drawing.canvas, (0.5, 0.2), (0.5, 0.5), (0.5, 0.8))
        for place in (0, 1):
            wait_for_state(application, qtbot, place, RunState.COMPLETED)
            record = record_of(application, place)
            assert (record.config.data, record.config.epochs, record.config.seed) == (
                quick().data,
                2,
                5,
            )
            assert window.drawing.answer(record.run) in range(10)
        wait_until_idle(application, qtbot)

    def test_the_ladder_is_climbed_two_rungs_at_a_time(self, application, qtbot, wait, choose):
        window = application.window
        window.setup.set_config(quick(changes={"epochs": 1}))
        choose("Run", "New comparison…")
        dialog = window.findChild(QDialog)
        wait(dialog.isVisible)
        kind = dialog.findChild(QComboBox)
        QTest.keyClicks(kind, "Climb")
        assert kind.currentText().startswith("Climb the ladder")
        QTest.mouseClick(
            next(each for each in dialog.findChildren(QPushButton) if each.text() == "Start"), LEFT
        )
        wait(lambda: len(application.store.entries()) >= 5)
        assert len(application.controller.active()) == 2
        wanted = {"sigmoid", "sigmoid-adam", "relu-adam", "relu-deep", "relu-dropout"}
        assert {entry.record.config.preset for entry in application.store.entries()} == wanted
        application.controller.stop()
        wait_until_idle(application, qtbot)

    def test_a_click_on_a_grids_cell_shows_and_selects_its_run(self, application, qtbot, wait):
        window, store = application.window, application.store
        axes = (Axis("optimizer.learning_rate", (0.01, 0.1)),)
        grid = Grid(quick("mlp", {"epochs": 1}), axes)
        application.comparisons.start(Kind.GRID, grid.experiment(1), grid.titles(), grid)
        (comparison,) = application.comparisons.all()
        wait(lambda: comparison.is_over)
        window.tabs.show_page("comparison")
        (heat,) = window.comparison.findChildren(HeatMap)
        wait(heat.isVisible)
        for row in (1, 0):
            QTest.mouseClick(heat, LEFT, pos=heat._area(row, 0).center().toPoint())
            (run,) = (run for run, one in comparison.runs.items() if one.member == f"{row},0")
            assert window.selection.runs == (run,)
            assert [entry.record.run for entry in store.visible()] == [run]
        wait_until_idle(application, qtbot)

    def test_a_form_for_a_line_can_still_be_followed_by_a_comparison(self, application, qtbot):
        window = application.window
        window.setup.set_config(line())
        press(window, window.actions_.compare)
        assert len(application.controller.active()) == 2
        press(window, window.actions_.stop)
        wait_until_idle(application, qtbot)


class TestRunsTable:
    def test_a_runs_settings_return_to_the_form(self, application, qtbot):
        window = application.window
        config = quick("mlp", {"seed": 11, "epochs": 1})
        window.setup.set_config(config)
        press(window, window.actions_.train)
        wait_until_idle(application, qtbot)
        window.setup.set_config(quick("sigmoid"))
        view = window.table.view
        where = view.visualRect(view.model().index(0, 2)).center()
        QTest.mouseClick(view.viewport(), LEFT, pos=where)
        QTest.mouseDClick(view.viewport(), LEFT, pos=where)
        assert window.setup.config() == config

    def test_a_run_is_stopped_from_its_menu(self, application, qtbot):
        window = application.window
        window.setup.set_config(quick(changes=ENDLESS))
        press(window, window.actions_.train)
        press(window, window.actions_.train)
        click_on(context_menu(window.table.view, 0), "Stop")
        wait_for_state(application, qtbot, 1, RunState.STOPPED)  # the newest comes first
        assert record_of(application, 0).state is RunState.RUNNING


class TestMenus:
    def test_undo_and_clear_act_on_the_drawing(self, window, choose):
        canvas = window.drawing.canvas
        draw(canvas, (0.3, 0.3), (0.6, 0.6))
        draw(canvas, (0.3, 0.6), (0.6, 0.3))
        choose("Edit", "Undo drawing")
        assert len(canvas.strokes()) == 1
        choose("Edit", "Clear drawing")
        assert canvas.strokes() == []

    def test_quit_closes_the_window(self, window, qtbot, choose):
        choose("File", "Quit")
        qtbot.waitUntil(lambda: not window.isVisible())

    def test_about_names_the_licences(self, window, choose):
        choose("Help", "About Inkling")
        about = open_dialog(window)
        said = about.findChild(QPlainTextEdit).toPlainText()
        assert "MIT" in said
        assert "CC BY-SA" in said
        QTest.keyClick(about, Qt.Key.Key_Escape)
        assert not about.isVisible()

    def test_the_present_language_and_colours_are_ticked(self, window):
        menus = {
            action.text(): action.menu()
            for action in menu_of(window, "View").actions()
            if action.menu()
        }
        ticked = {
            name: [action.text() for action in menu.actions() if action.isChecked()]
            for name, menu in menus.items()
        }
        assert (ticked["Colours"], ticked["Language"]) == (["Light"], ["English"])


def english_texts():
    """Patterns of the English texts that are something else in Chinese."""
    found = []
    for item in ET.parse(resources.path("translations", "inkling_zh_CN.ts")).iter("message"):
        source, translation = (
            item.findtext("source"),
            "".join(item.find("translation").itertext()).strip(),
        )
        if source != translation:
            for part, in_chinese in zip(
                source.splitlines(), translation.splitlines(), strict=False
            ):
                pattern = re.sub(r"\\{\w+(!r)?\\}|%L?n", ".+", re.escape(part))
                words = re.sub(
                    r"\{\w+(!r)?\}", "", part
                )  # "{run}: {reason}" is not English, it fits anything
                if re.search("[A-Za-z]", words) and part != in_chinese:
                    found.append(re.compile(pattern.replace(r"\(s\)", "s?")))
    return found


def texts_of(owner, *names):
    for name in names:
        getter = getattr(owner, name, None)
        text = getter() if callable(getter) else ""
        if isinstance(text, str):
            yield f"{type(owner).__name__} {owner.objectName()}.{name}", text


def texts_of_combo(combo):
    for index in range(combo.count()):
        yield f"{combo.objectName()} item", combo.itemText(index)
        yield (
            f"{combo.objectName()} item's tip",
            combo.itemData(index, Qt.ItemDataRole.ToolTipRole) or "",
        )


def texts_of_table(view):
    model = view.model()
    for place in range(model.columnCount()):
        yield "header", model.headerData(place, Qt.Orientation.Horizontal)
        for row in range(model.rowCount()):
            for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
                yield f"cell {row}, {place}", model.index(row, place).data(role) or ""


def texts_of_plot(widget):
    for side in ("left", "bottom"):
        yield f"axis {side}", widget.getPlotItem().getAxis(side).labelText


def all_texts(window):
    """Where and what, for everything that can be read in the window or heard of it."""
    own = (
        "text",
        "title",
        "placeholderText",
        "toolTip",
        "statusTip",
        "windowTitle",
        "accessibleName",
    )
    for widget in [window, *window.findChildren(QWidget)]:
        if widget.objectName().startswith("qt_dockwidget_"):
            continue  # Qt's own buttons, which the panels' titles replace
        yield from texts_of(widget, *own)
        for kind, texts in (
            (QComboBox, texts_of_combo),
            (QTableView, texts_of_table),
            (pg.PlotWidget, texts_of_plot),
        ):
            if isinstance(widget, kind):
                yield from texts(widget)
    for action in window.findChildren(QAction):
        yield from texts_of(action, "text", "iconText", "toolTip", "statusTip")


def english_in(window):
    patterns = english_texts()
    found = []
    for where, text in all_texts(window):
        for part in text.splitlines():
            bare = re.sub(r" \((F\d+|(Ctrl|Shift).*)\)$", "", part).strip()
            if any(pattern.fullmatch(bare) for pattern in patterns):
                found.append(f"{where}: {part}")
    return found


@pytest.fixture
def busy_application(application, qtbot):
    """Runs in several states, a failure in the bar, a device that is missing, a
    drawing, an error.
    """
    window = application.window
    reason = message("PyTorch finds no CUDA GPU on this machine; choose cpu or auto.")
    window.setup.set_device_reasons({"cuda": reason})
    draw(window.drawing.canvas, (0.5, 0.2), (0.5, 0.8))
    whole = digit_from_ink(ink_of_strokes(window.drawing.canvas.strokes()))
    qtbot.waitUntil(lambda: np.array_equal(window.drawing.digit, whole), timeout=WAIT_MS)
    for config in (quick(), quick("mlp", DIVERGING), quick(changes=ENDLESS)):
        window.setup.set_config(config)
        press(window, window.actions_.train)
        wait_for_state(application, qtbot, -1, *set(RunState) - {RunState.QUEUED})
    wait_for_state(application, qtbot, 1, RunState.DIVERGED)
    wait_for_epochs(application, qtbot, 2, 1)
    press(window, window.actions_.pause)
    wait_for_state(application, qtbot, 2, RunState.PAUSED)
    run_to_the_end(
        quick(changes={"epochs": 5})
    )  # as long as the paused one may need to finish what it is at
    type_over(window.findChild(QLineEdit, "epochs"), "0")
    with qtbot.waitSignal(window.table.model.dataChanged, timeout=WAIT_MS):
        application.store.touch(
            application.store.entries()[2].record.run
        )  # after which the table shows all that was told
    looking = window.hints.findChildren(QTimer)
    qtbot.waitUntil(
        lambda: not any(timer.isActive() for timer in looking), timeout=WAIT_MS
    )  # no hint comes later
    window.show_message(message("There is no picture to paste."))
    return application


class TestLanguage:
    def test_everything_is_said_in_chinese_and_in_english_again(
        self, busy_application, qtbot, qapp, choose, translation, monkeypatch
    ):
        monkeypatch.setattr(
            "gui.composition.missing_font", lambda _language: ""
        )  # whatever fonts this machine has
        window = busy_application.window

        def legend_is_shown():
            return len(window.plots.legend.entries) == 3

        qtbot.waitUntil(legend_is_shown, timeout=WAIT_MS)
        translation.use(Language.ENGLISH)  # panels out of sight say anew what they have to say
        qapp.processEvents()
        qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # what they showed before
        qtbot.waitUntil(legend_is_shown, timeout=WAIT_MS)
        before = Counter(all_texts(window))
        assert len(english_in(window)) > 100
        view = menu_names(window).index("View")
        choose("View", "Language", "简体中文")
        qtbot.waitUntil(lambda: window.actions_.train.text() == "训练", timeout=WAIT_MS)
        qtbot.waitUntil(legend_is_shown, timeout=WAIT_MS)
        assert sorted(set(english_in(window))) == []
        choose(menu_names(window)[view], "语言", "English")
        qtbot.waitUntil(lambda: window.actions_.train.text() == "Train", timeout=WAIT_MS)
        qtbot.waitUntil(legend_is_shown, timeout=WAIT_MS)
        qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        assert Counter(all_texts(window)) == before

    def test_it_is_remembered(self, window, preferences, choose):
        choose("View", "Language", "简体中文")
        assert preferences.language is Language.CHINESE


def menu_of(window, name):
    return next(
        action.menu()
        for action in window.menuBar().actions()
        if action.text().replace("&", "") == name
    )


def menu_names(window):
    return [action.text().replace("&", "") for action in window.menuBar().actions()]


class TestColours:
    def test_they_change_at_once_and_back(self, busy_application, qapp, qtbot, choose):
        window = busy_application.window

        def grounds():
            """The colour of a spot of paper in the canvas, of a plot's margin, and of the form."""
            picture = window.grab().toImage()
            canvas, plot = window.drawing.canvas, window.findChildren(pg.PlotWidget)[0]
            spots = (
                canvas.mapTo(window, QPoint(20, 20)),
                plot.mapTo(window, QPoint(2, 2)),
                QPoint(3, 400),
            )
            return [picture.pixelColor(spot).name() for spot in spots]

        assert grounds() == [theme.LIGHT.paper, theme.LIGHT.window, theme.LIGHT.window]
        choose("View", "Colours", "Dark")
        assert theme.is_dark()
        assert grounds() == [theme.DARK.paper, theme.DARK.window, theme.DARK.window]
        choose("View", "Colours", "Light")
        assert grounds() == [theme.LIGHT.paper, theme.LIGHT.window, theme.LIGHT.window]

    def test_they_are_remembered(self, window, preferences, choose):
        choose("View", "Colours", "Dark")
        assert preferences.scheme is Scheme.DARK


def drag_edge(window, edge, way):
    """Move the line between two panels with the mouse."""
    QTest.mouseMove(window, edge)
    QTest.mousePress(window, LEFT, pos=edge)
    QTest.mouseMove(window, edge + way)
    QApplication.processEvents()  # Qt moves it in a timer
    QTest.mouseRelease(window, LEFT, pos=edge + way)
    QApplication.processEvents()


def is_seen(window, *names):
    """For each panel: whether it is shown."""
    return [window.panels[name].isVisible() for name in names]


class TestArrangements:
    def test_each_has_a_key(self, window, qapp):
        assert [action.text() for action in window.arranger.actions if action.isVisible()][:4] == [
            "Train",
            "Compare",
            "Draw",
            "Inside",
        ]
        before = window.tabs.indexOf(window.comparison)
        QTest.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
        assert is_seen(window, "setup", "drawing", "runs") == [False, False, True]
        assert window.plots.isVisible()
        assert window.comparison.isVisible()
        assert window.tabs.indexOf(window.comparison) == -1
        QTest.keyClick(window, Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
        assert is_seen(window, "setup", "drawing", "runs") == [False, True, True]
        assert window.inside.isVisible()
        assert window.tabs.indexOf(window.comparison) == before >= 1
        QTest.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
        assert is_seen(window, "setup", "drawing", "runs") == [True, True, True]
        assert window.plots.isVisible()

    def test_drawing_gets_more_room_than_the_curves(self, window, qapp, choose):
        before = window.drawing.canvas.width()
        choose("View", "Layout", "Draw")
        qapp.processEvents()
        assert window.drawing.canvas.width() > 1.5 * before
        assert window.drawing.width() > window.plots.width()

    def test_beside_a_large_drawing_the_answers_stay_in_sight(self, window, qapp):
        window.resize(1240, 700)
        next(action for action in window.arranger.actions if action.text() == "Draw").trigger()
        qapp.processEvents()
        answers = window.drawing.answers
        assert window.rect().contains(answers.rect().translated(answers.mapTo(window, QPoint())))
        assert (
            answers.mapTo(window, QPoint()).x() > window.drawing.canvas.mapTo(window, QPoint()).x()
        )

    def test_reset_brings_everything_back_where_it_belongs(self, window, qapp, choose):
        place = window.drawing.mapTo(window, QPoint())
        window.panels["setup"].close()
        window.panels["drawing"].toggle_floating()
        window.tabs.set_panel("evaluation", True)
        choose("View", "Layout", "Reset layout")
        qapp.processEvents()
        assert is_seen(window, "setup", "drawing", "runs") == [True, True, True]
        assert not window.panels["drawing"].isFloating()
        assert window.drawing.mapTo(window, QPoint()) == place
        assert window.tabs.isTabVisible(window.tabs.indexOf(window.evaluation))

    def test_a_panel_is_hidden_by_its_button_and_comes_back_from_the_menu(self, window, choose):
        button = next(
            b for b in window.panels["setup"].findChildren(QToolButton) if "hide" in b.toolTip()
        )
        QTest.mouseClick(button, LEFT)
        assert not window.setup.isVisible()
        choose("View", "Setup")
        assert window.setup.isVisible()

    def test_a_page_stands_beside_the_tabs_and_goes_back(self, window, choose):
        before = [window.tabs.tabText(place) for place in range(window.tabs.count())]
        choose("View", "Show as a panel", "Inside")
        assert window.inside.isVisible()
        assert window.plots.isVisible()
        assert window.tabs.indexOf(window.inside) == -1
        choose("View", "Show as a panel", "Inside")
        assert [window.tabs.tabText(place) for place in range(window.tabs.count())] == before
        assert window.tabs.currentWidget() is window.inside

    def test_a_page_that_is_asked_for_is_found_beside_the_tabs(self, window, qapp):
        window.tabs.set_panel("comparison", True)
        window.tabs.show_page("comparison")
        qapp.processEvents()
        assert window.comparison.isVisible()
        assert window.plots.isVisible()


class TestScreen:
    def test_projector_mode_makes_letters_and_lines_larger_and_back(
        self, busy_application, qapp, preferences
    ):
        window = busy_application.window
        preferences.changed.connect(lambda _: theme.project(qapp, preferences.projector))

        def letters():
            qapp.processEvents()
            labels = [
                window.table.view,
                window.setup.findChild(QLineEdit, "epochs"),
                window.drawing.canvas,
                window.toolbar,
            ]
            axis = window.plots.findChildren(pg.PlotWidget)[0].getPlotItem().getAxis("left")
            return [label.font().pointSizeF() for label in labels] + [
                axis.style["tickFont"].pointSizeF()
            ]

        def lines():
            drawn = window.plots.findChildren(PlotArea)[0].box.childGroup.childItems()
            return [each.opts["pen"].widthF() for each in drawn if isinstance(each, Line)]

        before, thin = letters(), max(lines())
        QTest.keyClick(
            window,
            Qt.Key.Key_P,
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
        )
        assert preferences.projector
        assert letters() == pytest.approx([size * theme.PROJECTOR for size in before], abs=0.2)
        assert max(lines()) > 1.5 * thin
        window.screen_actions.projector.trigger()
        assert not preferences.projector
        assert letters() == pytest.approx(before, abs=0.05)
        assert max(lines()) == thin

    def test_all_type_has_one_of_three_sizes_in_projector_mode_too(
        self, busy_application, qapp, preferences, wait
    ):
        window = busy_application.window
        preferences.changed.connect(lambda _: theme.project(qapp, preferences.projector))

        def wrong():
            qapp.processEvents()
            usual = qapp.font().pointSizeF()
            return {
                f"{type(widget).__name__}: {widget.font().pointSizeF() / usual:.2f}"
                for widget in window.findChildren(QWidget)
                if isinstance(widget, WITH_TEXT)
                and widget.isVisible()
                and min(abs(widget.font().pointSizeF() / usual - size) for size in SIZES) > 0.02
            }

        for width in (1024, 1440):
            window.resize(width, 900)
            wait(lambda: not wrong())
            for _ in range(2):
                window.screen_actions.projector.trigger()
                wait(lambda: not wrong())

    def test_letters_keep_their_size_where_a_panel_moves(self, busy_application, qapp, preferences):
        """A style sheet gives a widget that gets another parent the font that it had when the
        sheet came.
        """
        window = busy_application.window
        window.tabs.show_page("lessons")  # its page is built when it is shown
        preferences.changed.connect(lambda _: theme.project(qapp, preferences.projector))
        usual = qapp.font().pointSizeF()

        def titles():
            qapp.processEvents()
            return {
                label.font().pointSizeF()
                for label in window.findChild(LessonsPanel).findChildren(QLabel)
            }

        window.screen_actions.projector.trigger()
        large = titles()
        lesson = next(action for action in window.arranger.actions if action.text() == "Lesson")
        lesson.trigger()
        assert titles() == large
        window.screen_actions.projector.trigger()
        assert min(titles()) == pytest.approx(usual * theme.TEXT, abs=0.05)

    def test_f11_fills_the_screen_and_gives_it_back(self, window):
        QTest.keyClick(window, Qt.Key.Key_F11)
        assert window.isFullScreen()
        QTest.keyClick(window, Qt.Key.Key_F11)
        assert not window.isFullScreen()

    def test_the_sheet_of_keys_has_every_key_once(self, window, choose, qapp):
        choose("Help", "Keyboard shortcuts…")
        sheet = window.findChild(ShortcutSheet)
        assert sheet.isVisible()
        shown = Counter(label.text() for label in sheet.findChildren(QLabel))
        for action in window.findChildren(QAction):
            if not action.shortcut().isEmpty() and action.isVisible() and action.text():
                assert (
                    shown[action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)] >= 1
                )
        assert shown["F5"] == 1
        assert shown["Train"] == 2  # the button and the arrangement
        sheet.close()


class TestClosing:
    def test_an_idle_window_closes_at_once(self, window):
        assert window.close()
        assert not window.isVisible()

    def test_runs_are_stopped_first(self, application, qtbot):
        window = application.window
        window.setup.set_config(quick(changes=ENDLESS))
        press(window, window.actions_.train)
        wait_for_epochs(application, qtbot, 0, 1)
        assert not window.close()
        assert window.isVisible()
        assert window.notice.text == "Stopping the runs…"
        assert not window.actions_.train.isEnabled()
        qtbot.waitUntil(lambda: not window.isVisible(), timeout=WAIT_MS)
        assert application.controller.active_count() == 0
        assert record_of(application, 0).state is RunState.STOPPED

    def test_paused_runs_do_not_hold_it(self, application, qtbot):
        window = application.window
        window.setup.set_config(quick(changes=ENDLESS))
        press(window, window.actions_.train)
        wait_for_epochs(application, qtbot, 0, 1)
        press(window, window.actions_.pause)
        window.close()
        qtbot.waitUntil(lambda: not window.isVisible(), timeout=WAIT_MS)
        assert record_of(application, 0).state is RunState.STOPPED

    def test_queued_runs_never_start(self, application, qtbot):
        window = application.window
        window.setup.set_config(quick(changes=ENDLESS))
        for _ in range(4):
            press(window, window.actions_.train)
        wait_for_epochs(application, qtbot, 0, 1)
        window.close()
        qtbot.waitUntil(lambda: not window.isVisible(), timeout=WAIT_MS)
        assert [entry.record.state for entry in application.store.entries()] == [
            RunState.STOPPED
        ] * 4
        assert [entry.record.started is not None for entry in application.store.entries()] == [
            True,
            True,
            False,
            False,
        ]

    def test_asking_twice_does_no_harm(self, application, qtbot):
        application.window.setup.set_config(quick(changes=ENDLESS))
        press(application.window, application.window.actions_.train)
        application.window.close()
        application.window.close()
        qtbot.waitUntil(lambda: not application.window.isVisible(), timeout=WAIT_MS)

    def test_size_and_arrangement_are_remembered(
        self, open_again, qapp, application, preferences, translation, qtbot
    ):
        first = application.window
        first.resize(1111, 733)
        widths = first.setup.width()
        setup, runs = (first.panels[key].geometry() for key in ("setup", "runs"))
        drag_edge(first, QPoint(setup.right() + 1, setup.center().y()), QPoint(60, 0))
        drag_edge(first, QPoint(runs.center().x(), runs.top() - 1), QPoint(0, -40))
        arranged = first.setup.width(), first.table.height()
        assert arranged[0] > widths + 50
        assert arranged[1] > runs.height()
        first.tabs.show_page("evaluation")
        first.close()
        second = open_again()
        assert second.size() == QSize(1111, 733)
        assert (second.setup.width(), second.table.height()) == arranged
        assert second.evaluation.isVisible()
        destroy(second)


INTERACTIVE = (QAbstractButton, QComboBox, QLineEdit, QAbstractSlider, QTableView)


def interactive(window):
    return [
        widget
        for widget in window.findChildren(QWidget)
        if isinstance(widget, INTERACTIVE)
        and not isinstance(widget, QScrollBar)
        and widget.isVisible()
        and not widget.objectName().startswith("qt_")  # parts of Qt's own, such as a table's corner
    ]


def name_heard_of(widget):
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name).strip()


class TestAccess:
    def test_every_action_has_a_text_and_a_tooltip(self, window):
        actions = [a for a in window.findChildren(QAction) if a.isVisible() and not a.isSeparator()]
        own = [a for a in actions if a.menu() is None and not a.inherits("QWidgetAction")]
        own = [
            a for a in own if not isinstance(a.parent(), QLineEdit)
        ]  # Qt's own button that empties a line
        assert len(own) > 12
        assert [action for action in own if not action.text() or not action.toolTip()] == []

    def test_tooltips_of_buttons_tell_the_keys(self, window):
        for action in window.toolbar.actions():
            if action.text():
                assert action.toolTip().endswith(f"({action.shortcut().toString()})")
                assert len(action.toolTip()) > len(action.text()) + 10

    def test_no_two_actions_share_a_key(self, window):
        keys = Counter(
            key.toString(QKeySequence.SequenceFormat.PortableText)
            for action in set(window.findChildren(QAction))
            if action.shortcutContext()
            is Qt.ShortcutContext.WindowShortcut  # not those of a single panel
            for key in action.shortcuts()
        )
        assert len(keys) >= 7
        assert [key for key, count in keys.items() if count > 1] == []

    def test_no_two_menus_or_entries_share_an_underlined_letter(self, window, translation):
        for language in (Language.ENGLISH, Language.CHINESE):
            translation.use(language)
            letters = re.findall(
                r"&(\w)", " ".join(action.text() for action in window.menuBar().actions())
            )
            assert len(set(letters)) == len(letters) == 5

    def test_every_interactive_widget_has_a_name(self, busy_application):
        widgets = interactive(busy_application.window)
        assert len(widgets) >= 20
        nameless = [widget for widget in widgets if not re.search(r"\w", name_heard_of(widget))]
        assert [f"{widget!r} in {widget.parentWidget().objectName()}" for widget in nameless] == []

    def test_the_keyboard_reaches_every_interactive_widget(self, busy_application, qapp, qtbot):
        window = busy_application.window
        reached = set()
        with qtbot.waitActive(window):
            window.activateWindow()
        for _ in range(200):
            QTest.keyClick(qapp.focusWidget() or window, Qt.Key.Key_Tab)
            if qapp.focusWidget() in reached:
                break
            reached.add(qapp.focusWidget())
        else:
            pytest.fail("Tab never comes back")
        missed = [
            widget for widget in interactive(window) if widget.isEnabled() and widget not in reached
        ]
        missed = [
            widget
            for widget in missed
            if not (isinstance(widget, QAbstractButton) and has_key(window, widget))
        ]
        assert [f"{widget!r} {name_heard_of(widget)}" for widget in missed] == []


def has_key(window, button):
    """Whether a button's action has a key of its own or stands in a menu."""
    actions = (
        button.actions() or [button.defaultAction()]
        if isinstance(button, QToolButton)
        else button.actions()
    )
    in_menus = [action for menu in window.findChildren(QMenu) for action in menu.actions()]
    return any(
        action is not None and (not action.shortcut().isEmpty() or action in in_menus)
        for action in actions
    )


class TestLayout:
    def test_it_fits_half_of_a_screen_of_1440_by_900(self, window, qapp):
        """As much is left of it where everything is drawn at double size."""
        for action in window.arranger.actions:
            window.resize(720, 430)
            action.trigger()
            qapp.processEvents()
            assert window.size() == QSize(720, 430), action.text()
            shown = [
                part
                for part in (window.tabs, window.toolbar, *window.panels.values())
                if part.isVisible()
            ]
            places = [part.rect().translated(part.mapTo(window, QPoint())) for part in shown]
            assert all(window.rect().contains(place) for place in places), action.text()
            extension = window.toolbar.findChild(QToolButton, "qt_toolbar_ext_button")
            assert not extension.isVisible(), action.text()

    def test_in_a_low_window_the_curves_come_before_the_runs(self, window, qapp):
        window.resize(720, 430)
        for action, is_seen_then in (
            (window.arranger.actions[0], False),
            (window.panels["runs"].shown, True),
        ):
            action.trigger()
            qapp.processEvents()
            assert window.table.isVisible() is is_seen_then
        window.resize(1024, 700)
        window.arranger.reset.trigger()
        assert window.table.isVisible()

    def test_panels_get_their_room_back_in_a_larger_window(self, window, qapp):
        for size in (QSize(1240, 820), QSize(720, 430), QSize(1240, 820)):
            window.resize(size)
            qapp.processEvents()
            is_scrolling = [
                bar.isVisible()
                for dock in (window.panels["setup"], window.panels["drawing"])
                for bar in dock.findChildren(QScrollBar)
                if bar.orientation() is Qt.Orientation.Horizontal
            ]
            assert any(is_scrolling) is (size.width() == 720)

    def test_before_there_are_runs_the_axis_shows_the_epochs_of_the_form(self, window, qapp):
        type_over(window.findChild(QLineEdit, "epochs"), "64")
        axis = window.plots.findChildren(pg.PlotWidget)[0].getPlotItem().vb.viewRange()[0]
        assert 64 <= axis[1] <= 90

    @pytest.mark.parametrize("language", [Language.ENGLISH, Language.CHINESE])
    def test_it_fits_a_small_screen(self, window, qapp, translation, language):
        translation.use(language)
        window.resize(1024, 700)
        assert window.size() == QSize(1024, 700)
        qapp.processEvents()
        parts = (window.setup, window.tabs, window.drawing)
        edges = [part.rect().translated(part.mapTo(window, QPoint())) for part in parts]
        assert all(left.right() < right.left() for left, right in pairwise(edges))

    def test_what_was_saved_is_told_wherever_it_was(self, window, tmp_path):
        window.code.save_to(str(tmp_path / "program.py"), "pass")
        assert window.notice.text == f"Saved as {tmp_path / 'program.py'}."
        window.learning.lessons.sheets.save_to(tmp_path / "sheet.html", "<html>")
        assert window.notice.text == f"Saved as {tmp_path / 'sheet.html'}."
