"""Ways in which files come to harm, for hypothesis to choose from."""

import gzip
import json
import os
import pickle
from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from core.errors import InklingError

HOSTILE_TEXTS = (
    "",
    "\0",
    "a\0b",
    "\ud800",
    "../../etc/passwd",
    "/dev/zero",
    "C:\\con",
    "{0.__class__}",
    "{run!r:>99}",
    "%s%n",
    "<img src=x onerror=alert(1)>",
    "\x1b[2J",
    "\u202e\u2066",
    "x" * 5000,
    "__import__('os').abort()",
)
HOSTILE_NUMBERS = (
    "NaN",
    "Infinity",
    "-Infinity",
    "1e999",
    "-0.0",
    "1e-320",
    "-1",
    "0",
    "9" * 400,
    str(2**64),
    "0.5",
)
HOSTILE_JSON = (
    *HOSTILE_NUMBERS,
    *map(json.dumps, HOSTILE_TEXTS),
    "null",
    "true",
    "[]",
    "{}",
    "[[]]",
    '{"": {}}',
    "[" * 3000 + "]" * 3000,
)


class Bomb:
    """Makes a folder when it is unpickled."""

    def __init__(self, folder: object) -> None:
        self.folder = str(folder)

    def __reduce__(self) -> tuple[Any, tuple[str]]:
        return os.mkdir, (self.folder,)


def bomb(folder: object) -> bytes:
    """A pickle that makes this folder if anybody loads it."""
    return pickle.dumps(Bomb(folder))


DAMAGES = {
    "cut": lambda content, place, end: content[:place],
    "remove": lambda content, place, end: content[:place] + content[end:],
    "zero": lambda content, place, end: (
        content[:place] + bytes(end - place) + content[end:]
    ),  # as after a power cut
    "twice": lambda content, place, end: content[:end] + content[place:],
    "gzip": lambda content, place, end: gzip.compress(content, 1),
}


@st.composite
def damaged(draw: st.DrawFn, content: bytes, other: bytes = b"") -> bytes:
    """The bytes of a file after something happened to them.

    Args:
        other: those of another file, which may be mixed up with it.
    """
    kind = draw(st.sampled_from(["flip", "insert", "other", "mix", "any", *DAMAGES]))
    last = max(0, len(content) - 1)
    place = draw(st.integers(0, last))
    match kind:
        case "flip":
            changed = bytearray(content or b"\0")
            for spot in draw(st.lists(st.integers(0, last), min_size=1, max_size=8)):
                changed[spot] ^= draw(st.integers(1, 255))
            return bytes(changed)
        case "insert":
            return content[:place] + draw(st.binary(min_size=1, max_size=40)) + content[place:]
        case "other":
            return other
        case "mix":
            return content[:place] + other[place:]
        case "any":
            return draw(st.binary(max_size=60))
        case _:
            return DAMAGES[kind](content, place, draw(st.integers(place, len(content))))


@st.composite
def hostile(draw: st.DrawFn, text: str) -> str:
    """A JSON text in which some values were put by somebody who means ill."""
    values = json.loads(text)
    for number in range(draw(st.integers(1, 3))):
        holder, key = draw(st.sampled_from(list(places(values))))
        if draw(st.integers(0, 4)) == 0:
            del holder[key]
        else:
            holder[key] = f"@{number}@"
            text = json.dumps(values).replace(f'"@{number}@"', draw(st.sampled_from(HOSTILE_JSON)))
            try:
                values = json.loads(text)
            except (ValueError, RecursionError):  # numbers of a thousand digits, say
                return text
        if not list(places(values)):
            break
    return json.dumps(values)


def places(values: Any) -> Any:
    pairs = (
        values.items()
        if isinstance(values, dict)
        else enumerate(values)
        if isinstance(values, list)
        else ()
    )
    for key, value in list(pairs):
        yield values, key
        yield from places(value)


def refusal(question: Callable[[], object]) -> str | None:
    """The sentence with which something is refused; None if it is done. Anything but a refusal is
    a failure.
    """
    try:
        question()
    except InklingError as error:
        return str(error)
    return None
