"""Run folders with names that a desktop starts instead of showing them."""

import shutil

import pytest
from PySide6.QtGui import QDesktopServices

from tests.gui.driving import click_on, context_menu
from tests.gui.runs.test_kept_runs import row_of


@pytest.mark.parametrize("name", ["x.app", "x.lnk", "x.desktop", "x.command", "x.url", None])
def test_only_a_name_without_a_suffix_is_opened(
    name, open_application, kept, runs_dir, monkeypatch
):
    run = kept()
    if name is not None:
        shutil.move(runs_dir / run, runs_dir / name)
    opened = []
    monkeypatch.setattr(
        QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()) or True
    )
    application = open_application()
    menu = context_menu(application.window.table.view, row_of(application, name or run))
    click_on(menu, "Open folder")
    assert opened == [str(runs_dir if name is not None else runs_dir / run)]
