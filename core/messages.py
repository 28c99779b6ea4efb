"""Sentences for the user, built in core without knowing the user's language.

A `Message` keeps the English template separate from its values, so that the window can translate
the template and fill in the values afterwards. The translation tool finds every template by the
name `message`.
"""

import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from string import ascii_lowercase

from core.plain_text import printable


@dataclass(frozen=True)
class Message:
    """An English template with named values, for example ``"{count} digits"``; `str` fills it in.

    Attributes:
        details: the traceback of a failure, offered for copying instead of display.
    """

    template: str
    values: dict[str, object] = field(default_factory=dict, hash=False)
    details: str = field(default="", compare=False)

    def __str__(self) -> str:
        return self.filled(self.template, str)

    def filled(self, template: str, translate: "Translate") -> str:
        """Fill the values into a translation of the template.

        Texts among the values are names, paths and reasons that others wrote: they stay on one
        line. Messages among them are translated as well.
        """
        if not self.values:
            return template
        texts = {
            name: translate(value)
            if isinstance(value, Message)
            else printable(value)
            if isinstance(value, str)
            else value
            for name, value in self.values.items()
        }
        return template.format(**texts)


Translate = Callable[[Message], str]  # fills in a message in the reader's language


def message(template: str, /, **values: object) -> Message:
    """Mark `template` as translatable and store its values with it."""
    return Message(template, values)


def joined(separator: str, parts: Sequence[Message]) -> Message:
    """Return messages in a row as one, each of which is still translated by itself."""
    values: dict[str, object] = dict(zip(ascii_lowercase, parts, strict=False))
    return Message(separator.join(f"{{{name}}}" for name in values), values)


def with_value(setting: Message, value: Message) -> Message:
    """Return a setting with its value: ``Learning rate: 0.1``."""
    return message("{setting}: {value}", setting=setting, value=value)


_LISTS = (
    message("{a}, {b}"),
    message("{a}, {b}, {c}"),
    message("{a}, {b}, {c}, {d}"),
)


def listed(parts: Sequence[Message]) -> Message:
    """Return messages in one line, up to four with the commas of the reader's language."""
    if len(parts) == 1:
        return parts[0]
    text = joined(", ", parts)
    translatable = (one for one in _LISTS if one.template == text.template)
    return replace(next(translatable, text), values=text.values)


def with_details(text: Message, error: BaseException) -> Message:
    """Return the message with the traceback of `error` as its details."""
    return replace(text, details="".join(traceback.format_exception(error)))
