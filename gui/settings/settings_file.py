"""The file of the settings, which may come from somebody else; Qt never reads it.

It has the format of Qt's own settings files, which earlier versions used; see `ini_text`.
"""

import errno
import os
from pathlib import Path

from core.errors import FileError
from core.file_presence import is_missing
from core.files import read_file, replacement
from core.locks import exclusive_if_possible
from core.messages import Message, message
from gui.settings.ini_text import check_name, format_ini, parse_ini

MAX_BYTES = 200_000  # a few thousand are written
LOCK_WAIT_S = 1.0  # another window takes a few milliseconds


class SettingsFile:
    """A store in a file, which is read once and written by `write`.

    Several windows may have the same file: each writes only what it has changed, or cleared, and
    leaves the rest as it is by then. What `parse_ini` refuses goes when the file is written.

    Raises:
        FileError: if the file cannot be read, or is larger than any that Inkling writes; not if
            it is to be `cleared`, which needs no reading.
    """

    def __init__(self, path: Path, *, cleared: bool = False) -> None:
        self._path = Path(os.path.realpath(path))  # a link stays one
        self._changed: dict[str, str] = {}
        self._is_cleared = cleared
        self._texts, self._is_damaged = ({}, False) if cleared else parse_ini(self._content())

    def value(self, key: str, /) -> str | None:
        """Return the stored text; None if there is none."""
        return self._texts.get(key)

    def set_value(self, key: str, text: str, /) -> None:
        """Store a text; `write` brings it to the file.

        Raises:
            ValueError: if the key cannot be one.
        """
        check_name(key)
        self._texts[key] = self._changed[key] = text

    def clear(self) -> None:
        """Forget everything; `write` empties the file."""
        self._is_cleared = True
        self._texts, self._changed = {}, {}

    def write(self) -> None:
        """Write what has changed; `problem` returns why that is not possible."""
        self.problem()

    def problem(self) -> Message | None:
        """Write what has changed; return what is wrong with the file, or None."""
        try:
            self._write()
        except (FileError, OSError):
            return message("The settings cannot be kept in {file}.", file=str(self._path))
        if self._is_damaged:
            return message(
                "The settings in {file} are damaged; defaults are used for what cannot be read.",
                file=str(self._path),
            )
        return None

    def _write(self) -> None:
        """Write the texts, unless the file holds them in this form.

        Raises:
            OSError, FileError: if nothing can be written.
        """
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # without the lock, one of two windows may lose a change
        with exclusive_if_possible(self._path.parent, LOCK_WAIT_S):
            self._merge()
        self._changed, self._is_cleared = {}, False

    def _merge(self) -> None:
        """Bring what has changed into the file, which another window may have written."""
        before = b"" if self._is_cleared else self._content()
        self._texts = parse_ini(before)[0] | self._changed
        content = format_ini(self._texts)

        is_new = is_missing(self._path)
        _check_writable(self._path.parent if is_new else self._path)
        if content == before and (is_new or not self._is_cleared):
            return
        with replacement(self._path) as file:
            if is_new and hasattr(os, "fchmod"):
                os.fchmod(file.fileno(), 0o600)  # paths in it are the user's own affair
            file.write(content)

    def _content(self) -> bytes:
        """Return the bytes of the file; none if there is no file.

        Raises:
            FileError: if they cannot be read, or are too many.
        """
        return b"" if is_missing(self._path) else read_file(self._path, MAX_BYTES)


def _check_writable(path: Path) -> None:
    if not os.access(path, os.W_OK):
        raise OSError(errno.EACCES, os.strerror(errno.EACCES), str(path))
