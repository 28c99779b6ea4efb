"""Of several requests only the newest counts, and only one is done at a time."""

import threading

import pytest
from PySide6.QtWidgets import QLabel

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


def hold(gate, done, name):
    """Return work that waits for the gate."""

    def work():
        gate.wait(WAIT_MS / 1000)
        done.append(name)
        return name

    return work


def test_only_the_newest_of_those_made_meanwhile_is_done(latest, wait, gate):
    done, results = [], []
    for name in "abcd":
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
    done, results, after = [], [], []
    for name in "ab":
        latest.request(hold(gate, done, name), results.append)
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
