"""What is lost at closing is named at the next start, once."""

import logging
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit, QToolButton

from core.messages import message
from gui import start
from gui.background.jobs import ignore_result
from gui.process import unsaved
from gui.process.unsaved import FILE, MAX_BYTES, Unsaved
from gui.widgets.text_dialog import TextDialog
from tests.gui.driving import LEFT, open_dialog

ROOT = Path(__file__).parents[2]


@pytest.fixture
def listed(tmp_path):
    """Lists of two windows, one after the other; the second one reads what the first has left."""
    first = Unsaved(tmp_path)
    first.start()
    yield Unsaved(tmp_path)
    first.end()


def test_each_line_is_named_once(listed):
    assert listed.read() is None
    unsaved.log.warning("not done: %s: %s", "name of a\nrun", "The disk is full.")
    unsaved.log.warning("not finished: %s", "a comparison")
    text = listed.read()
    assert "could be saved" in str(text)
    assert text.details.splitlines() == [
        r"not done: name of a\nrun: The disk is full.",
        "not finished: a comparison",
    ]
    listed.forget()
    assert listed.read() is None


def test_what_no_window_has_named_stays(listed):
    unsaved.log.warning("first")
    assert listed.read().details == "first"
    unsaved.log.warning("added meanwhile")
    assert listed.read().details == "first\nadded meanwhile"


def test_what_another_window_has_forgotten_already_takes_no_later_line_along(listed, tmp_path):
    other = Unsaved(tmp_path)
    unsaved.log.warning("first")
    listed.read()
    other.read()
    listed.forget()
    unsaved.log.warning("a second one, which is longer")
    other.forget()
    assert other.read().details == "a second one, which is longer"


def test_what_is_added_while_it_is_forgotten_stays(listed, tmp_path, monkeypatch):
    unsaved.log.warning("first")
    listed.read()
    adding = threading.Thread(target=unsaved.log.warning, args=("second",))
    unlink = Path.unlink

    def unlink_later(path):
        adding.start()
        adding.join(0.2)
        unlink(path)

    monkeypatch.setattr(Path, "unlink", unlink_later)
    listed.forget()
    adding.join()
    assert listed.read().details == "second"


def test_what_is_added_after_it_was_read_is_named_at_the_next_start(listed, tmp_path):
    unsaved.log.warning("first")
    listed.read()
    unsaved.log.warning("second")
    listed.forget()
    assert listed.read().details == "second"
    listed.forget()
    assert not (tmp_path / FILE).exists()


def test_of_very_much_the_last_lines_are_named_once(listed, tmp_path):
    for number in range(2000):
        unsaved.log.warning("not finished: import of %s", f"{number:04}" + "x" * 80)
    lines = listed.read().details.splitlines()
    assert lines[0] == "…"
    assert len("\n".join(lines)) > 0.9 * MAX_BYTES
    first = 2000 - len(lines) + 1
    assert [line.split()[-1][:4] for line in lines[1:]] == [f"{n:04}" for n in range(first, 2000)]
    listed.forget()
    assert not (tmp_path / FILE).exists()


def test_a_start_that_opens_no_window_leaves_them(tmp_path):
    """The platform is unknown, so that Qt ends the process."""
    folder = tmp_path / "log"
    folder.mkdir()
    (folder / FILE).write_text("not done: deletion of run-7\n")
    code = (
        "import pathlib, sys; from gui.process import logs; folder = pathlib.Path(sys.argv[1])\n"
        "logs.default_folder = lambda: folder\n"
        "from gui.start import main; from core.cli.window_options import StartOptions\n"
        "main(StartOptions())"
    )
    environment = {**os.environ, "QT_QPA_PLATFORM": "nosuch", "HOME": str(tmp_path)}
    ended = subprocess.run(
        [sys.executable, "-c", code, str(folder)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert ended.returncode != 0
    assert b"nosuch" in ended.stderr
    assert (folder / FILE).read_text() == "not done: deletion of run-7\n"


def test_work_that_fails_after_closing_is_among_them(background, jobs, listed):
    def fail_once_it_is_closed():
        while not jobs._worker._is_stopped:
            time.sleep(0.01)
        raise OSError(28, "No space left on device")

    jobs.submit(fail_once_it_is_closed, ignore_result, must_finish=True, purpose="a comparison")
    background.close()
    assert "not done: a comparison" in listed.read().details


@pytest.mark.parametrize("content", [b"", b"\xff" * 9, b"x" * (MAX_BYTES + 1)])
def test_whatever_the_file_holds_the_window_opens(content, tmp_path):
    (tmp_path / FILE).write_bytes(content)
    text = Unsaved(tmp_path).read()
    assert (text is None) == (content == b"")


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")
def test_nothing_is_written_through_a_link(listed, tmp_path):
    (tmp_path / "victim").write_text("mine")
    (tmp_path / FILE).symlink_to("victim")
    unsaved.log.warning("lost")
    assert (tmp_path / "victim").read_text() == "mine"


def test_the_bar_names_them_with_their_details(application):
    problem = start.Message("Not all was saved.", details="not finished: a comparison")
    start._show_problems(application, [problem, message("Second.")], Unsaved(None))
    notice = application.window.notice
    assert notice.text == "Not all was saved. Second."
    QTest.mouseClick(notice.findChild(QToolButton, "details"), Qt.MouseButton.LeftButton)
    dialog = open_dialog(application.window)
    assert "not finished: a comparison" in dialog.findChild(QPlainTextEdit).toPlainText()
    dialog.reject()


@pytest.mark.parametrize("button", ["details", "dismiss"])
def test_they_are_forgotten_once_the_user_has_read_them(button, application, listed, tmp_path):
    """Another message takes the place of the first, so that it is named once more."""
    unsaved.log.warning("not finished: a comparison")
    notice = application.window.notice

    start._show_problems(application, [], listed)
    application.window.show_message("A comparison is damaged.", "its details")
    QTest.mouseClick(notice.findChild(QToolButton, button), LEFT)
    assert (tmp_path / FILE).exists()

    start._show_problems(application, [], listed)
    QTest.mouseClick(notice.findChild(QToolButton, button), LEFT)
    assert not (tmp_path / FILE).exists()
    for dialog in application.window.findChildren(TextDialog):
        dialog.reject()


def test_without_a_folder_nothing_is_listed():
    nowhere = Unsaved(None)
    nowhere.emit(logging.LogRecord("x", logging.WARNING, "", 0, "lost", (), None))
    assert nowhere.read() is None
    nowhere.forget()
