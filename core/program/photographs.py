"""The room `core.data.photographs` as part of a program that reads pictures.

The program must prepare pictures exactly as the run did, and runs without Inkling; so it contains
the functions themselves, with their explanations.
"""

import ast
import inspect
import re
from functools import cache

from core.data import polarity
from core.data.photographs import colour, page, paper, photograph, pixels, ruling, strokes
from core.messages import Message, Translate
from core.program.source import Source, own_lines
from resources import script_texts

MODULES = (
    polarity,
    paper,
    pixels,
    colour,
    page,
    ruling,
    strokes,
    photograph,
)  # names before their use
BEYOND = ("digit_from_picture",)  # the program has what follows upon ink itself


def photographs_source(translate: Translate = str) -> Source:
    """Return what all modules define, as one text, without their imports.

    Args:
        translate: for their comments and docstrings.
    """
    text = script_texts.translated(_all_definitions(), lambda text: translate(Message(text)))
    return own_lines(text.split("\n"))


@cache
def _all_definitions() -> str:
    return "\n\n\n".join(_definitions(inspect.getsource(module)) for module in MODULES)


def _definitions(text: str) -> str:
    """Return a module's text below its imports, except for the functions in `BEYOND`."""
    lines = text.splitlines()
    first = 0
    for statement in ast.parse(text).body:
        end = statement.end_lineno or 0
        if isinstance(statement, ast.Import | ast.ImportFrom):
            first = end
        elif isinstance(statement, ast.FunctionDef) and statement.name in BEYOND:
            lines[statement.lineno - 1 : end + 2] = [""] * (end + 3 - statement.lineno)
    kept = "\n".join(lines[first:]).strip("\n")
    return re.sub(r"\n{4,}", "\n\n\n", kept)
