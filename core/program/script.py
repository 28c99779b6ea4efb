"""A config as the PyTorch program that does the same: what the window's Code tab shows, and `export` writes.

The program stands in `resources/script`, one template for each of its sections, written to be read
as the Python that it nearly is: statements of Jinja stand on lines of their own, and a line ``#:
name`` says that the note of that name (see `core.program.notes`) is about the lines from there to
the next such line. `core.program.values` works out what the templates are filled with.
"""

import difflib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import resources
from core.config.run import RunConfig
from core.program.notes import NOTES, Note
from core.program.values import file_name, is_pictures, values

if TYPE_CHECKING:
    import jinja2

MARK = "#:"
LEARNING = ("model", "learning", "answers", "main")


@dataclass(frozen=True)
class Passage:
    """Lines of the program that one note is about.

    Attributes:
        first, last: their numbers, from 1, both included.
    """

    note: Note
    first: int
    last: int


@dataclass(frozen=True)
class Script:
    """The program, and what there is to say about it.

    Attributes:
        text: all of it, ready to be saved.
        passages: in the order of the program; together they hold every line but blank ones between
            them.
        file_name: what to save it as.
    """

    text: str
    passages: tuple[Passage, ...]
    file_name: str

    def passage_at(self, line: int) -> Passage:
        """The one that holds this line (from 1), or the last before it."""
        return [passage for passage in self.passages if passage.first <= max(line, 1)][-1]


def script(config: RunConfig) -> str:
    """The complete program, formatted, in Python for PyTorch, NumPy and torchvision alone.

    With the same number of threads it prints the costs of the run that `config` describes. For a
    folder of one's own the program depends on whether that holds IDX files or pictures; one that is
    not there is taken for IDX files.
    """
    return annotated(config).text


def annotated(config: RunConfig) -> Script:
    """The program with its notes."""
    filling = values(config)
    sections = [
        _templates().get_template(f"{name}.py.jinja").render(filling) for name in _names(config)
    ]
    return _without_marks("\n\n\n".join(text.strip("\n") for text in sections), file_name(config))


def _names(config: RunConfig) -> tuple[str, ...]:
    if config.is_regression:
        return ("head", "line", *LEARNING)
    return ("head", "pictures" if is_pictures(config) else "idx", "prepare", *LEARNING)


def _without_marks(marked: str, name: str) -> Script:
    lines: list[str] = []
    starts: list[tuple[str, int]] = []
    for line in marked.splitlines():
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
    """Which lines of `after`, from 1, are new or other than in `before`."""
    matcher = difflib.SequenceMatcher(None, before.splitlines(), after.splitlines(), autojunk=False)
    changes = (code for code in matcher.get_opcodes() if code[0] in ("replace", "insert"))
    return frozenset(line for *_, first, end in changes for line in range(first + 1, end + 1))


@cache
def _templates() -> "jinja2.Environment":
    import jinja2  # the window needs it only once somebody looks at the code

    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(resources.path("script")),
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
        autoescape=False,  # noqa: S701 - it is Python; what people have named goes through `literal`
    )
