"""The end of an interrupted process: at once, and without the files that it was writing.

Python answers Ctrl+C with an exception between any two steps. Raised within an import, a destructor
or a callback, it becomes another error or is lost, and in the last steps of the program nobody
catches it. Here nothing is raised: the handler deletes what is unfinished, as git does, and ends
the process. Finished files are whole at any moment, as they must be for a process that is killed.
"""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import TypeAlias

from core.trees import delete_tree

Handler: TypeAlias = Callable[[int, FrameType | None], object] | int

SIGNALS = tuple(
    int(getattr(signal, name)) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)

_unfinished: dict[Path, os.stat_result | None] = {}  # folders with what they are
_delaying: list[None] = []  # one entry for each `delayed` block
_received: list[int] = []  # signals that wait for the end of such a block


def handlers() -> dict[int, Handler]:
    """Return how the process handles each of `SIGNALS`, except for those that it ignores.

    Those are to stay ignored: SIGINT in a background job of a shell script, SIGHUP under nohup.
    """
    current = {number: signal.getsignal(number) for number in SIGNALS}
    return {
        number: handler
        for number, handler in current.items()
        if handler is not None and handler != signal.SIG_IGN
    }


def end_on_signals() -> None:
    """Let `SIGNALS` end this process with status 128 + signal."""
    for number in handlers():
        signal.signal(number, _end)


def _end(number: int, _frame: object) -> None:
    """End the process; like `exit_at_once`, this uses nothing that may be half imported."""
    if _delaying:
        _received.append(number)
    else:
        exit_at_once(128 + number)


def exit_at_once(status: int) -> None:
    """Delete what is unfinished and end the process, whatever its threads are doing."""
    for path in tuple(_unfinished):
        _delete(path)
    os._exit(status)


@contextmanager
def delayed() -> Iterator[None]:
    """Let a signal end the process only after the block, whose steps belong together."""
    _delaying.append(None)
    try:
        yield
    finally:
        _delaying.pop()
        if _received and not _delaying:
            exit_at_once(128 + _received[0])


@contextmanager
def unfinished(path: Path) -> Iterator[None]:
    """Delete a file or folder if the block raises, or if the process is interrupted within it."""
    begin(path)
    try:
        yield
    except BaseException:
        _delete(path)
        raise
    finally:
        finish(path)


def begin(path: Path) -> None:
    """Regard a file as unfinished from now on, or a folder that is about to be made."""
    _unfinished[path] = None


def identify(folder: Path, status: os.stat_result) -> None:
    """Have an unfinished folder deleted with all that is in it, but nothing in its place."""
    _unfinished[folder] = status


def finish(path: Path) -> None:
    """Regard a file or folder as finished, or as deleted."""
    _unfinished.pop(path, None)


def _delete(path: Path) -> None:
    status = _unfinished.get(path)
    with suppress(OSError):
        if status is not None:
            delete_tree(path, despite_errors=True, only=status)
        elif os.path.isdir(path) and not os.path.islink(path):
            os.rmdir(path)
        else:
            os.unlink(path)
