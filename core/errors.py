"""The errors that several folders raise: problems that the user can understand and fix."""

from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

from core.messages import Message, message, with_details
from core.plain_text import printable

Read = TypeVar("Read")


class InklingError(Exception):
    """A problem that the user can understand and fix; core raises no other error on purpose."""

    def __init__(self, text: Message) -> None:
        super().__init__(text)
        self.message = text

    def __str__(self) -> str:
        return str(self.message)


class DataError(InklingError):
    """A data file that is missing, damaged or not what it claims to be."""


class DeviceError(InklingError):
    """A device that this machine does not have."""


class FileError(InklingError):
    """A file or folder that cannot be read, written or deleted, or whose content is damaged."""


class NotReadableError(FileError):
    """A file that the system cannot read, perhaps only for a moment; its content may be sound.

    It counts neither as missing nor as damaged: nothing is written over it, deleted or set aside.
    """


class NewerFileError(FileError):
    """A file that a later version of Inkling has written; it is left as it is."""


class DeletedFileError(FileError):
    """A file that was to be changed, and has been deleted since it was read."""


class TakenFileError(FileError):
    """A file that was to be made, and is there already with something else in it."""


class RunFolderError(FileError):
    """A run folder that cannot be opened, read or written."""


class RunNotReadableError(RunFolderError, NotReadableError):
    """A file of a run that the system cannot read, perhaps only for a moment."""


class DamagedRunError(RunFolderError):
    """A run folder whose description cannot be parsed, so that nothing of the run can be opened."""


class RunChangedError(RunFolderError):
    """A run that another process has trained, or is training, since it was read."""


class NewerRunError(RunFolderError):
    """A run folder that a later version of Inkling has written."""


class PictureError(InklingError):
    """A picture file that cannot be read."""


class HandwritingError(InklingError):
    """A sample of the user's handwriting that cannot be stored, read or imported."""


class PartlyChangedError(HandwritingError):
    """A change of several samples that failed in the middle.

    Attributes:
        before: the samples that it has changed, as they were.
        now: the same ones as they are now; empty if they are deleted.
    """

    def __init__(self, text: Message, before: Sequence[Any], now: Sequence[Any] = ()) -> None:
        super().__init__(text)
        self.before = tuple(before)
        self.now = tuple(now)


class ExportError(InklingError):
    """A run that cannot be exported as requested, or a path that cannot be written to."""


class ClusterError(InklingError):
    """A cluster file that cannot be used, or machines that cannot work together."""


class SearchError(InklingError):
    """A search for settings that cannot begin or go on."""


class ArchiveError(InklingError):
    """A file that is no run, or one that may not be imported."""


def system_reason(error: Exception) -> str:
    """Return what the system or a library says about a failure, without a full stop; not empty."""
    of_system: str | None = getattr(error, "strerror", None)
    return of_system or str(error).rstrip(".") or type(error).__name__


def is_of_system(error: BaseException | None) -> bool:
    """Return whether the system failed, perhaps only for a moment, and not the content of a file.

    Errors of libraries that read a content have no number.
    """
    while error is not None:
        if isinstance(error, MemoryError) or getattr(error, "errno", None) is not None:
            return True
        error = error.__cause__
    return False


def not_readable(file: object, reason: Exception | Message) -> Message:
    """Return a sentence that says why a file or folder cannot be read.

    Args:
        file: its path or name, or a message that stands for it.
    """
    return message(
        "{file} cannot be read: {reason}.",
        file=file if isinstance(file, Message) else printable(str(file)),
        reason=reason if isinstance(reason, Message) else system_reason(reason),
    )


def failing_alone(read: Callable[[Path], Read]) -> Callable[[Path], Read]:
    """Have a function that reads a run's folder name it when anything unexpected fails.

    So whoever reads many runs misses only this one. The function raises a `RunNotReadableError`
    then, since the run may be sound, with the traceback as details.
    """

    @wraps(read)
    def read_alone(folder: Path) -> Read:
        try:
            return read(folder)
        except InklingError:
            raise
        except Exception as error:
            reason = Message("{kind}: {text}", {"kind": type(error).__name__, "text": str(error)})
            raise RunNotReadableError(with_details(not_readable(folder, reason), error)) from error

    return read_alone
