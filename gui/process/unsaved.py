"""What could not be saved after the window was closed: logged, and reported at the next start."""

import logging
from contextlib import suppress
from pathlib import Path

from core.errors import FileError
from core.files import append_to_file, read_file
from core.messages import Message, message
from core.plain_text import printable

FILE = "unsaved.txt"
MAX_BYTES = 100_000

log = logging.getLogger("gui.unsaved")


class Unsaved(logging.Handler):
    """The list of what was logged to `log`, in a file until the next start.

    Args:
        folder: where the file is; None for no file.
    """

    def __init__(self, folder: Path | None) -> None:
        super().__init__()
        self._file = None if folder is None else folder / FILE

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

    def take(self) -> Message | None:
        """Return what an earlier window could not save, and forget it; None if there is nothing."""
        if self._file is None:
            return None
        try:
            lines = read_file(self._file, MAX_BYTES).decode(errors="replace").splitlines()
        except FileError:
            return None
        with suppress(OSError):
            self._file.unlink()
        if not lines:
            return None
        text = message("Not everything could be saved when Inkling was last closed; see Details.")
        return Message(text.template, details="\n".join(map(printable, lines)))
