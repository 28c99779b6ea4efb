"""Inkling's entry: no command opens the window; a command runs without one.

Installed, this is `inkling.main`, next to `inkling/core`, `inkling/gui` and `inkling/resources`.
"""

import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.cli.window_options import StartOptions

STANDARD_ERROR = 2  # the number of the last of the three streams


def run() -> int:
    """Open the window or run a command; returns the exit status."""
    open_closed_streams()
    _end_on_ctrl_c()
    search_own_folder_first()
    from core.interruption import end_on_signals

    end_on_signals()
    try:
        if len(sys.argv) > 1:
            from core.cli import main as cli

            return cli.main(sys.argv[1:], open_window)
        from core.cli.window_options import StartOptions

        return open_window(StartOptions())
    except Exception as error:
        from core.cli.console import FAILED, report_error
        from core.machine.failures import failure_of_machine

        failure = failure_of_machine(error)
        if failure is None:
            raise
        return report_error(failure, FAILED)


def open_closed_streams() -> None:
    """Open nothing in place of each standard stream that is closed.

    The next file would get its number, and the messages of libraries in C would go into that.
    """
    while (descriptor := os.open(os.devnull, os.O_RDWR)) <= STANDARD_ERROR:
        pass
    os.close(descriptor)


def _end_on_ctrl_c() -> None:
    """Let Ctrl+C end the process until `end_on_signals` takes over, as SIGTERM does.

    Python's own handler would raise an exception within the imports.
    """
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # not if it is ignored
        signal.signal(signal.SIGINT, signal.SIG_DFL)


def search_own_folder_first() -> None:
    """Let `core`, `gui` and `resources` be those next to this file, as `python main.py` does.

    The commands of an installed Inkling, `python -m inkling` and `python -I` search other folders
    first, or only others, and any of these may hold a `core` of its own.
    """
    folder = str(Path(__file__).resolve().parent)
    if sys.path[:1] != [folder]:
        sys.path.insert(0, folder)


def open_window(options: "StartOptions") -> int:
    """Open the window, or say why it cannot be opened; returns the exit status."""
    if sys.platform == "win32":
        # torch before Qt, or its libraries fail to load (pytorch#166628)
        import core.machine.devices  # noqa: F401
    from gui.process import garbage, requirements

    garbage.pause()  # until all is loaded, see `gui.background.warm_up`
    missing = requirements.missing_requirement()
    if missing is not None:
        from core.cli.console import FAILED, report_error

        return report_error(missing, FAILED)
    from gui import start

    return start.main(options)


if __name__ == "__main__":
    sys.exit(run())
