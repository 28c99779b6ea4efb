"""Start points that wait while another process trains the run, and lines that do not fit."""

import json
import os
from dataclasses import replace

import pytest

from core.cli import main as cli
from core.errors import RunFolderError
from core.lifecycle import archive
from core.lifecycle.continuing import continuation, fork
from core.lifecycle.job import job_from
from core.lifecycle.session import train_and_keep
from core.run.control import Control
from core.run.events import EndReason, RecordingFailed, RunEnded, RunStarted
from core.storage import deletion, layout, stamps
from core.storage import records as runs
from tests.core.export.test_formats import kept
from tests.core.lifecycle.test_archive import files_of
from tests.core.running import small


def trained(start, after_start=None):
    control = Control(start.record.run, 1, takes_checkpoints=True)
    seen = []
    for event in train_and_keep(job_from(start), control):
        seen.append(event)
        if after_start is not None and isinstance(event, RunStarted | RecordingFailed):
            after_start()
            after_start = None
    return seen


def files(folder):
    return {name: content for name, content in files_of(folder).items() if name != "lock"}


@pytest.fixture
def folder(tmp_path):
    return kept(small("logistic"), tmp_path / "runs")


class TestStartPointThatWaited:
    def test_another_process_came_further_meanwhile(self, folder, capsys):
        waiting = continuation(folder, 3)
        arguments = ["resume", "run", "--epochs", "6", "--runs-dir", str(folder.parent)]
        assert cli.main(arguments) == 0
        capsys.readouterr()
        before = files(folder)
        (end,) = trained(waiting)
        assert isinstance(end, RunEnded)
        assert (end.reason, end.epochs) == (EndReason.FAILED, 2)
        assert "Another Inkling has changed this run" in str(end.message)
        assert files(folder) == before
        assert not layout.is_in_use(folder)
        assert trained(continuation(folder, 7))[-1].reason is EndReason.COMPLETED

    def test_a_fork_that_waited(self, folder):
        waiting = fork(folder, folder.parent, {"epochs": 3})
        trained(continuation(waiting.folder, 5))
        before = files(waiting.folder)
        assert [type(event) for event in trained(waiting)] == [RunEnded]
        assert files(waiting.folder) == before

    @pytest.mark.parametrize("name", stamps.STAMPED_FILES)
    def test_any_file_that_it_was_read_from(self, name, folder):
        waiting = continuation(folder, 3)
        path = folder / name
        if path.exists():
            status = path.stat()
            os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns + 1_000_000_000))
        else:
            path.write_text("")
        assert [type(event) for event in trained(waiting)] == [RunEnded]

    def test_a_label_and_kept_epochs_do_not_count(self, folder):
        waiting = continuation(folder, 3)
        (folder / layout.LABEL_FILE).write_text(json.dumps({"name": "mine", "style": 1}))
        deletion.delete(folder / layout.EPOCHS_FOLDER)
        assert trained(waiting)[-1].reason is EndReason.COMPLETED

    def test_another_process_is_training_it(self, folder):
        waiting = continuation(folder, 3)
        before = files(folder)
        with layout.lock_of(folder):
            (end,) = trained(waiting)
        assert (end.reason, end.epochs) == (EndReason.FAILED, 2)
        assert "Another Inkling is training this run" in str(end.message)
        assert files(folder) == before

    def test_it_was_away_when_it_started_and_came_back_longer(self, folder, tmp_path):
        """Its disk was missing, so the run trains unkept; it must not overwrite what came back."""
        waiting = continuation(folder, 4)
        away = folder.parent.rename(tmp_path / "unmounted")

        def come_back():
            away.rename(folder.parent)
            trained(continuation(folder, 6))

        events = trained(waiting, come_back)
        failures = [event for event in events if isinstance(event, RecordingFailed)]
        assert len(failures) == 2
        assert "Another Inkling has changed this run" in str(failures[1].message)
        assert len(runs.read_epochs(folder)) == 6


class TestLinesThatDoNotFitTheCheckpoint:
    @pytest.fixture
    def cut(self, tmp_path):
        """A run of five epochs of which three lines are left, as after a power failure."""
        folder = kept(small("logistic", {"epochs": 5}), tmp_path / "runs")
        path = folder / layout.METRICS_FILE
        path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:3]))
        return folder

    @pytest.mark.parametrize("state", ["running", "completed"])
    def test_are_never_continued_with_a_gap(self, state, cut, tmp_path):
        path = cut / layout.RUN_FILE
        path.write_text(json.dumps(json.loads(path.read_text()) | {"state": state}))
        before = files(cut)
        words = r"end of epoch 5, but metrics\.jsonl ends with epoch 3"
        with pytest.raises(RunFolderError, match=words):
            continuation(cut, 7)
        with pytest.raises(RunFolderError, match=words):
            fork(cut, tmp_path / "runs", {})
        assert files(cut) == before
        assert list((tmp_path / "runs").iterdir()) == [cut]

    @pytest.mark.parametrize("rows", [[0, 1, 3], [0, 1, 1, 2], [1, 0, 2], [1, 2]])
    def test_lines_are_the_epochs_from_1_on(self, rows, folder):
        trained(continuation(folder, 4))
        path = folder / layout.METRICS_FILE
        lines = path.read_bytes().splitlines(keepends=True)
        path.write_bytes(b"".join(lines[row] for row in rows))
        with pytest.raises(RunFolderError, match="does not contain the epochs of a run"):
            runs.read_record(folder)
        with pytest.raises(RunFolderError, match="does not contain the epochs of a run"):
            continuation(folder, 9)

    @pytest.mark.parametrize("rows", [[1, 0], [0, 0, 1]])
    def test_layers_are_in_order(self, rows, folder):
        path = folder / layout.LAYERS_FILE
        lines = path.read_bytes().splitlines(keepends=True)
        path.write_bytes(b"".join(lines[row] for row in rows))
        with pytest.raises(RunFolderError, match=r"layers\.jsonl is damaged: epoch 1 follows"):
            runs.read_layers(folder)

    def test_lines_reach_the_disk_before_the_checkpoint(self, folder, monkeypatch):
        done = []
        fsync = os.fsync

        def noted(descriptor):
            done.append(os.path.basename(os.readlink(f"/proc/self/fd/{descriptor}")))
            fsync(descriptor)

        if not os.path.isdir("/proc/self/fd"):
            pytest.skip("nothing tells which file is written")
        monkeypatch.setattr(os, "fsync", noted)
        trained(continuation(folder, 3))
        line = done.index(layout.METRICS_FILE)
        assert any(name.startswith(".inkling-") for name in done[line + 1 :])

    def test_a_run_in_training_is_packed_with_its_checkpoint_first(
        self, folder, tmp_path, monkeypatch
    ):
        """Epochs that end meanwhile would otherwise leave a checkpoint beyond the lines."""
        opened = archive._open_member
        trains_on = [True]

        def train_on_after_the_first(*arguments):
            member = opened(*arguments)
            if trains_on and trains_on.pop():
                trained(continuation(folder, 4))
            return member

        monkeypatch.setattr(archive, "_open_member", train_on_after_the_first)
        archive.pack(folder, tmp_path / "run.zip")
        there = archive.unpack(tmp_path / "run.zip", tmp_path / "mine").folder
        start = continuation(there, 9)
        assert start.checkpoint.epoch == len(start.record.epochs) == 2
        assert trained(replace(start, stamp=None))[-1].reason is EndReason.COMPLETED
