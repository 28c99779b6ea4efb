"""Jobs that take long: their dialog appears, shows how far they are, and cancels them."""

import threading

import pytest
from PySide6.QtWidgets import QProgressBar, QWidget

from core.cancellation import go_on
from core.errors import InklingError
from core.messages import message
from gui.background.long_job import LongJob
from gui.widgets import progress_dialog
from gui.widgets.progress_dialog import ProgressDialog
from tests.gui.driving import WAIT_MS, open_dialog, press_button


@pytest.fixture
def window(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def gate():
    event = threading.Event()
    yield event
    event.set()


@pytest.fixture
def at_once(monkeypatch):
    monkeypatch.setattr(progress_dialog, "DELAY_MS", progress_dialog.INTERVAL_MS)


class Followed:
    """A job whose end is noted."""

    def __init__(self, jobs, work):
        self.heard = []
        self.job = LongJob("a page")
        note = self.heard.append
        self.job.submit(jobs, work, note, note, lambda: note("cancelled"))


def dialogs(window):
    return window.findChildren(ProgressDialog)


def test_the_dialog_shows_how_far_it_is_and_goes_at_the_end(jobs, window, gate, at_once, wait):
    def work():
        go_on(0.25)
        gate.wait(WAIT_MS / 1000)
        return "done"

    followed = Followed(jobs, work)
    ProgressDialog("Export", "Making <b>x</b>…", followed.job, window)
    wait(lambda: [one for one in dialogs(window) if one.isVisible()])
    bar = open_dialog(window).findChild(QProgressBar)
    wait(lambda: bar.value() == bar.maximum() // 4)
    assert not open_dialog(window).isModal()
    gate.set()
    wait(lambda: followed.heard == ["done"])
    wait(lambda: dialogs(window) == [])


@pytest.mark.parametrize("by_button", [True, False])
def test_cancel_ends_the_work(by_button, jobs, window, at_once, wait):
    def work():
        while True:
            go_on(0.5)

    followed = Followed(jobs, work)
    ProgressDialog("Export", "Making x…", followed.job, window)
    wait(lambda: [one for one in dialogs(window) if one.isVisible()])
    if by_button:
        press_button(open_dialog(window), "Cancel")
    else:
        open_dialog(window).close()
    wait(lambda: followed.heard == ["cancelled"])
    wait(lambda: dialogs(window) == [])


def test_one_that_waits_shows_nothing_and_is_not_begun_once_cancelled(
    jobs, window, gate, at_once, wait
):
    begun = []
    first = Followed(jobs, lambda: gate.wait(WAIT_MS / 1000))
    second = Followed(jobs, lambda: begun.append(2))
    for followed in (first, second):
        ProgressDialog("Export", "Making x…", followed.job, window)
    wait(lambda: [one for one in dialogs(window) if one.isVisible()])
    assert sum(one.isVisible() for one in dialogs(window)) == 1
    assert second.job.share is None
    second.job.cancel()
    gate.set()
    wait(lambda: second.heard == ["cancelled"])
    assert begun == []
    assert first.heard == [True]


def test_what_is_short_shows_no_dialog(jobs, window, wait):
    followed = Followed(jobs, lambda: "done")
    ProgressDialog("Export", "Making x…", followed.job, window)
    wait(lambda: dialogs(window) == [])
    assert followed.heard == ["done"]


def test_what_was_complete_when_it_was_cancelled_has_a_result(jobs, gate, wait):
    begun = threading.Event()
    followed = Followed(jobs, lambda: begun.set() or gate.wait(WAIT_MS / 1000))
    assert begun.wait(WAIT_MS / 1000)
    followed.job.cancel()
    gate.set()
    wait(lambda: followed.heard == [True])


def test_a_failure_is_heard(jobs, wait):
    def fail():
        raise InklingError(message("The disk is full."))

    followed = Followed(jobs, fail)
    wait(lambda: [str(one) for one in followed.heard] == ["The disk is full."])
    assert followed.job.is_over
