"""Renews the translation files from the code: ``python -m resources.translate``.

Texts of the window stand in `tr`, those of core in `message`, and those of the program in the
comments and docstrings of its templates. Qt's own tools collect them into `.ts` files, which
people edit (Qt Linguist, or any editor), and pack those into the `.qm` files that the window loads.
English has a file too, for its plurals only.
"""

import json
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import PySide6

import resources
from resources import script_texts

ROOT = Path(resources.__file__).parent.parent
FOLDER = resources.path("translations")
SOURCES = ("core", "gui")
CHINESE, ENGLISH = "inkling_zh_CN", "inkling_en"


def collect(folder: Path) -> None:
    """Bring the `.ts` files in `folder` up to date with the code.

    What has gone from the code goes from them.
    """
    files = [str(file) for name in SOURCES for file in sorted((ROOT / name).rglob("*.py"))]
    with TemporaryDirectory() as scratch:
        script = Path(scratch, "script_texts.py")
        script.write_text(_as_messages(script_texts.texts()), encoding="utf-8")
        common = [
            "-tr-function-alias",
            "QT_TR_NOOP+=message",
            "-locations",
            "none",
            "-no-obsolete",
            "-silent",
            *files,
            str(script),
        ]
        chinese, english = str(folder / f"{CHINESE}.ts"), str(folder / f"{ENGLISH}.ts")
        _run("lupdate", [*common, "-target-language", "zh_CN", "-ts", chinese])
        _run("lupdate", [*common, "-target-language", "en", "-pluralonly", "-ts", english])


def _as_messages(texts: Iterable[str]) -> str:
    """Return a module of calls of `message`, which is what Qt's tool collects."""
    return "".join(f"message({json.dumps(text, ensure_ascii=False)})\n" for text in texts)


def pack(folder: Path) -> None:
    """Make the `.qm` files in `folder` from its `.ts` files."""
    for name in (CHINESE, ENGLISH):
        source, packed = folder / f"{name}.ts", folder / f"{name}.qm"
        _run("lrelease", ["-silent", "-nounfinished", str(source), "-qm", str(packed)])


def _run(tool: str, arguments: Sequence[str]) -> None:
    places: Iterable[Path] = (
        Path(PySide6.__path__[0]) / place / tool for place in ("", "Qt/libexec")
    )
    program = next(place for place in places if place.is_file())
    subprocess.run([str(program), *arguments], check=True)  # noqa: S603 - Qt's own tool and our own files


if __name__ == "__main__":
    collect(FOLDER)
    pack(FOLDER)
