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
    """What is told apart."""

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
    """The pieces to be coloured; the program must be one that Python can read."""
    lines = program.splitlines()
    found: Spans = {}
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
            found.setdefault(number, []).append(
                Span(_units(lines[number][:left]), _units(lines[number][left:right]), part)
            )
    return found


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
    """Colours the document as `set_program` has found; call that before the text is set."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._spans: Spans = {}
        self._formats: dict[ConfigPart, QTextCharFormat] = {}
        self.restyle()

    def set_program(self, program: str) -> None:
        """What the document is about to hold."""
        self._spans = spans(program)

    def restyle(self) -> None:
        """Take the colours of the scheme in force."""
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
        """Called by Qt for each line."""
        for span in self._spans.get(self.currentBlock().blockNumber(), ()):
            self.setFormat(span.start, span.length, self._formats[span.part])
