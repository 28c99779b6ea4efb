"""What can be said to the window on the command line."""

import argparse
from dataclasses import dataclass, fields
from pathlib import Path

import resources


@dataclass(frozen=True)
class StartOptions:
    """How the window starts.

    Attributes:
        reset: give every setting of the window its default again, and forget its arrangement.
        safe_mode: defaults for this start, nothing is restored or remembered, no GPU is looked for.
        lang: the code of the language to speak this time; None for the one in the settings.
        verbose: log more.
        runs_dir: where runs are kept this time; None for the folder in the settings.
    """

    reset: bool = False
    safe_mode: bool = False
    lang: str | None = None
    verbose: bool = False
    runs_dir: Path | None = None


def languages() -> list[str]:
    """The codes of the languages that the window speaks."""
    files = resources.path("translations").glob("inkling_*.qm")
    return sorted(file.stem.removeprefix("inkling_") for file in files)


def add_options(parser: argparse.ArgumentParser) -> None:
    """Let `parser` accept what `StartOptions` holds."""
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


def start_options(given: argparse.Namespace) -> StartOptions:
    """What was given of `add_options`."""
    return StartOptions(
        **{field.name: getattr(given, field.name) for field in fields(StartOptions)}
    )


def ignored_by_commands(given: argparse.Namespace) -> list[str]:
    """The options that a command would not heed, as they are typed."""
    default = StartOptions()
    names = (field.name for field in fields(StartOptions) if field.name != "runs_dir")
    return [
        f"--{name.replace('_', '-')}"
        for name in names
        if getattr(given, name) != getattr(default, name)
    ]
