"""Runs and labels that cannot be read for a moment, and two windows that name the same run."""

import os
import shutil
from pathlib import Path

import pytest

from core.errors import RunFolderError
from core.storage import labels, layout
from core.storage import records as runs
from tests.core.export.test_formats import kept
from tests.core.running import small
from tests.faults.test_unread_files import TestLabels, failing, made_old
from tests.gui.runs.test_kept_runs import close, open_application, runs_dir, settle

__all__ = ["close", "open_application", "runs_dir", "settle"]
MINE = TestLabels.MINE
del TestLabels


@pytest.fixture
def folder(runs_dir):
    return kept(small("logistic"), runs_dir)


@pytest.mark.parametrize("name", [layout.RUN_FILE, layout.LABEL_FILE])
def test_what_cannot_be_read_is_read_again(name, folder, open_application, settle, wait):
    labels.write_label(folder, MINE)
    application = open_application(finds=False)
    with failing(name):
        application.kept.find()
        wait(lambda: "cannot be read" in application.window.notice.text)
    settle(application)
    application.kept.find()
    wait(lambda: [e.given_name for e in application.store.entries()] == [MINE.name])
    settle(application)
    assert labels.read_label(folder) == MINE


@pytest.mark.parametrize("part", ["_config", "_fill"])
def test_one_that_fails_as_nobody_expects_costs_itself_only(
    part, folder, open_application, settle, monkeypatch
):
    """It is named, with the traceback; the others of its chunk are listed."""
    others = [folder.with_name(name) for name in ("another", "third")]
    for other in others:
        shutil.copytree(folder, other)
    original = getattr(runs, part)

    def fail(*arguments):
        if {folder, folder / layout.RUN_FILE}.intersection(map(Path, map(str, arguments))):
            raise LookupError("no\nway")
        return original(*arguments)

    monkeypatch.setattr(runs, part, fail)
    application = open_application()
    settle(application)
    shown = {entry.record.run for entry in application.store.entries()}
    assert shown == {other.name for other in others}
    notice = application.window.notice
    assert f"{folder} cannot be read: LookupError: no\\nway." in notice.text
    assert "Traceback" in notice._details
    with pytest.raises(RunFolderError, match=folder.name):
        runs.outline(folder)


def test_a_label_that_fails_as_nobody_expects_costs_its_name_only(
    folder, open_application, settle, monkeypatch
):
    labels.write_label(folder, MINE)

    def fail(_values):
        raise LookupError

    monkeypatch.setattr(labels, "_validated", fail)
    application = open_application()
    settle(application)
    assert [entry.record.run for entry in application.store.entries()] == [folder.name]
    assert f"{folder} cannot be read: LookupError: ." in application.window.notice.text
    monkeypatch.undo()
    assert labels.read_label(folder) == MINE


def test_one_whose_status_is_unknown_is_not_gone(folder, open_application, settle, wait):
    """Its check box, and all of it that only the window knows, stays."""
    application = open_application()
    application.store.set_visible(folder.name, True)
    entry = application.store.get(folder.name)
    with failing(layout.RUN_FILE, "stat"):
        application.kept.find()
        wait(lambda: "Input/output error" in application.window.notice.text)
        settle(application)
        assert application.store.get(folder.name) is entry

    application.kept.find()
    settle(application)
    assert application.store.get(folder.name) is entry

    shutil.rmtree(folder)
    application.kept.find()
    wait(lambda: application.store.entries() == [])


def test_one_that_is_still_being_copied_stays_and_is_read_again(
    folder, open_application, settle, wait
):
    content = (folder / layout.RUN_FILE).read_bytes()
    made_old(folder)
    (folder / layout.RUN_FILE).write_bytes(b"")
    application = open_application()
    assert not application.window.notice.isVisible()
    (folder / layout.RUN_FILE).write_bytes(content)
    application.kept.find()
    wait(application.store.entries)
    assert not application.window.notice.isVisible()


def test_a_damaged_one_is_set_aside_once_nothing_writes_to_it(
    folder, open_application, settle, wait
):
    file = folder / layout.RUN_FILE
    file.write_bytes(file.read_bytes()[:300])
    application = open_application()
    assert folder.exists()
    made_old(folder)
    application.kept.find()
    settle(application)
    assert folder.exists()
    made_old(file)
    application.kept.find()
    wait(lambda: "The run's folder is now" in application.window.notice.text)
    assert not folder.exists()


@pytest.mark.usefixtures("nothing_is_new")
def test_what_another_process_replaces_is_not_set_aside(
    folder, open_application, settle, wait, monkeypatch
):
    """The description was damaged when it was read, and is sound before the run is moved."""
    sound = (folder / layout.RUN_FILE).read_bytes()
    (folder / layout.RUN_FILE).write_bytes(sound[:300])
    outline = runs.outline

    def replaced_afterwards(path):
        try:
            return outline(path)
        finally:
            (path / layout.RUN_FILE).write_bytes(sound)

    monkeypatch.setattr(runs, "outline", replaced_afterwards)
    application = open_application(finds=False)
    application.kept.find()
    wait(application.store.entries)
    settle(application)
    assert not application.window.notice.isVisible()
    assert not (folder.parent / layout.DAMAGED_FOLDER).exists()


def test_what_can_be_read_again_is_reported_again(folder, open_application, settle, wait):
    application = open_application(finds=False)
    notice = application.window.notice
    for _ in range(2):
        with failing(layout.RUN_FILE):
            application.kept.find()
            wait(lambda: "cannot be read" in notice.text and notice.isVisible())
        settle(application)
        application.kept.find()
        wait(application.store.entries)
        settle(application)
        notice.hide()
        os.utime(folder / layout.RUN_FILE)  # as if it was written meanwhile


def test_two_windows_name_a_run(folder, open_application, settle, wait):
    first, second = (open_application(finds=False) for _ in range(2))
    for application in (first, second):
        application.kept.find()
        wait(application.store.entries)
        settle(application)
    second.store.rename(folder.name, "mine")
    second.store.set_style(folder.name, 5)
    settle(second)
    first.store.set_visible(folder.name, True)
    label = labels.read_label
    wait(lambda: first.store.get(folder.name).given_name == "mine")
    settle(first)
    assert (label(folder).name, label(folder).style) == ("mine", 5)
