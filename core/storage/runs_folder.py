"""The folder of the runs: when it is made, and when it is refused.

A folder that is made where a drive is not connected would receive new runs, and hide the old ones
or be hidden itself once the drive is back. So there is one rule for the window and the commands:

- Inkling's own folder is made, with the folders above it.
- Another one is made if the folder that it would be in exists.
- None is made that has existed: earlier in this process, or, of the settings, when it was chosen.
- None is made or filled where, when it was last used, a drive was connected that is not there now.
  For that, the mount point of each folder is remembered, and some of its runs; see `core.drives`.
  All below such a mount point counts, however the path to it is spelled, unless ordinary folders
  are in it by now.
  One that holds these was moved to this disk; other runs and files on a mount point are no reason
  to use it. While that list cannot be read, nothing is written on the system's own disk but to
  Inkling's own folder.
"""

import os
from collections.abc import Iterator
from pathlib import Path

from core import drives, locations
from core.errors import FileError, RunFolderError, system_reason
from core.file_presence import is_missing
from core.messages import Message, message
from core.plain_text import printable, unfit_character
from core.run.identity import is_made_name
from core.storage.ownership import is_own_run
from core.trees import flush_folder

_used: set[Path] = set()  # real paths, in this process


def prepare(folder: Path, *, has_existed: bool = False) -> None:
    """Make the folder of the runs unless it exists.

    Args:
        has_existed: whether it is known to have existed, so that it is not made.

    Raises:
        RunFolderError: if it is refused, or cannot be made.
    """
    path = folder.absolute()
    problem = problem_of_name(path) or _problem_of_place(
        path, has_existed or drives.real_path(path) in _used
    )
    if problem is not None:
        raise RunFolderError(problem)
    try:
        path.mkdir(parents=locations.is_usual(path), exist_ok=True)
    except OSError as error:
        raise RunFolderError(
            message(
                "The runs folder {folder} cannot be made: {reason}.",
                folder=str(folder),
                reason=system_reason(error),
            )
        ) from error
    _used.add(drives.real_path(path))
    _remember_runs(path)


def note_new_run(folder: Path) -> None:
    """Have the disk hold that a run was added to a folder, and remember the runs in it."""
    flush_folder(folder)
    _remember_runs(folder.absolute())


def _remember_runs(path: Path) -> None:
    """Remember the runs in a folder, by which it is known again."""
    drives.remember(path, lambda: _runs_in(path))


def _runs_in(folder: Path) -> Iterator[str]:
    """Yield the names of the runs; one that is just being made has no description yet."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if is_made_name(entry.name) or is_own_run(Path(entry.path)):
                yield entry.name


def note(folder: Path) -> None:
    """Note that a folder exists, if it does, so that it is not made again in this process."""
    if os.path.isdir(folder):
        _used.add(drives.real_path(folder))


def refuse_missing(folder: Path) -> None:
    """Refuse a folder that was named to be read if it is not there.

    Raises:
        RunFolderError: saying what is missing.
    """
    problem = _problem_of_place(folder.absolute(), has_existed=True)
    if problem is not None:
        raise RunFolderError(problem)


def problem_of_name(folder: Path) -> Message | None:
    """Return why runs cannot be kept in a folder of this name; None if they can."""
    character = unfit_character(str(folder))
    if character is None:
        return None
    return message(
        "{folder} cannot be the runs folder: its path must not contain the character {character}.",
        folder=printable(str(folder)),
        character=character,
    )


def _problem_of_place(path: Path, has_existed: bool) -> Message | None:
    """Return why the folder is neither used nor made, None if it is."""
    try:
        drive = drives.missing_drive(path, lambda name: is_own_run(path / name))
    except FileError as error:
        if not locations.is_usual(path):
            return _unknown_drive(path, error)
        drive = None
    if drive is not None:
        return message(
            "The runs folder {folder} is not there: its drive is not connected at {drive}. Connect "
            "it, or choose another folder. If no drive belongs there any more, delete {file}.",
            folder=str(path),
            drive=drive,
            file=str(locations.runs_folders_file()),
        )
    if not is_missing(path) or locations.is_usual(path):
        return None
    if has_existed:
        return message(
            "The runs folder {folder} is not there. Connect its drive, or make the folder again.",
            folder=str(path),
        )
    if not os.path.isdir(path.parent):
        return message(
            "The runs folder {folder} is not there, nor is the folder that it would be in. Connect "
            "its drive, or make that folder.",
            folder=str(path),
        )
    return None


def _unknown_drive(path: Path, error: FileError) -> Message:
    return message(
        "The runs folder {folder} is not used, since it is unknown whether its drive is connected: "
        "{reason} If all drives are connected, delete that file.",
        folder=str(path),
        reason=error.message,
    )
