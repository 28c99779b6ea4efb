"""Failures of the machine: too little memory, a library that cannot be loaded.

They can come from any line of any library, and as errors of many types; here they are recognised
and described. Nothing is imported to find out, since importing may be what fails.
"""

import errno
from collections.abc import Iterator
from types import TracebackType

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
_OURS = ("core", "gui", "resources", "main", "__main__", "importlib")


def failure_of_machine(error: BaseException) -> Message | None:
    """Describe a lack of memory or a library that cannot be loaded; None for all other errors."""
    if isinstance(error, ImportError | OSError):
        library = _being_loaded(error)
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
    values = {"library": _TITLES.get(library, library), "reason": _first_reason(error)}
    if any(text in str(values["reason"]) for text in _NO_MEMORY):
        return message("There is too little memory to load {library}: {reason}.", **values)
    return message(
        "{library} cannot be loaded: {reason}. Its installation is incomplete or does not fit "
        "this machine; install it again.",
        **values,
    )


def _first_reason(error: BaseException) -> str:
    """Return the first line of the error that caused all others."""
    while error.__cause__ is not None:
        error = error.__cause__
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[0].removesuffix(".")[:200] if lines else type(error).__name__


def _being_loaded(error: ImportError | OSError) -> str | None:
    """Return the package of others whose import raised the error; None if no import did.

    A module's own code has the name ``<module>`` in a traceback.
    """
    modules = [
        name.partition(".")[0] for name, code in _frames(error.__traceback__) if code == "<module>"
    ]
    foreign = [name for name in modules if name not in _OURS]
    if foreign:
        return foreign[0]
    missing = (error.name or "") if isinstance(error, ModuleNotFoundError) else ""
    package = missing.partition(".")[0]
    return package if package and package not in _OURS else None


def _frames(traceback: TracebackType | None) -> Iterator[tuple[str, str]]:
    """Yield the module and the function of each call, the outermost first."""
    while traceback is not None:
        frame = traceback.tb_frame
        yield str(frame.f_globals.get("__name__", "")), frame.f_code.co_name
        traceback = traceback.tb_next
