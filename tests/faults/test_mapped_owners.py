"""Shares on which whatever one makes belongs to somebody else, as a server or a driver maps owners.

NFS does so with `all_squash`, CIFS and FAT with an owner that is given when they are mounted.
"""

import os
import sys

import pytest

from core import trees
from core.lifecycle import archive
from core.lifecycle.clean_up import remove_leftovers
from core.lifecycle.continuing import fork
from core.storage.deletion import delete_run
from core.storage.records import outline
from core.temporary_folders import temporary_folder
from tests.core.export.test_formats import kept
from tests.core.running import small

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="owners are not asked for there")


@pytest.fixture
def runs_dir(tmp_path, monkeypatch):
    """A folder of runs in which all new files belong to another user than this process."""
    (tmp_path / "runs").mkdir()
    somebody = os.geteuid() + 1
    monkeypatch.setattr(os, "geteuid", lambda: somebody)
    return tmp_path / "runs"


def test_a_run_is_forked_imported_and_deleted(runs_dir, tmp_path):
    run = kept(small("logistic"), runs_dir)
    archive.pack(run, tmp_path / "packed.zip")
    forked = fork(run, runs_dir, {}).folder
    assert outline(forked).forked_from == (run.name, outline(run).epochs_done)
    delete_run(run)
    imported = archive.unpack(tmp_path / "packed.zip", runs_dir).folder
    assert sorted(runs_dir.iterdir()) == sorted((forked, imported))


def test_what_killed_processes_have_left_is_swept(runs_dir):
    left = runs_dir / f".inkling-{'0' * 16}.tmp", runs_dir / ".import-00000000"
    left[0].touch()
    left[1].mkdir()
    for path in left:
        os.utime(path, (0, 0))
    remove_leftovers(runs_dir)
    assert list(runs_dir.iterdir()) == []


def test_a_folder_of_yet_another_user_is_not_taken_for_the_one_that_was_made(runs_dir, monkeypatch):
    """It has taken its place before it was looked at."""
    status = trees._Position.status

    def of_another(position):
        found = status(position)
        return os.stat_result((*found[:4], found.st_uid + 2, *found[5:10]))

    monkeypatch.setattr(trees._Position, "status", of_another)
    with pytest.raises(OSError, match="tale"), temporary_folder(runs_dir, ".x-"):
        pass
    assert list(runs_dir.iterdir()) == []
