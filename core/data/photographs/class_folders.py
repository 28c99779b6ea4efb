"""Folders of pictures, one for each class, as handwriting is kept and exchanged."""

import os
import re
from collections.abc import Sequence
from pathlib import Path

from core.errors import HandwritingError, not_readable
from core.files import is_link
from core.messages import message
from core.run.identity import is_id

# nothing that could point out of the folder, nothing hidden
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}\.png")


def folder_names(classes: Sequence[str]) -> tuple[str, ...]:
    """Return the name of each class's folder: its own where every system can hold all of them.

    Otherwise, such as for "T-shirt/top", all of them are numbers.
    """
    are_distinct = len({name.casefold() for name in classes}) == len(classes)
    if are_distinct and all(map(is_id, classes)):
        return tuple(classes)
    return tuple(map(str, range(len(classes))))


def picture_files(folder: Path) -> list[Path]:
    """Return the pictures of a class, in the order of their names; links to files are ignored.

    Raises:
        HandwritingError: if there is a folder that cannot be read, or a link to one.
    """
    if is_link(folder):
        raise HandwritingError(
            message(
                "{link} is a link, so it is not followed; put a copy of the pictures there "
                "instead.",
                link=str(folder),
            )
        )
    try:
        with os.scandir(folder) as entries:
            names = [
                entry.name
                for entry in entries
                if NAME.fullmatch(entry.name) and entry.is_file(follow_symlinks=False)
            ]
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise HandwritingError(not_readable(folder, error)) from error
    return [folder / name for name in sorted(names)]
