"""The end of an interrupted process, in processes of their own."""

import signal
import subprocess
import sys

import pytest

from core.interruption import SIGNALS

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")

START = """
import os, signal, sys
from pathlib import Path
from core.files import replacement
from core.interruption import begin, delayed, end_on_signals, finish
from core.temporary_folders import temporary_folder
end_on_signals()
def interrupt():
    os.kill(os.getpid(), int(sys.argv[1]))
"""
# Each would lose an exception, or turn it into another one.
PLACES = {
    "a destructor": """
class Loud:
    def __del__(self):
        interrupt()
Loud()
""",
    "a callback of a weak reference": """
import weakref
class Thing: pass
thing = Thing()
watch = weakref.ref(thing, lambda _: interrupt())
del thing
""",
    "a library that is loaded": """
try:
    interrupt()
except BaseException:
    raise ImportError("the library cannot be loaded")
""",
    "what ignores all errors": """
try:
    interrupt()
except BaseException:
    pass
""",
    "a callback of the C library": """
import ctypes
compare = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)(lambda *_: interrupt())
ctypes.CDLL(None).qsort((ctypes.c_int * 2)(), 2, 4, compare)
""",
    "the last steps": """
import atexit
atexit.register(interrupt)
sys.exit()
""",
}


def run(code, number, folder, prefix=()):
    """The status and output of a process that sends itself this signal by `interrupt()`."""
    ended = subprocess.run(
        [*prefix, sys.executable, "-c", START + code, str(int(number)), str(folder)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return ended.returncode, ended.stdout + ended.stderr


@pytest.mark.parametrize("number", SIGNALS)
@pytest.mark.parametrize("place", PLACES)
def test_wherever_it_comes_the_process_ends_silently(place, number, tmp_path):
    assert run(f"{PLACES[place]}\nprint('went on')", number, tmp_path) == (128 + number, "")


WRITING = {
    "a file": "with replacement(folder / 'x') as file:\n    file.write(b'half')",
    "a file that replaces one": "with replacement(folder / 'mine') as file:\n    pass",
    "a folder": "with temporary_folder(folder, '.x-') as new:\n    (new / 'x').write_text('half')",
    "another library's": "begin(folder / 'x')\nopen(folder / 'x', 'w').write('half')\nif 1:",
}


@pytest.mark.parametrize("kind", WRITING)
def test_what_is_unfinished_is_deleted(kind, tmp_path):
    (tmp_path / "mine").write_text("mine")
    code = f"folder = Path(sys.argv[2])\n{WRITING[kind]}\n    interrupt()"
    assert run(code, signal.SIGTERM, tmp_path) == (128 + signal.SIGTERM, "")
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]
    assert (tmp_path / "mine").read_text() == "mine"


def test_what_is_finished_stays(tmp_path):
    code = (
        "folder = Path(sys.argv[2])\n"
        "with replacement(folder / 'one') as file: file.write(b'whole')\n"
        "begin(folder / 'two')\n"
        "(folder / 'two').write_text('whole')\n"
        "finish(folder / 'two')\n"
        "interrupt()"
    )
    assert run(code, signal.SIGINT, tmp_path) == (128 + signal.SIGINT, "")
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {
        "one": "whole",
        "two": "whole",
    }


def test_neither_is_a_link_in_its_place_deleted_nor_the_folder_behind_it(tmp_path):
    """The folder's name is random, but another process may see it."""
    (tmp_path / "theirs").mkdir()
    (tmp_path / "theirs" / "x").write_text("theirs")
    code = (
        "folder = Path(sys.argv[2])\n"
        "with temporary_folder(folder, '.x-') as new:\n"
        "    new.rmdir()\n"
        "    new.symlink_to(folder / 'theirs')\n"
        "    interrupt()"
    )
    assert run(code, signal.SIGTERM, tmp_path) == (128 + signal.SIGTERM, "")
    assert (tmp_path / "theirs" / "x").read_text() == "theirs"
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize("end", ["interrupt()", "raise SystemExit(3)", "pass"])
def test_a_folder_that_takes_its_place_is_not_deleted(end, tmp_path):
    """As somebody may do in a shared folder who may not change what is in it."""
    (tmp_path / "theirs").mkdir()
    (tmp_path / "theirs" / "x").write_text("theirs")
    code = (
        "folder = Path(sys.argv[2])\n"
        "with temporary_folder(folder, '.x-') as new:\n"
        "    (new / 'x').write_text('half')\n"
        "    new.rename(folder / 'aside')\n"
        "    (folder / 'theirs').rename(new)\n"
        f"    {end}"
    )
    run(code, signal.SIGTERM, tmp_path)
    (place,) = [path for path in tmp_path.iterdir() if path.name.startswith(".x-")]
    assert (place / "x").read_text() == "theirs"


def test_steps_that_belong_together_are_both_done(tmp_path):
    code = (
        "with delayed():\n"
        "    with delayed():\n"
        "        interrupt()\n"
        "    print('both', flush=True)\n"
        "print('went on')"
    )
    assert run(code, signal.SIGTERM, tmp_path) == (128 + signal.SIGTERM, "both\n")


@pytest.mark.parametrize("name", ["INT", "HUP"])
def test_a_signal_that_is_ignored_stays_ignored(name, tmp_path):
    """As in a background job of a shell script, and under nohup."""
    ignoring = ("sh", "-c", f'trap "" {name}; exec "$@"', "sh")
    number = getattr(signal, f"SIG{name}")
    assert run("interrupt()\nprint('went on')", number, tmp_path, ignoring) == (0, "went on\n")


TWO_SIGNALS = """
import os, signal, sys
from core.cli.console import _stopping_on_signals
from core.interruption import end_on_signals
from core.run.control import Stop
end_on_signals()

def interrupted_at(step):
    left = step
    def trace(*_):
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGTERM)
        return trace
    with _stopping_on_signals(Stop()):
        signal.alarm(20)  # ends the process if it waits for itself
        sys.settrace(trace)
        os.kill(os.getpid(), signal.SIGINT)
        sys.settrace(None)
    return left <= 0

for step in range(1, 1000):
    child = os.fork()
    if child == 0:
        os._exit(0 if interrupted_at(step) else 100)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    print(status)
    if status == 100:  # the handler takes fewer steps
        break
"""


def test_a_second_signal_at_any_step_of_the_first_one_s_handler():
    arguments = (sys.executable, "-c", TWO_SIGNALS)
    done = subprocess.run(arguments, timeout=100, check=True, capture_output=True, text=True)
    statuses = [int(line) for line in done.stdout.split()]
    assert len(statuses) > 5
    assert set(statuses) == {0, 128 + signal.SIGTERM, 100}
