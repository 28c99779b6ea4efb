"""The commands `export` and `import`: a kept run as a file, and an exported run among the own."""

import argparse
from pathlib import Path

from core.cli.console import DONE, print_json, print_line
from core.cli.options import (
    Commands,
    add_common_options,
    add_language,
    add_weights,
    runs_dir_of,
    weights_of,
)
from core.config.fields import ConfigError
from core.export.formats import Format, export, export_page
from core.export.source import source_of
from core.messages import message
from core.translations import translator


def add_export(commands: Commands) -> None:
    """Add the command `export`."""
    parser = commands.add_parser(
        "export", help="a kept run as a program, ONNX, weights, event files, a table, a whole"
    )

    parser.add_argument(
        "--run",
        required=True,
        nargs="+",
        metavar="RUN",
        help="a run's id or folder; for a page one to three",
    )
    parser.add_argument("--format", required=True, metavar="FORMAT", help=", ".join(Format))
    parser.add_argument(
        "--output",
        required=True,
        type=Path,
        metavar="PATH",
        help="the file; for tensorboard a folder",
    )
    add_weights(parser, "of which epoch; last")
    add_language(parser, "of the comments in a script, and of a report or page")
    parser.add_argument("--force", action="store_true", help="replace what is there already")

    add_common_options(parser, run_export)


def run_export(options: argparse.Namespace) -> int:
    """Write the run in the format chosen; return the exit status.

    Raises:
        ConfigError: for a format that does not exist, or several runs for a format of one.
        InklingError: if it cannot be written.
    """
    if options.format not in set(Format):
        choices = {"choices": ", ".join(Format), "given": options.format}
        raise ConfigError("format", message("must be one of {choices}, not {given}.", **choices))
    if len(options.run) > 1 and options.format != Format.PAGE:
        raise ConfigError("run", message("Only a page shows more than one run."))
    from core.storage import layout

    translate = translator(options.language)
    folders = [layout.find(run, runs_dir_of(options)) for run in options.run]
    sources = [source_of(folder, translate, weights_of(options)) for folder in folders]
    kind, may_replace = Format(options.format), options.force
    if len(sources) > 1:
        exported = export_page(
            sources, options.output, may_replace=may_replace, translate=translate
        )
    else:
        exported = export(
            sources[0], kind, options.output, may_replace=may_replace, translate=translate
        )

    if options.json:
        runs = " ".join(source.record.run for source in sources)
        line = {"event": "exported", "run": runs, "format": options.format}
        paths = {"output": str(exported.path), "message": str(exported.message)}
        print_json({**line, **exported.facts, **paths})
    else:
        print_line(str(exported.message))
    return DONE


def add_import(commands: Commands) -> None:
    """Add the command `import`."""
    parser = commands.add_parser("import", help="take in a run that was exported as a zip")
    parser.add_argument(
        "file", metavar="FILE", type=Path, help="a .zip that `export --format zip` made"
    )
    add_common_options(parser, run_import)


def run_import(options: argparse.Namespace) -> int:
    """Import a run; return the exit status.

    Raises:
        InklingError: if the file is no sound archive of a run.
    """
    from core.lifecycle import archive as archives

    imported = archives.unpack(options.file, runs_dir_of(options))
    if options.json:
        facts = {
            "run": imported.run,
            "folder": str(imported.folder),
            "is_new": imported.is_new,
            "was": imported.was,
        }
        print_json({"event": "imported", **facts})
    else:
        print_line(str(imported.message))
    return DONE
