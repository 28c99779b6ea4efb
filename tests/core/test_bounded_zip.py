"""Zip files: nowhere is a member of one read without a limit."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
READING = re.compile(r"\.(?:read|readlines?|extractall|testzip)\((.*)$|\bnp\.load\(")
A_SIZE = re.compile(r"(?:size\b|most\b|[A-Z_]*BYTES\b|CHUNK|BLOCK|min\(|[0-9])")


def unlimited_reads(source):
    """The lines of a module that uses zip files which read something as far as it goes.

    `ZipFile.read` unpacks all that is packed, whatever size is announced, and so does `read` of a
    member that is given no size.
    """
    if "ZipFile" not in source:
        return []
    return [
        line.strip()
        for line in source.splitlines()
        if (reading := READING.search(line)) and not A_SIZE.match(reading[1] or "")
    ]


@pytest.mark.parametrize(
    ("line", "is_unlimited"),
    [
        ("text = archive.read(members[RUN_FILE])", True),
        ('text = archive.read("run.json")', True),
        ("text = member.read()", True),
        ("archive.extractall(folder)", True),
        ("with np.load(path) as arrays:", True),
        ("block = member.read(BLOCK_BYTES)", False),
        ("block = member.read(min(left, 10))", False),
    ],
)
def test_such_lines_are_noticed(line, is_unlimited):
    assert bool(unlimited_reads(f"from zipfile import ZipFile\n{line}\n")) is is_unlimited


def test_no_member_of_a_zip_is_read_without_a_limit():
    sources = [
        *(file for room in ("core", "gui") for file in (ROOT / room).rglob("*.py")),
        *(ROOT / "resources").rglob("*.jinja"),
    ]
    reads = {file.name: unlimited_reads(file.read_text("utf-8")) for file in sources}
    assert sum("ZipFile" in file.read_text("utf-8") for file in sources) >= 6
    assert not {name: lines for name, lines in reads.items() if lines}
