"""Jobs: done one after the other in a thread, their results heard in the GUI thread."""

import sys
import threading
import time
from functools import partial

import pytest
from PySide6.QtCore import QThread
from PySide6.QtWidgets import QLabel

from core.cancellation import CancelledError, check_cancelled
from core.errors import InklingError
from core.messages import message
from gui.background import jobs as jobs_module
from gui.background import threads
from gui.background.jobs import JobQueue, ignore_result
from gui.background.threads import Background
from tests.gui.driving import WAIT_MS, Recorder, destroy


@pytest.fixture
def gate():
    """Keeps a job waiting until it is set."""
    event = threading.Event()
    yield event
    event.set()


@pytest.fixture
def often_interrupted():
    """Python goes from thread to thread as often as it can."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


def thread_of(jobs):
    return jobs.findChild(QThread)


def open_later(gate):
    """Open it from another thread, while this one waits; long after it has begun to wait."""
    threading.Timer(0.3, gate.set).start()


class TestDoing:
    def test_one_after_the_other_in_the_order_of_asking(self, jobs, wait):
        begun, ended, heard = [], [], []

        def work(number):
            begun.append(number)
            assert len(begun) == len(ended) + 1
            ended.append(number)
            return number * number

        for number in range(20):
            jobs.submit(lambda number=number: work(number), heard.append)
        wait(lambda: len(heard) == 20)
        assert begun == ended == list(range(20))
        assert heard == [number * number for number in range(20)]

    def test_the_work_away_from_the_gui_thread_and_the_results_in_it(self, jobs, wait):
        here, places = threading.get_ident(), []
        jobs.submit(
            threading.get_ident, lambda there: places.append((there, threading.get_ident()))
        )
        wait(lambda: places)
        ((work_place, result_place),) = places
        assert work_place != here
        assert result_place == here

    def test_the_gui_thread_goes_on_meanwhile(self, jobs, wait, gate):
        heard = []
        jobs.submit(lambda: gate.wait(WAIT_MS / 1000), heard.append)
        assert heard == []
        gate.set()
        wait(lambda: heard == [True])

    def test_a_result_may_lead_to_another_job(self, jobs, wait):
        heard = []
        jobs.submit(lambda: 1, lambda one: jobs.submit(lambda: one + 1, heard.append))
        wait(lambda: heard == [2])


class TestFailing:
    def test_is_told_in_its_own_words_and_the_next_is_done(self, jobs, wait):
        def fail():
            raise InklingError(message("The file {name} is gone.", name="x"))

        failed, heard = Recorder(jobs.failed), []
        jobs.submit(fail, heard.append)
        jobs.submit(lambda: "next", heard.append)
        wait(lambda: heard)
        assert heard == ["next"]
        assert [str(text) for (text,) in failed.heard] == ["The file x is gone."]

    def test_is_told_and_logged_whatever_it_was(self, jobs, wait, caplog):
        failed, heard = Recorder(jobs.failed), []
        jobs.submit(lambda: int("many"), heard.append)
        jobs.submit(lambda: "next", heard.append)
        wait(lambda: heard)
        assert heard == ["next"]
        assert [str(text) for (text,) in failed.heard] == [
            "Something failed: ValueError: invalid literal for int() with base 10: 'many'"
        ]
        assert [record.message for record in caplog.records] == ["a job failed"]

    @pytest.mark.parametrize(
        "error", [MemoryError(), RuntimeError("DefaultCPUAllocator: can't allocate memory")]
    )
    def test_too_little_memory_has_a_sentence_of_its_own(self, jobs, wait, error):
        def fail():
            raise error

        failed = Recorder(jobs.failed)
        jobs.submit(fail, lambda _: None)
        wait(lambda: failed.heard)
        ((text,),) = failed.heard
        assert str(text).startswith("Not enough memory. Close other programs")
        assert type(error).__name__ in text.details

    def test_is_shown_by_on_error_alone_where_there_is_one(self, jobs, wait):
        shown, results, reasons = Recorder(jobs.failed), [], []
        jobs.submit(lambda: int("many"), results.append, reasons.append)
        jobs.submit(lambda: 1, results.append, reasons.append)
        wait(lambda: results)
        assert results == [1]
        assert [str(reason) for reason in reasons] == [
            "Something failed: ValueError: invalid literal for int() with base 10: 'many'"
        ]
        assert "Traceback" in reasons[0].details
        assert not shown.heard

    def test_can_be_shown_in_the_message_line_by_on_error_too(self, jobs, wait):
        shown = Recorder(jobs.failed)
        jobs.submit(lambda: int("many"), int, jobs.report)
        wait(lambda: shown.heard)
        assert len(shown.heard) == 1

    def test_goes_to_the_message_line_once_on_error_is_gone(self, jobs, wait):
        shown, label = Recorder(jobs.failed), QLabel()
        jobs.submit(lambda: int("many"), label.setText, label.setText)
        destroy(label)
        wait(lambda: shown.heard)
        assert len(shown.heard) == 1


class TestWhoeverAskedIsGone:
    @pytest.mark.parametrize("work", [lambda: "text", lambda: int("many")], ids=["done", "failed"])
    def test_the_answer_is_dropped(self, jobs, wait, work):
        label, heard = QLabel(), []
        jobs.submit(work, label.setText, label.setText)
        jobs.submit(work, partial(label.setNum), partial(label.setNum))
        jobs.submit(lambda: "next", heard.append)
        destroy(label)
        wait(lambda: heard)  # without an exception that nobody caught


class TestThread:
    def test_there_is_none_before_the_first_job(self, jobs, wait):
        assert not thread_of(jobs).isRunning()
        heard = []
        jobs.submit(lambda: 1, heard.append)
        assert thread_of(jobs).isRunning()
        wait(lambda: heard)

    def test_all_jobs_share_one(self, jobs, wait):
        heard = []
        for count in range(1, 6):
            jobs.submit(threading.get_ident, heard.append)
            wait(lambda count=count: len(heard) == count)
        assert len(set(heard)) == 1

    def test_there_is_none_after_closing(self, jobs, background, wait):
        heard = []
        jobs.submit(lambda: 1, heard.append)
        wait(lambda: heard)
        background.close()
        assert not thread_of(jobs).isRunning()


class TestClosing:
    def test_waits_for_the_job_under_way_and_drops_the_rest(
        self, jobs, background, wait, gate, qapp
    ):
        begun, done, heard = threading.Event(), [], []

        def in_hand():
            begun.set()
            gate.wait(WAIT_MS / 1000)
            done.append("in hand")

        jobs.submit(in_hand, heard.append)
        for _ in range(3):
            jobs.submit(lambda: done.append("waiting"), heard.append)
        assert begun.wait(WAIT_MS / 1000)
        open_later(gate)
        background.close()
        qapp.processEvents()
        assert done == ["in hand"]
        assert heard == []

    def test_what_must_not_be_lost_is_done_all_the_same(self, jobs, background, gate, qapp):
        begun, done, heard = threading.Event(), [], []
        jobs.submit(lambda: begun.set() or gate.wait(WAIT_MS / 1000), heard.append)
        for number, is_kept in enumerate((False, True, False, True)):
            jobs.submit(
                lambda number=number: done.append(number), heard.append, must_finish=is_kept
            )
        assert begun.wait(WAIT_MS / 1000)
        open_later(gate)
        background.close()
        qapp.processEvents()
        assert done == [1, 3]
        assert heard == []

    def test_what_is_not_finished_in_time_is_named(self, jobs, background, gate, monkeypatch):
        monkeypatch.setattr(threads, "MAX_WAIT_S", 0.05)
        begun = threading.Event()
        jobs.submit(
            lambda: begun.set() or gate.wait(WAIT_MS / 1000),
            ignore_result,
            must_finish=True,
            purpose="first",
        )
        jobs.submit(int, ignore_result, must_finish=True, purpose="second")
        jobs.submit(int, ignore_result, purpose="only reading")
        assert begun.wait(WAIT_MS / 1000)
        for _ in range(2):
            background.close()
        (thread,) = background.running()
        assert thread.unfinished() == ["first", "second"]
        gate.set()
        assert thread.wait(WAIT_MS)
        assert thread.unfinished() == []

    def test_what_fails_after_closing_is_logged(self, jobs, background, gate, caplog):
        begun = threading.Event()
        jobs.submit(lambda: begun.set() or gate.wait(WAIT_MS / 1000), ignore_result)

        def fail():
            raise InklingError(message("The disk is full."))

        jobs.submit(fail, ignore_result, must_finish=True, purpose="the name of a run")
        assert begun.wait(WAIT_MS / 1000)
        open_later(gate)
        background.close()
        assert "not done: the name of a run: The disk is full." in caplog.text

    @pytest.mark.parametrize("must_finish", [True, False])
    def test_data_that_are_being_read_are_given_up(
        self, must_finish, jobs, background, gate, monkeypatch
    ):
        monkeypatch.setattr(jobs_module, "MAX_FINISHING_S", WAIT_MS / 1000)
        begun, ends = threading.Event(), []

        def read():
            begun.set()
            try:
                while not gate.wait(0.001):
                    check_cancelled()
            except CancelledError:
                ends.append("cancelled")
            else:
                ends.append("read")

        jobs.submit(read, ignore_result, must_finish=must_finish)
        assert begun.wait(WAIT_MS / 1000)
        if must_finish:
            open_later(gate)
        background.close()
        assert ends == ["read" if must_finish else "cancelled"]

    @pytest.mark.parametrize("is_kept_in_part", [True, False])
    def test_what_must_finish_reads_no_longer_than_a_moment(
        self, is_kept_in_part, jobs, background, monkeypatch, caplog
    ):
        """Pictures may take minutes, and closing would wait as long as it waits at all."""
        monkeypatch.setattr(jobs_module, "MAX_FINISHING_S", 0.05)
        begun, ends = threading.Event(), []

        def read():
            begun.set()
            try:
                while not background.is_closed or background.running():
                    check_cancelled()
            except CancelledError:
                ends.append("cancelled")
                if not is_kept_in_part:
                    raise

        jobs.submit(read, ignore_result, must_finish=True, purpose="a page")
        jobs.submit(
            lambda: check_cancelled() or ends.append("written"), ignore_result, must_finish=True
        )
        assert begun.wait(WAIT_MS / 1000)
        began_s = time.monotonic()
        background.close()
        assert time.monotonic() - began_s < threads.MAX_WAIT_S / 2
        assert ends == ["cancelled", "written"]  # each has its moment
        assert ("not finished: a page" in caplog.text) == is_kept_in_part
        assert ("not done: a page: It was cancelled." in caplog.text) != is_kept_in_part

    def test_nothing_is_done_afterwards(self, jobs, background, qapp):
        done = []
        background.close()
        jobs.submit(lambda: done.append(1), done.append)
        assert not thread_of(jobs).isRunning()
        qapp.processEvents()
        assert done == []

    def test_twice_does_no_harm(self, jobs, background, wait):
        heard = []
        jobs.submit(lambda: 1, heard.append)
        wait(lambda: heard)
        background.close()
        background.close()
        assert not thread_of(jobs).isRunning()

    def test_never_waits_for_a_job_that_was_taken_just_then(self, often_interrupted):
        for _ in range(400):
            background = Background()
            jobs = JobQueue(background)
            for _ in range(300):
                jobs.submit(int, int)
            background.close()
            assert not thread_of(jobs).isRunning()
