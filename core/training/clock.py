"""The clock of a run's work."""

import time
from collections.abc import Iterator
from contextlib import contextmanager


class WorkClock:
    """Seconds of a run's own work; pauses, and what the receiver of its events does, do not count.

    Where the machine's clock goes backwards, this one stands still.

    Args:
        worked_s: seconds of work before, of the run that this one continues.
    """

    def __init__(self, worked_s: float) -> None:
        self._worked_s = worked_s
        self._last_reading_s = time.perf_counter()

    def now(self) -> float:
        """Return the seconds of work so far."""
        reading_s = time.perf_counter()
        self._worked_s += max(0.0, reading_s - self._last_reading_s)
        self._last_reading_s = reading_s
        return self._worked_s

    def leave_out(self, seconds: float) -> None:
        """Do not count seconds that have just passed."""
        if seconds:
            self._worked_s = max(0.0, self.now() - seconds)

    @contextmanager
    def outside(self) -> Iterator[None]:
        """Do not count the time within."""
        self.now()
        try:
            yield
        finally:
            self._last_reading_s = time.perf_counter()
