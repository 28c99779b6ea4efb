"""How much room runs take, and what would be given back."""

import json
import os
import shutil
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core import leftovers
from core.data.datasets import load
from core.errors import ArchiveError
from core.lifecycle import archive as archives
from core.lifecycle.clean_up import (
    CleanUpOptions,
    Removal,
    freed,
    plan,
    remove_leftovers,
    survey,
)
from core.lifecycle.recording import record
from core.run.control import Control
from core.storage import layout, ownership
from core.storage import records as runs
from core.storage.layout import EPOCHS_FOLDER, set_aside
from core.training.loop import train
from core.trees import size_of
from tests.core.owners import give_away
from tests.core.running import small
from tests.core.storage.test_migration import DIGITS, LINE, OLD

NOW = datetime.now(UTC)


@pytest.fixture
def runs_dir(tmp_path):
    """Two runs of another day: one completed, with weights of three epochs, and a line that was
    stopped.
    """
    return Path(shutil.copytree(OLD / "schema-1", tmp_path / "runs"))


def put_aside(runs_dir):
    """A damaged run of five bytes that was set aside."""
    folder = runs_dir / "damaged" / "20261124-120000-mlp-00000001"
    folder.mkdir(parents=True)
    (folder / layout.RUN_FILE).write_bytes(b"12345")
    return folder


def size_by_du(folder):
    return sum(os.path.getsize(file) for file in folder.rglob("*") if file.is_file())


class TestSurvey:
    def test_sizes_are_those_of_the_files(self, runs_dir):
        found = survey(runs_dir)
        assert [space.folder.name for space in found.runs] == [DIGITS, LINE]
        for space in found.runs:
            assert space.total == size_by_du(space.folder)
            assert space.checkpoint == (space.folder / layout.CHECKPOINT_FILE).stat().st_size
            assert not space.is_in_use
        assert found.runs[0].epochs == 3 * 3516
        assert found.total == size_by_du(runs_dir)

    def test_what_was_set_aside_and_what_cannot_be_opened_counts(self, runs_dir):
        (runs_dir / LINE / layout.RUN_FILE).write_text("{")
        aside = put_aside(runs_dir)
        found = survey(runs_dir)
        assert found.damaged == (Removal("", aside, 5, is_whole=True),)
        assert found.runs[1].record is None
        assert found.total == size_by_du(runs_dir)

    def test_what_is_left_of_a_run_counts_and_goes_with_its_own_box(self, runs_dir):
        (runs_dir / LINE / layout.RUN_FILE).unlink()
        found = survey(runs_dir)
        assert [space.folder.name for space in found.runs] == [DIGITS, LINE]
        assert found.total == size_by_du(runs_dir)
        everything = CleanUpOptions(True, True, True, 0, True, True)
        assert LINE not in {removal.path.name for removal in plan(found, everything)}
        left = size_by_du(runs_dir / LINE)
        assert plan(found, CleanUpOptions(unusable=True)) == (
            Removal(LINE, runs_dir / LINE, left, is_whole=True),
        )
        assert plan(found, CleanUpOptions(unusable=True), {LINE}) == ()

    @pytest.mark.skipif(os.name == "nt", reason="no such names there")
    def test_so_does_a_run_with_an_unfit_name(self, runs_dir):
        unfit = (runs_dir / LINE).rename(runs_dir / "a\nb")
        size = size_by_du(unfit)
        options = CleanUpOptions(unusable=True)
        expected = (Removal("a\nb", unfit, size, is_whole=True),)
        assert plan(survey(runs_dir), options) == expected
        with layout.lock_of(unfit):
            assert plan(survey(runs_dir), options) == ()

    def test_a_folder_with_the_files_of_a_run_may_be_that_of_another_program(self, runs_dir):
        folder = (runs_dir / LINE).rename(runs_dir / "translator")
        (folder / layout.RUN_FILE).unlink()
        assert "translator" in layout.list_runs(runs_dir).problems
        assert plan(survey(runs_dir), CleanUpOptions(unusable=True)) == ()

    @pytest.mark.parametrize("name", ["thesis.txt", "pictures/", "epochs/thesis.txt"])
    def test_what_others_keep_in_the_rest_of_a_run_stays(self, name, runs_dir):
        (runs_dir / LINE / layout.RUN_FILE).unlink()
        path = runs_dir / LINE / name
        path.parent.mkdir(exist_ok=True)
        path.mkdir() if name.endswith("/") else path.touch()
        assert plan(survey(runs_dir), CleanUpOptions(unusable=True)) == ()

    def test_neither_folders_of_others_nor_later_versions_are_unusable(self, runs_dir):
        description = runs_dir / LINE / layout.RUN_FILE
        values = json.loads(description.read_bytes())
        description.write_text(json.dumps({**values, "schema": 1000}))
        (runs_dir / DIGITS / layout.RUN_FILE).write_text("{")  # damaged, and set aside later
        (runs_dir / "a\tb").mkdir()
        (runs_dir / "a\tb" / layout.RUN_FILE).write_text('{"name": "of another program"}')
        assert len(survey(runs_dir).runs) == 3
        assert plan(survey(runs_dir), CleanUpOptions(unusable=True)) == ()

    def test_no_folder_at_all(self, tmp_path):
        assert survey(tmp_path / "nowhere").total == 0

    @pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")
    def test_links_are_not_followed(self, tmp_path, runs_dir):
        (tmp_path / "a").mkdir()
        (tmp_path / "a" / "link").symlink_to(runs_dir)
        assert size_of(tmp_path / "a") < 1000


class TestPlan:
    def test_nothing_without_a_wish(self, runs_dir):
        assert plan(survey(runs_dir), CleanUpOptions()) == ()

    def test_kept_epochs(self, runs_dir):
        kept_only_there = runs_dir / DIGITS / EPOCHS_FOLDER / "0001.safetensors"  # the best one
        found = plan(survey(runs_dir), CleanUpOptions(epochs=True))
        names = ["0002.safetensors", "0003.safetensors"]
        assert found == tuple(
            Removal(DIGITS, kept_only_there.with_name(name), 3516) for name in names
        )
        kept_only_there.unlink()
        kept_only_there.with_name("0004.safetensors").write_bytes(bytes(3516))
        found = plan(survey(runs_dir), CleanUpOptions(epochs=True))
        assert found == (Removal(DIGITS, runs_dir / DIGITS / EPOCHS_FOLDER, 3 * 3516),)
        assert freed(found) == 3 * 3516

    def test_the_users_own_files_among_the_kept_epochs_stay(self, runs_dir):
        folder = runs_dir / DIGITS / EPOCHS_FOLDER
        (folder / "notes.txt").write_text("mine")
        (folder / "thesis").mkdir()
        for name in ("0001.safetensors", "0002.safetensors"):
            (folder / name).unlink()
        found = plan(survey(runs_dir), CleanUpOptions(epochs=True))
        assert found == (Removal(DIGITS, folder / "0003.safetensors", 3516),)

    def test_checkpoints_of_completed_runs_only(self, runs_dir):
        (found,) = plan(survey(runs_dir), CleanUpOptions(checkpoints=True))
        assert found.path == runs_dir / DIGITS / layout.CHECKPOINT_FILE

    def test_unfinished_runs_as_a_whole(self, runs_dir):
        (found,) = plan(survey(runs_dir), CleanUpOptions(unfinished=True))
        assert found == Removal(LINE, runs_dir / LINE, size_by_du(runs_dir / LINE), is_whole=True)

    def test_by_age(self, runs_dir):
        old = (NOW - timedelta(days=40)).timestamp()
        os.utime(runs_dir / LINE / layout.RUN_FILE, (old, old))
        chosen = {
            days: plan(survey(runs_dir), CleanUpOptions(older_than_days=days), now=NOW)
            for days in (39, 41)
        }
        assert [[removal.run for removal in chosen[days]] for days in (39, 41)] == [[LINE], []]

    def test_by_age_with_a_clock_in_the_first_year_nothing_is_old(self, runs_dir):
        options = CleanUpOptions(older_than_days=3660)
        assert plan(survey(runs_dir), options, now=datetime(1, 1, 2, tzinfo=UTC)) == ()

    def test_a_whole_run_is_not_counted_twice(self, runs_dir):
        everything = plan(
            survey(runs_dir), CleanUpOptions(True, True, True, 0, True), now=NOW + timedelta(days=1)
        )
        assert [removal.path for removal in everything] == [runs_dir / DIGITS, runs_dir / LINE]
        assert freed(everything) == size_by_du(runs_dir)

    def test_what_was_set_aside(self, runs_dir):
        (runs_dir / "damaged").mkdir()
        assert plan(survey(runs_dir), CleanUpOptions(damaged=True)) == ()
        aside = put_aside(runs_dir)
        assert plan(survey(runs_dir), CleanUpOptions(damaged=True)) == (
            Removal("", aside, 5, is_whole=True),
        )

    @pytest.mark.parametrize("name", ["photographs/one.jpg", "20260101/run.json", "notes.txt"])
    def test_what_others_keep_in_such_a_folder_stays(self, name, runs_dir):
        aside = put_aside(runs_dir)
        other = aside.parent / name
        other.parent.mkdir(exist_ok=True)
        other.write_text('{"schema": 1}')
        options = CleanUpOptions(damaged=True)
        assert plan(survey(runs_dir), options) == (Removal("", aside, 5, is_whole=True),)
        shutil.rmtree(aside)
        assert plan(survey(runs_dir), options) == ()

    @pytest.mark.parametrize("names", [["letter.odt"], ["a/run.json", "b/run.json"], ["run/x.py"]])
    def test_what_others_keep_in_a_folder_named_like_an_unfinished_import_stays(
        self, names, runs_dir
    ):
        folder = runs_dir / ".import-settings"
        for name in names:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).touch()
        os.utime(folder, (0, 0))
        assert plan(survey(runs_dir), CleanUpOptions(leftovers=True)) == ()
        remove_leftovers(runs_dir)
        with pytest.raises(ArchiveError):
            archives.unpack(runs_dir / "no.zip", runs_dir)
        assert folder.exists()

    def test_files_of_others_named_like_temporary_ones_stay(self, runs_dir):
        others = [runs_dir / "project" / name for name in ("run.json", "run.json.tmp")]
        own = runs_dir / LINE / "run.json.tmp"
        others[0].parent.mkdir()
        for path in (*others, own):
            path.write_text("{}")
            os.utime(path, (0, 0))
        remove_leftovers(runs_dir)
        assert [path.exists() for path in (*others, own)] == [True, True, False]

    @pytest.mark.parametrize(
        ("changed_s", "is_old"), [(1e12, False), (1e17, False), (-1e17, True), (-1e11, True)]
    )
    def test_a_time_beyond_all_dates(self, changed_s, is_old, runs_dir, monkeypatch):
        """Some file systems store such times; here they are injected."""
        status = os.stat

        def stat(path, *arguments, **options):
            values = status(path, *arguments, **options)
            return os.stat_result(
                (*values[:7], changed_s, changed_s, changed_s),
                {"st_mtime": changed_s, "st_mtime_ns": int(changed_s * 10**9)},
            )

        monkeypatch.setattr(os, "stat", stat)
        options = CleanUpOptions(older_than_days=1)
        removals = plan(survey(runs_dir), options, now=NOW)
        monkeypatch.undo()
        assert [removal.run for removal in removals] == ([DIGITS, LINE] if is_old else [])

    def test_spared_used_and_unreadable_runs_stay(self, runs_dir):
        options = CleanUpOptions(epochs=True, checkpoints=True, unfinished=True, older_than_days=0)
        assert {
            removal.run
            for removal in plan(survey(runs_dir), options, {LINE}, NOW + timedelta(days=1))
        } == {DIGITS}
        with layout.lock_of(runs_dir / DIGITS):
            assert {
                removal.run
                for removal in plan(survey(runs_dir), options, (), NOW + timedelta(days=1))
            } == {LINE}
        (runs_dir / LINE / layout.RUN_FILE).write_text("{")
        assert {
            removal.run for removal in plan(survey(runs_dir), options, (), NOW + timedelta(days=1))
        } == {DIGITS}

    def test_what_stays_of_a_run_still_opens(self, tmp_path):
        config, folder = small("logistic"), tmp_path / "run"
        folder.mkdir()
        list(
            record(
                train(config, load(config.data), Control("run", 1, takes_checkpoints=True)),
                config,
                folder,
            )
        )
        for removal in plan(survey(tmp_path), CleanUpOptions(epochs=True, checkpoints=True)):
            shutil.rmtree(removal.path) if removal.path.is_dir() else removal.path.unlink()
        assert runs.open_run(folder).config == config
        assert len(runs.read_record(folder).epochs) == 2
        assert plan(survey(tmp_path), CleanUpOptions(epochs=True, checkpoints=True)) == ()


class TestSettingAside:
    def test_it_is_moved_and_nothing_is_lost(self, runs_dir):
        before = size_by_du(runs_dir / LINE)
        place = set_aside(runs_dir / LINE)
        assert place == runs_dir / "damaged" / LINE
        assert (size_by_du(place) - before, (runs_dir / LINE).exists()) == (0, False)
        assert [folder.name for folder in layout.folders(runs_dir)] == [DIGITS]

    def test_a_second_of_the_same_name_gets_another(self, runs_dir):
        set_aside(runs_dir / LINE)
        shutil.copytree(OLD / "schema-1" / LINE, runs_dir / LINE)
        assert set_aside(runs_dir / LINE) == runs_dir / "damaged" / f"{LINE}-2"

    def test_one_in_use_stays(self, runs_dir):
        with layout.lock_of(runs_dir / LINE):
            assert set_aside(runs_dir / LINE) is None
        assert (runs_dir / LINE).is_dir()

    @pytest.mark.skipif(
        not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere"
    )
    def test_one_in_a_folder_that_may_only_be_read_stays(self, runs_dir):
        runs_dir.chmod(0o500)
        try:
            assert set_aside(runs_dir / LINE) is None
        finally:
            runs_dir.chmod(0o700)

    def test_one_that_cannot_be_moved_stays(self, runs_dir):
        (runs_dir / "damaged").write_text("a file in the place of the folder")
        assert set_aside(runs_dir / LINE) is None
        assert (runs_dir / LINE / layout.RUN_FILE).exists()

    @pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")
    def test_a_link_to_elsewhere_stays(self, runs_dir, tmp_path):
        (runs_dir / "link").symlink_to(runs_dir / LINE)
        assert set_aside(runs_dir / "link") is None


class TestOthersInTheFolder:
    """A folder of runs in which others may make and rename entries."""

    @pytest.fixture
    def left(self, runs_dir):
        """A temporary file and an unfinished import, both left long ago."""
        file, folder = runs_dir / f".inkling-{'0' * 16}.tmp", runs_dir / ".import-00000000"
        file.write_text("left")
        folder.mkdir()
        for path in (file, folder):
            os.utime(path, (0, 0))
        return file, folder

    def test_what_this_user_has_left_is_removed(self, runs_dir, left):
        remove_leftovers(runs_dir)
        assert not any(path.exists() for path in left)

    @pytest.mark.skipif(sys.platform == "win32", reason="files have no owner in this sense there")
    def test_what_somebody_else_has_made_stays(self, runs_dir, left, monkeypatch):
        give_away(monkeypatch, *left)
        remove_leftovers(runs_dir)
        monkeypatch.undo()
        assert all(path.exists() for path in left)

    def test_a_run_in_the_place_of_a_file_stays(self, runs_dir, left, monkeypatch):
        (run, *_) = layout.folders(runs_dir)
        before = sorted(path.name for path in run.iterdir())
        monkeypatch.setattr(leftovers, "_old_files", lambda folder, *_: [folder / run.name])
        remove_leftovers(runs_dir)
        assert sorted(path.name for path in run.iterdir()) == before

    @pytest.mark.parametrize("name", ["damaged", "backup"])
    def test_ones_own_folder_with_a_run_stays_whatever_name_it_is_given(self, name, runs_dir):
        (runs_dir / name).mkdir()
        (runs_dir / LINE).rename(runs_dir / name / LINE)
        renamed = (runs_dir / name).rename(runs_dir / ".import-0123abcd")
        os.utime(renamed, (0, 0))
        before = size_by_du(runs_dir)
        assert plan(survey(runs_dir), CleanUpOptions(leftovers=True)) == ()
        remove_leftovers(runs_dir)
        assert size_by_du(runs_dir) == before

    @pytest.mark.parametrize("moment", ["before the look", "after the look"])
    def test_a_run_in_the_place_of_an_unfinished_import_stays(
        self, moment, runs_dir, left, monkeypatch
    ):
        _, folder = left
        look = ownership.is_unfinished_import

        def exchange():
            folder.rename(runs_dir / "aside")
            (runs_dir / LINE).rename(folder)

        def look_and_exchange(there):
            if moment == "before the look":
                exchange()
            is_one = look(there)
            if moment == "after the look":
                exchange()
            return is_one

        monkeypatch.setattr(ownership, "is_unfinished_import", look_and_exchange)
        before = size_by_du(runs_dir / LINE)
        remove_leftovers(runs_dir)
        assert size_by_du(folder) == before
