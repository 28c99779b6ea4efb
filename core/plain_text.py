"""Foreign texts: names, paths and titles from files and users, and the characters unfit for them.

A name with a line break pretends to be two, one with an escape character commands a terminal, one
with a direction mark reads otherwise than it is. Such characters are refused where a text is
accepted (`unfit_character`), and written out as escapes where one must be shown (`printable`).
"""

import json
import os
import re
import unicodedata
from typing import Any

# control characters, halves of a surrogate pair, separators of lines and of paragraphs
UNFIT_CATEGORIES = ("Cc", "Cs", "Zl", "Zp")
# Unicode Standard Annex 9: embeddings, overrides and isolates
DIRECTION_MARKS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
BYTE_ORDER_MARKS = ("\ufeff", "\ufffe")

# of a path within a JSON value, as it is shown; the paths of files that Inkling writes are shorter
MAX_PATH_NAMES = 10
MAX_PATH_NAME_LETTERS = 100

# a path without its last name, and that name; it is written out only for the text that is refused,
# since the paths of all parts of a value together may be far longer than the value
_Path = tuple[Any, str | int] | None

# Characters without an image of their own: those that Unicode lets programs ignore, as soft hyphen,
# marks of direction, joiners, fillers, selectors of variants and tags; the blank of Braille; and
# noncharacters, with which no SVG can be read.
# They may be in a name, since kept runs have such, but two names that differ must look different.
# First what scripts and emoji need: joiners within words and sequences, the choice between a
# coloured symbol and a plain one, the tags of a flag.
_INVISIBLE = re.compile(
    r"((?<=[^\W_a-zA-Z0-9]|[\u0300-\u036f\u0900-\u0dff\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])"
    r"[\u200c\u200d]"
    r"(?=[^\W_a-zA-Z0-9]|[\u0900-\u0dff\u2600-\u27bf\u2190-\u21ff\U0001f000-\U0001faff])"
    r"|(?<=[\xa9\xae\u203c\u2049\u2122\u2139\u2190-\u23ff\u24c2\u25a0-\u27bf\u2934\u2935"
    r"\u2b00-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff])[\ufe0e\ufe0f]"
    r"|(?<=[0-9#*])\ufe0f(?=\u20e3)"
    r"|\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f)"
    r"|[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2060-\u206f\u2800"
    r"\u3164\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    r"\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)


def unfit_character(text: str) -> str | None:
    """Return the first character that no name, path or title may hold, as an escape, or None."""
    if _is_plain(text):
        return None
    return next((_escape(letter) for letter in text if _is_unfit(letter)), None)


def unfit_in_id(text: str) -> str | None:
    """Return the first character that no id of a run may hold, as an escape, or None.

    A byte order mark at the beginning is one: Qt's signals drop it.
    """
    if text.startswith(BYTE_ORDER_MARKS):
        return _escape(text[0])
    return unfit_character(text)


def printable(text: str) -> str:
    r"""Return the text on one line that any terminal can show: ``a\nb`` for a line break.

    Unfit and invisible characters become escapes; all others, those of every script, stay.
    """
    if _is_plain(text):
        return text
    shown = _INVISIBLE.sub(lambda match: match[1] or _escape(match[0]), text)
    if text.isprintable():  # no letter of it is unfit; asking about each takes long
        return shown
    return "".join(_escape(letter) if _is_unfit(letter) else letter for letter in shown)


def visible(text: str) -> str:
    """Return a name like `printable`; one of nothing but space is shown as escapes."""
    if text.isspace():
        return "".join(_escape(letter) if letter != " " else r"\x20" for letter in text)
    return printable(text)


def shell_word(text: str, otherwise: str) -> str:
    """Return a name or path as one word of a command that the user may copy into any shell.

    Shells differ in what else they take for more than a word, even between quotation marks; so a
    text with other signs, or one that looks like an option, is left out.

    Args:
        otherwise: stands for such a text.
    """
    signs = r"-\w./:+" + (r"\\" if os.sep == "\\" else "")
    if re.fullmatch(f"(?!-)[{signs}]+", text):
        return text
    return f'"{text}"' if re.fullmatch(f"(?!-)[{signs} ~,@()]+", text) else otherwise


def unfit_in(value: object) -> tuple[str, str] | None:
    """Return the first text of a parsed JSON value that holds an unfit character, or None.

    Returns:
        The dotted path of the text, fit to be shown, and the character as an escape.
    """
    left: list[tuple[object, _Path]] = [(value, None)]
    while left:
        value, path = left.pop()
        parts: list[tuple[object, _Path]] = []
        if isinstance(value, str):
            character = unfit_character(value)
            if character is not None:
                return _dotted(path), character
        elif isinstance(value, dict):
            for name, part in value.items():
                character = unfit_character(str(name))
                if character is not None:
                    return _dotted((path, name)), character
                parts.append((part, (path, name)))
        elif isinstance(value, list):
            parts = [(part, (path, number)) for number, part in enumerate(value)]
        left.extend(reversed(parts))
    return None


def json_bytes(value: object, indent: int | None = None) -> bytes:
    """Return a value as JSON; half of a surrogate pair, as in a folder's name, as an escape."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return text.encode(errors="backslashreplace")


def is_plain_json(content: bytes) -> bool:
    """Return whether JSON holds nothing but printable ASCII, quickly known; False may be wrong.

    JSON has control characters only as escapes, and after a backslash anything may be one. In
    UTF-16 and UTF-32, which it may be in as well, other characters consist of bytes of ASCII, too;
    a text in these has bytes of zero.
    """
    return content.isascii() and not any(byte in content for byte in (b"\\", b"\x7f", b"\0"))


def _dotted(path: "_Path") -> str:
    """Return the innermost names of a path, fit to be shown."""
    names: list[str] = []
    while path is not None and len(names) < MAX_PATH_NAMES:
        path, name = path
        names.append(printable(str(name)[:MAX_PATH_NAME_LETTERS]))
    return ".".join(reversed(names))


def _is_plain(text: str) -> bool:
    """Return whether every letter is a printable one of ASCII: the usual case, quickly known."""
    return text.isascii() and text.isprintable()


def _is_unfit(letter: str) -> bool:
    return unicodedata.category(letter) in UNFIT_CATEGORIES or letter in DIRECTION_MARKS


def _escape(letter: str) -> str:
    return letter.encode("unicode_escape").decode("ascii")
