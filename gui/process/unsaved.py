"""What could not be saved after the window was closed: logged, and reported at the next start."""

import logging
import os
from contextlib import suppress
from pathlib import Path

from core.files import append_to_file, open_file, replace_file
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
        self._read_bytes = 0

    def start(self) -> None:
        """List everything from now on."""
        log.addHandler(self)

    def end(self) -> None:
        """List nothing more."""
        log.removeHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        """Add a line; the log has it in any case."""
        if self._file is not None:
            with suppress(OSError):
                append_to_file(self._file, printable(record.getMessage()) + "\n")

    def read(self) -> Message | None:
        """Return what an earlier window could not save; None if there is nothing.

        It stays in the file until `forget`. Of very much the last lines are returned.
        """
        if self._file is None:
            return None
        try:
            with open_file(self._file) as file:
                self._read_bytes = file.seek(0, os.SEEK_END)
                start = max(self._read_bytes - MAX_BYTES, 0)
                file.seek(start)
                content = file.read(self._read_bytes - start)
        except OSError:  # there is none, or it is read at the next start
            self._read_bytes = 0
            return None

        lines = content.decode(errors="replace").splitlines()
        if start:
            lines[:1] = ["…"]  # the rest of a line, after those that are left out
        if not lines:
            return None
        text = message("Not everything could be saved when Inkling was last closed; see Details.")
        return Message(text.template, details="\n".join(map(printable, lines)))

    def forget(self) -> None:
        """Remove from the file what `read` has returned; what was added since stays."""
        if self._file is None or not self._read_bytes:
            return
        with suppress(OSError):  # it is named once more
            with open_file(self._file) as file:
                file.seek(self._read_bytes)
                added = file.read(MAX_BYTES)
            if added:
                replace_file(self._file, added)
            else:
                self._file.unlink()
        self._read_bytes = 0
