"""Work that is repeated for runs that train takes a small share of the time."""

import pytest

from gui.process import work_pace
from gui.process.work_pace import WorkPace


@pytest.mark.parametrize(
    ("took_s", "interval_ms"),
    [((), 100), ((0.002,), 100), ((0.003, 0.006), 300), ((0.2, 0.1), 500)],
)
def test_it_is_repeated_the_more_seldom_the_longer_it_takes(monkeypatch, took_s, interval_ms):
    now = [0.0]
    monkeypatch.setattr(work_pace, "perf_counter", lambda: now[0])
    pace = WorkPace(100)
    for part, seconds in enumerate(took_s):
        for spent in (9.0, seconds):  # what was measured last counts
            with pace.measured(part):
                now[0] += spent
    assert pace.interval_ms == interval_ms


def test_what_a_part_takes_besides_counts_as_well(monkeypatch):
    monkeypatch.setattr(work_pace, "perf_counter", lambda: 0.0)
    pace = WorkPace(100)
    with pace.measured(0, 0.006):
        pass
    with pace.measured(1, 0.003):
        pass
    assert pace.interval_ms == 300
