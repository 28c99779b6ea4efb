"""Settings at their limits, clocks that misbehave, and hundreds of runs one after the other."""

import gc
import json
import math
import os
import threading
import time
from dataclasses import asdict, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.config.fields import FIELDS, ConfigError, with_values
from core.data import datasets
from core.lifecycle import recording
from core.run import identity
from core.run.control import Control
from core.run.events import (
    BatchProgress,
    EndReason,
    EpochCompleted,
    LayersMeasured,
    RecordingFailed,
    WeightsPublished,
)
from core.storage import layout
from core.storage import records as runs
from core.training.loop import train
from tests.core.running import end_of, epochs_of, small

TINY = {
    "data.train_size": 60,
    "data.test_size": 20,
    "data.batch_size": 20,
    "model.hidden": [{"units": 4}],
    "epochs": 2,
}
EXTREME_NUMBERS = (0, 1e-300, 1e-45, 1e-8, 0.5, 0.999, 1.0, 3.0, 10.0, 1e4, 1e38, 1e300)


@st.composite
def extreme(draw):
    """A network and settings that nobody would choose, but can."""
    hidden = draw(
        st.lists(
            st.fixed_dictionaries(
                {
                    "units": st.sampled_from([1, 2, 7]),
                    "activation": st.sampled_from(
                        ["relu", "sigmoid", "tanh", "gelu", "leaky-relu", "none"]
                    ),
                    "dropout": st.sampled_from([0.0, 0.5, 0.95]),
                }
            ),
            min_size=1,
            max_size=5,
        )
    )
    changes = {
        **TINY,
        "model.hidden": hidden,
        "model.norm": draw(st.sampled_from(["none", "batch", "layer"])),
        "optimizer.kind": draw(st.sampled_from(["sgd", "adam", "adamw", "rmsprop", "adagrad"])),
        "optimizer.learning_rate": draw(st.sampled_from(EXTREME_NUMBERS)),
        "optimizer.momentum": draw(st.sampled_from(EXTREME_NUMBERS)),
        "optimizer.weight_decay": draw(st.sampled_from(EXTREME_NUMBERS)),
        "optimizer.l1": draw(st.sampled_from(EXTREME_NUMBERS)),
        "optimizer.adversarial": draw(st.sampled_from([0.0, 1e-9, 0.3, 1.0])),
        "pruning.after": 1,  # before a cut is chosen, which must have epochs left
        "pruning.kind": draw(st.sampled_from(["none", "train-on", "rewind", "redraw", "random"])),
        "pruning.share": draw(st.sampled_from([0.0, 0.5, 0.999])),
        "optimizer.nesterov": draw(st.booleans()),
        "data.pixels": draw(st.sampled_from(["unit", "raw", "standardized"])),
        "data.validation_size": draw(st.sampled_from([0, 20])),
        "data.label_noise": draw(st.sampled_from([0.0, 1e-9, 0.5, 1.0])),
        "patience": draw(st.sampled_from([0, 1, 1000])),
        "data.augment.noise": draw(st.sampled_from([0, 0.1, 1])),
        "schedule.kind": draw(st.sampled_from(["constant", "step", "cosine", "one-cycle"])),
        "precision": draw(st.sampled_from(["float32", "bfloat16"])),
        "plain": draw(st.booleans()),
    }
    return changes


def possible(changes):
    """The config; what cannot be is left as it was, one setting after the other."""
    config = small("mlp", TINY)
    for path, value in changes.items():
        try:
            config = with_values(config, {path: value})
        except ConfigError as error:
            assert path in FIELDS
            assert str(error)  # noqa: PT017 - it is refused in words
    return config


@given(changes=extreme())
def test_a_run_ends_in_order_and_tells_finite_numbers_only(changes, tmp_path_factory):
    config = possible(changes)
    folder = layout.create(tmp_path_factory.mktemp("extreme"), "run")
    control = Control("run", 1, takes_checkpoints=True, measures_layers=True, measures_moments=True)
    events = list(
        recording.record(train(config, datasets.load(config.data), control), config, folder)
    )
    reasons = (EndReason.COMPLETED, EndReason.STOPPED_EARLY, EndReason.DIVERGED)
    assert end_of(events).reason in reasons, end_of(events).message
    assert (end_of(events).message is None) is (end_of(events).reason is EndReason.COMPLETED)
    for event in events:
        if isinstance(event, BatchProgress | EpochCompleted | LayersMeasured):
            json.dumps(asdict(event), allow_nan=False)
        if isinstance(event, WeightsPublished):
            assert all(np.isfinite(array).all() for array in event.weights.values())
        assert not isinstance(event, RecordingFailed)
    record = runs.read_record(folder)
    assert record.epochs == epochs_of(events)
    runs.open_run(folder)


class Clock:
    """Seconds that go as they like."""

    def __init__(self, kind):
        self.kind, self.steps, self.now, self.real = kind, 0, 1000.0, time.perf_counter

    def __call__(self):
        self.steps += 1
        match self.kind:
            case "backwards":
                self.now -= 0.25
            case "stopped":
                pass
            case "jumping":
                self.now += -500.0 if self.steps % 7 == 0 else 80.0
            case "set back once":
                self.now += -1e6 if self.steps == 40 else 0.01
        return self.now


@pytest.mark.parametrize("kind", ["backwards", "stopped", "jumping", "set back once"])
def test_a_clock_that_misbehaves_changes_no_number_that_was_learned(kind, monkeypatch, tmp_path):
    config = small("mlp", TINY | {"epochs": 4})
    expected = list(train(config, datasets.load(config.data), Control("run", 1)))
    clock = Clock(kind)
    monkeypatch.setattr(time, "perf_counter", clock)
    monkeypatch.setattr(time, "time", clock)
    folder = layout.create(tmp_path, "run")
    events = list(
        recording.record(
            train(config, datasets.load(config.data), Control("run", 1)), config, folder
        )
    )
    monkeypatch.undo()
    assert end_of(events).reason is EndReason.COMPLETED, end_of(events).message
    same = {"seconds": 0, "samples_per_second": 0, "elapsed_s": 0}
    assert [replace(e, **same) for e in epochs_of(events)] == [
        replace(e, **same) for e in epochs_of(expected)
    ]
    for event in epochs_of(events):
        assert event.seconds >= 0
        assert event.elapsed_s >= 0
        assert math.isfinite(event.samples_per_second)
    elapsed = [event.elapsed_s for event in epochs_of(events)]
    assert elapsed == sorted(elapsed)
    assert runs.read_record(folder).epochs == epochs_of(events)


def test_a_date_set_back_gives_new_runs_names_of_their_own(monkeypatch):
    class Earlier(identity.datetime):
        @classmethod
        def now(cls, zone=None):
            return cls(1970, 1, 1, tzinfo=zone)

    monkeypatch.setattr(identity, "datetime", Earlier)
    config = small("mlp")
    names = {identity.new_id(config) for _ in range(100)}
    assert len(names) == 100
    assert all(name.startswith("19700101-000000-mlp-") for name in names)


def resident():
    """Bytes of memory that this process has."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.skipif(
    not os.path.exists("/proc/self/statm"), reason="asks Linux for memory and descriptors"
)
def test_two_hundred_runs_leave_nothing_behind(tmp_path):
    config = small("mlp", TINY)
    data = datasets.load(config.data)
    state = (0, 0, 0)
    for number in range(221):
        folder = layout.create(tmp_path, str(number))
        control = Control(
            "run", 1, takes_checkpoints=True, measures_layers=True, measures_moments=True
        )
        for event in recording.record(train(config, data, control), config, folder):
            if number % 2 and isinstance(event, WeightsPublished):
                control.stop.set()
        runs.read_record(folder)
        if number == 20:  # what is loaded and kept once is there by now
            gc.collect()
            state = (threading.active_count(), len(os.listdir("/proc/self/fd")), resident())
    gc.collect()
    assert (threading.active_count(), len(os.listdir("/proc/self/fd"))) == state[:2]
    assert resident() - state[2] < 10_000_000
