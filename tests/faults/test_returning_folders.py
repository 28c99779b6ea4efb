"""The folder of a run in training that goes away, and comes back as another one."""

import os
import shutil
import sys

import pytest

from core import trees
from core.config.choices import WeightsChoice
from core.data import datasets
from core.lifecycle.continuing import continuation
from core.lifecycle.recording import record
from core.run.control import Control
from core.run.events import CheckpointTaken, EpochCompleted, RecordingFailed, RecordingResumed
from core.run.moment import Moment
from core.storage import layout
from core.storage.best_weights import dated_weights_of
from core.storage.records import open_run, outline, read_epochs
from core.training.loop import train
from tests.core.running import small
from tests.faults.test_outward_links import files_below

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no open file is moved there")


@pytest.fixture(params=[True, False], ids=["as it is", "without open paths"], autouse=True)
def has_paths(request, monkeypatch):
    """Whether the system has paths of open folders, which Linux alone has."""
    if not request.param:
        monkeypatch.setattr(trees, "_OPEN_FILES", "/nowhere")


def recorded(folder, epochs, after, kind=EpochCompleted):
    """What is told about the recording of a run, with something done after each epoch's event."""
    config, told = small("logistic", {"epochs": epochs}), []
    control = Control(folder.name, 1, takes_checkpoints=True)
    for event in record(train(config, datasets.load(config.data), control), config, folder):
        if isinstance(event, kind):
            after(event.checkpoint.epoch if kind is CheckpointTaken else event.epoch)
        told += [event] if isinstance(event, RecordingFailed | RecordingResumed) else []
    return told


def test_the_folder_of_a_run_that_comes_back_as_a_copy(tmp_path):
    """As on a drive that was plugged in again, or from a program that synchronizes folders."""
    folder = tmp_path / "runs" / "mine"
    folder.mkdir(parents=True)

    def after(epoch):
        if epoch == 2:
            shutil.move(folder, tmp_path / "aside")
        elif epoch == 4:
            shutil.copytree(tmp_path / "aside", folder)
        elif epoch == 5:
            assert layout.is_in_use(folder)
            assert not layout.is_in_use(tmp_path / "aside")

    failed, again = recorded(folder, 6, after)
    assert isinstance(failed, RecordingFailed)
    assert isinstance(again, RecordingResumed)
    assert (outline(folder).epochs_done, len(read_epochs(folder))) == (6, 6)
    assert outline(tmp_path / "aside").epochs_done < 6


@pytest.mark.parametrize("arrives", [4, 5, 6])
def test_a_copy_that_is_still_being_made_when_the_run_is_kept_in_it_again(arrives, tmp_path):
    """Its description comes first; then older files take the place of those written meanwhile."""
    folder, aside = tmp_path / "runs" / "mine", tmp_path / "aside"
    folder.mkdir(parents=True)

    def after(epoch):
        if epoch == 2:
            folder.rename(aside)
        elif epoch == 3:
            folder.mkdir()
            shutil.copy2(aside / layout.RUN_FILE, folder)
        if epoch == arrives:
            older = shutil.ignore_patterns(layout.RUN_FILE, layout.LOCK_FILE)
            shutil.copytree(aside, folder, dirs_exist_ok=True, ignore=older)

    failed, again = recorded(folder, 6, after, CheckpointTaken)
    assert isinstance(failed, RecordingFailed)
    assert isinstance(again, RecordingResumed)
    assert [epoch.epoch for epoch in read_epochs(folder)] == [1, 2, 3, 4, 5, 6]
    assert open_run(folder).moment == Moment(6)
    record = outline(folder)
    assert record.epochs_done == 6
    assert dated_weights_of(folder, WeightsChoice.BEST)[0] == Moment(record.best.epoch)
    done = 2 if arrives == 6 else 6
    assert continuation(folder, 9).checkpoint.epoch == done


@pytest.mark.parametrize("difference", ["description", "owner", "link"])
def test_a_copy_that_is_another_run_or_somebody_else_s_is_left_alone(
    difference, tmp_path, monkeypatch
):
    folder, other = tmp_path / "runs" / "mine", tmp_path / "other" / "mine"
    folder.mkdir(parents=True)
    before, theirs, stat = {}, set(), os.stat

    def stat_of_theirs(path, **options):
        status = stat(path, **options)
        uid = status.st_uid + (status.st_ino in theirs)
        return os.stat_result((*status[:4], uid, *status[5:10]))

    def exchange(epoch):
        if epoch != 1:
            return
        shutil.copytree(folder, other)
        (other / layout.LOCK_FILE).unlink()
        folder.rename(tmp_path / "aside")
        if difference == "description":
            with (other / layout.RUN_FILE).open("a") as file:
                file.write(" ")
        elif difference == "owner":
            theirs.add(stat(other).st_ino)
            monkeypatch.setattr(os, "stat", stat_of_theirs)
        if difference == "link":
            folder.symlink_to(other, target_is_directory=True)
        else:
            other.rename(folder)
        before.update(files_below(folder))

    (failed,) = recorded(folder, 3, exchange)
    assert isinstance(failed, RecordingFailed)
    assert folder / layout.RUN_FILE in before
    assert files_below(folder) == before


def test_what_takes_the_place_of_a_run_is_not_written_over(tmp_path):
    """Somebody else's folder, with files of the same names."""
    folder = tmp_path / "runs" / "mine"
    folder.mkdir(parents=True)
    theirs = {
        folder / name: name.encode()
        for name in (layout.RUN_FILE, layout.WEIGHTS_FILE, layout.METRICS_FILE)
    }

    def exchange(epoch):
        if epoch == 1:
            folder.rename(tmp_path / "aside")
            folder.mkdir()
            for file, content in theirs.items():
                file.write_bytes(content)

    (failed,) = recorded(folder, 3, exchange)
    assert isinstance(failed, RecordingFailed)
    assert files_below(folder) == theirs
