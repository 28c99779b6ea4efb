"""Of several requests only the newest counts, and only one is done at a time."""

import threading
import time

import pytest
from PySide6.QtWidgets import QLabel

from core.cancellation import CancelledError, check_cancelled
from gui.background.jobs import ignore_result
from gui.background.latest_job import LatestJob
from tests.gui.driving import WAIT_MS, Recorder, destroy


@pytest.fixture
def gate():
    """Keeps a job waiting until it is set."""
    event = threading.Event()
    yield event
    event.set()


@pytest.fixture
def latest(jobs):
    return LatestJob(jobs)


def hold(gate, done, name, begun=None):
    """Return work that waits for the gate, and sets `begun` before."""

    def work():
        if begun is not None:
            begun.set()
        gate.wait(WAIT_MS / 1000)
        done.append(name)
        return name

    return work


def test_only_the_newest_of_those_made_meanwhile_is_done(latest, wait, gate):
    begun, done, results = threading.Event(), [], []
    latest.request(hold(gate, done, "a", begun), results.append)
    assert begun.wait(WAIT_MS / 1000)
    for name in "bcd":
        latest.request(hold(gate, done, name), results.append)
    assert latest.is_running
    gate.set()
    wait(lambda: results)
    assert done == ["a", "d"]
    assert results == ["d"]
    assert not latest.is_running


def test_an_older_answer_about_the_same_counts_too(latest, wait, gate):
    done, results = [], []
    for name, topic in (("a", 1), ("b", 2), ("c", 1)):
        latest.request(hold(gate, done, name), results.append, topic=topic)
    gate.set()
    wait(lambda: len(results) == 2)
    assert results == ["a", "c"]


def test_cancelling_drops_the_answer_and_what_waits(latest, jobs, wait, gate):
    begun, done, results, after = threading.Event(), [], [], []
    latest.request(hold(gate, done, "a", begun), results.append)
    assert begun.wait(WAIT_MS / 1000)
    latest.request(hold(gate, done, "b"), results.append)
    latest.cancel()
    gate.set()
    wait(lambda: not latest.is_running)
    jobs.submit(lambda: 1, after.append)
    wait(lambda: after)
    assert done == ["a"]
    assert results == []
    latest.request(lambda: "c", results.append)
    wait(lambda: results == ["c"])


def test_an_answer_may_lead_to_another_request(latest, wait):
    results = []

    def take(result):
        assert not latest.is_running
        results.append(result)
        if result < 3:
            latest.request(lambda: result + 1, take)

    latest.request(lambda: 1, take)
    wait(lambda: results == [1, 2, 3])


class TestFailing:
    def test_is_shown_in_the_message_line_and_the_next_request_is_done(self, latest, jobs, wait):
        shown, results = Recorder(jobs.failed), []
        latest.request(lambda: 1 // 0, results.append)
        wait(lambda: shown.heard)
        assert not latest.is_running
        latest.request(lambda: 1, results.append)
        wait(lambda: results == [1])

    def test_is_shown_by_on_error_alone_where_there_is_one(self, latest, jobs, wait):
        shown, reasons = Recorder(jobs.failed), []
        latest.request(lambda: 1 // 0, print, reasons.append)
        wait(lambda: reasons)
        assert "ZeroDivisionError" in str(reasons[0])
        assert not shown.heard

    def test_of_an_older_request_is_dropped(self, latest, jobs, wait, gate):
        shown, results = Recorder(jobs.failed), []
        latest.request(lambda: gate.wait(WAIT_MS / 1000) and 1 // 0, results.append)
        latest.request(lambda: 1, results.append)
        gate.set()
        wait(lambda: results == [1])
        assert not shown.heard

    def test_of_an_answer_does_not_hold_up_the_next_request(self, latest, wait, gate, qtbot):
        results = []

        def fail(_result):
            latest.request(lambda: 2, results.append)
            raise RuntimeError("shown by nobody")

        with qtbot.captureExceptions() as errors:
            latest.request(lambda: 1, fail)
            wait(lambda: results == [2])
        assert len(errors) == 1


def test_a_widget_that_is_gone_is_not_called(latest, jobs, wait, gate):
    label, done, after = QLabel(), [], []
    latest.request(hold(gate, done, "text"), label.setText)
    destroy(label)
    gate.set()
    jobs.submit(lambda: 1, after.append)
    wait(lambda: after)  # without an exception that nobody caught
    assert not latest.is_running


class TestReadingData:
    """Data are read until nobody waits for the answer any more."""

    @pytest.fixture
    def read(self, gate):
        """Return work that reads until the gate opens or it is cancelled, and lists its ends."""
        ends = []

        def reading(begun=None):
            if begun is not None:
                begun.set()
            try:
                while not gate.wait(0.001):
                    check_cancelled()
            except CancelledError:
                ends.append("cancelled")
                raise
            ends.append("read")
            return "data"

        reading.ends = ends
        return reading

    @pytest.fixture
    def begun(self, latest, read):
        """A request that is reading."""
        event, answers = threading.Event(), []
        latest.request(lambda: read(event), answers.append, answers.append, source="pictures")
        assert event.wait(WAIT_MS / 1000)
        return answers

    def test_is_cancelled_with_the_request(self, latest, read, begun, wait, jobs):
        shown = Recorder(jobs.failed)
        latest.cancel()
        wait(lambda: not latest.is_running)
        assert (read.ends, begun, shown.heard) == (["cancelled"], [], [])

    def test_is_cancelled_by_a_request_for_other_data(self, latest, read, begun, wait):
        results = []
        latest.request(lambda: "other", results.append, source="digits")
        wait(lambda: results)
        assert (read.ends, begun, results) == (["cancelled"], [], ["other"])

    def test_goes_on_for_a_request_that_needs_the_same(self, latest, read, begun, wait, gate):
        results = []
        latest.request(lambda: "same", results.append, source="pictures")
        gate.set()
        wait(lambda: results)
        assert (read.ends, begun, results) == (["read"], [], ["same"])

    def test_is_not_started_for_a_request_that_was_cancelled_in_the_queue(
        self, latest, jobs, wait, gate, read
    ):
        after = []
        jobs.submit(lambda: gate.wait(WAIT_MS / 1000), ignore_result)
        latest.request(read, print)
        latest.cancel()
        gate.set()
        jobs.submit(lambda: 1, after.append)
        wait(lambda: after)
        assert read.ends == []

    def test_what_is_cancelled_is_no_answer_to_the_same_question_asked_again(
        self, latest, read, wait, gate
    ):
        event, results, reasons = threading.Event(), [], []
        latest.request(lambda: read(event), print, reasons.append, topic="same")
        assert event.wait(WAIT_MS / 1000)
        latest.cancel()
        wait_for(lambda: read.ends)
        latest.request(lambda: "again", results.append, reasons.append, topic="same")
        wait(lambda: results)
        assert (results, reasons) == (["again"], [])

    def test_is_cancelled_once_the_widget_is_gone(self, latest, read, wait):
        event, label = threading.Event(), QLabel()
        latest.request(lambda: read(event), label.setText)
        assert event.wait(WAIT_MS / 1000)
        destroy(label)
        wait(lambda: not latest.is_running)
        assert read.ends == ["cancelled"]


def wait_for(is_so):
    """Wait without delivering answers."""
    deadline = time.monotonic() + WAIT_MS / 1000
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.001)
