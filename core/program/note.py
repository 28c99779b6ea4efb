"""A note on a part of the program."""

from dataclasses import dataclass

from core.messages import Message


@dataclass(frozen=True)
class Note:
    """A note on some lines of code.

    Attributes:
        title: the name of the lines, in a few words or as code.
        text: what they do and why they are there, in a few sentences.
    """

    title: Message
    text: Message
