"""The list of commands: everything is found by a part of its name, and done by Enter."""

import re

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.config.presets import RACE, preset
from core.config.setting import Group
from core.messages import message
from core.run.record import RunRecord
from gui.help.command_palette import Command, CommandPalette, found
from gui.style.translation import Language, translate
from gui.window.commands import TAB, commands
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
    if text.isascii():
        QTest.keyClicks(palette.search, text)
    else:
        palette.search.insert(text)  # as an input method does
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

    def test_of_those_found_by_what_they_are_for_a_word_in_the_name_comes_first(self):
        purpose = message("Colours of the window, dark or light")
        commands = [
            Command("Contrast", "View", bool, about=purpose),
            Command("Dark", "View", bool, about=purpose),
        ]
        names = [command.name for command in found(commands, "dark window")]
        assert names == ["Dark", "Contrast"]

    def test_the_english_name_is_found_as_well(self):
        assert [command.name for command in found(self.COMMANDS, "learning")] == ["学习率"]


def test_an_action_of_a_menu(window, palette):
    choose(palette(), "projector")
    assert window.screen_actions.projector.isChecked()


def test_the_race_is_found_by_that_name(window, palette):
    choose(palette(), "race")
    comparison = window._comparisons.all()[-1]
    assert [planned.member for planned in comparison.runs.values()] == list(RACE)


@pytest.mark.parametrize("language", Language)
def test_every_page_of_every_tab(window, palette, translation, language):
    translation.use(language)
    QApplication.processEvents()
    inside, evaluation = window.inside, window.evaluation
    for key, panel, shown in (
        ("inside", inside, inside._pages.currentIndex),
        ("evaluation", evaluation, evaluation.pages.currentIndex),
    ):
        tab = translate(window.tabs.titles[key])
        for index, name in enumerate(panel.page_names):
            window.tabs.show_page("network")
            choose(palette(), f"{tab} {name}")
            assert (window.tabs.page, shown()) == (key, index)
    for key, title in window.tabs.titles.items():
        choose(palette(), f"{translate(TAB)} {translate(title)}")
        assert window.tabs.page == key


def test_a_page_in_chinese_by_the_english_names_of_tab_and_page(window, palette, translation):
    translation.use(Language.CHINESE)
    QApplication.processEvents()
    choose(palette(), "inside cut")
    assert window.tabs.page == "inside"
    choose(palette(), "comparison tab")
    assert window.tabs.page == "comparison"


def test_a_page_of_inside_by_its_name_alone(window, palette):
    for typed, page in (("fool", "Fool"), ("map", "Map"), ("cut", "Cut")):
        window.tabs.show_page("network")
        choose(palette(), typed)
        assert window.tabs.page == "inside"
        assert window.inside.page_names[window.inside._pages.currentIndex()] == page


def test_the_sections_of_setup_and_drawing(window, palette):
    choose(palette(), "augmentation")
    assert window.setup._groups[Group.AUGMENTATION]._fold.isExpanded()
    choose(palette(), "nearest")
    assert not window.drawing.details.nearest.isHidden()


def test_the_list_begins_with_training_and_the_pages(window, palette):
    opened = palette()
    rows = [opened.list.topLevelItem(row) for row in range(40)]
    names = [row.text(0) for row in rows]
    assert names[0] == "Train"
    assert {"Compare: race two networks", "Network", "Inside", "Fool"} <= set(names)
    assert not {"Quit", "Clear the list", "4"} & set(names)
    assert rows[0].text(2) == "F5"


def test_without_a_title_bar_a_click_next_to_it_closes_it(window, palette, qtbot):
    opened = palette()
    assert opened.windowFlags() & Qt.WindowType.FramelessWindowHint
    with qtbot.waitSignal(opened.rejected):
        QTest.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton, pos=QPoint(5, 500))


def test_a_network(window, palette):
    choose(palette(), "network logistic")
    assert window.current.config.model == preset("logistic").config.model


def test_a_setting_opens_its_group(window, palette, wait):
    window.panels["setup"].close()
    choose(palette(), "seed")
    wait(lambda: QApplication.focusWidget() is not None)
    assert window.panels["setup"].isVisible()
    assert QApplication.focusWidget().objectName() == "seed"


def test_a_setting_of_a_folded_group_is_scrolled_to(window, palette, wait):
    area = window.setup._area
    choose(palette(), "patience")
    editor = window.setup._rows["patience"].editor

    def is_in_view():
        seen = area.viewport().rect()
        return seen.contains(editor.mapTo(area.viewport(), editor.rect().center()))

    assert area.verticalScrollBar().maximum() > 0
    wait(is_in_view)


def test_a_lesson_a_network_and_a_run_of_the_same_name_are_told_apart(window):
    window._store.add(RunRecord("a", quick("logistic")))
    window._store.rename("a", "Logistic regression")
    named = [
        command
        for command in commands(window, window._store)
        if command.name == "Logistic regression"
    ]
    assert sorted(command.kind for command in named) == [
        "Lesson: open it",
        "Network: into the form",
        "Run: show it",
    ]


def test_a_run_is_shown_and_selected(window, palette):
    for run in "ab":
        window._store.add(RunRecord(run, quick("logistic")))
        window._store.rename(run, f"mine {run}")
        window._store.set_visible(run, False)
    choose(palette(), "mine", downs=1)
    assert window.selection.runs == ("a",)  # the newest comes first
    assert window._store.get("a").is_visible


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
    assert not any(re.search(r"\(&?[A-Z]\)", command.kind) for command in chinese)  # keys
    assert sum(command.name != command.english for command in chinese) > len(chinese) / 2


def test_what_is_not_there_is_stated_and_does_nothing(window, palette):
    opened = palette()
    before = window.current.config
    choose(opened, "no such thing")
    assert "Nothing" in opened.list.topLevelItem(0).text(0)
    assert opened.isVisible()
    assert window.current.config == before
    opened.close()


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        (Language.ENGLISH, "dark mode", "Dark"),
        (Language.CHINESE, "暗色", "深色"),
        (Language.CHINESE, "gpu", "设备"),
        (Language.ENGLISH, "overfit", "Weight decay"),
    ],
)
def test_what_it_is_for_is_searched_too(window, store, translation, wait, language, text, name):
    translation.use(language)
    wait(lambda: name in {command.name for command in found(commands(window, store), text)})
