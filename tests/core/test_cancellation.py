"""Exports and imports that are cancelled: soon, and with nothing left over."""

import time
from pathlib import Path

import numpy as np
import pytest

from core.cancellation import (
    CancelledError,
    cancelled_by,
    go_on,
    part_of_work,
    shares_reported_to,
)
from core.data import datasets, handwriting
from core.export.formats import Format, export
from core.export.page import choosing
from core.export.source import source_of
from core.lifecycle import archive as archives
from core.network import models
from core.program import own_data, script
from core.storage.layout import folders
from tests.core.export.test_formats import kept
from tests.core.running import small

LONG = (Format.PAGE, Format.ONNX, Format.ZIP, Format.TENSORBOARD)
NAME = "20261124-120000-mlp-00000001"
WIDE = {
    "model.hidden": [{"units": 2048, "activation": "relu"}, {"units": 2048, "activation": "relu"}],
    "data.train_size": 2000,
    "data.test_size": 1000,
}
PROMPT_S = 10.0  # between two checks; on one busy core the inverse of 2048 x 2048 takes seconds


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return kept(small("mlp", {"epochs": 2}), tmp_path_factory.mktemp("runs"), NAME)


def after(checks):
    """A question that is answered with yes after so many checks, and their number."""
    asked = []

    def is_cancelled():
        asked.append(time.monotonic())
        return len(asked) > checks

    return is_cancelled, asked


def files_in(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("kind", LONG)
def test_an_export_ends_at_any_check_and_leaves_no_file(kind, folder, tmp_path):
    source = source_of(folder)
    path = tmp_path / f"x{kind.suffix}"
    checks = 0
    while True:
        is_cancelled, asked = after(checks)
        try:
            with cancelled_by(is_cancelled):
                export(source, kind, path)
        except CancelledError:
            assert files_in(tmp_path) == []
            checks = checks * 2 + 1
        else:
            break
    assert len(asked) <= checks
    assert checks > 0
    assert files_in(tmp_path) != []


def test_an_import_ends_at_any_check_and_leaves_no_run(folder, tmp_path):
    archives.pack(folder, tmp_path / "x.zip")
    checks = 0
    while True:
        try:
            with cancelled_by(after(checks)[0]):
                archives.unpack(tmp_path / "x.zip", tmp_path / "mine")
        except CancelledError:
            assert list((tmp_path / "mine").iterdir()) == []
            checks += 1
        else:
            break
    assert checks > 3
    assert [path.name for path in folders(tmp_path / "mine")] == [NAME]


def test_the_page_of_a_wide_network_is_cancelled_soon():
    """Two layers of 2,048 neurons took half a minute, in which nothing ended it."""
    config = small("relu-dropout", WIDE)
    weights = models.copy_of_weights(
        models.build(config.model, models.weight_generator(config.seed))
    )
    is_cancelled, asked = after(10**9)
    shares = []
    with cancelled_by(is_cancelled), shares_reported_to(shares.append):
        choosing.choose(config, weights)
    assert max(np.diff(asked)) < PROMPT_S
    assert len(asked) > 50
    assert shares == sorted(shares)
    assert len(shares) >= 2


def test_data_that_are_not_read_to_the_end_are_not_missing(folder, monkeypatch):
    """A page of them would keep 32 bits, and a program would read other data."""
    record = source_of(folder).record

    def read(*_):
        raise CancelledError

    monkeypatch.setattr(datasets, "load", read)
    with pytest.raises(CancelledError):
        choosing.choose(record.config, source_of(folder).weights())
    monkeypatch.setattr(own_data, "opened_root", read)
    with pytest.raises(CancelledError):
        script.script(
            small(
                "mlp", {"data.dataset": str(folder.parent), "data.class_names": list("0123456789")}
            )
        )


@pytest.mark.parametrize("count", range(4))
def test_handwriting_imported_before_stays(count, tmp_path):
    for label in range(3):
        handwriting.keep(tmp_path / "theirs", np.eye(28, dtype=np.float32), label)
    theirs, mine = tmp_path / "theirs", tmp_path / "mine"
    with cancelled_by(lambda: _pictures(mine) >= count):
        if count:
            imported = handwriting.import_from(theirs, mine)
            assert imported.count == count
            assert [str(problem) for problem in imported.problems] == (
                ["It was cancelled."] if count < 3 else []
            )
        else:
            with pytest.raises(CancelledError):
                handwriting.import_from(theirs, mine)
    assert len(handwriting.samples(mine)[0]) == count


def test_an_export_of_handwriting_is_cancelled(tmp_path):
    for label in range(3):
        handwriting.keep(tmp_path / "mine", np.eye(28, dtype=np.float32), label)
    out = tmp_path / "out"
    with cancelled_by(lambda: _pictures(out) == 1), pytest.raises(CancelledError):
        handwriting.export(tmp_path / "mine", out)
    assert _pictures(out) == 1


def _pictures(folder: Path) -> int:
    """Number of pictures written there so far."""
    return len(list(folder.rglob("*.png")))


def test_parts_of_the_work_share_one_progress():
    shares = []
    with shares_reported_to(shares.append):
        for index in range(2):
            with part_of_work(index, 2), part_of_work(1, 2):
                go_on(0.5)
    assert shares == [0.375, 0.875]
