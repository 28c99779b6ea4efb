"""One run's thread: its events, and how far it goes."""

import numpy as np
import pytest

from core.data import datasets
from core.errors import DataError
from core.lifecycle.job import TrainingJob
from core.messages import message
from core.run.events import (
    BatchProgress,
    EndReason,
    EpochCompleted,
    RunEnded,
    RunStarted,
    WeightsPublished,
)
from core.run.moment import Moment
from gui.background.training_thread import Pace, TrainingThread
from tests.core.running import final_weights, run_to_the_end
from tests.gui.driving import DIVERGING, ENDLESS, WAIT_MS, Recorder, numbers_of, quick


class Work:
    """A thread and the events that it has told."""

    def __init__(self, config, owner, run="run", threads=1):
        self.thread = TrainingThread(TrainingJob(run, config), threads, owner)
        self.recorder = Recorder(self.thread.event_occurred)

    @property
    def events(self):
        return [event for (event,) in self.recorder.heard]

    @property
    def epochs(self):
        return [event for event in self.events if isinstance(event, EpochCompleted)]

    @property
    def batches(self):
        return [
            Moment(event.epoch - 1, event.batch)
            for event in self.events
            if isinstance(event, BatchProgress)
        ]

    @property
    def published(self):
        return [event.moment for event in self.events if isinstance(event, WeightsPublished)]

    @property
    def end(self):
        return self.events[-1] if self.events and isinstance(self.events[-1], RunEnded) else None


@pytest.fixture
def work(qtbot, store):
    """Makes threads, and ends them."""
    made = []

    def make(config, run="run", threads=1):
        made.append(Work(config, store, run, threads))
        return made[-1]

    yield make
    for one in made:
        one.thread.stop()
        assert one.thread.wait(WAIT_MS)


@pytest.fixture
def let_time_pass(work, wait):
    """Wait as long as another run takes from its start to its end."""

    def pass_time():
        other = work(quick(changes={"epochs": 5}), "another")
        other.thread.start()
        wait(lambda: other.end)

    return pass_time


class TestEvents:
    def test_they_are_those_of_the_loop_bit_for_bit(self, work, wait):
        config = quick(
            "relu-dropout", {"model.hidden": [{"units": 16, "activation": "relu", "dropout": 0.2}]}
        )
        one = work(config)
        one.thread.start()
        wait(lambda: one.end)
        alone = run_to_the_end(config)
        assert numbers_of(one.events) == numbers_of(alone)
        own, other = final_weights(one.events), final_weights(alone)
        assert own.keys() == other.keys()
        assert all(np.array_equal(own[name], other[name]) for name in own)

    def test_they_bear_the_runs_id_and_end_with_its_end(self, work, wait):
        one = work(quick(), "my-run")
        one.thread.start()
        wait(lambda: one.end)
        assert {event.run for event in one.events} == {"my-run"}
        assert isinstance(one.events[0], RunStarted)
        assert one.end == RunEnded("my-run", EndReason.COMPLETED, 2)

    def test_the_number_of_threads_is_the_one_given_unless_the_config_has_its_own(self, work, wait):
        one = work(quick(changes={"threads": 0, "epochs": 1}), threads=3)
        one.thread.start()
        wait(lambda: one.end)
        assert one.events[0].threads == 3

    def test_data_that_cannot_be_had_end_the_run(self, work, wait, monkeypatch):
        def load(_config):
            raise DataError(message("The file is gone."))

        monkeypatch.setattr(datasets, "load", load)
        one = work(quick())
        one.thread.start()
        wait(lambda: one.end)
        text = message("The file is gone.")
        assert one.events == [RunEnded("run", EndReason.FAILED, 0, text, has_begun=False)]


class TestPace:
    def test_a_paused_run_tells_nothing_until_it_goes_on(self, work, wait, let_time_pass):
        one = work(quick(changes=ENDLESS))
        one.thread.start()
        wait(lambda: len(one.epochs) >= 2)
        one.thread.pause()
        assert one.thread.is_waiting
        let_time_pass()
        told = len(one.events)
        let_time_pass()
        assert len(one.events) == told
        one.thread.resume()
        assert not one.thread.is_waiting
        wait(lambda: len(one.events) > told + 5)

    def test_a_pause_costs_a_run_none_of_its_numbers(self, work, wait, let_time_pass):
        config = quick(changes={"epochs": 6})
        one = work(config)
        one.thread.step()
        one.thread.start()
        wait(lambda: len(one.epochs) == 1)
        let_time_pass()
        one.thread.resume()
        wait(lambda: one.end)
        assert numbers_of(one.events) == numbers_of(run_to_the_end(config))

    def test_a_step_ends_with_its_epoch(self, work, wait, let_time_pass):
        one = work(quick(changes=ENDLESS))
        one.thread.step()
        one.thread.start()
        for epochs in (1, 2, 3):
            wait(lambda epochs=epochs: len(one.epochs) == epochs)
            assert one.thread.is_waiting
            let_time_pass()
            assert len(one.epochs) == epochs
            one.thread.step()

    def test_a_step_may_be_a_single_batch(self, work, wait, let_time_pass):
        one = work(quick(changes={"epochs": 2, "data.batch_size": 200}))  # three batches
        one.thread.step(Pace.BATCH)
        one.thread.start()
        for batches in (1, 2, 3, 4, 5):
            wait(lambda batches=batches: len(one.batches) == batches and one.thread.is_waiting)
            let_time_pass()
            assert len(one.batches) == batches
            moment = Moment((batches - 1) // 3, (batches - 1) % 3 + 1)
            assert one.published[-1] == moment
            one.thread.step(Pace.BATCH)
        one.thread.step()
        wait(lambda: one.end)
        assert numbers_of(one.events) == numbers_of(run_to_the_end(one.thread.job.config))

    def test_paused_anywhere_a_step_goes_on_by_a_batch(self, work, wait, let_time_pass):
        one = work(quick(changes=ENDLESS))
        one.thread.start()
        wait(lambda: one.epochs)
        one.thread.pause()
        let_time_pass()
        before = one.batches[-1:]
        one.thread.step(Pace.BATCH)
        wait(lambda: one.thread.is_waiting)
        let_time_pass()
        assert one.batches[-1:] != before
        assert one.published[-1] == one.batches[-1]
        one.thread.resume()
        done = len(one.epochs)
        wait(lambda: len(one.epochs) > done + 3)
        assert len(one.batches) < 12 * len(one.epochs)  # not after every batch any more

    def test_a_step_into_the_last_epoch_ends_the_run(self, work, wait):
        one = work(quick(changes={"epochs": 1}))
        one.thread.step()
        one.thread.start()
        wait(lambda: one.end)
        assert one.end == RunEnded("run", EndReason.COMPLETED, 1)
        assert not one.thread.is_waiting

    def test_paused_before_it_started_it_does_not_train(self, work, wait, let_time_pass):
        one = work(quick(changes=ENDLESS))
        one.thread.pause()
        one.thread.start()
        wait(lambda: one.events)
        let_time_pass()
        assert [type(event) for event in one.events] == [RunStarted]


class TestStopping:
    def test_a_running_one(self, work, wait):
        one = work(quick(changes=ENDLESS))
        one.thread.start()
        wait(lambda: one.epochs)
        one.thread.stop()
        wait(lambda: one.end and one.thread.isFinished())
        assert one.end.reason is EndReason.STOPPED
        assert one.end.epochs == len(one.epochs)
        assert isinstance(one.events[-2], WeightsPublished)

    @pytest.mark.parametrize("how", ["pause", "step"])
    def test_a_paused_one(self, work, wait, how, let_time_pass):
        one = work(quick(changes=ENDLESS))
        one.thread.step()
        one.thread.start()
        wait(lambda: one.epochs)
        if how == "pause":
            one.thread.resume()
            wait(lambda: len(one.epochs) > 2)
            one.thread.pause()
        let_time_pass()
        one.thread.stop()
        wait(lambda: one.end)
        assert one.end.reason is EndReason.STOPPED

    def test_one_that_has_not_started(self, work, wait):
        one = work(quick(changes=ENDLESS))
        one.thread.stop()
        one.thread.start()
        wait(lambda: one.end)
        assert one.end == RunEnded("run", EndReason.STOPPED, 0)
        assert not one.epochs

    def test_a_pause_after_the_stop_cannot_hold_it(self, work, wait):
        one = work(quick(changes=ENDLESS))
        one.thread.start()
        wait(lambda: one.epochs)
        one.thread.stop()
        one.thread.pause()
        wait(lambda: one.end)
        assert one.end.reason is EndReason.STOPPED

    def test_a_run_that_diverges_ends_its_thread(self, work, wait):
        one = work(quick("mlp", DIVERGING))
        one.thread.start()
        wait(lambda: one.end and one.thread.isFinished())
        assert one.end.reason is EndReason.DIVERGED
