"""A monkey with a real mouse and keyboard: the whole program on a display of its own (X11).

    MONKEY_FIRST_SEED=100 python -m pytest tests/faults/window/test_x_events.py \\
        --hypothesis-profile=nightly                                   other events
"""

import os
import random
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import settings

FIRST_SEED = int(os.environ.get("MONKEY_FIRST_SEED", "1"))
IS_LONG = settings().max_examples > 1000
PROGRAMS = ("Xvfb", "xdotool", "openbox")
WIDTH, HEIGHT = 1240, 820
EVENTS, BATCH = 1000, 20
KEYS = (
    *("Return", "Escape", "Tab", "shift+Tab", "space", "Delete", "BackSpace", "F2", "F5", "F7"),
    *("F8", "F9", "F11", "Home", "End", "Left", "Right", "Up", "Down", "Page_Down"),
    *("ctrl+z", "ctrl+shift+z", "ctrl+a", "ctrl+c", "ctrl+v", "ctrl+1", "ctrl+2", "ctrl+3"),
    *("ctrl+slash", "ctrl+shift+p", "ctrl+comma", "alt+f", "alt+v", "a", "1", "9", "period"),
)
WAIT_S = 60

pytestmark = [
    pytest.mark.skipif(not IS_LONG, reason="part of the long profile"),
    pytest.mark.skipif(
        any(shutil.which(program) is None for program in PROGRAMS), reason="needs an X server"
    ),
]


@contextmanager
def ended(process):
    """End a process with the block."""
    try:
        yield process
    finally:
        process.terminate()
        process.wait(WAIT_S)


@pytest.fixture
def surroundings(tmp_path):
    """A display, a home and no network."""
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", "1", "-screen", "0", f"{WIDTH}x{HEIGHT}x24"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    with ended(server):
        with server.stdout as line:
            number = line.readline().decode().strip()
        (tmp_path / "home").mkdir()
        surroundings = os.environ | {
            "DISPLAY": f":{number}",
            "QT_QPA_PLATFORM": "xcb",
            "HOME": str(tmp_path / "home"),
            "XDG_CONFIG_HOME": str(tmp_path / "config"),
            "XDG_STATE_HOME": str(tmp_path / "state"),
            "XDG_DATA_HOME": str(tmp_path / "data"),
            "https_proxy": "http://127.0.0.1:9",
            "http_proxy": "http://127.0.0.1:9",
        }
        manager = subprocess.Popen(["openbox"], env=surroundings, stderr=subprocess.DEVNULL)
        with ended(manager):
            yield surroundings


def event(drawn):
    """Return the words by which xdotool sends one event."""
    x, y = drawn.randrange(WIDTH), drawn.randrange(HEIGHT)
    to = ["mousemove", str(x), str(y)]
    match drawn.choices(("click", "double", "menu", "wheel", "drag", "key"), (40, 8, 8, 5, 9, 30)):
        case ["click"]:
            return [*to, "click", "1"]
        case ["double"]:
            return [*to, "click", "--repeat", "2", "--delay", "30", "1"]
        case ["menu"]:
            return [*to, "click", "3"]
        case ["wheel"]:
            return [*to, "click", drawn.choice("45")]
        case ["drag"]:
            end = [str(drawn.randrange(WIDTH)), str(drawn.randrange(HEIGHT))]
            return [*to, "mousedown", "1", "mousemove", *end, "mouseup", "1"]
    return ["key", "--clearmodifiers", drawn.choice(KEYS)]


def start(surroundings, runs):
    """Start the program and wait for its window."""
    errors = runs.with_name("errors.txt").open("ab")
    main = Path(__file__).parents[3] / "main.py"
    process = subprocess.Popen(
        [sys.executable, str(main), "--runs-dir", str(runs)],
        env=surroundings,
        stdout=subprocess.DEVNULL,
        stderr=errors,
    )
    errors.close()
    done = subprocess.run(
        [
            "timeout",
            str(WAIT_S),
            "xdotool",
            "search",
            "--sync",
            "--onlyvisible",
            "--name",
            "Inkling",
        ],
        env=surroundings,
        check=False,
        stdout=subprocess.DEVNULL,
    )
    assert done.returncode == 0, "no window appears"
    return process


def test_real_events_raise_nothing(surroundings, tmp_path):
    drawn = random.Random(FIRST_SEED)
    process = start(surroundings, tmp_path / "runs")
    sent = []
    for _ in range(EVENTS // BATCH):
        words = [word for _ in range(BATCH) for word in [*event(drawn), "sleep", "0.02"]]
        sent.append(" ".join(words))
        subprocess.run(["xdotool", *words], env=surroundings, check=True, timeout=WAIT_S)
        if process.poll() is not None:  # the monkey has closed the window
            assert process.returncode == 0, sent[-3:]
            process = start(surroundings, tmp_path / "runs")

    process.terminate()
    assert process.wait(WAIT_S) == 0, sent[-3:]
    errors = (tmp_path / "errors.txt").read_text(encoding="utf-8")
    assert "Traceback" not in errors
    for log in (tmp_path / "state").rglob("*.log*"):
        text = log.read_text(encoding="utf-8")
        assert "start: " in text
        assert " ERROR " not in text, text[-5000:]
        assert "Traceback" not in text, text[-5000:]
    assert list((tmp_path / "state").rglob("*.log*"))
