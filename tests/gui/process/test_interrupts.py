"""Signals while the window is built; `test_composition.py` and `tests/faults` have the others."""

import os
import signal
import subprocess
import sys
import threading

import pytest

from core.interruption import SIGNALS
from gui.process.interrupts import Interrupts

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")

TWICE = """
import os, signal
from PySide6.QtCore import QCoreApplication
from gui.process.interrupts import Interrupts
app = QCoreApplication([])
interrupts = Interrupts()
for _ in range(2):
    print("signalled", flush=True)
    os.kill(os.getpid(), signal.SIGTERM)
"""


@pytest.fixture
def interrupts(qapp):
    before = [signal.getsignal(number) for number in SIGNALS]
    made = Interrupts()
    yield made
    made.end()
    for number, handler in zip(SIGNALS, before, strict=True):
        signal.signal(number, handler)


@pytest.mark.parametrize("number", SIGNALS)
def test_the_first_is_only_noted(number, interrupts):
    """Anything more, such as another handler, creates enumerations, where Qt's may be half made."""
    handlers = [signal.getsignal(one) for one in SIGNALS]
    os.kill(os.getpid(), number)
    assert [signal.getsignal(one) for one in SIGNALS] == handlers


def test_the_second_ends_the_program():
    ended = subprocess.run(
        [sys.executable, "-c", TWICE], capture_output=True, timeout=60, check=False
    )
    assert ended.stdout.split() == [b"signalled"] * 2
    assert ended.returncode == 128 + signal.SIGTERM
    assert ended.stderr == b""


def test_nothing_that_is_started_meanwhile_has_signals_blocked(interrupts):
    blocked = []
    thread = threading.Thread(
        target=lambda: blocked.append(signal.pthread_sigmask(signal.SIG_BLOCK, []))
    )
    thread.start()
    thread.join()
    assert not blocked[0] & set(SIGNALS)

    asking = "import signal; print(*map(int, signal.pthread_sigmask(signal.SIG_BLOCK, [])))"
    program = subprocess.run(
        [sys.executable, "-c", asking], capture_output=True, timeout=60, check=False
    )
    assert not set(map(int, program.stdout.split())) & set(SIGNALS)
