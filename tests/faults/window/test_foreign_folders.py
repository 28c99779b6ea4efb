"""Run folders with names that a desktop starts instead of showing them."""

import os
import shutil

import pytest
from PySide6.QtGui import QDesktopServices

from gui.widgets.file_dialogs import show_folder
from tests.gui.driving import click_on, context_menu
from tests.gui.runs.test_kept_runs import row_of


@pytest.fixture
def opened(monkeypatch):
    """The paths that are handed to the desktop."""
    paths = []
    monkeypatch.setattr(
        QDesktopServices, "openUrl", lambda url: paths.append(url.toLocalFile()) or True
    )
    return paths


def open_folder(application, run):
    click_on(context_menu(application.window.table.view, row_of(application, run)), "Open folder")


@pytest.mark.parametrize("name", ["x.app", "x.lnk", "x.desktop", "x.command", "x.url", None])
def test_only_a_name_without_a_suffix_is_opened(name, open_application, kept, runs_dir, opened):
    """Its path ends as a folder's: of `run` and `run.exe` Windows would start the second."""
    run = kept()
    if name is not None:
        shutil.move(runs_dir / run, runs_dir / name)
    open_folder(open_application(), name or run)
    assert opened == [f"{runs_dir if name is not None else runs_dir / run}{os.sep}"]


def test_nor_is_a_runs_folder_with_such_a_name(tmp_path, opened):
    show_folder(tmp_path / "semester.app")
    show_folder(tmp_path / "outer.app" / "inner.desktop")
    assert opened == 2 * [f"{tmp_path}{os.sep}"]
