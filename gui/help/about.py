"""What Inkling is made of, in which versions and under which licences."""

import platform
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QSysInfo
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from core.program.source import columns
from gui.widgets.text_dialog import TextDialog


@dataclass(frozen=True)
class Component:
    """A library that Inkling uses; `distribution` is its name on the package index."""

    distribution: str
    title: str
    licence: str


COMPONENTS = (
    Component("PySide6-Essentials", "Qt for Python and Qt", "LGPL-3.0"),
    Component("pyqtgraph", "pyqtgraph", "MIT"),
    Component("qtawesome", "QtAwesome", "MIT; Material Design Icons: Apache-2.0"),
    Component("superqt", "superqt", "BSD-3-Clause"),
    Component("torch", "PyTorch", "BSD-3-Clause"),
    Component("torchvision", "torchvision", "BSD-3-Clause"),
    Component("numpy", "NumPy", "BSD-3-Clause"),
    Component("scipy", "SciPy", "BSD-3-Clause"),
    Component("pillow", "Pillow", "MIT-CMU"),
    Component("pillow-heif", "pillow-heif", "BSD-3-Clause; libheif: LGPL-3.0; x265: GPL-2.0"),
    Component("pydantic", "pydantic", "MIT"),
    Component("platformdirs", "platformdirs", "MIT"),
    Component("safetensors", "safetensors", "Apache-2.0"),
    Component("jinja2", "Jinja", "BSD-3-Clause"),
    Component("pooch", "Pooch", "BSD-3-Clause"),
    Component("onnx", "ONNX", "Apache-2.0"),
    Component("onnxruntime", "ONNX Runtime", "MIT"),
    Component("onnxscript", "ONNX Script", "MIT"),
    Component("tensorboardX", "tensorboardX", "MIT"),
    Component("distributed", "Dask", "BSD-3-Clause"),
    Component("optuna", "Optuna", "MIT"),
    Component("cryptography", "cryptography", "Apache-2.0 or BSD-3-Clause"),
)


def version(distribution: str) -> str | None:
    """Return the installed version, without importing it; None if it is not installed."""
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return None


def facts(
    devices: Sequence[str],
    paths: dict[str, Path | None],
    translations: Mapping[str, str] | None = None,
) -> str:
    """Return all that a bug report should name, line by line.

    Args:
        devices: what can compute here; empty while it is not known yet.
        paths: folders and files by what they are for; None where there is none.
        translations: of the names and words that have one; English without them.
    """
    own = [(f"Inkling {version('inkling') or 'not installed'}", "MIT")]
    blocks = (own, _environment(devices, paths), _components(), _data_sets())
    translations = translations or {}
    return "\n\n".join(
        "\n".join(_table([tuple(translations.get(text, text) for text in row) for row in block]))
        for block in blocks
    )


def _translations() -> dict[str, str]:
    """Return the names and words of the table in the language of the window."""
    return {
        "System": QCoreApplication.translate("AboutDialog", "System"),
        "Screen": QCoreApplication.translate("AboutDialog", "Screen"),
        "Device": QCoreApplication.translate("AboutDialog", "Device"),
        "Program": QCoreApplication.translate("AboutDialog", "Program"),
        "Runs": QCoreApplication.translate("AboutDialog", "Runs"),
        "Log": QCoreApplication.translate("AboutDialog", "Log"),
        "not known yet": QCoreApplication.translate("AboutDialog", "not known yet"),
        "none": QCoreApplication.translate("AboutDialog", "none"),
    }


def _environment(devices: Sequence[str], paths: dict[str, Path | None]) -> list[tuple[str, str]]:
    """Return what Inkling runs on, as names and values, in English."""
    screens = ", ".join(
        f"{screen.size().width()} x {screen.size().height()} at {screen.devicePixelRatio():g}"
        for screen in QGuiApplication.screens()
    )
    qt_version = QLibraryInfo.version().toString()

    return [
        ("System", f"{QSysInfo.prettyProductName()}, {platform.machine()}"),
        ("Python", platform.python_version()),
        ("Qt", f"{qt_version}, {QGuiApplication.platformName()}"),
        ("Screen", screens),
        ("Device", "; ".join(devices) or "not known yet"),
        *((name, "none" if path is None else str(path)) for name, path in paths.items()),
        ("Program", sys.executable),
    ]


def _components() -> list[tuple[str, str, str]]:
    """Return title, version and licence of each installed component."""
    return [
        (component.title, installed, component.licence)
        for component in COMPONENTS
        if (installed := version(component.distribution)) is not None
    ]


def _data_sets() -> list[tuple[str, str]]:
    """Return title and licence of each data set that has one."""
    from core.config.catalogue import KNOWN

    return [(str(known.title), known.licence) for known in KNOWN.values() if known.licence]


def _table(rows: Sequence[tuple[str, ...]]) -> list[str]:
    """Format rows as lines with aligned columns."""
    widths = [max(map(columns, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            text + " " * (width - columns(text)) for text, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in rows
    ]


def about_dialog(
    devices: Sequence[str], paths: dict[str, Path | None], parent: QWidget
) -> TextDialog:
    """Return a dialog that shows the facts, with a button to copy them in English."""
    title = QCoreApplication.translate("AboutDialog", "About Inkling")
    shown = facts(devices, paths, _translations())
    return TextDialog(title, shown, parent, copied=facts(devices, paths))
