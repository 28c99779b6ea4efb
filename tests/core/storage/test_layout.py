"""Listing run folders, deleting what belongs to a run, asking whether it is in use."""

import os
import subprocess
import sys

import pytest

from core import file_presence
from core.storage import layout

if sys.platform != "win32":
    import fcntl


def age(folder, sign=-1):
    """Have a folder be no new one; with a sign of 1, one from the future."""
    changed_s = folder.stat().st_mtime + sign * (file_presence.NEW_S + 5)
    os.utime(folder, (changed_s, changed_s))


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
        age(tmp_path / name)
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
        assert not listing().problems  # a lock is made before it is taken
        age(folder)
        assert listing().problems

    @pytest.mark.parametrize("sign", [-1, 1], ids=["past", "future"])
    def test_an_empty_one_is_reported_once_it_is_older(self, sign, tmp_path, listing):
        """One from the future is older than a clock that has been set back."""
        folder = layout.create(tmp_path, self.MADE)
        age(folder, sign)
        assert listing().problems

    def test_nor_is_one_that_started_and_ended_while_it_was_looked_at(
        self, tmp_path, listing, monkeypatch
    ):
        folder = layout.create(tmp_path, self.MADE)
        (folder / layout.WEIGHTS_FILE).touch()

        def is_in_use(folder):
            (folder / layout.RUN_FILE).touch()
            return False

        monkeypatch.setattr(layout, "is_in_use", is_in_use)
        assert not listing().problems


def test_a_run_in_a_folder_that_begins_with_a_dot_is_named_if_it_cannot_be_read(tmp_path):
    (tmp_path / ".trash" / "mine").mkdir(parents=True)
    (tmp_path / ".mine").mkdir()
    os.symlink(tmp_path / "elsewhere", tmp_path / ".mine" / layout.RUN_FILE)
    assert list(layout.list_runs(tmp_path).problems) == [".mine"]


@pytest.mark.parametrize("name", [layout.DAMAGED_FOLDER, "Searches"])
def test_a_run_in_a_folder_that_is_for_other_files_is_named_and_not_set_aside(name, tmp_path):
    folder = tmp_path / name
    folder.mkdir()
    (folder / layout.METRICS_FILE).touch()
    assert not layout.list_runs(tmp_path).problems

    (folder / layout.RUN_FILE).touch()
    listing = layout.list_runs(tmp_path)
    assert (listing.written, listing.unusable) == ({}, [])
    assert "Rename the folder" in str(listing.problems[name])


class TestInUse:
    @pytest.fixture
    def folder(self, tmp_path):
        (tmp_path / layout.LOCK_FILE).touch()
        return tmp_path

    @pytest.mark.skipif(sys.platform == "win32", reason="it has no shared locks; it asks again")
    def test_is_not_claimed_because_others_ask(self, folder, monkeypatch):
        """Another one is in the middle of asking whenever this one asks."""
        answers = []
        flock = fcntl.flock

        def ask_as_well(file, operation):
            flock(file, operation)
            if not answers:
                answers.append("asking")
                answers.append(layout.is_in_use(folder))

        monkeypatch.setattr(fcntl, "flock", ask_as_well)
        assert not layout.is_in_use(folder)
        assert answers == ["asking", False]

    def test_by_processes_that_hammer_it(self, folder):
        program = (
            "import sys, pathlib\n"
            "from core.storage.layout import is_in_use\n"
            "folder = pathlib.Path(sys.argv[1])\n"
            "print(sum(is_in_use(folder) for _ in range(300)))\n"
        )
        processes = [
            subprocess.Popen(
                [sys.executable, "-c", program, str(folder)], stdout=subprocess.PIPE, text=True
            )
            for _ in range(3)
        ]
        assert [process.communicate()[0].strip() for process in processes] == ["0"] * 3

    def test_while_a_process_holds_the_lock(self, folder):
        with layout.lock_of(folder):
            assert layout.is_in_use(folder)
        assert not layout.is_in_use(folder)
        assert (folder / layout.LOCK_FILE).read_bytes() == b""
