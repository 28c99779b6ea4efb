"""Titles of networks in comparison files: a template and the values of its placeholders.

Templates come from files that anybody may have written. With `str.format` they could reach
attributes or build huge texts, so only plain named placeholders are allowed.
"""

import re
from string import Formatter

from core.messages import Message

MAX_DEPTH = 10  # a name with its number and each setting in it takes a level
MAX_LETTERS, MAX_PLACEHOLDERS = 300, 10
MAX_FILLED_LETTERS = 1000  # of a title with all that is nested in it
_VALUE_NAME = re.compile(r"[a-z_]{1,40}")


def description_of_title(title: Message) -> dict[str, object]:
    """Describe a title by plain values, for a file; texts too long for `title_of` are shortened.

    One that is too long as a whole becomes a single text. A run may have a name of any length.
    """
    described = _description_of(title)
    try:
        title_of(described)
    except ValueError:
        return {"template": _shortened(str(title))}
    return described


def _description_of(title: Message) -> dict[str, object]:
    if not title.values:
        return {"template": _shortened(title.template)}

    values = {name: _description_of_value(value) for name, value in title.values.items()}
    return {"template": title.template, "values": values}


def _description_of_value(value: object) -> object:
    if isinstance(value, Message):
        return _description_of(value)
    return _shortened(value) if isinstance(value, str) else value


def _shortened(text: str) -> str:
    return text if len(text) <= MAX_LETTERS else text[: MAX_LETTERS - 1] + "…"


def title_of(description: object) -> Message:
    """Validate a described title.

    Raises:
        ValueError: if it is malformed, its template holds more than plain placeholders, or it would
            be too long, or blank, with its values filled in.
    """
    title = _title_of(description, 0)
    if _filled_length(title) > MAX_FILLED_LETTERS:
        raise ValueError("title: too long")
    if not str(title).strip():
        raise ValueError("title: blank")
    return title


def _title_of(description: object, depth: int) -> Message:
    if not isinstance(description, dict) or not set(description) <= {"template", "values"}:
        raise ValueError("title: malformed")
    if depth > MAX_DEPTH:
        raise ValueError("title: nested too deeply")

    template, values = description.get("template"), description.get("values", {})
    if not isinstance(template, str) or len(template) > MAX_LETTERS:
        raise ValueError("title: malformed template")
    if not isinstance(values, dict) or len(values) > MAX_PLACEHOLDERS:
        raise ValueError("title: malformed values")

    for name, value in values.items():
        _check_value(name, value)
    if values:  # without values the template is shown literally
        _check_placeholders(template, values)

    return Message(
        template,
        {
            name: _title_of(value, depth + 1) if isinstance(value, dict) else value
            for name, value in values.items()
        },
    )


def _filled_length(title: Message) -> int:
    """Return how many letters the title has, without filling it in: each level may multiply them.

    Its placeholders have values, see `_check_placeholders`.
    """
    if not title.values:
        return len(title.template)

    lengths = {
        name: _filled_length(value) if isinstance(value, Message) else len(str(value))
        for name, value in title.values.items()
    }
    return sum(
        len(literal) + (0 if name is None else lengths[name])
        for literal, name, _, _ in Formatter().parse(title.template)
    )


def _check_value(name: str, value: object) -> None:
    is_plain = type(value) is int or (isinstance(value, str) and len(value) <= MAX_LETTERS)
    if not _VALUE_NAME.fullmatch(name) or not (is_plain or isinstance(value, dict)):
        raise ValueError("title: malformed value")


def _check_placeholders(template: str, values: dict[str, object]) -> None:
    for _, name, form, conversion in Formatter().parse(template):
        if name is not None and (name not in values or form or conversion):
            raise ValueError("title: placeholder without a value")
