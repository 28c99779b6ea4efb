"""The processor's cores, and sharing them between runs."""

import os
import platform
import sys
import threading
from contextlib import suppress
from functools import cache
from pathlib import Path

MAX_THREADS = 64  # that settings may ask for
BACKGROUND_NICENESS = 5  # with more, the answers come no sooner (measured)


def cores() -> int:
    """Count the processor cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@cache
def name() -> str:
    """Return the processor's own name."""
    return _cpu_info().get("model name") or platform.processor() or platform.machine()


def flags() -> frozenset[str]:
    """Return what Linux lists as the processor's flags (Intel, AMD) or features (ARM)."""
    info = _cpu_info()
    return frozenset((info.get("flags") or info.get("Features") or "").split())


@cache
def _cpu_info() -> dict[str, str]:
    """Return what Linux states about the first core; nothing on other systems."""
    info: dict[str, str] = {}
    with suppress(OSError):
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace")
        for line in text.splitlines():
            title, _, value = line.partition(":")
            info.setdefault(title.strip(), value.strip())
    return info


def automatic_threads(runs_at_once: int = 1) -> int:
    """Return the threads for each of several runs: an equal share of the cores, at least one.

    On two cores, two runs of one thread each finish sooner than two runs of two threads in turn
    (measured: 3.7 s against 4.6 s).
    """
    return max(1, cores() // runs_at_once)


def startable_threads(threads: int) -> int:
    """Return how many threads of a run are started again here, of the number that its files state.

    Somebody else may have written these, and each thread takes memory.
    """
    return min(threads, max(MAX_THREADS, cores()))


def begin_computing(*, gives_way: bool = False) -> None:
    """Prepare this thread for computing with torch; the first thing that such a thread does.

    Args:
        gives_way: whether this thread, and those that it starts, give way to the window's thread.
    """
    if gives_way:
        _give_way()

    import torch  # only here, since the window imports this module  # noqa: F401

    flush_denormals()


def flush_denormals() -> None:
    """Compute denormal numbers (float32: below 1.2e-38) as zero in this thread; needs torch loaded.

    The memories of Adam, RMSprop and momentum decay into such numbers where a weight has no
    gradient, and some processors take a hundred times as long for them. Costs and weights stay the
    same, bit for bit.

    It is a setting of each thread. OpenMP's helper threads copy it from the thread that starts
    them, when that one first computes in parallel, and keep it; set later, it leaves them as they
    are. Before torch is loaded nothing is set, so that a thread with other work does not wait for
    it.
    """
    flush = getattr(sys.modules.get("torch"), "set_flush_denormal", None)
    if flush is None:
        return

    import numpy as np

    # NumPy before 2.4 looks for denormals once for each type, and warns if it finds none
    for number_type in (np.float16, np.float32, np.float64):
        np.finfo(number_type)
    flush(True)


def _give_way() -> None:
    """Make this thread nicer than the window's.

    With two runs training on two cores, 95 % of the answers to the pen then come within 21 ms
    instead of 68 (measured while other programs were busy, too). Only Linux gives threads a
    niceness of their own.
    """
    if sys.platform == "linux":
        # best effort: without the permission the run competes with the window
        with suppress(OSError):
            os.setpriority(
                os.PRIO_PROCESS, threading.get_native_id(), os.nice(0) + BACKGROUND_NICENESS
            )
