"""What the application hears of: uncaught exceptions and Ctrl+C."""

import gc
import os
import signal
import sys
import threading

import pytest
from PySide6.QtCore import QObject, QThread, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QToolButton

from core.data import datasets
from core.errors import DataError
from core.machine import devices
from core.machine.devices import options
from core.messages import message
from gui.background.warm_up import WarmUp
from gui.process import garbage
from gui.process.error_reporter import ErrorReporter
from gui.process.interrupts import Interrupts
from tests.gui.driving import LEFT, WAIT_MS, open_dialog, press_button, quick

GO_ON = garbage.go_on


class Clumsy(QObject):
    """Fails when it is called."""

    called = Signal()

    def __init__(self):
        super().__init__()
        self.called.connect(self._on_called)

    def _on_called(self):
        raise ValueError("the slot stumbled")


class ClumsyThread(QThread):
    """Fails at once."""

    def run(self):
        raise KeyError("the thread stumbled")


@pytest.fixture
def errors(window, monkeypatch):
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    reporter = ErrorReporter()
    reporter.error_occurred.connect(window.show_message)
    reporter.install()
    return reporter


class TestErrorReporter:
    def test_an_exception_in_a_slot_reaches_the_notice_bar(self, window, errors, caplog):
        clumsy = Clumsy()
        clumsy.called.emit()
        assert window.notice.isVisible()
        assert window.notice.text == "ValueError: the slot stumbled"
        QTest.mouseClick(window.notice.findChild(QToolButton, "details"), LEFT)
        details = open_dialog(window)
        press_button(details, "Copy")
        copied = QGuiApplication.clipboard().text()
        assert copied.startswith("ValueError: the slot stumbled\n")
        assert 'raise ValueError("the slot stumbled")' in copied
        details.reject()
        assert "_on_called" in caplog.text

    def test_an_exception_in_a_thread_reaches_the_notice_bar(self, window, errors, qtbot, caplog):
        thread = ClumsyThread()
        with qtbot.waitSignal(errors.error_occurred, timeout=WAIT_MS):
            thread.start()
        thread.wait()
        qtbot.waitUntil(window.notice.isVisible)
        assert window.notice.text == "KeyError: 'the thread stumbled'"
        assert "in run" in caplog.text

    def test_an_exception_in_a_thread_of_python_does_too(
        self, window, errors, wait, caplog, monkeypatch
    ):
        thread = threading.Thread(target=lambda: int("a word"))
        thread.start()
        thread.join()
        wait(window.notice.isVisible)
        assert window.notice.text.startswith("ValueError: invalid literal")


class TestDetails:
    def test_a_job_that_fails_by_surprise_brings_its_traceback(self, application, wait):
        application.jobs.submit(lambda: 1 // 0, print)
        wait(application.window.notice.isVisible)
        QTest.mouseClick(application.window.notice.findChild(QToolButton, "details"), LEFT)
        details = open_dialog(application.window)
        assert "ZeroDivisionError" in details.findChild(QPlainTextEdit).toPlainText()
        assert "job.work()" in details.findChild(QPlainTextEdit).toPlainText()
        details.reject()

    def test_a_training_that_fails_by_surprise_does_too(self, application, wait, monkeypatch):
        def load(_config):
            raise ZeroDivisionError("by surprise")

        monkeypatch.setattr(datasets, "load", load)
        application.controller.start(quick())
        wait(lambda: application.controller.active_count() == 0)
        QTest.mouseClick(application.window.notice.findChild(QToolButton, "details"), LEFT)
        details = open_dialog(application.window)
        assert "in load" in details.findChild(QPlainTextEdit).toPlainText()
        details.reject()

    def test_what_is_no_failure_has_none(self, window):
        window.notice.show_text("Something.", details="a traceback")
        window.notice.show_text("Something else.")
        assert not window.notice.findChild(QToolButton, "details").isVisible()


class TestWarmUp:
    @pytest.fixture
    def warm_up(self, window):
        thread = WarmUp()
        thread.devices_known.connect(window.setup.set_device_reasons)
        thread.devices_slow_in_16_bits.connect(window.setup.set_reasons_against_16_bits)
        thread.failed.connect(window.show_message)
        yield thread
        assert thread.wait(WAIT_MS)

    def test_the_form_learns_which_devices_there_are(self, window, warm_up, qtbot):
        with qtbot.waitSignal(warm_up.devices_known, timeout=WAIT_MS):
            warm_up.start()
        combo = window.findChild(QComboBox, "device")
        allowed = [combo.model().item(place).isEnabled() for place in range(combo.count())]
        assert allowed == [option.reason is None for option in options()]
        precision = window.findChild(QComboBox, "precision")
        is_offered = options()[0].reason_against_16_bits is None
        assert precision.model().item(1).isEnabled() == is_offered
        assert not window.notice.isVisible()

    @pytest.mark.parametrize("is_sound", [True, False])
    def test_afterwards_garbage_is_collected_without_what_is_loaded(
        self, warm_up, request, monkeypatch, is_sound
    ):
        def fail(*_):
            raise MemoryError

        if not is_sound:
            monkeypatch.setattr(devices, "options", fail)
        monkeypatch.setattr(garbage, "go_on", GO_ON)
        request.addfinalizer(gc.freeze)  # in the end: what this test leaves is collected
        request.addfinalizer(gc.collect)
        request.addfinalizer(gc.unfreeze)
        garbage.pause()
        assert not gc.isenabled()
        new = [[] for _ in range(1000)]
        frozen = gc.get_freeze_count()
        warm_up.start()
        assert warm_up.wait(WAIT_MS)
        assert gc.isenabled()
        assert gc.get_freeze_count() > frozen + len(new)

    def test_digits_that_cannot_be_read_are_told_of(self, window, warm_up, wait, monkeypatch):
        def mnist():
            raise DataError(message("The digits are gone."))

        monkeypatch.setattr(datasets, "mnist", mnist)
        warm_up.start()
        wait(window.notice.isVisible)
        assert window.notice.text == "The digits are gone."


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("is_early", [True, False])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_closes_the_window(window, qtbot, number, is_early):
    before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)
    interrupts = Interrupts()
    try:
        if is_early:
            os.kill(os.getpid(), number)
        interrupts.close(window)
        if not is_early:
            os.kill(os.getpid(), number)
        qtbot.waitUntil(lambda: not window.isVisible(), timeout=WAIT_MS)
    finally:
        interrupts.end()
        signal.signal(signal.SIGINT, before[0])
        signal.signal(signal.SIGTERM, before[1])
