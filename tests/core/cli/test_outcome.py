"""What a command that trains several runs says of all of them at its end."""

import threading

import pytest

from core.cli.console import DONE, FAILED, drive
from core.messages import Message
from core.run.events import EndReason, RecordingFailed, RecordingResumed, RunEnded

FULL, WELL = Message("The disk is full."), Message("All is kept again.")


def failed(run, *, is_run_kept=False):
    return RecordingFailed(run, FULL, is_run_kept)


def resumed(run):
    return RecordingResumed(run, WELL)


@pytest.mark.parametrize(
    ("events", "status", "is_kept"),
    [
        ([], DONE, True),
        ([failed("a")], FAILED, False),
        ([failed("a", is_run_kept=True)], FAILED, True),
        ([failed("a"), failed("a", is_run_kept=True)], FAILED, False),
        ([failed("a"), resumed("a")], DONE, True),
        ([failed("a"), failed("b"), resumed("b")], FAILED, False),
        ([RunEnded("a", EndReason.DIVERGED, 1), failed("b"), resumed("b")], FAILED, True),
    ],
)
def test_what_works_again_in_one_run_mends_no_other(events, status, is_kept):
    outcome = drive(iter(events), threading.Event(), is_json=False)
    assert (outcome.status, outcome.is_kept) == (status, is_kept)
