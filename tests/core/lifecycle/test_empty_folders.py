"""Empty folders of runs whose processes were killed before they wrote anything."""

import os
import sys
import time

import pytest

from core.cli.main import main
from core.errors import RunFolderError
from core.leftovers import LEFTOVER_S
from core.lifecycle.clean_up import remove_leftovers
from core.lifecycle.job import TrainingJob
from core.lifecycle.session import train_and_keep
from core.locks import held_folder
from core.run.control import Control
from core.run.events import RecordingFailed, RunEnded
from core.run.identity import unique_name
from core.run.record import RunState
from core.storage import layout
from core.storage.records import outline
from core.training import loop
from tests.core.owners import give_away
from tests.core.running import completed, small


@pytest.fixture
def runs_dir(tmp_path):
    folder = tmp_path / "runs"
    folder.mkdir()
    return folder


def age(folder, seconds=2 * LEFTOVER_S):
    then = time.time() - seconds
    os.utime(folder, (then, then))


@pytest.fixture
def left(runs_dir):
    """The folder of a run that was killed hours ago."""
    folder = layout.create(runs_dir, unique_name("logistic"))
    age(folder)
    return folder


class TestSweeping:
    def test_it_is_removed_and_no_longer_a_problem(self, runs_dir, left, capsys):
        command = ["runs", "--runs-dir", str(runs_dir)]
        assert main(command) == 1
        assert "cannot be opened" in capsys.readouterr().err
        remove_leftovers(runs_dir)
        assert not left.exists()
        assert main(command) == 0

    def test_one_with_anything_in_it_stays(self, runs_dir, left):
        for name in ("notes.txt", ".hidden", layout.METRICS_FILE, layout.LOCK_FILE):
            (left / name).touch()
            age(left)
            remove_leftovers(runs_dir)
            assert (left / name).exists()
            (left / name).unlink()
        (left / "folder").mkdir()
        age(left)
        remove_leftovers(runs_dir)
        assert (left / "folder").is_dir()

    def test_a_younger_one_stays(self, runs_dir, left):
        age(left, LEFTOVER_S / 2)
        remove_leftovers(runs_dir)
        assert left.exists()

    @pytest.mark.parametrize("name", ["mine", "2026", "20261124-120000", ".20261124-120000"])
    def test_one_with_another_name_stays(self, name, runs_dir, left):
        other = left.rename(runs_dir / name)
        remove_leftovers(runs_dir)
        assert other.exists()

    @pytest.mark.skipif(sys.platform == "win32", reason="no folder is held there")
    def test_one_that_a_process_holds_stays(self, runs_dir, left):
        with held_folder(left):
            remove_leftovers(runs_dir)
        assert left.exists()

    @pytest.mark.skipif(sys.platform == "win32", reason="files have no owner in this sense there")
    def test_that_of_somebody_else_stays(self, runs_dir, left, monkeypatch):
        give_away(monkeypatch, left)
        remove_leftovers(runs_dir)
        monkeypatch.undo()
        assert left.exists()

    @pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")
    def test_what_a_link_leads_to_stays(self, runs_dir, left, tmp_path):
        target = left.rename(tmp_path / left.name)
        left.symlink_to(target)
        remove_leftovers(runs_dir)
        assert left.is_symlink()
        assert target.exists()

    def test_a_run_that_has_started_meanwhile_stays(self, runs_dir, left, monkeypatch):
        """It is written to between the look at it and its removal."""
        rmdir = type(left).rmdir

        def start_and_remove(folder):
            (folder / layout.RUN_FILE).write_text("{}")
            rmdir(folder)

        monkeypatch.setattr(type(left), "rmdir", start_and_remove)
        remove_leftovers(runs_dir)
        assert (left / layout.RUN_FILE).exists()


class TestSweptWhileTheFirstEventIsWaitedFor:
    @pytest.fixture
    def job(self, runs_dir):
        run = unique_name("logistic")
        return TrainingJob(run, small("logistic"), runs_dir / run, must_be_kept=True)

    def events(self, job, before_the_first_event):
        def slow(*arguments, **options):
            before_the_first_event()
            yield from loop.train(*arguments, **options)

        return list(train_and_keep(job, Control(job.run, 1, takes_checkpoints=True), slow))

    def test_the_run_is_kept_all_the_same(self, job, runs_dir):
        def wait():
            age(job.folder)
            remove_leftovers(runs_dir)
            assert not job.folder.exists()

        events = completed(self.events(job, wait))
        assert not any(isinstance(event, RecordingFailed) for event in events)
        assert outline(job.folder).state is RunState.COMPLETED

    def test_where_the_folder_of_all_runs_has_gone_too_none_is_made(self, job, runs_dir):
        def wait():
            runs_dir.rename(runs_dir.with_name("away"))

        events = completed(self.events(job, wait))
        assert any(isinstance(event, RecordingFailed) for event in events)
        assert isinstance(events[-1], RunEnded)
        assert not runs_dir.exists()

    def test_the_folder_is_made_before_anything_is_trained(self, job, runs_dir):
        runs_dir.rmdir()
        runs_dir.write_text("in the way")
        with pytest.raises(RunFolderError):
            train_and_keep(job, Control(job.run, 1))
