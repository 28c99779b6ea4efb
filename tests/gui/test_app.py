"""What the application hears of: uncaught exceptions and Ctrl+C."""

import os
import signal
import sys

import pytest
from PySide6.QtCore import QObject, QThread, Signal

from gui.app import ErrorReporter, Interrupts
from tests.gui.driving import WAIT_MS


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
        assert "_on_called" in caplog.text

    def test_an_exception_in_a_thread_reaches_the_notice_bar(self, window, errors, qtbot, caplog):
        thread = ClumsyThread()
        with qtbot.waitSignal(errors.error_occurred, timeout=WAIT_MS):
            thread.start()
        thread.wait()
        qtbot.waitUntil(window.notice.isVisible)
        assert window.notice.text == "KeyError: 'the thread stumbled'"
        assert "in run" in caplog.text


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_closes_the_window(window, qtbot, number):
    before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)
    interrupts = Interrupts(window)
    try:
        os.kill(os.getpid(), number)
        qtbot.waitUntil(lambda: not window.isVisible(), timeout=WAIT_MS)
    finally:
        interrupts.end()
        signal.signal(signal.SIGINT, before[0])
        signal.signal(signal.SIGTERM, before[1])
