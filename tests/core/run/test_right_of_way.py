"""Who goes first where there is no core for both."""

import threading

import pytest

from core.data import datasets
from core.run import right_of_way
from core.run.control import Control
from core.run.right_of_way import MAX_WAIT_S, RightOfWay
from core.training import clock
from core.training.loop import train
from tests.core.running import epochs_of, small


@pytest.fixture
def way(monkeypatch):
    """On two cores."""
    monkeypatch.setattr(right_of_way, "cores", lambda: 2)
    return RightOfWay()


def test_runs_wait_where_they_leave_no_core_until_the_way_is_given_back(way, monkeypatch):
    monkeypatch.setattr(right_of_way, "MAX_WAIT_S", 60)
    waited = []
    run = threading.Thread(target=lambda: waited.append(way.wait()))
    with way.training(1), way.training(1):
        way.take()
        run.start()
        run.join(0.05)
        assert run.is_alive()
        way.give_back()
        run.join(60)
    assert 0 < waited[0] < 60
    assert way.wait() == 0


def test_no_run_waits_where_it_leaves_a_core(way):
    with way.training(1):
        with way.training(1):
            pass  # the other one has ended
        way.take()
        assert way.wait() == 0


def test_none_waits_for_ever_for_what_is_never_given_back(way):
    with way.training(2):
        way.take()
        assert way.wait() == pytest.approx(MAX_WAIT_S, rel=0.9)


def test_waiting_is_no_time_of_training(monkeypatch):
    """Nothing takes any time but waiting, for an hour before each batch."""

    class Taken(RightOfWay):
        def wait(self):
            now[0] += 3600
            return 3600.0

    now = [0.0]
    monkeypatch.setattr(clock.time, "perf_counter", lambda: now[0])
    config = small("logistic")
    control = Control("run", 1, right_of_way=Taken())
    events = list(train(config, datasets.load(config.data), control))
    batches = config.epochs * config.data.batches_per_epoch
    assert now[0] >= 3600 * batches
    assert [epoch.elapsed_s for epoch in epochs_of(events)] == [0.0, 0.0]
