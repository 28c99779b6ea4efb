"""Engines: whatever can train slices, several at a time.

An engine receives a function's argument and returns a future, so anything that can call a function
elsewhere can be one. `LocalEngine` calls it in threads of this process.
"""

from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Protocol

from core.cluster.slices import Slice, train_slice
from core.run.events import Event


class Engine(Protocol):
    """The seam between the driver of a run and whoever trains its slices."""

    def submit(self, part: Slice) -> "Future[list[Event]]":
        """Have a slice trained; any thread may ask for it. A cancelled future is not waited for."""

    def runs_at_once(self) -> int:
        """Return how many runs to drive at once, so that everybody has work."""


class LocalEngine:
    """An engine of this process: it trains as many slices at a time as it has threads."""

    def __init__(self, threads: int) -> None:
        self._threads = threads
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="slice")

    def submit(self, part: Slice) -> "Future[list[Event]]":
        """Have a slice trained in the next free thread."""
        return self._pool.submit(train_slice, part)

    def runs_at_once(self) -> int:
        """Return the number of threads."""
        return self._threads

    def __enter__(self) -> "LocalEngine":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Wait for the slices in training, and begin no other."""
        self._pool.shutdown(cancel_futures=True)
