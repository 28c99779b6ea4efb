"""A double click on a button that starts or ends something has the effect of one click."""

from contextlib import suppress

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QSpinBox
from shiboken6 import isValid

from core.data.fetching import downloads
from core.run.record import RunState
from gui.settings.settings_dialog import SettingsDialog
from gui.style.translation import Language
from tests.gui.driving import ENDLESS, LEFT, open_dialog, press_button, quick, type_over


def double_click(widget):
    """Press and release twice, as fast as a hand does; the window finds the widget that is hit."""
    window = widget.window()
    position = widget.mapTo(window, widget.rect().center())
    assert window.childAt(position) is widget
    QTest.mouseDClick(window.windowHandle(), LEFT, pos=position)
    QApplication.processEvents()


@pytest.fixture
def endless(application):
    application.window.setup.set_config(quick(changes=ENDLESS))
    return application


def button_of(application, name):
    toolbar = application.window.toolbar
    return toolbar.widgetForAction(getattr(application.window.actions_, name))


@pytest.mark.parametrize(("name", "runs"), [("train", 1), ("compare", 2)])
def test_what_starts_runs(endless, name, runs):
    double_click(button_of(endless, name))
    assert len(endless.store.entries()) == runs


def test_pause_and_stop(endless, wait):
    double_click(button_of(endless, "train"))
    (entry,) = endless.store.entries()
    wait(lambda: entry.record.epochs_done)
    double_click(button_of(endless, "pause"))
    wait(lambda: entry.record.state is RunState.PAUSED)
    double_click(button_of(endless, "stop"))
    wait(lambda: endless.controller.active_count() == 0)
    assert entry.record.state is RunState.STOPPED
    assert len(endless.store.entries()) == 1


def test_a_key_held_down_acts_once(application):
    for name in ("train", "pause", "stop", "compare", "compare_more"):
        assert not getattr(application.window.actions_, name).autoRepeat(), name


def test_a_run_is_deleted_once(endless, wait):
    double_click(button_of(endless, "train"))
    endless.window.actions_.stop.trigger()
    wait(lambda: endless.controller.active_count() == 0)
    view = endless.window.table.view
    view.setFocus()
    view.selectAll()
    QTest.keyClick(view, Qt.Key.Key_Delete)
    question = open_dialog(endless.window)
    assert isinstance(question, QMessageBox)
    double_click(next(one for one in question.buttons() if one.text() == "Delete"))
    assert endless.store.entries() == []


def test_a_download_goes_on(application, monkeypatch, wait):
    ends = []

    def fetch(_data_set, _progress, cancel):
        ends.append(cancel)
        cancel.wait()
        raise downloads.FetchCancelledError

    monkeypatch.setattr(downloads, "fetch", fetch)
    monkeypatch.setattr(downloads, "is_available", lambda _data_set: False)
    window = application.window
    window.setup.set_config(quick(changes={"data.dataset": "kmnist"}))
    window.tabs.show_page("data")
    wait(window.data.fetch.isVisible)
    double_click(window.data.fetch)
    wait(lambda: ends)
    assert not ends[0].is_set()
    assert window.data.fetch.text() == "Cancel"
    QTest.mouseClick(window.data.fetch, LEFT)
    wait(lambda: window.data.fetch.text() != "Cancel")


class TestSettingsClosedInTheMiddle:
    @pytest.fixture
    def settings(self, application):
        application.dialogs.open_settings()
        dialog = open_dialog(application.window)
        assert isinstance(dialog, SettingsDialog)
        return dialog

    def close(self, dialog):
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QApplication.processEvents()
        assert not isValid(dialog)

    def test_while_a_number_is_typed(self, settings, preferences):
        number = settings.findChild(QSpinBox, "threads_per_run")
        type_over(number, "7")
        self.close(settings)
        preferences.threads_per_run = 3
        assert preferences.threads_per_run == 3

    def test_while_its_language_changes(self, settings, preferences):
        preferences.language = Language.CHINESE
        self.close(settings)
        preferences.language = Language.ENGLISH

    def test_while_a_folder_is_chosen(self, settings, preferences, monkeypatch, tmp_path):
        late = []
        monkeypatch.setattr(QFileDialog, "open", lambda dialog: late.append(dialog) or None)
        press_button(settings, "Choose…")
        (chooser,) = late
        choose = chooser.fileSelected.emit
        self.close(settings)
        with suppress(RuntimeError):  # as its dialog, it is gone
            choose(str(tmp_path))
        assert preferences.runs_folder is None
