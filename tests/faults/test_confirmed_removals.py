"""Clean up removes what it had shown, and nothing that has come there since."""

import json
import os
import shutil
from pathlib import Path

import pytest

from core.errors import RunFolderError
from core.lifecycle.clean_up import CleanUpOptions, plan, remove_leftovers, survey
from core.storage import deletion, layout
from core.storage.deletion import delete_run
from core.storage.ownership import UNFINISHED_FOLDER
from gui.runs import clean_up
from gui.runs.clean_up import _clear
from tests.core.export.test_formats import kept
from tests.core.running import small

FIRST, SECOND, RUN = (f"2026112{n}-120000-logistic-0000000{n}" for n in (4, 5, 6))
DAMAGED = CleanUpOptions(damaged=True)
LEFT = CleanUpOptions(leftovers=True)


@pytest.fixture
def runs_dir(tmp_path):
    folder = tmp_path / "runs"
    folder.mkdir()
    return folder


@pytest.fixture
def run(runs_dir):
    return kept(small("logistic"), runs_dir, RUN)


def put_aside(runs_dir, name):
    """A damaged run that was set aside."""
    folder = runs_dir / layout.DAMAGED_FOLDER / name
    folder.mkdir(parents=True)
    (folder / layout.RUN_FILE).write_text("{")
    return folder


def exchange(path, other):
    """Have somebody who may rename put another folder there."""
    path.rename(path.parent / "aside")
    other.rename(path)


def names_in(folder):
    return sorted(path.name for path in folder.iterdir())


def planned(runs_dir, options=DAMAGED):
    return plan(survey(runs_dir), options)


def test_a_run_that_was_set_aside_since_stays(runs_dir):
    first = put_aside(runs_dir, FIRST)
    shown = planned(runs_dir)
    put_aside(runs_dir, SECOND)
    assert _clear(shown, planned(runs_dir), for_good=True).done == shown
    assert names_in(first.parent) == [SECOND]


def test_a_folder_of_ones_own_that_was_put_there_since_stays(runs_dir):
    damaged = put_aside(runs_dir, FIRST).parent
    shown = still = planned(runs_dir)
    (damaged / "thesis").mkdir()
    (damaged / "thesis" / "chapter.txt").touch()
    assert not _clear(shown, still, for_good=True).refused
    assert (names_in(damaged), names_in(damaged / "thesis")) == (["thesis"], ["chapter.txt"])


@pytest.mark.parametrize("for_good", [True, False])
def test_a_run_in_the_place_of_a_temporary_file_stays(for_good, runs_dir, run, monkeypatch):
    monkeypatch.setattr(clean_up, "move_to_bin", pytest.fail)
    left = runs_dir / f".inkling-{'0' * 16}.tmp"
    left.touch()
    os.utime(left, (0, 0))
    shown = still = planned(runs_dir, LEFT)
    before = names_in(run)
    exchange(left, run)
    assert _clear(shown, still, for_good).refused == shown != ()
    assert names_in(left) == before


@pytest.mark.parametrize("for_good", [True, False])
@pytest.mark.parametrize("place", [".", FIRST])
def test_a_run_in_the_place_of_what_was_set_aside_stays(
    place, for_good, runs_dir, run, monkeypatch
):
    monkeypatch.setattr(clean_up, "move_to_bin", pytest.fail)
    place = put_aside(runs_dir, FIRST).parent / place
    shown = still = planned(runs_dir)
    before = names_in(run)
    exchange(place, run)
    _clear(shown, still, for_good)
    assert names_in(place) == before


def test_what_was_measured_and_not_what_is_there_counts_as_shown(runs_dir, run):
    aside = put_aside(runs_dir, FIRST)
    shown = planned(runs_dir)
    before = names_in(run)
    exchange(aside, run)
    assert _clear(shown, planned(runs_dir), for_good=True).refused == shown
    assert names_in(aside) == before


@pytest.mark.parametrize("is_taken", [False, True])
def test_what_takes_the_place_of_a_run_in_the_last_moment_comes_back(
    is_taken, runs_dir, run, monkeypatch
):
    other = runs_dir / "thesis"
    other.mkdir()
    (other / "chapter.txt").touch()
    rename, what = Path.rename, os.lstat(run)

    def rename_another(path, target):
        if path == run:
            rename(run, runs_dir / "aside")
            rename(other, run)
        moved = rename(path, target)
        if path == run and is_taken:
            rename(runs_dir / "aside", run)
        return moved

    monkeypatch.setattr(Path, "rename", rename_another)
    with pytest.raises(RunFolderError, match="cannot be deleted"):
        delete_run(run, what)
    (chapter,) = runs_dir.rglob("chapter.txt")
    assert (chapter.parent == run) is not is_taken
    assert chapter.parent.parent == runs_dir
    assert len(list(runs_dir.rglob(layout.RUN_FILE))) == 1


def test_what_a_killed_deletion_leaves_of_a_run_that_was_set_aside_is_swept(runs_dir):
    rest = put_aside(runs_dir, f".import-00000000/{UNFINISHED_FOLDER}/{FIRST}").parents[1]
    os.utime(rest, (0, 0))
    assert [removal.path for removal in planned(runs_dir, LEFT)] == [rest]
    remove_leftovers(runs_dir)
    assert names_in(rest.parent) == []


def test_a_run_that_is_gone_is_no_error(runs_dir, run):
    what = os.lstat(run)
    deletion.delete(run)
    delete_run(run, what)
    deletion.delete(run, what)


def test_kept_epochs_of_a_run_in_the_place_of_an_unfinished_one_stay(runs_dir, run):
    other = Path(shutil.copytree(run, runs_dir / "other"))
    for name in ("0001", "0002", "0003"):
        epoch_file = other / layout.EPOCHS_FOLDER / f"{name}.safetensors"
        epoch_file.parent.mkdir(exist_ok=True)
        epoch_file.write_bytes(b"weights")
    description = json.loads((run / layout.RUN_FILE).read_text())
    (run / layout.RUN_FILE).write_text(json.dumps(description | {"state": "stopped"}))
    options = CleanUpOptions(epochs=True, unfinished=True)
    shown = tuple(one for one in planned(runs_dir, options) if one.path == run)
    exchange(run, other)
    still = planned(runs_dir, options)
    assert [one for one in still if one.path.is_relative_to(run)]
    before = sorted(run.rglob("*"))
    assert _clear(shown, still, for_good=True).refused == shown != ()
    assert sorted(run.rglob("*")) == before
