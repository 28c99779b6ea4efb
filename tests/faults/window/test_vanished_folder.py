"""A runs folder that goes away while a window is open, and comes back."""

import os
import random
import shutil

import pytest

from core.lifecycle.archive import pack
from core.storage import layout
from tests.faults.window.test_two_windows import UNEXPECTED, Actions

ACTIONS = [name for name in vars(Actions) if not name.startswith("_")]
IN_ITS_PLACE = {
    "nothing": lambda path: None,
    "a file": lambda path: path.write_bytes(b"no folder"),
    "a link to itself": lambda path: path.symlink_to(path.name),
    "an empty folder": lambda path: path.mkdir(),
}


def contents(folder):
    return {
        path.relative_to(folder): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name not in (layout.LOCK_FILE, layout.LABEL_FILE)
    }


@pytest.mark.parametrize("place", IN_ITS_PLACE)
def test_whatever_is_done_meanwhile_it_comes_back_unchanged(
    place, open_application, kept, settle, wait, runs_dir, tmp_path
):
    archive = tmp_path / "run.zip"
    runs = [kept() for _ in ACTIONS]
    pack(runs_dir / runs[0], archive)
    application = open_application()
    actions = Actions(archive, tmp_path, random.Random(1))
    reports = []
    application.jobs.failed.connect(lambda reason: reports.append(str(reason)))
    before = contents(runs_dir)
    away = runs_dir.rename(tmp_path / "away")
    IN_ITS_PLACE[place](runs_dir)

    for name, run in zip(ACTIONS, runs, strict=True):
        if application.store.get(run) is not None:
            getattr(actions, name)(application, run)
            settle(application)
            wait(lambda: application.controller.active_count() == 0)
    if os.path.isdir(runs_dir):
        assert all(os.path.exists(folder) for folder in layout.folders(runs_dir))
        shutil.rmtree(runs_dir)
    elif os.path.lexists(runs_dir):
        runs_dir.unlink()
    away.rename(runs_dir)
    for _ in range(2):
        application.kept.find()
        settle(application)

    assert contents(runs_dir) == before
    assert {*runs} <= {entry.record.run for entry in application.store.entries()}
    assert not [text for text in reports if any(word in text for word in UNEXPECTED)], reports
