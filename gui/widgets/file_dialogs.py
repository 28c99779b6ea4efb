"""The dialogs for files and folders: they start where the user last was, at first in Documents.

What is written is offered a place where something was written before, never the folder of files
that were only opened. They may be somebody else's, and Python imports what lies next to a program.

Folders are also shown by the desktop, which starts none of them.
"""

import os
import re
from pathlib import Path

from PySide6.QtCore import QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from core import remote_paths
from core.messages import Message, message
from core.plain_text import printable
from core.run.identity import is_device

MAX_NAME_BYTES = 200  # of a proposed name; systems take 255 with the suffix


class _LastFolder:
    """The folder in which the user last chose something in any dialog, and last saved something."""

    path: Path | None = None
    saved: Path | None = None


def start_folder() -> str:
    """Return the folder that a dialog starts in: the last one used, Documents or home."""
    return _usable(_LastFolder.path)


def _usable(folder: Path | None) -> str:
    if folder is not None and os.path.isdir(folder):
        return str(folder)
    for location in (
        QStandardPaths.StandardLocation.DocumentsLocation,
        QStandardPaths.StandardLocation.HomeLocation,
    ):
        usual = QStandardPaths.writableLocation(location)
        if usual and os.path.isdir(usual):
            return usual
    return ""


def _start_in(folder: str) -> str:
    """Return the folder to start in; a stored one on a machine that nobody chose is not asked for.

    See `core.remote_paths`.
    """
    return folder if folder and remote_paths.may_open(folder) else start_folder()


def file_dialog(parent: QWidget, title: str, folder: str = "") -> QFileDialog:
    """Return a dialog that starts in `folder`, or where the user last was."""
    dialog = QFileDialog(parent, title, _start_in(folder))
    dialog.fileSelected.connect(_remember)
    return dialog


def save_dialog(parent: QWidget, title: str, name: str) -> QFileDialog:
    """Return a dialog for a file to write, which starts where the user last saved something.

    Args:
        name: what the file is called unless the user changes it.
    """
    dialog = QFileDialog(parent, title, _usable(_LastFolder.saved))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)  # it asks before a file is replaced
    dialog.selectFile(name)
    dialog.fileSelected.connect(_remember_saved)
    dialog.finished.connect(dialog.deleteLater)
    return dialog


def ask_file(parent: QWidget, title: str, name_filter: str, folder: str = "") -> str:
    """Ask for an existing file and return its path, "" for none."""
    path, _ = QFileDialog.getOpenFileName(parent, title, _start_in(folder), name_filter)
    _remember(path)
    return path


def ask_folder(parent: QWidget, title: str, folder: str = "") -> str:
    """Ask for an existing folder and return its path, "" for none."""
    path = QFileDialog.getExistingDirectory(parent, title, _start_in(folder))
    _remember(path)
    return path


def _remember(path: str) -> None:
    """Remember the folder that holds what was chosen, and its machine if that is another one."""
    if path:
        remote_paths.choose(path)
        _LastFolder.path = Path(path).parent


def _remember_saved(path: str) -> None:
    _remember(path)
    _LastFolder.saved = Path(path).parent


def saved_as(path: str | Path) -> Message:
    """Return what is told once a file has been written."""
    return message("Saved as {path}.", path=printable(str(path)))


def file_name(name: str) -> str:
    """Turn a name into a file name that no system rejects, without its suffix."""
    kept = (letter if letter.isalnum() or letter in "-_" else "-" for letter in name)
    fit = re.sub("-{2,}", "-", "".join(kept)).strip("-")
    short = fit.encode()[:MAX_NAME_BYTES].decode(errors="ignore").rstrip("-")
    return f"{short}-run" if is_device(short) else short or "run"


def show_folder(folder: Path) -> bool:
    """Have the desktop show a folder; return whether it has a program that does.

    Desktops start what is called `x.app` or `x.desktop`, also where it is a folder, so of such a
    one the folder around it is shown. Of a folder and a program of the same name Windows starts the
    program, unless the path ends like that of a folder (R. Chen, "If a program and a folder have
    the same name, the shell prefers the program", 2004).
    """
    shown = next(path for path in (folder, *folder.parents) if "." not in path.name)
    return QDesktopServices.openUrl(QUrl.fromLocalFile(os.path.join(shown, "")))
