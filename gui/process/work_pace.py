"""How often the window repeats work for runs that train: the more seldom, the longer it takes."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter

from core.run.publishing import MAX_SHARE, UNSEEN_S


class WorkPace:
    """Measures work of several parts; all of them together may take `MAX_SHARE` of the time.

    Training needs all cores, so whatever the window does meanwhile slows it down.

    Args:
        least_ms: the shortest time between two repetitions.
    """

    def __init__(self, least_ms: int) -> None:
        self._least_ms = least_ms
        self._took_s: dict[int, float] = {}

    @contextmanager
    def measured(self, part: int = 0, besides_s: float = 0.0) -> Iterator[None]:
        """Take the time of one part of the work.

        Args:
            besides_s: seconds that it takes at other times, as for painting.
        """
        began_s = perf_counter()
        yield
        self._took_s[part] = perf_counter() - began_s + besides_s

    @property
    def interval_ms(self) -> int:
        """The time from the end of one repetition to the next, at most `UNSEEN_S`."""
        wanted_s = min(sum(self._took_s.values()) / MAX_SHARE, UNSEEN_S)
        return max(round(1000 * wanted_s), self._least_ms)
