"""Renews the translation files from the code: ``python -m resources.translate``.

Texts of the window stand in `tr`, those of core in `message`. Qt's own tools collect them into
`.ts` files, which people edit (Qt Linguist, or any editor), and pack those into the `.qm` files
that the window loads. English has a file too, for its plurals only.
"""

import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path

import PySide6

import resources

ROOT = Path(resources.__file__).parent.parent
FOLDER = resources.path("translations")
SOURCES = ("core", "gui")
CHINESE, ENGLISH = "inkling_zh_CN", "inkling_en"


def collect(folder: Path) -> None:
    """Bring the `.ts` files in `folder` up to date with the code.

    What has gone from the code goes from them.
    """
    files = [str(file) for name in SOURCES for file in sorted((ROOT / name).rglob("*.py"))]
    common = [
        "-tr-function-alias",
        "QT_TR_NOOP+=message",
        "-locations",
        "none",
        "-no-obsolete",
        "-silent",
        *files,
    ]
    _run("lupdate", [*common, "-target-language", "zh_CN", "-ts", str(folder / f"{CHINESE}.ts")])
    _run(
        "lupdate",
        [*common, "-target-language", "en", "-pluralonly", "-ts", str(folder / f"{ENGLISH}.ts")],
    )


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
