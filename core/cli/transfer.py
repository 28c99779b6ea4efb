"""The commands `export` and `import`: a run carried away, and one taken in."""

import argparse
from pathlib import Path

from core.cli.console import DONE, print_json, print_line
from core.config.choices import Which
from core.config.fields import ConfigError
from core.export.formats import Format, export, source_of
from core.messages import message


def add_export_options(parser: argparse.ArgumentParser) -> None:
    """What `export` takes."""
    parser.add_argument("--run", required=True, help="a run's id or folder")
    parser.add_argument("--format", required=True, metavar="FORMAT", help=", ".join(Format))
    parser.add_argument(
        "--output",
        required=True,
        type=Path,
        metavar="PATH",
        help="the file; for tensorboard a folder",
    )
    add_weights(parser, "of which epoch; last")
    parser.add_argument("--force", action="store_true", help="replace what is there already")


def add_weights(parser: argparse.ArgumentParser, about: str) -> None:
    """Let the epoch be chosen whose weights are used."""
    parser.add_argument("--weights", choices=list(map(str, Which)), default="last", help=about)


def which_weights(options: argparse.Namespace) -> Which:
    """What `--weights` says."""
    return Which.BEST if options.weights == Which.BEST else Which.LAST


def add_import_options(parser: argparse.ArgumentParser) -> None:
    """What `import` takes."""
    parser.add_argument(
        "file", metavar="FILE", type=Path, help="a .zip that `export --format zip` made"
    )


def export_run(options: argparse.Namespace, runs_dir: Path) -> int:
    """Write the run where it is wanted; returns the exit status.

    Raises:
        ConfigError: for a format that does not exist.
        InklingError: if it cannot be written.
    """
    if options.format not in set(Format):
        choices = {"choices": ", ".join(Format), "given": options.format}
        raise ConfigError("format", message("must be one of {choices}, not {given}.", **choices))
    from core.storage import layout

    source = source_of(layout.find(options.run, runs_dir), which=which_weights(options))
    done = export(source, Format(options.format), options.output, may_replace=options.force)
    if options.json:
        facts = {
            "event": "exported",
            "run": source.record.run,
            "format": options.format,
            **done.facts,
        }
        print_json({**facts, "output": str(done.place), "message": str(done.message)})
    else:
        print_line(str(done.message))
    return DONE


def import_run(options: argparse.Namespace, runs_dir: Path) -> int:
    """Take a run in; returns the exit status.

    Raises:
        InklingError: if the file is no sound archive of a run.
    """
    from core.lifecycle import archive as archives

    taken = archives.unpack(options.file, runs_dir)
    if options.json:
        facts = {
            "run": taken.run,
            "folder": str(taken.folder),
            "is_new": taken.is_new,
            "was": taken.was,
        }
        print_json({"event": "imported", **facts})
    else:
        print_line(str(taken.message))
    return DONE
