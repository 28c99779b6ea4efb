"""The default folders of the user's runs, handwriting, data sets and settings."""

import sys
from pathlib import Path

import platformdirs

from core.errors import DataError, FileError, RunFolderError
from core.messages import message

HANDWRITING_FOLDER = "handwriting"  # next to the folder of the runs


def _user_folder() -> Path:
    """Return the folder of everything that Inkling keeps for this user.

    Raises:
        FileError: if this user's home folder is unknown.
    """
    try:
        folder = platformdirs.user_data_path("inkling", appauthor=False)
        if folder.is_absolute():
            return folder
    except RuntimeError:  # from platformdirs 4.4 on; earlier the folder would be called ~
        pass
    raise _no_home()


def _no_home() -> FileError:
    return FileError(
        message(
            "There is no home folder to keep runs and data sets in. Set {variable} to a folder of"
            " your own, or choose a folder for the runs alone with --runs-dir.",
            variable="USERPROFILE" if sys.platform == "win32" else "HOME",
        )
    )


def datasets_folder() -> Path:
    """Return the folder of fetched data sets, which have a folder each.

    Raises:
        DataError: if this user's home folder is unknown.
    """
    try:
        return _user_folder() / "data"
    except FileError as error:
        raise DataError(error.message) from None


def hosts_file() -> Path:
    """Return the file with the machines on which the user chose data; see `core.remote_paths`.

    Raises:
        FileError: if this user's home folder is unknown.
    """
    return _user_folder() / "hosts.json"


def runs_folders_file() -> Path:
    """Return the file with the drives of folders of runs and handwriting; see `core.drives`.

    Raises:
        FileError: if this user's home folder is unknown.
    """
    return _user_folder() / "runs-folders.json"


def settings_file() -> Path:
    """Return the file of the window's settings, where the system does not keep them itself.

    It is where Qt's `QSettings` had it, below the home folder also if the variable is relative.

    Raises:
        FileError: if this user's home folder is unknown.
    """
    try:
        folder = platformdirs.user_config_path("inkling", appauthor=False)
        return Path.home() / folder / "inkling.conf"
    except RuntimeError:
        raise _no_home() from None


def runs_folder() -> Path:
    """Return the folder of the runs, unless another is given.

    Raises:
        RunFolderError: if this user's home folder is unknown.
    """
    try:
        return _user_folder() / "runs"
    except FileError as error:
        raise RunFolderError(error.message) from None


def handwriting_folder() -> Path:
    """Return the folder of the user's handwriting, next to that of the runs.

    Raises:
        RunFolderError: if this user's home folder is unknown.
    """
    return runs_folder().parent / HANDWRITING_FOLDER


def is_usual(folder: Path) -> bool:
    """Return whether runs or handwriting are kept in this folder unless another is chosen."""
    try:
        return folder in (runs_folder(), handwriting_folder())
    except RunFolderError:
        return False
