"""The fonts of the icons."""

import sys

import qtawesome

from core.machine.current_folder import standing_in_root


def load_icon_fonts() -> None:
    """Load the fonts of the icons; their first use would.

    For a font that comes as bytes, Qt hands fontconfig the name ``:/non-existent``, which is opened
    as a file of the current folder and parsed as a font (Qt 6.11 on Linux).
    """
    if sys.platform == "win32":  # there Qt knows no fontconfig, and no folder can be returned to
        return
    with standing_in_root():
        qtawesome.charmap("mdi6.play")
