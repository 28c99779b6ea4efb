"""A disk that was full for a while: the run is kept again, whole, from its next checkpoint on."""

import shutil
import sys
from contextlib import ExitStack
from dataclasses import asdict

import pytest

from core.config.choices import WeightsChoice
from core.data.datasets import load
from core.lifecycle.continuing import continuation
from core.lifecycle.recording import record
from core.lifecycle.repeat import original, repeat
from core.run.control import Control
from core.run.events import (
    CheckpointTaken,
    EpochCompleted,
    RecordingFailed,
    RecordingResumed,
    RunStarted,
)
from core.run.record import RunState
from core.storage import records as runs
from core.storage.best_weights import weights_of
from core.training.loop import train
from tests.core.running import small
from tests.core.storage.test_records import no_file_longer_than, same_weights

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no limits of file sizes there")


def checkpoint(epoch):
    return lambda event: isinstance(event, CheckpointTaken) and event.checkpoint.epoch == epoch


def started(event):
    return isinstance(event, RunStarted)


def train_and_keep(config, folder, full_after=None, free_after=None, until=None):
    """The events of a run, changed by hand after its second epoch; between two events its disk is
    full.
    """
    folder.mkdir()
    control = Control("run", 1, takes_checkpoints=True, measures_layers=True)
    events, seen = record(train(config, load(config.data), control), config, folder), []
    with ExitStack() as disk:
        if full_after is None and free_after is not None:
            disk.enter_context(no_file_longer_than(100))
        for event in events:
            seen.append(event)
            if checkpoint(2)(event):
                control.change({"optimizer.learning_rate": 0.3})
            if full_after is not None and full_after(event):
                disk.enter_context(no_file_longer_than(100))
            if free_after is not None and free_after(event):
                disk.close()
            if until is not None and until(event):
                break
    events.close()
    return seen


def numbers(folder):
    found = runs.read_record(folder)
    clock = ("seconds", "samples_per_second", "elapsed_s")
    epochs = [
        {name: value for name, value in asdict(epoch).items() if name not in clock}
        for epoch in found.epochs
    ]
    return epochs, found.layers, found.changes, found.best.epoch, found.state


@pytest.fixture
def whole(tmp_path):
    (tmp_path / "whole").mkdir()
    train_and_keep(small("logistic", {"epochs": 6}), tmp_path / "whole" / "run")
    return tmp_path / "whole" / "run"


@pytest.mark.parametrize(
    ("full_after", "free_after"),
    [
        (None, checkpoint(1)),
        (started, checkpoint(1)),
        (checkpoint(1), checkpoint(4)),
        (checkpoint(2), checkpoint(3)),
    ],
    ids=[
        "from the beginning",
        "in the first epoch",
        "for three epochs",
        "while it is changed by hand",
    ],
)
def test_it_says_so_and_all_of_the_run_is_there(full_after, free_after, whole, tmp_path):
    seen = train_and_keep(
        small("logistic", {"epochs": 6}), tmp_path / "run", full_after, free_after
    )
    told = [event for event in seen if isinstance(event, RecordingFailed | RecordingResumed)]
    assert [type(event) for event in told] == [RecordingFailed, RecordingResumed]
    assert "File too large" in str(told[0].message)
    assert str(told[1].message) == f"The run is kept in {tmp_path / 'run'} again."
    assert numbers(tmp_path / "run") == numbers(whole)
    for choice in WeightsChoice:
        assert same_weights(weights_of(tmp_path / "run", choice), weights_of(whole, choice))
    assert len(runs.outline(tmp_path / "run").sessions) == 1
    *_, last = repeat(original(tmp_path / "run"))
    assert last.is_identical


def test_killed_afterwards_it_goes_on_from_the_checkpoint(tmp_path):
    config = small("logistic", {"epochs": 6})
    train_and_keep(config, tmp_path / "run", checkpoint(1), checkpoint(3), until=checkpoint(4))
    assert runs.outline(tmp_path / "run").state is RunState.INTERRUPTED
    assert continuation(tmp_path / "run", 6).checkpoint.epoch == 4


def test_a_disk_that_stays_full_is_told_once(tmp_path):
    seen = train_and_keep(
        small("logistic", {"epochs": 4}), tmp_path / "run", checkpoint(1), lambda _: False
    )
    assert sum(isinstance(event, RecordingFailed | RecordingResumed) for event in seen) == 1
    assert [event.epoch for event in seen if isinstance(event, EpochCompleted)] == [1, 2, 3, 4]


def test_meanwhile_nobody_else_can_go_on_with_it(tmp_path):
    config, folder = small("logistic", {"epochs": 4}), tmp_path / "run"
    folder.mkdir()
    events = record(
        train(config, load(config.data), Control("run", 1, takes_checkpoints=True)), config, folder
    )
    for event in events:
        if checkpoint(1)(event):
            shutil.rmtree(folder / "epochs")
            (folder / "epochs").write_text("a file where a folder belongs")
        if isinstance(event, RecordingFailed):
            break
    assert runs.outline(folder).state is RunState.RUNNING
    events.close()
    assert runs.outline(folder).state is RunState.INTERRUPTED


def test_a_folder_that_is_gone_is_not_made_anew(tmp_path):
    config, folder = small("logistic", {"epochs": 4}), tmp_path / "run"
    folder.mkdir()
    told = []
    for event in record(
        train(config, load(config.data), Control("run", 1, takes_checkpoints=True)), config, folder
    ):
        if checkpoint(1)(event):
            shutil.rmtree(folder)
        if isinstance(event, RecordingFailed | RecordingResumed):
            told.append(event)
    assert [type(event) for event in told] == [RecordingFailed]
    assert not folder.exists()
