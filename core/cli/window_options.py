"""The options with which the window starts."""

import argparse
from dataclasses import dataclass, fields
from pathlib import Path

from core.translations import languages


@dataclass(frozen=True)
class StartOptions:
    """The options with which the window starts.

    Attributes:
        reset: reset every setting of the window to its default, and forget the layout.
        safe_mode: start with defaults, restore and store nothing, look for no GPU.
        lang: the code of the window's language for this start; None for the one in the settings.
        verbose: log more.
        runs_dir: where runs are kept during this start; None for the folder in the settings.
    """

    reset: bool = False
    safe_mode: bool = False
    lang: str | None = None
    verbose: bool = False
    runs_dir: Path | None = None


def add_options(parser: argparse.ArgumentParser) -> None:
    """Let `parser` accept the options that `StartOptions` holds."""
    group = parser.add_argument_group("the window")
    group.add_argument(
        "--reset", action="store_true", help="forget its settings and arrangement; runs are kept"
    )
    group.add_argument(
        "--safe-mode",
        action="store_true",
        help="start with defaults, restore and remember nothing, look for no GPU",
    )
    group.add_argument("--lang", choices=languages(), help="the language to speak this time")
    group.add_argument("--verbose", action="store_true", help="log more, here and in the log file")
    group.add_argument(
        "--runs-dir", type=Path, metavar="FOLDER", help="where runs are kept, also for the commands"
    )


def start_options(options: argparse.Namespace) -> StartOptions:
    """Return the options of `add_options` as they were given."""
    return StartOptions(
        **{field.name: getattr(options, field.name) for field in fields(StartOptions)}
    )


def ignored_by_commands(options: argparse.Namespace) -> list[str]:
    """Return the options given that commands ignore, as they are typed."""
    default = StartOptions()
    names = (field.name for field in fields(StartOptions) if field.name != "runs_dir")
    return [
        f"--{name.replace('_', '-')}"
        for name in names
        if getattr(options, name) != getattr(default, name)
    ]
