"""A run given away as a zip, and what is refused of what comes in."""

import io
import json
import os
import random
import re
import shutil
import stat
import time
import zipfile
from itertools import product
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import ArchiveError, InklingError, RunFolderError
from core.export import formats as exports
from core.export.source import source_of
from core.lifecycle import archive as archives
from core.lifecycle import archive_members
from core.lifecycle.continuing import continuation, fork
from core.run import identity
from core.run.record import RunState
from core.storage import labels, layout
from core.storage import records as runs
from core.storage.epoch_weights import kept_epochs
from tests.core.export.test_formats import kept
from tests.core.running import small

NAME = "20261124-120000-mlp-00000001"
UNFIT = ("", "..", "a/b", "x" * 200, ".hidden", "a\0b", "nul", "COM1", "damaged", "\u202e")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return kept(small("mlp", {"epochs": 3}), tmp_path_factory.mktemp("runs"), NAME)


@pytest.fixture(scope="module")
def packed(folder, tmp_path_factory):
    place = tmp_path_factory.mktemp("packed") / "run.zip"
    archives.pack(folder, place)
    return place


@pytest.fixture
def runs_dir(tmp_path):
    return tmp_path / "mine"


def files_of(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def changed(packed, place, change=lambda members: None, top=NAME):
    """A zip with the same files by name, after `change` had its way with them."""
    with zipfile.ZipFile(packed) as archive:
        members = {name.removeprefix(NAME + "/"): archive.read(name) for name in archive.namelist()}
    change(members)
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(f"{top}/{name}" if top else name, content)
    return place


def refused(place, runs_dir, words):
    with pytest.raises(InklingError, match=words):
        archives.unpack(place, runs_dir)
    assert not list(runs_dir.glob("*")), "nothing may be left behind"


@pytest.mark.parametrize("letter", ["\n", "\u202e", "\x1b", "\u2029"])
@pytest.mark.parametrize("where", ["label", "session", "dataset"])
def test_no_text_of_an_archive_holds_such_a_character(packed, tmp_path, runs_dir, where, letter):
    def spoil(members):
        if where == "label":
            members[layout.LABEL_FILE] = json.dumps({"name": f"a{letter}", "style": 1}).encode()
            return
        description = json.loads(members[layout.RUN_FILE])
        if where == "session":
            description["sittings"][0]["environment"]["torch"] = f"2{letter}"
        else:
            description["config"]["data"] |= {"dataset": f"/a{letter}", "class_names": ["a", "b"]}
        members[layout.RUN_FILE] = json.dumps(description).encode()

    escape = re.escape(letter.encode("unicode_escape").decode())
    refused(
        changed(packed, tmp_path / "x.zip", spoil),
        runs_dir,
        f"must not contain the character {escape}",
    )


@pytest.fixture
def synced(monkeypatch):
    """The inodes of what the disk was asked to hold."""
    inodes, fsync = set(), os.fsync

    def observe(descriptor):
        inodes.add(os.fstat(descriptor).st_ino)
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", observe)
    return inodes


class TestThereAndBack:
    @pytest.mark.parametrize("changed_s", [1e12, 1e17, -1e17, 0.0])
    def test_a_time_beyond_all_dates(self, changed_s, folder, runs_dir, tmp_path, monkeypatch):
        """Some file systems store such times; here they are injected."""
        status = os.fstat

        def fstat(descriptor):
            values = status(descriptor)
            return os.stat_result((*values[:7], changed_s, changed_s, changed_s))

        monkeypatch.setattr(os, "fstat", fstat)
        archives.pack(folder, tmp_path / "run.zip")
        monkeypatch.undo()
        assert archives.unpack(tmp_path / "run.zip", runs_dir).run == NAME
        with zipfile.ZipFile(tmp_path / "run.zip") as archive:
            years = {member.date_time[0] for member in archive.infolist()}
        assert years == {2107 if changed_s > 0 else 1980}

    def test_everything_but_the_lock_arrives(self, folder, packed, runs_dir):
        taken = archives.unpack(packed, runs_dir)
        assert (taken.run, taken.is_new, taken.was) == (NAME, True, None)
        mine, theirs = files_of(runs_dir / NAME), files_of(folder)
        theirs.pop("lock", None)
        described, before = (json.loads(files.pop("run.json")) for files in (mine, theirs))
        assert described == {**before, "imported": True}
        assert mine == theirs
        assert layout.folders(runs_dir) == [runs_dir / NAME]

    def test_what_goes_on_or_is_forked_still_says_that_it_was_imported(self, packed, runs_dir):
        folder = archives.unpack(packed, runs_dir).folder
        epochs = runs.outline(folder).config.epochs + 1
        for start in (continuation(folder, epochs), fork(folder, runs_dir, {})):
            assert start.record.is_imported

    def test_all_of_it_is_on_the_disk_when_its_arrival_is_said(self, packed, runs_dir, synced):
        """The archive may be deleted then, and the power may fail."""
        folder = archives.unpack(packed, runs_dir).folder
        files = [file for file in folder.rglob("*") if file.is_file()]
        assert {file.stat().st_ino for file in (*files, runs_dir)} <= synced

    def test_an_archive_is_on_the_disk_when_it_is_said_to_be_written(
        self, folder, tmp_path, synced
    ):
        path = tmp_path / "stick" / "run.zip"
        path.parent.mkdir()
        exports.export(source_of(folder), exports.Format.ZIP, path)
        assert {path.stat().st_ino, path.parent.stat().st_ino} <= synced

    def test_it_can_be_trained_on(self, packed, runs_dir):
        archives.unpack(packed, runs_dir)
        assert continuation(runs_dir / NAME, 5).record.epochs_done == 3

    def test_twice_is_once(self, packed, runs_dir):
        archives.unpack(packed, runs_dir)
        labels.write_label(runs_dir / NAME, labels.Label("My name for it"))
        before = files_of(runs_dir)
        taken = archives.unpack(packed, runs_dir)
        assert (taken.is_new, taken.run) == (False, NAME)
        assert files_of(runs_dir) == before

    def test_the_run_itself_is_read_once_however_many_have_its_name(
        self, packed, runs_dir, monkeypatch
    ):
        for _ in range(2):
            archives.unpack(packed, runs_dir)
            (runs_dir / NAME / "metrics.jsonl").write_text("damaged")
        read, folders = archives.runs.read_record, []
        monkeypatch.setattr(
            archives.runs, "read_record", lambda folder: folders.append(folder) or read(folder)
        )
        imported = archives.unpack(packed, runs_dir)
        assert not imported.is_new
        others = [folder for folder in folders if folder.parent == runs_dir]
        assert len(others) == 2
        assert len(folders) == 1 + len(others)

    def test_another_run_of_that_name_stays_and_the_new_one_is_renamed(self, packed, runs_dir):
        archives.unpack(packed, runs_dir)
        place = runs_dir / NAME / layout.METRICS_FILE
        place.write_bytes(b"".join(place.read_bytes().splitlines(keepends=True)[:2]))
        before = files_of(runs_dir / NAME)
        taken = archives.unpack(packed, runs_dir)
        assert (taken.run, taken.was) == (f"{NAME}-2", NAME)
        assert files_of(runs_dir / NAME) == before
        record = runs.read_record(taken.folder)
        assert {epoch.run for epoch in record.epochs} == {taken.run}
        assert json.loads((taken.folder / layout.RUN_FILE).read_bytes())["run"] == taken.run
        assert identity.made_at(taken.run) == identity.made_at(NAME)

    def test_importing_again_next_to_it_makes_no_other_copy(self, packed, tmp_path, runs_dir):
        """The first is damaged, the second a whole one, which then loses something as well."""
        for copy in (NAME, f"{NAME}-2"):
            archives.unpack(packed, runs_dir)
            (runs_dir / copy / layout.RUN_FILE).write_bytes(b"{}")
            assert archives.unpack(packed, runs_dir).is_new
            before = {path.name: files_of(path) for path in runs_dir.iterdir()}
            again = archives.unpack(packed, runs_dir)
            assert not again.is_new
            assert again.run == max(before)
            assert {path.name: files_of(path) for path in runs_dir.iterdir()} == before
        assert sorted(before) == [NAME, f"{NAME}-2", f"{NAME}-3"]

    @pytest.mark.parametrize("length", [118, 119, 120])
    def test_a_long_id_that_is_taken_makes_one_that_can_be_exported_and_imported(
        self, length, packed, tmp_path, runs_dir
    ):
        long = f"{NAME}-".ljust(length, "x")

        def lengthen(members):
            description = json.loads(members[layout.RUN_FILE])
            members[layout.RUN_FILE] = json.dumps({**description, "run": long})
            for name in (layout.METRICS_FILE, layout.POINTS_FILE, layout.LAYERS_FILE):
                if name in members:
                    members[name] = members[name].replace(
                        f'"{NAME}"'.encode(), f'"{long}"'.encode()
                    )

        given = changed(packed, tmp_path / "given.zip", lengthen, top=long)
        (runs_dir / long).mkdir(parents=True)  # another run of this name
        renamed = archives.unpack(given, runs_dir).run
        assert identity.is_id(renamed)
        (runs_dir / renamed / layout.METRICS_FILE).write_bytes(b"")
        assert len({renamed, archives.unpack(given, runs_dir).run}) == 2

        shutil.rmtree(runs_dir / renamed)
        assert archives.unpack(given, runs_dir).run == renamed
        archives.pack(runs_dir / renamed, tmp_path / "again.zip")
        assert archives.unpack(tmp_path / "again.zip", tmp_path / "elsewhere").run == renamed

    @pytest.mark.parametrize(
        "name",
        [
            *(layout.RUN_FILE, layout.CHECKPOINT_FILE, layout.BEST_FILE, layout.WEIGHTS_FILE),
            *(
                layout.METRICS_FILE,
                layout.LAYERS_FILE,
                layout.POINTS_FILE,
                "epochs/0001.safetensors",
            ),
        ],
    )
    @pytest.mark.parametrize("damage", ["missing", "cut"])
    def test_a_backup_of_a_run_that_has_lost_something_is_imported(
        self, damage, name, packed, runs_dir
    ):
        archives.unpack(packed, runs_dir)
        path = runs_dir / NAME / name
        content = path.read_bytes()
        if damage == "missing":
            path.unlink()
        else:
            path.write_bytes(content[: len(content) // 2])
        before = files_of(runs_dir / NAME)
        imported = archives.unpack(packed, runs_dir)
        assert (imported.is_new, imported.run) == (True, f"{NAME}-2")
        assert continuation(imported.folder, 5).record.epochs_done == 3
        assert files_of(runs_dir / NAME) == before

    def test_an_archive_that_holds_less_adds_nothing(self, packed, tmp_path, runs_dir):
        archives.unpack(packed, runs_dir)
        less = changed(
            packed, tmp_path / "less.zip", lambda members: members.pop(layout.CHECKPOINT_FILE)
        )
        assert not archives.unpack(less, runs_dir).is_new

    def test_a_backup_that_knows_how_the_run_ended(self, packed, runs_dir):
        archives.unpack(packed, runs_dir)
        path = runs_dir / NAME / layout.RUN_FILE
        path.write_text(json.dumps(json.loads(path.read_text()) | {"state": "running"}))
        assert archives.unpack(packed, runs_dir).run == f"{NAME}-2"

    @pytest.mark.parametrize("value", ["x", [1], 5, {"run": 7}])
    def test_what_an_interrupted_run_states_of_its_epochs_is_no_obstacle_to_a_new_name(
        self, value, packed, tmp_path, runs_dir
    ):
        """Its epochs are read from their own file, so nobody has looked at these."""

        def interrupted(members):
            description = json.loads(members[layout.RUN_FILE])
            description |= {"state": "running", "last": value, "best": value}
            members[layout.RUN_FILE] = json.dumps(description)

        archives.unpack(packed, runs_dir)
        metrics = runs_dir / NAME / layout.METRICS_FILE
        metrics.write_bytes(metrics.read_bytes().splitlines(keepends=True)[0])
        given = changed(packed, tmp_path / "given.zip", interrupted)
        taken = archives.unpack(given, runs_dir)
        assert runs.read_record(taken.folder).last.run == taken.run == f"{NAME}-2"

    def test_an_interrupted_run_arrives_interrupted(self, packed, tmp_path, runs_dir):
        def interrupt(members):
            description = json.loads(members[layout.RUN_FILE])
            description["state"] = "running"
            members[layout.RUN_FILE] = json.dumps(description).encode()

        archives.unpack(changed(packed, tmp_path / "x.zip", interrupt), runs_dir)
        assert runs.outline(runs_dir / NAME).state is RunState.INTERRUPTED

    @pytest.mark.parametrize("top", ["", "run (1)", "my-first"])
    def test_however_it_was_packed_again(self, top, packed, tmp_path, runs_dir):
        def add_what_desktops_add(members):
            members[".DS_Store"] = b"\0"
            members["lock"] = b""
            members["tensorboard/events.out.tfevents.1"] = b"x"

        place = changed(packed, tmp_path / "x.zip", add_what_desktops_add, top)
        with zipfile.ZipFile(place, "a") as archive:
            archive.writestr("__MACOSX/._run.json", b"\0")
        taken = archives.unpack(place, runs_dir)
        assert taken.run == (top if top == "my-first" else NAME)
        assert not (taken.folder / ".DS_Store").exists()

    @pytest.mark.parametrize("top", ["Damaged", "comparisons"])
    def test_a_folder_called_as_what_lies_beside_the_runs_keeps_apart_from_it(
        self, top, packed, tmp_path, runs_dir
    ):
        taken = archives.unpack(changed(packed, tmp_path / "x.zip", top=top), runs_dir)
        assert taken.run == NAME

    @pytest.mark.parametrize(
        ("name", "run"),
        [
            ("My run", "run-My-run"),
            ("é", "run"),
            (".x", "run-x"),
            ("con", "run-con"),
            ("Damaged", "run-Damaged"),
            ("x" * 200, "run-" + "x" * 100),
        ],
    )
    def test_a_renamed_folder_is_packed_under_a_name_that_imports(
        self, name, run, folder, tmp_path, runs_dir
    ):
        renamed = Path(shutil.copytree(folder, tmp_path / name))
        description = json.loads((renamed / layout.RUN_FILE).read_bytes())
        description["run"] = name  # as continuing it does
        (renamed / layout.RUN_FILE).write_text(json.dumps(description))
        archives.pack(renamed, tmp_path / "x.zip")
        assert archives.unpack(tmp_path / "x.zip", runs_dir).run == run
        assert not archives.unpack(tmp_path / "x.zip", runs_dir).is_new
        assert runs.outline(runs_dir / run).run == run

    def test_files_older_than_zip_are_packed(self, folder, tmp_path, runs_dir):
        old = shutil.copytree(folder, tmp_path / NAME)
        os.utime(old / layout.RUN_FILE, (0, 0))
        archives.pack(old, tmp_path / "old.zip")
        assert archives.unpack(tmp_path / "old.zip", runs_dir).run == NAME

    def test_epochs_that_are_thinned_out_while_it_is_packed_are_left_out(
        self, folder, tmp_path, monkeypatch, runs_dir
    ):
        busy = shutil.copytree(folder, tmp_path / NAME)
        listed = kept_epochs(busy)
        with monkeypatch.context() as patched:
            patched.setattr(archives, "kept_epochs", lambda _folder: [*listed, 7])
            archives.pack(busy, tmp_path / "busy.zip")
        assert kept_epochs(archives.unpack(tmp_path / "busy.zip", runs_dir).folder) == listed

    def test_a_full_disk_leaves_no_archive(self, folder, tmp_path, monkeypatch):
        def fail(*_arguments, **_options):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(zipfile.ZipFile, "open", fail)
        with pytest.raises(OSError, match="No space"):
            archives.pack(folder, tmp_path / "x.zip")
        assert not list(tmp_path.iterdir())

    def test_a_run_that_is_deleted_meanwhile_replaces_no_earlier_archive(self, packed, tmp_path):
        backup = tmp_path / "run.zip"
        shutil.copyfile(packed, backup)
        for gone in (tmp_path / NAME, tmp_path / "emptied" / NAME):
            gone.parent.mkdir(exist_ok=True)
            if gone.parent != tmp_path:
                gone.mkdir()
            with pytest.raises(RunFolderError):
                archives.pack(gone, backup)
        assert backup.read_bytes() == packed.read_bytes()

    def test_what_a_killed_import_left_is_taken_away_in_time(self, packed, runs_dir):
        for name, age in ((".import-old_0000", 90_000), (".import-new_0000", 60)):
            (runs_dir / name).mkdir(parents=True)
            os.utime(runs_dir / name, (time.time() - age, time.time() - age))
        archives.unpack(packed, runs_dir)
        assert {path.name for path in runs_dir.iterdir()} == {".import-new_0000", NAME}

    def test_another_import_may_take_that_away_at_the_same_moment(
        self, packed, runs_dir, monkeypatch
    ):
        (runs_dir / ".import-old_0000").mkdir(parents=True)
        list_names = os.listdir

        def list_and_lose(folder):
            names = list_names(folder)
            for name in names:
                if name == ".import-old_0000":
                    (runs_dir / name).rmdir()
            return names

        monkeypatch.setattr(os, "listdir", list_and_lose)
        assert archives.unpack(packed, runs_dir).is_new

    @pytest.mark.parametrize("is_same", [True, False])
    def test_another_import_may_take_the_place_at_the_same_moment(
        self, is_same, packed, runs_dir, monkeypatch
    ):
        rename = Path.rename

        def be_late(folder, place):
            if Path(place) == runs_dir / NAME and not place.exists():
                shutil.copytree(folder, place)
                if not is_same:
                    (place / layout.METRICS_FILE).write_text("")
            return rename(folder, place)

        monkeypatch.setattr(Path, "rename", be_late)
        taken = archives.unpack(packed, runs_dir)
        assert (taken.is_new, taken.run) == ((False, NAME) if is_same else (True, f"{NAME}-2"))


class TestRefused:
    @pytest.mark.parametrize(
        "name",
        [
            "../evil.json",
            "epochs/../../evil.safetensors",
            "/etc/passwd",
            "C:\\evil.json",
            "evil.py",
            "epochs/0000.safetensors",
            "epochs/00001.safetensors",
            "epochs/1.safetensors",
            "epochs/deep/0001.safetensors",
            "RUN.JSON",
            "run.json/x",
            "weights.safetensors.tmp",
        ],
    )
    def test_names_that_are_no_run_s(self, name, packed, tmp_path, runs_dir):
        place = changed(packed, tmp_path / "x.zip", lambda members: members.update({name: b"{}"}))
        refused(place, runs_dir, "not a file of a run")
        assert {path.name for path in tmp_path.iterdir()} <= {"x.zip", "mine"}

    def test_a_second_run(self, packed, tmp_path, runs_dir):
        place = changed(packed, tmp_path / "x.zip")
        with zipfile.ZipFile(place, "a") as archive:
            archive.writestr("other/label.json", b"{}")
        refused(place, runs_dir, "twice|one run")

    @pytest.mark.filterwarnings("ignore:Duplicate name:UserWarning")
    def test_a_name_twice(self, packed, tmp_path, runs_dir):
        place = changed(packed, tmp_path / "x.zip")
        with zipfile.ZipFile(place, "a") as archive:
            archive.writestr(f"{NAME}/run.json", b"{}")
        refused(place, runs_dir, "twice")

    @pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFDIR])
    def test_links_and_devices(self, kind, packed, tmp_path, runs_dir):
        place = changed(
            packed, tmp_path / "x.zip", lambda members: members.pop("weights.safetensors")
        )
        with zipfile.ZipFile(place, "a") as archive:
            link = zipfile.ZipInfo(f"{NAME}/weights.safetensors")
            link.create_system, link.external_attr = 3, (kind | 0o777) << 16
            archive.writestr(link, b"/etc/passwd")
        refused(place, runs_dir, "link or a device")

    def test_encryption(self, packed, tmp_path, runs_dir):
        content = bytearray(changed(packed, tmp_path / "x.zip").read_bytes())
        for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            content[content.index(mark) + offset] |= 1
        (tmp_path / "x.zip").write_bytes(content)
        refused(tmp_path / "x.zip", runs_dir, "encrypted")

    def test_ways_of_packing_that_few_know(self, packed, tmp_path, runs_dir):
        place = changed(packed, tmp_path / "x.zip", lambda members: members.pop("label.json", None))
        with zipfile.ZipFile(place, "a", zipfile.ZIP_BZIP2) as archive:
            archive.writestr(f"{NAME}/label.json", b"{}")
        refused(place, runs_dir, "unsupported method")

    def test_bombs(self, packed, tmp_path, runs_dir):
        def blow_up(members):
            members.clear()
            members.update({"run.json": b"{}", "weights.safetensors": bytes(200_000_000)})

        refused(changed(packed, tmp_path / "x.zip", blow_up), runs_dir, "would grow")

    def test_what_is_skipped_allows_no_larger_run(self, packed, tmp_path, runs_dir):
        """A file that is not imported made the zip larger, and so what it may grow to."""

        def blow_up(members):
            members.clear()
            members.update({"run.json": b"{}", "weights.safetensors": bytes(200_000_000)})
            members["tensorboard/x"] = random.Random(0).randbytes(3_000_000)

        refused(changed(packed, tmp_path / "x.zip", blow_up), runs_dir, "would grow")

    def test_files_larger_than_they_may_be(self, packed, tmp_path, runs_dir):
        big = b" " * (layout.MAX_DESCRIPTION_BYTES + 1)
        place = changed(
            packed, tmp_path / "x.zip", lambda members: members.update({"run.json": big})
        )
        refused(place, runs_dir, "too large")
        weights = random.Random(1).randbytes(12_000_000)
        place = changed(
            packed,
            tmp_path / "x.zip",
            lambda members: members.update({"best.safetensors": weights}),
        )
        refused(place, runs_dir, "larger than its network")

    @pytest.mark.parametrize(
        "name",
        [
            "weights.safetensors",
            "best.safetensors",
            "checkpoint.safetensors",
            "epochs/0001.safetensors",
        ],
    )
    def test_tensors_that_are_none(self, name, packed, tmp_path, runs_dir):
        def spoil(members):
            assert name in members
            members[name] = members[name][:-4]

        refused(changed(packed, tmp_path / "x.zip", spoil), runs_dir, "damaged|does not hold")

    @pytest.mark.parametrize("name", ["metrics.jsonl", "layers.jsonl"])
    def test_lines_that_are_none(self, name, packed, tmp_path, runs_dir):
        def spoil(members):
            members[name] = b"{}\n" + members[name]

        refused(changed(packed, tmp_path / "x.zip", spoil), runs_dir, "damaged")

    @pytest.mark.parametrize(
        ("old", "new"), [(b'"epoch": 2,', b'"epoch": 7,'), (b'"cost": ', b'"cost": 1e999, "x": ')]
    )
    def test_numbers_that_are_no_epochs(self, old, new, packed, tmp_path, runs_dir):
        def spoil(members):
            assert old in members["metrics.jsonl"]
            members["metrics.jsonl"] = members["metrics.jsonl"].replace(old, new)

        refused(
            changed(packed, tmp_path / "x.zip", spoil),
            runs_dir,
            "does not contain the epochs|damaged",
        )

    @pytest.mark.parametrize("run", [7, None])
    def test_a_run_whose_name_is_no_text(self, run, packed, tmp_path, runs_dir):
        refused(self.named(run, "", packed, tmp_path), runs_dir, "damaged")

    @pytest.mark.parametrize(
        ("run", "top"),
        [
            *product(UNFIT, [""]),
            *product(["a/b"], ["a b", "Comparisons", "aux"]),
        ],
    )
    def test_a_run_with_an_unfit_name_gets_a_fit_one(self, run, top, packed, tmp_path, runs_dir):
        """Earlier versions packed such."""
        given = self.named(run, top, packed, tmp_path)
        taken = archives.unpack(given, runs_dir)
        assert identity.is_id(taken.run)
        assert not layout.is_reserved(taken.run)
        assert list(runs_dir.iterdir()) == [taken.folder]
        assert list(layout.list_runs(runs_dir).written) == [taken.run]
        assert not archives.unpack(given, runs_dir).is_new

    def named(self, run, top, packed, tmp_path):
        def rename(members):
            members["run.json"] = json.dumps(
                {**json.loads(members["run.json"]), "run": run}
            ).encode()

        return changed(packed, tmp_path / "x.zip", rename, top)

    @pytest.mark.parametrize("content", [b"", b"PK", b"nothing", b"PK\x05\x06" + bytes(18), b"[]"])
    def test_what_is_no_zip_of_a_run(self, content, tmp_path, runs_dir):
        (tmp_path / "x.zip").write_bytes(content)
        refused(tmp_path / "x.zip", runs_dir, "valid zip|does not contain exactly one run")

    def test_a_directory_that_points_before_the_file(self, packed, tmp_path, runs_dir):
        content = bytearray(packed.read_bytes())
        content[-6:-2] = (int.from_bytes(content[-6:-2], "little") + 5000).to_bytes(
            4, "little"
        )  # where it begins
        (tmp_path / "x.zip").write_bytes(content)
        refused(tmp_path / "x.zip", runs_dir, r"x\.zip is not a valid zip file")

    def test_what_is_not_there(self, tmp_path, runs_dir):
        refused(tmp_path / "x.zip", runs_dir, "no file")
        refused(tmp_path, runs_dir, "no file")

    @pytest.mark.parametrize(
        "description", [b"[]", b"{}", b"[" * 100_000, b"\xff", b'{"schema": 99, "run": "a"}']
    )
    def test_descriptions_that_are_none(self, description, packed, tmp_path, runs_dir):
        place = changed(
            packed, tmp_path / "x.zip", lambda members: members.update({"run.json": description})
        )
        refused(place, runs_dir, "run.json")


@pytest.fixture(scope="module")
def small_packed(tmp_path_factory):
    """A run without tensors, so that damage hits what is read and not only what is copied."""
    folder = kept(small("logistic"), tmp_path_factory.mktemp("runs"), NAME)
    for path in folder.rglob("*.safetensors"):
        path.unlink()
    place = tmp_path_factory.mktemp("packed") / "run.zip"
    archives.pack(folder, place)
    return place.read_bytes()


class TestFuzz:
    @settings(
        max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    @given(data=st.data())
    def test_damage_is_refused_or_harmless(self, data, small_packed, tmp_path_factory):
        content = bytearray(small_packed)
        for place, value in data.draw(
            st.lists(
                st.tuples(st.integers(0, len(content) - 1), st.integers(0, 255)),
                min_size=1,
                max_size=6,
            )
        ):
            content[place] = value
        cut = data.draw(st.one_of(st.just(len(content)), st.integers(0, len(content))))
        self.take(bytes(content[:cut]), tmp_path_factory.mktemp("fuzz"))

    names = st.one_of(
        st.sampled_from(
            [
                "run.json",
                "a/run.json",
                "a/metrics.jsonl",
                "b/label.json",
                "a/epochs/0001.safetensors",
            ]
        ),
        st.text(st.characters(codec="utf-8"), min_size=1, max_size=30),
        st.builds(
            "".join,
            st.lists(st.sampled_from(["..", "/", "\\", "a", "run.json", "\0", "C:"]), min_size=1),
        ),
    )

    @pytest.mark.filterwarnings("ignore:Duplicate name:UserWarning")
    @settings(
        max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    @given(
        members=st.dictionaries(names, st.binary(max_size=60), min_size=1, max_size=5),
        attributes=st.integers(0, 2**32 - 1),
    )
    def test_hostile_members_never_leave_their_place(
        self, small_packed, tmp_path_factory, members, attributes
    ):
        with zipfile.ZipFile(io.BytesIO(small_packed)) as archive:
            honest = archive.read(f"{NAME}/run.json")
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w") as archive:
            for name, body in members.items():
                info = zipfile.ZipInfo(name)
                info.external_attr = attributes
                archive.writestr(info, honest if name.endswith("run.json") else body)
        self.take(content.getvalue(), tmp_path_factory.mktemp("fuzz"))

    def take(self, content, place):
        file, runs_dir = place / "x.zip", place / "runs"
        file.write_bytes(content)
        try:
            taken = archives.unpack(file, runs_dir)
        except InklingError:
            assert not list(runs_dir.glob("*"))
        else:
            assert taken.folder.parent == runs_dir
            runs.read_record(taken.folder)
        assert {path.name for path in place.iterdir()} <= {"x.zip", "runs"}
        shutil.rmtree(place)


def test_archive_errors_name_the_file(tmp_path):
    (tmp_path / "homework.zip").write_bytes(b"nothing")
    with pytest.raises(ArchiveError, match=r"homework\.zip"):
        archives.unpack(tmp_path / "homework.zip", Path(tmp_path, "runs"))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes in a folder")
def test_no_pipe_is_waited_for_that_takes_the_place_of_a_file(tmp_path, monkeypatch):
    first, second = tmp_path / "first", tmp_path / "second"
    for path in (first, second):
        path.write_bytes(bytes(3_000_000))
    assert archive_members.are_equal(first, second)
    with second.open("ab") as file:
        file.write(b"1")
    assert not archive_members.are_equal(first, second)

    def swap(path):
        second.unlink(missing_ok=True)
        if not second.exists():
            os.mkfifo(second)
        return False

    monkeypatch.setattr(archive_members, "is_missing", swap)
    assert not archive_members.are_equal(first, second)


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="no path leads to an open folder")
def test_what_takes_the_place_of_a_run_meanwhile_is_not_packed(folder, tmp_path, monkeypatch):
    run, moved, private = (tmp_path / name / NAME for name in ("runs", "aside", "private"))
    for place in (run, private):
        shutil.copytree(folder, place)
    (private / "weights.safetensors").write_bytes(b"secret")
    opened = archives._open_member

    def swap_first(*arguments):
        if not moved.exists():
            moved.parent.mkdir()
            run.rename(moved)
            run.symlink_to(private)
        return opened(*arguments)

    monkeypatch.setattr(archives, "_open_member", swap_first)
    archives.pack(run, tmp_path / "run.zip")
    found = archives.unpack(tmp_path / "run.zip", tmp_path / "mine").folder
    for name in ("weights.safetensors", "metrics.jsonl"):
        assert (found / name).read_bytes() == (folder / name).read_bytes()


@pytest.mark.parametrize("name", ["best.safetensors", "epochs/0002.safetensors"])
def test_a_file_with_holes_that_no_import_accepts_is_not_packed(name, folder, tmp_path):
    run = tmp_path / NAME
    shutil.copytree(folder, run)
    (run / name).parent.mkdir(exist_ok=True)
    with (run / name).open("ab") as file:
        file.truncate(archive_members.MAX_TENSOR_BYTES + 1)
    with pytest.raises(RunFolderError, match="larger than an import accepts"):
        archives.pack(run, tmp_path / "run.zip")
    assert not (tmp_path / "run.zip").exists()
