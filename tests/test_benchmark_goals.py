"""Benchmarks that decide something: what they decide, from given measurements."""

import subprocess
import sys

import pytest

from core.config import presets
from core.config.fields import with_values
from core.data import datasets
from core.run.control import Control
from core.run.events import EpochCompleted
from core.training.loop import train
from tests.benchmarks import denormals, record, waiting
from tests.benchmarks.waiting import Way


@pytest.mark.parametrize(("ratio", "status"), [(1.0, 0), (1.3, 0), (1.31, 1), (100.0, 1)])
def test_an_epoch_that_denormal_numbers_slow_down_is_a_failure(monkeypatch, capsys, ratio, status):
    monkeypatch.setattr(
        denormals,
        "in_a_new_thread",
        lambda threads, begin: ratio if begin is denormals.begin_computing else 100.0,
    )
    assert denormals.main() == status
    assert ("**missed**" in capsys.readouterr().out) == bool(status)


def test_a_benchmark_that_imports_torch_first_has_threads_wait_as_inkling_has(monkeypatch):
    monkeypatch.delenv("GOMP_SPINCOUNT")
    code = "import os, tests.benchmarks; print(os.environ['GOMP_SPINCOUNT'])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "0\n"


class TestWaysOfWaiting:
    ALONE, ASLEEP, AWAKE = Way(1, 0), Way(2, 0), Way(2, 300_000)

    def test_one_thread_waits_for_nobody_and_all_cores_are_tried(self):
        assert list(waiting.ways(1)) == [self.ALONE]
        assert {way.threads for way in waiting.ways(6)} == {1, 2, 4, 6}
        assert {self.ASLEEP, self.AWAKE} <= set(waiting.ways(2))

    @pytest.mark.parametrize(
        ("alone", "beside", "expected"),
        [
            ((1.0, 0.7, 0.6), (1.1, 1.2, 9.0), ASLEEP),  # awake is quickest, but it collapses
            ((1.0, 0.7, 0.6), (1.1, 1.2, 1.0), AWAKE),
            ((1.0, 1.6, 1.2), (1.1, 2.0, 2.0), ALONE),  # two threads lose
            ((1.0, 0.7, 0.6), (3.0, 3.0, 3.0), AWAKE),  # nothing is robust
        ],
    )
    def test_the_quickest_is_chosen_of_those_that_do_not_collapse(self, alone, beside, expected):
        all_ways = (self.ALONE, self.ASLEEP, self.AWAKE)
        seconds = [dict(zip(all_ways, each, strict=True)) for each in (alone, beside)]
        assert waiting.chosen(*seconds) == expected

    def test_a_process_gets_its_way_by_its_environment(self):
        assert Way(2, 1000).environment == {
            "OMP_WAIT_POLICY": "passive",
            "GOMP_SPINCOUNT": "1000",
        }


class TestRecord:
    """`tests.benchmarks.record`: the choice of the settings, and the time to a target."""

    def test_the_quickest_candidate_is_chosen_that_never_misses(self, monkeypatch):
        took = {1.0: [1.0, None], 2.0: [3.0, 3.0], 3.0: [4.0, 4.0]}
        monkeypatch.setattr(
            record, "times", lambda _record, changes, _seeds, held_out: took[changes["rate"]]
        )
        tried = record.Record(0.9, "cnn", [{"rate": rate} for rate in took])
        assert record.chosen(tried, (1, 2)) == {"rate": 2.0}

    def test_a_target_beyond_reach_is_missed_by_all(self, monkeypatch):
        monkeypatch.setattr(record, "times", lambda *_arguments, held_out: [None])
        assert record.chosen(record.Record(1.0, "cnn", [{"rate": 1.0}]), (1,)) is None

    def test_the_time_ends_with_the_epoch_that_reaches_the_target(self, monkeypatch):
        small = {"data.train_size": 1000, "data.test_size": 500, "epochs": 4}
        config = with_values(presets.preset("relu-adam").config, small)
        data = datasets.load(config.data)
        epochs = [
            event
            for event in train(config, data, Control("x"))
            if isinstance(event, EpochCompleted)
        ]
        assert epochs[1].accuracy > epochs[0].accuracy
        monkeypatch.setattr(record, "train", lambda *_arguments: iter(epochs))

        reached = record.seconds_to(epochs[1].accuracy, config, data)
        assert reached == epochs[0].seconds + epochs[1].seconds
        assert record.seconds_to(1.1, config, data) is None
