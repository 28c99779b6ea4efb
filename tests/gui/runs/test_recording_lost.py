"""Runs whose folder could not be written to their end: what the window knows of them stays."""

import errno
import os

import pytest

from core.lifecycle.continuing import continuation
from core.lifecycle.job import job_from
from core.lifecycle.session import train_and_keep
from core.run.control import Control
from core.run.record import RunState
from tests.gui.driving import quick
from tests.gui.runs.test_kept_runs import (
    begin,
    close,
    open_application,
    record_of,
    runs_dir,
    settle,
)

__all__ = ["close", "open_application", "runs_dir", "settle"]
EPOCHS = 12


@pytest.fixture
def trained_on_a_full_disk(open_application, wait, settle, runs_dir, monkeypatch):
    """A window, and a run that it trained to its end while the disk was full from epoch 2 on."""
    application = open_application()
    run = begin(application, quick(changes={"epochs": EPOCHS}))
    wait(lambda: record_of(application, run).epochs_done >= 2)

    def full(_descriptor):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        wait(lambda: application.controller.active_count() == 0)
        settle(application)
    return application, run


def test_the_shorter_run_on_disk_does_not_replace_it(trained_on_a_full_disk, settle):
    application, run = trained_on_a_full_disk
    before = record_of(application, run)
    for _ in range(2):
        application.kept.find()
        settle(application)
    assert record_of(application, run) is before
    assert (before.state, before.epochs_done, len(before.epochs)) == (
        RunState.COMPLETED,
        EPOCHS,
        EPOCHS,
    )


def test_a_longer_one_that_another_process_trained_does(trained_on_a_full_disk, runs_dir, wait):
    application, run = trained_on_a_full_disk
    for _ in train_and_keep(job_from(continuation(runs_dir / run, EPOCHS + 1)), Control(run, 1)):
        pass
    application.kept.find()
    wait(lambda: record_of(application, run).epochs_done == EPOCHS + 1)
