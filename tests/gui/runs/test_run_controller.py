"""Several runs: places, queue, and that none can hurt another."""

import numpy as np
import pytest

from core.data import datasets
from core.errors import DataError
from core.lifecycle.continuing import StartPoint
from core.messages import message
from core.run import right_of_way
from core.run.events import EndReason
from core.run.record import RunRecord, RunState
from gui.background.training_thread import Pace
from gui.settings.preferences import RUNS_AT_ONCE, TrainingPreferences
from tests.core.running import final_weights, run_to_the_end
from tests.gui.driving import DIVERGING, ENDLESS, WAIT_MS, Recorder, numbers_of, quick


@pytest.fixture
def states(store):
    return lambda: [entry.record.state for entry in store.entries()]


@pytest.fixture
def record(store):
    return lambda run: store.get(run).record


@pytest.fixture
def let_time_pass(qapp):
    """Wait as long as another run takes; then everything that was sent has been heard."""

    def pass_time():
        run_to_the_end(quick(changes={"epochs": 5}))
        qapp.processEvents()

    return pass_time


@pytest.fixture
def all_over(wait, controller):
    return lambda: wait(lambda: controller.active_count() == 0 and not controller.waiting())


class TestNumbers:
    def test_they_are_those_of_the_loop_alone_bit_for_bit(self, controller, record, all_over):
        layers = [{"units": 24, "activation": "relu", "dropout": 0.3}]
        configs = [quick("relu-dropout", {"model.hidden": layers, "seed": seed}) for seed in (1, 2)]
        runs = [controller.start(config) for config in configs]
        all_over()
        for run, config in zip(runs, configs, strict=True):
            alone = run_to_the_end(config)
            assert record(run).state is RunState.COMPLETED
            assert numbers_of(record(run)) == numbers_of(alone)
            own, other = record(run).weights, final_weights(alone)
            assert own.keys() == other.keys()
            assert all(np.array_equal(own[name], other[name]) for name in own)


class TestRightOfWay:
    def test_runs_that_leave_no_core_wait_for_the_pen_as_long_as_they_train(
        self, controller, states, wait, all_over, monkeypatch
    ):
        monkeypatch.setattr(right_of_way, "cores", lambda: 2)
        way = controller.right_of_way
        for _ in range(2):
            controller.start(quick(changes=ENDLESS | {"threads": 1}))
        wait(lambda: states() == [RunState.RUNNING] * 2)
        wait(lambda: (way.take(), way.wait())[1] > 0)
        way.give_back()
        controller.stop()
        all_over()
        way.take()
        assert way.wait() == 0


class TestQueue:
    def test_two_train_at_once_and_the_rest_wait_their_turn(
        self, controller, states, wait, all_over
    ):
        started = Recorder(controller.activity_changed)
        runs = [controller.start(quick(changes={"epochs": 20})) for _ in range(5)]
        assert states() == [RunState.RUNNING] * 2 + [RunState.QUEUED] * 3
        assert [record.run for record in controller.active()] == runs[:2]
        assert controller.waiting() == runs[2:]
        at_once = []
        while controller.waiting() or controller.active_count():
            at_once.append(controller.active_count())
            heard = len(started.heard)
            wait(lambda heard=heard: len(started.heard) > heard)
        assert max(at_once) == RUNS_AT_ONCE == 2
        assert states() == [RunState.COMPLETED] * 5

    def test_first_come_first_served(self, controller, states, wait):
        runs = [controller.start(quick(changes=ENDLESS)) for _ in range(4)]
        for place in (2, 3):
            controller.stop(runs[place - 2])
            wait(lambda place=place: states()[place] is RunState.RUNNING)
            assert controller.waiting() == runs[place + 1 :]

    def test_every_run_has_an_id_of_its_own(self, controller, all_over):
        runs = [controller.start(quick(changes={"epochs": 1})) for _ in range(3)]
        controller.remove(runs[0])
        runs.append(controller.start(quick(changes={"epochs": 1})))
        assert len(set(runs)) == 4
        all_over()

    def test_more_at_once_begin_as_soon_as_that_is_preferred(self, controller, states):
        for _ in range(RUNS_AT_ONCE + 2):
            controller.start(quick(changes=ENDLESS))
        controller.set_preferences(TrainingPreferences(runs_at_once=RUNS_AT_ONCE + 1))
        assert states().count(RunState.RUNNING) == RUNS_AT_ONCE + 1
        assert len(controller.waiting()) == 1

    def test_a_place_that_is_freed_is_taken_at_once(self, controller, states, wait):
        runs = [controller.start(quick(changes=ENDLESS)) for _ in range(3)]
        controller.stop(runs[0])
        wait(lambda: states() == [RunState.STOPPED, RunState.RUNNING, RunState.RUNNING])

    def test_a_run_whose_id_is_no_text_of_qt_keeps_no_thread(self, controller, tmp_path, all_over):
        for run in ("s\udcff", "\ufeffrun"):  # Qt's strings change both
            controller.continue_run(StartPoint(tmp_path, RunRecord(run, quick()), None))
        controller.start(quick())
        all_over()


class TestPausing:
    def test_no_run_tells_anything_until_resumed(
        self, controller, store, states, wait, let_time_pass
    ):
        runs = [controller.start(quick(changes=ENDLESS)) for _ in range(2)]
        wait(lambda: all(store.get(run).record.epochs for run in runs))
        controller.pause()
        assert states() == [RunState.PAUSED] * 2
        let_time_pass()
        changes = Recorder(store.run_changed), Recorder(store.weights_changed)
        for _ in range(3):
            let_time_pass()
        most = 2 * len(
            runs
        )  # what was under way may come late on a busy machine, for training gives way
        assert all(len(recorder.heard) <= most for recorder in changes)
        controller.resume()
        assert states() == [RunState.RUNNING] * 2
        epochs = [len(store.get(run).record.epochs) for run in runs]
        wait(
            lambda: all(
                len(store.get(run).record.epochs) > n for run, n in zip(runs, epochs, strict=True)
            )
        )

    def test_late_events_do_not_unpause_a_run(
        self, controller, states, record, wait, let_time_pass
    ):
        run = controller.start(quick(changes=ENDLESS))
        controller.pause()
        wait(lambda: record(run).started)
        let_time_pass()
        assert states() == [RunState.PAUSED]

    def test_a_step_is_exactly_one_epoch_of_each(
        self, controller, record, states, wait, let_time_pass
    ):
        runs = [controller.start(quick(changes=ENDLESS), pace=Pace.EPOCH) for _ in range(2)]
        for epochs in (1, 2, 3):
            wait(lambda: states() == [RunState.PAUSED] * 2)
            let_time_pass()
            assert [len(record(run).epochs) for run in runs] == [epochs] * 2
            controller.step()
            assert states() == [RunState.RUNNING] * 2


class TestStopping:
    def test_all(self, controller, states, record, wait, all_over):
        runs = [controller.start(quick(changes=ENDLESS)) for _ in range(4)]
        wait(lambda: all(record(run).epochs for run in runs[:2]))
        controller.stop()
        all_over()
        assert states() == [RunState.STOPPED] * 4
        assert [record(run).end.reason for run in runs] == [EndReason.STOPPED] * 4
        assert [record(run).started is not None for run in runs] == [True, True, False, False]

    def test_one_of_two(self, controller, states, record, wait, let_time_pass):
        runs = [controller.start(quick(changes=ENDLESS)) for _ in range(2)]
        controller.stop(runs[0])
        wait(lambda: states() == [RunState.STOPPED, RunState.RUNNING])
        epochs = len(record(runs[1]).epochs)
        wait(lambda: len(record(runs[1]).epochs) > epochs)

    def test_one_in_the_queue(self, controller, states, record):
        runs = [controller.start(quick(changes=ENDLESS)) for _ in range(4)]
        controller.stop(runs[2])
        assert states() == [RunState.RUNNING, RunState.RUNNING, RunState.STOPPED, RunState.QUEUED]
        assert controller.waiting() == [runs[3]]

    def test_paused_ones(self, controller, states, record, wait, all_over):
        runs = [controller.start(quick(changes=ENDLESS)) for _ in range(2)]
        wait(lambda: all(record(run).epochs for run in runs))
        controller.pause()
        controller.stop()
        all_over()
        assert states() == [RunState.STOPPED] * 2

    def test_before_the_thread_has_told_anything(self, controller, states, record, all_over):
        run = controller.start(quick(changes=ENDLESS))
        controller.stop(run)
        all_over()
        assert states() == [RunState.STOPPED]
        assert record(run).epochs == []

    def test_what_is_over_stays_as_it_is(self, controller, states, all_over):
        run = controller.start(quick(changes={"epochs": 1}))
        all_over()
        controller.stop(run)
        controller.pause()
        controller.resume()
        controller.step()
        assert states() == [RunState.COMPLETED]


class TestTrouble:
    def test_a_run_that_diverges_hurts_no_other(self, controller, record, wait, all_over):
        failed = Recorder(controller.run_failed)
        good = quick(changes={"epochs": 30})
        runs = [controller.start(config) for config in (good, quick("mlp", DIVERGING), good)]
        all_over()
        assert [record(run).state for run in runs] == [
            RunState.COMPLETED,
            RunState.DIVERGED,
            RunState.COMPLETED,
        ]
        assert failed.heard == [(runs[1],)]
        assert record(runs[1]).end.message is not None
        assert (
            numbers_of(record(runs[0]))
            == numbers_of(record(runs[2]))
            == numbers_of(run_to_the_end(good))
        )

    def test_a_run_whose_data_cannot_be_had_hurts_no_other(
        self, controller, record, monkeypatch, all_over
    ):
        load = datasets.load

        def load_some(config):
            if config.test_size == 111:
                raise DataError(message("The file is gone."))
            return load(config)

        monkeypatch.setattr(datasets, "load", load_some)
        failed = Recorder(controller.run_failed)
        runs = [
            controller.start(quick(changes=changes))
            for changes in ({}, {"data.test_size": 111}, {})
        ]
        all_over()
        assert [record(run).state for run in runs] == [
            RunState.COMPLETED,
            RunState.FAILED,
            RunState.COMPLETED,
        ]
        assert failed.heard == [(runs[1],)]
        assert str(record(runs[1]).end.message) == "The file is gone."


class TestRemoving:
    def test_late_events_are_dropped(self, controller, store, wait, all_over, let_time_pass):
        run = controller.start(quick(changes=ENDLESS))
        wait(lambda: store.get(run).record.epochs)
        heard = [Recorder(signal) for signal in (store.run_changed, store.weights_changed)]
        run_to_the_end(quick(changes={"epochs": 5}))  # meanwhile events gather, unheard
        for recorder in heard:
            recorder.heard.clear()
        controller.remove(run)
        assert store.entries() == []
        all_over()
        let_time_pass()
        assert [recorder.heard for recorder in heard] == [[], []]
        assert store.entries() == []

    def test_one_in_the_queue(self, controller, store):
        runs = [controller.start(quick(changes=ENDLESS)) for _ in range(3)]
        controller.remove(runs[2])
        assert controller.waiting() == []
        assert [entry.record.run for entry in store.entries()] == runs[:2]

    def test_its_place_is_taken_by_the_next(self, controller, record, wait):
        runs = [controller.start(quick(changes=ENDLESS)) for _ in range(3)]
        controller.remove(runs[0])
        wait(lambda: record(runs[2]).state is RunState.RUNNING)


class TestClosing:
    def test_idle_follows_when_the_last_thread_is_gone(self, controller, states, qtbot):
        for _ in range(4):
            controller.start(quick(changes=ENDLESS))
        with qtbot.waitSignal(controller.idle, timeout=WAIT_MS):
            controller.close()
        assert controller.active_count() == 0
        assert states() == [RunState.STOPPED] * 4

    def test_without_runs_idle_follows_at_once(self, controller):
        idle = Recorder(controller.idle)
        controller.close()
        assert idle.heard == [()]

    def test_nothing_starts_any_more(self, controller, states):
        controller.close()
        controller.start(quick())
        assert controller.active_count() == 0

    def test_closing_everything_waits_for_the_threads(self, controller, background, states, qapp):
        controller.start(quick(changes=ENDLESS))
        controller.close()
        background.close()
        qapp.processEvents()
        assert controller.active_count() == 0
        assert states() == [RunState.STOPPED]
