"""The log file, what it hears, and the dialog that shows its last lines."""

import logging
import os
import sys
import warnings

import pytest
from PySide6.QtCore import QObject, QUrl, qWarning
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QPlainTextEdit, QWidget

from gui.help.log_dialog import LogDialog
from gui.process import logs
from gui.process.logs import Log
from tests.gui.driving import Recorder, choose_in, press_button

own = logging.getLogger("gui.somewhere")


@pytest.fixture
def new_log(qtbot):
    """Makes logs that listen until the end of the test."""
    made = []

    def new(folder, **settings):
        log = Log(folder, **settings)
        made.append(log)
        log.start()
        return log

    yield new
    for log in made:
        log.end()


@pytest.fixture
def log(new_log, tmp_path):
    return new_log(tmp_path / "state" / "log")


def written(log):
    return log.file.read_text(encoding="utf-8")


class TestFile:
    def test_what_python_qt_and_warnings_say_is_written(self, log):
        own.info("on with it")
        own.debug("small talk")
        with warnings.catch_warnings():
            warnings.simplefilter("always")
            warnings.warn("old ways", DeprecationWarning, stacklevel=1)
        qWarning("a fault of Qt")
        try:
            int("too bad")
        except ValueError:
            own.exception("it went wrong")
        lines = written(log).splitlines()
        assert "INFO     gui.somewhere [MainThread] on with it" in lines[0]
        assert "DeprecationWarning: old ways" in written(log)
        assert any("WARNING  qt [MainThread] a fault of Qt" in line for line in lines)
        assert lines[-1].startswith("ValueError: ")
        assert "small talk" not in written(log)
        assert log.problem is None

    def test_much_is_said_where_much_is_asked_for(self, new_log, tmp_path, capsys):
        log = new_log(tmp_path, is_verbose=True)
        own.debug("small talk")
        logging.getLogger("filelock").debug("others' small talk")
        assert "small talk" in written(log)
        assert "others" not in written(log)
        assert capsys.readouterr().err == "DEBUG:gui.somewhere:small talk\n"

    def test_it_never_grows_beyond_a_few_files(self, log, tmp_path, monkeypatch):
        for number in range(3000):
            own.info("%d %s", number, "x" * 1000)
        files = os.listdir(log.file.parent)
        assert sorted(files) == sorted(
            ["inkling.log", *(f"inkling.log.{n}" for n in range(1, logs.OLDER_FILES + 1))]
        )
        sizes = [(log.file.parent / file).stat().st_size for file in files]
        assert max(sizes) <= logs.MAX_BYTES
        assert f"{2999} xxx" in written(log)
        assert len(log.lines()) == logs.MAX_LINES

    def test_a_place_that_cannot_be_written_to_is_told_of_once(self, new_log, tmp_path, capsys):
        (tmp_path / "file").write_text("not a folder")
        log = new_log(tmp_path / "file" / "log")
        own.warning("on with it")
        assert str(log.problem).startswith(f"The log cannot be written to {log.file}")
        assert "on with it" in log.lines()[-1].text
        assert capsys.readouterr().err == "WARNING:gui.somewhere:on with it\n"

    @pytest.mark.timeout(20)
    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names")
    def test_a_pipe_or_a_link_in_place_of_the_file_is_not_written_to(self, new_log, tmp_path):
        (tmp_path / "mine").write_text("mine")
        for number, make in enumerate([os.mkfifo, lambda path: path.symlink_to(tmp_path / "mine")]):
            (tmp_path / str(number)).mkdir()
            make(tmp_path / str(number) / logs.FILE)
            log = new_log(tmp_path / str(number))
            own.warning("on with it")
            assert str(log.problem).startswith(f"The log cannot be written to {log.file}")
        assert (tmp_path / "mine").read_text() == "mine"

    @pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs a device that is full")
    def test_a_disk_that_becomes_full_is_told_of_once(self, log, capsys):
        failed = Recorder(log.failed)
        (handler,) = (
            each
            for each in logging.getLogger().handlers
            if getattr(each, "baseFilename", "") == str(log.file)
        )
        handler.stream.close()
        handler.stream = open("/dev/full", "w", encoding="utf-8")  # noqa: SIM115
        for _ in range(3):
            own.info("on with it")
        ((problem,),) = failed.heard
        assert "No space left" in str(problem)
        assert capsys.readouterr().err == ""

    @pytest.mark.parametrize("is_verbose", [False, True])
    def test_nothing_is_missed_without_standard_error(
        self, new_log, tmp_path, monkeypatch, is_verbose
    ):
        monkeypatch.setattr(sys, "stderr", None)
        log = new_log(tmp_path, is_verbose=is_verbose)
        own.error("on with it")
        assert "on with it" in written(log)

    def test_afterwards_everything_is_as_it_was(self, tmp_path):
        root = logging.getLogger()
        before = list(root.handlers), root.level, warnings.showwarning
        log = Log(tmp_path, is_verbose=True)
        log.start()
        assert len(root.handlers) > len(before[0])
        log.end()
        assert (list(root.handlers), root.level, warnings.showwarning) == before
        own.error("nobody listens")
        assert "nobody" not in written(log)


class TestDialog:
    @pytest.fixture
    def parent(self, dressed, qtbot, translation):
        widget = QWidget()
        qtbot.addWidget(widget)
        return widget

    @pytest.fixture
    def dialog(self, log, parent, qtbot):
        own.info("first")
        own.warning("second")
        made = LogDialog(log, parent)
        made.show()
        qtbot.waitExposed(made)
        yield made
        made.reject()

    @staticmethod
    def shown(dialog):
        lines = dialog.findChild(QPlainTextEdit).toPlainText().splitlines()
        return [
            line.split("] ")[-1] for line in lines if "This plugin" not in line
        ]  # Qt, of having no screen

    def test_new_lines_come_in(self, dialog, wait):
        assert self.shown(dialog) == ["first", "second"]
        own.info("third")
        wait(lambda: self.shown(dialog) == ["first", "second", "third"])

    def test_small_matters_can_be_left_out(self, dialog, wait):
        choose_in(dialog.findChild(QComboBox), "Warnings and errors")
        assert self.shown(dialog) == ["second"]
        own.info("third")
        own.error("fourth")
        wait(lambda: self.shown(dialog) == ["second", "fourth"])
        choose_in(dialog.findChild(QComboBox), "Errors")
        assert self.shown(dialog) == ["fourth"]
        choose_in(dialog.findChild(QComboBox), "Everything")
        assert self.shown(dialog) == ["first", "second", "third", "fourth"]

    def test_what_is_shown_is_copied(self, dialog):
        press_button(dialog, "Copy")
        copied = QGuiApplication.clipboard().text()
        assert copied == dialog.findChild(QPlainTextEdit).toPlainText()
        assert "second" in copied

    def test_its_folder_is_opened(self, dialog, log, monkeypatch):
        opened = []
        monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url) or True)
        press_button(dialog, "Open folder")
        assert opened == [QUrl.fromLocalFile(f"{log.file.parent}/")]

    def test_where_nothing_shows_folders_the_place_is_named(self, dialog, log, monkeypatch):
        monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: False)
        failed = Recorder(dialog.failed)
        press_button(dialog, "Open folder")
        assert str(log.file.parent) in str(failed.heard[0][0])

    def test_without_a_file_it_says_so(self, new_log, parent):
        dialog = LogDialog(new_log(None), parent)
        assert "No log file is written." in {label.text() for label in dialog.findChildren(QLabel)}
        dialog.reject()

    def test_a_line_that_makes_another_line_does_not_go_round_in_circles(self, dialog, log, wait):
        class Echo(QObject):
            def __init__(self):
                super().__init__()
                log.added.connect(self.on_added)

            def on_added(self, line):
                if "once" in line.text:
                    own.info("echo")

        echo = Echo()
        own.info("once")
        wait(
            lambda: self.shown(dialog)[-1] == "echo" or self.shown(dialog)[-2:] == ["echo", "once"]
        )
        assert self.shown(dialog).count("echo") == 1
        del echo

    def test_keys_leave_the_text(self, dialog):
        view = dialog.findChild(QPlainTextEdit)
        view.setFocus()
        from PySide6.QtCore import Qt

        QTest.keyClick(view, Qt.Key.Key_Tab)
        assert not view.hasFocus()
