"""Answers to dialogs: each is given once, however often its button is clicked."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox, QPushButton, QWidget

from core.export.formats import Format
from core.messages import message
from gui.comparison.dialog.experiment_dialog import ExperimentDialog
from gui.run_table.dialogs.export_dialog import ExportDialog
from gui.run_table.dialogs.run_dialogs import SettingsDialog
from gui.widgets.questions import ask
from tests.gui.driving import LEFT, Recorder, quick

ACCEPT = QDialogButtonBox.ButtonRole.AcceptRole


def click_twice(button):
    """Double-click as the system reports it, before any of it is handled."""
    QTest.mouseClick(button, LEFT)
    QTest.mouseDClick(button, LEFT)
    QTest.mouseRelease(button, LEFT)
    button.click()


@pytest.fixture
def window(qtbot):
    shown = QWidget()
    qtbot.addWidget(shown)
    shown.show()
    return shown


def test_a_question(window):
    answers = []
    box = ask(window, "Delete", "Delete it?", "Delete", answers.append)
    click_twice(next(each for each in box.findChildren(QPushButton) if each.text() == "Delete"))
    box.finished.emit(0)
    assert answers == [True]


def test_enter_held_down(window):
    answers = []
    box = ask(window, "Delete", "Delete it?", "Delete", answers.append)
    for _ in range(5):
        QTest.keyClick(box, Qt.Key.Key_Return)
    assert len(answers) == 1


def form(window):
    shown = {"epochs": 3}
    dialog = SettingsDialog(quick(), shown, message("Why."), window, verb=message("Fork"))
    return dialog, dialog.settings_accepted


def export(window):
    dialog = ExportDialog("a run", Format.HTML, None, window)
    return dialog, dialog.format_accepted


def experiment(window):
    dialog = ExperimentDialog(quick(), [], window)
    return dialog, dialog.experiment_accepted


@pytest.mark.parametrize("make", [form, export, experiment])
def test_a_form(make, window):
    dialog, answered = make(window)
    accepted = Recorder(answered)
    dialog.open()
    box = dialog.findChild(QDialogButtonBox)
    (button,) = (each for each in box.buttons() if box.buttonRole(each) == ACCEPT)
    assert button.isEnabled()
    click_twice(button)
    assert len(accepted.heard) == 1
