"""Where the user's runs, handwriting and data sets lie unless told otherwise."""

from pathlib import Path

import platformdirs

from core.errors import RunFolderError
from core.messages import message


def datasets_folder() -> Path:
    """Where fetched data sets are kept, a folder each."""
    return platformdirs.user_data_path("inkling", appauthor=False) / "data"


HANDWRITING_FOLDER = "handwriting"  # beside that of the runs


def handwriting_folder() -> Path:
    """Where one's handwriting is kept."""
    return platformdirs.user_data_path("inkling", appauthor=False) / HANDWRITING_FOLDER


def runs_folder() -> Path:
    """Where runs are kept unless another place is given.

    Raises:
        RunFolderError: if nobody knows where this user's home is.
    """
    try:
        folder = platformdirs.user_data_path("inkling", appauthor=False) / "runs"
        if folder.is_absolute():
            return folder
    except RuntimeError:  # of platformdirs 4.4 and later; before, the folder would be called ~
        pass
    raise RunFolderError(
        message("There is no home folder to keep runs in; say where with --runs-dir.")
    )
