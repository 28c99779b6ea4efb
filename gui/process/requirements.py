"""Requirements of the window on the machine, checked before anything opens."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from core.messages import Message, message

PACKAGES = (
    "libegl1 libgl1 libdbus-1-3 libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1"
)
INSTALL = 'pip install "PySide6-Essentials>=6.10.1,<6.12,!=6.11.0,!=6.11.1"'


def missing_requirement() -> Message | None:
    """Return why the window cannot open here; None if no reason is known."""
    try:
        import PySide6
        from PySide6 import QtWidgets  # noqa: F401 - its libraries are those of the system
    except ImportError as error:
        return message(
            "Qt cannot be loaded: {reason}. On Debian or Ubuntu this helps: apt install {packages}",
            reason=str(error),
            packages=PACKAGES,
        )

    unfit = unfit_version(PySide6.__version__, sys.version_info[:2])
    return unfit or missing_display(sys.platform, os.environ)


def unfit_version(qt: str, python: tuple[int, int]) -> Message | None:
    """Return the known defect of a version of PySide6, and how to install another."""
    numbers = tuple(int(part) for part in qt.split(".")[:3] if part.isdecimal())

    if numbers >= (6, 12) and python < (3, 12):
        return message(
            "PySide6 {version} crashes after a few minutes on Python {python}: it loses "
            "references to None. Install another version: {command}",
            version=qt,
            python=".".join(map(str, python)),
            command=INSTALL,
        )

    if numbers in ((6, 11, 0), (6, 11, 1)):
        return message(
            "PySide6 {version} arranges windows incorrectly. Install another version: {command}",
            version=qt,
            command=INSTALL,
        )
    return None


def missing_display(platform: str, environment: Mapping[str, str]) -> Message | None:
    """Return why there is no display for a window; only Unix desktops may lack one."""
    wanted = environment.get("QT_QPA_PLATFORM", "").partition(":")[0].partition(";")[0]
    if platform in ("win32", "darwin") or wanted not in ("", "xcb", "wayland"):
        return None
    if any(environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")):
        return None

    return message(
        "There is no display for the window: neither DISPLAY nor WAYLAND_DISPLAY is set. "
        "Without a window there are the commands; see --help."
    )


def home() -> Path | None:
    """Return the user's home folder; None if neither HOME nor the user database has one.

    HOME is set from the user database where it is missing, since Qt reads nothing else.
    """
    try:
        folder = Path.home()
    except RuntimeError:
        return None
    os.environ.setdefault("HOME", str(folder))
    return folder
