"""Who goes first on a processor that has no core for both: the user's hand, or the runs."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from core.machine.processor import cores

MAX_WAIT_S = 0.05  # of a run before one batch, so that none stands still, whatever goes first


class RightOfWay:
    """Lets the answer to a move of the pen go ahead of runs, which wait before their next batch.

    With two runs training on two cores, 95 % of the networks then follow the pen within 16 ms
    instead of 21, and three within 22 instead of 30; while the pen moves, the runs are a tenth to a
    fifth slower (measured, AMD EPYC). Where they leave a core they do not wait, since nothing would
    be gained.
    """

    def __init__(self) -> None:
        self._is_free = threading.Event()
        self._is_free.set()
        self._lock = threading.Lock()
        self._threads = 0

    @contextmanager
    def training(self, threads: int) -> Iterator[None]:
        """Count the threads of a run while it trains."""
        with self._lock:
            self._threads += threads
        try:
            yield
        finally:
            with self._lock:
                self._threads -= threads

    def take(self) -> None:
        """Go first until `give_back`, if the runs leave no core."""
        if self._threads >= cores():
            self._is_free.clear()

    def give_back(self) -> None:
        """Let the runs go on."""
        self._is_free.set()

    def wait(self) -> float:
        """Wait while somebody else goes first, and return for how many seconds."""
        if self._is_free.is_set():
            return 0.0
        began_s = time.perf_counter()
        self._is_free.wait(MAX_WAIT_S)
        return time.perf_counter() - began_s
