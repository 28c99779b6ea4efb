"""The window is closed during work that never ends: the process ends soon, with no torn file."""

import os
import signal
import time
from contextlib import suppress
from pathlib import Path

import pytest

from core.storage import layout
from core.storage import records as runs
from tests.faults.forked import CAN_FORK, server
from tests.faults.test_processes import until

pytestmark = pytest.mark.skipif(not CAN_FORK, reason="processes are forked and looked into")

WAIT_S = 0.5  # of the window, first for its runs, then for everything

# The window does `work` as soon as it is open, which calls `without_end` in a thread.
WINDOW = f"""
import os, tempfile, threading, time
from pathlib import Path
from PySide6.QtCore import QTimer
from core.config.presets import preset
from core.files import replacement
from core.program import check
from gui import start
from gui.background import threads
from gui.runs import run_controller
threads.MAX_WAIT_S = run_controller.MAX_WAIT_S = {WAIT_S}
tempfile.tempdir = None  # or it would be that of the process before
busy = threading.Event()
live = start._live
def and_work(app, application, *more):
    QTimer.singleShot(0, lambda: work(application))
    timer = QTimer(app, interval=10)
    timer.timeout.connect(lambda: closes and busy.is_set() and application.window.close())
    timer.start()
    return live(app, application, *more)
start._live = and_work
def without_end(*_):
    busy.set()
    print("busy", flush=True)
    time.sleep(1000)
"""
WORK = {
    "a job that writes a file": """
def work(application):
    application.jobs.submit(write, print)
def write():
    with replacement(Path.home() / "unfinished") as file:
        file.write(b"half")
        file.flush()
        without_end()
""",
    "a job that must finish": """
def work(application):
    application.quick_jobs.submit(without_end, print, must_finish=True)
""",
    "a run on a disk that does not answer": """
def work(application):
    from core.lifecycle import recording
    recording._Recorder.keep = without_end
    application.controller.start(preset("linear").config)
""",
    "Verify that reads its files": """
def work(application):
    check.Check._check_files = without_end
    application.window.code.check.set_config(preset("linear").config)
    application.window.code.check.start()
""",
    "Verify that does not notice the end of its program": """
def work(application):
    check.Check._fresh_costs = lambda _: iter(())
    check.printed_costs = without_end
    application.window.code.check.set_config(preset("linear").config)
    application.window.code.check.start()
""",
}


@pytest.fixture(scope="module")
def programs():
    with server() as started:
        yield started


def programs_in(folder):
    """The processes whose command line has this folder."""
    found = []
    for entry in Path("/proc").iterdir():
        with suppress(OSError):  # it has ended
            if entry.name.isdecimal() and str(folder).encode() in (entry / "cmdline").read_bytes():
                found.append(int(entry.name))
    return found


@pytest.mark.parametrize("by_signal", [True, False])
@pytest.mark.parametrize("work", WORK)
def test_the_window_closes(work, by_signal, programs, tmp_path):
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    process = programs.start(
        *("--runs-dir", tmp_path / "runs"),
        place=tmp_path,
        before=WINDOW + WORK[work] + f"closes = {not by_signal}",
        TMPDIR=str(temporary),
    )
    until(tmp_path, "busy")
    began = time.monotonic()
    if by_signal:
        os.kill(process, signal.SIGTERM)
    assert programs.wait() == 0
    assert time.monotonic() - began < 2 * WAIT_S + 3

    log = (tmp_path / ".local/state/inkling/log/inkling.log").read_text()
    assert "not waited for: " in log
    for text in (log, (tmp_path / "err").read_text()):
        assert "Traceback" not in text
        assert "QThread" not in text
    assert not [path for path in tmp_path.rglob("*inkling-*") if path.suffix == ".tmp"]
    assert not (tmp_path / "unfinished").exists()
    assert not list(temporary.glob("inkling-*"))
    assert programs_in(temporary) == []
    for folder in layout.folders(tmp_path / "runs"):
        assert runs.read_record(folder).epochs_done >= 0
