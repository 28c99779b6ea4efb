"""Folders are deleted and measured at any depth, and no link is followed."""

import os
import stat
import sys
import time
from contextlib import suppress

import pytest

from core import trees
from core.errors import RunFolderError
from core.lifecycle.clean_up import remove_leftovers, survey
from core.storage.deletion import delete_run
from core.storage.layout import UNFINISHED_IMPORT_S
from core.storage.ownership import UNFINISHED_FOLDER, sweep_unfinished_imports
from core.temporary_folders import temporary_folder
from core.trees import delete_tree, size_of

DEPTHS = [1, 1200, 5000]  # Python's recursion ends at 1000, Linux' paths at 4096 bytes
needs_descriptors = pytest.mark.skipif(
    not trees._HAS_DESCRIPTORS, reason="paths are limited in length"
)


def nest(folder, depth):
    """Make folders within folders, with a file of 10 bytes in the first and the last one."""
    folder.mkdir()
    (folder / "a").write_bytes(bytes(10))
    position = os.open(folder, os.O_RDONLY)
    for _ in range(depth):
        os.mkdir("d", dir_fd=position)
        inner = os.open("d", os.O_RDONLY, dir_fd=position)
        os.close(position)
        position = inner
    os.close(os.open("b", os.O_WRONLY | os.O_CREAT, dir_fd=position))
    file = os.open("b", os.O_WRONLY, dir_fd=position)
    os.write(file, bytes(10))
    os.close(file)
    os.close(position)


@pytest.fixture(params=["descriptors", "paths"])
def _either_way(request, monkeypatch):
    if request.param == "paths":
        monkeypatch.setattr(trees, "_HAS_DESCRIPTORS", False)


@pytest.mark.usefixtures("_either_way")
class TestAnyTree:
    def test_it_is_measured_and_deleted(self, tmp_path):
        for name in ("x", "x/y", "x/y/z", "x/empty"):
            (tmp_path / name).mkdir()
            (tmp_path / name / "file").write_bytes(bytes(100))
        (tmp_path / "x/empty/file").unlink()
        assert size_of(tmp_path / "x") == 300
        delete_tree(tmp_path / "x")
        assert list(tmp_path.iterdir()) == []

    def test_a_file_and_a_link_are_trees_as_well(self, tmp_path):
        (tmp_path / "file").write_bytes(bytes(7))
        (tmp_path / "link").symlink_to(tmp_path / "file")
        delete_tree(tmp_path / "link")
        assert size_of(tmp_path / "file") == 7
        delete_tree(tmp_path / "file")
        assert size_of(tmp_path / "file") == 0
        with pytest.raises(FileNotFoundError):
            delete_tree(tmp_path / "file")

    def test_what_links_lead_to_stays_and_does_not_count(self, tmp_path):
        elsewhere = tmp_path / "elsewhere"
        elsewhere.mkdir()
        (elsewhere / "file").write_bytes(bytes(5000))
        tree = tmp_path / "tree"
        (tree / "inner").mkdir(parents=True)
        for folder in (tree, tree / "inner"):
            (folder / "to-folder").symlink_to(elsewhere, target_is_directory=True)
            (folder / "to-file").symlink_to(elsewhere / "file")
            (folder / "around").symlink_to(tree, target_is_directory=True)
        assert size_of(tree) < 5000
        delete_tree(tree)
        assert (elsewhere / "file").stat().st_size == 5000

    @pytest.mark.skipif(
        sys.platform == "win32" or os.geteuid() == 0, reason="nothing is protected here"
    )
    @pytest.mark.parametrize("mode", [0o000, 0o400, 0o500])
    def test_what_is_protected_stays_and_nothing_else(self, mode, tmp_path):
        tree = tmp_path / "tree"
        for name in ("before", "protected", "later"):
            (tree / name).mkdir(parents=True)
            (tree / name / "file").touch()
        (tree / "protected").chmod(mode)
        try:
            assert size_of(tree) >= 0
            with pytest.raises(PermissionError):
                delete_tree(tree, despite_errors=True)
            assert os.listdir(tree) == ["protected"]
        finally:
            (tree / "protected").chmod(stat.S_IRWXU)


def test_what_cannot_be_deleted_is_reported_and_hinders_nothing_else(tmp_path, monkeypatch):
    """As on a disk that refuses one file."""
    tree = tmp_path / "tree"
    for name in ("x", "y", "z"):
        (tree / name).mkdir(parents=True)
        (tree / name / name).touch()
    unlink = os.unlink

    def refuse(name, **options):
        if name == "y":
            raise PermissionError(1, "no", name)
        unlink(name, **options)

    monkeypatch.setattr(os, "unlink", refuse)
    with pytest.raises(PermissionError):
        delete_tree(tree, despite_errors=True)
    assert [path.relative_to(tree).as_posix() for path in tree.rglob("*")] == ["y", "y/y"]


def test_measuring_ends(tmp_path, monkeypatch):
    monkeypatch.setattr(trees, "MAX_MEASURED", 3)
    for number in range(5):
        (tmp_path / str(number)).write_bytes(bytes(10))
    assert size_of(tmp_path) == 30


@needs_descriptors
@pytest.mark.parametrize("depth", DEPTHS)
class TestDeepTrees:
    def test_they_are_measured_and_deleted(self, depth, tmp_path):
        nest(tmp_path / "x", depth)
        assert size_of(tmp_path / "x") == 20
        delete_tree(tmp_path / "x")
        assert list(tmp_path.iterdir()) == []

    def test_a_run_with_one_is_deleted_as_any(self, depth, tmp_path):
        run = tmp_path / "20261124-120000-mlp-00000001"
        run.mkdir()
        (run / "run.json").touch()
        nest(run / "epochs", depth)
        assert survey(tmp_path).total == 20
        delete_run(run)
        assert list(tmp_path.iterdir()) == []

    def test_one_that_was_left_is_swept(self, depth, tmp_path):
        def leave():
            left = tmp_path / ".import-0123abcd"
            run = left / UNFINISHED_FOLDER / "20261124-120000-mlp-00000001"
            run.mkdir(parents=True)
            nest(run / "epochs", depth)
            os.utime(left, (0, time.time() - 2 * UNFINISHED_IMPORT_S))

        leave()
        remove_leftovers(tmp_path)
        assert list(tmp_path.iterdir()) == []
        leave()
        sweep_unfinished_imports(tmp_path)
        assert list(tmp_path.iterdir()) == []

    def test_one_that_is_unfinished_goes_with_its_block(self, depth, tmp_path):
        with temporary_folder(tmp_path, ".x-") as folder:
            nest(folder / "x", depth)
        with suppress(ZeroDivisionError), temporary_folder(tmp_path, ".y-") as folder:
            nest(folder / "y", depth)
            raise ZeroDivisionError
        assert list(tmp_path.iterdir()) == []


@needs_descriptors
def test_a_folder_that_is_moved_meanwhile_leads_to_no_other(tmp_path, monkeypatch):
    """Another process moves the folder that is being emptied; what is around it now stays."""
    (tmp_path / "tree/inner/deep").mkdir(parents=True)
    (tmp_path / "tree/inner/deep/file").touch()
    (tmp_path / "other/inner").mkdir(parents=True)
    unlink = os.unlink

    def move_first(name, **options):
        (tmp_path / "tree/inner/deep").rename(tmp_path / "other/deep")
        unlink(name, **options)

    monkeypatch.setattr(os, "unlink", move_first)
    with pytest.raises(OSError, match=os.strerror(116) if sys.platform == "linux" else ""):
        delete_tree(tmp_path / "tree")
    assert (tmp_path / "other/inner").is_dir()


@needs_descriptors
def test_a_run_that_cannot_be_deleted_whole_names_the_reason(tmp_path, monkeypatch):
    run = tmp_path / "20261124-120000-mlp-00000001"
    run.mkdir()
    (run / "run.json").touch()
    nest(run / "epochs", 1200)

    def refuse(*_arguments, **_options):
        raise PermissionError(13, os.strerror(13))

    monkeypatch.setattr(os, "unlink", refuse)
    with pytest.raises(RunFolderError, match="cannot be deleted: Permission denied"):
        delete_run(run)
    monkeypatch.undo()
    assert (run / "run.json").exists()
    delete_run(run)
