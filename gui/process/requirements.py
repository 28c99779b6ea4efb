"""What the window needs of the machine before it can open; asked without opening anything."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from core.messages import Message, message

PACKAGES = (
    "libegl1 libgl1 libdbus-1-3 libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1"
)
INSTALL = 'pip install "PySide6-Essentials>=6.10.1,<6.12,!=6.11.0,!=6.11.1"'


def obstacle() -> Message | None:
    """Why the window cannot open here; None if nothing is known to stand in the way."""
    try:
        import PySide6
        from PySide6 import QtWidgets  # noqa: F401 - its libraries are those of the system
    except ImportError as error:
        return message(
            "Qt cannot be loaded: {reason}. On Debian or Ubuntu this helps: apt install {packages}",
            reason=str(error),
            packages=PACKAGES,
        )
    return fault_of_qt(PySide6.__version__, sys.version_info[:2]) or missing_display(
        sys.platform, os.environ
    )


def fault_of_qt(qt: str, python: tuple[int, int]) -> Message | None:
    """Why this version of PySide6 would not do: what is known of it, and how to get another."""
    numbers = tuple(int(part) for part in qt.split(".")[:3] if part.isdecimal())
    if numbers >= (6, 12) and python < (3, 12):
        return message(
            "PySide6 {version} breaks off after some minutes on Python {python}: it loses references to None. "
            "Install another: {command}",
            version=qt,
            python=".".join(map(str, python)),
            command=INSTALL,
        )
    if numbers in ((6, 11, 0), (6, 11, 1)):
        return message(
            "PySide6 {version} arranges windows wrongly. Install another: {command}",
            version=qt,
            command=INSTALL,
        )
    return None


def missing_display(platform: str, environment: Mapping[str, str]) -> Message | None:
    """Why there is no place for a window; of the Unix desktops only, the others always have one."""
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
    """The user's home, which Qt is told of where only the user database knows it; None if nobody does."""
    try:
        found = Path.home()
    except RuntimeError:
        return None
    os.environ.setdefault("HOME", str(found))
    return found
