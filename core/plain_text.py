"""Foreign texts: names, paths and titles from files and users, and the characters unfit for them.

A name with a line break pretends to be two, one with an escape character commands a terminal, one
with a direction mark reads otherwise than it is. Such characters are refused where a text is
accepted (`unfit_character`), and written out as escapes where one must be shown (`printable`).
"""

import unicodedata

# control characters, halves of a surrogate pair, separators of lines and of paragraphs
UNFIT_CATEGORIES = ("Cc", "Cs", "Zl", "Zp")
# Unicode Standard Annex 9: embeddings, overrides and isolates
DIRECTION_MARKS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def unfit_character(text: str) -> str | None:
    """Return the first character that no name, path or title may hold, as an escape, or None."""
    return next((_escape(letter) for letter in text if _is_unfit(letter)), None)


def printable(text: str) -> str:
    r"""Return the text on one line that any terminal can show: ``a\nb`` for a line break.

    Unfit characters become escapes; all others, those of every script, stay.
    """
    if text.isprintable():  # the usual case, which is quick
        return text
    return "".join(_escape(letter) if _is_unfit(letter) else letter for letter in text)


def _is_unfit(letter: str) -> bool:
    return unicodedata.category(letter) in UNFIT_CATEGORIES or letter in DIRECTION_MARKS


def _escape(letter: str) -> str:
    return letter.encode("unicode_escape").decode("ascii")
