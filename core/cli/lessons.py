"""The command `lessons`: what lessons there are, and pages of them to print."""

import argparse
from collections.abc import Callable
from pathlib import Path

from core.cli.console import DONE, print_json, print_line
from core.cli.options import Commands, add_common_options, add_language
from core.config.fields import ConfigError
from core.messages import message
from core.translations import translator

HTML_SUFFIXES = (".html", ".htm")


def add_lessons(commands: Commands) -> None:
    """Add the command `lessons`."""
    parser = commands.add_parser("lessons", help="the lessons, and pages of them to print")
    parser.add_argument(
        "--sheet", type=Path, metavar="FILE", help="write a sheet for pupils, a web page (.html)"
    )
    parser.add_argument(
        "--answers", type=Path, metavar="FILE", help="write the answers, a web page of its own"
    )
    add_language(parser, "of the lessons")
    parser.add_argument("--force", action="store_true", help="replace what is there already")
    add_common_options(parser, run_lessons)


def run_lessons(options: argparse.Namespace) -> int:
    """Write the pages asked for, or list the lessons; return the exit status.

    Raises:
        ConfigError: if both pages are to be the same file, or one is not to be a web page.
        ExportError: if a page cannot be written.
    """
    from core.storage.saving import check_path, save
    from core.teaching.lessons.sheet import answers_page, sheet_page

    _check_names(options.sheet, options.answers)
    translate = translator(options.language)
    wanted: dict[Path, Callable[[], str]] = {}
    if options.sheet is not None:
        wanted[options.sheet] = lambda: sheet_page({}, translate)
    if options.answers is not None:
        wanted[options.answers] = lambda: answers_page(translate)

    for path in wanted:
        check_path(path, may_replace=options.force)
    for path, write in wanted.items():
        save(path, write().encode())
        _report(path, options.json)

    if not wanted:
        _list(options.language, options.json)
    return DONE


def _check_names(sheet: Path | None, answers: Path | None) -> None:
    """Refuse names for which the pages would not be what they seem to be.

    Raises:
        ConfigError: if they are.
    """
    from core.storage.saving import is_same_file

    if sheet is not None and answers is not None and is_same_file(sheet, answers):
        raise ConfigError("answers", message("must be another file than the sheet."))
    for option, path in (("sheet", sheet), ("answers", answers)):
        if path is not None and path.suffix.lower() not in HTML_SUFFIXES:
            raise ConfigError(option, message("must end in .html; the window also writes PDF."))


def _report(path: Path, is_json: bool) -> None:
    if is_json:
        print_json({"event": "written", "output": str(path)})
    else:
        print_line(str(path))


def _list(language: str, is_json: bool) -> None:
    from core.teaching.lessons.curriculum import LESSONS

    translate = translator(language)
    for lesson in LESSONS:
        title = translate(lesson.title)
        if is_json:
            print_json({"event": "lesson", "lesson": lesson.key, "title": title})
        else:
            print_line(f"{lesson.key:20} {title}")
