"""What the window does with entries of the runs folder that are no runs, and with leftovers."""

import os
import shutil
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QToolButton

from core.lifecycle import clean_up
from core.storage import deletion, layout
from core.storage.layout import EPOCHS_FOLDER, RUN_FILE
from gui.run_table.dialogs.clean_up_dialog import CleanUpDialog
from gui.runs.run_deletion import move_to_bin
from tests.gui.driving import press_button
from tests.gui.runs.test_keeping import dialog_of
from tests.gui.runs.test_kept_runs import (
    close,
    kept,
    only_on_linux,
    open_application,
    runs_dir,
    settle,
)

__all__ = ["close", "kept", "open_application", "runs_dir", "settle"]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")

BAD = "20260101-bad"
LEFT = ".inkling-0123456789abcdef.tmp"


def look_again(application, settle):
    """Have the window scan the runs folder once more, as it does every few seconds."""
    application.kept.find()
    settle(application)


def dismissed(application):
    """The text of the notice, which is closed."""
    text = application.window.notice.text if application.window.notice.isVisible() else ""
    application.window.notice.hide()
    return text


@pytest.mark.parametrize("kind", ["link", "pipe", "folder"])
def test_an_entry_that_cannot_be_opened_is_reported_once_and_hides_no_run(
    open_application, kept, runs_dir, settle, kind
):
    run = kept()
    bad = runs_dir / BAD
    if kind == "link":
        bad.symlink_to(bad)
    else:
        bad.mkdir()
        (os.mkfifo if kind == "pipe" else os.mkdir)(bad / RUN_FILE)
    application = open_application()
    assert [entry.record.run for entry in application.store.entries()] == [run]
    assert f"{bad} cannot be read" in dismissed(application)
    look_again(application, settle)
    assert dismissed(application) == ""

    # once it was sound, it is reported again
    deletion.delete(bad)
    look_again(application, settle)
    bad.symlink_to(bad)
    look_again(application, settle)
    assert f"{bad} cannot be read" in dismissed(application)
    bad.unlink()


def test_of_several_entries_each_is_named(open_application, runs_dir):
    runs_dir.mkdir(exist_ok=True)
    bad = [runs_dir / f"{BAD}-{number}" for number in range(6)]
    for path in bad:
        path.symlink_to(path)
    notice = open_application().window.notice
    assert [path.name in notice.text for path in bad] == [True] * 4 + [False] * 2
    notice.findChild(QToolButton, "details").click()
    (dialog,) = notice.findChildren(QDialog)
    text = dialog.findChild(QPlainTextEdit).toPlainText()
    dialog.close()
    assert all(str(path) in text for path in bad)


def test_a_runs_folder_that_cannot_be_read_is_reported_once_and_its_runs_stay(
    open_application, kept, runs_dir, settle, tmp_path
):
    run = kept()
    application = open_application()
    runs_dir.rename(tmp_path / "elsewhere")
    runs_dir.symlink_to(runs_dir)
    look_again(application, settle)
    assert f"{runs_dir} cannot be read" in dismissed(application)
    look_again(application, settle)
    assert dismissed(application) == ""
    assert [entry.record.run for entry in application.store.entries()] == [run]
    runs_dir.unlink()


def test_a_link_with_another_name_does_not_stand_in_for_a_run(
    open_application, kept, runs_dir, tmp_path
):
    """It sorts behind the run, and was shown, renamed and deleted in its place."""
    run = kept()
    shutil.copytree(runs_dir / run, tmp_path / "elsewhere" / run)
    (runs_dir / f"z-{run}").symlink_to(tmp_path / "elsewhere" / run)
    application = open_application()
    (entry,) = application.store.entries()
    assert (entry.record.run, entry.folder) == (run, runs_dir / run)
    assert f"z-{run} cannot be read" in application.window.notice.text


def leave_behind(folder, age_s=7200):
    """Leave a temporary file as a killed process would."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / LEFT).write_bytes(b"12345")
    status = folder.stat()
    os.utime(folder / LEFT, (status.st_mtime - age_s, status.st_mtime - age_s))
    return folder / LEFT


class TestLeftovers:
    def test_they_are_counted_in_clean_up_and_removed_with_their_own_box(
        self, open_application, kept, runs_dir, settle
    ):
        run = kept()
        old = [
            leave_behind(folder)
            for folder in (runs_dir, runs_dir / run, runs_dir / run / EPOCHS_FOLDER)
        ]
        young = leave_behind(runs_dir / "comparisons", age_s=0)
        application = open_application()
        application.window.menus.clean_up_requested.emit()
        settle(application)
        dialog = dialog_of(application, CleanUpDialog)
        QTest.keyClick(dialog.leftovers, Qt.Key.Key_Space)
        assert dialog.total.text().startswith("15 bytes would be freed")
        press_button(dialog, "Delete permanently")
        settle(application)
        assert [file for file in old if file.exists()] == []
        assert young.exists()

    def test_rests_of_runs_and_unfit_folders_have_a_box_as_well(
        self, open_application, kept, runs_dir, settle
    ):
        run = kept()
        rest = Path(shutil.copytree(runs_dir / run, runs_dir / "20260101-120000-mlp-0000000a"))
        (rest / RUN_FILE).unlink()
        unfit = Path(shutil.copytree(runs_dir / run, runs_dir / "run\u2028name"))
        application = open_application()
        application.window.menus.clean_up_requested.emit()
        settle(application)
        dialog = dialog_of(application, CleanUpDialog)
        QTest.keyClick(dialog.unusable, Qt.Key.Key_Space)
        assert "2 runs" in dialog.total.text()
        press_button(dialog, "Delete permanently")
        settle(application)
        assert [rest.exists(), unfit.exists(), (runs_dir / run).exists()] == [False, False, True]
        assert [entry.record.run for entry in application.store.entries()] == [run]

    def test_files_that_pretend_to_be_longer_than_any_disk_are_measured_as_well(
        self, open_application, kept, settle, monkeypatch
    ):
        """File systems of 64 bits hold sparse files of eight exabytes, two of them too."""
        monkeypatch.setattr(clean_up, "size_of", lambda _path: 1 << 63)
        kept()
        application = open_application()
        application.window.menus.clean_up_requested.emit()
        settle(application)
        assert dialog_of(application, CleanUpDialog).used.text() == "The runs take 9.2 EB"

    def test_they_are_removed_at_the_start_but_not_those_of_runs_in_use(
        self, open_application, kept, runs_dir, settle
    ):
        run, busy = kept(), kept()
        left, used = leave_behind(runs_dir / run), leave_behind(runs_dir / busy)
        application = open_application(finds=False)
        with layout.lock_of(runs_dir / busy):
            application.kept.clean_up.remove_leftovers()
            settle(application)
        assert not left.exists()
        assert used.exists()
        assert not application.window.notice.isVisible()


@only_on_linux
@pytest.mark.parametrize("target", ["kept", "nowhere", "link"])
def test_of_a_link_only_the_link_goes_to_the_bin(tmp_path, monkeypatch, target):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "file").write_text("mine")
    (tmp_path / "link").symlink_to(target)
    is_gone = move_to_bin(tmp_path / "link")
    assert is_gone != os.path.lexists(tmp_path / "link")
    assert (tmp_path / "kept" / "file").read_text() == "mine"


def test_a_settings_file_that_can_no_longer_be_written_is_reported_at_once_and_once(
    open_application, preferences, tmp_path
):
    application = open_application()
    (tmp_path / "inkling.ini").unlink(missing_ok=True)
    (tmp_path / "inkling.ini").mkdir()
    preferences.kept_epochs = 7
    assert "The settings cannot be kept in" in dismissed(application)
    preferences.kept_epochs = 8
    assert dismissed(application) == ""
