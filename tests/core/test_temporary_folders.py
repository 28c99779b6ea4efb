"""Folders for this user alone, among the files of others."""

import os
import sys
import tempfile

import pytest

from core import temporary_folders
from core.temporary_folders import private_folder


@pytest.fixture
def shared(monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_it_is_this_user_s_alone_and_gone_afterwards(shared):
    with private_folder("mine-") as there:
        (there / "file").write_text("content")
        (folder,) = shared.iterdir()
        assert os.path.samefile(there, folder)
        assert (folder / "file").read_text() == "content"
        assert sys.platform == "win32" or folder.stat().st_mode & 0o777 == 0o700
    assert list(shared.iterdir()) == []


def test_another_one_in_its_place_is_not_taken_for_it(shared, monkeypatch):
    make = temporary_folders.make_own_folder

    def exchanged(folder):
        made = make(folder)
        folder.rename(shared / "aside")
        folder.mkdir()
        (folder / "theirs").touch()
        return made

    monkeypatch.setattr(temporary_folders, "make_own_folder", exchanged)
    with pytest.raises(OSError, match="tale"), private_folder("mine-"):
        pytest.fail("it was used")
    (theirs,) = shared.glob("mine-*/theirs")
    assert theirs.exists()


@pytest.mark.skipif(sys.platform != "linux", reason="no paths of open folders there")
def test_what_takes_its_place_later_gets_nothing_and_is_not_deleted(shared):
    with private_folder("mine-") as there:
        (folder,) = shared.iterdir()
        folder.rename(shared / "aside")
        folder.mkdir()
        (there / "file").touch()
        assert (shared / "aside" / "file").exists()
    assert list(folder.iterdir()) == []
