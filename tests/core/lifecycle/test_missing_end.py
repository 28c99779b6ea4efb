"""Runs whose process was killed after their last checkpoint, before it wrote the end."""

import shutil

import numpy as np
import pytest

from core.cli.main import main
from core.comparison.experiment import PlannedRun
from core.comparison.run_status import RunStatus
from core.comparison.trials import judge_kept_run
from core.config.choices import WeightsChoice
from core.config.fields import with_values
from core.errors import RunFolderError
from core.lifecycle.continuing import continuation
from core.lifecycle.job import TrainingJob, job_from
from core.lifecycle.repeat import original, repeat
from core.lifecycle.session import train_and_keep
from core.run.control import Control
from core.run.events import CheckpointTaken, EndReason
from core.run.moment import Moment
from core.run.record import RunState
from core.storage import layout
from core.storage.best_weights import weights_of
from core.storage.epoch_weights import kept_epochs
from core.storage.records import open_run, outline, read_epochs, read_record
from tests.core.running import completed, end_of, epochs_of, final_weights, run_to_the_end, small


def control_of(job):
    return Control(job.run, 1, takes_checkpoints=True)


def trained(job):
    """All events of the job, which must complete."""
    return completed(list(train_and_keep(job, control_of(job))))


def killed_at_its_end(job, epoch=None):
    """Leave the job's folder as a process does that is killed after the checkpoint of an epoch, by
    default the last one.
    """
    events = train_and_keep(job, control_of(job))
    for event in events:
        is_checkpoint = isinstance(event, CheckpointTaken)
        if is_checkpoint and event.checkpoint.epoch == (epoch or job.config.epochs):
            break
    events.close()
    return job.folder


def same(first, second):
    return first.keys() == second.keys() and all(
        np.array_equal(first[name], second[name]) for name in first
    )


def numbers_of(epochs):
    return [(e.epoch, e.cost, e.test_cost, e.accuracy, e.train_accuracy) for e in epochs]


@pytest.fixture
def killed(tmp_path):
    return killed_at_its_end(
        TrainingJob("killed", small("relu-dropout"), tmp_path / "killed", comparison="x")
    )


@pytest.fixture
def whole(tmp_path):
    job = TrainingJob("whole", small("relu-dropout"), tmp_path / "whole", comparison="x")
    trained(job)
    return job.folder


def test_it_is_written_and_nothing_is_trained(killed, whole):
    assert outline(killed).state is RunState.INTERRUPTED
    before = read_record(killed)
    events = trained(job_from(continuation(killed, 2)))
    assert not epochs_of(events)
    assert end_of(events).epochs == 2
    record = read_record(killed)
    assert record.state is RunState.COMPLETED
    assert record.config == before.config
    assert (record.epochs, record.best, record.comparison) == (
        before.epochs,
        before.best,
        "x",
    )
    assert numbers_of(record.epochs) == numbers_of(read_epochs(whole))
    assert kept_epochs(killed) == kept_epochs(whole)
    for choice in WeightsChoice:
        assert same(weights_of(killed, choice), weights_of(whole, choice))


def test_its_weights_are_told_like_those_of_a_run_in_training(killed, whole):
    events = trained(job_from(continuation(killed, 2)))
    assert same(final_weights(events), weights_of(whole, WeightsChoice.LAST))


def test_weights_that_were_not_written_yet_are_those_of_the_checkpoint(killed, whole):
    (killed / layout.WEIGHTS_FILE).unlink()
    trained(job_from(continuation(killed, 2)))
    assert open_run(killed).moment == Moment(2)
    assert same(open_run(killed).weights, open_run(whole).weights)


def test_killed_once_more_it_still_can_be_written(killed):
    events = train_and_keep(start := job_from(continuation(killed, 2)), control_of(start))
    next(events)
    events.close()
    assert outline(killed).state is RunState.INTERRUPTED
    trained(job_from(continuation(killed, 2)))
    assert outline(killed).state is RunState.COMPLETED


def test_then_more_epochs_are_those_of_an_undisturbed_run(killed):
    trained(job_from(continuation(killed, 2)))
    with pytest.raises(RunFolderError, match="choose more than that, not 2"):
        continuation(killed, 2)
    trained(job_from(continuation(killed, 4)))
    undisturbed = epochs_of(run_to_the_end(small("relu-dropout", {"epochs": 4})))
    assert numbers_of(read_epochs(killed)) == numbers_of(undisturbed)


def test_a_repetition_gives_the_same(killed):
    trained(job_from(continuation(killed, 2)))
    *_, repetition = repeat(original(killed))
    assert repetition.is_identical


def test_other_numbers_of_epochs_are_what_they_were(killed):
    with pytest.raises(RunFolderError, match="choose more than that, not 1"):
        continuation(killed, 1)
    assert [e.epoch for e in epochs_of(trained(job_from(continuation(killed, 3))))] == [3]


def test_a_run_that_was_to_have_more_is_not_cut_short(tmp_path):
    config = small("logistic", {"epochs": 3})
    folder = killed_at_its_end(TrainingJob("run", config, tmp_path / "run"), epoch=2)
    with pytest.raises(RunFolderError, match="choose more than that, not 2"):
        continuation(folder, 2)


def test_it_may_be_that_it_has_stopped_early(tmp_path):
    """Its last epoch was also the one at which its patience ended."""
    changes = {"data.validation_size": 100, "patience": 1, "optimizer.learning_rate": 5.0}
    runs = [
        TrainingJob(name, small("logistic", {"epochs": 60} | changes), tmp_path / name)
        for name in ("whole", "killed")
    ]
    end = end_of(list(train_and_keep(runs[0], control_of(runs[0]))))
    assert end.reason is EndReason.STOPPED_EARLY
    config = with_values(runs[1].config, {"epochs": end.epochs})
    folder = killed_at_its_end(TrainingJob("killed", config, runs[1].folder), end.epochs)
    job = job_from(continuation(folder, end.epochs))
    assert end_of(list(train_and_keep(job, control_of(job)))).reason is EndReason.STOPPED_EARLY
    assert read_record(folder).state is RunState.STOPPED_EARLY


def test_a_comparison_counts_it(killed, whole, tmp_path):
    planned = PlannedRun("a", 1, small("relu-dropout"))

    def judged(run):
        return judge_kept_run(run, planned, tmp_path, is_sealed=False)

    assert judged("killed")[0] is RunStatus.UNFINISHED
    trained(job_from(continuation(killed, 2)))
    status, outcome = judged("killed")
    assert status is RunStatus.JUDGED
    assert outcome.final == judged("whole")[1].final


def test_the_command_writes_it(killed, tmp_path, capsys):
    for options in ([], ["--epochs", "2"]):
        folder = shutil.copytree(killed, tmp_path / f"copy-{len(options)}")
        command = ["resume", folder.name, *options, "--runs-dir", str(tmp_path)]
        assert main(command) == 0, capsys.readouterr().err
        assert outline(folder).state is RunState.COMPLETED
        assert main(command) != 0
        assert "choose more" in capsys.readouterr().err
