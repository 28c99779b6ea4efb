"""The command line: the window's options, and the commands that need no window.

With ``--json`` every line on standard output is one JSON object with an ``event`` field; messages
for users go to standard error. Exit status: 0 done, 1 the work failed, 2 wrong usage; if it is
interrupted, `core/interruption.py` ends the process with 128 + signal (130 for Ctrl+C).
"""

import argparse
import io
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

from core.cancellation import progress_reported_to
from core.cli import (
    cluster,
    compare,
    fetch,
    inventory,
    lessons,
    predict,
    repeat,
    robustness,
    search,
    train,
    transfer,
    window_options,
)
from core.cli.console import FAILED, WRONG_USAGE, ReadingProgress, report_error
from core.cli.window_options import StartOptions
from core.config import presets
from core.config.fields import ConfigError
from core.errors import DeviceError, InklingError
from core.machine.current_folder import has_working_folder
from core.machine.failures import failure_of_machine
from core.plain_text import printable

ADD_COMMANDS = (  # in the order of --help
    train.add_train,
    compare.add_compare,
    search.add_search,
    cluster.add_cluster,
    cluster.add_workers,
    train.add_resume,
    repeat.add_repeat,
    predict.add_predict,
    robustness.add_robustness,
    transfer.add_export,
    transfer.add_import,
    lessons.add_lessons,
    inventory.add_runs,
    inventory.add_open_test_set,
    fetch.add_fetch,
    inventory.add_info,
)


class _Parser(argparse.ArgumentParser):
    """argparse with errors on one line and without abbreviations.

    Without `allow_abbrev=False`, `--seed` would be accepted for `--seeds`.
    """

    def _get_values(self, action: argparse.Action, arg_strings: list[str]) -> Any:
        """Return the value of an argument; that of ``--run=--`` is ``--``.

        Python before 3.13 takes it for the mark that ends the options, and leaves an empty list
        (python/cpython#59317).
        """
        if not action.option_strings or arg_strings != ["--"]:
            return super()._get_values(action, arg_strings)
        value = self._get_value(action, "--")
        self._check_value(action, value)
        return value if action.nargs is None else [value]

    def __init__(self, **settings: Any) -> None:
        super().__init__(allow_abbrev=False, **settings)

    def error(self, text: str) -> NoReturn:
        """Print the error and where to find help, and exit."""
        self.exit(WRONG_USAGE, f"{self.prog}: {printable(text)} (see {self.prog} --help)\n")


def main(arguments: Sequence[str], open_window: Callable[[StartOptions], int] | None = None) -> int:
    """Run one command, or open the window if there is none, and return the exit status."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        # a file name may hold characters that the terminal's encoding lacks
        sys.stdout.reconfigure(errors="backslashreplace")

    if not has_working_folder():
        return report_error("the current folder was deleted; go to another one", FAILED)

    parser = _parser(needs_command=open_window is None)
    options = parser.parse_args(arguments)
    if not hasattr(options, "command"):
        assert open_window is not None
        return open_window(window_options.start_options(options))

    for option in window_options.ignored_by_commands(options):
        parser.error(f"{option} is for the window only; commands ignore it")
    return _run_command(options)


def _run_command(options: argparse.Namespace) -> int:
    """Run the command that was parsed, and turn its errors into an exit status."""
    try:
        with progress_reported_to(ReadingProgress()):
            status: int = options.command(options)
    except (ConfigError, presets.UnknownPresetError, DeviceError) as error:
        return report_error(error, WRONG_USAGE)
    except InklingError as error:
        return report_error(error, FAILED)
    except Exception as error:
        failure = failure_of_machine(error)
        if failure is None:
            raise
        return report_error(failure, FAILED)
    return status


def _command_name() -> str:
    """Return what the user typed to start Inkling: a command, a file or a module."""
    started = Path(sys.argv[0])
    if started.parent.absolute() != Path(__file__).parents[2]:
        return "inkling"
    # without -P, Python takes an `inkling` in the current folder for this one
    commands = {"main.py": "python main.py", "__main__.py": "python -P -m inkling"}
    return commands.get(started.name, "inkling")


def _parser(needs_command: bool) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = _Parser(
        prog=_command_name(),
        description=(
            "Train a network, watch it learn, draw digits. Without a command the window opens."
        ),
    )
    parser.add_argument("--version", action="version", version=f"inkling {inventory.version()}")
    window_options.add_options(parser)

    commands = parser.add_subparsers(required=needs_command, metavar="COMMAND")
    for add_command in ADD_COMMANDS:
        add_command(commands)
    return parser
