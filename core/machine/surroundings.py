"""Surroundings in which PyTorch would end the process, or refuse to be imported."""

import os
import tempfile

# where PyTorch keeps compiled kernels, of which Inkling has none; it must exist nevertheless
_CACHE = "TORCHINDUCTOR_CACHE_DIR"


def has_working_folder() -> bool:
    """Return whether the process's folder still exists; without it, oneMKL ends the process."""
    try:
        os.getcwd()
    except OSError:
        return False
    return True


def do_without_temporary_folder() -> None:
    """Let PyTorch be imported where no folder for temporary files can be written.

    Its import asks for one, and fails on a disk that is full everywhere.
    """
    try:
        tempfile.gettempdir()
    except OSError:
        os.environ.setdefault(_CACHE, os.getcwd())
