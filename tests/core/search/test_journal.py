"""A search's journal as a file that may be anybody's: what is read, and where is written."""

import errno
import itertools
import json
import os
import random
import tracemalloc
from unittest.mock import Mock

import pytest

from core.cancellation import CancelledError, cancelled_by
from core.errors import SearchError
from core.locks import exclusive
from core.run.events import EndReason, RunEnded
from core.run.record import RunRecord
from core.search import journal_lines
from core.search.journal import Journal
from core.search.ranges import MAX_RANGES, UNITS
from core.search.study import Study
from tests.core.search.searches import RATE, epoch_of, small_search

pytest.importorskip("optuna")


@pytest.fixture
def search():
    return small_search()


@pytest.fixture
def path(search, tmp_path):
    """The journal of a search with one trial."""
    written = tmp_path / "journal"
    Study(search, written).ask(lambda: "run")
    return written


def lines_of(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


def write(path, lines):
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))


@pytest.mark.parametrize(
    "change",
    [
        {"op_code": 99},
        {"op_code": 0, "study_name": "another", "directions": [2]},
        {"op_code": 5, "trial_id": 0, "param_name": "network.device", "distribution": "{}"},
        {"op_code": 7, "trial_id": 0, "step": 1, "intermediate_value": 2.0},
        {"op_code": 7, "trial_id": 0, "step": 10**9, "intermediate_value": 0.5},
        {"op_code": 7, "trial_id": -1, "step": 1, "intermediate_value": 0.5},
        {"op_code": 8, "trial_id": 0, "user_attr": {"run": "../elsewhere"}},
        {"op_code": 8, "trial_id": 0, "user_attr": {"state": "won"}},
        {"op_code": 9, "trial_id": 0, "system_attr": {"fixed_params": {RATE: 5}}},
    ],
    ids=lambda change: "-".join(map(str, change.values()))[:40],
)
def test_a_line_that_optuna_would_not_write_is_named_and_stays(change, search, path):
    write(path, [*lines_of(path), {"worker_id": "w", **change}])
    before, number = path.read_bytes(), len(lines_of(path))
    with pytest.raises(SearchError, match=f"line {number}"):
        Study(search, path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999"])
@pytest.mark.parametrize(
    "line",
    [
        '{"worker_id": "w", "op_code": 7, "trial_id": 0, "step": 1, "intermediate_value": %s}',
        '{"worker_id": "w", "op_code": 6, "trial_id": 0, "state": 1, "values": [%s]}',
        '{"worker_id": "w", "op_code": 8, "trial_id": 0, "user_attr": {"seconds": %s}}',
        '{"worker_id": "w", "op_code": 9, "trial_id": 0, "system_attr": {"completed_rung_0": %s}}',
    ],
    ids=["accuracy", "value", "seconds", "rung"],
)
def test_what_is_no_number_is_refused(line, number, search, path):
    with path.open("a") as file:
        file.write(line % number + "\n")
    with pytest.raises(SearchError, match=f"line {len(path.read_text().splitlines())}"):
        Study(search, path)


def test_numbers_in_the_same_lines_are_read(search, path):
    accuracy = {"op_code": 7, "trial_id": 0, "step": 1, "intermediate_value": 0.5}
    write(path, [*lines_of(path), {"worker_id": "w", **accuracy}])
    assert Study(search, path).trials()[0].accuracies == (0.5,)


@pytest.mark.parametrize(
    "time", ["1969-12-31T23:59:59+00:00", "2026-11-29T08:00:00", "soon", "9999-01-01T00:00:00Z"]
)
def test_a_time_that_is_none_is_refused(time, search, path):
    ended = {"op_code": 6, "trial_id": 0, "state": 1, "values": [0.5], "datetime_complete": time}
    write(path, [*lines_of(path), {"worker_id": "w", **ended}])
    with pytest.raises(SearchError, match="datetime_complete"):
        Study(search, path)


def test_more_lines_than_there_may_be_are_refused(search, path, monkeypatch):
    opening = 1  # a line that Optuna writes each time
    monkeypatch.setattr("core.search.journal.MAX_LINES", len(lines_of(path)) + opening)
    Study(search, path)
    write(path, [*lines_of(path), lines_of(path)[-1]])
    with pytest.raises(SearchError, match="too large"):
        Study(search, path)


def test_a_line_that_is_too_long_is_refused_before_it_is_checked(search, path):
    prescribed = {str(number): [] for number in range(10_000)}
    long = lines_of(path)[1] | {"system_attrs": {"fixed_params": prescribed}}
    write(path, [*lines_of(path), long])
    with pytest.raises(SearchError, match="it is too long"):
        Study(search, path)


def test_what_no_search_needs_of_a_line_takes_no_memory(search, path):
    """Its 24,000 empty objects take 72 KB of a line and 2 MB of memory."""
    waiting = {"worker_id": "w", "op_code": 6, "trial_id": 0, "state": 0, "values": None}
    with path.open("a") as file:
        for _ in range(25):
            file.write(json.dumps({**waiting, "unknown": [{}] * 24_000}) + "\n")
    tracemalloc.start()
    try:
        assert len(Study(search, path).trials()) == 1
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 20_000_000


def test_no_more_settings_are_prescribed_than_a_search_has(search, path):
    new = next(line for line in lines_of(path) if line["op_code"] == journal_lines._NEW_TRIAL)
    prescribed = {str(number): 0.5 for number in range(MAX_RANGES + 1)}
    write(path, [*lines_of(path), new | {"system_attrs": {"fixed_params": prescribed}}])
    with pytest.raises(SearchError, match="fixed_params"):
        Study(search, path)


@pytest.mark.parametrize("prescribed", [{RATE: 5.0}, {"seed": 1}, {RATE: "0.1"}])
def test_what_is_prescribed_is_within_the_ranges(prescribed, search, path):
    """Optuna tries it all the same, and its next line would be refused for good."""
    new = next(line for line in lines_of(path) if line["op_code"] == journal_lines._NEW_TRIAL)
    write(path, [*lines_of(path), new | {"system_attrs": {"fixed_params": prescribed}}])
    with pytest.raises(SearchError, match="fixed_params"):
        Study(search, path)


def test_reading_a_long_one_can_be_cancelled(search, path):
    epoch = {"op_code": 7, "worker_id": "w", "trial_id": 0, "step": 1, "intermediate_value": 0.5}
    write(path, [*lines_of(path), *[epoch] * 100])
    asked = itertools.count()
    with cancelled_by(lambda: next(asked) > 50), pytest.raises(CancelledError):
        Study(search, path)
    assert len(Study(search, path).trials()) == 1


def test_a_process_that_does_not_end_its_line_is_not_waited_for_for_ever(
    search, path, tmp_path, monkeypatch
):
    study = Study(search, path)
    monkeypatch.setattr("core.search.journal.LOCK_S", 0.0)
    with exclusive(tmp_path), pytest.raises(SearchError, match="another program is using"):
        study.ask(lambda: "other")
    assert len(study.trials()) == 1


def test_more_trials_than_there_may_be_are_refused(search, path, monkeypatch):
    monkeypatch.setattr("core.search.journal.MAX_TRIALS", 3)
    new = next(line for line in lines_of(path) if line["op_code"] == journal_lines._NEW_TRIAL)
    write(path, [*lines_of(path), new, new, new])
    with pytest.raises(SearchError, match="too large"):
        Study(search, path)


def test_a_link_is_neither_read_nor_written(search, path, tmp_path):
    secret, link = tmp_path / "secret", tmp_path / "link"
    path.rename(secret)
    before = secret.read_bytes()
    link.symlink_to(secret)
    with pytest.raises(SearchError):
        Study(search, link).ask(lambda: "other")
    assert secret.read_bytes() == before


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_holds_nothing_up(search, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(SearchError):
        Study(search, tmp_path / "pipe")


@pytest.mark.parametrize("rest", [b'{"op_code":6,"wor', b"\0" * 200_000], ids=["line", "zeros"])
def test_lines_are_added_after_the_last_whole_one(rest, search, path):
    study = Study(search, path)
    with path.open("ab") as file:
        file.write(rest)
    study.ask(lambda: "other")
    assert len(Study(search, path).trials()) == 2
    assert b"\0" not in path.read_bytes()


def test_one_that_was_deleted_is_not_begun_in_the_middle(search, path):
    study = Study(search, path)
    path.unlink()
    with pytest.raises(SearchError):
        study.ask(lambda: "other")
    assert not path.exists()


def reported(study, error, monkeypatch):
    """Report an epoch while the journal cannot be written; return whether to prune, and the run."""
    trial = study.ask(lambda: "run")
    record = RunRecord("run", study.search.config(trial.values))
    record.apply(epoch_of("run", 1, 0.5))
    with monkeypatch.context() as patch:
        patch.setattr(Journal, "append_logs", Mock(side_effect=error))
        return study.report(trial.number, record.last), record


def test_what_a_full_disk_did_not_take_is_written_at_the_end(search, tmp_path, monkeypatch):
    study = Study(search, tmp_path / "journal")
    full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    is_pruned, record = reported(study, full, monkeypatch)
    assert not is_pruned
    record.apply(RunEnded("run", EndReason.COMPLETED, 1))
    study.tell(0, record)
    assert Study(search, tmp_path / "journal").trials()[0].accuracies == (0.5,)


def test_no_other_error_of_a_report_is_swallowed(search, tmp_path, monkeypatch):
    with pytest.raises(SearchError):
        reported(Study(search, tmp_path / "journal"), ValueError("line 3"), monkeypatch)


class Lines:
    """A backend of Optuna's with these lines."""

    def __init__(self, lines):
        self.lines = lines

    def read_logs(self, start):
        return self.lines[start:]


def trials_of(lines):
    from optuna.storages import JournalStorage

    storage = JournalStorage(Lines(lines))
    return storage.get_all_trials(0) if storage.get_all_studies() else []


def any_line(draw):
    """A line that means anything to Optuna, perhaps about a trial that there is not."""
    kind, trial = draw.randrange(8), draw.randrange(4)
    line = {"worker_id": "w", "trial_id": trial}
    if kind == 0:
        return {"worker_id": "w", "op_code": 4, "study_id": 0, "datetime_start": MADE}
    if kind == 1:
        values = {"state": draw.randrange(5), "values": draw.choice([None, [0.5]])}
        return {**line, "op_code": 6, **values, "datetime_start": MADE, "datetime_complete": MADE}
    if kind == 2:
        return {**line, "op_code": 8, "user_attr": {"seconds": draw.random()}}
    return {**line, "op_code": 7, "step": draw.randrange(1, 5), "intermediate_value": draw.random()}


MADE = "2026-11-24T13:45:01+00:00"


@pytest.mark.parametrize("seed", range(100))
def test_accuracies_that_are_gathered_are_those_of_optuna(seed):
    draw = random.Random(seed)
    lines = [any_line(draw) for _ in range(draw.randrange(60))]
    study = {"worker_id": "w", "op_code": 0, "study_name": "a", "directions": [2]}
    lines.insert(draw.randrange(min(3, len(lines) + 1)), study)
    together = journal_lines.gathered(lines)
    assert len(together) == len(lines)
    assert trials_of(together) == trials_of(lines)


def test_optuna_is_given_each_trial_s_accuracies_at_once(search, path):
    """It would copy all those before for each alone: work that grows with the epochs' square."""
    accuracy = {"worker_id": "w", "op_code": 7, "trial_id": 0}
    more = [{**accuracy, "step": step, "intermediate_value": step / 10} for step in (1, 2, 3)]
    before = len(lines_of(path))
    write(path, [*lines_of(path), *more])
    journal = Journal(path, journal_lines.Lines(search, {RATE: "", UNITS: ""}))
    read = list(journal.read_logs(0))
    (added,) = [line for line in read if line["op_code"] == 4]
    assert added["intermediate_values"] == {"1": 0.1, "2": 0.2, "3": 0.3}
    assert all(line["trial_id"] >= journal_lines.MAX_TRIALS for line in read[before:])
    assert Study(search, path).trials()[0].accuracies == (0.1, 0.2, 0.3)

    with path.open("a") as file:
        file.write(json.dumps({**accuracy, "step": 4, "intermediate_value": 0.4}) + "\n")
    *_, last = journal.read_logs(len(read))
    assert (last["trial_id"], last["step"]) == (0, 4)
