"""The log: a file that outlives the window, and its last lines for the window to show.

All records of Python's `logging` go there, including Python's warnings and Qt's own messages.
"""

import logging
import logging.handlers
import os
import sys
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import platformdirs
from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, qInstallMessageHandler

from core.files import append_to_file
from core.messages import Message, message
from gui.process.requirements import PACKAGES

FILE = "inkling.log"
MAX_BYTES, OLDER_FILES = 500_000, 3
MAX_LINES = 2000  # kept for the window
FORMAT = "%(asctime)s %(levelname)-8s %(name)s [%(threadName)s] %(message)s"
OWN = ("core", "gui", "main", "qt")  # loggers whose debug output `--verbose` shows
LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}

qt_log = logging.getLogger("qt")


def default_folder() -> Path:
    """Return the folder of the log file."""
    return platformdirs.user_log_path("inkling", appauthor=False)


@dataclass(frozen=True)
class Line:
    """An entry of the log as the file has it; `level` is one of `logging`'s."""

    level: int
    text: str


class Log(QObject):
    """The log from `start` to `end`.

    Args:
        folder: where to write the file; None for no file.

    Signals:
        added(object): a `Line`; from any thread.
        failed(object): a `Message` that says why the file cannot be written; emitted once.
    """

    added = Signal(object)
    failed = Signal(object)

    def __init__(
        self, folder: Path | None, is_verbose: bool = False, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.file = None if folder is None else folder / FILE
        self.problem: Message | None = None
        self._is_verbose = is_verbose
        self._lines: deque[Line] = deque(maxlen=MAX_LINES)
        self._handlers: list[logging.Handler] = []
        self._levels_before: dict[str, int] = {}

    def lines(self) -> list[Line]:
        """Return the last lines, oldest first."""
        return list(self._lines)

    def start(self) -> None:
        """Log everything from now on."""
        root = logging.getLogger()
        self._set_level("", logging.INFO)
        for name in OWN if self._is_verbose else ():
            self._set_level(name, logging.DEBUG)

        self._add(_Shown(self))
        if sys.stderr is not None:
            console = logging.StreamHandler()
            console.setLevel(logging.DEBUG if self._is_verbose else logging.WARNING)
            console.setFormatter(logging.Formatter("%(levelname)s:%(name)s:%(message)s"))
            self._handlers.append(console)
            root.addHandler(console)

        if self.file is not None:
            try:
                self.file.parent.mkdir(parents=True, exist_ok=True)
                append_to_file(self.file, "")  # refuses a link, and a pipe that nobody reads
                self._add(_File(self.file, self))
            except OSError as error:
                self.give_up_file(error)

        logging.captureWarnings(True)
        qInstallMessageHandler(_on_qt_message)

    def end(self) -> None:
        """Restore the logging of Python and Qt."""
        qInstallMessageHandler(None)
        logging.captureWarnings(False)
        for handler in self._handlers:
            logging.getLogger().removeHandler(handler)
            handler.close()
        for name, level in self._levels_before.items():
            logging.getLogger(name).setLevel(level)
        self._handlers, self._levels_before = [], {}

    def _set_level(self, name: str, level: int) -> None:
        self._levels_before[name] = logging.getLogger(name).level
        logging.getLogger(name).setLevel(level)

    def _add(self, handler: logging.Handler) -> None:
        handler.setFormatter(logging.Formatter(FORMAT))
        self._handlers.append(handler)
        logging.getLogger().addHandler(handler)

    def take(self, line: Line) -> None:
        """Keep a line for the window, and emit it."""
        self._lines.append(line)
        self.added.emit(line)

    def give_up_file(self, error: BaseException | None) -> None:
        """Write no more to the file, and emit `failed` once."""
        if self.problem is None:
            reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
            self.problem = message(
                "The log cannot be written to {file}: {reason}.", file=str(self.file), reason=reason
            )
            self.failed.emit(self.problem)


class _Shown(logging.Handler):
    """The handler that passes each line to a `Log`."""

    def __init__(self, log: Log) -> None:
        super().__init__()
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        """Pass the line on; `logging` calls this in any thread."""
        self._log.take(Line(record.levelno, self.format(record)))


class _File(logging.handlers.RotatingFileHandler):
    """The handler of the file, which is opened at once and given up at the first failure."""

    def __init__(self, file: Path, log: Log) -> None:
        self._log = log
        super().__init__(
            file, maxBytes=MAX_BYTES, backupCount=OLDER_FILES, encoding="utf-8", errors="replace"
        )

    def emit(self, record: logging.LogRecord) -> None:
        """Write the line, unless the file was given up; `logging` calls this in any thread."""
        if self._log.problem is None:
            super().emit(record)

    def handleError(self, _record: logging.LogRecord) -> None:
        """Give the file up; `logging` calls this while it handles the exception."""
        self._log.give_up_file(sys.exc_info()[1])

    def close(self) -> None:
        """Close the file, even if its last lines cannot be written."""
        with suppress(OSError):
            super().close()


def _on_qt_message(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
    category = "" if context.category in (None, "default") else f"{context.category}: "
    qt_log.log(LEVELS.get(kind, logging.WARNING), "%s%s", category, text)
    if kind is QtMsgType.QtFatalMsg:  # Qt would abort now; the reason is in the log
        if "platform plugin" in text:
            qt_log.critical(
                "If there is a display, packages may be missing. On Debian or Ubuntu: %s", PACKAGES
            )
        logging.shutdown()
        os._exit(1)
