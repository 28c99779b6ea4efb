"""What all tests share."""

import os
import signal
import sys
from pathlib import Path

# Where nothing is to be written next to the sources, each of pytest's processes and each program
# under test would compile all modules again; what they compile is kept with pytest's own cache.
if sys.dont_write_bytecode:
    sys.dont_write_bytecode = False
    sys.pycache_prefix = str(Path(__file__).parents[1] / ".pytest_cache" / "bytecode")
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix

import pytest
from hypothesis import settings

import core  # noqa: F401 - before torch, because it settles how OpenMP's threads wait
from core import file_presence

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # no window flashes up, and none is needed

settings.register_profile("inkling", deadline=None, max_examples=25)
settings.register_profile(
    "nightly", deadline=None, max_examples=1200
)  # chosen with --hypothesis-profile=nightly
settings.load_profile("inkling")

if (
    signal.getsignal(signal.SIGINT) is signal.SIG_IGN
):  # as a shell starts what it puts into the background
    signal.signal(
        signal.SIGINT, signal.default_int_handler
    )  # programs under test would never hear of Ctrl+C


@pytest.fixture
def nothing_is_new(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no file count as one that a copy still goes on with, however recently it was written."""
    monkeypatch.setattr(file_presence, "NEW_S", -1.0)


# files are handed out to the processes in this order, so those whose single tests take longest
# come first, and no process waits at the end for one that has just begun such a file
FIRST = ("", "faults", "gui")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the tests of the whole project first, those of `core` last."""
    items.sort(key=lambda item: (*FIRST, _room(item)).index(_room(item)))


def _room(item: pytest.Item) -> str:
    """Return the folder of `tests` that a test is in; nothing if it is in none of them."""
    within = item.path.relative_to(Path(__file__).parent).parts
    return within[0] if len(within) > 1 else ""
