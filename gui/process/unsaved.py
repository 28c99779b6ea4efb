"""What could not be saved after the window was closed: logged, and reported at the next start."""

import logging
import os
from contextlib import suppress
from io import BufferedReader
from pathlib import Path

from core.files import append_to_file, open_file, replace_file
from core.locks import exclusive_if_possible
from core.messages import Message, message
from core.plain_text import printable

FILE = "unsaved.txt"
MAX_BYTES = 100_000  # that are shown

log = logging.getLogger("gui.unsaved")


class Unsaved(logging.Handler):
    """The list of what was logged to `log`, in a file until the user has read it.

    Args:
        folder: where the file is; None for no file.
    """

    def __init__(self, folder: Path | None) -> None:
        super().__init__()
        self._file = None if folder is None else folder / FILE
        self._read_bytes, self._read_end = 0, b""  # how many were read, and the last of them

    def start(self) -> None:
        """List everything from now on."""
        log.addHandler(self)

    def end(self) -> None:
        """List nothing more."""
        log.removeHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        """Add a line; the log has it in any case."""
        if self._file is not None:
            with suppress(OSError), exclusive_if_possible(self._file.parent):
                append_to_file(self._file, printable(record.getMessage()) + "\n")

    def read(self) -> Message | None:
        """Return what an earlier window could not save; None if there is nothing.

        It stays in the file until `forget`. Of very much the last lines are returned.
        """
        if self._file is None:
            return None
        self._read_bytes = 0
        with suppress(OSError), open_file(self._file) as file:  # otherwise at the next start
            end = file.seek(0, os.SEEK_END)
            self._read_end = _end_of(file, end)
            self._read_bytes = end

        lines = self._read_end.decode(errors="replace").splitlines() if self._read_bytes else []
        if self._read_bytes > MAX_BYTES:
            lines[:1] = ["…"]  # the rest of a line, after those that are left out
        if not lines:
            return None
        text = message("Not everything could be saved when Inkling was last closed; see Details.")
        return Message(text.template, details="\n".join(map(printable, lines)))

    def forget(self) -> None:
        """Remove from the file what `read` has returned; what was added since stays."""
        if self._file is None or not self._read_bytes:
            return
        with suppress(OSError), exclusive_if_possible(self._file.parent):  # it is named once more
            with open_file(self._file) as file:
                # another window that has read it too has forgotten it already
                is_there = _end_of(file, self._read_bytes) == self._read_end
                added = file.read(MAX_BYTES)
            if is_there and added:
                replace_file(self._file, added)
            elif is_there:
                self._file.unlink()
        self._read_bytes = 0


def _end_of(file: BufferedReader, count: int) -> bytes:
    """Return the last of the first `count` bytes of a file, which is then behind them."""
    start = max(count - MAX_BYTES, 0)
    file.seek(start)
    return file.read(count - start)
