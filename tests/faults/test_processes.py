"""The whole program, interrupted at moments drawn at random, and in surroundings that lack
something.
"""

import os
import random
import re
import signal
import socket
import sys
import time
from contextlib import suppress
from itertools import product
from pathlib import Path

import pytest
from hypothesis import settings

from core.export.formats import Format
from core.leftovers import leftovers
from core.lifecycle.continuing import continuation
from core.run.record import RunState
from core.storage import layout
from core.storage import records as runs
from tests.faults.forked import CAN_FORK, server

pytestmark = pytest.mark.skipif(not CAN_FORK, reason="processes are forked and looked into")

PATIENCE_S = 40
IS_LONG = settings().max_examples > 1000
SMALL = [
    "--set",
    "data.train_size=600",
    "--set",
    "data.test_size=200",
    "--set",
    "data.batch_size=50",
    "--threads",
    "1",
]
TRAIN = ("train", "--preset", "mlp", *SMALL, "--epochs", 9_999, "--json")

# What a window does by itself: trains without end, and says in `out` when it is open and when
# epochs end.
TRAINING = """
from gui import start
from PySide6.QtCore import QTimer
from core.config.fields import with_values
from core.config.presets import preset
sizes = {"data.train_size": 600, "data.test_size": 200, "data.batch_size": 50}
changes = sizes | {"epochs": 9999, "threads": 1}
live = start._live
def with_a_run(app, application, *more):
    store = application.store
    tell = lambda run: print("epochs", store.get(run).record.epochs_done, flush=True)
    store.run_changed.connect(tell)
    QTimer.singleShot(0, lambda: print("open", flush=True))
    config = with_values(preset("mlp").config, changes)
    QTimer.singleShot(0, lambda: application.controller.start(config))
    return live(app, application, *more)
start._live = with_a_run
"""
# Closes as soon as it is open, and says in `out` what stands in the bar.
GLANCE = """
from gui import start
from PySide6.QtCore import QTimer
live = start._live
def and_close(app, application, *more):
    def close():
        print(application.window.notice.text, flush=True)
        application.window.close()
    QTimer.singleShot(300, close)
    return live(app, application, *more)
start._live = and_close
"""


@pytest.fixture(scope="module")
def programs():
    with server() as started:
        yield started


@pytest.fixture(scope="module")
def moments():
    """The same in each run of the tests, so that what they find is found again."""
    return random.Random(28)


def until(place, words):
    """Wait for these words in what the program prints."""
    ends = time.monotonic() + PATIENCE_S
    while not ((place / "out").exists() and words in (place / "out").read_text()):
        assert time.monotonic() < ends, (place / "err").read_text()
        time.sleep(0.002)


def said(place):
    """Standard error, in which no traceback may stand."""
    text = (place / "err").read_text()
    assert "Traceback" not in text, text
    return text


def epochs_told(place):
    """How many epochs the program has said are done; each of them is on the disk."""
    lines = (place / "out").read_text().split("\n")[:-1]
    return sum('"epoch_completed"' in line for line in lines)


def is_sound(runs_dir, told):
    """Whatever was said to be done is kept, and the run can be gone on with."""
    for folder in layout.folders(runs_dir):
        record = runs.read_record(folder)
        assert record.state in (RunState.STOPPED, RunState.INTERRUPTED, RunState.COMPLETED)
        assert record.epochs_done >= told
        assert continuation(folder, 10_000).record.epochs_done >= min(told, record.epochs_done - 1)
    return len(layout.folders(runs_dir))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_command_that_trains(number, programs, moments, tmp_path):
    for attempt in range(5):
        place = tmp_path / str(attempt)
        process = programs.start(*TRAIN, "--runs-dir", place / "runs", place=place)
        if attempt > 1:
            until(place, "epoch_completed")
        time.sleep(moments.uniform(0, 0.4))
        os.kill(process, number)
        status = programs.wait()
        assert status in (
            {-signal.SIGKILL} if number == signal.SIGKILL else {128 + number, -number}
        )
        said(place)
        assert is_sound(place / "runs", epochs_told(place)) or attempt <= 1
        assert not list((place / "runs").rglob("*.tmp")) or number == signal.SIGKILL


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_commands_that_read_and_write(number, programs, moments, tmp_path):
    programs.start(
        "train",
        "--preset",
        "mlp",
        *SMALL,
        "--epochs",
        1,
        "--runs-dir",
        tmp_path,
        place=tmp_path / "first",
    )
    assert programs.wait() == 0, said(tmp_path / "first")
    (folder,) = layout.folders(tmp_path)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    for attempt, line in enumerate(
        [
            ("runs", "--json"),
            ("info",),
            ("export", "--run", folder.name, "--format", "zip", "--output", tmp_path / "x.zip"),
            ("export", "--run", folder.name, "--format", "csv", "--output", tmp_path / "x.csv"),
            ("repeat", folder.name),
            ("import", tmp_path / "x.zip"),
        ]
    ):
        place = tmp_path / str(attempt)
        process = programs.start(*line, "--runs-dir", tmp_path, place=place)
        time.sleep(moments.uniform(0, 0.15))
        os.kill(process, number)
        assert programs.wait() in (0, 1, 128 + number, -number)
        said(place)
        assert {path: path.read_bytes() for path in before} == before
        assert layout.folders(tmp_path) == [folder]


# Sends the process a signal in the middle of what it writes.
SIGNALLED = """
import os, signal
from tensorboardX.record_writer import RecordWriter
signal.signal(signal.SIGHUP, signal.SIG_DFL)  # nohup ignores it
def interrupted(act):
    def act_later(*arguments):
        os.kill(os.getpid(), {number})
        return act(*arguments)
    return act_later
os.fsync = interrupted(os.fsync)
RecordWriter.write = interrupted(RecordWriter.write)
"""


@pytest.fixture(scope="module")
def small_run(programs, tmp_path_factory):
    """The folder of a run of one epoch."""
    base = tmp_path_factory.mktemp("small")
    arguments = ("--preset", "mlp", *SMALL, "--epochs", 1, "--runs-dir", base / "runs")
    programs.start("train", *arguments, place=base)
    assert programs.wait() == 0, said(base)
    return layout.folders(base / "runs")[0]


@pytest.mark.parametrize(
    ("form", "number"),
    [
        *product(Format, (signal.SIGINT, signal.SIGKILL)),
        *product([Format.ZIP], (signal.SIGTERM, signal.SIGHUP)),  # which do the same as SIGINT
    ],
)
def test_an_interrupted_export_leaves_nothing(form, number, programs, small_run, tmp_path):
    target = tmp_path / "target"
    target.mkdir()
    arguments = ("--run", small_run, "--format", form, "--output", target / "x")
    programs.start(
        "export", *arguments, place=tmp_path, before=SIGNALLED.format(number=int(number))
    )
    is_killed = number == signal.SIGKILL
    assert programs.wait() == (-number if is_killed else 128 + number), said(tmp_path)
    said(tmp_path)

    left = [path for path in target.rglob("*") if path.is_file()]
    assert len(left) == is_killed
    if is_killed and form is not Format.TENSORBOARD:
        assert leftovers(target, older_than_s=-1) == left
        assert leftovers(target) == []  # it may belong to a process that is still writing


class TestWindow:
    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
    def test_while_it_trains(self, number, programs, moments, tmp_path):
        process = programs.start("--runs-dir", tmp_path / "runs", place=tmp_path, before=TRAINING)
        until(tmp_path, "epochs 1")
        time.sleep(moments.uniform(0, 0.3))
        os.kill(process, number)
        assert programs.wait() == (-number if number == signal.SIGKILL else 0)
        said(tmp_path)
        told = max(map(int, re.findall(r"epochs (\d+)\n", (tmp_path / "out").read_text())))
        assert is_sound(tmp_path / "runs", told) == 1

    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
    def test_while_it_opens(self, number, programs, moments, tmp_path):
        for attempt in range(4 if IS_LONG else 2):
            place = tmp_path / str(attempt)
            process = programs.start("--runs-dir", place / "runs", place=place, before=TRAINING)
            time.sleep(moments.uniform(0, 1.5))
            os.kill(process, number)
            assert programs.wait() in (0, 128 + number, -number)
            said(place)
            is_sound(place / "runs", 0)


class TestPoorSurroundings:
    def test_no_home(self, programs, tmp_path):
        programs.start(place=tmp_path, before=NOBODY + GLANCE, HOME=None)
        assert programs.wait() == 0, said(tmp_path)
        assert "there is no home folder" in (tmp_path / "out").read_text()
        said(tmp_path)
        assert {path.name for path in tmp_path.iterdir()} == {"out", "err"}

    @pytest.mark.skipif(sys.platform != "linux", reason="only there Qt asks fontconfig")
    def test_a_pipe_where_qt_looks_for_a_font(self, programs, tmp_path):
        (tmp_path / ":").mkdir()
        os.mkfifo(tmp_path / ":" / "non-existent")
        before = f"import os\nos.chdir({str(tmp_path)!r})\n{GLANCE}"
        programs.start("--runs-dir", tmp_path / "runs", place=tmp_path, before=before)
        assert programs.wait() == 0, said(tmp_path)

    def test_no_standard_output(self, programs, tmp_path):
        before = (
            GLANCE + "import os, sys\nos.close(1)\nos.close(2)\nsys.stdout = sys.stderr = None\n"
        )
        programs.start("--runs-dir", tmp_path / "runs", place=tmp_path, before=before)
        assert programs.wait() == 0

    def test_no_fonts(self, programs, tmp_path):
        (tmp_path / "fonts.conf").write_text("<?xml version='1.0'?><fontconfig></fontconfig>")
        fonts = {
            "FONTCONFIG_FILE": str(tmp_path / "fonts.conf"),
            "QT_QPA_FONTDIR": str(tmp_path / "none"),
        }
        programs.start("--runs-dir", tmp_path / "runs", place=tmp_path, before=GLANCE, **fonts)
        assert programs.wait() == 0, said(tmp_path)
        said(tmp_path)

    @pytest.mark.parametrize("version", ["6.12.0", "6.11.0"])
    def test_a_qt_that_would_break_off(self, version, programs, tmp_path):
        programs.start(
            place=tmp_path, before=f"import PySide6\nPySide6.__version__ = {version!r}\n"
        )
        assert programs.wait() == 1
        (line,) = said(tmp_path).splitlines()
        assert line.startswith(f"inkling: PySide6 {version} ")
        assert "pip install" in line


NOBODY = """
import pathlib
def nobody_knows():
    raise RuntimeError("Could not determine home directory.")
pathlib.Path.home = nobody_knows
pathlib.Path.expanduser = lambda self: self
"""


def listening(process):
    """What the process waits at for others to call, over a network or on this machine."""
    own = set()
    for each in Path(f"/proc/{process}/fd").iterdir():
        with suppress(FileNotFoundError):  # one that was closed just now
            own.update(re.findall(r"^socket:\[(\d+)\]$", os.readlink(each)))
    heard = []
    for name in ("tcp", "tcp6", "udp", "udp6"):
        for line in Path(f"/proc/{process}/net/{name}").read_text().splitlines()[1:]:
            words = line.split()
            if words[9] in own:
                heard.append((name, words[1], words[3]))
    for line in Path(f"/proc/{process}/net/unix").read_text().splitlines()[1:]:
        words = line.split()
        if words[6] in own and int(words[3], 16) & 0x10000:  # __SO_ACCEPTCON
            heard.append(("unix", *words[7:]))
    return heard


def test_nothing_listens(programs, tmp_path):
    process = programs.start("--runs-dir", tmp_path / "runs", place=tmp_path, before=TRAINING)
    until(tmp_path, "epochs 2")
    heard = listening(process)
    os.kill(process, signal.SIGTERM)
    assert programs.wait() == 0
    assert heard == []
    process = programs.start(*TRAIN, "--runs-dir", tmp_path / "runs", place=tmp_path / "command")
    until(tmp_path / "command", "epoch_completed")
    heard = listening(process)
    os.kill(process, signal.SIGTERM)
    assert (programs.wait(), heard) == (143, [])


def test_listening_is_noticed():
    with socket.create_server(("127.0.0.1", 0)):
        assert [name for name, *_ in listening(os.getpid())] == ["tcp"]
