"""Puts Inkling into the menu of a Linux desktop: ``python -m resources.desktop [--remove]``.

Where Inkling is installed, that is ``python -P -m inkling.resources.desktop``; without ``-P``
Python would import whatever modules lie in the current folder. Only for the user who asks. The
entry starts this very Inkling, with the Python that runs this.
"""

import argparse
import os
import sys
import tempfile
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from . import path

# of string values:
# https://specifications.freedesktop.org/desktop-entry-spec/latest/value-types.html
ESCAPES = str.maketrans({"\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"})
# the path of the program of an `Exec` line must not contain an equals sign, its arguments may:
# https://specifications.freedesktop.org/desktop-entry-spec/latest/exec-variables.html
STARTED_BY_A_SHELL = ("/bin/sh", "-c", 'exec "$0" "$@"')
ENTRY, ICON = "inkling.desktop", "inkling.svg"


class EntryError(Exception):
    """A path that cannot be written into a desktop entry."""


def datasets_folder() -> Path:
    """Where desktops look for what belongs to this user only.

    https://specifications.freedesktop.org/basedir-spec/latest/
    """
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")


def places(folder: Path) -> tuple[Path, Path]:
    """Where the entry and its icon belong."""
    return (
        folder / "applications" / ENTRY,
        folder / "icons" / "hicolor" / "scalable" / "apps" / ICON,
    )


def quoted(argument: str) -> str:
    r"""Quote an argument for an ``Exec`` line, with ``"``, `````, ``$`` and ``\`` escaped, twice.

    https://specifications.freedesktop.org/desktop-entry-spec/latest/exec-variables.html

    Raises:
        EntryError: if it holds a character that no entry may hold.
    """
    inner = "".join(
        "\\" + letter if letter in '"`$\\' else letter for letter in argument.replace("%", "%%")
    )
    line = f'"{inner}"'.translate(ESCAPES)
    unfit = next((letter for letter in line if is_unfit(letter)), None)
    if unfit is not None:
        raise EntryError(f"{argument!a}: no menu entry can hold the character {unfit!a}")
    return line


def is_unfit(letter: str) -> bool:
    """Return whether a letter is a control character, or half of a surrogate pair."""
    return unicodedata.category(letter) in ("Cc", "Cs")


def on_one_line(text: str) -> str:
    """Return a line for the terminal; whatever paths it names, it stays one."""
    letters = (ascii(letter)[1:-1] if is_unfit(letter) else letter for letter in text)
    return "".join(letters) + "\n"


def entry_text(program: str, main: Path) -> str:
    """Return the desktop entry for this interpreter and this copy of Inkling."""
    words = [*(STARTED_BY_A_SHELL if "=" in program else ()), program, str(main)]
    command = f"Exec={' '.join(map(quoted, words))}"
    lines = path(ENTRY).read_text(encoding="utf-8").splitlines()
    return "\n".join(command if line.startswith("Exec=") else line for line in lines) + "\n"


def install(folder: Path) -> list[Path]:
    """Write entry and icon.

    Raises:
        OSError: if that cannot be done.
        EntryError: if the path of this Inkling or its Python cannot be written into an entry.
    """
    entry, icon = places(folder)
    text = entry_text(sys.executable, path().parent / "main.py")
    for place in (entry, icon):
        place.parent.mkdir(parents=True, exist_ok=True)
    _replace(entry, text.encode())
    _replace(icon, path("icons", ICON).read_bytes())
    return [entry, icon]


def _replace(path: Path, content: bytes) -> None:
    """Replace a file at once; a link is replaced, not followed.

    A second `core.files.replace_file`, because `core` cannot be imported from an installed module.
    """
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".inkling-") as folder:
        new = Path(folder, path.name)
        new.write_bytes(content)
        new.replace(path)


def remove(folder: Path) -> list[Path]:
    """Take entry and icon away, as far as they are there.

    Raises:
        OSError: if that cannot be done.
    """
    there = [place for place in places(folder) if os.path.lexists(place)]
    for place in there:
        place.unlink()
    return there


def _module_name() -> str:
    """Return the name by which Python was asked to run this file."""
    return __spec__.name if __spec__ else "resources.desktop"


def main(arguments: Sequence[str] | None = None) -> int:
    """Install or remove; returns the exit status."""
    about = "Put Inkling into the menu of this user's desktop."
    parser = argparse.ArgumentParser(prog=f"python -m {_module_name()}", description=about)
    parser.add_argument("--remove", action="store_true", help="take it out of the menu again")
    is_removal = parser.parse_args(arguments).remove
    if sys.platform in ("win32", "darwin"):
        sys.stderr.write("Desktop entries are for Linux and its like.\n")
        return 1
    try:
        touched = (remove if is_removal else install)(datasets_folder())
    except OSError as error:
        sys.stderr.write(on_one_line(f"{error.filename}: {error.strerror}"))
        return 1
    except (RuntimeError, EntryError) as error:  # nobody knows this user's home, or a path is unfit
        sys.stderr.write(f"{error}\n")
        return 1
    for place in touched:
        sys.stdout.write(on_one_line(f"{'removed' if is_removal else 'written'}: {place}"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
