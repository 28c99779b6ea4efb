"""The list of commands: everything is found by a part of its name, and done by Enter."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.config.presets import RACE, preset
from core.run.record import RunRecord
from gui.help.command_palette import Command, CommandPalette, found
from gui.style.translation import Language
from gui.window.commands import commands
from tests.gui.driving import quick


@pytest.fixture
def palette(window, qtbot):
    """The list as Ctrl+K opens it, and a way to open it again."""

    def open_palette():
        QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
        opened = [
            widget
            for widget in QApplication.topLevelWidgets()
            if isinstance(widget, CommandPalette) and widget.isVisible()
        ]
        assert len(opened) == 1
        return opened[0]

    return open_palette


def choose(palette, text, downs=0):
    QTest.keyClicks(palette.search, text)
    for _ in range(downs):
        QTest.keyClick(palette.search, Qt.Key.Key_Down)
    QTest.keyClick(palette.search, Qt.Key.Key_Return)


class TestFound:
    COMMANDS = [
        Command("Train", "Run", bool),
        Command("Retrain everything", "Run", bool),
        Command("学习率", "设置", bool, "Learning rate"),
    ]

    def test_those_that_begin_with_the_text_come_first(self):
        assert [command.name for command in found(self.COMMANDS[::-1], "TRAIN")] == [
            "Train",
            "Retrain everything",
        ]

    def test_all_words_must_be_there_in_any_order(self):
        assert [command.name for command in found(self.COMMANDS, "every run")] == [
            "Retrain everything"
        ]
        assert found(self.COMMANDS, "every walk") == []

    def test_the_english_name_is_found_as_well(self):
        assert [command.name for command in found(self.COMMANDS, "learning")] == ["学习率"]


def test_an_action_of_a_menu(window, palette):
    choose(palette(), "projector")
    assert window.screen_actions.projector.isChecked()


def test_the_race_is_found_by_that_name(window, palette):
    choose(palette(), "race")
    comparison = window._comparisons.all()[-1]
    assert [planned.member for planned in comparison.runs.values()] == list(RACE)


def test_a_network(window, palette):
    choose(palette(), "network logistic")
    assert window.current.config.model == preset("logistic").config.model


def test_a_setting_opens_its_group(window, palette, wait):
    window.panels["setup"].close()
    choose(palette(), "seed")
    wait(lambda: QApplication.focusWidget() is not None)
    assert window.panels["setup"].isVisible()
    assert QApplication.focusWidget().objectName() == "seed"


def test_a_run_is_shown_and_selected(window, palette):
    for run in "ab":
        window._store.add(RunRecord(run, quick("logistic")))
        window._store.rename(run, f"mine {run}")
        window._store.set_visible(run, False)
    choose(palette(), "mine", downs=1)
    assert window.selection.runs == ("b",)
    assert window._store.get("b").is_visible


def test_a_lesson_in_chinese_by_its_english_name(window, palette, translation):
    translation.use(Language.CHINESE)
    choose(palette(), "overfitting")
    assert window.learning.lessons.lesson.key == "dropout"


def test_an_action_in_chinese_by_its_english_name(window, palette, translation):
    translation.use(Language.CHINESE)
    choose(palette(), "projector mode")
    assert window.screen_actions.projector.isChecked()


def test_everything_is_found_by_the_same_english_names_in_both_languages(window, translation):
    english = [command.name for command in commands(window, window._store)]
    translation.use(Language.CHINESE)
    QApplication.processEvents()
    chinese = commands(window, window._store)
    for name, command in zip(english, chinese, strict=True):
        assert name in f"{command.name} {command.english}"
    assert sum(command.name != command.english for command in chinese) > len(chinese) / 2


def test_what_is_not_there_is_stated_and_does_nothing(window, palette):
    opened = palette()
    before = window.current.config
    choose(opened, "no such thing")
    assert "Nothing" in opened.list.item(0).text()
    assert opened.isVisible()
    assert window.current.config == before
    opened.close()
