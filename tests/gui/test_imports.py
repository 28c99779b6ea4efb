"""What importing the window costs."""

import subprocess
import sys


def test_pyside_does_not_read_the_source_of_what_is_imported():
    code = "import gui.window.main_window, linecache; print(len(linecache.cache))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(done.stdout) < 20  # of the window's thousand modules
