"""Dialogs and rows whose buttons start work: double clicks, a monkey and closing while it runs.

They are Clean up, Repeat and compare, Export, the import, Verify and the download of a data set.
Training, comparisons and handwriting are in `test_closing.py` and `tests/gui`.
"""

import logging
import random
from threading import Event

import pytest
from hypothesis import settings
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QPushButton

from core.data.fetching import downloads
from core.lifecycle import archive
from gui.run_table.dialogs.clean_up_dialog import CleanUpDialog
from gui.run_table.dialogs.export_dialog import ExportDialog
from gui.run_table.dialogs.repeat_dialog import RepeatDialog
from tests.faults.window.monkey import Monkey
from tests.faults.window.test_closing import pass_ms, shown
from tests.gui.driving import LEFT, quick

EVENTS = 40
SEEDS = [1, 2] if settings().max_examples > 1000 else [1]  # more in the long profile


def double_click(button):
    for press in (QTest.mousePress, QTest.mouseRelease, QTest.mouseDClick, QTest.mouseRelease):
        press(button, LEFT)


def clean_up(application):
    application.window.menus.clean_up_requested.emit()
    dialog = application.window.findChild(CleanUpDialog)
    for _ in range(500):
        if dialog._survey is not None:
            break
        pass_ms(10)
    dialog.epochs.click()
    dialog.checkpoints.click()
    double_click(dialog.delete)


def repeat(application):
    run = application.store.entries()[0]
    repetitions = application.kept.repetitions
    RepeatDialog(run.record, run.name, run.folder, repetitions, application.window).open()


def export(application):
    application.window.transfer.ask_export([application.store.entries()[0].record.run])
    dialog = application.window.findChild(ExportDialog)
    box = dialog.findChild(QDialogButtonBox)
    (button,) = (
        button
        for button in box.findChildren(QPushButton)
        if box.buttonRole(button) is QDialogButtonBox.ButtonRole.AcceptRole
    )
    double_click(button)


def import_run(application):
    file = application.kept.runs_dir.parent / "run.zip"
    if not file.exists():
        archive.pack(application.store.entries()[0].folder, file)
    for _ in range(2):
        application.window.transfer.import_file(file)


def verify(application):
    application.window.tabs.show_page("code")
    double_click(application.window.code.verify)


def download(application):
    application.window.setup.set_config(quick(changes={"data.dataset": "kmnist"}))
    application.window.tabs.show_page("data")
    double_click(application.window.data.fetch)


WORK = (clean_up, repeat, export, import_run, verify, download)


@pytest.fixture(name="slow_server")
def _slow_server(monkeypatch):
    def answer(_data_set, progress, cancel: Event):
        for done in range(100):
            progress(downloads.Fetched(done, 100))
            if cancel.wait(0.01):
                raise downloads.FetchCancelledError
        raise downloads.FetchError(downloads.message("The server does not answer."))

    monkeypatch.setattr(downloads, "fetch", answer)


def close_dialogs():
    while front := QApplication.activePopupWidget() or QApplication.activeModalWidget():
        front.close()
        QApplication.processEvents()


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("work", WORK, ids=lambda work: work.__name__)
def test_while_it_works(work, seed, open_application, kept, outside, slow_server, wait, caplog):
    caplog.set_level(logging.ERROR)
    for _ in range(2):
        kept()
    application = open_application()
    shown(application, "network")
    work(application)

    # first at random, then the dialog and the work's beginning once more, then the end
    monkey = Monkey(application, seed, EVENTS)
    monkey.start()
    wait(lambda: monkey.has_ended)
    close_dialogs()
    if application.store.entries():
        work(application)
    pass_ms(random.Random(seed).uniform(0, 100))
    close_dialogs()

    application.window.close()
    wait(lambda: not application.window.isVisible())
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


def test_nothing_is_removed_twice(open_application, kept, wait, settle):
    """What is ticked while a removal runs waits until what is left has been measured."""
    for _ in range(2):
        kept()
    application = open_application()
    settle(application)
    application.window.menus.clean_up_requested.emit()
    dialog = application.window.findChild(CleanUpDialog)
    wait(lambda: dialog._survey is not None)
    dialog.checkpoints.click()
    assert dialog.delete.isEnabled()
    failures = []
    dialog.failed.connect(failures.append)
    double_click(dialog.delete)
    for _ in range(2):
        dialog.checkpoints.click()  # as it was; the buttons wait for the end all the same
        assert not dialog.delete.isEnabled()
    settle(application)
    assert failures == []
    assert not list(application.kept.runs_dir.glob("*/checkpoint.safetensors"))


def test_a_removal_that_raises_leaves_the_dialog_usable(
    open_application, kept, wait, settle, monkeypatch
):
    kept()
    application = open_application()
    settle(application)
    application.window.menus.clean_up_requested.emit()
    dialog = application.window.findChild(CleanUpDialog)
    wait(lambda: dialog._survey is not None)
    dialog.checkpoints.click()

    def fail(*_):
        raise OSError("the disk is gone")

    with monkeypatch.context() as patched:
        patched.setattr("gui.runs.clean_up._clear", fail)
        dialog.delete.click()
        settle(application)
    assert "the disk is gone" in application.window.notice.text
    assert dialog.delete.isEnabled()
