"""A run trained and kept: the one way of the window and of the commands."""

import json
import subprocess
import sys
import threading

import numpy as np
import pytest

from core.cli.main import main
from core.config.fields import with_values
from core.config.presets import preset
from core.data import datasets
from core.data.folders import changes_for
from core.errors import DamagedRunError, DataError, RunFolderError
from core.lifecycle import archive, tensorboard
from core.lifecycle.continuing import continuation, fork
from core.lifecycle.job import TrainingJob, job_from
from core.lifecycle.session import train_and_keep
from core.messages import message
from core.run.control import Control
from core.run.events import DataChanged, EndReason, EpochCompleted, RecordingFailed, RunStarted
from core.run.record import RunState
from core.storage.description import is_trained_for
from core.storage.epoch_weights import kept_epochs
from core.storage.records import outline, read_epochs, read_record
from tests.core.running import completed, end_of, epochs_of, final_weights, run_to_the_end, small

MODULES_LOADED_BY_A_RUN = """
import json, sys
from pathlib import Path
from core.config.fields import with_values
from core.config.presets import preset
from core.lifecycle import job, session
from core.run.control import Control

session.warm_up()
before = set(sys.modules)
config = with_values(
    preset("relu-dropout").config, {"epochs": 1, "data.train_size": 100, "data.test_size": 100}
)
todo = job.TrainingJob("run", config, Path(sys.argv[1]) / "run", must_be_kept=True)
*_, end = session.train_and_keep(todo, Control("run", 1, takes_checkpoints=True))
assert end.reason == "completed", end
print(json.dumps(sorted({*sys.modules} - before)))
"""


def control_of(job):
    return Control(job.run, 1, takes_checkpoints=True)


def trained(job):
    """All events of the job, which must complete."""
    return completed(list(train_and_keep(job, control_of(job))))


def numbers_of(epochs):
    return [(e.epoch, e.cost, e.test_cost, e.accuracy, e.train_accuracy) for e in epochs]


def event_files(folder):
    return sorted((folder / tensorboard.FOLDER).glob(f"{tensorboard.PREFIX}.*"))


@pytest.fixture
def job(tmp_path):
    return TrainingJob("a-run", small("logistic"), tmp_path / "a-run", must_be_kept=True)


def test_a_run_loads_no_module_after_the_warm_up(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", MODULES_LOADED_BY_A_RUN, tmp_path / "runs"],
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    assert json.loads(done.stdout) == []


class TestUnkept:
    def test_it_is_the_loop_bit_for_bit_and_nothing_is_written(self, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        events = trained(TrainingJob("run", small("relu-dropout"), writes_tensorboard=True))
        alone = run_to_the_end(small("relu-dropout"))
        assert numbers_of(epochs_of(events)) == numbers_of(epochs_of(alone))
        own, other = final_weights(events), final_weights(alone)
        assert all((own[name] == other[name]).all() for name in other)
        assert list(tmp_path.iterdir()) == []


class TestKept:
    def test_the_folder_holds_what_the_events_say(self, job):
        events = trained(job)
        record = read_record(job.folder)
        assert record.state is RunState.COMPLETED
        assert numbers_of(record.epochs) == numbers_of(epochs_of(events))
        assert {event.run for event in events} == {"a-run"}
        assert not event_files(job.folder)

    def test_as_many_epochs_keep_their_weights_as_the_job_says(self, tmp_path):
        config = small("logistic", {"epochs": 3})
        for count in (0, 100):
            run = f"keeps-{count}"
            trained(TrainingJob(run, config, tmp_path / run, kept_epochs=count))
        assert kept_epochs(tmp_path / "keeps-0") == []
        assert kept_epochs(tmp_path / "keeps-100") == [1, 2, 3]

    def test_training_waits_for_its_events_to_be_asked_for(self, job):
        control = control_of(job)
        events = train_and_keep(job, control)
        assert list(job.folder.iterdir()) == [], "the folder is there, the run has not started"
        control.stop.set()
        assert end_of(list(events)).reason is EndReason.STOPPED

    def test_it_starts_no_thread(self, job):
        before = threading.active_count()
        for event in train_and_keep(job, control_of(job)):
            assert threading.active_count() == before, event

    def test_whoever_gives_up_on_the_events_frees_the_folder(self, job):
        events = train_and_keep(job, control_of(job))
        next(event for event in events if isinstance(event, EpochCompleted))
        events.close()
        assert read_record(job.folder).state is RunState.INTERRUPTED


def test_a_run_states_for_which_comparison_it_was_trained(tmp_path):
    """Continued and imported, too; a fork of it was trained for none."""
    job = TrainingJob("a-run", small("logistic"), tmp_path / "a-run", comparison="20260101-x")
    trained(job)
    trained(job_from(continuation(job.folder, 3)))
    start = fork(job.folder, tmp_path, {})
    trained(job_from(start))
    archive.pack(job.folder, tmp_path / "run.zip")
    imported = archive.unpack(tmp_path / "run.zip", tmp_path / "theirs")
    alone = TrainingJob("alone", small("logistic"), tmp_path / "alone")
    trained(alone)
    for folder, stated in (
        (job.folder, "20260101-x"),
        (start.folder, None),
        (imported.folder, "20260101-x"),
        (alone.folder, None),
    ):
        assert read_record(folder).comparison == stated
        assert is_trained_for(folder, "20260101-x") == (stated is not None)
        assert not is_trained_for(folder, "20260101-y")


@pytest.mark.parametrize("stated", [5, "a b", "../x", [], "x" * 500])
def test_a_name_that_no_comparison_has_is_damage(stated, job):
    trained(job)
    description = json.loads((job.folder / "run.json").read_bytes())
    (job.folder / "run.json").write_text(json.dumps({**description, "comparison": stated}))
    with pytest.raises(DamagedRunError, match="not a name of a comparison"):
        outline(job.folder)
    assert not is_trained_for(job.folder, "x")


class TestStartPoint:
    def test_a_continued_run_has_the_numbers_of_an_undisturbed_one(self, job):
        trained(job)
        later = job_from(continuation(job.folder, 4))
        assert (later.run, later.folder, later.config.epochs) == (job.run, job.folder, 4)
        events = trained(later)
        whole = epochs_of(run_to_the_end(small("logistic", {"epochs": 4})))
        assert numbers_of(epochs_of(events)) == numbers_of(whole[2:])
        assert numbers_of(read_epochs(job.folder)) == numbers_of(whole)

    def test_a_fork_trains_in_the_folder_that_it_was_given(self, job, tmp_path):
        trained(job)
        start = fork(job.folder, tmp_path, {"optimizer.learning_rate": 0.01, "epochs": 3})
        events = trained(job_from(start))
        assert [epoch.epoch for epoch in epochs_of(events)] == [3]
        record = read_record(start.folder)
        assert record.forked_from == (job.run, 2)
        assert numbers_of(record.epochs[:2]) == numbers_of(read_epochs(job.folder))


class TestTensorBoard:
    @pytest.fixture(autouse=True)
    def package(self):
        pytest.importorskip("tensorboardX")

    def test_a_kept_run_writes_one_event_file(self, tmp_path):
        job = TrainingJob("run", small("logistic"), tmp_path / "run", writes_tensorboard=True)
        trained(job)
        assert len(event_files(job.folder)) == 1

    def test_a_run_continued_with_it_has_its_earlier_epochs_too(self, job, monkeypatch):
        written = []
        add = tensorboard.EventFile.add

        def noted(file, event, elapsed_s):
            if isinstance(event, EpochCompleted):
                written.append(event.epoch)
            add(file, event, elapsed_s)

        monkeypatch.setattr(tensorboard.EventFile, "add", noted)
        trained(job)
        start = job_from(continuation(job.folder, 3))
        trained(TrainingJob(**{**vars(start), "writes_tensorboard": True}))
        assert written == [1, 2, 3]


class TestErrors:
    @pytest.fixture
    def blocked(self, tmp_path):
        """A folder for runs that is a file."""
        (tmp_path / "runs").write_text("mine")
        return tmp_path / "runs" / "run"

    def test_a_run_that_must_be_kept_is_not_trained_without_its_folder(self, blocked):
        job = TrainingJob("run", small("logistic"), blocked, must_be_kept=True)
        with pytest.raises(RunFolderError, match="cannot be made"):
            train_and_keep(job, control_of(job))

    def test_another_run_trains_without_its_folder_and_says_so_first(self, blocked):
        job = TrainingJob("run", small("logistic"), blocked, writes_tensorboard=True)
        failure, *events = trained(job)
        assert isinstance(failure, RecordingFailed)
        assert failure.run == "run"
        assert not failure.is_run_kept
        assert isinstance(events[0], RunStarted)
        assert numbers_of(epochs_of(events)) == numbers_of(
            epochs_of(run_to_the_end(small("logistic")))
        )

    def test_a_folder_that_is_there_already_belongs_to_another_run(self, job):
        job.folder.mkdir()
        with pytest.raises(RunFolderError):
            train_and_keep(job, control_of(job))
        assert list(job.folder.iterdir()) == []

    def test_data_that_cannot_be_loaded_leave_no_folder(self, job, monkeypatch):
        def load(_config):
            raise DataError(message("No data."))

        monkeypatch.setattr(datasets, "load", load)
        with pytest.raises(DataError):
            train_and_keep(job, control_of(job))
        assert not job.folder.exists()


class TestChangedData:
    """A run that is continued although its data are no longer those it learned from."""

    @pytest.fixture(name="folder")
    def _folder(self, tmp_path):
        folder = tmp_path / "digits"
        folder.mkdir()
        self.write(folder, np.arange(60) % 3)
        return folder

    @staticmethod
    def write(folder, labels):
        images = np.zeros((60, 28, 28), np.uint8)
        images[np.arange(60), np.arange(60) % 28] = 255
        parts = {"x_train": images[:40], "x_test": images[40:]}
        labels = labels.astype(np.uint8)
        np.savez(folder / "mnist.npz", **parts, y_train=labels[:40], y_test=labels[40:])

    @pytest.fixture(name="job")
    def _job(self, folder, tmp_path):
        config = with_values(preset("logistic").config, {"epochs": 1, "threads": 1})
        config = with_values(config, changes_for(config, str(folder)) | {"data.batch_size": 10})
        job = TrainingJob("a-run", config, tmp_path / "runs" / "a-run", must_be_kept=True)
        job.folder.parent.mkdir()
        trained(job)
        return job

    @staticmethod
    def changes(events):
        return [event for event in events if isinstance(event, DataChanged)]

    def test_the_parts_that_differ_are_named_right_after_the_start(self, job, folder):
        self.write(folder, (np.arange(60) + 1) % 3)
        events = trained(job_from(continuation(job.folder, 2)))
        assert isinstance(events[0], RunStarted)
        assert isinstance(events[1], DataChanged)
        assert events[1].parts == ("train_labels", "test_labels")
        assert "run was last trained: Training labels, Test labels." in str(events[1].message)

    def test_each_session_keeps_the_hashes_of_its_own(self, job, folder):
        self.write(folder, (np.arange(60) + 1) % 3)
        trained(job_from(continuation(job.folder, 2)))
        first, second = (session.data for session in read_record(job.folder).sessions)
        assert first["train_labels"] != second["train_labels"]
        assert first["train_images"] == second["train_images"]
        assert not self.changes(trained(job_from(continuation(job.folder, 3))))  # reported once

    def test_unchanged_data_are_not_mentioned(self, job, folder):
        self.write(folder, np.arange(60) % 3)  # the same content in a new file
        assert not self.changes(trained(job_from(continuation(job.folder, 2))))

    def test_a_fork_names_them_too(self, job, folder):
        self.write(folder, (np.arange(60) + 1) % 3)
        start = fork(job.folder, job.folder.parent, {"optimizer.learning_rate": 0.5})
        assert len(self.changes(trained(job_from(start)))) == 1

    def test_a_fork_on_other_settings_of_the_data_is_none(self, job, folder):
        self.write(folder, (np.arange(60) + 1) % 3)
        start = fork(job.folder, job.folder.parent, {"data.train_size": 20})
        assert not self.changes(trained(job_from(start)))

    @pytest.mark.parametrize("options", [(), ("--json",)])
    def test_resume_prints_them(self, options, job, folder, capsys):
        self.write(folder, (np.arange(60) + 1) % 3)
        assert main(["resume", str(job.folder), "--epochs", "2", *options]) == 0
        output = capsys.readouterr()
        assert "inkling: The data have changed since the run was last trained" in output.err
        lines = [json.loads(line) for line in output.out.splitlines()] if options else []
        assert [line["event"] for line in lines].count("data_changed") == len(options)
