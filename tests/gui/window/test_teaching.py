"""Every way that the table of ideas in TEACHING.md names leads to something that opens."""

import re
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QToolButton

from core.config.presets import PRESETS
from core.teaching.lessons.curriculum import LESSONS
from gui.setup.form_group import Fold
from gui.style.translation import Language, translate
from tests.gui.driving import LEFT, click_on_tab

ROOT = Path(__file__).parents[3]
TABLES = {
    Language.ENGLISH: ("TEACHING.md", "## Each idea", r"\| \*([^*|]+)\* \|"),
    Language.CHINESE: ("TEACHING.zh-CN.md", "## 每个概念", r"\| “([^”|]+)” \|"),
}


def ways(language):
    """The second column of the table."""
    name, heading, way = TABLES[language]
    text = (ROOT / name).read_text(encoding="utf-8")
    section = text[text.index(heading) :].split("\n## ", 1)[0]
    return re.findall(way, section)


def looks(language):
    """The third column of the table: what to look at."""
    name, heading, way = TABLES[language]
    text = (ROOT / name).read_text(encoding="utf-8")
    section = text[text.index(heading) :].split("\n## ", 1)[0]
    return re.findall(way + r" (.+) \|", section)


@pytest.mark.parametrize("language", TABLES)
def test_each_names_what_to_look_at_and_presets_that_there_are(translation, language):
    translation.use(language)
    rows = looks(language)
    assert len(rows) == len(ways(language))
    titles = {translate(preset.title) for preset in PRESETS.values()}
    named = {name for _, look in rows for name in re.findall(r"\*\*([^*]+)\*\*", look)}
    assert len(named) >= 10
    assert named <= titles


def menus(window):
    """The menus of the window by their titles, without the mark of their key."""
    return {
        re.sub(r"\(&\w\)|&", "", action.text()): action.menu()
        for action in window.menuBar().actions()
    }


def test_both_languages_name_as_many_ideas():
    english, chinese = ways(Language.ENGLISH), ways(Language.CHINESE)
    assert len(english) == len(chinese) >= 12
    assert [way.count(">") for way in english] == [way.count(">") for way in chinese]


def open_from_menu(menu, name):
    (action,) = [each for each in menu.actions() if each.text() == name]
    action.trigger()
    dialog = QApplication.activeModalWidget()
    assert dialog is not None, name
    assert dialog.isVisible()
    dialog.reject()


def open_page(window, tab, page):
    click_on_tab(window.tabs, tab)
    assert window.tabs.currentWidget().isVisible()
    if page:
        buttons = window.tabs.currentWidget().findChildren(QToolButton)
        (button,) = [each for each in buttons if each.text() == page]
        QTest.mouseClick(button, LEFT)
        assert button.isChecked()


def folds(window):
    """The groups of the form that can be folded, by their titles."""
    return {fold.text(): fold for fold in window.findChildren(Fold)}


def unfold_to(fold, field):
    """Unfold a group of the form, where the field can then be seen."""
    if not fold.isExpanded():
        fold.toggleButton().click()
    (label,) = [each for each in fold.findChildren(QLabel) if each.text() == field]
    assert label.isVisible()


def ways_of_lessons(language):
    """Where the texts of the lessons send learners: tab and page, or menu and entry."""
    named = {
        Language.ENGLISH: r"(Inside > \w+(?: time)?|Run > [^…]+…)",
        Language.CHINESE: r"“([^”]+ > [^”]+)”",
    }[language]
    texts = [translate(text) for lesson in LESSONS for text in (*lesson.text, lesson.meaning)]
    return {way for text in texts for way in re.findall(named, text)}


@pytest.mark.parametrize("language", TABLES)
def test_what_lessons_send_learners_to_is_there(window, translation, language):
    translation.use(language)
    QApplication.processEvents()
    found = ways_of_lessons(language)
    assert len(found) >= 4
    for way in found:
        first, _, second = way.partition(" > ")
        if first in menus(window):
            assert second in [action.text() for action in menus(window)[first].actions()]
        else:
            open_page(window, first, second)


@pytest.mark.parametrize("language", TABLES)
def test_each_opens(window, translation, language):
    translation.use(language)
    QApplication.processEvents()
    for way in ways(language):
        first, _, second = way.partition(" > ")
        if first in menus(window):
            open_from_menu(menus(window)[first], second)
        elif first in folds(window):
            unfold_to(folds(window)[first], second)
        else:
            open_page(window, first, second)
