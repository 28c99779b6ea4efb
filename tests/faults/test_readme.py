"""The table of faults names tests that exist, and all that are here."""

import ast
import re
from pathlib import Path

HERE = Path(__file__).parent


def named():
    """Files and tests that the table names."""
    for name in re.findall(
        r"`([^`]*test_\w+\.py(?:::\w+)?)`", (HERE / "README.md").read_text(encoding="utf-8")
    ):
        file, _, test = name.partition("::")
        yield (HERE / file).resolve(), test


def existing(file):
    """Functions and classes at the top of a file that are tests."""
    body = ast.parse(file.read_text(encoding="utf-8")).body
    kinds = (ast.FunctionDef, ast.ClassDef)
    return {
        node.name
        for node in body
        if isinstance(node, kinds) and node.name.lower().startswith("test")
    }


def test_all_that_is_named_exists():
    assert [name for name in named() if name[1] and name[1] not in existing(name[0])] == []


def test_all_that_exists_is_named():
    told = set(named())
    for file in {*HERE.rglob("test_*.py")} - {Path(__file__)}:
        missing = (
            set()
            if (file, "") in told
            else {test for test in existing(file) if (file, test) not in told}
        )
        assert missing <= {"test_listening_is_noticed", "test_a_data_set_that_no_system_can_name"}
