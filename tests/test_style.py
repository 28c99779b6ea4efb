"""The whole project: format, rules, types, and which folder may import which."""

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("core", "gui", "resources")
LINT = (
    "import sys; from importlinter.cli import lint_imports; "
    "sys.exit(lint_imports(no_cache=True, no_logo=True))"
)
LOADED = (
    "import sys; {imports}; "
    "print(*sorted(name for name in sys.modules if name.partition('.')[0] in {unwanted}))"
)


def output_of(*arguments, folder=ROOT):
    """Run Python in `folder`, where its packages come first; returns the exit status and all that
    was printed.
    """
    environment = os.environ | {
        "PYTHONPATH": str(folder),
        "NO_COLOR": "1",
        "COLUMNS": "120",
        "PYTHONUTF8": "1",
    }
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
    files = [file for file in (ROOT / package).rglob("*.py") if file.stem != "__init__"]
    return sorted(".".join(file.relative_to(ROOT).with_suffix("").parts) for file in files)


def test_ruff_has_nothing_to_say():
    must_succeed("-m", "ruff", "check", "--output-format", "concise")


def test_the_code_is_formatted():
    must_succeed("-m", "ruff", "format", "--check")


@pytest.mark.timeout(600)
def test_the_types_are_right():
    must_succeed("-m", "mypy", "--no-error-summary")


def test_imports_go_only_where_they_may():
    must_succeed("-c", LINT)


LATE = "def late():\n    "
ROOMS_OF_CORE = "core: from the commands down to the words"
FORBIDDEN = [
    ("core/data/ink.py", "import PySide6.QtCore", "core never imports Qt"),
    ("core/data/ink.py", "import pyqtgraph", "core never imports Qt"),
    ("core/data/ink.py", f"{LATE}import gui.style.theme", "Arrows run one way"),
    ("resources/translate.py", "import core.data.ink", "Arrows run one way"),
    ("gui/style/theme.py", "import torch", "gui never imports torch"),
    ("gui/style/theme.py", f"{LATE}from torch import nn", "gui never imports torch"),
    ("core/config/run.py", "import core.storage.layout", ROOMS_OF_CORE),
    ("core/config/run.py", f"{LATE}import core.storage.layout", ROOMS_OF_CORE),
    ("core/evaluation/accuracy.py", "import core.insight.line", ROOMS_OF_CORE),
    ("gui/widgets/panel.py", "import gui.runs.run_store", "gui: from the start down to the look"),
    ("gui/plots/curves.py", "import core.training.loop", "Only background threads drive the loop"),
    ("gui/window/menus.py", "import core.cli.main", "Of the command line the window knows only"),
]


@pytest.fixture(scope="module")
def broken_contracts(tmp_path_factory):
    """What import-linter says of a copy that violates every contract, by contract, and the lines
    of the violations.
    """
    copy = tmp_path_factory.mktemp("copy")
    shutil.copy(ROOT / "pyproject.toml", copy)
    for package in PACKAGES:
        shutil.copytree(
            ROOT / package, copy / package, ignore=shutil.ignore_patterns("__pycache__", "*.gz")
        )
    lines = []
    for module, violation, _ in FORBIDDEN:
        with (copy / module).open("a", encoding="utf-8") as file:
            file.write(f"\n{violation}\n")
        lines.append(len((copy / module).read_text(encoding="utf-8").splitlines()))
    for package in ("core", "gui"):
        (copy / package / "lost.py").write_text("")

    status, output = output_of("-c", LINT, folder=copy)
    assert status == 1
    _, *sections = re.split(r"^(.+)\n-+\n", output.partition("Broken contracts")[2], flags=re.M)
    return dict(zip(sections[::2], sections[1::2], strict=True)), lines


@pytest.mark.parametrize("place", range(len(FORBIDDEN)), ids=lambda place: FORBIDDEN[place][0])
def test_a_forbidden_import_would_be_noticed(broken_contracts, place):
    module, violation, contract = FORBIDDEN[place]
    broken, lines = broken_contracts
    (said,) = [text for name, text in broken.items() if name.startswith(contract)]
    importer = module.removesuffix(".py").replace("/", ".")
    imported = re.search(r"(?:import|from) ([\w.]+)", violation)[1]
    if imported.partition(".")[0] not in PACKAGES:
        imported = imported.partition(".")[0]
    (places,) = re.findall(rf"{importer} -> {imported} \((.+)\)", said)
    assert f"l.{lines[place]}" in places.split(", ")


@pytest.mark.parametrize("package", ["core", "gui"])
def test_a_module_that_nobody_placed_would_be_noticed(broken_contracts, package):
    broken, _ = broken_contracts
    (said,) = [text for name, text in broken.items() if name.startswith(f"{package}: ")]
    assert f"- {package}.lost\n" in said


def test_no_folder_holds_more_than_fifteen_modules_and_each_says_what_it_is_about():
    for package in ("core", "gui"):
        for folder in {file.parent for file in (ROOT / package).rglob("*.py")} - {ROOT / package}:
            assert len(list(folder.glob("*.py"))) <= 15 + 1, folder
            (docstring,) = ast.parse((folder / "__init__.py").read_text(encoding="utf-8")).body
            first = re.search(r"Read\s+`(\w+\.py)`\s+first", ast.literal_eval(docstring.value))
            assert (folder / first[1]).exists()


def test_the_wheel_holds_every_room():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    folders = {file.parent for package in PACKAGES for file in (ROOT / package).rglob("*.py")}
    rooms = {".".join(folder.relative_to(ROOT).parts) for folder in folders}
    packed = project["tool"]["setuptools"]["packages"]
    assert {"inkling"} | {f"inkling.{room}" for room in rooms} == set(packed)


def test_files_end_at_400_lines_and_functions_at_40():
    too_long = []
    for file in [*ROOT.glob("core/**/*.py"), *ROOT.glob("gui/**/*.py")]:
        text = file.read_text(encoding="utf-8")
        if text.count("\n") > 400:
            too_long.append(str(file))
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno + 1 > 40:
                too_long.append(f"{file}:{node.lineno}")
    assert too_long == []


def emits_connected_in(source):
    """Return the lines that connect `clicked`, `triggered` or `toggled` to some signal's `emit`."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "connect"
        and isinstance(node.func.value, ast.Attribute)
        and node.func.value.attr in ("clicked", "triggered", "toggled")
        and any(isinstance(slot, ast.Attribute) and slot.attr == "emit" for slot in node.args)
    ]


def test_no_button_passes_its_state_to_the_emit_of_a_signal():
    """A signal without arguments raises at it; connected to the signal itself, Qt drops it."""
    assert emits_connected_in("self.button.clicked.connect(self.asked.emit)") == [1]
    assert emits_connected_in("self.button.clicked.connect(self.asked)") == []
    lines = {
        file.name: emits_connected_in(file.read_text("utf-8"))
        for file in (ROOT / "gui").rglob("*.py")
    }
    assert not {name: numbers for name, numbers in lines.items() if numbers}


def test_nothing_imports_main():
    importing = []
    for package in PACKAGES:
        for file in sorted((ROOT / package).rglob("*.py")):
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
