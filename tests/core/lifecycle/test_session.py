"""A run trained and kept: the one way of the window and of the commands."""

import threading

import pytest

from core.data import datasets
from core.errors import DataError, RunFolderError
from core.lifecycle import tensorboard
from core.lifecycle.continuing import continuation, fork
from core.lifecycle.session import TrainingJob, job_from, train_and_keep
from core.messages import message
from core.run.control import Control
from core.run.events import EndReason, EpochCompleted, RecordingFailed, RunStarted
from core.run.record import RunState
from core.storage.epoch_weights import kept_epochs
from core.storage.records import read_epochs, read_record
from tests.core.running import completed, end_of, epochs_of, final_weights, run_to_the_end, small


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
        with pytest.raises(RunFolderError, match="cannot be kept"):
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
