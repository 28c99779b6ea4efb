"""The drives of folders that were used, so that nothing is written where one is not connected.

The mount point of a drive is an ordinary folder while the drive is away. What is written into it
hides nothing at first, and is hidden itself once the drive is back.
"""

import json
import os
from contextlib import suppress
from pathlib import Path

from core.errors import InklingError, NotReadableError
from core.files import parse_json, read_file, replace_file
from core.locations import runs_folders_file
from core.locks import exclusive

MAX_FOLDERS = 100  # remembered; the last ones used
MAX_FILE_BYTES = 1_000_000


def missing_drive(folder: Path) -> str | None:
    """Return where the drive of a folder is to be connected if it is not; None if it is.

    Those of the folders next to it count as well, if the folder would be on them.
    """
    path, actual = str(folder), mount_point(folder)
    remembered = _remembered()
    if path in remembered:
        return remembered[path] if remembered[path] != actual else None
    for other, drive in remembered.items():
        is_next_to_it = Path(other).parent == folder.parent
        if is_next_to_it and drive != actual and Path(drive) in folder.parents:
            return drive
    return None


def mount_point(path: Path) -> str:
    """Return where the file system is mounted that holds a path, or the nearest folder above."""
    real = os.path.realpath(path)
    while not os.path.ismount(real) and real != os.path.dirname(real):
        real = os.path.dirname(real)
    return real


def remember(folder: Path) -> None:
    """Remember the mount point of a folder, unless it is the system's own."""
    drive = mount_point(folder)
    if _remembered().get(str(folder), mount_point(Path(folder.anchor))) == drive:
        return
    with suppress(OSError, InklingError):  # without it a missing drive is noticed less often
        file = runs_folders_file()
        file.parent.mkdir(parents=True, exist_ok=True)
        with exclusive(file.parent):
            others = [one for one in _read_folders().items() if one[0] != str(folder)]
            kept = dict([*others, (str(folder), drive)][-MAX_FOLDERS:])
            replace_file(file, json.dumps(kept).encode())


def _remembered() -> dict[str, str]:
    """Return the mount points of folders that were used; none if they cannot be read."""
    try:
        return _read_folders()
    except InklingError:
        return {}


def _read_folders() -> dict[str, str]:
    """Return the mount points; none if their file is missing or damaged.

    Raises:
        NotReadableError: if it cannot be read.
    """
    try:
        folders = parse_json(read_file(runs_folders_file(), MAX_FILE_BYTES))
    except NotReadableError:
        raise
    except (InklingError, ValueError):
        return {}
    if not isinstance(folders, dict):
        return {}
    return {path: drive for path, drive in folders.items() if isinstance(drive, str)}
