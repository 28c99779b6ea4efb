"""Versions, devices, places and licences."""

import re
from importlib import metadata
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit

from core.config.catalogue import KNOWN
from core.machine.devices import options
from core.program.source import columns
from gui.background.warm_up import WarmUp
from gui.help import about
from gui.style.translation import Language
from tests.gui.driving import WAIT_MS, open_dialog, press_button

ROOT = Path(about.__file__).parents[2]


@pytest.fixture
def said(window):
    """What the dialog says."""

    def read():
        window.menus.about_requested.emit()
        dialog = open_dialog(window)
        press_button(dialog, "Copy")
        text = dialog.findChild(QPlainTextEdit).toPlainText()
        assert QGuiApplication.clipboard().text() == text
        dialog.reject()
        return text

    return read


def test_every_library_that_is_asked_for_is_named_with_version_and_licence(said):
    pyproject = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    run_time = (
        pyproject.partition("dependencies = [")[2]
        .partition("]\n\n[project.gui")[0]
        .partition("test = [")[0]
    )
    asked = set(re.findall(r'"([A-Za-z0-9_-]+)[><=]', run_time))
    assert len(asked) > 12
    assert {one.distribution for one in about.COMPONENTS} >= asked
    text = said()
    for one in about.COMPONENTS:
        if one.distribution in asked:
            assert re.search(
                rf"^{one.title} +{re.escape(metadata.version(one.distribution))} +",
                text,
                re.MULTILINE,
            )


def test_own_licence_and_those_of_the_data_are_named(said):
    text = said()
    assert re.match(r"Inkling \S+( installed)?  MIT\n", text)
    for known in KNOWN.values():
        assert known.licence in text


def test_the_devices_are_named_once_they_are_known(said, application, qtbot):
    assert "not known yet" in said()
    warm_up = WarmUp()
    warm_up.devices_named.connect(application.dialogs.set_devices)
    with qtbot.waitSignal(warm_up.devices_named, timeout=WAIT_MS):
        warm_up.start()
    assert warm_up.wait(WAIT_MS)
    text = said()
    for option in options()[1:]:
        assert (f"{option.kind}: {option.name}" in text) is (option.reason is None)


def test_it_is_in_the_language_of_the_window_and_copied_in_english(window, translation):
    translation.use(Language.CHINESE)
    window.menus.about_requested.emit()
    dialog = open_dialog(window)
    shown = dialog.findChild(QPlainTextEdit).toPlainText()
    press_button(dialog, "复制")
    copied = QGuiApplication.clipboard().text()
    dialog.reject()
    assert "训练记录" in shown
    assert "尚未确定" in shown
    assert "Runs" not in shown
    assert re.search("^Runs  ", copied, re.MULTILINE)
    # both columns begin where those of Latin names do
    names = [line for line in shown.splitlines() if line.startswith(("训练记录", "Python "))]
    starts = {columns(re.match(r"\S+ +", line)[0]) for line in names}
    assert len(names) == 2
    assert len(starts) == 1
