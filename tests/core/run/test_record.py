import dataclasses

import numpy as np
import pytest

from core.messages import message
from core.run.events import (
    BatchProgress,
    EndReason,
    EpochCompleted,
    RecordingFailed,
    RunEnded,
    RunStarted,
    SettingChanged,
    WeightsPublished,
)
from core.run.identity import SEARCH, unique_name
from core.run.moment import Moment
from core.run.record import RunRecord, RunState
from core.run.remaining_time import seconds_for, seconds_left
from core.storage.description import described, is_trained_for, write_description
from tests.core.running import config_of, epochs_of, final_weights, run_to_the_end, small

STARTED = RunStarted("run", 7850, "cpu", 1, 10, 4)


def epoch(number, accuracy=0.9, elapsed_s=1.0):
    return EpochCompleted(
        "run", number, 0.5, 0.4, accuracy, accuracy, None, 0.8, 100.0, 0.01, elapsed_s
    )


def progress(number, batch, elapsed_s):
    return BatchProgress("run", number, batch, 10, 0.5, elapsed_s)


def record_of(*events, epochs=4):
    record = RunRecord("run", config_of("logistic", {"epochs": epochs}))
    for event in events:
        record.apply(event)
    return record


class TestState:
    def test_a_real_run_is_queued_then_running_then_completed(self):
        config = small("logistic")
        record = RunRecord("run", config)
        states = [record.state]
        events = run_to_the_end(config)
        for event in events:
            record.apply(event)
            states.append(record.state)

        assert states == [
            RunState.QUEUED,
            *[RunState.RUNNING] * (len(events) - 1),
            RunState.COMPLETED,
        ]
        assert record.epochs == epochs_of(events)
        assert (record.started, record.end) == (events[0], events[-1])
        assert record.weights is final_weights(events)
        assert (record.epochs_done, record.share_done) == (2, 1)
        assert record.elapsed_s == epochs_of(events)[-1].elapsed_s
        assert record.best_accuracy == max(epoch.accuracy for epoch in epochs_of(events))

    @pytest.mark.parametrize("reason", EndReason)
    def test_each_end_is_a_state(self, reason):
        end = RunEnded("run", reason, 1, message("why"))
        record = record_of(STARTED, epoch(1), progress(2, 3, 1.5), end)
        assert record.state == reason
        assert record.state.is_over
        assert record.end is end
        assert record.progress is None

    def test_only_the_ends_are_ends_and_only_a_thread_makes_a_run_active(self):
        assert {state for state in RunState if not state.is_over} == {"queued", "running", "paused"}
        assert {state for state in RunState if state.is_active} == {"running", "paused"}

    def test_each_state_has_a_word_of_its_own_for_people(self):
        assert len({str(state.label) for state in RunState}) == len(RunState)
        assert str(RunState.RUNNING.label) == "training"
        assert RunState("running") is RunState.RUNNING

    def test_a_run_that_goes_on_has_no_end_any_more(self):
        ended = RunEnded("run", EndReason.STOPPED, 1)
        again = dataclasses.replace(STARTED, epochs_before=1)
        record = record_of(STARTED, epoch(1), ended, again)
        assert (record.state, record.end, record.started) == (RunState.RUNNING, None, again)
        assert (record.epochs_done, record.share_done) == (1, 0.25)

    def test_what_is_not_recorded_goes_on_all_the_same(self):
        before, after = (
            record_of(STARTED),
            record_of(STARTED, RecordingFailed("run", message("disk full"))),
        )
        assert before == after

    def test_changes_by_hand_are_kept_in_order(self):
        changes = [
            SettingChanged("run", 1, batch, 10, "optimizer.momentum", 0.9, 0.5) for batch in (3, 7)
        ]
        assert record_of(STARTED, *changes).changes == changes

    def test_the_latest_weights_are_kept(self):
        published = [
            WeightsPublished("run", Moment(1), {"w": np.zeros(1, np.float32)}) for _ in range(2)
        ]
        assert record_of(STARTED, *published).weights is published[1].weights


class TestBest:
    def test_it_is_the_first_of_the_highest(self):
        record = record_of(STARTED, epoch(1, 0.8), epoch(2, 0.9), epoch(3, 0.9), epoch(4, 0.85))
        assert (record.best.epoch, record.best_accuracy, record.last.epoch) == (2, 0.9, 4)

    def test_nothing_read_right_is_an_accuracy_too(self):
        record = record_of(STARTED, epoch(1, 0.0))
        assert (record.best, record.best_accuracy) == (record.epochs[0], 0.0)
        record.apply(epoch(2, 0.1))
        assert record.best_accuracy == 0.1

    def test_a_line_has_none(self):
        record = record_of(STARTED, epoch(1, None))
        assert (record.best, record.best_accuracy, record.last) == (None, None, record.epochs[0])

    def test_before_the_first_epoch_there_is_none(self):
        record = record_of(STARTED, progress(1, 5, 0.1))
        assert (record.best, record.best_accuracy, record.last, record.epochs_done) == (
            None,
            None,
            None,
            0,
        )


class TestTime:
    @pytest.mark.parametrize(
        ("events", "elapsed_s", "share", "left"),
        [
            ([], 0, 0, None),
            ([STARTED], 0, 0, None),
            ([STARTED, progress(1, 1, 0.9)], 0.9, 1 / 40, None),  # it has hardly begun
            ([STARTED, progress(1, 5, 3.5)], 3.5, 1 / 8, 24.5),
            ([STARTED, progress(1, 5, 1.5), epoch(1, elapsed_s=2.5)], 2.5, 1 / 4, 7.5),
            ([STARTED, epoch(1, elapsed_s=3.0), progress(2, 5, 4.5)], 4.5, 3 / 8, 7.5),
            ([STARTED, *(epoch(number, elapsed_s=number) for number in (1, 2, 3, 4))], 4, 1, 0),
        ],
    )
    def test_what_is_left_follows_from_what_is_done(self, events, elapsed_s, share, left):
        record = record_of(*events)
        assert record.elapsed_s == elapsed_s
        assert record.share_done == pytest.approx(share)
        assert seconds_left([record]) == (left if left is None else pytest.approx(left))

    def test_more_than_all_is_never_done(self):
        record = record_of(STARTED, epoch(1), epoch(2), progress(3, 5, 2), epochs=2)
        assert record.share_done == 1

    def test_a_coarse_clock_foretells_nothing(self):
        assert seconds_left([record_of(STARTED, epoch(1, elapsed_s=0.0))]) is None


class TestTimeLeft:
    """Of several runs together; 1000 examples an epoch, so that a pace is in milliseconds."""

    def run(self, name="logistic", done=0, elapsed_s=0.0, epochs=10, train_size=1000):
        config = small(name, {"epochs": epochs, "data.train_size": train_size})
        record = RunRecord(f"{name}-{done}-{elapsed_s}", config)
        if done:
            record.update_last_and_best(epoch(done, elapsed_s=elapsed_s))
        return record

    def test_alone_it_is_the_runs_own(self):
        record = self.run(done=2, elapsed_s=4.0)
        assert seconds_left([record]) == pytest.approx(16)

    def test_the_slowest_of_those_side_by_side(self):
        assert seconds_left(
            [self.run(done=2, elapsed_s=4.0), self.run(done=5, elapsed_s=3.0)]
        ) == pytest.approx(16)

    def test_one_that_waits_comes_after(self):
        assert seconds_left([self.run(done=2, elapsed_s=4.0)], [self.run()]) == pytest.approx(
            16 + 20
        )

    def test_it_gets_the_place_that_is_free_first(self):
        # 16 and 10 s to go
        active = [self.run(done=2, elapsed_s=4.0), self.run(done=5, elapsed_s=10.0)]
        assert seconds_left(active, [self.run()]) == pytest.approx(10 + 20)
        assert seconds_left(active, [self.run(epochs=1)]) == pytest.approx(16)
        assert seconds_left(active, [self.run(), self.run(), self.run()]) == pytest.approx(
            10 + 20 + 20
        )

    def test_a_run_of_another_length_takes_another_time(self):
        active = [self.run(done=2, elapsed_s=4.0)]
        assert seconds_left(active, [self.run(epochs=5, train_size=2000)]) == pytest.approx(16 + 20)
        assert seconds_left(active, [self.run(epochs=5)]) == pytest.approx(16 + 10)

    def test_the_same_network_goes_as_fast_as_the_one_that_is_known(self):
        # 5 and 15 s to go
        active = [self.run(done=5, elapsed_s=5.0), self.run("sigmoid", done=5, elapsed_s=15.0)]
        assert seconds_left(active, [self.run("sigmoid")]) == pytest.approx(5 + 30)
        assert seconds_left(active, [self.run()]) == pytest.approx(15)
        assert seconds_left(active, [self.run("mlp")]) == pytest.approx(5 + 20)

    def test_one_that_goes_on_later_knows_its_own_pace(self):
        assert seconds_left(
            [self.run(done=5, elapsed_s=5.0)], [self.run(done=8, elapsed_s=40.0)]
        ) == pytest.approx(15)

    def test_a_run_that_has_hardly_begun_takes_as_long_as_the_others(self):
        slow = self.run()
        slow.apply(BatchProgress(slow.run, 1, 1, 1000, 0.5, 1.0))  # 2.7 hours at that pace
        assert seconds_left([self.run(done=5, elapsed_s=5.0), slow]) == pytest.approx(10, rel=1e-3)
        assert seconds_for([slow.config], [slow]) is None

    def test_nothing_is_foretold_before_there_is_anything_to_go_by(self):
        assert seconds_left([self.run()], [self.run()]) is None
        assert seconds_left([]) is None


class TestTimeNeeded:
    """Of runs that have not begun; the known ones had 1000 examples in each epoch."""

    def known(self, name, seconds, changes=None):
        config = small(name, {"epochs": 1, "data.train_size": 1000, **(changes or {})})
        record = RunRecord(f"{name}-{seconds}", config)
        record.update_last_and_best(epoch(1, elapsed_s=seconds))
        return record

    def planned(self, name="logistic", **changes):
        values = {path.replace("__", "."): value for path, value in changes.items()}
        return small(name, {"epochs": 1, "data.train_size": 1000, **values})

    def test_it_is_in_proportion_to_epochs_and_examples(self):
        known = [self.known("logistic", 2.0)]
        assert seconds_for([self.planned()], known) == pytest.approx(2)
        longer = self.planned(epochs=3, data__train_size=500)
        assert seconds_for([longer], known) == pytest.approx(3)
        assert seconds_for([self.planned(), longer], known) == pytest.approx(5)

    def test_the_same_network_counts_more_than_another(self):
        known = [self.known("logistic", 1.0), self.known("sigmoid", 3.0)]
        assert seconds_for([self.planned("sigmoid")], known) == pytest.approx(3)
        known.append(self.known("sigmoid", 5.0))
        assert seconds_for([self.planned("sigmoid")], known) == pytest.approx(4)

    def test_without_it_the_most_similar_one_does(self):
        known = [self.known("cnn", 50.0), self.known("logistic", 1.0), self.known("sigmoid", 3.0)]
        assert seconds_for([self.planned("relu-dropout")], known) == pytest.approx(3)

    def test_so_many_train_at_once(self):
        plan, known = [self.planned()] * 5, [self.known("logistic", 2.0)]
        assert seconds_for(plan, known, at_once=2) == pytest.approx(6)
        assert seconds_for(plan, known, at_once=9) == pytest.approx(2)

    def test_another_device_or_no_run_foretells_nothing(self):
        plan = [self.planned()]
        assert seconds_for(plan, []) is None
        assert seconds_for(plan, [RunRecord("queued", self.planned())]) is None
        assert seconds_for(plan, [self.known("logistic", 2.0, {"device": "cuda"})]) is None


@pytest.mark.parametrize("stated", [True, False])
def test_a_comparison_that_bears_the_name_of_a_search_has_no_runs(stated, tmp_path):
    """A run states the name of its search in the same place; a file may have any name."""
    search = unique_name(SEARCH)
    record = RunRecord("a", small("logistic"), comparison=search if stated else "")
    assert not record.belongs_to(search)
    assert (record.search == search) is stated
    write_description(tmp_path, described(dataclasses.replace(record, state=RunState.STOPPED)))
    assert not is_trained_for(tmp_path, search)
    record.comparison = unique_name("comparison")
    assert record.belongs_to(record.comparison)
    assert record.search is None
