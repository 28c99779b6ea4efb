"""The drives of folders that were used, so that nothing is written where one is not connected.

The mount point of a drive is an ordinary folder while the drive is away. What is written into it
hides nothing at first, and is hidden itself once the drive is back. Something may lie there
already, be it a run that was made while the drive was away. So of each folder some of the names in
it are remembered: one that still holds them was moved to this disk. Folders are known by their
real paths, however they are spelled: through links, or with two dots.

To refuse a folder wrongly is worse than to hide runs for a while. So no drive is missing that is
connected, as that of the system always is, or on which the list of these folders itself lies: the
list was read from there. A folder that was never used is refused only on a bare mount point.
"""

import json
import os
import sys
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from core.errors import FileError, InklingError, not_readable
from core.file_presence import is_free, is_missing
from core.files import parse_json, read_file, reason_of, replace_file
from core.locations import runs_folders_file
from core.locks import exclusive
from core.messages import message

MAX_FOLDERS = 100  # remembered; the last ones used
MAX_FILE_BYTES = 1_000_000
MAX_NAMES = 20  # of a folder: half of them the first, half of them the last


@dataclass(frozen=True)
class _Folder:
    """A folder that was used.

    Attributes:
        drive: where its file system was mounted.
        names: of some runs or samples that were in it; none of one that an earlier version used.
    """

    drive: str
    names: tuple[str, ...] = ()


def missing_drive(folder: Path, holds: Callable[[str], bool]) -> str | None:
    """Return where the drive of a folder is to be connected if it is not; None if it is.

    Those of other folders count as well, if the folder would be on them.

    Args:
        holds: returns whether the folder holds a run or sample of this name. One that holds half of
            those that it held was moved to this disk.

    Raises:
        FileError: if that is unknown, because the list of the folders cannot be read.
    """
    actual = mount_point(folder)
    try:
        remembered = _read_folders()
    except FileError:
        if actual != _system_s_own(folder):  # a drive is connected here
            return None
        raise

    real = real_path(folder)
    known = remembered.get(str(real)) or remembered.get(str(folder))  # as of earlier versions
    if known is not None:
        is_there = known.drive == actual or _is_connected(known.drive) or _is_moved(known, holds)
        return None if is_there else known.drive
    for path, other in remembered.items():
        if other.drive == actual or not (_is_in(other.drive, real) and _is_in(other.drive, path)):
            continue
        if not (_is_connected(other.drive) or _is_in_use(other.drive)) and not _is_moved(
            other, partial(_has, path)
        ):
            return other.drive
    return None


def _has(folder: str, name: str) -> bool:
    return not is_missing(Path(folder, name))


def _is_in(drive: str, path: str | Path) -> bool:
    """Return whether a path is the mount point of a drive, or below it; asks the system nothing."""
    normal = Path(os.path.normpath(path))
    around = {_as_the_system_compares(str(parent)) for parent in (normal, *normal.parents)}
    return _as_the_system_compares(drive) in around


def _is_connected(drive: str) -> bool:
    """Return whether something is mounted there, or the list itself was read from that drive."""
    return _is_in(drive, real_path(runs_folders_file())) or os.path.ismount(drive)


def _is_in_use(mount_point: str) -> bool:
    """Return whether a former mount point is an ordinary folder, with folders in it.

    Single files, such as "NOT MOUNTED", and hidden folders are left on mount points, too.
    """
    try:
        with os.scandir(mount_point) as entries:
            return any(
                not entry.name.startswith(".") and entry.is_dir(follow_symlinks=False)
                for entry in entries
            )
    except PermissionError:  # a folder that others keep, as that of all home folders
        return True
    except OSError:
        return False


def _as_the_system_compares(path: str) -> str:
    """Return the form of a path in which two spellings are equal that mean the same folder."""
    if sys.platform == "darwin":
        return unicodedata.normalize("NFD", path).casefold()
    return os.path.normcase(path)


def _is_moved(known: _Folder, holds: Callable[[str], bool]) -> bool:
    return bool(known.names) and 2 * sum(map(holds, known.names)) >= len(known.names)


def real_path(path: Path) -> Path:
    """Return the path without links and dots, as far as the system knows it."""
    return Path(os.path.realpath(path))


def mount_point(path: Path) -> str:
    """Return where the file system is mounted that holds a path, or the nearest folder above."""
    real = os.path.realpath(path)
    while not os.path.ismount(real) and real != os.path.dirname(real):
        real = os.path.dirname(real)
    return real


def _system_s_own(folder: Path) -> str:
    return mount_point(Path(folder.anchor))


def remember(folder: Path, names: Callable[[], Iterable[str]]) -> None:
    """Remember the mount point of a folder, unless it is the system's own.

    Args:
        names: returns the names of the runs or samples in it.
    """
    drive, usual = mount_point(folder), _system_s_own(folder)
    with suppress(OSError, InklingError):  # without it a missing drive is noticed less often
        used = _Folder(drive, () if drive == usual else _some_of(names()))
        real = str(real_path(folder))
        if _read_folders().get(real, _Folder(usual)) == used:
            return
        file = runs_folders_file()
        file.parent.mkdir(parents=True, exist_ok=True)
        with exclusive(file.parent):
            others = [one for one in _read_folders().items() if one[0] not in (str(folder), real)]
            _write([*others, (real, used)][-MAX_FOLDERS:])


def _some_of(names: Iterable[str]) -> tuple[str, ...]:
    ordered = sorted(filter(_is_relative, names))
    return tuple(ordered) if len(ordered) <= MAX_NAMES else _ends_of(ordered)


def _is_relative(name: str) -> bool:
    """Return whether a name, of a sample with its class's folder, leads to nothing but this.

    On Windows `//host/x` and `C:x` lead elsewhere, wherever they are joined.
    """
    parts = name.split("/")
    return not ({"", ".", ".."} & {*parts} or {"\\", ":", "\0"} & {*name})


def _ends_of(ordered: Sequence[str]) -> tuple[str, ...]:
    return (*ordered[: MAX_NAMES // 2], *ordered[-MAX_NAMES // 2 :])


def _write(folders: Sequence[tuple[str, _Folder]]) -> None:
    """Write the last ones of these folders, as many as can be read again."""
    described = {path: {"drive": one.drive, "names": one.names} for path, one in folders}
    while len(content := json.dumps(described).encode()) > MAX_FILE_BYTES:
        del described[next(iter(described))]
    replace_file(runs_folders_file(), content)


def _read_folders() -> Mapping[str, _Folder]:
    """Return the folders that were used, the last one last; none if their file is missing.

    Raises:
        FileError: if it cannot be read or is damaged; what was in it is unknown then.
    """
    try:
        file = runs_folders_file()
    except InklingError:  # no home folder, and so no file
        return {}
    try:
        if is_free(file):
            return {}
    except OSError as error:
        raise FileError(not_readable(file, error)) from error
    content = read_file(file, MAX_FILE_BYTES)
    try:
        return _folders_of(parse_json(content))
    except (ValueError, RecursionError) as error:
        raise FileError(
            message("{file} is damaged: {reason}.", file=str(file), reason=reason_of(error))
        ) from error


def _folders_of(description: object) -> Mapping[str, _Folder]:
    """Check what was read.

    Raises:
        ValueError: if it is malformed.
    """
    match description:
        case {**folders}:
            return {str(path): _folder_of(one) for path, one in folders.items()}
    raise ValueError("no object")


def _folder_of(description: object) -> _Folder:
    match description:
        case str(drive):  # as earlier versions wrote it
            return _Folder(drive)
        case {"drive": str(drive), "names": [*names]} if all(isinstance(it, str) for it in names):
            return _Folder(drive, tuple(filter(_is_relative, names[:MAX_NAMES])))
    raise ValueError("malformed folder")
