"""Denormal numbers are computed as zero by every thread of the window that computes."""

import threading
from pathlib import Path

import pytest
import torch

from core.data import datasets
from core.lifecycle import repeat as repeating
from core.lifecycle.job import TrainingJob
from core.program.check import Agreement
from core.run.events import EndReason, RunEnded
from gui.background import training_thread
from gui.background.check_thread import CheckThread
from gui.background.training_thread import TrainingThread
from gui.background.warm_up import WarmUp
from gui.runs.repetitions import Repetitions
from tests.core.denormals import THREADS, parts_computed_as_zero
from tests.gui.driving import quick

pytestmark = pytest.mark.skipif(
    not torch.set_flush_denormal(False), reason="this processor knows denormal numbers only"
)


class Probed:
    """Looks how the thread that calls it computes, and its helpers."""

    def __init__(self):
        self.parts = []
        self.thread = 0

    def __call__(self, *_):
        self.thread = threading.get_ident()
        self.parts = parts_computed_as_zero()
        return iter([RunEnded("run", EndReason.COMPLETED, 0)])

    def is_zero_in_another_thread(self):
        return self.parts == [True] * THREADS and self.thread != threading.get_ident()


@pytest.fixture
def probe():
    probe, before = Probed(), parts_computed_as_zero()
    yield probe
    assert parts_computed_as_zero() == before  # the GUI thread is left as it is


def test_that_trains(probe, background, wait, monkeypatch, qapp):
    monkeypatch.setattr(training_thread, "train_and_keep", probe)
    thread = TrainingThread(TrainingJob("run", quick()), 1, qapp)
    background.start(thread)
    wait(thread.isFinished)
    assert probe.is_zero_in_another_thread()


def test_that_trains_again(probe, background, wait, monkeypatch, qapp):
    monkeypatch.setattr(repeating, "original", lambda folder: folder)
    monkeypatch.setattr(repeating, "repeat", probe)
    repetitions = Repetitions(background, qapp)
    repetitions.start(Path("run"))
    wait(lambda: probe.parts)
    assert probe.is_zero_in_another_thread()


def test_that_checks_a_program(probe, background, wait, qapp):
    class Check:
        def steps(self):
            probe()
            yield Agreement(1)

        def cancel(self):
            """Nothing is under way."""

    thread = CheckThread(Check(), qapp)
    background.start(thread)
    wait(thread.isFinished)
    assert probe.is_zero_in_another_thread()


def test_that_does_jobs(probe, jobs, wait):
    jobs.submit(probe, lambda _: None)
    wait(lambda: probe.parts)
    assert probe.is_zero_in_another_thread()


def test_that_loads_the_digits(probe, background, wait, monkeypatch, qapp):
    monkeypatch.setattr(datasets, "mnist", probe)
    thread = WarmUp(qapp)
    background.start(thread)
    wait(thread.isFinished)
    assert probe.is_zero_in_another_thread()
