"""The colours of a Python program, found by Python's own tokenizer."""

import io
import keyword
import token
import tokenize
from dataclasses import dataclass
from enum import Enum

from PySide6.QtGui import QColor, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from gui.style import theme


class ConfigPart(Enum):
    """The kinds of text that have a colour."""

    KEYWORD = "keyword"
    DEFINED = "defined"
    STRING = "string"
    NUMBER = "number"
    COMMENT = "comment"


@dataclass(frozen=True)
class Span:
    """A piece of one line, counted in UTF-16 units as Qt does."""

    start: int
    length: int
    part: ConfigPart


Spans = dict[int, list[Span]]  # by the number of the line, from 0

STRINGS = {token.STRING} | {
    getattr(token, name, token.STRING)
    for name in ("FSTRING_START", "FSTRING_MIDDLE", "FSTRING_END")
}


def spans(program: str) -> Spans:
    """Find the pieces to colour; the program must be valid Python."""
    lines = program.splitlines()
    spans_by_line: Spans = {}
    before = ""

    for piece in tokenize.generate_tokens(io.StringIO(program).readline):
        part = _part(piece, before)
        before = piece.string
        if part is None:
            continue

        (first, start), (last, end) = piece.start, piece.end
        for number in range(first - 1, last):
            left = start if number == first - 1 else 0
            right = end if number == last - 1 else len(lines[number])
            spans_by_line.setdefault(number, []).append(
                Span(_units(lines[number][:left]), _units(lines[number][left:right]), part)
            )
    return spans_by_line


def _part(piece: tokenize.TokenInfo, before: str) -> ConfigPart | None:
    if piece.type in STRINGS:
        return ConfigPart.STRING
    if piece.type == token.NUMBER:
        return ConfigPart.NUMBER
    if piece.type == token.COMMENT:
        return ConfigPart.COMMENT
    if piece.type == token.NAME and keyword.iskeyword(piece.string):
        return ConfigPart.KEYWORD
    return ConfigPart.DEFINED if piece.type == token.NAME and before in ("def", "class") else None


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


class PythonHighlighter(QSyntaxHighlighter):
    """Colours the document by the spans of `set_program`, which comes before the text."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._spans: Spans = {}
        self._formats: dict[ConfigPart, QTextCharFormat] = {}
        self.restyle()

    def set_program(self, program: str) -> None:
        """Set the text that the document is about to get."""
        self._spans = spans(program)

    def restyle(self) -> None:
        """Apply the current colour scheme."""
        named, code = theme.colours(), theme.code_colours()
        colours = {
            ConfigPart.KEYWORD: code.keyword,
            ConfigPart.DEFINED: code.defined,
            ConfigPart.STRING: code.string,
            ConfigPart.NUMBER: code.number,
            ConfigPart.COMMENT: named.quiet,
        }
        for part, colour in colours.items():
            self._formats[part] = QTextCharFormat()
            self._formats[part].setForeground(QColor(colour))
        self.rehighlight()

    def highlightBlock(self, _text: str) -> None:
        """Colour a line; called by Qt."""
        for span in self._spans.get(self.currentBlock().blockNumber(), ()):
            self.setFormat(span.start, span.length, self._formats[span.part])
