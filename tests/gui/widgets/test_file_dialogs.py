import re
from pathlib import Path

import pytest
from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from gui.widgets import file_dialogs


@pytest.fixture
def parent(qtbot, monkeypatch, tmp_path):
    for name in ("path", "saved"):
        monkeypatch.setattr(file_dialogs._LastFolder, name, None)
    (tmp_path / "Documents").mkdir()
    monkeypatch.setattr(
        QStandardPaths, "writableLocation", lambda _location: str(tmp_path / "Documents")
    )
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


def test_a_dialog_starts_in_documents(parent, tmp_path):
    dialog = file_dialogs.file_dialog(parent, "Save")
    assert Path(dialog.directory().absolutePath()) == tmp_path / "Documents"


def test_the_next_dialog_starts_where_the_user_last_was(parent, tmp_path, monkeypatch):
    (tmp_path / "slides").mkdir()
    file_dialogs.file_dialog(parent, "Save").fileSelected.emit(str(tmp_path / "slides" / "a.png"))
    asked = []
    monkeypatch.setattr(
        QFileDialog,
        "getExistingDirectory",
        lambda _parent, _title, folder: asked.append(folder) or str(tmp_path / "data" / "mine"),
    )
    assert file_dialogs.ask_folder(parent, "Data") == str(tmp_path / "data" / "mine")
    (tmp_path / "data").mkdir()
    monkeypatch.setattr(
        QFileDialog,
        "getOpenFileName",
        lambda _parent, _title, folder, _filter: (asked.append(folder) or "", ""),
    )
    assert file_dialogs.ask_file(parent, "Open", "*") == ""
    assert asked == [str(tmp_path / "slides"), str(tmp_path / "data")]


def test_what_is_written_is_not_offered_the_folder_of_what_was_only_opened(parent, tmp_path):
    """Python imports what lies next to a program, and the folder may be somebody else's."""
    for name in ("theirs", "mine"):
        (tmp_path / name).mkdir()
    file_dialogs.file_dialog(parent, "Open").fileSelected.emit(str(tmp_path / "theirs" / "a.csv"))
    dialog = file_dialogs.save_dialog(parent, "Save", "a.py")
    assert Path(dialog.directory().absolutePath()) == tmp_path / "Documents"

    dialog.fileSelected.emit(str(tmp_path / "mine" / "a.py"))
    dialog = file_dialogs.save_dialog(parent, "Save", "b.py")
    assert Path(dialog.directory().absolutePath()) == tmp_path / "mine"
    assert file_dialogs.start_folder() == str(tmp_path / "mine")


@pytest.mark.parametrize(
    ("name", "proposed"),
    [
        ("Sigmoid, lr 0.1", "Sigmoid-lr-0-1"),
        ("手写数字", "手写数字"),
        ("../../x", "x"),
        ("?!", "run"),
        ("CON", "CON-run"),
        ("com1", "com1-run"),
        ("a" * 1000, "a" * 200),
        ("数" * 1000, "数" * 66),
        ("a" * 199 + " b", "a" * 199),
    ],
)
def test_any_name_becomes_one_that_systems_take_for_a_file(name, proposed):
    assert file_dialogs.file_name(name) == proposed


def test_a_folder_that_is_gone_is_not_offered(parent, tmp_path):
    (tmp_path / "stick").mkdir()
    file_dialogs.file_dialog(parent, "Save").fileSelected.emit(str(tmp_path / "stick" / "a.png"))
    (tmp_path / "stick").rmdir()
    assert file_dialogs.start_folder() == str(tmp_path / "Documents")


def test_what_a_save_dialog_chooses_is_written_by_the_one_rule_for_it():
    """Only `core.storage.saving` looks whether a path belongs to a run."""
    writes = re.compile(r"replace_file\(|replacement\(|write_(text|bytes)\(|open\([^)]*[\"'][wax]")
    folder = Path(file_dialogs.__file__).parents[1]
    writing = {path.name for path in folder.rglob("*.py") if writes.search(path.read_text("utf-8"))}
    assert writing == {"settings_file.py", "unsaved.py"}  # their paths are no user's choice
