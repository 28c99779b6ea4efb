"""Links that another process puts in the place of a folder while something is done in it."""

import os
import shutil
import sys
from contextlib import suppress

import numpy as np
import pytest

from core import files as careful_files
from core.comparison.kept import files as comparisons
from core.config.catalogue import DIGITS
from core.data import datasets, handwriting
from core.errors import InklingError
from core.lifecycle.recording import record
from core.run.control import Control
from core.run.events import EpochCompleted, RecordingFailed
from core.run.moment import Moment
from core.search import kept as searches
from core.storage import epoch_weights, layout
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
