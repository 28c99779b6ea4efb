"""Files of comparisons that cannot be read are tried again, and the others left alone meanwhile."""

import json
import sys

import pytest

from core.comparison.kept import files
from gui.runs import comparison_files
from gui.runs.comparison_files import ComparisonFiles
from tests.core.comparison.test_kept import of_two, written
from tests.faults.test_unread_files import failing


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
    done = []
    jobs.submit(lambda: None, done.append)  # comes after what was submitted before
    wait(lambda: done)
    made._next_reading.stop()


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
    content = json.dumps({**json.loads(file.read_bytes()), "schema": 2})
    file.write_text(content)
    problems = []
    comparisons.failed.connect(problems.append)
    comparisons.write(kept, kept)
    wait(lambda: problems)
    done = []
    jobs.submit(lambda: None, done.append)
    wait(lambda: done)
    assert "by a later version" in str(problems[0])
    assert not comparisons._next_writing.isActive()
    assert file.read_text() == content
