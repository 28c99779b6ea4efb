"""Links that another process puts in the place of a folder while something is done in it."""

import errno
import os
import shutil
import sys
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest

from core import files as careful_files
from core.comparison.kept import files as comparisons
from core.config.catalogue import DIGITS
from core.data import datasets, handwriting
from core.data.photographs import class_folders
from core.errors import InklingError
from core.lifecycle import clean_up, opening, recorded_lines, tensorboard
from core.lifecycle.recording import record
from core.run.control import Control
from core.run.events import EpochCompleted, RecordingFailed
from core.run.moment import Moment
from core.search import kept as searches
from core.storage import deletion, epoch_weights, layout
from core.storage.labels import Label, read_label, update_label
from core.storage.records import outline
from core.storage.weight_files import read_weights
from core.training.loop import train
from tests.core.comparison.test_kept import of_two
from tests.core.export.test_formats import kept
from tests.core.running import small
from tests.core.search.searches import small_search
from tests.faults.test_outward_links import files_below

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="no paths of open folders there")


@pytest.fixture
def swap(tmp_path, monkeypatch):
    """Have a folder replaced, at the first step in it, by a link to one with the same names."""

    def swap_later(folder):
        victim = tmp_path / "victim"
        victim.mkdir()
        for file in files_below(folder):
            (victim / file.name).write_bytes(b"mine")

        def then(act):
            def acting(*arguments, **options):
                if not folder.is_symlink():
                    os.replace(folder, tmp_path / "aside")
                    folder.symlink_to(victim, target_is_directory=True)
                return act(*arguments, **options)

            return acting

        monkeypatch.setattr(careful_files, "_create", then(careful_files._create))
        for name in ("unlink", "rename"):
            monkeypatch.setattr(os, name, then(getattr(os, name)))
        return victim

    return swap_later


def assert_untouched(victim):
    assert {file.read_bytes() for file in victim.iterdir()} <= {b"mine"}
    assert not [file for file in victim.iterdir() if file.name.startswith(".")]


def untouched_by(act, folder, swap):
    victim = swap(folder)
    names = {file.name for file in victim.iterdir()}
    with suppress(InklingError, OSError):
        act()
    assert folder.is_symlink(), "it was not reached"
    assert {file.name for file in victim.iterdir()} == names
    assert_untouched(victim)


@pytest.mark.parametrize("act", ["keep", "keep a part", "forget", "forget parts"])
def test_kept_epochs(act, swap, tmp_path):
    folder = kept(small("logistic"), tmp_path / "runs")
    weights = read_weights(folder / layout.WEIGHTS_FILE, small("logistic").model)
    (folder / layout.EPOCHS_FOLDER).mkdir(exist_ok=True)
    epoch_weights.keep_part(folder, Moment(0, 3), weights)
    epoch_weights.keep_epoch(folder, 1, weights)
    untouched_by(
        {
            "keep": lambda: epoch_weights.keep_epoch(folder, 2, weights),
            "keep a part": lambda: epoch_weights.keep_part(folder, Moment(0, 4), weights),
            "forget": lambda: epoch_weights.forget_epochs(folder, lambda _: False),
            "forget parts": lambda: epoch_weights.forget_parts(folder),
        }[act],
        folder / layout.EPOCHS_FOLDER,
        swap,
    )


@pytest.mark.parametrize("place", ["run", "epochs", "comparisons", "handwriting"])
def test_what_killed_processes_have_left(place, swap, tmp_path):
    run = kept(small("logistic"), tmp_path / "runs")
    folder, clean = {
        "run": (run, clean_up.remove_leftovers),
        "epochs": (run / layout.EPOCHS_FOLDER, clean_up.remove_leftovers),
        "comparisons": (run.parent / layout.COMPARISONS_FOLDER, clean_up.remove_leftovers),
        "handwriting": (run.parent, lambda folder: class_folders.remove_leftovers([folder])),
    }[place]
    folder.mkdir(exist_ok=True)
    left = folder / f".inkling-{0:016x}.tmp"
    left.write_bytes(b"left")
    os.utime(left, (0, 0))
    victim = swap(folder)
    clean(run.parent)
    assert folder.is_symlink(), "it was not reached"
    assert (victim / left.name).read_bytes() == b"mine"
    assert not (tmp_path / "aside" / left.name).exists()


@pytest.mark.parametrize("step", ["rename", "iterdir"])
def test_a_run_that_is_deleted(step, tmp_path, monkeypatch):
    """A link takes its place just before it is moved aside, or just after it was looked at."""
    folder = kept(small("logistic"), tmp_path / "runs")
    letters = tmp_path / "victim" / "letters"
    letters.mkdir(parents=True)
    (letters / "a").write_bytes(b"mine")

    act = getattr(Path, step)

    def acting(path, *arguments):
        if path.name == folder.name and not path.is_symlink():
            os.replace(path, tmp_path / "aside")
            path.symlink_to(letters.parent, target_is_directory=True)
        return act(path, *arguments)

    monkeypatch.setattr(Path, step, acting)
    with suppress(InklingError, OSError):
        deletion.delete_run(folder)
    monkeypatch.undo()
    assert step == "iterdir" or folder.is_symlink(), "it was not reached"
    assert (letters / "a").read_bytes() == b"mine"


def test_a_run_that_is_deleted_in_place(tmp_path, monkeypatch):
    """On a full disk another run takes its place before its first file is deleted."""
    folder = kept(small("logistic"), tmp_path / "runs")
    other = kept(small("logistic"), tmp_path / "others", folder.name)
    remove = deletion.delete_tree

    def full(*_arguments):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def swap_first(path):
        monkeypatch.undo()
        folder.rename(tmp_path / "aside")
        other.rename(folder)
        before.update(files_below(folder))
        remove(path)

    before = {}
    monkeypatch.setattr(deletion, "unfinished_import", full)
    monkeypatch.setattr(deletion, "delete_tree", swap_first)
    with pytest.raises(InklingError, match="cannot be deleted"):
        deletion.delete_run(folder)
    assert layout.RUN_FILE in {file.name for file in before}
    assert files_below(folder) == before
    assert not (tmp_path / "aside" / layout.RUN_FILE).exists()


@pytest.mark.parametrize("act", ["write", "delete"])
def test_comparisons(act, swap, tmp_path):
    comparison = of_two()
    comparisons.write(tmp_path / "runs", comparison)
    untouched_by(
        {
            "write": lambda: comparisons.write(tmp_path / "runs", comparison),
            "delete": lambda: comparisons.delete(tmp_path / "runs", comparison.name),
        }[act],
        tmp_path / "runs" / layout.COMPARISONS_FOLDER,
        swap,
    )


@pytest.mark.parametrize("act", ["write", "delete"])
def test_searches(act, swap, tmp_path):
    search = small_search()
    searches.write(tmp_path / "runs", search)
    untouched_by(
        {
            "write": lambda: searches.write(tmp_path / "runs", search),
            "delete": lambda: searches.delete(tmp_path / "runs", search.name),
        }[act],
        tmp_path / "runs" / layout.SEARCHES_FOLDER,
        swap,
    )


@pytest.mark.parametrize("act", ["keep", "delete", "move"])
def test_handwriting(act, swap, tmp_path):
    ink = np.zeros((28, 28), np.float32)
    ink[5:20, 10:12] = 1
    sample = handwriting.keep(tmp_path / "hand", ink, 3, DIGITS)
    untouched_by(
        {
            "keep": lambda: handwriting.keep(tmp_path / "hand", ink, 3, DIGITS),
            "delete": lambda: handwriting.delete([sample]),
            "move": lambda: handwriting.relabel(tmp_path / "hand", [sample], [4], DIGITS),
        }[act],
        sample.path.parent,
        swap,
    )


def test_the_folder_of_a_run_in_training(tmp_path):
    """Whatever is put in its place, another run is not written to."""
    other = kept(small("logistic"), tmp_path / "runs", "20261102-101010-logistic-bbbbbbbb")
    config, folder = small("logistic", {"epochs": 3}), tmp_path / "runs" / "mine"
    folder.mkdir()
    before = files_below(other)
    events = record(
        train(config, datasets.load(config.data), Control("mine", 1, takes_checkpoints=True)),
        config,
        folder,
    )
    failed = []
    for event in events:
        if isinstance(event, EpochCompleted) and event.epoch == 1:
            shutil.move(folder, tmp_path / "aside")
            folder.symlink_to(other, target_is_directory=True)
        failed += [event] if isinstance(event, RecordingFailed) else []
    assert files_below(other) == before
    assert "a link has taken its place" in str(failed[0].message)


def test_the_folder_of_a_run_while_an_event_is_written(tmp_path, monkeypatch):
    """Somebody who may rename it exchanges it for a moment, with every line that is written."""
    config, folder = small("logistic", {"epochs": 4}), tmp_path / "runs" / "mine"
    other = kept(config, tmp_path / "private", "mine")
    folder.mkdir(parents=True)
    before = files_below(other)
    append, swapped = recorded_lines.append_to_file, []

    def swapping(path, text):
        folder.rename(tmp_path / "aside")
        folder.symlink_to(other, target_is_directory=True)
        swapped.append(path.name)
        append(path, text)
        for epochs in (1, 2):
            epoch_weights.keep_epoch(path.parent, epochs, final)
        folder.unlink()
        (tmp_path / "aside").rename(folder)

    final = read_weights(other / layout.WEIGHTS_FILE, config.model)
    monkeypatch.setattr(recorded_lines, "append_to_file", swapping)
    control = Control("mine", 1, takes_checkpoints=True)
    events = list(record(train(config, datasets.load(config.data), control), config, folder))
    assert not [event for event in events if isinstance(event, RecordingFailed)]
    assert layout.METRICS_FILE in swapped
    assert files_below(other) == before
    assert outline(folder).epochs_done == 4


def test_a_run_that_is_there_already_is_not_overwritten(tmp_path):
    folder = kept(small("logistic"), tmp_path / "runs", "mine")
    before, config = files_below(folder), small("logistic", {"epochs": 3})
    control = Control("mine", 1, takes_checkpoints=True)
    events = list(record(train(config, datasets.load(config.data), control), config, folder))
    assert [event for event in events if isinstance(event, RecordingFailed)]
    assert files_below(folder) == before


@pytest.mark.parametrize("is_folder", [True, False])
def test_tensorboard_s_files(is_folder, tmp_path, monkeypatch):
    """A link takes the place of their folder just before one is made, or of the one just made."""
    pytest.importorskip("tensorboardX")
    folder, victim, config = tmp_path / "runs", tmp_path / "victim", small("logistic")
    folder.mkdir()
    victim.mkdir()
    (victim / "thesis").write_bytes(b"mine")

    def swap(path, target):
        os.replace(path, tmp_path / "aside")
        path.symlink_to(target)

    if is_folder:
        clock = tensorboard.time.time

        def swap_first():
            monkeypatch.undo()
            swap(folder, victim)
            return clock()

        monkeypatch.setattr(tensorboard.time, "time", swap_first)
    else:
        monkeypatch.setattr(tensorboard, "begin", lambda path: swap(path, victim / "thesis"))
    with suppress(OSError):
        file = tensorboard.EventFile(folder, config, 0.0, is_sealed=False)
        file.flush()
        file.close()
    assert (tmp_path / "aside").exists(), "it was not reached"
    assert [file.read_bytes() for file in victim.iterdir()] == [b"mine"]


def test_the_folder_of_a_run_that_is_about_to_begin(tmp_path):
    """A project of the user's may have files of these names as well."""
    pytest.importorskip("tensorboardX")
    config, folder, victim = small("logistic"), tmp_path / "runs" / "mine", tmp_path / "victim"
    victim.mkdir()
    for name in layout.OWN_FILES:
        if name != layout.LOCK_FILE:
            (victim / name).write_bytes(b"mine")
    names = sorted(file.name for file in victim.iterdir())
    folder.parent.mkdir()
    folder.symlink_to(victim, target_is_directory=True)
    trained = train(config, datasets.load(config.data), Control("mine", 1, takes_checkpoints=True))
    events = tensorboard.follow(record(trained, config, folder), config, folder / "tensorboard")
    failed = [str(event.message) for event in events if isinstance(event, RecordingFailed)]
    assert ["mine is a link" in text for text in failed] == [True, True]
    assert sorted(file.name for file in victim.iterdir()) == names
    assert_untouched(victim)


@pytest.mark.parametrize("act", ["label", "open"])
def test_the_folder_of_a_run_that_is_labelled_or_opened(act, tmp_path, monkeypatch):
    """A project of the user's may have a `label.json` or `run.json` as well."""
    config = small("logistic", {"data.validation_size": 100})
    folder, victim = kept(config, tmp_path / "runs"), tmp_path / "victim"
    victim.mkdir()
    for name in (layout.LABEL_FILE, layout.RUN_FILE):
        (victim / name).write_bytes(b"mine")

    def swap(*_arguments):
        os.replace(folder, tmp_path / "aside")
        folder.symlink_to(victim, target_is_directory=True)

    record = outline(folder)
    if act == "label":
        swap()
        with pytest.raises(InklingError, match="is a link"):
            update_label(folder, Label("other"), Label())
    else:
        monkeypatch.setattr(opening, "outline", lambda _folder: swap() or record)
        with pytest.raises(InklingError, match="is a link"):
            opening.open_test_set(folder)
    assert sorted(file.name for file in victim.iterdir()) == [layout.LABEL_FILE, layout.RUN_FILE]
    assert_untouched(victim)


def test_a_run_behind_a_link_of_its_name_is_labelled(tmp_path):
    folder = kept(small("logistic"), tmp_path / "elsewhere")
    (tmp_path / "runs").mkdir()
    link = tmp_path / "runs" / folder.name
    link.symlink_to(folder, target_is_directory=True)
    update_label(link, Label("other"), Label())
    assert read_label(folder).name == "other"


def test_the_lock_of_a_run(tmp_path):
    """Nothing is opened through it."""
    victim = tmp_path / "victim"
    victim.write_bytes(b"mine")
    (tmp_path / layout.LOCK_FILE).symlink_to(victim)
    lock = layout.lock_of(tmp_path)
    with pytest.raises(OSError, match="not a lock"):
        lock.acquire()
    assert victim.read_bytes() == b"mine"
