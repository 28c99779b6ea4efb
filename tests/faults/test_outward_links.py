"""Links that lead from a run, or from pictures of a class, to what belongs to somebody else."""

import json
import os
import shutil

import numpy as np
import pytest
from PIL import Image

from core.data import handwriting
from core.data.handwriting import DIGITS
from core.lifecycle import clean_up
from core.lifecycle.clean_up import CleanUpOptions
from core.storage.layout import BEST_FILE, EPOCHS_FOLDER, METRICS_FILE, RUN_FILE
from gui.runs.clean_up import _clear
from tests.core.export.test_formats import kept
from tests.core.running import small

pytestmark = pytest.mark.skipif(os.name != "posix", reason="links need a right there")
GIVEN, OTHER = "20261101-101010-logistic-aaaaaaaa", "20261102-101010-logistic-bbbbbbbb"


@pytest.fixture
def runs_dir(tmp_path):
    """A run of one's own, and a given one whose best epoch is in no file but among its epochs."""
    folder = tmp_path / "runs"
    kept(small("logistic"), folder, OTHER)
    given = kept(small("logistic"), folder, GIVEN)
    first = json.loads((given / METRICS_FILE).read_text().splitlines()[0])
    description = json.loads((given / RUN_FILE).read_text())
    (given / RUN_FILE).write_text(json.dumps(description | {"best": first}))
    (given / BEST_FILE).unlink(missing_ok=True)
    shutil.rmtree(given / EPOCHS_FOLDER, ignore_errors=True)
    return folder


def files_below(folder):
    return {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.mark.parametrize("target", [f"../{OTHER}/{EPOCHS_FOLDER}", "..", "../../documents"])
def test_cleaning_up_epochs_deletes_the_link_alone(runs_dir, tmp_path, target):
    documents = tmp_path / "documents"
    (documents / "photos").mkdir(parents=True)
    (documents / "photos" / "a.jpg").write_text("a picture")
    (runs_dir / OTHER / EPOCHS_FOLDER).mkdir(exist_ok=True)
    link = runs_dir / GIVEN / EPOCHS_FOLDER
    link.symlink_to(target)
    (link / "0001.safetensors").write_text("the best epoch's name")
    (link / "0002.safetensors").write_text("another one's")
    link.unlink()
    before = files_below(tmp_path)
    link.symlink_to(target)

    removals = clean_up.plan(clean_up.survey(runs_dir), CleanUpOptions(epochs=True))
    removals = [removal for removal in removals if removal.run == GIVEN]
    _clear(removals, removals, for_good=True)
    assert not link.is_symlink()
    assert files_below(tmp_path) == before


def test_nothing_is_removed_behind_a_link_that_was_made_meanwhile(runs_dir, tmp_path):
    epochs = runs_dir / GIVEN / EPOCHS_FOLDER
    epochs.mkdir()
    for name in ("0001.safetensors", "0002.safetensors", "mine.txt"):
        (epochs / name).write_text(name)
    removals = clean_up.plan(clean_up.survey(runs_dir), CleanUpOptions(epochs=True))
    removals = [removal for removal in removals if removal.run == GIVEN]
    assert [removal.path.name for removal in removals] == ["0002.safetensors"]  # not one's own

    elsewhere = epochs.rename(tmp_path / "elsewhere")
    epochs.symlink_to(elsewhere)
    cleared = _clear(removals, removals, for_good=True)
    assert list(cleared.refused) == removals
    assert len(list(elsewhere.iterdir())) == 3


def test_a_class_folder_that_is_a_link_is_named_and_not_imported(tmp_path):
    private, given = tmp_path / "private", tmp_path / "given"
    private.mkdir()
    given.mkdir()
    for folder in (private, given / "1"):
        folder.mkdir(exist_ok=True)
        Image.fromarray(np.full((28, 28), 200, np.uint8)).save(folder / "picture.png")
    (given / "0").symlink_to(private)
    imported = handwriting.import_from(given, tmp_path / "handwriting", DIGITS)
    assert [sample.label for sample in imported.samples] == [1]
    assert "is a link, so it is not followed" in " ".join(map(str, imported.problems))
