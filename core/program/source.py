"""Python source made from values: the only way by which a value enters a program.

Names of folders, files and classes come from anybody. `literal` makes them literals and `prose` the
words of a docstring or comment; nothing in them can end either. Every other value that is filled
into source passes `admitted`, and the templates of `resources/script` refuse what does not.
"""

import unicodedata
from collections.abc import Sequence
from typing import NewType

from core.config.choices import Choice

WIDTH = 88  # of a line, in columns: the formatters' default
REPLACEMENTS = {'"': "'", "\\": "/"}  # in prose, where both could end a docstring


class Source(str):
    """Python source: only the functions of this module make it."""

    __slots__ = ()


Admitted = NewType("Admitted", object)


def admitted(value: object) -> Admitted:
    """Return a value that may stand in a program as it is: a number, a choice, or source.

    Raises:
        TypeError: for anything else, as text from elsewhere is.
    """
    if type(value) in (bool, int, float) or isinstance(value, Source | Choice):
        return Admitted(value)
    raise TypeError(f"{type(value).__name__} is not source; see core.program.source")


def snippet(template: str, *values: object) -> Source:
    """Fill a template, which must be a literal of this program, with values that are admitted.

    Raises:
        TypeError: if a value is not.
    """
    return Source(template.format(*map(admitted, values)))


def own_lines(lines: Sequence[str]) -> Source:
    """Return lines of Inkling's own modules as they are; they must come from nowhere else."""
    return Source("\n".join(lines))


def joined(separator: str, values: Sequence[object]) -> Source:
    """Join values that are admitted; the separator must be a literal of this program."""
    return Source(separator.join(str(admitted(value)) for value in values))


def literal(text: str) -> Source:
    """Return the text as a literal, in printable characters on one line.

    The quotation marks are those that need fewer escapes.
    """
    quote = "'" if text.count('"') > text.count("'") else '"'
    letters = (f"\\{letter}" if letter == quote else repr(letter)[1:-1] for letter in text)
    return Source(f"{quote}{''.join(letters)}{quote}")


def prose(text: str) -> Source:
    """Return the text for a docstring or a comment: on one line, no double quotes, no backslash."""
    letters = (
        REPLACEMENTS.get(letter, letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}")
        for letter in text
    )
    return Source("".join(letters))


def grouped(number: int) -> Source:
    """Return a whole number with its digits in groups of three."""
    return Source(f"{int(number):_}")


def assigned(name: Source, content: str) -> Source:
    """Assign a text to a name, in brackets where they make it fit the width."""
    source = literal(content)
    is_bracketed = columns(f"{name} = {source}") > WIDTH >= columns(f"    {source}")
    return snippet("{} = (\n    {}\n)" if is_bracketed else "{} = {}", name, source)


def assigned_row(name: Source, texts: Sequence[str]) -> Source:
    """Assign a tuple of texts to a name, on one line or with a line each."""
    items = [literal(text) for text in texts]
    comma = "," if len(items) == 1 else ""
    whole = snippet("{} = ({}{})", name, joined(", ", items), Source(comma))
    if columns(whole) <= WIDTH:
        return whole
    return snippet(
        "{} = (\n{}\n)", name, joined("\n", [snippet("    {},", item) for item in items])
    )


def call(before: Source, function: Source, arguments: Sequence[Source]) -> Source:
    """Return a call, broken like formatters do.

    It stands on one line, otherwise with its arguments on one line, otherwise with a line each.
    """
    indent = Source(" " * (len(before) - len(before.lstrip())))
    listed = joined(", ", arguments)
    whole = snippet("{}{}({})", before, function, listed)
    inner = snippet("{}    {}", indent, listed)

    if columns(whole) <= WIDTH:
        return whole
    if columns(inner) <= WIDTH:
        return snippet("{}{}(\n{}\n{})", before, function, inner, indent)

    rows = joined("", [snippet("{}    {},\n", indent, argument) for argument in arguments])
    return snippet("{}{}(\n{}{})", before, function, rows, indent)


def columns(text: str) -> int:
    """Return a text's width in a fixed-width font, where Chinese characters take two columns."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
