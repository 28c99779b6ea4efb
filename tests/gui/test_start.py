"""What the command line and the settings make of the window's start."""

import os
import sys
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit, QToolButton

from core import locations
from core.cli.window_options import StartOptions
from core.config.choices import DeviceKind
from core.files import write_error
from core.lifecycle import tensorboard
from core.machine import devices
from core.machine.safe_mode import NO_GPU
from core.messages import message
from gui import start
from gui.composition import compose
from gui.process import requirements as surroundings
from gui.process.unsaved import Unsaved
from gui.settings.preferences import Preferences
from gui.settings.stored_values import Memory
from gui.style.theme import Scheme
from tests.gui.driving import LEFT, destroy, open_dialog, quick


@pytest.fixture
def settings(tmp_path, monkeypatch):
    """The settings file of a home that is no one's, with the dark scheme in it."""
    file = tmp_path / "settings.ini"
    monkeypatch.setattr(start, "settings_file", lambda: file)
    monkeypatch.setattr(sys, "platform", "linux")  # elsewhere the system keeps them
    kept = start._preferences(StartOptions())
    kept.scheme = Scheme.DARK
    assert kept.problem() is None
    return file


class TestSettings:
    def test_they_are_there_at_the_next_start(self, settings):
        assert start._preferences(StartOptions()).scheme is Scheme.DARK

    def test_reset_forgets_them(self, settings):
        assert start._preferences(StartOptions(reset=True)).scheme is Scheme.SYSTEM
        assert start._preferences(StartOptions()).scheme is Scheme.SYSTEM

    def test_safe_mode_neither_reads_nor_writes_them(self, settings):
        before = settings.read_bytes()
        safe = start._preferences(StartOptions(safe_mode=True))
        assert safe.scheme is Scheme.SYSTEM
        safe.scheme = Scheme.LIGHT
        assert safe.problem() is None
        assert settings.read_bytes() == before


class TestRunsFolder:
    @pytest.fixture
    def preferences(self):
        return Preferences(Memory())

    def test_the_command_line_comes_before_the_settings_and_those_before_the_usual_place(
        self, preferences, tmp_path, monkeypatch
    ):
        monkeypatch.setattr(locations, "runs_folder", lambda: tmp_path / "usual")
        assert start._runs_dir(StartOptions(), preferences, None) == (tmp_path / "usual", None)
        preferences.runs_folder = tmp_path / "chosen"
        (tmp_path / "chosen").mkdir()
        assert start._runs_dir(StartOptions(), preferences, None) == (tmp_path / "chosen", None)
        assert start._runs_dir(StartOptions(runs_dir=tmp_path / "given"), preferences, None) == (
            tmp_path / "given",
            None,
        )
        monkeypatch.chdir(tmp_path)
        assert start._runs_dir(StartOptions(runs_dir=Path("here")), preferences, None) == (
            tmp_path / "here",
            None,
        )

    def test_one_of_the_settings_that_is_not_there_is_not_made_again(
        self, preferences, tmp_path, monkeypatch
    ):
        monkeypatch.setattr(locations, "runs_folder", lambda: tmp_path / "usual")
        preferences.runs_folder = tmp_path / "drive" / "runs"
        folder, reason = start._runs_dir(StartOptions(), preferences, None)
        assert folder == tmp_path / "drive" / "runs"
        assert f"{folder} is not there. Connect its drive" in str(reason)
        assert list(tmp_path.iterdir()) == []

        preferences.runs_folder = tmp_path / "usual"
        assert start._runs_dir(StartOptions(), preferences, None) == (tmp_path / "usual", None)

    def test_a_place_that_cannot_be_written_to_is_told_of(self, preferences, tmp_path):
        (tmp_path / "file").write_text("not a folder")
        folder, reason = start._runs_dir(
            StartOptions(runs_dir=tmp_path / "file"), preferences, None
        )
        assert folder == tmp_path / "file"
        assert str(folder) in str(reason)

    def test_where_there_is_no_home_everything_has_a_place_until_the_end(self, monkeypatch):
        seen = []

        def run(_options, _log, no_home, _lost):
            seen.append(locations.runs_folder())
            assert write_error(seen[0]) is None
            assert "no home folder" in str(no_home)
            return 7

        monkeypatch.setattr(surroundings, "home", lambda: None)
        monkeypatch.setattr(start, "_run", run)
        monkeypatch.setenv("HOME", "")
        for name in ("XDG_DATA_HOME", "XDG_STATE_HOME"):
            monkeypatch.delenv(name, raising=False)
        assert start.main(StartOptions()) == 7
        assert not seen[0].exists()


def test_the_bar_tells_of_all_problems(application):
    problems = [message("First of {count}.", count=2), "Second {literally}."]
    start._show_problems(application, problems, Unsaved(None))
    assert application.window.notice.text == "First of 2. Second {literally}."
    QTest.mouseClick(application.window.notice.findChild(QToolButton, "details"), LEFT)
    details = open_dialog(application.window)
    assert (
        details.findChild(QPlainTextEdit)
        .toPlainText()
        .endswith("\nFirst of 2.\nSecond {literally}.")
    )
    details.reject()


def test_runs_write_what_tensorboard_shows_once_it_is_wanted(dressed, translation, tmp_path, wait):
    preferences = Preferences(Memory())
    application = compose(dressed, preferences, translation, tmp_path)
    try:
        without = application.controller.start(quick())
        wait(lambda: application.controller.active_count() == 0)
        preferences.tensorboard = True
        written = application.controller.start(quick())
        wait(lambda: application.controller.active_count() == 0)
        assert not (tmp_path / without / tensorboard.FOLDER).exists()
        (events,) = (tmp_path / written / tensorboard.FOLDER).iterdir()
        assert events.stat().st_size > 1000
        assert application.store.get(written).record.epochs_done == 2
    finally:
        application.close()
        destroy(application.window)


def test_in_safe_mode_no_gpu_is_asked_for(monkeypatch):
    def probed(*_):
        raise AssertionError("a GPU was looked for")

    monkeypatch.setattr(devices.torch.cuda, "is_available", probed)
    monkeypatch.setattr(devices.torch.backends.mps, "is_available", probed)
    monkeypatch.setitem(os.environ, NO_GPU, "1")
    reasons = {option.kind: option.reason for option in devices.options()}
    assert reasons[DeviceKind.CPU] is None
    assert "Safe mode" in str(reasons[DeviceKind.CUDA])
    assert "Safe mode" in str(reasons[DeviceKind.MPS])
    assert devices.resolve(DeviceKind.AUTO).type == "cpu"


def test_runs_that_cannot_be_kept_train_all_the_same(dressed, translation, tmp_path, qtbot, wait):
    (tmp_path / "file").write_text("not a folder")
    application = compose(
        dressed, Preferences(Memory()), translation, tmp_path / "file" / "runs", keeps_new=False
    )
    try:
        application.kept.find()
        run = application.controller.start(quick())
        wait(lambda: application.controller.active_count() == 0)
        entry = application.store.get(run)
        assert entry.record.epochs_done == 2
        assert entry.folder is None
        assert not application.window.notice.isVisible()
    finally:
        application.close()
        destroy(application.window)
