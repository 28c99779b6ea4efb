"""Files that cannot be read for a moment, as on a network drive: nothing is lost by it."""

import errno
import json
import os
import re
import shutil
import threading
import time
import zipfile
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from itertools import count
from pathlib import Path

import numpy as np
import pytest

from core import drives, file_presence, locations, remote_paths
from core.comparison.experiment import Kind
from core.comparison.kept import files as kept_files
from core.comparison.kept.schema import SCHEMA
from core.config.choices import WeightsChoice
from core.data import handwriting
from core.errors import (
    DeletedFileError,
    ExportError,
    FileError,
    NewerFileError,
    NotReadableError,
    RunFolderError,
    RunNotReadableError,
    TakenFileError,
)
from core.files import read_file
from core.lifecycle import archive, clean_up
from core.lifecycle.clean_up import CleanUpOptions
from core.lifecycle.continuing import continuation
from core.lifecycle.job import job_from
from core.lifecycle.session import train_and_keep
from core.run.control import Control
from core.run.events import RunStarted
from core.storage import deletion, labels, layout, runs_folder, saving
from core.storage import records as runs
from core.storage.best_weights import weights_of, write_best
from core.storage.deletion import delete_run
from core.storage.epoch_weights import forget_epochs, kept_epochs, kept_parts
from core.storage.weight_files import read_weights
from tests.core.comparison.test_kept import of_two, written
from tests.core.export.test_formats import kept
from tests.core.running import small

PARTS = [f"0000+{batch:04}.safetensors" for batch in (1, 2, 3, 6)]
CALLS = {name: getattr(os, name) for name in ("open", "stat", "lstat", "scandir", "listdir")}


@contextmanager
def failing(name, call="open", number=errno.EIO):
    """Let a call of the system fail for one path, or for all paths of this name."""
    original = CALLS[call]

    def fail(path, *arguments, **options):
        if name in (path, os.path.basename(os.fspath(path))):
            raise OSError(number, os.strerror(number), str(path))
        return original(path, *arguments, **options)

    setattr(os, call, fail)
    try:
        yield
    finally:
        setattr(os, call, original)


@pytest.fixture
def folder(tmp_path):
    return kept(small("logistic"), tmp_path / "runs")


@pytest.fixture
def best_first(folder):
    """A run of two epochs whose best one is the first, which no other file holds."""
    first, second = (
        json.loads(line) for line in (folder / layout.METRICS_FILE).read_text().splitlines()
    )
    second["accuracy"] = first["accuracy"] - 0.01
    (folder / layout.METRICS_FILE).write_text(f"{json.dumps(first)}\n{json.dumps(second)}\n")
    description = json.loads((folder / layout.RUN_FILE).read_bytes())
    description |= {"best": first, "last": second}
    (folder / layout.RUN_FILE).write_text(json.dumps(description))

    model = runs.outline(folder).config.model
    weights = read_weights(folder / layout.WEIGHTS_FILE, model)
    write_best(folder, 1, {name: array + 1 for name, array in weights.items()})
    return folder


def found_by(read):
    """Return what is read, or the error that says why it cannot be."""
    try:
        return read()
    except RunFolderError as error:
        return error


def start(point):
    """Train until the run has started, then close it."""
    control = Control(point.record.run, 1, takes_checkpoints=True)
    events = train_and_keep(job_from(point), control)
    for event in events:
        if isinstance(event, RunStarted):
            break
    events.close()


def test_an_unreadable_file_is_not_a_missing_one(tmp_path):
    file = tmp_path / "file"
    file.write_text("x")
    with pytest.raises(NotReadableError), failing("file"):
        read_file(file, 10)
    with pytest.raises(RunNotReadableError), failing("file", number=errno.EMFILE):
        layout.read_run_file(file, 10)
    with pytest.raises(FileError) as missing:
        read_file(tmp_path / "missing", 10)
    assert not isinstance(missing.value, NotReadableError)


class TestContinuing:
    def test_the_best_weights_stay(self, best_first):
        for path in (best_first / layout.EPOCHS_FOLDER).glob("*"):
            path.unlink()
        before = (best_first / layout.BEST_FILE).read_bytes()
        point = continuation(best_first, 3)
        with failing(layout.BEST_FILE):
            start(point)
        assert (best_first / layout.BEST_FILE).read_bytes() == before

    @pytest.mark.parametrize("name", [layout.LAYERS_FILE, layout.POINTS_FILE, layout.CHANGES_FILE])
    def test_lines_whose_status_is_unknown_are_read(self, name, folder):
        change = {"run": folder.name, "path": "optimizer.learning_rate", "value": 0.002}
        change |= {"before": 0.001, "epoch": 2, "batch": 1, "batches": 3}
        (folder / layout.CHANGES_FILE).write_text(json.dumps(change) + "\n")
        before = (folder / name).read_bytes()
        assert before
        with failing(name, "lstat"):
            point = continuation(folder, 3)
        start(point)
        assert (folder / name).read_bytes() == before

    def test_lines_that_cannot_be_read_are_no_reason_to_start_without_them(self, folder):
        with failing(layout.LAYERS_FILE), pytest.raises(RunNotReadableError):
            continuation(folder, 3)

    def test_a_folder_of_epochs_whose_status_is_unknown_is_not_in_the_way(self, folder):
        with (
            failing(layout.EPOCHS_FOLDER, "stat"),
            pytest.raises(RunFolderError, match="epochs cannot be read: Input/output error"),
        ):
            continuation(folder, 3)

    @pytest.mark.parametrize("call", ["stat", "lstat"])
    def test_whatever_is_unknown_is_told_or_makes_no_difference(self, call, folder):
        names = [path.name for path in folder.rglob("*")]
        whole = runs.read_record(folder)
        for name in names:
            with failing(name, call):
                found = found_by(lambda: continuation(folder, 3))
            if isinstance(found, RunFolderError):
                assert "Input/output error" in str(found)
            else:
                assert found.checkpoint.epoch == 2
                assert (found.record.layers, found.record.points) == (whole.layers, whole.points)

    def test_a_checkpoint_whose_status_is_unknown_is_read(self, folder):
        with failing(layout.CHECKPOINT_FILE, "lstat"):
            assert continuation(folder, 3).checkpoint.epoch == 2


class TestCleanUp:
    def test_the_best_epoch_stays_where_no_other_file_holds_it(self, best_first):
        (best_first / layout.BEST_FILE).unlink()
        before = weights_of(best_first, WeightsChoice.BEST)
        options = CleanUpOptions(epochs=True)
        removals = clean_up.plan(clean_up.survey(best_first.parent), options)
        names = [removal.path.name for removal in removals]
        assert names == [*PARTS, "0002.safetensors"]
        for removal in removals:
            deletion.delete(removal.path)
        after = weights_of(best_first, WeightsChoice.BEST)
        assert all(np.array_equal(after[name], array) for name, array in before.items())
        assert clean_up.plan(clean_up.survey(best_first.parent), options) == ()

    def test_so_it_does_where_the_other_file_is_of_another_epoch(self, best_first):
        weights = weights_of(best_first, WeightsChoice.BEST)
        write_best(best_first, 2, weights)
        options = CleanUpOptions(epochs=True)
        removals = clean_up.plan(clean_up.survey(best_first.parent), options)
        names = [removal.path.name for removal in removals]
        assert names == [*PARTS, "0002.safetensors"]

    def test_all_go_where_another_file_holds_it(self, best_first):
        options = CleanUpOptions(epochs=True)
        (removal,) = clean_up.plan(clean_up.survey(best_first.parent), options)
        assert removal.path == best_first / layout.EPOCHS_FOLDER

    @pytest.mark.parametrize("call", ["open", "stat", "lstat"])
    def test_a_run_whose_lock_cannot_be_read_may_be_in_use(self, call, folder):
        options = CleanUpOptions(epochs=True, checkpoints=True, older_than_days=-1)
        lock = layout.lock_of(folder)
        with lock:
            with failing(layout.LOCK_FILE, call):
                survey = clean_up.survey(folder.parent)
                assert layout.set_aside(folder) is None
            assert clean_up.plan(survey, options) == ()
        assert len(clean_up.plan(clean_up.survey(folder.parent), options)) == 1


class TestDamagedWeights:
    """What the clean-up would keep is read as a whole first; other files may hold it too."""

    OPTIONS = CleanUpOptions(epochs=True, checkpoints=True)

    def planned(self, folder):
        removals = clean_up.plan(clean_up.survey(folder.parent), self.OPTIONS, reads_weights=True)
        return {removal.path.relative_to(folder).as_posix() for removal in removals}

    def test_sound_ones_need_no_others(self, best_first):
        assert self.planned(best_first) == {layout.EPOCHS_FOLDER, layout.CHECKPOINT_FILE}

    def test_cut_best_ones_leave_the_best_epoch(self, best_first):
        cut(best_first / layout.BEST_FILE)
        planned = self.planned(best_first)
        assert f"{layout.EPOCHS_FOLDER}/0001.safetensors" not in planned
        assert f"{layout.EPOCHS_FOLDER}/0002.safetensors" in planned
        assert layout.CHECKPOINT_FILE in planned

    def test_cut_last_ones_leave_the_last_epoch_and_the_checkpoint(self, best_first):
        cut(best_first / layout.WEIGHTS_FILE)
        planned = self.planned(best_first)
        assert f"{layout.EPOCHS_FOLDER}/0002.safetensors" not in planned
        assert f"{layout.EPOCHS_FOLDER}/0001.safetensors" in planned
        assert layout.CHECKPOINT_FILE not in planned

    def test_where_the_best_is_the_last_a_cut_file_counts_as_well(self, folder):
        assert runs.outline(folder).best.epoch == 2
        cut(folder / layout.WEIGHTS_FILE)
        (folder / layout.BEST_FILE).unlink()
        assert f"{layout.EPOCHS_FOLDER}/0002.safetensors" not in self.planned(folder)

    def test_a_cut_best_file_gives_way_to_another_one(self, best_first):
        expected = read_weights(
            best_first / layout.EPOCHS_FOLDER / "0001.safetensors",
            runs.outline(best_first).config.model,
        )
        cut(best_first / layout.BEST_FILE)
        weights = weights_of(best_first, WeightsChoice.BEST)
        assert all(np.array_equal(weights[name], array) for name, array in expected.items())

    def test_killed_after_the_best_epoch_its_weights_are_those_of_the_last_file(self, folder):
        """The kill comes before the checkpoint; no epochs are kept."""
        expected = weights_of(folder, WeightsChoice.BEST)
        description = json.loads((folder / layout.RUN_FILE).read_bytes()) | {"state": "running"}
        (folder / layout.RUN_FILE).write_text(json.dumps(description))
        shutil.rmtree(folder / layout.EPOCHS_FOLDER)
        for name in (layout.BEST_FILE, layout.CHECKPOINT_FILE):
            (folder / name).unlink()
        weights = weights_of(folder, WeightsChoice.BEST)
        assert all(np.array_equal(weights[name], array) for name, array in expected.items())


def cut(file):
    """Cut a file off in the middle; its header stays."""
    file.write_bytes(file.read_bytes()[:-100])


class TestKeptEpochs:
    @pytest.fixture
    def unreadable(self, folder, monkeypatch):
        listdir = os.listdir

        def fail(path="."):
            if os.path.basename(os.fspath(path)) == layout.EPOCHS_FOLDER:
                raise OSError(errno.EIO, os.strerror(errno.EIO), str(path))
            return listdir(path)

        monkeypatch.setattr(os, "listdir", fail)
        return folder

    def test_a_folder_that_cannot_be_listed_is_not_empty(self, unreadable, tmp_path):
        with pytest.raises(RunNotReadableError, match="epochs cannot be read: Input/output error"):
            kept_epochs(unreadable)
        with pytest.raises(RunNotReadableError):
            kept_parts(unreadable)
        with pytest.raises(OSError, match="Input/output error"):
            forget_epochs(unreadable, lambda _: False)

    def test_a_missing_folder_is_empty(self, tmp_path):
        assert kept_epochs(tmp_path) == kept_parts(tmp_path) == []

    def test_no_archive_lacks_them(self, unreadable, tmp_path):
        with pytest.raises(RunNotReadableError):
            archive.pack(unreadable, tmp_path / "run.zip")
        assert not (tmp_path / "run.zip").exists()

    def test_no_archive_lacks_a_file_whose_status_is_unknown(self, folder, tmp_path):
        with failing(layout.CHANGES_FILE, "lstat"), pytest.raises(RunFolderError):
            archive.pack(folder, tmp_path / "run.zip")
        with failing(layout.BEST_FILE, "lstat"):
            archive.pack(folder, tmp_path / "run.zip")
        with zipfile.ZipFile(tmp_path / "run.zip") as packed:
            assert f"run/{layout.BEST_FILE}" in packed.namelist()

    def test_a_run_without_its_checkpoint_does_not_start_over(self, unreadable):
        (unreadable / layout.CHECKPOINT_FILE).unlink()
        with pytest.raises(RunFolderError, match="epochs cannot be read"):
            continuation(unreadable, 3)

    def test_an_import_next_to_a_run_whose_files_are_unknown_is_a_copy(self, folder, tmp_path):
        (folder / layout.WEIGHTS_FILE).unlink()
        archive.pack(folder, tmp_path / "run.zip")
        assert not archive.unpack(tmp_path / "run.zip", folder.parent).is_new
        with failing(folder / layout.WEIGHTS_FILE, "lstat"):
            assert archive.unpack(tmp_path / "run.zip", folder.parent).is_new


def test_a_run_whose_lock_cannot_be_read_is_not_deleted(folder):
    for call in ("open", "lstat"):
        with (
            failing(layout.LOCK_FILE, call),
            pytest.raises(RunFolderError, match="cannot be deleted: Input/output error"),
        ):
            delete_run(folder)
    assert runs.outline(folder)


class TestComparisons:
    def test_a_sound_one_stays_where_it_is(self, tmp_path):
        comparison = of_two()
        file = written(tmp_path, comparison)
        with failing(file.name):
            stored = kept_files.read_all(tmp_path)
        assert (stored.comparisons, stored.problems) == ((), ())
        assert "cannot be read" in str(*stored.unread)
        assert kept_files.read_all(tmp_path).comparisons == (comparison,)

    def test_runs_that_another_process_replaced_stay(self, tmp_path):
        before = of_two()
        written(tmp_path, before)
        first, second, *_ = before.runs
        theirs = replaced(before, {first: "theirs"})
        assert kept_files.write(tmp_path, theirs, before) == theirs
        ours = replaced(before, {first: "ours", second: "ours-2"})
        both = replaced(before, {first: "theirs", second: "ours-2"})
        assert kept_files.write(tmp_path, ours, before) == both
        assert kept_files.read_all(tmp_path).comparisons == (both,)

    def test_two_windows_at_once_lose_nothing(self, tmp_path, monkeypatch):
        before = of_two()
        written(tmp_path, before)
        first, second, *_ = before.runs
        read = kept_files.read
        theirs = partial(kept_files.write, tmp_path, replaced(before, {first: "theirs"}), before)
        monkeypatch.setattr(kept_files, "read", interrupted_by(theirs, read))
        kept_files.write(tmp_path, replaced(before, {second: "ours"}), before)
        both = replaced(before, {first: "theirs", second: "ours"})
        wait_for(lambda: read_comparisons(tmp_path, read) == (both,))

    def test_one_that_two_windows_begin_keeps_the_runs_of_the_first(self, tmp_path):
        theirs = of_two()
        written(tmp_path, theirs)
        ours = replaced(theirs, {run: f"our-{run}" for run in theirs.runs})
        assert kept_files.write(tmp_path, ours) == theirs
        assert kept_files.read_all(tmp_path).comparisons == (theirs,)

    def test_a_new_one_takes_the_place_of_no_other(self, tmp_path):
        theirs = of_two()
        written(tmp_path, theirs)
        other = replace(theirs.experiment, seeds=(1, 2))
        runs = {f"our-{number}": planned for number, planned in enumerate(other.plan())}
        with pytest.raises(TakenFileError):
            kept_files.write(tmp_path, replace(theirs, experiment=other, runs=runs))
        assert kept_files.read_all(tmp_path).comparisons == (theirs,)

    def test_one_that_cannot_be_read_is_not_replaced(self, tmp_path):
        before = of_two()
        file = written(tmp_path, before)
        first, *_ = before.runs
        with failing(file.name), pytest.raises(NotReadableError):
            kept_files.write(tmp_path, replaced(before, {first: "ours"}), before)
        assert kept_files.read_all(tmp_path).comparisons == (before,)

    def test_one_that_is_still_being_copied_stays_and_is_read_again(self, tmp_path):
        comparison = of_two()
        file = written(tmp_path, comparison)
        content = file.read_bytes()
        file.write_bytes(b"")
        stored = kept_files.read_all(tmp_path)
        assert (stored.problems, stored.unread_files) == ((), (file,))
        file.write_bytes(content)
        assert kept_files.read_all(tmp_path).comparisons == (comparison,)

        file.write_bytes(content[:300])
        made_old(file)
        stored = kept_files.read_all(tmp_path)
        assert "The file is now" in str(*stored.problems)
        assert not file.exists()

    @pytest.mark.usefixtures("nothing_is_new")
    @pytest.mark.parametrize("reading", [1, 2])
    def test_one_that_another_window_replaces_is_not_set_aside(
        self, reading, tmp_path, monkeypatch
    ):
        """It was damaged when it was read, and is sound before it could be moved."""
        sound = replace(of_two(), name="20261124-134501-comparison-3f2ab4c7")
        file = written(tmp_path, sound)
        file.write_bytes(file.read_bytes()[:300])
        read = kept_files.read
        theirs = partial(kept_files.write, tmp_path, sound)
        monkeypatch.setattr(kept_files, "read", interrupted_by(theirs, read, reading))
        stored = kept_files.read_all(tmp_path)
        assert stored.comparisons == ((sound,) if reading == 1 else ())
        wait_for(lambda: read_comparisons(tmp_path, read) == (sound,))
        for aside in (file.parent / layout.DAMAGED_FOLDER).glob("*"):
            with pytest.raises(FileError):
                read(aside)

    def test_one_that_another_window_deletes_while_it_is_read_is_no_problem(
        self, tmp_path, monkeypatch
    ):
        file = written(tmp_path, of_two())
        file.write_bytes(b"{")
        theirs = partial(kept_files.delete, tmp_path, of_two().name)
        monkeypatch.setattr(kept_files, "read", interrupted_by(theirs, kept_files.read))
        assert kept_files.read_all(tmp_path) == kept_files.StoredComparisons((), ())

    def test_one_that_another_window_deleted_does_not_come_back(self, tmp_path):
        before = of_two()
        file = written(tmp_path, before)
        kept_files.delete(tmp_path, before.name)
        first, *_ = before.runs
        with pytest.raises(DeletedFileError, match="was deleted"):
            kept_files.write(tmp_path, replaced(before, {first: "ours"}), before)
        assert not file.exists()

    def test_one_of_a_later_version_is_not_replaced(self, tmp_path):
        """Another window has been updated meanwhile."""
        before = of_two()
        file = written(tmp_path, before)
        content = json.dumps({**json.loads(file.read_bytes()), "schema": SCHEMA + 1, "added": [1]})
        file.write_text(content)
        first, *_ = before.runs
        for changed in (before, replaced(before, {first: "ours"})):
            with pytest.raises(NewerFileError, match="by a later version"):
                kept_files.write(tmp_path, changed, before)
        assert file.read_text() == content

    @pytest.mark.parametrize("name", [None, layout.COMPARISONS_FOLDER])
    def test_what_cannot_be_read_is_tried_alone(self, name, tmp_path):
        file = written(tmp_path, of_two())
        call = "open" if name is None else "listdir"
        with failing(name or file.name, call):
            unread = kept_files.read_all(tmp_path).unread_files
            assert [path.name for path in unread] == [name or file.name]
            assert not kept_files.can_be_read(unread)
        assert kept_files.can_be_read(unread)
        shutil.rmtree(tmp_path / layout.COMPARISONS_FOLDER)
        assert kept_files.can_be_read(unread)


def made_old(*paths):
    """Let nothing be written to files or folders for so long that no copy goes on."""
    for path in paths:
        written_s = path.stat().st_mtime - file_presence.NEW_S - 5
        os.utime(path, (written_s, written_s))


def interrupted_by(other, read, reading=1):
    """A reader after which another window tries to do `other` before the caller goes on.

    Args:
        reading: after how many readings.
    """
    threads, readings = [], count(1)

    def read_and_wait(path):
        try:
            return read(path)
        finally:
            if next(readings) == reading:
                threads.append(threading.Thread(target=other))
                threads[0].start()
                threads[0].join(0.3)  # it may not get through

    return read_and_wait


def wait_for(condition):
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def read_comparisons(folder, read):
    return tuple(read(file) for file in (folder / layout.COMPARISONS_FOLDER).glob("*.json"))


def replaced(comparison, names):
    """A comparison with other ids of some runs."""
    planned = {names.get(run, run): planned for run, planned in comparison.runs.items()}
    return replace(comparison, kind=Kind(comparison.kind), runs=planned)


USES = re.compile(r"\blexists\(|\bpath\.exists\(|\.exists\(\)")
UNDECIDED = {  # where nothing is written or deleted for what it returns
    "core/program/check.py",  # before a program is started
    "core/storage/layout.py",  # of a link, once the system has said that nothing is there
    "gui/widgets/notice_bar.py",  # hides a message
}


def test_whether_a_file_is_there_is_asked_in_one_way():
    root = Path(__file__).parents[2]
    found = {
        file.relative_to(root).as_posix()
        for part in ("core", "gui")
        for file in (root / part).rglob("*.py")
        if USES.search(file.read_text(encoding="utf-8"))
    }
    assert found == UNDECIDED


def test_the_age_of_a_run_that_cannot_be_told_is_none(folder, monkeypatch):
    survey = clean_up.survey(folder.parent)
    stat = Path.stat

    def fail(path, **options):
        if path.name == layout.RUN_FILE:
            raise OSError(errno.EIO, os.strerror(errno.EIO), str(path))
        return stat(path, **options)

    monkeypatch.setattr(Path, "stat", fail)
    (space,) = clean_up.survey(folder.parent).runs
    assert space.record is not None
    options = CleanUpOptions(older_than_days=-1)
    assert clean_up.plan(survey, options)
    assert clean_up.plan(clean_up.survey(folder.parent), options) == ()


def test_no_file_is_replaced_without_consent(tmp_path):
    (tmp_path / "mine").write_text("mine")
    with failing("mine", "lstat"), pytest.raises(ExportError, match="already exists"):
        saving.refuse_to_overwrite(tmp_path / "mine", may_replace=False)
    saving.refuse_to_overwrite(tmp_path / ("x" * 5000), may_replace=False)


@pytest.mark.parametrize("call", ["open", "lstat"])
def test_folders_of_runs_are_not_forgotten(call, tmp_path, monkeypatch):
    monkeypatch.setattr(locations, "_user_folder", lambda: tmp_path)
    monkeypatch.setattr(drives, "mount_point", lambda path: "/drive" if path.name else "/")
    file = tmp_path / "runs-folders.json"
    file.write_text(json.dumps({"/drive/a": "/drive"}))
    with failing(file.name, call):
        runs_folder.prepare(tmp_path / "b")
    assert "/drive/a" in json.loads(file.read_text())


class TestHandwriting:
    @pytest.fixture
    def own(self, tmp_path):
        own = tmp_path / "handwriting"
        for label in (3, 7):
            ink = np.zeros((28, 28), np.float32)
            ink[5:20, 10 + label] = 1
            handwriting.keep(own, ink, label)
        return own

    def test_a_folder_that_cannot_be_read_is_not_empty(self, own):
        with failing("7", "scandir"):
            samples, problems = handwriting.samples(own)
        assert [sample.label for sample in samples] == [3]
        assert "7 cannot be read: Input/output error" in str(*problems)

    def test_an_export_says_what_is_not_in_it(self, own, tmp_path):
        with failing("7", "scandir"):
            number, problems = handwriting.export(own, tmp_path / "out")
        assert number == 1
        assert "cannot be read" in str(*problems)

    def test_so_does_an_import(self, own, tmp_path):
        with failing("7", "scandir"):
            imported = handwriting.import_from(own, tmp_path / "others")
        assert imported.count == 1
        assert "cannot be read" in str(*imported.problems)

    def test_a_sample_gets_another_label_and_is_not_doubled(self, own):
        (sample, *_), _ = handwriting.samples(own)
        with failing(sample.path, "lstat"):
            handwriting.relabel(own, [sample], [4])
        assert sorted(found.label for found in handwriting.samples(own)[0]) == [4, 7]

    def test_an_import_replaces_no_sample_whose_status_is_unknown(self, own, tmp_path):
        (sample, *_), _ = handwriting.samples(own)
        other = tmp_path / "others" / "3" / sample.path.name
        other.parent.mkdir(parents=True)
        other.write_bytes(next((own / "7").iterdir()).read_bytes())
        before = sample.path.read_bytes()
        with failing(sample.path.name, "lstat"):
            handwriting.import_from(tmp_path / "others", own)
        assert sample.path.read_bytes() == before


def test_hosts_that_cannot_be_read_are_not_forgotten(tmp_path, monkeypatch):
    monkeypatch.setattr(remote_paths, "hosts_file", lambda: tmp_path / "hosts.json")
    monkeypatch.setattr(remote_paths, "_chosen", set())
    file = tmp_path / "hosts.json"
    file.write_text(json.dumps(["nas", "school"]))
    with failing("hosts.json"):
        remote_paths.choose("//other/share")
        assert remote_paths.may_open("//other/share")
    assert json.loads(file.read_text()) == ["nas", "school"]


class TestLabels:
    MINE = labels.Label("final, for my thesis", 5, 1)

    def test_one_that_cannot_be_read_stays(self, folder):
        labels.write_label(folder, self.MINE)
        with failing(layout.LABEL_FILE), pytest.raises(RunNotReadableError):
            labels.update_label(folder, labels.Label("", 0, 1), labels.Label())
        assert labels.read_label(folder) == self.MINE

    def test_what_another_process_changed_stays(self, folder):
        known = labels.Label("", None, 1)
        labels.write_label(folder, self.MINE)
        shown = replace(known, style=0)  # an automatic colour, since it is shown now
        assert labels.update_label(folder, shown, known) == self.MINE
        chosen = labels.update_label(folder, shown, known, {"style"})
        assert chosen == labels.read_label(folder) == replace(self.MINE, style=0)

    def test_two_windows_at_once_lose_nothing(self, folder, monkeypatch):
        known = labels.Label("", 0, 1)
        labels.write_label(folder, known)
        read = labels.stored_label
        theirs = partial(labels.update_label, folder, replace(known, style=5), known)
        monkeypatch.setattr(labels, "stored_label", interrupted_by(theirs, read))
        labels.update_label(folder, replace(known, name="mine"), known)
        wait_for(lambda: labels.read_label(folder) == labels.Label("mine", 5, 1))

    def test_a_run_without_a_folder_has_none(self, tmp_path):
        assert labels.update_label(tmp_path / "none", self.MINE, labels.Label()) is None
