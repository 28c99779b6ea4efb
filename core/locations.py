"""The default folders of the user's runs, handwriting and data sets."""

from pathlib import Path

import platformdirs

from core.errors import RunFolderError
from core.messages import message

HANDWRITING_FOLDER = "handwriting"  # next to the folder of the runs


def _user_folder() -> Path:
    return platformdirs.user_data_path("inkling", appauthor=False)


def datasets_folder() -> Path:
    """Return the folder of fetched data sets, which have a folder each."""
    return _user_folder() / "data"


def hosts_file() -> Path:
    """Return the file with the machines on which the user chose data; see `core.remote_paths`."""
    return _user_folder() / "hosts.json"


def runs_folder() -> Path:
    """Return the folder of the runs, unless another is given.

    Raises:
        RunFolderError: if this user's home folder is unknown.
    """
    try:
        folder = _user_folder() / "runs"
        if folder.is_absolute():
            return folder
    except RuntimeError:  # from platformdirs 4.4 on; earlier the folder would be called ~
        pass
    raise RunFolderError(
        message("There is no home folder to keep runs in; choose a folder with --runs-dir.")
    )


def handwriting_folder() -> Path:
    """Return the folder of the user's handwriting, next to that of the runs.

    Raises:
        RunFolderError: if this user's home folder is unknown.
    """
    return runs_folder().parent / HANDWRITING_FOLDER
