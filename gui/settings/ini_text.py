r"""Texts under names in the format of Qt's settings files, read and written without Qt.

Qt decodes a value that begins with ``@`` to an object of its own types; some of them crash the
process, others run a program. It drops byte order marks first, joins lines, and knows several
escapes for each letter. What is not plainly a text is refused here, and the file is written again
in one form, which any version of Qt reads as the same texts.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import groupby

from core.plain_text import BYTE_ORDER_MARKS

EARLIER_LAYOUT = "layout"  # the section in which earlier versions stored bytes of Qt's

_GENERAL = "General"
_SECTION = re.compile(r"\[([A-Za-z0-9_.-]+)\]")
_ENTRY = re.compile(r"([A-Za-z0-9_.\\-]+) *=(.*)")
_NAME = re.compile(r"[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*")
_ESCAPE = r"\\(?:x[0-9A-Fa-f]{1,4}(?![0-9A-Fa-f])|0(?![0-7])|[abfnrtv?'\"\\])"
# without quotes a comma would separate the elements of a list, and a semicolon begin a comment
_TEXT = re.compile(rf'"((?:[^"\\]|{_ESCAPE})*)"|((?:[^",;\\]|{_ESCAPE})*)')
_LETTERS = dict(zip("abfnrtv0?'\"\\", "\a\b\f\n\r\t\v\0?'\"\\", strict=True))
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_HEX = "0123456789abcdefABCDEF"


def parse_ini(content: bytes) -> tuple[dict[str, str], bool]:
    """Return the texts of a settings file by their names, such as ``lessons/first``.

    Returns:
        The texts, and whether there are lines that no version of Inkling wrote; they are left out.
    """
    texts: dict[str, str] = {}
    section: str | None = _GENERAL
    is_damaged = False
    for line in content.splitlines():
        if line.startswith(b"["):
            section = _section_of(line)
            is_damaged = is_damaged or section is None
            continue
        entry = _entry_of(line)
        if entry is not None and section is not None:
            name, text = entry
            texts[name if section.lower() == _GENERAL.lower() else f"{section}/{name}"] = text
        elif not _says_nothing(line) and section != EARLIER_LAYOUT:
            is_damaged = True
    return texts, is_damaged


def format_ini(texts: Mapping[str, str]) -> bytes:
    """Return the content of a settings file; `parse_ini` and Qt read it as the same texts."""
    parts = [(*_split(name), text) for name, text in texts.items()]
    parts.sort(key=lambda part: (part[0] != _GENERAL, part[0], part[1]))
    sections = []
    for section, entries in groupby(parts, key=lambda part: part[0]):
        lines = [f'{key}="{_escaped(text)}"\n' for _, key, text in entries]
        sections.append(f"[{section}]\n" + "".join(lines))
    return "\n".join(sections).encode()


def check_name(name: str) -> None:
    """Check that a text can be stored under a name.

    Raises:
        ValueError: if not.
    """
    if not _NAME.fullmatch(name) or name.lower().startswith(f"{_GENERAL.lower()}/"):
        raise ValueError(name)


def _says_nothing(line: bytes) -> bool:
    """Return whether a line is empty or a comment."""
    return not line.strip() or line.startswith(b";")


def _section_of(line: bytes) -> str | None:
    """Return the section that a line begins, or None."""
    match = _SECTION.fullmatch(_decoded(line) or "")
    return match[1] if match else None


def _entry_of(line: bytes) -> tuple[str, str] | None:
    """Return the name and the text of a line; None if it holds anything else."""
    match = _ENTRY.fullmatch(_decoded(line) or "")
    text = _text_of(match[2].strip(" ")) if match else None
    if match is None or text is None:
        return None
    name = match[1].replace("\\", "/")
    return (name, text) if _NAME.fullmatch(name) else None


def _decoded(line: bytes) -> str | None:
    """Return a line as text; None if it holds what Qt writes as an escape, or drops."""
    try:
        text = line.decode()
    except UnicodeDecodeError:
        return None
    is_plain = _CONTROL.search(text) is None
    return text if is_plain and not any(mark in text for mark in BYTE_ORDER_MARKS) else None


def _text_of(value: str) -> str | None:
    """Return the text that a value stands for; None if Qt would make anything else of it."""
    match = _TEXT.fullmatch(value)
    if match is None:
        return None
    text = _joined(_unescaped(match[2] if match[1] is None else match[1]))
    if text.startswith("@"):
        return text[1:] if text.startswith("@@") else None
    return text


def _unescaped(text: str) -> Iterator[str]:
    """Yield the letters; one beyond 16 bits may come as a pair of surrogates."""
    position = 0
    for match in re.finditer(_ESCAPE, text):
        yield text[position : match.start()]
        escape = match[0][1:]
        yield chr(int(escape[1:], 16)) if escape[0] == "x" else _LETTERS[escape]
        position = match.end()
    yield text[position:]


def _joined(parts: Iterator[str]) -> str:
    """Return the text with each pair of surrogates as one letter."""
    return "".join(parts).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def _escaped(text: str) -> str:
    """Return a text as it stands between quotes; all that cannot be printed is escaped."""
    text = "@" + text if text.startswith("@") else text
    if text.isprintable():  # as nearly all are, some of them thousands of letters long
        return text.replace("\\", r"\\").replace('"', r"\"")

    written = []
    is_after_number = False
    for letter in text:
        if letter in '"\\':
            written.append("\\" + letter)
        elif letter.isprintable() and not (is_after_number and letter in _HEX):
            written.append(letter)
        else:
            written.append(_numbers(letter))
        is_after_number = written[-1].startswith("\\x")
    return "".join(written)


def _numbers(letter: str) -> str:
    """Return the escapes of a letter, one for each of its one or two units of 16 bits."""
    units = letter.encode("utf-16-be", "surrogatepass").hex()
    return "".join(rf"\x{int(units[start : start + 4], 16):x}" for start in range(0, len(units), 4))


def _split(name: str) -> tuple[str, str]:
    """Return the section and the key in it."""
    section, _, key = name.partition("/")
    return (section, key.replace("/", "\\")) if key else (_GENERAL, name)
