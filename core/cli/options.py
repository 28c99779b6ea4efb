"""Options that several commands share, and their values."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from core import remote_paths, translations
from core.cli.console import print_message
from core.config.catalogue import KNOWN
from core.config.choices import DeviceKind, Precision, WeightsChoice
from core.config.fields import ConfigError, parse_assignment, shortened
from core.config.run import RunConfig
from core.errors import ExportError
from core.files import MAX_INTEGER_DIGITS
from core.messages import message
from core.storage.retention import LIMIT, MAX_KEPT

# What `ArgumentParser.add_subparsers` returns; each command adds its parser to it.
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def add_common_options(
    parser: argparse.ArgumentParser, command: Callable[[argparse.Namespace], int]
) -> None:
    """Let the parser of `command` accept the options of all commands; call it last.

    Args:
        command: carries out what the options ask for and returns the exit status.
    """
    # no default, or it would hide what stands before the command
    unset = argparse.SUPPRESS
    parser.add_argument(
        "--runs-dir", type=Path, default=unset, metavar="FOLDER", help="where runs are kept"
    )
    parser.add_argument(
        "--json", action="store_true", help="one JSON object per line on standard output"
    )
    parser.set_defaults(command=command)


def runs_dir_of(options: argparse.Namespace) -> Path:
    """Return the folder that `--runs-dir` names, or the default one."""
    from core import locations

    chosen: Path | None = options.runs_dir
    return chosen or locations.runs_folder()


def add_settings(parser: argparse.ArgumentParser) -> None:
    """Let any setting of a run be given."""
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


def changes_of(options: argparse.Namespace, base: RunConfig) -> dict[str, object]:
    """Return the settings that the options give, by dotted path.

    Args:
        base: the config that they change.

    Raises:
        ConfigError: for an assignment that names no setting.
    """
    named = ("epochs", "seed", "device", "threads")
    values = {path: getattr(options, path, None) for path in named}
    changes: dict[str, object] = {
        path: value for path, value in values.items() if value is not None
    }
    changes |= dict(parse_assignment(text) for text in options.assignments)

    # a data set brings settings of its own, which those given override
    dataset = changes.get("data.dataset")
    if not isinstance(dataset, str):
        return changes
    from core.data import folders as data_folders

    remote_paths.choose(dataset)
    implied = data_folders.changes_for(base, dataset)
    if dataset not in KNOWN:
        for note in data_folders.read(dataset).notes:
            print_message(f"inkling: {note}")
    return implied | changes | {"data.dataset": implied["data.dataset"]}


def check_device(config: RunConfig) -> None:
    """Check the device of a new run; print why bfloat16 is slower on it than 32 bits, if it is.

    Raises:
        DeviceError: if this machine does not have it.
    """
    from core.machine import devices

    devices.resolve(config.device)
    if config.precision is Precision.BFLOAT16:
        reason = devices.reason_against_16_bits(config.device)
        if reason is not None:
            print_message(f"inkling: {reason}")


def add_keep_epochs(parser: argparse.ArgumentParser) -> None:
    """Let the number of epochs be given whose weights a run keeps."""
    parser.add_argument(
        "--keep-epochs",
        metavar="N",
        default=str(MAX_KEPT),
        help=(
            f"of how many epochs the weights stay, to look back at; 0 to {LIMIT}, "
            f"{MAX_KEPT} unless given"
        ),
    )


def kept_epochs(options: argparse.Namespace) -> int:
    """Return the value of `--keep-epochs`.

    Raises:
        ConfigError: if it is no number within the limits.
    """
    return whole_number("keep-epochs", options.keep_epochs, 0, LIMIT)


def whole_number(option: str, text: str, low: int, high: int) -> int:
    """Return the number given for an option that is no setting of a run.

    Raises:
        ConfigError: naming the option, if it is no whole number from `low` to `high`.
    """
    is_number = text.isascii() and text.isdecimal() and len(text) <= MAX_INTEGER_DIGITS
    if not is_number or not low <= int(text) <= high:
        limits = {"low": low, "high": high, "given": shortened(text)}
        raise ConfigError(
            option, message("must be a whole number from {low} to {high}, not {given}.", **limits)
        )
    return int(text)


def add_weights(parser: argparse.ArgumentParser, about: str) -> None:
    """Add the option that chooses the epoch whose weights are used."""
    parser.add_argument(
        "--weights", choices=list(map(str, WeightsChoice)), default="last", help=about
    )


def add_language(parser: argparse.ArgumentParser, about: str) -> None:
    """Add the option that chooses a language; the window's own has the same name."""
    parser.add_argument(
        "--lang",
        choices=translations.languages(),
        default=translations.ENGLISH,
        dest="language",
        help=f"the language {about}; {translations.ENGLISH} unless given",
    )


def weights_of(options: argparse.Namespace) -> WeightsChoice:
    """Return the value of `--weights`."""
    return WeightsChoice.BEST if options.weights == WeightsChoice.BEST else WeightsChoice.LAST


def check_page_paths(report: Path | None, page: Path | None) -> None:
    """Refuse paths where pages could not be written, and one file for both, before hours of work.

    Raises:
        ConfigError: saying why.
    """
    from core.storage.saving import check_path, is_same_file

    for option, path in (("report", report), ("page", page)):
        try:
            if path is not None:
                check_path(path)
        except ExportError as error:
            raise ConfigError(option, error.message) from error
    if report is not None and page is not None and is_same_file(report, page):
        raise ConfigError("page", message("must be another file than the report."))
