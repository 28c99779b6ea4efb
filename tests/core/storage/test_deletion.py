"""Whole runs are deleted or left alone."""

import errno
import os
import sys
from pathlib import Path
from unittest.mock import Mock

import pytest

from core.errors import RunFolderError
from core.storage import deletion, layout
from core.storage.deletion import delete_run, kept_unused
from core.storage.ownership import is_unfinished_import


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "runs" / "20261124-120000-mlp-00000001"
    folder.mkdir(parents=True)
    for name in (layout.RUN_FILE, layout.METRICS_FILE, layout.LOCK_FILE):
        (folder / name).touch()
    (folder / layout.EPOCHS_FOLDER).mkdir()
    return folder


def test_nothing_of_it_is_left(folder):
    delete_run(folder)
    assert list(folder.parent.iterdir()) == []
    delete_run(folder)  # what is gone is no error


def test_one_that_another_process_trains_is_left_whole(folder):
    before = sorted(folder.iterdir())
    with (
        layout.lock_of(folder),
        pytest.raises(RunFolderError, match="another Inkling is training it"),
    ):
        delete_run(folder)
    assert sorted(folder.iterdir()) == before


def test_a_name_that_another_window_writes_meanwhile_goes_with_it(folder, monkeypatch):
    remove = deletion.delete_tree

    def remove_while_named(path):
        monkeypatch.setattr(deletion, "delete_tree", remove)
        for file in path.iterdir():
            file.unlink()
        (path / layout.LABEL_FILE).touch()
        raise OSError(errno.ENOTEMPTY, "Directory not empty")

    (folder / layout.EPOCHS_FOLDER).rmdir()
    monkeypatch.setattr(deletion, "delete_tree", remove_while_named)
    delete_run(folder)
    assert list(folder.parent.iterdir()) == []


def test_the_rest_of_one_without_a_description_does_not_come_back(folder, monkeypatch):
    def remove_a_part(path):
        (path / layout.RUN_FILE).unlink()
        raise PermissionError(errno.EACCES, "Permission denied")

    (folder / layout.EPOCHS_FOLDER).rmdir()
    monkeypatch.setattr(deletion, "delete_tree", remove_a_part)
    with pytest.raises(RunFolderError, match="cannot be deleted: Permission denied"):
        delete_run(folder)
    assert not folder.exists()


@pytest.mark.parametrize("number", [errno.ENOSYS, errno.ENOTSUP, errno.ENOLCK])
@pytest.mark.skipif(sys.platform == "win32", reason="it has no flock")
def test_where_there_are_no_locks_it_can_be_deleted_but_no_clean_up_thins_it(
    number, folder, monkeypatch
):
    monkeypatch.setattr("fcntl.flock", Mock(side_effect=OSError(number, "no locks")))
    assert layout.may_be_in_use(folder)
    assert not layout.is_in_use(folder)
    delete_run(folder)
    assert list(folder.parent.iterdir()) == []


def test_what_a_kill_leaves_is_never_listed_and_is_recognised(folder, monkeypatch):
    """The kill comes when deletion has begun, of a folder at which a desktop has looked."""
    (folder / ".DS_Store").touch()
    seen = []
    remove = deletion.delete_tree

    def look_first(path):
        seen.append(layout.list_runs(folder.parent))
        seen.append(is_unfinished_import(*folder.parent.glob(".import-*")))
        remove(path)

    monkeypatch.setattr(deletion, "delete_tree", look_first)
    delete_run(folder)
    assert (dict(seen[0].written), dict(seen[0].problems), seen[1]) == ({}, {}, True)


@pytest.fixture
def protected(monkeypatch):
    """Return a set of names of folders that cannot be deleted."""
    names = set()
    remove = deletion.delete_tree

    def delete_tree(path):
        if path.name in names:
            raise PermissionError(errno.EPERM, os.strerror(errno.EPERM), str(path))
        remove(path)

    monkeypatch.setattr(deletion, "delete_tree", delete_tree)
    return names


@pytest.mark.parametrize("name", ["", layout.EPOCHS_FOLDER])
def test_what_cannot_be_deleted_comes_back_into_the_list(name, folder, protected):
    before = sorted(folder.iterdir())
    protected.add(name or folder.name)
    with pytest.raises(RunFolderError, match=f"{folder.name} cannot be deleted: Operation not"):
        delete_run(folder)
    assert [path for path in before if path.is_file()] == [
        path for path in sorted(folder.iterdir()) if path.is_file()
    ]
    assert list(folder.parent.iterdir()) == [folder]
    assert list(layout.list_runs(folder.parent).written) == [folder.name]

    protected.clear()
    delete_run(folder)
    assert list(folder.parent.iterdir()) == []


def test_what_cannot_come_back_is_named_with_its_path(folder, protected, monkeypatch):
    protected.add(folder.name)
    rename = Path.rename

    def rename_once(path, target):
        if target == folder:
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target))
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", rename_once)
    with pytest.raises(RunFolderError, match=r"\.import-[0-9a-f]+/.* cannot be deleted"):
        delete_run(folder)


def test_nobody_can_train_it_meanwhile(folder):
    with kept_unused(folder):
        assert layout.is_in_use(folder)
    assert not layout.is_in_use(folder)


def test_of_a_link_what_it_points_to_stays(folder, tmp_path):
    link = tmp_path / "link"
    link.symlink_to(folder, target_is_directory=True)
    delete_run(link)
    assert not link.is_symlink()
    assert (folder / layout.RUN_FILE).exists()


@pytest.mark.parametrize("number", [errno.EIO, errno.EACCES, errno.ESTALE])
def test_a_disk_that_does_not_answer_is_reported(number, folder, monkeypatch):
    """As a network drive that is gone, or a stick that was pulled out."""

    def refuse(function):
        def refused(path, *arguments, **options):
            if str(path).startswith(str(folder)):
                raise OSError(number, os.strerror(number), str(path))
            return function(path, *arguments, **options)

        return refused

    for name in ("stat", "lstat", "unlink", "rename"):
        monkeypatch.setattr(os, name, refuse(getattr(os, name)))
    with pytest.raises(RunFolderError, match="cannot be deleted"):
        delete_run(folder)
    monkeypatch.undo()
    assert (folder / layout.RUN_FILE).exists()


class TestDelete:
    @pytest.fixture
    def folder(self, tmp_path):
        folder = tmp_path / "run"
        folder.mkdir()
        (folder / layout.RUN_FILE).write_text("{}")
        return folder

    def test_a_folder_goes_with_all_that_is_in_it(self, folder):
        deletion.delete(folder)
        assert not folder.exists()

    def test_a_file_goes_alone(self, folder):
        deletion.delete(folder / layout.RUN_FILE)
        assert list(folder.iterdir()) == []

    def test_of_a_link_what_it_points_to_stays(self, folder, tmp_path):
        link = tmp_path / "link"
        link.symlink_to(folder, target_is_directory=True)
        deletion.delete(link)
        assert not link.is_symlink()
        assert (folder / layout.RUN_FILE).exists()

    def test_what_is_gone_already_is_no_error(self, tmp_path):
        deletion.delete(tmp_path / "nothing")

    def test_the_error_names_the_folder_and_the_reason(self, folder, monkeypatch):
        def refuse(_path):
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(deletion, "delete_tree", refuse)
        with pytest.raises(RunFolderError, match="run cannot be deleted: Permission denied"):
            deletion.delete(folder)
