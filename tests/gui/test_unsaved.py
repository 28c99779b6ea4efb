"""What is lost at closing is named at the next start, once."""

import logging
import sys
import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit, QToolButton

from core.messages import message
from gui import start
from gui.background.jobs import ignore_result
from gui.process import unsaved
from gui.process.unsaved import FILE, MAX_BYTES, Unsaved
from tests.gui.driving import open_dialog


@pytest.fixture
def listed(tmp_path):
    """Lists of two windows, one after the other; the second one reads what the first has left."""
    first = Unsaved(tmp_path)
    first.start()
    yield Unsaved(tmp_path)
    first.end()


def test_each_line_is_named_once(listed):
    assert listed.take() is None
    unsaved.log.warning("not done: %s: %s", "name of a\nrun", "The disk is full.")
    unsaved.log.warning("not finished: %s", "a comparison")
    text = listed.take()
    assert "could be saved" in str(text)
    assert text.details.splitlines() == [
        r"not done: name of a\nrun: The disk is full.",
        "not finished: a comparison",
    ]
    assert listed.take() is None


def test_work_that_fails_after_closing_is_among_them(background, jobs, listed):
    def fail_once_it_is_closed():
        while not jobs._worker._is_stopped:
            time.sleep(0.01)
        raise OSError(28, "No space left on device")

    jobs.submit(fail_once_it_is_closed, ignore_result, must_finish=True, purpose="a comparison")
    background.close()
    assert "not done: a comparison" in listed.take().details


@pytest.mark.parametrize("content", [b"", b"\xff" * 9, b"x" * (MAX_BYTES + 1)])
def test_whatever_the_file_holds_the_window_opens(content, tmp_path):
    (tmp_path / FILE).write_bytes(content)
    text = Unsaved(tmp_path).take()
    assert (text is None) == (content in (b"", b"x" * (MAX_BYTES + 1)))


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")
def test_nothing_is_written_through_a_link(listed, tmp_path):
    (tmp_path / "victim").write_text("mine")
    (tmp_path / FILE).symlink_to("victim")
    unsaved.log.warning("lost")
    assert (tmp_path / "victim").read_text() == "mine"


def test_the_bar_names_them_with_their_details(application):
    problem = start.Message("Not all was saved.", details="not finished: a comparison")
    start._show_problems(application, [problem, message("Second.")])
    notice = application.window.notice
    assert notice.text == "Not all was saved. Second."
    QTest.mouseClick(notice.findChild(QToolButton, "details"), Qt.MouseButton.LeftButton)
    dialog = open_dialog(application.window)
    assert "not finished: a comparison" in dialog.findChild(QPlainTextEdit).toPlainText()
    dialog.reject()


def test_without_a_folder_nothing_is_listed():
    nowhere = Unsaved(None)
    nowhere.emit(logging.LogRecord("x", logging.WARNING, "", 0, "lost", (), None))
    assert nowhere.take() is None
