"""Runs cut into slices of an epoch, against runs that are never cut."""

import pickle
import threading
from concurrent.futures import Future
from dataclasses import replace
from functools import partial

import pytest

from core.cluster.driver import train_on
from core.cluster.engine import LocalEngine
from core.cluster.slices import Slice, train_slice
from core.data import datasets
from core.lifecycle.continuing import continuation
from core.lifecycle.job import TrainingJob, job_from
from core.lifecycle.session import train_and_keep
from core.run.control import Control, Stop
from core.run.events import (
    BatchProgress,
    CheckpointTaken,
    EndReason,
    EpochCompleted,
    MomentMeasured,
    RunEnded,
    RunStarted,
    SettingChanged,
    WeightsPublished,
)
from core.storage.epoch_weights import kept_epochs
from core.storage.records import read_record
from core.storage.weight_files import read_checkpoint
from core.training.loop import train
from tests.core.running import completed, config_of, end_of, epochs_of, finished, small

TIMES = {"seconds": 0, "samples_per_second": 0, "elapsed_s": 0}


@pytest.fixture(scope="module")
def engine():
    with LocalEngine(2) as engine:
        yield engine


def control(run="run", stop=None, **requests):
    requests = {"takes_checkpoints": True, "measures_moments": True} | requests
    return Control(run, 1, stop or Stop(), **requests)


def whole(config, **requests):
    """All events of a run that is not cut."""
    return list(train(config, datasets.load(config.data), control(**requests)))


def cut(engine, config, **requests):
    """All events of the same run in slices."""
    return list(train_on(engine, config, datasets.load(config.data), control(**requests)))


def checkpoints(events):
    return [event.checkpoint for event in events if isinstance(event, CheckpointTaken)]


def assert_equal_states(one, other):
    """Weights, optimizer, generators and settings are equal bit for bit."""
    assert (one.epoch, one.settings) == (other.epoch, other.settings)
    for part in ("weights", "optimizer", "generators"):
        arrays, others = getattr(one, part), getattr(other, part)
        assert arrays.keys() == others.keys()
        for name, array in arrays.items():
            assert array.dtype == others[name].dtype, name
            assert array.tobytes() == others[name].tobytes(), name


def untimed(events):
    """The events that a recording keeps, without times, and weights as bytes."""
    kept = []
    for event in events:
        match event:
            case RunStarted():
                kept.append(replace(event, environment=None))
            case EpochCompleted():
                kept.append(replace(event, **TIMES))
            case MomentMeasured(epoch=1):
                kept.append(replace(event, elapsed_s=0))
            case WeightsPublished(moment=moment) if not moment.batch:
                names = {name: array.tobytes() for name, array in event.weights.items()}
                kept.append((moment, names))
            case BatchProgress() | WeightsPublished() | MomentMeasured() | CheckpointTaken():
                pass
            case _:
                kept.append(event)
    return kept


class TestEquality:
    @pytest.mark.parametrize("name", ["relu-dropout", "sigmoid", "linear", "plane-xor"])
    def test_every_epochs_state_is_that_of_the_run_in_one_piece(self, engine, name):
        has_digits = name in ("relu-dropout", "sigmoid")
        config = (small if has_digits else config_of)(name, {"epochs": 3})
        one, other = completed(whole(config)), completed(cut(engine, config))
        assert len(checkpoints(other)) == config.epochs
        for mine, theirs in zip(checkpoints(one), checkpoints(other), strict=True):
            assert_equal_states(mine, theirs)
        assert untimed(other) == untimed(one)

    def test_a_schedule_goes_on_over_the_slices(self, engine):
        config = small("sigmoid", {"epochs": 4, "schedule.kind": "one-cycle"})
        one, other = whole(config), cut(engine, config)
        rates = [epoch.learning_rate for epoch in epochs_of(other)]
        assert rates == [epoch.learning_rate for epoch in epochs_of(one)]
        assert len(set(rates)) > 2

    def test_the_moments_of_the_first_epoch_are_those_of_the_run_in_one_piece(self, engine):
        config = small("relu-dropout", {"data.train_size": 2000})
        one, other = whole(config), cut(engine, config)

        def published(events):
            return {
                event.moment: event.weights["linear_1.weight"].tobytes()
                for event in events
                if isinstance(event, WeightsPublished)
            }

        within = [moment for moment in published(other) if moment.batch]
        assert len(within) == 4
        assert {moment: published(one)[moment] for moment in published(other)} == published(other)

    def test_layers_are_measured_if_the_control_asks(self, engine):
        config = small("sigmoid")
        requests = {"measures_layers": True}
        assert untimed(cut(engine, config, **requests)) == untimed(whole(config, **requests))

    def test_early_stopping_counts_over_the_slices(self, engine):
        changes = {
            "epochs": 30,
            "data.validation_size": 100,
            "patience": 2,
            "optimizer.learning_rate": 0.5,
        }
        config = small("mlp", changes)
        one, other = finished(whole(config)), finished(cut(engine, config))
        assert end_of(other) == end_of(one)
        assert end_of(other).reason is EndReason.STOPPED_EARLY
        assert untimed(other) == untimed(one)

    def test_divergence_ends_it_with_the_same_weights(self, engine):
        config = small("mlp", {"optimizer.learning_rate": 10, "data.pixels": "raw"})
        one, other = whole(config), cut(engine, config)
        assert end_of(other) == end_of(one)
        assert end_of(one).reason is EndReason.DIVERGED
        last = [
            [e for e in events if isinstance(e, WeightsPublished)][-1] for events in (one, other)
        ]
        assert last[0].moment == last[1].moment
        for name, array in last[0].weights.items():
            assert array.tobytes() == last[1].weights[name].tobytes()

    def test_a_slice_survives_the_way_to_another_process(self):
        config = small("relu-dropout")
        first = train_slice(Slice("run", config, 1))
        second = Slice("run", config, 1, start=checkpoints(first)[-1])
        sent = pickle.loads(pickle.dumps(second))
        assert_equal_states(
            checkpoints(train_slice(sent))[-1], checkpoints(train_slice(second))[-1]
        )


class TestKept:
    def test_a_run_stopped_and_continued_ends_in_the_state_of_the_run_in_one_piece(
        self, engine, tmp_path
    ):
        config, loop = small("relu-dropout", {"epochs": 4}), partial(train_on, engine)
        job = TrainingJob("a-run", config, tmp_path / "a-run", must_be_kept=True)
        stop = Stop()
        for event in train_and_keep(job, control("a-run", stop), loop):
            if isinstance(event, EpochCompleted) and event.epoch == 2:
                stop.set()
        assert event == RunEnded("a-run", EndReason.STOPPED, 2)

        again = job_from(continuation(job.folder, 4))
        completed(list(train_and_keep(again, control("a-run"), loop)))
        expected = checkpoints(whole(config))[-1]
        kept = read_checkpoint(job.folder / "checkpoint.safetensors", config.model)
        assert_equal_states(kept, expected)
        assert list(kept_epochs(job.folder)) == [1, 2, 3, 4]

    def test_the_environment_is_that_of_the_machine_that_trained(self, engine, tmp_path):
        def elsewhere(config, data, own_control, start, changes, *, patience):
            for event in train_on(
                engine, config, data, own_control, start, changes, patience=patience
            ):
                is_start = isinstance(event, RunStarted)
                yield replace(event, environment={"torch": "0.1"}) if is_start else event

        job = TrainingJob("a-run", small("logistic"), tmp_path / "a-run", must_be_kept=True)
        completed(list(train_and_keep(job, control("a-run"), elsewhere)))
        (session,) = read_record(job.folder).sessions
        assert session.environment == {"torch": "0.1"}
        assert '"environment": null' not in (job.folder / "run.json").read_text()


class Silent:
    """An engine whose slices nobody trains."""

    def __init__(self):
        self.submitted = threading.Event()
        self.future = Future()

    def submit(self, _part):
        self.submitted.set()
        return self.future

    def runs_at_once(self):
        return 1


class TestStop:
    def test_it_does_not_wait_for_the_slice(self):
        silent, stop, config = Silent(), Stop(), small("logistic")
        watcher = threading.Thread(target=lambda: silent.submitted.wait() and stop.set())
        watcher.start()
        happened = list(train_on(silent, config, None, control("run", stop)))
        watcher.join()
        assert happened == [RunEnded("run", EndReason.STOPPED, 0)]
        assert silent.future.cancelled()

    def test_given_up_it_gives_the_slice_up(self):
        silent, stop, config = Silent(), Stop(), small("logistic")
        running = train_on(silent, config, None, control("run", stop))
        asking = threading.Thread(target=lambda: list(running))
        asking.start()
        assert silent.submitted.wait(20)
        stop.set()
        asking.join()
        assert silent.future.cancelled()

    def test_an_engine_that_fails_ends_the_run_in_words(self):
        class Lost(Silent):
            def submit(self, _part):
                raise ConnectionResetError("the network is down")

        (end,) = train_on(Lost(), small("logistic"), None, control())
        assert (end.reason, end.epochs) == (EndReason.FAILED, 0)
        assert "the network is down" in str(end.message)


def test_changes_by_hand_reach_the_next_slice(engine):
    config, own_control = small("logistic", {"epochs": 3}), control()
    happened = []
    for event in train_on(engine, config, datasets.load(config.data), own_control):
        happened.append(event)
        if isinstance(event, EpochCompleted) and event.epoch == 1:
            own_control.change({"optimizer.learning_rate": 0.5})
    (changed,) = (event for event in happened if isinstance(event, SettingChanged))
    assert (changed.epoch, changed.batch, changed.value) == (2, 1, 0.5)
    assert checkpoints(happened)[-1].settings["optimizer.learning_rate"] == 0.5
    again = list(train(config, datasets.load(config.data), control(), None, [changed]))
    assert_equal_states(checkpoints(happened)[-1], checkpoints(again)[-1])
