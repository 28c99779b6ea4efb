"""Failures of the machine: too little memory, a library that is damaged or cannot be loaded.

They can come from any line of any library, and as errors of many types; here they are recognised
and described. Nothing is imported to find out, since importing may be what fails.
"""

import errno
import sys
from collections.abc import Iterator
from pathlib import Path
from types import FrameType, ModuleType, TracebackType

from core.messages import Message, message

# how PyTorch, its libraries and the system report a lack of memory in errors of other types
_NO_MEMORY = (
    "DefaultCPUAllocator",
    "out of memory",
    "bad_alloc",
    "annot allocate memory",
    "failed to map segment",
    "can't start new thread",
)
# the names of libraries as people know them, by their packages
_TITLES = {"torch": "PyTorch", "numpy": "NumPy", "scipy": "SciPy", "PIL": "Pillow"}
# and the names by which pip installs them, where these differ
_DISTRIBUTIONS = {"PIL": "pillow", "PySide6": "PySide6-Essentials"}
_OURS = ("core", "gui", "resources", "main", "__main__", "importlib", "inkling")


def failure_of_machine(error: BaseException) -> Message | None:
    """Describe a lack of memory or a library that cannot be loaded; None for all other errors."""
    if not isinstance(error, MemoryError):
        library = _damaged_library(error)
        if library is not None:
            return _not_loaded(library, error)
    if not is_out_of_memory(error):
        return None
    return message(
        "Not enough memory. Close other programs, or use smaller layers, fewer examples or "
        "smaller batches."
    )


def is_out_of_memory(error: BaseException) -> bool:
    """Return whether an error of any type means that there is too little memory."""
    if isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryError":
        return True
    if isinstance(error, OSError):
        return error.errno == errno.ENOMEM
    return isinstance(error, RuntimeError | ImportError) and any(
        text in str(error) for text in _NO_MEMORY
    )


def _not_loaded(library: str, error: BaseException) -> Message:
    values = {
        "library": _TITLES.get(library, library),
        "reason": _first_reason(error),
        "package": _DISTRIBUTIONS.get(library, library),
    }
    if any(text in str(values["reason"]) for text in _NO_MEMORY):
        return message("There is too little memory to load {library}: {reason}.", **values)
    return message(
        "{library} cannot be loaded: {reason}. Its installation is incomplete or does not fit "
        "this machine; install it again: python -m pip install --force-reinstall {package}",
        **values,
    )


def _first_reason(error: BaseException) -> str:
    """Return the first line of the error that caused all others."""
    while error.__cause__ is not None:
        error = error.__cause__
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[0].removesuffix(".")[:200] if lines else type(error).__name__


def _damaged_library(error: BaseException) -> str | None:
    """Return the package of others that raised the error while it was loaded, or lacks a part."""
    return next((name for name in _packages_of(error) if name and name not in _OURS), None)


def _packages_of(error: BaseException) -> Iterator[str]:
    """Yield the packages, ours too, that an error is about, the likeliest first."""
    for frame in _frames(error.__traceback__):
        module = ""
        if frame.f_code.co_name == "<module>":  # the code of a module itself, which is imported
            module = str(frame.f_globals.get("__name__", ""))
        elif frame.f_globals.get("__name__") == "importlib._bootstrap_external":
            module = str(frame.f_locals.get("fullname", ""))  # of a file that cannot be read
        yield module.partition(".")[0]

    if isinstance(error, ImportError):
        yield (error.name or "").partition(".")[0]
    elif isinstance(error, AttributeError) and isinstance(error.obj, ModuleType):
        yield error.obj.__name__.partition(".")[0]
    elif isinstance(error, SyntaxError):
        yield _package_at(error.filename or "")


def _package_at(file: str) -> str:
    """Return the package that a module's file belongs to; "" if it is on no path of imports."""
    for folder in sys.path:
        if folder and Path(file).is_relative_to(folder):
            return Path(file).relative_to(folder).parts[0].removesuffix(".py")
    return ""


def _frames(traceback: TracebackType | None) -> Iterator[FrameType]:
    """Yield the frame of each call, the outermost first."""
    while traceback is not None:
        yield traceback.tb_frame
        traceback = traceback.tb_next
