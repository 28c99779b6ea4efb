"""A config as an equivalent PyTorch program: for the window's Code tab, and for `export`.

The program comes from `resources/script`, one template for each of its sections, written to be read
as the Python that it nearly is: statements of Jinja stand on lines of their own, and a line ``#:
name`` marks the lines from there to the next such line as the subject of the note of that name (see
`core.program.notes`). `core.program.values` computes the values that fill the templates; those that
are no source (see `core.program.source`) are refused.
"""

import difflib
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import resources
from core.config.fields import effective
from core.config.run import RunConfig
from core.messages import Message, Translate
from core.program.note import Note
from core.program.notes import NOTES
from core.program.own_data import Kind, OwnData, own_data
from core.program.source import admitted, grouped
from core.program.values import file_name, values
from resources import script_texts

if TYPE_CHECKING:
    import jinja2

MARK = "#:"
LEARNING = ("model", "learning", "answers", "main")


@dataclass(frozen=True)
class Passage:
    """Lines of the program that share one note.

    Attributes:
        first, last: their numbers, from 1, both included.
    """

    note: Note
    first: int
    last: int


@dataclass(frozen=True)
class Script:
    """The program and its notes.

    Attributes:
        text: the whole program, ready to be saved.
        passages: in the order of the program; they cover all lines but blank ones between them.
        file_name: the name to save it under.
    """

    text: str
    passages: tuple[Passage, ...]
    file_name: str

    def passage_at(self, line: int) -> Passage:
        """Return the passage that holds this line (from 1), or the last one before it."""
        return [passage for passage in self.passages if passage.first <= max(line, 1)][-1]


def script(config: RunConfig, translate: Translate = str) -> str:
    """Return the complete program, formatted, for PyTorch, NumPy and torchvision alone.

    With the same number of threads it prints the costs of the run that `config` describes. For a
    folder of the user's own the program depends on whether that holds IDX files or pictures; a
    missing folder is assumed to hold IDX files.

    Args:
        translate: for comments and docstrings; what the program does and prints stays the same.
    """
    return annotated(config, translate).text


def annotated(config: RunConfig, translate: Translate = str) -> Script:
    """Return the program with its notes, which are not translated yet."""
    config = effective(config)
    own = own_data(config)
    filling = values(config, own, translate)
    sections = [
        _compiled(_template(name, translate)).render(filling) for name in _names(config, own)
    ]
    return _without_marks("\n\n\n".join(text.strip("\n") for text in sections), file_name(config))


def _names(config: RunConfig, own: OwnData) -> tuple[str, ...]:
    if config.is_regression:
        return ("head", "line", *LEARNING)
    if config.has_points:
        return ("head", "points", *LEARNING)
    unpacking = ("unpacking",) if own.is_zip else ()
    reading = {Kind.ARRAYS: ("arrays", "parts"), Kind.TABLES: ("tables", "parts")}
    return ("head", *unpacking, *reading.get(own.kind, (own.kind.value,)), "prepare", *LEARNING)


def _without_marks(marked: str, name: str) -> Script:
    lines: list[str] = []
    starts: list[tuple[str, int]] = []
    for line in marked.split("\n"):
        if line.startswith(MARK):
            starts.append((line.removeprefix(MARK).strip(), len(lines) + 1))
        else:
            lines.append(line)

    ends = [start for _, start in starts[1:]] + [len(lines) + 1]
    passages = []
    for (note, first), end in zip(starts, ends, strict=True):
        last = end - 1
        while not lines[last - 1]:
            last -= 1
        passages.append(Passage(NOTES[note], first, last))
    return Script("\n".join(lines) + "\n", tuple(passages), name)


def changed_lines(before: str, after: str) -> frozenset[int]:
    """Return the lines of `after`, from 1, that are new or differ from `before`."""
    matcher = difflib.SequenceMatcher(None, before.splitlines(), after.splitlines(), autojunk=False)
    changes = (code for code in matcher.get_opcodes() if code[0] in ("replace", "insert"))
    return frozenset(line for *_, first, end in changes for line in range(first + 1, end + 1))


def _template(name: str, translate: Translate) -> str:
    """Return the source of a template with its comments and docstrings translated."""
    return script_texts.translated(_source(name), lambda text: translate(Message(text)))


@cache
def _source(name: str) -> str:
    return resources.path("script", name + script_texts.SUFFIX).read_text(encoding="utf-8")


@lru_cache(maxsize=64)  # all templates in a few languages
def _compiled(source: str) -> "jinja2.Template":
    return _environment().from_string(source)


@cache
def _environment() -> "jinja2.Environment":
    import jinja2  # slow, and needed only once the code is shown

    environment = jinja2.Environment(
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
        finalize=admitted,
        autoescape=False,  # noqa: S701 - it is Python, not HTML; `finalize` lets nothing else in
    )
    environment.filters["grouped"] = grouped
    return environment
