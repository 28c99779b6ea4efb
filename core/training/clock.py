"""How long a run has worked."""

import time
from collections.abc import Iterator
from contextlib import contextmanager


class WorkClock:
    """Seconds of a run's own work: what the receiver of its events does, pauses included, does not count.

    Where the machine's clock goes backwards, this one stands still.
    """

    def __init__(self, before_s: float) -> None:
        self._worked = before_s
        self._looked = time.perf_counter()

    def now(self) -> float:
        """Seconds of work so far."""
        looked = time.perf_counter()
        self._worked += max(0.0, looked - self._looked)
        self._looked = looked
        return self._worked

    @contextmanager
    def outside(self) -> Iterator[None]:
        """Time that does not count."""
        self.now()
        try:
            yield
        finally:
            self._looked = time.perf_counter()
