"""Every thread of the window is known, and one call ends them all."""

import ast
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QThread

import gui
from core.data.fetching import downloads
from core.data.fetching.downloads import FetchCancelledError
from core.program.check import Check, Progress
from gui.background import threads
from gui.background.threads import Background, BackgroundThread
from tests.gui.driving import ENDLESS, LEFT, WAIT_MS, quick

THREADS = {"QThread", "QThreadPool", "QRunnable", "ThreadPoolExecutor", "threading.Thread"}


class Patient(BackgroundThread):
    """Waits until it is stopped."""

    def __init__(self):
        super().__init__()
        self._end = threading.Event()

    def run(self):
        self._end.wait(WAIT_MS / 1000)

    def stop(self):
        self._end.set()


class Stubborn(BackgroundThread):
    """Waits even if it is stopped."""

    def __init__(self):
        super().__init__()
        self.end = threading.Event()

    def run(self):
        self.end.wait(WAIT_MS / 1000)

    def stop(self):
        pass


class TestBackground:
    def test_knows_what_runs(self, background, wait):
        first, second = Patient(), Patient()
        assert background.running() == []
        background.start(first)
        background.start(second)
        assert background.running() == [first, second]
        first.stop()
        wait(lambda: background.running() == [second])

    def test_closing_stops_all_and_waits(self, background):
        started = [Patient() for _ in range(3)]
        for thread in started:
            background.start(thread)
        background.close()
        assert all(thread.isFinished() for thread in started)
        assert background.running() == []

    def test_a_thread_without_end_is_not_waited_for(self, background, monkeypatch, wait):
        monkeypatch.setattr(threads, "MAX_WAIT_S", 0.05)
        stubborn, patient = Stubborn(), Patient()
        background.start(stubborn)
        background.start(patient)
        background.close()
        assert background.running() == [stubborn]
        stubborn.end.set()
        assert stubborn.wait(WAIT_MS)

    def test_nothing_starts_afterwards(self, background):
        background.close()
        thread = Patient()
        background.start(thread)
        assert background.is_closed
        assert not thread.isRunning()

    def test_a_thread_that_qt_deleted_is_forgotten(self, background, wait):
        thread = Patient()
        background.start(thread)
        thread.stop()
        assert thread.wait(WAIT_MS)
        thread.deleteLater()
        wait(lambda: background.running() == [])
        background.close()

    @pytest.mark.parametrize(
        "kind", BackgroundThread.__subclasses__(), ids=lambda kind: kind.__name__
    )
    def test_each_thread_says_how_it_is_stopped(self, kind):
        assert kind.stop is not BackgroundThread.stop


def names_in(file):
    """Return what a module names, with the module's name before a dot."""
    nodes = list(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
    names = {node.id for node in nodes if isinstance(node, ast.Name)}
    dotted = {ast.unparse(node) for node in nodes if isinstance(node, ast.Attribute)}
    return names | dotted


def test_threads_stand_in_background_alone_and_are_all_of_its_kind():
    folder = Path(gui.__file__).parent
    naming = {
        str(file.relative_to(folder)) for file in folder.rglob("*.py") if names_in(file) & THREADS
    }
    assert naming == {str(Path("background", "threads.py"))}


def test_each_thread_is_started_by_the_list():
    """No module calls the `start` of a thread of its own."""
    folder = Path(gui.__file__).parent
    for file in folder.rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        assert "thread.start()" not in text or file.name == "threads.py", file


def test_closing_the_application_ends_a_run_a_check_a_download_and_a_job(
    application, monkeypatch, wait, tmp_path, qtbot
):
    def fetch(_data_set, _report, cancel):
        cancel.wait(WAIT_MS / 1000)
        raise FetchCancelledError

    def steps(check):
        yield Progress(0, 1)
        while not check._stop.is_set():
            time.sleep(0.01)

    monkeypatch.setattr(downloads, "fetch", fetch)
    monkeypatch.setattr(Check, "steps", steps)
    for module in ("core.data.folders", "core.data.fetching.downloads"):
        monkeypatch.setattr(f"{module}.datasets_folder", lambda: tmp_path)
    window = application.window

    # a download, a run and a job
    window.setup.set_config(quick(changes={"data.dataset": "kmnist"}))
    window.tabs.show_page("data")
    wait(window.data.fetch.isVisible)
    qtbot.mouseClick(window.data.fetch, LEFT)
    run = application.controller.start(quick(changes=ENDLESS))
    wait(lambda: application.store.get(run).record.started is not None)
    done = []
    application.jobs.submit(lambda: done.append(1), print, must_finish=True)

    # a check of the program, last, because a change of the form would end it
    window.setup.set_config(quick("logistic", {"epochs": 500}))
    window.tabs.show_page("code")
    wait(lambda: window.code.script is not None and window.code.verify.isEnabled())
    qtbot.mouseClick(window.code.verify, LEFT)

    kinds = {type(thread).__name__ for thread in application.background.running()}
    assert {"CheckThread", "DownloadThread", "TrainingThread", "_Worker"} <= kinds
    threads = application.background.running()
    application.close()
    assert done == [1]
    assert all(thread.isFinished() for thread in threads)
    assert not any(thread.isRunning() for thread in window.findChildren(QThread))


def test_each_application_has_its_own_list(application):
    another = Background()
    another.close()
    assert not application.background.is_closed


NARROW = """
import struct, sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from core.data.layouts.array_files import ArrayFile, image_blocks
from gui.background.jobs import JobQueue
from gui.background.threads import Background

app, background = QCoreApplication([]), Background()
file = Path(sys.argv[1])
header = b"-" * 9000 + b"1"  # a literal of Python
file.write_bytes(b"\\x93NUMPY\\x01\\x00" + struct.pack("<H", len(header)) + header)
jobs = JobQueue(background)
jobs.failed.connect(lambda reason: (print(reason), app.quit()))
jobs.submit(lambda: list(image_blocks(ArrayFile(file))), print)
app.exec()
background.close()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system's limit is no variable")
def test_a_file_that_is_deeply_nested_ends_no_thread(tmp_path):
    """Where the system gives a thread 512 KB, as macOS does, Python's parser runs out of them."""

    def narrow():
        import resource  # which Windows lacks

        resource.setrlimit(resource.RLIMIT_STACK, (512 * 1024, resource.RLIM_INFINITY))

    ended = subprocess.run(
        [sys.executable, "-c", NARROW, str(tmp_path / "x_train.npy")],
        preexec_fn=narrow,
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ended.returncode == 0, ended.stderr
    assert "damaged header" in ended.stdout
