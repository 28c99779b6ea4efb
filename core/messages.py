"""Sentences for the user, made in core without knowing the user's language.

A `Message` keeps the English template apart from its values, so that the window can look the
template up in its translations and fill in the values afterwards. The translation tool finds every
template by the name `message`.
"""

import traceback
from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class Message:
    """An English template with named values, for example ``"{count} digits"``; `str` fills it in.

    Attributes:
        details: what a programmer wants to know of a failure: the traceback. Not said, but offered
            for copying.
    """

    template: str
    values: dict[str, object] = field(default_factory=dict, hash=False)
    details: str = field(default="", compare=False)

    def __str__(self) -> str:
        return self.template.format(**self.values) if self.values else self.template


def message(template: str, /, **values: object) -> Message:
    """Mark `template` as translatable and keep its values beside it."""
    return Message(template, values)


def with_details(text: Message, error: BaseException) -> Message:
    """The same, with the traceback of what went wrong as its details."""
    return replace(text, details="".join(traceback.format_exception(error)))
