"""The settings dialog: made from the preferences, in force at once."""

import os
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QStyle,
    QStyleOptionButton,
    QWidget,
)
from shiboken6 import isValid

from core.config.fields import FIELDS
from core.files import write_error
from gui.settings.preferences import Preferences
from gui.settings.settings_dialog import FolderRow, SettingsDialog
from gui.style import theme
from gui.style.theme import Scheme
from gui.style.translation import Language, missing_font, translate
from tests.gui.driving import (
    ENDLESS,
    LEFT,
    choose_in,
    open_dialog,
    press_button,
    quick,
    roll_wheel,
    type_over,
)


def test_a_folder_of_runs_from_the_command_line_is_named(preferences, qtbot, tmp_path, dressed):
    parent = QWidget()
    qtbot.addWidget(parent)
    shown = SettingsDialog(preferences, parent, runs_dir=tmp_path / "class")
    texts = [label.text() for label in shown.findChildren(QLabel)]
    assert any(f"This window keeps runs in {tmp_path / 'class'}." in text for text in texts)
    preferences.runs_folder = tmp_path / "class"
    texts = [label.text() for label in shown.findChildren(QLabel)]
    assert not any("This window keeps runs" in text for text in texts)


@pytest.fixture
def dialog(window, qtbot):
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    dialog = open_dialog(window)
    assert isinstance(dialog, SettingsDialog)
    yield dialog
    if isValid(dialog):
        dialog.reject()


def row_of(dialog, name):
    return dialog.findChild(QWidget, name)


def texts_of(dialog):
    return {label.text() for label in dialog.findChildren(QLabel)}


def test_each_preference_has_its_row_its_title_and_its_explanation(dialog):
    described = Preferences.described()
    assert [row_of(dialog, each.name).accessibleName() for each in described] == [
        translate(each.title) for each in described
    ]
    assert {translate(each.about) for each in described} | {
        translate(each.title) for each in described
    } <= texts_of(dialog)


def test_it_shows_what_is_in_force(dialog):
    assert row_of(dialog, "language").currentText() == "English"
    assert row_of(dialog, "scheme").currentText() == "Light"
    assert row_of(dialog, "runs_at_once").currentText() == "2"
    assert row_of(dialog, "threads_per_run").text() == "Automatic"


def test_colours_change_at_once_here_and_in_the_menu(dialog, window, preferences):
    choose_in(row_of(dialog, "scheme"), "Dark")
    QTest.keyClick(row_of(dialog, "scheme"), Qt.Key.Key_Return)
    row_of(dialog, "scheme").activated.emit(row_of(dialog, "scheme").currentIndex())
    assert preferences.scheme is Scheme.DARK
    assert theme.is_dark()
    ticked = [
        action.text()
        for menu in window.menus.parent().menuBar().actions()
        for action in submenus(menu)
    ]
    assert "Dark" in ticked
    assert "Light" not in ticked


def submenus(action):
    """The ticked entries below an entry of the menu bar."""
    for inner in action.menu().actions() if action.menu() else ():
        yield from (
            each for each in (inner.menu().actions() if inner.menu() else ()) if each.isChecked()
        )


def test_the_language_changes_at_once_in_the_dialog_too(dialog, preferences, wait):
    choice = row_of(dialog, "language")
    choice.setCurrentText("简体中文")
    choice.activated.emit(choice.currentIndex())
    assert preferences.language is Language.CHINESE
    light = translate(Preferences.scheme.labels[Scheme.LIGHT])
    wait(lambda: dialog.findChild(QComboBox, "scheme").itemText(1) == light)
    assert translate(Preferences.scheme.title) in texts_of(dialog)
    assert row_of(dialog, "scheme").accessibleName() == translate(Preferences.scheme.title)
    preferences.language = Language.ENGLISH
    wait(lambda: "Colours" in texts_of(dialog))
    assert choice.currentText() == "English"


@pytest.mark.parametrize("name", ["projector", "tensorboard"])
def test_a_switch_is_clicked_on_and_off(dialog, application, preferences, name):
    switch = row_of(dialog, name)
    for is_on in (True, False):
        indicator = switch.style().subElementRect(
            QStyle.SubElement.SE_CheckBoxIndicator, QStyleOptionButton(), switch
        )
        QTest.mouseClick(switch, LEFT, pos=indicator.center())
        assert switch.isChecked() is is_on
        assert getattr(preferences, name) is is_on
        assert (theme.zoom() > 1) is (is_on and name == "projector")


def test_threads_and_runs_at_once_reach_the_controller(dialog, application, preferences, wait):
    threads = row_of(dialog, "threads_per_run")
    type_over(threads.findChild(QLineEdit), "3")
    QTest.keyClick(threads, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert preferences.threads_per_run == 3
    choose_in(row_of(dialog, "runs_at_once"), "1")
    row_of(dialog, "runs_at_once").activated.emit(0)
    runs = [application.controller.start(quick(changes=ENDLESS | {"threads": 0})) for _ in range(2)]
    wait(lambda: application.store.get(runs[0]).record.started is not None)
    assert application.store.get(runs[0]).record.started.threads == 3
    assert application.controller.waiting() == runs[1:]


def test_no_more_threads_can_be_asked_for_than_a_run_may_have():
    assert Preferences.threads_per_run.high == FIELDS["threads"].high


def test_it_is_opened_once(dialog, window):
    window.menus.settings_requested.emit()
    assert open_dialog(window) is dialog
    dialog.reject()
    window.menus.settings_requested.emit()
    again = open_dialog(window)
    assert again is not dialog
    again.reject()


class TestRunsFolder:
    def test_one_is_chosen_in_the_systems_dialog(self, dialog, preferences, tmp_path):
        chosen = tmp_path / "运行 here"
        chosen.mkdir()
        row = row_of(dialog, "runs_folder")
        QTest.mouseClick(row.findChild(QPushButton), LEFT)
        (browser,) = row.findChildren(QFileDialog)
        browser.fileSelected.emit(str(chosen))
        browser.reject()
        assert preferences.runs_folder == chosen
        assert row.findChild(QLineEdit).text() == str(chosen)
        press_button(row, "Default folder")
        assert preferences.runs_folder is None
        assert row.findChild(QLineEdit).text() == ""

    def test_one_that_cannot_be_written_to_is_refused_with_the_reason(
        self, dialog, preferences, tmp_path
    ):
        (tmp_path / "file").write_text("not a folder")
        row = row_of(dialog, "runs_folder")
        assert isinstance(row, FolderRow)
        row.offer(str(tmp_path / "file"))
        assert preferences.runs_folder is None
        fault = next(label for label in row.findChildren(QLabel) if label.isVisible())
        assert str(tmp_path / "file") in fault.text()
        row.offer(str(tmp_path))
        assert not fault.isVisible()
        assert preferences.runs_folder == tmp_path

    @pytest.mark.parametrize("letter", ["\n", "\x1b", "\u202e"])
    def test_a_folder_whose_name_no_setting_keeps_is_refused_at_once(
        self, letter, dialog, preferences, tmp_path
    ):
        folder = tmp_path / f"runs{letter}x"
        folder.mkdir()
        row = row_of(dialog, "runs_folder")
        row.offer(str(folder))
        assert preferences.runs_folder is None
        (fault,) = (label for label in row.findChildren(QLabel) if label.isVisible())
        assert letter.encode("unicode_escape").decode() in fault.text()
        assert letter not in fault.text()


@pytest.mark.parametrize("name", ["new/inner", "there"])
def test_a_folder_that_can_be_written_to_is_no_obstacle(name, tmp_path):
    (tmp_path / "there").mkdir()
    assert write_error(tmp_path / name) is None
    assert (tmp_path / name).is_dir()
    assert os.listdir(tmp_path / name) == []


@pytest.mark.parametrize("name", ["file", "file/inner", "x" * 300, "nul\0"])
def test_what_cannot_be_a_folder_is(name, tmp_path):
    (tmp_path / "file").write_text("kept")
    assert write_error(Path(f"{tmp_path}/{name}"))
    assert (tmp_path / "file").read_text() == "kept"


def test_on_a_small_screen_all_rows_fit(dialog):
    assert dialog.height() < 700 - 40
    assert dialog.findChild(QScrollArea).verticalScrollBar().maximum() == 0


@pytest.mark.parametrize("language", [Language.ENGLISH, Language.CHINESE])
def test_explanations_are_seen_whole_with_large_letters_too(dialog, preferences, wait, language):
    if missing_font(language):
        pytest.skip("needs a Chinese font: what cannot be drawn has no height")
    before = dialog.height()
    preferences.language = language
    preferences.projector = True
    wait(lambda: dialog.height() > before)
    notes = [
        label for label in dialog.findChildren(QLabel) if label.wordWrap() and label.isVisible()
    ]
    assert len(notes) == len(Preferences.described())
    wait(lambda: all(note.height() == note.heightForWidth(note.width()) for note in notes))
    assert (
        dialog.size().expandedTo(dialog.screen().availableSize()) == dialog.screen().availableSize()
    )


def test_the_wheel_scrolls_and_changes_no_number(dialog, preferences):
    row_of(dialog, "threads_per_run").setFocus()
    roll_wheel(row_of(dialog, "threads_per_run"))
    assert preferences.threads_per_run == 0


@pytest.mark.parametrize("language", [Language.ENGLISH, Language.CHINESE])
def test_every_row_is_as_wide_as_its_words(dialog, preferences, wait, language):
    preferences.language = language
    rows = dialog.findChildren(QSpinBox) + dialog.findChildren(QComboBox)
    wait(lambda: all(row.width() >= row.sizeHint().width() for row in rows))
    field = dialog.findChild(QSpinBox, "threads_per_run")
    field.setValue(field.minimum())
    line = field.findChild(QLineEdit)
    wait(lambda: line.fontMetrics().horizontalAdvance(field.text()) <= line.width())


@pytest.mark.parametrize("is_large", [False, True], ids=["", "projector"])
def test_numbers_are_as_high_as_their_letters(dialog, preferences, wait, is_large):
    preferences.projector = is_large
    for number in dialog.findChildren(QSpinBox):
        inner = number.findChild(QLineEdit)
        wait(lambda inner=inner: inner.height() >= inner.fontMetrics().height())
