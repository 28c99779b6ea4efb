"""Listing the folders of runs, and deleting what belongs to a run."""

import os
import shutil

import pytest

from core.errors import RunFolderError
from core.storage import layout


class TestDelete:
    @pytest.fixture
    def folder(self, tmp_path):
        folder = tmp_path / "run"
        folder.mkdir()
        (folder / layout.RUN_FILE).write_text("{}")
        return folder

    def test_a_folder_goes_with_all_that_is_in_it(self, folder):
        layout.delete(folder)
        assert not folder.exists()

    def test_a_file_goes_alone(self, folder):
        layout.delete(folder / layout.RUN_FILE)
        assert list(folder.iterdir()) == []

    def test_of_a_link_what_it_points_to_stays(self, folder, tmp_path):
        link = tmp_path / "link"
        link.symlink_to(folder, target_is_directory=True)
        layout.delete(link)
        assert not link.is_symlink()
        assert (folder / layout.RUN_FILE).exists()

    def test_what_is_gone_already_is_no_error(self, tmp_path):
        layout.delete(tmp_path / "nothing")

    def test_the_error_names_the_folder_and_the_reason(self, folder, monkeypatch):
        def refuse(_path):
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(shutil, "rmtree", refuse)
        with pytest.raises(RunFolderError, match="run cannot be deleted: Permission denied"):
            layout.delete(folder)


class TestRests:
    MADE = "20261124-134501-mlp-3f2ab4c7"

    @pytest.fixture
    def listing(self, tmp_path):
        return lambda: layout.list_runs(tmp_path)

    @pytest.mark.parametrize(
        ("name", "files"),
        [
            (MADE, ["lock"]),
            (MADE, ["notes.txt"]),
            ("mine", [layout.CHECKPOINT_FILE, layout.METRICS_FILE]),
            ("mine", [layout.WEIGHTS_FILE, "lock", "notes.txt"]),
        ],
    )
    def test_a_run_without_its_description_is_reported(self, name, files, tmp_path, listing):
        (tmp_path / name).mkdir()
        for file in files:
            (tmp_path / name / file).touch()
        assert not listing().written
        assert "run.json is missing" in str(listing().problems[name])

    @pytest.mark.parametrize(
        "files", [[], ["notes.txt"], [layout.METRICS_FILE], ["epochs", "notes.txt"]]
    )
    def test_a_folder_of_another_program_is_none(self, files, tmp_path, listing):
        (tmp_path / "mine").mkdir()
        for file in files:
            (tmp_path / "mine" / file).touch()
        assert not listing().problems

    def test_nor_is_the_folder_of_a_run_that_is_just_starting(self, tmp_path, listing):
        folder = layout.create(tmp_path, self.MADE)
        assert not listing().problems
        with layout.lock_of(folder):
            assert not listing().problems
        assert listing().problems

    def test_an_empty_one_is_reported_once_it_is_older(self, tmp_path, listing):
        folder = layout.create(tmp_path, self.MADE)
        old = folder.stat().st_mtime - layout.NEW_FOLDER_S - 1
        os.utime(folder, (old, old))
        assert listing().problems
