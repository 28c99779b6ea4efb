"""What the window needs of the machine, asked before it opens."""

from pathlib import Path

import pytest
from packaging.requirements import Requirement
from PySide6.QtGui import QFontDatabase

from gui.process import requirements
from gui.process.requirements import missing_display, unfit_version
from gui.style.translation import Language, missing_font

PYTHONS = ((3, 11), (3, 12), (3, 14))


@pytest.mark.parametrize(
    ("qt", "faulty_on"),
    [
        ("6.10.1", ()),
        ("6.11.0", PYTHONS),
        ("6.11.1", PYTHONS),
        ("6.11.2", ()),
        ("6.11.3", ()),
        ("6.12.0", ((3, 11),)),
        ("6.12.1.1", ((3, 11),)),
        ("6.13.0a1", ((3, 11),)),
        ("7.0.0", ((3, 11),)),
    ],
)
def test_versions_of_qt_that_would_not_do(qt, faulty_on):
    said = {python: unfit_version(qt, python) for python in PYTHONS}
    assert tuple(python for python, fault in said.items() if fault is not None) == faulty_on
    assert all(
        qt in str(fault) and "pip install" in str(fault)
        for fault in said.values()
        if fault is not None
    )


def test_what_is_advised_is_what_the_project_asks_for():
    pyproject = Path(requirements.__file__).parents[2] / "pyproject.toml"
    advised = Requirement(requirements.INSTALL.split('"')[1])
    (asked,) = (
        line for line in pyproject.read_text().splitlines() if line.strip().startswith('"PySide6')
    )
    assert Requirement(asked.split('"')[1]) == advised


def test_this_qt_is_right(monkeypatch):
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert requirements.missing_requirement() is None


@pytest.mark.parametrize(
    ("platform", "environment", "is_missing"),
    [
        ("linux", {}, True),
        ("linux", {"DISPLAY": "", "WAYLAND_DISPLAY": ""}, True),
        ("linux", {"QT_QPA_PLATFORM": "xcb"}, True),
        ("linux", {"QT_QPA_PLATFORM": "wayland;xcb"}, True),
        ("linux", {"DISPLAY": ":0"}, False),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, False),
        ("linux", {"QT_QPA_PLATFORM": "offscreen"}, False),
        ("linux", {"QT_QPA_PLATFORM": "vnc:port=1"}, False),
        ("freebsd14", {}, True),
        ("darwin", {}, False),
        ("win32", {}, False),
    ],
)
def test_a_display_is_missing_only_where_one_is_needed(platform, environment, is_missing):
    assert (missing_display(platform, environment) is not None) is is_missing


def test_a_home_that_only_the_user_database_knows_is_given_to_qt(monkeypatch):
    monkeypatch.delenv("HOME")
    monkeypatch.setenv("HOME", "")  # so that it is taken away again at the end
    monkeypatch.delenv("HOME")
    home = requirements.home()
    assert home is not None
    assert home.is_absolute()
    import os

    assert os.environ["HOME"] == str(home)


def test_without_any_home_there_is_none(monkeypatch):
    def nobody_knows():
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", nobody_knows)
    assert requirements.home() is None


class TestFonts:
    def test_chinese_needs_a_font_and_the_package_is_named(self, monkeypatch):
        monkeypatch.setattr(QFontDatabase, "families", lambda _system: [])
        assert "fonts-noto-cjk" in missing_font(Language.CHINESE)
        assert missing_font(Language.CHINESE).isascii()  # or it could not be read
        assert missing_font(Language.ENGLISH) == ""

    def test_with_one_there_is_nothing_to_say(self, monkeypatch):
        asked = []
        monkeypatch.setattr(
            QFontDatabase, "families", lambda system: asked.append(system) or ["Noto Sans CJK SC"]
        )
        assert missing_font(Language.CHINESE) == ""
        assert asked == [QFontDatabase.WritingSystem.SimplifiedChinese]

    def test_a_change_to_chinese_tells_of_it(self, window, preferences, monkeypatch):
        monkeypatch.setattr(QFontDatabase, "families", lambda _system: [])
        preferences.language = Language.CHINESE
        assert "fonts-noto-cjk" in window.notice.text
        preferences.language = Language.ENGLISH
