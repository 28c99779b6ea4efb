"""Paths on other machines, in the window: nothing contacts one before the user chooses it."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from core import locations, remote_paths
from core.cli.window_options import StartOptions
from core.storage import runs_folder
from core.storage.layout import RUN_FILE
from gui import start
from gui.settings.preferences import Preferences
from gui.settings.stored_values import Memory
from gui.widgets import file_dialogs
from tests.remote import asked_fixture, own_hosts  # noqa: F401 - fixtures

PATH = "//host/share/digits"
REFUSED = f"{PATH} is on another machine"
PAGES = ("network", "inside", "evaluation", "code", "data")
SETTINGS = {"inkling": 1, "preset": "mlp", "data.dataset": PATH, "data.class_names": ["a", "b"]}


def drop(widget, name):
    mime = QMimeData()
    mime.setUrls([QUrl(f"file://host/share/{name}")])
    copy, left, none = (
        Qt.DropAction.CopyAction,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    enter = QDragEnterEvent(QPoint(20, 20), copy, mime, left, none)
    QApplication.sendEvent(widget, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(widget, QDropEvent(QPointF(20, 20), copy, mime, left, none))


def look_at_all_pages(application, settle):
    for page in PAGES:
        application.window.tabs.show_page(page)
        settle(application)


class TestOfOthers:
    def test_settings_are_shown_and_their_data_not_opened(
        self, open_application, settle, asked, preferences
    ):
        application = open_application()
        window = application.window
        QGuiApplication.clipboard().setText(json.dumps(SETTINGS))
        window.transfer.paste_settings()
        assert window.setup.config().data.dataset == PATH
        assert REFUSED in window.setup._data.status.text()
        look_at_all_pages(application, settle)
        assert PATH not in preferences.recent_folders
        assert not asked

    def test_nor_are_those_of_a_run(self, open_application, settle, asked, kept, runs_dir):
        run = kept()
        description = json.loads((runs_dir / run / RUN_FILE).read_text(encoding="utf-8"))
        description["config"]["data"] |= {
            "dataset": PATH,
            "class_names": description["config"]["data"]["class_names"] or list("0123456789"),
        }
        (runs_dir / run / RUN_FILE).write_text(json.dumps(description), encoding="utf-8")
        application = open_application()
        application.store.set_visible(run, True)
        application.window.selection.select(run)
        look_at_all_pages(application, settle)
        assert not asked

    @pytest.mark.parametrize("name", ["one.png", "run.zip", "settings.json"])
    def test_dropped_files_are_named(self, name, open_application, settle, asked):
        application = open_application()
        window = application.window
        drop(window.drawing.canvas if name == "one.png" else window, name)
        settle(application)
        assert f"//host/share/{name} is on another machine" in window.notice.text
        assert not asked

    def test_a_picture_s_path_on_the_clipboard(self, open_application, settle, asked):
        application = open_application()
        mime = QMimeData()
        mime.setUrls([QUrl("file://host/share/one.png")])
        QGuiApplication.clipboard().setMimeData(mime)
        application.window.drawing.paste_picture.trigger()
        settle(application)
        assert "is on another machine" in application.window.notice.text
        assert not asked

    def test_dropped_data_too(self, open_application, settle, asked):
        application = open_application()
        drop(application.window.data, "digits")
        settle(application)
        assert REFUSED in application.window.setup._data.status.text()
        assert not asked


def test_what_is_chosen_in_a_dialog_is_opened(open_application, settle, monkeypatch, preferences):
    application = open_application()
    choice = application.window.setup._data
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: PATH)
    choice.combo.activated.emit(choice.combo.count() - 2)  # Folder…
    settle(application)
    assert remote_paths.may_open(PATH)
    assert "is on another machine" not in choice.status.text()
    assert choice.status.text()  # there is no such folder


class TestRunsFolder:
    @pytest.fixture
    def stored(self, tmp_path, monkeypatch):
        """Preferences that name a runs folder on another machine, as a settings file may."""
        monkeypatch.setattr(locations, "runs_folder", lambda: tmp_path / "usual")
        preferences = Preferences(Memory())
        preferences.runs_folder = Path(PATH)
        return preferences

    def test_that_of_the_settings_is_not_asked_for_at_the_start(self, stored, tmp_path, asked):
        assert start._runs_dir(
            StartOptions(), stored, start._not_opened(StartOptions(), stored)
        ) == (tmp_path / "usual", None)
        assert REFUSED in str(start._not_opened(StartOptions(), stored))
        assert not asked

    def test_that_of_the_command_line_is_used(self, stored, monkeypatch):
        monkeypatch.setattr(start, "write_error", lambda _folder: None)
        monkeypatch.setattr(runs_folder, "prepare", lambda _folder, has_existed: None)
        given = StartOptions(runs_dir=Path(PATH))
        assert start._runs_dir(given, stored, start._not_opened(given, stored)) == (
            Path(PATH),
            None,
        )
        assert start._not_opened(given, stored) is None

    def test_one_that_the_user_chose_is_used_at_the_next_start(self, stored, monkeypatch):
        monkeypatch.setattr(start, "write_error", lambda _folder: None)
        monkeypatch.setattr(runs_folder, "prepare", lambda _folder, has_existed: None)
        remote_paths.choose(PATH)
        assert start._runs_dir(
            StartOptions(), stored, start._not_opened(StartOptions(), stored)
        ) == (Path(PATH), None)
        assert start._not_opened(StartOptions(), stored) is None

    def test_no_dialog_starts_in_a_stored_one(self, qtbot, monkeypatch, asked):
        parent = QWidget()
        qtbot.addWidget(parent)
        monkeypatch.setattr(file_dialogs._LastFolder, "path", None)
        local = file_dialogs.start_folder()
        started_in = []
        monkeypatch.setattr(
            QFileDialog,
            "getExistingDirectory",
            lambda _parent, _title, folder: started_in.append(folder) or "",
        )
        monkeypatch.setattr(
            QFileDialog,
            "getOpenFileName",
            lambda _parent, _title, folder, _filter: (started_in.append(folder) or "", ""),
        )
        file_dialogs.ask_folder(parent, "Data", PATH)
        file_dialogs.ask_file(parent, "Open", "*", PATH)
        assert started_in == [local, local]
        dialog = file_dialogs.file_dialog(parent, "Runs", PATH)
        assert not remote_paths.is_remote(dialog.directory().path())
        assert not asked
