"""Files that the user has saved, at paths of the user's choice: never over what Inkling keeps."""

import os
import stat
from contextlib import suppress
from itertools import chain, count
from pathlib import Path

from core.errors import ExportError, system_reason
from core.file_presence import is_free, is_missing
from core.files import replace_file, try_to_write
from core.messages import message
from core.storage.ownership import is_kept_file
from core.trees import flush_folder


def save(path: Path, content: bytes) -> None:
    """Write a file at a path that the user chose; an existing one is replaced.

    Raises:
        ExportError: as `check_path`; nothing is changed then.
    """
    check_path(path, may_replace=True)
    try:
        replace_file(path, content)
        flush_folder(path.parent)
    except OSError as error:
        raise not_written(path, error) from error


def check_path(path: Path, *, may_replace: bool = False) -> None:
    """Check that a file can be written, before hours of work are put into it.

    Raises:
        ExportError: if a file exists that must not be replaced, if the path is not that of a file,
            or is one of a kept run, comparison or search, or if it cannot be written.
    """
    refuse_kept(path)
    refuse_to_overwrite(path, may_replace)
    try:
        # a pipe or a device must not be replaced, nor a link to one, as /dev/stdout is
        with suppress(FileNotFoundError):
            if not stat.S_ISREG(os.stat(path).st_mode):
                raise ExportError(message("{file} is not a file.", file=str(path)))
        try_to_write(path.parent)
    except OSError as error:
        raise not_written(path, error) from error


def is_same_file(first: Path, second: Path) -> bool:
    """Return whether two paths, written perhaps in different ways, lead to one file."""
    one, other = (os.path.normcase(os.path.realpath(path)) for path in (first, second))
    return one == other


def free_path(path: Path) -> Path:
    """Return the path, or one with a number added if something has come to be there meanwhile.

    Raises:
        ExportError: if the system cannot tell what is there.
    """
    numbered = (path.with_stem(f"{path.stem}-{number}") for number in count(2))
    try:
        return next(free for free in chain([path], numbered) if is_free(free))
    except OSError as error:
        raise not_written(path, error) from error


def refuse_kept(path: Path) -> None:
    """Refuse to write into what Inkling keeps, also where files may be replaced.

    Raises:
        ExportError: if the path is one of a kept run, comparison or search.
    """
    if is_kept_file(Path(os.path.realpath(path.absolute().parent), path.name)):
        raise ExportError(
            message(
                "{path} belongs to a run, comparison or search that is kept; choose another file.",
                path=str(path),
            )
        )


def refuse_to_overwrite(path: Path, may_replace: bool) -> None:
    """Refuse to replace what exists at a path, unless it may be replaced.

    Raises:
        ExportError: if it exists, or may exist, and be it a link that leads nowhere.
    """
    if not may_replace and not is_missing(path):
        raise ExportError(message("{path} already exists.", path=str(path)))


def not_written(path: Path, error: OSError) -> ExportError:
    """Return the error to raise where a file cannot be written."""
    return ExportError(
        message("{path} cannot be written: {reason}.", path=str(path), reason=system_reason(error))
    )
