"""The fixtures of the window's tests, among them the watch that nothing stays behind, and windows
with kept runs.
"""

import shutil

import pytest
from PySide6.QtCore import QFile, QTimer
from PySide6.QtGui import QDesktopServices
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import QFileDialog

from core.data.fetching import downloads
from gui.lessons import lesson_sheets
from tests.gui.conftest import (
    _collecting_is_quick,
    _nothing_is_left_behind,
    _shared_state_is_kept,
    _spoken,
    background,
    dressed,
    jobs,
    preferences,
    qapp_args,
    translation,
    wait,
)
from tests.gui.runs.test_kept_runs import close, kept, open_application, runs_dir, settle

__all__ = [
    "_collecting_is_quick",
    "_nothing_is_left_behind",
    "_shared_state_is_kept",
    "_spoken",
    "background",
    "close",
    "dressed",
    "jobs",
    "kept",
    "open_application",
    "preferences",
    "qapp_args",
    "runs_dir",
    "settle",
    "translation",
    "wait",
]


@pytest.fixture
def outside(monkeypatch, tmp_path):
    """Nothing leaves the test's folder: no network, no desktop, no file dialog, no printer."""
    files = tmp_path / "chosen"
    files.mkdir()

    def choose(dialog):
        """Choose a file or a folder, or cancel."""
        chosen = [files / "made.bin", files, None][len(list(files.iterdir())) % 3]
        if chosen is not None:
            dialog.fileSelected.emit(str(chosen))
        QTimer.singleShot(0, dialog, dialog.reject)

    def refuse(*_, **__):
        raise downloads.FetchCancelledError

    class NoPrinter(QPrintDialog):
        """Closes itself: its buttons are Qt's own, and one opens a loop that waits for a user."""

        def showEvent(self, event):
            super().showEvent(event)
            QTimer.singleShot(0, self, self.reject)

    monkeypatch.setattr(lesson_sheets, "QPrintDialog", NoPrinter)
    monkeypatch.setattr(QFileDialog, "open", choose)
    monkeypatch.setattr(
        QFileDialog, "getOpenFileName", lambda *_, **__: (str(files / "made.bin"), "")
    )
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_, **__: str(files))
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda *_: True)
    monkeypatch.setattr(QFile, "moveToTrash", lambda file: not shutil.rmtree(file.fileName()))
    monkeypatch.setattr(downloads, "fetch", refuse)
    return files
