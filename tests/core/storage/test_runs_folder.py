"""The folder of the runs is made where none can be hidden by it."""

import json
import os
import shutil
import sys
from contextlib import nullcontext
from pathlib import Path

import numpy as np
import pytest

from core import drives, locations
from core.cli import main as cli
from core.comparison.kept import files as kept_files
from core.data import handwriting
from core.data.photographs.class_folders import make_collection
from core.errors import FileError, HandwritingError, RunFolderError
from core.lifecycle import archive
from core.lifecycle.continuing import fork
from core.lifecycle.job import TrainingJob
from core.lifecycle.session import train_and_keep
from core.run.control import Control
from core.run.events import RecordingFailed
from core.storage import runs_folder
from core.storage.runs_folder import prepare, refuse_missing
from tests.core.comparison.test_kept import of_two
from tests.core.export.test_formats import kept
from tests.core.running import small
from tests.faults.test_unread_files import failing

RUNS = [f"20261124-12000{number}-logistic-0000000{number}" for number in range(4)]
NOT_THERE = "The runs folder .* is not there"


@pytest.fixture(autouse=True)
def own(tmp_path, monkeypatch):
    """Inkling's own folder for this user."""
    own = tmp_path / "home" / "inkling"
    monkeypatch.setattr(locations, "_user_folder", lambda: own)
    monkeypatch.setattr(runs_folder, "_used", set())
    return own


@pytest.fixture
def mounted(monkeypatch):
    """The set of paths at which a drive is connected."""
    paths = set()
    ismount = os.path.ismount
    monkeypatch.setattr(os.path, "ismount", lambda path: str(path) in paths or ismount(path))
    return paths


def start_another_process(monkeypatch):
    monkeypatch.setattr(runs_folder, "_used", set())


class TestMaking:
    def test_the_usual_one_with_the_folders_above(self, own):
        prepare(own / "runs")
        assert (own / "runs").is_dir()
        assert not locations.runs_folders_file().exists()

    def test_another_one_where_the_folder_above_exists(self, tmp_path):
        prepare(tmp_path / "runs")
        assert (tmp_path / "runs").is_dir()
        with pytest.raises(RunFolderError, match="nor is the folder that it would be in"):
            prepare(tmp_path / "stick" / "runs")
        assert not (tmp_path / "stick").exists()

    def test_none_that_has_existed(self, tmp_path, monkeypatch):
        with pytest.raises(RunFolderError, match=NOT_THERE):
            prepare(tmp_path / "chosen", has_existed=True)
        prepare(tmp_path / "runs")
        (tmp_path / "runs").rename(tmp_path / "away")
        with pytest.raises(RunFolderError, match=NOT_THERE):
            prepare(tmp_path / "runs")
        assert not (tmp_path / "runs").exists()

        # deleted on the same drive, it hides nothing
        start_another_process(monkeypatch)
        prepare(tmp_path / "runs")

    @pytest.mark.parametrize("letter", ["\n", "\x1b", "\u202e", "\udc80"])
    def test_none_with_a_character_that_no_path_may_hold(self, letter, tmp_path):
        with pytest.raises(RunFolderError, match="must not contain the character"):
            prepare(tmp_path / f"runs{letter}x")
        assert list(tmp_path.iterdir()) == []

    def test_what_is_no_folder_is_named(self, tmp_path):
        (tmp_path / "file").touch()
        with pytest.raises(RunFolderError, match="File exists"):
            prepare(tmp_path / "file")


class TestDrives:
    @pytest.mark.parametrize("name", ["runs", ""])
    def test_none_where_a_drive_is_not_connected(self, name, tmp_path, mounted, monkeypatch):
        drive = tmp_path / "drive"
        drive.mkdir()
        mounted.add(str(drive))
        prepare(drive / name)
        if name:
            (drive / name).rmdir()

        mounted.clear()
        start_another_process(monkeypatch)
        for refused in (prepare, refuse_missing):
            with pytest.raises(RunFolderError, match=f"is not connected at {drive}"):
                refused(drive / name)
        assert list(drive.iterdir()) == []

        mounted.add(str(drive))
        prepare(drive / name)

    @pytest.fixture
    def drive(self, tmp_path, mounted):
        """A drive that was connected when runs were kept on it, and is away now."""
        drive = tmp_path / "drive"
        drive.mkdir()
        mounted.add(str(drive))
        prepare(drive / "runs")
        for run in RUNS:
            (drive / "runs" / run).mkdir()
            (drive / "runs" / run / "run.json").write_text("{}")
            runs_folder.note_new_run(drive / "runs")
        mounted.clear()
        (drive / "runs").rename(tmp_path / "on the drive")
        return drive

    def test_one_that_was_moved_to_this_disk_is_used(self, drive, tmp_path, monkeypatch):
        shutil.copytree(tmp_path / "on the drive", drive / "runs")
        start_another_process(monkeypatch)
        prepare(drive / "runs")

        # from now on it belongs to this disk
        shutil.rmtree(drive / "runs")
        start_another_process(monkeypatch)
        prepare(drive / "runs")

    def test_so_it_is_without_those_that_were_deleted_since(self, drive, tmp_path, monkeypatch):
        shutil.copytree(tmp_path / "on the drive", drive / "runs")
        for run in RUNS[len(RUNS) // 2 :]:
            shutil.rmtree(drive / "runs" / run)
        start_another_process(monkeypatch)
        prepare(drive / "runs")

    @pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")
    @pytest.mark.parametrize(
        "spelling",
        [
            *("../drive/runs", "runs", "./runs", "../alias/runs", "../alias/../drive/runs"),
            *("../linked", "../later", "others", "class/runs", "../alias/class/runs"),
        ],
    )
    @pytest.mark.parametrize("write", [prepare, make_collection])
    def test_however_its_path_is_spelled(self, spelling, write, drive, tmp_path, monkeypatch):
        """Also of a folder that was never used; one that is a link leads to where nothing is."""
        (tmp_path / "alias").symlink_to(drive)
        (tmp_path / "linked").symlink_to(drive / "runs")
        (tmp_path / "later").symlink_to(tmp_path / "linked")
        before = sorted(tmp_path.rglob("*"))
        monkeypatch.chdir(drive)
        start_another_process(monkeypatch)
        with pytest.raises((RunFolderError, HandwritingError), match="is not connected at"):
            write(Path(spelling))
        assert sorted(tmp_path.rglob("*")) == before

    @pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")
    def test_one_that_was_used_through_a_link_is_known_by_its_own_path(
        self, tmp_path, mounted, monkeypatch
    ):
        drive = tmp_path / "drive"
        drive.mkdir()
        (tmp_path / "alias").symlink_to(drive)
        mounted.add(str(drive))
        prepare(tmp_path / "alias" / "runs")
        (drive / "runs").rmdir()
        mounted.clear()
        start_another_process(monkeypatch)
        for path in (drive / "runs", tmp_path / "alias" / "runs"):
            with pytest.raises(RunFolderError, match=f"is not connected at {drive}"):
                prepare(path)

    @pytest.mark.parametrize("has_runs", [False, True])
    def test_a_home_is_used_where_it_is_mounted_and_where_it_is_stored_in_turns(
        self, has_runs, own, tmp_path, mounted, monkeypatch
    ):
        """As on a client of a file server, and on the server itself; names are what it holds."""
        own.mkdir(parents=True)
        for is_client in (True, False, True, False):
            mounted.clear()
            if is_client:
                mounted.add(str(tmp_path / "home"))
            for folder in (own / "runs", own / "handwriting", tmp_path / "home" / "new"):
                start_another_process(monkeypatch)
                make_collection(folder) if "hand" in folder.name else prepare(folder)
                if has_runs and folder.name == "runs":
                    kept(small("logistic", {"epochs": 1}), folder)
                    runs_folder.note_new_run(folder)
                shutil.rmtree(folder)

    def test_a_drive_that_is_connected_below_a_folder_in_use_is_used(
        self, tmp_path, mounted, monkeypatch
    ):
        """A new disk, with what was on the system's disk, and before on an old one."""
        drive = tmp_path / "drive"
        drive.mkdir()
        for is_disk in (True, False, True):
            mounted.clear()
            if is_disk:
                mounted.add(str(drive))
            start_another_process(monkeypatch)
            prepare(drive / "runs")
            (drive / "runs" / RUNS[0]).mkdir(exist_ok=True)
            (drive / "runs" / RUNS[0] / "run.json").write_text("{}")
            runs_folder.note_new_run(drive / "runs")

    def test_a_former_mount_point_with_ordinary_folders_is_no_drive(
        self, drive, tmp_path, monkeypatch
    ):
        """All homes were on a disk of their own, and one folder there was deleted before."""
        (drive / "u").mkdir()
        start_another_process(monkeypatch)
        for folder in (drive / "others", drive / "u" / "runs"):
            prepare(folder)
        make_collection(drive / "u" / "handwriting")
        with pytest.raises(RunFolderError, match="is not connected at") as why:
            prepare(drive / "runs")
        assert f"delete {locations.runs_folders_file()}" in str(why.value)

        # as the message advises
        locations.runs_folders_file().unlink()
        prepare(drive / "runs")

    @pytest.mark.parametrize(
        "name", ["../../home/x", "/home/x", "a/../../x", "", ".", "C:x", "a\\x", "//host/share/x"]
    )
    def test_no_name_in_the_list_leads_elsewhere(self, name, drive, monkeypatch):
        file = locations.runs_folders_file()
        listed = {"drive": str(drive), "names": [name]}
        outside = {"//host/share": {"drive": "//host", "names": ["x"]}}
        file.write_text(json.dumps({**outside, "/elsewhere/x": listed, str(drive / "a"): listed}))
        asked = []
        monkeypatch.setattr(drives, "is_missing", lambda path: asked.append(path) or False)
        start_another_process(monkeypatch)
        with pytest.raises(RunFolderError, match="is not connected at"):
            prepare(drive / "b")
        assert asked == []

    def test_the_list_can_always_be_read_again(self, tmp_path, mounted):
        drive = tmp_path / "drive"
        drive.mkdir()
        mounted.add(str(drive))
        folders = [drive / ("课" * 80 + str(number)) for number in range(drives.MAX_FOLDERS)]
        for folder in folders:
            drives.remember(folder, lambda: [f"{number:02}" + "中" * 80 for number in range(20)])
        file = locations.runs_folders_file()
        assert file.stat().st_size <= drives.MAX_FILE_BYTES
        remembered = list(json.loads(file.read_bytes()))
        assert remembered == list(map(str, folders[-len(remembered) :]))
        mounted.clear()
        with pytest.raises(RunFolderError, match="is not connected at"):
            prepare(folders[-1])

    def test_a_folder_next_to_one_that_was_moved_to_this_disk_is_made(
        self, drive, tmp_path, monkeypatch
    ):
        shutil.copytree(tmp_path / "on the drive", drive / "runs")
        start_another_process(monkeypatch)
        prepare(drive / "others")

    def test_a_drive_that_is_connected_within_another_one_hides_neither(self, tmp_path, mounted):
        drive, inner = tmp_path / "drive", tmp_path / "drive" / "inner"
        inner.mkdir(parents=True)
        mounted |= {str(drive), str(inner)}
        for folder in (drive, inner, drive, inner):
            prepare(folder / "runs")

    @pytest.mark.parametrize("is_copy", [True, False])
    @pytest.mark.parametrize("older", [True, False])
    def test_a_run_on_the_mount_point_is_not_the_drive(
        self, older, is_copy, drive, tmp_path, mounted, monkeypatch
    ):
        """It was made while the drive was away, or is a copy of one of those on the drive."""
        if older:  # the list of an earlier version, without names
            text = json.dumps({str(drive / "runs"): str(drive)})
            locations.runs_folders_file().write_text(text)
        (drive / "runs").mkdir()
        if is_copy:
            shutil.copytree(tmp_path / "on the drive" / RUNS[0], drive / "runs" / RUNS[0])
        else:
            kept(small("logistic", {"epochs": 1}), drive / "runs")
        start_another_process(monkeypatch)
        for refused in (prepare, refuse_missing):
            with pytest.raises(RunFolderError, match=f"is not connected at {drive}"):
                refused(drive / "runs")

        mounted.add(str(drive))
        prepare(drive / "runs")

    def test_whatever_writes_runs_makes_it_known_again(self, tmp_path, mounted, monkeypatch):
        drive, config = tmp_path / "drive", small("logistic", {"epochs": 1})
        drive.mkdir()
        mounted.add(str(drive))
        run = kept(config, tmp_path, RUNS[0])
        archive.pack(run, tmp_path / "run.zip")
        writers = {
            "trained": lambda folder: list(
                train_and_keep(TrainingJob(RUNS[1], config, folder / RUNS[1]), Control(RUNS[1], 1))
            ),
            "imported": lambda folder: archive.unpack(tmp_path / "run.zip", folder),
            "forked": lambda folder: fork(run, folder, {}),
        }
        for name, write in writers.items():
            write(drive / name)
        mounted.clear()
        start_another_process(monkeypatch)
        for name in writers:
            prepare(drive / name)

    @pytest.mark.parametrize("content", [None, b"", b"[1]", b'{"/x": 5}', b'{"/x": {"drive": "/"'])
    def test_a_list_that_cannot_be_read_is_not_empty(self, content, drive, own, monkeypatch):
        """Otherwise a drive that is away would go unnoticed."""
        file = locations.runs_folders_file()
        before = file.read_bytes()
        if content is None:
            damage = failing(file.name, "open")
        else:
            file.write_bytes(content)
            damage = nullcontext()
        start_another_process(monkeypatch)
        with damage:
            for is_there in (False, True):
                if is_there:
                    kept(small("logistic", {"epochs": 1}), drive / "runs")
                with pytest.raises(RunFolderError, match="it is unknown whether its drive") as why:
                    prepare(drive / "runs")
                assert str(file) in str(why.value)
                ink = np.ones((28, 28), np.float32)
                with pytest.raises(HandwritingError, match="it is unknown whether its drive"):
                    handwriting.keep(drive / "handwriting", ink, 3)
            prepare(own / "runs")
        assert file.read_bytes() == (before if content is None else content)

        # as the message advises
        file.unlink()
        prepare(drive / "runs")

    @pytest.mark.parametrize("content", [None, b"[1]"])
    def test_a_connected_drive_is_used_all_the_same(self, content, drive, mounted, monkeypatch):
        file = locations.runs_folders_file()
        if content is not None:
            file.write_bytes(content)
        mounted.add(str(drive))
        start_another_process(monkeypatch)
        with nullcontext() if content else failing(file.name, "lstat"):
            prepare(drive / "runs")
        assert (drive / "runs").is_dir()

    @pytest.mark.parametrize("stray", ["NOT MOUNTED", ".Trash-1000/files/x", "runs/notes.txt"])
    def test_what_others_left_on_the_mount_point_is_no_drive(
        self, stray, tmp_path, mounted, monkeypatch
    ):
        drive = tmp_path / "drive"
        drive.mkdir()
        mounted.add(str(drive))
        for folder in (drive, drive / "runs"):
            prepare(folder)
        (drive / stray).parent.mkdir(parents=True, exist_ok=True)
        (drive / stray).touch()

        mounted.clear()
        start_another_process(monkeypatch)
        for folder in (drive, drive / "runs"):
            for has_existed in (False, True):
                with pytest.raises(RunFolderError, match=f"is not connected at {drive}"):
                    prepare(folder, has_existed=has_existed)
        remembered = json.loads(locations.runs_folders_file().read_bytes())
        assert {one["drive"] for one in remembered.values()} == {str(drive)}

    def test_few_folders_and_names_are_remembered(self, tmp_path, mounted, own):
        own.mkdir(parents=True)
        earlier = {"/media/stick/runs": "/media/stick"}  # as earlier versions wrote it
        locations.runs_folders_file().write_text(json.dumps(earlier))
        drive = tmp_path / "drive"
        drive.mkdir()
        mounted.add(str(drive))
        names = [f"{number}" for number in range(drives.MAX_FOLDERS + 2)]
        for name in names:
            prepare(drive / name)
        remembered = json.loads(locations.runs_folders_file().read_bytes())
        assert list(remembered) == [str(drive / name) for name in names[2:]]

        for number in range(drives.MAX_NAMES + 5):
            (drive / "1" / f"20261124-1200{number:02}-mlp-00000001").mkdir(parents=True)
        prepare(drive / "1")
        last = json.loads(locations.runs_folders_file().read_bytes())[str(drive / "1")]
        assert len(last["names"]) == drives.MAX_NAMES


class TestWhoeverWrites:
    """What writes to the folder makes it by this rule, and never the folders above."""

    @pytest.fixture
    def missing(self, tmp_path):
        return tmp_path / "drive" / "runs"

    def test_training(self, missing):
        control = Control("run", 1)
        events = train_and_keep(TrainingJob("run", small("logistic"), missing / "run"), control)
        failed = next(iter(events))
        assert isinstance(failed, RecordingFailed)
        assert str(failed.message).startswith("The run is not kept: The runs folder")
        assert not missing.parent.exists()

    def test_imports_forks_and_comparisons(self, missing, tmp_path):
        run = kept(small("logistic", {"epochs": 1}), tmp_path / "mine")
        archive.pack(run, tmp_path / "run.zip")
        for write in (
            lambda: archive.unpack(tmp_path / "run.zip", missing),
            lambda: fork(run, missing, {}),
            lambda: kept_files.write(missing, of_two()),
        ):
            with pytest.raises(FileError, match=NOT_THERE):
                write()
        assert not missing.parent.exists()

    def test_handwriting_next_to_it(self, missing, own):
        ink = np.zeros((28, 28), np.float32)
        ink[5:20, 12] = 1
        with pytest.raises(HandwritingError, match="No such file"):
            handwriting.keep(missing.parent / "handwriting", ink, 3)
        assert not missing.parent.exists()
        handwriting.keep(own / "handwriting", ink, 3)
        assert len(handwriting.samples(own / "handwriting")[0]) == 1

    @pytest.mark.parametrize("had_samples", [False, True])
    def test_handwriting_where_the_drive_is_not_connected(
        self, had_samples, tmp_path, mounted, monkeypatch
    ):
        """Its drive is known by its own samples, or by the runs next to it."""
        ink = np.zeros((28, 28), np.float32)
        ink[5:20, 12] = 1
        drive = tmp_path / "drive"
        drive.mkdir()
        mounted.add(str(drive))
        own = drive / "handwriting"
        if had_samples:
            sample = handwriting.keep(own, ink, 3)
            shutil.rmtree(own)
        else:
            prepare(drive / "runs")
            (drive / "runs").rmdir()
            sample = handwriting.Sample(own / "3" / "a.png", 3, np.zeros((28, 28), np.uint8))

        mounted.clear()
        (drive / "NOT MOUNTED").touch()
        for write in (
            lambda: handwriting.keep(own, ink, 4),
            lambda: handwriting.keep(own, ink, 0, ("a", "b")),
            lambda: handwriting.restore(own, [sample]),
        ):
            with pytest.raises(HandwritingError, match=f"its drive is not connected at {drive}"):
                write()
        assert [path.name for path in drive.iterdir()] == ["NOT MOUNTED"]

        mounted.add(str(drive))
        handwriting.keep(own, ink, 4)

    @pytest.mark.parametrize("classes", [(), (("a", "b", "c", "d"),)], ids=["digits", "others"])
    def test_handwriting_that_was_moved_to_this_disk_goes_on(self, classes, tmp_path, mounted):
        ink = np.zeros((28, 28), np.float32)
        ink[5:20, 12] = 1
        drive = tmp_path / "drive"
        drive.mkdir()
        mounted.add(str(drive))
        handwriting.keep(drive / "handwriting", ink, 3, *classes)
        mounted.clear()
        handwriting.keep(drive / "handwriting", ink, 3, *classes)
        assert len(list(drive.rglob("*.png"))) == 2

    def test_a_folder_that_went_away_is_not_listed_as_empty(self, missing, capsys):
        assert cli.main(["runs", "--runs-dir", str(missing)]) == 1
        assert "is not there" in capsys.readouterr().err

    def test_commands(self, missing, capsys):
        training = ["train", "--preset", "linear", "--epochs", "1", "--runs-dir", str(missing)]
        assert cli.main(training) == 1
        assert "nor is the folder that it would be in" in capsys.readouterr().err
        assert not missing.parent.exists()
