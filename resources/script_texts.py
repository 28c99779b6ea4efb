"""The comments and docstrings of the program that Inkling writes, translated like all texts.

They stand in its templates, where they may contain parts in Jinja's braces, and in those modules of
core that become part of a program.
"""

import re
from collections.abc import Callable, Iterator

import resources

SUFFIX = ".py.jinja"
MODULES = (  # see core/program/photographs.py
    "core/data/polarity.py",
    *(
        f"core/data/photographs/{name}.py"
        for name in ("paper", "pixels", "colour", "page", "ruling", "strokes", "photograph")
    ),
)
# a docstring, or a comment behind code; one in Jinja's `if` ends with that
_TEXT = re.compile(r'"""(.*?)"""|(?:(?<=  )|^)# (.*?)(?=\{% endif|$)', re.DOTALL | re.MULTILINE)
_JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")


def texts() -> list[str]:
    """Return all texts, each once."""
    files = sorted(resources.path("script").glob(f"*{SUFFIX}"))
    sources = [file.read_text(encoding="utf-8") for file in files]
    for name in MODULES:
        module = resources.path("..", name).read_text(encoding="utf-8")
        sources.append(module.split('"""', 2)[2])  # without its own docstring
    return list(dict.fromkeys(text for source in sources for text in _texts_in(source)))


def _texts_in(template: str) -> Iterator[str]:
    return (text for match in _TEXT.finditer(template) if _has_words(text := _text_of(match)))


def _text_of(match: re.Match[str]) -> str:
    """Return a comment, or a docstring without the indentation of its lines."""
    if match[1] is None:
        return match[2]
    rows = [row.removeprefix(_indent_of(match)) for row in match[1].split("\n")]
    return "\n".join(rows).rstrip()


def _indent_of(match: re.Match[str]) -> str:
    """Return the spaces before a docstring."""
    before = match.string[: match.start()].rpartition("\n")[2]
    return before if before.isspace() else ""


def _has_words(text: str) -> bool:
    """Return whether there is more than values to fill in."""
    return any(letter.isalpha() for letter in _JINJA.sub("", text))


def translated(template: str, translate: Callable[[str], str]) -> str:
    """Return a template whose comments and docstrings are translated."""
    return _TEXT.sub(lambda match: _replacement(match, translate), template)


def _replacement(match: re.Match[str], translate: Callable[[str], str]) -> str:
    text = _text_of(match)
    if not _has_words(text):
        return match[0]
    if match[1] is None:
        return f"# {translate(text)}"

    indent = _indent_of(match)
    rows = translate(text).split("\n")
    body = "\n".join([rows[0], *(f"{indent}{row}" if row else "" for row in rows[1:])])
    ending = f"\n{indent}" if "\n" in match[1] else ""  # of the quotes, on a line of their own
    return f'"""{body}{ending}"""'
