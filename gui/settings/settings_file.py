"""Protection against values in a settings file that are no texts.

Qt decodes values of its own types, all of a section at once, whichever is asked for; some of them
crash the process, others raise errors. Inkling stores texts alone, so the lines with such values
are removed before Qt reads the file.
"""

import os
import re
from pathlib import Path

from core.errors import FileError
from core.files import read_file, replace_file
from core.messages import message

MAX_BYTES = 200_000  # a few thousand are written

EARLIER_LAYOUT = b"[layout]"

_SECTION = re.compile(rb"\[[A-Za-z0-9_%]+\]")
_ENTRY = re.compile(rb"[A-Za-z0-9_%./\\-]+ *=(?P<value>.*)")
# an @ that begins a value or an element of a list
_TYPED = re.compile(rb'(?:^|,)[\s"]*@(?!@)')
# each quote is closed; only escapes that stand for one visible or white character
_ESCAPE = rb"\\[abfnrtv?'\"\\]"
_TEXT = re.compile(rb'(?:[^"\\]|' + _ESCAPE + rb'|"(?:[^"\\]|' + _ESCAPE + rb')*")*')


def keep_texts(file: Path) -> bool:
    """Remove from a settings file all lines but sections and texts; most files have no others.

    Returns:
        Whether lines were removed that no version of Inkling wrote. Earlier ones stored the layout
        as bytes.

    Raises:
        FileError: if the file cannot be read, is larger than any that Inkling writes, or cannot
            be written.
    """
    file = Path(os.path.realpath(file))  # a link stays one
    if not os.path.exists(file):
        return False

    content = read_file(file, MAX_BYTES)
    lines = content.splitlines()
    kept = [line for line in lines if _is_text(line)]
    if kept != lines:
        try:
            replace_file(file, b"".join(line + b"\n" for line in kept))
        except OSError as error:
            raise FileError(
                message("The settings cannot be kept in {file}.", file=str(file))
            ) from error
    return kept != lines and _has_foreign_lines(lines)


def _has_foreign_lines(lines: list[bytes]) -> bool:
    """Whether there are lines that are no texts, outside the layout of earlier versions."""
    section = b""
    for line in lines:
        if _SECTION.fullmatch(line):
            section = line
        elif section != EARLIER_LAYOUT and not _is_text(line):
            return True
    return False


def _is_text(line: bytes) -> bool:
    """Whether a line is empty, begins a section or gives a name one text or several."""
    if not line or _SECTION.fullmatch(line):
        return True
    entry = _ENTRY.fullmatch(line)
    if entry is None or _TYPED.search(entry["value"]):
        return False
    return _TEXT.fullmatch(entry["value"]) is not None
