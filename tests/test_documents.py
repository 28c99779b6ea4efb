"""What documents and docstrings name exists: modules, what is in them, files, and links."""

import ast
import importlib
import re
from pathlib import Path

import pytest

from core.teaching.lessons.curriculum import LESSONS
from core.translations import translator

ROOT = Path(__file__).parents[1]
DOCUMENTS = [
    *sorted(ROOT.glob("*.md")),
    ROOT / "core/DECISIONS.md",
    ROOT / "tests/faults/README.md",
]
NAME = re.compile(r"`+((?:core|gui|resources|tests)(?:\.\w+)+)`+")
FILE = re.compile(r"`((?:core|gui|resources|tests)(?:/[\w.-]+)*)`")
LINK = re.compile(r"\]\((?!https?:)([^)#]+)\)")


def docstrings():
    """Each docstring of the packages, with the place where it stands."""
    for package in ("core", "gui", "resources"):
        for file in sorted((ROOT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)):
                    line = getattr(node, "lineno", 1)
                    yield f"{file.relative_to(ROOT)}:{line}", ast.get_docstring(node) or ""


def texts():
    """Everything that may name a module, with the place where it stands."""
    yield from docstrings()
    for file in DOCUMENTS:
        yield str(file.relative_to(ROOT)), file.read_text(encoding="utf-8")


def exists(name):
    """Whether a dotted name is a module, or something in one."""
    parts = name.split(".")
    for count in range(len(parts), 0, -1):
        path = ROOT.joinpath(*parts[:count])
        if path.is_dir() or path.with_suffix(".py").is_file():
            thing = importlib.import_module(".".join(parts[:count])) if count < len(parts) else None
            for part in parts[count:]:
                if not hasattr(thing, part) and part not in getattr(thing, "__annotations__", ()):
                    return False
                thing = getattr(thing, part, None)
            return True
    return False


@pytest.mark.parametrize("package", ["core", "gui"])
def test_the_map_for_newcomers_has_every_room(package):
    rows = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").splitlines()
    start = next(number for number, row in enumerate(rows) if row.startswith(f"| `{package}/`"))
    end = next(number for number in range(start, len(rows)) if not rows[number])
    named = {name for row in rows[start:end] for name in re.findall(r"`(\w+)`", row)}
    rooms = {file.parent.name for file in (ROOT / package).glob("*/__init__.py")}
    assert rooms <= named


def test_every_module_that_is_named_exists():
    unknown = [
        (where, name) for where, text in texts() for name in NAME.findall(text) if not exists(name)
    ]
    assert unknown == []


def test_every_file_that_is_named_exists():
    unknown = [
        (where, name)
        for where, text in texts()
        for name in FILE.findall(text)
        if not (ROOT / name).exists()
    ]
    assert unknown == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda file: file.name)
def test_every_link_leads_somewhere(document):
    links = LINK.findall(document.read_text(encoding="utf-8"))
    assert [link for link in links if not (document.parent / link).exists()] == []


@pytest.mark.parametrize(
    ("document", "language"),
    [("TEACHING.md", "en"), ("TEACHING.zh-CN.md", "zh_CN"), ("README.zh-CN.md", "zh_CN")],
)
def test_tables_of_lessons_have_all_of_them_in_order(document, language):
    text = ROOT.joinpath(document).read_text(encoding="utf-8")
    translate = translator(language)
    titles = [translate(lesson.title) for lesson in LESSONS]
    rows = [line.split("|")[1].strip() for line in text.splitlines() if line.startswith("|")]
    assert [row for row in rows if row in titles] == titles


@pytest.mark.parametrize(
    "name", ["core.training.nothing", "core.nothing", "core.training.loop.nothing"]
)
def test_a_name_that_does_not_exist_would_be_noticed(name):
    assert not exists(name)
