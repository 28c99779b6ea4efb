"""Deleting what belongs to a run."""

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
