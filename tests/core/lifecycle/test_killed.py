"""Runs whose process is killed, twenty times, at moments drawn at random, among them within
writes.
"""

import os
import random
import signal
import subprocess
import sys
import threading
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest

from core.config.choices import WeightsChoice
from core.lifecycle.continuing import continuation
from core.lifecycle.recording import LABEL_WRITE_S
from core.run.record import RunState
from core.storage import layout
from core.storage import records as runs
from core.storage.best_weights import weights_of
from core.storage.epoch_weights import epoch_file, kept_epochs, read_epoch_weights

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the runs' processes are forked")

ROOT = Path(__file__).parents[3]
KILLS, NO_END = 20, 9999
WITHIN_WRITES = ("half_written", "before_renaming", "after_renaming", "half_line")
TIMINGS = ("run", "seconds", "samples_per_second", "elapsed_s")


class Killer:
    """Has runs trained by `tests.core.doomed`, and kills them."""

    def __init__(self, process):
        self.process = process
        assert self.read() == "ready"

    def read(self):
        return self.process.stdout.readline().strip()

    def train(self, folder, epochs=NO_END, failpoint="none", count=0, after_s=None):
        """Train until it is killed or over; gives the epochs whose checkpoints were taken, and how
        it ended.
        """
        self.process.stdin.write(f"{folder} {epochs} {failpoint} {count}\n")
        self.process.stdin.flush()
        number = int(self.read().removeprefix("process "))
        clock = None
        if after_s is not None:
            clock = threading.Timer(after_s, os.kill, (number, signal.SIGKILL))
            clock.start()
        told = []
        while not (line := self.read()).startswith("gone"):
            told.append(line)
        if clock is not None:
            clock.cancel()
            clock.join()
        taken = [
            int(line.removeprefix("checkpoint ")) for line in told if line.startswith("checkpoint")
        ]
        return taken, int(line.removeprefix("gone "))


@pytest.fixture(scope="module")
def killer():
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.core.doomed"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    yield Killer(process)
    process.stdin.close()
    process.stdout.close()  # so that nothing waits for a reader for ever
    process.wait()


def numbers(values):
    """What an epoch computed, without what the clock says."""
    return {name: value for name, value in asdict(values).items() if name not in TIMINGS}


def same(first, second):
    return first.keys() == second.keys() and all(
        np.array_equal(first[name], second[name]) for name in first
    )


def is_sound(folder, promised):
    """Look at what a killed process left: it opens, and has all that was promised before."""
    record = runs.outline(folder)
    assert record.state is RunState.INTERRUPTED
    assert len(runs.read_epochs(folder)) >= promised
    if (folder / layout.WEIGHTS_FILE).exists():
        runs.open_run(folder)
    for epoch in kept_epochs(folder):
        read_epoch_weights(folder, epoch, record.config.model)
    checkpoint = continuation(folder, NO_END).checkpoint
    assert (0 if checkpoint is None else checkpoint.epoch) >= promised


def test_twenty_kills_change_nothing_of_what_a_run_computes(killer, tmp_path):
    draw, folder = random.Random(5), tmp_path / "runs" / "killed"
    kinds = [*WITHIN_WRITES * 3, *["clock"] * (KILLS - 3 * len(WITHIN_WRITES))]
    draw.shuffle(kinds)
    promised = 0
    for kind in kinds:
        if kind == "clock":
            taken, status = killer.train(folder, after_s=draw.uniform(0.02, 0.3))
        else:
            taken, status = killer.train(
                folder, failpoint=kind, count=draw.randint(1, 4 if kind == "half_line" else 11)
            )
        assert status == -signal.SIGKILL
        promised = max([promised, *taken])
        assert layout.folders(folder.parent) in (
            [],
            [folder],
        )  # without its first description there is nothing to open
        if (folder / layout.RUN_FILE).exists():
            is_sound(folder, promised)

    epochs, undisturbed = promised + 3, tmp_path / "undisturbed"
    assert killer.train(undisturbed, epochs) == ([*range(1, epochs + 1)], 0)
    for left in folder.rglob("*.tmp"):  # a run that starts removes none that may be in use
        long_ago = left.stat().st_mtime - 2 * LABEL_WRITE_S
        os.utime(left, (long_ago, long_ago))
    assert killer.train(folder, epochs)[1] == 0
    first, second = runs.read_record(undisturbed), runs.read_record(folder)
    assert second.state is RunState.COMPLETED
    assert list(map(numbers, second.epochs)) == list(map(numbers, first.epochs))
    assert list(map(numbers, second.layers)) == list(map(numbers, first.layers))
    for choice in WeightsChoice:
        assert same(weights_of(folder, choice), weights_of(undisturbed, choice))
    assert kept_epochs(folder) == kept_epochs(undisturbed)
    for epoch in kept_epochs(folder):
        assert epoch_file(folder, epoch).read_bytes() == epoch_file(undisturbed, epoch).read_bytes()
    assert not list(folder.rglob("*.tmp"))
