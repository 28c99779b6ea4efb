"""The whole project: format, rules, types, and which folder may import which."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("core", "gui", "resources")
LINT = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True, no_logo=True))"
LOADED = "import sys; {imports}; print(*sorted(name for name in sys.modules if name.partition('.')[0] in {unwanted}))"


def output_of(*arguments, folder=ROOT):
    """Run Python in `folder`, where its packages come first; returns the exit status and all that was printed."""
    environment = os.environ | {"PYTHONPATH": str(folder), "NO_COLOR": "1", "COLUMNS": "120", "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=environment,
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    return done.returncode, done.stdout


def must_succeed(*arguments):
    status, output = output_of(*arguments)
    if status:
        pytest.fail(output, pytrace=False)


def modules_of(package):
    return sorted(f"{package}.{file.stem}" for file in (ROOT / package).glob("*.py") if file.stem != "__init__")


def test_ruff_has_nothing_to_say():
    must_succeed("-m", "ruff", "check", "--output-format", "concise")


def test_the_code_is_formatted():
    must_succeed("-m", "ruff", "format", "--check")


def test_the_types_are_right():
    must_succeed("-m", "mypy", "--no-error-summary")


def test_imports_go_only_where_they_may():
    must_succeed("-c", LINT)


@pytest.mark.parametrize(
    ("module", "violation", "contract"),
    [
        ("core/ink.py", "import PySide6.QtCore", "core never imports Qt"),
        ("core/ink.py", "import pyqtgraph", "core never imports Qt"),
        ("core/ink.py", "def late():\n    import gui.theme", "Arrows run one way"),
        ("resources/translate.py", "import core.ink", "Arrows run one way"),
        ("gui/theme.py", "import torch", "gui never imports torch"),
        ("gui/theme.py", "def late():\n    from torch import nn", "gui never imports torch"),
    ],
)
def test_a_forbidden_import_would_be_noticed(tmp_path, module, violation, contract):
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for package in PACKAGES:
        (tmp_path / package).mkdir()
        for file in (ROOT / package).glob("*.py"):
            shutil.copy(file, tmp_path / package)
    with (tmp_path / module).open("a", encoding="utf-8") as file:
        file.write(f"\n{violation}\n")
    status, output = output_of("-c", LINT, folder=tmp_path)
    assert status == 1
    assert any(line.startswith(contract) and line.endswith("BROKEN") for line in output.splitlines()), output


def test_nothing_imports_main():
    importing = []
    for package in PACKAGES:
        for file in sorted((ROOT / package).glob("*.py")):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
                names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
                if any(name.partition(".")[0] == "main" for name in names):
                    importing.append(f"{file.relative_to(ROOT)}:{node.lineno}")
    assert not importing


@pytest.mark.parametrize(
    ("modules", "unwanted"),
    [
        (modules_of("core"), ("PySide6", "pyqtgraph", "superqt", "qtawesome", "qtpy", "shiboken6")),
        (modules_of("gui"), ("torch", "torchvision")),
    ],
    ids=["core without Qt", "gui without torch"],
)
def test_a_fresh_interpreter_loads_all_modules_of(modules, unwanted):
    imports = "; ".join(f"import {module}" for module in modules)
    status, output = output_of("-c", LOADED.format(imports=imports, unwanted=unwanted))
    assert (status, output.strip()) == (0, "")
