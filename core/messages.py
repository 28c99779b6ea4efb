"""Sentences for the user, made in core without knowing the user's language.

A `Message` keeps the English template apart from its values, so that the window can look the template up in its
translations and fill in the values afterwards. The translation tool finds every template by the name `message`.
"""

import traceback
from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class Message:
    """An English template with named values, for example ``"{count} digits"``; `str` fills it in.

    Attributes:
        details: what a programmer wants to know of a failure: the traceback. Not said, but offered for copying.
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


class InklingError(Exception):
    """Something the user can understand and mend; everything core raises on purpose is one of these."""

    def __init__(self, text: Message) -> None:
        super().__init__(text)
        self.message = text

    def __str__(self) -> str:
        return str(self.message)


class DataError(InklingError):
    """A data file that is missing, damaged or not what it claims to be."""


class DeviceError(InklingError):
    """A device that this machine does not have."""


class RunFolderError(InklingError):
    """A run folder that cannot be opened, read or written."""


class DamagedRunError(RunFolderError):
    """A run folder whose description cannot be understood, so that nothing of the run can be opened."""


class NewerRunError(RunFolderError):
    """A run folder that a later version of Inkling has written."""


class PictureError(InklingError):
    """A picture file that cannot be read."""


class HandwritingError(InklingError):
    """A sample of one's own handwriting that cannot be kept, read or taken in."""


class ExportError(InklingError):
    """A run that cannot be carried away as asked, or a place that cannot be written to."""


class ArchiveError(InklingError):
    """A file that is no run, or none that may be taken in."""
