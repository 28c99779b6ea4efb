"""Changes of one's handwriting: finished when the window closes, undone at a second attempt."""

import errno
import threading
from pathlib import Path

import numpy as np
import pytest

from core.config.catalogue import DIGITS
from core.data import handwriting as files
from core.data.photographs import sample_files
from tests.gui.driving import WAIT_MS, Recorder


def ink(column=14):
    digit = np.zeros((28, 28), np.float32)
    digit[4:24, column] = 0.5
    return digit


@pytest.fixture
def folder(tmp_path):
    """Where `own_handwriting` keeps its samples."""
    return tmp_path / "handwriting"


@pytest.fixture
def failed(jobs):
    return Recorder(jobs.failed)


@pytest.fixture
def settle(jobs, wait):
    """Return a function that waits for all jobs, and for what they submit."""

    def settle():
        done = []
        for count in (1, 2):
            jobs.submit(lambda: None, done.append)
            wait(lambda count=count: len(done) == count)

    return settle


@pytest.fixture
def full_disk(monkeypatch):
    """Return a function: the disk is full for the writes with these numbers, from 0."""

    def fill(*numbers):
        writes, write = [], sample_files.replace_file

        def fail(path, content):
            writes.append(path)
            if not numbers or len(writes) - 1 in numbers:
                raise OSError(errno.ENOSPC, "No space left on device")
            write(path, content)

        monkeypatch.setattr(sample_files, "replace_file", fail)

    return fill


def labels_in(folder):
    return [sample.label for sample in files.samples(folder)[0]]


class TestClosing:
    @pytest.fixture
    def blocked(self, jobs, background):
        """A job is under way; return a function that lets it end while everything closes."""
        begun, go = threading.Event(), threading.Event()
        jobs.submit(lambda: begun.set() or go.wait(WAIT_MS / 1000), lambda _: None)
        assert begun.wait(WAIT_MS / 1000)

        def close():
            threading.Timer(0.2, go.set).start()
            background.close()

        return close

    def test_a_drawing_is_kept(self, own_handwriting, folder, blocked):
        own_handwriting.keep(ink(), 7, DIGITS)
        blocked()
        assert labels_in(folder) == [7]

    def test_a_sample_is_deleted(self, own_handwriting, folder, blocked):
        sample = files.keep(folder, ink(), 3)
        own_handwriting.delete([sample], DIGITS)
        blocked()
        assert labels_in(folder) == []

    def test_a_label_is_changed(self, own_handwriting, folder, blocked):
        sample = files.keep(folder, ink(), 3)
        own_handwriting.relabel([sample], 5, DIGITS)
        blocked()
        assert labels_in(folder) == [5]

    def test_pictures_are_imported(self, own_handwriting, folder, tmp_path, blocked):
        files.keep(tmp_path / "others", ink(), 4)
        own_handwriting.import_from(tmp_path / "others", DIGITS)
        blocked()
        assert labels_in(folder) == [4]

    def test_pictures_are_exported(self, own_handwriting, folder, tmp_path, blocked):
        files.keep(folder, ink(), 4)
        own_handwriting.export(tmp_path / "out", DIGITS)
        blocked()
        assert len(list((tmp_path / "out").rglob("*.png"))) == 1


def test_a_deletion_is_undone_when_its_undo_failed_once(
    own_handwriting, folder, failed, settle, full_disk, monkeypatch
):
    kept = [files.keep(folder, ink(column), 3) for column in (5, 9, 14)]
    own_handwriting.delete(kept, DIGITS)
    settle()

    full_disk(1)
    own_handwriting.undo(DIGITS)
    settle()
    assert "No space left" in str(failed.heard[-1][0])
    assert str(own_handwriting.undo_text(DIGITS)) == "Undo deletion"

    monkeypatch.undo()
    own_handwriting.undo(DIGITS)
    settle()
    paths = [sample.path for sample in files.samples(folder)[0]]
    assert paths == sorted(sample.path for sample in kept)
    assert own_handwriting.undo_text(DIGITS) is None


def test_an_import_that_fails_in_the_middle_can_be_undone(
    own_handwriting, folder, settle, full_disk, tmp_path
):
    for label in range(4):
        files.keep(tmp_path / "others", ink(), label)
    shown = Recorder(own_handwriting.failed)
    full_disk(2, 3)
    own_handwriting.import_from(tmp_path / "others", DIGITS)
    settle()
    assert labels_in(folder) == [0, 1]
    assert "No space left" in str(shown.heard[-1][0])
    own_handwriting.undo(DIGITS)
    settle()
    assert labels_in(folder) == []


def test_a_deletion_that_fails_in_the_middle_can_be_undone(
    own_handwriting, folder, failed, settle, monkeypatch
):
    kept = [files.keep(folder, ink(column), 3) for column in (5, 9, 14)]
    unlink = Path.unlink

    def refuse(path, missing_ok=False):
        if path.name == kept[1].path.name:  # whatever its folder is called
            raise PermissionError(errno.EACCES, "Permission denied")
        unlink(path, missing_ok)

    deleted = Recorder(own_handwriting.deleted)
    monkeypatch.setattr(Path, "unlink", refuse)
    own_handwriting.delete(kept, DIGITS)
    settle()
    assert "Permission denied" in str(failed.heard[-1][0])
    assert [list(heard[0]) for heard in deleted.heard] == [[kept[0]]]

    own_handwriting.undo(DIGITS)
    settle()
    assert len(labels_in(folder)) == 3


def test_labels_that_fail_in_the_middle_can_be_undone_and_no_sample_is_doubled(
    own_handwriting, folder, failed, settle, monkeypatch
):
    kept = [files.keep(folder, ink(column), 3) for column in (5, 9, 14)]
    rename = Path.rename

    def refuse(path, target):
        if path.name == kept[1].path.name:
            raise PermissionError(errno.EACCES, "Permission denied")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refuse)
    own_handwriting.relabel(kept, 8, DIGITS)
    settle()
    assert labels_in(folder) == [3, 3, 8]
    assert "Permission denied" in str(failed.heard[-1][0])

    monkeypatch.undo()
    own_handwriting.undo(DIGITS)
    settle()
    assert labels_in(folder) == [3, 3, 3]
