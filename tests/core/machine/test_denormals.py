"""Denormal numbers are computed as zero by every thread that computes, and by its helpers."""

import sys
import threading
from dataclasses import replace

import numpy as np
import pytest
import torch

from core.cli import console, main
from core.config.fields import with_values
from core.data import datasets
from core.evaluation import accuracy
from core.lifecycle.repeat_result import COMPARED
from core.machine.processor import begin_computing, flush_denormals
from core.run.control import Control
from core.run.events import CheckpointTaken
from core.storage import layout
from core.training import loop
from tests.core.denormals import DENORMAL_BITS, THREADS, parts_computed_as_zero
from tests.core.running import epochs_of, final_weights, small

pytestmark = pytest.mark.skipif(
    not torch.set_flush_denormal(False), reason="this processor knows denormal numbers only"
)

NONE, ALL = [False] * THREADS, [True] * THREADS


def in_a_new_thread(work, *arguments):
    """What `work` returns there; the calling thread computes as before."""
    results = []
    thread = threading.Thread(target=lambda: results.append(work(*arguments)))
    thread.start()
    thread.join()
    (result,) = results
    return result


class TestAThread:
    def test_its_helpers_copy_it_when_they_start_and_never_later(self):
        def work():
            before = parts_computed_as_zero()
            flush_denormals()
            return before, parts_computed_as_zero()

        before, too_late = in_a_new_thread(work)
        assert before == NONE
        assert too_late == [True, False, False, False]

    @pytest.mark.parametrize("gives_way", [False, True])
    def test_that_begins_to_compute_has_helpers_that_do_as_it_does(self, gives_way):
        def work():
            begin_computing(gives_way=gives_way)
            return parts_computed_as_zero()

        assert in_a_new_thread(work) == ALL

    def test_leaves_all_others_as_they_are(self):
        in_a_new_thread(begin_computing)
        assert in_a_new_thread(parts_computed_as_zero) == NONE

    @pytest.mark.filterwarnings("error")
    def test_still_knows_the_smallest_number(self):
        def work():
            begin_computing()
            return [np.finfo(kind).smallest_subnormal.tobytes() for kind in (np.single, np.double)]

        assert all(any(number) for number in in_a_new_thread(work))

    def test_before_torch_is_loaded_nothing_happens(self, monkeypatch):
        def work():
            flush_denormals()
            return parts_computed_as_zero()

        monkeypatch.delitem(sys.modules, "torch")
        assert in_a_new_thread(work) == NONE

    def test_that_evaluates_lets_its_helpers_do_as_it_does(self, monkeypatch):
        seen = []

        class Probe(torch.nn.Module):
            def forward(self, x):
                bits = torch.full((4,), DENORMAL_BITS, dtype=torch.int32)
                seen.append((bits.view(torch.float32) * 1).view(torch.int32).any().item())
                return x

        torch.set_num_threads(2)
        x, y = torch.zeros(3000, 10), torch.zeros(3000, dtype=torch.int64)
        accuracy.cost_and_accuracy(Probe(), x, y, torch.nn.CrossEntropyLoss())
        assert seen == [False] * 3


class TestACommand:
    """Each runs in a thread of its own here, so that its first computation starts new helpers."""

    @pytest.fixture
    def command(self, monkeypatch, tmp_path):
        """Runs one, and returns how its thread's helpers compute afterwards."""
        monkeypatch.setattr(console, "handlers", dict)  # signals are for the main thread alone

        def run(*arguments):
            def work():
                status = main.main([*arguments, "--runs-dir", str(tmp_path)])
                return status, parts_computed_as_zero()

            return in_a_new_thread(work)

        run.folder = tmp_path
        return run

    SMALL = ("--set", "data.train_size=600", "--set", "data.test_size=200", "--epochs", "1")

    def test_that_trains(self, command, capsys):
        assert command("train", "--preset", "relu-dropout", *self.SMALL) == (0, ALL)
        (run,) = layout.list_runs(command.folder).written
        assert command("repeat", run) == (0, ALL)
        assert command("resume", run, "--epochs", "2") == (0, ALL)

    def test_that_compares(self, command):
        compared = ("compare", "--presets", "sigmoid", "relu-dropout", *self.SMALL)
        assert command(*compared) == (0, ALL)

    def test_that_reads_a_picture(self, command, tmp_path):
        from PIL import Image

        command("train", "--preset", "logistic", *self.SMALL)
        (run,) = layout.list_runs(command.folder).written
        picture = tmp_path / "digit.png"
        Image.new("L", (28, 28), 255).save(picture)
        assert command("predict", "--run", run, str(picture))[1] == ALL


def trained(config, flushes, start=None, threads=2):
    """All events of a run, trained in a thread of its own."""

    def work():
        if flushes:
            begin_computing()
        control = Control("run", threads, takes_checkpoints=True)
        return list(loop.train(config, datasets.load(config.data), control, start))

    return in_a_new_thread(work)


def last_checkpoint(events):
    return [event for event in events if isinstance(event, CheckpointTaken)][-1].checkpoint


def is_denormal(values):
    return (values != 0) & (np.abs(values) < np.finfo(np.float32).tiny)


def numbers_of(events):
    """What the curves show, without durations."""
    return [[getattr(epoch, name) for name in COMPARED] for epoch in epochs_of(events)]


class TestTheNumbers:
    """What a run computes with denormal numbers as zero, and with them as they are."""

    @pytest.mark.parametrize("name", ["relu-dropout", "sigmoid", "cnn"])
    @pytest.mark.parametrize("kind", ["adam", "adamw", "rmsprop", "adagrad", "sgd"])
    def test_costs_and_weights_are_equal_bit_for_bit(self, name, kind):
        changes = {"optimizer.kind": kind, "optimizer.momentum": 0.9, "data.train_size": 200}
        config = small(name, changes)

        # of weights that have no gradient, as those of pixels that no image uses
        start = last_checkpoint(trained(with_values(config, {"epochs": 1}), flushes=False))
        memory = {
            key: np.where(values == 0, np.float32(1e-40), values) if values.ndim else values
            for key, values in start.optimizer.items()
        }
        start = replace(start, optimizer=memory)
        assert sum(is_denormal(values).sum() for values in memory.values()) > 0

        as_they_are = trained(config, flushes=False, start=start)
        as_zero = trained(config, flushes=True, start=start)
        assert numbers_of(as_zero) == numbers_of(as_they_are)
        weights, expected = final_weights(as_zero), final_weights(as_they_are)
        assert {key: value.tobytes() for key, value in weights.items()} == {
            key: value.tobytes() for key, value in expected.items()
        }

    def test_only_the_memory_of_the_optimizer_differs(self):
        # after a batch with a pixel come more than 800 without it
        changes = {"data.train_size": 5000, "data.batch_size": 5, "data.order": "file"}
        config = small("mlp", changes | {"optimizer.kind": "adam", "epochs": 1})
        as_they_are, as_zero = (trained(config, flushes) for flushes in (False, True))
        assert numbers_of(as_zero) == numbers_of(as_they_are)

        memory, expected = (last_checkpoint(run).optimizer for run in (as_zero, as_they_are))
        assert sum(is_denormal(values).sum() for values in expected.values()) > 0
        for key, values in expected.items():
            np.testing.assert_array_equal(memory[key], np.where(is_denormal(values), 0, values))
