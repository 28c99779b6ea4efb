"""The fonts of the icons are read from nobody else's folder."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

CODE = """
import os, sys
sys.path.insert(0, sys.argv[1])
from PySide6.QtWidgets import QApplication
application = QApplication([])
from gui.style.icon_fonts import load_icon_fonts
load_icon_fonts()
import qtawesome
assert not qtawesome.icon("mdi6.play").isNull()
print(os.getcwd())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only there Qt asks fontconfig")
def test_nothing_is_opened_in_the_current_folder(tmp_path):
    """Whoever opened this pipe would wait for ever."""
    (tmp_path / ":").mkdir()
    os.mkfifo(tmp_path / ":" / "non-existent")
    done = subprocess.run(
        [sys.executable, "-P", "-c", CODE, Path(__file__).parents[3]],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
        timeout=60,
    )
    assert done.stdout.strip() == str(tmp_path)
