"""The table of limits in SECURITY.md is that of the code."""

import ast
import importlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROW = re.compile(r"^\| [^|]+ \| [^|]+ \| ([^|]+) \| `([\w.]+)\.([A-Z_]+)` \|$", re.MULTILINE)
# whose modules read what others may have prepared
READERS = (
    *("core/data", "core/storage", "core/lifecycle", "core/comparison/kept", "core/config"),
    *("core/files.py", "core/remote_paths.py", "core/drives.py", "core/program"),
    "core/cluster/keys.py",
    *(
        "core/run/events.py",
        "core/run/record.py",
        "core/run/identity.py",
        "core/run/seal.py",
        "gui/settings",
        "gui/run_table/transfer.py",
    ),
)
# of what Inkling shows, measures or writes, however large a file is
NOT_OF_FILES = {
    *("core.config.conditions.MAX_HELD_OUT", "core.config.naming.MAX_MENTIONED"),
    "core.data.examples.MAX_LISTED",
    "core.data.ink.MAX_SIDE",
    *("core.data.layouts.entries.MAX_WRAPPED", "core.data.layouts.set_polarity.MAX_JUDGED"),
    *("core.data.picture_folders.MAX_NAMED", "core.data.containers.tiff.MAX_OFFSET"),
    "core.data.containers.heif.MAX_OFFSET",
    *("core.data.fetching.receiving.MAX_AHEAD", "core.storage.labels.MAX_NUMBER"),
    *("core.comparison.kept.files.MAX_HIDDEN_NAMES", "core.storage.retention.MAX_KEPT"),
    "core.lifecycle.archive.MAX_TIME_S",
    # that of each file is one of those above it
    *("core.lifecycle.archive_members.MAX_FILE_BYTES", "gui.settings.recent_files.MAX_RECENT"),
}
# shares and lengths of ink, which decide what it is
PHOTOGRAPHS = "core.data.photographs."
OF_PHOTOGRAPHS = {f"{PHOTOGRAPHS}digits.MAX_PIECES", f"{PHOTOGRAPHS}digits.MAX_DIGITS"}


def listed():
    return ROW.findall((ROOT / "SECURITY.md").read_text(encoding="utf-8"))


def limits_of(module):
    """The names in capitals that a module assigns and that begin like a limit."""
    for statement in ast.parse(module.read_text(encoding="utf-8")).body:
        for target in getattr(statement, "targets", [getattr(statement, "target", None)]):
            for node in ast.walk(target) if target is not None else ():
                if isinstance(node, ast.Name) and re.fullmatch(r"MAX_[A-Z_]+", node.id):
                    yield node.id


def of_readers():
    for reader in READERS:
        path = ROOT / reader
        for module in [path] if path.suffix else sorted(path.rglob("*.py")):
            name = ".".join(module.relative_to(ROOT).with_suffix("").parts)
            yield from (f"{name}.{limit}" for limit in limits_of(module))


def shown(value):
    if isinstance(value, dict):
        return ", ".join(dict.fromkeys(map(shown, value.values())))
    return f"{value:g}" if value > 1e15 else f"{value:,.0f}"


@pytest.mark.parametrize(("value", "module", "name"), listed())
def test_each_limit_has_the_value_that_is_listed(value, module, name):
    assert shown(getattr(importlib.import_module(module), name)) == value


def test_each_limit_of_a_reader_is_listed():
    names = {f"{module}.{name}" for _, module, name in listed()}
    assert len(names) > 80
    limits = {
        name for name in of_readers() if not name.startswith(PHOTOGRAPHS) or name in OF_PHOTOGRAPHS
    }
    assert limits - NOT_OF_FILES - names == set()
    assert limits >= NOT_OF_FILES  # no exception for what is gone
