"""The command line: the window's options, and the commands that need no window.

With ``--json`` every line on standard output is one JSON object with an ``event`` field; messages
for people go to standard error. Exit status: 0 done, 1 the work failed, 2 wrong usage, 128 + signal
(130 for Ctrl+C) interrupted.
"""

import argparse
import io
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

from core.cli import fetch, transfer
from core.cli.compare import add_compare_options, run_compare
from core.cli.console import FAILED, WRONG_USAGE, complain
from core.cli.inventory import list_runs, show_info, version
from core.cli.options import add_keeping, runs_dir_of
from core.cli.predict import run_predict
from core.cli.repeat import run_repeat
from core.cli.train import run_resume, run_train
from core.cli.window_options import StartOptions, add_options, ignored_by_commands, start_options
from core.config import presets
from core.config.choices import DeviceKind
from core.config.fields import ConfigError
from core.errors import DeviceError, InklingError


class _Parser(argparse.ArgumentParser):
    """argparse with its errors on one line, and options by their whole names: `--seed` is never taken for `--seeds`."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(allow_abbrev=False, **settings)

    def error(self, text: str) -> NoReturn:
        self.exit(WRONG_USAGE, f"{self.prog}: {text} (see {self.prog} --help)\n")


def main(arguments: Sequence[str], open_window: Callable[[StartOptions], int] | None = None) -> int:
    """Run one command, or open the window if there is none, and return the exit status."""
    if isinstance(
        sys.stdout, io.TextIOWrapper
    ):  # a file's name need not be made of letters the terminal knows
        sys.stdout.reconfigure(errors="backslashreplace")
    parser = _parser(needs_command=open_window is None)
    options = parser.parse_args(arguments)
    if not hasattr(options, "command"):
        assert open_window is not None
        return open_window(start_options(options))
    for option in ignored_by_commands(options):
        parser.error(f"{option} is for the window only; no command heeds it")
    try:
        status: int = options.command(options)
    except (ConfigError, presets.UnknownPresetError, DeviceError) as error:
        return complain(error, WRONG_USAGE)
    except InklingError as error:
        return complain(error, FAILED)
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    return status


def _parser(needs_command: bool) -> argparse.ArgumentParser:
    parser = _Parser(
        prog="inkling",
        description="Train a network, watch it learn, draw digits. Without a command the window opens.",
    )
    parser.add_argument("--version", action="version", version=f"inkling {version()}")
    add_options(parser)
    commands = parser.add_subparsers(required=needs_command, metavar="COMMAND")
    _add_training(commands)
    _add_use(commands)
    _add_the_rest(commands)
    return parser


def _add_training(commands: "argparse._SubParsersAction[_Parser]") -> None:
    """What trains: anew, side by side, further, once more."""
    train = commands.add_parser("train", help="train one network and keep its run")
    train.add_argument("--preset", required=True, metavar="NAME", help=", ".join(presets.PRESETS))
    train.add_argument("--seed", metavar="S", help="start of the random numbers")
    _add_settings(train)
    add_keeping(train)
    _add_tensorboard(train)
    train.add_argument(
        "--tutorial", action="store_true", help="exactly as the tutorial's text does it"
    )
    _add_common(train, run_train)

    compare = commands.add_parser(
        "compare", help="train presets under the same conditions and tell which is better"
    )
    add_compare_options(compare)
    _add_settings(compare)
    add_keeping(compare)
    _add_common(compare, run_compare)

    resume = commands.add_parser("resume", help="go on with a kept run where it stopped")
    resume.add_argument("run", metavar="RUN", help="a run's id or folder")
    resume.add_argument("--epochs", metavar="N", help="how many epochs it shall have in all")
    add_keeping(resume)
    _add_tensorboard(resume)
    _add_common(resume, run_resume)

    repeat = commands.add_parser(
        "repeat", help="train a kept run again and tell whether it computes the same"
    )
    repeat.add_argument("run", metavar="RUN", help="a run's id or folder")
    _add_common(repeat, run_repeat)


def _add_use(commands: "argparse._SubParsersAction[_Parser]") -> None:
    """What is done with a kept run."""
    predict = commands.add_parser("predict", help="read digits in picture files with a kept run")
    predict.add_argument("--run", required=True, help="a run's id or folder")
    transfer.add_weights(predict, "those of the last or of the best epoch")
    predict.add_argument("files", nargs="+", metavar="FILE", type=Path)
    _add_common(predict, run_predict)

    export = commands.add_parser(
        "export", help="a kept run as a program, ONNX, weights, event files, a table, a whole"
    )
    transfer.add_export_options(export)
    _add_common(export, lambda options: transfer.export_run(options, runs_dir_of(options)))

    taken = commands.add_parser("import", help="take in a run that was exported as a zip")
    transfer.add_import_options(taken)
    _add_common(taken, lambda options: transfer.import_run(options, runs_dir_of(options)))


def _add_the_rest(commands: "argparse._SubParsersAction[_Parser]") -> None:
    """What is here: runs, data, the machine."""
    kept = commands.add_parser("runs", help="the kept runs, oldest first")
    _add_common(kept, list_runs)

    fetched = commands.add_parser("fetch", help="bring a data set to this machine")
    fetch.add_fetch_options(fetched)
    _add_common(fetched, fetch.fetch)

    info = commands.add_parser("info", help="versions, devices, data, presets")
    _add_common(info, show_info)


def _add_tensorboard(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--tensorboard",
        action="store_true",
        help="write what TensorBoard shows into the run's folder",
    )


def _add_settings(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--epochs", metavar="N", help="how often to go through the training examples"
    )
    parser.add_argument("--device", metavar="|".join(DeviceKind), help="where to compute")
    parser.add_argument("--threads", metavar="T", help="processor threads; 0 lets Inkling choose")
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="FIELD=VALUE",
        dest="assignments",
        help="any setting, for example optimizer.learning_rate=0.1; may be repeated",
    )


def _add_common(parser: argparse.ArgumentParser, command: object) -> None:
    # no default, or it would hide what stands before the command
    unset = argparse.SUPPRESS
    parser.add_argument(
        "--runs-dir", type=Path, default=unset, metavar="FOLDER", help="where runs are kept"
    )
    parser.add_argument(
        "--json", action="store_true", help="one JSON object per line on standard output"
    )
    parser.set_defaults(command=command)
