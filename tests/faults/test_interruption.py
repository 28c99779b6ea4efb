"""Commands that are interrupted at any step, counted in calls of functions."""

import shutil
import signal

import pytest
from hypothesis import settings

from core.storage import layout
from tests.faults.forked import CAN_FORK, server

pytestmark = pytest.mark.skipif(not CAN_FORK, reason="processes are forked and looked into")

TRAIN = "train --preset linear --epochs 1 --threads 1"
# From the first step of the program on, the n-th call or return of a function sends the signal.
AT_A_STEP = """
import os, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
left = {step}
def wait_for_start(frame, event, argument):
    if frame.f_code.co_name == "search_own_folder_first":
        sys.setprofile(count)
        count(frame, event, argument)
def count(*_):
    global left
    left -= 1
    if left == 0:
        sys.setprofile(None)
        os.kill(os.getpid(), {number})
sys.setprofile(wait_for_start)
"""
COMMANDS = {
    "runs": ("runs",),
    "info": ("info",),
    "wrong usage": ("train", "--preset", "x"),
    "zip": ("export", "--run", "RUN", "--format", "zip", "--output", "TARGET/x"),
    "tensorboard": ("export", "--run", "RUN", "--format", "tensorboard", "--output", "TARGET/x"),
    "page": ("export", "--run", "RUN", "--format", "page", "--output", "TARGET/x"),
    "script": ("export", "--run", "RUN", "--format", "script", "--output", "TARGET/x"),
    "import": ("import", "ARCHIVE"),
    "repeat": ("repeat", "RUN"),
    "predict": ("predict", "--run", "RUN", "no.png"),
}
GROWTH = 1.6  # of the steps at which the same command is interrupted
# the signals that come in turn at these steps; in the long profile each comes at every one
IS_LONG = settings().max_examples > 1000
TURNS = 1 if IS_LONG else 2
SIGNALS = (signal.SIGINT, signal.SIGTERM)


@pytest.fixture(scope="module")
def programs():
    with server() as started:
        yield started


@pytest.fixture(scope="module")
def kept(programs, tmp_path_factory):
    """A kept run and its archive."""
    base = tmp_path_factory.mktemp("kept")
    programs.start(*TRAIN.split(), "--runs-dir", base / "runs", place=base)
    assert programs.wait() == 0, (base / "err").read_text()
    (folder,) = layout.folders(base / "runs")
    packing = ("--format", "zip", "--output", base / "x.zip")
    programs.start("export", "--run", folder, *packing, place=base)
    assert programs.wait() == 0, (base / "err").read_text()
    return folder, base / "x.zip"


def steps(number, growth):
    """The steps at which a command gets a signal: 1, and more and more seldom from there on."""
    step, turn = 1, SIGNALS.index(number)
    yield step
    while True:
        step = int(step * growth) + 1
        turn += 1
        if turn % TURNS == 0:
            yield step


def contents(folder):
    return {path: path.is_file() and path.read_bytes() for path in folder.rglob("*")}


@pytest.mark.parametrize("number", SIGNALS)
@pytest.mark.parametrize("command", COMMANDS)
def test_at_any_step(command, number, programs, kept, tmp_path):
    folder, archive = kept
    runs_dir, target, place = tmp_path / "runs", tmp_path / "target", tmp_path / "place"
    values = {"RUN": str(folder), "ARCHIVE": str(archive)}
    line = [values.get(word, word.replace("TARGET", str(target))) for word in COMMANDS[command]]
    before = contents(folder)
    for step in steps(number, GROWTH):
        for made in (runs_dir, target):
            shutil.rmtree(made, ignore_errors=True)
            made.mkdir()
        sending = AT_A_STEP.format(step=step, number=int(number))
        programs.start(*line, "--runs-dir", runs_dir, place=place, before=sending)
        status, err = programs.wait(), (place / "err").read_text()

        assert "Traceback" not in err, (step, err)
        assert contents(folder) == before
        if status in (0, 1, 2):
            break  # the command has fewer steps
        assert status in (128 + number, -number), step
        assert not [path for path in target.rglob("*") if path.is_file()], step
        assert len(list(runs_dir.iterdir())) == len(layout.folders(runs_dir)), step
    assert step > 1000


# Serves a data set of four small files in place of the publishers of EMNIST, or of Fashion-MNIST.
SERVING = """
import gzip, hashlib, io, struct, zipfile
from dataclasses import replace
import core.data.fetching.downloads as downloads
from core.config.catalogue import KNOWN, RemoteFile
def idx(*shape):
    size = 1
    for length in shape:
        size *= length
    header = struct.pack(f">4B{{len(shape)}}I", 0, 0, 8, len(shape), *shape)
    return gzip.compress(header + bytes(size))
known = KNOWN["{name}"]
files = {{
    name: idx(20, 28, 28) if "images" in name else idx(20) for name in sorted(known.file_names)
}}
content = files
if known.members:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, part in files.items():
            archive.writestr(known.files[0].folder + "/" + name, part)
    content = {{known.files[0].name: packed.getvalue()}}
remote = tuple(
    replace(file, md5=hashlib.md5(content[file.name]).hexdigest(), size=len(content[file.name]))
    for file in known.files
)
KNOWN["{name}"] = replace(known, files=remote)
def receive(address, check, on_response):
    whole = content[address.rpartition("/")[2]]
    for start in range(0, len(whole), 100):
        check()
        yield whole[start : start + 100]
downloads.receive = receive
"""


@pytest.mark.parametrize("number", SIGNALS)
@pytest.mark.parametrize("name", ["fashion-mnist", "emnist-letters"])
def test_at_any_step_of_a_download(name, number, programs, tmp_path):
    """A data set is there as a whole or not at all, and can be downloaded again."""
    serving = SERVING.format(name=name)
    interrupted = set()
    for step in steps(number, GROWTH):
        place = tmp_path / str(step)
        data = place / ".local/share/inkling/data"
        sending = AT_A_STEP.format(step=step, number=int(number))
        programs.start("fetch", name, place=place, before=serving + sending, XDG_DATA_HOME=None)
        status, err = programs.wait(), (place / "err").read_text()
        assert "Traceback" not in err, (step, err)
        left = sorted(path.relative_to(data).as_posix() for path in data.rglob("*"))
        assert len(left) in (0, 5), (step, left)  # the folder and its four files
        assert not [path for path in left if path.startswith(".")], (step, left)
        if status == 0:
            break
        assert status in (128 + number, -number), (step, err)
        interrupted.add(bool(left))

        programs.start("fetch", name, place=place, before=serving, XDG_DATA_HOME=None)
        assert programs.wait() == 0, (place / "err").read_text()
        assert len(list(data.rglob("*.gz"))) == 4
    assert step > 1000
    assert False in interrupted


# Sends the signal once the second file of the data set has arrived in its folder.
WHILE_FILES_ARRIVE = """
import os
from pathlib import Path
replace = Path.replace
def replace_and_send(path, target):
    moved = replace(path, target)
    if len(list(Path(target).parent.glob("*-ubyte.gz"))) == 2:
        os.kill(os.getpid(), {number})
    return moved
Path.replace = replace_and_send
"""


@pytest.mark.parametrize("number", SIGNALS)
def test_while_the_files_of_a_download_arrive(number, programs, tmp_path):
    before = SERVING.format(name="fashion-mnist") + WHILE_FILES_ARRIVE.format(number=int(number))
    programs.start("fetch", "fashion-mnist", place=tmp_path, before=before, XDG_DATA_HOME=None)
    assert programs.wait() == 128 + number
    data = tmp_path / ".local/share/inkling/data"
    assert [path.name for path in data.iterdir()] == ["fashion-mnist"]
    assert len(list((data / "fashion-mnist").iterdir())) == 4


# Prints "open" when the window is, and closes it soon afterwards unless a signal does.
OPENING = """
from PySide6.QtCore import QTimer
from gui import start
live = start._live
def and_close(app, application, *more):
    QTimer.singleShot(0, lambda: print("open", flush=True))
    QTimer.singleShot(300, application.window.close)
    return live(app, application, *more)
start._live = and_close
"""


@pytest.mark.parametrize("number", SIGNALS)
def test_at_any_step_of_a_window_that_opens(number, programs, tmp_path):
    """What it has begun it finishes; only before it handles signals, it ends at once."""
    statuses = []
    for step in steps(number, growth=2 if IS_LONG else 3):
        place = tmp_path / str(step)
        sending = AT_A_STEP.format(step=step, number=int(number))
        programs.start("--runs-dir", place / "runs", place=place, before=OPENING + sending)
        statuses.append(programs.wait())
        assert "Traceback" not in (place / "err").read_text(), step
        log = place / ".local/state/inkling/log/inkling.log"
        assert not log.exists() or "Traceback" not in log.read_text()
        if "open" in (place / "out").read_text() and step > 100_000:
            break
    first_handled = statuses.index(0)
    assert set(statuses[:first_handled]) <= {128 + number, -number}
    assert set(statuses[first_handled:]) == {0}
