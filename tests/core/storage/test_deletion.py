"""Whole runs are deleted or left alone."""

import errno
import os
import sys
from contextlib import suppress
from pathlib import Path
from unittest.mock import Mock

import pytest

from core.errors import RunFolderError
from core.locks import FileLock
from core.storage import deletion, layout
from core.storage.deletion import delete_run, kept_unused
from core.storage.ownership import is_own_rest, is_unfinished_import


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


def refuse(monkeypatch, owner, name, number):
    """Have a function of the system fail, as on a full disk."""

    def refusing(*_arguments, **_options):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(owner, name, refusing)


class TestInPlace:
    """Where nothing can be moved aside."""

    @pytest.fixture(
        params=[("mkdir", errno.ENOSPC), ("mkdir", errno.EDQUOT), ("rename", errno.EXDEV)],
        ids=["full", "quota", "image"],
    )
    def folder(self, request, folder, monkeypatch):
        refuse(monkeypatch, Path, *request.param)
        return folder

    def test_nothing_of_it_is_left(self, folder):
        delete_run(folder)
        assert list(folder.parent.iterdir()) == []

    @pytest.mark.skipif(sys.platform == "win32", reason="no lock is held there")
    def test_no_half_of_it_is_listed_meanwhile_and_nobody_can_train_it(self, folder, monkeypatch):
        remove, seen = deletion.delete_tree, []

        def look_afterwards(path, **only):
            remove(path, **only)
            if not only:
                listing = layout.list_runs(folder.parent)
                seen.append((*listing.written, *listing.problems, layout.is_in_use(folder)))

        monkeypatch.setattr(deletion, "delete_tree", look_afterwards)
        delete_run(folder)
        assert seen == [(True,)] * 3  # the description, the lines and the epochs
        assert not folder.exists()

    def test_what_a_kill_leaves_can_be_cleaned_up(self, folder, monkeypatch):
        remove = deletion.delete_tree

        def die_afterwards(path):
            remove(path)
            raise SystemExit

        monkeypatch.setattr(deletion, "delete_tree", die_afterwards)
        with pytest.raises(SystemExit):
            delete_run(folder)
        assert layout.list_runs(folder.parent).unusable == [folder.name]
        assert is_own_rest(folder)
        monkeypatch.setattr(deletion, "delete_tree", remove)
        delete_run(folder)
        assert list(folder.parent.iterdir()) == []

    def test_one_that_another_process_trains_is_left_whole(self, folder):
        before = sorted(folder.iterdir())
        with layout.lock_of(folder), pytest.raises(RunFolderError, match="is training it"):
            delete_run(folder)
        assert sorted(folder.iterdir()) == before


def test_only_where_room_is_missing_is_it_deleted_in_place(folder, monkeypatch):
    before = sorted(folder.iterdir())
    for number in (errno.EROFS, errno.EACCES):
        refuse(monkeypatch, Path, "mkdir", number)
        with pytest.raises(RunFolderError, match=os.strerror(number)):
            delete_run(folder)
    assert sorted(folder.iterdir()) == before


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_lock_for_which_there_is_no_room_hinders_nothing(number, folder, monkeypatch):
    (folder / layout.LOCK_FILE).unlink()
    refuse(monkeypatch, FileLock, "_takes", number)
    delete_run(folder)
    assert list(folder.parent.iterdir()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="it tells which files are open")
@pytest.mark.parametrize("is_full", [False, True])
def test_files_that_are_open_stay_on_a_network_drive(is_full, folder, monkeypatch):
    """NFS renames a file that is deleted while it is open, and deletes it once it is closed."""
    unlink = os.unlink

    def is_open(status):
        for descriptor in os.listdir("/proc/self/fd"):
            with suppress(OSError):
                if os.path.samestat(os.stat(int(descriptor)), status):
                    return True
        return False

    def silly_rename(name, *, dir_fd=None):
        if not is_open(os.lstat(name, dir_fd=dir_fd)):
            unlink(name, dir_fd=dir_fd)
        elif not str(name).startswith(".nfs"):
            kept = os.path.join(os.path.dirname(name), ".nfs0001")
            os.rename(name, kept, src_dir_fd=dir_fd, dst_dir_fd=dir_fd)
        else:
            raise OSError(errno.EBUSY, os.strerror(errno.EBUSY), name)

    monkeypatch.setattr(os, "unlink", silly_rename)
    if is_full:
        refuse(monkeypatch, Path, "mkdir", errno.ENOSPC)
    delete_run(folder)
    assert list(folder.parent.iterdir()) == []


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
        def refuse(_path, *, only):
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(deletion, "delete_tree", refuse)
        with pytest.raises(RunFolderError, match="run cannot be deleted: Permission denied"):
            deletion.delete(folder)
