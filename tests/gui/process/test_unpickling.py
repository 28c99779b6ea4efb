"""A settings file from somebody else runs nothing, whatever Python object it holds."""

import os
import subprocess
import sys

import pytest
from PySide6.QtCore import QByteArray, QSettings

from tests.faults.damage import Bomb

READ = """
from PySide6.QtCore import QSettings
from gui import start

def run(options, *_):
    kept = QSettings({file!r}, QSettings.Format.IniFormat)
    assert kept.value("scheme") == "dark"
    assert kept.value("layout/window") is None
    assert kept.value("layout/plain") == b"arranged"
    return 7

start._run = run
raise SystemExit(start.main(start.StartOptions()))
"""


@pytest.mark.parametrize("key", ["layout/window", "list", "unknown"])
def test_a_pickle_among_the_settings_is_never_loaded(key, tmp_path):
    """In a process of its own, where no pickle has been decoded before."""
    file, sprung = tmp_path / "settings.ini", tmp_path / "sprung"
    settings = QSettings(str(file), QSettings.Format.IniFormat)
    settings.setValue("scheme", "dark")
    settings.setValue("layout/plain", QByteArray(b"arranged"))
    settings.setValue(key, [Bomb(sprung)] if key == "list" else Bomb(sprung))
    settings.sync()
    assert "PyObjectWrapper" in file.read_text(encoding="utf-8")

    done = subprocess.run(
        [sys.executable, "-c", READ.format(file=str(file))],
        env=os.environ | {"XDG_STATE_HOME": str(tmp_path), "LOCALAPPDATA": str(tmp_path)},
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert (done.returncode, sprung.exists()) == (7, False), done.stderr
