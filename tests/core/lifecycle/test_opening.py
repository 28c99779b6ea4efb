"""Opening the test set of a kept run, and what its folder remembers of that."""

import json

import pytest

from core.errors import RunFolderError
from core.lifecycle import opening
from core.lifecycle.continuing import continuation, fork
from core.lifecycle.job import TrainingJob, job_from
from core.lifecycle.opening import open_test_set
from core.lifecycle.session import train_and_keep
from core.run.control import Control
from core.storage import layout
from core.storage.layout import RUN_FILE
from core.storage.records import outline, read_record
from tests.core.running import small

HELD_OUT = {"data.validation_size": 100}


def trained(job):
    return list(train_and_keep(job, Control(job.run, 1, takes_checkpoints=True)))


@pytest.fixture
def folder(tmp_path):
    trained(TrainingJob("a-run", small("logistic", HELD_OUT), tmp_path / "a-run"))
    return tmp_path / "a-run"


def changed(folder, **values):
    file = folder / RUN_FILE
    description = json.loads(file.read_text()) | values
    file.write_text(json.dumps({key: value for key, value in description.items() if value != "-"}))


def test_it_is_closed_until_it_is_opened_and_that_is_recorded(folder):
    assert read_record(folder).is_sealed
    before = read_record(folder)
    openings = open_test_set(folder)
    record = read_record(folder)
    assert not record.is_sealed
    assert record.openings == openings
    assert [one.epochs for one in openings] == [2]
    assert (record.epochs, record.sessions, record.end) == (
        before.epochs,
        before.sessions,
        before.end,
    )


def test_one_that_is_open_is_not_opened_again(folder):
    assert open_test_set(folder) == open_test_set(folder)


def test_what_another_process_does_before_the_lock_is_ours_counts(folder, monkeypatch):
    waiting = opening.lock_of

    def after(act):
        def lock_of(there):
            monkeypatch.setattr(opening, "lock_of", waiting)
            act()
            return waiting(there)

        monkeypatch.setattr(opening, "lock_of", lock_of)

    after(lambda: open_test_set(folder))
    assert len(open_test_set(folder)) == 1  # not twice

    trained(job_from(continuation(folder, 3)))
    after(lambda: trained(job_from(continuation(folder, 4))))
    assert [one.epochs for one in open_test_set(folder)] == [2, 4]


def test_further_epochs_close_it_and_the_next_opening_is_the_second(folder):
    open_test_set(folder)
    trained(job_from(continuation(folder, 3)))
    record = read_record(folder)
    assert record.is_sealed
    assert len(record.openings) == 1
    assert [one.epochs for one in open_test_set(folder)] == [2, 3]


def test_a_fork_remembers_that_its_parents_test_set_was_opened(folder):
    open_test_set(folder)
    start = fork(folder, folder.parent, {"optimizer.learning_rate": 0.02})
    assert not outline(start.folder).is_sealed
    trained(job_from(start))
    record = read_record(start.folder)
    assert record.is_sealed
    assert [one.epochs for one in record.openings] == [2]


def test_a_run_of_an_earlier_version_counts_as_open(folder):
    changed(folder, openings="-")
    record = outline(folder)
    assert record.openings is None
    assert not record.is_sealed
    assert open_test_set(folder) is None
    trained(job_from(continuation(folder, 3)))
    assert outline(folder).openings is None


def test_without_held_out_examples_nothing_is_stated(tmp_path):
    trained(TrainingJob("a-run", small("logistic"), tmp_path / "a-run"))
    assert "openings" not in json.loads((tmp_path / "a-run" / RUN_FILE).read_text())
    assert not outline(tmp_path / "a-run").is_sealed


def test_not_while_the_run_is_trained(folder):
    with layout.lock_of(folder), pytest.raises(RunFolderError, match="is being trained"):
        open_test_set(folder)
    assert outline(folder).is_sealed


@pytest.mark.parametrize(
    "openings",
    [
        "once",
        {},
        [1],
        [{}],
        [{"time": "2026-11-28T09:00:00+00:00"}],
        [{"time": "yesterday", "epochs": 1}],
        [{"time": "2026-11-28T09:00:00+00:00", "epochs": -1}],
        [{"time": "2026-11-28T09:00:00+00:00", "epochs": True}],
        [{"time": "2026-11-28T09:00:00+00:00", "epochs": 1}] * 1001,
    ],
    ids=lambda value: str(value)[:40],
)
def test_damaged_openings_are_refused(folder, openings):
    changed(folder, openings=openings)
    with pytest.raises(RunFolderError, match="damaged"):
        outline(folder)
