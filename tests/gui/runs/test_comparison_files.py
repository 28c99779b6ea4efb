"""Files of comparisons that cannot be read are tried again, and the others left alone meanwhile."""

import json
import sys

import pytest

from core.comparison.kept import files
from core.comparison.kept.schema import SCHEMA
from core.errors import FileError
from core.messages import message
from gui.runs import comparison_files
from gui.runs.comparison_files import ComparisonFiles
from tests.core.comparison.test_kept import of_two, written
from tests.faults.test_unread_files import failing, replaced


@pytest.fixture
def readings(monkeypatch):
    """The numbers of readings of all comparisons, and of attempts at those that are unread."""
    counts = {"read_all": 0, "can_be_read": 0}

    def counted(name, real):
        def call(path):
            counts[name] += 1
            return real(path)

        return call

    for name in counts:
        monkeypatch.setattr(files, name, counted(name, getattr(files, name)))
    return counts


@pytest.fixture
def comparisons(jobs, wait, tmp_path, monkeypatch):
    """Those of a folder, tried again at once; at the end nothing tries again any more."""
    monkeypatch.setattr(comparison_files, "RETRY_MS", 1)
    made = ComparisonFiles(jobs, jobs, tmp_path)
    yield made
    made._next_reading.timeout.disconnect()
    made._next_writing.timeout.disconnect()
    settle(jobs, wait)
    made._next_reading.stop()
    made._next_writing.stop()


def settle(jobs, wait):
    """Wait for all that was submitted before."""
    done = []
    jobs.submit(lambda: None, done.append)
    wait(lambda: done)


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")
def test_one_that_can_never_be_read_has_the_others_read_once(readings, comparisons, wait, tmp_path):
    sound = of_two()
    file = written(tmp_path, sound)
    (file.parent / "x.json").symlink_to("//nas/share/x.json")
    shown = []
    comparisons.read.connect(shown.append)
    comparisons.read_all()
    wait(lambda: readings["can_be_read"] >= 5)
    assert readings["read_all"] == 1
    assert shown == [(sound,)]


def test_one_that_can_be_read_again_is_shown(readings, comparisons, wait, tmp_path):
    sound = of_two()
    file = written(tmp_path, sound)
    shown = []
    comparisons.read.connect(shown.append)
    with failing(file.name):
        comparisons.read_all()
        wait(lambda: readings["can_be_read"] >= 2)
        assert shown == [()]
    wait(lambda: shown[-1] == (sound,))
    assert readings["read_all"] == 2


def test_one_of_a_later_version_is_left_alone_and_named_once(jobs, comparisons, wait, tmp_path):
    kept = of_two()
    file = written(tmp_path, kept)
    content = json.dumps({**json.loads(file.read_bytes()), "schema": SCHEMA + 1})
    file.write_text(content)
    problems = []
    comparisons.failed.connect(problems.append)
    comparisons.write(kept, kept)
    wait(lambda: problems)
    settle(jobs, wait)
    assert "by a later version" in str(problems[0])
    assert not comparisons._next_writing.isActive()
    assert file.read_text() == content


@pytest.fixture
def writing(monkeypatch):
    """Attempts to write, as versions of a comparison; the next `fail` ones fail."""

    class Attempts(list):
        fail = 0

    attempts, write = Attempts(), files.write

    def counted(runs_dir, kept, before=None):
        attempts.append(kept)
        if attempts.fail:
            attempts.fail -= 1
            raise FileError(message("The disk is full."))
        return write(runs_dir, kept, before)

    monkeypatch.setattr(files, "write", counted)
    return attempts


@pytest.mark.parametrize("is_new", [True, False])
def test_a_deleted_one_does_not_come_back_once_it_could_be_written(
    is_new, jobs, writing, comparisons, wait, tmp_path
):
    """Its writing fails, and it is deleted before the window knows that."""
    before = of_two()
    changed = replaced(before, {next(iter(before.runs)): "ours"})
    if not is_new:
        comparisons.write(before)
        settle(jobs, wait)
    writing.clear()
    writing.fail = 1
    comparisons.write(changed, None if is_new else before)
    comparisons.delete(before.name)
    settle(jobs, wait)
    assert writing == [changed]
    assert not comparisons._next_writing.isActive()
    comparisons.write(changed, before)  # a job that ends later than the comparison
    settle(jobs, wait)
    assert files.read_all(tmp_path).comparisons == ()


def test_one_that_another_window_deleted_is_named_and_does_not_come_back(
    jobs, comparisons, wait, tmp_path
):
    before = of_two()
    written(tmp_path, before)
    files.delete(tmp_path, before.name)
    problems = []
    comparisons.failed.connect(problems.append)
    comparisons.write(replaced(before, {next(iter(before.runs)): "ours"}), before)
    wait(lambda: problems)
    settle(jobs, wait)
    assert "was deleted" in str(*problems)
    assert not comparisons._next_writing.isActive()
    assert files.read_all(tmp_path).comparisons == ()


@pytest.mark.parametrize("failures", [1, 2, 3])
def test_of_versions_written_one_after_the_other_the_last_one_stays(
    failures, jobs, writing, comparisons, wait, tmp_path
):
    """The first one is new, and was never on the disk when the second one follows."""
    first = of_two()
    second = replaced(first, {next(iter(first.runs)): "ours"})
    problems = []
    comparisons.failed.connect(problems.append)
    writing.fail = failures
    comparisons.write(first)
    comparisons.write(second, first)
    wait(lambda: writing and not writing.fail and files.read_all(tmp_path).comparisons)
    settle(jobs, wait)
    assert files.read_all(tmp_path).comparisons == (second,)
    assert not problems
    assert not comparisons._next_writing.isActive()
